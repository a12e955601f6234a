"""The queue of disputes: what each ruling would change is said before it is made. And the audit trail."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sim.classroom.assignments.assigned import assignments
from sim.classroom.assignments.assignment import Assignment
from sim.classroom.assignments.times import moment_words
from sim.classroom.disputes.disputes import DisputedAnswer, disputed_answers, rule
from sim.classroom.disputes.rulings import DONE, WHAT
from sim.classroom.privacy.views import names, note_disputed
from sim.classroom.records.classes import Class
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member, members
from sim.classroom.records.trail import trail
from sim.ground.errors import CleanClaimError
from sim.learn.tasks.place_words import NO_FORM, place_words
from sim.ui.serve.class_pages.class_page import ClassPage, fault_words
from sim.ui.serve.class_pages.own_form import own_form

MOST_LINES = 1000  # of the trail, the newest


class Disputes(ClassPage):
    """What learners dispute, one entry for each answer."""

    done = {"ruled": "Ruled. Everybody affected was marked again and sees the reason."}

    async def get(self) -> None:
        """Those that wait, then those that were ruled on."""
        await self._show({})

    async def post(self) -> None:
        """Rule once for everybody who answered so."""
        typed = {name: self.asked(name, 2000) for name in ("number", "what", "why")}
        try:
            me, number = self.member, int(typed["number"])
            await self.aside(rule, self.records, me.class_name, number, typed["what"], me.learner, typed["why"])
        except ValueError:
            self.send_error(400)
        except CleanClaimError as error:
            self.set_status(400)
            await self._show(typed, fault_words(error))
        else:
            self.redirect("/class/disputes?done=ruled", status=303)

    async def _show(self, typed: dict[str, str], fault: str = "") -> None:
        every = await self.aside(disputed_answers, self.records, self.member.class_name, None, False)
        await self.aside(note_disputed, self.records, self.member.class_name, self.member.learner, every)
        lines = await self.aside(_lines, self.records, await self.made(), every)
        waiting, ruled = ([line for line in lines if bool(line["ruling"]) is is_ruled] for is_ruled in (False, True))
        await self.show_class("class_disputes.html", "disputes", waiting=waiting, ruled=ruled, typed=typed, fault=fault)


def _lines(records: Records, made: Class, every: Iterable[DisputedAnswer]) -> list[dict[str, Any]]:
    """The disputed answers as the page shows them."""
    known, given = names(records, made.name), {one.name: one for one in assignments(records, made.name)}
    people = {one.learner: one for one in members(records, made.name, everybody=True)}
    return [_line(one, known, given.get(one.first.assignment), made, people.get(one.first.learner)) for one in every]


def _line(
    one: DisputedAnswer, known: dict[str, str], given: Assignment | None, made: Class, who: Member | None
) -> dict[str, Any]:
    """One disputed answer as the page shows it."""
    first, number = one.first, one.first.item.rpartition(".")[2]
    form = own_form(made, given, who, int(number)) if given and who and number.isdecimal() else NO_FORM
    return {
        "number": first.number,
        "item": f"{given.title if given else first.assignment}, item {number}",
        "assignment": first.assignment,
        "place": place_words(first.entry.place, form),
        "value": first.entry.value,
        "key": first.entry.key,
        "message": str(one.mark.get("message") or ""),
        "cite": str(one.mark.get("cite") or ""),
        "evidence": [str(each.get("text") or "") for each in one.mark.get("evidence") or ()],
        "reasons": [(known.get(each.learner, each.learner), each.reason) for each in one.disputes],
        "work": f"/class/assignment/{first.assignment}/work/{first.learner}/{number}?attempt={first.attempt_id}",
        "choices": [(what, one.reach.words(what, first.entry)) for what in WHAT],
        "ruling": f"{DONE[one.ruling.what]}: {one.ruling.why}" if one.ruling else "",
        "ruled_by": known.get(one.ruling.who, one.ruling.who) if one.ruling else "",
    }


class Trail(ClassPage):
    """What was done in the class, by whom, when and why."""

    async def get(self) -> None:
        """The newest lines first."""
        made = await self.made()
        known = await self.aside(names, self.records, made.name)
        lines = (await self.aside(trail, self.records, made.name))[-MOST_LINES:]
        shown = [
            {
                "sort": one.at,
                "at": moment_words(made, datetime.fromisoformat(one.at)),
                "who": known.get(one.who, one.who) or "the server or the command line",
                "what": one.what,
                "about": known.get(one.about, one.about),
                "details": ", ".join(f"{name}: {_said(value, known)}" for name, value in one.details.items() if value),
            }
            for one in reversed(lines)
        ]
        await self.show_class("class_trail.html", "trail", lines=shown)


def _said(value: object, known: dict[str, str]) -> str:
    return known.get(value, value) if isinstance(value, str) else json.dumps(value)


routes = [("/class/disputes", Disputes), ("/class/trail", Trail)]
