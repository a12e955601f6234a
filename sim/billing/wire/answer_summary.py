"""What `adjudicate` says of a file of claims beside the payer's own answers: how many, how much, why not paid, which
prices are a guess, and what stands on the claims that is not modeled.

Sums count what stands: a claim and its replacement in one file are one charge, since the reversal takes the first back.
"""

from typing import Any, NamedTuple

import numpy as np

from sim.billing.denials.remedies import cause_label, cause_of
from sim.billing.wire.claim_history import BroughtAlong
from sim.billing.wire.inbound_claims import Received, not_participating
from sim.edi.reader.frame import Frame, Set
from sim.edi.reader.interchanges import Reader
from sim.edi.grammar.text_joins import line_keys
from sim.ground.joins import find_in
from sim.ground.table import Table
from sim.payer.asked.rests_on import AnswerOn
from sim.payer.engine.engine import Adjudication
from sim.payer.money.payments import Payments
from sim.reference.codes import procedure_rows, reports_only
from sim.reference.provenance import ESTIMATE

GUESS = "not in the library: priced by report, a guess"
KINDS = {"RP": "encounter reports (BHT06 RP)", "31": "subrogation demands (BHT06 31)"}


class Arrived(NamedTuple):
    """A file as read: the reader with its envelopes, the claims of the sets that a 999 lets in, how many there were in
    all, and how many were set aside by what they ask for (BHT06).
    """

    reader: Reader
    frames: list[Frame]
    claims_read: int
    set_aside: dict[str, int]


def sets_of(reader: Reader) -> list[Set]:
    """Every transaction set of a file, in order."""
    return [one for interchange in reader.interchanges for group in interchange.groups for one in group.sets]


def summary(came: Arrived, there: BroughtAlong, decided: Adjudication, paid: Payments) -> dict[str, Any]:
    """Counts, cents, and the causes of what was not paid: by policy, lines (of a rejection: claims), cents, root
    cause. `reversed`: what was reversed of an earlier file's claims, which the other sums do not count;
    `unknown_codes`: codes outside the library, whose price is a guess; `notes`: what is not modeled.
    """
    back = decided.remittance_lines.take(there.is_original(decided.remittance_lines.claim_key))
    told, lines, taken = (table.take(~there.is_original(table.claim_key)) for table in decided_tables(decided))
    decided = Adjudication(told, taken, lines)
    claims = there.whole._replace(claims=there.whole.claims.take(~there.is_original(there.whole.claims.claim_key)))
    accepted, aside = int(told.is_accepted.sum()), sum(came.set_aside.values())
    denied = ~lines.denial_policy.is_missing & (lines.charge_amount != 0)
    return {
        "claims": came.claims_read,
        "accepted": accepted,
        "rejected": came.claims_read - accepted - aside,
        "not_adjudicated": aside,
        "paid_amount": int(lines.paid_amount.sum()),
        "denied_lines": int(np.where(lines.is_reversal, -1, 1)[denied].sum()),
        "charge_amount": int(lines.charge_amount.sum()),
        "patient_responsibility_amount": int(lines.patient_responsibility_amount.sum()),
        "payment_amount": int(paid.payments.paid_amount.sum()),
        "reversed": {
            "claims": len(np.unique(back.claim_key)),
            "charge_amount": int(back.charge_amount.sum()),
            "paid_amount": int(back.paid_amount.sum()),
        },
        "refused_sets": sum(one.is_rejected for one in sets_of(came.reader)),
        "causes": _causes(claims, decided),
        "unknown_codes": _unknown_codes(claims.lines, lines),
        "notes": file_notes(came, claims.claims),
    }


def decided_tables(decided: Adjudication) -> tuple[Table, Table, Table]:
    """Acknowledgements, remittance lines and adjustments."""
    return decided.acknowledgements, decided.remittance_lines, decided.adjustments


