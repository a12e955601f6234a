"""The forms that an exercise prints: of each kind, the tasks that have it and what goes on it. Without an answer a form
holds what lies on the desk and no more, with lines to write on; with one it holds what was answered.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from sim.billing.claims.claim import charge
from sim.billing.claims.form import form as claim_form
from sim.billing.claims.remedy_kinds import sends_claim, writes_letter
from sim.billing.claims.submission import account_number
from sim.billing.books.statement import statement
from sim.billing.paper.advance_notice import Expected, notice_sheet
from sim.billing.paper.appeal_letter import Letter, letter_sheet
from sim.billing.paper.authorization_request import Asked, Criterion, authorization_sheet
from sim.billing.paper.benefits_explained import benefits_sheet, plan_letterhead
from sim.billing.paper.blocks import Practice, Sheet, Tick, person_of, practice_of
from sim.billing.paper.claim_form import claim_pdf
from sim.billing.paper.patient_statement import Account, service_words, statement_sheet
from sim.billing.paper.sheet import as_pdf
from sim.billing.visit.journey import Journey
from sim.billing.visit.journey_rows import remittance
from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.learn.exercises.case import Case
from sim.learn.paper.answered_claims import answered, answered_later, disputed
from sim.learn.tasks.answer_patient.asked_question import lying
from sim.learn.tasks.build_claim.answer import Answer as Filled
from sim.learn.tasks.build_claim.forms import start_boxes
from sim.learn.tasks.read_policy.asked_policy import asked_in
from sim.learn.tasks.request_authorization.answer import Answer as Request
from sim.learn.tasks.request_authorization.asked_payer import asked
from sim.learn.tasks.request_authorization.field_facts import title_of
from sim.learn.tasks.work_denial.answer import Answer as Decision
from sim.learn.tasks.work_denial.returned_claim import claim as returned
from sim.learn.tasks.work_denial.steps import corrected, standing
from sim.payer.asked.advance_notice import Notice

Draw = Callable[[Case, Any, bool], bytes]  # case, the task's own answer or None, are streams compressed


def _practice(case: Case) -> Practice:
    return practice_of(case.row["clinic_code"])


def _nothing(case: Case, what: str, expected: str) -> CleanClaimError:
    return CleanClaimError(
        what, f"exercise {case.exercise.name}, variant {case.variant}", expected, "print another form"
    )


def built_claim(case: Case, answer: Filled | None, is_packed: bool) -> bytes:
    """The form as it lies on the desk, or as it was filled in."""
    if answer is not None and answer.send_back:
        raise _nothing(case, "this form goes back to the coder", "a claim that is sent")
    typed = answer.boxes if answer is not None else {}
    return claim_pdf({**start_boxes(case), **typed}, _practice(case), is_packed)


def returned_claim(case: Case, answer: Decision | None, is_packed: bool) -> bytes:
    """The claim as it was sent, or as it was corrected."""
    values = returned(case)["form"]
    if answer is not None:
        if not (sends_claim(answer.remedy) and answer.changes):
            raise _nothing(case, "no claim is sent again here", "an answer that corrects the claim")
        new = corrected(answer, case)
        values = claim_form(new.claims, new.lines, case.people)
    return claim_pdf(values, _practice(case), is_packed)


def denial_statement(case: Case, answer: Decision | None, is_packed: bool) -> bytes:
    """What the patient is asked for while the claim lies on the desk."""
    made = standing(case)
    return _statement(case, made, made.today, is_packed)


def patient_statement(case: Case, answer: object, is_packed: bool) -> bytes:
    """The right statement on the day of the call: part of the answer."""
    said = lying(case)
    if said.billed is not None:
        raise _nothing(case, "this visit is billed to the patient alone", "a visit that a plan answered")
    return _statement(case, said.made, np.datetime64(said.on, "D"), is_packed)


def _statement(case: Case, made: Journey, on: np.datetime64, is_packed: bool) -> bytes:
    number = account_number(int(made.claims.claims.claim_key[0]))
    account = Account(person_of(case.patient), number, date.fromisoformat(str(on)))
    return as_pdf([statement_sheet(_practice(case), account, statement(made, on))], is_packed)


def denial_benefits(case: Case, answer: Decision | None, is_packed: bool) -> bytes:
    """What the plan told its member of the claim that came back."""
    claim = returned(case)
    if not claim["remittance"]:
        raise _nothing(case, "the claim was rejected: no plan has processed it", "a claim with a remittance")
    sender = plan_letterhead(claim["payer"])
    return as_pdf([benefits_sheet(sender, person_of(case.patient), answered(claim))], is_packed)


def call_benefits(case: Case, answer: object, is_packed: bool) -> bytes:
    """What each plan had told its member by the day of the call."""
    said = lying(case)
    sheets = [] if said.billed is not None else list(_benefits(case, said.made, np.datetime64(said.on, "D")))
    if not sheets:
        raise _nothing(case, "no plan has answered yet", "a visit that a plan answered")
    return as_pdf(sheets, is_packed)


def _benefits(case: Case, made: Journey, on: np.datetime64) -> list[Sheet]:
    answers, heads = made.decided.remittance_lines, made.claims.claims.rows()
    payers = {row["claim_key"]: row["payer_code"] for row in heads}
    found = []
    for head in heads:
        mine = answers.take(
            (answers.claim_key == head["claim_key"]) & ~answers.is_reversal & (answers.remittance_date <= on)
        )
        if len(mine):
            told = remittance(made.claims, mine, made.decided.adjustments, payers.__getitem__)
            one = answered_later(case, head, told)
            found.append(benefits_sheet(plan_letterhead(one.plan), person_of(case.patient), one))
    return found


def letter(case: Case, answer: Decision | None, is_packed: bool) -> bytes:
    """The letter with lines to write on, or as it was written."""
    written = Letter()
    if answer is not None:
        if not writes_letter(answer.remedy):
            raise _nothing(case, "the answer sends no letter", "an answer that appeals, disputes or sends documents")
        given = answer.letter
        written = Letter(
            int(given.get("level") or 1),
            given.get("ground") or "",
            tuple(given.get("evidence") or ()),
            given.get("words") or "",
        )
    on = date.fromisoformat(str(standing(case).today)) if answer is not None else None
    return as_pdf([letter_sheet(_practice(case), disputed(case, returned(case)), written, on)], is_packed)


def authorization(case: Case, answer: Request | None, is_packed: bool) -> bytes:
    """The request with what is known of the order, or as it was filled in."""
    true, row = asked(case), case.row
    if answer is not None and answer.action != "send":
        raise _nothing(case, "the answer sends no request", "an answer that sends one")
    told = answer or Request()
    member = next(
        one["member_id"] for one in true.people.coverages.rows() if one["coverage_key"] == row["coverage_key"]
    )
    documents = true.planned.documents
    asks = Asked(
        true.payer.label,
        f"{case.patient['first_name']} {case.patient['family_name']}",
        case.patient["birth_date"],
        member,
        documents[-1].author_name,
        true.planned.service_date,
        service_words(told.service) if told.service else "",
        "" if told.units is None else str(told.units),
        told.diagnosis,
        told.priority,
        tuple(_criterion(one.id, one.label, told, documents) for one in true.criteria),
        tuple(Tick(title_of(true, n), f"d{n}" in told.documents) for n in range(len(documents))),
        true.today if answer is not None else None,
    )
    return as_pdf([authorization_sheet(_practice(case), asks)], is_packed)


def _criterion(name: str, label: str, told: Request, documents: Any) -> Criterion:
    is_met = {"yes": True, "no": False}.get(told.met.get(name, ""))
    shown = "; ".join(filter(None, (_phrase(one, documents) for one in told.proof.get(name, []))))
    return Criterion(label, is_met, shown)


def _phrase(spot: Mapping[str, Any], documents: Any) -> str:
    """The words of the record that were marked, with the document."""
    try:
        document = documents[int(spot["document"])]
        line = list(document.sections.values())[int(spot["section"])][int(spot["line"])]
        return f"{document.title}: {line[int(spot['start']) : int(spot['end'])]}"
    except (KeyError, IndexError, TypeError, ValueError):
        return ""


def notice(case: Case, answer: object, is_packed: bool) -> bytes:
    """The notice about the service asked about; with an answer, why Medicare may not pay."""
    question = asked_in(case)
    if question.page.payer.kind != "medicare":
        raise _nothing(case, "this sheet is for original Medicare only", "an exercise with the payer Medicare Part B")
    if answer is not None and Notice.ABN not in question.notices:
        raise _nothing(case, "no notice is due before this service", "a service that Medicare is expected to deny")
    line = question.line
    failed = [one for one in question.page.criteria if not question.is_met(one.policy)]
    reason = " ".join(_not_met(one.words) for one in failed) if answer is not None else ""
    estimate = int(charge(Coded.of([line.code]), np.array([line.units]))[0])
    person, number = person_of(case.patient), f"V{case.row['encounter_key']}"
    expected = Expected(service_words(line.code), reason, estimate)
    return as_pdf([notice_sheet(_practice(case), person.name, number, expected)], is_packed)


def _not_met(criterion: str) -> str:
    """Why Medicare may not pay, in a patient's words.

    >>> _not_met("Once a year.")
    'Medicare pays for it under a condition that is not met here: once a year.'
    """
    return f"Medicare pays for it under a condition that is not met here: {criterion[:1].lower()}{criterion[1:]}"


class Form(NamedTuple):
    """A form of one task. is_open: without an answer it holds only what the desk shows before grading, so that assessed
    work may print it; needs_key: it is itself part of the answer. takes_answer: an answer changes what it holds.
    applies: can this case have one at all?"""

    draw: Draw
    is_open: bool = True
    needs_key: bool = False
    takes_answer: bool = True
    applies: Callable[[Case], bool] = lambda case: True


def _has_remittance(case: Case) -> bool:
    return bool(returned(case)["remittance"])


def _is_billed_to_a_plan(case: Case) -> bool:
    return lying(case).billed is None


def _has_plan_answer(case: Case) -> bool:
    said = lying(case)
    on = np.datetime64(said.on, "D")
    return said.billed is None and bool((said.made.decided.remittance_lines.remittance_date <= on).any())


def _needs_notice(case: Case) -> bool:
    question = asked_in(case)
    return question.page.payer.kind == "medicare" and Notice.ABN in question.notices


LABELS = {
    "claim": "claim form",
    "statement": "patient statement",
    "eob": "explanation of benefits",
    "letter": "letter to the payer",
    "notice": "advance notice",
    "authorization": "authorization request",
}
FORMS: dict[str, dict[str, Form]] = {
    "claim": {"build_claim": Form(built_claim), "work_denial": Form(returned_claim)},
    "statement": {
        "work_denial": Form(denial_statement, is_open=False, takes_answer=False),
        "answer_patient": Form(patient_statement, is_open=False, needs_key=True, applies=_is_billed_to_a_plan),
    },
    "eob": {
        "work_denial": Form(denial_benefits, takes_answer=False, applies=_has_remittance),
        "answer_patient": Form(call_benefits, is_open=False, takes_answer=False, applies=_has_plan_answer),
    },
    "letter": {"work_denial": Form(letter)},
    "notice": {"read_policy": Form(notice, is_open=False, applies=_needs_notice)},
    "authorization": {"request_authorization": Form(authorization)},
}
