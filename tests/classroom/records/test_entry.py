"""Who comes in: links, class code with name and PIN, and what nobody can take over."""

import pytest

from sim.classroom.records.classes import class_of, close_class, new_class
from sim.classroom.records.entry import (
    WRONG_PINS,
    begin_visit,
    end_visit,
    enter,
    make_link,
    reset_pin,
    use_link,
    visitor,
)
from sim.classroom.records.records import Records
from sim.classroom.records.roster import add_member, member, remove_member
from sim.ground.errors import CleanClaimError


@pytest.fixture
def records(tmp_path):
    made = Records.at(tmp_path)
    new_class(made, "billing_101")
    return made


@pytest.fixture
def code(records):
    return class_of(records, "billing_101").code


def test_the_first_pin_is_chosen_and_then_asked_for(records, code):
    one = add_member(records, "billing_101", "Rosa Delgado-Synth", email="rosa@example.edu")
    assert enter(records, code.lower(), "rosa  DELGADO-synth", "4711").learner == one.learner
    assert enter(records, code, "rosa@example.edu", "4711").has_pin
    with pytest.raises(CleanClaimError, match="do not go together"):
        enter(records, code, "Rosa Delgado-Synth", "4712")


def test_who_came_by_a_link_is_not_taken_over_by_somebody_who_knows_code_and_name(records, code):
    one = add_member(records, "billing_101", "Rosa Delgado-Synth")
    begin_visit(records, use_link(records, make_link(records, one.learner)).learner)
    with pytest.raises(CleanClaimError, match="personal link"):
        enter(records, code, one.name, "1234")
    reset_pin(records, one.learner)
    assert enter(records, code, one.name, "4711").learner == one.learner
    with pytest.raises(CleanClaimError, match="do not go together"):
        enter(records, code, one.name, "1234")


def test_an_instructor_never_comes_in_by_the_class_code(records, code):
    one = add_member(records, "billing_101", "Dana Reyes-Synth", role="instructor")
    with pytest.raises(CleanClaimError, match="do not go together"):
        enter(records, code, one.name, "1234")
    reset_pin(records, one.learner)
    with pytest.raises(CleanClaimError, match="do not go together"):
        enter(records, code, one.name, "1234")


def test_a_new_link_takes_the_place_of_one_that_was_lost(records):
    one = add_member(records, "billing_101", "Rosa Delgado-Synth")
    lost, new = make_link(records, one.learner), make_link(records, one.learner)
    assert use_link(records, lost) is None
    assert use_link(records, new).learner == one.learner
    assert use_link(records, new) is None


def test_many_wrong_pins_lock_until_an_instructor_resets(records, code):
    one = add_member(records, "billing_101", "Rosa Delgado-Synth")
    enter(records, code, one.name, "4711")
    for _ in range(WRONG_PINS):
        with pytest.raises(CleanClaimError, match="do not go together"):
            enter(records, code, one.name, "0000")
    with pytest.raises(CleanClaimError, match="Too many wrong PINs"):
        enter(records, code, one.name, "4711")
    reset_pin(records, one.learner)
    assert not member(records, one.learner).has_pin
    assert enter(records, code, one.name, "8888").has_pin


def test_a_visit_ends_by_signing_out_by_removal_and_with_the_class(records):
    one = add_member(records, "billing_101", "Rosa Delgado-Synth")
    first, second, third = (begin_visit(records, one.learner) for _ in range(3))
    assert visitor(records, first).learner == one.learner
    end_visit(records, first)
    assert visitor(records, first) is None and visitor(records, second) is not None
    close_class(records, "billing_101")
    assert visitor(records, second) is None
    remove_member(records, one.learner)
    assert visitor(records, third) is None
