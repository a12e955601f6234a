"""A class in a notebook, for an instructor at one machine: one call makes or opens it, one shows each table. The same
class stands on the pages of `serve`.

    mine = sim.my_class("billing_101", "Billing 101")
    mine.enter("Rosa Delgado-Synth, rosa@example.edu, S-1042")
    mine.assign("Week 1", "coder_04_knee, level_02_throat", due="2026-12-08 23:59")
    mine.board("Week 1")

Every call may be repeated: who is on the roster is not entered twice, and an assignment of this title is the same one.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from html import escape
from typing import TYPE_CHECKING, Any

from sim.classroom.assignments.assigned import assign, assign_file, assignment_of, assignments
from sim.classroom.assignments.assignment import Assignment, from_content
from sim.classroom.assignments.assignment_toml import toml_of
from sim.classroom.marking.queue import Queue, mark_pending
from sim.classroom.records.classes import Class, class_of, new_class
from sim.classroom.records.entry import make_link
from sim.classroom.records.records import Records, Row
from sim.classroom.records.roster import Entered, add_member, enter_roster, enter_rows, members, pasted_rows
from sim.ground.database import plain
from sim.ground.errors import CleanClaimError
from sim.learn.exercises.exercise import exercise
from sim.ui.serve.class_pages.assignment_form import name_of
from sim.ui.serve.class_pages.board import Cell, board
from sim.ui.serve.class_pages.exercise_list import ExerciseLine, exercise_lines
from sim.ui.serve.class_pages.figures import gradebook
from sim.ui.serve.class_pages.overview import overview
from sim.ui.serve.class_pages.people import people_lines
from sim.ui.serve.server import address_of
from sim.ui.serve.settings import Settings
from sim.ui.terminal.answered import person
from sim.ui.terminal.arguments import PORT

if TYPE_CHECKING:
    from pandas import DataFrame

MODE = "homework"  # of an assignment whose mode is not told
# a notebook sets the cells of a table to the right, as for numbers; these hold words
STYLE = "<style>table.cc-class th, table.cc-class td { text-align: left }</style>"
LAST_MINUTE = time(23, 59)  # a day alone as due time means its end


@dataclass(frozen=True)
class Shown:
    """What a call shows: lines of words, then a table, as HTML in a notebook and as text elsewhere."""

    words: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    @property
    def table(self) -> "DataFrame":
        """The table as a pandas frame."""
        import pandas

        return pandas.DataFrame(list(self.rows), columns=list(self.head))

    def _repr_html_(self) -> str:
        import pandas

        # a name is shown as it is written: whole, and no formula even with dollar signs in it
        with pandas.option_context("display.max_colwidth", None, "display.html.use_mathjax", False):
            table = self.table.to_html(index=False, border=0, classes="cc-class") if self.rows else ""
        return STYLE + "".join(f"<p>{escape(line)}</p>" for line in self.words) + table

    def __repr__(self) -> str:
        return "\n".join([*self.words, *([self.table.to_string(index=False)] if self.rows else [])])


class MyClass:
    """A class and what an instructor does with it. Shown by itself: class code and assignments.

    >>> import tempfile
    >>> mine = MyClass(Records.at(tempfile.mkdtemp()), "billing_101", "Billing 101")
    >>> mine.enter("Rosa Delgado-Synth, rosa@example.edu, S-1042").words
    ('1 new, 0 known.',)
    >>> _ = mine.assign("Week 1", "coder_04_knee")
    >>> mine.board("Week 1").rows
    (('Rosa Delgado-Synth', '– not opened', '0 of 6', 'not yet'),)
    """

    def __init__(self, records: Records, name: str, title: str = "", time_zone: str = "America/New_York") -> None:
        self._records, self._name = records, name
        self._was_there = records.first("classes", name=name) is not None
        if not self._was_there:
            new_class(records, name, title, time_zone)

    @property
    def _class(self) -> Class:
        return class_of(self._records, self._name)

    def __repr__(self) -> str:
        return repr(self.assignments())

    def _repr_html_(self) -> str:
        return self.assignments()._repr_html_()

    def assignments(self) -> Shown:
        """The class code, how many belong to the class, and each assignment with how it stands."""
        made = self._class
        found = overview(self._records, made.name, datetime.now(UTC))
        closed = "" if made.is_open else " The class is closed: nobody comes in."
        return Shown(
            (
                f"{made.title} ({'opened' if self._was_there else 'made'}). Class code: {made.code}.{closed}",
                f"Learners: {found.learners}. Instructors: {found.instructors}. Time zone: {made.time_zone}.",
                *([] if found.lines else ["No assignment yet."]),
            ),
            ("Assignment", "Mode", "Items", "State", "Handed in", "Waiting for marks"),
            tuple(
                (one.title, one.mode, one.items, one.state, f"{one.whole} of {one.learners}", one.pending)
                for one in found.lines
            ),
        )

    def enter(self, people: str) -> Shown:
        """Enter people: a list with one person a line (name, email, id; a name is enough), or the name of a CSV file.
        Who is there already is brought up to date; nobody is removed. Raises CleanClaimError for what is not a list.
        """
        text = people.strip()
        if "\n" not in text and text.lower().endswith(".csv"):
            done = enter_roster(self._records, self._name, text, person())
            return self._roster(_entered(done, 0))
        there = {one.name.casefold() for one in members(self._records, self._name)}
        rows = pasted_rows("\n".join(line.strip(" ,") for line in text.splitlines()))
        fresh = [_trimmed(row) for row in rows if not _is_known_name(row, there)]
        done = enter_rows(self._records, self._name, fresh, person())
        return self._roster(_entered(done, len(rows) - len(fresh)))

    def roster(self) -> Shown:
        """Everybody of the class."""
        return self._roster()

    def _roster(self, words: tuple[str, ...] = ()) -> Shown:
        lines = people_lines(self._records, self._class)
        return Shown(
            words if lines else (*words, "Nobody is on the roster yet."),
            ("Name", "Email", "ID", "Role", "Last signed in"),
            tuple(
                (one.member.name, one.member.email, one.member.school_id, one.member.role, one.last_words)
                for one in lines
            ),
        )

    def exercises(self, word: str = "") -> Shown:
        """The exercises there are, or those with this word in their name, title, task, desk or competences."""
        found = [one for one in exercise_lines() if word.strip().casefold() in _all_words(one)]
        return Shown(
            (f"{len(found)} exercises.",),
            ("Exercise", "Title", "Task", "Desk", "Level", "Minutes", "Points", "Competences"),
            tuple(
                (
                    one.name,
                    one.title,
                    one.task,
                    one.desk_label,
                    one.level,
                    one.minutes,
                    f"{one.points:g}",
                    ", ".join(one.competences),
                )
                for one in found
            ),
        )

    def assign(self, title: str, exercises: str, mode: str = "", due: str = "", attempts: int = 0) -> Shown:
        """Assign exercises (their names, with commas between them), or change the assignment of this title. mode:
        practice, homework (unless told) or exam; due: such as "2026-12-08 23:59", in the class's time zone; attempts:
        how often an item may be handed in (once unless told). What is not told stays as it was. Raises CleanClaimError
        for what cannot be assigned, and for other items after learners have opened them.
        """
        name = name_of(title)
        old = next((one for one in assignments(self._records, self._name) if one.name == name), None)
        given = from_content(_content(old, title, _names(exercises), mode, due, attempts), name, "assign")
        if given != old:
            assign(self._records, self._name, given, person())
        return self._items(given)

    def assign_file(self, path: str) -> Shown:
        """Assign what a TOML file says (docs/instructors.md). Raises CleanClaimError naming the field."""
        return self._items(assign_file(self._records, self._name, path, person()))

    def _items(self, given: Assignment) -> Shown:
        times = "once" if given.attempts == 1 else f"{given.attempts} times"
        due = f"due {given.due:%Y-%m-%d %H:%M}" if given.due else "no due date"
        return Shown(
            (f"{given.title}: {given.mode}, {due}, each item may be handed in {times}.",),
            ("Item", "Exercise", "Title", "Points"),
            tuple((one.number, one.origin, exercise(one.origin).title, f"{one.points:g}") for one in given.items),
        )

    def board(self, assignment: str) -> Shown:
        """Each learner with each item of an assignment (its title or its name), as it stands now."""
        given, now = self._given(assignment), datetime.now(UTC)
        found = board(self._records, self._class, given, now)
        return Shown(
            (f"{given.title} at {found.at}. Working now: {found.working}. Waiting for marks: {found.saved}.",),
            ("Learner", *(f"{number}. {title}" for number, title in found.heads), "Points", "Last work"),
            tuple(
                (one.name, *map(_cell, one.cells), f"{one.earned:g} of {one.most:g}", one.last_words)
                for one in found.rows
            ),
        )

    def _given(self, text: str) -> Assignment:
        known = assignments(self._records, self._name)
        called = next((one.name for one in known if one.title.casefold() == text.strip().casefold()), text)
        return assignment_of(self._records, self._name, called)

    def mark(self) -> Shown:
        """Mark what was handed in and waits. `serve` does it by itself."""
        done = mark_pending(Queue(self._records, "notebook"))
        return Shown((f"Answers marked: {len(done)}.",), (), ())

    def gradebook(self) -> Shown:
        """Every learner's points of every assignment."""
        found = gradebook(self._records, self._class, datetime.now(UTC))
        return Shown(
            () if found.heads and found.lines else ("Nothing to show before there are learners and an assignment.",),
            ("Name", "ID", *(f"{title} (of {most:g})" for _, title, most in found.heads), "Total"),
            tuple(
                (
                    line.person.name,
                    line.person.school_id,
                    *map(_points, line.points, line.words),
                    f"{line.total:g}",
                )
                for line in found.lines
            ),
        )

    def how_to_serve(self, your_name: str = "") -> Shown:
        """How the pages of this class are started, and their address. With your name: enters you as an instructor,
        unless you are one, and makes a link of your own, which works once.
        """
        made, address = self._class, address_of(Settings(), PORT)
        command = f"run.py serve --class {made.name}"
        rows = [
            ("In a terminal, in the CleanClaim folder", f"python3 {command}"),
            ("The same on Windows", f"py {command}"),
            ("Open on this computer", address),
            ("For learners at other computers", f"python3 {command} --host 0.0.0.0"),
            ("They open", f"http://NAME-OR-NUMBER-OF-THIS-COMPUTER:{PORT}"),
            ("They enter", f"class code {made.code}, their name, and a PIN that they choose"),
        ]
        if your_name.strip():
            rows.append(("Your own link (works once)", f"{address}/join/{self._link(your_name)}"))
        return Shown((), ("Step", "Enter or open"), tuple(rows))

    def _link(self, name: str) -> str:
        wanted = plain(name).strip()
        known = (one for one in members(self._records, self._name) if one.is_instructor)
        one = next((one for one in known if one.name.casefold() == wanted.casefold()), None)
        one = one or add_member(self._records, self._name, wanted, role="instructor", who=person())
        return make_link(self._records, one.learner)


