"""What the instructor's pages share: the class of whoever is signed in, one of its people, one of its assignments, and
a line that says what was just done.

The class is that of the instructor's log-in, never one that an address names.
"""

from collections.abc import Mapping
from typing import Any

from tornado.web import HTTPError

from sim.classroom.assignments.assigned import assignment_of
from sim.classroom.assignments.assignment import Assignment
from sim.classroom.records.classes import Class, class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member, member
from sim.ground.errors import CleanClaimError
from sim.ui.serve.page import Page


BAR = (  # the links above every page
    ("home", "/class", "Overview"),
    ("roster", "/class/roster", "Roster"),
    ("new", "/class/new", "New assignment"),
    ("disputes", "/class/disputes", "Disputes"),
    ("gradebook", "/class/gradebook", "Gradebook"),
    ("readiness", "/class/readiness", "Readiness"),
    ("trail", "/class/trail", "Audit trail"),
)


class ClassPage(Page):
    """A page of the instructor's own class. `done`: what this page may say after a form was sent, by a short name that
    the address carries (?done=removed)."""

    role = "instructor"
    done: Mapping[str, str] = {}

    @property
    def records(self) -> Records:
        """The tables of the classroom."""
        return self.service.records

    async def made(self) -> Class:
        """The class."""
        return await self.aside(class_of, self.records, self.member.class_name)

    async def person(self, learner: str) -> Member:
        """Somebody of this class; no page for anybody else."""
        try:
            found = await self.aside(member, self.records, learner)
        except CleanClaimError:
            raise HTTPError(404) from None
        if found.class_name != self.member.class_name:
            raise HTTPError(404)
        return found

    async def given(self, name: str) -> Assignment:
        """An assignment of this class; no page for any other."""
        try:
            return await self.aside(assignment_of, self.records, self.member.class_name, name)
        except CleanClaimError:
            raise HTTPError(404) from None

    async def show_class(self, template: str, here: str, **values: Any) -> None:
        """Write a page of the class. here: which link of the bar above leads to it."""
        done = self.done.get(self.get_query_argument("done", ""), "")
        shown = {"told": done, "fault": "", **values}
        self.show(template, made=await self.made(), here=here, bar=BAR, **shown)

    def address(self) -> str:
        """What people type to come here, such as https://desks.example.edu."""
        return self.service.settings.address.rstrip("/") or f"{self.request.protocol}://{self.request.host}"


def fault_words(error: CleanClaimError) -> str:
    """An error as a page says it: what, what was expected, what to do.

    >>> fault_words(CleanClaimError("the roster is too large", "roster.csv", "at most 5 people", "split it"))
    'The roster is too large. Expected: at most 5 people. To do: split it.'
    """
    parts = (error.what[:1].upper() + error.what[1:], _led("Expected", error.expected), _led("To do", error.todo))
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def _led(word: str, text: str) -> str:
    return f"{word}: {text}" if text else ""
