"""The year's amount for therapy: physical and speech therapy together, occupational therapy by itself."""

import pytest
from written import otherwise

HEAD = "payer     claim  code   units  modifiers  charge   service_date | denies\n"


def sixteen_days(modifiers, charge, answer) -> str:
    """A table: physical therapy for 160.00 on fifteen days, 2,400.00 in all, and one more line on the day after."""
    rows = [("97110", "GP", "160.00", "no")] * 15 + [("97110", modifiers, charge, answer)]
    return HEAD + "".join(
        f"medicare  1{chr(97 + day)}  {code}  6  {modifiers}  {charge}  2026-05-{4 + day:02d} | {answer}\n"
        for day, (code, modifiers, charge, answer) in enumerate(rows)
    )


@pytest.mark.parametrize(
    "modifiers, charge, answer",
    [
        ("GP", "80.00", "no"),  # 2,480.00: the amount itself
        ("GP", "80.01", "PR-119"),
        ("GN", "80.01", "PR-119"),  # speech therapy is counted with it
        ("GO", "80.01", "no"),  # occupational therapy is not
        ("GP,KX", "80.01", "no"),
    ],
)
def test_the_year_is_counted_by_plan_of_care(modifiers, charge, answer):
    assert otherwise("therapy_threshold", sixteen_days(modifiers, charge, answer)) == []
