"""Corrected claims: history is never changed, a claim is added.

    replacement   frequency 7 with the payer's own claim number; the whole claim again, paid lines included (not taken
                  by Medicare Part B)
    reopening     Medicare's clerical-error reopening of a finished claim (42 CFR 405.980)
    new           frequency 1, after a rejection, an unprocessable answer, or to another payer; where the rest of a
                  claim was paid, only its denied lines are sent again
    again         frequency 1 beside a claim that was paid: a duplicate, whatever its sender meant
    void          frequency 8: the claim should not have been sent

The engine reverses the claim replaced and decides the new one at its turn.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, get_args

import numpy as np

from sim.billing.claims.claim import charge
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.submission import next_version, payer_claim_number, received_date, worked_on
from sim.ground.dates import Day
from sim.ground.dictionary import columns_of, typed
from sim.ground.errors import CleanClaimError
from sim.ground.money import LARGEST
from sim.ground.params import param_value
from sim.ground.table import Table
from sim.payer.engine.engine import Adjudication

Way = Literal["replacement", "reopening", "new", "void", "again"]
WAYS: tuple[Way, ...] = get_args(Way)
Value = str | int | bool | date | None
Changes = Mapping[str, Value]  # path -> value
KEPT = ("claim_key", "household_key", "patient_key", "encounter_key")


def takes_replacement(payer_code: str, on: Day) -> bool:
    """Does this payer take corrected claims (is a limit for them in force)? Medicare Part B does not: it reopens."""
    return _in_force("correction_limit", payer_code, on)


def _in_force(name: str, payer_code: str, on: Day) -> bool:
    try:
        param_value(name, payer_code, on)
    except CleanClaimError:
        return False
    return True


def correct(
    claims: Claims,
    claim_key: int,
    how: str,
    changes: Changes | None = None,
    on: np.datetime64 | None = None,
    content: Claims | None = None,
    only: tuple[int, ...] = (),
) -> Claims:
    """All claims with one added that follows `claim_key`.

    how: replacement, reopening, new, void or again. changes: {"claim.member_id": "...", "line.1.hcpcs_modifier_1":
    "25", "line.2": None} (None takes the line or the value away). content: the tables of one claim to send instead. on:
    the day it is sent. only: line numbers (of what is sent) of a new claim for denied lines, the former claim standing
    for the others. Raises CleanClaimError.
    """
    if how not in WAYS:
        raise CleanClaimError(f"unknown way {str(how)[:30]!r}", "correction", ", ".join(WAYS), "choose one")
    place = np.flatnonzero(claims.claims.claim_key == claim_key)
    if not len(place):
        raise CleanClaimError(f"no claim {claim_key}", "correction", "a claim that was sent", "check the number")
    base = content or one(claims, claim_key)
    key = next_version(claims.claims.claim_key, int(claim_key) >> 4)
    added = with_changes(_stamped(base, claims.claims.take(place), key, how, on), changes or {})
    added = _only(added, only) if only and how == "new" else added
    return Claims(
        Table.concat([claims.claims, added.claims.select(*claims.claims.columns)]).sort_by("claim_key"),
        Table.concat([claims.lines, added.lines.select(*claims.lines.columns)]).sort_by(
            "claim_key", "claim_line_number"
        ),
        *(_told_again(table, claim_key, key) for table in (claims.other_payments, claims.other_adjustments)),
    )


def _told_again(table: Table, former: int, key: int) -> Table:
    """What earlier payers decided stands on the corrected claim as it stood on the former."""
    mine = table.take(table.claim_key == former)
    return (
        Table.concat([table, mine.with_columns(claim_key=np.full(len(mine), key, np.int64))]).sort_by("claim_key")
        if len(mine)
        else table
    )


def _only(claims: Claims, lines: tuple[Any, ...]) -> Claims:
    kept = claims.lines.take(np.isin(claims.lines.claim_line_number, lines))
    kept = kept.with_columns(claim_line_number=np.arange(1, len(kept) + 1))
    return Claims(
        claims.claims.with_columns(
            total_charge_amount=np.array([kept.charge_amount.sum()]), patient_paid_amount=np.zeros(1, np.int64)
        ),
        kept,
    )


def lines_to_send(
    claims: Claims, decided: Adjudication, claim_key: int, content: Claims | None = None
) -> tuple[Way, tuple[int, ...]]:
    """(how, line numbers) of a new claim that follows `claim_key`: only denied and added lines where the rest holds;
    "again" where all of it holds.
    """
    answers = decided.remittance_lines
    held = answers.take(
        (answers.claim_key == claim_key) & ~answers.is_reversal & answers.denial_policy.is_missing
    ).claim_line_number
    if not len(held):
        return "new", ()
    mine = (content or one(claims, claim_key)).lines.claim_line_number
    left = tuple(mine[~np.isin(mine, held)].tolist())
    return ("new", left) if left else ("again", ())


def whole(claims: Claims, decided: Adjudication, claim_key: int) -> Claims:
    """One claim with all that stands of the visit: a new claim for denied lines together with the lines that hold of
    the claim it continues.
    """
    mine = one(claims, claim_key)
    former = int(mine.claims.continues_claim_key[0]) if len(mine.claims) else -1
    if former < 0:
        return mine
    answers = decided.remittance_lines
    held = answers.take(
        (answers.claim_key == former) & ~answers.is_reversal & answers.denial_policy.is_missing
    ).claim_line_number
    before = one(claims, former).lines
    lines = Table.concat([before.take(np.isin(before.claim_line_number, held)), mine.lines])
    lines = lines.with_columns(
        claim_key=np.full(len(lines), claim_key, np.int64), claim_line_number=np.arange(1, len(lines) + 1)
    )
    return Claims(mine.claims.with_columns(total_charge_amount=np.array([lines.charge_amount.sum()])), lines)


def one(claims: Claims, claim_key: int) -> Claims:
    """The tables of a single claim."""
    return Claims(
        claims.claims.take(claims.claims.claim_key == claim_key), claims.lines.take(claims.lines.claim_key == claim_key)
    )


def _stamped(base: Claims, former: Table, key: int, how: str, on: Day) -> Claims:
    sent = np.array([on], "datetime64[D]") if on is not None else worked_on(former.received_date)
    before = int(former.claim_key[0])
    follows = how not in ("new", "again")
    head = (
        base.claims.rows()[0]
        | {name: former[name][0] for name in KEPT}
        | {
            "claim_key": key,
            "adjudication_round": int(former.adjudication_round[0]) + 1,
            "submitted_date": sent[0],
            "received_date": received_date(sent)[0],
            "claim_frequency_code": {"replacement": "7", "void": "8"}.get(how, "1"),
            "is_reopening": how == "reopening",
            "replaces_claim_key": before if follows else -1,
            "continues_claim_key": before if how == "new" else -1,
            "original_reference_number": payer_claim_number(before) if how in ("replacement", "void") else "",
        }
    )
    return Claims(
        Table.from_rows("claims", [head]), base.lines.with_columns(claim_key=np.full(len(base.lines), key, np.int64))
    )


def with_changes(claims: Claims, changes: Changes) -> Claims:
    """One claim with columns changed by path. The charge of a line follows its code and units where these are changed,
    and a total that was the sum of the lines follows the charges; whatever was wrong before and is not changed stays
    wrong.

    Raises CleanClaimError for a path that names nothing.
    """
    head, lines = claims.claims.rows()[0], {row["claim_line_number"]: row for row in claims.lines.rows()}
    for path, value in changes.items():
        where, _, rest = str(path).partition(".")
        if where == "claim" and rest in columns_of("claims") and rest not in KEPT:
            head[rest] = _value("claims", rest, value, path)
        elif where == "line" and rest.partition(".")[0].isdigit():
            _change_line(lines, rest, value, path)
        else:
            raise CleanClaimError(
                f"nothing is called {str(path)[:40]!r}",
                "correction",
                "claim.COLUMN or line.NUMBER.COLUMN",
                "check the name",
            )
    table = Table.from_rows("claim_lines", [lines[number] for number in sorted(lines)])
    priced = np.isin(table.claim_line_number, list(_priced(changes)))
    table = table.with_columns(
        charge_amount=np.where(priced, charge(table.procedure_code, table.service_unit_quantity), table.charge_amount)
    )
    if (
        "claim.total_charge_amount" not in changes
        and claims.claims.total_charge_amount[0] == claims.lines.charge_amount.sum()
    ):
        head["total_charge_amount"] = int(table.charge_amount.sum())
    return Claims(Table.from_rows("claims", [head]), table)


def _priced(changes: Changes) -> set[int]:
    """Lines whose code or units are changed, and not their charge."""
    found = {
        int(path.split(".")[1]) for path in changes if path.endswith((".procedure_code", ".service_unit_quantity"))
    }
    return {number for number in found if f"line.{number}.charge_amount" not in changes}


def _change_line(lines: dict[int, dict[str, Any]], rest: str, value: Value, path: str) -> None:
    place, _, column = rest.partition(".")
    number = int(place)
    if not column and value is None:
        lines.pop(number, None)
        return
    if number not in lines or column not in columns_of("claim_lines"):
        raise CleanClaimError(
            f"nothing is called {str(path)[:40]!r}",
            "correction",
            "a line of the claim and a column of it",
            "check the name",
        )
    lines[number][column] = _value("claim_lines", column, value, path)


def _value(table: str, column: str, value: Value, path: str) -> Value:
    """A value as its column takes it, within what a claim may hold."""
    kind = columns_of(table)[column]
    try:
        made = typed(kind, [value])[0]
        if kind == "date" and value is not None:
            made = date.fromisoformat(str(value))
        if (kind in ("cents", "count") and abs(int(made)) > LARGEST) or len(str(value)) > 80:
            raise ValueError
    except (ValueError, TypeError, OverflowError):
        raise CleanClaimError(f"{str(value)[:30]!r} does not fit", str(path)[:60], f"a {kind}", "re-enter it") from None
    return None if kind == "date" and value is None else made
