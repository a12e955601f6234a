"""How remittances are posted: whatever was paid, reversed, recouped or carried forward, the batch balances to the
deposit to the cent, and every entry is the ledger's.
"""

import pytest

from sim.billing.books.remittance_posting import Posted, remittance_posting
from sim.billing.bulk.pipeline import Settings, plan, simulate_block
from sim.payer.money.payments import settled

SEEDS = (1, 2, 3)


def month(seed: int) -> tuple[Posted, dict]:
    """The books of a small clinic whose staff are novices."""
    settings = Settings(500, seed, "novice", block=512)
    tables = simulate_block(settings, plan(settings)[0])
    names = ("encounters", "claims", "remittance_lines", "ledger")
    return Posted(*(tables[name] for name in names), *settled([tables["part"]])), tables


@pytest.fixture(scope="module")
def months():
    """Some clinics."""
    return [month(seed) for seed in SEEDS]


def test_a_thousand_batches_balance_to_the_deposit_to_the_cent(months):
    postings = [remittance_posting(books, key) for books, _ in months for key in books.payments.payment_key.tolist()]
    assert len(postings) > 1000
    assert [one for one in postings if one.posted != one.deposit] == []


def test_every_line_of_every_remittance_is_posted_as_it_was_paid(months):
    books, tables = months[0]
    lines, seen = tables["remittance_lines"], 0
    for key in books.payments.payment_key.tolist():
        for claim in remittance_posting(books, key).claims:
            mine = (lines.claim_key == claim.claim_key) & (lines.is_reversal == claim.is_reversal)
            assert [line.payment for line in claim.lines] == lines.paid_amount[mine].tolist()
            seen += len(claim.lines)
    assert seen == len(lines)


def test_a_line_is_fully_posted_where_its_charge_is_open(months):
    books, tables = months[0]
    first = tables["claims"].claim_key[(tables["claims"].claim_key & 15) == 0]  # no duplicates, no next payers
    lines = tables["remittance_lines"]
    charge = dict(
        zip(
            zip(lines.claim_key.tolist(), lines.claim_line_number.tolist(), strict=True),
            lines.charge_amount,
            strict=True,
        )
    )
    for key in books.payments.payment_key.tolist():
        for claim in remittance_posting(books, key).claims:
            if claim.claim_key in first:
                assert all(line.open_amount == charge[claim.claim_key, line.line] for line in claim.lines)


def test_what_happens_next_follows_from_the_answer(months):
    for books, tables in months:
        lines = tables["remittance_lines"]
        denied = set(lines.claim_key[~lines.denial_policy.is_missing].tolist())
        follows = set(tables["claims"].follows_claim_key.tolist())
        for key in books.payments.payment_key.tolist():
            for claim in remittance_posting(books, key).claims:
                assert claim.then and (claim.then == {"close"} or "close" not in claim.then)
                if "worklist" in claim.then:
                    assert claim.claim_key in denied
                if "patient" in claim.then:
                    assert claim.claim_key not in follows and claim.status not in ("19", "20", "21")
                if claim.claim_key in follows:
                    assert claim.then & {"next payer", "forwarded"}
