"""What marks would change after an update of the program, the codes or the scenarios: every saved attempt is graded
once more, on the case it was made for, and compared with the marks it has. A case that is no longer drawn as the
learner saw it is named and left as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.classroom.disputes.answers import MarkedAnswer, marked_answers
from sim.classroom.disputes.disputes import new_marks, rulings
from sim.classroom.disputes.rulings import Document, ruled
from sim.classroom.records.records import Records
from sim.classroom.records.trail import note
from sim.ground.database import instant
from sim.ground.errors import CleanClaimError
from sim.learn.desk.marking import graded
from sim.learn.desk.submission import GRADER_VERSION, chart
from sim.learn.exercises.case import Case, draw_from
from sim.learn.exercises.exercise import Exercise
from sim.learn.grading.marks import Marks

CHANGED_CASE = "the case is no longer drawn as the learner saw it"
ItemsOf = Callable[[str], dict[str, Exercise]]  # a learner key -> the items of the assignment with the learner's cases


@dataclass(frozen=True)
class Change:
    """What happened to one attempt: old and new score (new: None where it can't be graded again, with `why_not`), and
    the places whose mark is another."""

    attempt_id: str
    learner: str
    item: str
    old: float
    new: float | None
    places: tuple[str, ...]
    why_not: str = ""


@dataclass(frozen=True)
class Regraded:
    """`looked_at`: attempts; `changes`: those whose marks are others now, and those that can't be graded again."""

    looked_at: int
    changes: tuple[Change, ...]


def regrade(
    records: Records, class_name: str, assignment: str, items_of: ItemsOf, who: str = "", dry_run: bool = True
) -> Regraded:
    """Grade every saved attempt of an assignment again; rulings stay in force. dry_run: change nothing."""
    made, store = rulings(records, class_name, assignment), records.store
    reason = f"Graded again after an update ({instant()})"
    changes, rows = [], list[tuple[str, dict[str, Any]]]()
    attempts = [one for one in marked_answers(store, class_name, assignment) if "score" in one.stands]
    for one in attempts:
        fresh, why_not = graded_again(one, items_of(one.learner))
        document = None if fresh is None else ruled(made, one.item, one.case, one.attempt["answer"], fresh)
        change = _change(one, document, why_not)
        if change is None:
            continue
        changes.append(change)
        if fresh is not None and document is not None:
            rows += new_marks(records, one, fresh, f"{reason}, before rulings")[:1] if document is not fresh else []
            rows += new_marks(records, one, document, reason)
    if rows and not dry_run:
        store.append(rows)
        details = {"attempts": len(attempts), "changed": len(changes), "grader": GRADER_VERSION}
        note(records, class_name, who, "regraded", assignment, details)
    return Regraded(len(attempts), tuple(changes))


def graded_again(one: MarkedAnswer, items: dict[str, Exercise]) -> tuple[Document | None, str]:
    """(the marks of an attempt as they would be given today, "") or (None, why not)."""
    if one.item not in items:
        return None, "the item is no longer in the assignment"
    try:
        case = draw_from(items[one.item], int(one.attempt["variant"]))
        if not _is_same(case, one.attempt):
            return None, CHANGED_CASE
        marks = graded(case, one.attempt["answer"])[1]
    except CleanClaimError as error:
        return None, error.what
    return (marks.as_dict("key"), "") if isinstance(marks, Marks) else (None, "the answer can't be read any more")


def _is_same(case: Case, attempt: dict[str, Any]) -> bool:
    """Is it the chart that the learner had?"""
    return attempt.get("chart") in (chart(case, False), chart(case, True))


def _change(one: MarkedAnswer, document: Document | None, why_not: str) -> Change | None:
    old = float(one.stands.get("score") or 0)
    if document is None:
        return Change(one.attempt["id"], one.learner, one.item, old, None, (), why_not)
    before, after = (_by_place(marks) for marks in (one.stands, document))
    places = tuple(sorted(place for place in {*before, *after} if before.get(place) != after.get(place)))
    if not places and old == document["score"]:
        return None
    return Change(one.attempt["id"], one.learner, one.item, old, float(document["score"]), places)


def _by_place(document: Document) -> dict[str, list[tuple[str, float]]]:
    """What is said of each place, in verdicts and points; words may change freely."""
    found: dict[str, list[tuple[str, float]]] = {}
    for mark in document.get("marks") or ():
        place = str(mark.get("where", ""))
        found.setdefault(place, []).append((str(mark.get("verdict")), float(mark.get("earned") or 0)))
    return found
