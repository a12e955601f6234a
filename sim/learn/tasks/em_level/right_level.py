"""What the record supports: the visits of the key with what their levels rest on. Where two levels are defensible, each
is a right answer of its own.
"""

from typing import NamedTuple

from sim.clinic.visits.level_basis import LevelBasis
from sim.clinic.visits.service_lines import Service
from sim.learn.exercises.case import Case
from sim.learn.tasks.em_level.answer import Answer, Entry
from sim.learn.tasks.em_level.visit_family import setting_of
from sim.learn.tasks.em_level.words import DATA_KINDS
from sim.reference.calculators.answer import Calculated
from sim.reference.calculators.decision import RISK
from sim.reference.calculators.em import em_level, family_of


class Right(NamedTuple):
    """One right answer: the visit, and what its level rests on."""

    visit: Service
    basis: LevelBasis

    @property
    def risk(self) -> str:
        """The riskiest decision."""
        return max((fact.kind for fact in self.basis.risk), key=lambda kind: RISK[kind], default="minimal")


def rights(case: Case) -> list[Right]:
    """The right answers: one, or one for each defensible level."""
    found = [Right(line, line.basis) for line in case.truth.services if line.basis is not None and line.needs != "may"]
    group = found[0].visit.group if found else ""
    return [one for one in found if one.visit.group == group] if group else found[:1]


def answer_of(right: Right, with_family: bool = False) -> Answer:
    """The answer that earns everything; `with_family`: where the kind of visit is asked too."""
    basis = right.basis
    return Answer(
        tuple(Entry(place, fact.kind, fact.what) for place, fact in enumerate(basis.problems)),
        tuple(Entry(place, DATA_KINDS[fact.kind], fact.what) for place, fact in enumerate(basis.data)),
        right.risk,
        basis.minutes,
        dict(basis.levels),
        basis.deciding[0],
        right.visit.code,
        family_of(basis.setting, basis.is_new) if with_family else "",
    )


def by_own_entries(answer: Answer, basis: LevelBasis) -> Calculated:
    """The visit as the learner's own problems, data, risk and minutes give it."""
    setting, is_new = _own_setting(answer, basis)
    facts = {entered: fact for fact, entered in reversed(DATA_KINDS.items())}
    return em_level(
        [entry.kind for entry in answer.problems],
        [{"is": facts[entry.kind], "what": plain(entry.what)} for entry in answer.data],
        [answer.risk] if answer.risk else [],
        is_new,
        answer.minutes,
        setting,
    )


def by_own_levels(answer: Answer, basis: LevelBasis) -> Calculated | None:
    """The visit as the learner's own levels and minutes give it; None where a level was not chosen."""
    if len(answer.level) < len(basis.levels):
        return None
    setting, is_new = _own_setting(answer, basis)
    return em_level(**answer.level, is_new=is_new, minutes=answer.minutes, setting=setting)


def _own_setting(answer: Answer, basis: LevelBasis) -> tuple[str, bool]:
    """The setting of the kind of visit that was entered; where none was, that of the record."""
    return setting_of(answer.family) if answer.family else (basis.setting, basis.is_new)


def plain(text: str) -> str:
    """A name as it is compared.

    >>> plain(" Rapid  Strep ")
    'rapid strep'
    """
    return " ".join(text.lower().split())
