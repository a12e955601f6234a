"""The library's public verbs, as a notebook uses them: texts in, frames and answers with reasons out."""

import re

from sim.ground.errors import CleanClaimError
from sim.reference import code_checks, search
from sim.reference.calculators import calculators
from sim.reference.calculators.answer import Calculated, chosen, whole
from sim.reference.payer_terms import wants

DOSE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*", re.ASCII)
SYSTEMS = {"icd10cm": "diagnosis", "procedure": "procedure", "cpt": "procedure", "hcpcs": "procedure", "all": None}
OF_SYSTEM = {"cpt": r"\d{4}[0-9A-Z]", "hcpcs": r"[A-Z]\d{4}"}
SETTINGS = {"ed": "emergency", "emergency department": "emergency", "hospital": "hospital initial"}
STATUSES = {  # who, or which visit -> its setting ("" where the setting is said apart), and whether the patient is new
    "new": ("", True),
    "established": ("", False),
    "ed": ("emergency", False),
    "inpatient-initial": ("hospital initial", False),
    "inpatient-subsequent": ("hospital subsequent", False),
    "same-day": ("hospital same day", False),
    "discharge": ("hospital discharge", False),
    "consult-office": ("consultation office", False),
    "consult-inpatient": ("consultation hospital", False),
    "nursing-initial": ("nursing initial", False),
    "nursing-subsequent": ("nursing subsequent", False),
    "nursing-discharge": ("nursing discharge", False),
    "home": ("home", False),
}


def search_codes(text: str, system: str = "icd10cm", on=None, limit: int = 20):
    """Codes for what you typed, best first, as a pandas frame: code, label, kind, is_billable, add (what is still
    missing).

    `system`: icd10cm (diagnoses), cpt, hcpcs, procedure (both of these) or all. `on`: only codes in force on that date
    of service.

    >>> search_codes("high blood pressure").code[0]
    'I10'
    >>> (search_codes("cortisone shot", system="hcpcs", limit=1).code[0],
    ...  search_codes("stitches", system="cpt", limit=1).code[0])
    ('J3301', '12001')
    """
    import pandas

    kind = SYSTEMS[chosen(str(system).lower(), SYSTEMS, "code system")]
    wanted = re.compile(OF_SYSTEM.get(str(system).lower(), ".*"))
    hits = search.search_codes(text, kind, 500 if system in OF_SYSTEM else limit, on)
    return pandas.DataFrame(
        [hit for hit in hits if wanted.fullmatch(hit["code"])][:limit],
        columns=["code", "label", "kind", "is_billable", "add"],
    )


def check_codes(codes, on=None, setting: str = "office", age: int | None = None, sex: str | None = None):
    """Findings on the diagnoses of one visit, in their order, as a pandas frame: code, finding, severity, message,
    cite. Empty when all is well.

    `codes`: a list, or a text with blanks, commas or semicolons. `on`: date of service. `age` in whole years and `sex`
    ("F", "M") are checked when given.

    >>> check_codes(["Z79.4", "E11.9"], on="2026-06-01").finding.tolist()
    ['cannot be first']
    >>> check_codes("N40.0", age=70, sex="F").finding.tolist()
    ['sex conflict']
    """
    import pandas

    codes = re.split(r"[\s,;]+", codes) if isinstance(codes, str) else codes
    return pandas.DataFrame(
        code_checks.check_codes(codes, on, setting, age, sex),
        columns=["code", "finding", "severity", "message", "cite"],
    )


