"""Excision of a skin lesion: benign or malignant by the pathology, the group of its site, and its size. The size is the
greatest diameter plus the narrowest margin on both sides, as measured before the excision, never the specimen.

    at most, cm             0.5     1.0     2.0     3.0     4.0     more
    trunk, limbs            11400   11401   11402   11403   11404   11406    malignant: 11600 to 11606
    scalp, neck, hand,
    foot, genitals          11420   11421   11422   11423   11424   11426    malignant: not among the codes taught
    face                    11440   11441   11442   larger: not taught       malignant: 11640 to 11642

One code for each lesion; on the same day each further one carries 59. A simple closure is part of it; an intermediate
or complex one is a code of its own. Whether it is benign or malignant is known only when the pathology report is there.

Not modeled: several excisions of one lesion, a flap or graft that includes the excision.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from sim.ground.errors import CleanClaimError
from sim.reference.calculators.answer import Calculated, Line, chosen, number, required

name = "excision"
cite = "CPT excision of skin lesions; NCCI Policy Manual ch. 3"
SIZES = tuple(Decimal(size) for size in ("0.5", "1", "2", "3", "4"))
GROUPS = {
    **dict.fromkeys(("trunk", "arm", "leg"), "trunk"),
    **dict.fromkeys(("scalp", "neck", "hand", "foot", "genitals"), "scalp"),
    **dict.fromkeys(("face", "ear", "eyelid", "nose", "lip"), "face"),
}
CODES = {
    ("benign", "trunk"): ("11400", "11401", "11402", "11403", "11404", "11406"),
    ("benign", "scalp"): ("11420", "11421", "11422", "11423", "11424", "11426"),
    ("benign", "face"): ("11440", "11441", "11442"),
    ("malignant", "trunk"): ("11600", "11601", "11602", "11603", "11604", "11606"),
    ("malignant", "scalp"): (),
    ("malignant", "face"): ("11640", "11641", "11642"),
}
NATURES = ("benign", "malignant")


def excision(nature: str, site: str, cm: Decimal, margin: Decimal) -> Calculated:
    """The code of one lesion. `margin`: the narrowest margin on one side, in cm.

    A mole of 1.2 cm on the back with 0.2 cm on each side is 1.6 cm.

    >>> excision("benign", "trunk", Decimal("1.2"), Decimal("0.2")).code
    '11402'
    >>> [excision("malignant", "nose", Decimal(cm), Decimal(0)).code for cm in ("0.5", "0.6", "1", "1.1", "2")]
    ['11640', '11641', '11641', '11642', '11642']
    >>> [excision("benign", "hand", Decimal(cm), Decimal(0)).code for cm in ("3", "3.1", "4", "4.1")]
    ['11423', '11424', '11424', '11426']
    >>> [excision("malignant", "leg", Decimal("0.9"), Decimal(margin)).code for margin in ("0.5", "0.6", "1.1")]
    ['11602', '11603', '11604']
    """
    group = GROUPS[chosen(site, GROUPS, "site")]
    size = cm + 2 * margin
    at = sum(size > most for most in SIZES)
    codes = CODES[(chosen(nature, NATURES, "nature of the lesion"), group)]
    if at >= len(codes):
        raise CleanClaimError(
            f"a {nature} lesion of {size:f} cm, {site}",
            "excision",
            "a site and size among the codes taught",
            "take a smaller lesion, or another site",
        )
    code = codes[at]
    why = f"{cm:f} cm and {margin:f} cm on both sides: {size:f} cm, {nature}, {site}: {code}."
    return Calculated((Line(code),), (why,), cite, details=MappingProxyType({"size": size}))


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: excision (benign or malignant), site, cm (diameter), margin.

    >>> calculate({"excision": "benign", "site": "trunk", "cm": "1.2"}).code
    '11402'
    """
    return excision(
        facts.get("excision", ""), facts.get("site", ""), required(facts, "cm"), number(facts, "margin", 0) or Decimal()
    )
