"""What the linter tells an author: which file, which field, what was found there, what to write instead."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, Protocol

from sim.ground.errors import CleanClaimError
from sim.ground.files import root


class Finding(NamedTuple):
    """One thing to correct. severity "error" must be corrected; "advice" should be considered."""

    file: str
    field: str
    found: str
    write: str
    severity: str = "error"

    def line(self) -> str:
        """As an author reads it.

        >>> print(Finding("knee.toml", "dx 1, why", "nothing", "one or two sentences for the learner").line())
        knee.toml: dx 1, why: found nothing; write: one or two sentences for the learner
        """
        mark = "" if self.severity == "error" else f" ({self.severity})"
        return f"{self.file}: {self.field}: found {self.found}; write: {self.write}{mark}"


class Report(Protocol):
    """Makes a finding of one file: field, what was found, what to write."""

    def __call__(self, field: str, found: str, write: str, severity: str = "error") -> Finding: ...


def from_error(error: CleanClaimError, path: Path | str) -> Finding:
    """What a reader could not read, as a finding: the reader's text begins with the field. The file is the one that the
    error names, where it names one: a clinic's wrong number is not a fault of the scenario that met it.
    """
    named = Path(error.where) if error.where else None
    file = named if named and named.is_absolute() and named.is_file() else path
    field, colon, found = error.what.partition(": ")
    field, found = (field, found) if colon and len(field) < 80 else ("file", error.what)
    if found.endswith(" is missing"):
        field, found = f"{field}, {found.removesuffix(' is missing')}", "nothing"
    field = re.sub(r"\b([a-z]+), (\d+)", r"\1 \2", field) if not field.startswith("line ") else field
    write = "; ".join(part for part in (error.expected, error.todo) if part)
    return Finding(shown(file), field, found.removeprefix("found "), write)


def shown(path: Path | str) -> str:
    """A path as authors know it: below the content folder for a file that ships; the user's own as it is.

    >>> from sim.ground.files import find
    >>> shown(find("data/dictionary.csv"))
    'data/dictionary.csv'
    """
    path = Path(path)
    if path.is_absolute() and path.is_relative_to(root()):
        return path.relative_to(root()).as_posix()
    return str(path.relative_to(Path.cwd()) if path.is_absolute() and path.is_relative_to(Path.cwd()) else path)


def once(findings: Iterable[Finding]) -> list[Finding]:
    """The same finding of many combinations once, and of many payers as one, in the order of files.

    >>> said = ("a denial by the policy too_often", "another modifier")
    >>> for found in once([Finding("a.toml", f"service 83036 at {payer}", *said) for payer in ("acme_ppo", "own")]):
    ...     print(found.line())
    a.toml: service 83036 at acme_ppo, own: found a denial by the policy too_often; write: another modifier
    """
    kept: dict[Finding, list[re.Match[str]]] = {}
    for one in dict.fromkeys(findings):
        at = AT.fullmatch(one.field)
        kept.setdefault(one._replace(field=at["what"]) if at else one, []).extend([at] if at else [])
    told = [one._replace(field=_everywhere(places)) if places else one for one, places in kept.items()]
    return sorted(told, key=lambda one: (one.file, one.severity != "error"))


AT = re.compile(r"(?P<what>service \S+|the claim) at (?P<payer>\w+)(?: with (?P<choices>.*))?")


def _everywhere(places: list[re.Match[str]]) -> str:
    """Where the same was found: each payer, and the first of the combinations."""
    payers = ", ".join(dict.fromkeys(at["payer"] for at in places))
    choices = list(dict.fromkeys(at["choices"] for at in places if at["choices"]))
    more = f" and {len(choices) - 1} more" if len(choices) > 1 else ""
    return f"{places[0]['what']} at {payers}" + (f" with {choices[0]}{more}" if choices else "")
