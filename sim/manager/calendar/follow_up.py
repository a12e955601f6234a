"""From the chart to the last letter as a program of the queue: what the coder, the biller and the people of denials and
follow-up have to do for each visit, in which order, how long it takes and by when.

    chart -> claim -> (unanswered) -> (documents) -> (rejection) -> (denial) -> (denial of what was sent after it)
"""

from typing import NamedTuple

import numpy as np

from sim.ground.joins import find_rows, sum_by
from sim.ground.keys import VERSIONS
from sim.manager.calendar.hours import Copies, Window, played
from sim.manager.calendar.life import tries
from sim.manager.calendar.office import Built
from sim.manager.calendar.outlook import CLOSE, DISPUTE, FIX, NONE, Outlook
from sim.manager.calendar.queues import NEVER, Program, Worked
from sim.manager.calendar.scene import Scene
from sim.manager.strategies.plan import Plan
from sim.manager.strategies.strategy import Strategy, work_items

STEPS = ("chart", "claim", "unanswered", "documents", "rejection", "denial", "denial")
CHART, CLAIM, UNANSWERED, DOCUMENTS, REJECTION, DENIAL, AGAIN = range(7)
LATE_ON_PURPOSE = 30  # a claim that is sent more days after the visit than this is late by a mistake


class Office(NamedTuple):
    """The program and what became of it. kind: what the work at a denial is (of FIX, DISPUTE, CLOSE), for the step
    denial and for the one that comes after it; is_small: the denied amount is below what is worked."""

    program: Program
    worked: Worked
    kind: np.ndarray
    later_kind: np.ndarray
    is_small: np.ndarray

    def done(self, step: int) -> np.ndarray:
        """Day on which a step was done, NEVER where it was not."""
        return self.worked.done[:, step]


def office(
    scene: Scene, made: Built, outlook: Outlook, plan: Plan, window: Window, around: Copies | None = None
) -> Office:
    """Play it. around: what the quarters before and after put on the desks (left out: the same as this one)."""
    ways = [_kinds(outlook, one) for one in plan.strategies]
    programs = tuple(
        _after_the_payer(scene, _before_the_payer(scene, made, outlook, one), outlook, one, first, second)
        for one, (first, second, _) in zip(plan.strategies, ways, strict=True)
    )
    program, worked = played(programs, plan, window, around or Copies(programs[0], programs[0]))
    at = np.arange(len(ways))[:, None]
    first = np.select(list(at == worked.way[:, DENIAL]), [one for one, _, _ in ways])
    second = np.select(list(at == worked.way[:, AGAIN]), [one for _, one, _ in ways])
    small = np.select(list(at == worked.way[:, DENIAL]), [one for _, _, one in ways])
    came_for_nothing = (second != NONE) & (first != FIX) & ~outlook.first.rejected
    return Office(program, worked, first, np.where(came_for_nothing, CLOSE, second), small)


