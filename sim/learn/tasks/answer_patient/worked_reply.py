"""A patient's question answered aloud, step by step."""

from sim.billing.books.reply_actions import ACTIONS, REQUESTS, declined, next_actions, why_next
from sim.billing.books.reply_sentences import BY_ID, verdict, why_of
from sim.ground.money import dollars
from sim.learn.exercises.case import Case
from sim.learn.tasks.answer_patient.answer import AMOUNTS, SCOPES
from sim.learn.tasks.answer_patient.asked_question import Lying, lying
from sim.learn.tasks.answer_patient.marks import because, cite_of, declined_why
from sim.learn.tasks.contract import Step


def worked(case: Case) -> list[Step]:
    """Who calls, what the account says, what is said, what is declined, what is done."""
    said = lying(case)
    right, asked = said.right, said.asked
    steps = [Step("The call", asked.right.why, f"May you discuss it? {SCOPES[asked.right.scope]}.", asked.right.cite)]
    for name, (label, _) in AMOUNTS.items():
        amount = getattr(right, name)
        if amount is not None:
            steps.append(Step(WHERE[name], because(name, said), f"{label}: {dollars(amount)}.", cite_of(name, said)))
    for one in right.says:
        why, cite = why_of(one, asked)
        steps.append(Step("The reply", why, f"Say: {BY_ID[one].words}", cite))
    steps += _unsaid(said)
    asked_for = declined(asked)[0]
    why, cite = declined_why(said)
    told = "so nothing is declined" if asked_for == "none" else f"to be declined: {REQUESTS[asked_for]}"
    steps.append(Step("What is asked for", why, f"{told[0].upper()}{told[1:]}.", cite))
    best = next(one for one in ACTIONS if one.id == next_actions(asked)[0])
    why, cite = why_next(best.id, asked)
    steps.append(Step("Next", why, f"So: {best.words}.", cite))
    return steps


def _unsaid(said: Lying) -> list[Step]:
    """What must not be said, in one step for each reason."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in said.question.offers:
        if verdict(one, said.asked) == "never":
            found.setdefault(why_of(one, said.asked), []).append(BY_ID[one].words)
    return [Step("The reply", why, f"Do not say: {' '.join(words)}", cite) for (why, cite), words in found.items()]


WHERE = {
    "owed": "Remittance of the last payer, and the account",
    "deductible": "Remittance, column deductible",
    "copay": "Remittance, column copay",
    "coinsurance": "Remittance, column coinsurance",
    "paid": "Account, paid at the visit",
    "still_open": "Remittance or claim status",
    "refund": "Account and remittance",
    "installment": "Policy, payment plan",
}
