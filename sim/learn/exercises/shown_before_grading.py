"""What a desk may show before it has been graded: the chart, what others sent, what the payer said. Built up from what
is open, never by taking secrets out of a whole: no truth, no seed, no drawn choices, no supported amount, no cause.

    public(case)            everything below as one plain dictionary, by task
    chart(case)             documents, as they stand in the record
    coder_sent(case)        diagnoses and services as they came from the coder (biller's and denial desk)
    eligibility(case)       what the payers say of the patient for the day of the visit
    claim(case)             the claim that lies on the denial desk, with the payer's answer
    worklist(...)           the denial desk's list: its exercises and the learner's own claims that came back
    own_visits(...)         what the learner coded, waiting at the biller's desk
"""

from functools import lru_cache

from sim.learn.exercises.case import Case, draw, payer_label
from sim.learn.exercises.coverage_answers import eligibility
from sim.learn.exercises.exercise import exercises
from sim.reference.diagnosis_letters import LETTERS

OWN = "own:"


def public(case: Case, asked: bool = False) -> dict:
    """All that may be shown, JSON-able."""
    one = case.exercise
    found = {
        "exercise": one.name,
        "title": one.title,
        "task": one.task,
        "ask": one.ask,
        "mode": one.mode,
        "search": one.search,
        "points": one.points,
        "hint_count": len(one.hints),
        "label": case.scenario.label,
        "variant": case.variant,
        "payer": case.payer_label,
        "service_date": str(case.row["service_date"]),
        "patient": patient(case),
        "documents": chart(case, asked),
    }
    if one.task == "code_visit":
        return found
    found |= {"coder_sent": coder_sent(case), "eligibility": eligibility(case)}
    if one.task == "build_claim":
        from sim.learn.tasks.build_claim.task import start_boxes

        return {**found, "boxes": start_boxes(case), "filing": filing(case)}
    return {**found, "claim": claim(case)}


def patient(case: Case) -> dict:
    """The patient as the card sheet has it."""
    one = case.patient
    return {
        "name": f"{one['first_name']} {one['family_name']}",
        "birth_date": str(one["birth_date"]),
        "sex": one["sex_code"],
        "age": case.row["patient_age"],
        "address": f"{one['street_address']}, {one['city_name']} {one['state_code']} {one['postal_code']}",
        "telephone": one["telephone_number"],
    }


def chart(case: Case, asked: bool = False) -> list[dict]:
    """The documents; with `asked` the answer to the coder's question has arrived."""
    return [
        {
            "kind": one.kind,
            "title": one.title,
            "author": one.author_name,
            "date": str(one.date),
            "signed": one.signed,
            "signature": one.signature,
            "sections": {name: list(lines) for name, lines in one.sections.items()},
        }
        for one in case.documents_when(asked)
    ]


def coder_sent(case: Case) -> dict:
    """What the coder sent, with the clinic's charges: diagnoses [{letter, code, label}], services [{code, label,
    modifiers, units, pointers, charge_amount}].
    """
    from sim.billing.claims.claim import charge
    from sim.ground.coded import Coded
    from sim.learn.grading import error_kinds
    import numpy as np

    visit = case.sent_visit
    letters = dict(zip(visit.diagnoses, LETTERS))
    charges = (
        charge(
            Coded.of([one.code for one in visit.services]), np.array([one.units for one in visit.services], np.int64)
        ).tolist()
        if visit.services
        else []
    )
    return {
        "diagnoses": [
            {"letter": letters[code], "code": code, "label": error_kinds.title(code)} for code in visit.diagnoses
        ],
        "services": [
            {
                "code": one.code,
                "label": error_kinds.facts(one.code).label,
                "modifiers": list(one.modifiers),
                "units": one.units,
                "pointers": [letters[code] for code in one.pointers if code in letters],
                "charge_amount": amount,
            }
            for one, amount in zip(visit.services, charges)
        ],
    }


def filing(case: Case) -> dict:
    """Until when the payer of the claim as registered has to have it."""
    from sim.learn.tasks.build_claim.marks import start_claims

    return _filing(start_claims(case))


def _filing(claims) -> dict:
    from sim.billing.claims.deadlines import deadline_of
    import numpy as np

    served = claims.lines.service_date[0]
    last, words = deadline_of("R_NEW", claims.claims.payer_code[0], served, served)
    return {"last_date": "" if np.isnat(last) else str(last), "for": words}


# -- the denial desk


