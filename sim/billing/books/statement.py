"""The patient's statement: what was charged, what insurance paid, what is written off and by whom it is owed and why.
It goes out after all payers.

    statement(made)         one visit as a desk shows it
    text(...)               the same in plain text

Only group PR of the last payer's answer is ever billed, less what the patient has paid. Never on it: what a contract
takes off (CO), what another payer takes care of (OA), a denial that nobody has checked, the cost share of a qualified
Medicare beneficiary (SSA 1902(n)(3)(B)). A balance below the clinic's limit (data/params: small_balance) is written
off. Payment plans are in sim.billing.books.payment_plans. Not modeled: finance charges, collections, financial
assistance beyond its application.
"""

from datetime import date
from typing import Any, NamedTuple

import numpy as np

from sim.billing.answers.answered_visit import AnsweredVisit
from sim.billing.answers.next_payer_amounts import ranks
from sim.billing.answers.supported_amounts import decisions_standing, line_rows
from sim.billing.books.credits import stands
from sim.billing.books.ledger_entries import entries
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.claim_versions import effective
from sim.clinic.people.people import People
from sim.ground.dates import Day, day_of, us_date
from sim.ground.joins import find_rows
from sim.ground.money import dollars
from sim.ground.params import param_value
from sim.ground.table import Table
from sim.payer.engine.engine import Adjudication

STATES = ("due", "waiting", "nothing due", "written off", "protected", "credit")
PROTECTED = "qualified medicare beneficiary"
WORDS = {
    "waiting": "Your insurance has not finished processing this visit. You do not need to pay now.",
    "nothing due": "You owe nothing for this visit.",
    "written off": "A small balance was written off. You owe nothing for this visit.",
    "protected": "You have Medicaid: you may not be billed for what Medicare leaves to the patient.",
    "credit": "You have paid more than your share.",
    "due": "",
}


class Statement(NamedTuple):
    """`lines`: one dict per service; amounts in cents. `due_amount` is 0 unless `state` is due; `credit_amount`: what
    was paid too much.
    """

    patient: str
    service_date: date
    lines: list[dict[str, Any]]
    charge_amount: int
    insurance_amount: int
    adjusted_amount: int
    share_amount: int
    patient_paid_amount: int
    due_amount: int
    credit_amount: int
    state: str
    words: str

    def as_dict(self) -> dict[str, Any]:
        """Plain, JSON-able."""
        return {**self._asdict(), "service_date": str(self.service_date), "text": text(self)}


def statement(made: AnsweredVisit, on: Day = None) -> Statement:
    """The statement of a journey's visit, as of a day (default: when every answer is in).

    >>> from sim.billing.visit.journey import journey
    >>> from sim.clinic.visits.case import draw_case
    >>> from sim.clinic.visits.truth import truth_work
    >>> people, visit = draw_case(7, "knee_injection", payer="medicare_part_b")
    >>> found = statement(journey(people, visit, truth_work(visit), truth_work(visit)))
    >>> found.charge_amount == found.insurance_amount + found.adjusted_amount + found.share_amount
    True
    """
    return statement_of(made.encounters, made.claims, made.decided, made.people, on)


def statement_of(encounters: Table, claims: Claims, decided: Adjudication, people: People, on: Day = None) -> Statement:
    """The same from the tables of one visit (encounters of one row)."""
    day = np.datetime64("2999-01-01") if on is None else day_of(on)
    visit = encounters.rows()[0]
    heads = effective(claims.claims, decided.acknowledgements)
    mine = heads.encounter_key == visit["encounter_key"]
    told = decided._replace(
        remittance_lines=decided.remittance_lines.take(decided.remittance_lines.remittance_date <= day)
    )
    lines = _lines(heads.take(mine), claims.lines, told)
    share, paid = sum(row["share"] for row in lines), visit["copayment_collected_amount"]
    state, due = _state(lines, share - paid, _is_open(heads.take(mine), told), _is_protected(people, visit), visit)
    names = people.patients.take(people.patients.patient_key == visit["patient_key"]).rows()
    patient = f"{names[0]['first_name']} {names[0]['family_name']}" if names else ""
    credit = max(paid - (0 if state == "protected" else share), 0) if state not in ("waiting",) else 0
    words = WORDS[state] or f"Please pay {dollars(due)}."
    return Statement(
        patient,
        visit["service_date"],
        lines,
        sum(row["charge"] for row in lines),
        sum(row["insurance"] for row in lines),
        sum(row["adjusted"] for row in lines),
        share,
        int(paid),
        due,
        int(credit),
        state,
        words,
    )


def _state(lines: list[Any], left: int, is_open: bool, is_protected: bool, visit: dict[str, Any]) -> tuple[str, int]:
    if is_open:
        return "waiting", 0
    if is_protected:
        return ("credit" if visit["copayment_collected_amount"] else "protected"), 0
    if left < 0:
        return "credit", 0
    if left == 0:
        return "nothing due", 0
    return ("written off", 0) if left < param_value("small_balance", "*", str(visit["service_date"])) else ("due", left)


