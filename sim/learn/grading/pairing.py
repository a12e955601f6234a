"""Which row of an answer stands for which item of the key: the likeliest pairs first, so that one error is counted
once.

A wrong knee is one wrong side, not one diagnosis too many and one too few. Rows too unlike to be meant for each other
stay alone.

This is another question than sim.billing.claims.line_pairs asks. There a line of money finds the line that should have
been paid in its place: the same code or family, line by line, for millions of claims. Here a person's row finds what
she meant: any diagnosis or service, the likeliest first, with items that may, must or must never be there, accepted
alternatives, and the mistakes that the scenario's author foresaw.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sim.clinic.visits.service_lines import Service
from sim.clinic.visits.truth import Dx
from sim.learn.exercises.coded_answer import Row
from sim.learn.grading.error_kinds import facts, is_symptom

Sent = TypeVar("Sent", str, Row)
Wanted = TypeVar("Wanted", Dx, Service)
Pairs = list[tuple[int, int]]
FREE_OR_FORBIDDEN = ("may", "never")  # items of these needs are met only by exactly what they are


@dataclass(frozen=True)
class Matched(Generic[Wanted]):
    """Places of the answer with the item that each stands for: `met` for items that count, `free` for those that may or
    must never be there; `over`: places that stand for nothing; `missing`: items that nothing stands for.
    """

    met: list[tuple[int, Wanted]]
    free: list[tuple[int, Wanted]]
    over: list[int]
    missing: list[Wanted]


def pair(
    entered: Sequence[object], key: Sequence[object], likeness: Callable[..., int]
) -> tuple[Pairs, list[int], list[int]]:
    """Pairs of places, the places entered that have no partner, the places of the key that have none.

    likeness(one entered, one of the key) -> a number, 0 for never. Of equally likely pairs the earlier rows are taken.

    >>> pair(["b", "a"], ["a", "c"], lambda sent, item: int(sent == item))
    ([(1, 0)], [0], [1])
    """
    found = sorted(
        ((-likeness(sent, item), place, at) for place, sent in enumerate(entered) for at, item in enumerate(key))
    )
    pairs: Pairs = []
    used: set[int] = set()
    met: set[int] = set()
    for negative, place, at in found:
        if negative < 0 and place not in used and at not in met:
            pairs.append((place, at))
            used.add(place)
            met.add(at)
    return (
        sorted(pairs, key=lambda both: both[1]),
        [n for n in range(len(entered)) if n not in used],
        [n for n in range(len(key)) if n not in met],
    )


def matched(
    sent: Sequence[Sent],
    items: Sequence[Wanted],
    is_same: Callable[[Sent, Wanted], bool],
    likeness: Callable[[Sent, Wanted], int],
) -> Matched[Wanted]:
    """Every row of an answer with its item: exactly the same first, then what is alike."""
    counting = [item for item in items if item.needs not in FREE_OR_FORBIDDEN]
    others = [item for item in items if item.needs in FREE_OR_FORBIDDEN]
    exact, left, _ = pair(sent, counting, lambda one, item: likeness(one, item) if is_same(one, item) else 0)
    exact_free, left_now, _ = pair([sent[place] for place in left], others, lambda one, item: int(is_same(one, item)))
    free = [(left[place], others[at]) for place, at in exact_free]
    left = [left[place] for place in left_now]
    met = {at for _, at in exact}
    done = {group_of(counting[at]) for at in met} - {""}
    open_items = [item for at, item in enumerate(counting) if at not in met and group_of(item) not in done]
    near, over, missing = pair([sent[place] for place in left], open_items, likeness)
    pairs = [(place, counting[at]) for place, at in exact] + [(left[place], open_items[at]) for place, at in near]
    done |= {group_of(open_items[at]) for _, at in near} - {""}
    return Matched(
        sorted(pairs, key=lambda both: both[0]),
        free,
        [left[place] for place in over],
        _one_of_each([open_items[at] for at in missing if group_of(open_items[at]) not in done]),
    )


def group_of(item: Dx | Service) -> str:
    """The name of the alternatives among which an item stands; empty for an item that stands alone."""
    return item.group if item.needs not in ("must", *FREE_OR_FORBIDDEN) else ""


def _one_of_each(items: Sequence[Wanted]) -> list[Wanted]:
    """Of alternatives that are all missing, the first stands for all."""
    seen: set[str] = set()
    kept = []
    for item in items:
        group = group_of(item)
        if not group or group not in seen:
            kept.append(item)
        seen.add(group)
    return kept


def diagnosis_likeness(sent: str, key: str, exchanged: frozenset[tuple[str, str]] = frozenset()) -> int:
    """How likely it is that a diagnosis code was meant for an item. `exchanged` holds (sent, key) pairs of the
    scenario's own traps.

    >>> [diagnosis_likeness(sent, "M17.11") for sent in ("M17.11", "M17", "M17.12", "M25.561", "I10")]
    [100, 90, 75, 10, 0]
    """
    bare, wanted = sent.replace(".", ""), key.replace(".", "")
    if bare == wanted:
        return 100
    if (sent, key) in exchanged:
        return 95
    if wanted.startswith(bare) or bare.startswith(wanted):
        return 90
    if bare[:3] == wanted[:3]:
        return 70 + 5 * (len(bare) == len(wanted) and sum(a != b for a, b in zip(bare, wanted, strict=True)) == 1)
    return 10 if is_symptom(sent) != is_symptom(key) and "Z" not in (sent[0], key[0]) else 0


def service_likeness(sent: Row, key: Service, exchanged: frozenset[tuple[str, str]] = frozenset()) -> int:
    """How likely it is that a row was meant for a service.

    Two rows of the same code (each knee) are told apart by their modifiers.
    """
    if sent.code == key.code:
        return (
            1000
            + 10 * len(set(sent.modifiers) & set(key.modifiers))
            - len(set(sent.modifiers) ^ set(key.modifiers))
            + (sent.units == key.units)
        )
    if (sent.code, key.code) in exchanged:
        return 900
    one, other = facts(sent.code), facts(key.code)
    if one.is_evaluation and other.is_evaluation:
        return 500 + 100 * (one.kind == other.kind)
    if one.family and one.family == other.family:
        return 450
    alike = one.kind == other.kind and one.kind in GIVEN
    return 400 if alike or (one.family[:6] == other.family[:6] and one.family) else 0


GIVEN = ("drug", "vaccine", "immunization administration", "drug administration")
