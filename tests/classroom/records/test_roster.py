"""A pasted or imported roster: what cannot be a person as meant is left out and said, line by line."""

import pytest

from sim.classroom.records.classes import new_class
from sim.classroom.records.records import Records
from sim.classroom.records.roster import enter_rows, members, pasted_rows


@pytest.fixture
def records(tmp_path):
    made = Records.at(tmp_path)
    new_class(made, "billing_101", "Billing 101")
    return made


def entered(records, text):
    return enter_rows(records, "billing_101", pasted_rows(text))


def test_a_list_as_it_should_be(records):
    found = entered(records, "Rosa Delgado-Synth, rosa@example.edu\nLuis Prado-Synth")
    assert [one.name for one in found.new] == ["Rosa Delgado-Synth", "Luis Prado-Synth"] and not found.problems


@pytest.mark.parametrize(
    "line, says",
    [
        ("Luis Prado-Synth luis@example.edu", "holds an email (put a comma"),
        ("Delgado-Synth, Rosa, rosa@example.edu", "'Rosa' is not an email"),
        ("Rob Example-Synth, rob@@bad", "'rob@@bad' is not an email"),
        (", rosa@example.edu", "no name"),
    ],
)
def test_what_is_no_person_as_meant_is_left_out_and_said(records, line, says):
    found = entered(records, f"Ann Example-Synth\n{line}")
    assert [one.name for one in found.new] == ["Ann Example-Synth"]
    assert len(found.problems) == 1 and says in found.problems[0] and "line 2" in found.problems[0]


def test_two_people_of_one_name_need_something_that_tells_them_apart(records):
    found = entered(records, "Ann Example-Synth\nann example-synth\nAnn Example-Synth, ann2@example.edu")
    assert len(found.new) == 2 and "on the roster already" in found.problems[0]
    assert len(entered(records, "Ann Example-Synth").problems) == 1  # pasted once more a week later
    assert len(members(records, "billing_101")) == 2
