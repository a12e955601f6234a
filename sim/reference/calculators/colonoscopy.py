"""Colonoscopy: how far it went, why it was done, and what was done to which lesion.

    looked only                 45378; as a screening G0121 (average risk) or G0105 (high risk) where the payer marks
                                screenings with PT, else 45378 with the payer's mark
    biopsy, forceps, snare,     45380, 45384, 45385, 45381, 45388
    injection, ablation

It is complete at the cecum (or where small bowel was joined to the colon). Prepared for a whole colonoscopy and stopped
short: looked only, 53; something done beyond the splenic flexure, 52; something done short of it, the codes of a
sigmoidoscopy. A screening at which something was removed keeps its mark: PT (Medicare) or 33. After a positive stool
test Medicare's screening code carries KX; once something is removed PT stands alone.

One lesion is one code: what removed it, not the biopsy before. Different lesions treated in different ways are a code
each, once however many lesions; where NCCI pairs the two, the lesser carries 59.

Not modeled: mucosal resection (not among the codes taught), stents, dilation, control of bleeding, a colonoscopy
through a stoma; 53 short of the splenic flexure where CPT wants another code (verify with the payer).
"""

from collections.abc import Mapping, Sequence

from sim.ground.errors import CleanClaimError
from sim.reference.calculators.answer import Calculated, Line, chosen, yes

name = "colonoscopy"
cite = (
    "CPT colonoscopy rules; Medicare Claims Processing Manual ch. 12 sec. 30.1 and ch. 18 sec. 60; CMS CY 2023 PFS"
    " final rule (KX after a stool test); NCCI Policy Manual ch. 6"
)
LOOKED = "45378"
WAYS = {  # the most work first: the order of the lines, and which way of two on one lesion counts
    "ablation": "45388",
    "snare": "45385",
    "forceps": "45384",
    "injection": "45381",
    "biopsy": "45380",
}
PAIRED = {  # the code that carries 59 -> the codes beside which it does, on another lesion (NCCI)
    "45380": ("45384", "45385"),
    "45384": ("45385",),
}
REACHED = ("cecum", "past the splenic flexure", "short of the splenic flexure")
WHY = ("diagnostic", "screening", "high risk screening")
SCREENING = {"screening": "G0121", "high risk screening": "G0105"}
MARKS = {"PT": "PT", "33": "33", "none": ""}


def colonoscopy(
    why: str, done: Sequence[Mapping] = (), reached: str = "cecum", mark: str = "33", stool_test: bool = False
) -> Calculated:
    """Lines for what was `done`: {"how": a key of WAYS, "lesion": any name}. `mark`: how the payer marks a preventive
    service. `stool_test`: a screening after a positive stool test.

    >>> colonoscopy("screening", mark="PT").code, colonoscopy("screening").lines
    ('G0121', (Line(code='45378', units=1, modifiers=frozenset({'33'})),))
    >>> polyp = {"how": "snare", "lesion": "cecum"}, {"how": "biopsy", "lesion": "cecum"}
    >>> [line.code for line in colonoscopy("diagnostic", polyp).lines]
    ['45385']
    >>> two = {"how": "snare", "lesion": "cecum"}, {"how": "biopsy", "lesion": "rectum"}
    >>> [(line.code, sorted(line.modifiers)) for line in colonoscopy("high risk screening", two, mark="PT").lines]
    [('45385', ['PT']), ('45380', ['59', 'PT'])]
    >>> sorted(colonoscopy("diagnostic", reached="past the splenic flexure").modifiers)
    ['53']
    >>> sorted(colonoscopy("diagnostic", two, "past the splenic flexure").modifiers)
    ['52']
    >>> sorted(colonoscopy("screening", mark="PT", stool_test=True).modifiers)
    ['KX']
    """
    (
        chosen(why, WHY, "reason"),
        chosen(reached, REACHED, "part of the colon"),
        chosen(mark, MARKS, "mark of a screening"),
    )
    whole, of_medicare = reached == REACHED[0], mark == "PT"
    reasons = [f"Reached: {reached}." + ("" if whole else " That is not the whole colon.")]
    screening = {MARKS[mark]} - {""} if why != "diagnostic" else set()
    if not done:
        code = SCREENING[why] if why in SCREENING and of_medicare else LOOKED
        marks = {"53"} - ({"53"} if whole else set())
        marks |= screening if code == LOOKED else {"KX"} if stool_test else set()
        reasons.append(f"Looked only, {why}: {code}{''.join(f' with {one}' for one in sorted(marks))}.")
        return Calculated((Line(code, 1, frozenset(marks)),), tuple(reasons), cite)
    if reached == REACHED[2]:
        raise CleanClaimError(
            "something done in a colonoscopy that stayed short of the splenic flexure",
            "colonoscopy",
            "past the splenic flexure: the codes of a sigmoidoscopy are not among those taught",
            "choose another case",
        )
    codes = _by_lesion(done)
    lines = []
    for code in codes:
        marks = screening | (set() if whole else {"52"})
        beside = [other for other in PAIRED.get(code, ()) if other in codes]
        marks |= {"59"} if beside else set()
        lines.append(Line(code, 1, frozenset(marks)))
        if beside:
            reasons.append(f"{code} was done on another lesion than {beside[0]}: 59.")
    reasons.append(f"{why.capitalize()}, done: {', '.join(codes)}, each once.")
    if screening:
        reasons.append(f"It began as a screening: {', '.join(sorted(screening))}.")
    return Calculated(tuple(lines), tuple(reasons), cite)


def _by_lesion(done: Sequence[Mapping]) -> list[str]:
    """The codes of what was done, the most work first: for each lesion the way that counts. An injection that lifts a
    lesion is a code beside its removal.
    """
    order = list(WAYS)
    lesions: dict[str, set[str]] = {}
    for place, one in enumerate(done):
        lesions.setdefault(str(one.get("lesion") or place), set()).add(chosen(one.get("how"), WAYS, "way"))
    ways = set()
    for found in lesions.values():
        ways |= {min(found - {"injection"} or found, key=order.index)}
        ways |= {"injection"} if "injection" in found else set()
    return [WAYS[way] for way in order if way in ways]


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: colonoscopy (the reason), done (a list of {how, lesion}), reached, mark (as the payer's
    file says it), stool_test.

    >>> lifted = {"how": "injection", "lesion": "A"}, {"how": "snare", "lesion": "A"}
    >>> [line.code for line in calculate({"colonoscopy": "diagnostic", "done": lifted}).lines]
    ['45385', '45381']
    """
    return colonoscopy(
        facts.get("colonoscopy", ""),
        facts.get("done", ()),
        facts.get("reached", "cecum"),
        facts.get("mark", "33"),
        yes(facts, "stool_test"),
    )
