"""Tables that `cleanclaim simulate` wrote, read back as a day's work: every verb of a notebook works on it.

day = sim.load("out")        day.ledger, day.claims, sim.figures(day), sim.denials(day) ...
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from sim.billing.bulk.output import MARK
from sim.billing.claims.claim_tables import Claims
from sim.billing.day.day import Day
from sim.clinic.people.people import People
from sim.clinic.visits.coded_rows import Work
from sim.ground.coded import Coded
from sim.ground.dictionary import columns_of
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table, empty
from sim.payer.engine.engine import Adjudication

BESIDE = ("findings", "causes", "work")
FORMATS = ("parquet", "csv")


def load(folder: str | Path) -> Day:
    """What `simulate` wrote into a folder, as a day's work. Raises CleanClaimError for a folder that holds no whole
    simulation in tables.
    """
    place = Path(folder)
    mark = _mark(place)
    people = People(**{name: _table(place, name) for name in People._fields if _is_there(place, name)})
    work = {name: _table(place, f"encounter_{name}") for name in Work._fields}
    truth = Work(**{name: table.take(table.version.isin(("truth", "both"))) for name, table in work.items()})
    coded = Work(**{name: table.take(table.version.isin(("coded", "both"))) for name, table in work.items()})
    sent = Claims(*(_table(place, name) for name in ("claims", "claim_lines", "other_payments", "other_adjustments")))
    return Day(
        int(mark["seed"]),
        people,
        _table(place, "encounters"),
        _in_version(truth, "truth"),
        _in_version(coded, "coded"),
        sent,
        Adjudication(*(_table(place, name) for name in Adjudication._fields)),
        _table(place, "ledger"),
        beside={name: _table(place, name) for name in BESIDE if _is_there(place, name)},
    )


def _mark(place: Path) -> dict[str, Any]:
    try:
        content = json.loads((place / MARK).read_text(encoding="utf-8"))
        if isinstance(content, dict) and "seed" in content and _is_there(place, "claims"):
            return content
    except (OSError, ValueError):
        pass
    raise CleanClaimError(
        "no whole simulation",
        str(place)[:80],
        f"a folder that cleanclaim simulate wrote, with {MARK} and tables as parquet or csv",
        "run cleanclaim simulate --encounters 1000 --out DIR first",
    )


def _in_version(work: Work, version: str) -> Work:
    return Work(*(table.with_columns(version=Coded.constant(version, len(table))) for table in work))


def _is_there(place: Path, name: str) -> bool:
    return (place / name).is_dir() or (place / f"{name}.csv").is_file()


def _table(place: Path, name: str) -> Table:
    """One table with the columns and types of the dictionary. Raises CleanClaimError where it cannot be read."""
    import pyarrow
    from pyarrow import csv, parquet

    kinds = columns_of(name)
    try:
        if (place / f"{name}.csv").is_file():
            types = {column: pyarrow.string() for column in kinds}
            options = csv.ConvertOptions(column_types=types, strings_can_be_null=False)
            found = csv.read_csv(place / f"{name}.csv", convert_options=options)
        else:
            parts = sorted((place / name).glob("part-*.parquet"))
            found = pyarrow.concat_tables([parquet.read_table(part) for part in parts], promote_options="permissive")
    except (OSError, pyarrow.ArrowException) as reason:
        raise CleanClaimError(
            f"cannot read {name}: {str(reason)[:60]}", str(place)[:80], "the tables of one simulation", "simulate anew"
        ) from None
    if not found.num_rows:
        return empty(name)
    there = {column: kind for column, kind in kinds.items() if column in found.column_names}
    return Table({column: _column(found[column], kind) for column, kind in there.items()})


def _column(values: Any, kind: str) -> Any:
    import pyarrow

    values = values.combine_chunks() if hasattr(values, "combine_chunks") else values
    is_text = pyarrow.types.is_string(values.type)
    if kind == "code":
        return Coded.of(values.cast(pyarrow.string()).to_pylist())
    if kind == "date":
        days = (
            values.to_numpy(zero_copy_only=False)
            if not is_text
            else np.array([text or "NaT" for text in values.to_pylist()])
        )
        return days.astype("datetime64[D]")
    if kind == "flag":
        return np.array([text == "true" for text in values.to_pylist()]) if is_text else values.to_numpy(False)
    return values.cast(pyarrow.int64()).to_numpy()
