"""What is done in a thread for one page: its message is read, answered at the learner's seat, written as it travels."""

import json
import logging
from datetime import UTC, datetime, timedelta

from sim.classroom.assignments.assigned import assignment_of
from sim.classroom.assignments.times import opened
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member
from sim.ground.errors import CleanClaimError
from sim.learn.desk.seat import seated
from sim.ui.desks.page_reply import Reply, in_words, reply
from sim.ui.desks.session import Session
from sim.ui.serve.seats import seat_for

OPEN = '{"line":"open"}'  # the first word of a line: the server knows who is there
STANDS = timedelta(seconds=5)  # how long it is believed that an assignment is open; a submission asks anew
log = logging.getLogger("cleanclaim.serve")


class Sitting:
    """One page at one desk: who sits there, with which assignment, and what the page shows. Raises CleanClaimError for
    an assignment that is not open to him.
    """

    def __init__(self, records: Records, member: Member, role: str, assignment: str) -> None:
        self.records, self.member, self.assignment = records, member, assignment
        self.session = Session(role, store=records.store)
        self._shown = ("", 0)
        self._take_seat()

    def answer(self, frame: str | bytes) -> str:
        """The answer to one frame of the page."""
        message = parsed(frame)
        kind = message.get("kind") if isinstance(message, dict) else ""
        if self.assignment and (kind == "submit" or datetime.now(UTC) - self._at > STANDS):
            try:
                self._take_seat()
            except CleanClaimError as error:
                return said(error)
        with seated(self.seat):
            answer = reply(self.session, message)
        if answer.fault is not None:
            log.error("a desk's fault", exc_info=answer.fault)
        if answer.view is not None:
            self._note_opening()
        return as_text(answer)

    def again(self) -> str:
        """What the page shows, as it stands now."""
        with seated(self.seat):
            return as_text(Reply(view=self.session.again()))

    def _take_seat(self) -> None:
        self._at = datetime.now(UTC)
        self.seat = seat_for(self.records, self.member, self.assignment, self._at)

    def _note_opening(self) -> None:
        """Who saw which case of an assignment when is kept; its minutes run from the first one."""
        if not self.assignment or self.session.shown == self._shown:
            return
        self._shown = self.session.shown
        given = assignment_of(self.records, self.member.class_name, self.assignment)
        opened(self.records, given, self.member, *self._shown, datetime.now(UTC))


def said(error: CleanClaimError) -> str:
    """An error in words."""
    return as_text(Reply(message={"kind": "said", "words": in_words(error)}))


def parsed(frame: str | bytes) -> object:
    """What a frame holds; None for what is not JSON, which no message is.

    >>> parsed('{"kind": "hint"}'), parsed("[" * 100_000), parsed(b"{}"), parsed('{"a": NaN}')
    ({'kind': 'hint'}, None, None, None)
    """
    if isinstance(frame, bytes):
        return None
    try:
        return json.loads(frame, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None


def _no_number(word: str) -> object:
    raise ValueError(word)


def as_text(answer: Reply) -> str:
    """A reply as it travels: {"view": ...} or {"message": ...}.

    >>> as_text(Reply(message={"kind": "saved"}))
    '{"message":{"kind":"saved"}}'
    """
    content = {"message": answer.message} if answer.view is None else {"view": answer.view}
    return json.dumps(content, separators=(",", ":"))
