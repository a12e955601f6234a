"""What an auditor writes as the correction of a place, and the claim with it.

    a diagnosis or a line's code     the right code, or "remove"
    order of the diagnoses           letters of the diagnoses in the right order, such as BA
    modifiers                        all modifiers of the line, such as 25 RT, or "none"
    units                            a whole number
    pointers                         letters of the diagnoses, such as AB
    something missing                the code that is missing

A line that is added gets the modifiers, units and pointers that the record supports, and an added diagnosis the
pointers of its lines: a flag names what is missing, the coder writes it out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.clinic.visits.coded_visit import CodedService
from sim.learn.exercises.answer_format import CODE, MODIFIER, Problem, Reading
from sim.learn.exercises.case import Case
from sim.learn.exercises.coded_answer import MOST_MODIFIERS, MOST_POINTERS, Answer, Row, visit_of
from sim.learn.tasks.audit_claim.claim_as_sent import compare_with_record
from sim.learn.tasks.audit_claim.places import NO_DIAGNOSIS, NO_SERVICE, SEQUENCE
from sim.reference.diagnosis_letters import LETTERS, place_of

REMOVE, NONE = "remove", "none"
MOST_DIAGNOSES = 12


@dataclass(frozen=True)
class Correction:
    """What is to stand at a place instead. `code` is empty where something else is corrected, or removed; `order`:
    places of diagnoses, from 1, for pointers and for the order."""

    place: str
    is_removal: bool = False
    code: str = ""
    modifiers: tuple[str, ...] = ()
    units: int = 1
    order: tuple[int, ...] = ()

    @property
    def line(self) -> int:
        """The line or diagnosis that it is about, from 0; -1 for something missing or the order."""
        number = self.place.split(".")[1]
        return int(number) if number.isdigit() else -1


def read_correction(place: str, text: str, claim: Answer, where: str) -> Correction | Problem:
    """A correction as typed, or what could not be read.

    >>> claim = Answer(("I10",), (Row("99213"),))
    >>> read_correction("services.0.modifiers", "25, rt", claim, "flags.0.correction").modifiers
    ('25', 'RT')
    >>> read_correction("services.0.units", "four", claim, "flags.0.correction").expected
    'a whole number from 1 to 9999'
    """
    reading, part = Reading(), place.split(".")[-1]
    typed = " ".join(text.split())
    made = Correction(place)
    if typed.lower() == REMOVE and (part == "code" or place.startswith("diagnoses.") and part.isdigit()):
        return replace(made, is_removal=True)
    if part == "code" or place == NO_SERVICE:
        made = replace(made, code=reading.code(typed, where, CODE, _code_words(place, "a code of five characters")))
    elif part == "modifiers":
        made = replace(made, modifiers=_modifiers(reading, typed, where))
    elif part == "units":
        made = replace(made, units=reading.whole(typed, where, 1, 9999))
    elif part == "pointers" or place == SEQUENCE:
        made = replace(made, order=_letters(reading, typed, where, len(claim.diagnoses), place == SEQUENCE))
    else:
        made = replace(made, code=_diagnosis(reading, typed, place, where))
    return reading.problems[0] if reading.problems else made


def _code_words(place: str, form: str) -> str:
    return form if place in (NO_SERVICE, NO_DIAGNOSIS) else f'{form}, or "remove"'


def _diagnosis(reading: Reading, typed: str, place: str, where: str) -> str:
    code = reading.diagnosis(typed, where)
    if reading.problems:
        reading.problems[:] = [replace(reading.problems[0], expected=_code_words(place, "a diagnosis code"))]
    return code


def _modifiers(reading: Reading, typed: str, where: str) -> tuple[str, ...]:
    if typed.lower() == NONE:
        return ()
    expected = 'all modifiers of the line, such as 25 RT, or "none"'
    found = [reading.code(one, where, MODIFIER, expected) for one in typed.replace(",", " ").split()]
    if len(found) > MOST_MODIFIERS:
        reading.refuse(where, typed, f"at most {MOST_MODIFIERS} modifiers")
    return tuple(dict.fromkeys(found))


def _letters(reading: Reading, typed: str, where: str, count: int, is_order: bool) -> tuple[int, ...]:
    found = [place_of(letter) for letter in typed.upper() if letter not in " ,"]
    last = LETTERS[max(0, count - 1)]
    most = count if is_order else MOST_POINTERS
    if not all(0 < one <= count for one in found) or len(set(found)) < len(found) or len(found) > most:
        such = "BA" if is_order else "AB"
        reading.refuse(where, typed, f"letters A to {last} of the diagnoses, each once, such as {such}")
        return ()
    return tuple(found)


# -- the claim with a correction


def corrected(claim: Answer, correction: Correction, case: Case) -> Answer:
    """The claim with one correction."""
    place = correction.place
    if place == SEQUENCE:
        return _reordered(claim, whole_order(correction, claim), case)
    if place == NO_DIAGNOSIS:
        return _with_diagnosis(claim, correction.code, case)
    if place == NO_SERVICE:
        return Answer(claim.diagnoses, (*claim.services, _added_line(claim, correction.code, case)))
    if place.startswith("diagnoses."):
        return _diagnosis_changed(claim, correction, case)
    if correction.is_removal:
        return Answer(claim.diagnoses, tuple(row for at, row in enumerate(claim.services) if at != correction.line))
    rows = list(claim.services)
    rows[correction.line] = _changed(rows[correction.line], correction)
    return Answer(claim.diagnoses, tuple(rows))


def whole_order(correction: Correction, claim: Answer) -> list[int]:
    """Places of all diagnoses in the order of a correction; those that it doesn't name follow as they stood."""
    rest = [at for at in range(1, len(claim.diagnoses) + 1) if at not in correction.order]
    return [*correction.order, *rest]


