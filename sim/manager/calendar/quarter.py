"""A quarter: a scene worked by a strategy from the first registration to the last payment, day by day, with every table
of the revenue cycle.

    made = play(scene(10_000, 90), strategy("in_house_trained"))
    made.day.ledger, made.day.claims ...         tables as pandas frames
    made.work                                    who worked what when

    plan = always(a).and_from("2026-05-04", b)      a strategy that changes: play(scene, plan)

Together is the same as day by day: a quarter that is played up to a day has the rows that the whole one has by that
day. Everything balances to the cent, because the ledger is posted from what the payers' engine said.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from sim.billing.answers.declared_payer_errors import declared
from sim.billing.answers.supported_amounts import filled_in, supported
from sim.billing.books.ledger_entries import with_entries
from sim.billing.books.revenue_cycle import Answers, Books, posted
from sim.billing.day.day import Day
from sim.billing.denials.claim_states import known_by
from sim.billing.denials.denial_mix import causes
from sim.ground.dates import Day as Date
from sim.ground.dates import day_of
from sim.ground.errors import CleanClaimError
from sim.ground.keys import VERSIONS
from sim.ground.table import Table
from sim.manager.calendar.answering import with_rounds
from sim.manager.calendar.closing import closing
from sim.manager.calendar.follow_up import office
from sim.manager.calendar.hours import FOLLOWED, Copies, Window
from sim.manager.calendar.office import Built, built
from sim.manager.calendar.outlook import outlook
from sim.manager.calendar.patients import patients
from sim.manager.calendar.queues import Program
from sim.manager.calendar.scene import Scene
from sim.manager.calendar.sent_claims import Sent, sent_claims
from sim.payer.money.payments import answered as paid
from sim.manager.calendar.work_table import up_to, work_table
from sim.manager.strategies.plan import Plan, always
from sim.manager.strategies.strategy import Strategy


@dataclass(frozen=True, eq=False)
class Quarter:
    """A scene worked by a strategy. strategy: the one that holds at the end; plan: all of them, with their days; day:
    every table so far; work: the items; findings: what the scrubber's edits say of the first claims; unbilled: services
    that the record supports and nobody billed; books: the ledger with the part of the payments; programs: what it put
    on the desks."""

    strategy: Strategy
    scene: Scene
    window: Window
    day: Day
    work: Table
    findings: Table
    unbilled: Table
    books: Books
    plan: Plan
    programs: "Programs"

    def __repr__(self) -> str:
        return f"{self.strategy.label}: {len(self.scene.visits):,} visits, played until {self.window.until}"


class Programs(NamedTuple):
    """What a quarter puts on the desks behind the front desk."""

    office: Program
    statements: Program
    credits: Program


class Around(NamedTuple):
    """The quarter before a plan began, and the one after it has ended."""

    before: Programs
    after: Programs

    def copies(self) -> tuple[Copies, tuple[Program, Program]]:
        """The same by desk: the office's, and statements and credits of the quarter after."""
        return Copies(self.before.office, self.after.office), (self.after.statements, self.after.credits)


