"""The front desk's answer about an order: is an authorization needed, what does the record show, what is done, and the
request itself.

    {"needed": "authorization", "met_imaging_shows_disease": "yes", "proof_imaging_shows_disease": [{...}], ...,
     "action": "send", "service": "J7325", "units": "48", "diagnosis": "M17.11", "priority": "standard",
     "documents": ["d1", "d3"], "decide_by": "2026-06-16"}

The criteria asked about are those of the payer's list, read in its own file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sim.learn.exercises.answer_format import Problem
from sim.learn.tasks.form import Choice, Choices, Code, Date, Form, Number, Option, Phrases
from sim.learn.tasks.form_answers import Draft, admit, read
from sim.ground.errors import CleanClaimError
from sim.payer.asked.prior_authorization import needs

DIAGNOSIS = "diagnosis"  # the criterion that the payer lists the diagnosis
MOST_PHRASES, MOST_UNITS, MOST_DOCUMENTS = 4, 9_999, 20
NEEDED = (
    Option("authorization", "Yes, prior authorization"),
    Option("referral", "No authorization, but a referral"),
    Option("notice", "No, it is an emergency: the payer is notified"),
    Option("none", "No, neither"),
)
ACTIONS = (
    Option("send", "Send the request to the payer now"),
    Option("provider", "Go back to the provider first; send nothing yet"),
    Option("referral", "Ask the patient's primary care doctor for a referral"),
    Option("notify", "Go ahead, and notify the payer"),
    Option("none", "Nothing to send: keep the appointment"),
)
MET = (Option("yes", "Yes, the record shows it"), Option("no", "No, or not documented"))
PRIORITY = (Option("standard", "Standard"), Option("expedited", "Expedited"))
REQUEST = ("service", "units", "diagnosis", "priority", "documents", "decide_by")
ONLY_LISTED = "If it requires none, leave the criteria and their phrases empty."
WHERE_SENT = "Only if you send a request now."


def met_name(criterion: str) -> str:
    """The field that says whether a criterion is met."""
    return f"met_{criterion}"


def proof_name(criterion: str) -> str:
    """The field that holds the phrases that show it."""
    return f"proof_{criterion}"


def form_of(criteria: Iterable[tuple[str, str]], documents: Iterable[tuple[str, str]]) -> Form:
    """The form for these criteria (id, label) and documents (id, title)."""
    asked = [
        control
        for name, label in criteria
        for control in (
            Choice(met_name(name), f"Criterion: {label}", "", MET),
            Phrases(proof_name(name), f"Phrase: {label}", "", MOST_PHRASES),
        )
    ]
    return Form(
        (
            Choice(
                "needed", "Does this payer require prior authorization for the ordered service?", ONLY_LISTED, NEEDED
            ),
            *asked,
            Choice("action", "What do you do now?", "", ACTIONS),
            Code("service", "Request: service code", WHERE_SENT),
            Number("units", "Request: units", "As the code counts them.", 1, MOST_UNITS),
            Code("diagnosis", "Request: diagnosis code", "As the provider documented it.", "diagnosis"),
            Choice("priority", "Request: priority", "", PRIORITY),
            Choices(
                "documents",
                "Request: documents attached",
                "Only what the criteria ask for.",
                tuple(Option(name, title) for name, title in documents),
            ),
            Date(
                "decide_by",
                "Decision due by",
                "Counted from the request, which the payer receives today. 72 hours are three days.",
            ),
        )
    )


def whole_form() -> Form:
    """Every field that any case may ask for."""
    known = [(DIAGNOSIS, DIAGNOSIS), *((name, row["label"]) for name, row in needs().items())]
    return form_of(known, [(f"d{number}", "") for number in range(MOST_DOCUMENTS)])


@dataclass(frozen=True)
class Answer:
    """What was entered; empty where nothing was. `met`: criterion -> yes or no; `proof`: criterion -> phrases."""

    needed: str = ""
    action: str = ""
    met: dict[str, str] = field(default_factory=dict)
    proof: dict[str, list[Draft]] = field(default_factory=dict)
    service: str = ""
    units: int | None = None
    diagnosis: str = ""
    priority: str = ""
    documents: tuple[str, ...] = ()
    decide_by: date | None = None

    @property
    def is_blank(self) -> bool:
        """Nothing was entered."""
        return self == Answer()

    @property
    def requests(self) -> bool:
        """Was anything of a request entered?"""
        return any(getattr(self, name) not in ("", None, ()) for name in REQUEST)

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        return {
            "needed": self.needed,
            **{met_name(name): value for name, value in self.met.items()},
            **{proof_name(name): [dict(one) for one in value] for name, value in self.proof.items()},
            "action": self.action,
            "service": self.service,
            "units": "" if self.units is None else str(self.units),
            "diagnosis": self.diagnosis,
            "priority": self.priority,
            "documents": list(self.documents),
            "decide_by": "" if self.decide_by is None else str(self.decide_by),
        }


def parse(given: object) -> Answer | list[Problem]:
    """An answer, or what could not be read.

    >>> parse({"needed": "none", "units": "48"}).units
    48
    >>> [problem.where for problem in parse({"needed": "perhaps", "decide_by": "soon"})]
    ['needed', 'decide_by']
    """
    form = whole_form()
    try:
        values, problems = read(form, admit(form, given if given is not None else {}, "answer"))
    except CleanClaimError as error:
        return [Problem("answer", error.what, error.expected)]
    if problems:
        return problems
    criteria = [DIAGNOSIS, *needs()]
    return Answer(
        values["needed"],
        values["action"],
        {name: found for name in criteria if (found := values[met_name(name)])},
        {name: found for name in criteria if (found := values[proof_name(name)])},
        values["service"],
        values["units"],
        values["diagnosis"],
        values["priority"],
        tuple(sorted(set(values["documents"]))),
        values["decide_by"],
    )


def words_of(options: Iterable[Option], name: str) -> str:
    """An option in words; the id itself for an unknown one."""
    return next((one.words for one in options if one.id == name), name)
