"""What was lost for good, by what caused it: a denial stands under its cause whether somebody worked it or not. A
clinic that works few denials would otherwise seem to lose little to each cause, and all of it to one line.
"""

from typing import NamedTuple

import numpy as np

from sim.billing.books.write_off_reasons import reason_of
from sim.billing.denials.remedies import cause_of
from sim.ground.coded import Coded
from sim.ground.joins import find_in
from sim.ground.table import Table
from sim.manager.calendar.quarter import Quarter
from sim.manager.figures.lost import losses

NOT_WORKED = "not worked"
BY_CAUSE = (
    "A denial counts under its cause, whether it was worked or not. Not worked in time: written off because nobody had"
    " worked it by its last day."
)


class Lost(NamedTuple):
    """reason, label, visits, cents as in a Loss; not_in_time: cents of it whose denials nobody had worked, or worked
    rightly, when their last day came."""

    reason: str
    label: str
    visits: int
    amount: int
    not_in_time: int


def lost_by_cause(made: Quarter) -> list[Lost]:
    """The losses of a quarter by cause, the largest first; together they are the losses of its ledger.

    >>> from sim.manager.verbs import quarter
    >>> made = quarter("novice", visits=60, days=30, seed=7)
    >>> found = lost_by_cause(made)
    >>> sum(one.amount for one in found) == sum(one.amount for one in losses(made.day.books()))
    True
    >>> all(one.not_in_time <= one.amount for one in found)
    True
    """
    ledger = made.day.books()
    unworked = np.flatnonzero(ledger.reason_code.isin((NOT_WORKED,)))
    causes = _reasons_of_denials(made, ledger.take(unworked))
    amount = ledger.amount[unworked]
    never = {name: int(amount[causes == name].sum()) for name in set(causes.tolist())}
    reason = ledger.reason_code.texts().astype(object)
    reason[unworked] = causes
    return [
        Lost(*one, not_in_time=never.get(one.reason, 0))
        for one in losses(ledger.with_columns(reason_code=Coded.of(reason)))
    ]


def _reasons_of_denials(made: Quarter, entries: Table) -> np.ndarray:
    """The reason with which each of these would have been written off, had somebody worked it: by the payer's denial of
    its line. What is no payer's denial stays as it is."""
    answers = made.day.answers().remittance_lines
    answers = answers.take(~answers.denial_policy.is_missing & ~answers.is_reversal)
    place = find_in(
        (answers.claim_key << 8) + answers.claim_line_number, (entries.claim_key << 8) + entries.claim_line_number
    )
    policy = np.append(answers.denial_policy.texts(), "").astype(object)[place]
    known = {name: reason_of(cause_of(policy=name)) if name else NOT_WORKED for name in set(policy.tolist())}
    return np.array([known[name] for name in policy.tolist()], object)
