"""What a payer knows beside coverage and history: facts of its members, its provider file, and the authorizations and
referrals it gave.

    lines.fact("hospice")                                   is it in force on the day of the service, and known to this
                                                            payer
    lines.fact_amount("spend-down"), lines.fact_reference("name on file"), lines.fact_start("died")
    lines.provider_fact("rendering_npi", "enrolled")        what the payer's file says of a provider of the line
    lines.authorization, lines.referral                     what the payer decided under the number written on the claim
    lines.units_used(lines.authorization)                   units of this claim and of earlier ones under that number
                                                            and code

The facts are closed lists: data/codes/member_facts.csv and data/codes/provider_facts.csv. Where a table is empty
nothing is looked up.
"""

from typing import NamedTuple

import numpy as np

from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_csv, remembered
from sim.ground.joins import pairs_by_key, ranges
from sim.ground.table import Table, conform

NEVER = np.datetime64("NaT", "D")


@remembered
def facts(name: str) -> dict[str, dict]:
    """The closed list of facts, by fact: "member_facts" or "provider_facts".

    >>> facts("member_facts")["died"]["used_by"]
    'after_death'
    """
    return {row["fact"]: row for row in read_csv(find(f"data/codes/{name}.csv"))}


def _check(name: str, texts) -> None:
    unknown = sorted(set(texts) - set(facts(name)))
    if unknown:
        raise CleanClaimError(
            f"unknown fact {unknown[0]!r}",
            f"table {name}",
            ", ".join(facts(name)),
            f"take one of data/codes/{name}.csv",
        )


def fact(lines, name: str, on: str = "service_date") -> np.ndarray:
    """Is this fact of the member in force on the date column `on` and known to the payer? Boolean per line."""
    rows = _fact_rows(lines, name, on)
    return np.zeros(len(lines), bool) if rows is None else rows >= 0


def fact_amount(lines, name: str, on: str = "service_date") -> np.ndarray:
    """The fact's amount in cents, 0 where it is not in force."""
    rows = _fact_rows(lines, name, on)
    return np.zeros(len(lines), np.int64) if rows is None else np.append(_member_facts(lines.batch).amount, 0)[rows]


def fact_reference(lines, name: str, on: str = "service_date") -> Coded:
    """What the fact refers to, missing where it is not in force."""
    rows = _fact_rows(lines, name, on)
    if rows is None:
        return Coded.constant("", len(lines))
    column = _member_facts(lines.batch).reference
    return Coded(np.append(column.keys, np.int32(-1))[rows], column.pool)


def fact_start(lines, name: str, on: str = "service_date") -> np.ndarray:
    """First day of the fact, NaT where it is not in force."""
    rows = _fact_rows(lines, name, on)
    return np.full(len(lines), NEVER) if rows is None else np.append(_member_facts(lines.batch).start_date, NEVER)[rows]


def _member_facts(batch):
    """The table by patient and first day, checked."""

    def table():
        found = batch.records["member_facts"]
        _check("member_facts", found.fact.pool)
        return found.sort_by("patient_key", "start_date")

    return batch.once("member facts", table)


def _fact_rows(lines, name: str, on: str) -> np.ndarray | None:
    """Row of the fact per line, -1 where none is in force; None where nobody has such a fact."""
    _check("member_facts", (name,))
    rows = lines.batch.once(("member fact", name, on), lambda: _in_force_by_line(lines.batch, name, on))
    return None if rows is None else rows[lines.rows]


def _in_force_by_line(batch, name: str, on: str) -> np.ndarray | None:
    table = _member_facts(batch)
    if name not in table.fact.pool:
        return None
    line, row = batch.once("lines of members with facts", lambda: _known_members(batch, table))
    mine = np.flatnonzero(table.fact[row] == name)
    line, row = line[mine], row[mine]
    return _latest(batch, line, row, _covers(table, row, _dates(batch, on, line)))


def _known_members(batch, table) -> tuple[np.ndarray, np.ndarray]:
    """(line, row of the facts) for every line whose patient has a fact that its payer knows of."""
    claims = batch.claims
    claim, row = pairs_by_key(claims.patient_key, table.patient_key)
    keep = _same_payer(claims.payer_code, claim, table.payer_code, row)
    claim, row = claim[keep], row[keep]
    counts = batch.line_start[claim + 1] - batch.line_start[claim]
    return ranges(batch.line_start[claim], counts), np.repeat(row, counts)


