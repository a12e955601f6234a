"""The patient's share where a yearly amount ends, and one line that passes the maximum.

The prices: 20610 is 91.19 at the commercial payer (20 percent are 18.24), 99213 is 99.94 at the high deductible plan.
"""

from dataclasses import replace

import pytest
from written import otherwise

from sim.payer.examples.example_table import stand_ins
from sim.payer.rulebook.payers import lent, payers


def plans_with(payer: str, **amounts):
    """The shipped payer that an example means, lent with other amounts in its plans (in cents)."""
    code = stand_ins()[payer]
    plans = tuple({**plan, **amounts} for plan in payers()[code].plans)
    return lent({code: replace(payers()[code], sections={**payers()[code].sections, "plan": plans})})


def one(payer: str, answer: str, met="0.00", family="0.00", code="20610", plan="", birth="1985-02-03") -> str:
    """A table of one line."""
    known = {"commercial": "ppo_500", "high_deductible": "hdhp_3400", "medicaid": "standard"}
    modifier = "RT" if code == "20610" else "-"
    return (
        "payer  plan  code  modifiers  birth_date  met_amount  family_met_amount | reduces\n"
        f"{payer}  {plan or known[payer]}  {code}  {modifier}  {birth}  {met}  {family} | {answer}\n"
    )


@pytest.mark.parametrize(
    "met, family, answer",
    [
        ("500.00", "900.00", "0.00 18.24 0.00"),
        ("0.00", "1000.00", "0.00 18.24 0.00"),  # the family's deductible is met, so hers is
        ("0.00", "950.00", "50.00 8.24 0.00"),  # 50 dollars of it are open
        ("500.00", "5990.00", "0.00 10.00 0.00"),  # 10 dollars below the family's maximum
        ("500.00", "6000.00", "0.00 0.00 0.00"),
        ("2990.00", "2990.00", "0.00 10.00 0.00"),  # 10 dollars below the person's
    ],
)
def test_nobody_pays_beyond_the_persons_or_the_familys_amounts(met, family, answer):
    assert otherwise("cost_share", one("commercial", answer, met, family)) == []


@pytest.mark.parametrize(
    "payer, code, most, met, answer",
    [
        # the deductible (50.00) and the coinsurance (8.24) of one line are more than the 55.00 that are left
        ("commercial", "20610", 50_500, "450.00", "50.00 5.00 0.00"),
        ("commercial", "20610", 50_824, "450.00", "50.00 8.24 0.00"),
        ("commercial", "20610", 50_823, "450.00", "50.00 8.23 0.00"),
        # 10.00 of the deductible and a copay of 30.00 are more than the 15.00 that are left: the copay comes first
        ("high_deductible", "99213", 340_500, "3390.00", "0.00 0.00 15.00"),
        ("high_deductible", "99213", 342_500, "3390.00", "5.00 0.00 30.00"),
        ("high_deductible", "99213", 343_000, "3390.00", "10.00 0.00 30.00"),
    ],
)
def test_a_line_that_passes_the_maximum_is_cut_at_the_coinsurance_then_at_the_deductible(
    payer, code, most, met, answer
):
    with plans_with(payer, out_of_pocket_maximum=most):
        assert otherwise("cost_share", one(payer, answer, met, met, code)) == []


@pytest.mark.parametrize(
    "met, answer",
    [
        ("3300.06", "99.94 0.00 0.00"),  # the deductible takes it all
        ("3310.00", "90.00 0.00 9.94"),  # and the copay no more than what is left of the price
        ("3390.00", "10.00 0.00 30.00"),
        ("3400.00", "0.00 0.00 30.00"),
    ],
)
def test_a_copay_after_the_deductible_is_no_more_than_the_rest_of_the_price(met, answer):
    assert otherwise("cost_share", one("high_deductible", answer, met, met, "99213")) == []


@pytest.mark.parametrize("born, answer", [("2005-05-04", "0.00 0.00 3.00"), ("2005-05-05", "0.00 0.00 0.00")])
def test_a_copay_from_an_age_on_begins_on_the_birthday(born, answer):
    assert otherwise("cost_share", one("medicaid", answer, code="99213", birth=born)) == []
