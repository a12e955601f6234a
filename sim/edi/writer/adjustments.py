"""Adjustments as CAS segments: one for each group, up to six reasons in it."""

import numpy as np

from sim.edi.grammar.element_forms import money
from sim.edi.writer.envelope import END
from sim.ground.table import Table

GROUPS = ("CO", "PR", "OA", "PI")
MOST = 6


def written_cas(owner: np.ndarray, adjustments: Table, length: int) -> list[str]:
    """The CAS segments of each owner row. adjustments: group, carc, amount in cents; zero amounts are not sent; equal
    reasons of a group are summed.

    >>> from sim.ground.coded import Coded
    >>> group, carc = Coded.of(["CO", "PR", "CO"]), Coded.of(["45", "1", "45"])
    >>> table = Table(group=group, carc=carc, amount=np.array([500, 300, 100]))
    >>> written_cas(np.array([0, 0, 0]), table, 1)
    ['CAS*CO*45*6~\\nCAS*PR*1*3~\\n']
    """
    out = [""] * length
    sent = np.flatnonzero((adjustments.amount != 0) & (owner >= 0))
    if not len(sent):
        return out
    group, carc = adjustments.group[sent], adjustments.carc[sent]
    rank = np.array([*(GROUPS.index(text) if text in GROUPS else 9 for text in group.pool), 9])[group.keys]
    number = np.arange(len(sent))
    key = (owner[sent] * 16 + rank) * 4096 + carc.keys
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    amount = np.zeros(len(first), np.int64)
    np.add.at(amount, place, adjustments.amount[sent])
    order = first[np.lexsort((number[first], rank[first], owner[sent][first]))]
    sums = dict(zip(first.tolist(), amount.tolist(), strict=True))
    groups, carcs, owners = group.texts()[order].tolist(), carc.texts()[order].tolist(), owner[sent][order].tolist()
    parts: dict[tuple[int, str], list[str]] = {}
    for row, one, reason, at in zip(owners, groups, carcs, order.tolist(), strict=True):
        if total := sums[at]:
            parts.setdefault((row, one), []).append(f"{reason}*{money(total)}")
    for (row, one), reasons in parts.items():
        for low in range(0, len(reasons), MOST):
            out[row] += f"CAS*{one}*{'**'.join(reasons[low : low + MOST])}{END}"
    return out
