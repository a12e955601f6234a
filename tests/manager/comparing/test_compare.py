"""Two strategies side by side: what is printed, and that the difference is the strategies' alone."""

import json
from functools import cache

import pytest

from sim.cli import main
from sim.ground.errors import CleanClaimError
from sim.manager.verbs import compare, quarter

FIELDS = {
    "strategy",
    "net_collection_percent",
    "days_in_ar",
    "over_90_percent",
    "denial_percent",
    "cash_amount",
    "work_cost_amount",
    "paid_not_supported_amount",
}


@cache
def found():
    return compare("in_house_untrained", "in_house_trained", visits=400, days=60, seed=4)


def test_the_document_is_plain_and_whole():
    document = json.loads(json.dumps(found().document()))
    assert [one["strategy"] for one in document["strategies"]] == ["in_house_untrained", "in_house_trained"]
    assert all(set(one) >= FIELDS for one in document["strategies"])
    assert 0 < len(document["items"]) <= 10
    sizes = [abs(item["difference_amount"]) for item in document["items"]]
    assert sizes == sorted(sizes, reverse=True)
    for item in document["items"]:
        cash = [side["cash_amount"] for side in item["sides"]]
        assert item["difference_amount"] == cash[1] - cash[0]


def test_the_difference_is_second_less_first():
    first, second = found().outcomes
    assert found().difference["cash_amount"] == second.cash_amount - first.cash_amount


def test_weeks_add_up_to_the_cash():
    for one in found().document()["strategies"]:
        assert sum(week["cash"] for week in one["weeks"]) == pytest.approx(one["cash_amount"], abs=100_000)


def test_trained_people_lose_less():
    first, second = found().outcomes
    assert second.lost_amount < first.lost_amount
    assert second.net_collection_percent > first.net_collection_percent
    assert second.paid_not_supported_amount < first.paid_not_supported_amount


def test_the_command_prints_one_document(capsys):
    arguments = ["clinic", "compare", "outsourced", "in_house_trained", "--visits", "120", "--days", "30", "--json"]
    assert main(arguments) == 0
    document = json.loads(capsys.readouterr().out)
    assert [one["strategy"] for one in document["strategies"]] == ["outsourced", "in_house_trained"]
    assert main(arguments[:-1]) == 0
    assert "Net collection" in capsys.readouterr().out


@pytest.mark.parametrize("more", [{"visits": 0}, {"days": 0}, {"days": 4000}, {"strategy": "no_such"}])
def test_what_cannot_be_is_told(more):
    with pytest.raises(CleanClaimError):
        quarter(**{"strategy": "in_house_trained", "visits": 20, **more})
