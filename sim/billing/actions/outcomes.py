"""What comes back for each of the sixteen remedies, in plain words: from the payer, the patient, the coder, an auditor.
It follows from the claim, the record and the payer's rules; nothing is drawn.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.billing.actions.action import Action, Response
from sim.billing.answers.declared_payer_errors import is_of_file
from sim.billing.answers.standing_claim import acknowledged, payer_of
from sim.billing.books.write_off_reasons import checked, reason_of, reasons
from sim.billing.claims.corrections import takes_replacement
from sim.billing.claims.deadlines import deadline_of
from sim.billing.denials.appeal_letters import at_issue
from sim.billing.denials.remedies import cause_of, of_policy
from sim.billing.visit.journey import Journey
from sim.billing.visit.journey_figures import money_of
from sim.ground.dates import us_date
from sim.ground.money import dollars
from sim.payer.asked.appeals import Decision, evidences
from sim.payer.asked.prior_authorization import Answer
from sim.payer.rulebook.payers import payers

DAYS_TO_CALL, DAYS_TO_ASK, DAYS_OF_A_BILL, DAYS_TO_LOOK = 0, 2, 21, 7  # modelling assumptions


# -- claims


def before_claim(made: Journey, action: Action) -> Response | None:
    """Why a claim of this kind cannot be sent at all; None where it can."""
    code, label = payer_of(made.claims, made.shown)
    if made.shown < 0:
        return Response("bad", "No claim on file.", "Nothing has been billed yet.", 0)
    if action.remedy == "R_REOPEN" and takes_replacement(code, made.today):
        return Response(
            "bad",
            "Not accepted.",
            f"{label} doesn't accept reopenings. Send a corrected claim (frequency code 7) with the payer's claim"
            " number.",
            DAYS_TO_CALL,
        )
    if action.remedy == "R_OTHERPAYER" and not _other_payer(made, action):
        return Response(
            "bad",
            "Not sent.",
            "The claim still names the same payer and member. Another payer needs its own member ID on the claim.",
            0,
        )
    return None


def _other_payer(made: Journey, action: Action) -> bool:
    head = made.claims.claims.take(made.claims.claims.claim_key == made.shown).rows()[0]
    new = action.content.claims.rows()[0] if action.content is not None else head
    return (new["payer_code"], new["member_id"]) != (head["payer_code"], head["member_id"])


def after_claim(made: Journey, action: Action, key: int) -> Response:
    """The payer's answer to the claim that was sent."""
    told, payer = acknowledged(made.decided, key), payer_of(made.claims, key)
    if told and not told["is_accepted"]:
        return Response(
            "bad",
            f"Rejected by {payer[1]}.",
            f"{_code(told)}: {of_policy(told['policy'], 'title', payer[0]).rstrip('.')}. It was never accepted for"
            " adjudication.",
            0,
        )
    answers = made.decided.remittance_lines
    mine = answers.take((answers.claim_key == key) & ~answers.is_reversal)
    denied = mine.take(~mine.denial_policy.is_missing)
    paid, net = int(mine.paid_amount.sum()), int(answers.paid_amount.sum())
    if action.remedy == "R_VOID":
        return Response("warn", "Voided.", f"The payment is reversed; {dollars(net)} of the visit is paid now.", 0)
    sums = money_of(made)
    excess, too_much = sums["paid_not_supported"], max(0, sums["patient_too_much"])
    audit = f" An audit recoups {dollars(excess)} that the record does not support." if excess else ""
    audit += f" The patient is billed {dollars(too_much)} for what the record does not support." if too_much else ""
    if len(denied):
        titles = "; ".join(
            dict.fromkeys(of_policy(name, "title", payer[0]).rstrip(".") for name in denied.denial_policy.texts())
        )
        return Response(
            "bad",
            "Processed. Still denied.",
            f"{len(denied)} of {len(mine)} lines denied: {titles}. Paid {dollars(paid)}.{audit}",
            0,
        )
    before = (
        "The first payment was reversed and the claim reprocessed. "
        if (answers.is_reversal & (answers.claim_key >> 4 == key >> 4)).any()
        else ""
    )
    left, wrong = sums["owed_not_paid"], bool(excess or too_much or sums["owed_not_paid"])
    short = f" {dollars(left)} is still owed." if left else ""
    share = int(mine.patient_responsibility_amount.sum())
    patient = f", {dollars(share)} is the patient's share" if share else ""
    title = "Paid, but not correctly." if wrong else "Paid." if paid or not share else "Allowed."
    return Response("bad" if wrong else "good", title, f"{before}Paid {dollars(paid)}{patient}.{short}{audit}", 0)


