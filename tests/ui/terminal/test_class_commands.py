"""`cleanclaim class ...` from an empty folder to an assigned week."""

import json

import pytest

from sim.cli import main
from sim.ui.terminal.class_commands import actions

ROSTER = (
    "Name,Email,ID\nRosa Delgado-Synth,rosa@example.edu,S-1\nKim Lee-Synth,kim@example.edu,S-2\n,no@example.edu,S-3\n"
)
WEEK = 'title = "Week 3"\nmode = "homework"\ndue = 2026-12-08T23:59:00\n[[item]]\ndraw = 2\ncompetence = "B4"\n'


@pytest.fixture
def told(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    monkeypatch.delenv("CLEANCLAIM_DATABASE", raising=False)
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "week_3.toml").write_text(WEEK, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def run(*arguments, code=0):
        assert main(["class", *arguments, "--json"]) == code
        out, error = capsys.readouterr()
        return json.loads(out) if code == 0 else error

    return run


def test_a_class_is_made_filled_and_given_work(told):
    assert told("new", "billing_101", "--instructor", "Dana Reyes-Synth")["link"].startswith("/join/")
    entered = told("roster", "billing_101", "roster.csv")
    assert entered["new"] == 2 and entered["problems"] == ["line 4: no name; left out"]
    links = [one["link"] for one in entered["people"] if one["role"] == "learner"]
    assert all(links) and len(set(links)) == 2
    again = told("roster", "billing_101", "roster.csv")
    assert again["new"] == 0 and len(again["people"]) == 3 and not any(one["link"] for one in again["people"])
    assert len(told("assign", "billing_101", "week_3.toml")["items"]) == 2
    assert told("extend", "billing_101", "week_3", "--for", "s-1", "--attempts", "1", "--why", "was ill")["learner"]
    assert told("list")[0]["assignments"] == ["week_3"]


def test_what_is_not_there_is_said_in_one_line(told):
    assert "no class 'nope'" in told("roster", "nope", code=2)
    told("new", "billing_101")
    assert "cannot read the roster" in told("roster", "billing_101", "none.csv", code=2)
    assert "no assignment 'week_9'" in told(
        "extend", "billing_101", "week_9", "--all", "--minutes", "5", "--why", "fire drill", code=2
    )
    assert "there is a class 'billing_101' already" in told("new", "billing_101", code=2)


def test_every_action_says_what_it_does():
    for name, module in actions().items():
        assert module.__doc__ and callable(module.arguments) and callable(module.run), name


def test_an_action_that_is_typed_is_read_alone_and_a_misspelled_one_hears_of_all(capsys):
    assert list(actions("roster")) == ["roster"] and len(actions("rooster")) > 10
    with pytest.raises(SystemExit):
        main(["class", "rooster"])
    assert "roster" in capsys.readouterr().err
