"""Marking the figures: a formula and a value each, and the decision. One mistake costs once: a value that follows from
the formula that was chosen, an owner and a change that fit the cause that was chosen, cost nothing of their own.
"""

from fractions import Fraction

from sim.billing.books.kpi_readings import STATED
from sim.billing.denials.denial_mix import Denials
from sim.billing.denials.remedies import cause_row, prevention_rows, preventions_of
from sim.ground.money import dollars
from sim.learn.exercises.case import Case
from sim.learn.grading import error_kinds
from sim.learn.grading.marks import Mark, Marks
from sim.learn.tasks.read_figures import mistakes as made
from sim.learn.tasks.read_figures.answer import DECIDED, Answer, is_whole, owner_words
from sim.learn.tasks.read_figures.clinic_books import Books, books, exact
from sim.learn.tasks.read_figures.key_figures import KeyFigure, key_figures
from sim.learn.tasks.read_figures.mistakes import is_value, one_decimal

FOLLOWS = "It follows from what you chose above, so it costs nothing again."
MIX = "HFMA Claim Integrity Task Force: denials by claims and by gross charges"
HALF = 0.5
HINTS = {
    "formula": "What is counted above the line, and of what is it a share?",
    "value": "Which two numbers of the tables does the formula take?",
    "cause": "Compare the causes by the charges denied, not by how many there are.",
    "owner": "At whose desk was the decision made that led to it?",
    "prevention": "What has to happen earlier so that such a claim isn't denied?",
    "after": "Which claims would no longer count as denied?",
}


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an Answer."""
    read = books(case)
    asked = fields(read)
    entered = [name for name in asked if answer.text(name)]
    marks = () if answer.is_blank else tuple(mark for name in asked for mark in (_mark(read, name, answer),))
    return Marks(marks, len(entered), len(asked), case.exercise.points)


def figures_asked(read: Books) -> list[KeyFigure]:
    """The figures in the order in which they are asked for."""
    return [one for one in key_figures().values() if one.figure in read.given.figures]


def fields(read: Books) -> list[str]:
    """The fields of this case in their order."""
    asked = [name for one in figures_asked(read) for name in (f"{one.name}_formula", f"{one.name}_value")]
    return [*asked, *(DECIDED if read.given.decide else ())]


def right_fields(read: Books) -> dict[str, str]:
    """The answer that earns everything."""
    found: dict[str, str] = {}
    for one in figures_asked(read):
        found[f"{one.name}_formula"] = one.right_letter
        found[f"{one.name}_value"] = one_decimal(_right(read, one))
    if read.given.decide and read.largest:
        cause = read.largest[0]
        found |= {"cause": cause.code, "owner": cause.owners[0], "prevention": preventions_of(cause.code)[0]}
        found["after"] = one_decimal(read.denial_rate_without(cause))
    return found


def _right(read: Books, one: KeyFigure) -> Fraction:
    return exact(read.reading(one.figure, STATED), one.unit) or Fraction(0)


def _mark(read: Books, name: str, answer: Answer) -> Mark:
    typed = answer.text(name)
    one = next((one for one in figures_asked(read) if name.startswith(f"{one.name}_")), None)
    key, why, cite = told(read, name)
    place = name.partition("_")[2] if one else name
    hint = HINTS[place]
    if not typed:
        return Mark(name, "missing", f"{key}. {why}", hint=hint, key=key, cite=cite)
    error, reason = (
        _figure_error(read, one, place, answer) if one else _decision_error(read, name, typed, answer.text("cause"))
    )
    if error == FOLLOWS:
        return Mark(name, "right", FOLLOWS, earned=1.0, cite=cite)
    if not error:
        key, why, cite = told(read, name, typed)
        return Mark(name, "right", why, earned=1.0, key=key, cite=cite)
    title = error_kinds.words(error)
    is_rounded = error == made.ROUNDED
    return Mark(
        name,
        "partly" if is_rounded else "wrong",
        f"{reason} {why}",
        earned=HALF if is_rounded else 0.0,
        skill=error_kinds.skill(error),
        error=error,
        title=title,
        hint=hint,
        key=key,
        cite=cite,
        reason=reason,
    )


def _figure_error(read: Books, one: KeyFigure, place: str, answer: Answer) -> tuple[str, str]:
    """(error, its reason) of a formula or a value; two empty texts where it is right."""
    letter = answer.text(f"{one.name}_formula")
    way, formula = one.ways.get(letter, ("", ""))
    if place == "formula":
        if letter == one.right_letter:
            return "", ""
        return made.ERRORS[one.figure, way], instead(read, one, way)
    typed = answer.value(f"{one.name}_value")
    assert typed is not None  # parse has read it
    right = _right(read, one)
    if is_value(typed, right):
        return "", ""
    if way and way != STATED and is_value(typed, exact(read.reading(one.figure, way), one.unit)):
        return FOLLOWS, ""
    if is_whole(answer.text(f"{one.name}_value")) and abs(typed - right) <= Fraction(1, 2):
        return made.ROUNDED, "The value is right but rounded to a whole number. One decimal is asked for."
    other = made.way_of(read, one, typed)
    if other:
        return made.ERRORS[one.figure, other], instead(read, one, other)
    return (
        made.COMPUTED,
        f"None of the formulas gives {one_decimal(typed)}{_unit(one)} with the numbers of these tables.",
    )


def instead(read: Books, one: KeyFigure, way: str) -> str:
    """What another way counts here, in this clinic's numbers."""
    reading = read.reading(one.figure, way)
    value = exact(reading, one.unit)
    gives = f"{sides(read, one, way)} = {one_decimal(value)}{_unit(one)}" if value is not None else "no figure"
    return f"{error_kinds.words(made.ERRORS[one.figure, way])}. Counted so it is {gives}."


