"""Which of Medicare's two rates a place of service has."""

from sim.learn.exercises.case import Case
from sim.learn.tasks.quick_check.about_place_code import hint, skill
from sim.learn.tasks.quick_check.question import Groups, Offer, Question
from sim.reference.codes import list_rows

__all__ = ["errors", "facts", "hint", "question", "skill"]

ERROR = "place-rate-misread"
errors = (ERROR,)
CITE = "42 CFR 414.22(b)(5); Medicare Claims Processing Manual ch. 12 20.4.2"
RATES = {
    "facility": "The facility rate: the facility bills its own costs",
    "non-facility": "The non-facility rate: it includes the practice's costs of space, staff and supplies",
}


def facts(case: Case) -> Groups:
    """Every place, facility and non-facility in turn."""
    rows = list_rows("place_of_service")
    return tuple(tuple(row["code"] for row in rows if row["setting"] == setting) for setting in RATES)


def question(fact: str, case: Case, seed: str) -> Question:
    """Facility or non-facility."""
    row = next(row for row in list_rows("place_of_service") if row["code"] == fact)
    other = next(setting for setting in RATES if setting != row["setting"])
    says = f"Place of service {fact} ({row['label']})"
    return Question(
        f"{says}: which rate of its physician fee schedule does Medicare use?",
        RATES[row["setting"]],
        (Offer(RATES[other], f"Medicare lists {fact} as a {row['setting']} place.", ERROR),),
        f"{says} is a {row['setting']} place.",
        "Box 24B, place of service",
        says,
        CITE,
    )
