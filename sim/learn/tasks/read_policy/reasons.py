"""Why a criterion is met or not, from what was looked up: documented diagnoses, the payer's own history, the age."""

from collections.abc import Sequence

from sim.clinic.visits.truth import Dx
from sim.ground.dates import us_date
from sim.learn.grading.feedback import proofs
from sim.learn.grading.marks import Evidence
from sim.learn.tasks.read_policy.asked_policy import Asked, known_services
from sim.payer.asked.coverage_policy import Criterion

BY_DIAGNOSIS = ("diagnosis_does_not_support", "experimental")
BY_HISTORY = (
    "preventive_too_soon",
    "screening_too_soon",
    "lifetime_maximum",
    "too_often",
    "benefit_maximum",
    "acupuncture_limit",
)


def because(asked: Asked, one: Criterion) -> str:
    """Why it is met or not."""
    if one.policy in BY_DIAGNOSIS:
        return _diagnosis_words(asked, one)
    if one.policy in BY_HISTORY:
        return _history_words(asked)
    if one.policy == "criteria_unmet":
        return f"The patient is {asked.case.row['patient_age']} years old on the date of service."
    return one.more


def shown(asked: Asked, one: Criterion) -> tuple[Evidence, ...]:
    """The phrases of the record for a criterion of diagnoses."""
    chart = asked.case.documents_when(True)
    items = listed(asked, one) or documented(asked) if one.policy in BY_DIAGNOSIS else ()
    return tuple(dict.fromkeys(found for item in items for found in proofs(item, chart)))


def documented(asked: Asked) -> Sequence[Dx]:
    """The diagnoses that the line points to."""
    return [dx for dx in asked.case.truth.diagnoses if dx.code in asked.line.pointers]


def listed(asked: Asked, one: Criterion) -> Sequence[Dx]:
    """Those of them that are on the list."""
    return [dx for dx in documented(asked) if dx.code.startswith(one.diagnoses)] if one.diagnoses else []


def _diagnosis_words(asked: Asked, one: Criterion) -> str:
    found = listed(asked, one)
    if found:
        return f"{found[0].code} is documented for this visit, and its category is on the list."
    codes = ", ".join(dx.code for dx in documented(asked))
    return f"Documented for this visit: {codes}. None of them begins with a code of the list."


def _history_words(asked: Asked) -> str:
    mine = [row for row in known_services(asked) if row["procedure_code"] == asked.line.code]
    if not mine:
        return "The payer has paid none before, as far as its file shows."
    count = f"The payer has paid {len(mine)} before, the last one" if len(mine) > 1 else "The payer paid the last one"
    return f"{count} on {us_date(mine[0]['service_date'])}; the date of service is {_day(asked)}."


def _day(asked: Asked) -> str:
    return us_date(asked.case.row["service_date"])
