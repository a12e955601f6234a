"""The answer: each criterion of the page, whether the service is covered for this visit, which notice is required in
advance, and the notice modifier of the line.

    {"met_not_covered": "met", "met_diagnosis_does_not_support": "not_met", "covered": "no", "notice": "abn",
     "modifier": "GA"}
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.learn.exercises.answer_format import Problem, Reading
from sim.learn.tasks.form import Choice, Form, Option
from sim.learn.tasks.form_answers import read
from sim.payer.asked.advance_notice import DONE, NOT_DONE, SIGNED, Notice
from sim.payer.asked.coverage_policy import WORDS, Criterion

MET, NOT_MET, NOT_DOCUMENTED = "met", "not_met", "not_documented"
YES, NO, NONE = "yes", "no", "none"
STANDS = (
    Option(MET, "Met: the record or the file shows it"),
    Option(NOT_MET, "Not met: the record or the file shows that it isn't so"),
    Option(NOT_DOCUMENTED, "Not documented: neither says it"),
)
COVERED = (Option(YES, "Covered"), Option(NO, "Not covered"))
NOTICES = (
    Option(Notice.NONE.value, "No notice is required"),
    Option(Notice.ABN.value, "An Advance Beneficiary Notice (ABN)"),
    Option(Notice.DETERMINATION.value, "An organization determination by the Medicare Advantage plan"),
    Option(Notice.AGREEMENT.value, "The patient's written agreement to pay (the plan's own waiver)"),
)
MODIFIERS = {
    NONE: "None of them",
    "GA": "GA: a required notice is on file",
    "GX": "GX: a voluntary notice is on file",
    "GX GY": "GX and GY: excluded, and a voluntary notice is on file",
    "GY": "GY: excluded by law",
    "GZ": "GZ: a denial is expected, and no notice is on file",
}
POLICIES = ("not_covered", "diagnosis_does_not_support", "preventive_too_soon", *WORDS)
STATES = {
    NOT_DONE: "Take it that what is due is signed first, and the service is done then.",
    SIGNED: "The notice on file was signed before the service.",
    DONE: "The service was done, and nothing was signed.",
}


def name_of(policy: str) -> str:
    """The field of the criterion that a policy checks.

    >>> name_of("too_often")
    'met_too_often'
    """
    return f"met_{policy}"


def form_of(criteria: tuple[Criterion, ...], state: str) -> Form:
    """The fields of a page with these criteria."""
    rows = [
        Choice(name_of(one.policy), f"Criterion {number}: {one.words}", "", STANDS)
        for number, one in enumerate(criteria, 1)
    ]
    return Form((*rows, *_rest(STATES[state])))


def _rest(told: str) -> tuple[Choice, ...]:
    return (
        Choice("covered", "Is the service covered for this visit?", "", COVERED),
        Choice(
            "notice",
            "What does this payer's rule ask for before the service, so that the patient can be billed?",
            "",
            NOTICES,
        ),
        Choice(
            "modifier",
            "Which notice modifier goes on the line?",
            told,
            tuple(Option(name, words) for name, words in MODIFIERS.items()),
        ),
    )


@dataclass(frozen=True)
class Answer:
    """What was chosen; empty where nothing was. `met`: by policy."""

    met: Mapping[str, str] = field(default_factory=dict)
    covered: str = ""
    notice: str = ""
    modifier: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing was chosen."""
        return not (self.met or self.covered or self.notice or self.modifier)

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        rows = {name_of(policy): chosen for policy, chosen in self.met.items()}
        return {**rows, "covered": self.covered, "notice": self.notice, "modifier": self.modifier}


WHOLE = Form((*(Choice(name_of(one), one, "", STANDS) for one in POLICIES), *_rest("")))


def parse(given: object) -> Answer | list[Problem]:
    """An answer, or what could not be read.

    >>> parse({"met_not_covered": "met", "covered": "yes"})
    Answer(met={'not_covered': 'met'}, covered='yes', notice='', modifier='')
    >>> [problem.where for problem in parse({"covered": "perhaps", "notice": "abn"})]
    ['covered']
    """
    reading = Reading()
    entered = reading.fields(given, [control.name for control in WHOLE.controls], "answer")
    values, problems = read(WHOLE, entered)
    if reading.problems or problems:
        return [*reading.problems, *problems]
    met = {policy: values[name_of(policy)] for policy in POLICIES if values[name_of(policy)]}
    return Answer(met, values["covered"], values["notice"], values["modifier"])
