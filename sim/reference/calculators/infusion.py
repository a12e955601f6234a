"""Fluids, infusions, pushes and injections of a visit: one first code, and everything else beside it.

    kind                first   further hour   another medicine   at the same time
    chemo infusion      96413   96415          96417              not among the codes taught
    chemo push          96409                  96411
    infusion            96365   96366          96367              96368, once
    push                96374                  96375
    hydration           96360   96361          96361              nothing
    chemo injection     96401 each; any other injection 96372 each

An infusion lasts at least 16 minutes; 15 minutes or less is a push. Hydration counts from 31 minutes. A further hour
counts from 31 minutes beyond the last one: at 91 minutes. On a professional claim the first code is the main reason for
the visit, whatever came first in time; chemotherapy where no other reason is said. A hospital's own claim goes by rank:
chemotherapy before other medicines before fluids, infusion before push. Fluid that only carries a medicine is not
hydration. The medicines are reported apart.

Not modeled: a second vein, the same push again within half an hour, pumps and ports.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sim.ground.errors import CleanClaimError
from sim.reference.calculators.answer import Calculated, Line, chosen, required, whole, yes

name = "infusion"
cite = "CPT rules of infusions in our words; Medicare Claims Processing Manual ch. 12 sec. 30.5"


class Kind(NamedTuple):
    """The codes of one way of giving into a vein."""

    first: str
    another: str
    hour: str = ""
    together: str = ""


VEIN = {  # the order of a hospital's own claim
    "chemo infusion": Kind("96413", "96417", "96415"),
    "chemo push": Kind("96409", "96411"),
    "infusion": Kind("96365", "96367", "96366", "96368"),
    "push": Kind("96374", "96375"),
    "hydration": Kind("96360", "96361", "96361"),
}
SHOTS = {"chemo injection": "96401", "injection": "96372"}
KINDS = (*VEIN, *SHOTS)
PUSH_OF = {"chemo infusion": "chemo push", "infusion": "push"}
LEAST_HYDRATION, LEAST_INFUSION, HOUR = 31, 16, 60


class Given(NamedTuple):
    """One thing given, as it counts: hours is 1 for a push."""

    kind: str
    hours: int
    is_main: bool = False
    is_together: bool = False
    why: str = ""


def infusion(given: Sequence[Mapping], beside: bool = False, facility: bool = False) -> Calculated:
    """Lines for what was given: {"kind": word, "minutes": for hydration and infusions, "main": is it the reason for the
    visit?, "together": at the same time as another infusion}. Without a main one chemotherapy is taken, else the first
    that can be reported. `facility`: a hospital's own claim, by rank.

    >>> [infusion([{"kind": "hydration", "minutes": minutes}]).code for minutes in (30, 31)]
    ['', '96360']
    >>> [infusion([{"kind": "hydration", "minutes": minutes}]).lines[1:] for minutes in (90, 91)]
    [(), (Line(code='96361', units=1, modifiers=frozenset()),)]
    >>> [infusion([{"kind": "infusion", "minutes": minutes}]).code for minutes in (15, 16, 90)]
    ['96374', '96365', '96365']
    >>> [[line.units for line in infusion([{"kind": "chemo infusion", "minutes": minutes}]).lines]
    ...     for minutes in (90, 91, 150, 151)]
    [[1], [1, 1], [1, 1], [1, 2]]

    Nausea is the reason: the push comes first, the fluids are beside it.

    >>> given = [{"kind": "hydration", "minutes": 45}, {"kind": "push", "main": True}, {"kind": "injection"}]
    >>> [(line.code, line.units) for line in infusion(given).lines]
    [('96374', 1), ('96361', 1), ('96372', 1)]
    >>> [line.code for line in infusion(given[:1] + [{"kind": "push"}]).lines]
    ['96360', '96375']
    >>> [line.code for line in infusion(given[:1] + [{"kind": "push"}], facility=True).lines]
    ['96374', '96361']

    A day of chemotherapy: two medicines against sickness before, two of chemotherapy by vein.

    >>> day = [{"kind": "infusion", "minutes": 20}, {"kind": "push"}, {"kind": "chemo infusion", "minutes": 95},
    ...     {"kind": "chemo infusion", "minutes": 30}]
    >>> [(line.code, line.units) for line in infusion(day).lines]
    [('96413', 1), ('96415', 1), ('96367', 1), ('96375', 1), ('96417', 1)]

    Where the first code stands on a line of its own (since it points to another diagnosis), `beside` says so.

    >>> infusion([{"kind": "hydration", "minutes": 95}], beside=True).lines[0][:2]
    ('96361', 2)
    """
    if not given:
        raise CleanClaimError(
            "nothing was given", "infusion", "at least one of " + ", ".join(KINDS), "add what was given"
        )
    done = [_as_done(one) for one in given]
    reasons = [one.why for one in done if one.why]
    veins = [one for one in done if one.kind in VEIN and one.hours]
    first = None if beside or not veins else _first(veins, facility)
    lines: dict[str, int] = {}
    if first is not None:
        _add(lines, _codes(first, is_first=True))
        reasons.append(f"The {first.kind} is the first service: {VEIN[first.kind].first} is the one first code.")
    for one in veins:
        if one is not first:
            _add(lines, _codes(one, is_first=False))
    together = VEIN["infusion"].together
    lines |= {together: 1} if together in lines else {}
    for one in done:
        if one.kind in SHOTS:
            _add(lines, [(SHOTS[one.kind], 1)])
    return Calculated(tuple(Line(code, count) for code, count in lines.items()), tuple(reasons), cite)


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: given, a list of {kind, minutes, main, together}; or kind and minutes of a single one;
    beside: the first code of the visit stands on another line; facility.

    >>> calculate({"kind": "injection"}).code
    '96372'
    >>> both = [{"kind": "infusion", "minutes": 60}, {"kind": "infusion", "minutes": 40, "together": True}]
    >>> [(line.code, line.units) for line in calculate({"given": both}).lines]
    [('96365', 1), ('96368', 1)]
    """
    return infusion(facts.get("given", [facts]), yes(facts, "beside"), yes(facts, "facility"))


