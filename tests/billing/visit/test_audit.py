"""After payment: what was paid and is not supported comes back, by the letter's days and the clinic's choice, and every
payment and the books balance.
"""

import numpy as np
import pytest

from sim.billing.books.ledger_entries import balances
from sim.billing.claims.claim import bill
from sim.billing.visit.audit import audit, demand, findings
from sim.billing.visit.journey import journey
from sim.ground.errors import CleanClaimError

WRONG = [
    ("knee_injection", "acme_ppo", "unsupported-separate-visit"),
    ("hypertension_kidney", "medicare_part_b", "service-not-done"),
]


@pytest.fixture(scope="module")
def made(visit_of):
    cases = {}
    for scenario, payer, error in WRONG:
        case = visit_of(scenario, payer, error)
        cases[payer] = journey(case.people, case.encounters, case.work, case.truth)
    return cases


def others(visit_of, payer):
    """Another visit of the clinic at the same payer, answered long after."""
    from sim.payer.engine.engine import adjudicate

    case = visit_of("sore_throat", payer)
    claims = bill(case.encounters, case.work, case.people)
    shift = np.int64(1 << 40)
    heads, lines = claims.claims, claims.lines
    told = adjudicate(heads, lines, case.people.coverages, case.people.prior_services)
    late = told.remittance_lines.with_columns(
        claim_key=told.remittance_lines.claim_key + shift,
        remittance_date=np.full(len(told.remittance_lines), np.datetime64("2027-12-01")),
    )
    later = heads.with_columns(
        claim_key=heads.claim_key + shift, received_date=np.array(["2027-11-15"], "datetime64[D]")
    )
    return later, told._replace(
        remittance_lines=late,
        adjustments=told.adjustments.with_columns(claim_key=told.adjustments.claim_key + shift),
        acknowledgements=told.acknowledgements.with_columns(claim_key=told.acknowledgements.claim_key + shift),
    )


def balanced(result, more=None):
    """Sum of the claims less sum of the provider adjustments is the payment, for each; and the books are in balance."""
    paid = result.payments
    place = {(row["claim_key"], row["is_reversal"]): row["payment_key"] for row in paid.remittance_payments.rows()}
    due = dict.fromkeys(paid.payments.payment_key.tolist(), 0)
    for told in (result.decided, *([more[1]] if more else [])):
        for row in told.remittance_lines.rows():
            due[place[row["claim_key"], row["is_reversal"]]] += row["paid_amount"]
    for row in paid.provider_adjustments.rows():
        due[row["payment_key"]] -= row["amount"]
    return (
        due == dict(zip(paid.payments.payment_key.tolist(), paid.payments.paid_amount.tolist()))
        and min(due.values()) >= 0
        and sum(balances(result.ledger).values()) == 0
    )


@pytest.mark.parametrize("payer", [payer for _, payer, _ in WRONG])
def test_an_audit_takes_back_what_is_not_supported_and_no_more(made, visit_of, payer):
    before = made[payer]
    found = findings(before)
    assert found and all(row["excess"] > 0 and row["why"] for row in found)
    more = others(visit_of, payer)
    result = audit(before, others=more)
    assert (
        result.amount > 0 and balanced(result, more) and balanced(audit(before)) and balanced(audit(before, "refund"))
    )
    paid = before.decided.remittance_lines.paid_amount.sum()
    assert result.amount == sum(row["excess"] for row in found) == paid - before.supported.truth.paid_amount.sum()
    answers = result.decided.remittance_lines
    assert answers.paid_amount.sum() == before.supported.truth.paid_amount.sum()
    plb = result.payments.provider_adjustments
    assert plb.amount[plb.adjustment_code == "WO"].tolist() == [-result.amount, result.amount]
    taken = plb.payment_key[(plb.adjustment_code == "WO") & (plb.amount > 0)] >> 46
    assert taken[0].astype("datetime64[D]") >= result.letter["recoupment_from"]
    assert balances(result.ledger)["owed to payers"] == 0


def test_until_the_next_payment_the_money_is_owed(made):
    result = audit(made["acme_ppo"])
    assert balances(result.ledger)["owed to payers"] == -result.amount and balances(result.ledger)["payer"] == 0


def test_a_refund_is_acknowledged_and_nothing_is_taken(made, visit_of):
    before = made["medicare_part_b"]
    result = audit(before, "refund", others=others(visit_of, "medicare_part_b"))
    plb, accounts = result.payments.provider_adjustments, balances(result.ledger)
    amounts = {code: sorted(plb.amount[plb.adjustment_code == code].tolist()) for code in ("72", "WO")}
    assert amounts == {"72": [-result.amount], "WO": [-result.amount, result.amount]} and len(plb) == 3
    assert accounts["owed to payers"] == 0 and accounts["cash"] == balances(before.ledger)["cash"] - result.amount
    assert accounts == {**balances(audit(before, "wait", others=others(visit_of, "medicare_part_b")).ledger)}


def test_an_appeal_in_time_keeps_the_money_at_medicare_and_not_elsewhere(made):
    def taken_from(payer, response):
        return [row["date"] for row in audit(made[payer], response).events if "PLB WO" in row["words"]]

    assert taken_from("medicare_part_b", "appeal") > taken_from("medicare_part_b", "wait")
    assert taken_from("acme_ppo", "appeal") == taken_from("acme_ppo", "wait")
    won = audit(made["medicare_part_b"], "appeal", upheld=False)
    assert won.amount == 0 and won.findings and not won.decided.remittance_lines.is_reversal.any()


def test_nothing_to_find_changes_nothing_and_a_wrong_response_is_said(visit_of):
    case = visit_of("knee_injection", "acme_ppo")
    right = journey(case.people, case.encounters, case.work, case.truth)
    result = audit(right)
    assert not result.findings and result.amount == 0 and result.claims is right.claims
    with pytest.raises(CleanClaimError, match="unknown response"):
        audit(right, "hide")


def test_the_days_of_a_letter():
    letter = demand("acme_ppo", 5_000, "2026-10-01")
    assert (
        letter["rebuttal_until"] is None
        and letter["interest_from"] is None
        and str(letter["recoupment_from"]) == "2026-11-01"
    )
    assert str(demand("medicare_part_b", 5_000, "2026-10-01")["refund_until"]) == "2026-11-30"  # 60 days
    assert any("patient is never billed" in words for words in letter["words"])
