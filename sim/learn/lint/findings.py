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
    """The same finding of many combinations once, in the order of files."""
    return sorted(dict.fromkeys(findings), key=lambda one: (one.file, one.severity != "error"))
