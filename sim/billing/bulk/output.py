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

import numpy as np

from sim.billing.bulk.kept_blocks import FOLDER
from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table

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


def digest(table: Table) -> str:
    """sha256 of a block's rows, in order of their keys: the same rows give the same, however their texts are pooled.

    >>> from sim.ground.coded import Coded
    >>> one, other = Coded([1, 0, -1], ("I10", "J02.9")), Coded.of(["J02.9", "I10", ""])
    >>> digest(Table(code=one)) == digest(Table(code=other)) != digest(Table(code=other[::-1]))
    True
    """
    made = sha256()
    for name, column in table.items():
        texts, values = _by_appearance(column) if isinstance(column, Coded) else ((), column)
        made.update("\x1f".join((name, str(values.dtype), str(len(values)), *texts, "")).encode())
        made.update(values.tobytes())
    return made.hexdigest()


def _by_appearance(column: Coded) -> tuple[list[str], np.ndarray]:
    """The different texts of a column in the order in which they first stand there, and for each row which it is."""
    pool: dict[str, int] = {}
    keys = np.array([*(pool.setdefault(text, len(pool)) for text in column.pool), -1], np.int32)[column.keys]
    first = np.full(len(pool) + 1, len(keys))
    first[keys[::-1]] = np.arange(len(keys))[::-1]  # of several rows the last one that is written stays: the first
    order = np.argsort(first[:-1], kind="stable")
    order = order[first[order] < len(keys)]
    place = np.full(len(pool) + 1, -1, np.int32)
    place[order] = np.arange(len(order))
    texts = list(pool)
    return [texts[one] for one in order.tolist()], place[keys]


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
            import pyarrow
            from pyarrow import parquet

            texts = [field.name for field in arrow.schema if pyarrow.types.is_dictionary(field.type)]
            parquet.write_table(arrow, hidden, compression="snappy", use_dictionary=texts, write_statistics=False)
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
