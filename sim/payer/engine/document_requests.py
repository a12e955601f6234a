"""A claim that waits for documents: the request, the last day, and what the payer does then.

    requests(claims, adjudication)              what the payer asked for: one row of `documents` per claim that waits
    delivered(requests, appeals, on)            the same, for claims on which the payer has stopped waiting by `on`:
                                                documents came, or the day passed
    adjudicate(..., records={"documents": ...}) decides these claims: with the documents, or without them (policy
    records_not_sent)

History is never changed: the acknowledgement goes on saying that the claim waited, and the answer comes so many days
after the documents (data/params: documents_limit, days_to_review). The claim keeps its place in line: deductible and
maxima are used up in the order of receipt (modeling assumption). Not modeled: documents that prove to be the wrong
ones, a second request.
"""

import numpy as np

from sim.ground.coded import Coded
from sim.ground.joins import find_in
from sim.ground.params import days, param
from sim.ground.table import Table, conform
from sim.payer.engine.line_terms import payer_of_claim


def requests(claims: Table, adjudication) -> Table:
    """Table[documents] of every claim that waits, received_date empty: asked on the day of the acknowledgement."""
    told = adjudication.acknowledgements
    waits = told.take(told.is_accepted & ~told.policy.is_missing)
    payer = Coded(
        np.append(claims.payer_code.keys, np.int32(-1))[find_in(claims.claim_key, waits.claim_key)]
        if len(claims)
        else waits.policy.keys,
        claims.payer_code.pool,
    )
    limit = param("documents_limit", Table(payer_code=payer, asked=waits.acknowledgement_date), "asked")
    return conform(
        "documents",
        Table(
            claim_key=waits.claim_key,
            policy=waits.policy,
            asked_date=waits.acknowledgement_date,
            due_date=waits.acknowledgement_date + limit.astype("timedelta64[D]"),
        ),
    )


def delivered(asked: Table, appeals: Table, on) -> Table:
    """The requests that are over by `on`: documents came in time (rows of `appeals` of kind "documents"), or the last
    day has passed.
    """
    day = np.datetime64(on, "D")
    there = appeals.sent_date + days("days_on_the_wire", day)
    sent = (
        appeals.with_columns(sent_date=there)
        .take((appeals.kind_code == "documents") & (there <= day))
        .sort_by("sent_date")
    )
    first = {
        int(key): (date, number)
        for key, date, number in zip(sent.claim_key[::-1], sent.sent_date[::-1], sent.evidence.texts()[::-1])
    }
    came = np.array([first.get(int(key), (np.datetime64("NaT"), ""))[0] for key in asked.claim_key], "datetime64[D]")
    number = Coded.of([first[int(key)][1] or "ACN1" if int(key) in first else "" for key in asked.claim_key])
    table = asked.with_columns(received_date=came, control_number=number)
    return table.take(~np.isnat(came) | (asked.due_date < day))


# -- what the engine asks


def is_over(lines) -> np.ndarray:
    """Has the payer stopped waiting for documents of the line's claim?"""
    return _of_claim(lines)[0][lines.claim_rows]


def in_time(lines) -> np.ndarray:
    """Did they come by the last day?"""
    return _of_claim(lines)[1][lines.claim_rows]


def _of_claim(lines):
    return lines.batch.once("documents", lambda: _flags(lines.batch))


def _flags(batch) -> tuple[np.ndarray, np.ndarray]:
    table, over = batch.records["documents"], np.zeros(len(batch.claims), bool)
    timely = over.copy()
    rows = _rows(batch)
    over[rows[rows >= 0]] = True
    timely[rows[(rows >= 0)]] = (table.received_date <= table.due_date)[rows >= 0]
    return over, timely


def _rows(batch) -> np.ndarray:
    table = batch.records["documents"]
    return (
        find_in(batch.claims.claim_key, table.claim_key) if len(table) and len(batch.claims) else np.zeros(0, np.int64)
    )


def answered_on(batch, payers: tuple[str, ...], normal: np.ndarray) -> np.ndarray:
    """Day of the answer: `normal`, for a claim that waited the days of review after the documents came or the last day
    passed.
    """
    table, rows = batch.records["documents"], _rows(batch)
    if not len(rows):
        return normal
    came = np.where(table.received_date <= table.due_date, table.received_date, table.due_date)
    payer, out = payer_of_claim(batch, payers), normal.copy()
    for place in np.flatnonzero(rows >= 0):
        out[rows[place]] = max(
            out[rows[place]], came[place] + days("days_to_review", came[place], payers[payer[rows[place]]])
        )
    return out


def with_pended_before(decisions, pending: np.ndarray) -> np.ndarray:
    """Number of the pending policy per claim, also of those that waited and were decided since: an acknowledgement is
    never rewritten.
    """
    table, rows = decisions.batch.records["documents"], _rows(decisions.batch)
    for place in np.flatnonzero(rows >= 0):
        if not decisions.rejected[rows[place]] and table.policy[int(place)] in decisions.schedule.policies:
            pending[rows[place]] = decisions.schedule.policies.index(table.policy[int(place)])
    return pending
