"""What the linter proves of the claims of scenarios: what the record supports is accepted, paid or owed, and balances
to the cent at every payer whom the scenario suits; and a mistake of the front desk or the biller changes something that
somebody can see.

The visits of all scenarios, right and with each mistake, become the claims of as many households and are decided
together, as one table.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

from sim.clinic.visits.trap_changes import applicable, mistaken_in
from sim.clinic.visits.visit_context import setting_of
from sim.clinic.visits.truth import perfect_in
from sim.clinic.visits.coded_rows import work_of
from sim.ground.errors import CleanClaimError
from sim.ground.keys import VERSIONS
from sim.learn.lint.findings import Finding, from_error, shown
from sim.learn.lint.scenario_settings import settings

EDGE_DESKS = ("front desk", "biller")


class Case(NamedTuple):
    """One visit to prove: a scenario, its encounter row, and the trap that was fallen into (None: the right claim)."""

    scenario: object
    row: dict
    trap: object


class Outcome(NamedTuple):
    """What the payer said to one visit: claims refused at the front end (category:status), and the decided lines."""

    refused: tuple
    lines: tuple

    @property
    def paid(self) -> int:
        """Cents paid for all lines."""
        return sum(line.paid for line in self.lines)

    @property
    def sign(self) -> tuple:
        """What does not depend on the patient's own plan: refusals, and what was allowed or denied."""
        return self.refused, tuple((line.code, line.allowed, line.policy) for line in self.lines)


class Line(NamedTuple):
    """One decided line, amounts in cents."""

    code: str
    charge: int
    allowed: int
    paid: int
    patient: int
    adjusted: int
    policy: str


def lint_claims(scenarios: Iterable) -> list[Finding]:
    """Findings of the claims of scenarios that are otherwise sound. Without payers there is nothing to decide and
    nothing to find.
    """
    from sim.payer.rulebook.payers import payers

    found: list[Finding] = []
    if not payers():
        return found
    for group in _decidable(list(scenarios), found):
        told = decide(group)
        found += [finding for case, outcome in told if case.trap is None for finding in _right(case, outcome)]
        found += _without_effect(told)
    return found


def _decidable(scenarios: list, found: list) -> Iterator[list[Case]]:
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


def cases_of(scenario) -> list[Case]:
    """The right claim once for every different truth, payer and kind of patient, and each mistake that can be made on
    it.
    """
    cases, seen = [], set()
    for row in settings(scenario):
        setting = setting_of(scenario, row)
        visit = perfect_in(scenario, setting)
        for trap in (None, *applicable(scenario, setting, True)):
            sent = visit if trap is None or trap.at != "coder" else mistaken_in(scenario, setting, trap)
            sign = (row["payer_code"], row["is_new_patient"], visit, sent, trap and trap.number)
            if sign not in seen and (trap is None or trap.at != "poster"):
                seen.add(sign)
                cases.append(Case(scenario, row, trap))
    return cases


_decided: dict = {}


def decide(cases: list[Case]) -> list[tuple[Case, Outcome]]:
    """Each case with its outcome."""
    from sim.billing.claims.claim import bill
    from sim.billing.answers.payer_answer import answer

    sign = tuple(
        (case.scenario.hash, id(case.scenario), case.trap and case.trap.number, str(case.row)) for case in cases
    )
    if _decided.get("sign") == sign:
        return _decided["told"]
    with known({case.scenario.name: case.scenario for case in cases}):
        from sim.learn.lint.patients import visits_of

        cases, people, encounters = visits_of(cases)
        work = work_of(encounters.encounter_key, [_sent(case) for case in cases], np.arange(len(cases)), "coded")
        claims = bill(encounters, work, people)
        decided = answer(claims, people)
        told = list(zip(cases, _outcomes(encounters.encounter_key, claims, decided), strict=True))
    _decided.update(sign=sign, told=told)
    return told


def _sent(case: Case):
    setting = setting_of(case.scenario, case.row)
    return mistaken_in(case.scenario, setting, case.trap) if case.trap else perfect_in(case.scenario, setting)


@contextmanager
def known(scenarios: dict):
    """For a while, scenarios of any folder are found by their name."""
    from sim.clinic.scenarios.library import scenarios as library

    shelf = library()
    before = dict(shelf)
    shelf.update(scenarios)
    try:
        yield
    finally:
        shelf.clear()
        shelf.update(before)


def _outcomes(encounter_key, claims, decided) -> list[Outcome]:
    """The outcomes in the order of the encounters."""
    place = {int(key): number for number, key in enumerate(encounter_key)}
    refused: list[list] = [[] for _ in place]
    lines: list[list] = [[] for _ in place]
    for answer in decided.acknowledgements.rows():
        if not answer["is_accepted"]:
            refused[place[answer["claim_key"] >> VERSIONS]].append(
                f"{answer['status_category_code']}:{answer['status_code']}"
            )
    billed = claims.lines.select("claim_key", "claim_line_number", "procedure_code").rows()
    codes = {(row["claim_key"], row["claim_line_number"]): row["procedure_code"] for row in billed}
    adjusted: dict = {}
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
    return [Outcome(tuple(refused[number]), tuple(lines[number])) for number in place.values()]


def _right(case: Case, outcome: Outcome) -> Iterator[Finding]:
    """The right claim is accepted, every line is paid or owed, and it balances."""
    payer, file = case.row["payer_code"], shown(case.scenario.path)
    where = f"the claim at {payer} with {case.row['choices'] or 'no choices'}"
    setting = setting_of(case.scenario, case.row)
    expected = perfect_in(case.scenario, setting).services
    if outcome.refused:
        yield Finding(
            file,
            where,
            f"a rejection at the front end ({', '.join(outcome.refused)})",
            "codes that the payer's front end takes",
        )
    elif len(outcome.lines) != len(expected):
        yield Finding(
            file,
            where,
            f"{len(outcome.lines)} decided lines for {len(expected)} services",
            "services that make claim lines",
        )
    for line in outcome.lines:
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


def _without_effect(told) -> Iterator[Finding]:
    """A mistake of the front desk or the biller that changes nothing anywhere teaches nothing."""
    right = {(case.scenario.name, *_key(case)): outcome for case, outcome in told if case.trap is None}
    effects: dict = {}
    for case, outcome in told:
        if case.trap is not None and case.trap.at in EDGE_DESKS:
            at = effects.setdefault((case.scenario, case.trap), [])
            other = right.get((case.scenario.name, *_key(case)))
            at.append(other is None or outcome.sign != other.sign)
    for (scenario, trap), changed in effects.items():
        if not any(changed):
            yield Finding(
                shown(scenario.path),
                f"trap {trap.number}",
                f"{trap.error} that no payer notices",
                "a mistake with a consequence, or a narrower when",
            )


def _key(case: Case) -> tuple:
    return (
        case.row["payer_code"],
        case.row["is_new_patient"],
        perfect_in(case.scenario, setting_of(case.scenario, case.row)),
    )
