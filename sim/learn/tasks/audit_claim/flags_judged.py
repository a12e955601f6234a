"""What each flag of an audit is: a hit, optional, or a false alarm. A correction is judged by what it does: the claim
with it is compared with the record again. So an accepted alternative, another way to say the same correction, and an
optional code are met without a list of right texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.exercises.coded_answer import Answer as Claim
from sim.learn.grading.difference import CodingError, Difference, What
from sim.learn.tasks.audit_claim.answer import Flag
from sim.learn.tasks.audit_claim.claim_as_sent import Sent, compare_with_record
from sim.learn.tasks.audit_claim.corrections import Correction, corrected, read_correction, whole_order
from sim.learn.tasks.audit_claim.places import NO_DIAGNOSIS, NO_SERVICE, SEQUENCE, place_of

INSIDE = (What.MODIFIERS, What.UNITS, What.POINTERS)


class Is(Enum):
    """What a flag is."""

    HIT = "an error of the claim"
    PART = "the same correction of an error, in another row or in two rows"
    REPEATED = "an error that another row flags already, with another correction"
    OPTIONAL = "a change that the record supports as well"
    ALARM = "nothing wrong there"


@dataclass(frozen=True)
class Judged:
    """A flag, what it is, the errors that it names, whether its correction is right, and what its correction would make
    wrong (`arisen`, `claim` the claim with it)."""

    flag: Flag
    what: Is
    errors: tuple[Difference, ...] = ()
    is_corrected: bool = False
    arisen: tuple[Difference, ...] = ()
    claim: Claim | None = None


@dataclass(frozen=True)
class Effect:
    """What a correction does: the claim with it, the errors that are gone, those that are new."""

    claim: Claim
    gone: tuple[CodingError, ...]
    arisen: tuple[Difference, ...]

    @property
    def is_right(self) -> bool:
        """It corrects something and makes nothing wrong."""
        return bool(self.gone) and not self.arisen


def corrections_of(flags: Sequence[Flag], claim: Claim) -> tuple[dict[int, Correction], list[Problem]]:
    """The corrections by row of the page, and what could not be read. A place that isn't on this claim is a problem
    too; an empty correction is none."""
    made: dict[int, Correction] = {}
    problems = []
    for flag in flags:
        if not _is_on(flag.place, claim):
            problems.append(Problem(f"flags.{flag.row}.place", "not a place of this claim", "a place from the list"))
        elif flag.correction:
            found = read_correction(flag.place, flag.correction, claim, f"flags.{flag.row}.correction")
            if isinstance(found, Problem):
                problems.append(found)
            else:
                made[flag.row] = found
    return made, problems


def _is_on(place: str, claim: Claim) -> bool:
    head, number = place.split(".")[:2]
    rows = claim.diagnoses if head == "diagnoses" else claim.services
    return not number.isdigit() or int(number) < len(rows)


def returned(claim: Claim, made: dict[int, Correction], case: Case) -> Claim:
    """The claim that goes to billing after the audit, with every correction: exchanges first, then the order of the
    diagnoses, then what is removed, from the last row to the first, then what is added."""
    sequence = next((one for one in made.values() if one.place == SEQUENCE), None)
    moved = [_moved(one, sequence, claim) for one in made.values()]
    order = sorted(moved, key=lambda one: (one.place in (NO_DIAGNOSIS, NO_SERVICE), one.is_removal, -one.line))
    for one in order:
        claim = corrected(claim, one, case)
    return claim


def _moved(one: Correction, sequence: Correction | None, claim: Claim) -> Correction:
    """A removal of a diagnosis at its place in the corrected order."""
    if sequence is None or not one.is_removal or not one.place.startswith("diagnoses."):
        return one
    return replace(one, place=f"diagnoses.{whole_order(sequence, claim).index(one.line + 1)}")


def effect(sent: Sent, corrections: Sequence[Correction], case: Case) -> Effect:
    """What one correction, or several together, do to the claim as it was sent."""
    claim = sent.answer
    for one in sorted(corrections, key=lambda one: not one.is_removal):
        claim = corrected(claim, one, case)
    left = compare_with_record(claim, case).differences
    before = {one.error for one in sent.errors}
    now = {one.error for one in left}
    codes = {one.code for one in corrections if one.code}
    arisen = tuple(one for one in left if one.error not in before and not _is_inside(one, codes))
    return Effect(claim, tuple(one.error for one in sent.errors if one.error not in now), arisen)


def _is_inside(one: Difference, codes: set[str]) -> bool:
    """An error inside a row whose code was exchanged: its modifiers and units were not looked at before."""
    return one.error.code in codes and one.error.what in INSIDE


def judged(flags: Sequence[Flag], made: dict[int, Correction], sent: Sent, case: Case) -> list[Judged]:
    """Every flag, in order. Right corrections are met first, so that a second try at a place doesn't hide them."""
    effects = {row: effect(sent, [one], case) for row, one in made.items()}
    right = {row: one.gone for row, one in effects.items() if one.is_right} | _in_two_rows(made, effects, sent, case)
    at_place = {flag.row: tuple(one.error for one in sent.errors if place_of(one) == flag.place) for flag in flags}
    named = {flag.row: right.get(flag.row) or at_place[flag.row] for flag in flags}
    taken: dict[CodingError, int] = {}
    for row in sorted(named, key=lambda row: (row not in right, row)):
        for error in named[row]:
            taken.setdefault(error, row)
    return [
        _judged(
            flag,
            tuple(one for one in sent.errors if one.error in named[flag.row]),
            any(taken[error] != flag.row for error in named[flag.row]),
            flag.row in right,
            effects.get(flag.row),
            sent,
        )
        for flag in flags
    ]


def _judged(
    flag: Flag, found: tuple[Difference, ...], is_taken: bool, is_right: bool, done: Effect | None, sent: Sent
) -> Judged:
    claim, arisen = (done.claim, done.arisen) if done else (None, ())
    if found and is_taken:
        return Judged(flag, Is.PART if is_right else Is.REPEATED, found, is_right, arisen, claim)
    if found:
        return Judged(flag, Is.HIT, found, is_right, arisen, claim)
    changes = claim is not None and claim != sent.answer
    return Judged(flag, Is.OPTIONAL if changes and not arisen else Is.ALARM, (), False, arisen, claim)


def _in_two_rows(
    made: dict[int, Correction], effects: dict[int, Effect], sent: Sent, case: Case
) -> dict[int, tuple[CodingError, ...]]:
    """A code removed in one row and the right one added in another: together an exchange."""
    removed = [row for row, one in made.items() if one.is_removal and not effects[row].is_right]
    added = [row for row, one in made.items() if one.place in (NO_DIAGNOSIS, NO_SERVICE) and not effects[row].is_right]
    for first in removed:
        for second in added:
            both = effect(sent, [made[first], made[second]], case)
            if both.is_right:
                return {first: both.gone, second: both.gone}
    return {}
