"""What people do instead: which way of counting is which misconception, and the wrong answers that follow."""

from collections.abc import Iterator
from fractions import Fraction

from sim.billing.denials.denial_mix import Denials
from sim.billing.denials.remedies import prevention_rows, preventions_of
from sim.learn.tasks.read_figures.clinic_books import Books, exact
from sim.learn.tasks.read_figures.key_figures import KeyFigure

ERRORS = {
    ("days in A/R", "netted"): "credits-netted",
    ("days in A/R", "payers"): "patient-balances-left-out",
    ("days in A/R", "payments"): "payments-for-charges",
    ("A/R over 90 days", "netted"): "credits-netted",
    ("A/R over 90 days", "older"): "wrong-age-counted",
    ("A/R over 90 days", "payers"): "patient-balances-left-out",
    ("net collection", "gross"): "gross-for-net-collection",
    ("net collection", "payer only"): "patient-payments-left-out",
    ("net collection", "write-offs"): "write-offs-as-collected",
    ("initial denials", "lines"): "lines-for-claims",
    ("initial denials", "rejections"): "rejections-as-denials",
    ("initial denials", "submitted"): "open-claims-counted",
    ("first pass", "adjudicated"): "rejections-left-out",
    ("first pass", "submitted"): "open-claims-counted",
    ("first pass", "accepted"): "acceptance-for-first-pass",
    ("clean claims", "accepted"): "acceptance-for-clean-claims",
    ("clean claims", "passed"): "paid-for-clean-claims",
}
ROUNDED, COMPUTED = "rounded-too-far", "figure-miscalculated"
BY_COUNT, NOT_LARGEST = "cause-by-count", "cause-not-largest"
OWNER, PREVENTION, AFTER = "cause-owner-misread", "prevention-misread", "rate-after-misread"
mistakes = (*dict.fromkeys(ERRORS.values()), ROUNDED, COMPUTED, BY_COUNT, NOT_LARGEST, OWNER, PREVENTION, AFTER)
NEAR = Fraction(1, 20)  # half of the last decimal asked for


def is_value(typed: Fraction, right: Fraction | None) -> bool:
    """Is it this value, rounded to one decimal or to more?

    >>> is_value(Fraction("12.4"), Fraction(1237, 100)), is_value(Fraction("12.3"), Fraction(1237, 100))
    (True, False)
    """
    return right is not None and abs(typed - right) <= NEAR


def one_decimal(value: Fraction) -> str:
    """A value as it is asked for: rounded half up to one decimal.

    >>> one_decimal(Fraction(1235, 100)), one_decimal(Fraction(0))
    ('12.4', '0.0')
    """
    tenths = (20 * value.numerator + value.denominator) // (2 * value.denominator)
    return f"{tenths // 10}.{tenths % 10}"


def way_of(books: Books, one: KeyFigure, typed: Fraction) -> str:
    """The one way of counting that gives this wrong value; empty where none or several do."""
    found = [way for way, _ in one.ways.values() if is_value(typed, exact(books.reading(one.figure, way), one.unit))]
    return found[0] if len(found) == 1 else ""


def chosen_cause(books: Books, code: str) -> Denials | None:
    """The root cause that was chosen; without a choice the right one. None for one that denied nothing."""
    if not code:
        return books.largest[0] if books.largest else None
    return next((one for one in books.causes if one.code == code), None)


def wrong_values(books: Books, one: KeyFigure) -> Iterator[tuple[str, dict[str, str]]]:
    """(error, the fields as somebody fills them in who makes it) of a figure."""
    right = exact(books.reading(one.figure, "stated"), one.unit)
    if right is None:
        return
    name = f"{one.name}_value"
    for letter, (way, _) in one.ways.items():
        error, value = ERRORS.get((one.figure, way), ""), exact(books.reading(one.figure, way), one.unit)
        if error and value is not None and value >= 0:
            yield error, {f"{one.name}_formula": letter, name: one_decimal(value)}
    whole = str(int(right + Fraction(1, 2)))
    if not is_value(Fraction(whole), right):
        yield ROUNDED, {name: whole}
    yield COMPUTED, {name: one_decimal(right + 7)}


def wrong_decisions(books: Books) -> Iterator[tuple[str, dict[str, str]]]:
    """(error, the fields) of the decision, each with one field wrong."""
    largest = books.largest
    if not largest:
        return
    codes = {one.code for one in largest}
    for one in books.most_frequent:
        if one.code not in codes:
            yield BY_COUNT, {"cause": one.code}
    for one in books.causes:
        if one.code not in codes and one not in books.most_frequent:
            yield NOT_LARGEST, {"cause": one.code}
    yield OWNER, {"owner": next(name for name in ("poster", "coder") if name not in largest[0].owners)}
    known = preventions_of(largest[0].code)
    yield PREVENTION, {"prevention": next(name for name in prevention_rows() if name not in known)}
    without = books.denial_rate_without(largest[0])
    now = exact(books.reading("initial denials", "stated"), "percent")
    if now is not None and not is_value(now, without):
        yield AFTER, {"after": one_decimal(now)}
