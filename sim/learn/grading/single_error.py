"""The right answer with one error of a learner's and no other: what that error alone would have sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sim.learn.exercises.coded_answer import Answer, Row
from sim.learn.grading.difference import Difference, What

MOST_DIAGNOSES, MOST_SLOTS = 12, 4


def with_error(right: Answer, difference: Difference) -> Answer | None:
    """The right answer with this one error; None where it cannot be made there.

    >>> from sim.learn.grading.difference import CodingError
    >>> error = CodingError(What.UNITS, "99213", sent_units=3)
    >>> answer = Answer(("I10",), (Row("99213", ("25",), 1, (1,)),))
    >>> with_error(answer, Difference("services.0.units", "wrong-units", error)).services[0].units
    3
    """
    make = MAKERS.get(difference.error.what)
    return make(right, difference) if make else None


def _other_diagnosis(right: Answer, difference: Difference) -> Answer | None:
    place = _place(right.diagnoses, difference.error.code)
    if place is None:
        return None
    codes = (*right.diagnoses[:place], difference.error.sent_code, *right.diagnoses[place + 1 :])
    return Answer(codes, right.services)


def _extra_diagnosis(right: Answer, difference: Difference) -> Answer:
    return Answer((*right.diagnoses, difference.error.code)[:MOST_DIAGNOSES], right.services)


def _missing_diagnosis(right: Answer, difference: Difference) -> Answer | None:
    place = _place(right.diagnoses, difference.error.code)
    return None if place is None else _reordered(right, [n for n in range(len(right.diagnoses)) if n != place])


def _sequence(right: Answer, difference: Difference) -> Answer | None:
    """A diagnosis that should not stand first stands first; the first-listed one stands last."""
    place, count = _place(right.diagnoses, difference.error.code), len(right.diagnoses)
    if place is None:
        return None
    return _reordered(right, [place, *(n for n in range(count) if n != place)] if place else [*range(1, count), 0])


def _reordered(right: Answer, order: Sequence[int]) -> Answer:
    """Diagnoses by their former places, pointers following; a pointer to one that is gone falls away."""
    now = {old + 1: new for new, old in enumerate(order, 1)}
    rows = (
        replace(row, pointers=tuple(now[place] for place in row.pointers if place in now)) for row in right.services
    )
    return Answer(tuple(right.diagnoses[old] for old in order), tuple(rows))


def _extra_service(right: Answer, difference: Difference) -> Answer | None:
    """An added row points as far as the right list of diagnoses goes."""
    row = difference.row
    if row is None:
        return None
    there = tuple(place for place in row.pointers if place <= len(right.diagnoses))
    return Answer(right.diagnoses, (*right.services, replace(row, pointers=there or (1,) * bool(right.diagnoses))))


def _changed(change: Callable[[Row, Answer, Difference], list[Row]]) -> Callable[[Answer, Difference], Answer | None]:
    """Something about the right answer's row for the item of the difference."""

    def made(right: Answer, difference: Difference) -> Answer | None:
        place = _place([row.code for row in right.services], difference.error.code)
        if place is None:
            return None
        rows = change(right.services[place], right, difference)
        return Answer(right.diagnoses, (*right.services[:place], *rows, *right.services[place + 1 :]))

    return made


def _pointing(row: Row, right: Answer, difference: Difference) -> list[Row]:
    places = tuple(n for n, code in enumerate(right.diagnoses, 1) if code in difference.error.sent_pointers)
    return [replace(row, pointers=places[:MOST_SLOTS])]


def _place(codes: Sequence[str], code: str) -> int | None:
    return codes.index(code) if code in codes else None


MAKERS: Mapping[What, Callable[[Answer, Difference], Answer | None]] = {
    What.OTHER_DIAGNOSIS: _other_diagnosis,
    What.EXTRA_DIAGNOSIS: _extra_diagnosis,
    What.MISSING_DIAGNOSIS: _missing_diagnosis,
    What.SEQUENCE: _sequence,
    What.EXTRA_SERVICE: _extra_service,
    What.OTHER_SERVICE: _changed(lambda row, _, one: [replace(row, code=one.error.sent_code)]),
    What.MISSING_SERVICE: _changed(lambda row, _, one: []),
    What.MODIFIERS: _changed(
        lambda row, _, one: [replace(row, modifiers=tuple(sorted(one.error.sent_modifiers))[:MOST_SLOTS])]
    ),
    What.UNITS: _changed(lambda row, _, one: [replace(row, units=one.error.sent_units)]),
    What.POINTERS: _changed(_pointing),
}
