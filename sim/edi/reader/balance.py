"""The equations of claims and remittances, to the cent.

claim file:  the charges of the lines are the claim's charge                              (SV102 = CLM02)
line:        charge - adjustments of the line = paid                                      (SVC02 - CAS = SVC03)
claim:       charge - adjustments of the claim and all its lines = paid                   (CLP03 - CAS = CLP04);
             the charges of the lines, when sent, are the claim's charge                  (SVC02 = CLP03)
payment:     sum of the claims' payments - provider adjustments = payment, never below 0  (sum of CLP04 - PLB = BPR02)
"""

from collections.abc import Iterator

from sim.edi.grammar.element_forms import money
from sim.edi.grammar.finding import Finding
from sim.edi.reader.frame import Frame
from sim.edi.reader.plain_values import Plain
from sim.edi.reader.remittance import Payment

BALANCED = {"837P", "837I", "835"}


def out_of_balance(transaction: str, claim: Plain, frame: Frame) -> Iterator[Finding]:
    """What does not add up in one claim: a remittance by its equations, a claim by its lines' charges."""
    if transaction == "835":
        yield from _lines(claim, frame)
        expected = claim["charge_amount"] - _adjusted(claim) - sum(map(_adjusted, claim["lines"]))
        if claim["paid_amount"] != expected:
            message = "The claim's charge less all adjustments is not what was paid"
            paid = claim["paid_amount"]
            yield _finding("claim-out-of-balance", "CLP", "04", frame, claim, message, paid, expected)
    charged = sum(line["charge_amount"] for line in claim["lines"])
    if claim["lines"] and charged != claim["charge_amount"]:
        segment, element, box = ("CLP", "03", "") if transaction == "835" else ("CLM", "02", "28")
        message = "The line charges do not add up to the claim's charge"
        charge = claim["charge_amount"]
        yield _finding("lines-do-not-add-up", segment, element, frame, claim, message, charge, charged, box)


def _lines(claim: Plain, frame: Frame) -> Iterator[Finding]:
    for number, line in enumerate(claim["lines"], 1):
        expected = line["charge_amount"] - _adjusted(line)
        if line["paid_amount"] != expected:
            message, paid = f"Line {number}: charge less adjustments is not what was paid", line["paid_amount"]
            yield _finding("line-out-of-balance", "SVC", "03", frame, claim, message, paid, expected)


def _adjusted(row: Plain) -> int:
    return sum(one["amount"] for one in row["adjustments"])


def _finding(
    finding: str,
    segment: str,
    element: str,
    frame: Frame,
    claim: Plain,
    message: str,
    found: int,
    expected: int,
    box: str = "",
) -> Finding:
    return Finding(
        finding,
        "error",
        segment,
        frame.position,
        message,
        element,
        money(found),
        money(expected),
        box,
        frame.loop,
        claim=claim["claim_id"],
    )


def payment_out_of_balance(payment: Payment, claims_paid: int, set_number: str) -> Iterator[Finding]:
    """Is the payment not what its claims and provider adjustments make, or below zero?"""
    expected = claims_paid - sum(one.amount for one in payment.provider_adjustments)
    if payment.paid_amount != expected or payment.paid_amount < 0:
        yield Finding(
            "payment-out-of-balance",
            "error",
            "BPR",
            2,
            "The claim payments less provider adjustments are not the payment",
            "02",
            money(payment.paid_amount),
            money(expected),
            set_number=set_number,
        )
