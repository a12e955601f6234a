"""The path of the claim as a desk shows it: eight stops with their words (sim/billing/visit/claim_path.py), and behind
each button what passed there, in plain words first, then in tables. Everything comes from a journey's plain dictionary,
which is only there after an answer has been graded.
"""

from collections.abc import Callable, Iterable
from typing import Any

from sim.ground.dates import us_date
from sim.reference import tables
from sim.ui.desks.pictures.visit_pictures import money_pictures
from sim.ui.desks.words import money

View = dict[str, Any]  # JSON: what a page is sent
Journey = dict[str, Any]  # JSON: the way of a claim (sim/billing/visit/journey_view.py)
TONES = {"ok": "good", "broke": "bad", "later": "later"}


def path(journey: Journey | None, formula: str = "") -> View | None:
    """The path of a view; None where there is no journey to show."""
    if not journey:
        return None
    stops = [_stop(stop, journey) for stop in journey["path"]]
    return {"stops": stops, "story": story(journey), "formula": formula}


def _stop(stop: View, journey: View) -> View:
    tone = TONES.get(stop["state"], "later")
    behind = MORE.get(stop["key"])
    more = behind(journey) if behind else []
    told = [{"p": line} for line in stop["detail"]]
    return {
        "key": stop["key"],
        "label": stop["stop"],
        "state": tone,
        **role(stop),
        "says": stop["text"],
        "title": TITLES.get(stop["key"], stop["stop"]),
        "detail": told + more,
    }


def role(stop: View) -> View:
    """What a stop that is not in order was: where the claim broke (one at most), where the mistake was made, or what
    follows from them; with the sign that says so.

    >>> role({"state": "broke", "is_break": False, "is_origin": True})
    {'role': 'origin', 'sign': '!'}
    """
    if stop["state"] != "broke":
        return {"role": "", "sign": None}
    name = "break" if stop["is_break"] else "origin" if stop["is_origin"] else "after"
    return {"role": name, "sign": SIGNS[name]}


SIGNS = {"break": "✕", "origin": "!", "after": "↓"}
TITLES = {
    "record": "The record",
    "codes": "The codes as sent",
    "claim": "The claim as sent",
    "clearinghouse": "The front end's answer",
    "payer": "The payer's decision",
    "money": "Money: the remittance and the books",
    "patient": "What the patient sees",
    "audit": "What an auditor would say",
}


def story(journey: View) -> list[Any] | None:
    """What happened, and what it cost, as running text."""
    cause, cost = journey.get("cause"), journey.get("consequence")
    if not cause:
        return [{"b": "What happened."}, f" {_quiet_end(journey)}"]
    why = f" {cause['why']}" if cause.get("why") else ""
    return [{"b": "What happened."}, f" {cause['text']}{why} ", {"b": cost or ""}]


def _quiet_end(journey: View) -> str:
    if not journey["remittance"]["lines"]:
        return "Nothing was sent to a payer."
    denied = [row for row in journey["remittance"]["lines"] if row.get("denial_policy")]
    if denied:
        lines = " and ".join(f"line {row['claim_line_number']}" for row in denied)
        return (
            f"{journey['payer']} denied {lines}, and by its rules rightly: nothing on the claim would change that."
            f" It paid {money(journey['money']['paid'])}."
        )
    return (
        f"The claim was paid as the record supports, {money(journey['money']['paid'])} by {journey['payer']}, and an"
        " audit would find nothing."
    )


# -- behind the buttons


def _codes(journey: Journey) -> list[View]:
    services = [
        [{"code": row["procedure_code"]}, " ".join(row["modifiers"]), str(row["units"]), "".join(row["pointers"])]
        for row in journey["coded"]["services"]
    ]
    diagnoses = [[row["letter"], {"code": row["diagnosis_code"]}] for row in journey["coded"]["diagnoses"]]
    return [
        table("Diagnoses", ["", "code"], diagnoses),
        table("Services", ["code", "modifiers", "units", "for"], services, right=[2]),
    ]


def _claim(journey: Journey) -> list[View]:
    claim = journey["claim"]
    if not claim["lines"]:
        return []
    facts = [
        ["Account", claim["account_number"]],
        ["Charged", money(claim["total_charge_amount"])],
        ["Sent", us_date(claim.get("submitted_date"))],
        ["Claim frequency", frequency(claim.get("claim_frequency_code"))],
        ["Member ID", claim.get("member_id", "")],
        ["Now", claim["claim_state"]],
    ]
    rows = [
        [
            str(row["claim_line_number"]),
            {"code": row["procedure_code"]},
            " ".join(row["modifiers"]),
            "".join(row["pointers"]),
            str(row["service_unit_quantity"]),
            money(row["charge_amount"]),
        ]
        for row in claim["lines"]
    ]
    findings = [{"p": f"The scrubber said: {row['message']}"} for row in journey.get("findings", [])]
    return [
        {"pairs": facts},
        table("Lines", ["line", "code", "modifiers", "for", "units", "charge"], rows, right=[4, 5]),
        *findings,
    ]


def frequency(code: object) -> str:
    """A claim frequency code in words.

    >>> frequency("7")
    '7, replacement claim'
    """
    return {"7": "7, replacement claim", "8": "8, void of an earlier claim"}.get(str(code or "1"), "1, original claim")


