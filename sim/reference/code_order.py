"""Which diagnosis of a visit may stand first, and which must: status and external causes never, a checkup always, a
manifestation after its cause, the harm before the drug that did it, pregnancy before everything else.

Rules: ICD-10-CM Official Guidelines (sections in each finding), and the notes of the tabular list.

Not modeled: which of several reasons for the visit is the main one (only the record says), admission rules of section
II.
"""

import re

from sim.reference.code_notes import covers, instructions
from sim.reference.icd10cm import Entry, ancestors, plain

NEVER_FIRST = {
    **dict.fromkeys("VWXY", "ICD-10-CM Guidelines I.C.20.a.6: an external cause is never first"),
    **dict.fromkeys(
        ("Z68", "Z79", "Z3A", "Z16", "Z37"), "ICD-10-CM Guidelines I.C.21.c.3: this status code is an additional code"
    ),
    **dict.fromkeys(("B95", "B96", "B97"), "ICD-10-CM Guidelines I.B.7: the organism follows the disease"),
    "R652": "ICD-10-CM Guidelines I.C.1.d.1.b: the infection comes first",
    "I1A": "ICD-10-CM Guidelines I.C.9.a.12: the kind of hypertension comes first",
    **dict.fromkeys(
        tuple(f"Z{number}" for number in range(55, 66)),
        "ICD-10-CM Guidelines I.B.14, I.C.21.c.17: social circumstances are coded after a diagnosis",
    ),
    "Z283": "ICD-10-CM Guidelines I.B.14: a missing vaccination is coded after a diagnosis",
    "R297": "ICD-10-CM Guidelines I.B.14, I.C.18.i: the stroke comes before its score",
    **dict.fromkeys(
        ("R4021", "R4022", "R4023", "R4024"),
        "ICD-10-CM Guidelines I.B.14, I.C.18.e: the injury or disease comes before the coma scale",
    ),
    "J1282": "ICD-10-CM Guidelines I.C.1.g.1.c.i: COVID-19 comes before its pneumonia",
    "D630": "ICD-10-CM Guidelines I.C.2.c.1: the cancer comes before the anemia that it causes",
    **dict.fromkeys(
        ("Z9112", "Z9113", "Z9114", "Z91A2", "Z91A3"),
        "ICD-10-CM Guidelines I.C.19.e.5.c: the condition and the underdosing come before its reason",
    ),
    **dict.fromkeys(
        ("I2582", "I2583", "I2584"), "ICD-10-CM tabular note: the disease of the coronary arteries comes first"
    ),
    "I7092": "ICD-10-CM tabular note: the disease of the limb arteries comes first",
    "K82A": "ICD-10-CM tabular note: the inflammation of the gallbladder comes first",
}
ALWAYS_FIRST = ("Z00", "Z01", "Z02", "Z34", "Z38", "Z51.0", "Z51.1", "Z52")
DRUG = re.compile(r"T(3[6-9]|4\d|50)[0-9A-Z]{1,4}", re.ASCII)
INTENT = {
    "1": "poisoning",
    "2": "poisoning",
    "3": "poisoning",
    "4": "poisoning",
    "5": "adverse effect",
    "6": "underdosing",
}
OFFICE = ("office", "emergency", "hospital outpatient")
SETTINGS = (*OFFICE, "hospital")


def order_findings(valid: list[Entry], setting: str, found) -> list[dict]:
    """Findings on the order of known codes; `found` makes a finding from code, finding, severity, message, cite."""
    if not valid:
        return []
    first = _first_of_all(valid, found) if setting in OFFICE else []
    return (
        _not_first(valid[0], found)
        + _underlying(valid, found)
        + first
        + _pregnancy(valid, found)
        + _drugs(valid, found)
    )


def intent_of(key: str) -> str:
    """poisoning, adverse effect or underdosing for the drug codes T36 to T50 (their fifth or sixth character); empty
    for any other code.

    >>> intent_of("T383X6A"), intent_of("T360X5A"), intent_of("T3694XA"), intent_of("S61411A")
    ('underdosing', 'adverse effect', 'poisoning', '')
    """
    if not DRUG.fullmatch(key) or len(key) < 5:
        return ""
    mark = key[5] if len(key) > 5 and key[5] != "X" else key[4]
    return INTENT.get(mark, "")


