"""Who worked what when: the table `work`, one row for each item that came up."""

from typing import NamedTuple

import numpy as np

from sim.ground.coded import Coded
from sim.ground.keys import VERSIONS
from sim.ground.table import Table, conform
from sim.manager.calendar.follow_up import AGAIN, DENIAL, STEPS, Office
from sim.manager.calendar.office import FrontDesk
from sim.manager.calendar.outlook import CLOSE, DISPUTE, FIX
from sim.manager.calendar.patients import Patients
from sim.manager.calendar.queues import NEVER, Program, Worked
from sim.manager.strategies.strategy import ROLES

NO_DAY = np.datetime64("NaT", "D")
KINDS = {FIX: "denial", DISPUTE: "appeal", CLOSE: "closing"}
DONE, LOST, WAITING, OVER = "done", "lost", "waiting", "no longer needed"
OUTCOMES = (DONE, LOST, WAITING, OVER)
OF_PATIENTS = ("statement", "credit")


class Part(NamedTuple):
    """One step of a program: the visits of its cases, how the item is called (one name, or one a case), and what its
    outcome is called when its last day passes."""

    program: Program
    worked: Worked
    step: int
    visit: np.ndarray
    item: str | np.ndarray
    passed: str = LOST


def work_table(encounters: Table, desk: FrontDesk, office: Office, patients: Patients) -> Table:
    """Table[work] in order of visit and day."""
    size = len(encounters)
    both = np.tile(np.arange(size), 2)
    names = np.where(np.arange(2 * size) < size, "verification", "authorization").astype(object)
    parts = [Part(desk.program, desk.worked, 0, both, names)]
    for step, name in enumerate(STEPS):
        item = {DENIAL: office.kind, AGAIN: office.later_kind}.get(step)
        label = name if item is None else np.array([KINDS.get(one, "") for one in item.tolist()], object)
        parts.append(Part(office.program, office.worked, step, np.arange(size), label))
    for step in range(len(patients.statements.roles)):
        parts.append(Part(patients.statements, patients.sent, step, patients.visit, "statement", OVER))
    parts.append(Part(patients.credits, patients.credits_worked, 0, patients.credit_visit, "credit", OVER))
    table = Table.concat([_rows(encounters, part) for part in parts])
    return conform("work", table.sort_by("encounter_key", "ready_date"))


def _rows(encounters: Table, part: Part) -> Table:
    ready, done, lost, tries = (column[:, part.step] for column in part.worked[:4])
    rows = np.flatnonzero(ready < NEVER)
    ready, done, lost, tries = ready[rows], done[rows], lost[rows], tries[rows]
    program, step = part.program, part.step
    after = program.deadline_after[rows, step]
    last = np.minimum(program.deadline[rows, step], np.where(after < NEVER, ready + after, NEVER))
    keys = encounters.encounter_key[part.visit[rows]]
    item = np.full(len(rows), part.item, object) if isinstance(part.item, str) else part.item[rows]
    outcome = np.select([done < NEVER, lost], [0, OUTCOMES.index(part.passed)], 2)
    return Table(
        encounter_key=keys,
        claim_key=keys << VERSIONS,
        item_code=Coded.of(item),
        role_code=Coded.constant(ROLES[program.roles[step]], len(rows)),
        ready_date=_dates(ready),
        done_date=_dates(done),
        deadline_date=_dates(last),
        seconds_count=program.seconds[rows, step] * tries,
        try_count=tries,
        amount=program.amount[rows, step],
        outcome_code=Coded(outcome, OUTCOMES),
    )


def _dates(days: np.ndarray) -> np.ndarray:
    return np.where(days < NEVER, np.where(days < NEVER, days, 0).astype("datetime64[D]"), NO_DAY)


def up_to(work: Table, day: np.datetime64) -> Table:
    """The items as they stood on a day. Nobody knows how long a balance or a credit stands before it ends."""
    work = work.take(work.ready_date <= day)
    is_done, over = work.done_date <= day, work.item_code.isin(OF_PATIENTS) & (work.deadline_date >= day)
    passed = work.deadline_date < day
    lost, gone = ((work.outcome_code == code) & passed for code in (LOST, OVER))
    outcome = np.select([is_done, lost, gone], [0, 1, 3], 2)
    return work.with_columns(
        done_date=np.where(is_done, work.done_date, NO_DAY),
        deadline_date=np.where(over, NO_DAY, work.deadline_date),
        outcome_code=Coded(outcome, OUTCOMES),
    )
