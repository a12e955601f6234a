"""What a visit looks like to whoever reads its answers: a journey, or one claim of a notebook's day."""

from typing import Protocol

from sim.billing.claims.claim_tables import Claims
from sim.clinic.people.people import People
from sim.ground.table import Table
from sim.payer.engine.engine import Adjudication


class AnsweredVisit(Protocol):
    """One visit with its claims and the payers' answers (with supported amounts)."""

    @property
    def people(self) -> People:
        """The household."""

    @property
    def encounters(self) -> Table:
        """The visit's row."""

    @property
    def claims(self) -> Claims:
        """Everything that was sent."""

    @property
    def decided(self) -> Adjudication:
        """Everything that was answered."""
