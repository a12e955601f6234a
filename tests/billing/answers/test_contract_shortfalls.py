"""What a payer allowed too little: found where it errs by declaration, and nowhere else."""

import pytest

from sim.billing.answers.contract_shortfalls import expected_lines
from sim.billing.answers.payer_answers import answered
from sim.billing.claims.claim import bill
from sim.clinic.visits.case import draw_case
from sim.clinic.visits.truth import truth_work
from sim.payer.engine.payer_errors import PayerError


def expected(percent: int, code: str, payer: str = "acme_ppo"):
    """The lines of a knee injection on which this payer errs (0: it does not)."""
    people, visit = draw_case(7, "knee_injection", payer=payer)
    wrong = PayerError("underpaid", percent=percent, code=code, why="An old fee.")
    errors = {int(visit.encounter_key[0]): (wrong,)} if percent else {}
    sent, decided = answered(bill(visit, truth_work(visit), people), people, errors)
    codes = dict(zip(sent.lines.claim_line_number.tolist(), sent.lines.procedure_code.texts().tolist(), strict=True))
    return {codes[one.line]: one for one in expected_lines(sent, decided, people)}


@pytest.mark.parametrize("payer", ["acme_ppo", "boxwood_hdhp", "medicare_part_b", "silverleaf_hmo"])
def test_a_clean_remittance_has_no_short_line(payer):
    assert {one.short for one in expected(0, "", payer).values()} == {0}


@pytest.mark.parametrize("percent", [1, 50, 80, 99])
def test_one_line_is_short_by_the_part_that_is_missing(percent):
    lines = expected(percent, "20610")
    assert {code for code, one in lines.items() if one.short} == {"20610"}
    one = lines["20610"]
    assert abs(one.allowed - one.contract_allowed * percent / 100) <= 0.5 + 1e-6
    assert one.short == one.contract_allowed - one.allowed


def test_what_the_payer_owes_of_it_is_what_it_would_have_paid():
    one = expected(80, "20610")["20610"]
    assert 0 <= one.owed_by_payer <= one.short  # the rest is the patient's share
