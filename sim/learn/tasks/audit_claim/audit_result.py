"""What is said of the claim as a whole after an audit: the coder's accuracy, what the claim as sent would have come to,
and what follows where it would have been overpaid.
"""

from collections.abc import Iterator

from sim.billing.answers.supported_amounts import patient_share
from sim.billing.visit.own_overpayment import duty
from sim.billing.visit.journey_figures import money_of
from sim.coding.accuracy import Accuracy, accuracy
from sim.ground.money import dollars
from sim.learn.exercises.case import Case
from sim.learn.exercises.coded_answer import visit_of
from sim.learn.grading.difference import Compared
from sim.learn.grading.marks import Mark
from sim.learn.grading.outcome import outcome, travel
from sim.learn.tasks.audit_claim.claim_as_sent import sent_in

WHERE = "whole"
COUNTED = "Counted is each diagnosis and each line of the correct claim; a line is right only in every part."
ACCURACY_CITE = "Code over code: the auditor's codes are the denominator (AHIMA 2009); 95 % is a trade benchmark"


def remarks(case: Case) -> list[Mark]:
    """Remarks that move no point, in the order in which an audit report has them."""
    return list(_remarks(case))


def _remarks(case: Case) -> Iterator[Mark]:
    sent = sent_in(case)
    yield _remark(accuracy_words(accuracy_of(sent.compared, case)), ACCURACY_CITE)
    if not sent.answer.services:
        return
    made = travel(case, visit_of(sent.answer))
    found, supported = outcome(made), money_of(made)["supported"]
    share = int(patient_share(made.supported.truth).sum())
    told = (
        f"Billed as coded, {found.consequence().text[:1].lower()}{found.consequence().text[1:]}" if sent.errors else ""
    )
    if found.paid_first_time and not found.unsupported:
        told = "Billed as coded, the claim is paid as owed at the first decision."
    right = (
        f"Coded as the record supports, the payers pay {dollars(supported)}, the patient {dollars(share)}."
        if sent.errors
        else ""
    )
    yield _remark(f"{told} {right}".strip())
    if found.unsupported and (owes := duty(case.row["payer_code"], case.row["service_date"])) is not None:
        yield _remark(
            f"Nothing is billed yet. As coded, {dollars(found.unsupported)} would be an overpayment. {owes.words}",
            owes.cite,
        )


def _remark(words: str, cite: str = "") -> Mark:
    return Mark(WHERE, "free", words, 0.0, 0.0, cite=cite, counts=False)


def accuracy_of(compared: Compared, case: Case) -> Accuracy:
    """The coder's accuracy on this claim: diagnoses and lines that are right in every part."""
    too_many = sum(one.is_extra for one in compared.differences)
    return accuracy(len(compared.right), compared.key, too_many, case.row["service_date"])


def accuracy_words(found: Accuracy) -> str:
    """The accuracy as an audit report states it.

    >>> accuracy_words(Accuracy(3, 4, 1, 95))[51:80]
    '1 code is too many. Auditors '
    """
    more = ""
    if found.too_many:
        more = f" {found.too_many} code{'s are' if found.too_many > 1 else ' is'} too many."
    return (
        f"Coding accuracy of this claim: {found.right} of {found.reviewed} codes, {found.percent:.0f} %.{more}"
        f" Auditors look for {found.target} % over a sample. {COUNTED}"
    )