def play(scene: Scene, one: Strategy | Plan, until: Date = None, around: Around | None = None) -> Quarter:
    """Play a scene with a strategy, or with a plan of several. until: the last day (default: a year after the first
    visit); around: of a plan, the quarters around it where they are known (sim.manager.calendar.quarter.around). Raises
    CleanClaimError for a plan that changes outside the quarter.

    >>> from sim.manager.calendar.scene import scene
    >>> from sim.manager.strategies.strategy import strategy
    >>> made = play(scene(60, 30, seed=7), strategy("in_house_trained"))
    >>> len(made.day.visits), len(made.work) > 60
    (60, True)
    """
    plan = one if isinstance(one, Plan) else always(one)
    _check(scene, plan)
    day = scene.first + FOLLOWED if until is None else day_of(until)
    window = Window(scene.first, scene.last, day, len(scene.visits))
    beside = around or (around_plan(scene, plan, day) if len(plan.strategies) > 1 else None)
    of_office, of_patients = beside.copies() if beside else (None, None)
    # the quarter before is a copy of this one, so all visits are registered, however early the look
    made = built(scene, plan, window._replace(until=max(day, scene.first + FOLLOWED)))
    ahead = outlook(scene, made)
    worked = office(scene, made, ahead, plan, window, of_office)
    sent = sent_claims(scene, made, ahead, worked)
    answers = _answers(scene, made, sent)
    books = posted(made.visits, answers)
    ledger = with_entries(books.ledger, closing(scene, worked, sent, answers, books.ledger))
    owed = patients(scene, plan, window, made.visits, ledger, of_patients)
    ledger = with_entries(ledger, owed.entries)
    items = work_table(made.visits, made.front_desk, worked, owed)
    return _by(
        Quarter(
            plan.last,
            scene,
            window,
            _day(scene, made, answers, ledger),
            items,
            made.findings,
            answers.unbilled,
            books._replace(ledger=ledger),
            plan,
            Programs(worked.program, owed.statements, owed.credits),
        )
    )


def around_plan(scene: Scene, plan: Plan, until: np.datetime64, before: Programs | None = None) -> Around:
    """The quarters around a plan: the one before it as its first strategy works, those after it as its last. What comes
    after is left out where nothing of it is played. before: where it is known."""
    former = before or play(scene, plan.first).programs
    length = Window(scene.first, scene.last, until, len(scene.visits)).length
    return Around(former, play(scene, plan.last).programs if until >= scene.first + length else former)


def _check(scene: Scene, plan: Plan) -> None:
    """A plan changes within the quarter: what comes before and after is worked by its first and its last strategy."""
    for day in plan.since[1:]:
        if not scene.first <= day <= scene.last:
            raise CleanClaimError(
                f"a change on {day}",
                "plan",
                f"a day from {scene.first} to {scene.last}",
                "change it within the quarter",
            )


def _answers(scene: Scene, made: Built, sent: Sent) -> Answers:
    """What was sent and answered, with what the records support."""
    asked = sent.asked
    needs = made.differs | (~made.visits.mistake.is_missing & ~made.edited)
    needs |= (
        scene.life.is_lost
        | (scene.life.wrong_policy >= 0)
        | np.isin(made.visits.encounter_key, list(declared(scene.visits)))
    )
    found = supported(made.visits, scene.truth, asked.claims, asked.decided, scene.people, needs)
    claims = asked.claims._replace(claims=with_rounds(asked.claims.claims))
    return Answers(claims, filled_in(asked.decided, found), found.missing)


def _day(scene: Scene, made: Built, answers: Answers, ledger: Table) -> Day:
    return Day(scene.seed, scene.people, made.visits, scene.truth, made.work, answers.claims, answers.decided, ledger)


def known_on(made: Quarter, day: Date) -> Quarter:
    """A quarter as it was known on an earlier day: the same as one that is played up to that day."""
    return _by(replace(made, window=made.window._replace(until=day_of(day))))


def _by(made: Quarter) -> Quarter:
    """The quarter as it was known on its last day."""
    until, day = made.window.until, made.day
    claims, decided = known_by(day.claims_sent(), day.answers(), until)
    ledger = day.books()
    ledger = ledger.take(ledger.entry_date <= until)
    part = paid(claims.claims, decided)
    work = up_to(made.work, until)
    findings = made.findings.take(np.isin(made.findings.claim_key >> VERSIONS, claims.claims.encounter_key))
    return Quarter(
        made.strategy,
        made.scene,
        made.window,
        Day(
            day.seed,
            day.people,
            day.visits,
            day.truth,
            day.coded,
            claims,
            decided,
            ledger,
            beside={"findings": findings, "causes": causes(day.visits, decided), "work": work},
        ),
        work,
        findings,
        made.unbilled,
        Books(ledger, part),
        made.plan,
        made.programs,
    )
