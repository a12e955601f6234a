"""What was lost, and why: denied amounts that nobody could or would bring in, and claims that never reached a payer in
time, are written off on the day on which it is certain, each with its reason of the closed list.
"""

import numpy as np

from sim.billing.books.ledger_entries import entries
from sim.billing.books.write_off_reasons import reason_of, reasons
from sim.billing.denials.remedies import cause_of
from sim.billing.books.revenue_cycle import Answers
from sim.ground.joins import find_in, find_rows, sum_by
from sim.ground.table import Table
from sim.manager.calendar.follow_up import AGAIN, CLAIM, DENIAL, REJECTION, UNANSWERED, Office
from sim.manager.calendar.outlook import CLOSE, DISPUTE, NONE
from sim.manager.calendar.queues import NEVER
from sim.manager.calendar.scene import Scene
from sim.manager.calendar.sent_claims import Sent

LATE_FILING, NOT_WORKED, SMALL, OTHER = "late filing", "not worked", "small balance", "other"


def closing(scene: Scene, office: Office, sent: Sent, answers: Answers, ledger: Table) -> list[Table]:
    """Entries of what is written off: what the record supports as a loss with its reason, the rest as what the contract
    or the record never allowed."""
    return [*_denied(scene, office, sent, answers, ledger), *_never_received(scene, office, answers, ledger)]


def _lines(ledger: Table, account: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(encounter, claim, line) of what stands in an account, its cents, and the day of the last entry on it."""
    mine = ledger.take((ledger.account == account) | (ledger.contra_account == account))
    change = np.where(mine.account == account, mine.amount, 0) - np.where(
        mine.contra_account == account, mine.amount, 0
    )
    sign, place = np.unique((mine.encounter_key << 8) + mine.claim_line_number, return_inverse=True)
    total = np.bincount(place, weights=change, minlength=len(sign)).astype(np.int64)
    last, claim = np.zeros(len(sign), np.int64), np.zeros(len(sign), np.int64)
    np.maximum.at(last, place, mine.entry_date.astype(np.int64))
    np.maximum.at(claim, place, np.where(change > 0, mine.claim_key, 0))
    open_ = np.flatnonzero(total > 0)
    visit = sign >> 8
    whole = np.bincount(np.unique(visit, return_inverse=True)[1], weights=total)
    stands = whole[np.unique(visit, return_inverse=True)[1]] > 0
    open_ = open_[stands[open_]]
    return claim[open_], sign[open_] & 255, total[open_], last[open_]


def _denied(scene: Scene, office: Office, sent: Sent, answers: Answers, ledger: Table) -> list[Table]:
    claim, line, amount, last = _lines(ledger, "denied")
    visit = find_rows(scene.visits.encounter_key, claim >> 4)
    closed, why = _closed(office, sent)
    day = np.where(closed[visit] < 0, last + scene.given.days.denial_unlisted, np.maximum(closed[visit], last))
    day = np.where(closed[visit] >= NEVER, NEVER, day)
    reason = np.where(why[visit] == "", _reasons(sent, claim, line), why[visit])
    owed = np.minimum(_owed_of_line(answers, claim, line), amount)
    return _entries("denied", scene, visit, claim, line, day, amount, owed, reason)


def _owed_of_line(answers: Answers, claim: np.ndarray, line: np.ndarray) -> np.ndarray:
    """What the record supports of a denied line: from the payer and from the patient."""
    lines = answers.decided.remittance_lines
    lines = lines.take(~lines.is_reversal)
    place = find_in((lines.claim_key << 8) + lines.claim_line_number, (claim << 8) + line)
    return np.append(lines.supported_amount + lines.supported_patient_amount, 0)[place]


def _closed(office: Office, sent: Sent) -> tuple[np.ndarray, np.ndarray]:
    """Per visit the day on which nothing more will be done about its denials (-1: nobody had them on a list, NEVER:
    something is still to be done), and the reason where it is the clinic's own."""
    size = len(office.kind)
    closed, why = np.full(size, -1, np.int64), np.full(size, "", object)
    for step, kind in ((DENIAL, office.kind), (AGAIN, office.later_kind)):
        came = (office.worked.ready[:, step] < NEVER) & (kind != NONE)
        done, lost = office.worked.done[:, step], office.worked.lost[:, step]
        last = office.worked.ready[:, step] + office.program.deadline_after[:, step] + 1
        ended = np.where(kind == DISPUTE, np.where(done < NEVER, sent.decided_on, NEVER), done)
        closed = np.where(came, np.where(lost, last, ended), closed)
        why = np.where(came & lost, NOT_WORKED, why)
        why = np.where(came & (kind == CLOSE) & office.is_small & (done < NEVER), SMALL, why)
    return closed, why


def _reasons(sent: Sent, claim: np.ndarray, line: np.ndarray) -> np.ndarray:
    """The usual reason for a denial by this policy."""
    answers = sent.asked.decided.remittance_lines
    answers = answers.take(~answers.denial_policy.is_missing & ~answers.is_reversal)
    sign = (answers.claim_key << 8) + answers.claim_line_number
    order = np.argsort(sign, kind="stable")
    place = find_rows(sign[order], (claim << 8) + line)
    policy = np.append(answers.denial_policy[order].texts(), "").astype(object)[place]
    known = {name: reason_of(cause_of(policy=name)) if name else OTHER for name in set(policy.tolist())}
    return np.array([known[name] for name in policy.tolist()], object)


def _never_received(scene: Scene, office: Office, answers: Answers, ledger: Table) -> list[Table]:
    """Claims that were not sent, not sent again or not corrected before the payer's filing limit."""
    over = np.full(len(office.kind), NEVER)
    for step in (CLAIM, UNANSWERED, REJECTION):
        lost = office.worked.lost[:, step]
        over = np.where(lost, office.program.deadline[:, step] + 1, over)
    claim, line, amount, last = _lines(ledger, "payer")
    visit = find_rows(scene.visits.encounter_key, claim >> 4)
    day = np.where(over[visit] < NEVER, np.maximum(over[visit], last), NEVER)
    missing = answers.unbilled
    owed = sum_by(
        find_rows(scene.visits.encounter_key, missing.encounter_key),
        missing.supported_amount + missing.supported_patient_amount,
        len(scene.visits),
    )
    before = np.cumsum(amount) - amount
    first = np.append(True, visit[1:] != visit[:-1]) if len(visit) else np.zeros(0, bool)
    before -= np.maximum.accumulate(np.where(first, before, 0)) if len(visit) else 0
    due = np.clip(owed[visit] - before, 0, amount)
    return _entries("payer", scene, visit, claim, line, day, amount, due, np.full(len(claim), LATE_FILING, object))


def _entries(
    account: str,
    scene: Scene,
    visit: np.ndarray,
    claim: np.ndarray,
    line: np.ndarray,
    day: np.ndarray,
    amount: np.ndarray,
    owed: np.ndarray,
    reason: np.ndarray,
) -> list[Table]:
    parts = []
    for name in reasons():
        rows = np.flatnonzero((day < NEVER) & (reason == name))
        where = (
            scene.visits.encounter_key[visit[rows]],
            claim[rows],
            line[rows],
            day[rows].astype("datetime64[D]"),
        )
        parts.append(entries("administrative write-off", "write-off", account, *where, owed[rows], reason=name))
        parts.append(entries("contractual write-off", "write-off", account, *where, (amount - owed)[rows]))
    return parts
