"""Follow-up on claims that nobody has answered: what a payer's status says, what is done about it, in which order, and
when somebody looks again.

    found = open_claims(claims, served, told, today, expected)      what lies on the list, one row a claim
    right_step(one)                                                 what is done about it
    by_rule(found)                                                  the order of work

The order is the clinic's rule: first what has to reach the payer within near_deadline_days, the nearest last day first;
then the rest of what can be worked, the largest expected payment first; then what cannot be paid anymore. What only
waits is not worked today.

Sources: ASC X12 276/277 claim status; payers' filing limits and days for documents (data/payers, data/params); a claim
that is on file is not sent again: CMS Claims Processing Manual ch. 1, 120 (duplicates). That a payer owes an answer
within so many days of a clean claim: data/params/clean_claim_days.toml.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np

from sim.billing.answers.standing_claim import acknowledged
from sim.billing.claims.deadlines import deadline_of
from sim.billing.claims.submission import received_date
from sim.billing.denials.status_checks import expected_date
from sim.ground.dates import Day, day_of, us_date
from sim.ground.params import param_value
from sim.ground.table import Table
from sim.payer.asked.claim_status import status, words
from sim.payer.engine.document_requests import requests
from sim.payer.engine.engine import Adjudication
from sim.payer.money.payments import Payments

Found = Literal["not found", "rejected", "in process", "documents", "to be paid", "paid", "denied", "patient"]
Action = Literal[
    "wait", "ask", "resend", "correct", "documents", "post", "denial", "patient", "write off", "replace", "appeal"
]
IN_WORDS: dict[Found, str] = {
    "not found": "Not on file",
    "rejected": "Rejected",
    "in process": "In process",
    "documents": "Documents requested",
    "to be paid": "Approved, payment pending",
    "paid": "Paid",
    "denied": "Denied",
    "patient": "Applied to patient responsibility",
}
PART = "part"  # how a claim is noted that was paid with a line denied
BY_CATEGORY: dict[str, Found] = {
    "D0": "not found",
    "A4": "not found",
    "A1": "in process",
    "A2": "in process",
    "P1": "in process",
    "P2": "documents",
    "P3": "documents",
    "F0": "to be paid",
    "F1": "paid",
    "F2": "denied",
    "F3": "paid",
    "F4": "patient",
}


def near_days(on: Day) -> int:
    """Days before a last day within which a claim is worked before larger amounts (data/params: near_deadline_days).

    >>> near_days("2026-09-30")
    14
    """
    return param_value("near_deadline_days", "*", on)


@dataclass(frozen=True)
class OpenClaim:
    """A claim on the list, on a day. `expected`: what the payer is expected to pay, cents; `found`: what its status
    says; `message`: the same in the payer's words; `rejection`: what the front end said of a rejected claim;
    `last_day`: on which it, or what was requested, has to be at the payer; `due`: day by which an answer should be
    there; `denied_lines`: of a claim that was paid for other lines."""

    claim_key: int
    payer_code: str
    service_date: date
    submitted_date: date
    charge: int
    expected: int
    found: Found
    category: str
    status: str
    message: str
    since: date
    rejection: str
    payer_claim_number: str
    trace_number: str
    due: date
    last_day: date | None
    today: date
    denied_lines: int = 0

    @property
    def is_late(self) -> bool:
        """Can what is sent today no longer be there by the last day?"""
        return self.last_day is not None and self.last_day < there(self.today)

    @property
    def is_near(self) -> bool:
        """Does its last day come within the days of the rule?"""
        return (
            self.last_day is not None
            and not self.is_late
            and (self.last_day - self.today).days <= near_days(self.today)
        )

    @property
    def references(self) -> frozenset[str]:
        """The payer's numbers that a note may name."""
        return frozenset({self.payer_claim_number, self.trace_number} - {""})


def there(sent: date) -> date:
    """The day on which the payer has what is sent on a day.

    >>> there(date(2026, 7, 1))
    datetime.date(2026, 7, 2)
    """
    return date.fromisoformat(str(received_date(np.array([sent], "datetime64[D]"))[0]))


