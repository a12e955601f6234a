"""The equations of claims and remittances: what is said of each that does not hold."""

import pytest

from sim.edi.reader.balance import out_of_balance, payment_out_of_balance
from sim.edi.reader.frame import Frame
from sim.edi.reader.remittance import Payment, ProviderAdjustment

FRAME = Frame("claim", None, 5, "2100")


def reason(amount: int) -> dict:
    return {"group": "CO", "carc": "45", "amount": amount}


def line(charge: int, paid: int, *taken: int) -> dict:
    return {"charge_amount": charge, "paid_amount": paid, "adjustments": [reason(one) for one in taken]}


def claim(charge: int, paid: int, *lines: dict, taken: int = 0) -> dict:
    reasons = [reason(taken)] if taken else []
    return {
        "claim_id": "A",
        "charge_amount": charge,
        "paid_amount": paid,
        "adjustments": reasons,
        "lines": list(lines),
    }


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (claim(500, 300, line(200, 150, 50), line(300, 150, 150)), []),
        (claim(500, 280, line(200, 150, 50), line(300, 150, 150), taken=20), []),
        (claim(500, 300, line(200, 149, 50), line(300, 150, 150)), [("line-out-of-balance", "1.49", "1.5")]),
        (claim(500, 301, line(200, 150, 50), line(300, 150, 150)), [("claim-out-of-balance", "3.01", "3")]),
        (claim(500, 300, line(200, 150, 50), line(300, 150, 150), taken=20), [("claim-out-of-balance", "3", "2.8")]),
        (claim(500, 300, line(201, 151, 50), line(300, 150, 150)), [("lines-do-not-add-up", "5", "5.01")]),
        (claim(500, 300, line(199, 149, 50), line(300, 150, 150)), [("lines-do-not-add-up", "5", "4.99")]),
    ],
)
def test_a_claim_of_a_remittance(told, found):
    assert [(one.finding, one.value, one.expected) for one in out_of_balance("835", told, FRAME)] == found


def test_a_claim_files_charges():
    for charge, names in ((500, []), (499, ["lines-do-not-add-up"]), (501, ["lines-do-not-add-up"])):
        told = claim(charge, 0, line(200, 0), line(300, 0))
        found = list(out_of_balance("837P", told, FRAME))
        assert [one.finding for one in found] == names and all(one.box == "28" for one in found)


@pytest.mark.parametrize(
    ("paid", "claims", "expected"),
    [
        (900, 1000, []),
        (901, 1000, ["9"]),
        (899, 1000, ["9"]),
        (-1, 99, ["0 or more"]),
        (-100, 0, ["0 or more"]),
        (7, None, []),
    ],
)
def test_a_payment_is_its_claims_less_provider_adjustments_and_never_below_zero(paid, claims, expected):
    adjustments = [ProviderAdjustment("WO", "", 150), ProviderAdjustment("L6", "", -50)]
    one = Payment(None, "T1", "CHK", paid, "I", "", "", "", "", "", adjustments)
    assert [found.expected for found in payment_out_of_balance(one, claims, "0001")] == expected
