"""The biller's answer about a batch, for each of its claims: what became of it, what is wrong in which box, what
belongs there and who fixes it, how it is sent again and by when, and what the report proves.

    {"state_1": "rejected", "corrections_1": [{"place": "1a", "right": "SYN1", "owner": "front desk"}],
     "way_1": "new", "last_1": "2026-09-30", "proof_1": "no"}

A place is a box of the claim form ("24D.1" for line 1), the payer's enrollment file, or the file as a whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sim.billing.claims.form import box_words, boxes
from sim.billing.claims.form_cells import Cell
from sim.billing.claims.form_cells import read as read_cell
from sim.ground.errors import CleanClaimError
from sim.learn.exercises.answer_format import Problem
from sim.learn.tasks.fix_rejection.given import MOST
from sim.learn.tasks.form import Choice, Date, Form, Option, Rows, Text
from sim.learn.tasks.form_answers import admit, read

MOST_ROWS, MOST_LINES = 4, 6
ENROLLMENT, FILE = "enrollment", "file"
STATES = (
    Option("accepted", "Accepted for adjudication"),
    Option("rejected", "Rejected at the front end, never adjudicated"),
    Option("denied", "Denied after adjudication"),
)
OWNERS = (
    Option("front desk", "front desk"),
    Option("coder", "coder"),
    Option("biller", "biller"),
    Option("provider", "provider"),
    Option("credentialing", "credentialing"),
    Option("clearinghouse", "clearinghouse or software vendor"),
    Option("payer", "payer"),
)
WAYS = (
    Option("new", "Send it as a new original claim (frequency code 1)"),
    Option("replacement", "Send a replacement claim (frequency code 7)"),
    Option("void", "Void it (frequency code 8)"),
    Option("appeal", "Appeal with the record"),
    Option("bill", "Bill the patient"),
    Option("wait", "Send nothing: wait for the remittance"),
)
PROOF = (Option("yes", "Yes"), Option("no", "No"))
HEAD_BOXES = ("1a", "3", "3-sex", "6", "11", "17b", "21A", "21B", "21C", "21D", "22", "22-ref", "23", "28", "33a")
LINE_BOXES = ("24A", "24B", "24D", "24D-1", "24E", "24F", "24G", "24J")
FIELDS = ("state", "corrections", "way", "last", "proof")


def label_of(place: str) -> str:
    """A place as people name it.

    >>> label_of("24D.2"), label_of("1a"), label_of("3-sex"), label_of("24D-1.2")
    ('Box 24D, line 2: Procedure', "Box 1a: Insured's ID", 'Box 3, Sex', 'Box 24D, modifier 1, line 2')
    """
    if place in (ENROLLMENT, FILE):
        return {ENROLLMENT: "Not on the claim: the payer's enrollment file", FILE: "Not on the claim: the file itself"}[
            place
        ]
    box, _, line = place.partition(".")
    if "-" in box:
        return box_words(place)
    words = next(one["label"] for one in boxes() if one["box"] == box)
    return f"Box {box}, line {line}: {words}" if line else f"Box {box}: {words}"


def places(lines: int) -> tuple[Option, ...]:
    """Every place of a claim of so many lines, in the order of the form."""
    names = [
        *HEAD_BOXES[:13],
        *(f"{box}.{line}" for box in LINE_BOXES for line in range(1, lines + 1)),
        *HEAD_BOXES[13:],
        ENROLLMENT,
        FILE,
    ]
    return tuple(Option(name, label_of(name)) for name in names)


def form_of(claims: Iterable[tuple[int, str]], lines: int) -> Form:
    """The form for these claims (number, what it is called) of at most so many lines."""
    return Form(tuple(control for number, called in claims for control in _claim(number, called, places(lines))))


def _claim(number: int, called: str, where: tuple[Option, ...]) -> Iterable[Choice | Rows | Date]:
    yield Choice(f"state_{number}", f"{called}: what became of it?", "", STATES)
    yield Rows(
        f"corrections_{number}",
        f"{called}: what is wrong?",
        "One row for each error; none for a claim that is right. This front end reports only the first one it finds."
        " Leave the right entry empty where nothing on the claim is wrong. Who fixes it: the desk that owns the entry"
        " (registration: front desk; codes, units and pointers: coder; the rest of the claim: biller). Where that"
        " desk's record is right and only the claim differs, the biller counts as well.",
        (
            Choice("place", "Where", "", where),
            Text("right", "Right entry", "", 80),
            Choice("owner", "Who fixes it", "", OWNERS),
        ),
        MOST_ROWS,
        f"claim {number} correction",
    )
    yield Choice(f"way_{number}", f"{called}: what do you do?", "", WAYS)
    yield Date(
        f"last_{number}",
        f"{called}: last day the payer must receive it",
        "By the payer's filing limit, which counts receipt. Leave it empty for a claim that you don't send again.",
    )
    yield Choice(f"proof_{number}", f"{called}: does this report prove that it was filed on time?", "", PROOF)


def whole_form() -> Form:
    """Every field that any case may ask for."""
    return form_of([(number, "") for number in range(1, MOST + 1)], MOST_LINES)


@dataclass(frozen=True)
class Correction:
    """One row as entered. `row`: its place on the page; `value`: the right entry as its box is read."""

    row: int
    place: str
    right: str = ""
    owner: str = ""
    value: Cell = None


@dataclass(frozen=True)
class Worked:
    """What was entered for one claim."""

    state: str = ""
    corrections: tuple[Correction, ...] = ()
    way: str = ""
    last: date | None = None
    proof: str = ""


@dataclass(frozen=True)
class Answer:
    """What was entered, claim by claim."""

    claims: tuple[Worked, ...] = (Worked(),) * MOST

    @property
    def is_blank(self) -> bool:
        """Nothing was entered."""
        return all(one == Worked() for one in self.claims)

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        found: dict[str, Any] = {}
        for number, one in enumerate(self.claims, 1):
            if one != Worked():
                rows = [{"place": row.place, "right": row.right, "owner": row.owner} for row in one.corrections]
                last = "" if one.last is None else str(one.last)
                values = (one.state, rows, one.way, last, one.proof)
                found |= {f"{name}_{number}": value for name, value in zip(FIELDS, values, strict=True)}
        return found


def parse(given: object) -> Answer | list[Problem]:
    """An answer, or what could not be read.

    >>> parse({"state_1": "rejected", "last_1": "09/30/2026"}).claims[0].last
    datetime.date(2026, 9, 30)
    >>> [one.where for one in parse({"corrections_1": [{"place": "24A.1", "right": "soon"}]})]
    ['corrections_1.0.right']
    """
    form = whole_form()
    try:
        draft = admit(form, given if given is not None else {}, "answer")
    except CleanClaimError as error:
        return [Problem("answer", error.what, error.expected)]
    values, problems = read(form, draft)
    if problems:
        return problems
    worked = []
    for number in range(1, MOST + 1):
        rows = [_correction(number, row, values) for row in _filled(draft, number)]
        problems += [one for one in rows if isinstance(one, Problem)]
        read_rows = tuple(one for one in rows if isinstance(one, Correction))
        state, way, proof = (values[f"{name}_{number}"] for name in ("state", "way", "proof"))
        worked.append(Worked(state, read_rows, way, values[f"last_{number}"], proof))
    return problems or Answer(tuple(worked))


def _filled(draft: dict[str, Any], number: int) -> list[tuple[int, int]]:
    """The rows that hold something: (place on the page, place among the values)."""
    rows = enumerate(draft[f"corrections_{number}"])
    kept = [place for place, row in rows if any(row.get(name) for name in ("place", "right", "owner"))]
    return [(place, at) for at, place in enumerate(kept)]


def _correction(number: int, at: tuple[int, int], values: dict[str, Any]) -> Correction | Problem:
    place, row = at[0], values[f"corrections_{number}"][at[1]]
    where = f"corrections_{number}.{place}"
    if not row["place"]:
        return Problem(f"{where}.place", "no place was chosen", "a place from the list, or no row")
    box = row["place"].partition(".")[0]
    if row["place"] in (ENROLLMENT, FILE) or not row["right"]:
        return Correction(place, row["place"], row["right"], row["owner"])
    kind = next(one["format"] for one in boxes() if one["box"] == box)
    try:
        return Correction(place, row["place"], row["right"], row["owner"], read_cell(kind, row["right"], where))
    except CleanClaimError as error:
        return Problem(f"{where}.right", error.what, error.expected)
