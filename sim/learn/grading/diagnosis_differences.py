"""Diagnoses that were sent against those that the record supports: other codes, too many, too few, twice, in the wrong
sequence.
"""

from collections.abc import Iterator, Sequence

from sim.clinic.visits.truth import Dx
from sim.learn.grading import error_kinds
from sim.learn.grading.difference import CodingError, Compared, Difference, Met, What
from sim.learn.grading.pairing import diagnosis_likeness, matched

SEQUENCE_SHARE = 0.25  # part of an item's point that a wrong sequence costs


def compare_diagnoses(
    sent: Sequence[str], items: Sequence[Dx], exchanged: frozenset[tuple[str, str]] = frozenset()
) -> Compared:
    """Codes sent, in order, against the items of the key."""
    found = matched(
        sent,
        items,
        lambda code, item: code == item.code,
        lambda code, item: diagnosis_likeness(code, item.code, exchanged),
    )
    met = [*found.met, *found.free]
    differences = [
        *(_other(place, sent[place], item) for place, item in found.met if sent[place] != item.code),
        *_too_many(sent, found.over, found.free),
        *(_missing(item) for item in found.missing),
        *_sequence(sent, met, items),
    ]
    misplaced = {one.where for one in differences if one.error.what is What.SEQUENCE}
    right = [Met(f"diagnoses.{place}", item) for place, item in found.met if sent[place] == item.code]
    allowed = [Met(f"diagnoses.{place}", item) for place, item in found.free if item.needs == "may"]
    return Compared(
        tuple(one for one in right if one.where not in misplaced),
        tuple(allowed),
        tuple(differences),
        len(sent) - len(allowed),
        len(found.met) + len(found.missing),
        # a pointer to a wrong knee points to the knee: the error was counted at the diagnosis
        {place + 1: item.code if item.needs != "may" else "" for place, item in met},
    )


def _other(place: int, code: str, item: Dx) -> Difference:
    error = CodingError(What.OTHER_DIAGNOSIS, item.code, sent_code=code)
    return Difference(f"diagnoses.{place}", error_kinds.of_diagnosis(code, item.code), error, item)


def _missing(item: Dx) -> Difference:
    error = CodingError(What.MISSING_DIAGNOSIS, item.code)
    return Difference("diagnoses", error_kinds.of_missing_diagnosis(item.code), error, item)


def _too_many(sent: Sequence[str], over: list[int], free: Sequence[tuple[int, Dx]]) -> Iterator[Difference]:
    """Codes that stand for nothing in the record, and codes that must never be there."""
    for place in over:
        if sent[place] in sent[:place]:
            error = CodingError(What.REPEATED_DIAGNOSIS, sent[place])
            yield Difference(f"diagnoses.{place}", "repeated-diagnosis", error, is_extra=True)
        else:
            yield _extra(place, sent[place], None)
    for place, item in free:
        if item.needs == "never":
            yield _extra(place, sent[place], item)


def _extra(place: int, code: str, item: Dx | None) -> Difference:
    kind = "diagnosis-too-many"
    return Difference(f"diagnoses.{place}", kind, CodingError(What.EXTRA_DIAGNOSIS, code), item, is_extra=True)


def _sequence(sent: Sequence[str], met: Sequence[tuple[int, Dx]], items: Sequence[Dx]) -> list[Difference]:
    """The first-listed diagnosis, and codes that a rule puts behind others. Only among codes that are there; one error
    for the whole order.
    """
    place_of = {item.code: place for place, item in met if item.needs != "never"}
    counting = [item for item in items if item.needs not in ("may", "never")]
    leading = [item for item in counting if item.first] or counting[:1]  # several: any of them, they are equals
    leading += [item for item in items if item.first and item.needs == "may"]  # need not be there, and may lead
    at = [place_of[item.code] for item in leading if item.code in place_of]
    if at and 0 not in at and not any(_is_alternative(item, met) for item in leading):
        return [_misplaced(next(item for item in leading if item.code in place_of), sent, place_of)]
    codes = {other.id: other.code for other in items if other.id}
    for item in counting:
        leaders = [
            code
            for code in place_of
            if code != item.code and _goes_before(code, item, codes.get(item.after, item.after))
        ]
        late = [code for code in leaders if item.code in place_of and place_of[item.code] < place_of[code]]
        if late:
            return [_misplaced(item, sent, place_of, late[0])]
    return []


def _is_alternative(first: Dx, met: Sequence[tuple[int, Dx]]) -> bool:
    """An accepted alternative of the first-listed diagnosis stands in its place."""
    return first.needs == "one of" and any(
        place == 0 and item.needs == "one of" and item.group == first.group for place, item in met
    )


def _goes_before(code: str, item: Dx, leader: str) -> bool:
    """Must this code stand ahead of the item? (That some codes are never first follows from which one is
    first-listed.)
    """
    return code == leader or any(
        rule.before and code.startswith(rule.before) for rule in error_kinds.sequence_rules(item.code)
    )


def _misplaced(item: Dx, sent: Sequence[str], place_of: dict[str, int], leader: str = "") -> Difference:
    error = CodingError(What.SEQUENCE, item.code)
    return Difference(
        f"diagnoses.{place_of[item.code]}",
        "wrong-sequence",
        error,
        item,
        first_listed=sent[0] if not leader else "",
        leader=leader,
        cost=SEQUENCE_SHARE,
    )
