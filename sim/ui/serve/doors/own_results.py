"""A learner's results of an assignment, and the form in which a mark is disputed."""

from datetime import UTC, datetime

from tornado.web import HTTPError

from sim.classroom.assignments.assigned import assignment_of, assignments
from sim.classroom.disputes.disputes import dispute
from sim.classroom.records.classes import class_of
from sim.ground.errors import CleanClaimError
from sim.ui.serve.class_pages.class_page import fault_words
from sim.ui.serve.class_pages.own_results import OwnResults, own_results
from sim.ui.serve.page import Page

DONE = {"disputed": "Sent to your instructor. The ruling will stand beside the mark."}


class AllResults(Page):
    """The assignments of the class, each with its results."""

    async def get(self) -> None:
        """The list."""
        given = await self.aside(assignments, self.service.records, self.member.class_name)
        self.show("all_results.html", given=given)


class Results(Page):
    """One assignment, for whoever is signed in and for nobody else's work."""

    async def get(self, name: str) -> None:
        """Points and marks."""
        await self._show(name)

    async def post(self, name: str) -> None:
        """Dispute a mark of an own attempt, one that this page shows."""
        found, attempt, place = await self._found(name), self.asked("attempt"), self.asked("mark")
        open_ = {(each.attempt_id, str(line.place)) for each in found.items for line in each.marks if line.can_dispute}
        if (attempt, place) not in open_:
            raise HTTPError(400)
        one, why = self.member, self.asked("why", 2000)
        try:
            await self.aside(dispute, self.service.records, one.class_name, one.learner, attempt, int(place), why)
        except CleanClaimError as error:
            self.set_status(400)
            await self._show(name, fault_words(error))
            return
        self.redirect(f"{self.request.path}?done=disputed", status=303)

    async def _found(self, name: str) -> OwnResults:
        return await self.aside(self._results, name)

    def _results(self, name: str) -> OwnResults:
        records, one = self.service.records, self.member
        made = class_of(records, one.class_name)
        try:
            given = assignment_of(records, made.name, name)
        except CleanClaimError:
            raise HTTPError(404) from None
        self.title = given.title
        return own_results(records, made, given, one, datetime.now(UTC))

    async def _show(self, name: str, fault: str = "") -> None:
        found = await self._found(name)
        told = DONE.get(self.get_query_argument("done", ""), "")
        self.show("own_results.html", found=found, name=name, title=self.title, told=told, fault=fault)


routes = [("/results", AllResults), (r"/results/([a-z0-9_-]{1,40})", Results)]
