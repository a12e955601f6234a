"""What a class gets wrong, by name: each kind of error with how many learners made it, what they entered, and what it
would have cost; the same by competence and by learner. A kind counts once for each learner and item.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.classroom.disputes.entries import LEFT_OUT, Mark, entry_of
from sim.classroom.statistics.answered import Answered
from sim.learn.exercises.competences import competence_of, competences
from sim.learn.grading import error_kinds


@dataclass(frozen=True)
class Cost:
    """Cents owed and not paid (denied), cents paid and not supported (an audit recoups them)."""

    owed_not_paid_amount: int = 0
    paid_not_supported_amount: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            self.owed_not_paid_amount + other.owed_not_paid_amount,
            self.paid_not_supported_amount + other.paid_not_supported_amount,
        )


@dataclass(frozen=True)
class Misconception:
    """One kind of error. `learners`: who made it, `of`: how many answered an item in which somebody did. `entered`:
    what most of them had, with how many; empty where each had something else.
    """

    error: str
    words: str
    desk: str
    competence: str
    learners: tuple[str, ...]
    of: int
    items: tuple[int, ...]
    entered: str
    entered_by: int
    cost: Cost

    @property
    def says(self) -> str:
        """In one sentence, such as "9 of 30 had 25: Modifier 25 on a visit ..."."""
        had = f" had {self.entered}" if self.entered and self.entered_by == len(self.learners) else ""
        more = f" ({self.entered_by} had {self.entered})" if self.entered and not had else ""
        return f"{len(self.learners)} of {self.of}{had}: {self.words}{more}"


@dataclass(frozen=True)
class CompetenceResult:
    """What the class earned in one competence: points of marks, and what its errors cost."""

    competence: str
    name: str
    earned: float
    points: float
    learners: int
    cost: Cost

    @property
    def percent(self) -> float | None:
        """The share earned."""
        return round(100 * self.earned / self.points, 1) if self.points else None


@dataclass(frozen=True)
class LearnerResult:
    """One learner: the share of the points of the items answered, the kinds of error, and what they cost."""

    learner: str
    answered: int
    percent: float
    errors: tuple[str, ...]
    cost: Cost


def misconceptions(answers: Sequence[Answered]) -> tuple[Misconception, ...]:
    """Each kind of error that was made, the most frequent first.

    >>> mark = {"where": "services.0.modifiers", "verdict": "wrong", "error": "unsupported-modifier-25",
    ...         "consequence": {"owed_not_paid_amount": 0, "paid_not_supported_amount": 5000}}
    >>> put = {"services": [{"code": "20610", "modifiers": ["25"]}]}
    >>> found = misconceptions([Answered("L-1", 1, 0.5, (mark,), put), Answered("L-2", 1, 1, (), put)])
    >>> found[0].says
    '1 of 2 had 25: Modifier 25 on a visit that was only the decision to do the procedure'
    >>> found[0].cost.paid_not_supported_amount, found[0].competence
    (5000, 'C4')
    """
    made: dict[str, list[tuple[Answered, Mark]]] = defaultdict(list)
    for one in answers:
        for error, mark in _first_of_each(one.wrong).items():
            made[error].append((one, mark))
    who = {number: {one.learner for one in answers if one.item == number} for number in {one.item for one in answers}}
    found = [_misconception(error, marks, answers, who) for error, marks in made.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.learners), one.error)))


def _misconception(
    error: str, made: Sequence[tuple[Answered, Mark]], answers: Sequence[Answered], who: dict[int, set[str]]
) -> Misconception:
    items = sorted({one.item for one, _ in made})
    entered = Counter(entry_of(mark, one.answer).value for one, mark in made)
    value, count = entered.most_common(1)[0]
    kind = error_kinds.kinds().get(error)
    return Misconception(
        error,
        error_kinds.words(error),
        kind.desk if kind else "",
        competence_of(error_kinds.skill(error)),
        tuple(sorted({one.learner for one, _ in made})),
        len(set().union(*(who[number] for number in items))),
        tuple(items),
        value if value != LEFT_OUT and len(value) <= 40 and (count > 1 or len(made) == 1) else "",
        count,
        cost_of(mark for one in answers for mark in one.wrong if mark.get("error") == error),
    )


def by_competence(answers: Sequence[Answered]) -> tuple[CompetenceResult, ...]:
    """What was earned in each competence that was asked, in the order of the list."""
    marks: dict[str, list[tuple[str, Mark]]] = defaultdict(list)
    for one in answers:
        for mark in one.marks:
            competence = competence_of(mark.get("skill") or "")
            if competence and mark.get("counts", True):
                marks[competence].append((one.learner, mark))
    return tuple(
        CompetenceResult(
            name,
            competences()[name].name,
            round(sum(float(mark.get("earned") or 0) for _, mark in marks[name]), 4),
            round(sum(float(mark.get("points") or 0) for _, mark in marks[name]), 4),
            len({learner for learner, _ in marks[name]}),
            cost_of(mark for _, mark in marks[name]),
        )
        for name in competences()
        if name in marks
    )


def by_learner(answers: Sequence[Answered]) -> tuple[LearnerResult, ...]:
    """Each learner's errors, by learner key."""
    of: dict[str, list[Answered]] = defaultdict(list)
    for one in answers:
        of[one.learner].append(one)
    return tuple(
        LearnerResult(
            learner,
            len(mine),
            round(100 * sum(one.score for one in mine) / len(mine), 1),
            tuple(sorted({error for one in mine for error in _first_of_each(one.wrong)})),
            cost_of(mark for one in mine for mark in one.wrong),
        )
        for learner, mine in sorted(of.items())
    )


def cost_of(marks: Iterable[Mark]) -> Cost:
    """What errors cost, as the marks carry it."""
    total = Cost()
    for mark in marks:
        cost = mark.get("consequence") or {}
        total += Cost(int(cost.get("owed_not_paid_amount") or 0), int(cost.get("paid_not_supported_amount") or 0))
    return total


def _first_of_each(marks: Iterable[Mark]) -> dict[str, Mark]:
    """The first mark of each named kind."""
    found: dict[str, Mark] = {}
    for mark in marks:
        if mark.get("error"):
            found.setdefault(str(mark["error"]), mark)
    return found
