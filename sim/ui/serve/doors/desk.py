"""A desk: its page, and the page's line to the desk.

Who is at the desk is what the cookie says, whatever a message, the address or the page names. What takes time is done
in a thread, one message of a learner after another. A page that sends too fast is not cut off: its next message is read
later.
"""

import asyncio
import time

from tornado.websocket import WebSocketClosedError, WebSocketHandler

from sim.classroom.records import entry
from sim.classroom.records.roster import Member
from sim.ground.errors import CleanClaimError
from sim.ui.desks import desk_folders
from sim.ui.serve.desk_work import OPEN, Sitting, said
from sim.ui.serve.lines import Sender
from sim.ui.serve.page import COOKIE, Guarded, Page

LARGEST = 1_000_000  # bytes of one frame; what is larger than a message may be is told in words
LOOK_AGAIN = 30  # seconds after which it is asked again whether this visit still holds
SIGNED_OUT, CLOSED, ANOTHER, TOO_MANY, GOING = 4401, 4403, 4409, 4429, 1001  # why a line is closed (line.js knows them)


class Desk(Page):
    """The page around a desk; the desk itself comes by its line."""

    async def get(self, role: str) -> None:
        """A page of a few hundred bytes."""
        if role not in desk_folders.desks():
            self.send_error(404)
            return
        assignment = self.get_query_argument("assignment", "")[:200]
        self.show("desk.html", role=role, label=desk_folders.label(role), assignment=assignment)


class DeskLine(Guarded, WebSocketHandler):
    """One page's line: messages in, views out."""

    learner, visit, role = "", "", ""
    _member: Member | None = None
    _sender: Sender | None = None
    _sitting: Sitting
    _looked = 0.0

    async def prepare(self) -> None:
        """The host, and who is there."""
        self.check_host()
        self.visit = self.get_cookie(COOKIE) or ""
        self._member = await self.visitor()

    def check_origin(self, origin: str) -> bool:
        """Only a page of ours may open a line."""
        return self.is_own(origin)

    async def open(self, *args: str, **named: str) -> None:
        """A page is there: is anybody signed in, does this desk exist, is the assignment open to him? `who` in the
        address is for whom the page was made: what was typed in it must not land in the work of somebody who signed in
        since.
        """
        self.role, member = args[0], self._member
        if member is None:
            return self.close(SIGNED_OUT, "not signed in")
        if self.get_query_argument("who", "") != member.learner:
            return self.close(ANOTHER, "another learner is signed in")
        if self.role not in desk_folders.desks():
            return self.close(CLOSED, "no such desk")
        self.learner = member.learner
        sender = self.service.lines.join(self)
        if sender is None:
            return self.close(TOO_MANY, "too many open pages")
        assignment = self.get_query_argument("assignment", "")[:200]
        try:
            self._sitting = await self.aside(Sitting, self.service.records, member, self.role, assignment)
        except CleanClaimError as error:
            self._send(said(error))
            return self.close(CLOSED, "not open")
        self._looked = time.monotonic()
        self._sender = sender
        self._send(OPEN)

    async def on_message(self, message: str | bytes) -> None:
        """Answer one message. The next one of this page is read when this one is answered."""
        if self._sender is None:
            return
        if (wait := self._sender.pace.wait()) > 0:
            await asyncio.sleep(wait)
        async with self._sender.turn:
            if not await self._is_still_in():
                return
            self._send(await self.aside(self._sitting.answer, message))

    async def push(self) -> None:
        """Something happened to this desk elsewhere, such as a mark: send the view anew."""
        if self._sender is None:
            return
        async with self._sender.turn:
            self._send(await self.aside(self._sitting.again))

    def on_close(self) -> None:
        """The page is gone."""
        self.service.lines.part(self)

    def leave(self) -> None:
        """The visit has ended: nothing more is taken from this page."""
        self._sender = None
        self.close(SIGNED_OUT, "signed out")

    async def go_away(self) -> None:
        """This process ends: what was begun is answered, then the page is sent on. It opens its line again, where
        another process answers.
        """
        sender, self._sender = self._sender, None
        if sender is not None:
            async with sender.turn:
                self.close(GOING, "the server is stopping")

    async def _is_still_in(self) -> bool:
        """Does the visit still hold? Asked now and then: another process may have ended it."""
        if time.monotonic() - self._looked < LOOK_AGAIN:
            return True
        self._looked = time.monotonic()
        if await self.aside(entry.visitor, self.service.records, self.visit) == self._member:
            return True
        self.leave()
        return False

    def _send(self, text: str) -> None:
        try:
            self.write_message(text)
        except WebSocketClosedError:
            pass  # it will ask again when it is back


routes = [(r"/desk/([a-z_]{1,40})", Desk), (r"/desk/([a-z_]{1,40})/line", DeskLine)]
