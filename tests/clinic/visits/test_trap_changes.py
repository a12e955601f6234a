"""Traps: each is a change that makes the coded visit wrong, and none applies where it would change nothing."""

import pytest
from a_share import of_scenarios

from sim.clinic.scenarios import choices
from sim.clinic.visits.trap_changes import applicable, mistaken
from sim.clinic.scenarios.library import scenario
from sim.clinic.visits.visit_context import setting_of
from sim.clinic.visits.trap_changes import applicable_to_row
from sim.clinic.visits.truth import perfect, truth


def by_error(one, row):
    return {trap.error: trap for trap in applicable_to_row(one, row)}


def test_the_two_traps_of_the_design_example(knee, row):
    managed, mentioned = (
        row("pressure=managed;side=left;steroid_mg=40"),
        row("pressure=mentioned;side=left;steroid_mg=40"),
    )
    assert set(by_error(knee, managed)) == {"missing-modifier-25"} and set(by_error(knee, mentioned)) == {
        "unsupported-separate-visit"
    }
    assert mistaken(knee, managed, knee.traps[0]).services[0].modifiers == ()
    wrong = mistaken(knee, mentioned, knee.traps[1])
    assert wrong.diagnoses == ("M17.12", "I10") and wrong.services[-1][1:] == ("99213", ("25",), 1, ("I10",))


def test_every_kind_of_change(ear, row):
    chosen = row("cm=2;days=1;ear=left", "medicaidcare", coverage_key=129)
    traps = by_error(ear, chosen)
    assert "authorization-not-recorded" not in traps and {
        "coverage-not-verified",
        "missing-rendering-npi",
        "contractual-to-patient",
    } <= set(traps)
    wrong = {error: mistaken(ear, chosen, trap) for error, trap in traps.items()}
    assert wrong["query-not-asked"].diagnoses[0] == "H66.90" and wrong["query-not-asked"].services[0].pointers == (
        "H66.90",
    )
    assert wrong["wrong-side"].diagnoses[0] == "H66.91" and wrong["wrong-side"].services[0].pointers == ("H66.91",)
    assert wrong["wrong-sequence"].diagnoses[:2] == ("S41.111A", "H66.92")
    assert (
        wrong["diagnosis-not-addressed"].diagnoses[:2] == ("I10", "H66.92")
        and "S41.111A" not in wrong["diagnosis-not-addressed"].diagnoses
    )
    assert wrong["diagnosis-not-addressed"].services[0].pointers == ("H66.92", "I10")
    assert wrong["payer-form"].services[0].modifiers == ("25",)
    assert wrong["contractual-to-patient"] == perfect(truth(ear, chosen))


def test_traps_apply_only_where_they_bite(ear, row):
    chosen = row("cm=2;days=1;ear=left", "acme_ppo", coverage_key=128)
    found = set(by_error(ear, chosen))
    assert "coverage-not-verified" not in found  # there is no earlier coverage
    assert "payer-form" not in found  # this payer does not want it
    assert "authorization-not-recorded" in found


@pytest.mark.parametrize("name", of_scenarios(30))
def test_every_shipped_trap_bites_somewhere_and_changes_what_was_coded(name, row):
    one, bitten = scenario(name), set()
    every = list(choices.combinations(one))
    for picked in every[:: max(1, len(every) // 200)]:
        for payer in ("medicare_part_b", "acme_ppo", "medicaidcare", "silverleaf_hmo"):
            for new in (False, True):
                age = (one.suits.age[0] + one.suits.age[1]) // 2
                setting = setting_of(one, row(choices.to_text(picked), payer, is_new_patient=new, patient_age=age))
                right = perfect(truth(one, row(choices.to_text(picked), payer, is_new_patient=new, patient_age=age)))
                for trap in applicable(one, setting, True):
                    bitten.add(trap.number)
                    wrong = mistaken(
                        one, row(choices.to_text(picked), payer, is_new_patient=new, patient_age=age), trap
                    )
                    assert (wrong != right) == (trap.at == "coder")
    assert bitten == {trap.number for trap in one.traps}


def test_a_copay_cannot_be_forgotten_where_the_plan_has_none(ear, row):
    assert "copay-not-collected" in by_error(ear, row("cm=2;days=1;ear=left", copayment_collected_amount=2500))
    assert "copay-not-collected" not in by_error(ear, row("cm=2;days=1;ear=left", "medicare_part_b"))