def _causes(claims: Received, decided: Adjudication) -> dict[str, Any]:
    out: dict[str, Any] = {}
    told = decided.acknowledgements.take(~decided.acknowledgements.is_accepted)
    charge = claims.claims.total_charge_amount[find_in(claims.claims.claim_key, told.claim_key)]
    for policy, amount in zip(told.policy.texts().tolist(), charge.tolist(), strict=True):
        _count(out, policy, "rejection", amount)
    taken = decided.adjustments.take(decided.adjustments.amount != 0)
    asked = _asked(claims)
    for row in taken.rows():
        line = asked.get((row["claim_key"], row["claim_line_number"]))
        rests = line.rests_on(row["policy"], row["is_denial"]) if line else None
        kind, reason = "denial" if row["is_denial"] else "reduction", f"{row['group']}-{row['carc']}"
        count = -1 if row["is_reversal"] else 1
        _count(out, row["policy"], kind, row["amount"], reason, count, bool(rests and rests.kind == ESTIMATE))
    stands = [(policy, row) for policy, row in out.items() if row["count"] or row["amount"]]
    return dict(sorted(stands, key=lambda item: -item[1]["amount"]))


def _asked(claims: Received) -> dict[tuple[int, int], AnswerOn]:
    """Each line of the file, to be asked what its answer rests on."""
    payer = dict(zip(claims.claims.claim_key.tolist(), claims.claims.payer_code.texts().tolist(), strict=True))
    lines = claims.lines.select("claim_key", "claim_line_number", "procedure_code", "service_date").rows()
    beside: dict[int, list[str]] = {}
    for row in lines:
        beside.setdefault(row["claim_key"], []).append(row["procedure_code"])
    return {
        (key, row["claim_line_number"]): AnswerOn(payer[key], row["procedure_code"], beside[key], row["service_date"])
        for row in lines
        if (key := row["claim_key"]) in payer and row["service_date"]
    }


def _count(
    out: dict[str, Any],
    policy: str,
    kind: str,
    amount: int,
    reason: str = "",
    count: int = 1,
    is_estimate: bool = False,
) -> None:
    cause = cause_of(policy=policy) if kind != "reduction" else ""
    row = out.setdefault(
        policy,
        {
            "kind": kind,
            "cause": cause,
            "label": cause_label(cause) if cause else "",
            "count": 0,
            "amount": 0,
            "reasons": [],
            "estimates": 0,  # how many rest on an estimate made for teaching
        },
    )
    row["count"] += count
    row["amount"] += amount
    row["estimates"] += count * is_estimate
    row["reasons"] += [reason] * (bool(reason) and reason not in row["reasons"])


def _unknown_codes(lines: Table, remitted: Table) -> list[dict[str, Any]]:
    """Codes that the library does not have, on lines that were allowed something: how often, the charge and what was
    allowed; cents.
    """
    code = lines.procedure_code[find_in(line_keys(lines), line_keys(remitted))]
    unknown = np.append(procedure_rows(code.pool) < 0, False) if code.pool else np.zeros(1, bool)
    out: dict[str, dict[str, Any]] = {}
    for row in np.flatnonzero(unknown[code.keys]).tolist():
        text = code[row]
        if not reports_only(text):
            one = out.setdefault(
                text, {"code": text, "lines": 0, "charge_amount": 0, "allowed_amount": 0, "note": GUESS}
            )
            one["lines"] += -1 if remitted.is_reversal[row] else 1
            one["charge_amount"] += int(remitted.charge_amount[row])
            one["allowed_amount"] += int(remitted.allowed_amount[row])
    return [one for _, one in sorted(out.items()) if one["lines"] > 0 and one["allowed_amount"]]


def file_notes(came: Arrived, claims: Table) -> list[str]:
    """What stands on the claims and is answered otherwise than the sender may expect."""
    out = [f"Not modeled: {KINDS.get(kind, kind)}, {count:,} set aside" for kind, count in came.set_aside.items()]
    unassigned = ~claims.is_assignment_accepted
    at_medicare = unassigned & claims.billing_npi.isin(not_participating(claims).npi.pool)
    if at_medicare.any():
        out.append(
            f"Not assigned (CLM07), {int(at_medicare.sum()):,}: the billing provider counts as not participating, and"
            " Medicare pays the patient, up to the limiting charge"
        )
    others = int((unassigned & ~at_medicare).sum())
    if others:
        out.append(f"Not modeled: assignment not accepted (CLM07), {others:,}: this payer pays the provider")
    to_patient = [frame.values.get("claims.benefits_assigned") in ("N", "W") for frame in came.frames]
    kept = int((np.array(to_patient, bool) & ~at_medicare).sum()) if len(to_patient) == len(claims) else 0
    if kept:
        out.append(f"Not modeled: benefits not assigned (CLM08), {kept:,}: this payer pays the provider")
    return out
