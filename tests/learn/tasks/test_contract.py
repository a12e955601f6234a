"""The contract of a task: what each has to say, what a task that forgets to say what is open shows (nothing), and what
every Form, draft and worked case keep."""

import json

import pytest
from a_share import of_each_task
from hypothesis import given
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import draw
from sim.learn.tasks.contract import FUNCTIONS, TEXTS, task_of, tasks
from sim.learn.tasks.form import (
    Box,
    Boxes,
    Choice,
    Choices,
    Code,
    Date,
    Form,
    Ledger,
    Line,
    Money,
    Number,
    Option,
    Phrases,
    Rows,
    Text,
    Tick,
)
from sim.learn.tasks.form_answers import admit, blank, read
from sim.learn.tasks.shown_before_grading import public

PARTS = {
    "role": 'role = "coder"',
    "desk": 'desk = "coder"',
    "title": 'title = "Count"',
    "opens": "def opens(case):\n    return {'label': case.scenario.label}",
    "form": "def form(case):\n    return Form((Number('units', 'Units'),))",
    "parse": "def parse(given):\n    return given",
    "grade": "def grade(answer, case):\n    return Marks((), 0, 1)",
    "key": "def key(case):\n    return {'units': '1'}",
    "worked": "def worked(case):\n    return [Step('note', 'one', '1')]",
}
HEAD = """from sim.learn.grading.marks import Marks
from sim.learn.tasks.contract import Step
from sim.learn.tasks.form import Form, Number
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of one's own for tasks."""
    monkeypatch.setenv("CLEANCLAIM_TASKS", str(tmp_path))
    return tmp_path


def write(folder, name: str, **without) -> str:
    (folder / name).mkdir()
    text = "\n\n".join(part for name, part in PARTS.items() if name not in without)
    (folder / name / "task.py").write_text(f'"""A task."""\n{HEAD}\n{text}\n', encoding="utf-8")
    return str(folder / name / "task.py")


def test_a_folder_is_a_task_and_nothing_else_is_touched(folder):
    write(folder, "whole_task")
    assert tasks()["whole_task"].title == "Count"


@pytest.mark.parametrize("part", [*TEXTS, *FUNCTIONS])
def test_a_missing_part_is_named_with_its_file(folder, part):
    file = write(folder, f"without_{part}", **{part: True})
    with pytest.raises(CleanClaimError) as told:
        task_of(f"without_{part}")
    assert file in told.value.line() and f"has no {part}" in told.value.line() and "\n" not in told.value.line()


def test_a_part_that_takes_something_else_is_a_missing_one(folder):
    file = write(folder, "other_key")
    with open(file, "a", encoding="utf-8") as text:
        text.write("\n\ndef key():\n    return {}\n")
    with pytest.raises(CleanClaimError, match="has no key"):
        task_of("other_key")


def test_a_task_that_does_not_say_what_is_open_shows_nothing_and_asks_nothing(folder):
    write(folder, "closed_task", opens=True)
    case, closed = draw("coder_04_knee", 1), task_of("closed_task")
    assert closed.opens(case) == {} and closed.form(case) == Form() and closed.title == "Count"


def test_an_unknown_task_gives_the_names():
    with pytest.raises(CleanClaimError, match="code_visit"):
        task_of("no_such_task")


def test_tasks_are_never_taken_from_the_users_own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    (tmp_path / "tasks").mkdir()
    write(tmp_path / "tasks", "from_home")
    assert "from_home" not in tasks()


@pytest.mark.parametrize("name", of_each_task(2))
def test_every_case_is_worked_aloud_and_nothing_of_it_is_open(name):
    case = draw(name, 1)
    steps, shown = task_of(case.exercise.task).worked(case), json.dumps(public(case), ensure_ascii=False)
    assert steps and all(step.place and step.says and step.follows for step in steps)
    assert not [step.follows for step in steps if step.follows in shown]


# -- forms

