"""An import that is stopped, killed or out of room changes nothing; a damaged shelf is told."""

import os
import signal
import subprocess
import sys

import pytest
from layouts import MUE, ptp_text

from sim.ground.errors import CleanClaimError
from sim.reference import codes, edits
from sim.reference.imports import import_file, status


def test_stopped_at_any_word_of_progress_nothing_is_changed(shelf, tmp_path):
    path = tmp_path / "mue.csv"
    path.write_text(MUE)
    spoken: list = []
    import_file("mue", path, "2026Q3", "2026-07-01", extract=True, progress=spoken.append)
    before = {one.name: one.read_bytes() for one in shelf.rglob("*") if one.is_file()}
    for stop in range(len(spoken) - 1):
        said: list = []

        def halt(words, said=said, stop=stop):
            said.append(words)
            if len(said) > stop:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            import_file("mue", path, "2026Q4", "2026-10-01", extract=True, progress=halt)
        assert {one.name: one.read_bytes() for one in shelf.rglob("*") if one.is_file()} == before


def test_stopped_while_writing_nothing_is_changed(shelf, take, tmp_path, monkeypatch):
    from sim.reference.imports import store

    path = tmp_path / "mue.csv"
    path.write_text(MUE)
    for name in ("pack", "_set"):

        def broken_off(*_):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(store, name, broken_off)
            with pytest.raises(KeyboardInterrupt):
                take("mue", path, "2026Q4", "2026-10-01", extract=True)
        assert not [one for one in shelf.rglob("*") if one.is_file()]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill without warning")
def test_killed_in_the_middle_of_a_large_import_nothing_is_changed(shelf, tmp_path):
    path = tmp_path / "ccipra-v323r0-f1.txt"
    path.write_text(
        ptp_text(
            (f"{first:05d}", f"{second:05d}", "20261001", "*", 1)
            for first in range(20000, 20500)
            for second in range(30000, 30400)
        )
    )
    program = (
        "import sys\nfrom sim.reference.imports import import_file\nimport_file('ptp', sys.argv[1], 'v323',"
        " '2026-10-01', progress=lambda w: print(w, flush=True))"
    )
    codes.procedures.cache_clear()
    shipped = len(codes.procedures())
    for stop in ("100,000 rows read", "checking codes", "comparing", "writing"):
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True, env={**os.environ}
        )
        for line in process.stdout:
            if stop in line:
                process.kill()
                break
        process.wait(60)
        assert not list(shelf.rglob("*.json"))
    codes.procedures.cache_clear()
    assert not [row for row in status() if row["release"] != "shipped"]
    assert len(codes.procedures()) == shipped


def test_a_full_or_forbidden_folder_is_told(shelf, take, tmp_path, monkeypatch):
    from sim.reference.imports import store

    path = tmp_path / "mue.csv"
    path.write_text(MUE)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "pack", full)
    with pytest.raises(CleanClaimError, match="cannot write the import: No space left.*make room"):
        take("mue", path, "2026Q4", "2026-10-01", extract=True)
    assert not [one for one in shelf.rglob("*") if one.is_file()]


def test_a_damaged_shelf_is_told_not_passed_over(shelf, take, tmp_path):
    path = tmp_path / "mue.csv"
    path.write_text(MUE)
    take("mue", path, "2026Q4", "2026-10-01", extract=True)
    from sim.ground.files import forget

    card = next((shelf / "imports").glob("*.json"))
    data = next((shelf / "imports").glob("*.npz"))
    whole = data.read_bytes()
    data.write_bytes(whole[:100])
    forget()
    with pytest.raises(CleanClaimError, match="cannot be read"):
        edits.unit_limits()
    data.unlink()
    forget()
    with pytest.raises(CleanClaimError, match="card is damaged.*import that file again"):
        status()
    card.write_text("{")
    forget()
    with pytest.raises(CleanClaimError, match="card is damaged"):
        status()
