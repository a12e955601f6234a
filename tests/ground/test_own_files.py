"""What is the user's own is listed with how it stands to what ships; a replacement is told once."""

import pytest

from sim.clinic.scenarios.library import scenario
from sim.cli import main
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, forget
from sim.ground.own_files import own_files, untold
from sim.learn.exercises.exercise import exercise
from sim.payer.asked.typed_values import payer_named

PAYER = find("data/payers/acme_ppo.toml").read_text(encoding="utf-8")


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Writes a file of the user's own."""
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))

    def write(path: str, text: str = "x"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
        forget()

    return write


@pytest.mark.parametrize(
    "path, how",
    [
        ("data/payers/own_plan.toml", "yours"),
        ("data/payers/acme_ppo.toml", "replaces the shipped one"),
        ("data/scenarios/urgent_care/knee_injection.toml", "replaces the shipped data/scenarios/family_medicine/"),
        ("exercises/own/own_visit.toml", "yours"),
        ("data/params/filing_limit.toml", "adds to the shipped one"),
        ("data/fees/charge_master.csv", "adds to the shipped one"),
        ("data/edits/mue.csv", "replaces the shipped one"),
        ("data/payers/own_plan.toml.txt", "not read: rename it to own_plan.toml"),
        ("data/fees/charges.xlsx", "not read: CleanClaim has no file of this name"),
        ("data/payers/own_plan.docx", "not read: the name must end in .toml"),
    ],
)
def test_each_file_says_how_it_is_read(own, path, how):
    own(path)
    [found] = own_files()
    assert found.path == path and found.how.startswith(how)


def test_nothing_of_ones_own_is_nothing_to_tell(own):
    assert own_files() == [] and untold() == []


def test_a_replacement_is_told_once_and_a_new_file_never(own, capsys):
    own("data/payers/own_plan.toml", PAYER)
    own("data/payers/acme_ppo.toml", PAYER)
    for told in (1, 0):
        assert main(["price", "99213"]) == 0
        said = capsys.readouterr()
        assert said.err.count("data/payers/acme_ppo.toml is read in place of the shipped file") == told
        assert "own_plan" not in said.err and "Allowed" in said.out


@pytest.mark.parametrize(
    "path, ask",
    [
        ("data/scenarios/urgent_care/own_cough.toml.txt", lambda: scenario("own_cough")),
        ("exercises/own/own_visit.toml.txt", lambda: exercise("own_visit")),
        ("data/payers/own_plan.toml.txt", lambda: payer_named("own_plan")),
    ],
)
def test_a_file_that_notepad_named_is_found_by_whoever_misses_it(own, path, ask):
    own(path)
    with pytest.raises(CleanClaimError) as error:
        ask()
    name = path.rpartition("/")[2]
    assert f"{name} to {name.removesuffix('.txt')}" in error.value.line()
