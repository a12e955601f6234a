"""The roster as its page shows it, and what was pasted or uploaded there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sim.classroom.assignments.times import moment_words
from sim.classroom.records.classes import Class
from sim.classroom.records.entry import last_visits, make_link
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Entered, Member, enter_rows, members, pasted_rows, rows_of

NEVER = "never"


@dataclass(frozen=True)
class PersonLine:
    """Somebody, and when he last signed in: as a text that can be sorted and in words."""

    member: Member
    last: str
    last_words: str


@dataclass(frozen=True)
class Slip:
    """One learner's part of the handout."""

    name: str
    address: str


def people_lines(records: Records, made: Class) -> tuple[PersonLine, ...]:
    """Everybody on the roster, by name."""
    visits = last_visits(records, made.name)
    return tuple(
        PersonLine(one, visits.get(one.learner, ""), visit_words(made, visits.get(one.learner, "")))
        for one in members(records, made.name)
    )


def visit_words(made: Class, at: str) -> str:
    """When somebody signed in, in words; "never" for an empty text."""
    return moment_words(made, datetime.fromisoformat(at)) if at else NEVER


def enter_people(records: Records, class_name: str, pasted: str, file: tuple[str, bytes] | None, who: str) -> Entered:
    """Enter what was pasted and what was uploaded (its name and content). Raises CleanClaimError for what is not a
    list, and then enters nobody.
    """
    rows = [*(rows_of(file[1], file[0]) if file else ()), *(pasted_rows(pasted) if pasted.strip() else ())]
    return enter_rows(records, class_name, rows, who)


def new_slips(records: Records, people: Iterable[Member], address: str) -> tuple[Slip, ...]:
    """A new personal link for each of them."""
    return tuple(Slip(one.name, f"{address}/join/{make_link(records, one.learner)}") for one in people)
