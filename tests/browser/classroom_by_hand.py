"""People of a class at work, for the story of a classroom: an assigned item as its own learner's page shows it, to be
typed into a browser, and learners who hand in without one; gradebooks as four learning platforms export them.
"""

import csv
import io
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "browser"), str(TESTS / "ui" / "desks")]
from page_by_hand import PageByHand  # noqa: E402

from sim.classroom.assignments.seats import seat_of  # noqa: E402
from sim.learn.desk.learner_desk import act, here  # noqa: E402
from sim.learn.desk.own_work import case_of  # noqa: E402
from sim.learn.desk.seat import seated  # noqa: E402
from sim.learn.desk.submission import is_empty  # noqa: E402
from sim.learn.exercises.case import draw  # noqa: E402
from sim.learn.exercises.exercise import exercise, exercises  # noqa: E402
from sim.learn.lint.exercise_proofs import answer_of  # noqa: E402
from sim.learn.tasks.contract import mistaken, task_of  # noqa: E402
from sim.ui.desks.session import Session  # noqa: E402


class ItemByHand(PageByHand):
    """An item that lies open on a learner's desk, with the key entered."""

    def __init__(self, records, member, assignment: str, name: str) -> None:
        with seated(seat_of(records, member, assignment, datetime.now(UTC))):
            item = exercise(name)
            self.name, self.task, self.order = name, item.task, 0
            self.session = Session(item.desk, store=records.store)
            self.session.learner = member.learner
            now = here(records.store, member.learner, item.desk)
            assert now.exercise == name
            self.case, self.shown = case_of(records.store, member.learner, now), self.session.view(now)
            self.enter(self.key)

    @property
    def view(self):
        """What the page shows."""
        return self.shown


def without_side(answer: dict) -> dict:
    """The side's modifier left out."""
    lines = [{**one, "modifiers": [m for m in one["modifiers"] if m not in ("LT", "RT")]} for one in answer["services"]]
    return {**answer, "services": lines}


def hand_in(records, member, assignment: str, choose) -> None:
    """The items of an assignment, handed in as a page does it. choose(item, case): the answer; an item for which there
    is nothing stays open."""
    with seated(seat_of(records, member, assignment, datetime.now(UTC))):
        for item in exercises().values():
            act(records.store, member.learner, "open_item", {"exercise": item.name}, item.desk)
            answer = choose(item, draw(item.name))
            if not is_empty(answer):
                act(records.store, member.learner, "submit", {"answer": answer, "page": "p"}, item.desk)


def answered(item, case, rng, ability: float) -> dict:
    """What a learner of this ability enters: the key, a mistake that the task knows, or nothing."""
    task, luck = task_of(item.task), rng.random()
    if luck < ability:
        return task.key(case)
    if luck > 0.9:
        return next(answer_of(one, case) for one in item.samples if one.answer == "blank")
    errors = [one.answer.removeprefix("mistake ") for one in item.samples if str(one.answer).startswith("mistake ")]
    rng.shuffle(errors)
    return next(filter(None, (mistaken(task, case, error) for error in errors)), None) or {}


@dataclass(frozen=True)
class Export:
    """How a platform writes its gradebook: what comes before the learners, and a learner's cells; which column is
    the item's."""

    head: tuple[tuple[str, ...], ...]
    cells: tuple[str, ...]  # names of a learner's data, or texts
    column: int
    delimiter: str = ","
    coding: str = "utf-8"

    def file(self, people, title: str, most: float) -> bytes:
        """The file with every learner and no points."""
        out = io.StringIO()
        write = csv.writer(out, delimiter=self.delimiter, lineterminator="\r\n")
        write.writerows([cell.format(title=title, most=most) for cell in row] for row in self.head)
        for number, one in enumerate(people):
            first, _, last = one.name.rpartition(" ")
            told = {"first": first, "last": last, "email": one.email, "id": one.school_id, "n": number}
            write.writerow([cell.format(**told) for cell in self.cells])
        return out.getvalue().encode(self.coding)

    def points(self, content: bytes) -> list[str]:
        """What stands in the item's column, learner by learner."""
        rows = list(csv.reader(io.StringIO(content.decode(self.coding), newline=""), delimiter=self.delimiter))
        return [row[self.column] for row in rows[len(self.head) :]]


EXPORTS = {
    "Canvas": Export(
        (
            ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", "{title} (84512)", "Final Score"),
            ("    Points Possible", "", "", "", "", "{most:.2f}", "(read only)"),
        ),
        ("{last}, {first}", "51{n}", "{id}", "login{n}", "HIT 101", "", "80.00"),
        5,
    ),
    "Moodle": Export(
        (("First name", "Surname", "ID number", "Email address", "Assignment: {title} (Real)", "Course total (Real)"),),
        ("{first}", "{last}", "", "{email}", "-", "-"),
        4,
    ),
    "Blackboard": Export(
        (("Last Name", "First Name", "Username", "Student ID", "{title} [Total Pts: {most:g} Score] |403340"),),
        ("{last}", "{first}", "login{n}", "{id}", ""),
        4,
        "\t",
        "utf-16",
    ),
    "Brightspace": Export(
        (
            (
                "OrgDefinedId",
                "Username",
                "Last Name",
                "First Name",
                "Email",
                "{title} Points Grade <Numeric MaxPoints:{most:g} Weight:5>",
                "End-of-Line Indicator",
            ),
        ),
        ("#{id}", "#login{n}", "{last}", "{first}", "{email}", "", "#"),
        5,
    ),
}
