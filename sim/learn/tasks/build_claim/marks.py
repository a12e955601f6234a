"""Marking the biller's form: what had to be decided, box by box.

Where the form begins filled, the items are the boxes that had to change, and those that were changed; boxes of one
decision (which coverage) are one item. Where it begins empty, every box that the claim needs is an item. A form that is
right as it stands has one item: sending it. A mistake of the coder has one item too: sending the work back. A biller
changes no code alone (DOMAIN 4.7). Boxes in which more than one entry is right move no point (optional_boxes.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sim.billing.claims.form import in_sentence
from sim.clinic.scenarios.parts import Trap
from sim.clinic.visits.visit_context import setting_of
from sim.coding.coder import wording
from sim.learn.exercises.case import Case, payer_label
from sim.learn.grading import error_kinds, feedback
from sim.learn.grading.marks import Mark, Marks
from sim.learn.tasks.build_claim.answer import Answer
from sim.learn.tasks.build_claim.forms import (
    Boxes,
    both_forms,
    box_named,
    coders_error,
    is_coders,
    is_editable,
    same,
    start_boxes,
    typed_boxes,
)
from sim.learn.tasks.build_claim.optional_boxes import Optional, optional

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
# what a change of a right box is called: only where every such change is that mistake
SPOILED = {box: ERRORS[box] for box in ("1a", "6", "3", "3-sex", "23", "24J", "24B", "24F", "28", "22")}
ROLES = "Who does what: the coder changes codes and modifiers, from the record. The biller never changes one alone."
CITE = "Medicare Claims Processing Manual ch. 26, instructions for the CMS-1500"


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an Answer."""
    may = optional(case, both_forms(case).key)
    start, key = (_settled(form, both_forms(case).key, may) for form in both_forms(case))
    typed = _settled(typed_boxes(answer, case), key, may)
    boxes = [box for box in {**key, **typed} if is_editable(box)]
    extra = _count(boxes, typed, key)
    if answer.is_blank:
        return Marks((), 0, max(1, len(_needed(boxes, start, key))), case.exercise.points, extra=extra)
    if is_coders(case) or answer.send_back:
        return _roles(answer, case, [box for box in boxes if not same(box, typed, start)], extra)
    found = _form(case, boxes, start, key, typed, extra)
    return replace(found, marks=(*found.marks, *_free(answer, case, may)))


def _settled(form: Mapping[str, str], key: Boxes, may: Mapping[str, Optional]) -> Boxes:
    """A form in which every entry that is as right as the key's says what the key says."""
    agreed = {box: key.get(box, "") for box, one in may.items() if one.accepts(form.get(box, ""))}
    return {**form, **agreed}


def _free(answer: Answer, case: Case, may: Mapping[str, Optional]) -> Iterator[Mark]:
    """What was changed in a box where more than one entry is right: said once for each reason, and no point moves."""
    start, told = start_boxes(case), set()
    for box, one in may.items():
        text = answer.boxes.get(box, start.get(box, ""))
        if text != start.get(box, "") and one.accepts(text) and one.why not in told:
            told.add(one.why)
            yield Mark(f"boxes.{box}", "free", one.why, 0.0, cite=one.cite, counts=False)


def _count(boxes: list[str], typed: Boxes, key: Boxes) -> dict[str, int]:
    """Fields right of all that are or should be filled, as the top bar shows them."""
    filled = [box for box in boxes if key.get(box) or typed.get(box)]
    return {"fields_right": sum(same(box, typed, key) for box in filled), "fields": len(filled)}


def _group(box: str, start: Boxes, case: Case) -> str:
    if case.exercise.start == "blank":
        return box
    return next((name for name, members in GROUPS.items() if box in members), box)


def _needed(boxes: list[str], start: Boxes, key: Boxes) -> list[str]:
    return [box for box in boxes if not same(box, start, key)]


def _form(case: Case, boxes: list[str], start: Boxes, key: Boxes, typed: Boxes, extra: dict[str, int]) -> Marks:
    needed = _needed(boxes, start, key)
    changed = [box for box in boxes if not same(box, typed, start)]
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
    right = [box for box in boxes if same(box, typed, key)]
    wrong = [box for box in boxes if box not in right]
    box = box_named(boxes[0])
    where, cite = (
        f"boxes.{(wrong or boxes)[0]}",
        CITE if boxes[0] == "carrier" else f"{CITE}, item {box.get('box', '')}",
    )
    if not wrong:
        return Mark(
            where, "right", feedback.sentences(box.get("help", ""), 2), earned=1.0, cite=cite, key=key.get(boxes[0], "")
        )
    trap = _mistake(case)
    error = trap.error if trap is not None else ERRORS.get(name.partition(".")[0], "")
    why = wording(case.scenario, setting_of(case.scenario, case.row), trap) if trap is not None else box.get("help", "")
    return Mark(
        where,
        "partly" if right else "wrong",
        feedback.sentences(f"{_expected(wrong, key)} {why}"),
        1.0,
        len(right) / len(boxes),
        error_kinds.skill(error),
        error,
        error_kinds.words(error) if error else "",
        error_kinds.hint(error) if error else box.get("help", ""),
        _shown(wrong[0], key),
        cite,
        reason=feedback.sentences(why),
    )


def _expected(wrong: list[str], key: Boxes) -> str:
    """What belongs in the box where the mark stands, and with it in others."""
    others = "; ".join(f"{in_sentence(box)} {_shown(box, key)}" for box in wrong[1:4])
    return f"It should be {_shown(wrong[0], key)}." + (f" With it: {others}." if others else "")


def _shown(box: str, form: Boxes) -> str:
    """What stands in a box, as people say it."""
    return payer_label(form.get(box, "")) if box == "carrier" else form.get(box) or "blank"


def _mistake(case: Case) -> Trap | None:
    """The mistake behind every box that has to change; none where the form begins empty, for then most boxes are only
    to be filled in.
    """
    is_here = case.trap is not None and case.trap.at != "coder" and case.exercise.start != "blank"
    return case.trap if is_here else None


def _spoiled(box: str, start: Boxes) -> Mark:
    error = SPOILED.get(box.partition(".")[0], "")
    return Mark(
        f"boxes.{box}",
        "wrong",
        feedback.sentences(f"It was correct before: {_shown(box, start)}. {box_named(box).get('help', '')}"),
        0.0,
        skill=error_kinds.skill(error),
        error=error,
        title=error_kinds.words(error) if error else "",
        hint=box_named(box).get("help", ""),
        key=start.get(box, ""),
        cite=f"{CITE}, item {box_named(box).get('box', '')}",
        reason=feedback.sentences(f"It was correct before. {box_named(box).get('help', '')}"),
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
            max(1, len(_needed([box for box in both_forms(case)[1] if is_editable(box)], *both_forms(case)))),
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
        reason="What is wrong here is not for the biller to change.",
    )
    return Marks((mark,), max(1, len(changed)), 1, case.exercise.points, extra=extra)
