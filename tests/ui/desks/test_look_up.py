"""What may be looked up at a desk: tables of the library, and another patient's case; never the key of one's own."""

import pytest
from a_share import of_each_task

from sim.ground.errors import CleanClaimError
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercises
from sim.learn.tasks.contract import task_of
from sim.reference.calculators import decision, em
from sim.reference.calculators.em import em_level
from sim.reference.glossary import terms
from sim.ui.desks import look_up
from sim.ui.desks.desk_text import plain


def test_the_table_of_levels_says_what_the_calculator_does():
    rows = look_up.levels()[1]["table"]["rows"]
    assert [(plain(row[1]), plain(row[2])) for row in rows] == [
        (f"{new} {first} min", f"{known} {second} min")
        for new, first, known, second in zip(
            *em.FAMILIES["office new"], *em.FAMILIES["office established"], strict=True
        )
    ]
    for at, row in enumerate(rows):
        for problem in row[3].split("; "):
            facts = [problem.removeprefix("two ")] * (2 if problem.startswith("two ") else 1)
            assert em_level(facts).details["problems"] == decision.LEVELS[at], problem
        for risk in row[5].split("; "):
            assert risk == "none" or em_level(risk=[risk]).details["risk"] == decision.LEVELS[at], risk


@pytest.mark.parametrize(
    "level, facts",
    [
        ("minimal", ["unique test ordered"]),
        ("low", ["unique test ordered", "external note reviewed"]),
        ("low", ["independent historian"]),
        ("moderate", ["unique test ordered", "unique test reviewed", "external note reviewed"]),
        ("moderate", ["independent interpretation"]),
        ("moderate", ["discussion with external professional"]),
        ("high", ["independent interpretation", "discussion with external professional"]),
    ],
)
def test_the_words_for_data_are_the_rule(level, facts):
    assert em_level(data=facts).details["data"] == level


def test_every_term_is_there_once_and_says_something():
    names = [name.lower() for one in terms() for name in (one.term, *one.also)]
    assert len(names) == len(set(names)) and all(len(one.words) > 15 for one in terms())
    assert [one.term.lower() for one in terms()] == sorted(one.term.lower() for one in terms())


@pytest.mark.parametrize("name", of_each_task(2))
def test_an_example_is_another_patients_case_with_another_answer(name):
    case = draw(name, 1)
    shown = look_up.example(case)
    opened = task_of(case.exercise.task).opens(case)
    assert shown["title"].startswith("Worked example") and shown["steps"]
    assert bool(shown["documents"]) == bool(opened.get("documents"))
    assert shown["panels"] or not opened.get("panels")
    other = look_up.example_of(case)
    assert other.exercise.task == case.exercise.task and other.patient != case.patient
    assert task_of(other.exercise.task).key(other) != task_of(case.exercise.task).key(case)


def test_assessed_work_has_no_example(monkeypatch):
    from dataclasses import replace

    case = draw("coder_04_knee", 1)
    with pytest.raises(CleanClaimError, match="practice only"):
        look_up.example(replace(case, exercise=replace(case.exercise, mode="exam")))


def test_every_exercise_says_what_it_is_for_and_how_long_it_takes():
    assert [one.name for one in exercises().values() if not one.goal or not one.minutes] == []
