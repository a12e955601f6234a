"""JSON that somebody sent: one document of known size and depth, without a name twice and without numbers that are
none.
"""

import json
from typing import Any

from sim.ground.errors import CleanClaimError

DEEPEST = 40  # brackets inside brackets


def packed(content: object) -> bytes:
    """A document as bytes, the same for the same content: what is signed.

    >>> packed({"b": 1, "a": "\\u00e9"})
    b'{"a":"\\\\u00e9","b":1}'
    """
    return json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def document(content: bytes, where: str) -> dict[str, Any]:
    """A JSON object. Raises CleanClaimError for anything else.

    >>> document(b'{"a": 1}', "answers")
    {'a': 1}
    """
    try:
        found = json.loads(content, object_pairs_hook=_once, parse_constant=_no_number, parse_int=_whole)
    except (ValueError, RecursionError):
        raise _unreadable(where) from None
    if not isinstance(found, dict) or _depth(found) > DEEPEST:
        raise _unreadable(where)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name twice")
    return dict(pairs)


def _no_number(text: str) -> None:
    raise ValueError(text)


def _whole(text: str) -> int:
    if len(text) > 18:
        raise ValueError("a number without end")
    return int(text)


def _depth(found: object) -> int:
    deep, level = 0, [found]
    while level:
        deep += 1
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return deep


def _unreadable(where: str) -> CleanClaimError:
    return CleanClaimError("it cannot be read", where, "the file as CleanClaim wrote it", "ask for the file again")
