"""Statistics of a class whose truth is known: what was planted is found, and nothing else is called wrong."""

import numpy as np
import pytest

from sim.classroom.statistics import figures
from sim.classroom.statistics.answered import Answered, AskedItem, mark_table
from sim.classroom.statistics.class_report import class_statistics
from sim.classroom.statistics.figures import figure_words, item_figures
from sim.classroom.statistics.intervals import FEWEST, estimates

CLASS = 90
GOOD, DEAD, REVERSED, MISTAKEN = 1, 10, 11, 12
ITEMS = [AskedItem(number, f"Item {number}", 1.0, chance=0.25) for number in range(1, 13)]


def mark(is_right: bool, error: str = "wrong-procedure", value_owed: int = 0) -> dict:
    return {
        "where": "services.0.modifiers",
        "verdict": "right" if is_right else "wrong",
        "points": 1.0,
        "earned": float(is_right),
        "skill": "modifier-25",
        "error": "" if is_right else error,
        "key": "" if is_right else "no modifier",
        "consequence": None if is_right else {"owed_not_paid_amount": value_owed, "paid_not_supported_amount": 0},
    }


def answer(learner, item, is_right, value="59", error="wrong-procedure", cents=0, case="knee: side=left", disputed=()):
    put = {"services": [{"code": "20610", "modifiers": [value]}]}
    return Answered(f"L-{learner:03}", item, float(is_right), (mark(is_right, error, cents),), put, case, disputed)


def simulated(seed: int = 5, size: int = CLASS) -> list[Answered]:
    """Learners of known ability. Items 1 to 9 follow ability, item 10 is a coin, item 11 has the wrong key (who knows
    it answers 57, which the key does not have), at item 12 weak learners put 25.
    """
    rng = np.random.default_rng(seed)
    ability = np.sort(rng.normal(size=size))
    made = []
    for learner in range(size):
        for item in ITEMS:
            knows = rng.random() < 1 / (1 + np.exp(-2.5 * (ability[learner] - 0.1 * (item.number - 5))))
            values = [str(rng.integers(50, 56)) for _ in range(2)]
            if item.number == DEAD:
                made.append(answer(learner, DEAD, rng.random() < 0.5, values[0]))
            elif item.number == REVERSED:
                made.append(answer(learner, REVERSED, not knows and rng.random() < 0.3, "57" if knows else values[0]))
            elif item.number == MISTAKEN:
                made.append(answer(learner, MISTAKEN, knows, "25", "unsupported-modifier-25", 5000))
            else:
                made.append(answer(learner, item.number, knows, values[1]))
    return made


@pytest.fixture(scope="module")
def found():
    return class_statistics(ITEMS, simulated(), is_closed=True)


def test_a_good_item_discriminates_and_a_dead_one_is_told(found):
    by_number = {one.number: one for one in found.items}
    good, dead = by_number[GOOD], by_number[DEAD]
    assert good.figures["discrimination_index"].low > 20 and not good.findings
    assert dead.figures["discrimination_index"].low < 0 < abs(dead.figures["discrimination_index"].high) < 40


def test_an_item_is_flagged_only_when_even_the_upper_end_is_low(found):
    flagged = {one.number for one in found.items if any("does not tell" in told for told in one.findings)}
    assert flagged == {one.number for one in found.items if one.figures["discrimination_index"].high < 10}
    assert REVERSED in flagged and GOOD not in flagged and MISTAKEN not in flagged


def test_a_reversed_key_is_suspect_and_a_common_misconception_is_not(found):
    suspects = {(one.item, one.value) for one in found.suspects}
    assert (REVERSED, "57") in suspects
    assert {item for item, _ in suspects} == {REVERSED}
    told = next(one for one in found.suspects if one.value == "57")
    assert "strong learners have 57 for no modifier" in told.reasons[0] and told.case == "knee: side=left"


def test_disputes_by_two_make_a_key_suspect():
    answers = simulated()
    entry = next(iter(next(one for one in answers if one.item == GOOD and one.wrong).entries()))
    for count in (1, 2):
        disputed = [
            Answered(**{**vars(one), "disputed": (entry,)}) if one.item == GOOD and place < count * 12 else one
            for place, one in enumerate(answers)
        ]
        told = [reason for one in class_statistics(ITEMS, disputed).suspects for reason in one.reasons]
        assert any("dispute" in reason for reason in told) == (count == 2), told


