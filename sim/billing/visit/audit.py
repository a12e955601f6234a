"""The audit after payment: what was paid and is not supported is found, repayment is requested in a letter, and the
money is recouped, step by step, as rows.

    found = findings(made)                          line by line: paid, supported, excess, why
    result = audit(made, response="wait")           refund | wait | appeal: what the clinic does with the letter
    result.claims, .decided, .payments, .ledger     the reversal, the answer that takes its place, how the money moves
                                                    (PLB), the books
    result.letter, .events                          dates and words of the demand letter; what happens when

At Medicare: a rebuttal within 15 days stops nothing; an appeal within 30 days keeps the money until it is decided;
interest runs from day 31; the money is taken from day 41 on (42 CFR 405.374 to 405.379). Whoever finds an overpayment
himself reports and returns it within 60 days (42 CFR 401.305; SSA 1128J(d)). Other payers as their contract says
(data/params). The payer decides the visit anew as the record supports it: an audit may also find a service underpaid.

Not modeled: extrapolation from a sample, the second level of appeal, extended repayment, offset among several payers.
"""

from typing import Any, NamedTuple

import numpy as np

from sim.billing.answers.payer_answers import Answered
from sim.billing.answers.standing_claim import payer_of, standing_claim
from sim.billing.answers.supported_amounts import decisions_standing
from sim.billing.books.ledger import post
from sim.billing.books.ledger_entries import entries, with_entries
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.corrections import correct, one
from sim.billing.claims.submission import worked_on
from sim.billing.denials.appeal_letters import kind_of
from sim.billing.visit.journey import Journey
from sim.ground.coded import Coded
from sim.ground.dates import Day, day_of, us_date
from sim.ground.errors import CleanClaimError
from sim.ground.money import divide, dollars
from sim.ground.params import days, param
from sim.ground.table import Table
from sim.payer.asked.appeals import levels
from sim.payer.engine.engine import Adjudication
from sim.payer.money.payments import Payments, Takeback, payments
from sim.payer.rulebook.payers import payers

RESPONSES = ("wait", "refund", "appeal")


class Audit(NamedTuple):
    """See the module. `amount`: cents to be given back; 0 where nothing was found, and then nothing is added to claims
    and answers.
    """

    findings: list[dict[str, Any]]
    amount: int
    letter: dict[str, Any]
    events: list[dict[str, Any]]
    claims: Claims
    decided: Adjudication
    payments: Payments
    ledger: Table


def findings(made: Journey) -> list[dict[str, Any]]:
    """Lines that were paid above what the record supports: claim_key, line, code, paid, supported, excess in cents,
    why.

    >>> from sim.billing.visit.journey import journey
    >>> from sim.clinic.visits.case import draw_case
    >>> from sim.clinic.visits.truth import truth_work
    >>> people, visit = draw_case(7, "knee_injection", payer="acme_ppo")
    >>> findings(journey(people, visit, truth_work(visit), truth_work(visit)))
    []
    """
    answers = made.decided.remittance_lines
    rows = answers.take(
        decisions_standing(made.claims.claims, made.decided) & (answers.paid_amount > answers.supported_amount)
    ).rows()
    lines = {(row["claim_key"], row["claim_line_number"]): row["procedure_code"] for row in made.claims.lines.rows()}
    why = {cause.problem.line: cause.why for cause in made.causes}
    return [
        {
            "claim_key": row["claim_key"],
            "line": row["claim_line_number"],
            "code": lines[row["claim_key"], row["claim_line_number"]],
            "paid": row["paid_amount"],
            "supported": row["supported_amount"],
            "excess": row["paid_amount"] - row["supported_amount"],
            "why": why.get(row["claim_line_number"]) or "The record does not support what was paid.",
        }
        for row in rows
    ]


