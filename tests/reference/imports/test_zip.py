"""ZIP files and workbooks: the right member is found, hostile ones are refused whole and nothing is changed."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from layouts import MUE, mue_text, workbook, zipped

from sim.ground.errors import CleanClaimError
from sim.ground.files import forget
from sim.reference import codes, edits
from sim.reference.imports import remove, status
from sim.reference.imports.store import cards
from sim.reference.imports.workbook import as_csv


def test_a_zip_that_climbs_out_is_refused_whole(refused, tmp_path):
    for name in ("../mue.csv", "a/../../mue.csv", "/etc/mue.csv", "..\\mue.csv", "C:\\mue.csv"):
        path = tmp_path / "evil.zip"
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("mue.csv", MUE)
            info = zipfile.ZipInfo("x")
            info.filename = name
            packed.writestr(info, MUE)
        refused("climbs out", "mue", path)
    assert not (tmp_path / "mue.csv").exists() and not (tmp_path.parent / "mue.csv").exists()


def test_a_zip_bomb_is_refused_unopened(refused, tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("mue.csv", "w") as stream:
        for _ in range(40):
            stream.write(b"0" * 1_000_000)
    refused("ZIP bomb", "mue", path)


def test_a_zip_that_lies_about_its_size_is_refused(refused, tmp_path):
    path = zipped(tmp_path / "lie.zip", {"mue.csv": MUE + "0" * 100_000})
    data = bytearray(path.read_bytes())
    size = len(MUE + "0" * 100_000).to_bytes(4, "little")
    at = data.rfind(size)
    data[at : at + 4] = (500).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    refused("damaged|not a file|bomb", "mue", path)


def test_too_many_files_and_passwords_are_refused(refused, tmp_path):
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for number in range(301):
            packed.writestr(f"{number}.txt", "x")
    refused("holds 301 files", "mue", path)
    path = zipped(tmp_path / "secret.zip", {"mue.csv": MUE})
    data = bytearray(path.read_bytes())
    central = data.rfind(b"PK\x01\x02")
    data[central + 8] |= 1
    path.write_bytes(bytes(data))
    refused("encrypted", "mue", path)


def test_a_zip_cut_short_or_damaged_is_refused(refused, tmp_path):
    path = zipped(
        tmp_path / "whole.zip",
        {"mue.csv": mue_text((f"{number:05d}", number % 7, 2) for number in range(10000, 12000))},
    )
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    refused("cannot be opened", "mue", path)
    path.write_bytes(whole[:500] + bytes(byte ^ 255 for byte in whole[500:520]) + whole[520:])
    refused("damaged|not a file of that kind|no text", "mue", path)


ADD_ON = [
    ("Notice",),
    (
        "AOC_Edit_Type",
        "Add-On_Code",
        "AOC_DelDT",
        "Primary_Code",
        "Primary_Code_DelDT",
        "AOC_Edit_EffDT",
        "AOC_Edit_DelDT",
    ),
    ("1", "22614", "", "22612", "", 2020001, ""),
    ("1", "22614", "", "22630", "", 2020001, 2026304),
]


def test_a_workbook_is_read_alone_or_beside_a_text_that_is_not_it(shelf, take, tmp_path):
    path = zipped(tmp_path / "AOC_V2026Q4-MCR.xlsx", workbook(ADD_ON))
    assert take("add-on", path, "2026Q4", "2026-10-01", extract=True).rows == 2
    both = zipped(tmp_path / "aoc.zip", {"AOC_V2027Q1-MCR.txt": "122614     22612\n"})
    with zipfile.ZipFile(both, "a") as packed:
        packed.writestr("AOC_V2027Q1-MCR.xlsx", path.read_bytes())
    assert take("add-on", both, "2027Q1", "2027-01-01", extract=True).rows == 2
    assert edits.is_base(*codes.procedure_rows(["22614", "22612"]), "2026-10-01")


def test_a_workbook_of_something_else_or_with_tricks_and_two_candidates_are_told(refused, tmp_path):
    refused("workbook without that table", "mue", zipped(tmp_path / "mue.xlsx", workbook([("a", "b")])))
    refused("looks like a file of kind add-on", "mue", zipped(tmp_path / "mue.xlsx", workbook(ADD_ON)))
    evil = {**workbook(ADD_ON), "xl/sharedStrings.xml": '<!DOCTYPE x [<!ENTITY a "a">]><sst>&a;</sst>'}
    refused("declares entities", "add-on", zipped(tmp_path / "evil.xlsx", evil))
    refused(
        "workbook cannot be read",
        "add-on",
        zipped(tmp_path / "cut.xlsx", {**workbook(ADD_ON), "xl/worksheets/sheet1.xml": "<worksheet><row"}),
    )
    refused("workbook cannot be read", "add-on", zipped(tmp_path / "none.xlsx", {"xl/workbook.xml": "<workbook/>"}))
    refused("several files could be meant", "mue", zipped(tmp_path / "two.zip", {"a.csv": MUE, "b.csv": MUE}))


def test_the_member_is_found_by_pattern_or_by_content(shelf, take, tmp_path):
    path = zipped(
        tmp_path / "a.zip",
        {"readme.txt": "Hello", "folder/MCR_MUE_PractitionerServices_Eff_10-01-2026.csv": MUE, "other.csv": MUE},
    )
    assert take("mue", path, "2026Q4", "2026-10-01", extract=True).rows == 2
    path = zipped(tmp_path / "b.zip", {"readme.txt": "Hello", "renamed_by_the_publisher.csv": MUE + "20610,2,3 x,\r\n"})
    assert take("mue", path, "2027Q1", "2027-01-01", extract=True).rows == 3


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=some.binary(max_size=300), at=some.integers(0, 5000), cut=some.integers(0, 60))
def test_a_damaged_zip_is_read_or_refused_in_one_line(shelf, take, tmp_path_factory, data, at, cut):
    path = zipped(tmp_path_factory.mktemp("x") / "mue.zip", {"mue.csv": MUE})
    whole = path.read_bytes()
    at %= len(whole)
    path.write_bytes(whole[:at] + data + whole[at + cut :])
    try:
        take("mue", path, f"R{at}", "2026-10-01", extract=True)
    except CleanClaimError as told:
        assert "\n" not in told.line()
    for row in status():
        if row["release"] != "shipped":
            remove(row["kind"], row["release"])


@settings(max_examples=150)
@given(
    part=some.sampled_from(["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"]),
    at=some.integers(0, 3000),
    cut=some.integers(0, 40),
    piece=some.one_of(
        some.text(max_size=8),
        some.sampled_from(["<row>", "<c r='ZZZ1'>", "<v>9999999</v>", "<v>-1</v>", "<!ENTITY a 'b'>", "&a;"]),
    ),
)
def test_a_damaged_workbook_is_read_or_refused_in_one_line(part, at, cut, piece):
    files = workbook(ADD_ON)
    text = files[part]
    files[part] = text[: at % len(text)] + piece + text[at % len(text) + cut :]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in files.items():
            made.writestr(name, content.encode("utf-8", "surrogatepass"))
    with zipfile.ZipFile(packed) as opened:
        try:
            assert isinstance(as_csv(opened, "book.xlsx"), bytes)
        except CleanClaimError as told:
            assert "\n" not in told.line()


def test_a_small_workbook_that_would_grow_without_end_is_refused(refused, tmp_path):
    """A text shared by every cell, a row without end, a tree without end: each a file of some kilobytes."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet, texts = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
    plain = workbook(ADD_ON)
    cell = '<c t="s"><v>0</v></c>'
    tricks = {
        "one text of five million letters": {texts: f"<sst {space}><si><t>{'A' * 4_900_000}</t></si></sst>"},
        "one text in two million cells": {
            texts: f"<sst {space}><si><t>{'A' * 30_000}</t></si></sst>",
            sheet: f"<worksheet {space}><sheetData>{('<row>' + cell * 150 + '</row>') * 20}</sheetData></worksheet>",
        },
        "a row without end": {
            sheet: f"<worksheet {space}><sheetData><row>{cell * 100_000}</row></sheetData></worksheet>"
        },
        "a tree without end": {sheet: f"<worksheet {space}>{'<a>' * 90_000}{'</a>' * 90_000}</worksheet>"},
    }
    for number, more in enumerate(tricks.values()):
        path = zipped(tmp_path / f"trick{number}.xlsx", {**plain, **more})
        assert path.stat().st_size < 40_000
        refused("workbook (cannot be read|without that table)", "add-on", path)
        with zipfile.ZipFile(path) as opened, pytest.raises(CleanClaimError, match="workbook cannot be read"):
            as_csv(opened, "trick.xlsx")


