"""Fluids, infusions, pushes and injections of a visit, on a professional claim: one first code, which is the main
reason, whatever came first in time.

    hydration     from 31 minutes; each further hour from 31 minutes beyond the last one          96360, then 96361;
                  beside another first code 96361
    infusion      a medicine from 16 minutes; 15 minutes or less is a push                        96365
    push          into a vein                                                                     96374; further
                  medicines 96375
    injection     into muscle or under the skin: one for each, beside any of these                96372

The order of a hospital's own claims (chemotherapy before infusion before push) is for facilities only. Fluid that only
carries a medicine is not hydration. The medicines are reported apart.

Not modeled: hours of infusion beyond the first, further or simultaneous infusions (their codes are not among those
taught), a second vein.
"""

from collections.abc import Mapping, Sequence

from sim.ground.errors import CleanClaimError
from sim.reference.calculators.answer import Calculated, Line, chosen, required, whole, yes

name = "infusion"
cite = "CPT rules of infusions in our words; Medicare Claims Processing Manual ch. 12 sec. 30.5"
KINDS = ("hydration", "infusion", "push", "injection")
FIRST = {"hydration": "96360", "infusion": "96365", "push": "96374"}
MORE = {"hydration": "96361", "push": "96375"}
LEAST_HYDRATION, LEAST_INFUSION, HOUR = 31, 16, 60


def infusion(given: Sequence[Mapping], beside: bool = False) -> Calculated:
    """Lines for what was given: {"kind": word, "minutes": for hydration and infusion, "main": is it the reason for the
    visit?}. Without a main one the first that can be reported is taken.

    >>> [infusion([{"kind": "hydration", "minutes": minutes}]).code for minutes in (30, 31)]
    ['', '96360']
    >>> [infusion([{"kind": "hydration", "minutes": minutes}]).lines[1:] for minutes in (90, 91)]
    [(), (Line(code='96361', units=1, modifiers=frozenset()),)]
    >>> [infusion([{"kind": "infusion", "minutes": minutes}]).code for minutes in (15, 16, 90)]
    ['96374', '96365', '96365']

    Nausea is the reason: the push comes first, the fluids are beside it.

    >>> given = [{"kind": "hydration", "minutes": 45}, {"kind": "push", "main": True}, {"kind": "injection"}]
    >>> [(line.code, line.units) for line in infusion(given).lines]
    [('96374', 1), ('96361', 1), ('96372', 1)]

    Where the first code stands on a line of its own (since it points to another diagnosis), `beside` says so.

    >>> infusion([{"kind": "hydration", "minutes": 95}], beside=True).lines[0][:2]
    ('96361', 2)
    """
    if not given:
        raise CleanClaimError(
            "nothing was given", "infusion", "at least one of " + ", ".join(KINDS), "add what was given"
        )
    done = [(*_as_done(one), yes(one, "main")) for one in given]
    reasons = [why for _, _, why, _ in done if why]
    veins = [(kind, units, is_main) for kind, units, _, is_main in done if kind in FIRST and units]
    main = next((place for place, (_, _, is_main) in enumerate(veins) if is_main), 0)
    lines: dict[str, int] = {}
    for place, (kind, units, _) in enumerate([*veins[main : main + 1], *veins[:main], *veins[main + 1 :]]):
        for code, count in _codes(kind, units, is_first=place == 0 and not beside):
            lines[code] = lines.get(code, 0) + count
    shots = sum(kind == "injection" for kind, *_ in done)
    if veins and not beside:
        reasons.append(f"The {veins[main][0]} is the main reason: {FIRST[veins[main][0]]} is the one first code.")
    return Calculated(
        (*(Line(code, count) for code, count in lines.items()), *((Line("96372", shots),) if shots else ())),
        tuple(reasons),
        cite,
    )


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: given, a list of {kind, minutes, main}; or kind and minutes of a single one; beside:
    the first code of the visit stands on another line.

    >>> calculate({"kind": "injection"}).code
    '96372'
    """
    return infusion(facts.get("given", [facts]), yes(facts, "beside"))


def _as_done(one: Mapping) -> tuple[str, int, str]:
    """The kind it counts as, its units (hours of hydration), and what to say of it."""
    kind = chosen(one.get("kind"), KINDS, "way of giving")
    if kind in ("push", "injection"):
        return kind, 1, ""
    minutes = required(one, "minutes", whole)
    if kind == "hydration":
        hours = 0 if minutes < LEAST_HYDRATION else 1 + max(0, minutes - LEAST_HYDRATION) // HOUR
        return (
            kind,
            hours,
            f"{minutes} minutes of fluids: "
            + (f"{hours} unit(s)." if hours else f"under {LEAST_HYDRATION} minutes nothing is reported."),
        )
    if minutes < LEAST_INFUSION:
        return "push", 1, f"{minutes} minutes: under {LEAST_INFUSION} minutes an infusion is a push."
    if minutes > HOUR + LEAST_HYDRATION - 1:
        raise CleanClaimError(
            f"{minutes} minutes of infusion",
            "infusion",
            "up to 90 minutes: the code of further hours is not among those taught",
            "take a shorter infusion",
        )
    return kind, 1, f"{minutes} minutes of infusion: one unit."


def _codes(kind: str, units: int, is_first: bool) -> list[tuple[str, int]]:
    if not is_first and kind not in MORE:
        raise CleanClaimError(
            "an infusion beside another first service",
            "infusion",
            "the code of further infusions is not among those taught",
            "make it the main reason",
        )
    if not is_first:
        return [(MORE[kind], units)]
    return [(FIRST[kind], 1)] + ([(MORE[kind], units - 1)] if units > 1 else [])
