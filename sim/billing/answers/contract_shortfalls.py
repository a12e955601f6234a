"""What a payer should have allowed by its contract, beside what it did allow: the same claims decided once more without
the payer's declared mistakes (sim/payer/engine/payer_errors.py). Nothing is priced a second time in another way.

A line is short where the payer allowed less than its contract says. What it paid may be less than the fee for good
reasons that are no shortfall: the patient's share, a second procedure, sequestration, a charge below the fee.
"""

from typing import NamedTuple

from sim.billing.answers.payer_answers import answered
from sim.billing.claims.claim_tables import Claims
from sim.clinic.people.people import People
from sim.payer.engine.engine import Adjudication


class Expected(NamedTuple):
    """A decided line: what was allowed and paid, and what the contract allows and would have paid; cents."""

    claim_key: int
    line: int
    allowed: int
    paid: int
    contract_allowed: int
    contract_paid: int
    is_denied: bool

    @property
    def short(self) -> int:
        """What was allowed too little."""
        return self.contract_allowed - self.allowed

    @property
    def owed_by_payer(self) -> int:
        """What of it the payer owes; the rest is the patient's share."""
        return self.contract_paid - self.paid


def expected_lines(claims: Claims, decided: Adjudication, people: People) -> tuple[Expected, ...]:
    """Every line that was decided, in the order of the remittance lines; reversals are left out.

    >>> from sim.billing.claims.claim import bill
    >>> from sim.clinic.visits.case import draw_case
    >>> from sim.clinic.visits.truth import truth_work
    >>> from sim.payer.engine.payer_errors import PayerError
    >>> people, visit = draw_case(7, "knee_injection", payer="acme_ppo")
    >>> wrong = {int(visit.encounter_key[0]): (PayerError("underpaid", percent=80, code="20610", why="contract"),)}
    >>> sent, decided = answered(bill(visit, truth_work(visit), people), people, wrong)
    >>> [one.short for one in expected_lines(sent, decided, people) if one.short]
    [1824]
    """
    right = answered(claims, people, {}, goes_on=False).decided.remittance_lines
    found = {(row["claim_key"], row["claim_line_number"]): row for row in right.take(~right.is_reversal).rows()}
    lines = decided.remittance_lines
    return tuple(
        Expected(
            row["claim_key"],
            row["claim_line_number"],
            row["allowed_amount"],
            row["paid_amount"],
            found[row["claim_key"], row["claim_line_number"]]["allowed_amount"],
            found[row["claim_key"], row["claim_line_number"]]["paid_amount"],
            bool(row["denial_policy"]),
        )
        for row in lines.take(~lines.is_reversal).rows()
    )
