"""The mistakes that a scenario's author foresaw, recognized in a learner's answer: they are explained in the author's
words.

Each trap of the coder's desk is made on the truth and compared with it, as a learner's answer will be; the errors found
are those by which it is met again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sim.clinic.scenarios.parts import Scenario, Trap
from sim.clinic.scenarios.placeholders import fill
from sim.clinic.visits import trap_changes
from sim.clinic.visits.trap_changes import mistaken
from sim.clinic.visits.coded_visit import CodedVisit
from sim.clinic.visits.truth import Truth, perfect
from sim.clinic.visits.visit_context import setting_of, words
from sim.ground.files import remembered_up_to
from sim.ground.keys import SPANS
from sim.learn.exercises.case import Case
from sim.learn.exercises.coded_answer import Answer, answer_of
from sim.learn.grading.coding_differences import compare
from sim.learn.grading.difference import CodingError, Exchanges

Encounter = Mapping[str, Any]  # a row of table encounters


class Anticipated(NamedTuple):
    """The errors that traps make, each with its trap; and the codes that traps exchange."""

    traps: Mapping[CodingError, Trap]
    exchanges: Exchanges


class WrongWork(NamedTuple):
    """A trap with its words filled in, and what a coder who falls into it sends."""

    trap: Trap
    visit: CodedVisit


def anticipated(scenario: Scenario, encounter: Encounter, truths: Iterable[Truth]) -> Anticipated:
    """What traps of this visit look like in an answer. truths: with and without the query's answer."""
    traps: dict[CodingError, Trap] = {}
    exchanges = Exchanges()
    made = [(one.trap, answer_of(one.visit)) for one in wrong_work(scenario, encounter)]
    for truth in truths:
        right = answer_of(perfect(truth))
        exchanges = Exchanges(
            exchanges.diagnoses | {pair for _, sent in made for pair in _exchanged(sent.diagnoses, right.diagnoses)},
            exchanges.services | {pair for _, sent in made for pair in _exchanged(_codes(sent), _codes(right))},
        )
        for trap, sent in made:
            for one in compare(sent, truth, exchanges).differences:
                traps.setdefault(one.error, trap)
    return Anticipated(traps, exchanges)


@remembered_up_to(256)
def anticipated_in(case: Case) -> Anticipated:
    """The mistakes that the author foresaw in this case."""
    truths = [case.truth_when(True), case.truth_when(False)] if case.question else [case.truth]
    return anticipated(case.scenario, case.row, truths)


def _codes(answer: Answer) -> list[str]:
    return [row.code for row in answer.services]


def _exchanged(sent: Sequence[str], right: Sequence[str]) -> list[tuple[str, str]]:
    """The one code that stands in the place of another; nothing where more than one differs."""
    new, lost = [code for code in sent if code not in right], [code for code in right if code not in sent]
    return [(new[0], lost[0])] if len(new) == len(lost) == 1 else []


def wrong_work(scenario: Scenario, encounter: Encounter) -> list[WrongWork]:
    """Every trap of the coder's desk that can be made on this visit, with the work that it makes."""
    return [
        WrongWork(_in_words(trap, scenario, encounter), mistaken(scenario, encounter, trap))
        for trap in applicable(scenario, encounter)
        if trap.at == "coder"
    ]


def _in_words(trap: Trap, scenario: Scenario, encounter: Encounter) -> Trap:
    """The trap with the {names} of its reason replaced."""
    return replace(trap, why=fill(trap.why, words(scenario, setting_of(scenario, encounter))))


def applicable(scenario: Scenario, encounter: Encounter) -> tuple[Trap, ...]:
    """The traps that somebody may fall into on this visit."""
    has_previous = encounter.get("coverage_key", -1) >= 0 and encounter["coverage_key"] % (1 << SPANS) > 0
    return trap_changes.applicable(scenario, setting_of(scenario, encounter), has_previous)
