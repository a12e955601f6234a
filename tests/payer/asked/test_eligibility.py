"""What a payer says of a member: every row for a 271, what is left of the year's amounts, approvals, other payers; and
the estimate made of it.
"""

import numpy as np
import pytest

from sim.ground.errors import CleanClaimError
from sim.ground.table import Table
from sim.payer.asked.eligibility import benefits, eligibility
from sim.payer.engine.engine import adjudicate
from sim.payer.asked.estimate import estimate

SPANS = Table.from_rows(
    "coverages",
    [
        {
            "coverage_key": 128 + 8 * member,
            "patient_key": 16 + member,
            "payer_code": "acme_ppo",
            "plan_code": "ppo_500",
            "member_id": f"A{member}",
            "relationship_code": "self" if member == 0 else "spouse",
            "subscriber_patient_key": 16,
            "coverage_start_date": "2025-01-01",
            "met_amount": 10_000,
            "family_met_amount": 20_000,
            "coverage_order": 1,
        }
        for member in (0, 1)
    ],
)
HEAD = {
    "household_key": 1,
    "payer_code": "acme_ppo",
    "billing_npi": "2066719842",
    "specialty_code": "family medicine",
    "diagnosis_code_1": "M17.11",
    "patient_birth_date": "1980-05-05",
    "patient_sex_code": "F",
    "claim_frequency_code": "1",
}
LINE = {
    "claim_line_number": 1,
    "procedure_code": "20610",
    "hcpcs_modifier_1": "RT",
    "diagnosis_pointer_1": 1,
    "service_unit_quantity": 1,
    "charge_amount": 21_000,
    "rendering_npi": "2400315778",
    "place_of_service_code": "11",
}


def claim(number, member, day, **change):
    """One claim and its one line, as tables."""
    key = (16 + member) * 1024 + number * 16
    return (
        Table.from_rows(
            "claims",
            [
                {
                    "claim_key": key,
                    "patient_key": 16 + member,
                    "coverage_key": 128 + 8 * member,
                    "member_id": f"A{member}",
                    "received_date": day,
                    "encounter_key": key >> 4,
                    "total_charge_amount": 21_000,
                    **HEAD,
                }
            ],
        ),
        Table.from_rows("claim_lines", [{"claim_key": key, "service_date": day, **LINE, **change}]),
    )


def decided(*made):
    claims, lines = (Table.concat(list(tables)) for tables in zip(*made))
    return claims, lines, adjudicate(claims, lines, SPANS)


def told(on, answers=(), member=0, **more):
    return {row["item"]: row for row in benefits(SPANS, 16 + member, "acme_ppo", on, answers, **more).rows()}


def test_without_claims_what_is_left_is_the_amount_less_what_was_met_before():
    rows = told("2026-06-01")
    assert (rows["Deductible"]["amount"], rows["Deductible remaining"]["amount"]) == (50_000, 40_000)
    assert rows["Family deductible remaining"]["amount"] == 80_000
    assert rows["Out-of-pocket maximum remaining"]["amount"] == 290_000
    assert (rows["Deductible remaining"]["benefit_code"], rows["Deductible remaining"]["period_code"]) == (
        "C",
        "29",
    )


def test_what_was_decided_by_that_day_is_taken_off_and_what_was_not_is_not():
    answers = decided(claim(0, 0, "2026-05-01"), claim(1, 1, "2026-05-02"), claim(2, 0, "2026-06-20"))
    lines = answers[2].remittance_lines
    day, second = lines.remittance_date.min(), lines.remittance_date.max()
    first = lines.take(lines.claim_key == answers[0].claim_key[0]).deductible_amount[0]
    assert first == 9_977  # the price of 20610: the deductible takes it all
    before, after, last = (told(str(on), answers) for on in (day - 1, day + 1, second))
    assert before["Deductible remaining"]["amount"] == 40_000
    assert after["Deductible remaining"]["amount"] == 40_000 - first
    assert after["Family deductible remaining"]["amount"] == 80_000 - 2 * first
    assert last["Deductible remaining"]["amount"] == 40_000 - 2 * first
    assert told("2027-01-20", answers)["Deductible remaining"]["amount"] == 40_000  # another plan year


