"""What the linter proves of the codes of a scenario: they exist, may be billed on every day of the window, may stand
together, and pass the edits that payers ask (pairs, units, add-ons, waived tests), for every setting."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from sim.clinic.scenarios.parts import Scenario
from sim.clinic.visits.coded_visit import CodedService, CodedVisit
from sim.clinic.visits.truth import Truth, perfect, truth
from sim.ground.editions import service_dates
from sim.ground.files import remembered
from sim.learn.lint.findings import Finding, Report
from sim.learn.lint.scenario_settings import Row
from sim.reference.codes import modifiers, procedure_rows, procedures
from sim.reference.edits import add_on_bases, pair_indicator, unit_limits
from sim.reference.icd10cm import ancestors, children, dotted, lookup, notes, plain

VISIT = {"24", "25", "57"}  # what opens a pair whose second code is a visit (NCCI Policy Manual ch. 1)
SPANS = re.compile(r"([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)-?(?:\s*-\s*([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)-?)?")


def lint_codes(scenario: Scenario, rows: list[Row], finding: Report) -> Iterator[Finding]:
    """Findings of the codes of the truth, before and after a query."""
    every = [
        truth(scenario, row, asked=asked) for row in rows for asked in ((False, True) if scenario.queries else (True,))
    ]
    truths = {id(found): found for found in every}.values()  # the same setting is the same truth
    visits = {perfect(found) for found in truths}
    allowed = {dx.code for found in truths for dx in found.diagnoses}
    for found in truths:
        yield from _pointers(found, finding)
        yield from _optional_modifiers(found, finding)
    yield from _diagnoses(sorted(allowed | {code for visit in visits for code in visit.diagnoses}), finding)
    for visit in sorted(visits):
        yield from _together(visit.diagnoses, finding)
        yield from _services(visit, finding)


def _diagnoses(codes: Sequence[str], finding: Report) -> Iterator[Finding]:
    for code in codes:
        if plain(code) and dotted(plain(code)) != code:
            yield finding("dx, code", code, _billable(code))
    codes = [code for code in codes if not plain(code) or dotted(plain(code)) == code]
    for day in service_dates().dates:
        known = lookup(codes, on=str(day))
        for code, is_known, is_billable, is_valid in zip(
            codes, known.is_known, known.is_billable, known.is_valid, strict=True
        ):
            if not is_valid:
                found = f"{code}, " + (
                    "which is no code"
                    if not is_known
                    else "which needs more characters"
                    if not is_billable
                    else f"not valid on {day}"
                )
                yield finding("dx, code", found, _billable(code))


def _billable(code: str) -> str:
    """What to write instead: the same code in its usual form where that is one, else what it may become."""
    usual = dotted(re.sub(r"[^0-9A-Za-z]", "", code).upper())
    if usual != code and lookup([usual], on=str(service_dates().dates[0])).is_valid[0]:
        return f"{usual}, in capital letters with its point"
    return "a billable code of the day" + _longer(code)


def _longer(code: str) -> str:
    found = [child.code for child in children(code)] if plain(code) else []
    return f", such as {', '.join(found[:4])}" if found else ""


def _together(codes: Sequence[str], finding: Report) -> Iterator[Finding]:
    """Codes that the tabular list never lets stand together (excludes 1)."""
    for code in codes:
        for other in codes:
            if other != code and (at := _excluded(code, other)):
                yield finding(
                    "dx",
                    f"{code} together with {other}, which the note at {at} excludes (excludes 1)",
                    "one of the two",
                )


@remembered
def _excluded(code: str, other: str) -> str:
    bare = plain(other)
    for place in ancestors(code):
        for kind, said in notes(place):
            if kind == "excludes1" and any(_inside(bare, *span) for span in SPANS.findall(said)):
                return place
    return ""


def _inside(bare: str, first: str, last: str) -> bool:
    """Is a code (without its point) within a span of codes?

    >>> _inside("J4531", "J45", ""), _inside("O11", "O10", "O12"), _inside("R0602", "R06.2", "")
    (True, True, False)
    """
    first, last = first.replace(".", ""), (last or first).replace(".", "")
    return first <= bare[: len(first)] and bare[: len(last)] <= last


def _pointers(found: Truth, finding: Report) -> Iterator[Finding]:
    """Each line points to a diagnosis of its combination."""
    there = {dx.code for dx in found.diagnoses}
    for service in found.services:
        name = f"service {service.name}, for"
        yield from (
            finding(name, f"{code}, which is not among the diagnoses", "the code or id of a [[dx]] of this combination")
            for code in service.must_pointers
            if code not in there
        )
        if not service.must_pointers and not there & {*service.may_pointers}:
            yield finding(name, "no diagnosis", "the diagnosis that justifies it")


def _optional_modifiers(found: Truth, finding: Report) -> Iterator[Finding]:
    """Each modifier that a line may have is a known one."""
    known = set(modifiers().modifier.texts())
    for service in found.services:
        for modifier in sorted(service.may_modifiers - known):
            yield finding(
                f"service {service.name}, may_modifiers", repr(modifier), "a modifier of data/codes/modifiers.csv"
            )


def _services(visit: CodedVisit, finding: Report) -> Iterator[Finding]:
    codes = [service.code for service in visit.services]
    rows = procedure_rows(codes)
    for service, row in zip(visit.services, rows, strict=True):
        name = f"service {service.name}"
        if row < 0:
            yield finding(
                f"{name}, code",
                f"{service.code}, which is not among the codes taught",
                "a code of data/codes/procedures.csv or hcpcs.csv",
            )
            continue
        yield from _one_service(service, int(row), name, finding)
    yield from _pairs(visit, rows, finding)
    yield from _add_ons(visit, rows, finding)


def _one_service(service: CodedService, row: int, name: str, finding: Report) -> Iterator[Finding]:
    table, limit = procedures(), int(unit_limits().units[row])
    for day in service_dates().dates:
        if not table.start_date[row] <= np.datetime64(day) <= table.end_date[row]:
            yield finding(f"{name}, code", f"{service.code}, not valid on {day}", "a code of the day")
    if service.units > limit:
        yield finding(
            f"{name}, units",
            f"{service.units}, more than the {limit} that payers take of {service.code} (medically unlikely edit)",
            "the units of the dose or count",
        )
    if table.is_clia_waived_with_qw[row] and "QW" not in service.modifiers:
        yield finding(
            f"{name}, modifiers", f"{service.code} without QW", '"QW": the clinic holds a certificate of waiver'
        )
    if table.is_clia_exempt_qw[row] and "QW" in service.modifiers:
        yield finding(f"{name}, modifiers", f"QW on {service.code}", "no QW: the code is exempt")
    known = set(modifiers().modifier.texts())
    for modifier in service.modifiers:
        if modifier not in known:
            yield finding(f"{name}, modifiers", repr(modifier), "a modifier of data/codes/modifiers.csv")
    if table.needs_side[row] and not {"RT", "LT", "50"} & set(service.modifiers):
        yield finding(f"{name}, modifiers", f"{service.code} without a side", '"RT", "LT" or "50"')


def _pairs(visit: CodedVisit, rows: np.ndarray, finding: Report) -> Iterator[Finding]:
    """Pairs of which the second is not paid beside the first, unless a modifier opens them and the record supports
    it.
    """
    opening = set(modifiers().modifier.texts()[modifiers().is_ncci_associated])
    for first, one in zip(rows, visit.services, strict=True):
        for second, other in zip(rows, visit.services, strict=True):
            indicator = int(pair_indicator([first], [second], service_dates().first)[0])
            opened = (
                VISIT & {*other.modifiers}
                if second >= 0 and procedures().is_evaluation[second]
                else opening & {*one.modifiers, *other.modifiers}
            )
            if indicator == 0 or (indicator == 1 and not opened):
                yield finding(
                    f"service {other.name}",
                    f"{other.code} beside {one.code}, a pair of indicator {indicator}",
                    "a modifier that the record supports"
                    if indicator
                    else "one of the two: no modifier opens the pair",
                )


def _add_ons(visit: CodedVisit, rows: np.ndarray, finding: Report) -> Iterator[Finding]:
    for row, service in zip(rows, visit.services, strict=True):
        bases = add_on_bases()[row] if row >= 0 else np.zeros(1, bool)
        if bases.any() and not any(bases[other] for other in rows if other >= 0):
            yield finding(
                f"service {service.name}", f"the add-on {service.code} without its base", "the base code of the day"
            )
