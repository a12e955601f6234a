"""Tables on disk: each block writes its own file, complete or not at all, and a table's digest says whether two runs
made the same rows.
"""

import json
import os
import shutil
from collections.abc import Iterable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.billing.bulk.kept_blocks import FOLDER
from sim.ground.errors import CleanClaimError

if TYPE_CHECKING:
    import pyarrow

MARK, PROBE = "simulation.json", ".probe"
LEFT = (".json",)  # endings of hidden files that a block leaves for the last step
RISKY = "^[=+@\\t\\r-]"  # how a formula begins


def prepare(out: Path, tables: Iterable[str], is_continued: bool = False) -> None:
    """Make the folder ready; files of an earlier simulation in it are replaced, anything else is left alone and
    named. is_continued: it holds the beginning of this very simulation, of which only what is half written goes.
    """
    tables = tuple(tables)
    ours = {*tables, *(f".{table}" for table in tables), MARK, FOLDER, PROBE}
    try:
        out.mkdir(parents=True, exist_ok=True)
        strangers = [path.name for path in out.iterdir() if not {path.stem, path.name} & ours]
        if strangers:
            raise CleanClaimError(
                f"the folder holds other files ({strangers[0]})",
                str(out),
                "a new or empty folder, or one of an earlier simulation",
                "choose another folder with --out",
            )
        for path in [path for table in tables for path in _old(out, table, is_continued)]:
            path.unlink(missing_ok=True)
        if not is_continued:
            shutil.rmtree(out / FOLDER, ignore_errors=True)
        (out / MARK).unlink(missing_ok=True)
        probe = out / PROBE
        probe.touch()
        probe.unlink()
    except OSError as reason:
        raise CleanClaimError(
            f"cannot write: {reason.strerror}",
            str(out),
            "a folder you may write to",
            "choose another folder with --out",
        ) from None


def _old(out: Path, table: str, is_continued: bool) -> Iterable[Path]:
    """What goes before a table is written: everything, or of a simulation that goes on what a killed process was just
    writing (a hidden file with an ending of its own)."""
    if is_continued:
        return [path for path in out.glob(f"{table}/.*") if path.suffix not in LEFT]
    return [*out.glob(f"{table}/*"), out / f"{table}.csv"]


def digest(arrow: "pyarrow.Table") -> str:
    """sha256 of a block's rows as text, in order of their keys."""
    return sha256(_text(arrow, header=False)).hexdigest()


def combine(digests: list[str]) -> str:
    """A table's sha256: the hash of its blocks' digests in order."""
    return sha256("".join(digests).encode()).hexdigest()


def _text(arrow: "pyarrow.Table", header: bool) -> bytes:
    import pyarrow
    from pyarrow import csv

    plain = pyarrow.table({name: _plain(column) for name, column in zip(arrow.column_names, arrow.columns)})
    buffer = BytesIO()
    csv.write_csv(plain, buffer, csv.WriteOptions(include_header=header, quoting_style="needed"))
    return buffer.getvalue()


def _plain(column: "pyarrow.ChunkedArray") -> "pyarrow.ChunkedArray":
    """Texts as texts; of coded ones only the different texts are looked at."""
    import pyarrow
    from pyarrow import compute

    if pyarrow.types.is_string(column.type):
        return _guarded(column)
    if not pyarrow.types.is_dictionary(column.type):
        return column
    told = column.cast(pyarrow.string())
    risky = any(compute.any(compute.match_substring_regex(part.dictionary, RISKY)).as_py() for part in column.chunks)
    return _guarded(told) if risky else told


def _guarded(column: "pyarrow.ChunkedArray") -> "pyarrow.ChunkedArray":
    """Texts that a spreadsheet would run as a formula begin with an apostrophe, which it takes for a text."""
    from pyarrow import compute

    risky = compute.match_substring_regex(column, RISKY)
    if not compute.any(risky).as_py():
        return column
    return compute.if_else(risky, compute.binary_join_element_wise("'", column, ""), column)


def write_part(out: Path, table: str, number: int, arrow: "pyarrow.Table", fmt: str) -> None:
    """One block of one table, by temporary file and rename."""
    folder = out / table
    try:
        folder.mkdir(exist_ok=True)
        part = folder / f"part-{number:05}.{fmt}"
        hidden = folder / f".{part.name}.{os.getpid()}"
        if fmt == "parquet":
            from pyarrow import parquet

            parquet.write_table(arrow, hidden, compression="snappy")
        else:
            hidden.write_bytes(_text(arrow, header=number == 0))
        hidden.replace(part)
    except OSError as reason:
        raise CleanClaimError(
            f"cannot write: {reason.strerror}", str(folder), "room on the disk", "free space or choose another folder"
        ) from None


def finish(out: Path, result: dict[str, Any], tables: Iterable[str], fmt: str) -> None:
    """CSV parts become one file each; the summary file, written last, marks the folder complete."""
    if fmt == "csv":
        for table in tables:
            hidden = out / f".{table}"
            with hidden.open("wb") as whole:
                for part in sorted((out / table).glob("part-*.csv")):
                    whole.write(part.read_bytes())
                    part.unlink()
            (out / table).rmdir()
            hidden.replace(out / f"{table}.csv")
    (out / MARK).write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(out / FOLDER, ignore_errors=True)