def test_the_common_misconception_is_counted_with_its_cost(found):
    first = next(one for one in found.misconceptions if one.error == "unsupported-modifier-25")
    wrong = {one.learner for one in simulated() if one.item == MISTAKEN and one.wrong}
    assert (set(first.learners), first.of, first.entered) == (wrong, CLASS, "25")
    assert first.says.startswith(f"{len(wrong)} of {CLASS} had 25: Modifier 25 on a visit")
    assert first.cost.owed_not_paid_amount == 5000 * len(wrong) == found.cost.owed_not_paid_amount
    competence = found.competences[0]
    assert (competence.competence, competence.points) == ("C4", CLASS * len(ITEMS))
    weakest = min(found.by_learner, key=lambda one: one.percent)
    assert "unsupported-modifier-25" in weakest.errors


def test_fewer_than_twenty_have_no_interval_and_nothing_is_flagged():
    few = class_statistics(ITEMS, simulated(size=FEWEST - 1), is_closed=True)
    assert all(one.low is None for item in few.items for one in item.figures.values())
    assert "Fewer than 20" in few.notes[0] and not any("does not tell" in t for i in few.items for t in i.findings)


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    """Of twenty-five classes with a facility of 60 %, the interval holds it in nearly all."""
    rng = np.random.default_rng(3)
    inside = 0
    for _ in range(25):
        marks = (rng.random((60, 3)) < 0.6).astype(float)
        told = estimates(lambda table: item_figures(table, np.ones(3)), marks)["facility"][0]
        inside += told.low <= 60 <= told.high
    assert 21 <= inside <= 25


def test_cases_of_an_item_are_told_apart():
    answers = [
        answer(learner, item, learner % 5 > 0 if item == 1 else (learner * item) % 3 > 0)
        for learner in range(60)
        for item in (1, 2, 3)
    ]
    hard = [
        answer(int(one.learner[2:]), 1, int(one.learner[2:]) % 6 == 0, case="knee: side=right")
        if one.item == 1 and int(one.learner[2:]) < 30
        else one
        for one in answers
    ]
    told = class_statistics(ITEMS[:3], hard).cases
    assert [(one.case, one.learners, one.finding.split()[0]) for one in told] == [
        ("knee: side=left", 30, "Easier"),
        ("knee: side=right", 30, "Harder"),
    ]
    assert class_statistics(ITEMS[:3], answers).cases == ()


def test_what_was_not_attempted_is_left_out_or_counts_nothing():
    answers = [answer(1, 1, True), answer(1, 2, True), answer(2, 1, True)]
    open_, closed = (class_statistics(ITEMS[:2], answers, is_closed) for is_closed in (False, True))
    assert [one.items[1].figures["facility"].value for one in (open_, closed)] == [100.0, 50.0]
    assert (open_.whole, closed.whole) == (1, 2)


def test_the_figures_agree_with_numpy():
    """Discrimination is a correlation; consistency is alpha by its textbook formula."""
    rng = np.random.default_rng(1)
    marks = rng.random((25, 6))
    told = item_figures(marks, np.ones(6))
    rest = marks.sum(axis=1, keepdims=True) - marks
    expected = [100 * np.corrcoef(marks[:, place], rest[:, place])[0, 1] for place in range(6)]
    assert np.allclose(told.discrimination_index, expected)
    k = np.cov(marks.T)
    alpha = 6 / 5 * (1 - np.trace(k) / k.sum())
    assert np.isclose(figures.test_figures(marks).internal_consistency, 100 * alpha)


def test_nothing_can_be_said_of_one_learner_or_of_marks_that_are_all_the_same():
    one = class_statistics(ITEMS[:2], [answer(1, 1, True), answer(1, 2, False)])
    assert one.items[0].figures["discrimination_index"].value is None and one.test["skewness"].value is None
    same = class_statistics(ITEMS[:2], [answer(n, item, True) for n in range(25) for item in (1, 2)])
    assert same.items[0].figures["discrimination_index"].value is None
    assert same.items[0].findings == ("Everybody earned all points.",)
    assert class_statistics(ITEMS, []).notes == ("Nobody answered yet.",)


def test_an_item_that_earns_less_than_guessing_is_suspect():
    answers = [answer(n, item, n % 10 == 0 if item == 1 else n % 2 == 0) for n in range(40) for item in (1, 2, 3)]
    told = [one for one in class_statistics(ITEMS[:3], answers).suspects if not one.place]
    assert told[0].item == 1 and told[0].reasons[0] == "It earns 10 %, and guessing earns 25 %."


def test_every_figure_has_its_formula_and_plain_data_comes_out(found):
    names = {*found.items[0].figures, *found.test}
    assert names == set(figure_words())
    import json

    told = json.loads(json.dumps(found.as_dict()))
    assert told["formulas"]["facility"]["formula"] == "mean(x) / points of the item"
    assert sum(told["histogram"]) == CLASS


def test_the_table_ignores_items_that_are_not_asked():
    assert mark_table(ITEMS[:1], [answer(1, 1, True), answer(1, 9, True)]).marks.tolist() == [[1.0]]
