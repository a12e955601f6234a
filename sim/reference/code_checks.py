"""Checking the diagnoses of one visit: each by itself, then all together, in their order.

A finding is an error (the claim will be rejected or denied, or the rule is broken), a warning (right only for a reason
in the record) or advice (look again). Rules: the tabular list itself (its notes bind) and the ICD-10-CM Official
Guidelines, cited in each finding; a few combinations as rows of data/codes/combinations.csv, ages and sexes as rows of
data/codes/diagnosis_limits.csv.

Not modeled: the alphabetic index, present-on-admission, sequencing of several pregnancy codes.
"""

from itertools import combinations as pairs

from sim.ground.editions import edition
from sim.reference.calculators.answer import chosen
from sim.reference.code_limits import limit_findings
from sim.reference.code_notes import covers, excluded_by, instructions
from sim.reference.code_order import SETTINGS, order_findings
from sim.reference.code_pairs import contradicting, specific
from sim.reference.icd10cm import (
    CLOSED,
    OPEN,
    Entry,
    ancestors,
    as_of,
    children,
    dotted,
    editions,
    entries,
    plain,
    seventh_characters,
)
from sim.reference.tables import rows, service_day

DISPUTED = ("E891", "E13")
BODY_MASS = (
    "E66",
    "E65",
    "E40",
    "E41",
    "E42",
    "E43",
    "E44",
    "E45",
    "E46",
    "R63",
    "E88.81",
    "F50",
    "O99.21",
    "E64.0",
    "R62",
)


def check_codes(codes, on=None, setting: str = "office", age: int | None = None, sex: str | None = None) -> list[dict]:
    """Findings on the diagnoses of one visit in their order: {code, finding, severity, message, cite}; an empty list
    when all is well. `setting`: office, emergency, hospital outpatient or hospital (an admission). `age` in whole years
    and `sex` (F, M) are checked when given.

    >>> [(one["code"], one["finding"]) for one in check_codes(["E11.22", "N18.30"], on="2026-06-01")]
    []
    >>> [(one["code"], one["finding"]) for one in check_codes(["I10", "N18.3"], on="2026-06-01")]
    [('N18.3', 'not valid on the date'), ('N18.3', 'not billable'), ('N18.3', 'combination code')]
    >>> check_codes(["M72.2"], on="2026-10-01")[0]["message"]
    'M72.2 was valid until 2026-09-30; look at M67.A01 M67.A02 M67.A09 M72.20 M72.21 M72.22.'
    """
    chosen(setting, SETTINGS, "setting")
    on = None if on is None else service_day(on, "code checks")
    with as_of(on):
        return _checked([str(code).strip() for code in codes if str(code).strip()], on, setting, age, sex)


def _checked(codes: list[str], on, setting: str, age: int | None, sex: str | None) -> list[dict]:
    known = {code: one for code, one in entries(codes).items() if one}
    findings = [finding for code in dict.fromkeys(codes) for finding in _alone(code, known.get(code), on)]
    valid = [known[code] for code in dict.fromkeys(codes) if code in known]
    return (
        _edition(codes, on)
        + findings
        + _twice(codes)
        + order_findings(valid, setting, _found)
        + _together(valid)
        + _instructions(valid)
        + _sources_disagree(valid)
        + _body_mass(valid)
        + limit_findings(valid, age, sex, _found)
    )


def _edition(codes: list[str], on) -> list[dict]:
    """A word of caution for a date that no loaded edition covers."""
    own = edition("icd10cm")
    if on is None or not codes or editions() or str(own.first) <= str(on) <= str(own.last):
        return []
    return [
        _found(
            codes[0],
            "edition not loaded",
            "advice",
            f"Codes of {on} are judged by the edition of {own.release}: import the official file of that year to be"
            " sure.",
            "ICD-10-CM edition by date of service; cleanclaim data import icd10cm",
        )
    ]


def _found(code, finding, severity, message, cite) -> dict:
    return {"code": code, "finding": finding, "severity": severity, "message": message, "cite": cite}


def _alone(code: str, one: Entry | None, on) -> list[dict]:
    if one is None:
        return [
            _found(
                code,
                "not a code",
                "error",
                f"{code} is not a code of ICD-10-CM{_meant(code)}.",
                "ICD-10-CM tabular list; Guidelines I.A.4, I.A.5",
            )
        ]
    found = [] if one.is_billable else [_incomplete(code, one)]
    day = None if on is None else on.item()
    if day and one.valid_from != OPEN and day < one.valid_from:
        found.append(
            _found(
                code,
                "not valid on the date",
                "error",
                f"{code} is valid only from {one.valid_from}.",
                "ICD-10-CM edition by date of service",
            )
        )
    if day and one.valid_to != CLOSED and day > one.valid_to:
        hint = f"; look at {one.replaced_by}" if one.replaced_by else ""
        found = [
            _found(
                code,
                "not valid on the date",
                "error",
                f"{code} was valid until {one.valid_to}{hint}.",
                "ICD-10-CM edition by date of service",
            )
        ] + (found if children(code) else [])[:1]
    return found


def _meant(code: str) -> str:
    """What a code that is none may have been meant for: a placeholder left out, a seventh character that its code does
    not take.
    """
    key = plain(code)
    base, last = key[:6].rstrip("X") if len(key) == 7 else key[:-1], key[-1:]
    choices = (
        next((found for text in (base, base.ljust(6, "X")) if (found := seventh_characters(dotted(text)))), {})
        if len(key) > 4
        else {}
    )
    if last in choices:
        return f"; with the placeholder it is {dotted(base.ljust(6, 'X') + last)}"
    return f"; the 7th characters of {dotted(base)} are {', '.join(choices)}" if choices else ""


