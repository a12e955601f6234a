"""A claim that waits for documents: asked, waited for, decided with them or without; nothing that was said is changed,
and every cent balances.
"""

import numpy as np
import pytest

from sim.ground.table import Table
from sim.payer.engine.engine import adjudicate
from sim.payer.money.payments import payments
from sim.payer.engine.document_requests import delivered, requests
from sim.payer.asked.claim_status import status

SPAN = Table.from_rows(
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
HEAD = {
    "claim_key": 16384,
    "encounter_key": 1024,
    "household_key": 1,
    "patient_key": 16,
    "payer_code": "silverleaf_hmo",
    "coverage_key": 128,
    "member_id": "A1",
    "billing_npi": "2066719842",
    "billing_tax_id": "99-1",
    "specialty_code": "family medicine",
    "diagnosis_code_1": "L02.511",
    "patient_birth_date": "1950-05-05",
    "patient_sex_code": "F",
    "claim_frequency_code": "1",
    "clinic_code": "prairie",
    "received_date": "2026-05-08",
    "submitted_date": "2026-05-07",
    "total_charge_amount": 70_000,
}
LINES = [
    {
        "claim_key": 16384,
        "claim_line_number": number,
        "service_date": "2026-05-01",
        "procedure_code": code,
        "hcpcs_modifier_1": modifier,
        "diagnosis_pointer_1": 1,
        "service_unit_quantity": 1,
        "charge_amount": 35_000,
        "rendering_npi": "2400315778",
        "place_of_service_code": "11",
    }
    for number, code, modifier in ((1, "10060", "22"), (2, "99213", "25"))
]
CLAIMS, CLAIM_LINES = Table.from_rows("claims", [HEAD]), Table.from_rows("claim_lines", LINES)


def answer(sent=None, on="2026-12-01"):
    first = adjudicate(CLAIMS, CLAIM_LINES, SPAN)
    asked = requests(CLAIMS, first)
    appeals = Table.from_rows(
        "appeals",
        [{"claim_key": 16384, "kind_code": "documents", "level": 1, "sent_date": sent, "evidence": "OBREPORT1"}]
        if sent
        else [],
    )
    return asked, adjudicate(CLAIMS, CLAIM_LINES, SPAN, records={"documents": delivered(asked, appeals, on)})


def test_a_request_is_dated_and_has_its_last_day():
    asked, _ = answer()
    row = asked.rows()[0]
    assert (row["policy"], str(row["asked_date"])) == ("records_awaited", "2026-05-09") and row["received_date"] is None
    assert str(row["due_date"]) in ("2026-06-08", "2026-06-23")  # 30 or 45 days


def test_while_the_payer_waits_nothing_is_decided():
    _, told = answer(on="2026-05-20")
    assert not len(told.remittance_lines) and told.acknowledgements.policy[0] == "records_awaited"


@pytest.mark.parametrize("sent, denied", [("2026-05-20", []), (None, [1]), ("2026-11-01", [1])])
def test_with_the_documents_it_is_decided_and_without_them_the_line_is_refused(sent, denied):
    asked, told = answer(sent)
    lines, reasons = told.remittance_lines, told.adjustments
    assert lines.claim_line_number[~lines.denial_policy.is_missing].tolist() == denied
    assert [row["carc"] for row in reasons.rows() if row["is_denial"]] == ["226"] * len(denied)
    owed = lines.allowed_amount - lines.patient_responsibility_amount
    owed = owed - (2 * owed + 50) // 100  # sequestration: two percent of what the plan would pay
    assert lines.paid_amount.tolist() == [0 if number in denied else owed[number - 1] for number in (1, 2)]
    assert owed[1] > 0
    for number in (1, 2):
        assert (
            lines.charge_amount[number - 1]
            == lines.paid_amount[number - 1] + reasons.amount[reasons.claim_line_number == number].sum()
        )
    late = np.datetime64("2026-05-21") if not denied else asked.due_date[0]
    assert (lines.remittance_date == late + 14).all()
    assert (
        told.acknowledgements.policy[0] == "records_awaited" and told.acknowledgements.status_category_code[0] == "P3"
    )  # it waited; that stays said


def test_the_documents_on_their_last_day_are_in_time_and_a_day_later_are_not():
    asked, _ = answer()
    last = asked.due_date[0] - 1  # a day on the way
    assert answer(str(last))[1].remittance_lines.denial_policy.is_missing.all()
    assert not answer(str(last + 1))[1].remittance_lines.denial_policy.is_missing.all()


def test_its_status_says_so_all_along_and_no_interest_is_due():
    _, told = answer("2026-05-20")
    said = {
        on: status(CLAIMS, told, 16384, on).status_category_code[0] for on in ("2026-05-09", "2026-05-30", "2026-06-30")
    }
    assert said == {"2026-05-09": "P3", "2026-05-30": "P3", "2026-06-30": "F1"}
    paid = payments(CLAIMS, answer("2026-06-01")[1])
    assert paid.payments.paid_amount[0] > 0 and not len(paid.provider_adjustments)
