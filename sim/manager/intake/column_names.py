"""Which column of a list is which: headers as practice systems write them, told by data/intake/columns.csv, in any
order, with or without lines above them.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_csv, remembered
from sim.ground.strict_toml import suggestion
from sim.manager.packs.csv_file import CsvRow, csv_rows

FILE = "data/intake/columns.csv"
WORDS = "data/intake/column_words.csv"
ABOVE = 15  # lines of titles that may stand above the header


class NoHeader(CleanClaimError):
    """No line of a list names the columns without which it says nothing."""


class Listed(NamedTuple):
    """A list as it was read: its header, which of our columns stands where, the headers that mean nothing to us, and
    the rows below.
    """

    header: CsvRow
    places: Mapping[str, int]
    unused: tuple[str, ...]
    rows: tuple[CsvRow, ...]
    missing: tuple[str, ...] = ()  # headers that a person named and that are not there

    def cell(self, row: CsvRow, column: str) -> str:
        """The cell of one of our columns; empty where the list has no such column."""
        return row.cell(self.places.get(column, -1))

    def told(self) -> list[str]:
        """Which header was taken for what, in words."""
        used = [f"{self.header.cells[place]!r} is {column}" for column, place in self.places.items()]
        return used + [f"no header {header[:40]!r}" for header in self.missing]


def the_list(path: Path, kind: str, needed: Collection[str], named: Mapping[str, str] | None = None) -> Listed:
    """The one list that is read: as read_list; raises CleanClaimError too for a named header that is not in it, where
    no other column was taken in its place.
    """
    found, named = read_list(path, kind, needed, named), named or {}
    missing = next((column for column in named if column not in found.places), None)
    if missing is None:
        return found
    cells = [cell for cell in found.header.cells if cell]
    what, has = f"no header {named[missing][:40]!r} (--column {missing})", ", ".join(cells)[:200]
    raise CleanClaimError(what, str(path), f"one of {has}", suggestion(named[missing], cells))


def read_list(path: Path, kind: str, needed: Collection[str], named: Mapping[str, str] | None = None) -> Listed:
    """A list of a kind (fees, charges, payers, procedures, denials). needed: columns without which it says nothing;
    named: our column -> header, where the header is not one that we know. Raises CleanClaimError where no line names
    the columns.
    """
    rows = csv_rows(path)
    for at, row in enumerate(rows[:ABOVE]):
        places = columns_in(row.cells, kind, named or {})
        if set(needed) <= set(places):
            unused = tuple(text for place, text in enumerate(row.cells) if text and place not in places.values())
            plain = {words(cell) for cell in row.cells}
            missing = tuple(header for header in (named or {}).values() if words(header) not in plain)
            return Listed(row, places, unused, tuple(rows[at + 1 :]), missing)
    if not rows:
        raise CleanClaimError("the file is empty", str(path), "a list as CSV", "export it again")
    shown = ", ".join(rows[0].cells)[:120]
    expected = " and ".join(column_words(column) for column in needed)
    todo = f'name it so in the first line, or add --column {next(iter(needed))}="YOUR HEADER"'
    raise NoHeader(f"found no header; the first line has: {shown}", str(path), expected, todo)


def column_words(column: str) -> str:
    """A column in words, with headers that are understood.

    >>> column_words("carc")
    'a column for the reason code, such as Denial Reason or Reason Code'
    """
    told = _words().get(column, (column, ""))
    return f"a column for {told[0]}" + (f", such as {told[1]}" if told[1] else "")


def column_name(column: str) -> str:
    """A column in words: the reason code, the payer."""
    return _words().get(column, (column,))[0]


@remembered
def _words() -> dict[str, tuple[str, str]]:
    return {row["column"]: (row["words"], row["such_as"]) for row in read_csv(find(WORDS))}


def columns_in(cells: Sequence[str], kind: str, named: Mapping[str, str] | None = None) -> dict[str, int]:
    """Our column -> its place in a line, for the columns that the line names. Raises CleanClaimError for a column that
    the list does not have.

    >>> columns_in(["Proc Code", "Description", "2026 Allowed Amount ($)", "Eff. Date"], "fees")
    {'code': 0, 'amount': 2, 'from': 3}
    """
    known, plain = headers()[kind], [words(cell) for cell in cells]
    found: dict[str, int] = {}
    for column, header in (named or {}).items():
        if column not in known:
            raise CleanClaimError(f"no column {column[:40]!r}", "--column", ", ".join(known), suggestion(column, known))
        if words(header) in plain:
            found[column] = plain.index(words(header))
    for column, names in known.items():  # headers that are written as we know them
        exact = [plain.index(name) for name in names if name in plain and plain.index(name) not in found.values()]
        if exact and column not in found:
            found[column] = exact[0]
    longest = sorted(((column, name) for column, names in known.items() for name in names), key=_longest)
    for column, name in longest:
        within = [
            at
            for at, text in enumerate(plain)
            if set(name.split()) <= set(text.split()) and "description" not in text and at not in found.values()
        ]
        if within and column not in found:
            found[column] = within[0]
    return {column: found[column] for column in known if column in found}


def _longest(pair: tuple[str, str]) -> tuple[int, int]:
    return -len(pair[1].split()), -len(pair[1])


def words(text: str) -> str:
    """A header or a name without signs and capitals.

    >>> words("CPT/HCPCS  Code#"), words("Blue River PPO, Inc.")
    ('cpt hcpcs code', 'blue river ppo inc')
    """
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


@remembered
def headers() -> dict[str, dict[str, tuple[str, ...]]]:
    """List -> our columns -> the headers that mean them."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in read_csv(find(FILE)):
        columns = found.setdefault(row["list"], {})
        columns[row["column"]] = (*columns.get(row["column"], ()), words(row["header"]))
    return found