def _entered(done: Entered, more_known: int) -> tuple[str, ...]:
    return f"{len(done.new)} new, {len(done.known) + more_known} known.", *done.problems


def _all_words(one: ExerciseLine) -> str:
    return " ".join((one.name, one.title, one.task, one.desk_label, *one.competences)).casefold()


def _trimmed(row: Row) -> Row:
    return {name: value.strip() if isinstance(value, str) else value for name, value in row.items()}


def _is_known_name(row: Row, there: Iterable[str]) -> bool:
    """Is this a name alone, of somebody on the roster? Where a list says no more, the same name is the same person."""
    says_more = any(str(row.get(name, "")).strip() for name in ("email", "school_id", "login"))
    return not says_more and plain(row.get("name") or "").strip().casefold() in there


def _names(exercises: str) -> list[str]:
    """
    >>> _names("coder_04_knee, level_02_throat,")
    ['coder_04_knee', 'level_02_throat']
    """
    return [name.strip() for name in exercises.split(",") if name.strip()]


def _content(
    old: Assignment | None, title: str, names: Sequence[str], mode: str, due: str, attempts: int
) -> dict[str, Any]:
    """The content of an assignment's file: what stood there, with what was told now."""
    kept: dict[str, Any] = {"mode": MODE} if old is None else tomllib.loads(toml_of(old))
    told = {"mode": mode, "due": _due(due), "attempts": attempts}
    is_same = old is not None and [one.origin for one in old.items] == list(names)
    items = kept["item"] if is_same else [{"exercise": name} for name in names]
    return {**kept, "title": title, **{name: value for name, value in told.items() if value}, "item": items}


def _due(text: str) -> datetime | None:
    """
    >>> _due("2026-12-08"), _due("")
    (datetime.datetime(2026, 12, 8, 23, 59), None)
    """
    if not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise CleanClaimError(
            f"{plain(text)[:40]!r} is not a due time", "assign", "such as 2026-12-08 23:59", "correct it"
        ) from None
    return moment if ":" in text else datetime.combine(moment, LAST_MINUTE)


def _cell(one: Cell) -> str:
    return f"{one.sign} {one.words}" + (f" ({one.note})" if one.note else "")


def _points(points: float | None, words: str) -> str:
    """
    >>> _points(4.5, "late"), _points(None, "not handed in")
    ('4.5 (late)', 'not handed in')
    """
    if points is None:
        return words
    return f"{points:g}" + (f" ({words})" if words else "")
