"""What would come of every item if somebody worked it: asked of the payers' own engine before the queues are played,
with usual dates. The queues then decide when each item is worked, and whether in time; what is really sent goes to the
engine again with its real day (sim.manager.calendar.sent_claims).

    fix       the claim differed from the record, and the claim that says what the record says is paid more
    dispute   the payer denied wrongly
    close     the denial stands: it is read and written off
"""

from typing import NamedTuple

import numpy as np

from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.corrections import takes_replacement
from sim.billing.claims.deadlines import LIMITS
from sim.billing.claims.remedy_kinds import sends_claim, way_of
from sim.billing.claims.submission import worked_on
from sim.billing.denials.appeal_letters import dispute_of
from sim.billing.denials.remedies import remedy_of
from sim.ground.coded import Coded
from sim.ground.deadlines import last_day
from sim.ground.joins import find_in, find_rows, sum_by
from sim.ground.keys import VERSIONS
from sim.ground.table import Table
from sim.manager.calendar.answering import Asked, first_asked
from sim.manager.calendar.further_claims import following
from sim.manager.calendar.office import Built
from sim.manager.calendar.payer_side import errors_of
from sim.manager.calendar.queues import NEVER
from sim.manager.calendar.scene import Scene
from sim.payer.engine.document_requests import requests

NONE, FIX, DISPUTE, CLOSE = 0, 1, 2, 3
WIRE = 1  # a claim is with the payer the day after it is sent
FAR = np.datetime64("2200-01-01")


class Said(NamedTuple):
    """What was answered to one claim of each visit (claim_key -1: none). Days since 1970, NEVER for none; amount: cents
    of its denied lines' charges; gets: paid and left to the patient; policy: that of its first denied line, or of the
    rejection; all_denied: no line was allowed."""

    claim_key: np.ndarray
    payer: np.ndarray
    sent: np.ndarray
    told: np.ndarray
    answered: np.ndarray
    rejected: np.ndarray
    denied: np.ndarray
    all_denied: np.ndarray
    amount: np.ndarray
    gets: np.ndarray
    policy: np.ndarray


class Outlook(NamedTuple):
    """first: what the payers would say to the first claims; after: to the corrected ones; kind and later_kind: what
    comes of working the denial of the first claim, and the one that comes after (a denial of what was sent after a
    rejection is a `later` one). waits: the payer wants documents, and within so many
    days (documents_after). way: how the correction goes out; limits: days of the items' deadlines; decision_days:
    until a dispute is decided."""

    first: Said
    after: Said
    kind: np.ndarray
    later_kind: np.ndarray
    way: np.ndarray
    filing: np.ndarray
    waits: np.ndarray
    documents_after: np.ndarray
    fix_after: np.ndarray
    dispute_after: np.ndarray
    decision_days: np.ndarray


def said(asked: Asked, keys: np.ndarray) -> Said:
    """What was answered to these claims (-1: none)."""
    heads, decided = asked.claims.claims, asked.decided
    place = find_rows(heads.claim_key, keys)
    told = find_in(decided.acknowledgements.claim_key, keys)
    acknowledged = np.append(decided.acknowledgements.acknowledgement_date, np.datetime64("NaT", "D"))[told]
    lines = decided.remittance_lines.take(~decided.remittance_lines.is_reversal)
    order = np.argsort(keys, kind="stable")
    row = find_rows(keys[order], lines.claim_key)
    row = np.where(row >= 0, order[row], -1)
    denied = ~lines.denial_policy.is_missing
    size, ones = len(keys), np.ones(len(lines), np.int64)
    day = np.full(size, NEVER)
    day[row[row >= 0]] = lines.remittance_date[row >= 0].astype(np.int64)
    count, refused = sum_by(row, ones, size), sum_by(row, denied.astype(np.int64), size)
    policy = np.full(size, "", object)
    mine = np.flatnonzero(denied & (row >= 0))[::-1]
    policy[row[mine]] = lines.denial_policy[mine].texts()
    rejected = (told >= 0) & ~np.append(decided.acknowledgements.is_accepted, True)[told]
    policy[rejected] = decided.acknowledgements.policy[told[rejected]].texts()
    return Said(
        keys,
        np.append(heads.payer_code.texts(), "").astype(object)[place],
        _days(np.append(heads.submitted_date, np.datetime64("NaT", "D"))[place]),
        _days(acknowledged),
        day,
        rejected,
        refused > 0,
        (refused == count) & (count > 0),
        sum_by(row, np.where(denied, lines.charge_amount, 0), size),
        sum_by(row, lines.paid_amount + np.where(denied, 0, lines.patient_responsibility_amount), size),
        policy,
    )


def _days(dates: np.ndarray) -> np.ndarray:
    return np.where(np.isnat(dates), NEVER, dates.astype(np.int64))


def outlook(scene: Scene, made: Built) -> Outlook:
    """What would come of every item."""
    visits = scene.visits
    asked = first_asked(made.claims, scene.people, errors_of(scene, made.claims, 0))
    keys = _there(made.claims, visits.encounter_key << VERSIONS)
    wanted = requests(asked.claims.claims, asked.decided)
    ready = wanted.asked_date + scene.given.days.documents_ready
    asked = asked.with_documents(wanted.with_columns(received_date=ready))
    first = said(asked, keys)
    way, remedies = ways(made, first, visits)
    after_asked, sent = _corrected(scene, made, asked, first, way)
    new = np.where(sent, _newest(after_asked.claims, visits.encounter_key), -1)
    after = said(after_asked, new)
    wrong = scene.life.wrong_policy >= 0
    gains = (after.gets > first.gets) & sent
    kind = np.where(first.denied & ~first.rejected, CLOSE, NONE)
    kind = np.where((kind == CLOSE) & gains, FIX, kind)
    kind = np.where((kind == CLOSE) & wrong, DISPUTE, kind)
    again = after.denied & sent & (first.rejected | (kind == FIX))
    later = np.where(again, np.where(wrong, DISPUTE, CLOSE), NONE)
    served = visits.service_date
    fix_after, dispute_after, decision = _limits(first, remedies, served)
    waits, documents_after = _documents(wanted, keys)
    filing = _filing(made, first, visits)
    return Outlook(first, after, kind, later, way, filing, waits, documents_after, fix_after, dispute_after, decision)


