"""G2211, Medicare's addition to an office visit within a lasting relationship of care.

It stands beside 99202 to 99215, and from 2026 on beside home visits 99341 to 99350, when the clinician is the patient's
continuing point of care, or follows one serious or complex condition over time. It is not paid when the visit carries
25, except, from 2025 on, when all that was done beside the visit is a Medicare wellness or preventive service or giving
a vaccine. G2211 itself never carries 25. Other payers decide for themselves; many hold it to be part of the visit.

Not modeled: the proposal to make it a modifier in 2027.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sim.ground.editions import service_dates
from sim.ground.errors import CleanClaimError
from sim.reference.calculators.answer import Calculated, Line, yes
from sim.reference.calculators.new_or_established import day_of
from sim.reference.codes import procedure_rows, procedures

name = "visit_complexity"
cite = "CMS CY 2024 PFS final rule; CMS Transmittal 13015 for 2025 and later; CY 2026 PFS final rule (home visits)"
CODE, STARTS, EXCEPTION_FROM = "G2211", date(2024, 1, 1), date(2025, 1, 1)
HOME_YEAR = 2026  # the first year in which it stands beside home visits
HOME_FROM = date(HOME_YEAR, 1, 1)
days = (STARTS, EXCEPTION_FROM, HOME_FROM)  # from which the answer may be another one
FAMILIES = ("office-new", "office-established")
HOME = ("home-new", "home-established")
BESIDE = ("immunization administration", "vaccine")
PREVENTIVE = ("G0101", "G0402", "G0438", "G0439", "G0444")


def visit_complexity(
    visit: str,
    is_lasting: bool,
    modifiers: Sequence[str] = (),
    others: Sequence[str] = (),
    on: date | None = None,
    payer: str = "medicare",
) -> Calculated:
    """One unit of G2211, or nothing and why. `modifiers` are those of the visit, `others` the further codes of the day;
    without `on` the first of the visits' dates is meant.

    >>> (visit_complexity("99214", True).code, visit_complexity("99214", False).code,
    ...  visit_complexity("99283", True).code)
    ('G2211', '', '')
    >>> visit_complexity("99214", True, ["25"], ["20610"]).code, visit_complexity("99214", True, ["25"], ["G0439"]).code
    ('', 'G2211')
    >>> [visit_complexity("99214", True, ["25"], ["90471", "90656"], on=day).code for day in (date(2024, 12, 31),
    ...     date(2025, 1, 1))]
    ['', 'G2211']
    >>> [visit_complexity("99349", True, on=day).code for day in (date(2025, 12, 31), date(2026, 1, 1))]
    ['', 'G2211']
    >>> [visit_complexity("99214", True, on=day).code for day in (date(2023, 12, 31), date(2024, 1, 1))]
    ['', 'G2211']
    """
    on = on or service_dates().dates[0]
    for holds, why in (
        (
            payer.startswith("medicare"),
            "G2211 is Medicare's code: other payers decide for themselves, many hold it to be part of the visit.",
        ),
        (on >= STARTS, f"G2211 is paid from {STARTS} on."),
        (
            _family(visit) in (*FAMILIES, *(HOME if on >= HOME_FROM else ())),
            f"G2211 does not stand beside {visit} on {on}: 99202 to 99215, from {HOME_FROM} also 99341 to 99350.",
        ),
        (is_lasting, "No lasting relationship of care: a single visit for a passing problem is not what G2211 is for."),
        ("25" not in modifiers or _is_excepted(others, on), _why_not(others, on)),
    ):
        if not holds:
            return Calculated((), (why,), cite)
    return Calculated(
        (Line(CODE),),
        (
            (
                f"{visit} within a lasting relationship of"
                f" care{', beside a preventive service only' * ('25' in modifiers)}: G2211."
            ),
        ),
        cite,
    )


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: visit, lasting, modifiers, others, on, payer.

    >>> calculate({"visit": "99213", "lasting": True, "on": "2026-06-01"}).code
    'G2211'
    """
    modifiers, others = (_several(facts, key) for key in ("modifiers", "others"))
    return visit_complexity(
        str(facts.get("visit", "")),
        yes(facts, "lasting"),
        modifiers,
        others,
        day_of(facts["on"], "on") if "on" in facts else None,
        str(facts.get("payer", "medicare")),
    )


def _several(facts: Mapping, key: str) -> tuple[str, ...]:
    given = facts.get(key, ())
    given = given.split() if isinstance(given, str) else given
    if not isinstance(given, (list, tuple, set, frozenset)) or not all(isinstance(one, str) for one in given):
        raise CleanClaimError(
            f"{key} = {str(given)[:30]!r}", "visit complexity", "a list of codes", f"write {key} as a list"
        )
    return tuple(given)


def _family(code: str) -> str:
    row = int(procedure_rows([code])[0])
    return procedures().family[row] if row >= 0 else ""


def _is_excepted(others: Sequence[str], on: date) -> bool:
    return on >= EXCEPTION_FROM and bool(others) and all(_is_preventive(code) for code in others)


def _is_preventive(code: str) -> bool:
    row = int(procedure_rows([code])[0])
    return code in PREVENTIVE or (row >= 0 and procedures().kind[row] in BESIDE)


def _why_not(others: Sequence[str], on: date) -> str:
    if on < EXCEPTION_FROM:
        return (
            "The visit carries 25: G2211 is not paid with it; the exception for preventive services begins"
            f" {EXCEPTION_FROM}."
        )
    other = [code for code in others if not _is_preventive(code)]
    return f"The visit carries 25 because of {', '.join(other) or 'another service'}: G2211 is not paid with it."
