"""What posters post in the place of what is right, each with its kind of error: of a claim line, of what happens with a
claim next, of a provider adjustment.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sim.billing.books.remittance_posting import ClaimPosting, LinePosting
from sim.learn.tasks.post_remittance.answer import BESIDE, Amounts
from sim.learn.tasks.post_remittance.due import Due, amounts

SEQUESTRATION, EARLIER_PAYER = "253", "23"
LINE_ERRORS = (
    "contractual-to-patient",
    "sequestration-to-patient",
    "denial-written-off",
    "denied-billed-to-patient",
    "patient-share-written-off",
    "takeback-not-negative",
    "allowed-posted-as-paid",
    "earlier-payer-written-off",
)
LEFT_OUT, OTHER = "posting-left-out", "posting-amount-wrong"
THEN_ERRORS = (
    "statement-too-early",
    "denial-not-worked",
    "forwarded-billed-again",
    "next-payer-not-billed",
    "patient-not-billed",
    "credit-not-worked",
)
WRONG_STEP = "wrong-claim-step"
PROVIDER_ERRORS = ("provider-adjustment-sign", "provider-adjustment-wrong-account")
PROVIDER_LEFT_OUT = "provider-adjustment-left-out"
UNBALANCED = "deposit-not-balanced"


class Facts(NamedTuple):
    """A claim line: what is posted of it, the remittance's own row, its adjustments."""

    claim: ClaimPosting
    line: LinePosting
    row: dict[str, Any]
    adjustments: list[dict[str, Any]]

    def adjusted(self, carc: str) -> int:
        """What a reason code takes off, cents."""
        return sum(one["amount"] for one in self.adjustments if one["carc"] == carc)


def facts(true: Due, number: int, line: LinePosting) -> Facts:
    """What is known of a line of claim `number`."""
    claim = true.claims[number]
    row = next(row for row in true.batch.lines(true.reported(number)) if row["claim_line_number"] == line.line)
    return Facts(claim, line, row, true.batch.adjustments(true.reported(number), line.line))


def line_slips(of: Facts) -> dict[str, Amounts]:
    """Kind of error -> what is then posted; only those that can be made on this line."""
    right = amounts(of.line)
    return {kind: kept for kind, posted in _slips(of) if (kept := _kept(posted)) != right}


def _slips(of: Facts) -> Iterator[tuple[str, Amounts]]:
    paid, contract, share, denied = (getattr(of.line, name) for name in ("payment", "contractual", "patient", "denied"))
    if of.claim.is_reversal:
        yield "takeback-not-negative", {name: -cents for name, cents in amounts(of.line).items()}
        return
    if contract > 0:
        yield "contractual-to-patient", {"payment": paid, "patient": share + contract, "denied": denied}
    cut = of.adjusted(SEQUESTRATION)
    if 0 < cut < contract:
        yield "sequestration-to-patient", {"payment": paid, "contractual": contract - cut, "patient": share + cut}
    if denied > 0:
        yield "denial-written-off", {"payment": paid, "contractual": contract + denied, "patient": share}
        yield "denied-billed-to-patient", {"payment": paid, "contractual": contract, "patient": share + denied}
    if share > 0:
        yield "patient-share-written-off", {"payment": paid, "contractual": contract + share, "denied": denied}
        allowed = of.row["allowed_amount"]
        if allowed != paid and not of.adjusted(EARLIER_PAYER):
            yield "allowed-posted-as-paid", {"payment": allowed, "contractual": contract, "denied": denied}
    taken = of.adjusted(EARLIER_PAYER)
    if taken > 0:
        yield "earlier-payer-written-off", {**amounts(of.line), "contractual": contract + taken}


def _kept(posted: Amounts) -> Amounts:
    return {name: cents for name, cents in posted.items() if cents}


def line_error(of: Facts, given: Amounts) -> str:
    """The kind of error of a wrong line: a slip that explains every amount of it, else that some amount is wrong."""
    if not given:
        return LEFT_OUT
    return next((kind for kind, posted in line_slips(of).items() if posted == given), OTHER)


def then_error(right: frozenset[str], given: frozenset[str]) -> str:
    """The kind of error of a wrong next step, the costliest first.

    >>> then_error(frozenset({"forwarded"}), frozenset({"patient"}))
    'statement-too-early'
    """
    lacking, beyond = right - given, given - right
    found = {
        "statement-too-early": "patient" in beyond and bool(right & {"forwarded", "next payer"}),
        "denial-not-worked": "worklist" in lacking,
        "forwarded-billed-again": "forwarded" in lacking and "next payer" in beyond,
        "next-payer-not-billed": bool(lacking & {"forwarded", "next payer"}),
        "patient-not-billed": "patient" in lacking,
        "credit-not-worked": "credit" in lacking,
    }
    return next((kind for kind, holds in found.items() if holds), WRONG_STEP)


def then_slips(right: frozenset[str]) -> dict[str, frozenset[str]]:
    """Kind of error -> what is then chosen; only those that can be made with this claim."""
    tried = (
        frozenset({"patient"}),
        right - {"worklist"} or frozenset({"close"}),
        frozenset({"next payer"}),
        frozenset({"close"}),
        right | {"next payer"},
        right | {"patient"},
    )
    found: dict[str, frozenset[str]] = {}
    for given in tried:
        if given != right:
            found.setdefault(then_error(right, given), given)
    return found


def provider_slips(account: str, cents: int) -> dict[str, Amounts]:
    """Kind of error -> what is then posted of a provider adjustment.

    >>> provider_slips("interest", 120)
    {'provider-adjustment-sign': {'interest': -120}, 'provider-adjustment-wrong-account': {'owed': 120}}
    """
    other = next(name for name in BESIDE if name not in (account, "interest"))
    return {"provider-adjustment-sign": {account: -cents}, "provider-adjustment-wrong-account": {other: cents}}


def provider_error(account: str, cents: int, given: Amounts) -> str:
    """The kind of error of a wrong provider adjustment."""
    if not given:
        return PROVIDER_LEFT_OUT
    if len(given) == 1 and account not in given and abs(next(iter(given.values()))) == abs(cents):
        return "provider-adjustment-wrong-account"
    return "provider-adjustment-sign" if given == {account: -cents} else OTHER
