"""The window of dates and the editions: one file, read strictly, and a user's own goes before it."""

from datetime import date

import numpy as np
import pytest

from sim.clinic.people.household_members import persons
from sim.clinic.practice.clinics import clinic
from sim.ground.editions import edition, read_editions, service_dates, shipped_editions
from sim.ground.errors import CleanClaimError
from sim.ground.files import root

SHIPPED = (root() / "data/editions.toml").read_text(encoding="utf-8")


def test_every_shipped_edition_is_in_force_on_every_day_of_the_window():
    first, last = (end.item() for end in service_dates())
    assert all(one.first <= first and last <= one.last for one in shipped_editions().values())


def test_an_unknown_edition_is_told_with_the_nearest():
    with pytest.raises(CleanClaimError, match="icd10cm") as told:
        edition("icd10")
    assert told.value.todo == "write 'icd10cm'"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("to = 2026-09-30", "to = 2026-03-31", "found from 2026-04-01 to 2026-03-31"),
        ("from = 2026-04-01", 'from = "2026-04-01"', "without quotation marks"),
        ('release = "2026"', 'relese = "2026"', "write 'release'"),
        ('cite = "CMS HCPCS', 'site = "CMS HCPCS', "write 'cite'"),
    ],
)
def test_a_mistake_in_the_file_is_told(tmp_path, old, new, told):
    path = tmp_path / "editions.toml"
    assert old in SHIPPED
    path.write_text(SHIPPED.replace(old, new))
    with pytest.raises(CleanClaimError, match=told):
        read_editions(path)


def test_a_users_own_window_moves_the_people(tmp_path, monkeypatch):
    before = persons(7, np.arange(1, 50), clinic("prairie"))
    (tmp_path / "data").mkdir()
    own = SHIPPED.replace("from = 2026-04-01\nto = 2026-09-30", "from = 2027-01-01\nto = 2027-06-30")
    (tmp_path / "data" / "editions.toml").write_text(own)
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    assert service_dates().first == np.datetime64("2027-01-01") and edition("gpci").first == date(2026, 1, 1)
    after = persons(7, np.arange(1, 50), clinic("prairie"))
    assert (after.birth_date - before.birth_date == np.timedelta64(275, "D")).all()
