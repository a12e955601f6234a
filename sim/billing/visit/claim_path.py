"""The path of the claim: eight stops from the record to the audit, each with what passed there, and where it broke.

state: ok, broke, later (not reached, or not known yet). `is_origin` marks the stop where the decision was made that
broke another; `is_break` the one stop at which the claim itself broke: the first answer that went wrong. What is broke
beside them follows from it.
"""

from typing import Any

from sim.billing.denials.claim_vs_record import CODING, Difference
from sim.billing.visit.journey import Journey
from sim.ground.dates import us_date
from sim.ground.money import dollars

Stop = tuple[str, str, list[Any]]  # state, short text, sentences (empty ones are left out)
STOPS = ("record", "codes", "claim", "clearinghouse", "payer", "money", "patient", "audit")
ANSWERS = STOPS[STOPS.index("clearinghouse") :]  # what others did with the claim
DESK_STOP = {
    "front desk": "record",
    "coder": "codes",
    "biller": "claim",
    "poster": "money",
    "provider": "record",
    "credentialing": "claim",
}


def path(journey: Journey, shown: dict[str, Any]) -> list[dict[str, Any]]:
    """The stops of a journey: stop, label, state, text (short), detail (sentences), is_origin. `shown`: the journey as
    a dictionary.
    """
    makers = (_record, _codes, _claim, _clearinghouse, _payer, _money, _patient, _audit)
    origin = {DESK_STOP.get(cause.desk, "") for cause in journey.causes}
    stops = []
    for name, make in zip(STOPS, makers):
        state, text, detail = make(journey, shown)
        stops.append(
            {
                "stop": name.capitalize(),
                "key": name,
                "state": state,
                "text": text,
                "detail": [line for line in detail if line],
                "is_origin": name in origin,
            }
        )
    where = _break(stops)
    return [{**stop, "is_break": stop["key"] == where} for stop in stops]


def _break(stops: list[dict[str, Any]]) -> str:
    """The stop at which the claim broke: the first answer that went wrong, else the first mistake; empty for none."""
    broke = [stop["key"] for stop in stops if stop["state"] == "broke"]
    return next((key for key in broke if key in ANSWERS), broke[0] if broke else "")


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _words(differences: list[Difference]) -> list[str]:
    return [one.words for one in differences]


def _record(journey: Journey, shown: dict[str, Any]) -> Stop:
    wrong = [one.words for one in journey.differences if one.desk == "front desk"] or [
        one.text for one in journey.causes if one.desk == "front desk"
    ]
    if wrong:
        return "broke", "registration error", wrong
    return "ok", "signed", ["The record is signed and closed."]


def _codes(journey: Journey, shown: dict[str, Any]) -> Stop:
    wrong = [one for one in journey.differences if one.kind in CODING]
    if wrong:
        return "broke", f"{len(wrong)} to correct", _words(wrong)
    if not shown["coded"]["services"] and len(journey.true.lines):
        unbilled = ", ".join(dict.fromkeys(journey.true.lines.procedure_code.texts().tolist()))
        return "broke", "no service coded", [f"The record supports services that were not coded: {unbilled}."]
    return "ok", _count(len(shown["coded"]["services"]), "service"), ["The codes match the record."]


def _claim(journey: Journey, shown: dict[str, Any]) -> Stop:
    if not shown["claim"]["lines"]:
        return "later", "no claim", ["Nothing was billed."]
    wrong = [one for one in journey.differences if one.kind not in CODING and one.desk == "biller"]
    if wrong:
        return "broke", f"{len(wrong)} to correct", _words(wrong)
    if any(cause.problem.policy == "exact_duplicate" for cause in journey.causes):
        return "broke", "sent twice", ["The same claim was sent again before the first was processed."]
    errors = [row["message"] for row in shown["findings"]]
    return (
        "ok",
        "complete",
        [f"{_count(len(shown['claim']['lines']), 'line')}, {dollars(shown['claim']['total_charge_amount'])}.", *errors],
    )


def _clearinghouse(journey: Journey, shown: dict[str, Any]) -> Stop:
    told = shown["acknowledgement"]
    if not told:
        return "later", "not sent", []
    if told["is_accepted"]:
        return "ok", "accepted", [f"Accepted for adjudication on {us_date(told['date'])}."]
    return (
        "broke",
        "rejected",
        [
            f"Rejected on {us_date(told['date'])}: {told['words']}.",
            "A rejection is not a denial: nothing was adjudicated, and the timely filing limit is still running.",
        ],
    )


