"""A patient's question answered aloud, step by step."""

from sim.billing.books.reply_actions import ACTIONS, REQUESTS, declined, next_actions
from sim.billing.books.reply_sentences import BY_ID, verdict, why_of
from sim.ground.money import dollars
from sim.learn.exercises.case import Case
from sim.learn.tasks.answer_patient.answer import AMOUNTS, SCOPES
from sim.learn.tasks.answer_patient.asked_question import lying
from sim.learn.tasks.answer_patient.marks import DECLINED, because, cite_of
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
    for one in said.question.offers:
        if verdict(one, asked) == "never":
            why, cite = why_of(one, asked)
            steps.append(Step("The reply", why, f"Do not say: {BY_ID[one].words}", cite))
    why, cite = DECLINED[declined(asked)[0]]
    steps.append(Step("What is asked for", why, f"To decline: {REQUESTS[declined(asked)[0]].lower()}.", cite))
    best = next(one for one in ACTIONS if one.id == next_actions(asked)[0])
    steps.append(Step("Next", best.why, f"So: {best.words}.", best.cite))
    return steps


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
