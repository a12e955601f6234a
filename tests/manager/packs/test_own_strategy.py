"""A strategy of one's own as a file."""

import pytest

import sim
from sim.ground.errors import CleanClaimError
from sim.manager.packs.own_strategy import keep, read_strategy, strategy_text
from sim.manager.strategies.settings import changed
from sim.manager.strategies.strategy import strategies, strategy


@pytest.mark.parametrize("name", strategies())
def test_what_was_written_is_read_again(name):
    assert read_strategy(strategy_text(strategy(name)), name) == strategy(name)


def test_a_kept_strategy_works_by_its_name(tmp_path, monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    made = changed(strategy("in_house_untrained"), {"appeals": "no"}, name="mine", label="Mine")
    assert keep(made, "mine") == tmp_path / "data/strategies/mine.toml"
    assert strategies()["mine"] == made
    assert sim.quarter("mine", visits=20, days=30).strategy.appeals is False


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