def _changed(row: Row, correction: Correction) -> Row:
    part = correction.place.rpartition(".")[2]
    if part == "code":
        return replace(row, code=correction.code)
    if part == "modifiers":
        return replace(row, modifiers=correction.modifiers)
    return replace(row, units=correction.units) if part == "units" else replace(row, pointers=correction.order)


def _diagnosis_changed(claim: Answer, correction: Correction, case: Case) -> Answer:
    at = correction.line
    if correction.is_removal:
        return _reordered(claim, [place for place in range(1, len(claim.diagnoses) + 1) if place != at + 1], case)
    codes = (*claim.diagnoses[:at], correction.code, *claim.diagnoses[at + 1 :])
    return Answer(codes, claim.services)


def _reordered(claim: Answer, order: Sequence[int], case: Case) -> Answer:
    """Diagnoses by their former places; pointers follow. A line whose only diagnosis is gone points as the record
    supports."""
    now = {old: new for new, old in enumerate(order, 1)}
    codes = tuple(claim.diagnoses[old - 1] for old in order)
    rows = (replace(row, pointers=tuple(now[one] for one in row.pointers if one in now)) for row in claim.services)
    left = Answer(codes, tuple(rows))
    rows_now = (
        row if row.pointers else replace(row, pointers=_pointers(left, row.code, case)) for row in left.services
    )
    return Answer(codes, tuple(rows_now))


def _with_diagnosis(claim: Answer, code: str, case: Case) -> Answer:
    """With a diagnosis more, where it stands best, and pointed to by the lines that need it."""
    found = [_inserted(claim, code, at, case) for at in range(len(claim.diagnoses), -1, -1)]
    return min(found, key=lambda one: len(compare_with_record(one, case).differences))


def _inserted(claim: Answer, code: str, at: int, case: Case) -> Answer:
    codes = (*claim.diagnoses[:at], code, *claim.diagnoses[at:])
    moved = (replace(row, pointers=tuple(one + (one > at) for one in row.pointers)) for row in claim.services)
    wanted = {line.code for line in _lines(claim, case) if code in line.pointers}
    rows = (
        replace(row, pointers=(*row.pointers, at + 1)[-MOST_POINTERS:]) if row.code in wanted else row for row in moved
    )
    return Answer(codes, tuple(rows))


def _added_line(claim: Answer, code: str, case: Case) -> Row:
    line = next((one for one in _lines(claim, case) if one.code == code), None)
    if line is None:
        return Row(code, pointers=(1,) * bool(claim.diagnoses))
    return Row(code, line.modifiers, line.units, _pointers(claim, code, case))


def _pointers(claim: Answer, code: str, case: Case) -> tuple[int, ...]:
    """Where the record has this line point to, as far as it is on the claim; else the first diagnosis."""
    line = next((one for one in _lines(claim, case) if one.code == code), None)
    codes = line.pointers if line is not None else ()
    found = tuple(claim.diagnoses.index(one) + 1 for one in codes if one in claim.diagnoses)
    return found or (1,) * bool(claim.diagnoses)


def _lines(claim: Answer, case: Case) -> list[CodedService]:
    """The lines that the record supports: those of the key that comes nearest to this claim, and what it may have."""
    nearest = list(case.supported_visit(visit_of(claim)).services)
    known = {line.code for line in nearest}
    others = [one for one in case.truth.services if one.needs != "never" and one.code not in known]
    return nearest + [
        CodedService(one.name, one.code, tuple(one.order), one.units, tuple(one.must_pointers or one.may_pointers))
        for one in others
    ]
