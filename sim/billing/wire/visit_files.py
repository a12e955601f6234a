"""What the payers sent about the claims of one visit, as it travels: the claims in a remittance (835)."""

from typing import Protocol

from sim.billing.claims.claim_tables import Claims
from sim.billing.wire.clearinghouse import batch, remitted
from sim.clinic.people.people import People
from sim.payer.engine.engine import Adjudication
from sim.payer.money.payments import Payments


class PaidVisit(Protocol):
    """A visit with its claims, the payers' answers and the payments."""

    @property
    def people(self) -> People:
        """The household."""

    @property
    def claims(self) -> Claims:
        """Everything that was sent."""

    @property
    def adjudicated(self) -> Adjudication:
        """Everything that was answered."""

    @property
    def payments(self) -> Payments:
        """How it was paid."""


def remittance_texts(made: PaidVisit, payer_code: str) -> list[str]:
    """What one payer's remittances (835) say of the visit's claims: a text a payment, without the envelope.

    >>> from sim.billing.visit.journey import journey
    >>> from sim.clinic.visits.case import draw_case
    >>> from sim.clinic.visits.truth import truth_work
    >>> people, visit = draw_case(7, "knee_injection", payer="acme_ppo")
    >>> made = journey(people, visit, truth_work(visit), truth_work(visit))
    >>> [text[:4] for text in remittance_texts(made, "acme_ppo")], remittance_texts(made, "medicare_part_b")
    (['CLP*'], [])
    """
    tables = {
        "claims": made.claims.claims,
        "claim_lines": made.claims.lines,
        "patients": made.people.patients,
        "coverages": made.people.coverages,
        "acknowledgements": made.adjudicated.acknowledgements,
        "remittance_lines": made.adjudicated.remittance_lines,
        "adjustments": made.adjudicated.adjustments,
        "remittance_payments": made.payments.remittance_payments,
    }
    sent = batch(tables, payer_code)
    return list(remitted(tables, sent).values()) if sent is not None else []
