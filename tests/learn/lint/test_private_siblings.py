"""Private siblings: other words and numbers, something more in the key, and still nothing to correct."""

import os
import re
import tomllib
from pathlib import Path
from random import Random

import pytest
from a_share import of_scenarios

from sim.cli import main
from sim.clinic.scenarios.library import scenario, scenarios
from sim.ground.files import forget
from sim.learn.exercises.exercise import exercise
from sim.learn.exercises.private_bank import is_private, is_private_scenario
from sim.learn.lint.private_siblings import changed_at_once, parse_text, shared_keys
from sim.learn.lint.sibling_wording import in_record, other_vitals, parts, reworded, wordings

LIBRARY = Path(os.environ["CLEANCLAIM_HOME"]) / "cache"  # made once for all tests


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A user's own folder, empty."""
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    (tmp_path / "cache").symlink_to(LIBRARY)
    LIBRARY.mkdir(exist_ok=True)
    forget()
    return tmp_path


def test_a_copy_lints_clean_and_its_exercise_is_private(home, capsys):
    assert main(["new", "scenario", "my_eye", "--like", "pink_eye"]) == 0
    told = capsys.readouterr().out
    path = home / "data/scenarios/urgent_care/my_eye.toml"
    assert told.startswith(f"{path}\n") and "nothing to correct" in told and "of the public scenario" not in told
    text = path.read_text(encoding="utf-8")
    assert "reviewed =" not in text and scenario("pink_eye").label not in text and text.count("# CHANGE") >= 5
    assert main(["new", "exercise", "my_eye_task", "--like", "visit_02_red_eye"]) == 0
    assert "nothing to correct" in capsys.readouterr().out
    made = exercise("my_eye_task")
    assert made.scenarios == ("my_eye",) and is_private(made) and is_private_scenario("my_eye")
    assert not is_private(exercise("visit_02_red_eye"))


def test_a_public_scenario_that_was_only_copied_is_as_public_as_before(home):
    own = home / "data/scenarios/urgent_care/copied.toml"
    own.parent.mkdir(parents=True)
    text = Path(scenario("pink_eye").path).read_text(encoding="utf-8")
    own.write_text("# mine\n" + text.replace('label = "Red eye"', 'label = "Mine"'), encoding="utf-8")
    forget()
    assert "copied" in scenarios() and not is_private_scenario("copied")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("exercise", "mine", "--like", "coder_04_knee"),
            "cleanclaim new scenario my_knee_injection --like knee_injection",
        ),
        (("payer", "mine", "--like", "acme_ppo"), "--like for a scenario or an exercise"),
        (("scenario", "mine", "--like", "no_such"), "no_such"),
    ],
)
def test_what_cannot_be_copied_says_why(home, capsys, words, told):
    assert main(["new", *words]) == 2
    assert told in capsys.readouterr().err


def test_two_copies_differ_and_each_has_a_key_of_its_own():
    path = Path(scenario("knee_injection").path)
    one, other = (changed_at_once("knee_injection", Random(seed)) for seed in (1, 2))
    assert one != other
    for text in (one, other):
        copy = parse_text(text, path)
        assert shared_keys(copy, "knee_injection").public == 0 and not shared_keys(copy, "knee_injection").words


def test_an_author_is_told_which_keys_are_still_public():
    told = shared_keys(scenario("pink_eye"), "pink_eye").words
    assert re.match(r"(\d+) of \1 keys are those of the public scenario: ", told)


@pytest.mark.parametrize("name", of_scenarios(30))
def test_names_conditions_and_codes_are_left_alone_by_every_wording(name):
    """Every wording there is, put on every scenario: only phrases of the record change, and no {name} in them."""
    text = Path(scenario(name).path).read_text(encoding="utf-8")
    changed = in_record(text, lambda phrase: phrase.upper() if " " in phrase else phrase)
    assert [part.splitlines()[0] for part in parts(changed)] == [part.splitlines()[0] for part in parts(text)]
    assert re.findall(r"\{[a-z_.]+\}", changed) == re.findall(r"\{[a-z_.]+\}", text)
    before, after = tomllib.loads(text), tomllib.loads(changed)
    assert [one.get("code") for one in before.get("dx", [])] == [one.get("code") for one in after.get("dx", [])]
    assert [one.get("when") for one in before["document"]] == [one.get("when") for one in after["document"]]
    for pair in wordings():
        text = reworded(text, pair)
    tomllib.loads(text)


@pytest.mark.parametrize("seed", range(20))
def test_a_vital_sign_stays_in_its_band(seed):
    text = '[document.sections]\nexam = ["BP 138/88, HR 61, T 98.9, RR 13."]'
    found = re.search(r"BP (\d+)/(\d+), HR (\d+), T ([\d.]+), RR (\d+)", other_vitals(text, Random(seed)))
    upper, lower, pulse, heat, breaths = (float(one) for one in found.groups())
    assert 130 <= upper < 140 and 80 <= lower < 90 and 60 <= pulse < 100 and 97 <= heat < 99 and 12 <= breaths < 20