def _same_payer(ours: Coded, this, theirs: Coded, that) -> np.ndarray:
    """The fact is of this payer, or every payer knows it."""
    return theirs.is_missing[that] | (theirs.recoded(ours.pool).keys[that] == ours.keys[this])


def _dates(batch, on: str, line: np.ndarray) -> np.ndarray:
    return batch.lines[on][line] if on in batch.lines else batch.claims[on][batch.line_claim[line]]


def _covers(table, row, dates) -> np.ndarray:
    end = table.end_date[row]
    return (dates >= table.start_date[row]) & (np.isnat(end) | (dates <= end))


def _latest(batch, line, row, holds) -> np.ndarray:
    """The row that holds for each line, the one that began last; -1 where none."""
    out = np.full(len(batch.lines), -1)
    np.maximum.at(out, line[holds], row[holds])
    return out


def provider_fact(lines, column: str, name: str, on: str = "service_date") -> np.ndarray:
    """Does the payer's file say this of the provider in the column (rendering_npi, billing_npi, referring_npi ...)?
    Boolean per line; where the file has no row of this fact for the provider, what data/codes/provider_facts.csv says
    under without_a_row."""
    _check("provider_facts", (name,))
    said = lines.batch.once(
        ("provider fact", column, name, on), lambda: _said_of_provider(lines.batch, column, name, on)
    )
    otherwise = facts("provider_facts")[name]["without_a_row"] == "yes"
    return np.full(len(lines), otherwise) if said is None else said[lines.rows]


def _said_of_provider(batch, column: str, name: str, on: str) -> np.ndarray | None:
    whole = batch.records["provider_facts"]
    _check("provider_facts", whole.fact.pool)
    if name not in whole.fact.pool:
        return None
    table = whole.take(whole.fact == name)
    number = batch.lines[column] if column in batch.lines else batch.claims[column][batch.line_claim]
    line, row = _joined(number, table.npi)
    keep = _same_payer(batch.claims.payer_code, batch.line_claim[line], table.payer_code, row)
    line, row = line[keep], row[keep]
    patients = batch.claims.patient_key[batch.line_claim[line]]
    keep = (table.patient_key[row] < 0) | (table.patient_key[row] == patients)
    line, row = line[keep], row[keep]
    out = np.full(len(batch.lines), facts("provider_facts")[name]["without_a_row"] == "yes")
    out[line] = False
    out[line[_covers(table, row, _dates(batch, on, line))]] = True
    return out


def _joined(ours: Coded, theirs: Coded) -> tuple[np.ndarray, np.ndarray]:
    """(this, that): rows of both columns with the same text."""
    order = np.argsort(theirs.keys, kind="stable")
    keys = ours.recoded(theirs.pool).keys
    this = np.flatnonzero(keys >= 0)
    mine, that = pairs_by_key(keys[this], theirs.keys[order])
    return this[mine], order[that]


class Authorization(NamedTuple):
    """What the payer decided under the number written on the claim, per line. Where several rows stand under the
    number, the one that fits best.
    """

    number: str  # the column of claims that holds the number
    is_known: np.ndarray  # the payer gave this number to this patient
    is_for_code: np.ndarray  # for this procedure, or for any
    is_for_provider: np.ndarray  # for who did it, or for anybody
    is_in_span: np.ndarray  # the day of the service lies inside it
    is_approved: np.ndarray
    is_denied: np.ndarray
    most_units: np.ndarray  # units or visits approved, 0: not limited
    requested_date: np.ndarray  # NaT where the number is not known


def authorization(lines) -> Authorization:
    """The authorization whose number is written on the claim."""
    return lines.keep("authorization", lambda: _decided(lines, "prior_authorization_number", "authorization"))


def referral(lines) -> Authorization:
    """The referral whose number is written on the claim."""
    return lines.keep("referral", lambda: _decided(lines, "referral_number", "referral"))


