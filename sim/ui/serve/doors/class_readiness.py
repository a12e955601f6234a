"""Who of a class is ready to work alone: everybody by competence, one person's sheet, the same as a CSV file. Each look
is written down; nothing is stored but that.
"""

from collections.abc import Sequence
from datetime import datetime

from sim.classroom.marking.results import learners
from sim.classroom.privacy.views import note_first_looks, note_view
from sim.classroom.records.classes import Class
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member
from sim.learn.course.choice.way import way
from sim.manager.readiness.person import Person, readiness_of
from sim.manager.readiness.thresholds import GENERAL, SPECIALIST, thresholds
from sim.manager.readiness.written import as_csv
from sim.ui.desks.readiness.sheets import NOTE, sheet_html, table_html
from sim.ui.serve.class_pages.class_page import ClassPage

ADDRESS = "/class/readiness"


class ReadinessPage(ClassPage):
    """What these pages share: to which accuracy people are held, and who of the class they show."""

    @property
    def standard(self) -> str:
        """As the address says; what it does not know is left to the tracks."""
        found = self.get_query_argument("standard", "")
        return found if found in (GENERAL, SPECIALIST) else ""

    @property
    def ending(self) -> str:
        """The standard as the end of an address."""
        return f"?standard={self.standard}" if self.standard else ""

    async def everybody(self, made: Class) -> list[Person]:
        """The readiness of all learners; the look is written down before they are shown."""
        found = await self.aside(learners, self.records, made)
        keys = [one.learner for one in found]
        await self.aside(note_first_looks, self.records, made.name, self.member.learner, keys, "readiness")
        return await self.aside(people_of, self.records, made, found, self.standard)


class ReadinessTable(ReadinessPage):
    """Everybody of the class."""

    async def get(self) -> None:
        """The page."""
        found = await self.everybody(await self.made())
        links = {one.learner: f"{ADDRESS}/{one.learner}{self.ending}" for one in found}
        await self.show_class(
            "class_readiness.html",
            "readiness",
            table=table_html(found, links),
            count=len(found),
            standard=self.standard,
            limits=thresholds(),
            note=NOTE,
            asked=self.ending,
        )


class ReadinessFile(ReadinessPage):
    """The same as a CSV file, a row for each person and competence."""

    async def get(self) -> None:
        """The file."""
        made = await self.made()
        found = await self.everybody(made)
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.set_header("Content-Disposition", f'attachment; filename="{made.name}_readiness.csv"')
        self.write(as_csv(found))


class ReadinessSheet(ReadinessPage):
    """One person's sheet."""

    async def get(self, learner: str) -> None:
        """The page."""
        made, one = await self.made(), await self.person(learner)
        await self.aside(note_view, self.records, made.name, self.member.learner, one.learner, "readiness sheet")
        found = await self.aside(people_of, self.records, made, [one], self.standard)
        sheet = sheet_html(found[0], thresholds())
        await self.show_class(
            "class_readiness_sheet.html", "readiness", person=one, sheet=sheet, back=ADDRESS + self.ending
        )


def people_of(records: Records, made: Class, everybody: Sequence[Member], standard: str = "") -> list[Person]:
    """The readiness of these people, in the days of the class's zone."""
    limits, now = thresholds(), datetime.now(made.zone)
    return [
        readiness_of(way(records.store, one.learner, now), one.learner, one.name, limits, standard) for one in everybody
    ]


routes = [
    (ADDRESS, ReadinessTable),
    (ADDRESS + r"\.csv", ReadinessFile),
    (ADDRESS + r"/(L-[0-9a-f]{1,40})", ReadinessSheet),
]