def _is_open(heads: Table, told: Adjudication) -> bool:
    """Is any claim of the visit still to be answered, or a line denied and not yet worked?"""
    answers = told.remittance_lines
    rejected = told.acknowledgements.claim_key[~told.acknowledgements.is_accepted]
    sent = heads.take(~np.isin(heads.claim_key, rejected) & (heads.claim_frequency_code != "8"))
    if not len(sent) or (~np.isin(sent.claim_key, answers.claim_key)).any():
        return True
    mine = told._replace(remittance_lines=answers.take(np.isin(answers.claim_key, heads.claim_key)))
    standing = mine.remittance_lines.take(decisions_standing(heads, mine))
    return bool((~standing.denial_policy.is_missing & (standing.patient_responsibility_amount != 0)).any())


def _is_protected(people: People, visit: dict[str, Any]) -> bool:
    facts = people.member_facts
    day = np.datetime64(visit["service_date"])
    return bool(
        (
            (facts.patient_key == visit["patient_key"])
            & (facts.fact == PROTECTED)
            & (facts.start_date <= day)
            & ~(facts.end_date < day)
        ).any()
    )


def _lines(heads: Table, services: Table, told: Adjudication) -> list[dict[str, Any]]:
    """Per service: charge, what payers paid together, what is the last payer's patient share, what is adjusted, and
    why.
    """
    answers = told.remittance_lines.take(np.isin(told.remittance_lines.claim_key, heads.claim_key))
    answers = answers.take(decisions_standing(heads, told._replace(remittance_lines=answers)))
    rank = ranks(heads)[find_rows(heads.claim_key, answers.claim_key)]
    code = services.procedure_code[line_rows(services, answers)].texts() if len(answers) else ()
    found: dict[tuple[int | None, int], dict[str, Any]] = {}
    for row, place, text_ in sorted(
        zip(answers.rows(), rank.tolist(), code),
        key=lambda one: (one[1], one[0]["claim_key"], one[0]["claim_line_number"]),
    ):
        first = place == 1
        key = (row["claim_key"] if first else None, row["claim_line_number"])
        if not first:
            key = next((known for known in found if known[1] == row["claim_line_number"]), key)
        denied = bool(row["denial_policy"])
        line = found.setdefault(key, {"code": text_, "charge": row["charge_amount"], "insurance": 0})
        line["insurance"] += row["paid_amount"]
        line |= {
            "share": 0 if denied else row["patient_responsibility_amount"],
            "deductible": row["deductible_amount"],
            "coinsurance": row["coinsurance_amount"],
            "copay": row["copayment_amount"],
            "is_denied": denied and first,
        }
    return [
        {**line, "adjusted": line["charge"] - line["insurance"] - line["share"], "why": _why(line)}
        for line in found.values()
    ]


def _why(line: dict[str, Any]) -> str:
    """Why the patient owes a share, in words."""
    if line["is_denied"] and not line["share"]:
        return "Your insurance did not pay this. You are not billed for it."
    parts = [
        f"{dollars(line[name])} {words}"
        for name, words in (
            ("copay", "your copay"),
            ("deductible", "applied to your deductible"),
            ("coinsurance", "your coinsurance"),
        )
        if line[name] and line["share"]
    ]
    rest = line["share"] - sum(line[name] for name in ("copay", "deductible", "coinsurance"))
    return (
        "; ".join(parts + ([f"{dollars(rest)} not covered by your plan"] if rest > 0 and line["share"] else []))
        or "You owe nothing."
    )


def _row(name: str, *amounts: int) -> str:
    return f"{name:<10}" + "".join(f"{dollars(amount):>12}" for amount in amounts)


def text(one: Statement) -> str:
    """The statement as it is printed."""
    rows = [
        f"Statement for {one.patient}",
        f"Date of service: {us_date(one.service_date)}",
        "",
        f"{'Service':<10}{'charged':>12}{'insurance':>12}{'adjusted':>12}{'your share':>12}",
    ]
    for line in one.lines:
        rows += [
            _row(line["code"], line["charge"], line["insurance"], line["adjusted"], line["share"]),
            f"  {line['why']}",
        ]
    total = _row("Total", one.charge_amount, one.insurance_amount, one.adjusted_amount, one.share_amount)
    return "\n".join(
        [
            *rows,
            total,
            f"You have paid {dollars(one.patient_paid_amount)}.",
            *([f"Credit: {dollars(one.credit_amount)}."] if one.credit_amount else []),
            one.words,
        ]
    )


def small_balances(encounters: Table, ledger: Table, on: Day) -> list[Table]:
    """Entries that write small balances off: visits with nothing open or denied and a patient's balance below the
    limit (see posting.with_entries).
    """
    day = day_of(on)
    left = stands(encounters, ledger, "patient")
    small = (
        (left > 0)
        & (left < param_value("small_balance", "*", str(day)))
        & (stands(encounters, ledger, "payer") == 0)
        & (stands(encounters, ledger, "denied") == 0)
    )
    keys, none = encounters.encounter_key, np.full(len(encounters), -1, np.int64)
    return [
        entries(
            "small balance written off",
            "write-off",
            "patient",
            keys,
            none,
            np.zeros(len(keys), np.int64),
            np.full(len(keys), day),
            left,
            small,
            "small balance",
        )
    ]