def left_of(rows):
    """Cents left of the year's amounts, by what they are (C deductible, G maximum) and whose (IND, FAM)."""
    return {
        (row["benefit_code"], row["level_code"]): row["amount"] for row in rows.values() if row["period_code"] == "29"
    }


def test_a_copay_counts_toward_the_maximum_and_not_toward_the_deductible():
    visit = decided(claim(0, 0, "2026-05-01", procedure_code="99213", hcpcs_modifier_1=None))
    (line,) = visit[2].remittance_lines.rows()
    assert (line["deductible_amount"], line["coinsurance_amount"], line["copayment_amount"]) == (0, 0, 2_500)
    assert left_of(told("2026-12-01", visit)) == {
        ("C", "IND"): 40_000,
        ("C", "FAM"): 80_000,
        ("G", "IND"): 290_000 - 2_500,
        ("G", "FAM"): 580_000 - 2_500,
    }


def test_a_claim_taken_back_gives_back():
    first, again = claim(0, 0, "2026-05-01"), claim(0, 0, "2026-05-01")
    void = again[0].with_columns(
        claim_key=again[0].claim_key + 1,
        claim_frequency_code=Table.from_rows("claims", [{"claim_frequency_code": "8"}]).claim_frequency_code,
        replaces_claim_key=again[0].claim_key,
        adjudication_round=np.array([1]),
        received_date=np.array(["2026-07-01"], "datetime64[D]"),
        original_reference_number=Table.from_rows(
            "claims", [{"original_reference_number": "X"}]
        ).original_reference_number,
    )
    answers = decided(first, (void, again[1].with_columns(claim_key=again[1].claim_key + 1)))
    assert answers[2].remittance_lines.is_reversal.any()
    assert told("2026-12-01", answers)["Deductible remaining"]["amount"] == 40_000


def test_approval_and_cover_of_the_codes_asked():
    approved = Table.from_rows(
        "authorizations",
        [
            {
                "authorization_number": "PA7",
                "kind_code": "authorization",
                "patient_key": 16,
                "payer_code": "acme_ppo",
                "procedure_code": "J7325",
                "start_date": "2026-05-01",
                "end_date": "2026-07-01",
                "decision_code": "approved",
            }
        ],
    )
    rows = told("2026-06-01", codes=("J7325", "99213", "11900"))
    assert (
        rows["J7325 prior authorization"]["authorization_code"],
        rows["J7325 prior authorization"]["is_to_mend"],
    ) == ("Y", True)
    assert not any(name.startswith("99213") for name in rows) and rows["11900"]["benefit_code"] == "I"
    for day, good in (("2026-06-01", True), ("2026-07-02", False)):
        rows = told(day, codes=("J7325",), records={"authorizations": approved})
        assert (
            rows["J7325 prior authorization"]["is_to_mend"] is not good
            and bool(rows["J7325 prior authorization"]["reference"]) == good
        )


def test_other_payers_and_what_is_on_file():
    second = Table.from_rows(
        "coverages",
        [
            {
                "coverage_key": 130,
                "patient_key": 16,
                "payer_code": "medicaidcare",
                "plan_code": "standard",
                "member_id": "M",
                "coverage_start_date": "2026-01-01",
                "coverage_order": 2,
                "subscriber_patient_key": 16,
            }
        ],
    )
    facts = Table.from_rows(
        "member_facts",
        [
            {"patient_key": 16, "fact": "letter unanswered", "start_date": "2026-05-01"},
            {"patient_key": 16, "fact": "name on file", "start_date": "2020-01-01", "reference": "DOE-SYNTH"},
        ],
    )
    rows = {
        row["item"]: row
        for row in benefits(
            Table.concat([SPANS, second]), 16, "acme_ppo", "2026-06-01", records={"member_facts": facts}
        ).rows()
    }
    assert (rows["Other coverage on file"]["benefit_code"], rows["Other coverage on file"]["value"]) == (
        "R",
        "MedicaidCare (secondary)",
    )
    assert "On file: letter unanswered" in rows and not any("name on file" in name for name in rows)


