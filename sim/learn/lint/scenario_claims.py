"""What the linter proves of the claims of scenarios: what the record supports is accepted, paid or owed, and balances
to the cent at every payer that the scenario suits; and a mistake of the front desk or the biller changes something that
somebody can see.

The visits of all scenarios, right and with each mistake, become the claims of as many households and are decided
together, as one table.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

from sim.billing.answers.payer_answer import answer
from sim.billing.claims.claim import Claims, bill
from sim.clinic.scenarios.library import scenarios as library
from sim.clinic.scenarios.parts import Scenario, Trap
from sim.clinic.visits.coded_rows import work_of
from sim.clinic.visits.coded_visit import CodedVisit
from sim.clinic.visits.trap_changes import applicable, mistaken_in
from sim.clinic.visits.truth import perfect_in
from sim.clinic.visits.visit_context import setting_of
from sim.ground.errors import CleanClaimError
from sim.ground.keys import VERSIONS
from sim.learn.lint.findings import Finding, from_error, shown
from sim.learn.lint.patients import ProvenVisit, visits_of
from sim.learn.lint.scenario_settings import settings
from sim.payer.engine.engine import Adjudication
from sim.payer.rulebook.payers import payers

EDGE_DESKS = ("front desk", "biller")
NOTICES = frozenset({"GA", "GX", "GY", "GZ"})  # the line says itself that a denial is expected


class Line(NamedTuple):
    """One decided line, amounts in cents."""

    code: str
    charge: int
    allowed: int
    paid: int
    patient: int
    adjusted: int
    policy: str


class Outcome(NamedTuple):
    """The payer's answer to one visit: claims rejected at the front end (category:status), and the decided lines."""

    rejected: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def paid(self) -> int:
        """Cents paid for all lines."""
        return sum(line.paid for line in self.lines)

    @property
    def payers_part(self) -> "PayersPart":
        """What does not depend on the patient's own plan: rejections, and what was allowed or denied."""
        return PayersPart(self.rejected, tuple((line.code, line.allowed, line.policy) for line in self.lines))


class PayersPart(NamedTuple):
    """Rejections, and (code, cents allowed, policy that denied) of each line."""

    rejected: tuple[str, ...]
    lines: tuple[tuple[str, int, str], ...]


def lint_claims(scenarios: Iterable[Scenario]) -> list[Finding]:
    """Findings of the claims of scenarios that are otherwise sound. Without payers there is nothing to decide and
    nothing to find.
    """
    found: list[Finding] = []
    if not payers():
        return found
    for group in _decidable(list(scenarios), found):
        decided = decide(group)
        found += [finding for case, outcome in decided if case.trap is None for finding in _right(case, outcome)]
        found += _without_effect(decided)
    return found


def _decidable(scenarios: list[Scenario], found: list[Finding]) -> Iterator[list[ProvenVisit]]:
    """All cases together; if that fails, scenario by scenario, so that the finding names its file."""
    try:
        cases = [case for one in scenarios for case in cases_of(one)]
        decide(cases)
        yield cases
    except CleanClaimError:
        for one in scenarios:
            try:
                cases = cases_of(one)
                decide(cases)
                yield cases
            except CleanClaimError as error:
                found.append(from_error(error, one.path))


def cases_of(scenario: Scenario) -> list[ProvenVisit]:
    """The right claim once for every different truth, payer and kind of patient, and each mistake that can be made on
    it.
    """
    cases: list[ProvenVisit] = []
    seen: set[tuple[object, ...]] = set()
    for row in settings(scenario):
        setting = setting_of(scenario, row)
        visit = perfect_in(scenario, setting)
        for trap in (None, *applicable(scenario, setting, True)):
            sent = visit if trap is None or trap.at != "coder" else mistaken_in(scenario, setting, trap)
            visit_sent = (row["payer_code"], row["is_new_patient"], visit, sent, trap and trap.number)
            if visit_sent not in seen and (trap is None or trap.at != "poster"):
                seen.add(visit_sent)
                cases.append(ProvenVisit(scenario, row, trap))
    return cases


Decided = list[tuple[ProvenVisit, Outcome]]
_last: dict[tuple[object, ...], Decided] = {}  # what was decided last: the same cases are asked for twice


def decide(cases: list[ProvenVisit]) -> Decided:
    """Each case with its outcome."""
    asked = tuple(
        (case.scenario.hash, id(case.scenario), case.trap and case.trap.number, str(case.row)) for case in cases
    )
    if asked in _last:
        return _last[asked]
    with on_the_shelf({case.scenario.name: case.scenario for case in cases}):
        cases, people, encounters = visits_of(cases)
        work = work_of(encounters.encounter_key, [_sent(case) for case in cases], np.arange(len(cases)), "coded")
        claims = bill(encounters, work, people)
        decided = answer(claims, people)
        outcomes = list(zip(cases, _outcomes(encounters.encounter_key, claims, decided), strict=True))
    _last.clear()
    _last[asked] = outcomes
    return outcomes


