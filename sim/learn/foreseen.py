"""The mistakes that a scenario's author foresaw, recognised in a learner's answer: by then they are explained in the author's words.

Each trap of the coder's desk is made on the truth and compared with it, as a learner's answer will be; the differences found carry its sign.
"""
from typing import NamedTuple

from sim.learn.differences import compare
from sim.learn.tasks.code_visit import answer_of


class Foreseen(NamedTuple):
    """`explained`: sign of a difference -> trap. `pairs`: codes that traps exchange, (sent, key), for "dx" and "service"."""
    explained: dict
    pairs: dict


def foreseen(scenario, row: dict, truth) -> Foreseen:
    """What traps of this visit look like in an answer. row: the encounter as a plain dictionary."""
    from sim.clinic.truth import perfect
    right = answer_of(perfect(truth))
    made = [(trap, answer_of(coded)) for trap, coded in wrong_work(scenario, row, truth)]
    pairs = {"dx": frozenset(pair for _, sent in made for pair in _exchanged(sent.diagnoses, right.diagnoses)),
             "service": frozenset(pair for _, sent in made for pair in _exchanged([one.code for one in sent.services], [one.code for one in right.services]))}
    explained = {}
    for trap, sent in made:
        found = compare(sent, truth, pairs).differences
        for one in found:
            explained.setdefault(one.sign, trap)
    return Foreseen(explained, pairs)


def _exchanged(sent, right):
    """The one code that stands in the place of another; nothing where more than one differs."""
    new, lost = [code for code in sent if code not in right], [code for code in right if code not in sent]
    return [(new[0], lost[0])] if len(new) == len(lost) == 1 else []


def wrong_work(scenario, row: dict, truth) -> list[tuple]:
    """(trap, what the coder would send) for every trap of the coder's desk that can be made on this visit."""
    return [(trap, made) for trap in applicable(scenario, row) if trap.at == "coder" and (made := work_with(trap, scenario, row, truth)) is not None]
