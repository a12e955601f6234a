"""Where a segment of a set belongs, seen from the loops that are open.

A row (a claim, a line, a subscriber ...) is left only for a segment that begins another row or ends the set: a segment
that is unknown where it stands, or that belongs to something long past, closes nothing.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from sim.edi.grammar.guides import Loop, Segment, grammar

NAMES = ("NM1", "N1")  # they name somebody within a row; a row of their own only follows one of its kind
LEVELS = frozenset({"provider", "subscriber", "patient", "source", "receiver", "header"})  # rows that many claims share


class Place(NamedTuple):
    """Where a segment belongs: how many loops are nearer than its own, which segment it is, does it begin its loop?
    `implied`: levels that are not there and in which the loop would stand, the outermost first.
    """

    closed: int
    segment: Segment
    begins: bool
    implied: tuple[Loop, ...] = ()


@lru_cache(20_000)
def place_of(transaction: str, loops: tuple[str, ...], tag: str, qualifier: str) -> Place | None:
    """Where a segment belongs, from the open loops (innermost first); None: nowhere.

    >>> line = ("2400", "2300", "2000B", "2000A", "ST")
    >>> place_of("837P", line, "HL", "22").segment.loop.id, place_of("837P", line, "REF", "EI")
    ('2000B', None)
    """
    known = grammar(transaction).loops
    rows_left = False  # would a row be left for it?
    for closed, name in enumerate(loops):
        if not rows_left and (own := _own(known[name], tag, qualifier)):
            return Place(closed, own, False)
        for inner in known[name].inner:
            opener = _opening(inner, tag, qualifier)
            if opener and (not rows_left or tag not in NAMES or inner.id == loops[closed - 1]):
                return Place(closed, opener, True)
        rows_left = rows_left or bool(known[name].frame)
    return _implied(known, loops, tag, qualifier) if tag not in NAMES else None


def _implied(known: dict[str, Loop], loops: tuple[str, ...], tag: str, qualifier: str) -> Place | None:
    """A row whose levels are missing: claims of a remittance without their group, claims without a subscriber."""
    for closed, name in enumerate(loops):
        for levels in _missing_levels(known[name], ()):
            for inner in levels[-1].inner:
                if opener := _opening(inner, tag, qualifier):
                    return Place(closed, opener, True, levels)
    return None


def _missing_levels(loop: Loop, above: tuple[Loop, ...]) -> Iterator[tuple[Loop, ...]]:
    """The levels inside a loop, each with those it stands in; the nearest first."""
    levels = [inner for inner in loop.inner if inner.frame in LEVELS]
    for level in levels:
        yield (*above, level)
    for level in levels:
        yield from _missing_levels(level, (*above, level))


def _own(loop: Loop, tag: str, qualifier: str) -> Segment | None:
    return _fitting([segment for segment in loop.segments[1:] if segment.id == tag], qualifier)


def _opening(loop: Loop, tag: str, qualifier: str) -> Segment | None:
    return _fitting([loop.segments[0]], qualifier) if loop.segments[0].id == tag else None


def _fitting(candidates: list[Segment], qualifier: str) -> Segment | None:
    plain = None
    exact = [one for one in candidates if "*" in one.name and one.name.partition("*")[2] == qualifier]
    for one in exact or candidates:
        if qualifier in one.qualifiers:
            return one
        if not one.qualifiers:
            plain = plain or one
    return plain


@lru_cache
def ranks(transaction: str) -> dict[tuple[str, str], int]:
    """(loop, segment) -> its place in the loop; segments of one kind side by side share a place."""
    out = {}
    for loop in grammar(transaction).loops.values():
        place, before = 0, ""
        for segment in loop.segments:
            place += segment.id != before
            before = segment.id
            out[loop.id, segment.name] = place
    return out