@lru_cache(maxsize=256)
def claim(case: Case) -> dict:
    """The claim that came back: its head, its lines as sent, what the front end and the payer said of it, the clocks
    that run. Amounts in cents.

    Where a visit has several claims it is the last one that was refused or denied; `history` names them all.
    """
    from sim.learn.tasks.work_denial.steps import standing

    made = standing(case)
    answers = {int(key): _answer(made, int(key)) for key in made.claims.claims.claim_key.tolist()}
    back = [key for key, found in answers.items() if found["reason"]]
    key = back[-1] if back else made.shown
    refused = answers[key]["claim_state"] == "rejected"
    return {
        **_head(made, key),
        **answers[key],
        **_money_and_status(made, key),
        "deadlines": _deadlines(made, key, answers[key]["remittance_date"], refused),
        "history": [
            {
                "account_number": found["account_number"],
                "claim_state": found["claim_state"],
                "submitted_date": found["submitted_date"],
            }
            for found in answers.values()
        ],
    }


def _money_and_status(made, key: int) -> dict:
    """The payment in which the answer stands, and what the payer says when it is asked for the claim's status on the
    day after its answer.
    """
    from sim.billing.visit.after_payment import payment_rows, status_rows
    from sim.payer.money.payments import payments

    paid = payments(made.claims.claims, made.decided)
    mine = [
        {**row, "claims": len(row["claims"])}
        for row in payment_rows(paid)
        if any(one["claim_key"] == key for one in row["claims"])
    ]
    return {"payments": mine, "claim_status": status_rows(made, paid, key)}


def _head(made, key: int) -> dict:
    """The claim as it was sent, and the same as a numbered form."""
    from sim.billing.claims.corrections import one
    from sim.billing.claims.form import form
    from sim.billing.visit.journey_rows import claim_rows

    sent = claim_rows(made.claims, key, "")
    lines = [{name: line[name] for name in SENT} for line in sent["lines"]]
    return {
        **{name: sent.get(name) for name in HEAD},
        "payer": payer_label(sent["payer_code"]),
        "lines": lines,
        "form": form(*one(made.claims, key)[:2], made.people),
    }


def _answer(made, key: int) -> dict:
    """What came back for one claim: acknowledgement, remittance lines, the state in the clinic's words, the first
    reason.
    """
    from sim.billing.answers.standing_claim import acknowledged
    from sim.billing.visit.journey_rows import claim_rows, plain, remittance

    sent = claim_rows(made.claims, key, "")
    rows = made.decided.remittance_lines.take(
        (made.decided.remittance_lines.claim_key == key) & ~made.decided.remittance_lines.is_reversal
    )
    told = remittance(made.claims, rows, made.decided.adjustments, lambda _: sent["payer_code"])
    front = acknowledged(made.decided, key)
    refused = front is not None and not front["is_accepted"]
    denied = [line for line in told["lines"] if line["reason"]]
    status = f"{front['status_category_code']}:{front['status_code']}" if refused else ""
    lines = [
        {
            **{name: line[name] for name in PAID},
            "adjustments": [{name: one[name] for name in SAID} for one in line["adjustments"]],
        }
        for line in told["lines"]
    ]
    return {
        "account_number": sent["account_number"],
        "submitted_date": sent["submitted_date"],
        "remittance_date": told["remittance_date"],
        "remittance": lines,
        "acknowledgement": {name: plain(front[name]) for name in FRONT} if front else None,
        "charge_amount": told["charge_amount"],
        "paid_amount": told["paid_amount"],
        "reason": status or (denied[0]["reason"] if denied else ""),
        "claim_state": "rejected" if refused else _state(len(denied), len(lines)),
        "open_amount": sent["total_charge_amount"] if refused else sum(line["charge_amount"] for line in denied),
    }


def _state(denied: int, lines: int) -> str:
    """The state as the remittance alone shows it: what the record supports is not known yet."""
    if not lines:
        return "no answer"
    return "denied" if denied == lines else "paid in part" if denied else "paid"


def _deadlines(made, key: int, answered, refused: bool) -> list[dict]:
    """Every clock that this payer's rules let run after its answer, whatever the right remedy is: {for, date,
    days_left}. A claim that was refused at the door was never decided: only the filing limit runs on."""
    from datetime import date

    from sim.billing.claims.deadlines import deadline_of
    from sim.billing.claims.corrections import takes_replacement
    import numpy as np

    row = made.claims.claims.take(made.claims.claims.claim_key == key)
    day = np.datetime64(answered or str(row.received_date[0]), "D")
    served = made.claims.lines.service_date[made.claims.lines.claim_key == key][0]
    ways = (
        ("R_NEW",)
        if refused
        else ("R_CORR" if takes_replacement(row.payer_code[0], day) else "R_REOPEN", "R_APPEAL", "R_RECON")
    )
    found = [
        (words, last)
        for last, words in (deadline_of(way, row.payer_code[0], served, day) for way in ways)
        if not np.isnat(last)
    ]
    return [
        {"for": words, "date": str(last), "days_left": (date.fromisoformat(str(last)) - day.item()).days}
        for words, last in found
    ]


