"""Which line of the true claim each sent line stands for. There is one rule: the same code with the same modifiers
first (the right knee is not the left one), then the same code, then the same family of codes, each in order.

    place = true_lines_of(claim, lines, true_claim, true_lines)    for many claims, as places
    pairs = pair_lines(lines, true_lines)                          for one claim, as rows
"""

from typing import Any, NamedTuple

import numpy as np

from sim.billing.claims.claim_tables import MODIFIERS
from sim.ground.joins import find_in, number_within
from sim.ground.table import Table
from sim.reference.codes import procedure_rows, procedures

COMPARED = ("procedure_code", *MODIFIERS)  # the columns that decide
MOST_LINES = 256  # more than a claim has


class LinePair(NamedTuple):
    """A sent line and the true line that it stands for; None where there is none."""

    sent: dict[str, Any] | None
    true: dict[str, Any] | None


def pair_lines(lines: Table, true_lines: Table) -> list[LinePair]:
    """The lines of one claim with those of its true claim: every sent line in order, then the true lines that no line
    stands for. Tables with the columns of claim_lines.

    >>> from sim.ground.table import empty
    >>> pair_lines(empty("claim_lines"), empty("claim_lines"))
    []
    """
    rows, true_rows = lines.rows(), true_lines.rows()
    one, other = np.zeros(len(lines), np.int64), np.zeros(len(true_lines), np.int64)
    place = true_lines_of(one, lines, other, true_lines).tolist()
    pairs = [LinePair(row, true_rows[at] if at >= 0 else None) for row, at in zip(rows, place, strict=True)]
    return pairs + [LinePair(None, row) for at, row in enumerate(true_rows) if at not in place]


def true_lines_of(claim: np.ndarray, lines: Table, true_claim: np.ndarray, true_lines: Table) -> np.ndarray:
    """The place of the true line for every line, -1 without one. claim, true_claim: small numbers that say which lines
    belong together; lines, true_lines: tables with the columns COMPARED.
    """
    partner = np.full(len(claim), -1, np.int64)
    free = np.ones(len(true_claim), bool)
    for mine, theirs in _keys(lines, true_lines):
        rows, places = np.flatnonzero((partner < 0) & (mine >= 0)), np.flatnonzero(free & (theirs >= 0))
        size = max(int(mine.max(initial=0)), int(theirs.max(initial=0))) + 1
        found = find_in(
            _numbered(true_claim[places] * size + theirs[places]), _numbered(claim[rows] * size + mine[rows])
        )
        partner[rows] = np.where(found >= 0, np.append(places, -1)[found], -1)
        free[partner[partner >= 0]] = False
    return partner


def _keys(lines: Table, true_lines: Table) -> list[tuple[np.ndarray, np.ndarray]]:
    """What must be equal, from the narrowest to the widest; -1 where nothing can be."""
    pool = tuple(dict.fromkeys((*lines.procedure_code.pool, *true_lines.procedure_code.pool)))
    codes = [table.procedure_code.recoded(pool).keys.astype(np.int64) for table in (lines, true_lines)]
    modifiers = _modifiers(lines, true_lines)
    size = max(int(which.max(initial=0)) for which in modifiers) + 1
    exact = [np.where(code >= 0, code * size + which, -1) for code, which in zip(codes, modifiers, strict=True)]
    family = _families(pool)
    return [(exact[0], exact[1]), (codes[0], codes[1]), (family[codes[0]], family[codes[1]])]


def _modifiers(lines: Table, true_lines: Table) -> tuple[np.ndarray, np.ndarray]:
    """A number for every set of modifiers."""
    pool = tuple(
        dict.fromkeys(text for table in (lines, true_lines) for name in MODIFIERS for text in table[name].pool)
    )
    columns = [np.concatenate([table[name].recoded(pool).keys for table in (lines, true_lines)]) for name in MODIFIERS]
    _, number = np.unique(np.sort(np.stack(columns, axis=1), axis=1), axis=0, return_inverse=True)
    number = number.reshape(-1).astype(np.int64)
    return number[: len(lines)], number[len(lines) :]


def _numbered(group: np.ndarray) -> np.ndarray:
    """The n-th of a kind on a claim belongs to the n-th of that kind on its true claim."""
    order = np.argsort(group, kind="stable")
    number = np.zeros(len(group), np.int64)
    number[order] = number_within(group[order])
    return group * MOST_LINES + number


def _families(pool: tuple[str, ...]) -> np.ndarray:
    """A number per code for its family, visits of all kinds being one; -1 for a code we do not teach and for a missing
    one (the last entry).
    """
    table, rows = procedures(), procedure_rows(pool)
    family = np.where(table.is_evaluation, len(table.family.pool), table.family.keys)
    return np.append(np.where(rows >= 0, family[rows], -1), -1)
