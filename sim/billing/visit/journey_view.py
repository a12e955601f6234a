"""A journey as one plain dictionary: the object of `tour --json` and what the desks show. Amounts in cents, dates as
texts.
"""

from typing import Any

import numpy as np

from sim.billing.answers.secondary_claims import said_by_next_payers
from sim.billing.answers.standing_claim import acknowledged, payer_of
from sim.billing.books.ledger_entries import balances
from sim.billing.claims.corrections import one
from sim.billing.claims.form import form
from sim.billing.denials.claim_states import claim_states
from sim.billing.denials.worklist import days_left
from sim.billing.visit.after_payment import aftermath
from sim.billing.visit.claim_path import consequence, path
from sim.billing.visit.journey import Journey
from sim.billing.visit.journey_figures import balance_ok, is_paid_first_time, money_of, state_of
from sim.billing.visit.journey_rows import (
    acknowledgement_rows,
    cause_rows,
    claim_rows,
    ledger_rows,
    plain,
    plain_rows,
    remittance,
    repair_rows,
    work_rows,
)
from sim.clinic.scenarios.library import scenarios
from sim.clinic.visits.chart import note
from sim.ground.table import Table


def view(made: Journey) -> dict[str, Any]:
    """Every part of a journey. The parts agree with each other: they are read from the same tables."""
    payer_code, label = payer_of(made.claims, made.shown)
    told = acknowledged(made.decided, made.shown)
    answers = made.decided.remittance_lines
    mine = answers.take((answers.claim_key == made.shown) & ~answers.is_reversal)
    out = {
        **_visit(made),
        "payer": label,
        "payer_code": payer_code,
        "truth": work_rows(made.truth_work),
        "coded": work_rows(made.work),
        "claim": {
            **claim_rows(made.claims, made.shown, state_of(made)),
            "form": form(*one(made.claims, made.shown)[:2], made.people) if made.shown >= 0 else {},
        },
        "findings": plain_rows(made.findings),
        "acknowledgement": acknowledgement_rows(told, payer_code),
        "remittance": remittance(
            made.claims, mine, made.decided.adjustments, lambda key: payer_of(made.claims, key)[0]
        ),
        "cause": cause_rows(made.causes[0]) if made.causes else None,
        "causes": [cause_rows(cause) for cause in made.causes],
        "differences": [
            {"kind": one_.kind, "claim_line_number": one_.line, "words": one_.words, "desk": one_.desk}
            for one_ in made.differences
        ],
        "unbilled": plain_rows(made.supported.missing),
        "ledger": ledger_rows(made.ledger),
        "balances": balances(made.ledger),
        "money": money_of(made),
        "worklist": _open(made),
        "balance_ok": balance_ok(made),
        "paid_first_time": is_paid_first_time(made),
        "history": _history(made, answers),
        "next_payers": said_by_next_payers(made.claims, made.decided),
        **aftermath(made),
    }
    out["path"] = path(made, out)
    out["consequence"] = consequence(made, out)
    out["repair"] = repair_rows(made.repair, _repaired(made))
    if out["acknowledgement"]:
        out["acknowledgement"]["date"] = plain(out["acknowledgement"]["date"])
    return out


def _visit(made: Journey) -> dict[str, Any]:
    """The visit: scenario, label, day, documents as text."""
    row = made.encounters.rows()[0]
    found = scenarios().get(row["scenario"])
    return {
        "scenario": row["scenario"],
        "label": found.label if found else "",
        "encounter_key": row["encounter_key"],
        "service_date": plain(row["service_date"]),
        "specialty": row["specialty_code"],
        "choices": row["choices"],
        "mistake": row["mistake"] or None,
        "mistake_at": row["mistake_at"] or None,
        "note": note(made.encounters, made.people) if found else "",
    }


def _open(made: Journey) -> list[dict[str, Any]]:
    """The worklist with the days left, counted from the journey's day."""
    rows = plain_rows(made.worklist)
    for row, left in zip(rows, days_left(made.worklist.deadline_date, made.today)):
        row["days_left"] = None if np.isnat(left) else int(left.astype(int))
    return rows


def _history(made: Journey, answers: Table) -> list[dict[str, Any]]:
    """Every claim of the visit, first to last, with its state, the days of its answers and what was paid; reversals
    count with their sign.
    """
    states = claim_states(made.claims.claims, made.decided)
    return [
        {
            "claim_key": row["claim_key"],
            "claim_state": states[place],
            "claim_frequency_code": row["claim_frequency_code"],
            "is_reopening": row["is_reopening"],
            "submitted_date": plain(row["submitted_date"]),
            "paid_amount": int(answers.paid_amount[answers.claim_key == row["claim_key"]].sum()),
            **_answered(made, answers, row["claim_key"]),
        }
        for place, row in enumerate(made.claims.claims.rows())
    ]


def _answered(made: Journey, answers: Table, claim_key: int) -> dict[str, Any]:
    """When the front end and the payer answered a claim, and how many of its lines the payer denied."""
    told = acknowledged(made.decided, claim_key)
    mine = answers.take((answers.claim_key == claim_key) & ~answers.is_reversal)
    return {
        "acknowledgement_date": plain(told["acknowledgement_date"]) if told else None,
        "is_accepted": told["is_accepted"] if told else None,
        "remittance_date": str(mine.remittance_date.max()) if len(mine) else None,
        "line_count": len(mine),
        "denied_line_count": int((~mine.denial_policy.is_missing).sum()),
    }


def _repaired(made: Journey) -> dict[str, Any] | None:
    """The remittance that the repair brings."""
    repair, decided = made.repair, made.repaired
    if repair is None or repair.claims is None or decided is None:
        return None
    claims, answers = repair.claims, decided.remittance_lines
    mine = answers.take((answers.claim_key == repair.claim_key) & ~answers.is_reversal)
    return remittance(claims, mine, decided.adjustments, lambda key: payer_of(claims, key)[0])
