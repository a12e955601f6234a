"""The public keys of an LMS, read from its address and kept for an hour by a process.

A key that is not among them may be a new one: the set is then read again, at most every half minute, so that forged
launches cannot make us ask an LMS without end.
"""

import threading
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.classroom.lti.connection.outgoing import NotAsked, Outgoing, document

LASTS, SOONEST = 3_600, 30  # seconds a set is kept, and between two reads for an unknown key
MOST = 100  # LMSs whose sets are kept


class _Read(NamedTuple):
    at: float
    keys: dict[str, Any]


_read: dict[str, _Read] = {}
_turn = threading.Lock()


def keys_at(outgoing: Outgoing, address: str, unknown: bool = False) -> dict[str, Any]:
    """The RSA keys for signatures at an address. unknown: one was missing. Raises NotAsked, or requests' errors."""
    now = time.monotonic()
    with _turn:
        known = _read.get(address)
    if known and now - known.at < (SOONEST if unknown else LASTS):
        return known.keys
    found = usable(document(outgoing.get(address)))
    with _turn:
        if len(_read) >= MOST:
            _read.clear()
        _read[address] = _Read(now, found)
    return found


def usable(key_set: Mapping[str, Any]) -> dict[str, Any]:
    """The RSA keys of a set that sign with RS256.

    >>> rsa, oct = {"kty": "RSA", "kid": "1", "n": "x", "e": "AQAB"}, {"kty": "oct", "kid": "2", "k": "x"}
    >>> usable({"keys": [rsa, oct, {**rsa, "alg": "HS256"}, {**rsa, "use": "enc"}, 7]})["keys"] == [rsa]
    True
    """
    keys = key_set.get("keys")
    if not isinstance(keys, list):
        raise NotAsked("the address of the LMS's keys has no list of keys")
    return {
        "keys": [
            key
            for key in keys
            if isinstance(key, dict)
            and key.get("kty") == "RSA"
            and key.get("alg", "RS256") == "RS256"
            and key.get("use", "sig") == "sig"
        ]
    }
