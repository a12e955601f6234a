"""Where a cited rule stands: in which of our own files, and at its publisher.

    file_of("42 CFR 401.305")       the file that states it, as a path in CleanClaim's folder; empty where none does
    source_of("42 CFR 401.305")     the publisher's title and page; None for a source that is not public

A file states a rule where its text has the citation word for word; of several the rules of the law and of payers come
before programs. Scenarios are left out: they cite a rule, they do not state it.
"""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sim.ground.files import find, read_csv, remembered, root

FOLDERS = (
    *("data/params", "data/codes", "data/edits", "data/fees", "data/payers", "sim/payer/policies", "sim/payer"),
    *("sim/reference", "sim/billing", "sim/coding", "sim/edi", "sim/learn/grading", "sim/learn/tasks"),
)
KINDS = (".toml", ".csv", ".py")
LARGEST = 400_000  # bytes: larger files are lists of codes
SHORT = re.compile(r"\d+ CFR \d+\.\d+|Claims Processing Manual ch\. \d+|NCCI Policy Manual ch\. \d+")
NAMED = re.compile(r"(?:data|sim)/[a-z_0-9/]+\.(?:toml|csv|py)")


class Source(NamedTuple):
    """Where a rule can be read in full."""

    title: str
    publisher: str
    address: str


def source_of(cite: str) -> Source | None:
    """The publisher of a citation.

    >>> source_of("42 CFR 401.305").publisher, source_of("plan document, eligibility")
    ('US Government Publishing Office', None)
    """
    row = next((row for row in _sources() if row["words"].lower() in cite.lower()), None)
    return Source(row["title"], row["publisher"], row["address"]) if row else None


@remembered
def _sources() -> list[dict[str, str]]:
    return read_csv(find("data/codes/sources.csv"))


@cache
def file_of(cite: str) -> str:
    """The file that states a rule: one that the citation names itself, else the first that has its words, else that of
    its first part.

    >>> file_of("42 CFR 422.572(a): 72 hours"), file_of("data/payers/acme_ppo.toml, its lists"), file_of("a saying")
    ('data/params/expedited_authorization_days.toml', 'data/payers/acme_ppo.toml', '')
    """
    named = NAMED.search(cite)
    if named:
        return named[0]
    parts = [
        cite,
        *(part.strip() for part in cite.split(";")),
        cite.partition(":")[0],
        cite.partition(",")[0],
        *SHORT.findall(cite),
    ]
    wanted = [part for part in dict.fromkeys(parts) if len(part) > 3]
    wholly = [words for part in wanted for words in (f'"{part}"', part)]  # word for word before as a part of more words
    return next((path for words in wholly for path, text in _texts() if words in text), "")


@cache
def _texts() -> tuple[tuple[str, str], ...]:
    """Path and text of every file that may state a rule; a text that a program has on several lines is one."""
    files = {path: None for folder in FOLDERS for path in sorted((root() / folder).rglob("*")) if path.suffix in KINDS}
    return tuple(
        (_path(path), re.sub(r'"\s*\n\s*"', "", path.read_text(encoding="utf-8"))) for path in files if _fits(path)
    )


def _fits(path: Path) -> bool:
    return path.is_file() and path.stat().st_size <= LARGEST


def _path(path: Path) -> str:
    return path.relative_to(root()).as_posix()
