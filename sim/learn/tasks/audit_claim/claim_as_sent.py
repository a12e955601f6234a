"""The claim that lies on the auditor's desk: what a perfect coder sends, with the mistakes of this variant made in it,
and what differs from the record. The differences are those of every coder's answer (coding_differences.py).
"""

from dataclasses import dataclass, replace

from sim.clinic.scenarios.parts import Trap
from sim.clinic.visits.coded_visit import CodedVisit
from sim.clinic.visits.trap_changes import mistaken
from sim.clinic.visits.truth import Truth, perfect
from sim.ground.errors import CleanClaimError
from sim.ground.files import remembered_up_to
from sim.ground.strict_toml import Place
from sim.learn.exercises.case import Case, number
from sim.learn.exercises.coded_answer import Answer, answer_of
from sim.learn.grading.anticipated_errors import anticipated_in, applicable
from sim.learn.grading.coding_differences import compare
from sim.learn.grading.difference import Compared, Difference
from sim.learn.grading.optional_codes import truth_for
from sim.learn.tasks.audit_claim.given import Given, given


@dataclass(frozen=True, eq=False)
class Sent:
    """The claim as it was coded, the mistakes made in it, and how it compares with the record."""

    answer: Answer
    traps: tuple[Trap, ...]
    compared: Compared

    @property
    def errors(self) -> tuple[Difference, ...]:
        """What an auditor has to find; empty for a claim that was coded right."""
        return self.compared.differences


def given_of(case: Case) -> Given:
    """What the exercise's author says below [given]."""
    return given(case.exercise.given, Place(case.exercise.path, "given"))


@remembered_up_to(64)
def sent_in(case: Case) -> Sent:
    """The claim of a case. Raises CleanClaimError where none of the exercise's lists fits this visit."""
    lists = [found for errors in given_of(case).sent if (found := _traps(case, errors)) is not None]
    if not lists:
        raise CleanClaimError(
            "none of the lists of errors fits this visit",
            case.exercise.path,
            "lists of errors that the scenario's traps can make",
            "compare [given] sent with the scenario's traps and choices, or add an empty list",
        )
    traps = lists[_turn(case, len(lists))]
    answer = answer_of(_made(case, traps))
    return Sent(answer, traps, compare_with_record(answer, case))


def compare_with_record(answer: Answer, case: Case) -> Compared:
    """How a claim compares with what the record supports."""
    return compare(answer, record_for(answer, case), anticipated_in(case).exchanges)


def record_for(answer: Answer, case: Case) -> Truth:
    """What the record supports for this claim: the key, and the optional codes that the claim has."""
    return truth_for(answer, case, True)


def _traps(case: Case, errors: tuple[str, ...]) -> tuple[Trap, ...] | None:
    """The traps of these kinds on this visit; None where one of them cannot be made."""
    there = [trap for trap in applicable(case.scenario, case.row) if trap.at == "coder"]
    found = [next((trap for trap in there if trap.error == error), None) for error in errors]
    traps = tuple(trap for trap in found if trap is not None)
    if len(traps) < len(errors):
        return None
    apart = sum(len(_differences(case, (trap,))) for trap in traps)
    return traps if len(_differences(case, traps)) == apart else None  # none of them hides another


def _differences(case: Case, traps: tuple[Trap, ...]) -> tuple[Difference, ...]:
    return compare_with_record(answer_of(_made(case, traps)), case).differences


def _made(case: Case, traps: tuple[Trap, ...]) -> CodedVisit:
    """What a coder sends who falls into all of these."""
    if not traps:
        return perfect(case.truth)
    changes = tuple(change for trap in traps for change in trap.changes)
    return mistaken(case.scenario, case.row, replace(traps[0], changes=changes))


def _turn(case: Case, count: int) -> int:
    """Which list it is this time: drawn apart from the scenario's choices, the same on every machine."""
    return number(f"{case.exercise.name} audited {case.variant}") % count
