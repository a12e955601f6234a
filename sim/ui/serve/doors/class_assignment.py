"""An assignment is written, changed, looked at as a learner sees it, taken as a file; extensions are given."""

from collections.abc import Mapping
from datetime import UTC, datetime

from tornado.web import HTTPError

from sim.classroom.assignments.assigned import assign, assignments
from sim.classroom.assignments.assignment import COUNTS, Assignment
from sim.classroom.assignments.assignment_toml import toml_of
from sim.classroom.assignments.times import extend, moment_words
from sim.classroom.records.classes import Class
from sim.classroom.records.roster import members
from sim.ground.errors import CleanClaimError
from sim.learn.exercises.exercise import SEARCHES
from sim.ui.serve.class_pages.assignment_form import (
    DRAW,
    START,
    TEXTS,
    Chosen,
    Typed,
    assignment_of_form,
    drawn,
    replace_start,
    typed_of,
)
from sim.ui.serve.class_pages.class_page import ClassPage, fault_words
from sim.ui.serve.class_pages.exercise_list import (
    LEVELS,
    chosen_lines,
    competence_choices,
    desk_choices,
    exercise_lines,
)
from sim.ui.serve.class_pages.overview import MODES
from sim.ui.serve.class_pages.still_desk import preview

MOST_CHOSEN = 200


def is_past(made: Class, moment: datetime | None) -> bool:
    """Is a time of the class, as it was typed, over?"""
    return moment is not None and moment.replace(tzinfo=made.zone) < datetime.now(UTC)


class Editor(ClassPage):
    """A new assignment."""

    async def get(self, name: str = "") -> None:
        """The form."""
        typed = typed_of(await self.given(name)) if name else Typed(START)
        await self._show(typed, name)

    async def post(self, name: str = "") -> None:
        """What the button says: choose, draw, take out, or assign."""
        typed, act = self._typed(), self.asked("do")
        if name:
            await self.given(name)
        if act == "add":
            await self._show(typed.with_items(self.get_body_arguments("add")[:MOST_CHOSEN]), name)
        elif act == "draw":
            await self._show(await self.aside(drawn, typed, {one: self.asked(one) for one in DRAW}), name)
        elif act == "update":
            await self._show(typed, name)
        else:  # what is checked in the list is meant, whether or not "Add" was pressed first
            await self._assign(typed.with_items(self.get_body_arguments("add")[:MOST_CHOSEN]), name)

    async def _assign(self, typed: Typed, name: str) -> None:
        made = await self.aside(assignment_of_form, typed, name)
        if isinstance(made, Assignment) and not name and await self._is_there(made.name):
            made = typed.with_faults(name=f"There is an assignment {made.name} already. Choose another name.")
        if isinstance(made, Typed):
            self.set_status(400)
            await self._show(made, name)
            return
        try:
            await self.aside(assign, self.records, self.member.class_name, made, self.member.learner)
        except CleanClaimError as error:
            self.set_status(400)
            await self._show(typed.with_faults(form=fault_words(error)), name)
            return
        done = "past" if is_past(await self.made(), made.due) else "saved"
        self.redirect(f"/class/assignment/{made.name}/edit?done={done}", status=303)

    async def _is_there(self, name: str) -> bool:
        known = await self.aside(assignments, self.records, self.member.class_name)
        return name in {one.name for one in known}

    def _typed(self) -> Typed:
        """The form as it was sent; what was unchecked is out."""
        kept = self.get_body_arguments("item")[:MOST_CHOSEN]
        items = tuple(Chosen(one[:200], self.asked(f"weight.{one}", 20) or "1") for one in dict.fromkeys(kept))
        return Typed({name: self.asked(name) for name in TEXTS}, items)

    async def _show(self, typed: Typed, name: str) -> None:
        weights = {one.exercise: one.weight for one in typed.items}
        await self.show_class(
            "class_assignment.html",
            "" if name else "new",
            name=name,
            typed=typed,
            lines=await self.aside(exercise_lines),
            chosen=await self.aside(chosen_lines, list(weights)),
            weights=weights,
            drawing={one: self.get_body_argument(one, "")[:40] for one in DRAW},
            modes=MODES,
            counts=COUNTS,
            searches=SEARCHES,
            levels=LEVELS,
            competences=competence_choices(),
            desks=desk_choices(),
            fault="; ".join(filter(None, (typed.faults.get("form"), _summary(typed.faults)))),
        )

    done = {
        "saved": "Assigned. Learners see it on their first page.",
        "past": "Assigned, but its due date is past. Correct the date if that is not what you mean.",
    }