def audit(
    made: Journey,
    response: str = "wait",
    on: Day = None,
    upheld: bool = True,
    others: tuple[Any, ...] = (),
) -> Audit:
    """Carry the audit of one visit out. response: what the clinic does with the letter; on: its day (default: some
    months after the last answer); upheld: how an appeal ends; others: (claims, adjudication) of the clinic's other
    claims, whose payments the money is taken from. Raises CleanClaimError for an unknown response."""
    if response not in RESPONSES:
        raise CleanClaimError(f"unknown response {str(response)[:30]!r}", "audit", ", ".join(RESPONSES), "choose one")
    found = findings(made)
    if not found:
        return _unchanged(made, others)
    day = day_of(on) if on is not None else letter_day(made)
    key = standing_claim(made.claims, made.decided)
    claims, decided = _decided_anew(made, key, day)
    amount = _taken(decided, key, claims)
    letter = demand(payer_of(made.claims, key)[0], amount, day, made)
    won = response == "appeal" and not upheld
    if won or amount <= 0:
        return _unchanged(made, others)._replace(
            findings=found, letter=letter, events=_events(letter, response, upheld), amount=0
        )
    takeback = _takeback(key, letter, response)
    paid = payments(*_with(claims.claims, decided, others), (takeback,))
    mine = paid.provider_adjustments.take(np.isin(paid.provider_adjustments.claim_key, claims.claims.claim_key))
    books = with_entries(
        post(made.encounters, claims, decided, mine), _check(made, key, amount, letter) if response == "refund" else []
    )
    return Audit(found, amount, letter, _events(letter, response, upheld), claims, decided, paid, books)


def letter_day(made: Journey) -> np.datetime64:
    """When an audit of this visit would ask its money back."""
    answered = made.decided.remittance_lines.remittance_date.max()
    return answered + days("days_to_audit", answered)


def _unchanged(made: Journey, others: tuple[Any, ...]) -> Audit:
    paid = payments(*_with(made.claims.claims, made.decided, others))
    return Audit([], 0, {}, [], made.claims, made.decided, paid, made.ledger)


def _with(claims: Table, decided: Adjudication, others: tuple[Any, ...]) -> tuple[Table, Adjudication]:
    """This visit's claims and answers with those of the clinic's other visits."""
    if not others:
        return claims, decided
    more, told = others
    return (
        Table.concat([claims, more.select(*claims.columns)]).sort_by("claim_key"),
        type(decided)(
            *(Table.concat([mine, theirs.select(*mine.columns)]) for mine, theirs in zip(decided, told, strict=True))
        ),
    )


def _decided_anew(made: Journey, key: int, day: np.datetime64) -> Answered:
    """The payer opens its own decision: the claim as the record supports it, or taken back whole where nothing is
    supported.
    """
    true = made.true if len(made.true.claims) else one(made.claims, key)
    lines = len(made.true.lines) > 0
    claims = correct(
        made.claims, key, "reopening" if lines else "void", on=day, content=one(true, int(true.claims.claim_key[0]))
    )
    return made.answered_with(claims)


def _taken(decided: Adjudication, key: int, claims: Claims) -> int:
    """Cents that the reversal and the new answer together take back from the clinic."""
    answers = decided.remittance_lines
    new = claims.claims.claim_key[claims.claims.replaces_claim_key == key]
    return -int(
        answers.paid_amount[(answers.claim_key == key) & answers.is_reversal].sum()
        + answers.paid_amount[np.isin(answers.claim_key, new)].sum()
    )


def demand(payer: str, amount: int, day: Day, made: Journey | None = None) -> dict[str, Any]:
    """Dates and words of a demand letter; a date is None where the payer has no such limit.

    >>> letter = demand("medicare_part_b", 10_000, np.datetime64("2026-10-01"))
    >>> [str(letter[name]) for name in ("rebuttal_until", "appeal_stops_until", "recoupment_from")]
    ['2026-10-16', '2026-10-31', '2026-11-11']
    >>> letter["interest_each_30_days"]
    90
    """
    day = day_of(day)
    until = {
        name: _later(day, file, payer)
        for name, file in (
            ("rebuttal_until", "rebuttal_days"),
            ("appeal_stops_until", "appeal_stops_recoupment_days"),
            ("appeal_until", "appeal_limit"),
            ("refund_until", "refund_limit"),
        )
    }
    wait_of_interest = _later(day, "overpayment_interest_wait_days", payer)
    rate, wait = (_value(file, payer, day) for file in ("overpayment_interest", "recoupment_wait_days"))
    letter = {
        "payer": payers()[payer].label,
        "payer_code": payer,
        "letter_date": day,
        "amount": amount,
        **until,
        "interest_from": wait_of_interest + 1 if rate and wait_of_interest is not None else None,
        "interest_each_30_days": int(divide(amount * (rate or 0) * 30, 365 * 10**6)),
        "recoupment_from": day + int(wait or 0) + 1,
    }
    return {**letter, "words": _words(letter)}


