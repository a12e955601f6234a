"""Giving vaccines. The vaccines themselves are lines of their own.

    to age 18, a clinician counseled      90460 for each vaccine, 90461 for each component of it beyond the first
    otherwise by injection                90471 once, 90472 for each further one
    otherwise by mouth or nose            90473 once, 90474 for each further one
    beside a first one of the other kind  90472 or 90474 alone: there is one first vaccine in a visit
    Medicare's codes                      G0008 influenza, G0009 pneumococcus, G0010 hepatitis B

A vaccine from a public program for children costs the clinic nothing: only giving it is paid, and the line of the
vaccine says so (SL where the payer asks for it).

Not modeled: COVID-19 vaccines, which have a code of their own for giving them (not taught); payers of a public
program that pay one amount for each vaccine whatever its components (verify the state's manual).
"""

from collections.abc import Mapping, Sequence

from sim.ground.errors import CleanClaimError
from sim.reference.calculators.answer import Calculated, Line, chosen, required, whole, yes
from sim.reference.payer_terms import CPT, MEDICARE

name = "vaccines"
cite = "CPT immunization administration; Medicare Claims Processing Manual ch. 18 sec. 10 (G0008, G0009, G0010)"
OLDEST = 18
AGES = (OLDEST + 1,)  # from which the answer is another one
KINDS = {"influenza": "G0008", "pneumococcal": "G0009", "hepatitis B": "G0010", "other": ""}
ROUTES = {"injection": ("90471", "90472"), "oral": ("90473", "90474"), "nasal": ("90473", "90474")}
COUNSELED, COMPONENT = "90460", "90461"


def vaccines(given: Sequence[Mapping], age: int, counseled: bool = False, rules: str = CPT) -> Calculated:
    """Lines for vaccines given: {"kind": a key of KINDS, "components": number, "route": a key of ROUTES}.

    An infant with counseling: one vaccine of five components, one of one by injection, one by mouth.

    >>> infant = [{"components": 5}, {}, {"route": "oral"}]
    >>> [(line.code, line.units) for line in vaccines(infant, 0, counseled=True).lines]
    [('90460', 3), ('90461', 4)]
    >>> [(line.code, line.units) for line in vaccines(infant, 0).lines]
    [('90471', 1), ('90472', 1), ('90474', 1)]
    >>> [vaccines([{}], age, counseled=True).code for age in (18, 19)]
    ['90460', '90471']
    >>> [line.code for line in vaccines([{"kind": "influenza"}, {"kind": "pneumococcal"}], 70, rules=MEDICARE).lines]
    ['G0008', 'G0009']
    >>> [(line.code, line.units) for line in vaccines([{"route": "nasal"}, {"route": "oral"}], 30).lines]
    [('90473', 1), ('90474', 1)]
    """
    if not given:
        raise CleanClaimError("no vaccine was given", "vaccines", "at least one vaccine", "add the vaccine")
    counts: dict[str, int] = {}
    ordinary = []
    for one in given:
        own = KINDS[chosen(one.get("kind", "other"), KINDS, "kind of vaccine")]
        if own and rules == MEDICARE:
            counts[own] = counts.get(own, 0) + 1
        else:
            ordinary.append(one)
    reasons = [f"{code}: a code of its own for giving this vaccine." for code in counts]
    if ordinary and counseled and age <= OLDEST:
        more = sum(max((whole(one, "components", 1) or 1) - 1, 0) for one in ordinary)
        counts |= {COUNSELED: len(ordinary), **({COMPONENT: more} if more else {})}
        reasons.append(f"Counseling, {age} years: {len(ordinary)} first and {more} further components.")
    else:
        counts |= _by_route(ordinary)
        why = "No counseling in the record" if not counseled else f"Older than {OLDEST} years"
        reasons += [f"{why}: by the route, one first vaccine and each further one."] if ordinary else []
    return Calculated(tuple(Line(code, units) for code, units in counts.items()), tuple(reasons), cite)


def _by_route(given: Sequence[Mapping]) -> dict[str, int]:
    """Codes and units without counseling: injections first, and one first vaccine in all."""
    routes = [chosen(one.get("route", "injection"), ROUTES, "route") for one in given]
    found: dict[str, int] = {}
    for route in sorted(routes, key=list(ROUTES).index):
        first, more = ROUTES[route]
        code = more if found else first
        found[code] = found.get(code, 0) + 1
    return found


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: given (a list of {kind, components, route}), counseled, age, rules.

    >>> calculate({"given": [{"kind": "influenza"}], "age": 70, "rules": MEDICARE}).code
    'G0008'
    """
    return vaccines(
        facts.get("given", ()), required(facts, "age", whole), yes(facts, "counseled"), facts.get("rules", CPT)
    )
