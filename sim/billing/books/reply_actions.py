"""What the clinic does after a patient's question, and what it has to decline.

next_actions(asked)                     what is right to do next, the best first
declined(asked)                         what the patient asks for and cannot have
"""

from dataclasses import dataclass

from sim.billing.books.patient_question import CODES, CONTRACT, ESTIMATE, POLICY, PRIVACY, QMB, SHARE, Asked


@dataclass(frozen=True)
class NextAction:
    """What the clinic does next."""

    id: str
    words: str
    why: str
    cite: str


ACTIONS = (
    NextAction(
        "ask",
        "Explain the balance and ask for payment",
        "The plan has decided, the share is right and unpaid.",
        SHARE,
    ),
    NextAction(
        "wait",
        "Hold the statement until the plan answers",
        "The claim was accepted and is not decided yet.",
        SHARE,
    ),
    NextAction(
        "rework",
        "Hold the statement; correct the claim or dispute the denial",
        "What was denied can be corrected or disputed, and is not the patient's.",
        CONTRACT,
    ),
    NextAction(
        "correct_account",
        "Correct the account and send a corrected statement",
        "The books ask the patient for money that is not the patient's to pay.",
        CONTRACT,
    ),
    NextAction(
        "refund",
        "Refund the credit",
        "The visit is decided, and more was paid than the share.",
        "the clinic's refund policy; state unclaimed property laws",
    ),
    NextAction(
        "plan",
        "Set up a payment plan",
        "The balance is right, and the policy offers a plan for it.",
        POLICY,
    ),
    NextAction(
        "assistance",
        "Send the financial assistance application and hold collection",
        "Whoever says that they cannot pay is looked at individually first.",
        "42 U.S.C. 1320a-7a(i)(6)(A)(iii)(I)",
    ),
    NextAction(
        "verify",
        "Verify the caller's identity first",
        "Nobody has checked who is calling.",
        "45 CFR 164.514(h)(1)(i)",
    ),
    NextAction(
        "authorization",
        "Decline, and say how a written authorization is given",
        "The patient has not agreed that this person is told anything.",
        "45 CFR 164.508(a)(1)",
    ),
    NextAction(
        "officer",
        "Connect the caller with the privacy officer",
        "A complaint about privacy goes to the person named for it, and is documented.",
        PRIVACY,
    ),
    NextAction(
        "coder",
        "Ask a coder to compare the codes with the record",
        "Whether the codes are right is decided by the record.",
        CODES,
    ),
    NextAction(
        "dispute",
        "Review the bill, and explain the federal dispute process",
        "The bill is $400 or more above the good faith estimate.",
        ESTIMATE,
    ),
    NextAction(
        "close",
        "Nothing: say that nothing is owed, and close the question",
        "The plan has decided everything, and nothing is left.",
        SHARE,
    ),
)


def why_next(action: str, asked: Asked) -> tuple[str, str]:
    """Why a next step is right for this account, and by which rule.

    >>> from sim.billing.books.patient_account import Account
    >>> from sim.billing.books.disclosure import Caller, right_of
    >>> mine = Account("protected", 0, 0, 0, 0, 0, 0, 0, 0, 0, 32_400, 22_296, 10_104, 2_161)
    >>> why_next("correct_account", Asked(mine, right_of(Caller("patient")), "explain"))[1][:14]
    '42 U.S.C. 1396'
    """
    one = next(each for each in ACTIONS if each.id == action)
    if action == "correct_account" and asked.account.state == "protected":
        return "The statement asks a qualified Medicare beneficiary for Medicare's cost share.", QMB
    if action == "ask" and asked.is_self_pay:
        return (
            "The bill follows the clinic's own prices, and is less than $400 above the good faith estimate.",
            ESTIMATE,
        )
    return one.why, one.cite


def next_actions(asked: Asked) -> tuple[str, ...]:
    """What is right to do next, the best first; each of them is right.

    >>> from sim.billing.books.patient_account import Account
    >>> from sim.billing.books.disclosure import Caller, right_of
    >>> mine = Account("due", 16_184, 16_184, 0, 0, 16_184, 0, 0, 0, 0, 45_000, 21_617, 7_199, 16_184)
    >>> patient = right_of(Caller("patient"))
    >>> next_actions(Asked(mine, patient, "explain")), next_actions(Asked(mine, patient, "pay later", (4_046,) * 4))
    (('ask',), ('plan', 'assistance'))
    >>> next_actions(Asked(mine, right_of(Caller("family")), "visit of another"))
    ('authorization', 'officer')
    """
    mine, scope = asked.account, asked.right.scope
    if scope == "verify":
        return ("verify",)
    if scope == "nothing":
        return ("authorization", "officer")
    if asked.asks == "complain":
        return ("officer",)
    if asked.asks == "coding":
        return ("coder",)
    if mine.state == "waiting":
        return ("wait",)
    if mine.denied:
        return ("rework",) if asked.can_fix else ("correct_account",)
    if mine.is_misbilled:
        return ("correct_account", "refund") if mine.refund else ("correct_account",)
    if mine.refund:
        return ("refund",)
    return _of_balance(asked)


def _of_balance(asked: Asked) -> tuple[str, ...]:
    """The same where the account is right and decided."""
    if asked.may_dispute:
        return ("dispute",)
    if not asked.account.owed:
        return ("close",)
    plan = ("plan",) if asked.installments else ()
    return {
        "pay later": (*plan, "assistance") if plan else ("ask", "assistance"),
        "cannot pay": ("assistance",),
        "waive": ("ask", "assistance", *plan),
        "change code": ("ask", "coder"),
    }.get(asked.asks, ("ask",))


REQUESTS = {
    "none": "Nothing has to be declined",
    "waiver": "That a copay, deductible or coinsurance be waived",
    "code": "That a code be changed so that the plan pays",
    "information": "Information that this caller may not have",
}


def declined(asked: Asked) -> tuple[str, ...]:
    """What the caller asks for and cannot have: the best answer first, each of them right.

    >>> from sim.billing.books.patient_account import Account
    >>> from sim.billing.books.disclosure import Caller, right_of
    >>> mine = Account("nothing due", 0, 0, 0, 0, 0, 0, 0, 0, 0, 21_000, 10_471, 10_529)
    >>> [declined(Asked(mine, right_of(Caller("patient")), asks)) for asks in ("waive", "change code", "explain")]
    [('waiver',), ('code',), ('none',)]
    """
    if asked.right.scope == "verify":
        return ("none", "information")
    if asked.asks == "visit of another":
        return ("information",)
    return {"waive": ("waiver",), "change code": ("code",)}.get(asked.asks, ("none",))
