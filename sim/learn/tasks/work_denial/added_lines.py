"""Lines that a corrected claim has more than the one before: a service that was in the record and was never billed.

A new line takes day, place and rendering provider from the claim's first line and the clinic's charge for its code; the
rest is typed.
"""

from typing import Any

from sim.billing.claims.claim_tables import DIAGNOSIS_COLUMNS, MODIFIERS, POINTER_COLUMNS, Claims
from sim.billing.claims.corrections import one, with_changes
from sim.billing.claims.line_pairs import pair_lines
from sim.billing.denials.claim_vs_record import pointed
from sim.billing.visit.journey import Journey
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table


def is_new_line(path: str, base: Claims) -> bool:
    """Does a change name a line that the claim does not have yet?"""
    parts = path.split(".")
    return parts[0] == "line" and len(parts) == 3 and int(parts[1]) not in base.lines.claim_line_number.tolist()


def with_lines(claims: Claims, changes: dict[str, Any]) -> Claims:
    """One claim with new lines; changes: {"line.4.procedure_code": "20610", ...}. Raises CleanClaimError for a line
    without a code.
    """
    if not changes:
        return claims
    numbers = sorted({int(path.split(".")[1]) for path in changes})
    pattern = claims.lines.rows()[:1]
    if not pattern:
        raise CleanClaimError("the claim has no line left", "The lines", "at least one line that stays", "keep a line")
    blank = {
        **pattern[0],
        **dict.fromkeys(MODIFIERS, ""),
        **dict.fromkeys(POINTER_COLUMNS, 0),
        "service_unit_quantity": 1,
        "procedure_code": "",
        "charge_amount": 0,
    }
    added = [{**blank, "claim_line_number": number} for number in numbers]
    lines = Table.concat([claims.lines, Table.from_rows("claim_lines", added).select(*claims.lines.columns)])
    made = with_changes(Claims(claims.claims, lines), changes)
    if made.lines.procedure_code.is_missing.any():
        raise CleanClaimError(
            "a new line has no code", f"Line {numbers[0]}", "the code of the service", "type the code"
        )
    return made


def added_lines(journey: Journey, changes: dict[str, Any]) -> dict[str, Any]:
    """Changes that add what the record supports and the claim lacks; pointers by the diagnoses as `changes` leaves
    them.
    """
    sent = one(journey.claims, journey.shown)
    lines = sent.lines.rows()
    if not lines or not len(journey.true.lines):
        return {}
    changed = {path.partition(".")[2]: value for path, value in changes.items() if path.startswith("claim.")}
    head, true_head = {**sent.claims.rows()[0], **changed}, journey.true.claims.rows()[0]
    codes = [head[name] for name in DIAGNOSIS_COLUMNS if head[name]]
    found: dict[str, Any] = {}
    number = max(line["claim_line_number"] for line in lines)
    unbilled = [pair.true for pair in pair_lines(sent.lines, journey.true.lines) if pair.sent is None]
    for row in (line for line in unbilled if line is not None):
        number += 1
        places = [codes.index(code) + 1 for code in pointed(true_head, row) if code in codes] or [1]
        found |= {
            f"line.{number}.procedure_code": row["procedure_code"],
            f"line.{number}.service_unit_quantity": row["service_unit_quantity"],
            **{f"line.{number}.{name}": row[name] for name in MODIFIERS if row[name]},
            **{f"line.{number}.{name}": place for name, place in zip(POINTER_COLUMNS, places)},
        }
    return found
