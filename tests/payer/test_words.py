"""What a payer says in words: eligibility, adjustments and rejections explained."""

import pytest

from sim.ground.params import read
from sim.ground.table import Table
from sim.payer.rulebook.catalogue import policies
from sim.payer.asked.eligibility import eligibility
from sim.payer.asked.explain import explain, explain_acknowledgement, explain_row
from sim.payer.rulebook.payers import payers
from sim.payer.rulebook.policy_words import words_of
from sim.payer.rulebook.policy import Adjustment
from sim.reference.plain_words import reason, remark
from sim.reference.tables import by_code, rows

SPAN = {
    "coverage_key": 128,
    "patient_key": 16,
    "payer_code": "medicare_part_b",
    "plan_code": "original",
    "member_id": "1S00AA0AA00",
    "relationship_code": "self",
    "subscriber_patient_key": 16,
    "coverage_start_date": "2020-01-01",
    "coverage_end_date": "2026-05-31",
}


def items(on, **change):
    found = eligibility(Table.from_rows("coverages", [SPAN | change]), 16, "medicare_part_b", on)
    return {row["item"]: (row["value"], row["good"]) for row in found}


def test_the_last_day_of_coverage_is_covered_and_the_next_is_not():
    assert items("2026-05-31")["Status"] == ("active on 2026-05-31", True)
    assert items("2026-06-01")["Status"] == ("not active on 2026-06-01", False)
    assert items("2030-01-01", coverage_end_date=None)["Status"][1]


def test_a_dated_deductible_is_that_of_the_day():
    assert items("2026-05-31")["Deductible"][0] == "$283.00" and items("2025-05-31")["Deductible"][0] == "$257.00"


def test_a_patient_whom_the_payer_does_not_know():
    found = eligibility(Table.from_rows("coverages", [SPAN]), 32, "medicare_part_b", "2026-05-01")
    assert [(row["item"], row["good"]) for row in found] == [("Status", False)]


def test_an_adjustment_in_words():
    row = {"policy": "bundled_pair", "group": "CO", "carc": "97", "rarc_1": "M15", "rarc_2": ""}
    told = explain_row("acme_ppo", row)
    assert told["plain"] and told["remedy"] == "R_CORR" and told["rarc"] == ["M15"]
    assert explain("medicare_part_b", "bundled_pair", "CO", "236")["remedy"] == "R_REOPEN"
    assert explain("acme_ppo", "no_such_policy")["title"] == ""


def test_a_rejection_in_words():
    row = {"status_category_code": "A7", "status_code": "562", "entity_code": "82", "policy": "invalid_npi"}
    told = explain_acknowledgement("acme_ppo", row)
    assert told["status"] == "A7:562" and "Rendering" in told["plain"]


CODES = sorted(
    {(policy.name, code) for policy in policies().values() for code in policy.codes}
    | {(name, code) for payer in payers().values() for name, codes in payer.replace.items() for code in codes},
    key=str,
)


@pytest.mark.parametrize("name, code", CODES)
def test_every_code_a_policy_gives_is_explained_active_and_complete(name, code):
    if isinstance(code, Adjustment):
        assert code.carc == "" or reason(code.carc)["is_active"] == "yes"
        assert all(remark(one) for one in code[2:] if one)
        if code.carc and reason(code.carc)["needs_remark"] == "yes":
            assert any(one and by_code("data/codes/rarc.csv")[one]["is_alert"] == "no" for one in code[2:])
    else:
        assert any((row["category"], row["status"]) == code[:2] for row in rows("data/codes/claim_status.csv"))


@pytest.mark.parametrize("name", policies())
def test_every_policy_says_to_every_payer_what_to_do(name):
    for payer in payers():
        assert words_of(name, payer).cite and words_of(name, payer).never
        assert words_of(name, payer).remedy in by_code("data/codes/remedies.csv")
        assert words_of(name, payer).owner in (
            "front desk",
            "coder",
            "biller",
            "provider",
            "credentialing",
            "patient",
        )


def test_medicare_remedies_are_never_a_replacement_claim():
    assert not [
        name
        for name in payers()["medicare_part_b"].policies
        if words_of(name, "medicare_part_b").remedy in ("R_CORR", "R_VOID") and name != "original_not_found"
    ]


def test_plans_name_parameters_that_exist():
    for payer in payers().values():
        for plan in payer.plans:
            assert all(
                read(value)
                for key, value in plan.items()
                if isinstance(value, str) and key not in ("code", "label", "cite")
            )