def _as_done(one: Mapping) -> Given:
    """The kind it counts as, its hours, and what to say of it."""
    kind = chosen(one.get("kind"), KINDS, "way of giving")
    is_main, is_together = yes(one, "main"), yes(one, "together")
    if kind in SHOTS or not VEIN[kind].hour:
        return Given(kind, 1, is_main, is_together)
    minutes = required(one, "minutes", whole)
    if kind in PUSH_OF and minutes < LEAST_INFUSION:
        why = f"{minutes} minutes: under {LEAST_INFUSION} minutes an infusion is a push."
        return Given(PUSH_OF[kind], 1, is_main, why=why)
    hours = 1 + max(0, minutes - LEAST_HYDRATION) // HOUR
    if kind == "hydration" and minutes < LEAST_HYDRATION:
        why = f"{minutes} minutes of fluids: under {LEAST_HYDRATION} minutes nothing is reported."
        return Given(kind, 0, is_main, is_together, why)
    return Given(kind, hours, is_main, is_together, f"{minutes} minutes of {kind}: {hours} unit(s).")


def _first(veins: Sequence[Given], facility: bool) -> Given:
    """The one first service."""
    ranked = sorted(veins, key=lambda one: list(VEIN).index(one.kind))
    if facility:
        return ranked[0]
    chemo = ranked[0] if ranked[0].kind.startswith("chemo ") else None
    return next((one for one in veins if one.is_main), chemo or veins[0])


def _codes(one: Given, is_first: bool) -> list[tuple[str, int]]:
    """Codes and units of one thing given into a vein."""
    kind = VEIN[one.kind]
    if one.is_together and not is_first:
        if one.kind == "hydration":
            return []
        if not kind.together:
            raise CleanClaimError(
                f"{one.kind} at the same time as another", "infusion", "one after the other", "say which came first"
            )
        return [(kind.together, 1)]
    return [(kind.first if is_first else kind.another, 1), *([(kind.hour, one.hours - 1)] if one.hours > 1 else [])]


def _add(lines: dict[str, int], more: Sequence[tuple[str, int]]) -> None:
    for code, count in more:
        lines[code] = lines.get(code, 0) + count
