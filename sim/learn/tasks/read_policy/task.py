"""The coder's task: read a payer's coverage policy beside a record. Is the service covered for this visit, which
criterion fails, which notice is required in advance, and which notice modifier goes on the line. The answer is
described in sim/learn/tasks/read_policy/answer.py; the payer's own engine decides what is right.

Not modeled: criteria that are in no payer's file, policies with several groups of diagnoses, prior authorization (task
request_authorization), the form of the notice itself.
"""

from typing import Any

from sim.learn.exercises.case import Case
from sim.learn.exercises.open_record import open_record
from sim.learn.grading.marks import Marks
from sim.learn.tasks.contract import Finding
from sim.learn.tasks.form import Form
from sim.learn.tasks.read_policy import marks as policy_marks
from sim.learn.tasks.read_policy.answer import Answer, form_of, parse
from sim.learn.tasks.read_policy.asked_policy import asked_in
from sim.learn.tasks.read_policy.given import given
from sim.learn.tasks.read_policy.panels import panels
from sim.learn.tasks.read_policy.slips import mistaken, right_answer
from sim.learn.tasks.read_policy.worked_policy import worked

__all__ = ["Answer", "faults", "form", "given", "grade", "key", "mistaken", "mistakes", "opens", "parse", "worked"]

role, desk, title = "coder", "coder", "Read a coverage policy"
mistakes = (
    policy_marks.OVERREAD,
    policy_marks.OVERLOOKED,
    policy_marks.ON_FILE,
    policy_marks.OVERSTATED,
    policy_marks.UNDERSTATED,
    policy_marks.NOT_DUE,
    policy_marks.MISSED,
    policy_marks.OUTSIDE,
    policy_marks.EXCLUDED,
    policy_marks.OTHER,
    policy_marks.NO_NOTICE,
    policy_marks.UNUSED,
    policy_marks.WRONG_MODIFIER,
)


def opens(case: Case) -> dict[str, Any]:
    """The record, the policy page, what was paid before, what is on file."""
    return {**open_record(case), "panels": panels(case)}


def form(case: Case) -> Form:
    """The criteria of this page, and what follows from them."""
    asked = asked_in(case)
    return form_of(asked.page.criteria, asked.state)


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an answer."""
    return policy_marks.grade(answer, case)


def key(case: Case) -> dict[str, Any]:
    """The answer that earns everything, as a desk sends it."""
    return right_answer(case).as_dict()


def faults(case: Case) -> list[Finding]:
    """The page has to hold every reason for which the payer denies the line, and a notice has to move the denial to the
    patient where the key says that it does."""
    asked = asked_in(case)
    found = []
    known = {one.policy for one in asked.page.criteria}
    for policy in asked.decision.denied_by:
        if policy not in known:
            write = "a service that only its coverage policy decides"
            found.append(Finding("given.services", f"a denial by {policy}, which is not on the page", write))
    if asked.modifiers[0] == ("GA",) and asked.decided(("GA",)).written_off:
        write = "a criterion that the notice moves"
        found.append(Finding("given.services", "a denial that GA does not make the patient's", write))
    return found
