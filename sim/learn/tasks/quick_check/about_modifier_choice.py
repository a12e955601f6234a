"""Which modifier says it."""

from sim.learn.exercises.case import Case
from sim.learn.tasks.quick_check.modifier_rows import Modifier, in_force
from sim.learn.tasks.quick_check.question import Groups, Offer, Question, some

skill = "modifiers"
hint = "What kind of service is meant, and what is said of it?"
ERROR = "modifier-misread"
errors = (ERROR,)


def facts(case: Case) -> Groups:
    """The modifiers in force on the day."""
    return (tuple(in_force(case)),)


def question(fact: str, case: Case, seed: str) -> Question:
    """Choose the modifier for a meaning."""
    rows = in_force(case)
    one = rows[fact]
    others = [row for row in rows.values() if row.label != one.label]
    near = [_offer(row) for row in others if row.fits == one.fits]
    far = [_offer(row) for row in others if row.fits != one.fits]
    return Question(
        f"Which modifier says this: {one.label}?",
        fact,
        some(seed, near, far),
        f"{fact}: {one.label}. When: {one.when}. Never: {one.never}.",
        "The list of modifiers",
        one.label,
        one.cite,
    )


def _offer(row: Modifier) -> Offer:
    return Offer(row.modifier, f"{row.modifier} says: {row.label}.", ERROR)
