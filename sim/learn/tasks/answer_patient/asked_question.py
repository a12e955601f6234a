"""The question of a case with everything behind it: the account, what the caller may be told, and the right reply. All
of it is worked out from the claims, remittances and books of that very visit.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sim.billing.books import self_pay
from sim.billing.books.disclosure import Caller, Relation, is_minor, right_of
from sim.billing.books.patient_account import (
    Account,
    account,
    first_payer_share,
    posted_balance,
    self_pay_account,
)
from sim.billing.books.patient_question import Asked
from sim.billing.books.payment_plans import installments
from sim.billing.books.reply_actions import declined, next_actions
from sim.billing.books.reply_sentences import verdict
from sim.billing.claims.remedy_kinds import sends_claim, writes_letter
from sim.billing.visit.journey import Journey
from sim.ground.dates import us_date
from sim.ground.files import remembered_up_to
from sim.ground.money import dollars
from sim.learn.exercises.case import Case, payer_label
from sim.learn.grading.outcome import travel
from sim.learn.tasks.answer_patient.answer import AMOUNTS, Answer
from sim.learn.tasks.answer_patient.questions import QUESTIONS, Question
from sim.reference.codes import procedure_rows, procedures

AFTER_ANSWER = timedelta(days=12)  # from the last remittance to the question
BOOKED_AHEAD = timedelta(days=14)  # a self-pay visit was scheduled so long before
ENDINGS = ("R_WRITEOFF", "R_NONE", "R_PATIENT")


@dataclass(frozen=True, eq=False)
class Lying:
    """What lies on the desk. `words`: of the caller; `estimated`, `billed`: of a self-pay visit, as sim.self_pay gives
    them; `right`: the best reply; `installments`: of the balance, where the policy offers a plan."""

    question: Question
    made: Journey
    on: date
    caller: Caller
    account: Account
    asked: Asked
    words: str
    right: Answer
    estimated: dict[str, Any] | None = None
    billed: dict[str, Any] | None = None

    @property
    def may_know(self) -> bool:
        """May the caller hear amounts?"""
        return self.asked.right.scope in ("everything", "payment")

    def amounts(self) -> dict[str, int | None]:
        """What is right in each amount's field, 0 for nothing to say; None for a field whose entry moves no point."""
        mine = self.account
        free = mine.state == "protected"  # a state may leave a small copay of its own
        return {
            "owed": mine.owed,
            **{name: None if free else getattr(mine, name) for name in ("deductible", "copay", "coinsurance")},
            "paid": mine.paid,
            "still_open": mine.open,
            "refund": mine.refund,
            "installment": self.asked.installments[0] if self._plans else None if self.asked.installments else 0,
        }

    def owed(self) -> set[int]:
        """The amounts that are right for what is owed: a clinic may hold the whole visit while a denial is worked on,
        and Medicaid may leave a small copay of its own."""
        mine = self.account
        return {mine.owed, *((0,) if mine.denied else ()), *((mine.share,) if mine.state == "protected" else ())}

    @property
    def _plans(self) -> bool:
        return next_actions(self.asked)[0] == "plan"


@remembered_up_to(64)
def lying(case: Case) -> Lying:
    """What lies on the desk in a case."""
    question = QUESTIONS[case.exercise.given["question"]]
    made = travel(case, case.sent_visit)
    on = _day(question, made, case)
    estimated, billed = _own_price(case, on) if question.statement == "self pay" else (None, None)
    if billed is not None:
        mine = self_pay_account(billed, int(case.row["copayment_collected_amount"]))
    else:
        mine = account(made, on, _statement(question, made, on))
    caller = Caller(_relation(question, case), question.is_verified, question.is_named)
    asked = Asked(
        mine,
        right_of(caller),
        question.asks,
        installments(mine.owed, on) if mine.owed else (),
        bool(billed and billed["may_dispute"]),
        billed is not None,
        billed["due_amount"] - estimated["due_amount"] if billed is not None and estimated is not None else 0,
        _can_fix(made) if mine.denied else True,
    )
    said = Lying(question, made, on, caller, mine, asked, _words(question, mine, case), Answer(), estimated, billed)
    return Lying(**{**vars(said), "right": _right(said)})


def _relation(question: Question, case: Case) -> Relation:
    is_child = is_minor(case.row["patient_age"], case.row["service_date"])
    return "parent" if is_child and question.relation == "patient" else question.relation


def _day(question: Question, made: Journey, case: Case) -> date:
    """The day of the question: after the last answer, or between acceptance and answer."""
    told = made.adjudicated
    if question.is_open and len(told.acknowledgements) and len(told.remittance_lines):
        accepted, paid = told.acknowledgements.acknowledgement_date.min(), told.remittance_lines.remittance_date.min()
        return date.fromisoformat(str(accepted + (paid - accepted) // 2))
    last = case.row["service_date"] if made.last_answer is None else made.last_answer
    return date.fromisoformat(str(last)) + AFTER_ANSWER


def _statement(question: Question, made: Journey, on: date) -> int | None:
    """What the last statement asked for; None where none asked for anything."""
    if question.statement == "right":
        return account(made, on).owed or None
    if question.statement == "posted":
        return posted_balance(made, on) or None
    return first_payer_share(made, on) or None if question.statement == "first payer" else None


def _own_price(case: Case, on: date) -> tuple[dict[str, Any], dict[str, Any]]:
    """The good faith estimate and the bill of a patient who pays alone. The estimate left the drugs out."""
    services = [(line.code, line.units) for line in case.truth_visit.services]
    kinds = procedures().kind[procedure_rows([code for code, _ in services])].texts().tolist()
    expected = [one for one, kind in zip(services, kinds, strict=True) if kind != "drug"]
    day = case.row["service_date"]
    before = self_pay.estimate(expected, day, day - BOOKED_AHEAD)
    return before, self_pay.bill(services, day, before)


def _can_fix(made: Journey) -> bool:
    """Is there a compliant way to have the denied lines paid?"""
    remedy = made.repair.remedy if made.repair is not None else "R_NONE"
    return sends_claim(remedy) or writes_letter(remedy) or remedy not in ENDINGS


def _words(question: Question, mine: Account, case: Case) -> str:
    is_billed = bool(mine.billed) or question.statement == "none" and (question.is_open or mine.denied > 0)
    patient = case.patient
    is_child = is_minor(case.row["patient_age"], case.row["service_date"])
    return (question.says if is_billed else question.unbilled).format(
        billed=dollars(mine.billed or 0),
        charge=dollars(mine.charge),
        paid=dollars(mine.paid),
        denied=dollars(mine.denied),
        plan=payer_label(case.row["payer_code"]),
        day=us_date(case.row["service_date"]),
        patient="my child's" if is_child else "my",
        patient_name=f"{patient['first_name']} {patient['family_name']}",
    )


def _right(said: Lying) -> Answer:
    """The best reply: what has to be said and no more."""
    amounts = {name: amount or None for name, amount in said.amounts().items()} if said.may_know else {}
    if said.may_know:
        amounts["owed"] = said.account.owed
    return Answer(
        said.asked.right.scope,
        **{name: amounts.get(name) for name in AMOUNTS},
        says=tuple(one for one in said.question.offers if verdict(one, said.asked) == "must"),
        declined=declined(said.asked)[0],
        action=next_actions(said.asked)[0],
    )
