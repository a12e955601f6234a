"""A submission: what was handed in, read and kept. Its marks are made of what was saved (sim/learn/desk/marking.py), at
once or later.
"""

import uuid
from hashlib import blake2b
from typing import Any

from sim.clinic.visits.chart import text
from sim.ground.errors import CleanClaimError
from sim.ground.files import find
from sim.learn.desk.desk_state import DeskState, reaches
from sim.learn.desk.event_rows import EventRow, event_row
from sim.learn.desk.seat import classroom
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.tasks.contract import task_of, unreadable
from sim.learn.tasks.form_answers import read
from sim.reference.icd10cm_build import PACKAGE, installed

GRADER_VERSION = "2"
ATTEMPTS = uuid.UUID("0d0a3a3e-6f0b-4a51-8f6d-9f3b7a2c5e40")  # the names below which attempts have their ids
Given = dict[str, Any]  # JSON: an answer as a desk sends it


def readable(case: Case, given: Given) -> Any | list[Problem]:
    """The answer as read, or what cannot be read of it. First the Form is asked, where the answer has its fields, then
    the task."""
    task = task_of(case.exercise.task)
    form = task.form(case)
    problems = read(form, given)[1] if form.is_answer else []
    answer = problems or task.parse(given)
    return answer if isinstance(answer, list) else unreadable(task, answer, case) or answer


def saved(case: Case, learner: str, now: DeskState, answer: Given) -> list[EventRow]:
    """The rows of a submission that waits for its marks: the attempt, and the event under the same id. For a format
    that cannot be read only an event that says so, which costs nothing."""
    found = readable(case, answer)
    if isinstance(found, list):
        return [refused(learner, now, answer, found)]
    attempt_id = _attempt_id(case, learner, now)
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
        "answer": answer,
        "mode": case.exercise.mode,
        "item": now.item,
        "before": tries(now),
        "reaches": reaches(now, case.exercise.mode),
    }
    table, row = event_row(learner, now, "submit", kept)
    return [("attempts", attempt), (table, {**row, "id": attempt_id})]


def _attempt_id(case: Case, learner: str, now: DeskState) -> str:
    """An id of its own; where each case is handed in once the same for whoever hands it in: two windows, or the
    deadline."""
    if not case.exercise.attempts:
        return str(uuid.uuid4())
    here = classroom()
    place = (here["class_name"], here["assignment"], learner, case.exercise.name, case.variant, now.given_back)
    return str(uuid.uuid5(ATTEMPTS, repr(place)))


def refused(learner: str, now: DeskState, answer: Given, problems: list[Problem]) -> EventRow:
    """The event of an answer that cannot be read."""
    return event_row(learner, now, "submit", {"answer": answer, "problems": problem_rows(problems)})


def problem_rows(problems: list[Problem]) -> list[Given]:
    """Problems as an event keeps them."""
    return [{"where": one.where, "what": one.what, "expected": one.expected, "line": one.line()} for one in problems]


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
