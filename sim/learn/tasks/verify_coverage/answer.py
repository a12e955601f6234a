"""The front desk's answer: what was read from the payer's response, field by field.

    {"active": "yes", "primary": "acme_ppo", "plan": "acme_ppo/ppo_500", "copay": "25.00", "deductible": "120.00",
     "out_of_pocket": "1,900.00", "authorization": "none", "referral": "none", "estimate": "64.10"}

Lists of payers and plans are those of every payer, so that a list tells nothing about the patient.
"""

from dataclasses import dataclass, fields
from typing import Any

from sim.ground.money import dollars
from sim.learn.exercises.answer_format import Problem, Reading
from sim.learn.tasks.form import Choice, Form, Money, Option
from sim.learn.tasks.form_answers import read
from sim.payer.rulebook.payers import payers

YES_NO = (Option("yes", "Yes"), Option("no", "No"))
NEEDS = (
    Option("none", "Not needed"),
    Option("on_file", "Needed, and on file"),
    Option("missing", "Needed, none on file"),
)


def plan_id(payer_code: str, plan_code: str) -> str:
    """A plan as the list of plans names it.

    >>> plan_id("acme_ppo", "ppo_500")
    'acme_ppo/ppo_500'
    """
    return f"{payer_code}/{plan_code}"


def whole_form() -> Form:
    """Every field that any case may ask for."""
    known = payers().values()
    return Form(
        (
            Choice("active", "Is the coverage on the card active on the date of service?", "", YES_NO),
            Choice(
                "primary",
                "Which payer is primary on that date?",
                "The payer that is billed first.",
                tuple(Option(one.code, one.label) for one in known),
            ),
            Choice(
                "plan",
                "Which plan of the primary payer?",
                "The plan that the payer's response names.",
                tuple(
                    Option(plan_id(one.code, plan["code"]), plan.get("label", plan["code"]))
                    for one in known
                    for plan in one.plans
                ),
            ),
            Choice(
                "authorization",
                "Prior authorization for the planned services",
                "The response has a line for each requirement of the services asked about.",
                NEEDS,
            ),
            Choice("referral", "Referral for the planned services", "Read it in the same lines.", NEEDS),
            Money(
                "copay",
                "Copay due for the planned services",
                "Only a copay that the plan applies to these services. Type 0.00 for none.",
            ),
            Money(
                "deductible",
                "Individual deductible remaining",
                "What is left of it on the date of service.",
            ),
            Money(
                "out_of_pocket",
                "Individual out-of-pocket maximum remaining",
                "What is left of it on the date of service.",
            ),
            Money(
                "estimate",
                "Patient's estimated share after the primary payer",
                "From the contract prices. Where a copay applies, it takes the place of deductible and coinsurance,"
                " unless it comes after the deductible. Coinsurance follows once the individual's or the family's"
                " deductible is used up. A secondary payer is not counted.",
            ),
        )
    )


@dataclass(frozen=True)
class Answer:
    """What was entered: texts are empty and amounts (in cents) None where nothing was."""

    active: str = ""
    primary: str = ""
    plan: str = ""
    authorization: str = ""
    referral: str = ""
    copay: int | None = None
    deductible: int | None = None
    out_of_pocket: int | None = None
    estimate: int | None = None

    @property
    def is_blank(self) -> bool:
        """Nothing was entered."""
        return self == Answer()

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        return {
            name: dollars(value).lstrip("$") if isinstance(value, int) else value or ""
            for name, value in self.entries()
        }

    def entries(self) -> list[tuple[str, str | int | None]]:
        """Each field with its value, in the order of the form."""
        return [(one.name, getattr(self, one.name)) for one in fields(self)]


def parse(given: object) -> Answer | list[Problem]:
    """An answer, or what could not be read.

    >>> parse({"copay": "$25", "active": "yes"})
    Answer(active='yes', primary='', plan='', authorization='', referral='', copay=2500, deductible=None, \
out_of_pocket=None, estimate=None)
    >>> [problem.where for problem in parse({"copay": "some", "plan": "gold"})]
    ['plan', 'copay']
    """
    form, reading = whole_form(), Reading()
    entered = reading.fields(given, [control.name for control in form.controls], "answer")
    values, problems = read(form, entered)
    return [*reading.problems, *problems] or Answer(**values)
