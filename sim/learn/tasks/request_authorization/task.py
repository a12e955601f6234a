"""The front desk's task when a service was ordered: is prior authorization needed, which of the payer's written
criteria does the record show and where, and the request with no more than they ask for. The answer is described in
sim/learn/tasks/request_authorization/answer.py; the order in a file of data/orders.

Not modeled: the 278 as a file; peer-to-peer talks; an authorization that is on file for other units or days; a request
for several services.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sim.ground.dates import us_date
from sim.learn.exercises.case import Case
from sim.learn.exercises.exercise import Exercise
from sim.learn.exercises.open_record import opened, patient
from sim.learn.grading.marks import Marks
from sim.learn.tasks.contract import Finding, Step
from sim.learn.tasks.form import Form
from sim.learn.tasks.request_authorization import marks as field_marks
from sim.learn.tasks.request_authorization.answer import Answer, form_of, parse
from sim.learn.tasks.request_authorization.asked_payer import Asked, asked
from sim.learn.tasks.request_authorization.field_facts import facts, title_of
from sim.learn.tasks.request_authorization.given import given
from sim.learn.tasks.request_authorization.panels import panels
from sim.payer.asked.prior_authorization import criteria

__all__ = ["Answer", "form", "given", "grade", "key", "lacks", "mistaken", "opens", "parse", "worked"]

role, desk, title = "biller", "front", "Request authorization"
mistakes = (
    "requirement-missed",
    "requirement-invented",
    "authorization-for-referral",
    "emergency-made-to-wait",
    "criterion-not-documented",
    "criterion-overlooked",
    "criterion-wrong-phrase",
    "criterion-phrase-too-many",
    "request-sent-incomplete",
    "request-held-back",
    "attachment-missing",
    "more-than-minimum",
    "expedited-without-reason",
    "urgent-sent-as-standard",
    "wrong-decision-deadline",
    "wrong-units",
)


def opens(case: Case) -> dict[str, Any]:
    """The chart up to the order, the coverage, and what the payer publishes."""
    true = asked(case)
    one = patient(case)
    return {
        "label": true.planned.label,
        "variant": case.variant,
        "patient": one,
        "facts": [
            ["Patient", f"{one['name']}, {one['age']} {one['sex']}"],
            ["Today", us_date(true.today)],
            ["Planned date", us_date(true.planned.service_date)],
            ["Payer", true.payer.label],
        ],
        "documents": opened(true.planned.documents),
        "panels": panels(case),
    }


def form(case: Case) -> Form:
    """The criteria of the payer's list, and the request."""
    true = asked(case)
    documents = [(f"d{place}", title_of(true, place)) for place in range(len(true.planned.documents))]
    return form_of([(one.id, one.label) for one in true.criteria], documents)


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an answer."""
    return field_marks.grade(answer, case)


def key(case: Case) -> dict[str, Any]:
    """The answer that earns everything, as a desk sends it."""
    return right(asked(case)).as_dict()


def right(true: Asked) -> Answer:
    """The right answer."""
    found = Answer(true.needed, true.action)
    if true.needed == "authorization":
        met = {one.id: "yes" if one.is_met else "no" for one in true.criteria}
        proof = {one.id: [field_marks.spot_of(one, true)] for one in true.criteria if one.is_met}
        found = replace(found, met=met, proof=proof)
    return _with_request(found, true) if true.action == "send" else found


def _with_request(answer: Answer, true: Asked) -> Answer:
    line = true.planned.ordered
    return replace(
        answer,
        action="send",
        service=line.code,
        units=line.units,
        diagnosis=true.planned.diagnosis,
        priority=true.priority,
        documents=tuple(f"d{place}" for place in true.attachments),
        decide_by=true.due(true.priority),
    )


def mistaken(case: Case, error: str) -> dict[str, Any] | None:
    """The right answer with this one mistake; None where it cannot be made."""
    true = asked(case)
    for wrong in _slips(right(true), true):
        if error in [field_marks.judged(fact, wrong, true)[0] for fact in facts(case)]:
            return wrong.as_dict()
    return None


def _slips(best: Answer, true: Asked) -> Iterator[Answer]:
    """What people send in its place."""
    yield replace(best, needed="none", action="none")
    yield _with_request(replace(best, needed="authorization"), true)
    yield _with_request(best, true)
    yield replace(best, action="provider")
    for one in true.criteria:
        if best.met:
            yield replace(best, met={**best.met, one.id: "no" if one.is_met else "yes"})
        if len(best.proof) > 1 and one.is_met:
            other = next(name for name in best.proof if name != one.id)
            yield replace(best, proof={**best.proof, one.id: best.proof[other]})
        if best.proof.get(one.id):
            yield replace(best, proof={**best.proof, one.id: [*best.proof[one.id], _stray(true)]})
    if true.action == "send":
        every = tuple(f"d{place}" for place in range(len(true.planned.documents)))
        yield replace(best, documents=every)
        yield replace(best, documents=best.documents[1:])
        other = "expedited" if true.priority == "standard" else "standard"
        yield replace(best, priority=other, decide_by=true.due(other))
        yield replace(best, decide_by=true.due(true.priority) + timedelta(1))
        yield replace(best, units=1 if true.planned.ordered.units > 1 else 2)


def _stray(true: Asked) -> dict[str, int]:
    """A phrase of a document that shows no criterion."""
    place = next((n for n in range(len(true.planned.documents)) if n not in true.useful), 0)
    line = next(iter(true.planned.documents[place].sections.values()))[0]
    return {"document": place, "section": 0, "line": 0, "start": 0, "end": len(line)}


def lacks(one: Exercise) -> Finding | None:
    """A request needs its order."""
    if one.given:
        return None
    return Finding("given", "a request without [given]", 'add [given] with order = "..." (a file of data/orders)')


def faults(case: Case) -> list[Finding]:
    """An emergency at a payer whose file says nothing of emergencies has no right answer."""
    true = asked(case)
    listed = criteria(true.payer, true.code) is not None
    if true.planned.priority == "emergency" and listed and true.needed != "notice":
        found = f"an emergency at {true.payer.label}, whose days for a notice are not on file"
        return [Finding("payer", found, "a payer with emergency_notice_days in its file")]
    return []


def worked(case: Case) -> list[Step]:
    """Field by field: where one looks, what it says word for word where the record says it, what is entered."""
    every = facts(case)
    proofs = {fact.name.replace("proof_", "met_"): fact.name for fact in every if fact.name.startswith("proof_")}
    return [
        Step(
            fact.place,
            "; ".join(one.text for one in fact.evidence) or fact.why,
            f"{fact.label}: {fact.shown}",
            fact.cite,
            (fact.name, proofs[fact.name]) if fact.name in proofs else (fact.name,),
        )
        for fact in every
        if not fact.name.startswith("proof_")
    ]
