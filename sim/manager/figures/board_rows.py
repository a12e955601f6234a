"""The manager's board: every figure in its group, with what is usually called good and who defines it so."""

from typing import NamedTuple

from sim.ground.files import find, read_csv, remembered
from sim.ground.money import dollars
from sim.manager.figures.map_keys import Row

BY_PAYER, BY_CAUSE = "initial denials: ", "cause: "


class Told(NamedTuple):
    """A figure as it is told: group, name, value in its unit, formula, its two sides, benchmark, source."""

    group: str
    figure: str
    value: str
    formula: str
    sides: str
    benchmark: str
    source: str


@remembered
def _table() -> dict[str, dict[str, str]]:
    named = {row["figure"]: row for row in read_csv(find("data/codes/key_figures.csv"))}
    found = {}
    for row in read_csv(find("data/codes/board_figures.csv")):
        known = named.get(row["figure"], {})
        more = {name: row[name] or known.get(name, "") for name in ("benchmark", "source")}
        found[row["figure"]] = {"group": row["group"], **more}
    return found


def told(rows: list[Row]) -> list[Told]:
    """The figures of the board in its order; those by payer and by cause are left out (`shares`).

    >>> from sim.billing.books.kpi import rate
    >>> one = told([Row("net collection", "percent", rate(95, 100, "payments ÷ what is due"))])[0]
    >>> one.group, one.value, one.sides
    ('Collection', '95.00%', '$0.95 ÷ $1.00')
    """
    found = {row.figure: row for row in rows}
    return [
        Told(
            about["group"],
            name,
            value_words(found[name]),
            found[name].counted.formula,
            sides(found[name]),
            *_words(about),
        )
        for name, about in _table().items()
        if name in found
    ]


def _words(about: dict[str, str]) -> tuple[str, str]:
    return about["benchmark"], about["source"]


def value_words(row: Row) -> str:
    """The value in its unit; "not known" where there is nothing to count it from."""
    value = row.counted.value
    if value is None:
        return "not known"
    if row.unit == "dollars":
        return dollars(value)
    return f"{value / 100:.2f}%" if row.unit == "percent" else f"{value / 10:.1f} days"


COUNTED = ("clean claims", "acceptance", "first pass", "initial denials")  # of claims, not of money
DAYS = 90


def sides(row: Row) -> str:
    """Both sides of the figure as they were counted; empty for a plain amount."""
    top, bottom = row.counted.top, row.counted.bottom
    if row.unit == "dollars":
        return ""
    if row.figure == "days in A/R":
        return f"{dollars(top)} ÷ ({dollars(bottom)} ÷ {DAYS})"
    if row.unit == "days":
        return f"{top:,} days ÷ {bottom:,} claims"
    is_count = row.figure in COUNTED or row.figure.startswith((BY_PAYER, BY_CAUSE))
    return f"{top:,} ÷ {bottom:,}" if is_count else f"{dollars(top)} ÷ {dollars(bottom)}"


class Share(NamedTuple):
    """A payer or a cause with its share of denials: hundredths of a percent, counted of so many."""

    name: str
    value: int
    top: int
    bottom: int
    formula: str


def shares(rows: list[Row], prefix: str) -> list[Share]:
    """The figures of one kind, the largest first: BY_PAYER or BY_CAUSE."""
    found = [
        Share(
            row.figure.removeprefix(prefix), row.counted.value, row.counted.top, row.counted.bottom, row.counted.formula
        )
        for row in rows
        if row.figure.startswith(prefix) and row.counted.value is not None
    ]
    return sorted(found, key=lambda one: (-one.value, one.name))