def _kinds(outlook: Outlook, one: Strategy) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(what the work at each denial would be, at the one after it, is the amount below what is worked)."""
    kind = _allowed(outlook.kind, one)
    later = _allowed(outlook.later_kind, one)
    is_small = ((kind != NONE) | (later != NONE)) & (_amount(outlook) < one.write_off_below)
    kind, later = (np.where(is_small & (each != NONE), CLOSE, each) for each in (kind, later))
    first_denial = np.where(kind != NONE, kind, np.where(outlook.first.rejected, later, NONE))
    return first_denial, np.where((kind == FIX) & (later != NONE), later, NONE), is_small


def _allowed(kind: np.ndarray, one: Strategy) -> np.ndarray:
    """Without appeals a wrong denial is closed like any other."""
    return kind if one.appeals else np.where(kind == DISPUTE, CLOSE, kind)


def _amount(outlook: Outlook) -> np.ndarray:
    return np.where(outlook.first.denied, outlook.first.amount, outlook.after.amount)


def _before_the_payer(scene: Scene, made: Built, outlook: Outlook, one: Strategy) -> Program:
    visits, items, life = made.visits, work_items(), scene.life
    day = visits.service_date.astype(np.int64)
    payer = visits.payer_code.keys.astype(np.int64)
    program = Program.of(day, day, payer, tuple(work_items()[step].role for step in STEPS))
    rows = find_rows(visits.encounter_key, made.work.services.encounter_key)
    lines = np.maximum(sum_by(rows, np.ones(len(rows), np.int64), len(visits)), 1)
    chart, look, edit = items["chart"], items["second look"], items["claim edit"]
    seconds = chart.seconds + chart.more * (lines - 1)
    seconds = seconds + np.where(made.looked, look.seconds + look.more * (lines - 1), 0)
    program = program.with_step(CHART, np.ones(len(visits), bool), seconds=seconds, lag=life.closed_after)
    billed = outlook.first.claim_key >= 0
    charge = _charges(made, visits.encounter_key)
    late = outlook.first.sent - day > LATE_ON_PURPOSE
    earliest = np.where(late & billed, outlook.first.sent, day + one.claim_days)
    program = program.with_step(
        CLAIM,
        billed,
        seconds=items["claim"].seconds + np.where(made.edited, edit.seconds, 0),
        not_before=earliest,
        deadline=np.where(late, NEVER, outlook.filing),
        amount=charge,
    )
    return program.with_step(
        UNANSWERED,
        billed & life.is_lost,
        seconds=items["unanswered"].seconds,
        lag=one.ask_after_days,
        deadline=outlook.filing,
        amount=charge,
    )


def _charges(made: Built, encounter_keys: np.ndarray) -> np.ndarray:
    place = find_rows(made.claims.claims.claim_key, encounter_keys << VERSIONS)
    return np.append(made.claims.claims.total_charge_amount, 0)[place]


def _after_the_payer(
    scene: Scene, program: Program, outlook: Outlook, one: Strategy, kind: np.ndarray, later: np.ndarray
) -> Program:
    first, after, keys = outlook.first, outlook.after, scene.visits.encounter_key
    program = program.with_step(
        DOCUMENTS,
        outlook.waits,
        seconds=work_items()["documents"].seconds,
        lag=_days(first.told, first.sent),
        deadline_after=outlook.documents_after,
        amount=program.amount[:, CLAIM],
    )
    fixable = first.rejected & (outlook.way != "")
    program = program.with_step(
        REJECTION,
        first.rejected,
        seconds=work_items()["rejection"].seconds,
        lag=_days(first.told, first.sent),
        deadline=outlook.filing,
        amount=program.amount[:, CLAIM],
        tries=tries(scene.seed, keys, REJECTION, one.right_first_percent),
        between=_days(first.told, first.sent),
    )
    lag = np.where(fixable, _days(after.answered, after.sent), _days(first.answered, first.sent))
    ready = scene.given.days.documents_ready
    lag = np.where(outlook.waits, np.maximum(lag - _days(first.told, first.sent) - ready + 1, 1), lag)
    program = _denial(scene, program, outlook, one, DENIAL, kind, lag)
    return _denial(scene, program, outlook, one, AGAIN, later, _days(after.answered, after.sent))


def _denial(
    scene: Scene, program: Program, outlook: Outlook, one: Strategy, step: int, kind: np.ndarray, lag: np.ndarray
) -> Program:
    items, keys, days = work_items(), scene.visits.encounter_key, scene.given.days
    needs = tries(scene.seed, keys, step, one.right_first_percent)
    return program.with_step(
        step,
        kind != NONE,
        seconds=np.select(
            [kind == FIX, kind == DISPUTE], [items["denial"].seconds, items["appeal"].seconds], items["closing"].seconds
        ),
        lag=lag,
        deadline_after=np.where(kind == FIX, outlook.fix_after, np.minimum(outlook.dispute_after, days.denial_unread)),
        amount=_amount(outlook),
        tries=np.where(kind == CLOSE, 1, needs),
        between=days.rework_answered,
    )


def _days(later: np.ndarray, sooner: np.ndarray) -> np.ndarray:
    """Days between two, 0 where one of them never comes."""
    return np.where((later < NEVER) & (sooner < NEVER), later - sooner, 0)