def _code(told: dict[str, Any]) -> str:
    return ":".join(filter(None, (told["status_category_code"], told["status_code"])))


# -- letters


def after_letter(decision: Decision, action: Action, sent: np.datetime64) -> Response:
    """A decision on an appeal, a dispute, documents."""
    title = {"overturned": "Overturned.", "upheld": "Upheld.", "dismissed": "Dismissed."}[decision.decision]
    code = f" CO-{decision.carc}." if decision.carc else ""
    risk = " ".join(evidences()[one]["risk"] for one in action.letter.get("evidence") or () if evidences()[one]["risk"])
    tone = (
        "good"
        if decision.decision == "overturned" and not risk
        else "warn"
        if decision.decision == "overturned"
        else "bad"
    )
    days = DAYS_TO_LOOK if decision.decision == "dismissed" else int((decision.date - sent).astype(int))
    return Response(tone, title, f"{decision.words}{code}{' ' + risk if risk else ''}", days)


# -- everything else


def _denied(made: Journey) -> list[dict[str, Any]]:
    rows = made.decided.adjustments
    return rows.take((rows.claim_key == made.shown) & rows.is_denial & ~rows.is_reversal).rows()


def _open(made: Journey) -> tuple[int, bool]:
    """(cents owed and not paid, would a compliant repair bring them)."""
    repair = made.repair
    owed = sum(cause.problem.owed + cause.problem.patient for cause in made.causes)
    return owed, bool(owed and repair is not None and repair.pays)


def to_patient(made: Journey, action: Action, sent: np.datetime64) -> Response:
    """The bill goes to the patient."""
    _, label = payer_of(made.claims, made.shown)
    told, denied = acknowledged(made.decided, made.shown), _denied(made)
    if told and not told["is_accepted"]:
        return Response(
            "bad",
            "The patient complains.",
            f"The patient calls {label}, which has no claim on file. Withdraw the bill. The timely filing limit is"
            " still running.",
            DAYS_OF_A_BILL,
        )
    forbidden = [f"{row['group']}-{row['carc']}" for row in denied if row["group"] != "PR"]
    if forbidden:
        return Response(
            "bad",
            "The patient complains.",
            f"The patient calls {label} about {forbidden[0]}: a patient may not be billed for it. {label} writes to the"
            " clinic, the bill is withdrawn, and it counts as a violation of the contract or the law.",
            DAYS_OF_A_BILL,
        )
    if denied and made.repair is not None and made.repair.remedy == "R_OTHERPAYER":
        return Response(
            "bad",
            "The patient is upset.",
            "“I showed you my new card.” Another coverage was active on the date of service, and nobody verified it.",
            DAYS_OF_A_BILL,
        )
    share = money_of(made)["patient"] + money_of(made)["denied_to_patient"]
    if not share:
        return Response(
            "bad",
            "The patient complains.",
            f"{label}'s remittance shows no patient responsibility. A contractual adjustment (CO-45) is never billed"
            " to the patient.",
            DAYS_OF_A_BILL,
        )
    left = money_of(made)["owed_not_paid"]
    rest = (
        f" The {dollars(left)} that the payer underpaid is not the patient's responsibility."
        if left and not denied
        else ""
    )
    return Response(
        "warn" if rest else "good",
        "The statement went out.",
        f"The patient owes {dollars(share)}, per the remittance (group PR).{rest}",
        DAYS_OF_A_BILL,
    )


def written_off(made: Journey, action: Action, sent: np.datetime64) -> Response:
    """Closed with an adjustment of the clinic's own."""
    owed, can_be_paid = _open(made)
    if can_be_paid:
        return Response("bad", "Written off.", f"{dollars(owed)} that could have been collected was written off.", 0)
    charge = sum(row["amount"] for row in _denied(made))
    reason = reasons()[reason_for(made, action)]["label"]
    words = f"{dollars(charge)} is written off with its reason ({reason}). The patient is not billed."
    return Response("good", "Written off and closed.", words if charge else "The item is off the worklist.", 0)


