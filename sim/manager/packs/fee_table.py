"""What a clinic's payers allow: fees.csv of its folder, with the columns of the table clinic_fees: code, modifier,
payer, amount (dollars a unit), from (the first day; empty: always).

`clinic import fees` writes it from whatever a practice system exports; people may edit it. When the clinic is put in
force each row becomes a row [[fee]] of its payer.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sim.ground.dictionary import columns_of
from sim.ground.errors import CleanClaimError
from sim.manager.packs import cells
from sim.manager.packs.cells import Unreadable
from sim.manager.packs.csv_file import CsvRow, csv_rows

TABLE = "clinic_fees"


class Fee(NamedTuple):
    """What a payer allows for a unit of a service from a day on (None: always), in cents."""

    code: str
    modifier: str
    payer: str
    amount: int
    start: date | None = None

    @property
    def key(self) -> tuple[str, str, str, date]:
        """What one row is about; a second row of the same takes its place."""
        return self.payer, self.code, self.modifier, self.start or date.min


class WrongRow(NamedTuple):
    """A row that cannot be used: its line, what was found, what to write."""

    line: int
    found: str
    write: str


class FeeTable(NamedTuple):
    """The rows of a file that can be used, and those that cannot."""

    fees: tuple[Fee, ...]
    wrong: tuple[WrongRow, ...]


def read_fees(path: Path) -> FeeTable:
    """The fees of a file; none where there is no file. Raises CleanClaimError where a column is missing."""
    if not path.is_file():
        return FeeTable((), ())
    head, *rows = csv_rows(path) or [CsvRow(1, ())]
    names = [name.lower() for name in head.cells]
    missing = [name for name in columns_of(TABLE) if name not in names]
    if missing:
        expected = ", ".join(columns_of(TABLE))
        raise CleanClaimError(f"no column {missing[0]}", str(path), expected, "name the columns so in the first line")
    places = {name: names.index(name) for name in columns_of(TABLE)}
    found, wrong = dict[tuple[str, str, str, date], Fee](), list[WrongRow]()
    for row in rows:
        try:
            one = _fee({name: row.cell(place) for name, place in places.items()})
        except Unreadable as reason:
            wrong.append(WrongRow(row.line, reason.found, reason.write))
            continue
        if one.key in found:
            wrong.append(
                WrongRow(row.line, f"{one.code} at {one.payer} a second time", "each service once from a day on")
            )
        else:
            found[one.key] = one
    return FeeTable(tuple(found.values()), tuple(wrong))


def _fee(row: dict[str, str]) -> Fee:
    one, written = cells.service(row["code"]), cells.modifiers(row["modifier"])
    both = (*one.modifiers, *written)
    if len(both) > 1:
        raise Unreadable(f"the modifiers {' '.join(both)}", "one modifier in a row")
    if not row["payer"].strip():
        raise Unreadable("no payer", "the name of a file in payers/")
    return Fee(one.code, "".join(both), row["payer"].strip(), cells.price(row["amount"]), cells.day(row["from"]))


def fees_text(fees: Iterable[Fee]) -> str:
    """The file's text, in the order of payers and codes.

    >>> print(fees_text([Fee("99213", "", "acme_ppo", 9850, date(2026, 1, 1))]), end="")
    # What your payers allow, dollars a unit. cleanclaim clinic import fees FILE.csv writes it; you may edit it.
    code,modifier,payer,amount,from
    99213,,acme_ppo,98.50,2026-01-01
    """
    out = io.StringIO()
    out.write(
        "# What your payers allow, dollars a unit. cleanclaim clinic import fees FILE.csv writes it; you may edit it.\n"
    )
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns_of(TABLE))
    writer.writerows(_cells(sorted(fees, key=lambda one: one.key)))
    return out.getvalue()


def _cells(fees: Iterable[Fee]) -> Iterator[tuple[str, ...]]:
    for one in fees:
        dollars = f"{one.amount // 100}.{one.amount % 100:02d}"
        yield one.code, one.modifier, one.payer, dollars, one.start.isoformat() if one.start else ""
