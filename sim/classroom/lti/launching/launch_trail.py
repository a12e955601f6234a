"""Launches that opened nothing, in the audit trail of the classes that use the LMS. At most so many a minute are noted
by a process: what a stranger sends must not fill the trail.
"""

import time
from collections import deque

from sim.classroom.lti.launching.launch_errors import NotLaunched
from sim.classroom.lti.registering.platforms import Platform
from sim.classroom.lti.connection.rows import all_of
from sim.classroom.records.records import Records
from sim.classroom.records.trail import note

MOST, SECONDS = 60, 60.0

_noted: deque[float] = deque(maxlen=MOST)


def note_not_launched(records: Records, platform: Platform, reason: NotLaunched) -> None:
    """Write down what was wrong with a launch of an LMS."""
    now = time.monotonic()
    if len(_noted) == MOST and now - _noted[0] < SECONDS:
        return
    _noted.append(now)
    with records.connection(reading=True) as connection:
        uses = all_of(connection, records.table("lti_uses"), platform=platform.platform)
    for use in uses:
        details = {"told": reason.what, "details": reason.details}
        note(records, use["class_name"], "LMS", "launch not opened", platform.title or platform.issuer, details)
