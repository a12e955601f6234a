"""The journey of one visit: record, codes, claim, clearinghouse, payer, money, patient, audit; where it broke, by whose
decision, what that cost, and the compliant repair. Everything that a desk's path, the tour and the graders show comes
from here.

    made = journey(people, encounter, coded, truth)          the first claim and its answer
    later = made.after(Replaced({"line.1.hcpcs_modifier_1": "25"}))   a further step from where it stands
    view(later)["consequence"]                               plain data (sim.billing.visit.journey_view)

A journey holds the claims and the payers' answers. What follows from them (supported amounts, causes, repair, ledger,
worklist) is worked out when it is asked for, and once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from sim.billing.answers.declared_payer_errors import SetAside
from sim.billing.answers.payer_answers import Answered, answered
from sim.billing.answers.standing_claim import day_answered, payer_of, shown_claim, standing_claim
from sim.billing.answers.supported_amounts import (
    Supported,
    filled_in,
    supported,
)
from sim.billing.books.ledger import post
from sim.billing.books.write_offs import still_open, written_off
from sim.billing.claims.claim import bill
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.corrections import Changes, correct, lines_to_send, one, whole, with_changes
from sim.billing.claims.scrub import scrub
from sim.billing.claims.steps import (
    Approved,
    BilledNew,
    ClaimStep,
    DecidedAnew,
    DocumentsSent,
    Mail,
    Step,
    Waited,
    WrittenOff,
)
from sim.billing.claims.submission import worked_on
from sim.billing.denials.claim_vs_record import Difference, differences
from sim.billing.denials.repair import Repair, Situation, repair
from sim.billing.denials.retro_authorization import with_approval
from sim.billing.denials.root_causes import Cause
from sim.billing.denials.worklist import worklist
from sim.billing.visit.visit_causes import SentClaim, at_its_desk, causes_of
from sim.billing.visit.visit_record import Visit, visit_with
from sim.clinic.people.people import People
from sim.clinic.visits.coded_rows import Work
from sim.clinic.visits.truth import Truth
from sim.ground.dates import Day, day_of
from sim.ground.table import Table
from sim.payer.engine.engine import Adjudication
from sim.payer.engine.payer_errors import PayerError
from sim.payer.money.payments import Payments, payments


@dataclass(frozen=True, eq=False)
class Journey:
    """One visit, whole. work: what was coded; claims, adjudicated: everything that was sent and answered so far;
    is_changed: did somebody work on the claim beside the simulated coder and biller; steps: what followed the first
    answer; aside: what the payer set aside; until: the day from which days left are counted (None: the last answer).
    Amounts in cents throughout.
    """

    visit: Visit
    work: Work
    claims: Claims
    adjudicated: Adjudication
    is_changed: bool = False
    steps: tuple[Step, ...] = ()
    aside: tuple[SetAside, ...] = ()
    until: np.datetime64 | None = None

    # -- the visit

    @property
    def people(self) -> People:
        """The household."""
        return self.visit.people

    @property
    def encounters(self) -> Table:
        """The visit's row."""
        return self.visit.encounters

    @property
    def truth_work(self) -> Work:
        """What the record supports."""
        return self.visit.truth_work

    @property
    def true(self) -> Claims:
        """The claim that the record supports."""
        return self.visit.true

    @property
    def allowed(self) -> Truth | None:
        """What the record allows beside what it asks for."""
        return self.visit.allowed

    @property
    def errors(self) -> tuple[PayerError, ...]:
        """The payer's declared mistakes."""
        return self.visit.errors

    # -- where the claim stands

    @property
    def mail(self) -> tuple[Mail, ...]:
        """What was done about documents that the payer asked for."""
        return tuple(step for step in self.steps if isinstance(step, DocumentsSent | Waited))

    @cached_property
    def shown(self) -> int:
        """The key of the claim that is looked at; -1 where nothing was billed."""
        return shown_claim(self.claims, self.adjudicated)

    @cached_property
    def last_answer(self) -> np.datetime64 | None:
        """The day of the last answer of whatever kind; None before any."""
        days = np.concatenate(
            [self.adjudicated.remittance_lines.remittance_date, self.adjudicated.acknowledgements.acknowledgement_date]
        )
        return days.max() if len(days) else None

    @cached_property
    def today(self) -> np.datetime64:
        """The day from which days left are counted."""
        if self.until is not None:
            return self.until
        for days in (
            self.adjudicated.remittance_lines.remittance_date,
            self.adjudicated.acknowledgements.acknowledgement_date,
        ):
            if len(days):
                return days.max()
        return self.visit.service_date

    # -- what follows from it

    @cached_property
    def supported(self) -> Supported:
        """The supported amount of every remittance line, and what was never billed."""
        return supported_of(self.visit, self.claims, self.adjudicated)

    @cached_property
    def decided(self) -> Adjudication:
        """The payers' answers with supported amounts."""
        return filled_in(self.adjudicated, self.supported)

    @cached_property
    def differences(self) -> list[Difference]:
        """What the claim says otherwise than the record."""
        sent = whole(self.claims, self.adjudicated, self.shown)
        return [at_its_desk(found, self.encounters) for found in differences(sent, self.true, self.allowed)]

    @cached_property
    def causes(self) -> list[Cause]:
        """Every problem with the decision behind it, worst first."""
        return causes_of(self._worked())

    @cached_property
    def repair(self) -> Repair | None:
        """The compliant repair, carried out; None where nothing went wrong."""
        return repair(self.situation(self.causes)) if self.causes else None

    @cached_property
    def repaired(self) -> Adjudication | None:
        """The payers' answers after the repair, with supported amounts; None where the repair sends no claim."""
        if self.repair is None or self.repair.claims is None or self.repair.decided is None:
            return None
        return filled_in(self.repair.decided, supported_of(self.visit, self.repair.claims, self.repair.decided))

    @cached_property
    def payments(self) -> Payments:
        """The payments, with their provider adjustments."""
        return payments(self.claims.claims, self.adjudicated)

    @cached_property
    def ledger(self) -> Table:
        """The books of the visit."""
        ledger = post(self.encounters, self.claims, self.decided, self.payments.provider_adjustments)
        for step in self.steps:
            ledger = written_off(ledger, step.on, step.reason) if isinstance(step, WrittenOff) else ledger
        return ledger

    @cached_property
    def findings(self) -> Table:
        """What the scrubber finds on the claim."""
        return scrub(*one(self.claims, self.shown)[:2], self.people, self.adjudicated)

    @cached_property
    def worklist(self) -> Table:
        """What is open of the visit, and was not written off."""
        items = worklist(
            self.encounters,
            self.claims,
            self.decided,
            self.until,
            self.supported.missing,
            {self.visit.key: self.errors},
        )
        return still_open(items, self.ledger)

    # -- going on

    def after(self, step: Step) -> "Journey":
        """The journey after one more step; this one stays as it is.

        >>> from sim.billing.claims.steps import Voided
        >>> from sim.clinic.visits.case import draw_case
        >>> from sim.clinic.visits.truth import truth_work
        >>> people, visit = draw_case(7, "knee_injection", payer="acme_ppo")
        >>> first = journey(people, visit, truth_work(visit), truth_work(visit))
        >>> int(first.after(Voided()).decided.remittance_lines.paid_amount.sum())
        0
        """
        steps = (*self.steps, step)
        if isinstance(step, WrittenOff):
            return replace(self, steps=steps)
        if isinstance(step, Approved):
            people, encounters = with_approval(self.people, self.encounters, step.rows)
            visit = replace(self.visit, people=people, encounters=encounters)
            return replace(self, visit=visit, steps=steps)._answered()
        if isinstance(step, DocumentsSent | Waited):
            return replace(self, steps=steps, is_changed=True)._answered()
        claims = _with_step(self.claims, self.adjudicated, step, self.last_answer)
        aside = self.aside
        if isinstance(step, DecidedAnew):
            aside = (*aside, SetAside(int(claims.claims.claim_key[-1]), step.policy, step.line))
        return replace(self, claims=claims, steps=steps, aside=aside, is_changed=True)._answered()

    def answered_with(self, claims: Claims) -> Answered:
        """The payers' answers if these were the claims of the visit."""
        return answered(claims, self.people, {self.visit.key: self.errors}, self.aside, self.mail)

    def _answered(self) -> "Journey":
        claims, decided = self.answered_with(self.claims)
        return replace(self, claims=claims, adjudicated=decided)

    def _worked(self) -> SentClaim:
        return SentClaim(
            self.people,
            self.encounters,
            self.claims,
            self.decided,
            self.supported,
            self.shown,
            self.differences,
            self.errors,
            self.is_changed,
        )

    def situation(self, causes: list[Cause] | None = None) -> Situation:
        """What a repair depends on. causes: where they are known; a repair does not depend on which difference from the
        record a payer objected to, and it is not searched for here.
        """
        code, label = payer_of(self.claims, self.shown)
        return Situation(
            self.people,
            self.claims,
            self.decided,
            standing_claim(self.claims, self.decided),
            self.true,
            self.supported.truth,
            causes_of(self._worked(), search=False) if causes is None else causes,
            self.differences,
            code,
            label,
            day_answered(self.decided, self.shown, self.visit.service_date),
            self.visit.service_date,
            self.today,
            self.errors,
            self.aside,
        )


