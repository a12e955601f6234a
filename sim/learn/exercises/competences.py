"""Competences: what a coder (C1 to C8) and a biller (B1 to B7) are able to do, and which skill belongs to which. The
list is data/codes/competences.csv, the skills are in data/codes/skills.csv.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sim.ground.files import find, read_csv, remembered


class Competence(NamedTuple):
    """A competence by its short name, its name, and what one is able to do."""

    competence: str
    name: str
    words: str


@remembered
def competences() -> dict[str, Competence]:
    """All competences in their order.

    >>> list(competences())[0], competences()["B4"].name
    ('C1', 'Remittance and posting')
    """
    return {row["competence"]: Competence(**row) for row in read_csv(find("data/codes/competences.csv"))}


@remembered
def _skills() -> dict[str, str]:
    return {row["skill"]: row["competence"] for row in read_csv(find("data/codes/skills.csv"))}


def competence_of(skill: str) -> str:
    """The competence that a skill belongs to; empty for a skill that is in no list, such as one of an exercise of
    one's own.

    >>> competence_of("modifier-25"), competence_of("posting"), competence_of("juggling")
    ('C4', 'B4', '')
    """
    return _skills().get(skill, "")


def skills_of(competence: str) -> list[str]:
    """The skills that belong to a competence.

    >>> skills_of("C7")
    ['query']
    """
    return [skill for skill, its in _skills().items() if its == competence]


def unlisted(skills: Iterable[str]) -> list[str]:
    """The skills that belong to no competence.

    >>> unlisted(["modifier-25", "juggling"])
    ['juggling']
    """
    return [skill for skill in skills if competence_of(skill) not in competences()]
