"""What is due comes first by what is least known, near the success aimed at, and no scenario follows itself."""

from datetime import UTC, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sim.learn.course.choice.fresh_items import Item, interleaved, scenario_of
from sim.learn.course.choice.reviews import due, review
from sim.learn.course.plan.shelf import shelf
from sim.learn.course.record.difficulty import HIGH, LOW, prior, ratings
from sim.learn.course.record.mastery import mastery
from tests.learn.course.course_answers import NINE, answer, past

SHELF = shelf()


def asked(answers, day):
    now = NINE + timedelta(days=day)
    skills = mastery(answers, lambda one: False, UTC)
    return review(skills, past(*answers), ratings(answers), now, SHELF), due(skills, now)


def test_nothing_is_due_on_the_day_and_what_was_met_is_on_the_next():
    made = [answer("coder_04_knee", skills={"modifier-25": 1.0, "laterality": 1.0}, scenario="knee_injection")]
    assert asked(made, 0)[0].items == ()
    found, skills = asked(made, 1)
    assert {one.skill for one in skills} == {"modifier-25", "laterality"} == set(found.skills)
    assert found.items and all(item not in {("coder_04_knee", 1)} for item in found.items)
    assert scenario_of(SHELF.exercises[found.items[0].exercise], found.items[0].variant) != "knee_injection"


def test_the_least_known_is_asked_first_and_the_same_answers_ask_the_same():
    made = [
        answer("coder_04_knee", 1, skills={"modifier-25": 0.0}, score=0.0),
        answer("coder_10_ankle", 2, skills={"laterality": 1.0}),
    ]
    first, skills = asked(made, 9)
    assert first.skills[0] == "modifier-25" == skills[0].skill
    assert asked(made, 9)[0] == first


def test_the_item_that_is_chosen_is_near_the_success_aimed_at():
    """Where several exercises train a skill, the one whose expected success lies between 70 and 85 % is taken."""
    strong = [answer(f"coder_{n:02}", n, level=3, skills={}) for n in range(1, 40)]
    for answers, skill in (([], "em-level"), (strong, "em-level"), ([], "remedies"), (strong, "remedies")):
        rated = ratings(answers)
        known = [*answers, answer("coder_99", 60, skills={skill: 1.0}, level=3)]
        found = asked(known, 3)[0].items
        chosen = SHELF.exercises[found[0].exercise]
        far = {
            name: abs(rated.expected(name, SHELF.exercises[name].level) - (LOW + HIGH) / 2)
            for name in SHELF.trained[skill]
        }
        within = [name for name in far if far[name] <= (HIGH - LOW) / 2]
        assert not within or far[chosen.name] <= 0.1


def test_right_answers_make_what_follows_harder():
    easy, hard = ratings([answer(n, 1, score=1.0) for n in "abcdef"]), ratings([answer(n, 1, score=0.0) for n in "abc"])
    assert easy.learner > 1250 > hard.learner and prior(5) > prior(1)
    assert ratings([answer(is_alone=False), answer(is_first=False)]).learner == 1250


@given(st.lists(st.sampled_from(sorted(SHELF.exercises)), unique=True, max_size=9))
def test_interleaving_keeps_every_item_and_parts_the_scenarios(names):
    items = [Item(name, 1) for name in names]
    found = interleaved(items, SHELF.exercises)
    assert sorted(found) == sorted(items)
    scenarios = [scenario_of(SHELF.exercises[item.exercise], 1) for item in found]
    together = sum(one == other for one, other in zip(scenarios, scenarios[1:], strict=False))
    most = max((scenarios.count(one) for one in scenarios), default=0)
    if most <= 1:
        assert together == 0