def _decided(lines, column: str, kind: str) -> Authorization:
    table, number = lines.batch.records["authorizations"], lines[column]
    none = np.zeros(len(lines), bool)
    if not len(table) or not (number.keys >= 0).any():
        return Authorization(column, *(none,) * 6, np.zeros(len(lines), np.int64), np.full(len(lines), NEVER))
    this, that = _joined(number, table.authorization_number)
    keep = (
        (table.kind_code[that] == kind)
        & (table.patient_key[that] == lines.patient_key[this])
        & _same_payer(lines.payer_code, this, table.payer_code, that)
    )
    this, that = this[keep], that[keep]
    fits = _fits(lines, this, table, that)
    best = np.lexsort(
        [that, sum(part.astype(np.int64) << bit for part, bit in zip(fits, (3, 2, 1, 0), strict=True)), this]
    )
    last = best[np.append(this[best][1:] != this[best][:-1], True)] if len(best) else best
    return _spread(lines, column, table, this[last], that[last], [part[last] for part in fits])


def _fits(lines, this, table, that) -> tuple[np.ndarray, ...]:
    """Code, provider, day and decision of each pair."""
    dates = lines.service_date[this]
    return (
        table.procedure_code.is_missing[that] | (table.procedure_code[that] == lines.procedure_code[this]),
        table.rendering_npi.is_missing[that] | (table.rendering_npi[that] == lines.rendering_npi[this]),
        _covers(table, that, dates),
        table.decision_code[that] == "approved",
    )


def _spread(lines, column, table, this, that, fits) -> Authorization:
    def flag(values):
        out = np.zeros(len(lines), bool)
        out[this] = values
        return out

    units, asked = np.zeros(len(lines), np.int64), np.full(len(lines), NEVER)
    units[this], asked[this] = table.service_unit_quantity[that], table.requested_date[that]
    service, clinician, day, approved = (flag(part) for part in fits)
    denied = flag(table.decision_code[that] == "denied")
    return Authorization(column, flag(True), service, clinician, day, approved, denied, units, asked)


def another_coverage_first(lines, where: np.ndarray) -> np.ndarray:
    """Has the patient another coverage that comes before the claim's own (coverages.coverage_order) on the day of the
    service? Asked only `where`.
    """
    out, own = np.zeros(len(lines), bool), lines.coverage_order
    rows = np.flatnonzero(where & (own > 1))
    if len(rows):
        table = lines.batch.coverages.sort_by("patient_key")
        mine, that = pairs_by_key(lines.patient_key[rows], table.patient_key)
        this = rows[mine]
        order, day = table.coverage_order[that], lines.service_date[this]
        first, last = table.coverage_start_date[that], table.coverage_end_date[that]
        out[this[(order > 0) & (order < own[this]) & (first <= day) & (np.isnat(last) | (day <= last))]] = True
    return out


def taken_as_given(claims: Table) -> Table:
    """Authorizations as if the payer had given every number written on these claims, for whatever was done: for
    somebody else's claims, of which nobody knows what was asked for. `claims`: a table of the dictionary; gives a table
    `authorizations`."""
    found = [
        _any_service(claims, column, kind)
        for column, kind in (("prior_authorization_number", "authorization"), ("referral_number", "referral"))
    ]
    return Table.concat(found)


def _any_service(claims: Table, column: str, kind: str) -> Table:
    rows = claims.take(~claims[column].is_missing)
    since = np.full(len(rows), np.datetime64("1900-01-01"))
    return conform(
        "authorizations",
        Table(
            authorization_number=rows[column],
            kind_code=Coded.constant(kind, len(rows)),
            patient_key=rows.patient_key,
            payer_code=rows.payer_code,
            start_date=since,
            requested_date=since,
            decision_code=Coded.constant("approved", len(rows)),
        ),
    )


def units_used(lines, found: Authorization, visits: bool = False) -> np.ndarray:
    """Units of this code under the number: the whole own claim and earlier ones. `visits`: the claim counts once,
    whatever its codes. 0 where the authorization is not limited."""
    limited = found.is_known & (found.most_units > 0)
    if not limited.any():
        return np.zeros(len(lines), np.int64)
    if not visits:
        return lines.total(lines.service_unit_quantity, ("patient_key", found.number, "procedure_code"), where=limited)
    once = np.zeros(len(lines), np.int64)
    once[lines.claim_starts] = 1
    return lines.total(once, ("patient_key", found.number), where=limited)