def test_a_card_that_names_a_file_elsewhere_removes_nothing(shelf, take, tmp_path):
    take("mue", zipped(tmp_path / "mue.zip", {"mue.csv": MUE}), "R1", "2026-10-01", extract=True)
    victim = tmp_path / "victim.txt"
    victim.write_text("kept")
    card = next((shelf / "imports").glob("*.json"))
    content = json.loads(card.read_text(encoding="utf-8"))
    for name in ("../../victim.txt", str(victim), "..", ".hidden"):
        card.write_text(json.dumps({**content, "holds": {"mue": {"file": name, "rows": 1}}}), encoding="utf-8")
        forget()
        with pytest.raises(CleanClaimError, match="not beside it"):
            remove("mue", "R1")
        assert victim.read_text() == "kept"


def test_another_users_import_is_not_called_damaged(shelf, take, tmp_path, monkeypatch):
    take("mue", zipped(tmp_path / "mue.zip", {"mue.csv": MUE}), "R1", "2026-10-01", extract=True)

    def forbidden(path, *_, **__):
        raise PermissionError(13, "Permission denied", str(path))

    forget()
    monkeypatch.setattr(Path, "read_text", forbidden)
    with pytest.raises(CleanClaimError, match="belongs to another user"):
        cards()


def test_long_texts_without_end_are_read_as_far_as_a_publisher_writes():
    from sim.reference.imports.kinds import cpt
    from sim.reference.imports.level_two import unit_in

    assert unit_in("Injection, something " + "(" * 800_000) is None
    assert unit_in("Injection, per 15 mg " + "(" * 800_000).measure == "mg"
    assert unit_in("1," * 400_000) is None
    assert cpt.recognize("x.txt", "\n".join(["99213 visit" + " " * 400_000 + '"x'] * 5)) in (True, False)
