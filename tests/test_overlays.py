"""What a user adds is one file in the user's own folder: a payer, a scenario, an exercise. Each is added, found and
used; nothing of the house is touched.
"""

import pytest

from sim.ground.files import find, scan
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercises
from sim.learn.lint.exercise_proofs import check
from sim.learn.tasks.contract import task_of
from sim.payer.asked.check_lines import findings
from sim.payer.asked.price import price
from sim.payer.rulebook.payers import payers

EXERCISE = """title = "A knee of ours"
task = "code_visit"
scenario = "own_knee"
payer = "acme_ppo"
skills = ["laterality"]
points = 5
ask = "Code the visit."
hints = ["Which knee?"]

[[sample]]
what = "the record's own codes"
answer = "truth"
earns = "full"
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The user's own folder, empty."""
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    return tmp_path


def write(path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_payer_is_one_file(home):
    text = find("data/payers/acme_ppo.toml").read_text(encoding="utf-8")
    write(home / "data" / "payers" / "own_health.toml", text.replace("Acme PPO", "Own Health"))
    assert payers()["own_health"].label == "Own Health"
    here, there = (price("99213", payer=payer) for payer in ("own_health", "acme_ppo"))
    assert here.allowed_amount == there.allowed_amount > 0


def test_a_scenario_and_an_exercise_of_it_are_one_file_each(home):
    scenario = scan("data/scenarios")["knee_injection"].read_text(encoding="utf-8")
    label = next(line for line in scenario.splitlines() if line.startswith("label"))
    folder = home / "data" / "scenarios" / "family_medicine"
    write(folder / "own_knee.toml", scenario.replace(label, 'label = "A knee of ours"'))
    write(home / "exercises" / "own" / "own_knee_visit.toml", EXERCISE)
    assert exercises()["own_knee_visit"].unit == "own"
    case = draw("own_knee_visit", 1)
    assert case.scenario.label == "A knee of ours"
    task = task_of(case.exercise.task)
    marks = task.grade(task.parse(task.key(case)), case)
    assert marks.score == 1 and marks.journey["balance_ok"] and check(case.exercise, 1) == []


def test_a_pair_of_ones_own_table_is_shown_as_an_estimate(home):
    write(
        home / "data/edits/ptp.csv",
        "column_1,column_2,modifier_indicator,effective_date,deletion_date,source,verify\n"
        "20610,71046,0,2020-01-01,,a guess of ours,\n",
    )
    found = findings([{"code": "20610", "modifiers": "RT"}, {"code": "71046"}])
    assert [(one["line"], one["rests_on"]) for one in found] == [(2, "teaching estimate: a guess of ours")]
