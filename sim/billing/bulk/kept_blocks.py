"""What is whole of a simulation that was stopped: each block leaves a record beside its files, last and by rename. A
new start with the same settings and the same edition takes the records and works the other blocks.

A record holds the block's sums, digests and part of the payments, and the size of every file of the block: a file that
is missing or has another size makes it worthless. It is read as plain arrays and JSON, never as objects.
"""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table
from sim.payer.money.payments import Part, Recoupment

FOLDER, STARTED = ".blocks", "started.json"
TABLES = ("sums", "adjustments", "remittance_payments")  # of a part
Sums = dict[str, Any]  # name of a sum -> what JSON holds


def begin(out: Path, stamp: Mapping[str, Any]) -> None:
    """Write down what is being made. Raises CleanClaimError for a full disk."""
    _written(out / FOLDER / STARTED, json.dumps(dict(stamp), sort_keys=True).encode())


def is_continued(out: Path, stamp: Mapping[str, Any]) -> bool:
    """Does the folder hold the beginning of the same simulation?"""
    try:
        found = json.loads((out / FOLDER / STARTED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(found == json.loads(json.dumps(dict(stamp))))


def keep(out: Path, number: int, sums: Sums, parts: Iterable[Part], files: Iterable[Path]) -> None:
    """Record a block whose files stand. Raises CleanClaimError for a full disk."""
    sizes = {path.relative_to(out).as_posix(): path.stat().st_size for path in files}
    arrays: dict[str, np.ndarray] = {}
    told = {"sums": sums, "files": sizes, "parts": [_part(part, place, arrays) for place, part in enumerate(parts)]}
    path = out / FOLDER / f"block-{number:05}.npz"
    hidden = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        with hidden.open("wb") as file:
            np.savez(file, allow_pickle=False, told=np.frombuffer(json.dumps(told).encode(), np.uint8), **arrays)
        hidden.replace(path)
    except OSError as reason:
        raise _full(path, reason) from None


def kept(out: Path, number: int) -> tuple[Sums, list[Part]] | None:
    """The sums and parts of a block that is whole; None where anything of it is missing."""
    path = out / FOLDER / f"block-{number:05}.npz"
    try:
        with np.load(path, allow_pickle=False) as arrays:
            told = json.loads(arrays["told"].tobytes())
            parts = [_read_part(names, place, arrays) for place, names in enumerate(told["parts"])]
        whole = all((out / name).stat().st_size == size for name, size in told["files"].items())
    except (OSError, ValueError, KeyError, TypeError, BadZipFile, EOFError):
        return None
    return (told["sums"], parts) if whole else None


def _part(part: Part, place: int, arrays: dict[str, np.ndarray]) -> dict[str, Any]:
    """The names of a part's columns; the columns themselves go into the arrays."""
    columns = {}
    for table in TABLES:
        for name, column in getattr(part, table).items():
            key = f"{place}.{table}.{name}"
            arrays[key] = column.keys if isinstance(column, Coded) else np.asarray(column)
            if isinstance(column, Coded):
                arrays[f"{key}.pool"] = np.array(list(column.pool), dtype=str)
        columns[table] = list(getattr(part, table).columns)
    later = [[int(one.claim_key), int(one.payment_key), str(one.on), int(one.amount)] for one in part.later]
    return {"columns": columns, "later": later}


def _read_part(names: dict[str, Any], place: int, arrays: Mapping[str, np.ndarray]) -> Part:
    tables = []
    for table in TABLES:
        columns = {}
        for name in names["columns"][table]:
            key = f"{place}.{table}.{name}"
            column = arrays[key]
            columns[name] = Coded(column, arrays[f"{key}.pool"].tolist()) if f"{key}.pool" in arrays else column
        tables.append(Table(columns))
    later = tuple(Recoupment(claim, pay, np.datetime64(on, "D"), amount) for claim, pay, on, amount in names["later"])
    return Part(tables[0], tables[1], tables[2], later)


def _written(path: Path, content: bytes) -> None:
    hidden = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        hidden.write_bytes(content)
        hidden.replace(path)
    except OSError as reason:
        raise _full(path, reason) from None


def _full(path: Path, reason: OSError) -> CleanClaimError:
    return CleanClaimError(
        f"cannot write: {reason.strerror}", str(path.parent), "room on the disk", "free space or choose another folder"
    )
