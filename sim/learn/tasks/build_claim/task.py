"""The biller's task: the numbered form, from what was registered, what the payer says of the patient, and what the
coder sent.

    {"boxes": {"1a": "1S34A56BC78", "24D.1": "99214", "24D-1.1": "25", ...}, "send_back": false, "note": ""}

Boxes are those of the form (data/codes/cms1500.csv); a box of a service line is written "24D.2". `send_back` returns
the work to the coder instead of sending the claim: a biller changes no code alone.
"""

import re
from dataclasses import dataclass, field

from sim.learn.exercises.answer_format import Problem, Reading

FIELDS = ("boxes", "send_back", "note")
BOX = re.compile(r"carrier|[0-9]{1,2}[A-Za-z]{0,2}(?:-[a-z0-9]{1,4})?(?:\.[0-9]{1,2})?", re.ASCII)
MOST_BOXES = 1_200


@dataclass(frozen=True)
class Answer:
    """What was typed: box -> text."""

    boxes: dict = field(default_factory=dict)
    send_back: bool = False
    note: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing was typed."""
        return not any(self.boxes.values()) and not self.send_back

    def as_dict(self) -> dict:
        """As a desk sends it."""
        return {"boxes": dict(self.boxes), "send_back": self.send_back, "note": self.note}


def parse(given) -> Answer | list[Problem]:
    """An answer, or what could not be read. What stands in a box is text here; whether it fits the box is told at the
    box.

    >>> parse({"boxes": {"1a": " 1S34 "}}).boxes
    {'1a': '1S34'}
    >>> [problem.where for problem in parse({"boxes": {"<script>": "x", "2": ["a"]}})]
    ['boxes', 'boxes.2']
    """
    read = Reading()
    fields = read.fields(given, FIELDS, "answer")
    answer = Answer(
        _boxes(read, fields.get("boxes")),
        read.flag(fields.get("send_back"), "send_back"),
        read.text(fields.get("note"), "note"),
    )
    return read.problems or answer


def _boxes(read: Reading, given) -> dict:
    if given is None:
        return {}
    if not isinstance(given, dict) or len(given) > MOST_BOXES:
        read.refuse("boxes", given, "box = text")
        return {}
    found = {}
    for box, value in given.items():
        if not isinstance(box, str) or not BOX.fullmatch(box):
            read.refuse("boxes", box, 'a box of the form, as "1a" or "24D.2"')
            continue
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**12:
            value = str(value)
        found[box] = read.text(value, f"boxes.{box}", 200)
    return found


def grade(answer: Answer, case):
    """Marks of an answer. See sim/learn/tasks/build_claim/marks.py."""
    return graded(answer, case)[0]


def graded(answer: Answer, case):
    """(marks, the journey of the claim as plain data)."""
    from sim.learn.grading.consequence import travel, with_money
    from sim.learn.tasks.build_claim import marks as form_marks

    marks = form_marks.grade(answer, case)
    if answer.is_blank:
        return marks, None
    sent = None if answer.send_back else form_marks.claims_of(answer, case)
    made = travel(case, case.truth_visit if answer.send_back else case.sent_visit, sent)
    return with_money(marks, made), made.as_dict()


def problems(answer: Answer, case) -> list[Problem]:
    """Boxes that cannot be read; told at the box before anything is graded."""
    from sim.learn.tasks.build_claim import marks as form_marks

    return [] if answer.send_back or answer.is_blank else form_marks.unreadable(answer, case)


def findings(answer: Answer, case) -> list[dict]:
    """What the scrubber says of the form as it stands: {box, claim_line_number, severity, message ...}, before anything
    is sent.
    """
    from sim.learn.tasks.build_claim import marks as form_marks

    return form_marks.findings(answer, case)


def key_answer(case) -> dict:
    """The answer that earns everything, as a desk sends it."""
    from sim.learn.tasks.build_claim import marks as form_marks

    if form_marks.is_coders(case):
        return Answer({}, True).as_dict()
    return Answer(form_marks.key_boxes(case)).as_dict()


def start_boxes(case) -> dict:
    """The form as it lies on the desk: as registered and coded, or with empty boxes where the exercise wants them
    typed.
    """
    from sim.learn.tasks.build_claim import marks as form_marks

    return form_marks.start_boxes(case)
