"""A simulation that was killed goes on where it was: whole blocks are not made again, anything else is, and the rows
are those of one that was never stopped.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from killed_simulation import SETTINGS, killed

from sim.billing.bulk import kept_blocks, output
from sim.billing.bulk.pipeline import Settings, plan, simulate, simulate_block, sums
from sim.ground.errors import CleanClaimError


def content(out: Path) -> dict[str, object]:
    """What the files say. Of a Parquet file the rows: in which order a column's different texts lie in the file depends
    on what else the process has made."""
    return {
        path.relative_to(out).as_posix(): rows(path) if path.suffix == ".parquet" else path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != output.MARK
    }


def rows(path: Path) -> tuple[list[str], list[list[str]]]:
    """The columns and the rows, as texts."""
    frame = pd.read_parquet(path)
    return list(frame.columns), frame.astype(str).to_numpy().tolist()


@pytest.fixture(scope="module")
def whole():
    return simulate(SETTINGS)["tables"]


@pytest.mark.parametrize("fmt", ["parquet", "csv", "x12"])
def test_killed_in_the_middle_and_started_again_is_the_same(tmp_path, whole, fmt):
    assert len(plan(SETTINGS)) >= 4
    killed(tmp_path / "out", fmt)
    first = tmp_path / "out" / ".blocks" / "block-00000.npz"
    made = [path for path in (tmp_path / "out").glob("*/*-00000.*") if path.parent.name != ".blocks"]
    before = {path: path.stat().st_mtime_ns for path in made}
    assert first.exists() and before
    told = []
    again = simulate(SETTINGS, tmp_path / "out", fmt, progress=lambda done, total: told.append(done))
    assert again["tables"] == whole and len(told) == len(plan(SETTINGS))
    kept = {path: path.stat().st_mtime_ns for path in made if path.exists()}
    assert kept == {path: before[path] for path in kept}
    assert not first.exists()
    simulate(SETTINGS, tmp_path / "other", fmt)
    assert content(tmp_path / "out") == content(tmp_path / "other")


def test_a_file_that_is_missing_or_cut_makes_its_block_anew(tmp_path, whole):
    killed(tmp_path, "parquet")
    parts = sorted((tmp_path / "claims").glob("part-*"))
    parts[0].unlink()
    parts[1].write_bytes(parts[1].read_bytes()[:-1])
    (tmp_path / "claims" / ".part-00009.parquet.123").write_bytes(b"half")
    assert simulate(SETTINGS, tmp_path)["tables"] == whole
    assert not list(tmp_path.glob("*/.part-*")) and len(list((tmp_path / "claims").glob("*"))) == len(plan(SETTINGS))


def test_other_settings_begin_anew(tmp_path, whole):
    killed(tmp_path, "parquet")
    other = Settings(160, seed=10, coder="novice", block=16)
    assert simulate(other, tmp_path)["tables"] == simulate(other)["tables"] != whole


def test_a_finished_simulation_is_made_again_when_asked_for(tmp_path, whole):
    simulate(SETTINGS, tmp_path)
    (tmp_path / "claims" / "part-00000.parquet").write_bytes(b"changed")
    assert simulate(SETTINGS, tmp_path)["tables"] == whole
    assert (tmp_path / "claims" / "part-00000.parquet").read_bytes() != b"changed"


@pytest.mark.parametrize("damage", [b"", b"PK", b"not a record"])
def test_a_record_that_cannot_be_read_counts_for_nothing(tmp_path, damage):
    (tmp_path / ".blocks").mkdir()
    (tmp_path / ".blocks" / "block-00000.npz").write_bytes(damage)
    assert kept_blocks.kept(tmp_path, 0) is None and kept_blocks.kept(tmp_path, 1) is None


def test_a_record_holds_no_objects(tmp_path):
    """What lies in a folder is never run: a record with a Python object in it is refused."""
    (tmp_path / ".blocks").mkdir()
    np.savez(tmp_path / ".blocks" / "block-00000.npz", told=np.array([{"sums": {}}], object))
    assert kept_blocks.kept(tmp_path, 0) is None


def test_a_record_gives_back_what_was_kept(tmp_path):
    block = plan(SETTINGS)[0]
    summary = sums(simulate_block(SETTINGS, block))
    kept_blocks.keep(tmp_path, 0, {"claims": summary.claims}, summary.parts, [])
    told, parts = kept_blocks.kept(tmp_path, 0)
    assert told == {"claims": summary.claims} and len(parts) == len(summary.parts)
    for one, two in zip(parts, summary.parts, strict=True):
        assert one.later == two.later
        for name in kept_blocks.TABLES:
            assert getattr(one, name).rows() == getattr(two, name).rows()


def test_strangers_files_are_left_alone_and_our_own_half_written_ones_are_not_strangers(tmp_path):
    for name in (".claims", ".probe"):
        (tmp_path / name).touch()
    output.prepare(tmp_path, ["claims"])
    (tmp_path / "letter.txt").touch()
    with pytest.raises(CleanClaimError, match="letter.txt"):
        output.prepare(tmp_path, ["claims"])
