"""A strategy of one's own as a file."""

import json

import pytest

import sim
from sim.cli import main
from sim.ground import files
from sim.ground.errors import CleanClaimError
from sim.ground.unreadable_files import set_aside
from sim.manager.packs.archive import unpack, write_pack
from sim.manager.packs.checks import lint_pack
from sim.manager.packs.in_force import bring_in
from sim.manager.packs.own_strategy import keep, read_strategy, strategy_text
from sim.manager.packs.starter import start_pack
from sim.manager.strategies.settings import changed
from sim.manager.strategies.strategy import strategies, strategy
from sim.ui.desks.strategies.view import view


@pytest.mark.parametrize("name", strategies())
def test_what_was_written_is_read_again(name):
    assert read_strategy(strategy_text(strategy(name)), name) == strategy(name)


def test_a_kept_strategy_works_by_its_name(tmp_path, monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    made = changed(strategy("in_house_untrained"), {"appeals": "no"}, name="mine", label="Mine")
    assert keep(made, "mine") == tmp_path / "data/strategies/mine.toml"
    assert strategies()["mine"] == made
    assert sim.quarter("mine", visits=20, days=30).strategy.appeals is False


@pytest.fixture
def riverside(home):
    """A clinic of one's own with a strategy of its own."""
    one = start_pack("riverside", ["family medicine"])
    one.strategies_folder.mkdir()
    made = changed(strategy("expert"), {"appeals": "no"}, label="As Riverside works")
    (one.strategies_folder / "ours.toml").write_text(strategy_text(made), encoding="utf-8")
    return one


def test_a_clinic_has_strategies_of_its_own(riverside):
    assert lint_pack(riverside) == [] and "ours" not in strategies()
    found = sim.compare("ours", "expert", visits=20, days=30, clinic="riverside")
    assert found.outcomes[0].label == "As Riverside works" and found.first.strategy.appeals is False
    assert {"name": "ours", "label": "As Riverside works"} in [
        {name: one[name] for name in ("name", "label")} for one in view(None, "")["known"]
    ]
    bring_in("prairie")
    assert "ours" not in strategies()


def test_commands_find_the_strategies_of_a_clinic(riverside, tmp_path, capsys):
    arguments = ["clinic", "compare", "ours", "expert", "--visits", "20", "--days", "30", "--clinic", "riverside"]
    assert main([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["strategies"][0]["strategy"] == "ours"
    out = ["--encounters", "20", "--out", str(tmp_path / "out"), "--clinic", "riverside", "--format", "csv"]
    assert main(["simulate", *out, "--staff", "ours"]) == 0
    assert main(["simulate", *out[:4], "--staff", "ours"]) == 2 and "no strategy 'ours'" in capsys.readouterr().err


def test_a_strategy_goes_with_its_clinic(riverside, tmp_path):
    path, names = write_pack(riverside, tmp_path)
    made = unpack(path, "upriver")
    assert "strategies/ours.toml" in names and made.left_out == ()
    bring_in("upriver")
    assert strategies()["ours"].label == "As Riverside works"


def test_a_strategy_that_cannot_be_read_is_told_with_its_file(riverside):
    (riverside.strategies_folder / "bad.toml").write_text('label = "Bad"\n', encoding="utf-8")
    assert any("bad.toml" in finding.file for finding in lint_pack(riverside))
    with pytest.raises(CleanClaimError, match="bad.toml"):
        bring_in("riverside")


def test_at_a_clinic_of_ones_own_a_strategy_is_kept_in_its_folder(riverside, home):
    bring_in("riverside")
    assert (
        keep(strategy("typical").but(label="Next year"), "next_year") == riverside.strategies_folder / "next_year.toml"
    )
    assert strategies()["next_year"].label == "Next year" and not list((home / "data").rglob("*.toml"))
    bring_in("prairie")
    assert "next_year" not in strategies()


def test_a_file_of_ones_own_that_cannot_be_read_stops_no_other(home):
    (home / "data/strategies").mkdir(parents=True)
    (home / "data/strategies/bad.toml").write_text("label = 1", encoding="utf-8")
    files.forget()
    assert "expert" in strategies() and "bad" not in strategies()
    assert any("bad.toml" in error.where for error in set_aside())
    with pytest.raises(CleanClaimError, match="bad.toml"):
        strategy("bad")


@pytest.mark.parametrize("name", ["expert", "../expert", "Mine", ""])
def test_a_name_that_cannot_be_is_refused(name, tmp_path, monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    with pytest.raises(CleanClaimError, match="name|ships"):
        keep(strategy("expert"), name)
    assert not list(tmp_path.rglob("*.toml"))


@pytest.mark.parametrize("text", ["[", "label = 1", "x = 1\n" * 9, "#" * 30_000, "[coding]\nskill = 'genius'\n"])
def test_a_file_that_is_no_strategy_is_told(text):
    with pytest.raises(CleanClaimError) as told:
        read_strategy(text, "mine")
    assert "mine.toml" in told.value.line()
