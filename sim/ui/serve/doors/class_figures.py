"""The statistics of an assignment with pictures, and the gradebook of the class."""

from datetime import UTC, datetime

from sim.classroom.privacy.views import names
from sim.ui.serve.class_pages.class_page import ClassPage
from sim.ui.serve.class_pages.figures import gradebook, names_of, statistics_page


class Statistics(ClassPage):
    """Items, the whole test, keys to read again, misconceptions and what they cost."""

    async def get(self, name: str) -> None:
        """The page."""
        given, made = await self.given(name), await self.made()
        page = await self.aside(statistics_page, self.records, made, given, datetime.now(UTC))
        known = await self.aside(names, self.records, made.name)
        await self.show_class("class_statistics.html", "", given=given, page=page, people=names_of(page.found, known))


class GradebookPage(ClassPage):
    """Every learner and assignment."""

    async def get(self) -> None:
        """The table."""
        found = await self.aside(gradebook, self.records, await self.made(), datetime.now(UTC))
        await self.show_class("class_gradebook.html", "gradebook", found=found)


class GradebookFile(ClassPage):
    """The same as a CSV file."""

    async def get(self) -> None:
        """The file."""
        made = await self.made()
        found = await self.aside(gradebook, self.records, made, datetime.now(UTC))
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.set_header("Content-Disposition", f'attachment; filename="{made.name}_gradebook.csv"')
        self.write(found.file)


routes = [
    ("/class/gradebook", GradebookPage),
    (r"/class/gradebook\.csv", GradebookFile),
    (r"/class/assignment/([a-z0-9_-]{1,40})/statistics", Statistics),
]
