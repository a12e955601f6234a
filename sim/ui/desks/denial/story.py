"""The denial desk's forms beside the three questions (what a remedy needs, the letter, the call) and the history of an
item. No rule lives here.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sim.billing.actions.biller_actions import cost_of
from sim.billing.actions.outcomes import TOPICS
from sim.billing.claims.deadlines import deadline_of
from sim.billing.denials.appeal_letters import kind_of
from sim.ground.dates import to_date, us_date
from sim.learn.desk.desk_state import DeskState, lying
from sim.learn.tasks.work_denial.answer import remedies
from sim.payer.asked.appeals import days_to_file, evidences, grounds, levels
from sim.ui.desks.common import View
from sim.ui.desks.words import count, money

Opened = Mapping[str, Any]  # JSON: what a task opens

SOON = 14  # days left from which a deadline is marked
WRITES = ("R_APPEAL", "R_RECON", "R_DOCS")


def now_is(now: DeskState, claim: Opened) -> str:
    """The day on which the item stands: the last answer to anything, or the day after the last event of its log."""
    front = claim["acknowledgement"] or {}
    first = claim["remittance_date"] or front.get("acknowledgement_date") or claim["submitted_date"]
    return replies(now)[-1]["answered"] if replies(now) else max(first, claim["standing_day"])


def replies(now: DeskState) -> list[View]:
    """What came back to the steps so far, as far as the mode shows it."""
    return (now.journey or {}).get("replies") or []


def days_left(row: Mapping[str, Any], now: DeskState) -> int | None:
    """Days from the day on which an item of the worklist stands, after whatever was answered, to its next deadline."""
    if not row["deadline"]:
        return None
    there = lying(now, row["item"])
    told = replies(there) if there is not None else []
    return (date.fromisoformat(row["deadline"]) - date.fromisoformat(told[-1]["answered"] if told else row["day"])).days


def needs(now: DeskState, claim: Opened, served: str, today: str) -> dict[str, View]:
    """For each remedy what it needs, its deadline, and what it costs: shown when it is chosen, before it is done."""
    found, here = {}, date.fromisoformat(today)
    for code, row in remedies().items():
        limit, _ = deadline_of(code, claim["payer_code"], served, claim["remittance_date"] or claim["submitted_date"])
        last = next_level(now, claim, code) or to_date(limit)
        cost = cost_of(code, today)
        found[code] = {
            "needs": row["needs"],
            "until": until(last, here),
            "soon": bool(last and (last - here).days <= SOON),
            "cost": f"About {money(cost)} of work." if cost else "",
        }
    return found


def next_level(now: DeskState, claim: Opened, route: str) -> date | None:
    """The last day of the level after the one that was answered; None before the first answer."""
    told = [
        one
        for one in replies(now)
        if one["remedy"] == route and one["appeal"] and one["appeal"]["decision_code"] != "dismissed"
    ]
    days = (
        days_to_file(claim["payer_code"], kind_of(claim["payer_code"]), route, len(told) + 1, told[-1]["answered"])
        if told
        else None
    )
    return date.fromisoformat(told[-1]["answered"]) + timedelta(days) if days is not None else None


def until(last: date | None, today: date) -> str:
    """The last day in words.

    >>> today = date(2026, 10, 5)
    >>> until(date(2026, 10, 14), today), until(date(2026, 10, 1), today), until(None, today)
    ('Last day Oct 14, 2026, 9 days left.', 'The last day was Oct 1, 2026.', '')
    """
    if last is None:
        return ""
    left = (last - today).days
    return (
        f"Last day {us_date(last)}, {count(left, 'day')} left." if left >= 0 else f"The last day was {us_date(last)}."
    )


def letter(payer_code: str, today: str) -> View:
    """The form of an appeal, a dispute or documents; and the questions of a call."""
    steps = {
        route: [
            {"id": str(one.level), "words": f"{one.level}  {one.label}, {one.body}"}
            for one in levels(kind_of(payer_code), route, today)
        ]
        for route in WRITES
    }
    first = [{"id": str(number), "words": f"{number}"} for number in range(1, 4)]
    return {
        "for": list(WRITES),
        "levels": {route: found or first for route, found in steps.items()},
        "grounds": [{"id": name, "words": row["label"]} for name, row in grounds().items()],
        "evidence": [{"id": name, "words": row["label"], "shows": row["shows"]} for name, row in evidences().items()],
        "topics": [{"id": name, "words": words} for name, (words, _) in TOPICS.items()],
    }


def history(now: DeskState, claim: Opened, served: str) -> list[View]:
    """What happened to this item, first to last: {day, who, what, tone}."""
    rows = [{"day": served, "who": "Clinic", "what": "The patient was seen.", "tone": ""}]
    rows += [
        {
            "day": one["submitted_date"],
            "who": "Clinic",
            "what": f"Claim {one['account_number']} was sent.",
            "tone": "",
        }
        for one in claim["history"]
    ]
    front = claim["acknowledgement"]
    if front:
        taken = "accepted it" if front["is_accepted"] else "rejected it"
        rows.append(
            {
                "day": front["acknowledgement_date"],
                "who": "Front end",
                "what": f"The payer's front end {taken} (277CA).",
                "tone": "" if front["is_accepted"] else "bad",
            }
        )
    if claim["remittance_date"]:
        back = "Processed" + (f": {claim['reason']} on a line." if claim["reason"] else ".")
        rows.append(
            {
                "day": claim["remittance_date"],
                "who": claim["payer"],
                "what": f"{back} Paid {money(claim['paid_amount'])}.",
                "tone": "bad" if claim["reason"] else "",
            }
        )
    rows.sort(key=lambda row: to_date(row["day"]) or date.min)
    for one in replies(now):
        rows.append({"day": one["sent"], "who": "You", "what": f"{one['label']}.", "tone": ""})
        rows.append(
            {
                "day": one["answered"],
                "who": "Answer",
                "what": f"{one['title']} {one['words']}",
                "tone": one["tone"],
            }
        )
    return [{**row, "day": us_date(row["day"])} for row in rows]


def sums(now: DeskState) -> str:
    """What all steps brought and cost."""
    found = replies(now)
    if not found:
        return ""
    return (
        f"{count(len(found), 'step')}: brought {money(sum(one['brings'] for one in found))}, cost about"
        f" {money(sum(one['cost'] for one in found))} of work."
    )


def right_letter(given: Opened) -> list[list[str]]:
    """The right letter as pairs, once it may be shown."""
    if not given:
        return []
    return [
        ["Level", str(given["level"])],
        ["Why it should be paid", grounds()[given["ground"]]["label"]],
        ["Attach", "; ".join(evidences()[one]["label"] for one in given["evidence"])],
    ]
