"""What comes back from a Form, checked twice.

admit(form, given)      whatever a page sent, as a draft of this Form: known fields of the right kind and size, else
                        CleanClaimError. What is half typed stays as it is.
read(form, draft)       the values, and what could not be read of them as problems. A wrong format is not a wrong
                        answer: it is told at the field and costs nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.ground.money import cents
from sim.learn.exercises.answer_format import CODE, MOST_CHARACTERS, Problem, Reading
from sim.learn.tasks.form import (
    AnyControl,
    Boxes,
    Choice,
    Choices,
    Code,
    Date,
    Form,
    Ledger,
    Money,
    Number,
    Option,
    Phrases,
    Rows,
    Sheet,
    Text,
    Tick,
)

SHORT = 120  # characters of a typed field
SPOT = ("document", "section", "line", "start", "end")
Draft = dict[str, Any]  # JSON: field -> text, flag, list or table, as admit leaves it


def blank(form: Form) -> Draft:
    """The draft of a Form in which nothing has been entered yet.

    >>> blank(Form((Number("units", "Units"), Tick("held", "Hold"), Text("letter.words", "Words"))))
    {'units': '', 'held': False, 'letter': {}}
    """
    draft: Draft = {}
    for control in form.controls:
        head, _, inner = control.name.partition(".")
        if inner:
            draft.setdefault(head, {})
        else:
            draft[head] = _nothing(control)
    return draft


def _nothing(control: AnyControl) -> Any:
    if isinstance(control, Tick):
        return False
    if isinstance(control, Boxes | Sheet):
        return {}
    return [] if isinstance(control, Choices | Rows | Phrases) else ""


def admit(form: Form, given: object, where: str = "draft") -> Draft:
    """A draft of this Form from whatever was sent. Fields that nobody knows are left out; a field of another kind or
    size raises CleanClaimError.

    >>> admit(Form((Number("units", "Units", most=99),)), {"units": "4", "shade": "red"})
    {'units': '4'}
    """
    fields = _table(given, where)
    draft = blank(form)
    for control in form.controls:
        head, _, inner = control.name.partition(".")
        if not inner:
            draft[head] = _admitted(control, fields.get(head), where)
        else:
            outer = _table(fields.get(head) if fields.get(head) is not None else {}, where)
            if outer.get(inner):
                draft[head][inner] = _admitted(control, outer[inner], where)
    return draft


def _admitted(control: AnyControl, given: object, where: str) -> Any:
    if given is None:
        return _nothing(control)
    return ADMIT[type(control)](control, given, f"{where}, {control.name}")


def _short(control: AnyControl, given: object, where: str) -> str:
    return typed(given, where)


def typed(given: object, where: str, most: int = SHORT) -> str:
    """A short text as typed; a whole number counts as one."""
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if given is None:
        return ""
    if not isinstance(given, str) or len(given) > most:
        raise _unusable("a field cannot be used", where, f"a text of at most {most:,} characters")
    return plain(given)


def plain(text: str) -> str:
    """A text without control characters and half characters; line ends stay.

    >>> plain("a" + chr(0) + "b" + chr(0xD800))
    'ab'
    """
    return "".join(c for c in text if (c.isprintable() or c == "\n") and not 0xD800 <= ord(c) <= 0xDFFF)


def _words(control: Text, given: object, where: str) -> str:
    return typed(given, where, control.most)


def _number(control: Number, given: object, where: str) -> str:
    return typed(given, where)


def _ticked(control: Tick, given: object, where: str) -> bool:
    return given is True


def _ids(control: Choices, given: object, where: str) -> list[str]:
    return list(dict.fromkeys(typed(one, where) for one in _list(given, where, len(control.options))))


def _rows(control: Rows, given: object, where: str) -> list[Draft]:
    return [_row(control, row, number, where) for number, row in enumerate(_list(given, where, control.most), 1)]


def _row(control: Rows, given: object, number: int, where: str) -> Draft:
    """A row of known fields."""
    row = _table(given, where)
    return {**_number_of(row, number), **{one.name: _admitted(one, row.get(one.name), where) for one in control.fields}}


def _number_of(row: Mapping[str, Any], number: int) -> Draft:
    """The row's own number, where the page gave it one."""
    if "id" not in row:
        return {}
    known = isinstance(row["id"], int) and not isinstance(row["id"], bool) and 0 < row["id"] < 10**6
    return {"id": row["id"] if known else number}


