"""The linter: proves what authors write, and says in one line each what to correct.

    for finding in lint(["data/scenarios/urgent_care/cuts.toml"]):
        print(finding.line())

It is asked for files or folders; without a path it looks at everything: scenarios, exercises, units, tracks,
payers, params, policies, clinics and the charge master. What it proves of a scenario is described in scenario_proofs,
scenario_codes, trap_proofs and scenario_claims.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sim.learn.lint.findings import Finding, once, shown
from sim.learn.lint.foundations import foundations
from sim.learn.lint.linted_files import files_of
from sim.learn.lint.many_files import Tell, proved_in_pieces


def lint(paths: Sequence[Path | str] = (), workers: int = 1, tell: Tell = lambda done, total: None) -> "Findings":
    """Findings for files or folders, or for the whole library without a path. An empty list is a clean bill. `workers`:
    how many processes share the work; `tell(done, total)` is called as files are done.

    Raises CleanClaimError for a path that is not there or holds nothing that can be linted.

    >>> lint(["data/params"])
    []
    """
    chosen = files_of(paths)
    if broken := foundations():  # what every scenario and exercise stands on: their findings would be its consequences
        return Findings(once(broken))
    found: list[Finding] = []
    counts: dict[str, int] = {}
    for proved in proved_in_pieces(chosen, workers, tell):
        found += proved.findings
        counts |= proved.counts
    return Findings(once(found), dict(sorted(counts.items())))


class Findings(list[Finding]):
    """Findings, and how many different keys each scenario that could be read has."""

    def __init__(self, findings: Iterable[Finding], counts: Mapping[str, int] | None = None):
        super().__init__(findings)
        self.counts = dict(counts or {})


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


__all__ = ["Finding", "Findings", "files_of", "lint", "shown", "text"]
