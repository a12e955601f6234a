"""The library's public verbs, as a notebook uses them: texts in, frames and answers with reasons out."""
import re

from sim.ground.errors import CleanClaimError
from sim.reference import code_checks, search
from sim.reference.calculators import calculators
from sim.reference.calculators.answer import Calculated, chosen

DOSE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*", re.ASCII)


def search_codes(text: str, kind: str | None = None, on=None, limit: int = 20):
    """Codes for what you typed, best first, as a pandas frame: code, label, kind, is_billable, add (what is still missing).

    >>> search_codes("high blood pressure").code[0]
    'I10'
    """
    import pandas
    return pandas.DataFrame(search.search_codes(text, kind, limit, on), columns=["code", "label", "kind", "is_billable", "add"])


def check_codes(codes, on=None, setting: str = "office"):
    """Findings on the diagnoses of one visit, in their order, as a pandas frame: code, finding, severity, message, cite. Empty when all is well.

    >>> check_codes(["Z79.4", "E11.9"], on="2026-06-01").finding.tolist()
    ['cannot be first']
    """
    import pandas
    codes = re.split(r"[\s,;]+", codes) if isinstance(codes, str) else codes
    return pandas.DataFrame(code_checks.check_codes(codes, on, setting), columns=["code", "finding", "severity", "message", "cite"])


def em_level(status: str = "established", problems=(), data=(), risk=(), minutes: int | None = None, setting: str = "office",
             payer: str = "medicare") -> Calculated:
    """The level of an office visit: .code, .lines (with prolonged time, as the payer counts it), .why. Elements are given as their level
    or as lists of facts (see sim.reference.calculators.em_office).

    >>> em_level(problems="moderate", data="limited", risk="moderate").code
    '99214'
    >>> [line.code for line in em_level(problems="high", data="minimal", risk="low", minutes=69).lines]
    ['99215', 'G2212']
    """
    chosen(status, ("new", "established"), "status")
    chosen(setting, ("office",), "setting")
    answer = calculators()["em"].em_level(problems, data, risk, status == "new", minutes)
    if minutes is None or answer.details["by"] != "time":
        return answer
    more = calculators()["prolonged"].prolonged(answer.code, minutes, "medicare" if payer.startswith("medicare") else "cpt")
    return answer._replace(lines=answer.lines + more.lines, reasons=answer.reasons + more.reasons) if more.lines else answer


def drug_units(code: str, dose: str, discarded: str | None = None) -> Calculated:
    """Units of a drug for a dose such as "60 mg": .lines, .why. With `discarded` ("0 mg" when nothing was thrown away) the container was a
    single-dose one, and the answer carries JZ or a line with JW.

    >>> drug_units("J1885", "60 mg").units, drug_units("J3301", "40 mg", discarded="0 mg").modifiers
    (4, frozenset({'JZ'}))
    """
    amount, measure = _dose(dose)
    waste, wasted = _dose(discarded) if discarded is not None else ("0", measure)
    if wasted != measure:
        raise CleanClaimError(f"dose in {measure}, waste in {wasted}", "drug units", "one measure for both", "write both in the same measure")
    return calculators()["drug"].drug_units(code.strip().upper(), amount, measure, waste, "single-dose" if discarded is not None else "")


def _dose(text: str) -> tuple[str, str]:
    match = DOSE.fullmatch(str(text).lower())
    measures = calculators()["drug"].MEASURES
    if not match or match[2] not in measures:
        raise CleanClaimError(f"{str(text)[:30]!r} is not a dose", "drug units", f"a number and a measure ({', '.join(measures)})", "write it as 60 mg")
    return match[1], measures[match[2]]
