"""Marking a reply: who may be told, every amount to the cent, every sentence that has to be said or must not be, what
is declined, and what is done next. A wrong amount has a reason of its own only where it is exactly one of the amounts
that people take for it.
"""

from collections.abc import Iterator

from sim.billing.books.reply_actions import ACTIONS, REQUESTS, declined, next_actions, why_next
from sim.billing.books.reply_sentences import BY_ID, UNTOLD, error_of, verdict, why_of
from sim.billing.books.patient_question import CONTRACT, POLICY, QMB, SHARE
from sim.ground.money import dollars
from sim.learn.exercises.case import Case
from sim.learn.grading import error_kinds
from sim.learn.grading.marks import Consequence, Mark, Marks
from sim.learn.grading.named_marks import named
from sim.learn.tasks.answer_patient.answer import AMOUNTS, SCOPES, Answer
from sim.learn.tasks.answer_patient.asked_question import Lying, lying

RED_LINES = (*UNTOLD.values(), "cost-share-waived", "code-changed-for-coverage", "protected-patient-billed")
ACTION = {one.id: one for one in ACTIONS}
STRICTNESS = ("everything", "payment", "verify", "nothing")  # from telling all to telling nothing


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an Answer."""
    if answer.is_blank:
        blank = list(_marks(answer, lying(case)))
        return Marks((), 0, len(blank), case.exercise.points)
    marks = sorted(_marks(answer, lying(case)), key=_place)
    entered = sum(mark.counts and mark.verdict != "missing" for mark in marks)
    needed = sum(mark.counts and (mark.verdict != "wrong" or bool(mark.key)) for mark in marks)
    too_much = sum(mark.consequence.patient_amount for mark in marks if mark.consequence)
    return Marks(tuple(marks), entered, needed, case.exercise.points, patient_amount=too_much)


FIELDS = ("may_tell", *AMOUNTS, "says", "declined", "action")
ORDER = ("wrong", "missing", "right", "free")


def _place(mark: Mark) -> tuple[int, int]:
    """In the order of the form; of several sentences those first that need a look."""
    return FIELDS.index(mark.where), ORDER.index(mark.verdict)


def _marks(answer: Answer, said: Lying) -> Iterator[Mark]:
    yield _scope(answer.may_tell, said)
    for name in AMOUNTS:
        yield from _amount(name, getattr(answer, name), said)
    for one in said.question.offers:
        yield from _sentence(one, one in answer.says, answer.action, said)
    yield _declined(answer.declined, said)
    yield _action(answer.action, said)


# -- who may be told


def _scope(given: str, said: Lying) -> Mark:
    right = said.asked.right
    error = scope_error(given, said) if given else ""
    return _judged("may_tell", given, given == right.scope, right.why, SCOPES[right.scope], right.cite, error)


def scope_error(given: str, said: Lying) -> str:
    """Too much told, or somebody turned away who may know."""
    scope = said.asked.right.scope
    if given == scope:
        return ""
    if STRICTNESS.index(given) > STRICTNESS.index(scope):
        return "caller-turned-away"
    return UNTOLD.get(scope, "reply-more-than-necessary")


# -- amounts


def _amount(name: str, given: int | None, said: Lying) -> Iterator[Mark]:
    label = AMOUNTS[name][0]
    if not said.may_know:
        if given is not None:
            untold = said.asked.right
            yield _wrong(name, UNTOLD[untold.scope], f"{untold.why} An amount tells of the visit too.", "", untold.cite)
        return
    right = said.amounts()[name]
    if right is None:
        return
    if given is None and (right or name == "owed"):
        why = because(name, said)
        yield Mark(
            name,
            "missing",
            f"{label}: {dollars(right)}. {why}",
            hint=PLACES[name],
            key=dollars(right),
            cite=cite_of(name, said),
            reason=why,
        )
    elif given == right or name == "owed" and given in said.owed():
        if right or name == "owed":
            yield Mark(name, "right", because(name, said), earned=1.0, cite=cite_of(name, said), key=dollars(right))
    elif given:
        error = mistake(name, given, said)
        mark = _wrong(name, error, because(name, said), dollars(right) if right or name == "owed" else "", "")
        yield _with_money(mark, name, given - right, said)
    elif given == 0 and right:
        yield _wrong(name, GENERAL, because(name, said), dollars(right), cite_of(name, said))


def _with_money(mark: Mark, name: str, more: int, said: Lying) -> Mark:
    """An amount asked of the patient that is not owed, or one that is owed and not asked, is money."""
    cite = cite_of(name, said)
    if name != "owed":
        return Mark(**{**vars(mark), "cite": cite})
    words = f"The patient would be asked for {dollars(abs(more))} too {'much' if more > 0 else 'little'}."
    return Mark(**{**vars(mark), "cite": cite, "consequence": Consequence(0, 0, 0, more, words)})


GENERAL = "patient-amount-wrong"
PLACES = {
    "owed": "Take the patient's share of the last payer's remittance, less what was paid.",
    "deductible": "Add the deductible of every service in the remittance.",
    "copay": "Add the copay of every service in the remittance.",
    "coinsurance": "Add the coinsurance of every service in the remittance.",
    "paid": "Look at the account: what was paid at the visit?",
    "still_open": "Which charges has the plan not decided, or denied?",
    "refund": "Compare what was paid with the patient's share.",
    "installment": "Read the payment plan in the practice's policy.",
}


def because(name: str, said: Lying) -> str:
    """Why an amount is what it is, from the account."""
    mine = said.account
    if name == "owed":
        return _why_owed(said)
    if name == "paid":
        return f"The account shows {dollars(mine.paid)} paid at the visit."
    if name == "still_open":
        if mine.denied:
            return f"{dollars(mine.denied)} of the charges were denied and are being worked on."
        return f"{dollars(mine.open)} of the charges are not decided yet."
    if name == "refund":
        return f"Paid {dollars(mine.paid)}, share {dollars(mine.share)}: {dollars(mine.refund)} is left over."
    if name == "installment":
        parts = said.asked.installments
        count = f"{len(parts)} payments" if parts else "no payment plan"
        return (
            f"The policy gives {count} for a balance of {dollars(mine.owed)}; a plan is set up where it is asked for."
        )
    return f"The remittance shows {dollars(getattr(mine, name))} {name} for all services together."


def _why_owed(said: Lying) -> str:
    mine = said.account
    if mine.state == "waiting":
        return "The plan has not decided, so nothing is owed yet."
    if mine.state == "protected":
        return (
            "Medicaid helps this patient with Medicare's cost share, so nothing of it may be billed. A state may leave"
            " a small copay of its own; our clinic does not bill it."
        )
    if mine.state == "written off":
        return f"{dollars(mine.share - mine.paid)} is left, and the policy writes it off."
    share = "Our price less the self-pay discount is" if said.asked.is_self_pay else "The patient's share is"
    told = f"{share} {dollars(mine.share)}, less {dollars(mine.paid)} paid: {dollars(mine.owed)} is owed."
    return told + (f" The statement asked for {dollars(mine.billed or 0)}." if mine.is_misbilled else "")


def cite_of(name: str, said: Lying) -> str:
    """The rule behind an amount."""
    if said.account.state == "protected":
        return QMB
    if said.asked.is_self_pay:
        return POLICY
    return CONTRACT if name == "still_open" and said.account.denied else SHARE


def mistake(name: str, given: int, said: Lying) -> str:
    """The kind of error of a wrong amount.

    >>> from sim.learn.exercises.case import draw
    >>> said = lying(draw("patient_01_why_owe", 1))
    >>> mistake("owed", said.account.charge, said), mistake("owed", 1, said)
    ('charge-told-as-owed', 'patient-amount-wrong')
    """
    found = [kind for kind, amount in taken(name, said) if amount == given]
    return found[0] if found else GENERAL


def taken(name: str, said: Lying) -> list[tuple[str, int]]:
    """The amounts that people take for the right one in a field, each with its kind of error."""
    mine = said.account
    right = said.owed() if name == "owed" else {said.amounts()[name]}
    kinds: list[tuple[str, int]] = []
    if name == "owed":
        if mine.state == "protected":
            kinds = [("protected-patient-billed", mine.billed or 0)]
        kinds += [
            ("statement-believed", mine.billed or 0),
            ("denied-charge-owed", mine.denied),
            ("denied-charge-owed", mine.denied + mine.owed if mine.denied else 0),
            ("charge-told-as-owed", mine.charge),
            ("payment-not-subtracted", mine.share if mine.state != "waiting" else 0),
            ("contract-amount-billed", mine.adjusted),
            ("contract-amount-billed", mine.adjusted + mine.owed if mine.adjusted else 0),
        ]
    if name == "refund":
        kinds = [("refund-of-whole-payment", mine.paid)]
    if name == "installment":
        kinds = [("balance-not-divided", mine.owed)]
    if name in ("deductible", "copay", "coinsurance"):
        kinds = [
            ("share-parts-mixed", getattr(mine, other))
            for other in ("deductible", "copay", "coinsurance")
            if other != name
        ]
    return [(kind, amount) for kind, amount in kinds if amount and amount not in right and None not in right]


# -- sentences


GOES_WITH = {
    "assistance": "assistance",
    "coder": "coder",
    "plan": "plan",
    "dispute": "dispute",
}  # next step -> sentence


def _sentence(one: str, is_said: bool, action: str, said: Lying) -> Iterator[Mark]:
    told, words = verdict(one, said.asked), BY_ID[one].words
    why, cite = why_of(one, said.asked)
    quoted = f"“{words}”"
    if told == "must" and is_said:
        yield Mark("says", "right", f"{quoted} {why}", earned=1.0, cite=cite)
    elif told == "must":
        error = "reply-fact-left-out"
        title = error_kinds.words(error)
        yield Mark(
            "says",
            "missing",
            f"{title}: {quoted} {why}",
            skill=error_kinds.skill(error),
            error=error,
            title=title,
            hint=error_kinds.hint(error),
            key=words,
            cite=cite,
            reason=why,
        )
    elif is_said and told == "may":
        is_needed = action in next_actions(said.asked) and GOES_WITH.get(action) == one
        ending = "It goes with the next step that you chose." if is_needed else "True, and not needed here."
        yield Mark("says", "right" if is_needed else "free", f"{quoted} {ending}", counts=False, cite=cite)
    elif is_said:
        lead = f"{quoted} must not be said." if told == "never" else f"{quoted} is not so here."
        yield _wrong("says", error_of(one, said.asked), f"{lead} {why}", "", cite)


# -- what is declined, what is done


def _declined(given: str, said: Lying) -> Mark:
    right = declined(said.asked)
    error = "" if not given or given in right else "request-granted" if given == "none" else "request-invented"
    why = declined_why(said)
    return _judged("declined", given, given in right, why[0], REQUESTS[right[0]], why[1], error)


def declined_why(said: Lying) -> tuple[str, str]:
    """Why this is declined, or nothing is, with the rule."""
    if said.asked.right.scope == "verify":
        return "Nothing is declined: the question waits until the caller's identity is verified.", said.asked.right.cite
    return DECLINED[declined(said.asked)[0]]


DECLINED = {
    "none": ("The caller asks for nothing that the clinic may not do.", "the clinic's written financial policy"),
    "waiver": (BY_ID["waive"].why, BY_ID["waive"].cite),
    "code": (BY_ID["other_code"].why, BY_ID["other_code"].cite),
    "information": (
        "The caller asks for more than this caller may know.",
        "45 CFR 164.502(b); 164.508(a)(1); 164.510(b)(1)(i)",
    ),
}


def _action(given: str, said: Lying) -> Mark:
    right = next_actions(said.asked)
    why, cite = why_next(given if given in right else right[0], said.asked)
    return _judged("action", given, given in right, why, ACTION[right[0]].words, cite, action_error(given, said))


def action_error(given: str, said: Lying) -> str:
    """The kind of a wrong next step."""
    if not given or given in next_actions(said.asked):
        return ""
    if given == "ask" and said.may_know and (said.account.open or not said.account.owed):
        return "payment-asked-too-early"
    return "wrong-next-step"


# -- the mark itself


def _judged(where: str, given: str, is_right: bool, why: str, key: str, cite: str, error: str) -> Mark:
    if is_right:
        return Mark(where, "right", why, earned=1.0, cite=cite, key=key)
    if not given:
        return Mark(where, "missing", f"{key}. {why}", hint=HINTS[where], key=key, cite=cite, reason=why)
    return _wrong(where, error, why, key, cite)


HINTS = {
    "may_tell": "Read who calls, and what is on file about it.",
    "declined": "What does the caller ask for, beside an explanation?",
    "action": "Is everything decided, is the account right, and may you speak with this caller?",
}


def _wrong(where: str, error: str, why: str, key: str, cite: str) -> Mark:
    return named(where, error, why, key, cite, error in RED_LINES)
