"""A Form: what a task asks the learner to fill in, out of a closed list of controls. One renderer draws them all
(sim/ui/desks/page/form.js); what comes back is checked against them (form_answers.py).

    Form((Number("units", "Units", help="One unit is 10 mg.", least=1, most=99),
          Choice("payer", "Who is billed first?", options=(Option("medicare", "Medicare"), Option("acme", "Acme")))))

A control has a name (its field in the answer), a label, and a help text that stands beside the field. A name with a
point, such as "letter.level", is a field inside another.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One of a fixed list. `more`: shown only when somebody asks for the others."""

    id: str
    words: str
    more: bool = False


@dataclass(frozen=True)
class Control:
    """What every control has."""

    name: str
    label: str
    help: str = ""


@dataclass(frozen=True)
class Choice(Control):
    """One of a fixed list; answered by its id, empty for none."""

    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Choices(Control):
    """Any of a fixed list; answered by a list of ids."""

    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Tick(Control):
    """One check box; answered by true or false."""


@dataclass(frozen=True)
class Number(Control):
    """A whole number within limits."""

    least: int = 0
    most: int = 999_999
    unit: str = ""


@dataclass(frozen=True)
class Money(Control):
    """An amount in dollars and cents, typed such as 1,234.50; negative only where `least` is. Limits in cents."""

    least: int = 0
    most: int = 100_000_000


@dataclass(frozen=True)
class Date(Control):
    """A date, typed such as 2026-09-30 or 09/30/2026."""


@dataclass(frozen=True)
class Text(Control):
    """Words. `lines`: the height of the field. `finds`: in a row, what may be looked up and put there (diagnosis,
    service)."""

    most: int = 2_000
    lines: int = 1
    finds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Code(Control):
    """A code, found by searching or typed. `kind`: diagnosis or service."""

    kind: str = "service"


@dataclass(frozen=True)
class Rows(Control):
    """Several rows of the same fields; answered by a list of tables. `one`: what a row is called."""

    fields: tuple["Cell", ...] = ()
    most: int = 50
    one: str = "row"


@dataclass(frozen=True)
class Phrases(Control):
    """Phrases marked in the record; answered by a list of {document, section, line, start, end}. `tag`: the short name
    that stands at a marked phrase, such as a code; left out: the number of the phrase."""

    most: int = 20
    tag: str = ""


@dataclass(frozen=True)
class Box:
    """One box of a printed form. `locked`: filled by the practice system."""

    name: str
    label: str
    help: str = ""
    value: str = ""
    locked: bool = False


@dataclass(frozen=True)
class Boxes(Control):
    """The boxes of a form; answered by a table of box -> text, only of those that were changed."""

    boxes: tuple[Box, ...] = ()
    most: int = 120


@dataclass(frozen=True)
class Line:
    """A prepared line of a Sheet: its own id, what it is called, and what is known of it, a text for each head.
    `open_amount`: cents that the line's amounts are to add up to (Ledger)."""

    id: str
    words: str
    facts: tuple[str, ...] = ()
    open_amount: int = 0


@dataclass(frozen=True)
class Sheet(Control):
    """Prepared lines with the same fields each; answered by a table line -> field -> text, only of what was filled in.
    `heads`: of what is known of the lines. `one`: what a line is called."""

    heads: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    fields: tuple["Cell", ...] = ()
    one: str = "line"


@dataclass(frozen=True)
class Ledger(Sheet):
    """A Sheet of postings: its fields are amounts, an account each; the page shows what is left of every line's open
    amount, and counts the accounts in `received` against the deposit of the Form."""

    received: tuple[str, ...] = ()


Cell = Choice | Number | Money | Date | Text | Code
AnyControl = Choice | Choices | Tick | Number | Money | Date | Text | Code | Rows | Phrases | Boxes | Sheet | Ledger


@dataclass(frozen=True)
class Form:
    """The controls in their order. `is_answer`: the answer has the Form's own fields; a desk with a page of its own
    writes it in another shape, which its task reads. `deposit`: cents received that the Ledgers account for; the page
    shows what is left to post."""

    controls: tuple[AnyControl, ...] = ()
    is_answer: bool = True
    deposit: int | None = None
