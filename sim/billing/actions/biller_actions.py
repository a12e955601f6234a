"""What the biller does with an item of the worklist, step after step, and what comes back: the payer's answer, the
patient's, an auditor's.

    played = play(travel, [Step("R_APPEAL", letter={...}), Step("R_CORR", content=...)])
    played.journey          the visit as it stands afterwards        played.replies      one Reply per step

Nothing is forbidden here: what must never be done can be done, and answers as in life. History stays: every step is an
event, every claim and every decision an added row.
"""

from typing import NamedTuple

import numpy as np

from sim.billing.denials.appeal_letters import decided_on
from sim.billing.denials.retro_authorization import ask, given
from sim.billing.actions.records_requests import documents, waits_for_documents
from sim.billing.claims.claim import Claims
from sim.billing.claims.corrections import HOW
from sim.billing.visit.journey import QUIET
from sim.billing.actions.outcomes import (
    WITHOUT_CLAIM,
    Told,
    after_claim,
    after_letter,
    approval_asked,
    before_claim,
    can_be_asked,
    reason_for,
)
from sim.billing.claims.submission import worked_on
from sim.ground.money import dollars
from sim.ground.params import param_value
from sim.ground.table import Table, empty

CLAIMS = ("R_NEW", "R_CORR", "R_REOPEN", "R_OTHERPAYER", "R_VOID")
LETTERS = ("R_APPEAL", "R_RECON", "R_DOCS")
COSTS = {"rework": "rework_cost", "appeal": "appeal_cost"}


class Step(NamedTuple):
    """One thing done. content: the tables of one claim to send (None: as it was sent before); letter: {level, ground,
    evidence, topic, words, reason (of a write-off)}."""

    remedy: str
    content: Claims | None = None
    letter: dict = {}


class Reply(NamedTuple):
    """What came of a step. tone: good, warn, bad; sent, answered: days; cost: cents of the clinic's own work; brings:
    cents that came in by it.
    """

    remedy: str
    label: str
    tone: str
    title: str
    words: str
    sent: np.datetime64
    answered: np.datetime64
    cost: int
    brings: int
    appeal: dict | None = None

    def as_dict(self) -> dict:
        """Plain data."""
        return {**self._asdict(), "sent": str(self.sent), "answered": str(self.answered)}


class Played(NamedTuple):
    """The visit after all steps, the replies, and the rows of the table appeals."""

    journey: object
    replies: list[Reply]
    appeals: Table


def play(travel, steps) -> Played:
    """Carry out steps one after another. travel: rounds (see sim.billing.visit.journey) -> Journey of the visit."""
    made, rounds, replies = travel(()), (), []
    today = last_day(made)
    for step in steps:
        sent = worked_on(today)
        told, appeal, round_ = _act(made, step, sent, replies)
        was, had = _paid(made), set(made.claims.claims.claim_key.tolist())
        if round_:
            rounds = (*rounds, round_)
            made = travel(rounds)
            new = sorted(
                set(made.claims.claims.claim_key.tolist()) - had
            )  # the claim sent; behind it what the payer sends on by itself
            told = after_claim(made, step, new[0]) if step.remedy in CLAIMS and new else told
        brings = _paid(made) - was
        if appeal and round_:
            appeal["amount"] = brings
            told = told._replace(words=f"{told.words} The claim is decided anew: {dollars(brings)} more is paid.")
        today = (
            max(last_day(made), sent + np.timedelta64(told.days, "D"))
            if round_ is None or round_["how"] in QUIET
            else max(last_day(made), sent)
        )
        replies.append(
            Reply(
                step.remedy,
                _label(step.remedy),
                told.tone,
                told.title,
                told.words,
                sent,
                today,
                cost_of(step.remedy, sent),
                brings,
                appeal,
            )
        )
    rows = [reply.appeal for reply in replies if reply.appeal]
    return Played(made, replies, Table.from_rows("appeals", rows) if rows else empty("appeals"))


def last_day(made) -> np.datetime64:
    """The day of the last answer of the visit, of whatever kind."""
    dates = [
        *made.decided.remittance_lines.remittance_date.tolist(),
        *made.decided.acknowledgements.acknowledgement_date.tolist(),
    ]
    return np.datetime64(max((day for day in dates if day), default=made.encounters.service_date[0].item()), "D")


def _paid(made) -> int:
    return int(made.decided.remittance_lines.paid_amount.sum())


def _act(made, step: Step, sent, replies) -> tuple[Told, dict | None, dict | None]:
    """(what is told, the row of an appeal, the round that it adds to the journey)."""
    if waits_for_documents(made) and step.remedy in ("R_DOCS", "R_NONE"):
        return documents(made, step, sent)
    if step.remedy in LETTERS:
        return _letter(made, step, sent, replies)
    if step.remedy in CLAIMS:
        refused = before_claim(made, step)
        return (refused, None, None) if refused else (Told("", "", "", 0), None, _claim(made, step, sent))
    if step.remedy == "R_AUTH":
        return _approval(made, step, sent)
    told = WITHOUT_CLAIM[step.remedy](made, step, sent)
    if step.remedy == "R_WRITEOFF":
        return told, None, {"how": "written off", "on": sent, "reason": reason_for(made, step)}
    back = step.remedy == "R_REFUND" and told.tone == "good"
    return (
        told,
        None,
        {"how": _correction(made), "content": made.true, "on": sent} if back and len(made.true.lines) else None,
    )


def _approval(made, step: Step, sent):
    """A request for approval afterwards; granted, its number is on the visit and belongs on a corrected claim."""
    answers = ask(made, sent) if made.shown >= 0 and can_be_asked(made) else []
    granted = bool(answers) and all(one.decision == "approved" for one in answers)
    return (
        approval_asked(made, step, sent, answers),
        None,
        {"how": "approved", "rows": given(answers), "on": sent} if granted else None,
    )


def _letter(made, step: Step, sent, replies):
    decided = [
        reply.appeal
        for reply in replies
        if reply.appeal and reply.remedy == step.remedy and reply.appeal["decision_code"] != "dismissed"
    ]
    before = decided[-1]["decision_date"] if decided else None
    told, row = decided_on(made, step.remedy, step.letter, sent, before, len(decided))
    round_ = (
        {"how": "decided anew", "aside": (row["policy"], 0), "on": told.date} if told.decision == "overturned" else None
    )
    return after_letter(told, step, sent), row, round_


def _claim(made, step: Step, sent) -> dict:
    """The round of a claim that is sent. A second original of a decided claim is a duplicate, whatever was changed on
    it.
    """
    how = HOW[step.remedy]
    decided = len(made.decided.remittance_lines) > 0
    right = made.repair.remedy if made.repair else ""
    if step.remedy == "R_NEW" and decided and right not in ("R_NEW", "R_OTHERPAYER"):
        return {"how": "again", "on": sent}
    return {"how": how, "content": step.content, "on": sent}


def _correction(made) -> str:
    from sim.billing.visit.journey import payer_of
    from sim.billing.denials.remedies import takes_replacement

    return "replacement" if takes_replacement(payer_of(made.claims, made.shown)[0], made.today) else "reopening"


def _label(remedy: str) -> str:
    from sim.billing.denials.remedies import remedy_label

    return remedy_label(remedy)


def cost_of(remedy: str, on) -> int:
    """Cents of the clinic's own work that a step costs.

    >>> cost_of("R_CORR", "2026-06-01"), cost_of("R_NONE", "2026-06-01")
    (3000, 0)
    """
    from sim.billing.denials.remedies import remedy_row

    name = COSTS.get(remedy_row(remedy)["effort"])
    return param_value(name, "*", on) if name else 0
