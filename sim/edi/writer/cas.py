"""Adjustments as CAS segments: one for each group, up to six reasons in it; and back."""

import numpy as np

from sim.edi.grammar.element_forms import cents, money
from sim.edi.writer.writer import END
from sim.ground.coded import Coded
from sim.ground.table import Table

GROUPS = ("CO", "PR", "OA", "PI")
MOST = 6


def written_cas(owner: np.ndarray, adjustments: Table, length: int) -> list[str]:
    """The CAS segments of each owner row. adjustments: group, carc, amount in cents; zero amounts are not sent; equal
    reasons of a group are summed.

    >>> table = Table(group=Coded.of(["CO", "PR", "CO"]), carc=Coded.of(["45", "1", "45"]), amount=np.array([500, 300, 100]))
    >>> written_cas(np.array([0, 0, 0]), table, 1)
    ['CAS*CO*45*6~\\nCAS*PR*1*3~\\n']
    """
    out: list = [""] * length
    told = np.flatnonzero((adjustments.amount != 0) & (owner >= 0))
    if not len(told):
        return out
    group, carc = adjustments.group[told], adjustments.carc[told]
    rank = np.array([*(GROUPS.index(text) if text in GROUPS else 9 for text in group.pool), 9])[group.keys]
    number = np.arange(len(told))
    key = (owner[told] * 16 + rank) * 4096 + carc.keys
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    amount = np.zeros(len(first), np.int64)
    np.add.at(amount, place, adjustments.amount[told])
    order = first[np.lexsort((number[first], rank[first], owner[told][first]))]
    sums = dict(zip(first.tolist(), amount.tolist(), strict=True))
    groups, carcs, owners = group.texts()[order].tolist(), carc.texts()[order].tolist(), owner[told][order].tolist()
    current, parts = None, []
    for row, one, reason, at in zip(owners, groups, carcs, order.tolist(), strict=True):
        total = sums[at]
        if not total:
            continue
        if current != (row, one) or len(parts) == MOST:
            if parts:
                out[current[0]] += f"CAS*{current[1]}*{'**'.join(parts)}{END}"
            current, parts = (row, one), []
        parts.append(f"{reason}*{money(total)}")
    if parts:
        out[current[0]] += f"CAS*{current[1]}*{'**'.join(parts)}{END}"
    return out


def read_cas(segments: list[list[str]]) -> list[tuple[str, str, int]]:
    """(group, reason, cents) of the CAS segments of one row; a triplet without an amount that can be read is left out.

    >>> read_cas([["CAS", "CO", "45", "6", "", "97", "1.5"]])
    [('CO', '45', 600), ('CO', '97', 150)]
    """
    out = []
    for elements in segments:
        group = elements[1] if len(elements) > 1 else ""
        for place in range(2, len(elements) - 1, 3):
            amount = cents(elements[place + 1])
            if elements[place] and amount is not None:
                out.append((group, elements[place], amount))
    return out


def table_of(rows: list[tuple]) -> Table:
    """group, carc and amount of such rows."""
    return Table(
        group=Coded.of([row[0] for row in rows]),
        carc=Coded.of([row[1] for row in rows]),
        amount=np.array([row[2] for row in rows], np.int64),
    )
