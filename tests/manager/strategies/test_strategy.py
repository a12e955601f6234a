"""Strategies as files: what ships reads, every section names its source, what is wrong is told, one's own is found."""

from pathlib import Path

import pytest

from sim.ground.errors import CleanClaimError
from sim.ground.files import find, forget
from sim.manager.strategies.strategy import ROLES, mistakes_per_million, strategies, strategy, work_items

SHIPPED = ("in_house_trained", "in_house_untrained", "outsourced", "novice", "typical", "expert")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_strategy_reads_and_names_its_sources(name):
    one = strategy(name)
    assert len(one.hours) == len(one.hour_cost) == len(ROLES)
    assert {section for section, _ in one.cites} == {
        "coding",
        "front_desk",
        "claims",
        "follow_up",
        "patients",
        "hours",
        "cost",
    }
    assert all(len(cite) > 10 for _, cite in one.cites)


def test_training_brings_a_novice_to_an_expert():
    rates = [
        mistakes_per_million(strategy("in_house_untrained").but(training_hours=hours), "2026-05-01")
        for hours in (0, 10, 40, 2000)
    ]
    assert rates == sorted(rates, reverse=True)
    assert rates[-1] == mistakes_per_million(strategy("expert"), "2026-05-01")


def test_every_item_has_a_role_and_a_source():
    assert all(0 <= one.role < len(ROLES) and one.seconds > 0 and one.source for one in work_items().values())


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A folder of one's own with a strategy in it."""
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    folder = tmp_path / "data" / "strategies"
    folder.mkdir(parents=True)

    def write(old: str, new: str) -> Path:
        text = find("data/strategies/in_house_trained.toml").read_text(encoding="utf-8")
        assert old in text
        path = folder / "mine.toml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        forget()
        return path

    yield write
    forget()


def test_a_strategy_of_ones_own_is_found(own):
    own("claim_days = 3", "claim_days = 9")
    assert strategy("mine").claim_days == 9
    assert "mine" in strategies()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("claim_days = 3", "claim_days = -3", "claim_days"),
        ('skill = "novice"', 'skill = "genius"', "skill"),
        ("appeals = true", 'appeals = "often"', "appeals"),
        ("verified_percent", "verified_procent", "verified_percent"),
        ("training_hour = 75.00", "training_hour = 75", "dollars or cents"),
    ],
)
def test_what_is_wrong_is_told(own, old, new, told):
    own(old, new)
    with pytest.raises(CleanClaimError, match=told):
        strategy("mine")
    assert "expert" in strategies() and "mine" not in strategies()


def test_an_unknown_strategy_is_told_with_those_there_are():
    with pytest.raises(CleanClaimError, match="in_house_trained"):
        strategy("no_such")
