"""After an item is finished in practice: what happened, what it cost, the rules with the files that state them, where
to read more, and the next step. Everything comes from the marks that the learner was given.
"""

from typing import Any

from sim.learn.desk.desk_state import DeskState
from sim.learn.desk.marking import graded
from sim.learn.exercises.case import Case
from sim.learn.grading import error_kinds
from sim.learn.grading.marks import Marks
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.steps_given import given_fields
from sim.ui.desks import common
from sim.ui.desks.marks import consequence
from sim.ui.desks.rule_files import file_of, source_of
from sim.ui.desks.words import count

View = dict[str, Any]  # JSON: what a page is sent
MOST_RULES = 4


def recap(now: DeskState, case: Case) -> View | None:
    """The recap of a finished item; None before, and in assessed work."""
    if case.exercise.mode != "practice" or not now.finished:
        return None
    wrong = wrong_marks(now, case)
    return {
        "heading": "Recap",
        "happened": happened(now, case),
        "mistakes": mistakes(wrong),
        "cost": costs(wrong),
        "rules": rules(now, case, wrong),
        "next": common.counted(now, case),
    }


def wrong_marks(now: DeskState, case: Case) -> list[View]:
    """The marks that were not right, of the first submission that had some. They were shown as questions then; now that
    the item is finished they are worked out again with their names and rules."""
    first = next((one for one in now.submitted if _wrong((one.get("result") or {}).get("marks") or [])), None)
    if first is None:
        return []
    marks = graded(case, first["answer"])[1]
    return _wrong(marks.as_dict("key")["marks"]) if isinstance(marks, Marks) else []


def _wrong(marks: list[View]) -> list[View]:
    return [mark for mark in marks if mark["verdict"] in ("wrong", "missing", "partly")]


def happened(now: DeskState, case: Case) -> str:
    """How it went, in a sentence or two."""
    told = [one["result"] for one in now.submitted if "right" in (one.get("result") or {})]
    if not told:
        return "The answer was shown before anything was submitted."
    right = [f"{min(one['right'], most)} of {most}" for one in told if (most := max(one["entered"], one["key"]))]
    first = f"First submission: {right[0]} right." if right else ""
    last = f" Submission {len(right)}: {right[-1]} right." if len(right) > 1 else ""
    names = given_fields(case)
    given = f" {count(len(names), 'field was', 'fields were')} filled in for you." if names else ""
    shown = " The answer was shown." if now.shown else ""
    return first + last + given + shown


def mistakes(wrong: list[View]) -> list[str]:
    """What went wrong, by the names of the mistakes where they have one."""
    kinds = dict.fromkeys(mark["error"] for mark in wrong if mark.get("error"))
    return [f"{words[:1].upper()}{words[1:]}." for kind in kinds if (words := error_kinds.words(kind).rstrip("."))]


def costs(wrong: list[View]) -> list[str]:
    """What the mistakes cost, in dollars and days, where they cost something.

    >>> costs([{"consequence": {"owed_not_paid_amount": 1935}}, {"consequence": None}])
    ['$19.35 owed and not paid.']
    """
    told = (consequence(mark.get("consequence")).removeprefix("Cost: ") for mark in wrong)
    return [f"{words[:1].upper()}{words[1:]}" for words in dict.fromkeys(told) if words]


def rules(now: DeskState, case: Case, wrong: list[View]) -> list[View]:
    """The rules behind what was not right, else behind all marks, else behind the worked case; each with the file that
    states it and where to read more."""
    marks = (now.result or {}).get("marks") or []
    worked = [step.cite for step in task_of(case.exercise.task).worked(case)]
    found = next(
        (cites for cites in (_cites(wrong), _cites(marks), worked) if any(cites)),
        [],
    )
    return [_rule(cite) for cite in dict.fromkeys(filter(None, found))][:MOST_RULES]


def _cites(marks: list[View]) -> list[str]:
    return [mark.get("cite") or "" for mark in marks]


def _rule(cite: str) -> View:
    source = source_of(cite)
    return {"cite": cite, "file": file_of(cite), "more": source._asdict() if source else None}
