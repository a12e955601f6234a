"""The last day of a limit: days or calendar years, a payer's own statement before that for all, the later before the
earlier.
"""

import numpy as np
import pytest

from sim.ground.coded import Coded
from sim.ground.deadlines import last_day, last_days
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table

HEAD = 'meaning = "x"\nunit = "{unit}"\n'
VALUE = '[[value]]\npayer = "{payer}"\nfrom = {start}\nvalue = {value}\ncite = "x"\n'


def days(*texts):
    return np.array(texts, "datetime64[D]")


@pytest.fixture
def stated(tmp_path, monkeypatch):
    """A function that writes a limit of a user's own: ("days" or "years", payer, from, value) for each."""

    def write(*rows):
        folder = tmp_path / "data" / "params"
        folder.mkdir(parents=True, exist_ok=True)
        for unit, name in (("days", "trial_limit"), ("years", "trial_limit_years")):
            mine = [
                VALUE.format(payer=payer, start=start, value=value) for one, payer, start, value in rows if one == unit
            ]
            if mine:
                (folder / f"{name}.toml").write_text(HEAD.format(unit=unit) + "".join(mine))
        monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))

    return write


@pytest.mark.parametrize(
    ("payer", "served", "last"),
    [
        ("acme_ppo", "2026-04-01", "2026-06-30"),  # day 90 counts
        ("medicare_part_b", "2026-04-01", "2027-04-01"),
        ("medicare_part_b", "2028-02-29", "2029-02-28"),
        ("acme_ppo", "2025-06-30", "NaT"),  # the limit holds from July 2025 on
        ("acme_ppo", "NaT", "NaT"),
        ("nobody", "2026-04-01", "NaT"),
    ],
)
def test_the_last_day_to_file(payer, served, last):
    assert str(last_days("filing_limit", payer, days(served), days(served))[0]) == last


def test_a_payers_own_years_go_before_the_days_of_all(stated):
    stated(("days", "*", "1990-01-01", 30), ("years", "own", "2020-01-01", 1))
    served = days("2026-03-01")
    assert last_days("trial_limit", "own", served, served) == days("2027-03-01")
    assert last_days("trial_limit", "other", served, served) == days("2026-03-31")


def test_a_later_statement_replaces_an_earlier_one_in_another_unit(stated):
    stated(("years", "own", "2020-01-01", 1), ("days", "own", "2026-07-01", 90))
    served = days("2026-06-30", "2026-07-01")
    assert last_days("trial_limit", "own", served, served).tolist() == days("2027-06-30", "2026-09-29").tolist()


def test_days_and_years_from_one_day_on_are_refused(stated):
    stated(("years", "own", "2020-01-01", 1), ("days", "own", "2020-01-01", 90))
    with pytest.raises(CleanClaimError, match="own states trial_limit twice from one day on"):
        last_days("trial_limit", "own", days("2026-06-30"), days("2026-06-30"))


def test_rows_of_several_payers_each_by_its_own_number():
    rows = Table(payer_code=Coded.of(["acme_ppo", "medicare_part_b", "", "acme_ppo"]))
    served = days("2026-04-01", "2026-04-01", "2026-04-01", "NaT")
    assert last_day("filing_limit", rows, served, served).astype(str).tolist() == [
        "2026-06-30",
        "2027-04-01",
        "NaT",
        "NaT",
    ]
