"""Marking the biller's form: what had to be decided, box by box.

Where the form begins filled, the items are the boxes that had to change, and those that were changed; boxes of one
decision (which coverage) are one item. Where it begins empty, every box that the claim needs is an item. A form that is
right as it stands has one item: sending it. A mistake of the coder has one item too: sending the work back. A biller
changes no code alone (DOMAIN 4.7).
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
from sim.clinic.visits.visit_context import setting_of
from sim.coding.coder import wording
from sim.ground.errors import CleanClaimError
from sim.ground.files import remembered_up_to
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case, payer_label, work_tables
from sim.learn.exercises.coded_answer import answer_of
from sim.learn.grading import error_kinds, feedback
from sim.learn.grading.anticipated_errors import anticipated_in
from sim.learn.grading.coding_differences import compare
from sim.learn.grading.marks import Mark, Marks
from sim.learn.tasks.build_claim.answer import Answer
from sim.payer.rulebook.payers import payers

GROUPS = {"coverage": ("carrier", "1a", "4", "6", "7", "11", "11a")}
CODES = ("21", "24D", "24E", "24G")
ERRORS = {
    "coverage": "coverage-not-verified",
    "1a": "wrong-member-id",
    "6": "wrong-relationship",
    "3": "wrong-demographics",
    "3-sex": "wrong-demographics",
    "23": "missing-authorization-number",
    "24J": "missing-rendering-npi",
    "24B": "wrong-place-of-service",
    "24F": "wrong-charge",
    "28": "wrong-total",
    "22": "wrong-frequency-code",
    "29": "copay-on-claim",
    "14": "missing-accident-date",
}
ROLES = "Who does what: the coder changes codes and modifiers, from the record. The biller never changes one alone."
CITE = "Medicare Claims Processing Manual ch. 26, instructions for the CMS-1500"


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
    true = clean(as_supported(case.encounters), work_tables(case, case.truth_visit, "truth"), case.people)
    return BothClaims(one(start, int(start.claims.claim_key[0])), true)


@remembered_up_to(64)
def _forms(case: Case) -> BothForms:
    """Both forms of a case."""
    start, true = _claims(case)
    filled = filled_form(start.claims, start.lines, case.people)
    key = filled_form(true.claims, true.lines, case.people)
    empty = {box: "" if _editable(box) else text for box, text in filled.items()}
    return BothForms(empty if case.exercise.start == "blank" else filled, key)


def start_boxes(case: Case) -> Boxes:
    """The form as it lies on the desk."""
    return dict(_forms(case)[0])


def start_claims(case: Case) -> Claims:
    """The claim as it lies on the desk (billing's tables of one claim)."""
    return _claims(case)[0]


def key_boxes(case: Case) -> Boxes:
    """The form as it should be; boxes that only the practice system fills are left as they are."""
    start, key = _forms(case)
    return {box: key.get(box, "") if _editable(box) else start.get(box, "") for box in {**start, **key}}


def _box(name: str) -> Row:
    head = name.partition(".")[0]
    return next((box for box in printed_boxes() if box["box"] == head), {})


def _editable(name: str) -> bool:
    return bool(_box(name).get("editable"))


@remembered_up_to(64)
def coders_error(case: Case) -> str:
    """What is wrong with the codes that were sent, as a kind of error; empty where they say what the record says."""
    found = compare(answer_of(case.sent_visit), case.truth, anticipated_in(case).exchanges).differences
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
        Problem(f"boxes.{_name(row)}", row["message"].partition(";")[0], "see the box's help")
        for row in read.findings.rows()
        if row["finding"] == "format"
    ]
    if read.claims.claims.payer_code[0] not in payers():
        found.append(Problem("boxes.carrier", "no payer is chosen", "the payer to whom the claim goes"))
    return found


def _name(row: Row) -> str:
    return f"{row['box']}.{row['claim_line_number']}" if row["claim_line_number"] else row["box"]


def findings(answer: Answer, case: Case) -> list[Row]:
    """What the form's own checks and the scrubber say of the form as it stands, before anything is sent: {box,
    claim_line_number, severity, message ...}.
    """
    read = _parsed(answer, case)
    return [*read.findings.rows(), *scrub(read.claims.claims, read.claims.lines, case.people).rows()]


