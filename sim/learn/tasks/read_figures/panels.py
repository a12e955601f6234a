"""What lies on the manager's table: money and claims of the period, the aging, denials by reason and by root cause, and
the months. Numbers only: no figure is counted out.
"""

from typing import Any

from sim.billing.denials.denial_mix import Denials
from sim.ground.dates import MONTHS, us_date
from sim.ground.money import dollars
from sim.learn.tasks.read_figures.clinic_books import Books
from sim.reference.plain_words import reason

Panel = dict[str, Any]  # JSON: a heading and the blocks below it


def panels(read: Books) -> list[Panel]:
    """The panels in the order in which one reads them."""
    found = [_money(read), _aging(read), _claims(read), *_denials(read)]
    return [*found, _months(read)]


def _money(read: Books) -> Panel:
    money = read.money
    denied, patient = (sum(row[name] for row in read.rows) for name in ("denied", "patient"))
    credit = sum(row["credit"] for row in read.rows)
    rows = [
        ["Gross charges, whole period", dollars(money.charges)],
        ["Gross charges of the last 90 days", dollars(money.recent)],
        ["Insurance payments", dollars(money.payer_payments)],
        ["Patient payments", dollars(money.patient_payments)],
        ["Refunds", dollars(money.refunds)],
        ["Contractual write-offs", dollars(money.contractual)],
        ["Other write-offs", dollars(money.other_write_offs)],
    ]
    steps = [
        ["contract", money.contractual],
        ["written-off", money.other_write_offs],
        ["payer", money.payer_payments - money.refunds],
        ["patient", money.patient_payments + patient - credit],
        ["denied", denied],
    ]
    picture = {
        "kind": "waterfall",
        "title": "Where the charges went",
        "start": money.charges,
        "steps": [step for step in steps if step[1]],
    }
    return {
        "heading": f"Money posted from {us_date(read.first)} to {us_date(read.day)}",
        "blocks": [{"table": _table("Money posted", ["", "Amount"], rows)}, {"picture": picture}],
    }


def _aging(read: Books) -> Panel:
    names = ("total", "payer", "denied", "patient", "credit")
    rows = [[ages(row), *(dollars(row[name]) for name in names)] for row in read.rows]
    rows.append(["Total", *(dollars(sum(row[name] for row in read.rows)) for name in names)])
    head = ["Days since the visit", "Total", "Payers", "Denied", "Patients", "Credits"]
    return {
        "heading": f"Aging on {us_date(read.day)}",
        "blocks": [
            {"picture": {"kind": "aging", "title": f"Open by age on {us_date(read.day)}", "rows": read.rows}},
            {"table": _table("Aging", head, rows)},
            {"p": "Credits: unapplied patient credits. They are not in the totals."},
        ],
    }


def ages(row: Any) -> str:
    """The ages of a row.

    >>> ages({"from_days": 121, "to_days": None})
    'over 120'
    """
    return f"over {row['from_days'] - 1}" if row["to_days"] is None else f"{row['from_days']} to {row['to_days']}"


def _claims(read: Books) -> Panel:
    counts = read.counts
    rows = [
        ["Entered the scrubber", counts.entered or 0],
        ["Passed every edit untouched", counts.clean or 0],
        ["Submitted", counts.submitted],
        ["Acknowledged by the front end (277CA)", counts.acknowledged],
        ["Accepted", counts.accepted],
        ["Rejected", counts.rejected],
        ["Adjudicated", counts.adjudicated],
        ["Adjudicated with at least one line denied", counts.denied],
        ["Adjudicated with no line denied", counts.passed],
        ["Not answered yet", counts.waiting],
        ["Lines adjudicated", counts.lines],
        ["Lines denied", counts.denied_lines],
    ]
    table = _table("Claims", ["", "Count"], [[name, f"{count:,}"] for name, count in rows])
    return {"heading": f"Claims by {us_date(read.day)}", "blocks": [{"table": table}, {"p": COUNTED}]}


COUNTED = (
    "First claims to the first payer; a duplicate is not counted. A claim is adjudicated once the payer's remittance is"
    " there."
)


def _denials(read: Books) -> list[Panel]:
    if not read.causes:
        return []
    head = ["Root cause", "Claims", "Charges denied", "Claims denied for this alone", "Lines"]
    causes = [
        [one.label, str(one.claims), dollars(one.charge_amount), str(one.claims_alone), str(one.lines)]
        for one in sorted(read.causes, key=lambda one: one.label)
    ]
    reasons = [[{"code": one.code}, _meaning(one), str(one.lines), dollars(one.charge_amount)] for one in read.reasons]
    return [
        {
            "heading": "Denials by root cause",
            "blocks": [{"table": _table("Denials by root cause", head, causes)}, {"p": WORKED_OUT}],
        },
        {
            "heading": "Denials by reason code",
            "folded": True,
            "blocks": [
                {"table": _table("Denials by reason code", ["Code", "It says", "Lines", "Charges denied"], reasons, 2)}
            ],
        },
    ]


WORKED_OUT = "Each denied claim was looked into. A root cause is what led to the denial, whatever the reason code says."


def _meaning(one: Denials) -> str:
    return str(reason(one.code.partition("-")[2]).get("label", ""))


def _months(read: Books) -> Panel:
    def months(place: int) -> list[list[Any]]:
        return [[MONTHS[int(month[0][5:]) - 1], month[place]] for month in read.months]

    pictures = [
        {"picture": {"kind": "strip", "title": title, "unit": "money", "months": months(place)}}
        for title, place in (("Gross charges posted by month", 1), ("Payments less refunds by month", 2))
    ]
    return {"heading": "Month by month", "folded": True, "blocks": pictures}


def _table(label: str, head: list[str], rows: list[list[Any]], first: int = 1) -> dict[str, Any]:
    return {"label": label, "head": head, "rows": rows, "right": list(range(first, len(head))), "wide": True}