def reason_for(made: Journey, action: Action) -> str:
    """The reason code of a write-off: the biller's own word, else the one of the root cause."""
    if action.letter.get("reason"):
        return checked(action.letter["reason"])
    denied = _denied(made)
    return reason_of(made.causes[0].cause if made.causes else cause_of(policy=denied[0]["policy"]) if denied else "")


def nothing(made: Journey, action: Action, sent: np.datetime64) -> Response:
    """Posted and closed as it is."""
    owed, can_be_paid = _open(made)
    if can_be_paid and made.repair is not None:
        until = made.repair.deadline_date
        return Response(
            "bad",
            "Closed unpaid.",
            f"{dollars(owed)} stays unpaid" + (f"; the deadline is {us_date(until)}." if until else "."),
            0,
        )
    if made.repair is not None and made.repair.remedy == "R_REFUND":
        return Response(
            "bad",
            "Overpayment kept.",
            "Money that the record does not support stays on the books. Keeping a known overpayment makes the clinic"
            " liable for it.",
            0,
        )
    return Response("good", "Closed.", "The outcome is correct as it stands.", 0)


def called(made: Journey, action: Action, sent: np.datetime64) -> Response:
    """A call or a look at the portal: what the payer's side says about one question."""
    topic = action.letter.get("topic") or "status"
    return Response("warn", "The payer says:", TOPICS[topic][1](made), DAYS_TO_CALL)


def _status(made: Journey) -> str:
    told = acknowledged(made.decided, made.shown)
    if told and not told["is_accepted"]:
        return f"No claim on file. One was rejected at the front end with {_code(told)}."
    said = "; ".join(
        dict.fromkeys(f"line {row['claim_line_number']} {row['group']}-{row['carc']}" for row in _denied(made))
    )
    return f"Finalized on {us_date(made.today)}. {'Denied: ' + said + '.' if said else 'Every line was paid.'}"


def _coverage(made: Journey) -> str:
    day, patient = made.encounters.service_date[0].item(), made.encounters.patient_key[0]
    rows = made.people.coverages.take(made.people.coverages.patient_key == patient).rows()

    def span(row: dict[str, Any]) -> str:
        name = payers()[row["payer_code"]].label if row["payer_code"] in payers() else row["payer_code"]
        end = f" to {us_date(row['coverage_end_date'])}" if row["coverage_end_date"] else ""
        active = row["coverage_start_date"] <= day and (
            row["coverage_end_date"] is None or day <= row["coverage_end_date"]
        )
        return (
            f"{name}, member {row['member_id']}, from {us_date(row['coverage_start_date'])}{end}:"
            f" {'active' if active else 'not active'} on the date of service"
        )

    return "; ".join(span(row) for row in rows) + "." if rows else "No coverage on file."


def _authorization(made: Journey) -> str:
    number = made.encounters.rows()[0].get("prior_authorization_number")
    return f"Authorization on file: {number}." if number else "No authorization on file."


def _received(made: Journey) -> str:
    head = made.claims.claims.take(made.claims.claims.claim_key == made.shown).rows()[0]
    told = acknowledged(made.decided, made.shown)
    is_accepted = bool(told and told["is_accepted"])
    return (
        f"The claim was received on {us_date(head['received_date'])} and {'accepted' if is_accepted else 'rejected'}."
    )


TOPICS = {
    "status": ("What is the status of the claim?", _status),
    "coverage": ("Which coverage was active on the date of service?", _coverage),
    "authorization": ("Is an authorization on file?", _authorization),
    "received": ("When was the claim received?", _received),
}


def can_be_asked(made: Journey) -> bool:
    """Is there no authorization yet, and does the payer grant one after the service?"""
    code, _ = payer_of(made.claims, made.shown)
    return not made.encounters.rows()[0].get("prior_authorization_number") and not np.isnat(
        deadline_of("R_AUTH", code, made.encounters.service_date[0], made.today)[0]
    )