def _sent(case: ProvenVisit) -> CodedVisit:
    setting = setting_of(case.scenario, case.row)
    return mistaken_in(case.scenario, setting, case.trap) if case.trap else perfect_in(case.scenario, setting)


@contextmanager
def on_the_shelf(scenarios: dict[str, Scenario]) -> Iterator[None]:
    """For a while, scenarios of any folder are found by their name."""
    shelf = library()
    before = {name: shelf[name] for name in scenarios if name in shelf}  # not all of them: each would be read
    shelf.update(scenarios)
    try:
        yield
    finally:
        for name in scenarios:
            del shelf[name]
        shelf.update(before)


def _outcomes(encounter_key: np.ndarray, claims: Claims, decided: Adjudication) -> list[Outcome]:
    """The outcomes in the order of the encounters."""
    place = {int(key): number for number, key in enumerate(encounter_key)}
    rejected: list[list[str]] = [[] for _ in place]
    lines: list[list[Line]] = [[] for _ in place]
    for acknowledged in decided.acknowledgements.rows():
        if not acknowledged["is_accepted"]:
            rejected[place[acknowledged["claim_key"] >> VERSIONS]].append(
                f"{acknowledged['status_category_code']}:{acknowledged['status_code']}"
            )
    billed = claims.lines.select("claim_key", "claim_line_number", "procedure_code").rows()
    codes = {(row["claim_key"], row["claim_line_number"]): row["procedure_code"] for row in billed}
    adjusted: dict[tuple[int, int], int] = {}
    for row in decided.adjustments.select("claim_key", "claim_line_number", "amount").rows():
        at = (row["claim_key"], row["claim_line_number"])
        adjusted[at] = adjusted.get(at, 0) + row["amount"]
    for row in decided.remittance_lines.rows():
        at = (row["claim_key"], row["claim_line_number"])
        lines[place[row["claim_key"] >> VERSIONS]].append(
            Line(
                codes[at],
                row["charge_amount"],
                row["allowed_amount"],
                row["paid_amount"],
                row["patient_responsibility_amount"],
                adjusted.get(at, 0),
                row["denial_policy"],
            )
        )
    return [Outcome(tuple(rejected[number]), tuple(lines[number])) for number in place.values()]


def _right(case: ProvenVisit, outcome: Outcome) -> Iterator[Finding]:
    """The right claim is accepted, every line is paid or owed, and it balances."""
    payer, file = str(case.row["payer_code"]), shown(case.scenario.path)
    where = f"the claim at {payer} with {case.row['choices'] or 'no choices'}"
    setting = setting_of(case.scenario, case.row)
    expected = perfect_in(case.scenario, setting).services
    if outcome.rejected:
        yield Finding(
            file,
            where,
            f"a rejection at the front end ({', '.join(outcome.rejected)})",
            "codes that the payer's front end takes",
        )
    elif len(outcome.lines) != len(expected):
        yield Finding(
            file,
            where,
            f"{len(outcome.lines)} decided lines for {len(expected)} services",
            "services that make claim lines",
        )
    noticed = {service.code for service in expected if NOTICES.intersection(service.modifiers)}
    for line in outcome.lines:
        if line.policy and line.code in noticed:
            continue
        if line.policy:
            yield Finding(
                file,
                f"service {line.code} at {payer}",
                f"a denial by the policy {line.policy} though the record supports the service",
                "what this payer wants by [[service.bill]], another modifier or pointer, or [suits] payer = [...]"
                " without it",
            )
        elif line.allowed <= 0:
            yield Finding(
                file,
                f"service {line.code} at {payer}",
                "nothing allowed",
                'a price for the code (data/fees), or needs = "may"',
            )
        if line.charge != line.paid + line.adjusted:
            yield Finding(
                file,
                f"service {line.code} at {payer}",
                f"charge {line.charge}, paid {line.paid}, adjusted {line.adjusted} cents",
                "nothing: this is an error of the payer's engine, please report it",
            )


def _without_effect(decided: Decided) -> Iterator[Finding]:
    """A mistake of the front desk or the biller that changes nothing anywhere teaches nothing."""
    right = {(case.scenario.name, *_key(case)): outcome for case, outcome in decided if case.trap is None}
    effects: dict[tuple[Scenario, Trap], list[bool]] = {}
    for case, outcome in decided:
        if case.trap is not None and case.trap.at in EDGE_DESKS:
            at = effects.setdefault((case.scenario, case.trap), [])
            other = right.get((case.scenario.name, *_key(case)))
            at.append(other is None or outcome.payers_part != other.payers_part)
    for (scenario, trap), changed in effects.items():
        if not any(changed):
            yield Finding(
                shown(scenario.path),
                f"trap {trap.number}",
                f"{trap.error} that no payer notices",
                "a mistake with a consequence, or a narrower when",
            )


def _key(case: ProvenVisit) -> tuple[str, bool, CodedVisit]:
    return (
        case.row["payer_code"],
        case.row["is_new_patient"],
        perfect_in(case.scenario, setting_of(case.scenario, case.row)),
    )
