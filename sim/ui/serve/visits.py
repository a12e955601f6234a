"""Signing in and out: every way in (a link, a PIN, a learning platform, a hub) ends here."""

from sim.classroom.records import entry
from sim.classroom.records.roster import Member
from sim.ui.serve.page import COOKIE, Guarded

DAYS = 14  # how long a browser stays signed in


async def sign_in(handler: Guarded, member: Member, in_frame: bool = False) -> None:
    """Let this member in: a visit is kept in the database, the browser gets its cookie. A visit that was there before
    ends, so that nobody goes on in another one's. in_frame: the page is shown by another site in a frame of its own (a
    learning platform), where a browser sends only cookies that say so; that needs TLS.
    """
    await end(handler)
    token = await handler.aside(entry.begin_visit, handler.service.records, member.learner)
    across = {"samesite": "None", "secure": True} if in_frame else {}
    handler.set_cookie(COOKIE, token, expires_days=DAYS, **across)


async def sign_out(handler: Guarded) -> None:
    """End the visit in the database and take the cookie away; what was saved stays."""
    await end(handler)
    handler.clear_cookie(COOKIE)


async def end(handler: Guarded) -> None:
    """End the visit that this browser has, if any; its open pages hear of it."""
    token = handler.get_cookie(COOKIE)
    if token:
        await handler.aside(entry.end_visit, handler.service.records, token)
        handler.service.lines.leave(token)
