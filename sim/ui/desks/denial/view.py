"""The denial desk: worklist, the payer's answer, the record, and the decision. It asks before it tells: nothing here
knows the cause before the answer.
"""

from sim.ground.dates import to_date, us_date
from sim.reference.diagnosis_letters import LETTERS
from sim.ui.desks import common
from sim.ui.desks.denial import story
from sim.ui.desks.biller.view import eligibility
from sim.ui.desks.denial.correction_cells import (
    BLANK,
    SENDING,
    to_answer,
    to_draft,
)  # noqa: F401  (the session asks each desk's module for them)
from sim.ui.desks.marks import TONES, WORDS, reason
from sim.ui.desks.claim_path import frequency, meaning, path, said, table
from sim.ui.desks.record import Proofs, record
from sim.ui.desks.words import count, money

FIRST_CAUSES = (
    "missing_modifier",
    "coverage_not_active",
    "no_authorization",
    "bundled",
    "diagnosis_not_supporting",
    "payer_error",
)
FIRST_REMEDIES = ("R_CORR", "R_NEW", "R_APPEAL", "R_RECON", "R_WRITEOFF", "R_PATIENT")
HEAD = {
    "member_id": "Member id",
    "prior_authorization_number": "Authorization",
    "clia_number": "Laboratory certificate",
}
SOON = 14  # days left from which a deadline is marked


def view(store, learner: str, now) -> dict:
    """The denial desk as a JSON object."""
    from sim.learn.desk import desk_actions
    from sim.learn.exercises import shown_before_grading

    case = desk_actions.case_of(store, learner, now)
    open_ = shown_before_grading.public(case)
    claim, rows = open_["claim"], shown_before_grading.worklist(store, learner, now)
    proofs = Proofs(open_["documents"])
    marks = marked(now, proofs)
    rows = sorted(
        rows,
        key=lambda row: (
            row["is_done"],
            -row["open_amount"],
            row["days_left"] if row["days_left"] is not None else 10**6,
        ),
    )
    waiting = [row for row in rows if not row["is_done"]]
    return {
        "bar": {
            **common.bar(now, case, common.scores(now.result, "decided rightly")),
            "title": us_date(story.now_is(now, claim), weekday=True),
            "chips": [f"{len(waiting)} open, {money(sum(row['open_amount'] for row in waiting))}", case.exercise.mode],
        },
        "round": len(now.submitted),
        "items": [],
        "task": case.exercise.ask,
        "record": record(common.facts(case), open_["documents"], proofs),
        "path": path(now.journey, common.formula(now.result)),
        "worklist": {"rows": [listed(row, now) for row in rows]},
        "remittance": answer_of_payer(claim),
        "panels": panels(claim, open_),
        "decide": {
            **decide(claim),
            "needs": story.needs(now, claim, open_["service_date"], story.now_is(now, claim)),
            "letter": story.letter(claim["payer_code"], story.now_is(now, claim)),
        },
        "history": {"rows": story.history(now, claim, open_["service_date"]), "words": story.sums(now)},
        "draft": to_draft(now.draft, case),
        "marks": marks,
        "key": key(now),
        "answer": came(now, claim),
        "hints": common.hints(now, case),
        "actions": common.actions(
            now,
            case,
            [
                {
                    "kind": "submit",
                    "words": "Decide again and send" if now.submitted else "Send",
                    "weight": "go",
                    "sends": True,
                }
            ],
        ),
        "notice": common.problems(now),
        "announce": f"Answer {len(now.submitted)} marked." if now.submitted else "",
        "foot": common.FOOT,
    }


def listed(row: dict, now) -> dict:
    """One row of the worklist."""
    left = row["days_left"]
    return {
        "id": row["item"],
        "claim": row["account"],
        "payer": row["payer"],
        "why": row["why"],
        "said": row["reason"],
        "open": money(row["open_amount"]),
        "open_amount": row["open_amount"],
        "days_left": left,
        "to": f"to {row['deadline_for'].removeprefix('to ')}" if row["deadline_for"] else "",
        "soon": left is not None and left <= SOON,
        "state": "done" if row["is_done"] else "your own claim" if row["is_own"] else "",
        "here": row["item"] == (now.item or now.exercise),
    }


# -- what the payer said


