"""Which codes take the place of one that ended with the code year."""

from sim.learn.exercises.case import Case
from sim.learn.tasks.quick_check.code_year import CITE, ERROR, Changed, changed, hint, skill, year_words
from sim.learn.tasks.quick_check.question import Groups, Offer, Question, some

__all__ = ["errors", "facts", "hint", "question", "skill"]

errors = (ERROR,)


def facts(case: Case) -> Groups:
    """Codes that ended and have others in their place."""
    return (tuple(one.code for one in _ended()),)


def _ended() -> list[Changed]:
    return [one for one in changed().values() if not one.begins and one.instead]


def question(fact: str, case: Case, seed: str) -> Question:
    """Choose what is looked at from the new year on; the old code and other codes' successors are wrong."""
    one, (eve, day) = changed()[fact], year_words()
    right = _words(one)
    old = Offer(f"Still {fact}", f"{fact} ended on {eve}. There is no grace period.", ERROR)
    others = [
        Offer(_words(other), f"These take the place of {other.code}, {other.title}.", ERROR)
        for other in _ended()
        if other.code != fact
    ]
    says = f"{fact} ({one.title}) ended on {eve}"
    return Question(
        f"{says}. Which codes do you look at for a visit on {day}?",
        right,
        (old, *some(seed, others)[:2]),
        f"From {day} on: {', '.join(one.instead)}. Which of them follows from the record.",
        "Box 21, diagnosis",
        says,
        CITE,
    )


def _words(one: Changed) -> str:
    return " or ".join(one.instead)
