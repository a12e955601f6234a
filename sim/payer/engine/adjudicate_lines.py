"""Deciding lines: stage after stage, the first decisive denial wins, every reduction takes its part, and what is left
is paid.

Inside a stage every policy sees the lines as they stood when the stage began; of two that deny the same line, the one
that comes first in the payer's own list is the cause and the other is what would have denied it next. After its first
denial a line is still asked by every later policy, with the other lines as they are: that is an approximation of "had
the first cause been repaired", since the repair itself (a code replaced, a modifier added) is not known.
"""

from typing import NamedTuple

import numpy as np

from sim.payer.engine.payer_errors import mistaken
from sim.payer.engine.policy_schedule import Asked, Schedule, Step

NOBODY = -1


class Decision(NamedTuple):
    """What became of each line."""

    cause: np.ndarray  # number of the policy that denied it, -1 none
    code: np.ndarray  # number of the code it was denied with
    following: np.ndarray  # number of the policy that would have denied it next, -1 none
    pending: np.ndarray  # number of the policy that pended its claim, -1 none
    denial: np.ndarray  # cents denied
    taken: np.ndarray  # cents, amount columns x lines
    remark: np.ndarray  # number of the code of the first remark, -1 none
    after: np.ndarray  # is it paid after an earlier payer: price and cost share are then an estimate only


def decide(lines, schedule: Schedule) -> Decision:
    """Decide all lines of a view, those that are out of it excepted; `lines.denied_finally` tells what is known of
    earlier claims.
    """
    count = len(lines)
    none = np.full(count, NOBODY, np.int16)
    result = Decision(
        none,
        none.astype(np.int32),
        none.copy(),
        none.copy(),
        np.zeros(count, np.int64),
        np.zeros((len(schedule.slot_counts), count), np.int64),
        none.astype(np.int32),
        np.zeros(count, bool),
    )
    lines.denied = lines.out.copy()
    lines.left = np.where(lines.out, 0, lines.charge_amount)
    lines.spent, lines.shares, lines.read = [], {}, np.zeros(count, bool)
    for step in schedule.steps:
        _stage(lines, step, result)
    return result


def _stage(lines, step: Step, result: Decision) -> None:
    answers = [(asked, answer(lines, asked)) for asked in step.asked if asked.on[lines.payer_present].any()]
    denials = [(asked, said) for asked, said in answers if asked.policy.verb == "denies" and said.any()]
    if denials:
        _deny(lines, denials, step, result)
    for asked, said in answers:
        if asked.policy.verb == "reduces":
            _reduce(lines, asked, said, result)
        elif asked.policy.verb == "pays" and said is not None:
            _coordinate(lines, asked, said, result)
        elif asked.policy.verb == "pends" and said.any():
            _pend(lines, asked, said, result)
        elif asked.policy.verb == "informs" and said.any():
            rows = np.flatnonzero(said.astype(bool) & (result.remark == NOBODY))
            result.remark[rows] = asked.code[lines.payer[rows]] + said[rows].astype(np.int64) - 1


def answer(lines, asked: Asked):
    """What the policy says, nothing where it is not on for the line's payer."""
    said = asked.policy.ask(lines)
    if len(lines.batch.records["payer_errors"]):
        said = mistaken(lines, asked.policy, said)
    if asked.everywhere or isinstance(said, np.ndarray) and not said.any():
        return said
    on = lines.keep(("on", asked.on.tobytes()), lambda: asked.on[lines.payer])
    if asked.policy.verb == "pays":
        return said if said is None else (said[0][on[said[0]]], said[1][:, on[said[0]]])
    return (
        tuple(part if isinstance(part, int) else part * on for part in said) if isinstance(said, tuple) else said * on
    )


def _deny(lines, denials: list, step: Step, result: Decision) -> None:
    cause, following = result.cause, result.following
    before = lines.denied
    lines.denied = before.copy()
    for asked, said, rows in _in_payer_order(lines, denials, step):
        second = rows[(cause[rows] != NOBODY) & (following[rows] == NOBODY)]
        first = rows[(cause[rows] == NOBODY) & ~before[rows]]
        cause[first], following[second] = asked.number, asked.number
        result.code[first] = asked.code[lines.payer[first]] + said[first].astype(np.int64) - 1
        result.denial[first] = lines.left[first]
        lines.left[first] = 0
        lines.denied[first] = True


def _in_payer_order(lines, denials: list, step: Step):
    """(policy, answer, rows), so that the order of every payer's own file is kept."""
    if not step.orders or len(denials) == 1:
        yield from ((asked, said, np.flatnonzero(said)) for asked, said in denials)
        return
    said_by = {asked.number: (asked, said) for asked, said in denials}
    for payers, order in step.orders:
        mine = payers[lines.payer]
        for number in order:
            if step.asked[number].number in said_by:
                asked, said = said_by[step.asked[number].number]
                yield asked, said, np.flatnonzero(said.astype(bool) & mine)


def _pend(lines, asked: Asked, said, result: Decision) -> None:
    pended = lines.any_in_claim(said.astype(bool) & ~lines.denied)
    result.pending[pended & (result.pending == NOBODY)] = asked.number
    lines.denied, lines.left = lines.denied | pended, np.where(pended, 0, lines.left)


def _reduce(lines, asked: Asked, said, result: Decision) -> None:
    parts = said if isinstance(said, tuple) else (said,)
    left = lines.left
    for slot, part in enumerate(parts, asked.slot):
        if isinstance(part, int) or asked.policy.stage.kind != "share" and not part.any():
            continue
        cents = np.minimum(np.maximum(part, 0), left)
        result.taken[slot] = cents
        left = left - cents
        if asked.policy.stage.kind == "share":
            lines.shares[str(asked.policy.codes[slot - asked.slot])] = cents
    lines.left = left


def _coordinate(lines, asked: Asked, said, result: Decision) -> None:
    """What an earlier payer took care of, and what is left: nothing else is taken off the charge."""
    rows, amounts = said
    result.after[rows] = True
    result.taken[asked.slot : asked.slot + len(amounts), rows] = amounts
    lines.left = lines.left.copy()
    lines.left[rows] = lines.charge_amount[rows] - amounts.sum(axis=0)
