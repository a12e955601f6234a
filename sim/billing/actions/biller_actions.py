"""What the biller does with an item of the worklist, one thing after another, and what comes back: the payer's answer,
the patient's, an auditor's.

    played = play(standing, [Action("R_APPEAL", letter={...}), Action("R_CORR", content=...)])
    played.journey          the visit as it stands afterwards        played.replies      one Reply per action

Nothing is forbidden here: what must never be done can be done, and answers as in life. History stays: every action is
an event, every claim and every decision an added row.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.billing.actions.action import Action, Response
from sim.billing.actions.outcomes import (
    WITHOUT_CLAIM,
    after_claim,
    after_letter,
    approval_asked,
    before_claim,
    can_be_asked,
    reason_for,
)
from sim.billing.actions.records_requests import documents, waits_for_documents
from sim.billing.answers.standing_claim import payer_of
from sim.billing.claims.corrections import takes_replacement
from sim.billing.claims.remedy_kinds import sends_claim, way_of, writes_letter
from sim.billing.claims.steps import (
    CLAIM_STEPS,
    Approved,
    DecidedAnew,
    Reopened,
    Replaced,
    Resent,
    Step,
    WrittenOff,
)
from sim.billing.claims.submission import worked_on
from sim.billing.denials.appeal_letters import decided_on
from sim.billing.denials.remedies import remedy_label, remedy_row
from sim.billing.denials.retro_authorization import ask, given
from sim.billing.visit.journey import Journey
from sim.ground.dates import Day
from sim.ground.money import dollars
from sim.ground.params import param_value
from sim.ground.table import Table, empty

COSTS = {"rework": "rework_cost", "appeal": "appeal_cost"}


class Reply(NamedTuple):
    """What came of an action. tone: good, warn, bad; sent, answered: days; cost: cents of the clinic's own work;
    brings: cents that came in by it.
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
    appeal: dict[str, Any] | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {**self._asdict(), "sent": str(self.sent), "answered": str(self.answered)}


class Played(NamedTuple):
    """The visit after all actions, the replies, and the rows of the table appeals."""

    journey: Journey
    replies: list[Reply]
    appeals: Table


class Outcome(NamedTuple):
    """What an action comes to: the response, the row of table appeals, the step that it adds to the journey."""

    response: Response
    appeal: dict[str, Any] | None = None
    step: Step | None = None


def play(standing: Journey, actions: Iterable[Action]) -> Played:
    """Carry out actions one after another, from the journey of the visit as it stands; none before the day on which it
    is worked, where one is stated."""
    made, replies = standing, list[Reply]()
    today = last_day(made) if made.until is None else max(last_day(made), made.until)
    for action in actions:
        made, reply = _played(made, action, today, replies)
        today = reply.answered
        replies.append(reply)
    rows = [reply.appeal for reply in replies if reply.appeal]
    return Played(made, replies, Table.from_rows("appeals", rows) if rows else empty("appeals"))


def _played(was: Journey, action: Action, today: np.datetime64, replies: Sequence[Reply]) -> tuple[Journey, Reply]:
    """One action: the journey after it, and the reply."""
    sent = worked_on(today)
    told, appeal, step = _act(was, action, sent, replies)
    made = was.after(step) if step else was
    if step and sends_claim(action.remedy):
        # the claim sent; behind it may be what the payer sends on by itself
        new = np.setdiff1d(made.claims.claims.claim_key, was.claims.claims.claim_key)
        told = after_claim(made, action, int(new[0])) if len(new) else told
    brings = _paid(made) - _paid(was)
    if appeal and step:
        appeal["amount"] = brings
        told = told._replace(words=f"{told.words} The claim is decided anew: {dollars(brings)} more is paid.")
    waits = sent + np.timedelta64(told.days, "D") if step is None or isinstance(step, WrittenOff | Approved) else sent
    return made, Reply(
        action.remedy,
        remedy_label(action.remedy),
        told.tone,
        told.title,
        told.words,
        sent,
        max(last_day(made), waits),
        cost_of(action.remedy, sent),
        brings,
        appeal,
    )


def last_day(made: Journey) -> np.datetime64:
    """The day of the last answer of the visit, of whatever kind; the date of service before any."""
    return made.last_answer if made.last_answer is not None else made.visit.service_date


def _paid(made: Journey) -> int:
    return int(made.adjudicated.remittance_lines.paid_amount.sum())


def _act(made: Journey, action: Action, sent: np.datetime64, replies: Sequence[Reply]) -> Outcome:
    if waits_for_documents(made) and action.remedy in ("R_DOCS", "R_NONE"):
        return Outcome(*documents(made, action, sent))
    if writes_letter(action.remedy):
        return _letter(made, action, sent, replies)
    if sends_claim(action.remedy):
        refused = before_claim(made, action)
        return Outcome(refused) if refused else Outcome(Response("", "", "", 0), None, _claim(made, action, sent))
    if action.remedy == "R_AUTH":
        return _approval(made, action, sent)
    told = WITHOUT_CLAIM[action.remedy](made, action, sent)
    if action.remedy == "R_WRITEOFF":
        return Outcome(told, None, WrittenOff(sent, reason_for(made, action)))
    if action.remedy == "R_ENROL" and told.tone == "good":
        day = sent + np.timedelta64(told.days, "D")
        return Outcome(told, None, DecidedAnew(made.causes[0].problem.policy, on=day))
    if action.remedy == "R_REFUND" and told.tone == "good" and len(made.true.lines):
        way = Replaced if takes_replacement(payer_of(made.claims, made.shown)[0], made.today) else Reopened
        return Outcome(told, None, way(content=made.true, on=sent))
    return Outcome(told)


def _approval(made: Journey, action: Action, sent: np.datetime64) -> Outcome:
    """A request for approval afterwards; granted, its number is on the visit and belongs on a corrected claim."""
    answers = ask(made, sent) if made.shown >= 0 and can_be_asked(made) else []
    granted = bool(answers) and all(one.decision == "approved" for one in answers)
    return Outcome(
        approval_asked(made, action, sent, answers), None, Approved(given(answers), sent) if granted else None
    )


def _letter(made: Journey, action: Action, sent: np.datetime64, replies: Sequence[Reply]) -> Outcome:
    decided = [
        reply.appeal
        for reply in replies
        if reply.appeal and reply.remedy == action.remedy and reply.appeal["decision_code"] != "dismissed"
    ]
    before = decided[-1]["decision_date"] if decided else None
    told, row = decided_on(made, action.remedy, action.letter, sent, before, len(decided))
    step = DecidedAnew(row["policy"], on=told.date) if told.decision == "overturned" else None
    return Outcome(after_letter(told, action, sent), row, step)


def _claim(made: Journey, action: Action, sent: np.datetime64) -> Step:
    """The claim that is sent. A second original of an adjudicated claim is a duplicate, whatever was changed on it."""
    is_decided = len(made.adjudicated.remittance_lines) > 0
    if action.remedy == "R_NEW" and is_decided:
        right = made.repair.remedy if made.repair else ""
        if right not in ("R_NEW", "R_OTHERPAYER"):
            return Resent(on=sent)
    return CLAIM_STEPS[way_of(action.remedy)](content=action.content, on=sent)


def cost_of(remedy: str, on: Day) -> int:
    """Cents of the clinic's own work that an action costs.

    >>> cost_of("R_CORR", "2026-06-01"), cost_of("R_NONE", "2026-06-01")
    (3000, 0)
    """
    name = COSTS.get(remedy_row(remedy)["effort"])
    return param_value(name, "*", on) if name else 0
