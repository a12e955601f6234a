"""The mistakes that a scenario's author foresaw, recognised in a learner's answer: by then they are explained in the
author's words.

Each trap of the coder's desk is made on the truth and compared with it, as a learner's answer will be; the differences
found carry its sign.
"""

from functools import lru_cache
from typing import NamedTuple

from sim.learn.exercises.case import Case
from sim.learn.exercises.coded_answer import answer_of
from sim.learn.grading.coding_differences import compare


class Foreseen(NamedTuple):
    """`explained`: sign of a difference -> trap. `pairs`: codes that traps exchange, (sent, key), for "dx" and
    "service".
    """

    explained: dict
    pairs: dict


def foreseen(scenario, row: dict, truths) -> Foreseen:
    """What traps of this visit look like in an answer. row: the encounter as a plain dictionary; truths: with and
    without the query's answer.
    """
    from sim.clinic.visits.truth import perfect

    explained, pairs = {}, {"dx": frozenset(), "service": frozenset()}
    for truth in truths:
        right = answer_of(perfect(truth))
        made = [(trap, answer_of(coded)) for trap, coded in wrong_work(scenario, row)]
        pairs = {
            "dx": pairs["dx"] | {pair for _, sent in made for pair in _exchanged(sent.diagnoses, right.diagnoses)},
            "service": pairs["service"]
            | {pair for _, sent in made for pair in _exchanged(_codes(sent), _codes(right))},
        }
        for trap, sent in made:
            for one in compare(sent, truth, pairs).differences:
                explained.setdefault(one.sign, trap)
    return Foreseen(explained, pairs)


@lru_cache(maxsize=256)
def foreseen_of(case: Case) -> Foreseen:
    """The mistakes that the author foresaw in this case, by their sign."""
    truths = [case.truth_when(True), case.truth_when(False)] if case.question else [case.truth]
    return foreseen(case.scenario, case.row, truths)


def _codes(answer) -> list[str]:
    return [one.code for one in answer.services]


def _exchanged(sent, right):
    """The one code that stands in the place of another; nothing where more than one differs."""
    new, lost = [code for code in sent if code not in right], [code for code in right if code not in sent]
    return [(new[0], lost[0])] if len(new) == len(lost) == 1 else []


def wrong_work(scenario, row: dict) -> list[tuple]:
    """(trap, CodedVisit that the coder would send) for every trap of the coder's desk that can be made on this visit,
    its words filled in.
    """
    from sim.clinic.visits.trap_changes import mistaken

    return [
        (_in_words(trap, scenario, row), mistaken(scenario, row, trap))
        for trap in applicable(scenario, row)
        if trap.at == "coder"
    ]


def _in_words(trap, scenario, row):
    """The trap with the {names} of its reason replaced."""
    from dataclasses import replace

    from sim.clinic.scenarios.placeholders import fill
    from sim.clinic.visits.visit_context import setting_of, words

    return replace(trap, why=fill(trap.why, words(scenario, setting_of(scenario, row))))


def applicable(scenario, row: dict) -> tuple:
    """The traps that somebody may fall into on this visit."""
    from sim.clinic.visits import trap_changes
    from sim.clinic.visits.visit_context import setting_of
    from sim.ground.keys import SPANS

    has_previous = row.get("coverage_key", -1) >= 0 and row["coverage_key"] % (1 << SPANS) > 0
    return trap_changes.applicable(scenario, setting_of(scenario, row), has_previous)