def _incomplete(code: str, one: Entry) -> dict:
    seventh = seventh_characters(code)
    if seventh:
        choices = "; ".join(f"{character} {text}" for character, text in seventh.items())
        return _found(
            code,
            "7th character missing",
            "error",
            f"{code} needs a 7th character: {choices}.",
            "ICD-10-CM Guidelines I.A.5",
        )
    choices = ", ".join(child.code for child in children(code))
    return _found(
        code, "not billable", "error", f"{code} needs more characters: {choices}.", "ICD-10-CM Guidelines I.B.2"
    )


def _twice(codes: list[str]) -> list[dict]:
    keys = [plain(code) for code in codes]
    return [
        _found(
            code,
            "given twice",
            "error",
            f"{code} is on the list twice; each code is reported once.",
            "ICD-10-CM Guidelines I.B.12",
        )
        for place, code in enumerate(codes)
        if keys[place] and keys[place] in keys[:place]
    ]


def _together(valid: list[Entry]) -> list[dict]:
    return [
        finding
        for a, b in pairs(valid, 2)
        for finding in (*(_combined(a, b) or _excludes(a, b) or contradicting(a, b, _found)), *specific(a, b, _found))
    ]


def _excludes(a: Entry, b: Entry) -> list[dict]:
    for one, other in ((a, b), (b, a)):
        note = excluded_by(one.code, other.code)
        if note and (a.code.startswith("R") != b.code.startswith("R")):
            symptom, disease = (a, b) if a.code.startswith("R") else (b, a)
            return [
                _found(
                    symptom.code,
                    "symptom of the disease",
                    "warning",
                    f"{symptom.code} is not coded beside {disease.code} "
                    f'(Excludes1 at {one.code}: "{note}"), unless the symptom is clearly of another cause.',
                    "ICD-10-CM tabular list; Guidelines I.B.5, I.A.12.a",
                )
            ]
        if note:
            return [
                _found(
                    other.code,
                    "excluded together",
                    "warning",
                    f'{one.code} and {other.code} exclude each other (Excludes1 at {one.code}: "{note}"); together only'
                    " if clearly unrelated.",
                    "ICD-10-CM Guidelines I.A.12.a",
                )
            ]
    return []


def _combined(a: Entry, b: Entry) -> list[dict]:
    for row in rows("data/codes/combinations.csv"):
        for one, other in ((a, b), (b, a)):
            if one.code.startswith(row["first"]) and other.code.startswith(row["second"]):
                if row["but"] and one.code.startswith(row["but"]):
                    continue
                if row["kind"] == "combine":
                    return [
                        _found(
                            other.code,
                            "combination code",
                            row["severity"],
                            f"{row['message']}: {row['instead']} instead of {one.code}.",
                            row["cite"],
                        )
                    ]
                return [
                    _found(
                        other.code,
                        "symptom of the disease",
                        row["severity"],
                        f"{row['message']} ({one.code}): leave {other.code} out.",
                        row["cite"],
                    )
                ]
    return []


def _instructions(valid: list[Entry]) -> list[dict]:
    """Code first out of order, and additional codes that the tabular asks for without any if."""
    found, keys = [], [plain(one.code) for one in valid]
    for place, one in enumerate(valid):
        for text, named, _ in instructions(one.code, "code first") + _above(one):
            late = next(
                (other for other, key in zip(valid[place + 1 :], keys[place + 1 :], strict=True) if covers(named, key)),
                None,
            )
            if late and _disputed(one, late):
                break
            if late:
                found.append(
                    _found(
                        one.code,
                        "order",
                        "error",
                        f'{late.code} comes before {one.code} (code first: "{text}").',
                        "ICD-10-CM Guidelines I.A.13",
                    )
                )
                break
        for text, named, binds in instructions(one.code, "use additional"):
            if binds and named and not any(covers(named, key) for key in keys):
                found.append(
                    _found(
                        one.code,
                        "additional code missing",
                        "warning",
                        f'{one.code} asks for a further code: "{text}".',
                        "ICD-10-CM Guidelines I.A.13, I.B.7",
                    )
                )
    return found


def _above(one: Entry) -> list:
    """Code-first notes at the category and at every level below it hold for the code as well."""
    return [note for place in ancestors(one.code)[1:-2] for note in instructions(place, "code first")]


def _disputed(one: Entry, other: Entry) -> bool:
    """Diabetes after removal of the pancreas: the guideline has E89.1 first, the tabular note E13."""
    keys = plain(one.code), plain(other.code)
    return any(a.startswith(DISPUTED[0]) and b.startswith(DISPUTED[1]) for a, b in (keys, keys[::-1]))


def _sources_disagree(valid: list[Entry]) -> list[dict]:
    """A warning for the pair whose order the sources do not agree on, whichever comes first."""
    return [
        _found(
            b.code,
            "order",
            "warning",
            f"{a.code} before {b.code}: the guideline puts E89.1 before E13, the tabular note E13 before E89.1. Ask"
            " which one the payer follows.",
            "ICD-10-CM Guidelines I.C.4.a.6.b.i; tabular note at E89.1",
        )
        for a, b in pairs(valid, 2)
        if _disputed(a, b)
    ]


def _body_mass(valid: list[Entry]) -> list[dict]:
    """A body mass index needs the provider's diagnosis that it belongs to."""
    if any(one.code.startswith(BODY_MASS) for one in valid):
        return []
    why = "needs a weight diagnosis from the provider, such as E66.-."
    return [
        _found(one.code, "related diagnosis missing", "error", f"{one.code} {why}", "ICD-10-CM Guidelines I.B.14")
        for one in valid
        if one.code.startswith("Z68")
    ]