def journey(
    people: People,
    encounters: Table,
    work: Work,
    truth_work: Work,
    changes: Claims | Changes | None = None,
    steps: Iterable[Step] = (),
    today: Day = None,
    payer_errors: Sequence[PayerError] = (),
) -> Journey:
    """The journey of a visit (encounters of one row).

    work: what was coded; truth_work: what the record supports. changes: what the biller made of it, either whole Claims
    (of a typed form) or {"claim.member_id": "...", "line.1.hcpcs_modifier_1": "25"}. steps: what followed the first
    answer (sim.billing.claims.steps), each applied to the claim that stands. today: the day from which days left are
    counted (default: the last answer). payer_errors: mistakes of the payer beside those of the scenario.

    >>> from sim.billing.visit.journey_view import view
    >>> from sim.clinic.visits.case import draw_case
    >>> from sim.clinic.visits.truth import truth_work
    >>> people, visit = draw_case(7, "knee_injection", payer="acme_ppo")
    >>> shown = view(journey(people, visit, truth_work(visit), truth_work(visit)))
    >>> [stop["state"] for stop in shown["path"]], shown["balance_ok"], shown["money"]["owed_not_paid"]
    (['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok'], True, 0)
    """
    made = billed(visit_with(people, encounters, truth_work, payer_errors), work, changes)
    made = replace(made, until=day_of(today)) if today is not None else made
    for step in steps:
        made = made.after(step)
    return made


