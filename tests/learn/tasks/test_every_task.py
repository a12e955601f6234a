"""What every task keeps, whatever it asks: it has enough exercises, its typical wrong answers are written down as
samples and each is told a reason of its own, and over a whole session at the desk nothing that reaches the page holds
the key before it may.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from a_share import share

from sim.learn.desk.attempt_store import Store
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import Exercise, exercises
from sim.learn.grading.marks import Mark, Marks
from sim.learn.lint.exercise_proofs import answer_of, case_of
from sim.learn.tasks.contract import stages, task_of, tasks

sys.path.insert(0, str(Path(__file__).parents[2] / "ui" / "desks"))
from page_by_hand import PageByHand  # noqa: E402

EXERCISES, TYPICAL, TASKS, IN_ALL = 6, 5, 18, 130
SECRETS = ("truth", "seed", "trap", "trap_number", "mistake", "picked", "supported_amount", "denial_policy")


def of_task(name: str) -> list[Exercise]:
    """The exercises of a task."""
    return [one for one in exercises().values() if one.task == name]


# -- enough of them


def test_the_whole_day_of_both_roles_is_there():
    counts = {name: len(of_task(name)) for name in tasks()}
    assert len(counts) >= TASKS and sum(counts.values()) >= IN_ALL, counts
    assert {name: count for name, count in counts.items() if count < EXERCISES} == {}


def test_the_frame_of_tasks_says_so():
    import sim

    frame = sim.tasks()
    assert list(frame.columns[:5]) == ["task", "role", "desk", "title", "exercises"]
    assert dict(zip(frame.task, frame.exercises, strict=True)) == {name: len(of_task(name)) for name in tasks()}


# -- typical wrong answers


@dataclass(frozen=True)
class Wrong:
    """A typical wrong answer as a sample writes it, and the marks it brought that the key does not."""

    exercise: str
    mistake: str
    marks: tuple[Mark, ...]

    @property
    def words(self) -> frozenset[str]:
        """What the learner is told, without where he is told it."""
        return frozenset(mark.message for mark in self.marks)


@cache
def wrongs(task: str) -> tuple[Wrong, ...]:
    """The typical wrong answers of some of a task's exercises that can be made in their first variant."""
    some = share([one.name for one in of_task(task)], 8)
    return tuple(one for exercise in of_task(task) if exercise.name in some for one in _wrongs(exercise))


def _wrongs(one: Exercise) -> Iterator[Wrong]:
    case = draw(one.name, 1)
    for sample in one.samples:
        if sample.answer in ("truth", "blank") or sample.earns == "full":
            continue
        mine = case_of(one, sample, case)
        answer = answer_of(sample, mine)
        if answer is None:
            continue
        task = task_of(one.task)
        marks = task.grade(task.parse(answer), mine)
        assert isinstance(marks, Marks), (one.name, sample.what)
        told = tuple(mark for mark in marks.marks if mark.verdict not in ("right", "free"))
        yield Wrong(one.name, sample.answer if isinstance(sample.answer, str) else sample.what, told)


@pytest.mark.parametrize("name", tasks())
def test_a_typical_wrong_answer_is_told_why(name):
    silent = [
        (one.exercise, one.mistake)
        for one in wrongs(name)
        if not any(mark.message and mark.reason for mark in one.marks)
    ]
    assert not silent


@pytest.mark.parametrize("name", tasks())
def test_five_typical_wrong_answers_have_reasons_of_their_own(name):
    told = {one.mistake: one.words for one in wrongs(name)}
    assert len(told) >= TYPICAL, sorted(told)
    assert len(set(told.values())) >= TYPICAL, sorted(told)


# -- nothing of the key before it may


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """One store for all of them."""
    return Store(tmp_path_factory.mktemp("sessions"))


def first_of_each() -> list[str]:
    """The first and the last exercise of every task."""
    return sorted({one.name for name in tasks() for one in (of_task(name)[:1] + of_task(name)[-1:])})


@pytest.mark.parametrize("name", first_of_each())
def test_a_whole_session_holds_no_key_before_it_may(name, store):
    page = PageByHand(name, 2, store)
    shown = list(session(page))
    assert len(shown) >= 3
    for view in shown:
        assert view.get("key") is None
        assert not [word for word in SECRETS if word in set(names(view))]
        assert not list(told_of(view, page.key)), "the page tells an answer"
    assert page.say("show_me")["key"] is not None


def session(page: PageByHand) -> Iterator[dict[str, Any]]:
    """What the page is sent from opening to the second wrong submission, with every hint."""
    yield page.view
    for _ in page.case.exercise.hints:
        yield page.say("hint")
    yield page.say("draft", draft=page.view["draft"])
    wrong = [answer_of(sample, page.case) for sample in page.case.exercise.samples if str(sample.answer) not in RIGHT]
    for answer in [one for one in wrong if one][:2]:
        yield from sent(page, answer)


def sent(page: PageByHand, answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The views that follow when an answer is sent, of a task in stages stage by stage, and again from the first."""
    parts = stages(task_of(page.task))
    if not parts:
        yield page.say("submit", answer=page_draft(page, answer))
        return
    if page.view["drawing"] == "visit":
        yield page.say("go_back", stage=0)
    for one in parts:
        stage = page.at_stage()
        yield page.say("submit", answer=page_draft(stage, answer[one.name]))
    assert page.view["drawing"] == "visit"


RIGHT = ("truth", "blank")


def page_draft(page: PageByHand, answer: dict[str, Any]) -> dict[str, Any]:
    """A stored answer as this page's fields hold it."""
    from sim.ui.desks.desk_folders import page_of

    return page_of(page.task).to_draft(answer, page.case)


def names(shown: Any) -> Iterator[str]:
    """Every name of a field in it."""
    if isinstance(shown, dict):
        for name, one in shown.items():
            yield name
            yield from names(one)
    elif isinstance(shown, list):
        for one in shown:
            yield from names(one)


def told_of(view: dict[str, Any], key: dict[str, Any]) -> Iterator[str]:
    """Fields of the key that the page holds beside their name, or whole lists of it, but for what was entered."""
    entered = json.dumps(view["draft"])
    rest = {name: one for name, one in view.items() if name not in ("draft", "marks")}
    text = json.dumps(rest)
    for name, right in key.items():
        if isinstance(right, list | dict) and len(right) > 1:
            whole = json.dumps(right)
            if whole in text and whole not in entered:
                yield name
        elif isinstance(right, str) and right:
            for place in values(rest, name):
                if place == right and right not in entered:
                    yield name


def values(shown: Any, name: str) -> Iterator[Any]:
    """Whatever stands under this name; words in another type, such as {"code": "99213"}, are no field."""
    if isinstance(shown, dict) and len(shown) > 1:
        for one, value in shown.items():
            if one == name:
                yield value
            yield from values(value, name)
    elif isinstance(shown, dict):
        yield from values(next(iter(shown.values()), None), name)
    elif isinstance(shown, list):
        for one in shown:
            yield from values(one, name)


def test_a_told_answer_is_found():
    key = {"code": "99213", "order": ["a", "b"]}
    assert list(told_of({"draft": {}, "panel": {"code": "99213", "help": "x"}}, key)) == ["code"]
    assert list(told_of({"draft": {}, "rows": [["a", "b"]]}, key)) == ["order"]
    assert list(told_of({"draft": {"code": "99213"}, "bar": {"code": "99213", "help": "x"}}, key)) == []
    assert list(told_of({"draft": {}, "table": [{"code": "99213"}]}, key)) == []  # a code in running words
