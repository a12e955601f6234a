"""How often something may be begun from one network address that needs no sign-in and leaves a row in the database."""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from typing import NamedTuple

AT_ONCE, EACH_SECOND = 600, 2  # a school of 600 may come to a lesson from one address at the same moment
MOST = 20_000  # networks that are remembered


class Left(NamedTuple):
    """So many may still be begun, counted when."""

    number: float
    at: float


class Rates:
    """AT_ONCE from one network at once, then EACH_SECOND. Each process counts its own.

    >>> now = [0.0]; rates = Rates(lambda: now[0])
    >>> [rates.wait("192.0.2.7") for _ in range(AT_ONCE + 1)][-2:], rates.wait("192.0.2.8")
    ([0, 1], 0)
    >>> now[0] = 1; rates.wait("192.0.2.7")
    0
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left: OrderedDict[str, Left] = OrderedDict()

    def wait(self, address: str) -> int:
        """Count one that begins: 0. Seconds to wait where it may not begin yet; that one is not counted."""
        name, now = network(address), self._clock()
        left, at = self._left.pop(name, Left(AT_ONCE, now))
        left = min(AT_ONCE, left + (now - at) * EACH_SECOND)
        may = left >= 1
        self._left[name] = Left(left - may, now)
        while len(self._left) > MOST:
            self._left.popitem(last=False)
        return 0 if may else ceil((1 - left) / EACH_SECOND)


def network(address: str) -> str:
    """Whom an address belongs to: of IPv6 one household has a whole /64.

    >>> network("192.0.2.7"), network("2001:db8::1"), network("?")
    ('192.0.2.7', '2001:db8::/64', '?')
    """
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if number.version == 4 else str(ipaddress.ip_network((number, 64), strict=False))
