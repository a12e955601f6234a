"""The linter: proves what authors write, and says in one line each what to correct.

    for finding in lint(["data/scenarios/urgent_care/cuts.toml"]):
        print(finding.line())

It is asked for files or folders; without a path it looks at everything: scenarios, exercises, payers, params, policies,
clinics and the charge master. What it proves of a scenario is described in scenario_proofs, scenario_codes, trap_proofs
and scenario_claims.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from sim.clinic.scenarios.parts import Scenario
from sim.ground.errors import CleanClaimError
from sim.learn.lint.charge_files import lint_charges
from sim.learn.lint.clinic_files import lint_clinic
from sim.learn.lint.findings import Finding, from_error, once, shown
from sim.learn.lint.foundations import foundations
from sim.learn.lint.linted_files import files_of, kind_of, lint_misnamed
from sim.learn.lint.exercise_files import lint_exercise
from sim.learn.lint.payer_files import lint_params, lint_payer
from sim.learn.lint.policy_files import lint_policy
from sim.learn.lint.scenario_claims import lint_claims
from sim.learn.lint.scenario_proofs import lint_scenario, read
from sim.learn.lint.scenario_settings import keys

Subject = TypeVar("Subject")


def lint(paths: Sequence[Path | str] = ()) -> "Findings":
    """Findings for files or folders, or for the whole library without a path. An empty list is a clean bill.

    Raises CleanClaimError for a path that is not there or holds nothing that can be linted.

    >>> lint(["data/params"])
    []
    """
    chosen = files_of(paths)
    if broken := foundations():  # what every scenario and exercise stands on: their findings would be its consequences
        return Findings(once(broken))
    plain = [
        finding
        for file in chosen
        if kind_of(file) != "scenario"
        for finding in _safely(LINTERS[kind_of(file)], file, file)
    ]
    found, counts = scenarios([file for file in chosen if kind_of(file) == "scenario"])
    return Findings(once([*found, *plain]), counts)


class Findings(list[Finding]):
    """Findings, and how many different keys each scenario that could be read has."""

    def __init__(self, findings: Iterable[Finding], counts: Mapping[str, int] | None = None):
        super().__init__(findings)
        self.counts = dict(counts or {})


def scenarios(files: list[Path]) -> tuple[list[Finding], dict[str, int]]:
    """Findings of scenario files, and their numbers of keys. The claims of all of them are decided together, as one
    table.
    """
    found: list[Finding] = []
    sound: list[Scenario] = []
    counts: dict[str, int] = {}
    for file in files:
        scenario, findings = read(file)
        findings += _safely(lint_scenario, scenario, file) if scenario else []
        found += findings
        if scenario and not any(one.severity == "error" for one in findings):
            sound.append(scenario)
            counts[scenario.name] = len(set(keys(scenario).values()))
    return found + (lint_claims(sound) if sound else []), counts


def text(findings: list[Finding], looked_at: int | None = None) -> str:
    """Findings as lines, and a last line that sums up.

    >>> text([], 3)
    '3 files, nothing to correct.'
    """
    errors = sum(one.severity == "error" for one in findings)
    files = "" if looked_at is None else f"{looked_at} file{'s' * (looked_at != 1)}, "
    verdict = f"{errors} to correct, {len(findings) - errors} to consider." if findings else "nothing to correct."
    counts = ", ".join(f"{name} {count}" for name, count in getattr(findings, "counts", {}).items())
    return "\n".join(
        [*(one.line() for one in findings), *([f"Different keys: {counts}."] if counts else []), files + verdict]
    )


def _safely(check: Callable[[Subject], Iterable[Finding]], subject: Subject, file: Path) -> list[Finding]:
    """What a check refuses to read is a finding too."""
    try:
        return list(check(subject))
    except CleanClaimError as error:
        return [from_error(error, file)]


LINTERS = {
    "exercise": lint_exercise,
    "payer": lint_payer,
    "params": lint_params,
    "policy": lint_policy,
    "clinic": lint_clinic,
    "charges": lint_charges,
    "misnamed": lint_misnamed,
}

__all__ = ["Finding", "Findings", "files_of", "lint", "shown", "text"]
