"""The stored answers of an assignment with their latest marks, as disputes look at them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sim.classroom.disputes.entries import Entry, Mark, case_of, entry_of, is_wrong
from sim.ground.database import plain
from sim.ground.errors import CleanClaimError
from sim.learn.desk.attempt_store import Store


@dataclass(frozen=True)
class MarkedAnswer:
    """An attempt with its marks. `graded`: as the grader gave them last; `stands`: what stands now, after rulings."""

    attempt: dict[str, Any]
    graded: dict[str, Any]
    stands: dict[str, Any]

    @property
    def learner(self) -> str:
        """Whose it is."""
        return str(self.attempt["learner"])

    @property
    def item(self) -> str:
        """The exercise of the assignment."""
        return str(self.attempt["exercise"])

    @property
    def case(self) -> str:
        """Scenario and decisions."""
        return case_of(self.attempt)

    @property
    def marks(self) -> list[Mark]:
        """The grader's marks, in the order in which the learner sees them."""
        return list(self.graded.get("marks") or ())

    def entries(self) -> Iterator[tuple[int, Entry]]:
        """(place of the mark, entry) of everything that the grader marked wrong."""
        for place, mark in enumerate(self.marks):
            if is_wrong(mark):
                yield place, entry_of(mark, self.attempt["answer"])


def marked_answers(
    store: Store, class_name: str, assignment: str | None = None, item: str | None = None
) -> list[MarkedAnswer]:
    """Every marked attempt of a class, oldest first; of one assignment or item where it is named."""
    attempts = store.rows("attempts", class_name=class_name, assignment=assignment, exercise=item)
    marks: dict[str, list[dict[str, Any]]] = {}
    for row in store.rows("marks", exercise=item):
        marks.setdefault(row["attempt_id"], []).append(row["marks"])
    return [_marked(one, marks[one["id"]]) for one in attempts if one["id"] in marks]


def marked_answer(store: Store, class_name: str, attempt_id: str) -> MarkedAnswer:
    """One marked attempt. Raises CleanClaimError where the class has none such."""
    attempts = store.rows("attempts", id=str(attempt_id), class_name=class_name)
    marks = [row["marks"] for row in store.rows("marks", attempt_id=str(attempt_id))]
    if not attempts or not marks:
        raise CleanClaimError(
            f"no marked attempt {plain(attempt_id)[:40]!r}", f"class {class_name}", "the id of one", "look it up"
        )
    return _marked(attempts[0], marks)


def _marked(attempt: dict[str, Any], marks: list[dict[str, Any]]) -> MarkedAnswer:
    graded = [one for one in marks if is_graded(one)]
    return MarkedAnswer(attempt, (graded or marks)[-1], marks[-1])


def is_graded(document: dict[str, Any]) -> bool:
    """Are these the grader's own marks, which no ruling has changed?

    >>> is_graded({"marks": [{"where": "q1"}]}), is_graded({"marks": [{"where": "q1", "ruling": 4}]}), is_graded({})
    (True, False, False)
    """
    return "marks" in document and not any("ruling" in mark for mark in document["marks"] or ())
