"""A journey's tables as plain rows: names, whole cents, dates as texts. What tour, desks and graders read."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from sim.billing.answers.supported_amounts import line_rows, outcomes
from sim.billing.books.ledger_entries import account_labels
from sim.billing.claims.claim_tables import MODIFIERS, POINTER_COLUMNS, Claims
from sim.billing.claims.submission import account_number, payer_claim_number
from sim.billing.denials.claim_vs_record import pointed
from sim.billing.denials.remedies import of_policy
from sim.billing.denials.repair import Repair
from sim.billing.denials.root_causes import Cause
from sim.clinic.visits.coded_rows import Work
from sim.ground.coded import Coded
from sim.ground.table import Table
from sim.payer.asked.rests_on import AnswerOn
from sim.reference.diagnosis_letters import LETTERS


def plain(value: Any) -> Any:
    """Dates as ISO texts; everything else as it is."""
    return value.isoformat() if isinstance(value, date) else value


def plain_rows(table: Table) -> list[dict[str, Any]]:
    """Rows of a small table, JSON-able."""
    return [{name: plain(value) for name, value in row.items()} for row in table.rows()]


def work_rows(work: Work) -> dict[str, Any]:
    """Diagnoses in order and services with modifiers and pointers as lists, from Work of one visit."""
    codes = {row["diagnosis_sequence"]: row["diagnosis_code"] for row in work.diagnoses.rows()}
    services = [
        {
            "procedure_code": row["procedure_code"],
            "modifiers": [row[name] for name in MODIFIERS if row[name]],
            "units": row["service_unit_quantity"],
            "pointers": [LETTERS[row[name] - 1] for name in POINTER_COLUMNS if 0 < row[name] <= 12],
            "diagnoses": [codes.get(row[name], "") for name in POINTER_COLUMNS if row[name]],
        }
        for row in work.services.rows()
    ]
    return {
        "diagnoses": [{"diagnosis_code": codes[number], "letter": LETTERS[number - 1]} for number in sorted(codes)],
        "services": services,
    }


def claim_rows(claims: Claims, key: int, state: str) -> dict[str, Any]:
    """One claim with its lines, or an empty one where nothing was billed."""
    heads = claims.claims.take(claims.claims.claim_key == key).rows()
    if not heads:
        return {"claim_key": -1, "claim_state": "held", "lines": [], "total_charge_amount": 0}
    head = heads[0]
    lines = claims.lines.take(claims.lines.claim_key == key).rows()
    return {
        **{name: plain(value) for name, value in head.items() if not name.startswith("diagnosis_code_")},
        "claim_state": state,
        "account_number": account_number(key),
        "payer_claim_number": payer_claim_number(key),
        "diagnoses": [head[f"diagnosis_code_{n}"] for n in range(1, 13) if head[f"diagnosis_code_{n}"]],
        "lines": [
            {
                **{name: plain(value) for name, value in line.items()},
                "modifiers": [line[name] for name in MODIFIERS if line[name]],
                "pointers": [LETTERS[line[name] - 1] for name in POINTER_COLUMNS if 0 < line[name] <= 12],
                "diagnoses": pointed(head, line),
            }
            for line in lines
        ],
    }


def acknowledgement_rows(row: dict[str, Any] | None, payer_code: str) -> dict[str, Any] | None:
    """The front end's answer with its words."""
    if row is None:
        return None
    told = {name: plain(value) for name, value in row.items()}
    words = of_policy(row["policy"], "title", payer_code).rstrip(".") if row["policy"] else "accepted for adjudication"
    return {
        **told,
        "date": row["acknowledgement_date"],
        "words": words,
        "fix": of_policy(row["policy"], "fix", payer_code),
    }


