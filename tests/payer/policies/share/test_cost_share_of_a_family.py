"""Two of a family use up its deductible and its maximum together. 20610 is 91.19 at the commercial payer."""

import pytest

from sim.ground.keys import claim_key, coverage_key, encounter_key, patient_key
from sim.ground.table import Table
from sim.payer.engine.engine import adjudicate
from sim.payer.examples.example_table import stand_ins


def shares_of_a_family(met: int, family: int) -> list[tuple[int, int]]:
    """Deductible and coinsurance of two members of one household, each with one injection of the knee on one day."""
    claims, lines, coverages = [], [], []
    for member in (0, 1):
        patient = patient_key(1, member)
        claim, coverage = claim_key(encounter_key(patient, 0), 0), coverage_key(patient, 0)
        named = {"patient_key": patient, "coverage_key": coverage, "payer_code": stand_ins()["commercial"]}
        coverages.append(
            {
                **named,
                "plan_code": "ppo_500",
                "member_id": f"A{member}",
                "subscriber_patient_key": patient_key(1, 0),
                "coverage_start_date": "2025-01-01",
                "met_amount": met,
                "family_met_amount": family,
            }
        )
        claims.append(
            {
                **named,
                "claim_key": claim,
                "encounter_key": claim >> 4,
                "household_key": 1,
                "member_id": f"A{member}",
                "received_date": f"2026-05-0{8 + member}",
                "patient_birth_date": "1985-02-03",
                "patient_sex_code": "F",
                "diagnosis_code_1": "M17.11",
                "claim_frequency_code": "1",
                "clinic_code": "prairie",
                "billing_npi": "2066719842",
                "specialty_code": "family medicine",
                "total_charge_amount": 18_000,
            }
        )
        lines.append(
            {
                "claim_key": claim,
                "claim_line_number": 1,
                "service_date": "2026-05-04",
                "place_of_service_code": "11",
                "procedure_code": "20610",
                "hcpcs_modifier_1": "RT",
                "diagnosis_pointer_1": 1,
                "service_unit_quantity": 1,
                "charge_amount": 18_000,
                "rendering_npi": "2400315778",
            }
        )
    decided = adjudicate(
        Table.from_rows("claims", claims),
        Table.from_rows("claim_lines", lines),
        Table.from_rows("coverages", coverages),
    ).remittance_lines.sort_by("claim_key")
    return list(zip(decided.deductible_amount.tolist(), decided.coinsurance_amount.tolist()))


@pytest.mark.parametrize(
    "met, family, first, second",
    [
        (50_000, 597_000, (0, 1_824), (0, 1_176)),  # 30 dollars are left of the family's maximum
        (50_000, 599_000, (0, 1_000), (0, 0)),
        (0, 90_000, (9_119, 0), (881, 1_648)),  # 100 dollars are left of the family's deductible
        (50_000, 90_000, (0, 1_824), (0, 1_824)),
    ],
)
def test_two_of_a_family_use_up_its_amounts_together(met, family, first, second):
    assert shares_of_a_family(met, family) == [first, second]
