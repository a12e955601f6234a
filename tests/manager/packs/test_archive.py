"""A clinic is taken to another machine in one file, and nothing else comes out of such a file."""

import io
import zipfile

import pytest

from sim.ground.errors import CleanClaimError
from sim.manager.packs.archive import unpack, write_pack
from sim.manager.packs.checks import lint_pack
from sim.manager.packs.starter import start_pack


def files_of(one) -> dict[str, str]:
    paths = (path for path in one.folder.rglob("*") if path.is_file())
    return {path.relative_to(one.folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def test_what_is_packed_is_what_is_unpacked(home, tmp_path):
    one = start_pack("riverside", ["family medicine"])
    path, names = write_pack(one, tmp_path)
    made = unpack(path, "upriver")
    assert path.name == "riverside.clinic.zip" and set(names) == set(made.files) == set(files_of(one))
    assert files_of(made.pack) == files_of(one) and made.left_out == () and lint_pack(made.pack) == []


def test_work_and_rows_that_were_not_read_stay_here(home, tmp_path):
    one = start_pack("riverside")
    for name in ("work/attempts.sqlite", "not_read/fees.csv", "notes.txt", "counts/report.html"):
        (one.folder / name).parent.mkdir(exist_ok=True)
        (one.folder / name).write_text("private", encoding="utf-8")
    _, names = write_pack(one, tmp_path / "out.zip")
    assert not [name for name in names if "private" in (one.folder / name).read_text(encoding="utf-8")]


HOSTILE = [
    "../../evil.toml",
    "/etc/evil.toml",
    "payers/../../evil.toml",
    "C:\\evil.toml",
    "payers\\evil.toml",
    "work/a.py",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_leads_out_of_the_folder(name, home, tmp_path):
    one = start_pack("riverside")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("clinic.toml", one.clinic_file.read_bytes())
        archive.writestr(name, "evil")
    (tmp_path / "sent.zip").write_bytes(made.getvalue())
    before = set(tmp_path.rglob("*"))
    found = unpack(tmp_path / "sent.zip", "upriver")
    new = set(tmp_path.rglob("*")) - before
    assert found.files == ("clinic.toml",) and len(found.left_out) == 1
    assert {path for path in new if path.is_file()} == {found.pack.clinic_file}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all"])
def test_what_is_no_packed_clinic_is_said(content, home, tmp_path):
    (tmp_path / "sent.zip").write_bytes(content)
    with pytest.raises(CleanClaimError):
        unpack(tmp_path / "sent.zip", "upriver")
    assert not (home / "clinics" / "upriver").exists()


def test_a_later_form_and_a_taken_name_are_said(home, tmp_path):
    path, _ = write_pack(start_pack("riverside"), tmp_path)
    with pytest.raises(CleanClaimError, match="there is a clinic riverside"):
        unpack(path)
    with zipfile.ZipFile(tmp_path / "later.zip", "w") as archive:
        archive.writestr("pack.toml", 'name = "later"\nform = 99\n')
    with pytest.raises(CleanClaimError, match="later CleanClaim"):
        unpack(tmp_path / "later.zip")