def _phrases(control: Phrases, given: object, where: str) -> list[Draft]:
    return [_spot(one, where) for one in _list(given, where, control.most)]


def _spot(given: object, where: str) -> Draft:
    spot = _table(given, where)
    numbers = {name: spot.get(name) for name in SPOT}
    if not all(isinstance(one, int) and not isinstance(one, bool) and 0 <= one < 10**6 for one in numbers.values()):
        raise _unusable("a phrase cannot be used", where, "a place of the record")
    return dict(numbers)


def _boxes(control: Boxes, given: object, where: str) -> dict[str, str]:
    typed_boxes = _table(given, where)
    known = {box.name for box in control.boxes}
    for name in typed_boxes:
        if name not in known:
            raise _unusable(f"{str(name)[:40]!r} is not a box of this form", where, "a box of this form")
    return {name: typed(text, where, control.most) for name, text in typed_boxes.items()}


def _sheet(control: Sheet, given: object, where: str) -> Draft:
    """What was filled in, line by line."""
    fields = {one.name: one for one in control.fields}
    known = {line.id for line in control.lines}
    filled: Draft = {}
    for line, cells in _table(given, where).items():
        if line in known:
            typed_cells = {name: text for name, text in _table(cells, where).items() if name in fields}
            filled[line] = {name: _admitted(fields[name], text, where) for name, text in typed_cells.items()}
    return filled


ADMIT: dict[type, Callable[[Any, object, str], Any]] = {
    **dict.fromkeys((Choice, Number, Money, Date, Code), _short),
    Text: _words,
    Tick: _ticked,
    Choices: _ids,
    Rows: _rows,
    Phrases: _phrases,
    Boxes: _boxes,
    **dict.fromkeys((Sheet, Ledger), _sheet),
}


def _table(given: object, where: str) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise _unusable("a row cannot be used", where, "fields with values")
    return given


def _list(given: object, where: str, most: int) -> list[Any]:
    if not isinstance(given, list) or len(given) > most:
        raise _unusable("a list cannot be used", where, f"at most {most} rows")
    return given


def _unusable(what: str, where: str, expected: str) -> CleanClaimError:
    return CleanClaimError(what, where, expected, "reload the page")


# -- reading what was entered


def read(form: Form, draft: Mapping[str, Any]) -> tuple[Draft, list[Problem]]:
    """The values of a Form, and what could not be read. Empty fields are empty values ("" for texts and choices, None
    for numbers, amounts and dates).

    >>> read(Form((Money("paid", "Paid"), Date("day", "Day"))), {"paid": "$1,234.50", "day": "09/30/2026"})
    ({'paid': 123450, 'day': datetime.date(2026, 9, 30)}, [])
    >>> [problem.where for problem in read(Form((Number("units", "Units", most=9),)), {"units": "40"})[1]]
    ['units']
    """
    reading = Reading()
    values: Draft = {}
    for control in form.controls:
        head, _, inner = control.name.partition(".")
        given = draft.get(head)
        if not inner:
            values[head] = _read(reading, control, given, head)
        elif isinstance(given, Mapping):
            values.setdefault(head, {})[inner] = _read(reading, control, given.get(inner), control.name)
    return values, reading.problems


def _read(reading: Reading, control: AnyControl, given: Any, where: str) -> Any:
    return READ[type(control)](reading, control, given, where)


def _read_choice(reading: Reading, control: Choice, given: Any, where: str) -> str:
    return _listed(reading, control.options, given, where)


def _listed(reading: Reading, options: tuple[Option, ...], given: Any, where: str) -> str:
    text = reading.text(given, where, SHORT)
    if text and text not in {option.id for option in options}:
        reading.refuse(where, given, "one of " + ", ".join(option.words for option in options))
        return ""
    return text