def _value(name: str, payer: str, day: np.datetime64) -> int | None:
    found = int(param(name, Table(payer_code=Coded.constant(payer, 1), day=np.array([day])), "day", missing=-1)[0])
    return None if found < 0 else found


def _later(day: np.datetime64, name: str, payer: str) -> np.datetime64 | None:
    count = _value(name, payer, day)
    return None if count is None else day + count


def _words(letter: dict[str, Any]) -> list[str]:
    words = [
        f"{letter['payer']} is requesting repayment of {dollars(letter['amount'])} that the record does not support"
        f" (letter dated {us_date(letter['letter_date'])})."
    ]
    if letter["rebuttal_until"] is not None:
        words.append(f"Rebuttal deadline: {us_date(letter['rebuttal_until'])}. A rebuttal does not stop recoupment.")
    if letter["appeal_stops_until"] is not None:
        words.append(f"An appeal by {us_date(letter['appeal_stops_until'])} stops recoupment until it is decided.")
    if letter["appeal_until"] is not None:
        words.append(f"Appeal deadline: {us_date(letter['appeal_until'])}.")
    if letter["interest_from"] is not None:
        words.append(
            f"Any balance still unpaid on {us_date(letter['interest_from'])} accrues interest,"
            f" {dollars(letter['interest_each_30_days'])} for each 30 days."
        )
    return [
        *words,
        f"Recoupment from payments (PLB WO) begins {us_date(letter['recoupment_from'])}.",
        "The patient is never billed for it. A copay collected for an unsupported service is refunded.",
    ]


def _takeback(key: int, letter: dict[str, Any], response: str) -> Takeback:
    if response == "refund":
        return Takeback(key, "refunded")
    stops = response == "appeal" and letter["appeal_stops_until"] is not None
    return Takeback(
        key, "later", _decided_on(letter, letter["appeal_stops_until"]) if stops else letter["recoupment_from"]
    )


def _decided_on(letter: dict[str, Any], sent: np.datetime64) -> np.datetime64:
    """Day by which an appeal of that day is decided: the first level of the payer's own appeals
    (data/codes/appeal_levels.csv).
    """
    return sent + levels(kind_of(letter["payer_code"]), "R_APPEAL", sent)[0].decision_days


def _check_day(letter: dict[str, Any]) -> np.datetime64:
    """Day of the clinic's check."""
    return letter["letter_date"] + days("days_to_refund", letter["letter_date"])


def _check(made: Journey, key: int, amount: int, letter: dict[str, Any]) -> list[Table]:
    """The clinic's check to the payer, waiting to be acknowledged (PLB 72)."""
    visit = made.encounters.encounter_key[:1]
    return [
        entries(
            "refund to the payer",
            "owed to payers",
            "cash",
            visit,
            np.array([key]),
            np.zeros(1, np.int64),
            np.array([_check_day(letter)]),
            np.array([amount]),
        )
    ]


def _events(letter: dict[str, Any], response: str, upheld: bool) -> list[dict[str, Any]]:
    """What happens when, in order."""
    day = letter["letter_date"]
    found = [(day, "The demand letter arrives. The payer reverses its payment and reprocesses the claim.")]
    if response == "refund":
        found.append(
            (
                _check_day(letter),
                f"The clinic sends a check for {dollars(letter['amount'])}; the remittance acknowledges it (PLB 72).",
            )
        )
    elif response == "appeal":
        sent = letter["appeal_stops_until"] or worked_on(day)
        kept = letter["appeal_stops_until"] is not None
        found += [
            (
                sent,
                "The clinic appeals."
                + (" The payer may not recoup until it is decided." if kept else " That does not stop recoupment."),
            ),
            (
                _decided_on(letter, sent),
                (
                    "The denial is upheld: the money is recouped."
                    if upheld
                    else "The appeal is overturned in the clinic's favor: the first payment stands."
                ),
            ),
        ]
    if response != "refund" and upheld:
        found.append(
            (
                (
                    letter["recoupment_from"]
                    if response == "wait" or letter["appeal_stops_until"] is None
                    else _decided_on(letter, letter["appeal_stops_until"])
                ),
                "Recoupment from the payer's payments begins (PLB WO).",
            )
        )
    return [{"date": str(date), "words": words} for date, words in sorted(found)]
