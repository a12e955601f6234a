"""What is open, by age and by who owes it: a bar for each age, in parts. Credits are named beside
and are not netted.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.ui.desks.pictures.shapes import LINE, Drawn, Node, bar, legend, node, text
from sim.ui.desks.words import money

OWERS = {"payer": "open", "denied": "denied", "patient": "patient"}  # a column of the aging -> its series
ROW, THICK = 46, 18
AgeRow = Mapping[str, Any]  # a row of sim.billing.books.kpi.aging


def longest(rows: Sequence[AgeRow]) -> int:
    """The amount of the longest bar of an aging, cents."""
    return max([sum(_parts(row).values()) for row in rows], default=0)


def aging_bars(title: str, rows: Sequence[AgeRow], widest: int = 0) -> Drawn:
    """The picture of an aging (rows of sim.billing.books.kpi.aging). widest: the amount that fills the width, where
    two agings stand beside one another.

    >>> row = {"from_days": 0, "to_days": 30, "payer": 500, "denied": 0, "patient": 250, "total": 750, "credit": 0}
    >>> aging_bars("Open", [row]).rows
    (('0 to 30 days', '$5.00', '$0.00', '$2.50', '$7.50', '$0.00'),)
    """
    widest = max(widest, longest(rows)) or 1
    nodes, y = list[Node](), 0
    for row in rows:
        parts, begin = _parts(row), 0
        nodes += [
            text(ages(row), "0", y + 14),
            text(money(sum(parts.values())), "100%", y + 14, "strong", "end"),
            node("line", x1="0", x2="100%", y1=y + 21 + THICK, y2=y + 21 + THICK, class_="pic-base"),
        ]
        for owner, amount in parts.items():
            if amount:
                nodes.append(bar(OWERS[owner], begin / widest, amount / widest, y + 20, THICK))
            begin += amount
        y += ROW
    named, y = legend(OWERS.values(), y + 4)
    credit = sum(int(row["credit"]) for row in rows)
    if credit:
        nodes.append(text(f"Credits of {money(credit)} are not netted.", "0", y + 14, "note"))
        y += LINE
    table = tuple(
        (ages(row), *(money(amount) for amount in _parts(row).values()), money(row["total"]), money(row["credit"]))
        for row in rows
    )
    says = "; ".join(f"{ages(row)} {money(sum(_parts(row).values()))}" for row in rows)
    head = ("Age", "Open with payers", "Denied", "Patients", "Total", "Credits")
    return Drawn(title, f"{says}.", y, (*nodes, *named), head, table, tuple(OWERS.values()))


def _parts(row: AgeRow) -> dict[str, int]:
    return {owner: max(int(row[owner]), 0) for owner in OWERS}


def ages(row: AgeRow) -> str:
    """The ages of a row in words.

    >>> ages({"from_days": 31, "to_days": 60}), ages({"from_days": 121, "to_days": None})
    ('31 to 60 days', 'over 120 days')
    """
    return (
        f"over {row['from_days'] - 1} days"
        if row["to_days"] is None
        else f"{row['from_days']} to {row['to_days']} days"
    )