# -- marking


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an Answer."""
    start, key = _forms(case)
    typed = {**start, **answer.boxes}
    boxes = [box for box in {**key, **typed} if _editable(box)]
    extra = _count(boxes, typed, key)
    if answer.is_blank:
        return Marks((), 0, max(1, len(_needed(boxes, start, key))), case.exercise.points, extra=extra)
    if is_coders(case) or answer.send_back:
        return _roles(answer, case, [box for box in boxes if not _same(box, typed, start)], extra)
    return _form(case, boxes, start, key, typed, extra)


def _count(boxes: list[str], typed: Boxes, key: Boxes) -> dict[str, int]:
    """Fields right of all that are or should be filled, as the top bar shows them."""
    filled = [box for box in boxes if key.get(box) or typed.get(box)]
    return {"fields_right": sum(_same(box, typed, key) for box in filled), "fields": len(filled)}


def _same(box: str, one: Boxes, other: Boxes) -> bool:
    """Do two forms say the same in a box, however it is written?"""
    return _value(box, one.get(box, "")) == _value(box, other.get(box, ""))


def _value(box: str, text: str) -> object:
    try:
        value = read_cell(_box(box).get("format", "text"), text, box)
    except CleanClaimError:
        return tidy(text).upper()
    return value.upper() if isinstance(value, str) else value


def _group(box: str, start: Boxes, case: Case) -> str:
    if case.exercise.start == "blank":
        return box
    return next((name for name, members in GROUPS.items() if box in members), box)


def _needed(boxes: list[str], start: Boxes, key: Boxes) -> list[str]:
    return [box for box in boxes if not _same(box, start, key)]


def _form(case: Case, boxes: list[str], start: Boxes, key: Boxes, typed: Boxes, extra: dict[str, int]) -> Marks:
    needed = _needed(boxes, start, key)
    changed = [box for box in boxes if not _same(box, typed, start)]
    if not needed and not changed:
        return Marks(
            (Mark("boxes", "right", "The form was correct as it was.", earned=1.0, cite=CITE),),
            1,
            1,
            case.exercise.points,
            extra=extra,
        )
    groups = dict.fromkeys(_group(box, start, case) for box in needed)
    marks = [
        _mark(case, name, [box for box in needed if _group(box, start, case) == name], typed, key) for name in groups
    ]
    spoiled = [box for box in changed if box not in needed and _group(box, start, case) not in groups]
    marks += [_spoiled(box, start) for box in spoiled]
    entered = len({_group(box, start, case) for box in changed if box in needed}) + len(spoiled)
    return Marks(tuple(marks), entered, max(1, len(groups)), case.exercise.points, extra=extra)


def _mark(case: Case, name: str, boxes: list[str], typed: Boxes, key: Boxes) -> Mark:
    right = [box for box in boxes if _same(box, typed, key)]
    wrong = [box for box in boxes if box not in right]
    box = _box(boxes[0])
    where, cite = (
        f"boxes.{(wrong or boxes)[0]}",
        CITE if boxes[0] == "carrier" else f"{CITE}, item {box.get('box', '')}",
    )
    if not wrong:
        return Mark(
            where, "right", feedback.sentences(box.get("help", ""), 2), earned=1.0, cite=cite, key=key.get(boxes[0], "")
        )
    error = (
        case.trap.error if case.trap is not None and case.trap.at != "coder" else ERRORS.get(name.partition(".")[0], "")
    )
    why = _why(case) or box.get("help", "")
    asks = "; ".join(f"{'the payer' if one == 'carrier' else f'box {one}'} is {_shown(one, key)}" for one in wrong[:4])
    return Mark(
        where,
        "partly" if right else "wrong",
        feedback.sentences(f"{asks[:1].upper()}{asks[1:]}. {why}"),
        1.0,
        len(right) / len(boxes),
        error_kinds.skill(error),
        error,
        error_kinds.words(error) if error else f"Box {wrong[0]}",
        error_kinds.hint(error) if error else box.get("help", ""),
        _shown(wrong[0], key),
        cite,
    )


def _shown(box: str, form: Boxes) -> str:
    """What stands in a box, as people say it."""
    return payer_label(form.get(box, "")) if box == "carrier" else form.get(box) or "empty"


def _why(case: Case) -> str:
    if case.trap is None or case.trap.at == "coder":
        return ""
    return wording(case.scenario, setting_of(case.scenario, case.row), case.trap)


def _spoiled(box: str, start: Boxes) -> Mark:
    return Mark(
        f"boxes.{box}",
        "wrong",
        feedback.sentences(f"This box was correct before: {start.get(box) or 'empty'}. {_box(box).get('help', '')}"),
        0.0,
        title=f"Box {box}",
        hint=_box(box).get("help", ""),
        key=start.get(box, ""),
        cite=f"{CITE}, item {_box(box).get('box', '')}",
    )


def _roles(answer: Answer, case: Case, changed: list[str], extra: dict[str, int]) -> Marks:
    """The one decision is whether the work goes back to the coder."""
    recoded = [box for box in changed if box.startswith(CODES)]
    if not is_coders(case):
        mark = Mark(
            "send_back",
            "wrong",
            "The codes match the record. What is wrong here is for the biller to correct.",
            0.0,
            title="Sent back unnecessarily",
            hint="Are the codes wrong?",
            cite=ROLES,
        )
        return Marks(
            (mark,),
            1,
            max(1, len(_needed([box for box in _forms(case)[1] if _editable(box)], *_forms(case)))),
            case.exercise.points,
            extra=extra,
        )
    error = coders_error(case)
    if answer.send_back:
        return Marks(
            (
                Mark(
                    "send_back",
                    "right",
                    feedback.sentences(
                        f"{error_kinds.words(error)}. The coder reviews the record and resends the codes."
                    ),
                    earned=1.0,
                    cite=ROLES,
                ),
            ),
            1,
            1,
            case.exercise.points,
            extra=extra,
        )
    text = "You changed a code yourself. " if recoded else "The claim went out as it was. "
    why = feedback.sentences(f"{text}{error_kinds.words(error)}. Only the coder decides that, from the record.")
    mark = Mark(
        f"boxes.{recoded[0]}" if recoded else "send_back",
        "wrong",
        why,
        1.0,
        0.0,
        error_kinds.skill(error),
        error,
        "Not sent back to the coder",
        "Compare the codes with what the record supports and with what this payer wants.",
        "send back",
        ROLES,
        red_line=bool(recoded),
    )
    return Marks((mark,), max(1, len(changed)), 1, case.exercise.points, extra=extra)
