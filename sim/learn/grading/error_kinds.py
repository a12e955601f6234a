"""Kinds of error: the closed list of data/codes/errors.csv, and how a difference between what was sent and what the
record supports is named.

A difference that an author foresaw (a trap of the scenario) is named and explained by the author; the rules here name
all others.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.ground.editions import service_dates
from sim.ground.files import find, read_csv, remembered, remembered_up_to
from sim.ground.table import Table
from sim.learn.grading.error_hints import HINTS
from sim.reference.codes import procedure_rows, procedures
from sim.reference.edits import pair_indicator
from sim.reference.icd10cm import lookup

SIDES = {"RT": "right", "LT": "left", "50": "both"}
LEVELS = {"none": 1, "straightforward": 2, "low": 3, "moderate": 4, "high": 5}
HINTS = {
    "coverage-not-verified": "Compare the coverage dates with the date of service.",
    "active-coverage-turned-away": "Compare the coverage dates with the date of service.",
    "card-payer-for-primary": "Does another payer cover the patient that day, and which one pays first?",
    "wrong-primary-payer": "Which coverage is in force that day, and which one pays first?",
    "wrong-plan": "Which plan does the primary payer's response name?",
    "year-amount-for-remaining": "What has the patient used of it so far?",
    "family-for-individual": "Whose amount is asked for?",
    "copay-not-due": "Which services does the copay apply to, and does the deductible come first?",
    "copay-left-out": "Is one of the planned services a kind that has a copay?",
    "wrong-copay": "Which planned services are of a kind that has a copay?",
    "wrong-benefit-amount": "Read the line of the response again.",
    "estimate-from-charge": "What does the contract allow for these services?",
    "estimate-whole-allowed": "What does the plan pay of the contract price?",
    "estimate-copay-only": "What do the services without a copay leave to the patient?",
    "estimate-deductible-only": "What follows once the deductible has been met?",
    "wrong-estimate": "Go line by line: copay, deductible, then coinsurance, up to the out-of-pocket maximum.",
    "requirement-missed": "Read the response's lines for the planned codes.",
    "requirement-invented": "Read the response's lines for the planned codes.",
    "requirement-number-misread": "Does the line for the code give a number?",
    "wrong-requirement": "Look for the service on each of the payer's lists, and read what it says of emergencies.",
    "authorization-for-referral": "On which of the payer's lists does the service stand?",
    "emergency-made-to-wait": "Can this service wait for the payer's days?",
    "criterion-not-documented": "Which document shows it, in which words?",
    "criterion-overlooked": "Look through all documents for this criterion.",
    "criterion-wrong-phrase": "Does this phrase show what the criterion asks for?",
    "request-sent-incomplete": "Does the record show every criterion?",
    "request-held-back": "Which criterion is still open?",
    "request-not-made": "What does the payer want before the service is done?",
    "action-unlike-requirement": "What does the payer want before the service is done?",
    "attachment-missing": "Which document shows each criterion?",
    "more-than-minimum": "Which criterion asks for each document?",
    "expedited-without-reason": "Does the provider document that waiting could harm the patient?",
    "urgent-sent-as-standard": "What does the order say about waiting?",
    "wrong-decision-deadline": "Which of the payer's days applies, and from which day is it counted?",
    "deadline-overlooked": "Which last day comes first?",
    "order-not-by-rule": "Which payment is larger?",
    "missing-claim-waited-for": "Does the payer have the claim?",
    "rejected-sent-unchanged": "What did the acknowledgment say?",
    "claim-on-file-resent": "Does the payer have the claim?",
    "documents-not-sent": "Who waits for whom?",
    "answered-claim-waited-for": "Has the payer decided?",
    "appeal-without-denial": "Was anything denied?",
    "written-off-too-early": "Can the claim still be paid?",
    "sent-after-limit": "On which day does the payer have what is sent today?",
    "wrong-follow-up-step": "What does the status ask of the clinic?",
    "wrong-claim-reference": "Which number does the payer's status give?",
    "wrong-follow-up-date": "When should something have happened?",
    "charge-told-as-owed": "What did the plan leave to the patient?",
    "payment-not-subtracted": "What was paid at the visit?",
    "statement-believed": "Does the statement agree with the remittance?",
    "denied-charge-owed": "Which group code stands before the reason of the denial?",
    "contract-amount-billed": "Who bears what the plan did not allow?",
    "protected-patient-billed": "Which program is the patient in?",
    "share-parts-mixed": "Read the head of each column again.",
    "refund-of-whole-payment": "Which part of the payment was owed?",
    "balance-not-divided": "How does the policy divide a balance?",
    "patient-amount-wrong": "Add it up again from the remittance and the account.",
    "reply-fact-left-out": "What does the caller need to know to understand the account?",
    "reply-not-true": "Check each sentence against the remittance and the account.",
    "outcome-promised": "Has every plan decided, and is everything paid?",
    "cost-share-waived": "What does the policy say about copays and deductibles?",
    "code-changed-for-coverage": "What decides which code is billed?",
    "payment-asked-too-early": "Has every plan decided?",
    "collection-threatened": "What does the policy send first?",
    "credit-kept": "What does the policy say about credits?",
    "reply-without-authorization": "Who calls, and what did the patient agree to?",
    "reply-before-verifying": "Has anybody checked who calls?",
    "reply-more-than-necessary": "What does somebody need who only pays the bill?",
    "caller-turned-away": "Who calls, and what is on file?",
    "request-granted": "Does the caller ask for something that the clinic may not do?",
    "request-invented": "What does the caller really ask for?",
    "wrong-next-step": "Is everything decided, is the account right, and may you speak with this caller?",
    "missing-modifier-25": "Is a significant, separately identifiable visit documented beyond the procedure?",
    "unsupported-modifier-25": "What evaluation is documented beyond the procedure?",
    "unsupported-separate-visit": "Look for evaluation and management beyond the procedure.",
    "missed-separate-visit": "Look for evaluation and management beyond the procedure or the preventive exam.",
    "missing-modifier-qw": "How was the test run, and under which CLIA certificate?",
    "missing-modifier-side": "Which side was treated?",
    "wrong-modifier-side": "Which side was treated?",
    "missing-modifier": "Does the line tell the payer everything it needs to know?",
    "unsupported-modifier": "Does the record support each modifier?",
    "wrong-side": "Compare the side in the record with the side in the code.",
    "unspecified-side": "Does the record name a side?",
    "unspecified-code": "Is something more specific documented?",
    "truncated-code": "Does the code have all its characters?",
    "wrong-seventh-character": "Initial encounter, subsequent encounter or sequela?",
    "symptom-with-cause": "Did the provider document a cause for it?",
    "uncertain-diagnosis-coded": "How certain is the provider?",
    "diagnosis-too-many": "Where does the record support this diagnosis?",
    "diagnosis-not-documented": "Where does the record support this diagnosis?",
    "repeated-diagnosis": "Is the same code on the list twice?",
    "diagnosis-not-addressed": "Which conditions were addressed today, and which are only on the problem list?",
    "missed-diagnosis": "What else was addressed today?",
    "missed-combination-code": "Is there one combination code for both conditions?",
    "missed-long-term-drug": "Does the condition call for a long-term drug therapy code?",
    "wrong-long-term-drug": "How is the drug taken?",
    "missed-external-cause": "How did it happen?",
    "wrong-sequence": "What was the main reason for today's services?",
    "wrong-pointer": "Which diagnosis justifies this line?",
    "wrong-diagnosis": "Read again what the provider calls it.",
    "level-too-high": "Review problems, data and risk, or the total time.",
    "level-too-low": "Review problems, data and risk, or the total time.",
    "new-for-established": "When was the patient last seen here?",
    "established-for-new": "When was the patient last seen here?",
    "wrong-visit-family": "What kind of visit was it?",
    "wrong-units": "How much was given or done, and what does one unit represent?",
    "wrong-procedure": "What exactly was done, and how?",
    "wrong-size": "Look at the measured size.",
    "missed-service": "What else was done?",
    "service-not-done": "Where is this service documented?",
    "service-too-many": "Where is this service documented, and is it billed by itself?",
    "service-repeated": "How often was it done?",
    "visit-too-many": "Look for evaluation and management beyond the procedure or the other visit.",
    "unbundled-service": "Is this included in another service?",
    "missed-drug": "Was a drug given?",
    "wrong-drug": "Which drug was given?",
    "payer-form": "How does this payer require the service to be reported?",
    "audit-error-missed": "Compare every code, modifier, unit and pointer with the record, line by line.",
    "audit-false-alarm": "Which phrase of the record does not support what stands there?",
    "audit-wrong-reason": "What exactly does the coder have to change, and why?",
    "audit-wrong-correction": "What does the record support in this place?",
    "audit-faulty-claim-accepted": "Compare every code, modifier, unit and pointer with the record, line by line.",
    "audit-clean-claim-returned": "Which phrase of the record does not support the claim?",
    "unsupported-code-accepted": "Do these words say what the code says?",
    "support-overlooked": "Read the plan and the procedure again: what was named, done or given today?",
    "evidence-left-open": "Where would the record say it, if it does?",
    "evidence-too-wide": "Which words of it prove the code?",
    "evidence-too-narrow": "What else does the code say that these words do not?",
    "evidence-from-list": "Was it addressed today, or only carried forward?",
    "evidence-of-another-code": "Which code of the claim do these words prove?",
    "evidence-beside-the-point": "What does the code say, and where does the record say just that?",
    "paid-claim-worked": "Is anything still owed on this claim?",
    "underpayment-closed": "What does the contract allow for the line?",
    "overpayment-kept": "Does the record support everything that was paid?",
    "patient-billed-for-denial": "Which group code stands before the reason: CO or PR?",
    "query-not-needed": "What would the answer change that the record does not say already?",
    "query-wrong-gap": "What exactly does the code need that the record does not say?",
    "query-indicators-missing": "Which findings of this visit would make the provider see why you ask?",
    "query-indicator-beside-the-point": "Does each phrase bear on what is open?",
    "query-indicator-from-list": "Was it found at this visit?",
    "query-leading": "Could the provider tell from the question which answer you want?",
    "query-mentions-payment": "Does the question say anything beside the clinical facts?",
    "query-yes-no": "Has anybody documented yet what the question would confirm?",
    "query-no-way-out": "What can a provider choose who knows none of these answers to be true?",
    "query-option-unsupported": "Which indicator of the record supports each answer?",
    "query-options-one-sided": "Which other answers would fit the same indicators?",
    "query-part-missing": "Which part of the query is still empty?",
    "query-not-asked": "Is there a detail that only the provider can give?",
}


class ErrorKind(NamedTuple):
    """A kind of error: in words, the desk at which it is made, and what a learner trains by avoiding it."""

    error: str
    words: str
    desk: str
    skill: str


class SequenceRule(NamedTuple):
    """A rule that puts a diagnosis behind others. before: the prefix of codes ahead of it; empty where the code is only
    never first.
    """

    code: str
    before: str
    why: str
    cite: str


class CodeFacts(NamedTuple):
    """What the code tables say of a procedure; an unknown code has nothing but itself."""

    code: str
    label: str = ""
    family: str = ""
    kind: str = ""
    level: str = ""
    is_evaluation: bool = False
    is_new: bool = False


@remembered
def kinds() -> dict[str, ErrorKind]:
    """Kinds by name.

    >>> kinds()["wrong-side"].skill
    'laterality'
    """
    return {row["error"]: ErrorKind(**row) for row in read_csv(find("data/codes/errors.csv"))}


def words(kind: str) -> str:
    """The kind in plain words."""
    return kinds()[kind].words if kind in kinds() else kind.replace("-", " ")


def skill(kind: str) -> str:
    """What avoiding this error trains."""
    return kinds()[kind].skill if kind in kinds() else ""


def hint(kind: str) -> str:
    """Where to look, without the answer."""
    return HINTS.get(kind, "Read this part of the record again.")


@remembered
def sequence_rules(code: str) -> tuple[SequenceRule, ...]:
    """The rules that put a diagnosis behind others.

    >>> [rule.before for rule in sequence_rules("Z79.4")], sequence_rules("I10")
    ([''], ())
    """
    rows = [row for row in read_csv(find("data/codes/sequence.csv")) if code.startswith(row["code"])]
    return tuple(
        SequenceRule(row["code"], "" if one == "*" else one, row["why"], row["cite"])
        for row in rows
        for one in row["before"].split(";")
    )


def is_symptom(code: str) -> bool:
    """A sign, a symptom or a pain rather than a disease: chapter 18, and pain codes of other chapters.

    >>> is_symptom("R05.9"), is_symptom("M25.561"), is_symptom("M17.11")
    (True, True, False)
    """
    return code.startswith(("R", "M25.5", "M54.2", "M54.5", "M54.6", "M79.6", "H92.0", "H57.1"))


def sides(title: str) -> str:
    """right, left, both, unspecified or nothing, as a diagnosis title says it.

    >>> [sides(title) for title in ("Pain in right knee", "Pain in unspecified knee", "Essential hypertension")]
    ['right', 'unspecified', '']
    """
    text = title.lower()
    for word, side in (("bilateral", "both"), ("right", "right"), ("left", "left"), ("unspecified", "unspecified")):
        if word in text:
            return side
    return ""


def of_diagnosis(sent: str, key: str) -> str:
    """What is wrong with a diagnosis code sent in the place of another, as far as the two codes tell it; what the
    record tells is looked up in checked_reasons.

    >>> of_diagnosis("M17.12", "M17.11"), of_diagnosis("M17", "M17.11")
    ('wrong-side', 'truncated-code')
    >>> of_diagnosis("R03.0", "I10"), of_diagnosis("S93.401D", "S93.401A")
    ('wrong-diagnosis', 'wrong-seventh-character')
    """
    bare, wanted = sent.replace(".", ""), key.replace(".", "")
    if wanted.startswith(bare):
        return "truncated-code"
    if sent.startswith("Z79") and key.startswith("Z79"):
        return "wrong-long-term-drug"
    if len(bare) == len(wanted) == 7 and bare[:6] == wanted[:6] and key[0] in "ST":
        return "wrong-seventh-character"
    if bare[:3] == wanted[:3]:
        return _same_category(sent, key)
    return "wrong-diagnosis"


def _same_category(sent: str, key: str) -> str:
    said, meant = title(sent), title(key)
    side, wanted = sides(said), sides(meant)
    if wanted in ("right", "left", "both") and side != wanted:
        return "unspecified-side" if side in ("unspecified", "") else "wrong-side"
    if "unspecified" in said.lower() and "unspecified" not in meant.lower():
        return "unspecified-code"
    return "wrong-diagnosis"


def title(code: str) -> str:
    """The title of a diagnosis code; empty if the library does not know it."""
    found = lookup((code,))
    return str(found.title[0]) if len(found) else ""


def of_missing_diagnosis(key: str) -> str:
    """What is wrong where a diagnosis was not sent.

    >>> of_missing_diagnosis("Z79.4"), of_missing_diagnosis("W26.0XXA"), of_missing_diagnosis("I10")
    ('missed-long-term-drug', 'missed-external-cause', 'missed-diagnosis')
    """
    if key.startswith("Z79"):
        return "missed-long-term-drug"
    return "missed-external-cause" if key[0] in "VWXY" else "missed-diagnosis"


def of_modifiers(sent: frozenset[str], key: frozenset[str]) -> str:
    """What is wrong with a line's modifiers.

    >>> of_modifiers(frozenset(), frozenset({"25"})), of_modifiers(frozenset({"LT"}), frozenset({"RT"}))
    ('missing-modifier-25', 'wrong-modifier-side')
    >>> of_modifiers(frozenset({"59"}), frozenset())
    'unsupported-modifier'
    """
    missing, extra = key - sent, sent - key
    if missing & set(SIDES):
        return "wrong-modifier-side" if extra & set(SIDES) else "missing-modifier-side"
    if missing:
        return next((f"missing-modifier-{one.lower()}" for one in ("25", "QW") if one in missing), "missing-modifier")
    return "unsupported-modifier"


def of_service(sent: CodeFacts, key: CodeFacts) -> str:
    """What is wrong with a procedure code sent in the place of another; both as `facts` gives them.

    >>> pairs = ("99203", "99213"), ("99215", "99214"), ("12002", "12001")
    >>> [of_service(facts(sent), facts(key)) for sent, key in pairs]
    ['new-for-established', 'level-too-high', 'wrong-size']
    """
    if sent.is_evaluation and key.is_evaluation:
        if sent.kind != key.kind:
            return "wrong-visit-family"
        if sent.is_new != key.is_new:
            return "new-for-established" if sent.is_new else "established-for-new"
        higher = LEVELS.get(sent.level, 0) - LEVELS.get(key.level, 0)
        return "level-too-high" if higher > 0 else "level-too-low" if higher else "wrong-procedure"
    if key.kind == "drug":
        return "wrong-drug"
    return "wrong-size" if sent.family == key.family and sent.family.startswith("repair") else "wrong-procedure"


def of_missing_service(key: CodeFacts, others: list[CodeFacts]) -> str:
    """What is wrong where a service was not sent; others: the other services of the record.

    >>> of_missing_service(facts("99213"), [facts("20610")]), of_missing_service(facts("J3301"), [])
    ('missed-separate-visit', 'missed-drug')
    >>> of_missing_service(facts("20610"), [])
    'missed-service'
    """
    if key.is_evaluation and others:
        return "missed-separate-visit"
    return "missed-drug" if key.kind == "drug" else "missed-service"


def of_extra_service(sent: CodeFacts, others: list[CodeFacts]) -> str:
    """What is wrong with a service too many, as far as the codes tell it; others: the services of the key.

    >>> of_extra_service(facts("99213"), [facts("20610")]), of_extra_service(facts("20610"), [facts("20610")])
    ('visit-too-many', 'service-repeated')
    >>> of_extra_service(facts("71046"), [])
    'service-too-many'
    """
    if any(other.code == sent.code for other in others):
        return "service-repeated"
    return "visit-too-many" if sent.is_evaluation and others else "service-too-many"


def bundled_into(sent: str, others: Sequence[str]) -> str:
    """The first of the other codes beside which NCCI does not pay this one (column 1 of a pair); empty for none.

    >>> bundled_into("99213", ["20610"]), bundled_into("71046", ["99213"])
    ('20610', '')
    """
    day = service_dates().first
    rows = procedure_rows([sent, *others])
    pairs = (int(pair_indicator(np.array([row]), np.array([rows[0]]), day)[0]) for row in rows[1:])
    return next((code for code, indicator in zip(others, pairs, strict=True) if indicator >= 0), "")


def facts(code: str) -> CodeFacts:
    """What the code tables say of a procedure.

    >>> facts("99214").level, facts("XXXXX").kind
    ('moderate', '')
    """
    return _facts(procedures(), code)


@remembered_up_to(4096)
def _facts(table: Table, code: str) -> CodeFacts:
    row = int(procedure_rows([code])[0])
    if row < 0:
        return CodeFacts(code)
    label, family, kind, level = (str(table[name][row]) for name in ("label", "family", "kind", "level"))
    return CodeFacts(code, label, family, kind, level, bool(table.is_evaluation[row]), bool(table.is_new[row]))
