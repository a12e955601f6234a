"""The catalogue of what a payer may answer against the policies, and its table in sim/payer/policies/README.md."""

import pytest

from sim.ground.files import find, read_csv
from sim.payer.rulebook import catalogue_table
from sim.payer.rulebook.catalogue import groups, policies
from sim.payer.rulebook.payers import payers

ROWS = {row["row"]: row["note"] for row in read_csv(find("data/catalogue.csv"))}
COUNTS = {"A": 21, "B": 7, "C": 8, "D": 6, "E": 9, "F": 14, "G": 13, "H": 9, "I": 17}


def test_every_row_is_answered_or_says_why_not():
    assert set(ROWS) == {f"{letter}{number}" for letter, count in COUNTS.items() for number in range(1, count + 1)}
    done = {row for policy in policies().values() for row in policy.rows}
    assert all(len(ROWS[row].split()) > 4 for row in set(ROWS) - done)


def test_every_policy_answers_a_row_that_there_is_or_belongs_to_the_front_end():
    for policy in policies().values():
        assert set(policy.rows) <= set(ROWS), policy.name
        assert policy.rows or policy.stage.name == "front end", policy.name


def test_the_table_in_the_readme_is_current():
    written = catalogue_table.README.read_text(encoding="utf-8")
    assert written == catalogue_table.text(), "run: python -m sim.payer.rulebook.catalogue_table"


def test_a_policy_that_names_a_row_that_is_not_there_is_told(monkeypatch):
    wrong = policies()["timely_filing"]._replace(rows=("Z9",))
    monkeypatch.setattr(catalogue_table, "policies", lambda: {**policies(), "timely_filing": wrong})
    with pytest.raises(ValueError, match="Z9"):
        catalogue_table.text()


def test_groups_hold_every_policy_once_in_the_order_of_stages():
    listed = [name for group in groups().values() for name in group]
    assert sorted(listed) == sorted(policies())
    for names in groups().values():
        places = [policies()[name].stage.place for name in names]
        assert places == sorted(places)


def test_there_are_as_many_policies_and_reasons_as_promised():
    codes = {
        code.carc
        for payer in payers().values()
        for name in payer.policies
        for code in payer.replace.get(name, policies()[name].codes)
        if getattr(code, "carc", "")
    }
    assert len(policies()) >= 70 and len(codes) >= 55
