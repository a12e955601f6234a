"""Mistakes made after coding: columns left out or wrong on the claim, a claim sent late or twice, a payment posted to
the wrong account.

A trap of a scenario names what is changed ("claim.clia_number", "line.em.rendering_npi", "posting.sent twice"); here it
is done to the rows of all visits that carry it. Words an author may set: submitted_date = "late" (ten days after the
filing limit, received the day after), charge_amount = "one unit" (the charge of a single unit). A total follows its
lines unless the total itself is the mistake.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.submission import received_date
from sim.clinic.scenarios.library import scenario
from sim.clinic.scenarios.parts import Change, Service, Trap
from sim.ground.coded import Coded
from sim.ground.deadlines import last_day
from sim.ground.dictionary import columns_of, typed
from sim.ground.joins import find_rows, sum_by
from sim.ground.table import Table
from sim.reference.codes import procedure_rows, procedures

DAYS_LATE = 10
DAYS_BETWEEN = 5  # a claim and the same one sent again
VISITS = ("em", "preventive", "psychotherapy")
CLAIM_TRAPS = ("claim.", "line.", "posting.sent twice")


def mistakes(encounters: Table) -> list[tuple[Trap, np.ndarray]]:
    """(trap, mask of the visits on which it was made) for every mistake in these visits."""
    made = np.flatnonzero(encounters.trap_number > 0)
    pairs = encounters.scenario.keys[made].astype(np.int64) * 4096 + encounters.trap_number[made]
    out = []
    for pair in np.unique(pairs):
        trap = scenario(encounters.scenario.pool[int(pair) // 4096]).traps[int(pair) % 4096 - 1]
        mask = np.zeros(len(encounters), bool)
        mask[made[pairs == pair]] = True
        out.append((trap, mask))
    return out


def with_mistakes(claims: Claims, encounters: Table) -> Claims:
    """The claims with what the visits' mistakes do to them; mistakes of the front desk and the coder are in them
    already.
    """
    for trap, mask in mistakes(encounters):
        wrong = np.isin(claims.claims.encounter_key, encounters.encounter_key[mask])
        for change in trap.changes:
            if change.target.startswith(CLAIM_TRAPS) and wrong.any():
                claims = changed(claims, wrong, change, trap, encounters)
                wrong = np.isin(claims.claims.encounter_key, encounters.encounter_key[mask])
    return claims


def changed(claims: Claims, wrong: np.ndarray, change: Change, trap: Trap, encounters: Table) -> Claims:
    """One change made to the marked claims."""
    head, _, rest = change.target.partition(".")
    if head == "posting":
        return sent_twice(claims, wrong)
    value = None if change.verb == "remove" else change.value
    if head == "claim":
        return Claims(_set_claim(claims, wrong, rest, value), claims.lines)
    name, _, column = rest.rpartition(".")
    mine = wrong[find_rows(claims.claims.claim_key, claims.lines.claim_key)] & _named(
        claims.lines, name, trap, encounters
    )
    return _totalled(Claims(claims.claims, _set(claims.lines, "claim_lines", mine, column, value)), wrong)


def _set_claim(claims: Claims, wrong: np.ndarray, column: str, value: Any) -> Table:
    heads = claims.claims
    if column == "submitted_date" and value == "late":
        first = np.append(True, claims.lines.claim_key[1:] != claims.lines.claim_key[:-1])
        served = heads.with_columns(service_date=claims.lines.service_date[first])
        late = last_day("filing_limit", served, served.service_date, served.service_date) + DAYS_LATE
        sent = np.where(wrong & ~np.isnat(late), late, heads.submitted_date)
        return heads.with_columns(
            submitted_date=sent, received_date=np.where(wrong, received_date(sent), heads.received_date)
        )
    return _set(heads, "claims", wrong, column, value)


def _set(table: Table, name: str, rows: np.ndarray, column: str, value: Any) -> Table:
    """One column with another value on some rows; None is the column's missing value."""
    kind = columns_of(name)[column]
    if column == "charge_amount" and value == "one unit":
        return table.with_columns(
            charge_amount=np.where(
                rows, table.charge_amount // np.maximum(table.service_unit_quantity, 1), table.charge_amount
            )
        )
    if kind == "code":
        return table.with_columns(**{column: Coded.where(rows, "" if value is None else str(value), table[column])})
    return table.with_columns(**{column: np.where(rows, typed(kind, [value]), table[column])})


def _named(lines: Table, name: str, trap: Trap, encounters: Table) -> np.ndarray:
    """The lines that a trap means: by code, by line number, or by the name of a service of its scenario."""
    if name.isdigit() and len(name) < 3:
        return lines.claim_line_number == int(name)
    if name in lines.procedure_code.pool:
        return lines.procedure_code == name
    service = next((one for one in _services(trap, encounters) if name in (one.id, one.calculator, one.head)), None)
    if service is None or service.calculator in VISITS:
        is_visit = np.append(procedures().is_evaluation, False)[
            lines.procedure_code.rows(procedure_rows(lines.procedure_code.pool))
        ]
        return is_visit
    return lines.procedure_code == service.head


def _services(trap: Trap, encounters: Table) -> Sequence[Service]:
    return next((scenario(name).services for name in encounters.scenario.pool if trap in scenario(name).traps), ())


def _totalled(claims: Claims, wrong: np.ndarray) -> Claims:
    rows = find_rows(claims.claims.claim_key, claims.lines.claim_key)
    total = sum_by(rows, claims.lines.charge_amount, len(claims.claims))
    return Claims(
        claims.claims.with_columns(total_charge_amount=np.where(wrong, total, claims.claims.total_charge_amount)),
        claims.lines,
    )


def sent_twice(claims: Claims, wrong: np.ndarray) -> Claims:
    """The same claim a second time, some days later, as a first claim: nothing tells the payer that it was sent
    before.
    """
    heads, lines = (
        claims.claims.take(wrong),
        claims.lines.take(np.isin(claims.lines.claim_key, claims.claims.claim_key[wrong])),
    )
    sent = heads.submitted_date + DAYS_BETWEEN
    again = heads.with_columns(claim_key=heads.claim_key + 1, submitted_date=sent, received_date=received_date(sent))
    return Claims(
        Table.concat([claims.claims, again]).sort_by("claim_key"),
        Table.concat([claims.lines, lines.with_columns(claim_key=lines.claim_key + 1)]).sort_by(
            "claim_key", "claim_line_number"
        ),
    )


def poster_targets(encounters: Table) -> np.ndarray | None:
    """What the poster does wrong per visit ("posting.contractual to patient" ...), empty where nothing; None where no
    visit has such a mistake.
    """
    if not (encounters.mistake_at == "poster").any():
        return None
    out = np.full(len(encounters), "", object)
    for trap, mask in mistakes(encounters):
        for change in trap.changes:
            if change.target.startswith("posting."):
                out[mask] = change.target.removeprefix("posting.")
    return out
