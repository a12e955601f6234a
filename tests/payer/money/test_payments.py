"""Payments balance to the cent and are never negative; what is short goes forward; the same whatever the parts."""

from collections import defaultdict
from types import SimpleNamespace

import numpy as np
from hypothesis import given, settings, strategies as st

import made
from sim.ground.dictionary import columns_of
from sim.ground.table import Table, empty
from sim.payer.engine.engine import adjudicate
from sim.payer.money.payments import Takeback, answered, payments, settled


def rows_of(paid):
    return [sorted((tuple(row.items()) for row in table.rows()), key=str) for table in paid]


def decided(answers, heads=(), told=()):
    """claims and an adjudication from short rows: (claim, day, paid[, reversal])."""
    known = dict(heads)
    keys = sorted({row[0] for row in answers})
    claims = Table.from_rows(
        "claims",
        [
            {
                "claim_key": key,
                "payer_code": "acme_ppo",
                "billing_npi": "2066719842",
                "billing_tax_id": "99-1",
                "received_date": "2026-05-01",
                **known.get(key, {}),
            }
            for key in keys
        ],
    )
    lines = [
        {
            "claim_key": row[0],
            "claim_line_number": 1,
            "remittance_date": row[1],
            "paid_amount": row[2],
            "is_reversal": row[3:] == (True,),
        }
        for row in answers
    ]
    return claims, SimpleNamespace(
        remittance_lines=Table.from_rows("remittance_lines", lines),
        acknowledgements=Table.from_rows("acknowledgements", list(told)) if told else empty("acknowledgements"),
    )


def balances(claims, adjudication, paid):
    """Every payment of a plain loop that shares nothing with the module: sum of claims less sum of adjustments."""
    lines, place = (
        defaultdict(int),
        {(row["claim_key"], row["is_reversal"]): row["payment_key"] for row in paid.remittance_payments.rows()},
    )
    for row in adjudication.remittance_lines.rows():
        lines[place[row["claim_key"], row["is_reversal"]]] += row["paid_amount"]
    for row in paid.provider_adjustments.rows():
        lines[row["payment_key"]] -= row["amount"]
    heads = {row["claim_key"]: row for row in claims.rows()}
    for (claim, _), key in place.items():
        row = next(row for row in paid.payments.rows() if row["payment_key"] == key)
        assert (row["payer_code"], row["billing_npi"]) == (heads[claim]["payer_code"], heads[claim]["billing_npi"])
    return all(row["paid_amount"] == lines[row["payment_key"]] >= 0 for row in paid.payments.rows())


@given(made.worlds)
@settings(max_examples=25, deadline=None)
def test_every_payment_balances_and_the_parts_do_not_matter(world):
    claims, lines, coverages, past = made.tables(world)
    told = adjudicate(claims, lines, coverages, past)
    whole = payments(claims, told)
    assert balances(claims, told, whole)
    assert [tuple(table.columns) for table in whole] == [tuple(columns_of(name)) for name in whole._fields]
    parts = []
    for household in np.unique(claims.household_key):
        mine = claims.take(claims.household_key == household)
        parts.append(
            answered(mine, type(told)(*(table.take(np.isin(table.claim_key, mine.claim_key)) for table in told)))
        )
    assert rows_of(settled(parts)) == rows_of(whole) == rows_of(settled(parts[::-1]))


@given(
    st.lists(
        st.tuples(st.integers(0, 8), st.integers(-900, 900), st.sampled_from(("2066719842", "2511772032"))),
        min_size=1,
        max_size=14,
    )
)
def test_a_shortfall_goes_to_the_next_payment_as_a_plain_loop_says(drawn):
    heads = {number: {"billing_npi": npi} for number, (_, _, npi) in enumerate(drawn, 1)}
    claims, told = decided(
        [(number, f"2026-05-{10 + day}", cents, cents < 0) for number, (day, cents, _) in enumerate(drawn, 1)], heads
    )
    paid = payments(claims, told)
    expected, short = {}, defaultdict(int)
    for day in range(9):
        for npi in {npi for on, _, npi in drawn if on == day}:
            due = sum(cents for on, cents, who in drawn if (on, who) == (day, npi)) - short[npi]
            expected[f"2026-05-{10 + day}", npi], short[npi] = max(due, 0), max(-due, 0)
    assert {
        (str(row["payment_date"]), row["billing_npi"]): row["paid_amount"] for row in paid.payments.rows()
    } == expected
    assert balances(claims, told, paid)
    assert all((row["payment_method_code"] == "ACH") == (row["paid_amount"] > 0) for row in paid.payments.rows())


