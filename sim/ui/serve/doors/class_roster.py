"""The roster: add people, and for each of them a personal link, the PIN, the role."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from tornado.web import HTTPError

from sim.classroom.records.entry import LINK_DAYS, last_visits, make_link, reset_pin
from sim.classroom.records.roster import (
    LARGEST_FILE,
    Entered,
    Member,
    change_role,
    correct_member,
    remove_member,
    restore_member,
)
from sim.classroom.records.trail import note
from sim.ground.errors import CleanClaimError
from sim.ui.serve.class_pages.class_page import ClassPage, fault_words
from sim.ui.serve.class_pages.people import NEVER, enter_people, new_slips, people_lines, visit_words
from sim.ui.serve.visits import DAYS


class Roster(ClassPage):
    """Everybody of the class, and a form to add people."""

    done = {"removed": "Removed from the class. The work is kept."}

    async def get(self) -> None:
        """The list."""
        await self._show()

    async def post(self) -> None:
        """Add people; says who is new, who was known, which lines were left out."""
        pasted = self.asked("pasted", LARGEST_FILE)
        sent = next(iter(self.request.files.get("file", ())), None)
        file = (sent["filename"][:200], sent["body"]) if sent and sent["body"] else None
        if not pasted.strip() and file is None:
            await self._show(fault="Nothing was added. Paste a list or choose a file first.")
            return
        try:
            who = self.member
            found = await self.aside(enter_people, self.records, who.class_name, pasted, file, who.learner)
        except CleanClaimError as error:
            self.set_status(400)
            await self._show(pasted=pasted, fault=fault_words(error))
            return
        await self._show(entered=found)

    async def _show(self, pasted: str = "", entered: Entered | None = None, **more: Any) -> None:
        lines = await self.aside(people_lines, self.records, await self.made())
        not_yet = sum(not one.last and not one.member.is_instructor for one in lines)
        await self.show_class(
            "class_roster.html", "roster", people=lines, not_yet=not_yet, pasted=pasted, entered=entered, **more
        )


class Person(ClassPage):
    """One person of the roster."""

    done = {
        "correct": "Saved.",
        "pin": "PIN reset. The next PIN that this person enters becomes the PIN.",
        "learner": "This person is a learner now.",
        "instructor": "This person is an instructor now and sees all work, keys and grades of the class.",
        "back": "Back on the roster.",
    }

    async def get(self, learner: str) -> None:
        """Who this is and what can be done."""
        await self._show(await self.person(learner))

    async def post(self, learner: str) -> None:
        """Do what the button says."""
        one, act, me = await self.person(learner), self.asked("act"), self.member.learner
        if act == "link" and one.is_active:
            token = await self.aside(make_link, self.records, one.learner)
            await self.aside(note, self.records, one.class_name, me, "personal link made", one.learner)
            await self._show(one, f"{self.address()}/join/{token}")
            return
        if act == "correct":
            await self._correct(one)
            return
        if act not in ("pin", "remove", "back", "learner", "instructor") or (one.learner == me and act != "pin"):
            raise HTTPError(400)
        if act == "remove" and self.asked("sure") != "yes":
            await self._show(one, fault="Not removed. Check the box first: the person can no longer sign in.")
            return
        await self.aside(self._do, act, one)
        onward = "/class/roster?done=removed" if act == "remove" else f"/class/roster/{one.learner}?done={act}"
        self.redirect(onward, status=303)

    async def _correct(self, one: Member) -> None:
        typed = {name: self.asked(name, 200) for name in ("name", "email", "school_id", "login")}
        try:
            await self.aside(lambda: correct_member(self.records, one.learner, **typed, who=self.member.learner))
        except CleanClaimError as error:
            self.set_status(400)
            await self._show(one, fault=fault_words(error), typed=typed)
        else:
            self.redirect(f"/class/roster/{one.learner}?done=correct", status=303)

    def _do(self, act: str, one: Member) -> None:
        records, me = self.records, self.member.learner
        if act == "pin":
            reset_pin(records, one.learner, me)
        elif act == "remove":
            remove_member(records, one.learner, me)
        elif act == "back":
            restore_member(records, one.learner, me)
        else:
            change_role(records, one.learner, act, me)

    async def _show(
        self, one: Member, link: str = "", fault: str = "", typed: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        made = await self.made()
        visits = await self.aside(last_visits, self.records, made.name)
        await self.show_class(
            "class_person.html",
            "roster",
            person=one,
            typed={name: typed.get(name, getattr(one, name)) for name in ("name", "email", "school_id", "login")},
            fault=fault,
            link=link,
            link_days=LINK_DAYS,
            last=visit_words(made, visits[one.learner]) if one.learner in visits else NEVER,
            is_self=one.learner == self.member.learner,
        )


class Handout(ClassPage):
    """New personal links of the learners, to be printed and cut."""

    async def post(self) -> None:
        """Make them; they are on this page and nowhere else."""
        made = await self.made()
        is_for_all = self.asked("whom") == "all"
        lines = await self.aside(people_lines, self.records, made)
        people = [one.member for one in lines if not one.member.is_instructor and (is_for_all or not one.last)]
        links = await self.aside(new_slips, self.records, people, self.address())
        about = {"links": len(links)}
        await self.aside(note, self.records, made.name, self.member.learner, "personal links printed", "", about)
        days = {"link_days": LINK_DAYS, "visit_days": DAYS}
        await self.show_class("class_handout.html", "roster", links=links, address=self.address(), **days)


routes = [
    ("/class/roster", Roster),
    ("/class/roster/handout", Handout),
    (r"/class/roster/(L-[0-9a-f]{1,40})", Person),
]
