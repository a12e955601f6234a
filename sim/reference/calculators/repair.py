"""Wound repair: lengths of the same class and the same group of sites are added, and each sum is one code.

Classes: simple (one layer), intermediate (layers, or heavy cleaning of one layer), glue and strips. Sums never cross
classes or groups. The most complex goes first and the others carry 59. Skin glue alone counts as simple, but Medicare
has its own code for a wound closed by glue only (G0168, one unit whatever the length); paper strips alone are part of
the visit.

Not modeled: complex repair, sums longer than the codes we teach.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from sim.ground.errors import CleanClaimError
from sim.reference.calculators.answer import Calculated, Line, chosen, required

name = "repair"
cite = "CPT wound repair rules; NCCI Policy Manual ch. 3"
SIMPLE = dict.fromkeys(("scalp", "neck", "axilla", "trunk", "arm", "leg", "hand", "foot", "genitals"), "body")
SIMPLE |= dict.fromkeys(("face", "ear", "eyelid", "nose", "lip", "mucosa"), "face")
INTERMEDIATE = dict.fromkeys(("scalp", "axilla", "trunk", "arm", "leg"), "body")
INTERMEDIATE |= dict.fromkeys(("neck", "hand", "foot", "genitals"), "hand")
INTERMEDIATE |= dict.fromkeys(("face", "ear", "eyelid", "nose", "lip", "mucosa"), "face")
GROUPS = {"simple": SIMPLE, "intermediate": INTERMEDIATE, "glue": SIMPLE}
CLASSES = (*GROUPS, "strips")
GLUE = "G0168"
SITES = tuple(SIMPLE)
# (class, group) -> longest sum in cm and its code, shortest first; longer sums are not among the codes taught
TABLE = {
    ("simple", "body"): {"2.5": "12001", "7.5": "12002", "12.5": "12004", "20": "12005"},
    ("simple", "face"): {"2.5": "12011", "5": "12013", "7.5": "12014"},
    ("intermediate", "body"): {"2.5": "12031", "7.5": "12032"},
    ("intermediate", "hand"): {"2.5": "12041"},
    ("intermediate", "face"): {"2.5": "12051"},
}
ORDER = ("intermediate", "simple", "glue")  # the most complex goes first
WORDS = {
    ("simple", "body"): "scalp, neck, trunk and limbs",
    ("intermediate", "body"): "scalp, trunk and limbs",
    ("intermediate", "hand"): "neck, hands, feet and genitals",
}


def repair(wounds: Sequence[Mapping], payer: str = "") -> Calculated:
    """Codes for a list of wounds {"class": "simple" | "intermediate" | "glue" | "strips", "site": ..., "cm": ...};
    the payer matters for glue only.

    Two simple cuts, 2 cm on the hand and 3.1 cm on the arm, are 5.1 cm together; a third on the cheek stands alone.

    >>> repair([{"class": "simple", "site": "hand", "cm": 2}, {"class": "simple", "site": "arm", "cm": "3.1"},
    ...         {"class": "simple", "site": "face", "cm": 2.5}]).lines
    (Line(code='12002', units=1, modifiers=frozenset()), Line(code='12011', units=1, modifiers=frozenset({'59'})))
    >>> [repair([{"class": "simple", "site": "leg", "cm": cm}]).code for cm in ("2.5", "2.6", "7.5", "7.6", "12.5",
    ...     "12.6")]
    ['12001', '12002', '12002', '12004', '12004', '12005']
    >>> cut = [{"class": "glue", "site": "face", "cm": 2}]
    >>> repair(cut).code, repair(cut, "medicare").code, repair([{"class": "strips", "site": "face", "cm": 2}]).code
    ('12011', 'G0168', '')
    """
    if not wounds:
        raise CleanClaimError(
            "no wound is given", "repair", "at least one wound with class, site and cm", "add the wound"
        )
    sums: dict[tuple[str, str], list[Decimal]] = {}
    notes: list[str] = []
    for wound in wounds:
        kind = chosen(wound.get("class", "simple"), CLASSES, "class of repair")
        site, length = chosen(wound.get("site"), SITES, "site"), required(wound, "cm")
        if kind == "strips":
            notes.append(f"{length:f} cm closed with strips only: part of the visit.")
        elif kind == "glue" and payer.startswith("medicare"):
            sums.setdefault(("glue", "any"), []).append(length)
        else:
            sums.setdefault(("simple" if kind == "glue" else kind, GROUPS[kind][site]), []).append(length)
    ordered = sorted(sums.items(), key=lambda item: (ORDER.index(item[0][0]), -sum(item[1]), item[0]))
    coded = [(_code(group, sum(lengths, Decimal())), _why(group, lengths)) for group, lengths in ordered]
    lines = tuple(Line(code, 1, frozenset({"59"}) if place else frozenset()) for place, (code, _) in enumerate(coded))
    return Calculated(
        lines, (*(why for _, why in coded), *notes), cite, _bands(ordered[0][0]) if ordered else MappingProxyType({})
    )


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: wounds, a list of {class, site, cm}; or class, site and cm of a single wound; payer."""
    return repair(facts.get("wounds", [facts]), str(facts.get("payer", "")))


def _code(group, length: Decimal) -> str:
    if group[0] == "glue":
        return GLUE
    found = next((code for limit, code in TABLE[group].items() if length <= Decimal(limit)), "")
    if not found:
        raise CleanClaimError(
            f"{length:f} cm of {group[0]} repair is longer than the codes taught",
            "repair",
            f"at most {list(TABLE[group])[-1]} cm here",
            "take a shorter wound, or look the code up in a licensed book",
        )
    return found


def _why(group, lengths) -> str:
    if group[0] == "glue":
        return f"Closed with skin glue only: {GLUE}, Medicare's own code, one unit."
    total = sum(lengths)
    added = " + ".join(f"{length:f}" for length in lengths)
    where = WORDS.get(group, "face, ears, eyelids, nose, lips and mucosa")
    return (
        f"{group[0].capitalize()} repair of {where}: {added + ' = ' if len(lengths) > 1 else ''}{total:f} cm, code"
        f" {_code(group, total)}."
    )


def _bands(group):
    if group[0] == "glue":
        return MappingProxyType({})
    return MappingProxyType({"cm": tuple(Decimal(limit) + Decimal("0.1") for limit in list(TABLE[group])[:-1])})
