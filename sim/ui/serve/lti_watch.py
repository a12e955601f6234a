"""Scores reach the LMS's gradebook by themselves: every so often a web process looks whether anything was marked,
decided or became due in the classes that an LMS's courses are linked to.

Several processes look; a score is sent by one of them (sim/classroom/lti/gradebook/scores.py).
"""

import asyncio
import logging
from datetime import UTC, datetime

from sim.classroom.lti.gradebook.assignment_scores import pass_on
from sim.classroom.lti.course.courses import linked_classes
from sim.ground.errors import CleanClaimError
from sim.ui.serve.service import Service

PAUSE = 30.0  # seconds between two looks
AT_LEAST = 10  # looks after which it is all gone through, changed or not: deadlines pass, and tries become due
log = logging.getLogger("cleanclaim.serve")


async def watch_scores(service: Service) -> None:
    """Look until the process ends."""
    seen, looks = "", 0
    while True:
        await asyncio.sleep(PAUSE)
        looks += 1
        try:
            now = await service.aside(_state, service)
            if now == seen and looks % AT_LEAST:
                continue
            for name in await service.aside(linked_classes, service.records):
                if service.serves(name):
                    await service.aside(pass_on, service.records, name, datetime.now(UTC))
            seen = now
        except CleanClaimError as error:
            log.warning("cannot pass scores on to the LMS: %s", error.line())


def _state(service: Service) -> str:
    """What changes when anything was handed in, marked or decided in a class: each is an event or a line of a trail."""
    from sqlalchemy import func, select

    trail = service.records.table("trail")
    with service.records.connection(reading=True) as connection:
        last = connection.execute(select(func.max(trail.c.number))).scalar() or 0
    return f"{service.store.newest()} {last}"