def answer_of_payer(claim: dict) -> dict:
    """The remittance with its waterfall; for a claim that was refused, the refusal."""
    if not claim["remittance"]:
        front = claim["acknowledgement"] or {}
        status = ":".join(filter(None, (front.get("status_category_code"), front.get("status_code"))))
        return {
            "heading": f"Refused on {us_date(front.get('acknowledgement_date'))}" if front else "No answer yet",
            "water": None,
            "lines": None,
            "note": [
                "The front end refused the claim (",
                {"code": status},
                f"). Nothing was decided, and the filing limit runs on. Charged: {money(claim['charge_amount'])}.",
            ],
        }
    lines = claim["remittance"]
    rows = [
        [
            [f"{row['claim_line_number']} ", {"code": row["procedure_code"]}],
            money(row["charge_amount"], ""),
            money(row["allowed_amount"], ""),
            {"b": money(row["paid_amount"], ""), "tone": "bad"} if row["reason"] else money(row["paid_amount"], ""),
            said(row["adjustments"], amounts=False),
        ]
        for row in lines
    ]
    return {
        "heading": f"Remittance of {us_date(claim['remittance_date'])}",
        "water": waterfall(lines),
        "lines": {
            "label": "Lines of the remittance",
            "head": ["line", "charge", "allowed", "paid", "said"],
            "rows": rows,
            "right": [1, 2, 3],
        },
        "note": None,
    }


def waterfall(lines: list[dict]) -> list[dict]:
    """From the charge down to what was paid, by group and reason; the steps add up to the cent.

    >>> rows = waterfall([{"charge_amount": 300, "paid_amount": 100, "adjustments": [{"group": "CO", "carc": "45", "amount": 200, "is_denial": False}]}])
    >>> [(row["amount"], row.get("tone")) for row in rows]
    [(300, None), (200, 'less'), (100, 'good')]
    """
    steps: dict = {}
    for line in lines:
        for one in line["adjustments"]:
            name = (not one["is_denial"], one["group"], one["carc"])
            steps[name] = steps.get(name, 0) + one["amount"]
    charge, paid = (sum(line[name] for line in lines) for name in ("charge_amount", "paid_amount"))
    middle = [
        {
            "words": [KINDS.get(group, "other") if not denied else "denied", " ", {"code": f"{group}-{carc}"}],
            "amount": amount,
            "text": money(-amount),
            "tone": "bad" if denied else "less",
        }
        for (fine, group, carc), amount in sorted(steps.items())
        for denied in [not fine]
        if amount
    ]
    return [
        {"words": "charged", "amount": charge, "text": money(charge), "total": True},
        *middle,
        {"words": {"b": "paid"}, "amount": paid, "text": money(paid), "total": True, "tone": "good"},
    ]


KINDS = {"CO": "contract", "PR": "patient", "OA": "other", "PI": "payer"}


def panels(claim: dict, open_: dict) -> list[dict]:
    """What can be opened beside the remittance."""
    codes = list(
        dict.fromkeys(
            code for row in claim["remittance"] for one in row["adjustments"] for code in (one["carc"], *one["rarcs"])
        )
    )
    found = [
        {"id": f"what-{code}", "words": f"what is {code}?", "title": code, "blocks": meaning(code)}
        for code in codes
        if meaning(code)
    ]
    return [
        {"id": "record", "words": "the record"},
        {"id": "claim", "words": "the claim", "title": "The claim as sent", "blocks": as_sent(claim)},
        {
            "id": "eligibility",
            "words": "eligibility",
            "title": eligibility(open_)["heading"],
            "blocks": eligibility(open_)["blocks"],
        },
        {"id": "clocks", "words": "deadlines", "title": "What runs, and until when", "blocks": clocks(claim)},
        {
            "id": "money",
            "words": "payment and status",
            "title": "The payment, and what the payer says when it is asked",
            "blocks": paid_and_asked(claim),
        },
        *(
            [
                {
                    "id": "contract",
                    "words": "the contract",
                    "title": "What the contract says",
                    "blocks": story.contract(claim, open_["service_date"]),
                }
            ]
            if claim["remittance"]
            else []
        ),
        *found,
    ]


PLB = {"WO": "taken back", "FB": "balance forward", "L6": "interest", "72": "refund acknowledged"}


