"""What is true of a case: whether anything is open, which wordings and answers lie on the desk, and which of them may
be sent. What lies there is the same whether the record leaves something open or has settled it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.clinic.visits.chart import Document, Spot, locate
from sim.clinic.visits.coded_visit import CodedVisit
from sim.clinic.visits.truth import Question, offered_questions, perfect
from sim.clinic.visits.visit_context import setting_of
from sim.coding.compliant_query import NO, OTHER, UNABLE, YES, Fault, asks_yes_or_no, options_fault, wording_fault
from sim.ground.errors import CleanClaimError
from sim.ground.files import remembered_up_to
from sim.learn.exercises.case import Case

WAYS_OUT = (OTHER, UNABLE)


@dataclass(frozen=True)
class OpenQuestion:
    """The query of a case. `is_open`: has it to be asked; `wordings`, `options`: what lies on the desk, in the order of
    their words; `spots`: where each clinical indicator stands."""

    question: Question
    is_open: bool
    wordings: tuple[str, ...]
    options: tuple[str, ...]
    spots: tuple[Spot, ...]

    def wording_of(self, field: str) -> str:
        """The words of a field such as w2; empty for one that there is none of."""
        return _at(self.wordings, field)

    def options_of(self, chosen: Sequence[str]) -> list[str]:
        """The answers of fields such as o1."""
        return [words for field in chosen if (words := _at(self.options, field))]

    @property
    def reasonable(self) -> list[str]:
        """The answers that the record's indicators support, without the two ways out."""
        return [one for one in self.question.choices if one not in WAYS_OUT]

    def wording_fault(self, words: str) -> Fault | None:
        """What is wrong with this wording."""
        return wording_fault(words, self.question.leading)

    def options_fault(self, chosen: Sequence[str], words: str) -> Fault | None:
        """What is wrong with these answers, beside this wording."""
        is_open = not asks_yes_or_no(words)
        return options_fault(self.options_of(chosen), self.reasonable, self.question.gap, is_open)


def _at(texts: Sequence[str], field: str) -> str:
    place = int(field[1:]) if field[1:].isdigit() else 0
    return texts[place - 1] if 1 <= place <= len(texts) else ""


@remembered_up_to(256)
def open_question(case: Case) -> OpenQuestion:
    """The query of a case. Raises CleanClaimError for a scenario without one."""
    setting = setting_of(case.scenario, case.row, case.patient, asked=False)
    found = case.question or next(iter(offered_questions(case.scenario, setting)), None)
    if found is None:
        raise CleanClaimError(
            "a scenario without a [[query]]", case.exercise.path, "a scenario with one", "choose another scenario"
        )
    wordings = {found.question, *found.also, *(one.question for one in found.leading)}
    options = {*found.choices, *found.unsupported, YES, NO, *WAYS_OUT}
    chart = case.documents_when(False)
    spots = (locate(chart, proof) for proof in found.evidence)
    return OpenQuestion(
        found,
        case.question is not None,
        tuple(sorted(wordings)),
        tuple(sorted(options)),
        tuple(dict.fromkeys(spot for spot in spots if spot is not None)),
    )


def before_answer(case: Case) -> CodedVisit:
    """What the record supports as long as the provider has not answered."""
    return perfect(case.truth_when(False))


def with_answer(case: Case) -> list[Document]:
    """The chart after the answer: what was there before, at its place, and the answer behind it."""
    before = list(case.documents_when(False))
    return before + [one for one in case.documents_when(True) if one not in before]
