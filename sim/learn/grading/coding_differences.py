"""What differs between the codes that were sent and the codes that the record supports, each difference once.

One item is a diagnosis or a service. A right code with a wrong modifier, number of units or pointer is an item that
earns a part of its point. Items that may be there are free either way; of accepted alternatives ("one of") one is
enough; an item that must never be there is wrong if sent.
"""

from dataclasses import dataclass, field

from sim.learn.grading import error_kinds
from sim.learn.grading.pairing import diagnosis_likeness, pair, service_likeness

MODIFIER_SHARE, UNITS_SHARE, POINTER_SHARE, SEQUENCE_SHARE = (
    0.5,
    0.5,
    0.25,
    0.25,
)  # parts of an item's point that one error costs


@dataclass(frozen=True)
class Difference:
    """One error. `sign` identifies it whatever row it stands in, so that it can be met again among the traps; `cost` is
    in points of its item.
    """

    where: str
    kind: str
    sign: tuple
    sent: object = None
    key: object = None
    cost: float = 1.0
    is_extra: bool = False


@dataclass(frozen=True)
class Compared:
    """The outcome: right and free items as (where, what was sent, item of the key), differences, and the two counts of
    the score.
    """

    right: tuple = ()
    free: tuple = ()
    differences: tuple[Difference, ...] = ()
    entered: int = 0
    key: int = 0
    pointer_map: dict = field(default_factory=dict)

    def plus(self, other: "Compared") -> "Compared":
        """Two outcomes together."""
        return Compared(
            self.right + other.right,
            self.free + other.free,
            self.differences + other.differences,
            self.entered + other.entered,
            self.key + other.key,
            {**self.pointer_map, **other.pointer_map},
        )


def compare(answer, truth, foreseen: dict | None = None) -> Compared:
    """An Answer of code_visit against a Truth. `foreseen`: pairs of codes that the scenario's traps exchange ({"dx":
    ..., "service": ...}).
    """
    foreseen = foreseen or {"dx": frozenset(), "service": frozenset()}
    never_dx = tuple(item for item in truth.never if not hasattr(item, "must_pointers"))
    never_services = tuple(item for item in truth.never if hasattr(item, "must_pointers"))
    diagnoses = _diagnoses(answer.diagnoses, truth.diagnoses + never_dx, foreseen["dx"])
    services = _services(answer.services, truth.services + never_services, diagnoses.pointer_map, foreseen["service"])
    return diagnoses.plus(services)


def _split(items) -> tuple[list, list]:
    """Items that count (must, one of), items that are matched only exactly (may, never)."""
    counting = [item for item in items if item.needs not in ("may", "never")]
    return counting, [item for item in items if item.needs in ("may", "never")]


def _group(item) -> str:
    return item.group if item.needs not in ("must", "may", "never") else ""


def _matched(sent: list, items, same, likeness):
    """Pairs (place, item) of counting items, places met by a may or never item, places left, items missing."""
    counting, others = _split(items)
    exact, left, _ = pair(sent, counting, lambda one, item: likeness(one, item) if same(one, item) else 0)
    free, left_now, _ = pair([sent[place] for place in left], others, lambda one, item: int(same(one, item)))
    free = [(left[place], others[at]) for place, at in free]
    left = [left[place] for place in left_now]
    met = {at for _, at in exact}
    done = {_group(counting[at]) for at in met} - {""}
    open_items = [item for at, item in enumerate(counting) if at not in met and _group(item) not in done]
    near, over, missing = pair([sent[place] for place in left], open_items, likeness)
    pairs = [(place, counting[at]) for place, at in exact] + [(left[place], open_items[at]) for place, at in near]
    done |= {_group(open_items[at]) for _, at in near} - {""}
    wanted = _one_of_each([open_items[at] for at in missing if _group(open_items[at]) not in done])
    return sorted(pairs, key=lambda both: both[0]), free, [left[place] for place in over], wanted


def _one_of_each(items) -> list:
    """Of alternatives that are all missing, the first stands for all."""
    seen, kept = set(), []
    for item in items:
        group = _group(item)
        if not group or group not in seen:
            kept.append(item)
        seen.add(group)
    return kept


def _diagnoses(sent, items, foreseen) -> Compared:
    sent = list(sent)
    pairs, free, over, missing = _matched(
        sent,
        items,
        lambda code, item: code == item.code,
        lambda code, item: diagnosis_likeness(code, item.code, foreseen),
    )
    right, differences = [], []
    for place, item in pairs:
        where = f"diagnoses.{place}"
        if sent[place] == item.code:
            right.append((where, sent[place], item))
        else:
            differences.append(
                Difference(
                    where,
                    error_kinds.of_diagnosis(sent[place], item.code),
                    ("dx", sent[place], item.code),
                    sent[place],
                    item,
                )
            )
    supported = [item.code for item in items if item.needs != "never"]
    for place in over:
        twice = sent[place] in sent[:place]
        kind = "wrong-diagnosis" if twice else error_kinds.of_extra_diagnosis(sent[place], supported)
        differences.append(
            Difference(
                f"diagnoses.{place}", kind, ("twice" if twice else "dx+", sent[place]), sent[place], is_extra=True
            )
        )
    for place, item in free:
        if item.needs == "never":
            differences.append(
                Difference(
                    f"diagnoses.{place}",
                    error_kinds.of_extra_diagnosis(sent[place], supported),
                    ("dx+", sent[place]),
                    sent[place],
                    item,
                    is_extra=True,
                )
            )
    differences += [
        Difference("diagnoses", error_kinds.of_missing_diagnosis(item.code), ("dx-", item.code), None, item)
        for item in missing
    ]
    # a pointer to a wrong knee points to the knee: the error was counted at the diagnosis
    names = {place + 1: item.code for place, item in pairs} | {place + 1: item.code for place, item in free}
    differences += _sequence(sent, pairs + free, items)
    allowed = [(f"diagnoses.{place}", sent[place], item) for place, item in free if item.needs == "may"]
    wrong = {one.where for one in differences if one.kind == "wrong-sequence"}
    return Compared(
        tuple(one for one in right if one[0] not in wrong),
        tuple(allowed),
        tuple(differences),
        len(sent) - len(allowed),
        len(pairs) + len(missing),
        names,
    )


