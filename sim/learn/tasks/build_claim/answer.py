"""The biller's answer: the numbered form as it was filled in.

    {"boxes": {"1a": "1S34A56BC78", "24D.1": "99214", "24D-1.1": "25", ...}, "send_back": false, "note": ""}

Boxes are those of the form (data/codes/cms1500.csv); a box of a service line is written "24D.2". `send_back` returns
the work to the coder instead of sending the claim: a biller changes no code alone.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from sim.learn.exercises.answer_format import Problem, Reading

FIELDS = ("boxes", "send_back", "note")
BOX = re.compile(r"carrier|[0-9]{1,2}[A-Za-z]{0,2}(?:-[a-z0-9]{1,4})?(?:\.[0-9]{1,2})?", re.ASCII)
MOST_BOXES = 1_200


@dataclass(frozen=True)
class Answer:
    """What was typed: box -> text."""

    boxes: dict[str, str] = field(default_factory=dict)
    send_back: bool = False
    note: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing was typed."""
        return not any(self.boxes.values()) and not self.send_back

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        return {"boxes": dict(self.boxes), "send_back": self.send_back, "note": self.note}


def parse(given: object) -> Answer | list[Problem]:
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


def _boxes(read: Reading, given: object) -> dict[str, str]:
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
