"""A quarter: a scene worked by a strategy from the first registration to the last payment, day by day, with every table
of the revenue cycle.

    made = play(scene(10_000, 90), strategy("in_house_trained"))
    made.day.ledger, made.day.claims ...         tables as pandas frames
    made.work                                    who worked what when

Together is the same as day by day: a quarter that is played up to a day has the rows that the whole one has by that
day. Everything balances to the cent, because the ledger is posted from what the payers' engine said.
"""

from dataclasses import dataclass

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
from sim.ground.keys import VERSIONS
from sim.ground.table import Table
from sim.manager.calendar.answering import with_rounds
from sim.manager.calendar.closing import closing
from sim.manager.calendar.follow_up import office
from sim.manager.calendar.hours import FOLLOWED, Window
from sim.manager.calendar.office import Built, built
from sim.manager.calendar.outlook import outlook
from sim.manager.calendar.patients import patients
from sim.manager.calendar.scene import Scene
from sim.manager.calendar.sent_claims import Sent, sent_claims
from sim.payer.money.payments import answered as paid
from sim.manager.calendar.work_table import up_to, work_table
from sim.manager.strategies.strategy import Strategy


@dataclass(frozen=True, eq=False)
class Quarter:
    """A scene worked by a strategy. day: every table so far; work: the items; findings: what the scrubber's edits say
    of the first claims; unbilled: services that the record supports and nobody billed; books: the ledger with the part
    of the payments."""

    strategy: Strategy
    scene: Scene
    window: Window
    day: Day
    work: Table
    findings: Table
    unbilled: Table
    books: Books

    def __repr__(self) -> str:
        return f"{self.strategy.label}: {len(self.scene.visits):,} visits, played until {self.window.until}"


def play(scene: Scene, one: Strategy, until: Date = None) -> Quarter:
    """Play a scene with a strategy. until: the last day (default: a year after the first visit).

    >>> from sim.manager.calendar.scene import scene
    >>> from sim.manager.strategies.strategy import strategy
    >>> made = play(scene(60, 30, seed=7), strategy("in_house_trained"))
    >>> len(made.day.visits), len(made.work) > 60
    (60, True)
    """
    day = scene.first + FOLLOWED if until is None else day_of(until)
    window = Window(scene.first, scene.last, day, len(scene.visits))
    # the quarter before is a copy of this one, so all visits are registered, however early the look
    made = built(scene, one, window._replace(until=max(day, scene.first + FOLLOWED)))
    ahead = outlook(scene, made)
    worked = office(scene, made, ahead, one, window)
    sent = sent_claims(scene, made, ahead, worked)
    answers = _answers(scene, made, sent)
    books = posted(made.visits, answers)
    ledger = with_entries(books.ledger, closing(scene, worked, sent, answers, books.ledger))
    owed = patients(scene, one, window, made.visits, ledger)
    ledger = with_entries(ledger, owed.entries)
    items = work_table(made.visits, made.front_desk, worked, owed)
    return _by(
        Quarter(
            one,
            scene,
            window,
            _day(scene, made, answers, ledger),
            items,
            made.findings,
            answers.unbilled,
            books._replace(ledger=ledger),
        )
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
    )
