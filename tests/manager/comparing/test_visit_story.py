"""What happened to a visit, day by day."""

import pytest

import sim
from sim.manager.comparing.visit_story import visit_story


@pytest.fixture(scope="module")
def found():
    return sim.compare(visits=200, days=45, seed=3)


def test_the_money_of_the_story_is_that_of_the_ledger(found):
    for one in found.items:
        for side, made in ((one.first, found.first), (one.second, found.second)):
            told = visit_story(made, one.encounter_key)
            paid = sum(_cents(each.words) for each in told if "payment: " in each.words)
            back = sum(_cents(each.words) for each in told if each.words.startswith("Refund"))
            interest = made.day.ledger.query("encounter_key == @one.encounter_key and entry_kind == 'interest'")
            assert paid - back + abs(interest.amount.sum()) == side.cash
            assert [each.day for each in told] == sorted(each.day for each in told)
            assert sum(each.words == "Visit" for each in told) == 1


def _cents(words: str) -> int:
    return round(float(words.rpartition("$")[2].replace(",", "")) * 100)
