"""The clinic's own charges per unit of service: data/fees/charge_master.csv, in dollars.

A file of the user's own adds to the one that ships: its codes go before the teaching clinic's. It may be what a
practice system exports: any order of columns, headers such as CPT, HCPCS, Procedure code and Fee, Price, Charge;
commas, semicolons or tabs; "$1,185.00", 185.00 or 185.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.ground.files import places, remembered
from sim.ground.money import cents, dollars
from sim.ground.written_text import text_of

FILE = "data/fees/charge_master.csv"
CODE = ("code", "cpt", "hcpcs", "cpt hcpcs", "procedure", "proc", "service", "billing")
CHARGE = ("charge", "fee", "price", "rate", "amount", "standard", "gross", "usual", "unit")
FORM = re.compile(r"[0-9]{4}[0-9A-Z]|[A-Z][0-9]{4}")
LOOKS_LIKE_CENTS = 20  # times the teaching clinic's charges: nobody charges so much more


class Row(NamedTuple):
    """A row of the file: its line, the code, the charge in cents, and what is wrong with it ("" where nothing is)."""

    line: int
    code: str
    charge: int
    wrong: str = ""
    write: str = ""


def charges(pool, missing: int = -1) -> np.ndarray:
    """The clinic's charge per unit in cents; `missing` where the clinic has no charge for the code.

    >>> charges(["99213", "nonsense"]).tolist()
    [21000, -1]
    """
    prices = charge_master()
    return np.array([prices.get(text, missing) for text in pool], np.int64)


@remembered
def charge_master() -> dict[str, int]:
    """Code -> cents a unit, the user's own file before the one that ships. Raises CleanClaimError for a row that cannot
    be read, with its line.
    """
    found: dict[str, int] = {}
    for place in reversed(places()):
        if (place / FILE).is_file():
            found |= _sound(place / FILE, found)
    return found


def own_codes() -> frozenset[str]:
    """The codes that the user's own file charges for; empty without one.

    >>> len(own_codes())
    0
    """
    own = [place / FILE for place in places()[:-1] if (place / FILE).is_file()]
    return frozenset(row.code for path in own for row in rows_of(path) if not row.wrong)


def _sound(path: Path, usual: Mapping[str, int]) -> dict[str, int]:
    rows = rows_of(path)
    wrong = [row for row in rows if row.wrong]
    if wrong:
        more = f", and {len(wrong) - 1} more rows" if len(wrong) > 1 else ""
        raise CleanClaimError(
            f"line {wrong[0].line}: found {wrong[0].wrong}{more}",
            str(path),
            "a code and a charge in dollars in each row",
            f"{wrong[0].write}; `cleanclaim lint {path.name}` lists every row",
        )
    found = {row.code: row.charge for row in rows}
    times = [found[code] / usual[code] for code in found if usual.get(code)]
    if times and median(times) >= LOOKS_LIKE_CENTS:
        code = next(code for code in found if usual.get(code))
        raise CleanClaimError(
            f"charges that look like cents: {code} for {dollars(found[code])}, usually about {dollars(usual[code])}",
            str(path),
            "dollars, such as 185.00",
            "write dollars with a point",
        )
    return found


def rows_of(path: Path) -> tuple[Row, ...]:
    """Every row of a charge master with what is wrong with it. Raises CleanClaimError where the columns of code and
    charge cannot be told.
    """
    lines = [
        (number, line)
        for number, line in enumerate(text_of(path, True).split("\n"), 1)
        if line.strip() and not line.startswith("#")
    ]
    if not lines:
        raise CleanClaimError("found no rows", str(path), "a header and rows of code and charge", "fill the file")
    separator = max(",;\t", key=lines[0][1].count)
    cells = [next(csv.reader([line], delimiter=separator), []) for _, line in lines]
    code, charge = _columns(cells[0], path)
    modifier = next((at for at, name in enumerate(cells[0]) if _plain(name) in ("mod", "modifier", "modifiers")), -1)
    return tuple(_rows(lines[1:], cells[1:], code, charge, modifier))


def _columns(header: list[str], path: Path) -> tuple[int, int]:
    names = [_plain(name) for name in header]
    code = _best(names, CODE)
    charge = _best([name if at != code else "" for at, name in enumerate(names)], CHARGE)
    if code < 0 or charge < 0:
        raise CleanClaimError(
            f"found the columns {', '.join(header)[:80]}",
            str(path),
            "a column for the code (code, CPT, HCPCS) and one for the charge (charge, fee, price)",
            "name the two columns so in the first line",
        )
    return code, charge


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[a-z]+", name.lower()))


def _best(names: list[str], wanted: tuple[str, ...]) -> int:
    """The column with one of these names, else the first that has one of these words in it."""
    exact = [names.index(word) for word in wanted if word in names]
    within = [at for at, name in enumerate(names) if set(name.split()) & set(wanted) and "description" not in name]
    return (exact or within or [-1])[0]


def _rows(lines, cells, code: int, charge: int, modifier: int) -> Iterator[Row]:
    seen: dict[str, int] = {}
    for (line, _), row in zip(lines, cells, strict=True):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) <= max(code, charge):
            yield Row(
                line, "", 0, "too few cells", "one cell for each column; an amount with a comma in quotation marks"
            )
            continue
        text = row[code].strip().upper()
        text = text.zfill(5) if text.isdecimal() else text  # Excel drops the zeros in front
        amount, wrong = _amount(row[charge])
        if not FORM.fullmatch(text):
            yield Row(line, text, 0, f"the code {row[code].strip()!r}", "a CPT or HCPCS code of five characters")
        elif wrong:
            yield Row(line, text, 0, wrong, "dollars such as 185.00")
        elif 0 <= modifier < len(row) and row[modifier].strip():
            yield Row(line, text, 0, f"a charge for {text} with modifier {row[modifier].strip()}", _NO_MODIFIERS)
        elif text in seen:
            yield Row(line, text, 0, f"{text} a second time (line {seen[text]})", "each code once")
        else:
            seen[text] = line
            yield Row(line, text, amount)


_NO_MODIFIERS = "one charge per code, without the rows of modifiers (Not modeled: charges by modifier)"


def _amount(written: str) -> tuple[int, str]:
    """(cents, what is wrong)."""
    if not written.strip():
        return 0, "no charge"
    try:
        found = cents(written)
    except CleanClaimError:
        return 0, f"the charge {written.strip()!r}"
    return (found, "") if found > 0 else (0, f"the charge {written.strip()!r}")
