"""Where on a page a mark stands, in the form's own words: what a person reads in results, disputes and reports."""

from sim.learn.tasks.form import Boxes, Cell, Form, Rows, Sheet

CODING = {"diagnoses": "Diagnosis", "services": "Line", "flags": "Instead of codes", "query": "Query"}
PARTS = {"coding": "Coding", "claim": "Claim", "work": "Denial"}  # of a visit with two roles
FIELDS = {"modifiers": "modifiers", "units": "units", "pointers": "diagnosis pointers", "code": "code"}
NO_FORM = Form()


def place_words(where: str, form: Form = NO_FORM) -> str:
    """The place of a mark as people count: rows from 1, fields by their labels.

    >>> place_words("services.0.modifiers"), place_words("diagnoses.1"), place_words("boxes.24D.1")
    ('Line 1, modifiers', 'Diagnosis 2', 'Box 24D, line 1')
    >>> place_words("coding.services.0"), place_words("out_of_pocket"), place_words("")
    ('Coding: line 1', 'Out of pocket', '')

    An entry that many made stands in no row of its own:

    >>> place_words("services.modifiers"), place_words("diagnoses")
    ('Line, modifiers', 'Diagnosis')
    >>> from sim.learn.tasks.form import Number
    >>> place_words("out_of_pocket", Form((Number("out_of_pocket", "Out-of-pocket maximum remaining"),)))
    'Out-of-pocket maximum remaining'
    """
    head, _, rest = where.partition(".")
    if head in PARTS and rest:
        within = place_words(rest, form)
        return f"{PARTS[head]}: {within[:1].lower()}{within[1:]}"
    if head == "boxes":
        box, _, line = rest.partition(".")
        return f"Box {box}, line {line}" if line else f"Box {box}"
    named = [one for one in form.controls if where == one.name or where.startswith(f"{one.name}.")]
    if head in CODING or not named:
        return _counted(CODING.get(head, head), rest)
    control = max(named, key=lambda one: len(one.name))
    row, _, field = where[len(control.name) :].strip(".").partition(".")
    if isinstance(control, Rows) and row:
        number, field = (f" {int(row) + 1}", field) if row.isdecimal() else ("", row)
        return ", ".join(filter(None, (f"{control.label}: {control.one}{number}", _label(control.fields, field))))
    if isinstance(control, Sheet) and row:
        line = next((one.words for one in control.lines if one.id == row), row)
        return ", ".join(filter(None, (f"{control.label}: {line}", _label(control.fields, field))))
    return control.label if not isinstance(control, Boxes) else f"Box {row}"


def _label(fields: tuple[Cell, ...], name: str) -> str:
    return next((one.label for one in fields if one.name == name), _plain(name))


def _counted(name: str, rest: str) -> str:
    """A place without a form: its name with a number from 1, then the field."""
    row, _, field = rest.partition(".")
    words, field = _plain(name), field if row.isdecimal() else rest
    words += f" {int(row) + 1}" if row.isdecimal() else ""
    return ", ".join(filter(None, (words[:1].upper() + words[1:], FIELDS.get(field, _plain(field)))))


def _plain(name: str) -> str:
    return name.replace("_", " ").replace(".", ", ")
