"""An assignment as the file it could have been read from."""

import json
from datetime import datetime

from sim.classroom.assignments.assignment import Assignment

PLAIN = ("title", "mode", "opens", "due", "closes", "attempts", "counts", "minutes", "key_after_close", "search")
STANDARD = Assignment("", "", "", ())  # what a file leaves out


def toml_of(given: Assignment) -> str:
    """The text of its file.

    >>> from sim.classroom.assignments.assignment import Item
    >>> knee = Item(1, "coder_04_knee", 2.0, 12.0)
    >>> print(toml_of(Assignment("week_3", 'Knees, "both"', "homework", (knee,), attempts=2)))
    title = "Knees, \\"both\\""
    mode = "homework"
    attempts = 2
    <BLANKLINE>
    [[item]]
    exercise = "coder_04_knee"
    weight = 2
    <BLANKLINE>
    """
    lines = [
        f"{name} = {_written(getattr(given, name))}"
        for name in (*PLAIN, "private_only")
        if getattr(given, name) != getattr(STANDARD, name)
    ]
    if given.late is not None:
        late = given.late
        lines += ["", "[late]", f"percent_per_day = {late.percent_per_day:g}", f"most_percent = {late.most_percent:g}"]
    for item in given.items:
        lines += ["", "[[item]]", f"exercise = {_written(item.origin)}"]
        lines += [f"weight = {item.weight:g}"] if item.weight != 1 else []
    return "\n".join([*lines, ""])


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