def test_the_plain_items_are_those_of_the_coded_rows():
    plain, coded = (
        eligibility(SPANS, 16, "acme_ppo", "2026-06-01"),
        benefits(SPANS, 16, "acme_ppo", "2026-06-01").rows(),
    )
    assert [(row["item"], row["value"], row["good"] is False) for row in plain] == [
        (row["item"], row["value"], row["is_to_mend"]) for row in coded
    ]


def test_an_unknown_payer_is_said():
    with pytest.raises(CleanClaimError, match="unknown payer"):
        eligibility(SPANS, 16, "nobody", "2026-06-01")


def test_an_estimate_is_what_the_payer_then_decides():
    before = decided(claim(0, 0, "2026-05-01"), claim(1, 1, "2026-05-02"))
    planned = claim(5, 0, "2026-07-10")
    on = before[2].remittance_lines.remittance_date.max()
    guess = estimate(*planned, SPANS, on, before)
    later = decided(claim(0, 0, "2026-05-01"), claim(1, 1, "2026-05-02"), planned)[2].remittance_lines
    truth = later.take(later.claim_key == planned[0].claim_key[0])
    assert guess.patient_amount == truth.patient_responsibility_amount.sum() == 9_977
    assert guess.lines[0]["plan_pays"] == truth.paid_amount[0]
    assert guess.lines[0]["charge"] == 21_000 and any("Total for the patient" in step for step in guess.steps)


def test_an_estimate_does_not_know_what_the_payer_has_not_decided():
    before = decided(
        *(
            claim(number, 0, f"2026-04-{26 + number}", procedure_code=code)
            for number, code in enumerate(("20610", "20605", "17110"))
        )
    )
    planned = claim(5, 0, "2026-07-10")
    early, late = (estimate(*planned, SPANS, on, before).lines[0]["deductible"] for on in ("2026-05-02", "2026-07-09"))
    used = int(before[2].remittance_lines.deductible_amount.sum())
    assert (early, late) == (9_977, 40_000 - used) and 30_023 < used < 40_000


def test_an_estimate_says_what_would_be_refused_or_rejected():
    assert (
        "authoriz"
        in estimate(*claim(5, 0, "2026-07-10", procedure_code="J7325", hcpcs_modifier_1=None), SPANS, "2026-07-01")
        .lines[0]["denied"]
        .lower()
    )
    head, line = claim(5, 0, "2026-07-10", procedure_code="XXXXX")
    refused = estimate(head, line, SPANS, "2026-07-01")
    assert not refused.is_accepted and refused.steps
    with pytest.raises(CleanClaimError, match="nothing is planned"):
        estimate(head, line.take([]), SPANS, "2026-07-01")


def test_a_referral_that_the_plan_wants_is_asked_for():
    span = Table.from_rows(
        "coverages",
        [
            {
                "coverage_key": 128,
                "patient_key": 16,
                "payer_code": "silverleaf_hmo",
                "plan_code": "hmo",
                "member_id": "A1",
                "subscriber_patient_key": 16,
                "coverage_start_date": "2025-01-01",
            }
        ],
    )
    given = Table.from_rows(
        "authorizations",
        [
            {
                "authorization_number": "R7",
                "kind_code": "referral",
                "patient_key": 16,
                "payer_code": "silverleaf_hmo",
                "start_date": "2026-05-01",
                "end_date": "2026-06-30",
                "decision_code": "approved",
            }
        ],
    )
    for records, good in (({}, False), ({"authorizations": given}, True)):
        rows = {
            row["item"]: row
            for row in benefits(
                span, 16, "silverleaf_hmo", "2026-06-01", codes=("97110", "99213"), records=records
            ).rows()
        }
        assert (rows["97110 referral"]["authorization_code"], rows["97110 referral"]["is_to_mend"]) == (
            "Y",
            not good,
        )
        assert not any(name.startswith("99213") for name in rows)
