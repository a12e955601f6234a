"""What the tests of the wire share: one claim that carries everything a claim can, and who is who on its file."""

import numpy as np

from sim.billing.wire.trading_partners import parties
from sim.edi.writer.envelope import Envelope
from sim.ground.table import Table, conform

ENVELOPE = Envelope("CLEANCLAIM", "PAYER", "20260701", "1200", 7)


def full_claim() -> tuple[Table, Table, Table, Table]:
    """(claims, lines, other payments, other adjustments): a secondary replacement claim with everything, and a
    dependent's plain one.
    """
    day = np.datetime64("2026-04-03")
    head = {
        "claim_key": 16,
        "household_key": 1,
        "patient_key": 16,
        "encounter_key": 1,
        "payer_code": "acme_ppo",
        "coverage_key": 128,
        "member_id": "SYN100",
        "patient_birth_date": np.datetime64("1970-02-03"),
        "patient_sex_code": "F",
        "relationship_code": "self",
        "group_number": "G-1",
        "is_employment_related": True,
        "is_auto_accident_related": True,
        "accident_state_code": "IA",
        "onset_date": day - 9,
        "accident_date": day - 10,
        "initial_treatment_date": day - 8,
        "last_menstrual_date": day - 30,
        "referring_npi": "1234567893",
        "ordering_npi": "2400315778",
        "diagnosis_code_1": "M17.11",
        "diagnosis_code_2": "I10",
        "diagnosis_code_12": "Z00.00",
        "claim_frequency_code": "7",
        "original_reference_number": "P0000000016-5",
        "prior_authorization_number": "A-77",
        "referral_number": "R-1",
        "clia_number": "99D0000001",
        "billing_npi": "2066719842",
        "billing_tax_id": "00-0000001",
        "is_assignment_accepted": True,
        "total_charge_amount": 46_905,
        "patient_paid_amount": 2_500,
        "submitted_date": day + 2,
        "received_date": day + 3,
        "patient_control_number": "ACCT 1/A",
        "payer_sequence_code": "S",
        "attachment_control_number": "ATT-9",
        "claim_note": "seen twice that day",
    }
    lines = [
        {
            "claim_key": 16,
            "claim_line_number": 1,
            "service_date": day,
            "place_of_service_code": "11",
            "procedure_code": "99214",
            "hcpcs_modifier_1": "25",
            "diagnosis_pointer_1": 2,
            "diagnosis_pointer_2": 1,
            "charge_amount": 30_000,
            "service_unit_quantity": 1,
            "rendering_npi": "2400315778",
        },
        {
            "claim_key": 16,
            "claim_line_number": 2,
            "service_date": day,
            "service_end_date": day + 1,
            "place_of_service_code": "12",
            "procedure_code": "J3301",
            "hcpcs_modifier_1": "JZ",
            "hcpcs_modifier_2": "KX",
            "diagnosis_pointer_1": 1,
            "charge_amount": 16_905,
            "service_unit_quantity": 4,
            "rendering_npi": "2511772032",
            "drug_code": "00003029305",
            "drug_unit_code": "ML",
            "drug_unit_quantity": 1250,
            "line_control_number": "L-2",
            "line_note": "what it was",
        },
    ]
    plain = {
        **{
            name: head[name]
            for name in (
                "payer_code",
                "member_id",
                "group_number",
                "billing_npi",
                "billing_tax_id",
                "submitted_date",
                "received_date",
            )
        },
        "claim_key": 32,
        "patient_key": 17,
        "coverage_key": 136,
        "patient_birth_date": np.datetime64("2015-05-05"),
        "patient_sex_code": "M",
        "relationship_code": "child",
        "diagnosis_code_1": "J02.0",
        "claim_frequency_code": "1",
        "total_charge_amount": 12_000,
        "is_assignment_accepted": True,
        "patient_control_number": "KID",
    }
    lines.append(
        {
            "claim_key": 32,
            "claim_line_number": 1,
            "service_date": day,
            "place_of_service_code": "11",
            "procedure_code": "99213",
            "diagnosis_pointer_1": 1,
            "charge_amount": 12_000,
            "service_unit_quantity": 1,
            "rendering_npi": "2400315778",
        }
    )
    paid = [
        {
            "claim_key": 16,
            "claim_line_number": 1,
            "payer_code": "medicare_part_b",
            "paid_amount": 9_000,
            "remittance_date": day + 1,
        },
        {
            "claim_key": 16,
            "claim_line_number": 2,
            "payer_code": "medicare_part_b",
            "paid_amount": 0,
            "remittance_date": day + 1,
        },
        {
            "claim_key": 16,
            "claim_line_number": 0,
            "payer_code": "silverleaf_hmo",
            "paid_amount": 100,
            "remittance_date": day + 1,
        },
    ]
    off = [
        (16, 0, "silverleaf_hmo", "OA", "23", 46_805),
        (16, 1, "medicare_part_b", "CO", "45", 18_000),
        (16, 1, "medicare_part_b", "PR", "1", 1_000),
        (16, 1, "medicare_part_b", "PR", "2", 2_000),
        (16, 2, "medicare_part_b", "CO", "96", 16_905),
    ]
    names = ("claim_key", "claim_line_number", "payer_code", "group", "carc", "amount")
    return (
        Table.from_rows("claims", [head, plain]),
        Table.from_rows("claim_lines", lines),
        Table.from_rows("other_payments", paid),
        Table.from_rows("other_adjustments", [dict(zip(names, row, strict=True)) for row in off]),
    )


def full_parties():
    """Who is who on the file of full_claim."""
    people = [
        {"patient_key": 16, "household_key": 1, "first_name": "Ada", "family_name": "Stone-Synth"},
        {"patient_key": 17, "household_key": 1, "first_name": "Ben", "family_name": "Stone-Synth"},
    ]
    home = {"street_address": "90001 Elm Street", "city_name": "Ames", "state_code": "IA", "postal_code": "50010"}
    dates = {16: ("1970-02-03", "F"), 17: ("2015-05-05", "M")}
    patients = Table.from_rows(
        "patients",
        [
            {
                **one,
                **home,
                "birth_date": np.datetime64(dates[one["patient_key"]][0]),
                "sex_code": dates[one["patient_key"]][1],
            }
            for one in people
        ],
    )
    spans = [
        {
            "coverage_key": 128,
            "patient_key": 16,
            "payer_code": "acme_ppo",
            "member_id": "SYN100",
            "relationship_code": "self",
            "subscriber_patient_key": 16,
        },
        {
            "coverage_key": 129,
            "patient_key": 16,
            "payer_code": "medicare_part_b",
            "member_id": "1EG4TE5MK73",
            "relationship_code": "self",
            "subscriber_patient_key": 16,
        },
        {
            "coverage_key": 130,
            "patient_key": 16,
            "payer_code": "silverleaf_hmo",
            "member_id": "SL77",
            "relationship_code": "self",
            "subscriber_patient_key": 16,
        },
        {
            "coverage_key": 136,
            "patient_key": 17,
            "payer_code": "acme_ppo",
            "member_id": "SYN100",
            "relationship_code": "child",
            "subscriber_patient_key": 16,
        },
    ]

    class People:
        pass

    People.patients, People.coverages = conform("patients", patients), Table.from_rows("coverages", spans)
    return parties(People, "acme_ppo")


def texts_equal(ours, theirs) -> np.ndarray:
    """Cell by cell: are two columns of the same type the same (missing equals missing)?"""
    from sim.ground.coded import Coded

    if isinstance(ours, Coded):
        return ours.texts() == theirs.texts()
    return (ours == theirs) | ((ours != ours) & (theirs != theirs))
