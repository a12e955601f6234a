"""How well each skill is known, from marks on fresh variants.

    attempted     something was answered, less than 70 % of it earned
    familiar      70 % or more of a fresh variant earned, alone
    proficient    95 % or more of three fresh variants, alone
    mastered      proficient, and right again in a mixed check on a later day

A mistake in a mixed check takes one level away, and after that three fresh variants count anew. A mixed check is the
check of a unit, and the review of a day: a skill that was due. A first try with a hint, or with steps that were filled
in, shows that the skill was met, and no more.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from fsrs import Card

from sim.learn.course.record.answers import Answer
from sim.learn.course.record.review import recalled, reviewed
from sim.learn.exercises.competences import competence_of

LEVELS = ("not begun", "attempted", "familiar", "proficient", "mastered")
NOT_BEGUN, ATTEMPTED, FAMILIAR, PROFICIENT, MASTERED = range(5)
SOME, RIGHT = 0.70, 0.95
VARIANTS = 3  # fresh variants that make proficient


@dataclass(frozen=True)
class Skill:
    """A skill as it stands. `right`: fresh variants of at least 95 % since the last loss; `since`: the day on which the
    level was reached; `last`: when it was answered last; `card`: when it comes back."""

    skill: str
    level: int = NOT_BEGUN
    right: int = 0
    since: date | None = None
    last: datetime | None = None
    card: Card | None = None

    @property
    def words(self) -> str:
        """The level in a word."""
        return LEVELS[self.level]

    @property
    def competence(self) -> str:
        """The competence that it belongs to."""
        return competence_of(self.skill)

    def is_due(self, today: date, zone: tzinfo | None) -> bool:
        """Does it come back today, or is it late?"""
        return self.card is not None and self.card.due.astimezone(zone).date() <= today

    def recalled(self, now: datetime) -> float:
        """How likely it is still known; what was never met is taken as known, since nothing is due of it."""
        return recalled(self.card, now) if self.card is not None else 1.0


def mastery(
    answers: Iterable[Answer],
    is_check: Callable[[Answer], bool],
    zone: tzinfo | None = None,
    is_measured: Callable[[Answer], bool] = lambda answer: False,
) -> dict[str, Skill]:
    """Every skill that was met. is_check: is this answer an item of a unit's check? zone: in which days are counted.
    is_measured: is it one of a baseline, by which no skill is met? What was never taught must not come back as due.

    >>> mastery([], lambda answer: False)
    {}
    """
    found: dict[str, Skill] = {}
    for answer in answers:
        if not answer.is_fresh:
            continue
        at = answer.moment
        for skill, share in answer.skills.items():
            before = found.get(skill) or Skill(skill)
            if skill not in found and is_measured(answer):
                continue
            found[skill] = after(before, share, at, answer.is_alone, is_check(answer), zone)
    return found


def after(now: Skill, share: float, at: datetime, is_alone: bool, is_check: bool, zone: tzinfo | None) -> Skill:
    """A skill after one more fresh variant."""
    today = at.astimezone(zone).date()
    checked = is_check or now.is_due(today, zone)
    level, right = now.level, now.right
    if checked and share < RIGHT and now.level > ATTEMPTED:
        level, right = now.level - 1, 0
    elif checked and share >= RIGHT and is_alone and now.level == PROFICIENT and now.since and today > now.since:
        level = MASTERED
    else:
        right += is_alone and share >= RIGHT
        level = max(now.level, reached(share, right, is_alone))
    kept = replace(now, level=level, right=right, last=at, card=_carded(now, share, at, is_alone))
    return kept if level == now.level else replace(kept, since=today)


def reached(share: float, right: int, is_alone: bool) -> int:
    """The level that a fresh variant shows, the last of so many right ones.

    >>> [reached(0.5, 0, True), reached(0.8, 0, True), reached(1.0, 3, True), reached(1.0, 0, False)]
    [1, 2, 3, 1]
    """
    if not is_alone or share < SOME:
        return ATTEMPTED
    return PROFICIENT if share >= RIGHT and right >= VARIANTS else FAMILIAR


def _carded(now: Skill, share: float, at: datetime, is_alone: bool) -> Card:
    """What somebody got right with help comes back as if it had been hard."""
    return reviewed(now.card, share if is_alone else min(share, SOME), at)


def strips(skills: Mapping[str, Skill], listed: Mapping[str, Iterable[str]]) -> dict[str, tuple[int, ...]]:
    """For each competence how many of its skills stand at each level, from not begun to mastered. listed: the skills
    that a track trains, by competence.

    >>> strips({"laterality": Skill("laterality", FAMILIAR)}, {"C2": ["laterality", "specificity"]})
    {'C2': (1, 0, 1, 0, 0)}
    """
    out = {}
    for competence, names in listed.items():
        levels = [skills[name].level if name in skills else NOT_BEGUN for name in names]
        out[competence] = tuple(levels.count(level) for level in range(len(LEVELS)))
    return out