class Preview(ClassPage):
    """An exercise as an item, as a learner sees it."""

    async def get(self, name: str) -> None:
        """A case, with nothing kept."""
        mode = self.get_query_argument("mode", "homework")
        if mode not in MODES:
            raise HTTPError(400)
        made = await self.made()
        try:
            view = await self.aside(preview, made, self.member, name, mode)
        except CleanClaimError:
            raise HTTPError(404) from None
        await self.show_class("class_preview.html", "", view=view, mode=MODES[mode])


class Download(ClassPage):
    """The assignment as a file."""

    async def get(self, name: str) -> None:
        """Its TOML."""
        given = await self.given(name)
        self.set_header("Content-Type", "application/toml; charset=utf-8")
        self.set_header("Content-Disposition", f'attachment; filename="{given.name}.toml"')
        self.write(toml_of(given))


class Extend(ClassPage):
    """More time, attempts or minutes, for one learner or for all, with a reason."""

    done = {"given": "Extension given."}

    async def get(self, name: str) -> None:
        """The form, and what was given before."""
        await self._show(await self.given(name), {"learner": self.get_query_argument("learner", "")[:40]}, "")

    async def post(self, name: str) -> None:
        """Give it."""
        given, made = await self.given(name), await self.made()
        typed = {one: self.asked(one, 2000) for one in ("learner", "due", "attempts", "minutes", "why")}
        try:
            one = await self.person(typed["learner"]) if typed["learner"] else None
            due = datetime.fromisoformat(typed["due"]).replace(tzinfo=None) if typed["due"] else None
            attempts, minutes = (int(typed[each] or 0) for each in ("attempts", "minutes"))
            if not (0 <= attempts <= 20 and 0 <= minutes <= 6000):
                raise ValueError
            me = self.member.learner
            await self.aside(extend, self.records, made, given, one, me, typed["why"], due, attempts, minutes)
        except ValueError:
            self.set_status(400)
            await self._show(given, typed, "Enter a date and time, and whole numbers.")
        except CleanClaimError as error:
            self.set_status(400)
            await self._show(given, typed, replace_start(error))
        else:
            self.redirect(f"/class/assignment/{given.name}/extend?done=given", status=303)

    async def _show(self, given: Assignment, typed: Mapping[str, str], fault: str) -> None:
        made = await self.made()
        people = await self.aside(members, self.records, made.name, True)
        names = {one.learner: one.name for one in people}
        place = {"class_name": made.name, "assignment": given.name}
        rows = await self.aside(self.records.rows, "extensions", **place)
        before = [
            {
                **row,
                "name": names.get(row["learner"], row["learner"]) if row["learner"] else "everybody",
                "due": moment_words(made, datetime.fromisoformat(row["due"])) if row["due"] else "",
                "at": moment_words(made, datetime.fromisoformat(row["at"])),
                "who": names.get(row["who"], row["who"]),
            }
            for row in reversed(rows)
        ]
        learners = [one for one in people if one.is_active and not one.is_instructor]
        await self.show_class(
            "class_extend.html", "", given=given, learners=learners, typed=typed, before=before, fault=fault
        )


def _summary(faults: Mapping[str, str]) -> str:
    count = len([name for name in faults if name != "form"])
    return (
        f"{count} {'field needs' if count == 1 else 'fields need'} a correction; see below. Nothing is lost."
        if count
        else ""
    )


routes = [
    ("/class/new", Editor),
    (r"/class/assignment/([a-z0-9_-]{1,40})/edit", Editor),
    (r"/class/assignment/([a-z0-9_-]{1,40})/extend", Extend),
    (r"/class/assignment/([a-z0-9_-]{1,40})\.toml", Download),
    (r"/class/preview/([\w.-]{1,80})", Preview),
]
