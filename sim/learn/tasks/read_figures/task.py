"""The manager's task: read the key figures of a small clinic off its tables, each by the formula that it is compared
by, and say which root cause of denials to prevent first. The answer is described in
sim/learn/tasks/read_figures/answer.py.

Not modeled: cost to collect, bad debt, late payments and work on denials; a clinic of another size.
"""

from collections.abc import Mapping
from typing import Any

from sim.billing.denials.remedies import preventions_of
from sim.ground.dates import us_date
from sim.learn.exercises.case import Case
from sim.learn.grading.marks import Marks
from sim.learn.tasks.contract import Finding, Step
from sim.learn.tasks.form import Form
from sim.learn.tasks.read_figures import marks as field_marks
from sim.learn.tasks.read_figures.answer import Answer, form_of, parse
from sim.learn.tasks.read_figures.clinic_books import Books, books
from sim.learn.tasks.read_figures.given import given
from sim.learn.tasks.read_figures.mistakes import mistakes, wrong_decisions, wrong_values
from sim.learn.tasks.read_figures.panels import panels

__all__ = ["Answer", "faults", "form", "given", "grade", "key", "mistaken", "mistakes", "opens", "parse", "worked"]

role, desk, title = "biller", "manager", "Read the figures"
PLACES = {
    "days in A/R": "Aging, total, and money posted, gross charges of the last 90 days",
    "A/R over 90 days": "Aging, the last two rows and the total",
    "net collection": "Money posted",
    "initial denials": "Claims, adjudicated and denied",
    "first pass": "Claims, adjudicated with no line denied, and rejected",
    "clean claims": "Claims, the first two rows",
}
DECISION = {
    "cause": "Denials by root cause, charges denied",
    "owner": "The cause that was chosen",
    "prevention": "The cause that was chosen",
    "after": "Denials by root cause, claims denied for this alone; claims, adjudicated",
}


def opens(case: Case) -> dict[str, Any]:
    """The tables and pictures of the clinic; no record of a patient, and no figure."""
    read = books(case)
    return {
        "label": "A small clinic's books",
        "variant": case.variant,
        "facts": [["Books read on", us_date(read.day)]],
        "panels": panels(read),
    }


def form(case: Case) -> Form:
    """The figures that are asked for, and the decision."""
    read = books(case)
    return form_of(field_marks.figures_asked(read), read.causes if read.given.decide else None)


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an answer."""
    return field_marks.grade(answer, case)


def key(case: Case) -> dict[str, Any]:
    """The answer that earns everything, as a desk sends it."""
    return dict(field_marks.right_fields(books(case)))


def mistaken(case: Case, error: str) -> dict[str, Any] | None:
    """The right answer with this one mistake; None where it cannot be made."""
    read = books(case)
    right = key(case)
    for fields in _made(read, error):
        wrong = {**right, **fields}
        if any(mark.error == error for mark in grade(Answer(wrong), case).marks):
            return wrong
    return None


def _made(read: Books, error: str) -> list[Mapping[str, str]]:
    """The fields of each way to make a mistake in this case."""
    tried = [pair for one in field_marks.figures_asked(read) for pair in wrong_values(read, one)]
    tried += wrong_decisions(read) if read.given.decide else []
    return [fields for kind, fields in tried if kind == error]


def faults(case: Case) -> list[Finding]:
    """A figure of which nothing can be said, and a decision without a choice."""
    read = books(case)
    unknown = [
        one.figure for one in field_marks.figures_asked(read) if read.reading(one.figure, "stated").figure.value is None
    ]
    found = [Finding("given", f"nothing to count {name} from", "more visits, or more months") for name in unknown]
    if read.given.decide and (len(read.causes) < 2 or not preventions_of(read.largest[0].code)):
        found.append(Finding("given", "fewer than two root causes to decide between", "more visits, or months"))
    return found


def worked(case: Case) -> list[Step]:
    """Field by field: where one looks, what it says, what is entered."""
    read = books(case)
    steps = []
    for one in field_marks.figures_asked(read):
        formula, value = (field_marks.told(read, f"{one.name}_{part}") for part in ("formula", "value"))
        decides = (f"{one.name}_formula", f"{one.name}_value")
        says = f"{formula[1]} {value[1]}"
        steps.append(Step(PLACES[one.figure], says, f"{one.label}: {value[0]}", one.source, decides))
    if read.given.decide:
        for name, place in DECISION.items():
            right, why, cite = field_marks.told(read, name)
            steps.append(Step(place, why, f"Entered: {right}", cite, (name,)))
    return steps
