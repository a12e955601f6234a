"""What lies on the desk for follow-up: the aging list, the acknowledgments of the clearinghouse, the payers' claim
statuses of the day in plain words and as received, and the payers' days.
"""

from typing import Any

import numpy as np

from sim.billing.answers.standing_claim import acknowledged
from sim.billing.claims.deadlines import deadline_of
from sim.billing.denials.follow_up import OpenClaim, status_words, there
from sim.billing.wire.inbound_claims import numbered
from sim.billing.wire.inquiries import Household, status_files
from sim.ground.dates import us_date
from sim.ground.money import dollars
from sim.learn.exercises.case import Case, payer_label
from sim.learn.tasks.follow_up.aging_list import AgingList, aging_list

NOTHING_BACK = "No acknowledgment: the clearinghouse has no acceptance of the claim on record either."
Panel = dict[str, Any]  # JSON: a heading and the blocks below it


def panels(case: Case) -> list[Panel]:
    """The panels in the order in which one reads them."""
    made = aging_list(case)
    return [_aging(made), _statuses(made), _acknowledgments(made), *_raw(made)]


def _account(made: AgingList, one: OpenClaim) -> str:
    return made.account_numbers[one.claim_key]


def _aging(made: AgingList) -> Panel:
    head = ["account", "payer", "service", "sent", "charge", "expected", "follow up after", "file by"]
    rows = [
        [
            {"code": _account(made, one)},
            payer_label(one.payer_code),
            us_date(one.service_date),
            us_date(one.submitted_date),
            dollars(one.charge),
            dollars(one.expected),
            us_date(one.due),
            file_by(one) or "no limit",
        ]
        for one in made.open
    ]
    table = {"label": "Claims without a posted answer", "head": head, "rows": rows, "right": [4, 5], "wide": True}
    return {
        "heading": f"Claims without a posted answer, {us_date(made.today)}",
        "blocks": [
            {"table": table},
            {
                "p": "Expected: what the payer's contract pays after the patient's share. Follow up after: the payer's"
                " normal days and our days of grace. File by: the last day on which the payer accepts an original"
                f" claim; what is sent today is there on {us_date(there(made.today))}."
            },
        ],
    }


def file_by(one: OpenClaim) -> str:
    """The last day for an original claim."""
    last = deadline_of("R_NEW", one.payer_code, np.datetime64(one.service_date), np.datetime64(one.today))[0]
    return "" if np.isnat(last) else us_date(last)


def _statuses(made: AgingList) -> Panel:
    head = ["account", "payer says", "since", "claim number", "payment number"]
    rows = [
        [
            {"code": _account(made, one)},
            status_words(one),
            us_date(one.since),
            {"code": one.payer_claim_number} if one.payer_claim_number else "none",
            {"code": one.trace_number} if one.trace_number else "none",
        ]
        for one in made.open
    ]
    table = {"label": "Claim status", "head": head, "rows": rows, "wide": True}
    return {"heading": f"Claim status (277), asked on {us_date(made.today)}", "blocks": [{"table": table}]}


def _acknowledgments(made: AgingList) -> Panel:
    rows = []
    for one in made.open:
        front = acknowledged(made.told, one.claim_key)
        day = us_date(front["acknowledgement_date"]) if front else ""
        word = "no acknowledgment" if front is None else "accepted" if front["is_accepted"] else "rejected"
        rows.append([{"code": _account(made, one)}, word, day, one.rejection])
    table = {"label": "Acknowledgments", "head": ["account", "claim", "on", "reason"], "rows": rows, "wide": True}
    return {
        "heading": "Acknowledgments (277CA) in our mailbox",
        "blocks": [{"table": table}, {"p": NOTHING_BACK, "tone": "soft"}],
    }


def _raw(made: AgingList) -> list[Panel]:
    """The statuses as X12, a file a payer."""
    return [
        {
            "heading": f"277 of {payer_label(payer)}, as received",
            "folded": True,
            "blocks": [{"raw": text, "label": f"277 of {payer_label(payer)}"}],
        }
        for payer, text in status_texts(made).items()
    ]


def status_texts(made: AgingList) -> dict[str, str]:
    """The claim statuses of the day as their payers send them. A claim that was lost never arrived."""
    heads = made.claims.claims
    shown = heads.take(np.isin(heads.claim_key, [one.claim_key for one in made.open]))
    gone = np.isin(shown.claim_key, list(made.lost))
    shown = shown.with_columns(
        received_date=np.where(gone, np.datetime64("NaT", "D"), shown.received_date).astype("datetime64[D]")
    )
    household = Household(made.people.patients, made.people.coverages)
    found = {}
    for payer in dict.fromkeys(shown.payer_code.texts().tolist()):
        mine = numbered(shown.take(shown.payer_code == payer))
        sent = status_files(mine, made.claims.lines, household, made.told, np.datetime64(made.today), made.paid)
        found[payer] = sent["277.x12"].replace("~", "~\n").replace("\n\n", "\n")
    return found