def open_claims(
    claims: Table,
    service_days: Mapping[int, date],
    told: Adjudication,
    today: Day,
    expected: Mapping[int, int],
    paid: Payments | None = None,
) -> list[OpenClaim]:
    """The claims as they stand on a day, in the order of their keys. claims: those on the list; service_days, expected:
    by claim key; told: what the payers did, which know nothing of a claim that never arrived."""
    day = day_of(today)
    due = dict(zip(claims.claim_key.tolist(), expected_date(claims).tolist(), strict=True))
    wanted = {row["claim_key"]: row["due_date"] for row in requests(claims, told).rows()}
    arrived = np.unique(told.acknowledgements.claim_key)
    asked = status(claims.take(np.isin(claims.claim_key, arrived)), told, claims.claim_key.tolist(), day, paid)
    says = {row["claim_key"]: row for row in asked.take(asked.claim_line_number == 0).rows()}
    denied = asked.claim_key[(asked.claim_line_number > 0) & (asked.status_category_code == "F2")].tolist()
    return [
        _open(row, says[key], told, day, (service_days[key], expected[key], due[key], denied.count(key)), wanted)
        for key, row in sorted((row["claim_key"], row) for row in claims.rows())
    ]


def _open(
    row: dict[str, Any],
    says: dict[str, Any],
    told: Adjudication,
    day: np.datetime64,
    known: tuple[date, int, date, int],
    wanted: Mapping[int, date],
) -> OpenClaim:
    """known: date of service, expected amount, day by which an answer should be there, lines denied."""
    key, (served, expected, due, denied_lines) = row["claim_key"], known
    front = acknowledged(told, key)
    is_rejected = front is not None and not front["is_accepted"]
    found: Found = "rejected" if is_rejected else BY_CATEGORY[says["status_category_code"]]
    last = None
    if found in ("not found", "rejected"):
        filing = deadline_of("R_NEW", row["payer_code"], np.datetime64(served), day)[0]
        last = None if np.isnat(filing) else date.fromisoformat(str(filing))
    return OpenClaim(
        key,
        row["payer_code"],
        served,
        row["submitted_date"],
        row["total_charge_amount"],
        expected,
        found,
        says["status_category_code"],
        says["status_code"],
        says["message"],
        says["status_date"],
        words(front["status_category_code"], front["status_code"], front["entity_code"])[0]
        if front is not None and is_rejected
        else "",
        says["payer_claim_number"] or "",
        says["trace_number"] or "",
        due,
        wanted.get(key) if found == "documents" else last,
        date.fromisoformat(str(day)),
        denied_lines,
    )


@dataclass(frozen=True)
class FollowUpStep:
    """Something that can be done about a claim without an answer: words (`brief`: for a list), why it is right where it
    is, by which rule."""

    id: Action
    brief: str
    words: str
    why: str
    cite: str


STATUS = "ASC X12 276/277, claim status"
FILING = "the payer's filing limit; Medicare: 42 CFR 424.44"
STEPS = (
    FollowUpStep(
        "wait",
        "Wait",
        "Wait for the answer",
        "The payer has the claim, and its normal days are not over.",
        f"{STATUS}; the payer's usual turnaround (teaching estimate)",
    ),
    FollowUpStep(
        "ask",
        "Ask when",
        "Ask when it will be processed",
        "The payer has the claim, and its normal days are over.",
        "data/params: clean_claim_days, with the law for each kind of payer",
    ),
    FollowUpStep(
        "resend",
        "Send again as new",
        "Send it again as a new claim",
        "Neither the payer nor an acknowledgment shows it.",
        FILING,
    ),
    FollowUpStep(
        "correct",
        "Correct, send as new",
        "Correct it and send it as a new claim",
        "The front end rejected the claim. It was never adjudicated, so it is corrected and sent as a new claim.",
        f"ASC X12 277CA; {FILING}",
    ),
    FollowUpStep(
        "documents",
        "Send documents",
        "Send the documents requested",
        "The payer has pended the claim until the record is there.",
        f"{STATUS}, category P3; data/params: documents_limit",
    ),
    FollowUpStep(
        "post",
        "Post the payment",
        "Find the remittance and post it",
        "The payer has paid. What is missing is the posting.",
        f"{STATUS}, category F1",
    ),
    FollowUpStep(
        "denial",
        "Work the denial",
        "Find the remittance and work the denial",
        "The payer has denied the claim. Its deadlines run from the remittance.",
        f"{STATUS}, category F2",
    ),
    FollowUpStep(
        "patient",
        "Bill the patient",
        "Find the remittance and bill the patient's share",
        "The payer has processed the claim and left all of it to the patient.",
        f"{STATUS}, category F4",
    ),
    FollowUpStep(
        "write off",
        "Write off",
        "Write it off; never bill the patient",
        "What is sent today arrives after the filing limit, and nothing proves that the claim was accepted in time.",
        f"{FILING}; 835 CO-29",
    ),
    FollowUpStep("replace", "Send corrected (7)", "Send a corrected claim, frequency code 7", "", ""),
    FollowUpStep("appeal", "Appeal", "Appeal", "", ""),
)
BY_FOUND: dict[Found, Action] = {
    "not found": "resend",
    "rejected": "correct",
    "documents": "documents",
    "to be paid": "wait",
    "paid": "post",
    "denied": "denial",
    "patient": "patient",
}


