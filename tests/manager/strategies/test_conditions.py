"""Conditions as files: percentages that add up, policies that deny, every payer kind named."""

import numpy as np
import pytest

import sim
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, forget
from sim.manager.strategies.conditions import all_conditions, conditions
from sim.payer.rulebook.catalogue import policies
from sim.payer.rulebook.payers import payers


@pytest.mark.parametrize("name", sorted(all_conditions()))
def test_shipped_conditions_hang_together(name):
    one = conditions(name)
    assert sum(one.closed_percent) == 100
    assert sum(wrong.percent for wrong in one.wrong_denials) == 100
    assert all(policies()[wrong.policy].verb == "denies" for wrong in one.wrong_denials)
    for payer in payers().values():
        habits = one.habits(payer.kind)
        assert sum(late.percent for late in habits.late) == 100
        assert payer.kind == "self pay" or habits.cite
    for band in one.patients:
        assert sum(band.paid_percent) <= 100
    assert [band.up_to for band in one.patients] == sorted(band.up_to for band in one.patients)
    assert all(cite for _, cite in one.cites)


def test_a_kind_that_is_not_named_does_nothing_wrong():
    habits = conditions("industry_2024").habits("no such kind")
    assert (habits.wrong_per_million, habits.late[0].high) == (0, 0)


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Conditions of one's own: the shipped ones with something changed."""
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))

    def write(old: str, new: str) -> None:
        text = find("data/conditions/industry_2024.toml").read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "data/conditions/slow.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(old, new), encoding="utf-8")
        forget()

    yield write
    forget()


def first_statements(made) -> dict[int, np.datetime64]:
    sent = made.work.take((made.work.item_code == "statement") & ~np.isnat(made.work.done_date))
    found: dict[int, np.datetime64] = {}
    for key, day in zip(sent.encounter_key.tolist(), sent.done_date, strict=True):
        found[key] = min(day, found.get(key, day))
    return found


def test_a_day_of_the_conditions_moves_what_is_counted_by_it(own):
    own("first_statement = 5 ", "first_statement = 65 ")
    usual, slow = (
        first_statements(sim.quarter("expert", visits=60, days=30, conditions=name))
        for name in ("industry_2024", "slow")
    )
    both = set(usual) & set(slow)
    assert both and all(slow[key] - usual[key] >= np.timedelta64(50, "D") for key in both)


@pytest.mark.parametrize(
    ("old", "new"),
    [("registration_known = 3 ", "registration_known = 30 "), ("bad_debt = 30 ", ""), ("month = 30 ", "month = 0 ")],
)
def test_days_that_cannot_be_are_told(own, old, new):
    own(old, new)
    with pytest.raises(CleanClaimError) as told:
        conditions("slow")
    assert "slow.toml" in told.value.line() and old.split()[0] in told.value.line()


def test_unknown_conditions_are_told():
    with pytest.raises(CleanClaimError, match="industry_2024"):
        conditions("no_such")