def billed(visit: Visit, work: Work, changes: Claims | Changes | None = None) -> Journey:
    """The journey of a visit up to its first answer; several of the same visit share what does not depend on what was
    sent.
    """
    claims, decided = answered(claims_sent(visit, work, changes), visit.people, {visit.key: visit.errors})
    return Journey(visit, work, claims, decided, changes is not None)


def supported_of(visit: Visit, claims: Claims, decided: Adjudication) -> Supported:
    """The supported amounts of a visit's remittance lines."""
    every = np.ones(len(visit.encounters), bool)
    return supported(visit.encounters, visit.truth_work, claims, decided, visit.people, every, visit.truth_lines)


def claims_sent(visit: Visit, work: Work, changes: Claims | Changes | None = None) -> Claims:
    """The claims that leave for a visit. changes: what the biller made of them."""
    if isinstance(changes, Claims):
        return changes
    claims = bill(visit.encounters, work, visit.people)
    if not changes or not len(claims.claims):
        return claims
    first = int(claims.claims.claim_key[0])
    changed = with_changes(one(claims, first), changes)
    return Claims(
        Table.concat([changed.claims, claims.claims.take(claims.claims.claim_key != first)]),
        Table.concat([changed.lines, claims.lines.take(claims.lines.claim_key != first)]),
    )


def _with_step(
    claims: Claims, decided: Adjudication, step: ClaimStep | DecidedAnew, last_answer: np.datetime64 | None
) -> Claims:
    """The claims with the one that a step adds, sent some days after the last answer unless it says when."""
    standing = standing_claim(claims, decided)
    on = step.on if step.on is not None else worked_on(last_answer) if last_answer is not None else None
    if isinstance(step, DecidedAnew):  # the payer's own doing: the same claim once more, its first answer reversed
        return correct(claims, standing, "reopening", on=on)
    if isinstance(step, BilledNew):
        way, only = lines_to_send(claims, decided, standing, step.content)
        return correct(claims, standing, way, step.changes, on, step.content, only)
    return correct(claims, standing, step.way, step.changes, on, step.content)
