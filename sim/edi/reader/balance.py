"""The equations of claims and remittances, to the cent.

claim file:  the charges of the lines are the claim's charge                              (SV102 = CLM02)
             what another payer paid and adjusted on a line is the line's charge          (SVD02 + CAS = SV102)
             and on the claim what it paid                                                (AMT*D = SVD02 - CAS of 2320)
line:        charge - adjustments of the line = paid                                      (SVC02 - CAS = SVC03)
claim:       charge - adjustments of the claim and all its lines = paid                   (CLP03 - CAS = CLP04);
             the charges of the lines, when sent, are the claim's charge                  (SVC02 = CLP03)
             adjustments of group PR are the patient's share, but not on a reversal       (CLP05 = CAS PR)
payment:     sum of the claims' payments - provider adjustments = payment, never below 0  (sum of CLP04 - PLB = BPR02)

An amount that cannot be read is said once, where it stands: the sums in which it takes part are not judged.

Source: X12 005010X221A1 1.10.2 (balancing) and X222A1 1.4.4 (coordination of benefits), in our own words; X12 requests
for interpretation 2548 (CLP05), 1429 (a reversal repeats its adjustments), 227 (BPR02).
"""

from collections.abc import Iterator

from sim.edi.grammar.element_forms import cents, money
from sim.edi.grammar.finding import Finding
from sim.edi.reader.frame import Frame
from sim.edi.reader.plain_values import Plain, adjustments, amount
from sim.edi.reader.remittance import Payment

BALANCED = {"837P", "837I", "835"}
REVERSAL = "22"
AMOUNTS = ("charge_amount", "paid_amount", "patient_responsibility_amount")


def is_readable(frame: Frame) -> bool:
    """Can every amount of a claim and its lines be read?

    >>> claim = Frame("claim", None, 5)
    >>> claim.values["claims.paid_amount"] = "+133.53"
    >>> is_readable(claim)
    False
    """
    texts = [text for name, text in frame.values.items() if name.partition(".")[2] in (*AMOUNTS, "total_charge_amount")]
    texts += [
        elements[place + 1] for elements in frame.lists.get("cas", ()) for place in range(2, len(elements) - 1, 3)
    ]
    return all(cents(text) is not None for text in texts if text) and all(map(is_readable, frame.inner))


def out_of_balance(transaction: str, claim: Plain, frame: Frame) -> Iterator[Finding]:
    """What does not add up in one claim: a remittance by its equations, a claim by its lines' charges and by what other
    payers decided.
    """
    if not is_readable(frame):
        return
    if transaction == "835":
        yield from _remitted(claim, frame)
    charged = sum(line["charge_amount"] for line in claim["lines"])
    if claim["lines"] and charged != claim["charge_amount"]:
        segment, element, box = ("CLP", "03", "") if transaction == "835" else ("CLM", "02", "28")
        message = "The line charges do not add up to the claim's charge"
        charge = claim["charge_amount"]
        yield _finding("lines-do-not-add-up", segment, element, frame, claim, message, charge, charged, box)
    if transaction != "835":
        for other in frame.of("other"):
            yield from _other_payer(claim, frame, other)


def _remitted(claim: Plain, frame: Frame) -> Iterator[Finding]:
    is_reversal = claim.get("status") == REVERSAL
    reasons = [*claim["adjustments"], *(one for line in claim["lines"] for one in line["adjustments"])]
    expected = claim["charge_amount"] - sum(one["amount"] for one in reasons)
    if is_reversal and not reasons and claim["paid_amount"] != expected:
        message = "The reversal does not repeat the adjustments of the claim it reverses"
        paid = claim["paid_amount"]
        yield _finding("reversal-without-adjustments", "CLP", "04", frame, claim, message, paid, expected)
        return
    yield from _lines(claim, frame)
    if claim["paid_amount"] != expected:
        message = "The claim's charge less all adjustments is not what was paid"
        paid = claim["paid_amount"]
        yield _finding("claim-out-of-balance", "CLP", "04", frame, claim, message, paid, expected)
    share, patients = claim.get("patient_responsibility_amount", 0), _patients(reasons)
    if share != patients and not is_reversal:
        message = "The patient's responsibility is not the sum of the adjustments of group PR"
        yield _finding("patient-share-differs", "CLP", "05", frame, claim, message, share, patients)


def _patients(reasons: list[Plain]) -> int:
    return sum(one["amount"] for one in reasons if one["group"] == "PR")


def _lines(claim: Plain, frame: Frame) -> Iterator[Finding]:
    for number, line in enumerate(claim["lines"], 1):
        expected = line["charge_amount"] - _adjusted(line)
        if line["paid_amount"] != expected:
            message, paid = f"Line {number}: charge less adjustments is not what was paid", line["paid_amount"]
            yield _finding("line-out-of-balance", "SVC", "03", frame, claim, message, paid, expected)


def _other_payer(claim: Plain, frame: Frame, other: Frame) -> Iterator[Finding]:
    """What another payer decided: on each line of which it tells, and on the claim as a whole."""
    payer = other.values.get("other_payer.payer_id", "")
    paid, told = 0, 0
    for number, line in enumerate(frame.of("line"), 1):
        mine = [one for one in line.of("line_other") if one.values.get("line_other.payer_id", "") == payer]
        told += bool(mine)
        paid += (on_line := sum(amount(one, "line_other.paid_amount") for one in mine))
        decided = on_line + sum(one["amount"] for row in mine for one in adjustments(row))
        charge = amount(line, "claim_lines.charge_amount")
        if mine and decided != charge:
            message = f"Line {number}: what the other payer paid and adjusted is not the line's charge"
            kind = "other-payer-line-out-of-balance"
            yield _finding(kind, "SVD", "02", mine[0], claim, message, decided, charge)
    if "other.paid_amount" not in other.values:
        return
    reasons = sum(one["amount"] for one in adjustments(other))
    whole = told == len(frame.of("line"))
    if not (whole or reasons and not told):
        return  # what is not told of some lines cannot be added up
    stated, expected = amount(other, "other.paid_amount"), (paid if told else claim["charge_amount"]) - reasons
    if stated != expected:
        message = "What the other payer paid is not the sum of its lines less its adjustments of the claim"
        if not told:
            message = "What the other payer paid is not the claim's charge less its adjustments"
        kind = "other-payer-claim-out-of-balance"
        yield _finding(kind, "AMT", "02", other, claim, message, stated, expected)


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


def payment_out_of_balance(payment: Payment, claims_paid: int | None, set_number: str) -> Iterator[Finding]:
    """Is the payment below zero, or not what its claims and provider adjustments make? claims_paid: None where an
    amount of a claim could not be read.
    """
    if payment.paid_amount < 0:
        message = "The payment is below zero: what the provider owes is carried forward, never paid"
        yield _payment("payment-below-zero", message, payment, "0 or more", set_number)
        return
    if claims_paid is None:
        return
    expected = claims_paid - sum(one.amount for one in payment.provider_adjustments)
    if payment.paid_amount != expected:
        message = "The claim payments less provider adjustments are not the payment"
        yield _payment("payment-out-of-balance", message, payment, money(expected), set_number)


def _payment(finding: str, message: str, payment: Payment, expected: str, set_number: str) -> Finding:
    value = money(payment.paid_amount)
    return Finding(finding, "error", "BPR", 2, message, "02", value, expected, set_number=set_number)
