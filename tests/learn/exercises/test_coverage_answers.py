"""The biller's eligibility box: what the payer says of the patient on the day of the visit, and no estimate that would
tell how the claim ends.
"""

from sim.learn.exercises.case import draw
from sim.learn.exercises.coverage_answers import eligibility


def test_the_box_says_what_is_left_of_the_year_and_which_approval_is_needed():
    case = draw("biller_04_planned_knee", 1)
    active = next(one for one in eligibility(case) if one["is_active"])
    rows = {row["label"]: row["value"] for row in active["benefits"]}
    assert rows["Deductible remaining"].startswith("$") and "Coinsurance" in rows and "Status" not in rows
    assert any("prior authorization" in label for label in rows)
    assert not any("refused" in text.lower() or "estimate" in text.lower() for text in (*rows, *rows.values()))


def test_a_coverage_that_ended_says_no_benefits():
    ended = [one for one in eligibility(draw("biller_02_new_card", 1)) if not one["is_active"]]
    assert ended and not any(one["benefits"] for one in ended)


def test_the_denial_desk_shows_the_payment_and_the_claims_status():
    from sim.learn.tasks.shown_before_grading import public
    from sim.learn.tasks.work_denial.returned_claim import claim
    from sim.ui.desks.denial.remittance import panels

    case = draw("denial_01_knee", 1)
    found = claim(case)
    assert found["payments"] and found["claim_status"][0]["status"] in ("F1:65", "F2:1", "F4:1")
    shown = next(panel for panel in panels(found, public(case), found["submitted_date"]) if panel["id"] == "money")
    assert found["payments"][0]["trace_number"] in str(shown["blocks"]) and found["claim_status"][0]["message"] in str(
        shown["blocks"]
    )
    assert not {"supported_amount", "supported_patient_amount"} & set(
        str(found["payments"] + found["claim_status"]).replace("'", " ").split()
    )
