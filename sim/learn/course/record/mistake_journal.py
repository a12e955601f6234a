"""The journal of mistakes: each kind of mistake a learner has made, how often, when last, and what it cost. A mistake
stays in the journal after it was corrected. A case that is still open is left out, so that the journal never answers
it.
"""

from datetime import datetime
from typing import NamedTuple

from sim.learn.course.record.answer_marks import WRONG, Judged
from sim.learn.course.record.answers import Answer, History, Lying
from sim.learn.grading import error_kinds


class Entry(NamedTuple):
    """One kind of mistake. `last`: when it was made last (ISO, with zone); `is_corrected`: no later answer to any of
    its cases has it; `exercises`: where it was made. Amounts in cents, of the first time in each case."""

    error: str
    words: str
    skill: str
    times: int
    last: str
    owed_not_paid_amount: int
    paid_not_supported_amount: int
    is_corrected: bool
    exercises: tuple[str, ...]


def journal(past: History) -> list[Entry]:
    """The mistakes of a learner, the most frequent first.

    >>> journal(History())
    []
    """
    found: dict[str, dict[Lying, list[tuple[Answer, Judged]]]] = {}
    last_answer: dict[Lying, Answer] = {}
    for one in (one for one in past.answers if one.case in past.over):
        last_answer[one.case] = one
        for mark in mistakes(one):
            found.setdefault(mark.error, {}).setdefault(one.case, []).append((one, mark))
    entries = [_entry(error, cases, last_answer) for error, cases in found.items()]
    return sorted(entries, key=lambda entry: (-entry.times, entry.error))


def mistakes(answer: Answer) -> list[Judged]:
    """The judgments of an answer that name a mistake."""
    return [mark for mark in answer.marks if mark.error and mark.verdict in WRONG]


def cost_since(past: History, since: datetime) -> tuple[int, int]:
    """What the mistakes of first tries have cost since then: cents owed and not paid, cents paid and not supported."""
    firsts = [one for one in past.firsts if one.moment >= since]
    return sum(one.owed_not_paid_amount for one in firsts), sum(one.paid_not_supported_amount for one in firsts)


def _entry(error: str, cases: dict[Lying, list[tuple[Answer, Judged]]], last_answer: dict[Lying, Answer]) -> Entry:
    """A kind of mistake counts once in each case, however often the case was sent."""
    firsts = [rows[0] for rows in cases.values()]
    still = [one for rows in cases.values() for one, _ in rows if last_answer[one.case] is one]
    return Entry(
        error,
        error_kinds.words(error),
        error_kinds.skill(error),
        len(firsts),
        max(one.at for rows in cases.values() for one, _ in rows),
        sum(mark.owed_not_paid_amount for _, mark in firsts),
        sum(mark.paid_not_supported_amount for _, mark in firsts),
        not still,
        tuple(dict.fromkeys(one.exercise for rows in cases.values() for one, _ in rows)),
    )
