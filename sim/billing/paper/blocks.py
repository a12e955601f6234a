"""A sheet of paper as data: who sends it, what it is called, and the blocks that stand on it from top to bottom. What a
sheet says is made in the module of its form; how it looks is drawn in sheet.py.
"""

from typing import NamedTuple

from sim.clinic.practice.clinics import Clinic, clinic

Cells = tuple[str, ...]


class Practice(NamedTuple):
    """Who sends it: the letterhead."""

    name: str
    address: str
    telephone: str
    npi: str
    tax_id: str


class Person(NamedTuple):
    """A patient as an envelope needs them."""

    name: str
    street: str
    city: str


class Heading(NamedTuple):
    """The heading of a part."""

    text: str


class Words(NamedTuple):
    """A paragraph. tone: plain, soft (small print) or strong."""

    text: str
    tone: str = "plain"


class Envelope(NamedTuple):
    """An address in the place of a window envelope."""

    lines: Cells


class Pairs(NamedTuple):
    """Facts: label and what is entered. An empty entry is a line to write on."""

    rows: tuple[tuple[str, str], ...]


class Grid(NamedTuple):
    """A table. right: columns of amounts; widths: shares of the sheet; has_total: the last row is the sum."""

    head: Cells
    rows: tuple[Cells, ...]
    right: tuple[int, ...] = ()
    widths: tuple[float, ...] = ()
    has_total: bool = False


class Tick(NamedTuple):
    """A box to tick, with what it says."""

    words: str
    is_ticked: bool = False


class Ticks(NamedTuple):
    """Boxes to tick."""

    options: tuple[Tick, ...]


class Amount(NamedTuple):
    """The one amount of a sheet, large."""

    label: str
    amount: str
    words: str = ""


class Ruled(NamedTuple):
    """Empty lines to write on."""

    lines: int


class Signature(NamedTuple):
    """Lines to sign on, each with what stands below it."""

    labels: Cells


class TearOff(NamedTuple):
    """A dotted line: what follows is sent back."""

    words: str


Block = Heading | Words | Envelope | Pairs | Grid | Ticks | Amount | Ruled | Signature | TearOff


class Sheet(NamedTuple):
    """title: what it is; subject: for the document's properties; foot: small print on every page."""

    title: str
    subject: str
    sender: Practice
    blocks: tuple[Block, ...]
    foot: str = "A practice document about synthetic people. Made by CleanClaim."


def practice_of(code: str) -> Practice:
    """The letterhead of a clinic.

    >>> practice_of("prairie").name
    'Prairie Clinic'
    """
    one: Clinic = clinic(code)
    address = f"{one.street_address}, {one.city_name} {one.state_code} {one.postal_code}"
    return Practice(one.name, address, one.telephone_number, one.npi, one.tax_id)


def person_of(row: dict[str, str]) -> Person:
    """A patient from a row of patients.

    >>> row = {"first_name": "Ann", "family_name": "Lee-Synth", "street_address": "1 Elm", "city_name": "Ames"}
    >>> person_of({**row, "state_code": "IA", "postal_code": str(50010)})
    Person(name='Ann Lee-Synth', street='1 Elm', city='Ames IA 50010')
    """
    return Person(
        f"{row['first_name']} {row['family_name']}",
        row["street_address"],
        f"{row['city_name']} {row['state_code']} {row['postal_code']}",
    )