HEAD = (
    "account_number",
    "payer_claim_number",
    "payer_code",
    "member_id",
    "submitted_date",
    "received_date",
    "prior_authorization_number",
    "clia_number",
    "diagnoses",
    "total_charge_amount",
    "patient_paid_amount",
)
SENT = (
    "claim_line_number",
    "procedure_code",
    "modifiers",
    "pointers",
    "diagnoses",
    "service_unit_quantity",
    "charge_amount",
    "place_of_service_code",
    "rendering_npi",
)
PAID = (
    "claim_line_number",
    "procedure_code",
    "charge_amount",
    "allowed_amount",
    "deductible_amount",
    "coinsurance_amount",
    "copayment_amount",
    "patient_responsibility_amount",
    "paid_amount",
    "reason",
)
SAID = ("group", "carc", "rarcs", "amount", "is_denial")
FRONT = ("acknowledgement_date", "is_accepted", "status_category_code", "status_code")


def worklist(store, learner: str, now=None) -> list[dict]:
    """The denial desk's list, the learner's own claims first: {item, title, account, payer, service_date, reason, why,
    open_amount, days_left, deadline_for, is_own, is_done}. `item` goes back with open_item."""
    from sim.learn.desk.desk_state import last_variant

    done = set(now.done) if now is not None else set()
    own = [_listed(f"{OWN}{attempt['id']}", case, True, done) for attempt, case in own_claims(store, learner)]
    listed = [
        _listed(one.name, draw(one.name, (last_variant(now, one.name) if now is not None else 0) or 1), False, done)
        for one in exercises().values()
        if one.desk == "denial"
    ]
    return [*own, *listed]


def _listed(item: str, case: Case, is_own: bool, done) -> dict:
    found = claim(case)
    first = min(found["deadlines"], key=lambda one: one["days_left"], default={"days_left": None, "for": ""})
    return {
        "item": item,
        "title": case.exercise.title,
        "account": found["account_number"],
        "payer": found["payer"],
        "service_date": str(case.row["service_date"]),
        "reason": found["reason"],
        "why": reason_words(found["reason"]),
        "open_amount": found["open_amount"],
        "claim_state": found["claim_state"],
        "days_left": first["days_left"],
        "deadline_for": first["for"],
        "is_own": is_own,
        "is_done": item in done,
    }


def reason_words(reason: str) -> str:
    """The payer's reason in our own words, from its code alone; for a paid claim that it was paid."""
    if not reason:
        return "paid"
    from sim.ground.files import find, read_csv

    group, _, code = reason.partition("-")
    if not code:
        return "refused before anybody decided it"
    return next(
        (
            row.get("label") or row.get("meaning") or ""
            for row in read_csv(find("data/codes/carc.csv"))
            if code in (row.get("code"), row.get("carc"))
        ),
        "not paid",
    )


def own_claims(store, learner: str) -> list[tuple]:
    """(attempt, case) of every visit of this learner's whose last claim came back refused or with a line not paid."""
    last = _latest(store, learner, ("code_visit", "build_claim"))
    return [
        (attempt, case)
        for attempt in last
        if not attempt["answer"].get("send_back") and (case := _own(attempt)) is not None and came_back(case)
    ]


def own_visits(store, learner: str, now=None) -> list[dict]:
    """The visits that this learner coded, as claims to be built at the biller's desk: {item, title, is_done, is_here};
    the latest coding of each.
    """
    found = [
        (f"{OWN}{attempt['id']}", attempt)
        for attempt in _latest(store, learner, ("code_visit",))
        if attempt["answer"].get("services")
    ]
    titles = {name: one.title for name, one in exercises().items()}
    return [
        {
            "item": item,
            "title": f"Your visit: {titles[attempt['exercise']]}",
            "is_done": now is not None and item in now.done,
            "is_here": now is not None and item == now.item,
        }
        for item, attempt in found
        if attempt["exercise"] in titles
    ]


def _latest(store, learner: str, tasks) -> list[dict]:
    """The last attempt of each case, in practice, at one of these tasks."""
    if store is None:
        return []
    last = {}
    for attempt in store.rows("attempts", learner=learner):
        if attempt["task"] in tasks and attempt["mode"] == "practice":
            last[attempt["exercise"], attempt["variant"]] = attempt
    return list(last.values())


def _own(attempt: dict) -> Case | None:
    """The case of an own claim; None where its exercise or scenario is another one now."""
    from sim.ground.errors import CleanClaimError
    from sim.learn.desk.desk_actions import own_case

    try:
        return own_case(attempt)
    except CleanClaimError:
        return None


def came_back(case: Case) -> bool:
    """Was the claim refused, or a line of it denied by the learner's own doing?"""
    from sim.learn.tasks.work_denial.steps import standing

    if case.own is None and case.boxes is None or case.own is not None and not case.own.services:
        return False
    return any(cause.problem.kind in ("rejection", "denial", "short payment") for cause in standing(case).causes)
