"""Keys that may be wrong: strong learners agree on another answer, several learners dispute the same mark, or an item
earns less than guessing would. Each says which and why. A common misconception is none: weak learners have it more.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.classroom.disputes.entries import LEFT_OUT, Entry
from sim.classroom.statistics.answered import Answered, AskedItem, MarkTable
from sim.classroom.statistics.intervals import Estimate

FEWEST_STRONG = 3  # learners who agree
FEWEST_DISPUTES = 2
GROUPS = 3  # strong are the best third at the other items, weak the last


@dataclass(frozen=True)
class SuspectKey:
    """An item whose key should be read again: where, what learners have there, what the key has, and the reasons in
    words. place, value and key are empty where the whole item is meant.
    """

    item: int
    case: str
    place: str
    value: str
    key: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Groups:
    """Learners of one item by what they earned at the others."""

    strong: frozenset[str]
    weak: frozenset[str]


def suspect_keys(
    table: MarkTable, answers: Sequence[Answered], facility: Sequence[Estimate], discrimination: Sequence[Estimate]
) -> tuple[SuspectKey, ...]:
    """The keys to be read again, item by item. facility, discrimination: of the items of the table, in percent."""
    by_item: dict[int, list[Answered]] = defaultdict(list)
    for one in answers:
        by_item[one.item].append(one)
    found: list[SuspectKey] = []
    for place, item in enumerate(table.items):
        reasons = tuple(_of_the_whole(item, facility[place], discrimination[place]))
        found += [SuspectKey(item.number, "", "", "", "", reasons)] if reasons else []
        found += _of_places(item, by_item[item.number], _groups(table, place))
    return tuple(found)


def _of_the_whole(item: AskedItem, facility: Estimate, discrimination: Estimate) -> Iterable[str]:
    highest = facility.value if facility.high is None else facility.high
    if item.chance is not None and highest is not None and highest < 100 * item.chance:
        sure = "" if facility.high is not None else " (few learners)"
        yield f"It earns {facility.value:.0f} %, and guessing earns {100 * item.chance:.0f} %{sure}."
    if discrimination.high is not None and discrimination.high < 0:
        yield "Learners who do well at the other items do badly at this one."


def _of_places(item: AskedItem, answers: Sequence[Answered], groups: _Groups) -> list[SuspectKey]:
    who: dict[tuple[str, Entry], set[str]] = defaultdict(set)
    disputed: dict[tuple[str, Entry], set[str]] = defaultdict(set)
    cases: dict[str, set[str]] = defaultdict(set)
    for one in answers:
        cases[one.case].add(one.learner)
        for entry in one.entries():
            who[one.case, entry].add(one.learner)
        for entry in one.disputed:
            disputed[one.case, entry].add(one.learner)
    found = []
    for case, entry in sorted({*who, *disputed}):
        reasons = [
            *_agreement(entry, who[case, entry], cases[case], groups),
            *_disputes(disputed[case, entry]),
        ]
        if reasons:
            found.append(SuspectKey(item.number, case, entry.place, entry.value, entry.key, tuple(reasons)))
    return found


def _agreement(entry: Entry, who: set[str], had_it: set[str], groups: _Groups) -> Iterable[str]:
    """Do the strong learners who had this case agree on the entry, more than the weak ones?"""
    strong, weak = groups.strong & had_it, groups.weak & had_it
    so, few = len(strong & who), len(weak & who)
    if so >= FEWEST_STRONG and 2 * so >= len(strong) and so * max(len(weak), 1) > few * len(strong):
        put = "left out" if entry.value == LEFT_OUT else f"have {entry.value} for"
        what = entry.key or ("what the key has" if entry.value == LEFT_OUT else "nothing in the key")
        yield f"{so} of {len(strong)} strong learners {put} {what}; of the weak {few} of {len(weak)}."


def _disputes(who: set[str]) -> Iterable[str]:
    if len(who) >= FEWEST_DISPUTES:
        yield f"{len(who)} learners dispute it."


def _groups(table: MarkTable, place: int) -> _Groups:
    """The strong and the weak third of those who attempted an item, by their share of the points of the others."""
    others = [number for number in range(len(table.items)) if number != place]
    marks = table.marks[:, others]
    most = np.where(np.isnan(marks), 0.0, table.points[others]).sum(axis=1)
    there = ~np.isnan(table.marks[:, place]) & (most > 0)
    share = np.nansum(marks, axis=1) / np.where(most > 0, most, 1.0)
    ranked = [table.learners[row] for row in np.argsort(share, kind="stable") if there[row]]
    size = len(ranked) // GROUPS
    return _Groups(frozenset(ranked[-size:] if size else ()), frozenset(ranked[:size]))


def by_number(found: Iterable[SuspectKey]) -> Mapping[int, tuple[SuspectKey, ...]]:
    """The suspect keys of each item.

    >>> dict(by_number([SuspectKey(2, "", "", "", "", ("x",))]))[2][0].reasons
    ('x',)
    """
    out: dict[int, tuple[SuspectKey, ...]] = defaultdict(tuple)
    for one in found:
        out[one.item] = (*out[one.item], one)
    return out
