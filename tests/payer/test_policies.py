"""Every policy keeps what its own docstring says."""

import re

import pytest

from sim.payer.rulebook.catalogue import policies
from sim.payer.examples.worked_examples import check, read
from sim.payer.rulebook.payers import payers


@pytest.mark.parametrize("name", policies())
def test_the_examples_of_a_policy_hold(name):
    assert check(policies()[name].module) == []


@pytest.mark.parametrize("name", policies())
def test_a_policy_has_a_yes_and_a_no_example_and_says_what_it_leaves_out(name):
    module = policies()[name].module
    answers = [answer for row in read(module).rows for answer in row.answer if row.cells.get("past", "-") != "yes"]
    zero = {"no", "0.00"}
    assert set(answers) & zero and set(answers) - zero
    assert re.search(r"^Not modelled: .+", module.__doc__, re.MULTILINE)


def test_every_policy_is_on_somewhere():
    used = {name for payer in payers().values() for name in payer.policies}
    assert used == set(policies())
