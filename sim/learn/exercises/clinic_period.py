"""The work of a small clinic over the whole simulated period, for exercises about figures: everybody's visits, coded by
the staff, billed, adjudicated and posted. Same exercise and variant, same rows on every machine; seed, traps and truth
stay on this side. A month of it, or a few claims sent together, are in several_visits.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.billing.books.revenue_cycle import CodedVisits, Cycle, revenue_cycle
from sim.billing.bulk.pipeline import Settings, plan
from sim.clinic.people.people import people
from sim.clinic.scenarios.library import scenario, scenarios
from sim.clinic.visits.case import trap_for
from sim.clinic.visits.coded_rows import Work, work_of
from sim.clinic.visits.coded_visit import CodedVisit
from sim.clinic.visits.encounters import encounters
from sim.clinic.visits.stated_history import with_history
from sim.clinic.visits.truth import truth_work
from sim.coding.coder import code, coded, with_mistake
from sim.ground.draw import uniform
from sim.ground.files import remembered_up_to
from sim.ground.table import Table
from sim.learn.exercises.case import Case, number

HOUSEHOLDS = 64  # in a block of the plan that finds out how many are needed

SMALL = ("family medicine", "urgent care")
MORE = 3  # visits of all specialties that are drawn for one of these


@dataclass(frozen=True)
class Staff:
    """How the clinic works. coder: perfect, expert or novice, for everybody; mistakes: kinds of error that are made
    beside that, each on `percent` of the visits on which it can be made.
    """

    coder: str = "novice"
    mistakes: tuple[str, ...] = ()
    percent: int = 40


@dataclass(frozen=True, eq=False)
class ClinicPeriod:
    """The visits as they were coded, and what became of them."""

    visits: CodedVisits
    cycle: Cycle


@remembered_up_to(16)
def clinic_period(case: Case, visits: int, staff: Staff) -> ClinicPeriod:
    """So many visits of the simulated period at a small clinic, with all payers, in order of their households.

    >>> from sim.learn.exercises.case import draw
    >>> made = clinic_period(draw("denial_01_knee"), 40, Staff("expert"))
    >>> len(made.visits.encounters), made.cycle.books.ledger.entry_kind[0]
    (40, 'charge')
    """
    seed = number(f"{case.exercise.name} period {case.variant}") % 10**9
    blocks = plan(Settings(visits * MORE, seed, block=HOUSEHOLDS))
    members = people(seed, np.arange(1, 1 + HOUSEHOLDS * len(blocks)))
    every = encounters(seed, members)
    seen = every.take(np.flatnonzero(np.isin(every.scenario.texts(), _stories()))[:visits])
    members = with_history(members, seen)
    sent, work = code(seed, seen, staff.coder)
    sent, work = _with_mistakes(seed, seen, sent, work, staff)
    made = CodedVisits(members, sent, work, truth_work(seen))
    return ClinicPeriod(made, revenue_cycle(made))


def _stories() -> list[str]:
    """The scenarios of a small clinic."""
    return [name for name, one in scenarios().items() if one.specialty in SMALL]


def _with_mistakes(seed: int, seen: Table, sent: Table, work: Work, staff: Staff) -> tuple[Table, Work]:
    """The visits and their coded work with the further mistakes, at most one mistake on a visit."""
    drawn = uniform(seed, "further mistake", seen.encounter_key) * 100 < staff.percent
    traps = sent.trap_number.copy()
    rows = seen.rows()
    for place in np.flatnonzero(drawn & (traps == 0)).tolist():
        traps[place] = _trap_number(rows[place], staff.mistakes, place)
    more = np.flatnonzero((traps > 0) & (sent.trap_number == 0))
    if not len(more):
        return sent, work
    wrong = [_coded(rows[place], int(traps[place])) for place in more.tolist()]
    keys = seen.encounter_key[more]
    again = work_of(keys, wrong, np.arange(len(more)), "coded")
    parts = (
        Table.concat([old.take(~np.isin(old.encounter_key, keys)), new]) for old, new in zip(work, again, strict=True)
    )
    joined = Work(*(part.take(np.argsort(part.encounter_key, kind="stable")) for part in parts))
    return with_mistake(seen, traps).with_columns(coder=sent.coder), joined


def _trap_number(row: dict[str, object], mistakes: Sequence[str], turn: int) -> int:
    """The number of the first of these mistakes that can be made on a visit, beginning with another one on each; 0
    where none can.
    """
    story = scenario(str(row["scenario"]))
    for step in range(len(mistakes)):
        trap = trap_for(story, row, mistakes[(turn + step) % len(mistakes)])
        if trap is not None:
            return trap.number
    return 0


def _coded(row: dict[str, object], trap_number: int) -> CodedVisit:
    story = scenario(str(row["scenario"]))
    return coded(story, row, story.traps[trap_number - 1])
