"""The biller's eligibility box: what the payer says of the patient on the day of the visit, and no estimate that would tell how the claim ends."""
from sim.learn.case import draw
from sim.learn.eligibility import eligibility


def test_the_box_says_what_is_left_of_the_year_and_which_approval_is_needed():
    case = draw("biller_04_planned_knee", 1)
    active = next(one for one in eligibility(case) if one["is_active"])
    rows = {row["label"]: row["value"] for row in active["benefits"]}
    assert rows["Deductible a year, left"].startswith("$") and "Coinsurance" in rows and "Status" not in rows
    assert any("approved beforehand" in label for label in rows)
    assert not any("refused" in text.lower() or "estimate" in text.lower() for text in (*rows, *rows.values()))


def test_a_coverage_that_ended_says_no_benefits():
    ended = [one for one in eligibility(draw("biller_02_new_card", 1)) if not one["is_active"]]
    assert ended and not any(one["benefits"] for one in ended)
