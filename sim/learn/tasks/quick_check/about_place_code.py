"""Which place of service code a place has."""

from sim.learn.exercises.case import Case
from sim.learn.tasks.quick_check.question import Groups, Offer, Question, some
from sim.reference.codes import list_rows

skill = "place-of-service"
hint = "Where was the patient when the service was given?"
ERROR = "place-misread"
errors = (ERROR,)
CITE = "CMS place of service code set; Medicare Claims Processing Manual ch. 26 10.5"


def facts(case: Case) -> Groups:
    """Every place."""
    return (tuple(row["code"] for row in list_rows("place_of_service")),)


def question(fact: str, case: Case, seed: str) -> Question:
    """Choose the code of a place; codes of the same ten are near."""
    labels = {row["code"]: row["label"] for row in list_rows("place_of_service")}
    offers = {
        code: Offer(code, f"{code} is another place: {label}.", ERROR) for code, label in labels.items() if code != fact
    }
    near = [offer for code, offer in offers.items() if code[0] == fact[0]]
    far = [offer for code, offer in offers.items() if code[0] != fact[0]]
    return Question(
        f"Where the service was given: {labels[fact]}. Which place of service code is it?",
        fact,
        some(seed, near, far),
        f"{fact}: {labels[fact]}.",
        "Box 24B, place of service",
        labels[fact],
        CITE,
    )
