"""Injections into joints, tendons, muscles and skin lesions: what is counted is not the number of needles.

    joint        one code for each joint, by its size, with or without ultrasound; draining and injecting the same joint
                 is once
    muscle       trigger points by the number of muscles: up to 2, or 3 and more; one code
    tendon       one unit for each sheath, ligament or origin
    lesion       medicine into skin lesions by the number of lesions: up to 7, or more; one code

Sides: one side RT or LT; the same joint on both sides 50 on one line, or a line for each side where the payer wants
that. Further joints are lines of their own. The drug is reported apart; a visit only when it stands apart (modifier
25). Medicare wants 50 on one line with one unit.

Not modeled: several joints of one finger or toe (their own modifiers), the spine, guidance other than ultrasound.
"""

from collections.abc import Mapping, Sequence

from sim.ground.errors import CleanClaimError
from sim.reference.calculators.answer import Calculated, Line, chosen, required, whole, yes
from sim.reference.calculators.count import count

name = "injection"
cite = "CPT definitions in our words; CMS RVU26C bilateral indicator; NCCI Policy Manual ch. 4"
JOINTS = {
    **dict.fromkeys(("finger", "toe"), "small"),
    **dict.fromkeys(("wrist", "elbow", "ankle", "acromioclavicular", "jaw", "olecranon bursa"), "medium"),
    **dict.fromkeys(("shoulder", "hip", "knee", "subacromial bursa"), "large"),
}
CODES = {"small": ("20600", "20604"), "medium": ("20605", "20606"), "large": ("20610", "20611")}
TENDONS = {"sheath": "20550", "ligament": "20550", "origin": "20551"}
SIDES = {"right": "RT", "left": "LT"}
FORMS = ("50", "two lines")


def joints(injected: Sequence[Mapping], form: str = "50") -> Calculated:
    """Lines for joints {"joint": "knee", "side": "right" | "left", "guided": image stored?}, in the form the payer
    wants for both sides.

    >>> joints([{"joint": "knee", "side": "right"}]).lines
    (Line(code='20610', units=1, modifiers=frozenset({'RT'})),)
    >>> both = [{"joint": "knee", "side": "right"}, {"joint": "knee", "side": "left"}]
    >>> joints(both).lines
    (Line(code='20610', units=1, modifiers=frozenset({'50'})),)
    >>> [sorted(line.modifiers) for line in joints(both, "two lines").lines]
    [['RT'], ['LT']]
    >>> [line.code for line in joints([{"joint": "shoulder", "side": "left", "guided": True},
    ...     {"joint": "wrist", "side": "left"}]).lines]
    ['20611', '20605']

    Twice into the same joint is once:

    >>> len(joints([{"joint": "knee", "side": "right"}] * 2).lines)
    1
    """
    chosen(form, FORMS, "form for both sides")
    seen: dict[tuple[str, str], list[str]] = {}
    for one in injected:
        joint, side = chosen(one.get("joint"), JOINTS, "joint"), chosen(one.get("side"), SIDES, "side")
        sides = seen.setdefault((CODES[JOINTS[joint]][yes(one, "guided")], joint), [])
        if side not in sides:
            sides.append(side)
    if not seen:
        raise CleanClaimError("no joint is given", "injection", "at least one joint with its side", "add the joint")
    lines, reasons = [], []
    for (code, joint), sides in sorted(seen.items(), key=lambda one: -int(one[0][0])):
        marks = (
            [frozenset({"50"})] if len(sides) == 2 and form == "50" else [frozenset({SIDES[side]}) for side in sides]
        )
        lines += [Line(code, 1, mark) for mark in marks]
        reasons.append(
            f"{' and '.join(sides).capitalize()} {joint}, a {JOINTS[joint]}"
            f" joint{' under ultrasound' * (code in ('20604', '20606', '20611'))}: {code} with"
            f" {' and '.join(sorted(set().union(*marks)))}."
        )
    return Calculated(tuple(lines), tuple(reasons), cite)


def tendons(kind: str, number: int = 1) -> Calculated:
    """One unit for each tendon sheath, ligament or origin.

    >>> tendons("sheath").code, tendons("origin", 2).units
    ('20550', 2)
    """
    code = TENDONS[chosen(kind, TENDONS, "place in the tendon")]
    if number < 1:
        raise CleanClaimError(
            f"{number} tendons", "injection", "at least 1", "nothing is to be reported when nothing was injected"
        )
    return Calculated(
        (Line(code, number),),
        (f"{number} tendon {kind}{'s' * (number > 1)}: {code}, {number} unit{'s' * (number > 1)}.",),
        cite,
    )


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: injection = "joint" (joints, a list; or joint, side, guided; form), "muscle", "lesion"
    or "sheath", "ligament", "origin" (number).

    >>> [calculate({"injection": "muscle", "number": muscles}).code for muscles in (2, 3)]
    ['20552', '20553']
    >>> [calculate({"injection": "lesion", "number": lesions}).code for lesions in (7, 8)]
    ['11900', '11901']
    """
    kind = chosen(facts.get("injection"), ("joint", "muscle", "lesion", *TENDONS), "injection")
    if kind == "joint":
        return joints(facts.get("joints", [facts]), facts.get("form", "50"))
    number = required(facts, "number", whole)
    return (
        tendons(kind, number)
        if kind in TENDONS
        else count({"muscle": "muscles injected", "lesion": "lesions injected"}[kind], number)
    )
