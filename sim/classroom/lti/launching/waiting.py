"""A launch that waits for the instructor, between two pages: it is kept as a ticket, since a page inside an LMS's page
has no cookie that a browser would send.
"""

import json
from dataclasses import asdict, replace
from datetime import datetime

from sim.classroom.lti.launching.launch import Launch
from sim.classroom.lti.launching.launch_errors import NotLaunched
from sim.classroom.lti.registering.platforms import platform_named
from sim.classroom.lti.launching.tickets import make_ticket, read_ticket, use_ticket
from sim.classroom.records.records import Records


def keep_waiting(records: Records, launch: Launch, now: datetime) -> str:
    """Keep a launch; returns the word of its ticket."""
    return make_ticket(records, "launch", "", launch.user_id, now, json.loads(json.dumps(asdict(launch))))


def waiting_launch(records: Records, word: str, now: datetime, is_last: bool = False) -> Launch:
    """The launch that waits. is_last: it waits no longer. Raises NotLaunched."""
    ticket = (use_ticket if is_last else read_ticket)(records, "launch", word, now)
    platform = platform_named(records, ticket.about["platform"]["platform"]) if ticket else None
    if ticket is None or platform is None:
        raise NotLaunched("This page was used before, or is older than an hour")
    kept = Launch(**{**ticket.about, "platform": platform})
    return replace(kept, scopes=tuple(kept.scopes))
