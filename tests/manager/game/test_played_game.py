"""A game that is played: weeks already played never change, figures add up to the books, letters are about claims of
the learner's own quarter, and the three ways of playing end as they should.
"""

from functools import cache

import numpy as np
import pytest

from sim.billing.answers.supported_amounts import money
from sim.billing.books.kpi_counts import moved
from sim.manager.figures.lost import losses
from sim.manager.game import figures, quarters
from sim.manager.game.decided import Game, usual_hours
from sim.manager.game.in_time import done_in_time
from sim.manager.game.letters import FINDERS, next_letter, written
from sim.manager.game.result import own_score, scores
from sim.manager.game.rules import decisions, letters, setup
from sim.manager.game.run_on import to_the_end
from sim.manager.game.story import story, week_words
from sim.manager.strategies.strategy import work_items

CAREFUL = ("train_staff", "verify_medicaid", "authorization_desk", "second_look_25", "denial_coaching", "train_staff")
CARELESS = ("scrubber_off", "write_off_small")
FEW = (1.0, 4.6, 1.6, 0.4, 1.0)


@cache
def game_of(names, hours=None, weeks=13, seed=1):
    made = Game(seed)
    for week in range(weeks):
        made = made.with_week(hours or usual_hours(), names[week] if week < len(names) else "")
    return made


@cache
def friday(names, week, hours=None):
    return quarters.own(game_of(names, hours, week))


def rows(made, until):
    ledger = made.day.books()
    return ledger.take(ledger.entry_date <= until).to_pandas().astype(str)


def test_a_week_that_was_played_stays_as_it_was():
    early = friday((), 5)
    for names in ((), ("", "", "", "", "", "train_staff"), ("",) * 5 + ("scrubber_off", "write_off_small")):
        later = friday(names, 8)
        assert rows(early, early.window.until).equals(rows(later, early.window.until))
    other = friday(CARELESS, 8, FEW)
    assert not rows(early, early.window.until).equals(rows(other, early.window.until))


def test_the_same_decisions_give_the_same_quarter_and_a_new_seed_another():
    one = friday(CAREFUL, 6)
    quarters._once.cache_clear()
    again = quarters.own(game_of(CAREFUL, None, 6))
    assert again is not one and rows(one, one.window.until).equals(rows(again, one.window.until))
    other = quarters.own(game_of(CAREFUL, None, 6, 2))
    assert not rows(one, one.window.until).equals(rows(other, other.window.until))


@pytest.mark.parametrize("week", [4, 9])
def test_fridays_figures_are_those_of_the_books(week):
    made = friday(CARELESS, week, FEW)
    found = figures.friday_figures(made)
    cash = moved(made.day.books(), made.window.until)
    ledger = made.day.books()
    interest = ledger.take(ledger.entry_kind == "interest")
    interest = int(np.where(interest.account == "cash", interest.amount, -interest.amount).sum())
    assert found["cash"].value == cash.payments - cash.refunds + interest
    assert found["lost"].value == sum(one.amount for one in losses(made.day.books()))
    owed, unsupported = money(made.day.claims_sent().claims, made.day.answers())
    assert (found["owed"].value, found["unsupported"].value) == (owed, unsupported)
    assert found["waiting"].value == sum(one.items for one in figures.backlog(made))
    assert found["waiting"].value == sum(figures.backlog_by_week(made, week)[-1].values())
    assert found["denials"].value == sum(one.lines for one in figures.denial_causes(made))
    assert found["open"].value == sum(row["total"] for row in figures.open_by_age(made))
    assert figures.cash_by_week(made, week)[-1] == found["cash"].value
    for one in found.values():
        assert one.week is None or abs(one.week) <= max(abs(one.value), 1) or one.unit == "money"
        assert len(one.behind) <= figures.MOST


def test_a_decision_without_the_hours_for_it_is_seen_on_friday():
    usual, few = (friday(("verify_everyone",), 5, hours) for hours in (None, (1.2, 4.8, 1.8, 3.4, 2.4)))
    checks = [{one.item: one for one in done_in_time(made)}["verification"] for made in (usual, few)]
    came = setup().visits_a_week
    assert checks[0].late == 0 and abs(checks[0].done - came) < came / 4
    assert checks[1].late > came / 4 and checks[1].done < checks[0].done
    lost = few.work.take((few.work.item_code == "verification") & (few.work.outcome_code == "lost"))
    assert checks[1].late_to_date == len(lost) and (lost.done_date != lost.done_date).all()


