"""The journal of mistakes: each kind of mistake a learner has made, how often, when last, and what it cost. A mistake
stays in the journal after it was corrected. A case that is still open is left out, so that the journal never answers
it.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sim.learn.course.tries import Try, tries
from sim.learn.desk.attempt_store import Store
from sim.learn.grading import error_kinds


class Entry(NamedTuple):
    """One kind of mistake. `last`: when it was made last (ISO, with zone); `is_corrected`: no later answer to any of
    its cases has it. Amounts in cents, of the first time in each case."""

    error: str
    words: str
    skill: str
    times: int
    last: str
    owed_not_paid_amount: int
    paid_not_supported_amount: int
    is_corrected: bool


def journal(store: Store, learner: str, desks: Iterable[str]) -> list[Entry]:
    """The mistakes of a learner at these desks, the most frequent first.

    >>> import tempfile; from sim.learn.desk.attempt_store import Store
    >>> journal(Store(tempfile.mkdtemp()), "L-17", ["coder"])
    []
    """
    found: dict[str, dict[str, list[tuple[Try, dict[str, Any]]]]] = {}
    last_try: dict[Any, Try] = {}
    for one in (one for desk in desks for one in tries(store, learner, desk) if one.is_over):
        last_try[one.case] = one
        for mark in one.result.get("marks", ()):
            if mark.get("counts", True) and mark.get("error") and mark.get("verdict") in ("wrong", "missing", "partly"):
                found.setdefault(mark["error"], {}).setdefault(str(one.case), []).append((one, mark))
    entries = [_entry(error, cases, last_try) for error, cases in found.items()]
    return sorted(entries, key=lambda entry: (-entry.times, entry.error))


def _entry(error: str, cases: dict[str, list[tuple[Try, dict[str, Any]]]], last_try: dict[Any, Try]) -> Entry:
    """A kind of mistake counts once in each case, however often the case was sent."""
    firsts = [rows[0] for rows in cases.values()]
    costs = [mark.get("consequence") or {} for _, mark in firsts]
    still = [one for rows in cases.values() for one, _ in rows if last_try[one.case] is one]
    return Entry(
        error,
        error_kinds.words(error),
        error_kinds.skill(error),
        len(firsts),
        max(one.at for rows in cases.values() for one, _ in rows),
        sum(cost.get("owed_not_paid_amount") or 0 for cost in costs),
        sum(cost.get("paid_not_supported_amount") or 0 for cost in costs),
        not still,
    )
