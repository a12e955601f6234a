"""What a biller can do about a claim, and what is known of it at once."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.billing.claims.claim_tables import Claims


class Action(NamedTuple):
    """One thing done about a claim. content: the tables of one claim to send (None: as it was sent before); letter:
    {level, ground, evidence, topic, words, reason (of a write-off)}.
    """

    remedy: str
    content: Claims | None = None
    letter: Mapping[str, Any] = {}


class Response(NamedTuple):
    """What comes back. tone: good, warn, bad; title and words for people; days until it is known."""

    tone: str
    title: str
    words: str
    days: int