def test_the_hours_that_verifying_everyone_takes_are_told_truly():
    hours = work_items()["verification"].seconds * setup().visits_a_week / 3600
    assert f"{setup().visits_a_week} visits a week take {hours:.1f} front desk hours" in (
        decisions()["verify_everyone"].says
    )


def test_every_figure_opens_to_visits_of_the_quarter_and_these_to_a_decision():
    made = friday(CARELESS, 9, FEW)
    game = game_of(CARELESS, FEW, 9)
    for one in figures.friday_figures(made).values():
        for visit in one.behind:
            found = story(made, visit.encounter_key)
            assert found.decisions and found.events[0].day <= found.events[-1].day
            assert all(0 <= part.week <= 9 for part in found.decisions)
    assert "Turn the scrubber off" in week_words(game, 1) and "follow-up 0.4" in week_words(game, 1)


def test_a_mistake_is_told_with_what_was_decided_about_it():
    made = friday(CARELESS, 9, FEW)
    visits = made.day.visits
    wrong = visits.encounter_key[~visits.mistake.is_missing & (visits.service_date < made.window.until)]
    told = [part for key in wrong[:5].tolist() for part in story(made, key).decisions if "mistake" in part.words]
    assert told and all("scrubber was off" in one.words for one in told if one.week)


@pytest.mark.parametrize("about", sorted(FINDERS))
def test_letters_are_about_visits_of_this_quarter(about):
    made = friday(CARELESS, 9, FEW)
    keys, amounts = FINDERS[about](made)
    assert np.isin(keys, made.day.visits.encounter_key).all() and len(keys) == len(amounts)
    for letter in letters().values():
        if letter.about == about and len(keys):
            one = written(letter.name, int(keys[0]), made)
            assert "{" not in one.text + one.who and str(keys[0]) not in one.text


def test_no_letter_comes_twice_and_none_about_the_same_visit():
    game, seen = Game(1), []
    for _ in range(6):
        game = game.with_week(usual_hours())
        found = next_letter(game, quarters.own(game))
        if found:
            seen.append(found)
            game = game.with_letter(*found).answered(letters()[found[0]].left)
    assert len(seen) >= 4
    assert len({name for name, _ in seen}) == len({key for _, key in seen}) == len(seen)


def by_hand(game):
    """Week by week, each letter left without an answer."""
    while not game.is_over:
        game = game.with_week(game.weeks[-1].hours if game.weeks else usual_hours())
        found = next_letter(game, quarters.own(game))
        if found:
            game = game.with_letter(*found).answered(letters()[found[0]].left)
    return game


def test_the_weeks_that_are_left_are_as_if_played_by_hand():
    begun = game_of(("", "hire_follow_up"), FEW, 9)
    assert to_the_end(begun) == by_hand(begun)


def test_who_changes_nothing_ends_as_the_typical_clinic():
    own, *others = scores(game_of(()))
    typical = next(one for one in others if one.name == setup().start)
    assert own._replace(name="", label="") == typical._replace(name="", label="")
    assert [one.name for one in others] == list(setup().beside)


def test_careful_is_better_than_typical_and_careless_worse():
    careful, typical = own_score(game_of(CAREFUL, (4.2, 4.6, 1.8, 3.4, 2.0))), own_score(game_of(()))
    careless = own_score(game_of(CARELESS, FEW))
    assert careful.cash > typical.cash > careless.cash
    assert careful.lost < typical.lost < careless.lost
    assert careful.unsupported < typical.unsupported
    assert careless.owed > typical.owed


def test_what_is_returned_is_no_longer_cash_nor_unsupported():
    game = game_of((), None, 12)
    made = quarters.own(game)
    keys, amounts = FINDERS["paid and not supported"](made)
    key = int(keys[np.argmax(amounts)])
    kept, returned = (
        own_score(game.with_letter("unsupported_payment", key).answered(answer).with_week(usual_hours()))
        for answer in (2, 1)
    )
    gone = kept.unsupported - returned.unsupported
    assert gone > 0 and kept.cash - returned.cash == gone and kept.net - returned.net == gone
