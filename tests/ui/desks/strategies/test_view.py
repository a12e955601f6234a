"""The page that compares two strategies: what it shows is what the comparison found, whatever is sent to it."""

import json

import pytest

import sim
from sim.ground.errors import CleanClaimError
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.seat import Seat, seated
from sim.manager.comparing.compare import outcome
from sim.manager.comparing.kept_quarters import Wanted, kept_quarter
from sim.manager.figures.cost_of_work import cost_of_work
from sim.manager.strategies.settings import changed
from sim.manager.strategies.strategy import strategies, strategy
from sim.ui.desks.page_reply import reply
from sim.ui.desks.session import Session
from sim.ui.desks.strategies import asked as page
from sim.ui.desks.strategies import view as shown_page
from sim.ui.desks.strategies.view import STEPS, keep, view
from sim.ui.desks.words import money


@pytest.fixture(autouse=True)
def ahead(monkeypatch):
    """What is played ahead, without playing it."""
    found: list[tuple] = []
    monkeypatch.setattr(shown_page, "play_ahead", lambda *asked: found.append(asked))
    return found


SMALL = {"deed": "compare", "visits": "200", "seed": "3"}


def blocks(shown, heading):
    return next(part for part in shown["result"]["parts"] if part["heading"] == heading)


def test_a_blank_page_shows_both_strategies_and_nothing_else():
    shown = view(None, "")
    assert shown["result"] is None and {one["name"] for one in shown["known"]} == set(strategies())
    assert json.dumps(shown)


def test_what_is_shown_is_what_the_comparison_found():
    given = {**SMALL, "second": {"base": "in_house_untrained", "values": {"verified_percent": "100"}}}
    shown = view(None, "", given)
    second = changed(strategy("in_house_untrained"), {"verified_percent": "100"})
    found = sim.compare("in_house_untrained", second, visits=200, seed=3)
    rows = {row[0]: row[1:] for row in blocks(shown, "Outcome")["blocks"][0]["table"]["rows"]}
    assert rows["Cash collected"][:2] == [money(one.cash_amount) for one in found.outcomes]
    lost = blocks(shown, "Lost for good, and why")["blocks"][0]["table"]["rows"]
    assert lost[-1][:3] == ["Total", *(money(one.lost_amount) for one in found.outcomes)]
    assert [one["id"] for one in shown["result"]["items"]] == [str(one.encounter_key) for one in found.items]
    assert all(len(one["pair"]) == 2 for one in shown["result"]["items"])


def test_the_same_strategy_twice_differs_in_nothing():
    side = {"base": "expert", "values": {}}
    shown = view(None, "", {**SMALL, "first": side, "second": side})
    assert shown["result"]["items"] == [] and "same quarter" in shown["result"]["says"]


def test_many_visits_are_compared_in_steps(monkeypatch):
    monkeypatch.setattr(page, "AT_ONCE", 199)
    for step in range(len(STEPS) - 1):
        shown = view(None, "", {**SMALL, "step": step})
        assert shown["result"] is None and shown["progress"]["step"] == step + 1
    assert view(None, "", {**SMALL, "step": len(STEPS) - 1})["result"]


def test_a_strategy_is_kept_saved_and_read_again(tmp_path, monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    given = {"name": "mine", "side": "second", "second": {"base": "expert", "values": {"statements": "1"}}}
    shown = view(None, "", {**given, "deed": "keep"})
    assert shown["kept"] == "mine" and "mine" in {one["name"] for one in shown["known"]}
    saved = view(None, "", {**given, "deed": "save"})["file"]
    back = view(None, "", {"deed": "read", "side": "first", "first": {"base": "file", "text": saved["text"]}})
    assert back["files"]["first"]["values"]["statements"] == "1"


def test_a_class_keeps_nothing_on_the_server_and_compares_few_visits(tmp_path, monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    with seated(Seat("L-1", "billing_101")):
        assert view(None, "", {"deed": "keep", "name": "mine"})["file"]["name"] == "mine.toml"
        with pytest.raises(CleanClaimError, match="2001"):
            view(None, "", {**SMALL, "visits": "2001"})
    assert not list(tmp_path.rglob("mine.toml"))


HOSTILE = [
    {"visits": "10"},
    {"visits": "1e9"},
    {"seed": "x"},
    {"first": {"base": "../../etc"}},
    {"second": {"base": "expert", "values": {"claim_days": "-1"}}},
    {"first": {"base": "file", "text": "label = 1"}},
]


@pytest.mark.parametrize("more", HOSTILE)
def test_what_cannot_be_is_told_in_words(more, tmp_path):
    session = Session("strategies", store=Store(tmp_path))
    told = reply(session, {"kind": "submit", "data": {"case": "strategies", "answer": {**SMALL, **more}}})
    assert told.fault is None and "To do:" in told.message["words"]


@pytest.mark.parametrize(
    "given", [{"first": 7}, {"first": {"values": [1]}}, {"step": "x"}, {"deed": ["a"]}, {"side": 3}]
)
def test_a_message_of_another_shape_changes_nothing(given):
    assert view(None, "", given)["draft"] == page.blank()


def test_a_reload_brings_the_page_back_as_it_was(tmp_path):
    store = Store(tmp_path)
    left = {"second": {"base": "expert", "values": {"statements": "1"}}, "visits": "700"}
    told = reply(Session("strategies", store=store), {"kind": "draft", "data": {"case": "strategies", "draft": left}})
    assert told.fault is None and told.message["kind"] == "saved" and told.message["saved"]
    shown = Session("strategies", store=store).hello({"learner": "", "exercise": "", "case": ""})
    assert shown["draft"] == page.asked(left).draft and shown["saved"] == told.message["saved"]


def test_what_the_page_begins_with_is_played_while_it_is_read(tmp_path, ahead):
    view(Store(tmp_path), "")
    assert ahead == [(Wanted(2000), *map(strategy, page.USUAL.values()))]
    view(None, "")
    with seated(Seat("L-1", "billing_101")):
        view(Store(tmp_path), "")  # a class shares one machine
    assert len(ahead) == 1


def test_what_an_hour_costs_is_not_played_again_and_is_counted():
    given = {**SMALL, "second": {"base": "in_house_untrained", "values": {"outsourced": "yes"}}}
    shown = view(None, "", given)
    second = changed(strategy("in_house_untrained"), {"outsourced": "yes"}).but(name="x", label="A firm")
    kept, played = kept_quarter(Wanted(200, seed=3), second), sim.quarter(second, visits=200, seed=3)
    assert outcome(kept) == outcome(played)
    assert kept.day is kept_quarter(Wanted(200, seed=3), strategy("in_house_untrained")).day
    cost = blocks(shown, "Cost of the work")["blocks"][0]["table"]["rows"]
    firm = next(row for row in cost if row[0] == "Outside firm's share")
    assert firm[1] == "$0.00" != firm[2] == money(cost_of_work(played).share_of_collections)


def test_a_draft_whose_file_can_no_longer_be_read_is_not_in_the_way(tmp_path):
    store = Store(tmp_path)
    keep(store, "", "strategies", {"first": {"base": "file", "text": "label = 1"}})
    assert view(store, "")["draft"] == page.blank()
