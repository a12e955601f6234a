"""What the linter tells an author: which file, which field, what was found there, what to write instead."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, Protocol

from sim.ground.errors import CleanClaimError
from sim.ground.files import places


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
    """What a reader could not read, as a finding: the reader's text begins with the field."""
    field, colon, found = error.what.partition(": ")
    field, found = (field, found) if colon and len(field) < 80 else ("file", error.what)
    if found.endswith(" is missing"):
        field, found = f"{field}, {found.removesuffix(' is missing')}", "nothing"
    field = re.sub(r"\b([a-z]+), (\d+)", r"\1 \2", field)
    write = "; ".join(part for part in (error.expected, error.todo) if part)
    return Finding(shown(path), field, found.removeprefix("found "), write)


def shown(path: Path | str) -> str:
    """A path as authors know it: below the content folder where it is one of ours.

    >>> from sim.ground.files import find
    >>> shown(find("data/dictionary.csv"))
    'data/dictionary.csv'
    """
    path = Path(path)
    below = [path.relative_to(place) for place in places() if path.is_absolute() and path.is_relative_to(place)]
    return (below[0] if below else path).as_posix()


def once(findings: Iterable[Finding]) -> list[Finding]:
    """The same finding of many combinations once, in the order of files."""
    return sorted(dict.fromkeys(findings), key=lambda one: (one.file, one.severity != "error"))
