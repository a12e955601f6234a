"""Why Medicare pays second (SBR05), written by what the claim says and by age on both sides of 65."""

import pytest
from wire_made import ENVELOPE, full_claim, full_parties

from sim.edi.writer.claims import write_837p
from sim.ground.table import Table

PLAIN = {
    "payer_code": "medicare_part_b",
    "payer_sequence_code": "S",
    "is_employment_related": False,
    "is_auto_accident_related": False,
    "accident_state_code": None,
    "submitted_date": "2026-05-01",
}


def reason(**change) -> str:
    """SBR05 of the first claim of the file."""
    claims, lines, payments, adjustments = full_claim()
    head = {**claims.rows()[0], **PLAIN, **change}
    claims = Table.from_rows("claims", [head])
    text = write_837p(claims, lines, full_parties(), ENVELOPE, payments, adjustments).text
    return next(part for part in text.split("~\n") if part.startswith("SBR*")).split("*")[5]


@pytest.mark.parametrize(
    ("born", "code"),
    [
        ("1950-01-01", "12"),  # 76: a working spouse or own work
        ("1961-05-01", "12"),  # 65 on this day
        ("1961-05-02", "43"),  # 65 tomorrow
        ("1964-03-01", "43"),  # 62: disabled
    ],
)
def test_the_reason_goes_by_age(born, code):
    assert reason(patient_birth_date=born) == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"is_employment_related": True}, "15"),
        ({"is_auto_accident_related": True, "accident_state_code": "IA"}, "14"),
        ({"is_employment_related": True, "is_auto_accident_related": True, "accident_state_code": "IA"}, "15"),
        ({"payer_sequence_code": "P"}, ""),  # Medicare pays first
        ({"payer_code": "acme_ppo"}, ""),  # not Medicare
    ],
)
def test_work_and_accident_come_before_age_and_who_pays_first_has_no_reason(change, code):
    assert reason(patient_birth_date="1950-01-01", **change) == code
