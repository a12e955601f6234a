"""Which subjects certification exams have, how much of an exam each is, and which of our competences touch it
(data/codes/blueprints.csv). Not an official outline, and no practice exam: every row names the page it was read from,
and what to verify.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_csv, remembered
from sim.learn.course.record.mastery import PROFICIENT, Skill
from sim.learn.exercises.competences import competences, skills_of

FILE = "data/codes/blueprints.csv"
NOTE = "Not an official practice exam. How much of each exam's subjects you have practiced here until proficient."


class Area(NamedTuple):
    """One subject of an exam. `weight`: percent of the exam, None where no page gave one; `competences`: ours that
    touch it, none where nothing does; `basis`: whose page it was read from; `read`: when."""

    credential: str
    area: str
    weight: float | None
    competences: tuple[str, ...]
    basis: str
    source: str
    read: str
    verify: str


class Readiness(NamedTuple):
    """What is known for an exam, as shares of it from 0 to 1: `taught` here, and `known`: proficient or mastered.
    `untaught`: subjects that nothing here touches; `verify`: are its weights to be verified?"""

    exam: str
    taught: float
    known: float
    untaught: tuple[str, ...]
    verify: bool


@remembered
def areas() -> tuple[Area, ...]:
    """All rows. Raises CleanClaimError for a competence that there is none of, and for a weight that is not a percent.

    >>> [one.competences for one in areas() if one.area == "Denial resolution"]
    [('B6',)]
    """
    file = find(FILE)
    found = tuple(_area(row, str(file)) for row in read_csv(file))
    for one in found:
        for name in one.competences:
            if name not in competences():
                raise CleanClaimError(f"no competence {name!r}", str(file), ", ".join(competences()), "correct the row")
    return found


def _area(row: dict[str, str], file: str) -> Area:
    texts = {name: row[name] for name in Area._fields if name not in ("competences", "weight")}
    weight = row["weight"].strip()
    if weight and not (weight.isdigit() and int(weight) <= 100):
        raise CleanClaimError(
            f"weight {weight!r}", f"{file}, {row['area']}", "a percent, or nothing", "correct the row"
        )
    return Area(competences=tuple(row["competences"].split()), weight=float(weight) if weight else None, **texts)


def readiness(skills: Mapping[str, Skill]) -> list[Readiness]:
    """Every exam, with what is known for it. A subject is known as far as the skills of its competences are proficient.

    >>> [(one.exam, one.known) for one in readiness({})]
    [('CPC', 0.0), ('CPB', 0.0), ('CCA', 0.0), ('CBCS', 0.0)]
    """
    known = {name: _known(name, skills) for name in competences()}
    exams: dict[str, list[Area]] = {}
    for one in areas():
        exams.setdefault(one.credential, []).append(one)
    return [_readiness(name, found, known) for name, found in exams.items()]


def _readiness(exam: str, found: list[Area], known: Mapping[str, float]) -> Readiness:
    weights = [1.0 if one.weight is None else one.weight for one in found]
    whole = sum(weights) or 1.0
    taught = sum(weight for one, weight in zip(found, weights, strict=True) if one.competences)
    parts = (
        weight * _mean(known[name] for name in one.competences) for one, weight in zip(found, weights, strict=True)
    )
    untaught = tuple(one.area for one in found if not one.competences)
    return Readiness(exam, taught / whole, sum(parts) / whole, untaught, any(one.verify for one in found))


def _known(competence: str, skills: Mapping[str, Skill]) -> float:
    names = skills_of(competence)
    return sum(name in skills and skills[name].level >= PROFICIENT for name in names) / len(names) if names else 0.0


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0
