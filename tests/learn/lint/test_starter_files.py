"""`cleanclaim new`: what it writes lints clean at once, works at once, and takes nobody's place."""

import os
from pathlib import Path

import pytest

from sim.cli import main
from sim.ground.errors import CleanClaimError
from sim.ground.files import forget
from sim.learn.exercises.case import draw
from sim.learn.lint.linter import lint
from sim.learn.lint.starter_files import FOLDERS, start
from sim.learn.tasks.contract import task_of
from sim.payer.asked.price import price
from sim.verbs import simulate


LIBRARY = Path(os.environ["CLEANCLAIM_HOME"]) / "cache"  # made once for all tests


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A user's own folder, empty."""
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    (tmp_path / "cache").symlink_to(LIBRARY)
    LIBRARY.mkdir(exist_ok=True)
    forget()
    return tmp_path


@pytest.mark.parametrize("kind", FOLDERS)
def test_it_lints_clean_at_once_and_says_where_it_is(home, kind, capsys):
    assert main(["new", kind, "our_first"]) == 0
    told = capsys.readouterr().out
    path = home / FOLDERS[kind] / "our_first.toml"
    assert told.startswith(f"{path}\n") and "1 file, nothing to correct." in told and "Next: " in told
    assert lint([path]) == [] and path.read_text(encoding="utf-8").startswith("# ")
    assert main(["data", "status"]) == 0 and f"{FOLDERS[kind]}/our_first.toml: yours" in capsys.readouterr().out


def test_it_works_at_once(home):
    for kind in FOLDERS:
        start(kind, f"our_{kind}")
    case = draw("our_exercise", 1)
    assert task_of(case.exercise.task).key(case)
    assert price("99213", payer="our_payer").allowed_amount == 11600
    assert set(simulate(20, clinic="our_clinic").encounters.clinic_code) == {"our_clinic"}


def test_two_clinics_share_no_number(home):
    first, second = (start("clinic", name).read_text(encoding="utf-8") for name in ("our_first", "our_second"))
    numbers = [{line for line in text.splitlines() if line.startswith("npi")} for text in (first, second)]
    assert len(numbers[0]) == len(numbers[1]) > 5 and not numbers[0] & numbers[1]


@pytest.mark.parametrize(
    "kind, name, said",
    [
        ("scenario", "Sore Elbow", "write sore_elbow"),
        ("scenario", "../../etc", "small letters, digits and _"),
        ("scenario", "elbow.toml", "write elbow"),
        ("payer", "acme_ppo", "there is a payer acme_ppo"),
        ("clinic", "prairie", "there is a clinic prairie"),
        ("payor", "x", "write 'payer'"),
    ],
)
def test_a_name_that_cannot_be_is_told(home, kind, name, said):
    with pytest.raises(CleanClaimError) as error:
        start(kind, name)
    assert said in error.value.line() and not list(home.rglob("*.toml"))
