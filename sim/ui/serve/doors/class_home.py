"""The first page of a class, for its instructor."""

from datetime import UTC, datetime

from sim.classroom.disputes.disputes import disputed_answers
from sim.ui.desks.start.desk_lists import clinic
from sim.ui.serve.class_pages.class_page import ClassPage
from sim.ui.serve.class_pages.overview import overview

# one click away from the list of assignments
PAGES_OF = (("", "Board"), ("statistics", "Statistics"), ("edit", "Edit"), ("extend", "Extensions"))


class ClassHome(ClassPage):
    """What needs the instructor now."""

    async def get(self) -> None:
        """The overview."""
        found = await self.aside(overview, self.records, self.member.class_name, datetime.now(UTC))
        waiting = await self.aside(disputed_answers, self.records, self.member.class_name)
        await self.show_class(
            "class_home.html",
            "home",
            found=found,
            disputes=len(waiting),
            address=self.address(),
            pages_of=PAGES_OF,
            clinic=clinic(),
        )


routes = [("/class", ClassHome)]
