"""Wrong PINs and links are slowed: after a few, each makes the next wait twice as long."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from math import ceil
from typing import NamedTuple

FREE = {"member": 5, "address": 30}  # wrong tries that cost nothing: a whole class may share one address
FIRST_WAIT, LONGEST_WAIT = 5, 3600  # seconds
FORGOTTEN = 3600  # seconds without a wrong try
MOST = 20_000  # names and addresses that are remembered


class Missed(NamedTuple):
    """So many wrong tries, the last one when."""

    times: int
    last: float


class Tries:
    """Who was wrong how often. A `who` begins with what it is: "member ..." or "address ...".

    >>> now = [0.0]; tries = Tries(lambda: now[0])
    >>> for _ in range(6): tries.begin(["member a1 ann"])
    >>> tries.wait(["member a1 ann"]), tries.wait(["member a1 bob"])
    (5, 0)
    >>> now[0] = 6; tries.wait(["member a1 ann"])
    0
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._missed: OrderedDict[str, Missed] = OrderedDict()

    def wait(self, who: Iterable[str]) -> int:
        """Seconds until one of these may try again; 0: at once."""
        return max(0, *(ceil(self._until(one) - self._clock()) for one in who))

    def begin(self, who: Iterable[str]) -> None:
        """A try, wrong until it is known to be right: a hundred at once are a hundred."""
        for one in who:
            self._missed[one] = Missed(self._known(one).times + 1, self._clock())
            self._missed.move_to_end(one)
        while len(self._missed) > MOST:
            self._missed.popitem(last=False)

    def right(self, member: str, address: str) -> None:
        """The try was right: the member begins anew, and the address, which may be a stranger's too, is one less."""
        self._missed.pop(member, None)
        known = self._known(address)
        self._missed[address] = Missed(max(0, known.times - 1), known.last)

    def _known(self, who: str) -> Missed:
        found = self._missed.get(who)
        return found if found and self._clock() - found.last < FORGOTTEN else Missed(0, 0)

    def _until(self, who: str) -> float:
        known = self._known(who)
        over = known.times - FREE[who.split(" ", 1)[0]]
        return known.last + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(over - 1, 20)) if over > 0 else 0.0
