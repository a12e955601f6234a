"""A list of a desk's exercises can be told apart by their titles."""

from collections import Counter

from sim.learn.exercises.exercise import exercises
from sim.learn.tasks.contract import task_of


def test_no_two_exercises_of_a_desk_have_the_same_title():
    titles = Counter((task_of(one.task).desk, one.title) for one in exercises().values())
    assert [both for both, count in titles.items() if count > 1] == [], "give each exercise a title of its own"