def _sequence(sent, met, items) -> list[Difference]:
    """The first-listed diagnosis, and codes that a rule puts behind others. Only among codes that are there; one error
    for the whole order.
    """
    place_of = {item.code: place for place, item in met if item.needs != "never"}
    counting = [item for item in items if item.needs not in ("may", "never")]
    first = next((item for item in counting if item.first), counting[0] if counting else None)
    if first is not None and place_of.get(first.code, 0) != 0 and not _is_alternative(first, met):
        return [_misplaced(first, sent, place_of)]
    codes = {other.id: other.code for other in items if other.id}
    for item in items:
        leaders = (
            code
            for code in place_of
            if code != item.code and _goes_before(code, item, codes.get(item.after, item.after))
        )
        if item in counting and item.code in place_of and any(place_of[item.code] < place_of[code] for code in leaders):
            return [_misplaced(item, sent, place_of)]
    return []


def _is_alternative(first, met) -> bool:
    """An accepted alternative of the first-listed diagnosis stands in its place."""
    return first.needs == "one of" and any(
        place == 0 and item.needs == "one of" and item.group == first.group for place, item in met
    )


def _goes_before(code: str, item, leader: str) -> bool:
    """Must this code stand ahead of the item? (That some codes are never first follows from which one is
    first-listed.)
    """
    return code == leader or any(
        rule["before"] and code.startswith(rule["before"]) for rule in error_kinds.orders(item.code)
    )


def _misplaced(item, sent, place_of) -> Difference:
    return Difference(
        f"diagnoses.{place_of[item.code]}", "wrong-sequence", ("sequence", item.code), tuple(sent), item, SEQUENCE_SHARE
    )


def _services(sent, items, names: dict, foreseen) -> Compared:
    sent = list(sent)
    pairs, free, over, missing = _matched(
        sent, items, lambda row, item: row.code == item.code, lambda row, item: service_likeness(row, item, foreseen)
    )
    right, differences = [], []
    for place, item in pairs:
        found = list(_row(sent[place], item, f"services.{place}", names))
        differences += found
        if not found:
            right.append((f"services.{place}", sent[place], item))
    known = [error_kinds.facts(item.code) for item in items if item.needs != "never"]
    over += [place for place, item in free if item.needs == "never"]
    differences += [
        Difference(
            f"services.{place}",
            error_kinds.of_extra_service(error_kinds.facts(sent[place].code), known),
            ("service+", sent[place].code),
            sent[place],
            next((item for item in items if item.code == sent[place].code), None),
            is_extra=True,
        )
        for place in over
    ]
    others = [error_kinds.facts(item.code) for item in items if item.needs != "never"]
    differences += [
        Difference(
            "services",
            error_kinds.of_missing_service(error_kinds.facts(item.code), [o for o in others if o["code"] != item.code]),
            ("service-", item.code),
            None,
            item,
        )
        for item in missing
    ]
    allowed = tuple((f"services.{place}", sent[place], item) for place, item in free if item.needs == "may")
    return Compared(tuple(right), allowed, tuple(differences), len(sent) - len(allowed), len(pairs) + len(missing))


def _row(row, item, where: str, names: dict):
    """Errors inside one row. A wrong code is one error, whatever else the row says."""
    if row.code != item.code:
        yield Difference(
            f"{where}.code",
            error_kinds.of_service(error_kinds.facts(row.code), error_kinds.facts(item.code)),
            ("service", row.code, item.code),
            row,
            item,
        )
        return
    said, meant = frozenset(row.modifiers), frozenset(item.modifiers)
    if said != meant:
        fault = 1 - len(said & meant) / max(len(said), len(meant))
        yield Difference(
            f"{where}.modifiers",
            error_kinds.of_modifiers(said, meant),
            ("modifiers", item.code, said),
            row,
            item,
            fault * MODIFIER_SHARE,
        )
    if row.units != item.units:
        yield Difference(f"{where}.units", "wrong-units", ("units", item.code, row.units), row, item, UNITS_SHARE)
    if not _points_well(
        {names.get(place, "") for place in row.pointers},
        set(item.must_pointers),
        set(item.may_pointers),
        set(names.values()),
    ):
        pointed = frozenset(names.get(place, "") for place in row.pointers)
        yield Difference(
            f"{where}.pointers", "wrong-pointer", ("pointers", item.code, pointed), row, item, POINTER_SHARE
        )


def _points_well(pointed: set, must: set, may: set, there: set) -> bool:
    """Every diagnosis that must be pointed to is, and no other that does not justify the line.

    A diagnosis that is not on the claim, or should not be (the empty text), was counted at the diagnoses and costs
    nothing here.
    """
    if not must & there:
        return True
    return must & there <= pointed and pointed <= must | may | {""}