def _not_first(one: Entry, found) -> list[dict]:
    key, code = plain(one.code), one.code
    reason = next((cite for start, cite in NEVER_FIRST.items() if key.startswith(start)), "")
    if reason:
        cite, _, why = reason.partition(": ")
        return [found(code, "cannot be first", "error", f"{code} cannot be the first diagnosis: {why}.", cite)]
    if _is_manifestation(one):
        return [
            found(
                code,
                "cannot be first",
                "error",
                f"{code} is a manifestation: the underlying disease comes before it.",
                "ICD-10-CM Guidelines I.A.13",
            )
        ]
    if intent_of(key) in ("adverse effect", "underdosing"):
        what = (
            "harm that the drug did"
            if intent_of(key) == "adverse effect"
            else "condition that the missing drug let come"
        )
        section = "5.a" if intent_of(key) == "adverse effect" else "5.c"
        return [
            found(
                code,
                "cannot be first",
                "error",
                f"{code} says {intent_of(key)}: the {what} comes before it.",
                f"ICD-10-CM Guidelines I.C.19.e.{section}",
            )
        ]
    return []


def _is_manifestation(one: Entry) -> bool:
    return "diseases classified elsewhere" in one.title or any(
        binds and "underlying" in text for text, _, binds in instructions(one.code, "code first")
    )


def _underlying(valid: list[Entry], found) -> list[dict]:
    """A manifestation in its place, but without any of the diseases that its note names."""
    out = []
    for one in valid[1:]:
        notes = (
            [note for place in ancestors(one.code)[:-2] for note in instructions(place, "code first")]
            if _is_manifestation(one)
            else []
        )
        named = sum((codes for _, codes, _ in notes), ())
        if named and not any(covers(named, plain(other.code)) for other in valid if other is not one):
            text = notes[0][0] if len(notes[0][0]) < 140 else notes[0][0][:137] + "..."
            out.append(
                found(
                    one.code,
                    "underlying disease missing",
                    "warning",
                    f'{one.code} is a manifestation, and no disease of its note is here: "{text}".',
                    "ICD-10-CM Guidelines I.A.13",
                )
            )
    return out


def _first_of_all(valid: list[Entry], found) -> list[dict]:
    return [
        found(
            one.code,
            "must be first",
            "warning",
            f"{one.code} is the reason for the whole visit and comes first.",
            "ICD-10-CM Guidelines I.C.21.c.16",
        )
        for one in valid[1:]
        if one.code.startswith(ALWAYS_FIRST) and not valid[0].code.startswith(ALWAYS_FIRST)
    ]


def _pregnancy(valid: list[Entry], found) -> list[dict]:
    pregnancy = [one for one in valid if one.code.startswith("O")]
    if not pregnancy:
        return []
    out = []
    if not valid[0].code.startswith("O"):
        out.append(
            found(
                pregnancy[0].code,
                "must be first",
                "warning",
                f"{pregnancy[0].code} is of pregnancy: such codes come before all others.",
                "ICD-10-CM Guidelines I.C.15.a.1",
            )
        )
    if any(one.code[:3] > "O08" for one in pregnancy) and not any(one.code.startswith("Z3A") for one in valid):
        out.append(
            found(
                pregnancy[0].code,
                "additional code missing",
                "advice",
                f"{pregnancy[0].code}: add the week of pregnancy (Z3A) if it is known.",
                "ICD-10-CM tabular list, chapter 15; Guidelines I.C.21.c.11",
            )
        )
    return out


def _drugs(valid: list[Entry], found) -> list[dict]:
    """Poisoning comes before what it did."""
    return [
        found(
            one.code,
            "order",
            "warning",
            f"{one.code} is a poisoning: it comes before what it did ({valid[0].code}).",
            "ICD-10-CM Guidelines I.C.19.e.5.b",
        )
        for one in valid[1:]
        if intent_of(plain(one.code)) == "poisoning" and intent_of(plain(valid[0].code)) != "poisoning"
    ]
