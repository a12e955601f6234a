"""The instructor's page about the LMS: what is registered and linked, course codes, invitations, the roster, and scores
that the LMS did not take.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from sim.classroom.assignments.assigned import assignments
from sim.classroom.lti.course.class_roster import read_roster
from sim.classroom.lti.registering.configuration import REGISTER
from sim.classroom.lti.course.courses import Course, course_code, courses_of
from sim.classroom.lti.registering.platforms import Platform, platforms_of
from sim.classroom.lti.registering.registration import invite
from sim.classroom.lti.gradebook.scores import Unsent, try_again, unsent
from sim.classroom.records.records import Records
from sim.classroom.records.roster import members
from sim.classroom.records.trail import note
from sim.ground.errors import CleanClaimError
from sim.ui.serve.doors.lti import here
from sim.ui.serve.page import Page


@dataclass(frozen=True)
class Overview:
    """What the page shows."""

    platforms: list[Platform]
    courses: list[Course]
    unsent: list[Unsent]
    names: dict[str, str]
    titles: dict[str, str]


def overview(records: Records, class_name: str) -> Overview:
    """Everything about LTI in one class."""
    return Overview(
        platforms_of(records, class_name),
        courses_of(records, class_name),
        unsent(records, class_name),
        {one.learner: one.name for one in members(records, class_name, everybody=True)},
        {one.name: one.title for one in assignments(records, class_name)},
    )


class LmsPage(Page):
    """The page, and its four buttons."""

    role = "instructor"

    async def get(self) -> None:
        await self._show([])

    async def post(self) -> None:
        """The button that was pressed; what it says stands at the top of the page."""
        step = {"code": self._code, "invite": self._invite, "roster": self._roster, "again": self._again}
        try:
            said = await step[self.asked("step")]() if self.asked("step") in step else []
        except CleanClaimError as error:
            self.set_status(400)
            said = [error.line()]
        await self._show(said)

    async def _show(self, said: list[str]) -> None:
        found = await self.aside(overview, self.service.records, self.member.class_name)
        self.show("lti_class.html", found=found, said=said)

    async def _code(self) -> list[str]:
        records, name = self.service.records, self.member.class_name
        code = await self.aside(course_code, records, name, self.member.learner, _now())
        return [f"Course code: {code}. Open CleanClaim from your course and enter it; once, within a week."]

    async def _invite(self) -> list[str]:
        records, name = self.service.records, self.member.class_name
        word = await self.aside(invite, records, name, self.asked("site").strip(), self.member.learner, _now())
        await self.aside(note, records, name, self.member.learner, "LMS invited", self.asked("site"))
        address = f"{here(self)}{REGISTER}?invitation={word}"
        return [f"Registration address, for the LMS's administrator; once, within a day: {address}"]

    async def _roster(self) -> list[str]:
        said = []
        for course in await self.aside(courses_of, self.service.records, self.member.class_name):
            read = await self.aside(read_roster, self.service.records, course, self.member.learner)
            said.append(f"{course.title or course.context}: {len(read.new)} new, {len(read.known)} known.")
            said += [f"Left out: {line}." for line in read.left_out]
            said += [f"In the class and not in the course: {one.name}." for one in read.not_in_course]
        return said or ["No course is linked to this class yet."]

    async def _again(self) -> list[str]:
        waiting = await self.aside(try_again, self.service.records, self.member.class_name, _now())
        return [f"{waiting} scores are sent again within a minute."]


def _now() -> datetime:
    return datetime.now(UTC)


routes = [("/class/lti", LmsPage)]