def remittance(claims: Claims, answers: Table, adjustments: Table, payer_of: Callable[[int], str]) -> dict[str, Any]:
    """A remittance: lines with their adjustments, and sums. `answers` are remittance lines with supported amounts;
    payer_of: claim -> payer code.
    """
    mine_of = line_rows(claims.lines, answers) if len(answers) else np.zeros(0, np.int64)
    codes = claims.lines.procedure_code[mine_of] if len(answers) else Coded.of([])
    days = claims.lines.service_date[mine_of]
    lines = []
    for row, code, day, outcome in zip(answers.rows(), codes.texts(), days, outcomes(answers).texts(), strict=True):
        mine = adjustments.take(
            (adjustments.claim_key == row["claim_key"])
            & (adjustments.claim_line_number == row["claim_line_number"])
            & (adjustments.is_reversal == row["is_reversal"])
        ).rows()
        others = claims.lines.procedure_code.texts()[(claims.lines.service_date == day)].tolist()
        marks = AnswerOn(payer_of(row["claim_key"]), code, others, day)
        lines.append(_line(row, code, outcome, mine, marks))
    dates = [row["remittance_date"] for row in lines if row["remittance_date"]]
    return {
        "remittance_date": max(dates) if dates else None,
        "lines": lines,
        **{name: sum(line[name] for line in lines) for name in SUMS},
    }


SUMS = ("charge_amount", "allowed_amount", "paid_amount", "supported_amount", "patient_responsibility_amount")


def _line(row: dict[str, Any], code: str, outcome: str, mine: list[dict[str, Any]], asked: AnswerOn) -> dict[str, Any]:
    payer_code = asked.payer_code
    denial = next((one for one in mine if one["is_denial"]), None)
    next_title = of_policy(row["next_policy"], "title", payer_code)
    return {
        **{name: plain(value) for name, value in row.items()},
        "procedure_code": code,
        "outcome": outcome,
        "reason": f"{denial['group']}-{denial['carc']}" if denial else "",
        "title": of_policy(row["denial_policy"], "title", payer_code),
        "next_title": next_title if row["denial_policy"] else "",
        "adjustments": [_adjustment(one, asked) for one in mine],
    }


def _adjustment(row: dict[str, Any], asked: AnswerOn) -> dict[str, Any]:
    rests = asked.rests_on(row["policy"], row["is_denial"])
    return {
        "group": row["group"],
        "carc": row["carc"],
        "rarcs": [row[name] for name in ("rarc_1", "rarc_2") if row[name]],
        "amount": row["amount"],
        "policy": row["policy"],
        "is_denial": row["is_denial"],
        "title": of_policy(row["policy"], "title", asked.payer_code),
        "mark": rests.mark if rests else "",
        "rests_on": str(rests or ""),
    }


def ledger_rows(ledger: Table) -> list[dict[str, Any]]:
    """Both sides of every entry, so that the rows of an account add up to its balance and all rows to zero."""
    labels, out = account_labels(), []
    for row in plain_rows(ledger):
        for account, sign in ((row["account"], 1), (row["contra_account"], -1)):
            out.append({**row, "account": account, "label": labels[account], "amount": sign * row["amount"]})
    return out


def cause_rows(cause: Cause | None) -> dict[str, Any] | None:
    """A cause with the problem it made."""
    if cause is None:
        return None
    problem = cause.problem
    return {
        "text": cause.text,
        "why": cause.why,
        "error": cause.error,
        "desk": cause.desk,
        "cause": cause.cause,
        "label": cause.label,
        "kind": problem.kind,
        "claim_line_number": problem.line,
        "procedure_code": problem.code,
        "policy": problem.policy,
        "reason": problem.reason,
        "owed_amount": problem.owed,
        "excess_amount": problem.excess,
        "patient_amount": problem.patient,
    }


def repair_rows(repair: Repair | None, shown: dict[str, Any] | None) -> dict[str, Any] | None:
    """A repair; `shown` is the remittance it brings, None where no claim is sent."""
    if repair is None:
        return None
    return {
        "remedy": repair.remedy,
        "label": repair.label,
        "what": repair.what,
        "never": repair.never,
        "pays": repair.pays,
        "days_late": repair.days_late,
        "deadline_date": plain(repair.deadline_date),
        "deadline_for": repair.deadline_for,
        "days_left": repair.days_left,
        "remittance": shown,
        "paid_amount": shown["paid_amount"] if shown else 0,
        "brings_amount": repair.brings,
    }
