"""Corrections add claims: the first decision is taken back with opposite signs, credit is given back, and the new claim
is decided.
"""

from made import PLANS

from sim.ground.keys import claim_key, coverage_key, encounter_key, patient_key
from sim.ground.table import Table
from sim.payer.engine.engine import adjudicate

PATIENT = patient_key(1, 0)


def claim(version, payer="acme_ppo", visit=0, round_=0, **more):
    key = claim_key(encounter_key(PATIENT, visit), version)
    return {
        "claim_key": key,
        "household_key": 1,
        "patient_key": PATIENT,
        "encounter_key": key >> 4,
        "payer_code": payer,
        "coverage_key": coverage_key(PATIENT, 0),
        "member_id": "A1",
        "patient_birth_date": "1980-01-01",
        "patient_sex_code": "F",
        "diagnosis_code_1": "I10",
        "claim_frequency_code": "1",
        "replaces_claim_key": -1,
        "adjudication_round": round_,
        "clinic_code": "prairie",
        "billing_npi": "2066719842",
        "specialty_code": "family medicine",
        "received_date": "2026-05-08",
        **more,
    }


def line(claim_row, number=1, **more):
    return {
        "claim_key": claim_row["claim_key"],
        "claim_line_number": number,
        "service_date": "2026-05-04",
        "place_of_service_code": "11",
        "procedure_code": "93000",
        "diagnosis_pointer_1": 1,
        "charge_amount": 10_000,
        "service_unit_quantity": 1,
        "rendering_npi": "2400315778",
        **more,
    }


def decide(claims, lines, payer="acme_ppo"):
    for row in claims:
        row["total_charge_amount"] = sum(one["charge_amount"] for one in lines if one["claim_key"] == row["claim_key"])
    spans = [
        {
            "coverage_key": coverage_key(PATIENT, 0),
            "patient_key": PATIENT,
            "payer_code": payer,
            "plan_code": PLANS[payer],
            "member_id": "A1",
            "subscriber_patient_key": PATIENT,
            "coverage_start_date": "2026-01-01",
        }
    ]
    return adjudicate(
        Table.from_rows("claims", claims), Table.from_rows("claim_lines", lines), Table.from_rows("coverages", spans)
    )


def replaced(first, **more):
    return claim(
        first["claim_key"] % 16 + 1,
        first["payer_code"],
        round_=first["adjudication_round"] + 1,
        claim_frequency_code="7",
        replaces_claim_key=first["claim_key"],
        original_reference_number="X1",
        **more,
    )


def by_kind(result):
    return [
        (row["claim_key"] % 16, row["is_reversal"], row["paid_amount"], row["deductible_amount"], row["denial_policy"])
        for row in result.remittance_lines.rows()
    ]


def test_a_replacement_takes_the_first_decision_back_and_its_deductible_with_it():
    first = claim(0)
    big = line(first, procedure_code="01996", charge_amount=200_000)
    second = replaced(first, received_date="2026-06-01")
    small = line(second, procedure_code="93000")
    other = claim(0, visit=1, round_=1, received_date="2026-06-02")
    later = line(other, procedure_code="01996", charge_amount=150_000, service_date="2026-05-05")
    result = decide([first, second, other], [big, small, later])
    rows = by_kind(result)
    assert [row[:2] for row in rows] == [(0, False), (0, True), (1, False), (0, False)]
    deductibles = [row[3] for row in rows]
    assert deductibles[0] == 50_000 and deductibles[1] == -50_000
    assert deductibles[2] + deductibles[3] == 50_000, "what the replaced claim had used is free again"
    taken_back = [(row["group"], row["carc"], row["amount"]) for row in result.adjustments.rows() if row["is_reversal"]]
    given = [
        (row["group"], row["carc"], -row["amount"]) for row in result.adjustments.rows() if not row["is_reversal"]
    ][: len(taken_back)]
    assert taken_back == given
    assert result.remittance_lines.claim_status_code.texts().tolist() == ["1", "22", "1", "1"]
    assert result.remittance_lines.remittance_date[1] == result.remittance_lines.remittance_date[2]


def test_a_corrected_claim_is_no_duplicate_and_a_new_one_is():
    first = claim(0)
    corrected, again = replaced(first, received_date="2026-06-01"), claim(2, received_date="2026-06-03", round_=2)
    result = decide([first, corrected, again], [line(row) for row in (first, corrected, again)])
    assert [row[4] for row in by_kind(result)] == ["", "", "", "exact_duplicate"]


