"""What the level of a visit rests on: the facts of the record with their evidence, the level of each element, and what
decides.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.clinic.scenarios.placeholders import fill, holds
from sim.clinic.visits.proof import Proof, proofs_of
from sim.reference.calculators.answer import Calculated
from sim.reference.calculators.decision import counted

ELEMENTS = ("problems", "data", "risk")


class LevelFact(NamedTuple):
    """A problem, a data item or a decision: its kind is a word of sim/reference/calculators/decision.py."""

    kind: str
    what: str
    evidence: tuple[Proof, ...]


class LevelBasis(NamedTuple):
    """`data` holds each item once. `levels`: problems, data, risk -> level. `deciding`: the pairs of elements that
    reach the level of the visit, or time. `minutes`: the clinician's own, None where the record states none. `setting`:
    the one whose codes the payer takes."""

    setting: str
    is_new: bool
    minutes: int | None
    problems: tuple[LevelFact, ...]
    data: tuple[LevelFact, ...]
    risk: tuple[LevelFact, ...]
    levels: Mapping[str, str]
    level: str
    deciding: tuple[str, ...]


def basis_of(answer: Calculated, is_new: bool, facts: Mapping[str, Any], picked, names) -> LevelBasis | None:
    """The basis of a calculated visit; None for a visit without a clinician and for a discharge day, whose elements do
    not count. `facts`: as the scenario gives them."""
    if not all(element in answer.details for element in ELEMENTS):
        return None
    found = {
        element: [fact for fact in facts.get(element) or () if holds(fact["when"], picked)] for element in ELEMENTS
    }
    problems, data, risk = (
        tuple(_fact(fact, picked, names) for fact in given)
        for given in (found["problems"], counted(found["data"]), found["risk"])
    )
    return LevelBasis(
        answer.details["setting"],
        is_new,
        answer.details["minutes"],
        problems,
        data,
        risk,
        {element: answer.details[element] for element in ELEMENTS},
        answer.details["level"],
        answer.details["deciding"],
    )


def _fact(fact: Mapping[str, Any], picked, names) -> LevelFact:
    return LevelFact(fact["is"], fill(fact["what"], names), proofs_of(fact["evidence"], picked, names))
