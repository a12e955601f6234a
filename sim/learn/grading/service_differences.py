"""Services that were sent against those that the record supports: other codes, too many, too few, and inside a row its
modifiers, units and pointers.
"""

from collections.abc import Iterator, Mapping, Sequence

from sim.clinic.visits.service_lines import Service
from sim.learn.exercises.coded_answer import Row
from sim.learn.grading import error_kinds
from sim.learn.grading.difference import CodingError, Compared, Difference, Met, What
from sim.learn.grading.pairing import matched, service_likeness

MODIFIER_SHARE, UNITS_SHARE, POINTER_SHARE = 0.5, 0.5, 0.25  # parts of an item's point that one error costs


def compare_services(
    sent: Sequence[Row],
    items: Sequence[Service],
    pointer_map: Mapping[int, str],
    exchanged: frozenset[tuple[str, str]] = frozenset(),
) -> Compared:
    """Rows sent against the items of the key. pointer_map: place among the diagnoses, from 1 -> code of the key."""
    found = matched(
        sent, items, lambda row, item: row.code == item.code, lambda row, item: service_likeness(row, item, exchanged)
    )
    inside = {place: list(_inside(sent[place], item, f"services.{place}", pointer_map)) for place, item in found.met}
    forbidden = [place for place, item in found.free if item.needs == "never"]
    allowed = tuple(Met(f"services.{place}", item) for place, item in found.free if item.needs == "may")
    differences = [
        *(one for place, _ in found.met for one in inside[place]),
        *(_extra(place, sent[place], items) for place in (*found.over, *forbidden)),
        *(_missing(item, items) for item in found.missing),
    ]
    return Compared(
        tuple(Met(f"services.{place}", item) for place, item in found.met if not inside[place]),
        allowed,
        tuple(differences),
        len(sent) - len(allowed),
        len(found.met) + len(found.missing),
    )


def _supported(items: Sequence[Service]) -> list[error_kinds.CodeFacts]:
    return [error_kinds.facts(item.code) for item in items if item.needs != "never"]


def _extra(place: int, row: Row, items: Sequence[Service]) -> Difference:
    return Difference(
        f"services.{place}",
        error_kinds.of_extra_service(error_kinds.facts(row.code), _supported(items)),
        CodingError(What.EXTRA_SERVICE, row.code),
        next((item for item in items if item.code == row.code), None),
        row,
        is_extra=True,
    )


def _missing(item: Service, items: Sequence[Service]) -> Difference:
    others = [other for other in _supported(items) if other.code != item.code]
    kind = error_kinds.of_missing_service(error_kinds.facts(item.code), others)
    return Difference("services", kind, CodingError(What.MISSING_SERVICE, item.code), item)


def _inside(row: Row, item: Service, where: str, pointer_map: Mapping[int, str]) -> Iterator[Difference]:
    """Errors inside one row. A wrong code is one error, whatever else the row says."""
    if row.code != item.code:
        error = CodingError(What.OTHER_SERVICE, item.code, sent_code=row.code)
        kind = error_kinds.of_service(error_kinds.facts(row.code), error_kinds.facts(item.code))
        yield Difference(f"{where}.code", kind, error, item, row)
        return
    item = item.with_optional_modifier(row.modifiers)
    sent, meant = frozenset(row.modifiers), frozenset(item.modifiers)
    if sent != meant:
        wrong = 1 - len(sent & meant) / max(len(sent), len(meant))
        error = CodingError(What.MODIFIERS, item.code, sent_modifiers=sent)
        kind = error_kinds.of_modifiers(sent, meant)
        yield Difference(f"{where}.modifiers", kind, error, item, row, cost=wrong * MODIFIER_SHARE)
    if row.units != item.units:
        error = CodingError(What.UNITS, item.code, sent_units=row.units)
        yield Difference(f"{where}.units", "wrong-units", error, item, row, cost=UNITS_SHARE)
    pointed = frozenset(pointer_map.get(place, "") for place in row.pointers)
    if not _points_well(pointed, item, set(pointer_map.values())):
        error = CodingError(What.POINTERS, item.code, sent_pointers=pointed)
        yield Difference(f"{where}.pointers", "wrong-pointer", error, item, row, cost=POINTER_SHARE)


def _points_well(pointed: frozenset[str], item: Service, there: set[str]) -> bool:
    """Every diagnosis that must be pointed to is, and no other that does not justify the line.

    A diagnosis that is not on the claim, or should not be, or is only optional (the empty text), was judged at the
    diagnoses and costs nothing here. A line that points to nothing, while there is something to point to, never points
    well. Where none must be pointed to and several may, any of those will do.
    """
    if not pointed and there:
        return False
    must = set(item.must_pointers) & there
    if not must and (item.must_pointers or not set(item.may_pointers) & there):
        return True
    return must <= pointed and pointed <= {*item.must_pointers, *item.may_pointers, ""}