def test_a_void_only_takes_back():
    first = claim(0)
    void = replaced(first, received_date="2026-06-01") | {"claim_frequency_code": "8"}
    result = decide([first, void], [line(first), line(void)])
    assert [row[:2] for row in by_kind(result)] == [(0, False), (0, True)]
    assert result.remittance_lines.paid_amount.sum() == 0 and result.adjustments.amount.sum() == 0
    assert result.acknowledgements.is_accepted.all()


def test_a_rejected_correction_takes_nothing_back():
    first = claim(0)
    bad = replaced(first, received_date="2026-06-01") | {"original_reference_number": ""}
    result = decide([first, bad], [line(first), line(bad)])
    assert [row[:2] for row in by_kind(result)] == [(0, False)]
    assert [(row["is_accepted"], row["status_code"]) for row in result.acknowledgements.rows()] == [
        (True, "20"),
        (False, "464"),
    ]


def test_a_claim_is_replaced_once():
    first = claim(0)
    second, third = replaced(first, received_date="2026-06-01"), replaced(first, received_date="2026-06-05")
    third["claim_key"] += 1
    result = decide([first, second, third], [line(row) for row in (first, second, third)])
    assert [row["policy"] for row in result.acknowledgements.rows()] == ["", "", "original_not_found"]


def test_medicare_takes_a_reopening_but_no_replacement():
    first = claim(0, "medicare_part_b")
    frequency_7 = replaced(first, received_date="2026-06-01")
    reopening = frequency_7 | {"claim_frequency_code": "1", "is_reopening": True, "claim_key": first["claim_key"] + 2}
    refused = decide([first, frequency_7], [line(first), line(frequency_7)], "medicare_part_b")
    assert refused.acknowledgements.rows()[1]["policy"] == "frequency_not_accepted"
    taken = decide([first, reopening], [line(first), line(reopening)], "medicare_part_b")
    assert [row[:2] for row in by_kind(taken)] == [(0, False), (0, True), (2, False)]


def test_a_line_sent_back_as_unprocessable_comes_again_as_a_new_claim():
    first = claim(0, "medicare_part_b")
    again = claim(1, "medicare_part_b", round_=1, received_date="2026-06-01", clia_number="99D0000001")
    test = {"procedure_code": "81002", "charge_amount": 1_000}
    result = decide([first, again], [line(first, **test), line(again, **test)], "medicare_part_b")
    assert [(row[0], row[4]) for row in by_kind(result)] == [(0, "laboratory_certificate"), (1, "")]
    assert result.adjustments.rows()[0]["rarc_2"] == "MA130" and result.remittance_lines.paid_amount[1] == 341


def test_a_held_claim_gets_no_answer():
    held = claim(0, received_date=None)
    result = decide([held], [line(held)])
    assert [len(table) for table in result] == [0, 0, 0]


def test_repairing_the_first_of_two_causes_shows_the_next():
    late = claim(0, received_date="2026-12-20")
    row = line(late, procedure_code="83036", hcpcs_modifier_1="QW")
    told = decide([late], [row]).remittance_lines.rows()[0]
    assert (told["denial_policy"], told["next_policy"]) == ("timely_filing", "diagnosis_does_not_support")
    in_time = decide([late | {"received_date": "2026-05-20"}], [row]).remittance_lines.rows()[0]
    assert (in_time["denial_policy"], in_time["next_policy"]) == ("diagnosis_does_not_support", "")


def test_a_claim_that_waits_has_no_adjustments_though_a_line_of_it_would_be_refused():
    from made import tables as made_tables

    line = {
        "hcpcs_modifier_1": "22",
        "hcpcs_modifier_2": None,
        "procedure_code": "20610",
        "diagnosis_pointer_1": 1,
        "service_unit_quantity": 1,
        "charge_amount": 9_000,
        "rendering_npi": "2400315778",
    }
    claim = {
        "member": 0,
        "day": 0,
        "wait": 1,
        "round": 0,
        "replaces": None,
        "frequency": "1",
        "diagnosis": "I10",
        "off": 0,
        "number": None,
        "referral": None,
        "turn": None,
        "earlier": None,
        "lines": [line, {**line, "procedure_code": "97110", "hcpcs_modifier_1": None}],
    }
    world = [{"payer": "silverleaf_hmo", "facts": [], "provided": [], "decisions": [], "claims": [claim]}]
    answer = adjudicate(*made_tables(world))
    assert not len(answer.adjustments) and not len(answer.remittance_lines)
