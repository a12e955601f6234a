"""What a reply to a patient's question may say, must say and must never say: the closed list of sentences, each judged
by the account, by who asks and by what is asked for.

    verdict("deductible", asked)            must | may | untrue | never

A sentence that is true and not needed is free, but for somebody who may not be told. Sources stand at each sentence.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sim.billing.books.patient_question import (
    CODES,
    CONTRACT,
    ESTIMATE,
    POLICY,
    PRIVACY,
    PRIVATE,
    QMB,
    SHARE,
    WAIVER,
    Asked,
)

Verdict = Literal["must", "may", "untrue", "never"]


@dataclass(frozen=True)
class Sentence:
    """One sentence of a reply. `judged`: for somebody who may be told everything; `concerns`: the payment, the visit,
    or nothing about the patient; `error`: the kind of mistake of saying it where it must not be said."""

    id: str
    words: str
    judged: Callable[[Asked], Verdict]
    why: str
    cite: str
    concerns: Literal["payment", "visit", "nobody"] = "payment"
    error: str = "reply-not-true"


def _if(condition: bool, then: Verdict = "must", otherwise: Verdict = "untrue") -> Verdict:
    return then if condition else otherwise


def _share(asked: Asked) -> Verdict:
    mine = asked.account
    return _if(mine.state == "due" and not asked.is_self_pay, "must" if mine.is_final else "may")


def _part(name: str) -> Callable[[Asked], Verdict]:
    """A part of the share is told where there is one, and has to be where something is owed of it, or where the patient
    asks why something was paid at the visit."""

    def judged(asked: Asked) -> Verdict:
        mine = asked.account
        is_asked = mine.state == "due" or mine.paid > 0 and asked.asks == "coding"
        return _if(getattr(mine, name) > 0, "must" if is_asked and mine.is_final else "may")

    return judged


def _nothing_owed(asked: Asked) -> Verdict:
    mine = asked.account
    return _if(mine.is_final and mine.owed == 0, "may" if mine.state == "credit" else "must")


def _never(asked: Asked) -> Verdict:
    return "never"


SENTENCES = (
    Sentence(
        "share",
        "Your plan has processed this visit. What is left is your share under your plan.",
        _share,
        "The plan has decided, and what is left is its member's share (group PR).",
        SHARE,
    ),
    Sentence(
        "deductible",
        "Your plan applied an amount to your deductible.",
        _part("deductible"),
        "The remittance shows whether an amount went to the deductible (PR-1).",
        SHARE,
    ),
    Sentence(
        "copay",
        "A copay under your plan is part of your share.",
        _part("copay"),
        "The remittance shows whether a copay is part of the share (PR-3).",
        SHARE,
    ),
    Sentence(
        "coinsurance",
        "Coinsurance under your plan is part of your share.",
        _part("coinsurance"),
        "The remittance shows whether coinsurance is part of the share (PR-2).",
        SHARE,
    ),
    Sentence(
        "paid",
        "What you paid at the visit has been subtracted.",
        lambda asked: _if(asked.account.paid > 0 and asked.account.is_final, "must" if asked.account.owed else "may"),
        "The account shows what was paid at the visit; it counts against the share once the plan has decided.",
        "ledger of the visit",
    ),
    Sentence(
        "contract",
        "The part of our charge above your plan's price is written off. You are not billed for it.",
        lambda asked: _if(
            asked.account.adjusted > 0 and not asked.is_self_pay,
            "must" if asked.account.is_misbilled and asked.account.state != "protected" else "may",
        ),
        "What the contract takes off the charge (CO-45) is written off.",
        CONTRACT,
    ),
    Sentence(
        "not_final",
        "Your plan has not finished with this visit. Please do not pay for the open part yet.",
        lambda asked: _if(asked.account.open > 0, "must" if asked.account.state == "waiting" else "may"),
        "Only what every plan has decided can be billed to the patient.",
        SHARE,
    ),
    Sentence(
        "nothing_owed",
        "You owe nothing for this visit.",
        _nothing_owed,
        "That nothing is owed can be said once the plan has decided everything and the share is paid or zero.",
        SHARE,
        error="outcome-promised",
    ),
    Sentence(
        "denied_ours",
        "Your plan denied part of this visit. Our contract says that this is ours to correct, and you are not billed"
        " for it.",
        lambda asked: _if(asked.account.denied > 0),
        "What was denied under group CO is the clinic's, whatever the clinic left out.",
        CONTRACT,
    ),
    Sentence(
        "wrong_statement",
        "The statement that we sent was wrong. You will get a corrected one.",
        lambda asked: _if(asked.account.is_misbilled),
        "The statement asked for something else than the remittances leave to the patient.",
        SHARE,
    ),
    Sentence(
        "refund",
        "You paid more than your share. We are refunding the difference.",
        lambda asked: _if(asked.account.refund > 0),
        "A credit belongs to the patient once the plan has decided everything.",
        "the clinic's refund policy; state unclaimed property laws",
    ),
    Sentence(
        "small",
        "What is left is so small that our policy writes it off.",
        lambda asked: _if(asked.account.state == "written off"),
        "A balance below the policy's limit is written off for every patient alike.",
        "data/params: small_balance",
    ),
    Sentence(
        "plan",
        "You can pay this in four equal monthly payments, without interest.",
        lambda asked: _if(bool(asked.installments), "must" if asked.asks == "pay later" else "may"),
        "The policy offers a payment plan from a certain balance on.",
        POLICY,
    ),
    Sentence(
        "plan_from",
        "Our payment plans begin at a balance of $50.00.",
        lambda asked: "must" if asked.asks == "pay later" and asked.account.owed and not asked.installments else "may",
        "The caller wants to pay later, and the balance is below the least one of a payment plan.",
        POLICY,
        "nobody",
    ),
    Sentence(
        "assistance",
        "You can apply for financial assistance. I will send you the form.",
        lambda asked: "must" if asked.asks == "cannot pay" and asked.account.owed else "may",
        "Whoever cannot pay is offered the application: a cost share may be reduced only after the need was looked at.",
        "42 U.S.C. 1320a-7a(i)(6)(A)(iii)(I): individual determination of financial need",
        "nobody",
    ),
    Sentence(
        "protected",
        "You are in the Qualified Medicare Beneficiary program. You may not be billed for Medicare's deductible,"
        " coinsurance or copay.",
        lambda asked: _if(asked.account.state == "protected"),
        "Whoever Medicaid helps with Medicare's cost share must not be billed for it, even if Medicaid pays nothing.",
        QMB,
    ),
    Sentence(
        "dispute",
        "The bill is at least $400 above your good faith estimate. You may have it reviewed by a federal process"
        " within 120 days.",
        lambda asked: _if(asked.may_dispute),
        "A self-pay patient may dispute a bill that is $400 or more above the good faith estimate.",
        ESTIMATE,
    ),
    Sentence(
        "itemize",
        "Your bill has something that the estimate did not have. I will go through both with you, line by line.",
        lambda asked: _if(asked.above_estimate > 0, "must" if asked.asks == "estimate" else "may"),
        "Bill and estimate differ in a service; the patient may see each line of both.",
        "45 CFR 149.610(c)(1): what an estimate itemizes",
    ),
    Sentence(
        "discount",
        "Our self-pay discount has been applied.",
        lambda asked: _if(asked.is_self_pay, "may"),
        "The discount applies where no plan is billed.",
        POLICY,
    ),
    Sentence(
        "coder",
        "A coder will compare the codes with the record. A code changes only where the record supports it.",
        lambda asked: "must" if asked.asks == "coding" else "may",
        "Whether a code is right is decided by the record, and by a coder.",
        CODES,
        "nobody",
    ),
    Sentence(
        "no_code_change",
        "We bill what the record says. We cannot choose a code because a plan covers it.",
        lambda asked: "must" if asked.asks == "change code" else "may",
        "A diagnosis that the record does not support is a false statement to the plan.",
        CODES,
        "nobody",
    ),
    Sentence(
        "no_waiver",
        "We collect what a plan leaves to its members. We do not waive it as a courtesy.",
        lambda asked: "must" if asked.asks == "waive" else "may",
        "A cost share that is waived as a routine is a forbidden inducement, and breaks the contract with the plan.",
        WAIVER,
        "nobody",
    ),
    Sentence(
        "need_authorization",
        "I can only speak about a patient's account with that patient's written authorization.",
        lambda asked: "untrue",
        "This caller may be told; the authorization is for others.",
        "45 CFR 164.508(a)(1)",
        "nobody",
    ),
    Sentence(
        "verify",
        "Before I open the account, please tell me the patient's full name, date of birth and address.",
        lambda asked: "untrue",
        "The identity of this caller has been checked already.",
        "45 CFR 164.514(h)(1)(i)",
        "nobody",
    ),
    Sentence(
        "officer",
        "Our privacy officer takes complaints. I will connect you.",
        lambda asked: "must" if asked.asks == "complain" else "may",
        "A complaint about privacy goes to the person whom the clinic has named for it.",
        PRIVACY,
        "nobody",
    ),
    Sentence(
        "reason",
        "This is what the visit was for, and what the provider found.",
        lambda asked: "may",
        "A payment question does not need what the visit was for.",
        PRIVATE,
        "visit",
        "reply-more-than-necessary",
    ),
    Sentence(
        "confirm",
        "Yes, there was a visit on that day.",
        lambda asked: "may",
        "That somebody is a patient is protected information too.",
        PRIVATE,
        "visit",
        "reply-without-authorization",
    ),
    Sentence(
        "waive",
        "We can drop your copay or deductible this time.",
        _never,
        "A cost share is not waived as a courtesy; only a determination of financial need may reduce it.",
        WAIVER,
        "nobody",
        "cost-share-waived",
    ),
    Sentence(
        "other_code",
        "We will bill it with another diagnosis, so that your plan pays.",
        _never,
        "A diagnosis that the record does not support is a false statement to the plan.",
        CODES,
        "nobody",
        "code-changed-for-coverage",
    ),
    Sentence(
        "balance",
        "You owe the part of our charge that your plan did not allow.",
        _never,
        "The contract, or the law, forbids billing the patient for more than the share that the plan leaves.",
        CONTRACT,
        "nobody",
        "contract-amount-billed",
    ),
    Sentence(
        "pay_first",
        "Please pay the charge now. We will refund you when your plan has paid.",
        _never,
        "A patient is billed after every payer, and for the share only.",
        SHARE,
        "nobody",
        "payment-asked-too-early",
    ),
    Sentence(
        "promise",
        "Your plan will pay the rest. I promise.",
        _never,
        "What a plan decides cannot be promised.",
        "neither a claim status nor an appeal promises payment",
        "nobody",
        "outcome-promised",
    ),
    Sentence(
        "collections",
        "If you do not pay today, the account goes to a collection agency.",
        _never,
        "The policy sends three statements and a final notice first.",
        POLICY,
        "nobody",
        "collection-threatened",
    ),
    Sentence(
        "keep",
        "We will keep what you paid too much for your next visit.",
        lambda asked: _if(asked.account.refund > 0, "never"),
        "A credit that no balance needs is refunded; it is not kept.",
        "the clinic's refund policy; state unclaimed property laws",
        error="credit-kept",
    ),
)
BY_ID = {one.id: one for one in SENTENCES}


def verdict(sentence: str, asked: Asked) -> Verdict:
    """May this sentence stand in the reply?

    >>> from sim.billing.books.patient_account import Account
    >>> from sim.billing.books.disclosure import Caller, right_of
    >>> mine = Account("due", 4_768, 4_768, 2_500, 0, 7_268, 2_500, 0, 0, 0, 29_500, 14_203, 8_029, 4_768)
    >>> asked = Asked(mine, right_of(Caller("patient")), "explain")
    >>> [verdict(one, asked) for one in ("deductible", "coinsurance", "reason", "waive")]
    ['must', 'untrue', 'may', 'never']
    >>> stranger = Asked(mine, right_of(Caller("former spouse")), "visit of another")
    >>> [verdict(one, stranger) for one in ("deductible", "need_authorization", "confirm")]
    ['never', 'must', 'never']
    """
    one, scope = BY_ID[sentence], asked.right.scope
    if scope in ("verify", "nothing"):
        if one.id == OPENING[scope]:
            return "must"
        told = one.judged(asked)
        return "never" if one.concerns != "nobody" else "may" if told == "must" else told
    return "never" if scope == "payment" and one.id == "reason" else one.judged(asked)


OPENING = {"verify": "verify", "nothing": "need_authorization"}  # what is said before anything else
UNTOLD = {"verify": "reply-before-verifying", "nothing": "reply-without-authorization"}


def error_of(sentence: str, asked: Asked) -> str:
    """The kind of mistake of saying a sentence that must not be said."""
    one = BY_ID[sentence]
    return UNTOLD.get(asked.right.scope, one.error) if one.concerns != "nobody" else one.error


def why_of(sentence: str, asked: Asked) -> tuple[str, str]:
    """Why a sentence must, may or must not be said, and by which rule."""
    one = BY_ID[sentence]
    if asked.right.scope in UNTOLD and (one.concerns != "nobody" or one.id in OPENING.values()):
        return asked.right.why, asked.right.cite
    if sentence == "share" and verdict(sentence, asked) == "untrue":
        return _no_share(asked), one.cite
    return one.why, one.cite


def _no_share(asked: Asked) -> str:
    """Why nobody can say that what is left is the patient's share."""
    if asked.is_self_pay:
        return "No plan was billed for this visit."
    return {
        "waiting": "The plan has not finished with this visit yet.",
        "protected": "The plan has processed the visit, but what it left may not be billed to this patient.",
        "written off": "The plan has processed the visit, but what is left is written off.",
    }.get(asked.account.state, "The plan has processed the visit, but nothing is left for the patient to pay.")
