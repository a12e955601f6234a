"""Why a posting is right, and why a wrong one is wrong: from the remittance's own codes and amounts, with the rule."""

from sim.billing.books.posting_rules import CREDIT, CROSSOVER, LAST, WORKED
from sim.billing.books.remittance_posting import NEXT as STEPS
from sim.billing.books.remittance_posting import ClaimPosting
from sim.ground.money import dollars
from sim.learn.tasks.post_remittance.answer import ACCOUNTS, BESIDE, NEXT, Amounts
from sim.learn.tasks.post_remittance.due import Due
from sim.learn.tasks.post_remittance.slips import EARLIER_PAYER, SEQUESTRATION, Facts
from sim.reference.plain_words import explain

HINTS = {
    "contractual-to-patient": "Which group code stands before reason 45 or 253?",
    "sequestration-to-patient": "Which group code stands before reason 253?",
    "denial-written-off": "Was this line reduced by the contract, or denied?",
    "denied-billed-to-patient": "Has anybody read this denial yet?",
    "patient-share-written-off": "Which group code stands before the reason?",
    "takeback-not-negative": "What does claim status 22 say about the signs?",
    "allowed-posted-as-paid": "Is the allowed amount what arrived?",
    "earlier-payer-written-off": "Which payer's remittance posted what OA-23 stands for?",
    "posting-left-out": "Every line of the remittance is posted.",
    "posting-amount-wrong": "Compare each account with the adjustments of this line.",
    "statement-too-early": "Has every payer answered?",
    "denial-not-worked": "Is a line of this claim denied?",
    "forwarded-billed-again": "Who sends this claim to the next payer?",
    "next-payer-not-billed": "Does another payer follow?",
    "patient-not-billed": "Does the patient owe more than was collected at the visit?",
    "credit-not-worked": "Was more collected at the visit than the patient owes?",
    "wrong-claim-step": "Who has to act next on this claim?",
    "provider-adjustment-sign": "Does this adjustment raise or lower the payment?",
    "provider-adjustment-wrong-account": "Does it belong to interest, to a recoupment, or to another remittance?",
    "provider-adjustment-left-out": "The remittance has adjustments that belong to no claim.",
    "deposit-not-balanced": "Add the payments and the provider adjustments, and compare them with the deposit.",
}


def said(posted: Amounts) -> str:
    """Amounts in words, such as payment $80.00; contractual write-off $20.00.

    >>> said({"payment": 8000, "contractual": 2000})
    'payment $80.00; contractual write-off $20.00'
    """
    words = {**ACCOUNTS, **BESIDE}
    return "; ".join(f"{words[name].lower()} {dollars(cents)}" for name, cents in posted.items()) or "nothing"


def steps_said(chosen: frozenset[str]) -> str:
    """What happens next, in words."""
    return "; ".join(NEXT[name] for name in STEPS if name in chosen)


def coded(of: Facts, *groups: str, only: str = "", without: str = "") -> str:
    """The adjustments of a line by their codes, such as CO-45 and CO-253."""
    found = [
        f"{one['group']}-{one['carc']}"
        for one in of.adjustments
        if (not groups or one["group"] in groups) and (not only or one["carc"] == only) and one["carc"] != without
    ]
    return " and ".join(dict.fromkeys(found))


def because(of: Facts) -> str:
    """Why a line is posted as it is."""
    if of.claim.is_reversal:
        return "Status 22 reverses the earlier answer, so every amount of it repeats with a minus sign."
    parts = []
    if of.line.denied:
        parts.append(f"{coded(of)} denies the line, so it goes to the worklist.")
    if of.line.contractual:
        codes = coded(of, "CO", "PI", "OA", without=EARLIER_PAYER)
        parts.append(f"{codes} {'are' if ' and ' in codes else 'is'} written off by contract or law.")
    if of.line.patient:
        parts.append(f"{coded(of, 'PR')} is the patient's.")
    if of.adjusted(EARLIER_PAYER):
        parts.append("OA-23 was posted with the earlier payer's remittance; only what it left stood open.")
    return " ".join(parts) or "It is paid as charged."


