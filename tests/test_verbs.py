"""The verbs of a notebook: the work goes from hand to hand, in order, and says what is missing."""

import subprocess
import sys

import pytest

import sim
from sim.ground.errors import CleanClaimError


@pytest.fixture(scope="module")
def day():
    return sim.simulate(60, seed=11, coder="novice")


def test_every_verb_that_is_listed_is_there():
    assert len(sim.VERBS) > 15
    for name in sim.VERBS:
        assert callable(getattr(sim, name)), name


def test_an_unknown_verb_names_the_known_ones():
    with pytest.raises(AttributeError, match="no verb 'bil'; there are: simulate, encounters"):
        assert sim.bil is None


def test_importing_sim_brings_no_slow_library():
    code = (
        "import sim, sys; print([name for name in ('pandas', 'pyarrow', 'sqlalchemy', 'ipywidgets', 'faker', 'rich') if"
        " name in sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_step_by_step_comes_to_the_same_as_in_a_row(day):
    steps = sim.post(sim.adjudicate(sim.bill(sim.code(sim.encounters(60, seed=11), coder="novice"))))
    for name in ("claims", "remittance_lines", "ledger"):
        assert getattr(steps, name).equals(getattr(day, name)), name


def test_a_verb_without_what_it_needs_says_which_one_comes_before():
    with pytest.raises(CleanClaimError, match="run day = sim.code"):
        sim.bill(sim.encounters(3, seed=1))
    with pytest.raises(AttributeError, match="no table 'claims' yet; there are: patients"):
        assert sim.encounters(3, seed=1).claims is None


def test_denials_carry_the_mistake_behind_them(day):
    denied = sim.denials(day)
    assert (
        len(denied)
        and (denied.paid_amount == 0).all()
        and set(denied.columns) >= {"mistake", "mistake_at", "denial_policy"}
    )
    assert denied.mistake.ne("").any()


def test_the_ledger_moves_cents_and_makes_none(day):
    assert sim.ledger(day).amount.sum() == 0


def test_a_chart_is_the_record_of_that_visit(day):
    patient = day.patients.set_index("patient_key").loc[day.encounters.patient_key[2]]
    assert patient.family_name in sim.chart(day, 2)


@pytest.mark.parametrize("count", [0, -3, 10**6])
def test_an_impossible_number_of_visits_is_said(count):
    with pytest.raises(CleanClaimError, match="1 to 100000"):
        sim.encounters(count)