def plb(paid):
    return [
        (str(day), row["adjustment_code"], row["amount"])
        for row in paid.provider_adjustments.rows()
        for day in [
            next(one["payment_date"] for one in paid.payments.rows() if one["payment_key"] == row["payment_key"])
        ]
    ]


TAKEN_BACK = [
    (16, "2026-05-20", 10_000),
    (16, "2026-06-20", -10_000, True),
    (17, "2026-06-20", 7_000),
    (32, "2026-07-10", 2_500),
    (48, "2026-08-10", 9_000),
]
AGAIN = {17: {"replaces_claim_key": 16}, 32: {"received_date": "2026-06-25"}, 48: {"received_date": "2026-07-25"}}


def test_a_reversal_takes_its_money_out_of_the_same_payment():
    claims, told = decided(TAKEN_BACK, AGAIN)
    assert plb(payments(claims, told)) == [
        ("2026-06-20", "FB", -3_000),
        ("2026-07-10", "FB", 3_000),
        ("2026-07-10", "FB", -500),
        ("2026-08-10", "FB", 500),
    ]


def test_a_reversal_whose_money_is_taken_later():
    claims, told = decided(TAKEN_BACK, AGAIN)
    paid = payments(claims, told, (Takeback(16, "later", "2026-07-31"),))
    assert plb(paid) == [("2026-06-20", "WO", -3_000), ("2026-08-10", "WO", 3_000)] and balances(claims, told, paid)
    assert [row["paid_amount"] for row in paid.payments.rows()] == [10_000, 0, 2_500, 6_000]


def test_a_reversal_after_a_refund_takes_nothing():
    claims, told = decided(TAKEN_BACK, AGAIN)
    paid = payments(claims, told, (Takeback(16, "refunded"),))
    # the reversal's money is held back; the refund and its offset are a pair that moves nothing
    rows = [("2026-06-20", "72", -3_000), ("2026-06-20", "WO", -3_000), ("2026-06-20", "WO", 3_000)]
    assert sorted(plb(paid)) == rows and balances(claims, told, paid)


def test_interest_begins_on_the_day_after_the_limit():
    def interest(day, payer="medicare_part_b", **head):
        claims, told = decided([(16, day, 100_000)], {16: {"payer_code": payer, **head}}, head.pop("told", ()))
        return payments(claims, told).provider_adjustments.amount.tolist()

    assert interest("2026-05-31") == []  # day 30: in time
    assert interest("2026-06-01") == [-11]  # 100,000 x 0.04125 x 1 / 365
    assert interest("2026-06-30") == [-round(100_000 * 0.04125 * 30 / 365)]
    assert interest("2026-06-30", "acme_ppo") == [-round(100_000 * 0.12 * 30 / 365)]
    assert interest("2026-06-30", replaces_claim_key=3) == []


def test_a_claim_that_waited_for_documents_is_not_clean():
    waited = [{"claim_key": 16, "is_accepted": True, "policy": "documents_wanted"}]
    claims, told = decided([(16, "2026-07-30", 100_000)], {}, waited)
    assert not len(payments(claims, told).provider_adjustments)


def test_one_provider_with_two_tax_numbers_gets_two_payments():
    claims, told = decided([(16, "2026-05-20", 100), (32, "2026-05-20", 50)], {32: {"billing_tax_id": "99-2"}})
    paid = payments(claims, told)
    assert sorted(paid.payments.paid_amount.tolist()) == [50, 100] and len(set(paid.payments.trace_number.texts())) == 2
