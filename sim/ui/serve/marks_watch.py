"""New marks reach open pages: each web process asks the database now and then what was marked since, whoever marked it.

Several processes write into one database, and a row with a lower number may be committed later than one with a higher.
So a little of what was read is read again, and what is known is passed over.
"""

import asyncio
import logging
from collections import OrderedDict

from sim.ground.errors import CleanClaimError
from sim.ui.serve.lines import OpenLine
from sim.ui.serve.service import Service

PAUSE = 0.5  # seconds between two looks
AGAIN = 500  # rows that are read again
log = logging.getLogger("cleanclaim.serve")


async def watch(service: Service) -> None:
    """Look until the process ends."""
    last = -1
    known: OrderedDict[str, None] = OrderedDict()
    while True:
        await asyncio.sleep(PAUSE)
        if last >= 0 and not len(service.lines):
            continue
        try:
            if last < 0:
                last = await service.aside(service.store.newest)
            rows = await service.aside(service.store.later, "marked", max(0, last - AGAIN))
        except CleanClaimError as error:
            log.warning("cannot look for new marks: %s", error.line())
            continue
        new = [row for row in rows if row["id"] not in known]
        for row in new:
            known[row["id"]] = None
            last = max(last, int(row["number"]))
        while len(known) > 2 * AGAIN:
            known.popitem(last=False)
        pages = {line for row in new for line in concerned(service.lines.of(row["learner"]), row["desk"])}
        await asyncio.gather(*(line.push() for line in pages), return_exceptions=True)


def concerned(lines: list[OpenLine], desk: str) -> list[OpenLine]:
    """The pages that show this desk, and the first page, which lists what was marked."""
    return [line for line in lines if line.role in (desk, "start")]
