"""The questions that patients and others ask about a bill: who calls, what they say, what they want, which statement
they hold in their hands, and which sentences lie ready for the reply. An exercise names one below [given].
"""

from dataclasses import dataclass
from typing import Literal

from sim.billing.books.disclosure import Relation
from sim.billing.books.patient_question import Asks

Statement = Literal["right", "posted", "first payer", "none", "self pay"]


@dataclass(frozen=True)
class Question:
    """One question. `says`: the caller's words, with {billed}, {charge}, {paid}, {denied}, {day},
    {patient} (my, or my child's) and {patient_name};
    `unbilled`: the same where no statement asks for anything. `statement`: what the last statement rests on: what is
    owed, what stands in the books, what the first payer left, none sent, the clinic's own price. `is_open`: the claim
    is not decided on the day of the question.
    """

    says: str
    unbilled: str
    offers: tuple[str, ...]
    asks: Asks = "explain"
    statement: Statement = "right"
    relation: Relation = "patient"
    is_verified: bool = True
    is_named: bool = False
    is_open: bool = False


NO_BILL = "I have not had a bill for {patient} visit on {day}. Do I owe anything?"
PARTS = ("share", "deductible", "copay", "coinsurance")
QUESTIONS = {
    "why_owe": Question(
        "Your statement says that I owe {billed}. Why, when I have insurance?",
        NO_BILL,
        (*PARTS, "paid", "contract", "nothing_owed", "small", "balance", "promise", "refund"),
    ),
    "paid_copay": Question(
        "I paid {paid} at the visit. Now your statement says {billed}. I already paid my copay.",
        "I paid {paid} at the visit on {day}. Is there anything left to pay?",
        (*PARTS, "paid", "wrong_statement", "nothing_owed", "small", "refund", "waive", "collections"),
    ),
    "not_decided": Question(
        "I see a charge of {charge} for {patient} visit on {day}. Do I have to pay that now?",
        "I see a charge of {charge} for {patient} visit on {day}. Do I have to pay that now?",
        ("not_final", "share", "nothing_owed", "pay_first", "promise", "assistance", "denied_ours", "contract"),
        statement="none",
        is_open=True,
    ),
    "plan_says_less": Question(
        "My plan's explanation of benefits leaves me less than this. Your statement says {billed}. Which is right?",
        "My plan's explanation of benefits does not agree with my account. What do I owe?",
        (
            *PARTS,
            "paid",
            "contract",
            "wrong_statement",
            "nothing_owed",
            "refund",
            "balance",
            "collections",
            "small",
        ),
        statement="posted",
    ),
    "no_authorization": Question(
        "My plan did not pay for the injection, because there was no authorization. Nobody told me. Do I have to pay"
        " the {denied}?",
        "My plan paid for the visit on {day}. Is there anything that I have to pay?",
        ("denied_ours", "not_final", "share", "coinsurance", "nothing_owed", "balance", "pay_first", "promise"),
        statement="none",
    ),
    "overpaid": Question(
        "I paid {paid} at the visit and still got a statement for {billed}. Did I pay too much?",
        "I paid {paid} at the visit on {day}. My plan's explanation of benefits came. Did I pay too much?",
        ("refund", "keep", "nothing_owed", "copay", "paid", "share", "deductible", "waive", "small"),
    ),
    "pay_later": Question(
        "I got your statement for {billed}. I cannot pay that at once.",
        NO_BILL,
        (*PARTS, "plan", "plan_from", "assistance", "paid", "waive", "collections", "nothing_owed", "small"),
        asks="pay later",
    ),
    "cannot_pay": Question(
        "I lost my job last month. I cannot pay the {billed} on your statement, not even part by part.",
        NO_BILL,
        ("assistance", "plan", *PARTS, "waive", "collections", "nothing_owed", "promise", "small"),
        asks="cannot pay",
    ),
    "drop_copay": Question(
        "My old doctor never made me pay what the plan leaves. Can you drop the {billed}?",
        "My old doctor never made me pay a copay. Can you give me back the {paid} that I paid?",
        (*PARTS, "no_waiver", "waive", "assistance", "paid", "nothing_owed", "small", "refund"),
        asks="waive",
    ),
    "other_code": Question(
        "My plan says it would have paid all of this as a checkup. You can change the diagnosis, can't you? Then I"
        " would not owe {billed}.",
        "My plan says it would have paid all of this as a checkup, without a copay. You can change the diagnosis, can't"
        " you?",
        (*PARTS, "no_code_change", "other_code", "coder", "paid", "waive", "nothing_owed", "refund", "small"),
        asks="change code",
    ),
    "former_spouse": Question(
        "I used to be married to {patient_name}, and we still share the costs. What was the visit on {day} for, and"
        " what is owed?",
        "I used to be married to {patient_name}, and we still share the costs. What was the visit on {day} for, and"
        " what is owed?",
        ("need_authorization", "confirm", "reason", "share", "nothing_owed", "officer", "verify", "paid"),
        asks="visit of another",
        relation="former spouse",
    ),
    "named_helper": Question(
        "I am {patient_name}'s sister and pay the bills. The statement says {billed}. What is it made of, and what was"
        " the visit for?",
        "I am {patient_name}'s sister and pay the bills. Is anything owed for {day}, and what was the visit for?",
        (*PARTS, "reason", "paid", "need_authorization", "nothing_owed", "refund", "small", "officer"),
        asks="visit of another",
        relation="family",
        is_named=True,
    ),
    "unknown_voice": Question(
        "Hello, I have a bill from you. Just tell me what it is for and what I owe.",
        "Hello, I was at your clinic. Just tell me what I owe.",
        ("verify", "share", "reason", "confirm", "need_authorization", "nothing_owed", "deductible", "waive"),
        is_verified=False,
    ),
    "medicaid_too": Question(
        "I have Medicare and Medicaid. Your statement asks me for {billed}. Do I have to pay?",
        "I have Medicare and Medicaid. Do I have to pay anything for {day}?",
        ("protected", "wrong_statement", "nothing_owed", "plan", "coinsurance", "deductible", "balance", "pay_first"),
        statement="first payer",
    ),
    "above_estimate": Question(
        "I am self-pay, and your estimate was lower. The bill says {billed}. What can I do?",
        "I am self-pay. Is anything left to pay?",
        (
            "dispute",
            "itemize",
            "discount",
            "plan",
            "assistance",
            "deductible",
            "collections",
            "waive",
            "wrong_statement",
        ),
        asks="estimate",
        statement="self pay",
    ),
    "yearly_checkup": Question(
        "This was my yearly checkup, and checkups are free. Why do I owe {billed}? You must have coded it wrong.",
        "This was my yearly checkup, and checkups are free. Why did I pay {paid}? You must have coded it wrong.",
        (*PARTS, "coder", "other_code", "waive", "paid", "nothing_owed", "promise", "refund", "small"),
        asks="coding",
    ),
}