def _clearinghouse(journey: Journey) -> list[View]:
    told = journey["acknowledgement"]
    if not told:
        return []
    status = ":".join(filter(None, (told.get("status_category_code"), told.get("status_code"))))
    return [
        {"pairs": [["Answered", us_date(told["date"])], ["Status", status or "–"], ["In words", told["words"]]]},
        *([{"p": told["fix"]}] if told.get("fix") else []),
    ]


def _payer(journey: Journey) -> list[View]:
    lines = journey["remittance"]["lines"]
    if not lines:
        return []
    next_ones = [
        {
            "p": (
                f"Line {row['claim_line_number']}: without this denial, the next one would have been:"
                f" {row['next_title']}"
            )
        }
        for row in lines
        if row.get("next_title")
    ]
    return [remittance_table(lines), *next_ones]


def remittance_table(lines: list[View]) -> View:
    """Lines of a remittance: what was charged, allowed, paid, and why not."""
    rows = [
        [
            [f"{row['claim_line_number']} ", {"code": row["procedure_code"]}],
            money(row["charge_amount"]),
            money(row["allowed_amount"]),
            money(row["paid_amount"]),
            money(row["supported_amount"]),
            said(row["adjustments"]),
        ]
        for row in lines
    ]
    return table("Remittance", ["line", "charge", "allowed", "paid", "supported", "adjusted"], rows, right=[1, 2, 3, 4])


def said(adjustments: list[View], amounts: bool = True) -> list[Any]:
    """Adjustments of a line as the remittance says them.

    >>> said([{"group": "CO", "carc": "97", "rarcs": ["M15"], "amount": 21000}])
    [{'code': 'CO-97'}, ' $210.00', ' ', {'code': 'M15'}]
    >>> said([{"group": "CO", "carc": "50", "rarcs": [], "amount": 1, "mark": "teaching estimate"}], amounts=False)
    [{'code': 'CO-50'}, ' (teaching estimate)']
    """
    parts: list[Any] = []
    for one in adjustments:
        parts += (
            ([", "] if parts else [])
            + [{"code": f"{one['group']}-{one['carc']}"}]
            + ([f" {money(one['amount'])}"] if amounts else [])
        )
        parts += [part for remark in one["rarcs"] for part in (" ", {"code": remark})]
        parts += [f" ({one['mark']})"] if one.get("mark") else []
    return parts


def _money(journey: Journey) -> list[View]:
    sums = journey["money"]
    too_much = sums["patient_too_much"]
    facts = [
        ["Charged", money(sums["charge"])],
        ["Paid", money(sums["paid"])],
        ["Supported by the record", money(sums["supported"])],
        ["Owed and not paid", money(sums["owed_not_paid"])],
        ["Paid and not supported", money(sums["paid_not_supported"])],
        *([["Billed to the patient too much", money(too_much)]] if too_much > 0 else []),
    ]
    return [{"pairs": facts}, *money_pictures(journey), {"heading": "The books of this visit"}, *_books(journey)]


def _books(journey: Journey) -> list[View]:
    small = ", a small balance that is written off" if journey["statement"]["state"] == "written off" else ""
    rows = [
        [row["label"] + (small if row["account"] == "patient" else ""), money(amount)]
        for row, amount in _accounts(journey)
    ]
    return [table("Accounts", ["account", "balance"], rows, right=[1])]


def _accounts(journey: Journey) -> list[tuple[View, int]]:
    labels = {row["account"]: row for row in journey["ledger"]}
    return [(labels[name], amount) for name, amount in journey["balances"].items() if name in labels]


def _patient(journey: Journey) -> list[View]:
    rows = journey["remittance"]["lines"]
    if not rows:
        return []
    asked = journey["statement"]
    credit = -journey["balances"].get("unapplied credit", 0)
    return [
        {
            "pairs": [
                ["Your share", money(asked["share_amount"])],
                ["Unapplied credit", money(credit)],
                ["You owe", money(asked["due_amount"])],
            ]
        }
    ]


def _audit(journey: Journey) -> list[View]:
    rows = [
        [
            [f"{row['claim_line_number']} ", {"code": row["procedure_code"]}],
            money(row["paid_amount"]),
            money(row["supported_amount"]),
            row["outcome"],
        ]
        for row in journey["remittance"]["lines"]
    ]
    missed = [
        {"p": f"In the record and never billed: {row['procedure_code']}, {money(row['supported_amount'])}."}
        for row in journey.get("unbilled", [])
    ]
    return ([table("Outcome", ["line", "paid", "supported", "outcome"], rows, right=[1, 2])] if rows else []) + missed


MORE: dict[str, Callable[[Journey], list[View]]] = {
    "codes": _codes,
    "claim": _claim,
    "clearinghouse": _clearinghouse,
    "payer": _payer,
    "money": _money,
    "patient": _patient,
    "audit": _audit,
}


def table(label: str, head: list[str], rows: list[list[Any]], right: Iterable[int] = ()) -> View:
    """A block with a table."""
    return {"table": {"label": label, "head": head, "rows": rows, "right": list(right)}}


def meaning(code: str) -> list[View]:
    """What a reason or remark code means, in our own words."""
    for name in ("carc", "rarc"):
        row = tables.by_code(f"data/codes/{name}.csv").get(code)
        if row:
            return [
                {"p": f"{row['label']}."},
                {"p": "The number belongs to a national list; the words are our own.", "tone": "soft"},
            ]
    return []
