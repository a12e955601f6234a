"""One remittance of a case: the payment, and its claims as the payer reports them. Tasks show it and ask about it."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from sim.billing.claims.submission import payer_claim_number
from sim.billing.wire.inbound_claims import numbered
from sim.billing.wire.trading_partners import Members, parties, payer_id
from sim.clinic.practice.clinics import Provider, clinic
from sim.edi.writer.envelope import Envelope
from sim.edi.writer.remittance import Decided, write_835
from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table
from sim.learn.exercises.case import Case
from sim.learn.exercises.several_visits import SeveralVisits

Row = dict[str, Any]


class Reported(NamedTuple):
    """A claim of a remittance: an answer to it, or the reversal of an earlier one."""

    claim_key: int
    is_reversal: bool = False


@dataclass(frozen=True, eq=False)
class Remittance:
    """All books of the visits, and the payment (a row of payments) whose remittance it is."""

    books: SeveralVisits
    payment: Row

    @property
    def reported(self) -> tuple[Reported, ...]:
        """The claims in the order of the 835: reversals first."""
        heads = self.books.remittance_payments
        heads = heads.take(heads.payment_key == self.payment["payment_key"])
        heads = heads.take(np.lexsort((heads.claim_key, ~heads.is_reversal)))
        return tuple(
            Reported(int(key), bool(reverses)) for key, reverses in zip(heads.claim_key, heads.is_reversal, strict=True)
        )

    def claim(self, key: int) -> Row:
        """A claim as a plain dictionary."""
        return self.books.claims.claims.take(self.books.claims.claims.claim_key == key).rows()[0]

    def patient(self, key: int) -> str:
        """The name of a claim's patient."""
        patients = self.books.people.patients
        one = patients.take(patients.patient_key == self.claim(key)["patient_key"]).rows()[0]
        return f"{one['first_name']} {one['family_name']}"

    def copay(self, key: int) -> int:
        """What was collected from the patient at the visit, cents."""
        visit = self.books.encounters.encounter_key == self.claim(key)["encounter_key"]
        return int(self.books.encounters.copayment_collected_amount[visit].sum())

    def _providers(self, key: int) -> list[Provider]:
        npi = next(iter(self.sent(Reported(key)).values()))["rendering_npi"]
        return [one for one in clinic(self.claim(key)["clinic_code"]).providers if one.npi == npi]

    def provider(self, key: int) -> str:
        """Who gave the services of a claim, with the credential; empty where the claim names nobody of the clinic."""
        return next((f"{one.name}, {one.credential}" for one in self._providers(key)), "")

    def credential(self, key: int) -> str:
        """Of the provider of a claim, such as MD or NP; empty where the claim names nobody of the clinic."""
        return next((one.credential for one in self._providers(key)), "")

    def lines(self, one: Reported) -> list[Row]:
        """The lines of a claim as the remittance reports them."""
        return _of(self.books.decided.remittance_lines, one).rows()

    def sent(self, one: Reported) -> dict[int, Row]:
        """The lines of a claim as they were sent, by their number."""
        table = self.books.claims.lines
        return {row["claim_line_number"]: row for row in table.take(table.claim_key == one.claim_key).rows()}

    def adjustments(self, one: Reported, line: int) -> list[Row]:
        """The adjustments of a line, in their order."""
        table = _of(self.books.decided.adjustments, one)
        return table.take(table.claim_line_number == line).rows()

    def as_x12(self) -> str:
        """The 835, a segment a line."""
        books, payer = self.books, self.payment["payer_code"]
        heads = numbered(books.claims.claims)
        decided = Decided(
            heads,
            books.claims.lines,
            books.decided.remittance_lines,
            books.decided.adjustments,
            books.payments.take(books.payments.payment_key == self.payment["payment_key"]),
            books.provider_adjustments,
            books.remittance_payments,
            Coded.of([payer_claim_number(key) for key in heads.claim_key.tolist()]),
        )
        day = str(self.payment["payment_date"]).replace("-", "")
        house = parties(Members(books.people.patients, books.people.coverages), payer)
        text = write_835(decided, payer, house, Envelope(payer_id(payer), "CLEANCLAIM", day, "1200", 1))
        return text.replace("~", "~\n").replace("\n\n", "\n")


def _of(table: Table, one: Reported) -> Table:
    return table.take((table.claim_key == one.claim_key) & (table.is_reversal == one.is_reversal))


def last_payment(case: Case, books: SeveralVisits, payer: str) -> Row:
    """The last payment of a payer. Raises CleanClaimError where it paid nothing."""
    paid = books.payments.take(books.payments.payer_code == payer).sort_by("payment_key").rows()
    if not paid:
        raise CleanClaimError(
            f"no remittance of {payer or 'any payer'}",
            case.exercise.path,
            "payer and second_payer as files of data/payers, and claims that are paid",
            "name them, or choose other scenarios or mistakes",
        )
    return paid[-1]
