"""A submission: read, graded, followed to the payer, and the rows to be kept. What the mode may not show is not in the
row that a desk shows.
"""

import uuid
from hashlib import blake2b
from typing import Any

from sim.clinic.visits.chart import text
from sim.ground.errors import CleanClaimError
from sim.ground.files import find
from sim.learn.desk.attempt_store import classroom
from sim.learn.desk.desk_state import DeskState
from sim.learn.desk.event_rows import EventRow, event_row
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.grading.marks import Marks
from sim.learn.grading.open_journey import without_key
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.form_answers import read
from sim.reference.icd10cm_build import PACKAGE, installed

GRADER_VERSION = "2"
Given = dict[str, Any]  # JSON: an answer as a desk sends it


def graded(case: Case, given: Given) -> tuple[Any, Marks | list[Problem]]:
    """(the answer as read, its marks); problems in the place of marks for what cannot be read. First the Form is asked,
    where the answer has its fields, then the task."""
    task = task_of(case.exercise.task)
    form = task.form(case)
    problems = read(form, given)[1] if form.is_answer else []
    answer = problems or task.parse(given)
    return answer, answer if isinstance(answer, list) else task.grade(answer, case)


def submitted(case: Case, learner: str, now: DeskState, answer: Given) -> list[EventRow]:
    """The rows of a submission; for a format that cannot be read only an event that says so, which costs nothing."""
    found, marks = graded(case, answer)
    if not isinstance(marks, Marks):
        return [event_row(learner, now, "submit", {"answer": answer, "problems": problem_rows(marks)})]
    attempt_id = str(uuid.uuid4())
    reveals = level(case.exercise.reveals, marks, found.is_blank, tries(now))
    shown = {"attempt_id": attempt_id, "answer": answer, "mode": case.exercise.mode, **told(marks, reveals)}
    attempt = {
        **classroom(),
        "id": attempt_id,
        "learner": learner,
        "desk": now.desk,
        "exercise": case.exercise.name,
        "task": case.exercise.task,
        "mode": case.exercise.mode,
        "variant": case.variant,
        "scenario": case.row["scenario"],
        "scenario_hash": case.row["scenario_hash"],
        "draws": {"choices": case.row["choices"], **({"coded": case.own.as_dict()} if case.own is not None else {})},
        "chart": chart(case, bool(now.question)),
        "editions": editions(case),
        "grader_version": GRADER_VERSION,
        "answer": found.as_dict(),
    }
    kept = {
        "attempt_id": attempt_id,
        "learner": learner,
        "exercise": case.exercise.name,
        "grader_version": GRADER_VERSION,
        "points": marks.points,
        "earned": round(marks.score * marks.points, 4),
        "marks": marks.as_dict(case.exercise.reveals),  # the learner can read this file: no key before its time
    }
    return [("attempts", attempt), ("marks", kept), event_row(learner, now, "submit", shown)]


def problem_rows(problems: list[Problem]) -> list[Given]:
    """Problems as an event keeps them."""
    return [{"where": one.where, "what": one.what, "expected": one.expected, "line": one.line()} for one in problems]


def level(mode: str, marks: Marks, is_blank: bool, before: int) -> str:
    """How much of the marks a submission shows (sim/learn/grading/marks.py). In practice a first try is answered with a
    question or a place in the record, a later one with the reason; the key comes when all is right, or on request. An
    empty answer earns questions only. before: tries of this item until now.

    >>> from sim.learn.grading.marks import Mark
    >>> wrong, right = Marks((), 1, 1), Marks((Mark("x", "right", "", earned=1.0),), 1, 1)
    >>> level("key", wrong, False, 0), level("key", wrong, False, 1), level("key", wrong, True, 5)
    ('question', 'reason', 'question')
    >>> level("key", right, False, 0), level("hint", right, False, 0)
    ('key', 'hint')
    """
    if mode != "key":
        return mode
    if marks.score >= 1 and all(mark.verdict in ("right", "free") for mark in marks.marks):
        return "key"
    return "question" if is_blank or not before else "reason"


def tries(now: DeskState) -> int:
    """Submissions of this item that had something in them."""
    return sum(bool(one["answer"]) and not is_empty(one["answer"]) for one in now.submitted)


def is_empty(answer: object) -> bool:
    """Nothing in it at any depth: no text, no number, no yes.

    >>> is_empty({"diagnoses": [""], "nothing_more": False}), is_empty({"diagnoses": ["I10"]})
    (True, False)
    """
    if isinstance(answer, dict):
        return all(is_empty(one) for one in answer.values())
    if isinstance(answer, list):
        return all(is_empty(one) for one in answer)
    return not answer


def told(marks: Marks, reveals: str) -> dict[str, Any]:
    """Marks and the way of the claim at a level, as a desk keeps them."""
    way = marks.journey
    if reveals in ("none", "hint"):
        way = None
    elif reveals != "key" and way is not None:
        way = without_key(way)
    return {"result": marks.as_dict(reveals), "journey": way}


def chart(case: Case, asked: bool) -> str:
    """The rendered chart, as it stood before the learner."""
    return text(case.documents_when(asked))


def editions(case: Case) -> dict[str, str]:
    """Which editions graded this: the date of service, the diagnosis library, fingerprints of codes, fees, edits and of
    the payer's own file.
    """
    payer = case.row["payer_code"]
    return {
        "service_date": str(case.row["service_date"]),
        "payer": payer,
        "diagnoses": _library(),
        **{name: _fingerprint(path) for name, path in {**FILES, "policies": f"data/payers/{payer}.toml"}.items()},
    }


FILES = {"codes": "data/codes/procedures.csv", "fees": "data/fees/mpfs_2026.csv", "edits": "data/edits/ptp.csv"}


def _library() -> str:
    return f"{PACKAGE} {installed()}"


def _fingerprint(path: str) -> str:
    """A short hash of a content file; "none" for one that was removed, as the file of CPT numbers may be."""
    try:
        return blake2b(find(path).read_bytes(), digest_size=6).hexdigest()
    except (CleanClaimError, OSError):
        return "none"