def paid_and_asked(claim: dict) -> list[dict]:
    """The payment with its provider adjustments, and the answer to a status question (277)."""
    found = []
    for row in claim["payments"]:
        adjusted = [
            [f"PLB {one['code']}, {PLB.get(one['code'], 'adjustment')}", money(-one["amount"])]
            for one in row["provider_adjustments"]
        ]
        found.append(
            {
                "pairs": [
                    ["Payer", row["payer"]],
                    ["Day", us_date(row["date"])],
                    ["Check or transfer", {"code": row["trace_number"]}],
                    ["Paid", money(row["paid_amount"]) if row["method"] != "NON" else "nothing: a notice only"],
                    *adjusted,
                ]
            }
        )
    rows = [
        ["claim" if not row["line"] else f"line {row['line']}", {"code": row["status"]}, row["message"], row["fix"]]
        for row in claim["claim_status"]
    ]
    return (found or [{"p": "No payment came for this claim."}]) + (
        [table("Claim status", ["", "status", "says", "do"], rows)] if rows else []
    )


def as_sent(claim: dict) -> list[dict]:
    """The claim that came back, in words."""
    facts = [
        ["Account", claim["account_number"]],
        ["Payer", claim["payer"]],
        ["Payer's claim number", claim["payer_claim_number"]],
        ["Sent", us_date(claim["submitted_date"])],
        ["Charged", money(claim["total_charge_amount"])],
        *[[words, claim.get(name) or "none"] for name, words in HEAD.items()],
        ["Diagnoses", ", ".join(f"{LETTERS[n]} {code}" for n, code in enumerate(claim["diagnoses"]))],
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
    history = (
        [[row["account_number"], us_date(row["submitted_date"]), row["claim_state"]] for row in claim["history"]]
        if len(claim["history"]) > 1
        else []
    )
    return [
        {"pairs": facts},
        table("Lines", ["line", "code", "modifiers", "for", "units", "charge"], rows, right=[4, 5]),
        *(
            [{"heading": "Claims of this visit"}, table("Claims of this visit", ["account", "sent", "state"], history)]
            if history
            else []
        ),
    ]


def clocks(claim: dict) -> list[dict]:
    """Every deadline that runs, and to what."""
    rows = [[one["for"], us_date(one["date"]), str(one["days_left"])] for one in claim["deadlines"]]
    return (
        [table("Deadlines", ["for", "last day", "days left"], rows, right=[2])]
        if rows
        else [{"p": "No deadline runs."}]
    )


# -- the decision


def decide(claim: dict) -> dict:
    """The three questions as fixed lists, and what a correction may change."""
    from sim.learn.tasks.work_denial.task import OWNERS, causes, remedies

    cause = [{"id": name, "words": row["label"]} for name, row in causes().items()]
    remedy = [{"id": code, "words": row["label"]} for code, row in remedies().items()]
    questions = [
        {
            "name": "cause",
            "words": "What caused it?",
            "more": f"another of the {len(cause)} causes …",
            "choices": _first(cause, FIRST_CAUSES),
        },
        {"name": "owner", "words": "Whose job is it?", "choices": [{"id": name, "words": name} for name in OWNERS]},
        {
            "name": "remedy",
            "words": "What now?",
            "more": f"another of the {len(remedy)} …",
            "choices": _first(remedy, FIRST_REMEDIES),
        },
    ]
    fields = [
        {"name": f"claim.{name}", "words": words, "value": claim.get(name) or "", "size": 16}
        for name, words in HEAD.items()
    ]
    diagnoses = [
        {"name": f"claim.diagnosis_code_{n}", "words": f"Diagnosis {LETTERS[n - 1]}", "value": code, "size": 9}
        for n, code in enumerate([*claim["diagnoses"], ""][:12], 1)
    ]
    more = {**BLANK, "claim_line_number": len(claim["lines"]) + 1}
    providers = [
        {
            "name": f"line.{row['claim_line_number']}.npi",
            "words": f"Line {row['claim_line_number']}, rendering provider",
            "value": row["rendering_npi"],
            "size": 12,
        }
        for row in claim["lines"]
    ]
    return {
        "questions": questions,
        "sending": SENDING,
        "lines": [line_cells(row) for row in [*claim["lines"], more]],
        "fields": [*diagnoses, *fields, *providers],
    }


def _first(choices: list[dict], first: tuple) -> list[dict]:
    """The usual ones in front; the others are there for the asking."""
    known = {choice["id"]: choice for choice in choices}
    return [known[name] for name in first if name in known] + [
        {**choice, "more": True} for choice in choices if choice["id"] not in first
    ]


def line_cells(row: dict) -> dict:
    """A line of the claim as cells that a correction may change."""
    number = row["claim_line_number"]
    cells = {
        "code": row["procedure_code"],
        "modifiers": " ".join(row["modifiers"]),
        "pointers": "".join(row["pointers"]),
        "units": str(row["service_unit_quantity"]),
    }
    return {
        "line": number,
        "cells": [
            {"name": f"line.{number}.{name}", "label": f"Line {number} {name}", "value": value}
            for name, value in cells.items()
        ],
    }


# -- after the decision


def marked(now, proofs: Proofs) -> dict:
    """The marks of each question, and of the correction."""
    answer = now.submitted[-1]["answer"] if now.submitted else {}
    found = {}
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


def came(now, claim: dict) -> dict | None:
    """The payer's answer to what was decided."""
    journey = now.journey
    if not now.submitted or not journey:
        return {"tone": "", "title": "Sent and saved.", "words": "", "blocks": []} if now.submitted else None
    last, first = journey["history"][-1] if journey["history"] else None, len(claim["history"])
    told = story.replies(now)[-1] if story.replies(now) else None
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
    refused = journey["acknowledgement"] and not journey["acknowledgement"]["is_accepted"]
    denied = [row for row in lines if row["denial_policy"]]
    when = us_date(journey["remittance"].get("remittance_date") or (journey["acknowledgement"] or {}).get("date"))
    how = "reopened claim" if last.get("is_reopening") else frequency(last["claim_frequency_code"])
    words = [
        (
            "refused again: " + journey["acknowledgement"]["words"]
            if refused
            else f"{count(len(lines), 'line')} decided, paid {money(journey['money']['paid'])}"
        ),
        f", {count(len(denied), 'line')} still not paid" if denied else "",
        f" ({how}). ",
        closing(journey),
        later(claim, journey),
    ]
    return {
        "tone": "bad" if refused or journey["money"]["owed_not_paid"] else "good",
        "title": f"The payer's answer, {when}.",
        "words": "".join(words),
        "blocks": [short_table(lines)] if lines else [],
    }


def short_table(lines: list[dict]) -> dict:
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


def closing(journey: dict) -> str:
    """How the books stand after it, as two numbers."""
    sums = journey["money"]
    left = [
        f"{money(sums['owed_not_paid'])} is owed and not paid." if sums["owed_not_paid"] else "",
        f"{money(sums['paid_not_supported'])} is paid and not supported." if sums["paid_not_supported"] else "",
    ]
    share = sum(
        cause["patient_amount"] for cause in journey.get("causes") or () if cause["kind"] in ("denial", "rejection")
    )
    left += [f"{money(share)} of the patient's share cannot be billed while it is refused."] if share else []
    return " ".join(text for text in left if text) or "Everything that the record supports is settled."


def later(claim: dict, journey: dict) -> str:
    """How much later the money came than the first answer.

    >>> later({"remittance_date": "2026-09-29"}, {"remittance": {"remittance_date": "2026-10-16"}})
    ' 17 days after the first answer.'
    """
    first, last = to_date(claim["remittance_date"]), to_date(journey["remittance"].get("remittance_date"))
    return f" {count((last - first).days, 'day')} after the first answer." if first and last and last > first else ""


def key(now) -> dict | None:
    """The right decision, once the learner has asked to be shown."""
    if not now.shown or not now.key:
        return None
    from sim.learn.tasks.work_denial.task import causes, remedies

    pairs = [
        ["Cause", causes().get(now.key["cause"], {}).get("label", now.key["cause"])],
        ["Whose job", now.key["owner"]],
        ["What now", remedies().get(now.key["remedy"], {}).get("label", now.key["remedy"])],
    ]
    changes = [
        [path_.replace(".", " ").replace("_", " "), value or "taken away"]
        for path_, value in (now.key.get("changes") or {}).items()
    ]
    return {
        "heading": "What was right",
        "blocks": [{"pairs": pairs + changes + story.right_letter(now.key.get("letter") or {})}],
    }