def _documents(wanted: Table, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(does the payer of each claim want documents, the days in which they can be sent)."""
    place = find_in(wanted.claim_key, keys)
    days = (wanted.due_date - wanted.asked_date).astype(np.int64) - WIRE
    return place >= 0, np.append(days, NEVER)[place]


def _there(claims: Claims, keys: np.ndarray) -> np.ndarray:
    return np.where(find_rows(claims.claims.claim_key, keys) >= 0, keys, -1)


def _newest(claims: Claims, encounter_keys: np.ndarray) -> np.ndarray:
    """The claim of each visit to a first payer that was added last."""
    mine = claims.claims.claim_key[claims.claims.follows_claim_key < 0]
    return mine[np.searchsorted(mine, (encounter_keys + 1) << VERSIONS) - 1]


def ways(made: Built, first: Said, visits: Table) -> tuple[np.ndarray, np.ndarray]:
    """(how the corrected claim of each visit would go out, by which remedy), empty where none would."""
    way, remedies = np.full(len(visits), "", object), np.full(len(visits), "", object)
    true = find_rows(made.true.claims.encounter_key, visits.encounter_key)
    right_payer = np.append(made.true.claims.payer_code.texts(), "").astype(object)[true]
    rows = np.flatnonzero(made.differs & (first.rejected | first.denied) & (true >= 0))
    found: dict[tuple[str, str, bool, bool, bool], tuple[str, str]] = {}
    for row in rows.tolist():
        other = bool(first.payer[row] != right_payer[row])
        asks = (first.payer[row], first.policy[row], bool(first.rejected[row]), other, bool(first.all_denied[row]))
        if asks not in found:
            day = np.datetime64(int(min(first.answered[row], first.told[row])), "D")
            found[asks] = _way(*asks, str(day))
        way[row], remedies[row] = found[asks]
    return way, remedies


def _way(payer: str, policy: str, is_rejected: bool, other: bool, all_denied: bool, on: str) -> tuple[str, str]:
    remedy = remedy_of(payer, on, policy, is_rejected, other, owed=1)
    if not sends_claim(remedy):
        return "", ""
    way = str(way_of(remedy))
    if way == "new" and not is_rejected and not all_denied:
        remedy = "R_CORR" if takes_replacement(payer, on) else "R_REOPEN"
        way = str(way_of(remedy))
    return way, remedy


def _corrected(scene: Scene, made: Built, asked: Asked, first: Said, way: np.ndarray) -> tuple[Asked, np.ndarray]:
    """The answers to all corrections on usual days, and which visits have one."""
    sent = way != ""
    rows = np.flatnonzero(sent)
    known = np.where(first.rejected, first.told, first.answered)[rows].astype("datetime64[D]")
    more = following(asked.claims, first.claim_key[rows], made.true, way[rows], worked_on(known))
    return asked.with_more(more, errors_of(scene, more, 1)), sent


def _limits(first: Said, remedies: np.ndarray, served: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(days after the answer in which a correction, a dispute can be sent, days until a dispute is decided)."""
    size = len(served)
    fix, dispute, decision = np.full(size, NEVER), np.full(size, NEVER), np.zeros(size, np.int64)
    known = np.flatnonzero(first.denied & (first.answered < NEVER))
    answered = first.answered.astype("datetime64[D]")
    for remedy in sorted(set(remedies[known].tolist()) - {""}):
        limit, on, _ = LIMITS[remedy]
        rows = known[remedies[known] == remedy]
        day = served[rows] if on == "service_date" else answered[rows]
        fix[rows] = _after(limit, first.payer[rows], day, answered[rows])
    for payer, policy in sorted(set(zip(first.payer[known].tolist(), first.policy[known].tolist(), strict=True))):
        rows = known[(first.payer[known] == payer) & (first.policy[known] == policy)]
        _, route, days = dispute_of(policy, payer, str(answered[rows[0]]))
        decision[rows] = days
        if route in LIMITS:
            dispute[rows] = _after(LIMITS[route][0], first.payer[rows], answered[rows], answered[rows])
    return fix, dispute, decision


def _after(limit: str, payers: np.ndarray, counted: np.ndarray, answered: np.ndarray) -> np.ndarray:
    last = last_day(limit, Table(payer_code=Coded.of(payers)), counted, counted)
    return np.where(np.isnat(last), NEVER, (last - answered).astype(np.int64) - WIRE)


def _filing(made: Built, first: Said, visits: Table) -> np.ndarray:
    """The last day on which a first claim of the visit can be sent (to the right payer), since 1970."""
    true = find_rows(made.true.claims.encounter_key, visits.encounter_key)
    payer = np.append(made.true.claims.payer_code.texts(), "").astype(object)[true]
    payer = np.where(payer == "", first.payer, payer)
    last = last_day("filing_limit", Table(payer_code=Coded.of(payer)), visits.service_date, visits.service_date)
    return np.where(np.isnat(last), NEVER, last.astype(np.int64) - WIRE)
