"""What follows a first answer, step by step: what the clinic sends or does, and what the payer does by itself.

    Replaced        a corrected claim, frequency 7            Voided          frequency 8: it should not have been sent
    Reopened        a clerical-error reopening (Medicare)     BilledNew       frequency 1 after a rejection or a denial
    Resent          the same claim again: a duplicate         DecidedAnew     what the payer does after a won dispute
    DocumentsSent   what the payer asked for                  Waited          its last day was let pass
    WrittenOff      what stands denied leaves the books       Approved        an authorization granted after the service

Each is a small frozen value; a journey takes one after another (sim.billing.visit.journey). A day that is left out is
some days after the last answer.
"""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.corrections import Changes, Way
from sim.ground.table import Table


@dataclass(frozen=True, eq=False)
class ClaimStep:
    """A claim that follows the one that stands. changes: by path (sim.billing.claims.corrections); content: the tables
    of one claim to send instead; on: the day it is sent.
    """

    way: ClassVar[Way]
    changes: Changes = field(default_factory=dict)
    content: Claims | None = None
    on: np.datetime64 | None = None


class Replaced(ClaimStep):
    """A corrected claim takes the place of the one that stands."""

    way = "replacement"


class Reopened(ClaimStep):
    """A reopening takes the place of the claim that stands."""

    way = "reopening"


class Voided(ClaimStep):
    """The claim that stands is voided."""

    way = "void"


class BilledNew(ClaimStep):
    """A new claim: after a rejection, for denied lines, or to another payer."""

    way = "new"


class Resent(ClaimStep):
    """The claim once more beside the one that stands."""

    way = "again"


@dataclass(frozen=True)
class DecidedAnew:
    """The payer sets a policy aside, at one line or (0) at all lines of the claim, and adjudicates the claim again."""

    policy: str
    line: int = 0
    on: np.datetime64 | None = None


@dataclass(frozen=True)
class DocumentsSent:
    """The documents that the payer asked for go out."""

    on: np.datetime64


@dataclass(frozen=True)
class Waited:
    """The last day for the documents passes."""


@dataclass(frozen=True)
class WrittenOff:
    """What stands denied on a day is written off; reason: of data/codes/write_offs.csv."""

    on: np.datetime64
    reason: str


@dataclass(frozen=True, eq=False)
class Approved:
    """The payer grants an authorization after the service. rows: Table[authorizations]."""

    rows: Table
    on: np.datetime64 | None = None


Mail = DocumentsSent | Waited
Step = Replaced | Reopened | Voided | BilledNew | Resent | DecidedAnew | DocumentsSent | Waited | WrittenOff | Approved
CLAIM_STEPS: dict[Way, type[Replaced] | type[Reopened] | type[Voided] | type[BilledNew] | type[Resent]] = {
    "replacement": Replaced,
    "reopening": Reopened,
    "void": Voided,
    "new": BilledNew,
    "again": Resent,
}