def _payer(journey: Journey, shown: dict[str, Any]) -> Stop:
    lines = shown["remittance"]["lines"]
    if not lines:
        return "later", "no answer", []
    denied = [line for line in lines if line["denial_policy"]]
    said = [f"Line {line['claim_line_number']}, {line['procedure_code']}: {_said(line)}." for line in lines]
    copy = next((cause for cause in journey.causes if cause.problem.policy == "exact_duplicate"), None)
    if copy and not denied:
        return "broke", f"{copy.problem.reason} on the copy", [copy.text, *said]
    if not denied:
        return "ok", "processed", said
    rightly = all(line["outcome"] == "rightly not paid" and not _is_wrong(journey, line) for line in denied)
    return ("ok" if rightly else "broke"), f"{denied[0]['reason']} on line {denied[0]['claim_line_number']}", said


def _said(line: dict[str, Any]) -> str:
    marks = dict.fromkeys(one["rests_on"] for one in line["adjustments"] if one["mark"])
    rests = f" ({'; '.join(marks)})" if marks else ""
    if line["denial_policy"]:
        return f"denied, {line['reason']}: {line['title']}".rstrip(".") + rests
    share = (
        f", the patient's share is {dollars(line['patient_responsibility_amount'])}"
        if line["patient_responsibility_amount"]
        else ""
    )
    return f"allowed {dollars(line['allowed_amount'])}, paid {dollars(line['paid_amount'])}{share}{rests}"


def _is_wrong(journey: Journey, line: dict[str, Any]) -> bool:
    return any(
        cause.problem.kind == "denial" and line["claim_line_number"] in cause.problem.lines for cause in journey.causes
    )


def _money(journey: Journey, shown: dict[str, Any]) -> Stop:
    if not shown["remittance"]["lines"]:
        return "later", "nothing yet", []
    paid, owed = shown["money"]["paid"], shown["money"]["supported"]
    wrong = [cause for cause in journey.causes if cause.problem.kind == "posting"]
    short = shown["money"]["owed_not_paid"]
    text = (
        f"{dollars(paid)} of {dollars(owed)}" if paid < owed else f"{dollars(short)} owed" if short else dollars(paid)
    )
    detail = [
        f"Charged {dollars(shown['money']['charge'])}, paid {dollars(paid)}, supported {dollars(owed)}.",
        *(cause.text for cause in wrong),
    ]
    detail += [_next(row) for row in shown["next_payers"]]
    share = sum(cause.problem.patient for cause in journey.causes if cause.problem.kind == "denial")
    detail += [f"{dollars(share)} of the patient's share cannot be billed while the line is denied."] if share else []
    return ("broke" if wrong or share or short else "ok"), text, detail


def _next(row: dict[str, Any]) -> str:
    how = (
        "crossed over by the first payer"
        if row["is_crossover"]
        else "sent by the biller with the first payer's remittance"
    )
    if not row["date"]:
        return f"{row['payer']} has the claim next, {how}; no answer yet."
    told = (
        "denied it"
        if row["is_denied"]
        else f"paid {dollars(row['paid_amount'])} and leaves {dollars(row['patient_amount'])}"
    )
    return f"{row['payer']}, {how}, {told}."


def _patient(journey: Journey, shown: dict[str, Any]) -> Stop:
    """What the patient owes is what the statement asks for, and nothing else on the page says another amount."""
    credit, asked = -shown["balances"]["unapplied credit"], shown["statement"]
    misposted = any(cause.error == "contractual-to-patient" for cause in journey.causes)
    if not shown["remittance"]["lines"]:
        return "later", f"{dollars(credit)} copay unapplied" if credit else "nothing yet", []
    denied = shown["money"]["denied_to_patient"]
    detail = [
        f"The patient's share is {dollars(shown['money']['patient'])}.",
        denied
        and f"The remittance leaves {dollars(denied)} of denied lines to the patient."
        " Verify coverage before billing the patient.",
        credit and f"{dollars(credit)} paid at check-in is an unapplied credit.",
        *(f"{row['code']}: {row['why']}" for row in shown["statement"]["lines"] if row["share"]),
        f"The statement says: {shown['statement']['words']}",
    ]
    text = (
        f"owes {dollars(asked['due_amount'])}"
        if asked["state"] == "due"
        else f"{dollars(credit)} copay unapplied"
        if credit
        else PATIENT.get(asked["state"]) or ("settled" if shown["money"]["patient"] else "owes nothing")
    )
    return ("broke" if misposted else "ok"), text, detail