def approval_asked(made: Journey, action: Action, sent: np.datetime64, answers: Sequence[Answer]) -> Response:
    """An authorization asked for after the service, and the payer's answers by its written criteria."""
    code, label = payer_of(made.claims, made.shown)
    if made.encounters.rows()[0].get("prior_authorization_number"):
        return Response("warn", "There is one already.", f"{_authorization(made)} Enter it in box 23.", DAYS_TO_ASK)
    last, _ = deadline_of("R_AUTH", code, made.encounters.service_date[0], made.today)
    if np.isnat(last):
        return Response("bad", "Not accepted.", f"{label} doesn't grant retroactive authorizations.", DAYS_TO_ASK)
    if sent > last:
        return Response(
            "bad", "Too late.", f"{label}'s deadline for a retroactive authorization was {us_date(last)}.", DAYS_TO_ASK
        )
    if not answers:
        return Response(
            "bad",
            "No authorization needed.",
            f"{label} requires no authorization for the services on this claim. A referral comes from the patient's"
            " PCP.",
            DAYS_TO_ASK,
        )
    denied = [one for one in answers if one.decision != "approved"]
    days = max(int((one.due_date - sent).astype(int)) for one in answers)
    if denied:
        return Response("bad", "Not authorized.", " ".join(dict.fromkeys(one.reason for one in denied)), days)
    return Response(
        "good",
        "Retroactive authorization granted.",
        f"{answers[0].reason} Authorization number {answers[0].number}: enter it in box 23 of a corrected claim.",
        days,
    )


def enrollment(made: Journey, action: Action, sent: np.datetime64) -> Response:
    """Provider enrollment: the payer's file on the provider is checked."""
    name = made.causes[0].problem.policy if made.causes else ""
    code, label = payer_of(made.claims, made.shown)
    if made.causes and is_of_file(made.causes[0].problem, made.errors):
        answered = made.last_answer if made.last_answer is not None else made.today
        ways = [deadline_of(way, code, made.encounters.service_date[0], answered) for way in ("R_REOPEN", "R_RECON")]
        last, what = next((one for one in ways if not np.isnat(one[0])), ways[0])
        until = "" if np.isnat(last) else f" Where it does not do so by itself, {what} by {us_date(last)}."
        words = f"{label}'s file now holds for the date of service, and it reprocesses the claim.{until}"
        return Response("good", "Provider file updated.", words, 30)
    if of_policy(name or at_issue(made).policy, "owner", code) == "credentialing":
        return Response(
            "bad",
            "Not retroactive.",
            f"{label} pays this provider from a later day on. The file does not reach back to the date of service.",
            30,
        )
    return Response(
        "bad", "Nothing to correct.", "The provider is on the payer's file for the date of service.", DAYS_TO_LOOK
    )


def asked(made: Journey, action: Action, sent: np.datetime64) -> Response:
    """The coder, and where she must the provider, reads the record again."""
    lines = sorted({one.line for one in made.differences if one.desk == "coder"})
    if not lines:
        return Response("warn", "The coder reviewed the record.", "The codes match the record.", DAYS_TO_ASK)
    where = " and ".join(f"line {line}" if line else "the diagnoses" for line in lines)
    return Response(
        "warn",
        "The coder reviewed the record.",
        f"The claim does not match the record at {where}. Correct it from the record, then send the corrected claim.",
        DAYS_TO_ASK,
    )


def refunded(made: Journey, action: Action, sent: np.datetime64) -> Response:
    """Money goes back."""
    excess = money_of(made)["paid_not_supported"]
    if not excess:
        return Response(
            "bad", "Check returned.", "The payer found no overpayment and returned the check.", DAYS_OF_A_BILL
        )
    return Response(
        "good", "Refunded.", f"{dollars(excess)} is refunded and the corrected claim goes with it.", DAYS_TO_LOOK
    )


WITHOUT_CLAIM = {
    "R_PATIENT": to_patient,
    "R_WRITEOFF": written_off,
    "R_NONE": nothing,
    "R_CALL": called,
    "R_ENROL": enrollment,
    "R_QUERY": asked,
    "R_REFUND": refunded,
}
