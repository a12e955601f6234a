"""The denial desk's forms beside the three questions (what a remedy needs, the letter, the call) and the history of an item. No rule lives here."""
from sim.ui.words import count, day, money, to_date

WRITES = ("R_APPEAL", "R_RECON", "R_DOCS")


def now_is(now, claim: dict) -> str:
    """The day on which the item stands: the last answer to anything."""
    front = claim["acknowledgement"] or {}
    first = claim["remittance_date"] or front.get("acknowledgement_date") or claim["submitted_date"]
    return replies(now)[-1]["answered"] if replies(now) else first


def replies(now) -> list[dict]:
    """What came back to the steps so far, as far as the mode shows it."""
    return (now.journey or {}).get("replies") or []


def needs(claim: dict, served: str, today: str) -> dict[str, dict]:
    """For each remedy what it needs, until when, and what it costs: shown when it is chosen, before it is done."""
    from sim.billing.actions import cost_of
    from sim.billing.deadlines import deadline_of
    from sim.learn.tasks.work_denial import remedies
    found = {}
    for code, row in remedies().items():
        last, _ = deadline_of(code, claim["payer_code"], served, claim["remittance_date"] or claim["submitted_date"])
        last = to_date(str(last)) if str(last) != "NaT" else None
        cost = cost_of(code, today)
        found[code] = {"needs": row["needs"], "until": until(last, to_date(today)), "soon": bool(last and (last - to_date(today)).days <= 14),
                       "cost": f"About {money(cost)} of work." if cost else ""}
    return found


def until(last, today) -> str:
    """The last day in words.

    >>> from datetime import date
    >>> until(date(2026, 10, 14), date(2026, 10, 5)), until(date(2026, 10, 1), date(2026, 10, 5)), until(None, date(2026, 10, 5))
    ('Last day 14 October 2026, 9 days left.', 'The last day was 1 October 2026.', '')
    """
    if last is None:
        return ""
    left = (last - today).days
    return f"Last day {day(last)}, {count(left, 'day')} left." if left >= 0 else f"The last day was {day(last)}."


def letter(payer_code: str, today: str) -> dict:
    """The form of an appeal, a dispute or documents; and the questions of a call."""
    from sim.billing.appeals import kind_of
    from sim.billing.replies import TOPICS
    from sim.payer.appeals import evidences, grounds, levels
    steps = {route: [{"id": str(one.level), "words": f"{one.level}  {one.label}, {one.body}"} for one in levels(kind_of(payer_code), route, today)] for route in WRITES}
    first = [{"id": str(number), "words": f"{number}"} for number in range(1, 4)]
    return {"for": list(WRITES), "levels": {route: found or first for route, found in steps.items()},
            "grounds": [{"id": name, "words": row["label"]} for name, row in grounds().items()],
            "evidence": [{"id": name, "words": row["label"], "shows": row["shows"]} for name, row in evidences().items()],
            "topics": [{"id": name, "words": words} for name, (words, _) in TOPICS.items()]}


def history(now, claim: dict, served: str) -> list[dict]:
    """What happened to this item, first to last: {day, who, what, tone}."""
    rows = [{"day": day(served), "who": "Clinic", "what": "The patient was seen.", "tone": ""}]
    rows += [{"day": day(one["submitted_date"]), "who": "Clinic", "what": f"Claim {one['account_number']} was sent.", "tone": ""} for one in claim["history"]]
    front = claim["acknowledgement"]
    if front:
        taken = "accepted it" if front["is_accepted"] else "refused it"
        rows.append({"day": day(front["acknowledgement_date"]), "who": "Front end", "what": f"The payer's front end {taken} (277CA).", "tone": "" if front["is_accepted"] else "bad"})
    if claim["remittance_date"]:
        back = "Decided" + (f": {claim['reason']} on a line." if claim["reason"] else ".")
        rows.append({"day": day(claim["remittance_date"]), "who": claim["payer"], "what": f"{back} Paid {money(claim['paid_amount'])}.", "tone": "bad" if claim["reason"] else ""})
    rows.sort(key=lambda row: to_sort(row["day"]))
    for one in replies(now):
        rows.append({"day": day(one["sent"]), "who": "You", "what": f"{one['label']}.", "tone": ""})
        rows.append({"day": day(one["answered"]), "who": "Answer", "what": f"{one['title']} {one['words']}", "tone": one["tone"]})
    return rows


def to_sort(text: str):
    """A written day as a date."""
    from datetime import datetime
    return datetime.strptime(text, "%d %B %Y") if text else datetime.min


def sums(now) -> str:
    """What all steps brought and cost."""
    found = replies(now)
    if not found:
        return ""
    return f"{count(len(found), 'step')}: brought {money(sum(one['brings'] for one in found))}, cost about {money(sum(one['cost'] for one in found))} of work."
