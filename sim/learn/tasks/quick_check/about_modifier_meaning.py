"""What a modifier says."""

from sim.learn.exercises.case import Case
from sim.learn.tasks.quick_check.modifier_rows import Modifier, in_force
from sim.learn.tasks.quick_check.question import Groups, Offer, Question, some

skill = "modifiers"
hint = "What kind of service does it belong on?"
ERROR = "modifier-misread"
errors = (ERROR,)


def facts(case: Case) -> Groups:
    """The modifiers in force on the day."""
    return (tuple(in_force(case)),)


def question(fact: str, case: Case, seed: str) -> Question:
    """Choose the meaning of a modifier."""
    rows = in_force(case)
    one = rows[fact]
    others = [row for row in rows.values() if row.label != one.label]
    near = [_offer(row, fact) for row in others if row.fits == one.fits]
    far = [_offer(row, fact) for row in others if row.fits != one.fits]
    return Question(
        f"What does modifier {fact} say?",
        one.label,
        some(seed, near, far),
        f"{fact}: {one.label}. When: {one.when}. Never: {one.never}.",
        "The list of modifiers",
        f"Modifier {fact}",
        one.cite,
    )


def _offer(row: Modifier, fact: str) -> Offer:
    return Offer(row.label, f"That is modifier {row.modifier}, not {fact}.", ERROR)
