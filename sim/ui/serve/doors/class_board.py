"""The live board of an assignment, and one learner's work on it."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tornado.web import HTTPError

from sim.classroom.assignments.assignment import Assignment
from sim.classroom.assignments.times import moment_words
from sim.classroom.disputes.overrides import override
from sim.classroom.marking.results import Result, results
from sim.classroom.privacy.views import note_view
from sim.classroom.records.roster import Member
from sim.ground.errors import CleanClaimError
from sim.ui.serve.class_pages.board import boards, cell, heads
from sim.ui.serve.class_pages.class_page import ClassPage, fault_words
from sim.ui.serve.class_pages.overview import MODES, state_words
from sim.ui.serve.class_pages.still_desk import handed_in

PART = "class_board_rows.html"


class LiveBoard(ClassPage):
    """Learners and items. With /rows at the end only the table, for the page that fetches it anew."""

    async def get(self, name: str, part: str = "") -> None:
        """The board."""
        given, made = await self.given(name), await self.made()
        found = await self.aside(boards.get, self.records, made, given)
        if part:
            self.show(PART, board=found, given=given)
            return
        state, _ = state_words(made, given, datetime.now(UTC))
        await self.show_class("class_board.html", "", board=found, given=given, state=state, mode=MODES[given.mode])


class Work(ClassPage):
    """What one learner handed in for one item, with marks, key and path; the points can be changed, with a reason."""

    done = {"points": "Points changed. The learner sees the new points with the reason."}

    async def get(self, name: str, learner: str, number: str) -> None:
        """The attempt that counts, or the one that is asked for."""
        given, one = await self.given(name), await self.person(learner)
        await self._show(given, one, int(number), self.get_query_argument("attempt", ""))

    async def post(self, name: str, learner: str, number: str) -> None:
        """Change the points of an attempt."""
        given, one = await self.given(name), await self.person(learner)
        found = await self._result(given, one, int(number))
        wanted, why, text = self.asked("attempt"), self.asked("why", 2000), self.asked("points", 20)
        chosen = next((each for each in found.attempts if each.attempt_id == wanted), None)
        if chosen is None:
            raise HTTPError(404)
        try:
            points = float(text)
            if not (math.isfinite(points) and 0 <= points <= found.most):
                raise ValueError
            me = self.member
            await self.aside(override, self.records, me.class_name, wanted, points, me.learner, why)
        except ValueError:
            self.set_status(400)
            await self._show(given, one, int(number), wanted, text, why, f"Enter points from 0 to {found.most:g}.")
        except CleanClaimError as error:
            self.set_status(400)
            await self._show(given, one, int(number), wanted, text, why, fault_words(error))
        else:
            self.redirect(f"{self.request.path}?attempt={wanted}&done=points", status=303)

    async def _result(self, given: Assignment, one: Member, number: int) -> Result:
        made = await self.made()
        found = await self.aside(results, self.records, made, given, datetime.now(UTC), [one])
        result = next((each for each in found if each.item == number), None)
        if result is None:
            raise HTTPError(404)
        return result

    async def _show(
        self, given: Assignment, one: Member, number: int, wanted: str, points: str = "", why: str = "", fault: str = ""
    ) -> None:
        made, found = await self.made(), await self._result(given, one, number)
        counted = found.counted or (found.attempts[-1] if found.attempts else None)
        chosen = next((each for each in found.attempts if each.attempt_id == wanted), counted)
        view: Mapping[str, Any] | None = None
        if chosen is not None:
            rows = await self.aside(self.records.store.rows, "attempts", id=chosen.attempt_id)
            what = f"{given.name}, item {number}, attempt {chosen.number}"
            await self.aside(note_view, self.records, made.name, self.member.learner, one.learner, what)
            view = await self.aside(handed_in, made, given, one, rows[0])
        attempts = [(each, moment_words(made, each.at)) for each in found.attempts]
        await self.show_class(
            "class_work.html",
            "",
            given=given,
            person=one,
            number=number,
            heads=heads(given),
            title=dict(heads(given)).get(number, ""),
            found=found,
            cell=cell(found),
            attempts=attempts,
            chosen=chosen,
            view=view,
            points=points,
            why=why,
            fault=fault,
        )


routes = [
    (r"/class/assignment/([a-z0-9_-]{1,40})", LiveBoard),
    (r"/class/assignment/([a-z0-9_-]{1,40})/(rows)", LiveBoard),
    (r"/class/assignment/([a-z0-9_-]{1,40})/work/(L-[0-9a-f]{1,40})/([0-9]{1,3})", Work),
]
