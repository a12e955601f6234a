"""The denial desk's forms beside the three questions (what a remedy needs, the letter, the call) and the history of an
item. No rule lives here.
"""

from datetime import date

from sim.ground.dates import to_date, us_date
from sim.ui.desks.words import count, money

WRITES = ("R_APPEAL", "R_RECON", "R_DOCS")


def now_is(now, claim: dict) -> str:
    """The day on which the item stands: the last answer to anything."""
    front = claim["acknowledgement"] or {}
    first = claim["remittance_date"] or front.get("acknowledgement_date") or claim["submitted_date"]
    return replies(now)[-1]["answered"] if replies(now) else first


def replies(now) -> list[dict]:
    """What came back to the steps so far, as far as the mode shows it."""
    return (now.journey or {}).get("replies") or []


def needs(now, claim: dict, served: str, today: str) -> dict[str, dict]:
    """For each remedy what it needs, until when, and what it costs: shown when it is chosen, before it is done."""
    from sim.billing.actions.biller_actions import cost_of
    from sim.billing.claims.deadlines import deadline_of
    from sim.learn.tasks.work_denial.task import remedies

    found = {}
    for code, row in remedies().items():
        last, _ = deadline_of(code, claim["payer_code"], served, claim["remittance_date"] or claim["submitted_date"])
        last = next_level(now, claim, code) or (to_date(str(last)) if str(last) != "NaT" else None)
        cost = cost_of(code, today)
        found[code] = {
            "needs": row["needs"],
            "until": until(last, to_date(today)),
            "soon": bool(last and (last - to_date(today)).days <= 14),
            "cost": f"About {money(cost)} of work." if cost else "",
        }
    return found


def next_level(now, claim: dict, route: str):
    """The last day of the level after the one that was answered; None before the first answer."""
    from datetime import timedelta

    from sim.billing.denials.appeal_letters import kind_of
    from sim.payer.asked.appeals import days_to_file

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
    return to_date(told[-1]["answered"]) + timedelta(days) if days is not None else None


def until(last, today) -> str:
    """The last day in words.

    >>> from datetime import date
    >>> until(date(2026, 10, 14), date(2026, 10, 5)), until(date(2026, 10, 1), date(2026, 10, 5)), until(None, date(2026, 10, 5))
    ('Last day Oct 14, 2026, 9 days left.', 'The last day was Oct 1, 2026.', '')
    """
    if last is None:
        return ""
    left = (last - today).days
    return (
        f"Last day {us_date(last)}, {count(left, 'day')} left." if left >= 0 else f"The last day was {us_date(last)}."
    )


def letter(payer_code: str, today: str) -> dict:
    """The form of an appeal, a dispute or documents; and the questions of a call."""
    from sim.billing.denials.appeal_letters import kind_of
    from sim.billing.actions.outcomes import TOPICS
    from sim.payer.asked.appeals import evidences, grounds, levels

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


def history(now, claim: dict, served: str) -> list[dict]:
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
        taken = "accepted it" if front["is_accepted"] else "refused it"
        rows.append(
            {
                "day": front["acknowledgement_date"],
                "who": "Front end",
                "what": f"The payer's front end {taken} (277CA).",
                "tone": "" if front["is_accepted"] else "bad",
            }
        )
    if claim["remittance_date"]:
        back = "Decided" + (f": {claim['reason']} on a line." if claim["reason"] else ".")
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


def sums(now) -> str:
    """What all steps brought and cost."""
    found = replies(now)
    if not found:
        return ""
    return (
        f"{count(len(found), 'step')}: brought {money(sum(one['brings'] for one in found))}, cost about"
        f" {money(sum(one['cost'] for one in found))} of work."
    )


def right_letter(given: dict) -> list[list[str]]:
    """The right letter as pairs, once it may be shown."""
    from sim.payer.asked.appeals import evidences, grounds

    if not given:
        return []
    return [
        ["Level", str(given["level"])],
        ["Why it should be paid", grounds()[given["ground"]]["label"]],
        ["Attach", "; ".join(evidences()[one]["label"] for one in given["evidence"])],
    ]


def contract(claim: dict, served: str) -> list[dict]:
    """What the contract or the schedule says for each line as it was sent, beside what the payer allowed: the page one
    disputes with.
    """
    from sim.ui.desks.claim_path import table

    told = {row["claim_line_number"]: row for row in claim["remittance"]}
    rows, words = [], []
    for line in claim["lines"]:
        agreed, how = agreed_price(line, claim["payer_code"], served)
        allowed = told.get(line["claim_line_number"], {}).get("allowed_amount")
        rows.append(
            [
                [f"{line['claim_line_number']} ", {"code": line["procedure_code"]}],
                money(line["charge_amount"], ""),
                money(agreed, ""),
                money(allowed, ""),
            ]
        )
        words += [how] if how and how not in words else []
    return [
        table("What the contract says", ["line", "charge", "agreed", "allowed"], rows, right=[1, 2, 3]),
        *({"p": text} for text in words),
        {
            "p": (
                "Each line for itself: what several procedures of one day take off is not in it. A line that was not"
                " paid has nothing allowed."
            )
        },
    ]


def agreed_price(line: dict, payer_code: str, served: str) -> tuple[int | None, str]:
    """(cents of the agreed price of a line, how it comes about); (None, "") where the contract has none."""
    from sim.ground.errors import CleanClaimError
    from sim.payer.asked.price import price

    modifiers = tuple(one for one in line["modifiers"] if one not in ("25", "59", "XE", "XP", "XS", "XU"))
    try:
        found = price(
            line["procedure_code"],
            modifiers,
            max(1, line["service_unit_quantity"]),
            served,
            line["place_of_service_code"],
            payer=payer_code,
            charge=line["charge_amount"],
        )
    except CleanClaimError:
        return None, ""
    return found.allowed_amount, found.steps[-1] if found.steps else ""