def em_level(
    status: str = "established",
    problems=(),
    data=(),
    risk=(),
    minutes: int | None = None,
    setting: str = "office",
    payer: str = "medicare",
) -> Calculated:
    """The level of a visit: .code, .lines (with prolonged time, as the payer counts it), .why. Elements are given as
    their level or as lists of facts (see sim.reference.calculators.decision).

    `status`: new or established, with a `setting`; or the visit itself: ed, inpatient-initial, inpatient-subsequent,
    same-day, discharge, consult-office, consult-inpatient, nursing-initial, nursing-subsequent, nursing-discharge, home
    (an established patient's; a new one's is "new" with setting="home"). `setting`: office, home, consultation office,
    emergency (or ed), hospital initial (or hospital), or another of sim.reference.calculators.em. `payer`: a payer of
    data/payers, whose file says whether it takes consultations and whose minutes it counts. `problems`, `risk`:
    minimal, low, moderate, high; `data`: minimal, limited, moderate, extensive.

    >>> em_level(problems="moderate", data="limited", risk="moderate").code
    '99214'
    >>> [line.code for line in em_level(problems="high", data="minimal", risk="low", minutes=69).lines]
    ['99215', 'G2212']
    >>> [line.code for line in em_level(problems="high", data="extensive", risk="high", minutes=55, payer="acme").lines]
    ['99215', '99417']
    >>> em_level("consult-office", "moderate", "limited", "moderate", payer="acme_ppo").code
    '99244'
    >>> em_level("consult-office", "moderate", "limited", "moderate", payer="medicare").code
    '99214'
    >>> em_level("nursing-subsequent", minutes=30).code, em_level("new", minutes=30, setting="home").code
    ('99309', '99342')
    """
    own, is_new = STATUSES[chosen(status, STATUSES, "status")]
    module = calculators()["em"]
    asked = chosen(own or SETTINGS.get(setting, setting), module.SETTINGS, "setting")
    takes, rules = wants(str(payer), "consultations") == "taken", wants(str(payer), "coding_rules")
    visit, instead, cite = module.billed_setting(asked, takes, rules=rules)
    minutes = whole({"minutes": minutes}, "minutes")
    answer = module.em_level(problems, data, risk, is_new, minutes, visit)
    if instead:
        answer = answer._replace(reasons=(instead, *answer.reasons), cite=f"{answer.cite}; {cite}")
    if answer.details["timed"] != "high" or minutes is None:
        return answer
    more = calculators()["prolonged"].calculate({"visit": answer.code, "minutes": minutes, "rules": rules})
    return (
        answer._replace(lines=answer.lines + more.lines, reasons=answer.reasons + more.reasons)
        if more.lines
        else answer
    )


def drug_units(code: str, dose: str, discarded: str | None = None, on=None) -> Calculated:
    """Units of a drug for a dose such as "60 mg": .lines, .why. With `discarded` ("0 mg" when nothing was thrown away)
    the container was a single-dose one, and the answer carries JZ or a line with JW. `on`: date of service; a code that
    had ended is rejected with its successor.

    >>> drug_units("J1885", "60 mg").units, drug_units("J3301", "40 mg", discarded="0 mg").modifiers
    (4, frozenset({'JZ'}))
    >>> drug_units("J0696", "1 g").units
    4
    """
    amount, measure = _dose(dose)
    waste, wasted = _dose(discarded) if discarded is not None else ("0", measure)
    if wasted != measure:
        raise CleanClaimError(
            f"dose in {measure}, waste in {wasted}",
            "drug units",
            "one measure for both",
            "write both in the same measure",
        )
    container = "single-dose" if discarded is not None else ""
    return calculators()["drug"].drug_units(str(code).strip().upper(), amount, measure, waste, container, on=on)


def _dose(text: str) -> tuple[str, str]:
    match = DOSE.fullmatch(str(text).lower())
    measures = {
        **calculators()["drug"].MEASURES,
        "gm": "g",
        "gram": "g",
        "grams": "g",
        "unit": "units",
        "doses": "dose",
    }
    if not match or match[2] not in measures:
        raise CleanClaimError(
            f"{str(text)[:30]!r} is not a dose",
            "drug units",
            f"a number and a measure ({', '.join(measures)})",
            "write it as 60 mg",
        )
    return match[1], measures[match[2]]
