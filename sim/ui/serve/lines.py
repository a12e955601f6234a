"""The open pages of one server process: whose they are, how fast each learner may send, and in what order."""

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import Protocol

BURST, EACH_SECOND = 40, 10  # messages of one learner: somebody who types fast sends three a second
MOST_PAGES = 30  # open pages of one learner


class OpenLine(Protocol):
    """A page that is open."""

    learner: str
    visit: str
    role: str

    async def push(self) -> None:
        """Something happened to this desk elsewhere: show it."""

    def leave(self) -> None:
        """Its visit has ended."""

    async def go_away(self) -> None:
        """This process ends; another one takes the page."""


class Pace:
    """How soon the next message is taken: BURST at once, then EACH_SECOND.

    >>> now = [0.0]; pace = Pace(lambda: now[0])
    >>> [pace.wait() for _ in range(BURST)][-1], round(pace.wait(), 2)
    (0.0, 0.1)
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left, self._at = float(BURST), clock()

    def wait(self) -> float:
        """Count one message; seconds to wait before it is answered."""
        now = self._clock()
        self._left = min(BURST, self._left + (now - self._at) * EACH_SECOND) - 1
        self._at = now
        return max(0.0, -self._left / EACH_SECOND)


class Sender:
    """One learner, with all his pages: they share a pace, and his messages are answered one after another."""

    def __init__(self) -> None:
        self.lines: set[OpenLine] = set()
        self.pace = Pace()
        self.turn = asyncio.Lock()


class Lines:
    """Every open page of this process, by learner."""

    def __init__(self) -> None:
        self._senders: dict[str, Sender] = {}

    def join(self, line: OpenLine) -> Sender | None:
        """A page opens; None where this learner has too many."""
        sender = self._senders.setdefault(line.learner, Sender())
        if len(sender.lines) >= MOST_PAGES:
            return None
        sender.lines.add(line)
        return sender

    def part(self, line: OpenLine) -> None:
        """A page is closed."""
        sender = self._senders.get(line.learner)
        if sender is not None:
            sender.lines.discard(line)
            if not sender.lines:
                del self._senders[line.learner]

    def of(self, learner: str) -> list[OpenLine]:
        """The open pages of one learner."""
        sender = self._senders.get(learner)
        return list(sender.lines) if sender else []

    def leave(self, visit: str) -> None:
        """Somebody signs out: his open pages hear of it."""
        for line in self:
            if line.visit == visit:
                line.leave()

    def __iter__(self) -> Iterator[OpenLine]:
        return iter([line for sender in self._senders.values() for line in sender.lines])

    def __len__(self) -> int:
        return sum(len(sender.lines) for sender in self._senders.values())
