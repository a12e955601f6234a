"""A claim form completed aloud: who owns the mistake, then each box that changes and where its content comes from."""

from sim.billing.claims.form import boxes
from sim.learn.exercises.case import Case, payer_label
from sim.learn.grading import error_kinds, feedback
from sim.learn.tasks.build_claim.forms import coders_error, key_boxes, start_boxes
from sim.learn.tasks.build_claim.marks import CITE, ROLES
from sim.learn.tasks.contract import Step


def worked(case: Case) -> list[Step]:
    """The codes first: if they do not say what the record says, the work goes back. Else every box that changes."""
    error = coders_error(case)
    if error:
        return [
            Step("The record and the codes that were sent", f"{error_kinds.words(error)}.", "Send back to coder", ROLES)
        ]
    start, right = start_boxes(case), key_boxes(case)
    changed = [box for box in right if right[box] != start.get(box, "")]
    as_it_is = Step("The form", "Every box agrees with the registration and the record.", "Submit claim", CITE)
    return [_step(box, right[box]) for box in changed] or [as_it_is]


def _step(name: str, text: str) -> Step:
    """One box: who supplies it, what goes in, what stands there then."""
    head, _, line = name.partition(".")
    box = next(one for one in boxes() if one["box"] == head)
    where = "Payer" if head == "carrier" else f"Box {head}{f', line {line}' if line else ''}"
    shown = payer_label(text) if head == "carrier" else text
    return Step(box["who"] or "Registration", feedback.sentences(box["help"], 2), f"{where}: {shown or 'empty'}", CITE)