PATIENT = {"waiting": "not billed yet", "protected": "may not be billed", "written off": "owes nothing"}


def _audit(journey: Journey, shown: dict[str, Any]) -> Stop:
    """An auditor compares what was paid with the record: what the payer noticed or not does not matter here."""
    excess, lines = shown["money"]["paid_not_supported"], shown["remittance"]["lines"]
    is_denied = any(cause.problem.kind == "denial" for cause in journey.causes)
    overstated = [one for one in journey.differences if one.kind in CODING or (one.is_unsupported and not is_denied)]
    if not lines:
        return "later", "nothing paid", []
    if excess:
        return (
            "broke",
            f"{dollars(excess)} not supported",
            [
                f"{dollars(excess)} was paid that the record does not support. It is recouped.",
                *_words(overstated),
                *(shown["audit"] or {"words": []})["words"][1:],
            ],
        )
    if not shown["money"]["paid"] and not shown["money"]["patient"]:
        return "ok", "nothing to recoup", []
    wrong = [one for one in overstated if _was_paid(one, lines)]
    if wrong:
        less = shown["money"]["owed_not_paid"]
        lead = "Less was paid than is owed, and the claim" if less else "The payment is the same, but the claim"
        return (
            "broke",
            "paid, not as recorded" if shown["money"]["paid"] else "claim not as recorded",
            [f"{lead} does not match the record:", *_words(wrong)],
        )
    if shown["money"]["owed_not_paid"]:
        return "ok", "supported, underpaid", []
    return "ok", "supported", ["What was paid is supported by the record."]


def _was_paid(difference: Difference, lines: list[dict[str, Any]]) -> bool:
    """Did something go through with this difference: its own line, or any line if it concerns the whole claim?"""
    return any(not line["denial_policy"] for line in lines if difference.line in (0, line["claim_line_number"]))


def consequence(journey: Journey, shown: dict[str, Any]) -> str:
    """What it cost, in one or two sentences; empty where nothing went wrong."""
    if not journey.causes:
        return ""
    owed, excess, repair = shown["money"]["owed_not_paid"], shown["money"]["paid_not_supported"], journey.repair
    patient = sum(cause.problem.patient for cause in journey.causes)
    share = f" and {dollars(patient)} of the patient's share cannot be billed" if patient and owed else ""
    lost = (
        f"{dollars(owed)} is lost{share}"
        if owed
        else f"{dollars(patient)} of the patient's share cannot be billed"
        if patient
        else ""
    )
    sentences = []
    if lost and not shown["claim"]["lines"]:
        sentences.append(
            f"Nothing was billed. {dollars(owed + patient)} stays uncollected until the visit is coded and billed,"
            " and the timely filing limit is running."
        )
    elif lost and repair and repair.pays:
        late = f"it is paid {_count(repair.days_late, 'day')} late" if repair.days_late > 0 else "it is paid"
        sentences.append(f"If nobody works it, {lost}. If somebody does, {late}.")
    elif lost and repair and repair.remedy == "R_ENROL":
        sentences.append(f"If nobody works it, {lost}. Once the payer's provider file is updated, it is paid.")
    elif lost:
        sentences.append(f"{lost[:1].upper()}{lost[1:]}, and no compliant correction recovers it.")
    if excess:
        sentences.append(f"{dollars(excess)} was paid and is not supported: the payer recoups it after an audit.")
    more = shown["money"]["patient_too_much"]
    if more > 0:
        sentences.append(f"The patient is billed {dollars(more)} too much.")
    return " ".join(sentences) or OTHERWISE.get(
        journey.causes[0].error, "It cost nothing this time; an audit still counts it as an error."
    )


OTHERWISE = {
    "sent-twice": "It added one more denial and no payment.",
    "contractual-to-patient": "The patient would be billed for an amount that is not owed.",
    "payment-to-wrong-visit": "The visit looks unpaid, and somebody will follow up on a claim that was paid.",
    "denial-written-off": "Nothing was lost this time: the record does not support what was written off.",
    "copay-not-collected": "The copay has to be collected later; part of such balances is never paid.",
}