def right_step(one: OpenClaim) -> Action:
    """What is done about a claim."""
    if one.found == "in process":
        return "ask" if one.due < one.today else "wait"
    if one.is_late and one.found in ("not found", "rejected"):
        return "write off"
    return BY_FOUND[one.found]


def right_steps(one: OpenClaim) -> frozenset[Action]:
    """Every step that is right: a claim that was paid in part has a denial to be worked as well."""
    return frozenset({right_step(one), "denial"} if is_part_denied(one) else {right_step(one)})


def is_part_denied(one: OpenClaim) -> bool:
    """Was it processed with a line denied and another not?"""
    return bool(one.denied_lines) and one.found in ("paid", "patient")


def right_findings(one: OpenClaim) -> tuple[str, ...]:
    """Everything that its status may be noted as, the best first. The payer of a rejected claim finds nothing."""
    if is_part_denied(one):
        return (*((PART,) if one.found == "paid" else ()), one.found, "denied")
    return (one.found, "not found") if one.found == "rejected" else (one.found,)


def status_words(one: OpenClaim) -> str:
    """The payer's words with what it says of lines and of the day by which it wants documents."""
    if one.found == "documents" and one.last_day is not None:
        return f"{one.message}, to be received by {us_date(one.last_day)}"
    return f"{one.message}; a line is denied" if one.denied_lines and one.found != "denied" else one.message


def window(one: OpenClaim) -> tuple[date, date] | None:
    """The first and last day on which it is right to look again: an answer is waited for until it is due and some days
    more (data/params: grace_of_follow_up); what was sent or asked is looked at within these days, and before the last
    day. None where nothing more is to be heard."""
    step, grace = right_step(one), timedelta(days=param_value("grace_of_follow_up", "*", str(one.today)))
    if step in ("post", "denial", "patient", "write off"):
        return None
    if step == "wait" and one.found == "in process":
        return one.due, one.due + grace
    return one.today + timedelta(days=1), one.today + grace


def group(one: OpenClaim) -> int:
    """Which part of the rule orders a claim: 1 its last day is near, 2 it can be worked, 3 it cannot be paid anymore, 4
    it only waits."""
    step = right_step(one)
    return 4 if step == "wait" else 3 if step == "write off" else 1 if one.is_near else 2


def place(one: OpenClaim) -> tuple[int, int]:
    """Where a claim stands in the order of work; equal places may be worked in either order."""
    part = group(one)
    nearest = (one.last_day - one.today).days if part == 1 and one.last_day is not None else 0
    return part, {1: nearest, 2: -one.expected}.get(part, 0)


def by_rule(found: list[OpenClaim]) -> list[OpenClaim]:
    """The claims that are worked today, in the order of the rule."""
    return sorted((one for one in found if group(one) != 4), key=lambda one: (*place(one), one.claim_key))


def out_of_order(given: list[OpenClaim]) -> set[int]:
    """Keys of the claims that stand in the way of the rule, as few as possible: of an order in which one claim is
    misplaced it is that one."""
    kept: list[list[OpenClaim]] = []
    for one in given:
        before = [row for row in kept if place(row[-1]) <= place(one)]
        kept.append([*max(before, key=len, default=[]), one])
    good = {one.claim_key for one in max(kept, key=len, default=[])}
    return {one.claim_key for one in given} - good