def sides(read: Books, one: KeyFigure, way: str) -> str:
    """Both sides of a figure in its own units."""
    figure = read.reading(one.figure, way).figure
    is_money = one.figure in ("days in A/R", "A/R over 90 days", "net collection")
    top, bottom = (dollars(side) if is_money else f"{side:,}" for side in (figure.top, figure.bottom))
    return f"{top} ÷ ({bottom} ÷ 90)" if one.unit == "days" else f"{top} ÷ {bottom}"


def _unit(one: KeyFigure) -> str:
    return " days" if one.unit == "days" else "%"


def _decision_error(read: Books, name: str, typed: str, chosen: str) -> tuple[str, str]:
    """(error, its reason) of a field of the decision: it has to fit the right cause, or the one that was chosen."""
    codes = {one.code for one in read.largest}
    cause = made.chosen_cause(read, chosen)
    if name == "cause":
        if typed in codes:
            return "", ""
        is_frequent = cause is not None and cause in read.most_frequent
        return (made.BY_COUNT if is_frequent else made.NOT_LARGEST), _of_cause(cause)
    if any(_decided(read, name, one, typed) for one in read.largest):
        return "", ""
    cause = cause or read.largest[0]
    if _decided(read, name, cause, typed):
        return FOLLOWS, ""
    if name == "owner":
        return made.OWNER, f"{cause.label}: that decision isn't made by the {owner_words(typed).lower()}."
    if name == "prevention":
        return made.PREVENTION, f"That would not have kept this from the claims: {cause_row(cause.code)['explanation']}"
    return made.AFTER, f"Take off the claims that only this cause denied ({cause.label}), and nothing else."


def _decided(read: Books, name: str, cause: Denials, typed: str) -> bool:
    if name == "owner":
        return typed in cause.owners
    if name == "prevention":
        return typed in preventions_of(cause.code)
    number = Answer({name: typed}).value(name)
    return number is not None and is_value(number, read.denial_rate_without(cause))


def _of_cause(cause: Denials | None) -> str:
    if cause is None:
        return "This cause denied nothing here."
    amount = dollars(cause.charge_amount)
    return (
        f"{cause.label}: {_claims(cause)}, {amount} of charges. Another cause holds more dollars, and they decide here."
    )


def _claims(cause: Denials) -> str:
    return "1 claim" if cause.claims == 1 else f"{cause.claims} claims"


def _trade_off(read: Books, cause: Denials) -> str:
    """What speaks for the most frequent cause instead, in both numbers."""
    if cause in read.most_frequent:
        return ""
    other = read.most_frequent[0]
    most = f"{other.label} has more claims ({other.claims}), each of them work, but {dollars(other.charge_amount)}"
    return f" {most} of charges: a clinic short of staff time might begin there."


def told(read: Books, name: str, chosen: str = "") -> tuple[str, str, str]:
    """(the right answer in words, why, the source) of a field. chosen: a choice that is right, where several are."""
    one = next((one for one in figures_asked(read) if name.startswith(f"{one.name}_")), None)
    if one is not None:
        value = f"{one_decimal(_right(read, one))}{_unit(one)}"
        if name.endswith("_formula"):
            return one.formula(one.right_letter), f"{one.label}: {one.formula(one.right_letter)}.", one.source
        why = f"{sides(read, one, STATED)} = {value}. Usual benchmark: {one.benchmark[:1].lower()}{one.benchmark[1:]}"
        return value, why, one.source
    cause = read.largest[0]
    if name == "cause":
        cause = next((one for one in read.largest if one.code == chosen), cause)
        money = f"{dollars(cause.charge_amount)} of denied charges on {_claims(cause)}{_days(read, cause)}."
        return cause.label, f"{money}{_trade_off(read, cause)}", MIX
    if name == "owner":
        return (
            owner_words(chosen or cause.owners[0]),
            str(cause_row(cause.code)["explanation"]),
            "The root cause's own desk; our own judgment",
        )
    if name == "prevention":
        label = str(prevention_rows()[chosen or preventions_of(cause.code)[0]]["label"])
        return (
            label,
            f"{ONCE.get(cause.code, MONEY_ONCE)} {AGAIN}",
            PREVENTS,
        )
    denied, adjudicated = read.counts.denied, read.counts.adjudicated
    value = f"{one_decimal(read.denial_rate_without(cause))}%"
    return value, f"({denied} - {cause.claims_alone}) ÷ {adjudicated} = {value}.", MIX


ONCE = {
    "late_filing": "Late-filing denials seldom come back: without proof of timely filing they are written off.",
}
MONEY_ONCE = "A denial that is worked brings its money back once at most."
AGAIN = "This change keeps such claims from being denied again."
PREVENTS = "Our own judgment: what keeps a root cause from coming back"


def _days(read: Books, cause: Denials) -> str:
    """What the cause holds, in days of charges."""
    if read.money.recent <= 0:
        return ""
    return f", {one_decimal(Fraction(cause.charge_amount * 90, read.money.recent))} days of the clinic's charges"
