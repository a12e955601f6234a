"""What was decided: hours within the staff's, changes that hold as long as they say, one plan for the same weeks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.manager.game.decided import Game, beside_cost, game_of, plan_of, staff_hours, strategy_of, usual_hours
from sim.manager.game.rules import decisions, letters, setup
from sim.manager.strategies.plan import always
from sim.manager.strategies.strategy import ROLES, strategy

HOURS = st.lists(st.integers(0, 16), min_size=5, max_size=5).map(lambda parts: tuple(x / 5 for x in parts))
FOLLOW_UP = ROLES.index("follow-up")


def weeks(*names, hours=None):
    game = Game(1)
    for name in names:
        game = game.with_week(hours or usual_hours(), name)
    return game


def test_who_changes_nothing_goes_on_as_the_clinic_was():
    assert plan_of(weeks(*[""] * setup().weeks)) == always(strategy(setup().start))


@given(st.lists(st.tuples(HOURS, st.sampled_from(["", *decisions()])), max_size=13))
def test_the_same_decisions_are_the_same_plan_and_are_kept_as_they_were(made):
    games = []
    for _ in range(2):
        game = Game(7)
        for hours, decision in made:
            game = game.with_week(hours, decision if decision in game.open_decisions() else "")
        games.append(game)
    assert plan_of(games[0]) == plan_of(games[1])
    assert game_of(games[0].document()) == games[0]
    for number in range(1, len(made)):
        before = plan_of(games[0]._replace(weeks=games[0].weeks[:number]))
        assert plan_of(games[0]).strategies[: len(before.strategies)] == before.strategies


def test_a_month_is_over_after_four_weeks():
    game = weeks("hire_follow_up", "", "", "", "")
    usual = strategy_of(game, 5).hours[FOLLOW_UP]
    assert [strategy_of(game, week).hours[FOLLOW_UP] > usual for week in range(1, 6)] == [True] * 4 + [False]
    assert beside_cost(game) == decisions()["hire_follow_up"].change.once


def test_what_was_for_some_weeks_ends_with_the_quarter():
    game = weeks(*["verify_medicaid"], *[""] * 11, "hire_follow_up")
    last = plan_of(game).last
    assert last.hours == strategy(setup().start).hours and last.verified_kinds == ("medicaid",)


def test_training_adds_up_and_a_weekly_cost_runs():
    game = weeks("train_staff", "train_staff", "card_on_file", "")
    assert strategy_of(game, 3).training_hours == strategy(setup().start).training_hours + 20
    assert beside_cost(game) == 2 * decisions()["card_on_file"].change.a_week


def test_an_answer_holds_from_the_next_monday_on():
    letter = letters()["unsupported_payment"]
    game = weeks("", "").with_letter(letter.name, 16).answered(0).with_week(usual_hours())
    looks = [strategy_of(game, week).second_look_percent for week in (2, 3)]
    assert looks == [0, 25]


def test_a_letter_has_to_be_answered_first():
    game = weeks("").with_letter("old_claim", 16)
    with pytest.raises(CleanClaimError, match="no week to begin"):
        game.with_week(usual_hours())
    with pytest.raises(CleanClaimError, match="no answer 9"):
        game.answered(9)
    with pytest.raises(CleanClaimError, match="no letter"):
        weeks("").answered(0)


@pytest.mark.parametrize("hours", [(staff_hours() + 1, 0, 0, 0, 0), (-1, 0, 0, 0, 0), (1, 1), (4, 4, 4, 4, 4)])
def test_no_more_hours_than_there_are(hours):
    with pytest.raises(CleanClaimError):
        Game(1).with_week(tuple(map(float, hours)))


def test_what_holds_for_good_is_decided_once():
    assert "verify_medicaid" not in weeks("verify_medicaid").open_decisions()
    assert {"train_staff", "hire_coder"} <= set(weeks("train_staff", "hire_coder").open_decisions())


@pytest.mark.parametrize(
    "document", [{}, {"seed": "x", "weeks": []}, {"seed": 1, "weeks": [{"hours": [1]}]}, {"weeks": 1}]
)
def test_what_is_no_quarter_is_refused(document):
    with pytest.raises(CleanClaimError, match="cannot be read"):
        game_of(document)
