"""The contract's page: fees are the payer's own prices, terms are its own parameters."""

import pytest

from sim.payer.asked.contract_page import Service, contract_page, fee_of
from sim.payer.asked.price import price

DAY = "2026-07-01"


@pytest.mark.parametrize("payer", ["acme_ppo", "boxwood_hdhp", "medicaidcare", "medicare_part_b", "silverleaf_hmo"])
def test_fees_are_the_payers_prices(payer):
    page = contract_page(payer, [Service(code) for code in ("99213", "20610", "J3301", "87880")], "11", DAY)
    assert [fee.code for fee in page.fees] == ["20610", "87880", "99213", "J3301"]
    for fee in page.fees:
        assert fee.amount == price(fee.code, payer=payer, on=DAY, pos="11").allowed_amount


def test_medicare_by_hand():
    """85 percent of $89.23 for a nurse practitioner; a drug is the same for everybody; 2 percent sequestration."""
    page = contract_page("medicare_part_b", [Service("99213"), Service("J3301")], "11", DAY)
    assert (page.fee("99213").amount, page.fee("99213").clinician_amount) == (8923, 7585)
    assert page.fee("J3301").amount == page.fee("J3301").clinician_amount
    words = {term.name: term.words for term in page.terms}
    assert "85 %" in words["Nurse practitioners"] and words["Sequestration"].startswith("2 %")
    assert "125 days" in words["Appeals"] and "Disputes" not in words


@pytest.mark.parametrize(("payer", "days"), [("acme_ppo", 180), ("boxwood_hdhp", 90), ("medicaidcare", 60)])
def test_disputes_have_the_payers_own_limit_and_nothing_else_is_said(payer, days):
    terms = {term.name: term for term in contract_page(payer, [], "11", DAY).terms}
    assert f"within {days} days" in terms["Disputes"].words and terms["Disputes"].cite
    assert "Sequestration" not in terms and "Nurse practitioners" not in terms


def test_the_rule_of_several_procedures_marks_procedures_and_no_visits():
    page = contract_page(
        "acme_ppo", [Service("20610"), Service("12002"), Service("99213"), Service("90471")], "11", DAY
    )
    assert {fee.code for fee in page.fees if fee.is_ranked} == {"20610", "12002"}


def test_both_sides_are_a_fee_of_their_own():
    one, both = (fee_of("acme_ppo", Service("20610", mods), "11", DAY).amount for mods in ((), ("50",)))
    assert (one, both) == (9119, 13679)  # 150 percent


def test_what_has_no_fee_is_left_out():
    assert contract_page("acme_ppo", [Service("J3490")], "11", DAY).fees == ()
