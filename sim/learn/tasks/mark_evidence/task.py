"""The coder's task: mark in the record what supports each code of a claim that somebody coded, or say that the record
does not support it. The answer is described in sim/learn/tasks/mark_evidence/answer.py.

Not modeled: other phrases that say the same thing than those that the scenario's author named.
"""

from typing import Any

from sim.clinic.visits.chart import Document
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.exercises.open_record import open_record
from sim.learn.grading.consequence import with_money
from sim.learn.grading.marks import Marks
from sim.learn.grading.outcome import travel
from sim.learn.tasks.coded_work import coder_sent
from sim.learn.tasks.contract import Finding, Step
from sim.learn.tasks.form import Form
from sim.learn.tasks.mark_evidence import marks as evidence_marks
from sim.learn.tasks.mark_evidence.answer import Answer, controls, parse
from sim.learn.tasks.mark_evidence.claim_items import Item, items_of
from sim.learn.tasks.mark_evidence.decided_claim import consequences, decided_claim
from sim.learn.tasks.mark_evidence.typical_mistakes import mistaken, right_answer

__all__ = ["Answer", "faults", "form", "grade", "judge", "key", "mistaken", "opens", "parse", "worked"]

role, desk, title = "coder", "coder", "Mark the evidence"
mistakes = evidence_marks.KINDS
RULE = (
    "Mark the words that prove each code. One phrase is enough. It has to hold most of the words that prove the code,"
    " and it may not reach beyond their sentence: a whole paragraph does not count. Where the record supports no such"
    " code, answer “Not in the record”."
)
WAYS = (
    "With a mouse: drag over the words. On a touch screen: tap the first word, then the last. With the keyboard: go to"
    " the record's words with the button at a code, move with the arrow keys, hold Shift to take in more, and press"
    " Enter to mark."
)


def opens(case: Case) -> dict[str, Any]:
    """The record, with everything that arrived, and the claim as it was coded."""
    return {**open_record(case, asked=True), "panels": [_claim(case), _how()]}


def _claim(case: Case) -> dict[str, Any]:
    sent = coder_sent(case)
    diagnoses = [[one["letter"], [{"code": one["code"]}, f" {one['label']}"]] for one in sent["diagnoses"]]
    lines = [[f"Line {number}", _said_line(one)] for number, one in enumerate(sent["services"], 1)]
    return {"heading": "The claim as coded", "blocks": [{"pairs": [*diagnoses, *lines]}]}


def _said_line(one: dict[str, Any]) -> list[Any]:
    """A line of service in words."""
    modifiers = f", modifier {' '.join(one['modifiers'])}" if one["modifiers"] else ""
    units = f", {one['units']} unit{'s' * (one['units'] != 1)}"
    return [{"code": one["code"]}, f" {one['label']}{modifiers}{units}"]


def _how() -> dict[str, Any]:
    return {"heading": "How to mark", "blocks": [{"p": RULE}, {"p": WAYS}]}


def form(case: Case) -> Form:
    """Two fields for each thing on the claim."""
    return Form(tuple(control for item in items_of(case) for control in controls(item.name, item.label, tag=item.tag)))


def judge(answer: Answer, case: Case) -> Marks | list[Problem]:
    """The marks alone."""
    return evidence_marks.grade(answer, case)


def grade(answer: Answer, case: Case) -> Marks | list[Problem]:
    """Marks of an answer, with what the claim comes to when its decisions are followed."""
    found = evidence_marks.grade(answer, case)
    if not isinstance(found, Marks) or answer.is_blank:
        return found
    marks = evidence_marks.grade(answer, case, consequences(answer, case))
    visit = decided_claim(answer, case)
    return with_money(marks, travel(case, visit)) if isinstance(marks, Marks) and visit.services else marks


def key(case: Case) -> dict[str, Any]:
    """The answer that earns everything, as a desk sends it."""
    return right_answer(case).as_dict()


def faults(case: Case) -> list[Finding]:
    """Something on the claim whose support no author has named, or a mistake that leaves everything supported."""
    unproven = [item.tag for item in items_of(case) if item.is_supported and not item.spots and not item.is_line_open]
    found = [
        Finding(
            "scenario",
            f"no phrase of the record that supports {tag} in variant {case.variant}",
            'evidence = [{ section, text, of = "25" }] at the service: of a modifier, a code, or "units"',
        )
        for tag in unproven
    ]
    if case.trap and all(item.is_supported for item in items_of(case)):
        found.append(Finding("trap", "a mistake that leaves something off", "one that adds or changes a code"))
    return found


def worked(case: Case) -> list[Step]:
    """Item by item: where one looks, what it says, what follows."""
    chart = case.documents_when(True)
    return [_step(item, chart) for item in items_of(case) if not item.is_line_open]


def _step(item: Item, chart: tuple[Document, ...]) -> Step:
    fields = (f"{item.name}.marked", f"{item.name}.absent")
    if not item.is_supported or not item.spots:
        why = item.why or "Nothing in it says so."
        return Step("The whole record", why, f"{item.label}: not in the record.", item.cite, fields)
    spot = item.spots[0]
    place = f"{chart[spot.document].title}, {spot.section}"
    return Step(place, evidence_marks.said_at(spot, chart), f"That supports {item.tag}. {item.why}", item.cite, fields)
