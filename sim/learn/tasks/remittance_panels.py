"""A remittance in plain words: the deposit, its claims with their lines and adjustments, and the file as received."""

from typing import Any

from sim.billing.claims.submission import account_number
from sim.ground.dates import us_date
from sim.ground.keys import payer_claim_number
from sim.ground.money import dollars
from sim.learn.exercises.case import payer_label
from sim.learn.exercises.remittance import Remittance, Reported, Row
from sim.reference.plain_words import reason, remark

Panel = dict[str, Any]  # JSON: a heading and the blocks below it
STATUS = {
    "1": "processed as primary",
    "2": "processed as secondary",
    "3": "processed as tertiary",
    "4": "denied: the patient is not known to the payer",
    "19": "processed as primary, forwarded to the next payer",
    "20": "processed as secondary, forwarded to the next payer",
    "21": "processed as tertiary, forwarded to the next payer",
    "22": "reversal of an earlier remittance",
}


def deposit_panel(made: Remittance) -> Panel:
    """Who paid how much, when, under which number."""
    paid = made.payment
    is_sent = paid["payment_method_code"] != "NON"
    pairs = [
        ["Payer", payer_label(paid["payer_code"])],
        ["Payment date", us_date(paid["payment_date"])],
        ["EFT trace number" if is_sent else "Remittance number", {"code": paid["trace_number"]}],
        ["Amount", dollars(paid["paid_amount"])],
    ]
    return {"heading": "Deposit", "blocks": [{"pairs": pairs}]}


def claim_words(made: Remittance, number: int, one: Reported) -> str:
    """What a claim is called on the page."""
    return f"Claim {number}: {made.patient(one.claim_key)}{', reversal' if one.is_reversal else ''}"


def claim_panel(made: Remittance, number: int, one: Reported) -> Panel:
    """One claim: its head, its lines, their adjustments with what they mean."""
    return {
        "heading": claim_words(made, number, one),
        "blocks": [{"pairs": _head(made, one)}, {"table": _lines(made, one)}, {"table": _adjustments(made, one)}],
    }


def _head(made: Remittance, one: Reported) -> list[Any]:
    head, lines, sent = made.claim(one.claim_key), made.lines(one), made.sent(one)
    charged, paid = (sum(row[name] for row in lines) for name in ("charge_amount", "paid_amount"))
    status = lines[0]["claim_status_code"]
    pairs: list[Any] = [
        ["Account", {"code": account_number(one.claim_key)}],
        ["Payer claim number", {"code": payer_claim_number(one.claim_key)}],
        ["Status", f"{status}, {STATUS.get(status, 'processed')}"],
        ["Date of service", us_date(sent[lines[0]["claim_line_number"]]["service_date"])],
        ["Rendering provider", made.provider(one.claim_key) or "not named"],
        ["Charged", dollars(charged)],
        ["Paid", dollars(paid)],
    ]
    if not one.is_reversal:
        pairs.append(["Copay collected at the visit", dollars(made.copay(one.claim_key))])
    if one.is_reversal:
        pairs.append(["First processed", _first(made, one.claim_key)])
    if head["replaces_claim_key"] >= 0:
        pairs.append(["Corrected claim for", {"code": payer_claim_number(head["replaces_claim_key"])}])
    return pairs


def _lines(made: Remittance, one: Reported) -> dict[str, Any]:
    sent = made.sent(one)
    rows = [
        [
            str(row["claim_line_number"]),
            {"code": service(sent[row["claim_line_number"]])},
            str(sent[row["claim_line_number"]]["service_unit_quantity"]),
            dollars(row["charge_amount"]),
            dollars(row["allowed_amount"]),
            dollars(row["paid_amount"]),
        ]
        for row in made.lines(one)
    ]
    head = ["line", "service", "units", "charge", "allowed", "paid"]
    return {"label": "Lines", "head": head, "rows": rows, "right": [2, 3, 4, 5], "wide": True}


def _first(made: Remittance, key: int) -> str:
    """When the claim was processed before it was reversed, and what was paid."""
    lines = made.lines(Reported(key))
    paid = sum(row["paid_amount"] for row in lines)
    return f"{us_date(lines[0]['remittance_date'])}, {dollars(paid)} paid"


def service(row: Row) -> str:
    """A service with its modifiers, such as 99214 25."""
    return " ".join([row["procedure_code"], *modifiers(row)])


def modifiers(row: Row) -> list[str]:
    """The modifiers of a line."""
    return [row[f"hcpcs_modifier_{n}"] for n in range(1, 5) if row[f"hcpcs_modifier_{n}"]]


def _adjustments(made: Remittance, one: Reported) -> dict[str, Any]:
    rows = [
        [
            str(line["claim_line_number"]),
            {"code": " ".join([f"{each['group']}-{each['carc']}", *remarks(each)])},
            dollars(each["amount"]),
            words_of(each),
        ]
        for line in made.lines(one)
        for each in made.adjustments(one, line["claim_line_number"])
    ]
    return {"label": "Adjustments", "head": ["line", "adjustment", "amount", "meaning"], "rows": rows, "right": [2]}


def remarks(row: Row) -> list[str]:
    """The remark codes of an adjustment."""
    return [row[name] for name in ("rarc_1", "rarc_2") if row[name]]


def words_of(row: Row) -> str:
    """What an adjustment says, with its remarks."""
    said = [reason(row["carc"]).get("label", "not on our list")]
    said += [label for code in remarks(row) if (label := remark(code).get("label"))]
    return ". ".join(said)


def file_panel(made: Remittance) -> Panel:
    """The remittance as X12, folded."""
    return {
        "heading": "835 as received",
        "folded": True,
        "blocks": [{"raw": made.as_x12(), "label": "835 of the payer"}],
    }
