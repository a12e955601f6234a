"""Closed treatment of a fracture: by the bone and by whether it was set (manipulation).

    bone               not set   set            bone                not set   set
    distal radius      25600     25605          lateral malleolus   27786     27788
    finger shaft       26720     26725          metatarsal          28470     28475

The first cast or splint is part of it, and so are ninety days of follow-up. Somebody who treats the fracture and hands
the patient on carries 54, whoever takes over 55, and preparation alone 56. Where a splint only holds the bone until
somebody else treats it, there is no fracture care: a visit and the splint. A visit at which the treatment was decided
carries 57, on that day or the day before.

Not modeled: open and percutaneous treatment, dislocations, other bones (not among the codes taught), days of each
clinician's care after 54 and 55.
"""

from collections.abc import Mapping

from sim.reference.calculators.answer import Calculated, Line, chosen, yes

name = "fracture"
cite = (
    "CPT musculoskeletal guidelines (fracture treatment); Medicare Claims Processing Manual ch. 12 sec. 40.2; NCCI"
    " Policy Manual ch. 4 (casts and splints)"
)
BONES = {  # not set, set
    "distal radius": ("25600", "25605"),
    "finger shaft": ("26720", "26725"),
    "lateral malleolus": ("27786", "27788"),
    "metatarsal": ("28470", "28475"),
}
SHARES = {"all": "", "treatment": "54", "aftercare": "55", "preparation": "56"}
SIDES = {"right": "RT", "left": "LT"}
DIGITS = ("FA", *(f"F{one}" for one in range(1, 10)), "TA", *(f"T{one}" for one in range(1, 10)))
DECISION = "57"


def fracture(bone: str, side: str, is_set: bool = False, share: str = "all", definitive: bool = True) -> Calculated:
    """The code with its side, and 54, 55 or 56 for a share of the care; nothing where a splint only holds the bone.
    `side`: right, left, or the modifier of a finger or toe. details: visit_modifier, which a visit carries that decided
    on the treatment.

    >>> sorted(fracture("distal radius", "left", is_set=True, share="treatment").modifiers)
    ['54', 'LT']
    >>> fracture("distal radius", "left").code, fracture("distal radius", "left", is_set=True).code
    ('25600', '25605')
    >>> fracture("finger shaft", "F4").lines, fracture("finger shaft", "F4", definitive=False).lines
    ((Line(code='26720', units=1, modifiers=frozenset({'F4'})),), ())
    >>> fracture("finger shaft", "F9").modifiers, fracture("metatarsal", "left").details["visit_modifier"]
    (frozenset({'F9'}), '57')
    >>> "F10" in DIGITS or "T10" in DIGITS
    False
    """
    code = BONES[chosen(bone, BONES, "bone")][is_set]
    mark = SIDES.get(side) or chosen(side, DIGITS, "side, or modifier of a finger or toe")
    part = SHARES[chosen(share, SHARES, "share of the care")]
    if not definitive:
        why = "The splint only holds the bone until somebody else treats it: a visit and the splint, no fracture care."
        return Calculated((), (why,), cite)
    marks = frozenset({mark, *([part] if part else [])})
    reasons = [f"{bone.capitalize()}, {'set' if is_set else 'not set'}: {code} with {mark}."]
    if part:
        reasons.append(f"The {share} alone: {part}.")
    return Calculated((Line(code, 1, marks),), tuple(reasons), cite, details={"visit_modifier": DECISION})


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: fracture (the bone), side, set, share, definitive.

    >>> calculate({"fracture": "metatarsal", "side": "right", "set": True}).code
    '28475'
    """
    return fracture(
        facts.get("fracture", ""),
        facts.get("side", ""),
        yes(facts, "set"),
        facts.get("share", "all"),
        yes(facts, "definitive", True),
    )
