"""What is kept of an answer's marks: each judgment in a few words, the figures, and the share of each skill."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sim.learn.exercises.competences import competence_of

Result = dict[str, Any]  # JSON: the marks of a submission
WRONG = ("wrong", "missing", "partly")


class Judged(NamedTuple):
    """One judgment that counts. Amounts in cents: what the mistake left unpaid, what it brought without support."""

    verdict: str
    skill: str
    error: str
    points: float
    earned: float
    owed_not_paid_amount: int
    paid_not_supported_amount: int


def judged(result: Result) -> tuple[Judged, ...]:
    """The judgments that count."""
    return tuple(_judged(mark) for mark in result.get("marks") or () if mark.get("counts", True))


def _judged(mark: dict[str, Any]) -> Judged:
    cost = mark.get("consequence") or {}
    return Judged(
        str(mark.get("verdict") or ""),
        str(mark.get("skill") or ""),
        str(mark.get("error") or ""),
        float(mark.get("points") or 0),
        float(mark.get("earned") or 0),
        int(cost.get("owed_not_paid_amount") or 0),
        int(cost.get("paid_not_supported_amount") or 0),
    )


def figures(result: Result) -> tuple[float | None, int, int, bool | None, int, int]:
    """Score (None where it is hidden), items right, items, paid first time, and the two amounts."""
    if "score" not in result:
        return None, 0, 0, None, 0, 0
    most = max(int(result.get("entered") or 0), int(result.get("key") or 0))
    return (
        float(result["score"]),
        int(result.get("right") or 0),
        most,
        result.get("paid_first_time"),
        int(result.get("owed_not_paid_amount") or 0),
        int(result.get("paid_not_supported_amount") or 0),
    )


def shares(marks: Iterable[Judged], trained: Iterable[str], score: float | None) -> dict[str, float]:
    """The share earned of each skill, from 0 to 1. A skill that judgments name has theirs. One that the exercise trains
    and no judgment names has the answer's score: right work is named by what it is (a diagnosis), a mistake by the
    skill that would have avoided it.

    >>> right = Judged("right", "diagnosis-choice", "", 1, 1, 0, 0)
    >>> wrong = Judged("wrong", "laterality", "wrong-side", 1, 0, 0, 0)
    >>> shares((right, wrong), ("laterality", "modifier-25"), 0.5)
    {'diagnosis-choice': 1.0, 'laterality': 0.0, 'modifier-25': 0.5}
    """
    if score is None:
        return {}
    earned: dict[str, list[float]] = {}
    for mark in marks:
        if mark.skill and competence_of(mark.skill):
            of = mark.points or (1.0 if mark.verdict in WRONG else 0.0)
            if of:
                found = earned.setdefault(mark.skill, [0.0, 0.0])
                found[0] += min(max(mark.earned, 0.0), of)
                found[1] += of
    named = {skill: round(got / of, 4) for skill, (got, of) in earned.items()}
    return named | {skill: score for skill in trained if skill not in named and competence_of(skill)}
