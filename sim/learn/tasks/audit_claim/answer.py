"""The auditor's answer: is the claim accepted, and what was flagged on it.

{"verdict": "return",
 "flags": [{"place": "services.0.modifiers", "reason": "modifier-missing", "correction": "25"}]}
"""

from dataclasses import dataclass
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.learn.exercises.answer_format import Problem
from sim.learn.tasks.audit_claim.places import is_place
from sim.learn.tasks.audit_claim.reasons import OPTIONS, REASONS
from sim.learn.tasks.form import Choice, Form, Option, Rows, Text
from sim.learn.tasks.form_answers import admit

ACCEPT, RETURN = "accept", "return"
VERDICTS = (Option(ACCEPT, "Accept the claim as coded"), Option(RETURN, "Return it with corrections"))
MOST_FLAGS = 20


def form_of(places: tuple[Option, ...]) -> Form:
    """The form of a claim with these places."""
    return Form(
        (
            Choice("verdict", "Is the claim coded as the record supports?", "", VERDICTS),
            Rows(
                "flags",
                "What is wrong with it",
                'One row for each error. Correction: the right code, or "remove"; all modifiers of the line, or'
                ' "none"; the number of units; pointers such as AB; for the order of the diagnoses their letters in the'
                " right order, such as BA. For something missing write its code; modifiers and pointers of an added"
                " line aren't graded.",
                (
                    Choice("place", "Where", "", places),
                    Choice("reason", "Why", "", OPTIONS),
                    Text("correction", "Correction", "", 40, finds=("diagnosis", "service")),
                ),
                MOST_FLAGS,
                "error",
            ),
        )
    )


@dataclass(frozen=True)
class Flag:
    """One flagged error; `row`: its row on the page."""

    row: int
    place: str
    reason: str = ""
    correction: str = ""


@dataclass(frozen=True)
class Answer:
    """What was entered; empty where nothing was."""

    verdict: str = ""
    flags: tuple[Flag, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Nothing was answered."""
        return not (self.verdict or self.flags)

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        return {
            "verdict": self.verdict,
            "flags": [{"place": one.place, "reason": one.reason, "correction": one.correction} for one in self.flags],
        }


def parse(given: object) -> Answer | list[Problem]:
    """Read an answer strictly; a list of problems for one that cannot be read.

    >>> parse({"verdict": "return", "flags": [{"place": "services.0.units", "reason": "units", "correction": "4"}]})
    Answer(verdict='return', flags=(Flag(row=0, place='services.0.units', reason='units', correction='4'),))
    >>> [problem.where for problem in parse({"verdict": "accept", "flags": [{"reason": "units"}]})]
    ['flags.0.place', 'verdict']
    """
    try:
        draft = admit(form_of(()), given, "answer")
    except CleanClaimError as error:
        return [Problem("answer", error.what, error.expected)]
    flags = tuple(
        Flag(at, row["place"].strip(), row["reason"].strip(), " ".join(row["correction"].split()))
        for at, row in enumerate(draft["flags"])
        if any(row[name].strip() for name in ("place", "reason", "correction"))
    )
    verdict = draft["verdict"].strip()
    problems = [problem for flag in flags for problem in _unreadable(flag)]
    if verdict not in ("", ACCEPT, RETURN):
        problems.append(Problem("verdict", "an unknown choice", "accept or return"))
    if verdict == ACCEPT and flags:
        problems.append(
            Problem("verdict", "an accepted claim with errors flagged on it", "one of the two: accept it, or return it")
        )
    return problems or Answer(verdict, flags)


def _unreadable(flag: Flag) -> list[Problem]:
    """What is wrong with the choices of a row, whatever the claim."""
    found = []
    if not is_place(flag.place):
        found.append(Problem(f"flags.{flag.row}.place", "no place was chosen", "a place of the claim, or no row"))
    if flag.reason and flag.reason not in REASONS:
        found.append(Problem(f"flags.{flag.row}.reason", "an unknown reason", "a reason from the list"))
    return found