def _read_choices(reading: Reading, control: Choices, given: Any, where: str) -> list[str]:
    rows = reading.rows(given, len(control.options), where)
    return [found for one in rows if (found := _listed(reading, control.options, one, where))]


def _read_tick(reading: Reading, control: Tick, given: Any, where: str) -> bool:
    return reading.flag(given, where)


def _read_number(reading: Reading, control: Number, given: Any, where: str) -> int | None:
    return None if given in (None, "") else reading.whole(given, where, control.least, control.most)


def _read_money(reading: Reading, control: Money, given: Any, where: str) -> int | None:
    text = reading.text(given, where, SHORT).replace("$", "").replace(",", "").replace("−", "-")
    if not text:
        return None
    amount = cents(text, where) if re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,2})?", text, re.ASCII) else None
    if amount is None or not control.least <= amount <= control.most:
        reading.refuse(where, given, f"an amount from ${control.least / 100:,.2f} to ${control.most / 100:,.2f}")
        return None
    return amount


def _read_date(reading: Reading, control: Date, given: Any, where: str) -> date | None:
    text = reading.text(given, where, SHORT)
    for pattern in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    if text:
        reading.refuse(where, given, "a date such as 09/30/2026")
    return None


def _read_text(reading: Reading, control: Text, given: Any, where: str) -> str:
    return reading.text(given, where, min(control.most, MOST_CHARACTERS))


def _read_code(reading: Reading, control: Code, given: Any, where: str) -> str:
    if control.kind == "diagnosis":
        return reading.diagnosis(given, where)
    return reading.code(given, where, CODE, "a code of five characters such as 20610")


def _read_rows(reading: Reading, control: Rows, given: Any, where: str) -> list[Draft]:
    return [
        {one.name: _read(reading, one, row.get(one.name), f"{where}.{place}.{one.name}") for one in control.fields}
        for place, row in _tables(reading, given, control.most, where)
        if any(row.get(one.name) for one in control.fields)
    ]


def _tables(reading: Reading, given: Any, most: int, where: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for place, row in enumerate(reading.rows(given, most, where)):
        if isinstance(row, Mapping):
            yield place, row
        else:
            reading.refuse(f"{where}.{place}", row, "fields with values")


def _read_phrases(reading: Reading, control: Phrases, given: Any, where: str) -> list[Draft]:
    return [
        {name: reading.whole(row.get(name), f"{where}.{place}", 0, 10**6) for name in SPOT}
        for place, row in _tables(reading, given, control.most, where)
    ]


def _read_boxes(reading: Reading, control: Boxes, given: Any, where: str) -> dict[str, str]:
    known = {box.name for box in control.boxes if not box.locked}
    fields = reading.fields(given if given is not None else {}, known, where)
    return {name: reading.text(text, f"{where}.{name}", control.most) for name, text in fields.items()}


def _read_sheet(reading: Reading, control: Sheet, given: Any, where: str) -> Draft:
    """Line -> field -> value; lines and fields in which nothing stands are left out."""
    fields = {one.name for one in control.fields}
    found: Draft = {}
    for line, cells in reading.fields(given or {}, {one.id for one in control.lines}, where).items():
        typed_cells = reading.fields(cells or {}, fields, f"{where}.{line}")
        values = {
            one.name: _read(reading, one, typed_cells[one.name], f"{where}.{line}.{one.name}")
            for one in control.fields
            if typed_cells.get(one.name)
        }
        if values:
            found[line] = values
    return found


READ: dict[type, Callable[[Reading, Any, Any, str], Any]] = {
    Choice: _read_choice,
    Choices: _read_choices,
    Tick: _read_tick,
    Number: _read_number,
    Money: _read_money,
    Date: _read_date,
    Text: _read_text,
    Code: _read_code,
    Rows: _read_rows,
    Phrases: _read_phrases,
    Boxes: _read_boxes,
    **dict.fromkeys((Sheet, Ledger), _read_sheet),
}
