"""Corrections add claims; nothing that was sent is ever changed."""

import numpy as np
import pytest

from sim.billing.claims.claim import bill
from sim.billing.claims.corrections import correct, with_changes
from sim.billing.claims.submission import payer_claim_number
from sim.ground.errors import CleanClaimError


@pytest.fixture(scope="module")
def knee(visit_of):
    case = visit_of("knee_injection", "acme_ppo")
    return bill(case.encounters, case.work, case.people)


@pytest.mark.parametrize(
    "how,frequency,refers",
    [("replacement", "7", True), ("void", "8", True), ("reopening", "1", False), ("new", "1", False)],
)
def test_a_correction_is_one_more_claim(knee, how, frequency, refers):
    key = int(knee.claims.claim_key[0])
    after = correct(knee, key, how, {"line.1.hcpcs_modifier_2": "59"})
    first, added = after.claims.rows()
    assert first == knee.claims.rows()[0]
    assert after.lines.take(after.lines.claim_key == key).rows() == knee.lines.rows()
    assert (added["claim_frequency_code"], added["adjudication_round"], added["claim_key"]) == (frequency, 1, key + 1)
    assert added["original_reference_number"] == (payer_claim_number(key) if refers else "")
    assert added["replaces_claim_key"] == (-1 if how == "new" else key)
    assert added["is_reopening"] == (how == "reopening")
    assert added["submitted_date"] > first["received_date"]
    again = correct(after, key + 1, "replacement", on="2026-12-01")
    assert again.claims.adjudication_round.tolist() == [0, 1, 2] and str(again.claims.submitted_date[2]) == "2026-12-01"


def test_charges_follow_units_and_the_total_follows_the_charges(knee):
    one = correct(knee, int(knee.claims.claim_key[0]), "replacement", {"line.2.service_unit_quantity": 7})
    lines = one.lines.take(one.lines.claim_key == one.claims.claim_key[1])
    unit = knee.lines.charge_amount[1] // knee.lines.service_unit_quantity[1]
    assert lines.charge_amount[1] == 7 * unit
    assert one.claims.total_charge_amount[1] == lines.charge_amount.sum()


def test_a_line_can_be_taken_away(knee):
    after = with_changes(knee, {"line.1": None})
    assert (
        len(after.lines) == len(knee.lines) - 1
        and after.claims.total_charge_amount[0] == after.lines.charge_amount.sum()
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"claim.nothing": 1},
        {"claim.claim_key": 5},
        {"line.9.charge_amount": 1},
        {"line.x.charge_amount": 1},
        {"nonsense": 1},
        {"line.1.service_date": "yesterday"},
        {"line.1.charge_amount": "much"},
        {"line.1.nothing": "1"},
    ],
)
def test_a_change_that_names_nothing_is_refused_in_words(knee, changes):
    with pytest.raises(CleanClaimError) as told:
        with_changes(knee, changes)
    assert told.value.expected and told.value.todo


def test_unknown_claims_and_ways_are_refused(knee):
    key = int(knee.claims.claim_key[0])
    for arguments in ((knee, key + 5, "replacement"), (knee, key, "resend")):
        with pytest.raises(CleanClaimError):
            correct(*arguments)


def test_sixteen_claims_are_enough(knee):
    claims = knee
    for _ in range(15):
        claims = correct(claims, int(claims.claims.claim_key[-1]), "new")
    assert (np.diff(claims.claims.claim_key) == 1).all()
    with pytest.raises(CleanClaimError):
        correct(claims, int(claims.claims.claim_key[-1]), "new")


def test_what_is_not_changed_stays_wrong(knee):
    """A corrected modifier does not quietly mend a wrong charge or a wrong total beside it."""
    wrong = with_changes(knee, {"line.1.charge_amount": 5})
    assert wrong.claims.total_charge_amount[0] == wrong.lines.charge_amount.sum()
    after = with_changes(wrong, {"line.2.hcpcs_modifier_2": "59"})
    assert (
        after.lines.charge_amount[0] == 5 and after.claims.total_charge_amount[0] == wrong.claims.total_charge_amount[0]
    )
    off = with_changes(knee, {"claim.total_charge_amount": 1})
    assert with_changes(off, {"line.1.hcpcs_modifier_2": "59"}).claims.total_charge_amount[0] == 1
