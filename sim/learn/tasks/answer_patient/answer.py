"""The reply to a patient's question, and what is done next.

    {"may_tell": "everything", "owed": "47.68", "deductible": "47.68", "copay": "25.00", "coinsurance": "", "paid":
     "25.00", "still_open": "", "refund": "", "installment": "", "says": ["share", "deductible", "copay", "paid"],
     "declined": "none", "action": "ask"}

What is said in amounts stays empty where there is nothing to say. The form is the same for every case.
"""

from dataclasses import dataclass, fields
from typing import Any

from sim.billing.books.reply_actions import ACTIONS, REQUESTS
from sim.billing.books.reply_sentences import SENTENCES
from sim.ground.money import dollars
from sim.learn.exercises.answer_format import Problem, Reading
from sim.learn.tasks.form import Choice, Choices, Form, Money, Option
from sim.learn.tasks.form_answers import read

SCOPES = {
    "everything": "Yes, about everything in the account",
    "payment": "Yes, but only about the payment",
    "verify": "Not before the caller's identity is verified",
    "nothing": "No, not without the patient's written authorization",
}
AMOUNTS = {
    "owed": ("Owed by the patient now", "Type 0.00 where nothing is owed now. Empty: the reply may not say."),
    "deductible": ("Of the patient's share: deductible", "All services together. Empty for none."),
    "copay": ("Of the patient's share: copay", "All services together. Empty for none."),
    "coinsurance": ("Of the patient's share: coinsurance", "All services together. Empty for none."),
    "paid": ("Already paid by the patient", "What was paid at the visit. Empty for none."),
    "still_open": (
        "Charges still open with the plan",
        "Charges that the plan has not decided, or has denied while we work on them. Empty for none.",
    ),
    "refund": ("To be refunded to the patient", "Once the plan has decided everything. Empty for none."),
    "installment": (
        "First monthly payment of a payment plan",
        "Only where a plan is the next step. The practice's policy says how it is divided.",
    ),
}


def whole_form(offered: tuple[str, ...]) -> Form:
    """The fields, with the sentences that lie ready."""
    words = {one.id: one.words for one in SENTENCES}
    return Form(
        (
            Choice(
                "may_tell",
                "May you discuss this account with the caller?",
                "Who calls, was the identity checked, and what is on file?",
                tuple(Option(name, text) for name, text in SCOPES.items()),
            ),
            *(Money(name, label, help_) for name, (label, help_) in AMOUNTS.items()),
            Choices(
                "says",
                "Sentences of the reply",
                "Check what this caller needs to hear. A sentence must be true of this account and allowed for this"
                " caller.",
                tuple(Option(name, words[name]) for name in sorted(offered, key=list(words).index)),
            ),
            Choice(
                "declined",
                "Which request has to be declined?",
                "Only a request that the caller makes.",
                tuple(Option(name, text) for name, text in REQUESTS.items()),
            ),
            Choice("action", "What do you do next?", "", tuple(Option(one.id, one.words) for one in ACTIONS)),
        )
    )


@dataclass(frozen=True)
class Answer:
    """What was entered: texts are empty and amounts (in cents) None where nothing was."""

    may_tell: str = ""
    owed: int | None = None
    deductible: int | None = None
    copay: int | None = None
    coinsurance: int | None = None
    paid: int | None = None
    still_open: int | None = None
    refund: int | None = None
    installment: int | None = None
    says: tuple[str, ...] = ()
    declined: str = ""
    action: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing was entered."""
        return self == Answer()

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        amounts = {name: "" if found[name] is None else dollars(found[name]).lstrip("$") for name in AMOUNTS}
        return {**found, **amounts, "says": list(self.says)}


def parse(given: object) -> Answer | list[Problem]:
    """An answer, or what could not be read.

    >>> parse({"owed": "$47.68", "says": ["share"]})
    Answer(may_tell='', owed=4768, deductible=None, copay=None, coinsurance=None, paid=None, still_open=None, \
refund=None, installment=None, says=('share',), declined='', action='')
    >>> [problem.where for problem in parse({"owed": "some", "action": "sue"})]
    ['owed', 'action']
    """
    form, reading = whole_form(tuple(one.id for one in SENTENCES)), Reading()
    entered = reading.fields(given, [control.name for control in form.controls], "answer")
    values, problems = read(form, entered)
    if reading.problems or problems:
        return [*reading.problems, *problems]
    return Answer(**{**values, "says": tuple(values.get("says") or ())})