ALL = Form(
    (
        Choice("payer", "Payer", options=(Option("a", "Acme"), Option("b", "Best"))),
        Choices("flags", "Flags", options=(Option("x", "X"), Option("y", "Y"))),
        Tick("held", "Hold"),
        Number("units", "Units", least=1, most=99),
        Money("paid", "Paid"),
        Date("day", "Day"),
        Text("words", "Words", most=50),
        Code("dx", "Diagnosis", kind="diagnosis"),
        Rows("lines", "Lines", fields=(Code("code", "Code"), Number("units", "Units", least=1)), most=3),
        Phrases("proof", "Proof", most=2),
        Boxes("boxes", "Boxes", boxes=(Box("1a", "Id"), Box("2", "Name", locked=True))),
        Ledger(
            "entries", "Entries", lines=(Line("1", "Line 1"),), fields=(Money("patient", "Patient", least=-10_000),)
        ),
        Text("letter.words", "Words"),
    )
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
FILLED = st.fixed_dictionaries({}, optional={control.name.partition(".")[0]: JSON for control in ALL.controls})


@given(JSON | FILLED)
def test_whatever_a_page_sends_becomes_a_draft_or_is_told_in_one_line(given_):
    try:
        draft = admit(ALL, given_)
    except CleanClaimError as told:
        assert told.expected and "\n" not in told.line()
        return
    assert set(draft) == set(blank(ALL)) and admit(ALL, draft) == draft and json.dumps(draft)


@given(JSON | FILLED)
def test_whatever_is_answered_is_read_or_told_with_its_place(given_):
    values, problems = read(ALL, given_ if isinstance(given_, dict) else {})
    heads = {control.name.partition(".")[0] for control in ALL.controls}
    assert set(values) <= heads
    assert all(isinstance(one, Problem) and one.where.partition(".")[0] in heads for one in problems)


@pytest.mark.parametrize(
    "field, given_, value",
    [
        ("payer", "b", "b"),
        ("flags", ["y"], ["y"]),
        ("held", True, True),
        ("units", "7", 7),
        ("paid", "$1,050.5", 105050),
        ("words", " a ", "a"),
        ("dx", "m1711", "M17.11"),
        ("lines", [{"code": "20610", "units": "1"}, {"code": "", "units": ""}], [{"code": "20610", "units": 1}]),
        (
            "proof",
            [{"document": 0, "section": 1, "line": 0, "start": 2, "end": 5}],
            [{"document": 0, "section": 1, "line": 0, "start": 2, "end": 5}],
        ),
        ("boxes", {"1a": "1S34"}, {"1a": "1S34"}),
        ("letter", {"words": "Please"}, {"words": "Please"}),
        (
            "entries",
            {"1": {"patient": "-5"}, "2": {"patient": "9"}},
            {"1": {"patient": -500}},
        ),
    ],
)
def test_what_is_right_is_read(field, given_, value):
    values, problems = read(ALL, admit(ALL, {field: given_}))
    assert problems == [] and values[field] == value


@pytest.mark.parametrize(
    "field, given_, where",
    [
        ("payer", "c", "payer"),
        ("flags", ["z"], "flags"),
        ("units", "100", "units"),
        ("units", "0", "units"),
        ("paid", "ten", "paid"),
        ("paid", "-1", "paid"),
        ("day", "31/31/2026", "day"),
        ("dx", "17", "dx"),
        ("lines", [{"code": "20610", "units": "x"}], "lines.0.units"),
        ("boxes", {"2": "Ann"}, "boxes"),
        ("entries", {"1": {"patient": "-100.01"}}, "entries.1.patient"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(field, given_, where):
    assert [one.where for one in read(ALL, admit(ALL, {field: given_}))[1]] == [where]


@pytest.mark.parametrize(
    "field, given_",
    [
        ("lines", [{}] * 4),
        ("lines", {}),
        ("proof", [{"document": "first"}]),
        ("boxes", {"99": "x"}),
        ("words", "x" * 51),
        ("units", ["1"]),
        ("letter", []),
    ],
)
def test_what_no_page_sends_is_refused(field, given_):
    with pytest.raises(CleanClaimError):
        admit(ALL, {field: given_})
