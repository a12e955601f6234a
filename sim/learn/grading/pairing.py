"""Which row of an answer stands for which item of the key: the likeliest pairs first, so that one error is counted
once.

A wrong knee is one wrong side, not one diagnosis too many and one too few. Rows too unlike to be meant for each other
stay alone.
"""

from collections.abc import Callable, Sequence

from sim.learn.grading.error_kinds import facts, is_symptom


def pair(entered: Sequence, key: Sequence, likeness: Callable) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Pairs of places, the places entered that have no partner, the places of the key that have none.

    likeness(one entered, one of the key) -> a number, 0 for never. Of equally likely pairs the earlier rows are taken.

    >>> pair(["b", "a"], ["a", "c"], lambda sent, item: sent == item)
    ([(1, 0)], [0], [1])
    """
    found = sorted(
        ((-likeness(sent, item), place, at) for place, sent in enumerate(entered) for at, item in enumerate(key))
    )
    pairs, used, met = [], set(), set()
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


def diagnosis_likeness(sent: str, key: str, foreseen: frozenset = frozenset()) -> int:
    """How likely it is that a diagnosis code was meant for an item. `foreseen` holds (sent, key) pairs of the
    scenario's own traps.

    >>> [diagnosis_likeness(sent, "M17.11") for sent in ("M17.11", "M17", "M17.12", "M25.561", "I10")]
    [100, 90, 75, 10, 0]
    """
    bare, wanted = sent.replace(".", ""), key.replace(".", "")
    if bare == wanted:
        return 100
    if (sent, key) in foreseen:
        return 95
    if wanted.startswith(bare) or bare.startswith(wanted):
        return 90
    if bare[:3] == wanted[:3]:
        return 70 + 5 * (len(bare) == len(wanted) and sum(a != b for a, b in zip(bare, wanted, strict=True)) == 1)
    return 10 if is_symptom(sent) != is_symptom(key) and "Z" not in (sent[0], key[0]) else 0


def service_likeness(sent, key, foreseen: frozenset = frozenset()) -> int:
    """How likely it is that a row was meant for a service; both have code, modifiers and units.

    Two rows of the same code (each knee) are told apart by their modifiers.
    """
    if sent.code == key.code:
        return (
            1000
            + 10 * len(set(sent.modifiers) & set(key.modifiers))
            - len(set(sent.modifiers) ^ set(key.modifiers))
            + (sent.units == key.units)
        )
    if (sent.code, key.code) in foreseen:
        return 900
    one, other = facts(sent.code), facts(key.code)
    if one["is_evaluation"] and other["is_evaluation"]:
        return 500 + 100 * (one["kind"] == other["kind"])
    if one["family"] and one["family"] == other["family"]:
        return 450
    alike = (
        one["kind"]
        and one["kind"] == other["kind"]
        and one["kind"] in ("drug", "vaccine", "immunization administration", "drug administration")
    )
    return 400 if alike or (one["family"][:6] == other["family"][:6] and one["family"]) else 0
