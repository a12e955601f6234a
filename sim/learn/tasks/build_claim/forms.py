"""The form as it lies on the desk, as it should be, and as it was typed: its boxes, the claim they say, and what may
stand there as well.

The key holds the codes as the coder sent them where the record supports them (a biller changes no code), so a coder who
listed services in another order, or added what is optional, leaves nothing to correct.
"""

from typing import Any, NamedTuple

from sim.billing.answers.supported_amounts import as_supported
from sim.billing.claims.claim import bill, clean
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.corrections import one
from sim.billing.claims.form import Parsed, claim_from_form
from sim.billing.claims.form import boxes as printed_boxes
from sim.billing.claims.form import form as filled_form
from sim.billing.claims.form_cells import read as read_cell
from sim.billing.claims.form_cells import tidy
from sim.billing.claims.scrub import scrub
from sim.ground.errors import CleanClaimError
from sim.ground.files import remembered_up_to
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case, work_tables
from sim.learn.exercises.coded_answer import answer_of
from sim.learn.grading.anticipated_errors import anticipated_in
from sim.learn.grading.coding_differences import compare
from sim.learn.grading.optional_codes import truth_for
from sim.learn.tasks.build_claim.answer import Answer
from sim.learn.tasks.build_claim.typed_rows import in_order_of
from sim.payer.rulebook.payers import payers

Boxes = dict[str, str]  # box -> text
Row = dict[str, Any]  # a row of a table


class BothClaims(NamedTuple):
    """The visit's first claim as it lies on the desk, and as the record supports it."""

    start: Claims
    true: Claims


class BothForms(NamedTuple):
    """The form as it lies on the desk, and as it should be."""

    start: Boxes
    key: Boxes


@remembered_up_to(64)
def _claims(case: Case) -> BothClaims:
    """Both claims of a case."""
    start = bill(case.encounters, work_tables(case, case.sent_visit), case.people)
    codes = case.truth_visit if coders_error(case) else case.sent_visit
    true = clean(as_supported(case.encounters), work_tables(case, codes, "truth"), case.people)
    return BothClaims(one(start, int(start.claims.claim_key[0])), true)


@remembered_up_to(64)
def both_forms(case: Case) -> BothForms:
    """Both forms of a case."""
    start, true = _claims(case)
    filled = filled_form(start.claims, start.lines, case.people)
    key = filled_form(true.claims, true.lines, case.people)
    empty = {box: "" if is_editable(box) else text for box, text in filled.items()}
    return BothForms(empty if case.exercise.start == "blank" else filled, key)


def start_boxes(case: Case) -> Boxes:
    """The form as it lies on the desk."""
    return dict(both_forms(case)[0])


def start_claims(case: Case) -> Claims:
    """The claim as it lies on the desk (billing's tables of one claim)."""
    return _claims(case)[0]


def key_boxes(case: Case) -> Boxes:
    """The form as it should be; boxes that only the practice system fills are left as they are."""
    start, key = both_forms(case)
    return {box: key.get(box, "") if is_editable(box) else start.get(box, "") for box in {**start, **key}}


def box_named(name: str) -> Row:
    head = name.partition(".")[0]
    return next((box for box in printed_boxes() if box["box"] == head), {})


def is_editable(name: str) -> bool:
    return bool(box_named(name).get("editable"))


@remembered_up_to(64)
def coders_error(case: Case) -> str:
    """What is wrong with the codes that were sent, as a kind of error; empty where they say what the record says, or
    are graded by themselves."""
    if case.codes_stand:
        return ""
    sent = answer_of(case.sent_visit)
    found = compare(sent, truth_for(sent, case, asked=True), anticipated_in(case).exchanges).differences
    trap = anticipated_in(case).traps.get(found[0].error) if found else None
    return trap.error if trap else found[0].kind if found else ""


def is_coders(case: Case) -> bool:
    """Is what has to be corrected the coder's to correct?"""
    return bool(coders_error(case))


def claims_of(answer: Answer, case: Case) -> Claims:
    """The typed form as billing's Claims."""
    return _parsed(answer, case).claims


def _parsed(answer: Answer, case: Case) -> Parsed:
    return claim_from_form({**start_boxes(case), **answer.boxes}, _claims(case)[0], case.people)


def unreadable(answer: Answer, case: Case) -> list[Problem]:
    """Boxes whose text does not have the form that the box takes, and a claim that could not be sent to anybody."""
    read = _parsed(answer, case)
    found = [
        Problem(f"boxes.{_name(row)}", *_told(row["message"]))
        for row in read.findings.rows()
        if row["finding"] == "format"
    ]
    if read.claims.claims.payer_code[0] not in payers():
        found.append(Problem("boxes.carrier", "no payer is chosen", "the payer to whom the claim goes"))
    if not len(read.claims.lines):
        found.append(Problem("boxes.24D.1", "the claim has no service line", "at least one service"))
    return found


def _told(message: str) -> tuple[str, str]:
    """What was found in a box, and what is expected there."""
    found, _, rest = message.partition("; expected ")
    return found, rest.partition("; to do: ")[0] or "what the box's help says"


def _name(row: Row) -> str:
    return f"{row['box']}.{row['claim_line_number']}" if row["claim_line_number"] else row["box"]


def findings(answer: Answer, case: Case) -> list[Row]:
    """What the form's own checks and the scrubber say of the form as it stands, before anything is sent: {box,
    claim_line_number, severity, message ...}.
    """
    read = _parsed(answer, case)
    return [*read.findings.rows(), *scrub(read.claims.claims, read.claims.lines, case.people).rows()]


def typed_boxes(answer: Answer, case: Case) -> Boxes:
    """The form as it was sent, its service lines and letters in the order of the key: lines are matched by what they
    say, not by where they stand.
    """
    key, parsed = both_forms(case).key, _parsed(answer, case)
    return in_order_of(key, {**start_boxes(case), **answer.boxes}, parsed.claims.lines, _claims(case).true.lines)


def same(box: str, one_form: Boxes, other: Boxes) -> bool:
    """Do two forms say the same in a box, however it is written?"""
    return value_of(box, one_form.get(box, "")) == value_of(box, other.get(box, ""))


def value_of(box: str, text: str) -> object:
    """What a box says, however it is written; text that cannot be read stands for itself.

    >>> value_of("24F.1", "300"), value_of("24A.1", "5/6/2026") == value_of("24A.1", "05 06 2026")
    (30000, True)
    """
    try:
        value = read_cell(box_named(box).get("format", "text"), text, box)
    except CleanClaimError:
        return tidy(text).upper()
    return value.upper() if isinstance(value, str) else value
