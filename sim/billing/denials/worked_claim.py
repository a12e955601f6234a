"""A claim on somebody's desk: what a letter, a call or a request is about."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from sim.billing.answers.answered_visit import AnsweredVisit
from sim.billing.denials.claim_vs_record import Difference
from sim.billing.denials.root_causes import Cause
from sim.payer.engine.payer_errors import PayerError


class WorkedClaim(AnsweredVisit, Protocol):
    """An answered visit and the claim of it that is looked at."""

    @property
    def shown(self) -> int:
        """Its key."""

    @property
    def differences(self) -> list[Difference]:
        """What it says otherwise than the record."""

    @property
    def causes(self) -> list[Cause]:
        """Every problem with the decision behind it."""

    @property
    def today(self) -> np.datetime64:
        """The day on which it is worked."""

    @property
    def errors(self) -> Sequence[PayerError]:
        """The payer's declared mistakes."""
