"""After an earlier payer: who bears what it left, where Medicaid or a supplement comes next.

The amounts of an answer: paid, taken care of by the earlier payer (OA-23), left to the patient, written off.
"""

import pytest
from written import otherwise

HEAD = "payer  code  charge  member_fact  earlier | pays\n"


@pytest.mark.parametrize(
    "row",
    [
        # Medicaid's price of 99213 is 64.25 (72 percent of 89.23); nobody paid before: its copay of 3.00 is asked
        "medicaid  99213  200.00  -  0.00;PR-1=120.00;CO-45=80.00 | 61.25 80.00 3.00 55.75",
        # somebody paid: no copay; Medicaid pays up to its price
        "medicaid  99213  200.00  -  50.00;PR-2=70.00;CO-45=80.00 | 14.25 130.00 0.00 55.75",
        "medicaid  99213  200.00  -  90.00;PR-2=30.00;CO-45=80.00 | 0.00 170.00 0.00 30.00",
        # a qualified beneficiary: the same, but for the group of what is written off
        "medicaid 99213 200.00 qualified_medicare_beneficiary 90.00;PR-2=30.00;CO-45=80.00 | 0.00 170.00 0.00 30.00",
    ],
)
def test_medicaid_pays_up_to_its_own_price_and_asks_a_copay_where_nobody_paid(row):
    assert otherwise("coordination", HEAD + row) == []


@pytest.mark.parametrize(
    "row",
    [
        "medigap  99213  200.00  -  96.00;PR-2=24.00;CO-45=80.00 | 24.00 176.00 0.00 0.00",
        "medigap  99213  200.00  -  76.00;PR-1=20.00;PR-2=24.00;CO-45=80.00 | 24.00 156.00 20.00 0.00",
        "medigap  99213  200.00  -  0.00;PR-96=200.00 | 0.00 0.00 200.00 0.00",  # what Medicare refused it refuses
        "medigap  99213  200.00  -  50.00;PR-1=20.00;PR-2=24.00;PR-96=26.00;CO-45=80.00 | 24.00 130.00 46.00 0.00",
    ],
)
def test_plan_g_pays_coinsurance_and_leaves_the_deductible_and_what_medicare_refused(row):
    assert otherwise("coordination", HEAD + row) == []
