"""Why a visit brought more under one strategy than under the other. A reason is given only where it explains which side
has more; money that the record does not support is told as that, whatever else was otherwise.
"""

from typing import Any, NamedTuple

from sim.billing.denials.remedies import error_words
from sim.ground.money import dollars
from sim.manager.comparing.outcome_words import LETTERS

HALF = 2
BEFORE = {  # items that keep something from going wrong, done on the side that has more
    "verification": "Coverage was verified",
    "authorization": "The prior authorization was requested",
    "second look": "A second coder read the chart",
    "claim edit": "The scrubber stopped the claim and it was corrected",
}
AFTER = {  # items that bring money back
    "denial": "The denial was corrected",
    "appeal": "The denial was disputed",
    "rejection": "The rejection was corrected",
    "unanswered": "The unanswered claim was followed up",
    "documents": "The documents were sent",
    "claim": "The claim was sent",
    "plan": "A payment plan was set up",
}
TROUBLE = {  # items that only come up where something went wrong
    "denial": "The claim was denied",
    "appeal": "The claim was denied",
    "closing": "The claim was denied",
    "rejection": "The claim was rejected",
    "unanswered": "The payer did not answer the claim",
    "documents": "The payer asked for documents",
}
DONE = "done"
NO_STEP = "No single step explains it: the work was done on other days."


class Facts(NamedTuple):
    """A visit under one strategy: its row, cents that came in, cents of it that the patient paid, cents that were paid
    and are not supported, (item, how it ended) of its work, and why money was written off, in words."""

    visit: dict[str, Any]
    cash: int
    patient: int
    unsupported: int
    ends: frozenset[tuple[str, str]]
    lost: str


def why(first: Facts, second: Facts) -> str:
    """The reason in words: what fits the direction, the first thing first."""
    more = int(second.cash > first.cash)
    high, low = (first, second) if not more else (second, first)
    rich, poor = (f"under {LETTERS[more]}", f"under {LETTERS[1 - more]}")
    found = (
        _unsupported(high, low, rich)
        or _registered(high, low, rich, poor)
        or _mistaken(high, low, poor)
        or _worked(high, low, rich, poor)
        or _troubled(high, low, rich, poor)
        or _written_off(high, low, poor)
        or f"{_who_paid(first, 0)}; {_who_paid(second, 1)}. {NO_STEP}"
    )
    return found


def _who_paid(one: Facts, side: int) -> str:
    words = f"payer {dollars(one.cash - one.patient)}, patient {dollars(one.patient)}"
    return f"{'Paid u' if not side else 'u'}nder {LETTERS[side]}: {words}"


def _unsupported(high: Facts, low: Facts, rich: str) -> str:
    gap = high.unsupported - low.unsupported
    if gap * HALF < high.cash - low.cash:
        return ""
    because = f" {_mistake(high)}." if high.visit["mistake"] else ""
    return f"Paid and not supported {rich}: {dollars(gap)}.{because} An audit may recoup it."


def _mistake(one: Facts) -> str:
    return str(error_words(one.visit["mistake"])["words"])


def _registered(high: Facts, low: Facts, rich: str, poor: str) -> str:
    wrong = [one.visit["registered_coverage_key"] != one.visit["coverage_key"] for one in (high, low)]
    if wrong != [False, True]:
        return ""
    return f"Registered with an outdated coverage {poor}. Coverage was verified {rich}."


def _mistaken(high: Facts, low: Facts, poor: str) -> str:
    if not low.visit["mistake"] or low.visit["mistake"] == high.visit["mistake"]:
        return ""
    return f"A mistake {poor}: {_lower(_mistake(low))}."


def _lower(words: str) -> str:
    """
    >>> _lower("A service"), _lower("ABN")
    ('a service', 'ABN')
    """
    return words[:1].lower() + words[1:] if words[1:2] in (" ", *"abcdefghijklmnopqrstuvwxyz") else words


def _worked(high: Facts, low: Facts, rich: str, poor: str) -> str:
    """Both had it on a desk, and it was worked on one side only."""
    of_low = dict(low.ends)
    for item, words in AFTER.items():
        if (item, DONE) in high.ends and item in of_low and (item, DONE) not in low.ends:
            return f"{words} {rich}. Nobody reached it in time {poor}."
    return ""


def _troubled(high: Facts, low: Facts, rich: str, poor: str) -> str:
    """Something went wrong on one side only, and what kept it from happening on the other."""
    known, met = {item for item, _ in high.ends}, {item for item, _ in low.ends}
    trouble = next((words for item, words in TROUBLE.items() if item in met - known), "")
    if not trouble:
        return ""
    kept = [words for item, words in BEFORE.items() if (item, DONE) in high.ends - low.ends]
    off = f" Written off {poor}: {low.lost}." if low.lost and low.lost != high.lost else ""
    return f"{trouble} {poor} only.{off}" + (f" {kept[0]} {rich}." if kept else "")


def _written_off(high: Facts, low: Facts, poor: str) -> str:
    if not low.lost or low.lost == high.lost:
        return ""
    return f"Written off {poor}: {low.lost}."
