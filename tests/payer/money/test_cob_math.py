"""Paying second, in figures: each term of each way of coordination is once the one that decides."""

import numpy as np
import pytest

from sim.payer.money.cob_math import Own, medicaid, medicare, split, standard, supplement, without_duplication


def cents(*dollars):
    return [np.array([round(100 * amount)]) for amount in dollars]


def own(benefit, deductible=0, coinsurance=0, copay=0):
    return Own(*cents(benefit, deductible, coinsurance, copay))


def dollars(*parts):
    return [part.item() / 100 for part in parts]


@pytest.mark.parametrize(
    "charge, paid, allowed, left, alone, written_off, pays, stays",
    [
        # the example of 42 CFR 411.33(e): first payer's allowed amount less what it paid
        (175, 120, 150, 30, own(100, 0, 25), 0, 30, 0),
        # what the provider has to accept (175 - 45) less what was paid is the lowest; of Medicare's fee nothing is open
        (175, 120, 150, 30, own(100, 0, 25), 45, 10, 0),
        # the charge itself less what was paid
        (175, 160, 200, 15, own(100, 0, 25), 0, 15, 0),
        # Medicare's own payment, and 5 dollars up to its fee stay with the patient
        (175, 20, 150, 120, own(100, 0, 25), 0, 100, 5),
        # its fee is higher than what the first payer allowed
        (300, 90, 100, 30, own(160, 0, 40), 0, 110, 0),
        # the first payer paid more than either: nothing
        (175, 150, 150, 0, own(100, 0, 25), 0, 0, 0),
        # its deductible is open: nothing is paid, and up to its fee the patient owes what the first payer left
        (175, 20, 150, 30, own(0, 80), 0, 0, 30),
        (175, 60, 150, 30, own(0, 80), 0, 0, 20),
    ],
)
def test_medicare_pays_the_lowest_of_three(charge, paid, allowed, left, alone, written_off, pays, stays):
    charge, paid, allowed, left, written_off = cents(charge, paid, allowed, left, written_off)
    assert dollars(*medicare(charge, alone, paid, allowed, left, written_off)) == [pays, stays]


@pytest.mark.parametrize("benefit, left, pays", [(80, 30, 30), (20, 30, 20), (30, 30, 30), (-5, 30, 0)])
def test_the_standard_way_pays_the_own_benefit_up_to_what_was_left(benefit, left, pays):
    assert dollars(*standard(own(benefit), *cents(50, left))) == [pays, left - pays]


@pytest.mark.parametrize(
    "benefit, paid, left, pays",
    [(80, 60, 30, 20), (80, 50, 30, 30), (80, 80, 30, 0), (80, 90, 30, 0), (80, 30, 30, 30)],
)
def test_without_duplication_only_the_difference_is_paid(benefit, paid, left, pays):
    assert dollars(*without_duplication(own(benefit), *cents(paid, left))) == [pays, left - pays]


@pytest.mark.parametrize(
    "alone, paid, left, pays",
    [
        (own(60), 50, 25, 10),
        (own(60), 20, 25, 25),
        (own(60), 60, 25, 0),
        (own(57, copay=3), 50, 25, 10),  # its whole price counts where somebody paid before
        (own(57, copay=3), 0, 100, 57),  # where nobody did, its copay is asked
    ],
)
def test_medicaid_pays_up_to_its_own_price(alone, paid, left, pays):
    assert dollars(*medicaid(alone, *cents(paid, left))) == [pays, left - pays]


@pytest.mark.parametrize(
    "takes_deductible, pays, deductible",
    [(True, 100 + 24 + 3 + 7, 0), (False, 24 + 3 + 7, 100)],
)
def test_a_supplement_pays_what_medicare_left(takes_deductible, pays, deductible):
    paid, (stays, refused) = supplement(*cents(100, 24, 3, 11, 7), np.array([takes_deductible]))
    assert dollars(paid, stays, refused) == [pays, deductible, 11]


@pytest.mark.parametrize(
    "rest, parts",
    [(0, [0, 0, 0, 0]), (10, [10, 0, 0, 0]), (30, [20, 10, 0, 0]), (38, [20, 15, 3, 0]), (45, [20, 15, 3, 7])],
)
def test_a_rest_goes_to_deductible_then_coinsurance_then_copay(rest, parts):
    assert dollars(*split(*cents(rest), own(100, 20, 15, 3))) == parts
