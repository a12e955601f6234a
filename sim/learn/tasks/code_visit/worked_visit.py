"""A visit coded aloud: for each code the phrase that proves it, what it means, and the rule."""

from sim.clinic.visits.service_lines import Service
from sim.clinic.visits.truth import Dx
from sim.learn.exercises.case import Case
from sim.learn.grading import feedback
from sim.learn.tasks.contract import Step


def worked(case: Case) -> list[Step]:
    """First what has to be asked, then each diagnosis and each service that the record supports."""
    steps = []
    if case.question:
        asked = case.question
        steps.append(
            Step("The whole record", feedback.sentences(asked.why), f"Ask the provider: {asked.question}", asked.cite)
        )
    steps += [_step(case, item) for item in _items(case) if item.needs != "may"]
    return steps or [Step("The whole record", "No service that is billed.", "Nothing in this record is billed.")]


def _items(case: Case) -> list[Dx | Service]:
    return [*case.truth.diagnoses, *case.truth.services]


def _step(case: Case, item: Dx | Service) -> Step:
    """One item of the key. A service may carry modifiers and units."""
    documents = case.documents_when(True)
    found = feedback.proofs(item, documents)
    places = [f"{documents[one.document].title}, {one.section}" if one.document >= 0 else one.section for one in found]
    says = " / ".join(one.text for one in found) or feedback.sentences(item.why, 1)
    return Step(
        "; ".join(dict.fromkeys(places)) or "The whole record",
        says,
        feedback.sentences(f"{_code(item)}. {item.why}", 2),
        item.cite,
    )


def _code(item: Dx | Service) -> str:
    """The code with what belongs to it on the line."""
    if isinstance(item, Dx):
        return item.code
    return " ".join([item.code, *item.order, *([f"x {item.units}"] if item.units != 1 else [])])
