"""The work of some days at the clinic, as a notebook holds it: what each verb of sim.verbs adds to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.billing.answers.declared_payer_errors import SetAside
from sim.billing.claims.claim import long_diagnoses
from sim.billing.claims.claim_tables import Claims
from sim.clinic.people.people import People
from sim.clinic.visits.coded_rows import Work
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table
from sim.payer.engine.engine import Adjudication
from sim.payer.money.payments import payments

if TYPE_CHECKING:
    from pandas import DataFrame

VERBS = {  # what each part of a day is made by
    "coded": "sim.code",
    "claims": "sim.bill",
    "adjudication": "sim.adjudicate",
    "ledger": "sim.post",
}


@dataclass(frozen=True)
class Day:
    """The work of some days at the clinic so far. Every table of data/dictionary.csv that is there already is an
    attribute (a pandas frame).
    """

    seed: int
    people: People
    visits: Table
    truth: Work
    coded: Work | None = None
    sent: Claims | None = None
    decided: Adjudication | None = None
    entries: Table | None = None
    letters: Table | None = None  # the payers' decisions on disputes and appeals
    aside: tuple[SetAside, ...] = ()  # what they set aside after them
    beside: Mapping[str, Table] = field(default_factory=dict)  # findings, causes, work: what a simulation wrote beside

    def tables(self) -> dict[str, Table]:
        """The tables that are there, by name."""
        found = {
            **self.people._asdict(),
            "encounters": self.visits,
            "encounter_diagnoses": self.truth.diagnoses,
            "encounter_services": self.truth.services,
        }
        if self.coded:
            found |= {
                "encounter_diagnoses": Table.concat([self.truth.diagnoses, self.coded.diagnoses]),
                "encounter_services": Table.concat([self.truth.services, self.coded.services]),
            }
        if self.sent:
            found |= {
                "claims": self.sent.claims,
                "claim_lines": self.sent.lines,
                **self.sent.records(),
                "claim_diagnoses": long_diagnoses(self.sent.claims),
            }
        if self.sent and self.decided:
            found |= {**self.decided._asdict(), **payments(self.sent.claims, self.decided)._asdict()}
        found |= {"appeals": self.letters} if self.letters is not None else {}
        found |= self.beside
        return found | ({"ledger": self.entries} if self.entries is not None else {})

    def __getattr__(self, name: str) -> "DataFrame":
        if name.startswith("_"):
            raise AttributeError(name)
        tables = self.tables()
        if name not in tables:
            raise AttributeError(f"no table {name!r} yet; there are: {', '.join(tables)}")
        return tables[name].to_pandas()

    def __dir__(self) -> list[str]:
        return sorted(self.tables())

    def __repr__(self) -> str:
        return "A day with " + ", ".join(f"{len(table):,} {name}" for name, table in self.tables().items())

    def coded_work(self) -> Work:
        """What was coded. Raises CleanClaimError before that."""
        if self.coded is None:
            raise _missing("coded")
        return self.coded

    def claims_sent(self) -> Claims:
        """The claims. Raises CleanClaimError before there are any."""
        if self.sent is None:
            raise _missing("claims")
        return self.sent

    def answers(self) -> Adjudication:
        """The payers' answers. Raises CleanClaimError before there are any."""
        if self.decided is None:
            raise _missing("adjudication")
        return self.decided

    def books(self) -> Table:
        """The ledger. Raises CleanClaimError before it is posted."""
        if self.entries is None:
            raise _missing("ledger")
        return self.entries


def _missing(what: str) -> CleanClaimError:
    return CleanClaimError(
        f"the day has no {what} yet", "notebook", f"{VERBS[what]}(day) before", f"run day = {VERBS[what]}(day) first"
    )