def why_not(kind: str, of: Facts) -> str:
    """Why this slip is wrong on this line, without the right amounts."""
    contract = coded(of, "CO", "PI", without=EARLIER_PAYER)
    told = {
        "contractual-to-patient": f"{contract} is the clinic's by contract or law. Billing it to the patient is balance"
        " billing.",
        "sequestration-to-patient": f"{coded(of, only=SEQUESTRATION)} is cut from the payer's own payment. The patient"
        " owes nothing of it.",
        "denial-written-off": f"{coded(of)} is a denial, not a contractual reduction. Written off, nobody reads it any"
        " more.",
        "denied-billed-to-patient": f"{coded(of)} denies the line. Nobody has read the denial yet, so the patient is"
        " not billed.",
        "patient-share-written-off": f"{coded(of, 'PR')} is the patient's share, which the clinic may not waive as a"
        " routine.",
        "takeback-not-negative": "This is a reversal: the payer voids its earlier answer and what it paid for it.",
        "allowed-posted-as-paid": "The allowed amount still holds the patient's share. Only the rest arrived.",
        "earlier-payer-written-off": "OA-23 repeats what the earlier payer accounted for. Its remittance was posted"
        " already.",
        "posting-left-out": "Nothing is posted for this line, so its balance stays open with the payer.",
    }
    return told.get(kind, f"The amounts do not follow the adjustments of this line: {coded(of)}.")


def why_step(true: Due, number: int) -> str:
    """Why this follows for a claim."""
    claim = true.claims[number]
    words = {
        "worklist": "A line is denied, so the claim is on the worklist." + _waits(claim),
        "forwarded": f"Status {claim.status} says that the payer forwarded the claim, so the next payer answers first.",
        "next payer": "Another payer follows, which the clinic bills with this answer.",
        "patient": f"The patient's share is {dollars(claim.owed_by_patient)}, and {dollars(claim.copay)} was collected"
        " at the visit.",
        "credit": f"{dollars(claim.copay)} was collected at the visit, more than the patient's share of"
        f" {dollars(claim.owed_by_patient)}.",
        "close": "Nothing is denied, no payer follows, and the patient owes no more than was collected.",
    }
    return " ".join(words[name] for name in STEPS if name in claim.then)


def _waits(claim: ClaimPosting) -> str:
    """Why a credit of the patient waits while a line is denied."""
    if claim.copay <= claim.owed_by_patient:
        return ""
    more = dollars(claim.copay - claim.owed_by_patient)
    return f" The patient's credit of {more} waits: once the denial is worked, the patient's share may be another."


def step_cite(chosen: frozenset[str]) -> str:
    """The rule behind what happens next."""
    found = {"worklist": WORKED, "forwarded": CROSSOVER, "credit": CREDIT}
    return next((cite for name, cite in found.items() if name in chosen), LAST)


def why_not_step(kind: str, true: Due, number: int) -> str:
    """Why a wrong next step is wrong, without naming the right one."""
    claim = true.claims[number]
    told = {
        "statement-too-early": "Another payer has not answered yet, so nobody knows what the patient owes.",
        "denial-not-worked": "A line of this claim is denied and nobody would look at it again.",
        "forwarded-billed-again": f"Claim status {claim.status}: the payer sent the claim on itself. A second one is a"
        " duplicate.",
        "next-payer-not-billed": "The patient has another coverage, and this payer left something over.",
        "patient-not-billed": "The patient owes more than was collected at the visit.",
        "credit-not-worked": "The patient paid more at the visit than the share on the remittance.",
    }
    return told.get(kind, "It does not follow from the claim's status and its lines.")


def why_provider(true: Due, number: int) -> str:
    """Why a provider adjustment is posted as it is."""
    one = true.provider[number]
    label, what = meaning(true, number)
    way = "lowers" if one.amount > 0 else "raises"
    return f"PLB {one.code}: {label[:1].lower()}{label[1:]}. {dollars(one.amount)} {way} the payment. {what}"


def meaning(true: Due, number: int) -> tuple[str, str]:
    """(label, what to do) of a provider adjustment. What is withheld has two signs: an overpayment that is not taken in
    this payment, and one that is."""
    one = true.provider[number]
    told = explain(f"PLB {one.code}")
    is_settled = any(each.code == "72" and each.claim_key == one.claim_key for each in true.provider.values())
    if one.code == "WO" and one.amount < 0:
        return "Overpayment not recouped yet", SETTLED if is_settled else DEFERRED
    return told["label"], told["what_to_do"]


DEFERRED = "The payer pays it again here and recoups it from a later payment."
SETTLED = "The payer pays it again here, because it has your refund for it."
