"""What came back to a decision at the denial desk: its marks, the payer's answer, how the books stand after it."""

from sim.ground.dates import to_date, us_date
from sim.learn.desk.desk_state import DeskState
from sim.ui.desks.claim_path import frequency, said, table
from sim.ui.desks.common import View
from sim.ui.desks.denial.correction_cells import SENDING
from sim.ui.desks.denial.remittance import Opened
from sim.ui.desks.denial.story import replies
from sim.ui.desks.marks import TONES, WORDS, reason
from sim.ui.desks.record import Proofs
from sim.ui.desks.words import count, money


def marked(now: DeskState, proofs: Proofs) -> View:
    """The marks of each question, and of the correction."""
    answer = now.submitted[-1]["answer"] if now.submitted else {}
    found: View = {}
    for mark in (now.result or {}).get("marks") or []:
        name = mark["where"].partition(".")[0]
        made = found.setdefault(
            name,
            {
                "row": answer.get(name) if isinstance(answer.get(name), str) else "",
                "tone": TONES.get(mark["verdict"], "later"),
                "says": WORDS.get(mark["verdict"], ""),
                "reasons": [],
            },
        )
        made["reasons"].append(reason(mark, proofs))
    return found


def came(now: DeskState, claim: Opened) -> View | None:
    """The payer's answer to what was decided."""
    journey = now.journey
    if not now.submitted or not journey:
        return {"tone": "", "title": "Sent and saved.", "words": "", "blocks": []} if now.submitted else None
    last, first = journey["history"][-1] if journey["history"] else None, len(claim["history"])
    told = replies(now)[-1] if replies(now) else None
    if told and (
        last is None or len(journey["history"]) <= first or told["remedy"] not in SENDING or told["tone"] == "bad"
    ):
        lines = journey["remittance"]["lines"] if len(journey["history"]) > first and told["brings"] else []
        return {
            "tone": told["tone"],
            "title": f"{told['title']} {us_date(told['answered'])}.",
            "words": f"{told['words']} {closing(journey)}",
            "blocks": [short_table(lines)] if lines else [],
        }
    if last is None or len(journey["history"]) <= first:
        return {"tone": "", "title": "Nothing was sent to the payer.", "words": closing(journey), "blocks": []}
    lines = journey["remittance"]["lines"]
    rejected = journey["acknowledgement"] and not journey["acknowledgement"]["is_accepted"]
    denied = [row for row in lines if row["denial_policy"]]
    when = us_date(journey["remittance"].get("remittance_date") or (journey["acknowledgement"] or {}).get("date"))
    how = "reopened claim" if last.get("is_reopening") else frequency(last["claim_frequency_code"])
    words = [
        (
            "rejected again: " + journey["acknowledgement"]["words"]
            if rejected
            else f"{count(len(lines), 'line')} processed, paid {money(journey['money']['paid'])}"
        ),
        f", {count(len(denied), 'line')} still denied" if denied else "",
        f" ({how}). ",
        closing(journey),
        later(claim, journey),
    ]
    return {
        "tone": "bad" if rejected or journey["money"]["owed_not_paid"] else "good",
        "title": f"The payer's answer, {when}.",
        "words": "".join(words),
        "blocks": [short_table(lines)] if lines else [],
    }


def short_table(lines: list[Opened]) -> View:
    """The new remittance in few columns."""
    rows = [
        [
            [f"{row['claim_line_number']} ", {"code": row["procedure_code"]}],
            money(row["paid_amount"]),
            money(row["supported_amount"]),
            said(row["adjustments"], amounts=False),
        ]
        for row in lines
    ]
    return table("The new remittance", ["line", "paid", "supported", "said"], rows, right=[1, 2])


def closing(journey: Opened) -> str:
    """How the books stand after it: two numbers, and what the patient is billed beyond the record."""
    sums = journey["money"]
    left = [
        f"{money(sums['owed_not_paid'])} is owed and not paid." if sums["owed_not_paid"] else "",
        f"{money(sums['paid_not_supported'])} is paid and not supported." if sums["paid_not_supported"] else "",
        f"The patient is billed {money(sums['patient_too_much'])} too much." if sums["patient_too_much"] > 0 else "",
    ]
    share = sum(
        cause["patient_amount"] for cause in journey.get("causes") or () if cause["kind"] in ("denial", "rejection")
    )
    left += (
        [f"{money(share)} of the patient's share cannot be billed while the claim is rejected or denied."]
        if share
        else []
    )
    return " ".join(text for text in left if text) or "Everything that the record supports is settled."


def later(claim: Opened, journey: Opened) -> str:
    """How much later the money came than the first answer.

    >>> later({"remittance_date": "2026-09-29"}, {"remittance": {"remittance_date": "2026-10-16"}})
    ' 17 days after the first answer.'
    """
    first, last = to_date(claim["remittance_date"]), to_date(journey["remittance"].get("remittance_date"))
    return f" {count((last - first).days, 'day')} after the first answer." if first and last and last > first else ""
