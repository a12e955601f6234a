"""The files of the game: each names its source, each letter is about a claim and each answer leads somewhere."""

import re

import pytest

from sim.ground.errors import CleanClaimError
from sim.ground.strict_toml import Place
from sim.manager.game import rules
from sim.manager.game.letters import FINDERS
from sim.manager.strategies.strategy import strategies, strategy


def test_the_frame_names_strategies_that_are_there():
    frame = rules.setup()
    assert {frame.start, *frame.beside} <= set(strategies())
    assert frame.visits == frame.weeks * frame.visits_a_week


@pytest.mark.parametrize("name", sorted(rules.decisions()))
def test_a_decision_changes_something_and_names_its_source(name):
    change = rules.decisions()[name].change
    assert change.settings or change.training or any(change.hours)
    assert len(rules.decisions()[name].cite) > 20
    one = strategy(rules.setup().start)
    assert one.but(**dict(change.settings)) != one or change.training or any(change.hours) or name == "work_by_deadline"


@pytest.mark.parametrize("name", sorted(rules.letters()))
def test_a_letter_is_about_a_claim_and_its_answers_lead_somewhere(name):
    letter = rules.letters()[name]
    assert letter.about in FINDERS and letter.cite
    assert any(part in letter.text for part in ("{patient}", "{served}", "{charge}", "{balance}"))
    assert len({one.leads for one in letter.answers}) == len(letter.answers) >= 2
    assert letter.answers[letter.left].is_left


def test_what_is_not_confirmed_is_said_in_a_readers_words():
    cites = [one.cite for one in (*rules.letters().values(), *rules.decisions().values())]
    assert not [cite for cite in cites if re.search(r"\bverify\b", cite)]
    assert any("not confirmed by a primary source" in cite for cite in cites)


def test_every_finder_has_a_letter():
    assert {one.about for one in rules.letters().values()} == set(FINDERS) == set(rules.ABOUT)


@pytest.mark.parametrize(
    "change, said",
    [
        ({"set": {"verified_percent": 140}}, "verified_percent"),
        ({"set": {"hours": 4}}, "hours"),
        ({"hours": {"coder": -1}}, "coder"),
        ({"desk": "cashier"}, "cashier"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(change, said):
    content = {"label": "A", "says": "B", "desk": "coder", "cite": "C", **change}
    with pytest.raises(CleanClaimError, match=said):
        rules._decision("a", content, Place("a.toml"))
