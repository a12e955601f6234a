"""The coder's answer: diagnoses and services as they go to billing, read strictly, and the way between an answer and a
coded visit.

    {"diagnoses": ["M17.11", "I10"],
     "services": [{"code": "99214", "modifiers": ["25"], "units": 1, "pointers": ["B"]}],
     "hold": false, "query": "", "nothing_more": false}

Pointers are letters A to L or places 1 to 12 in the list of diagnoses. `nothing_more` says that nothing is to be
billed; `query_marked` that the question was marked in an earlier submission of the same visit: asking once too often
costs once. The desk writes it.
"""

from dataclasses import dataclass
from typing import Any

from sim.clinic.visits.coded_visit import CodedService, CodedVisit
from sim.learn.exercises.answer_format import CODE, MODIFIER, Problem, Reading
from sim.reference.diagnosis_letters import LETTERS, place_of

FIELDS = ("diagnoses", "services", "hold", "query", "nothing_more", "query_marked")
SERVICE_FIELDS = ("code", "modifiers", "units", "pointers")
MOST_SERVICES = 50
MOST_MODIFIERS = MOST_POINTERS = 4


@dataclass(frozen=True)
class Row:
    """One service as sent; pointers are places in the list of diagnoses, from 1."""

    code: str
    modifiers: tuple[str, ...] = ()
    units: int = 1
    pointers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What the coder sends."""

    diagnoses: tuple[str, ...] = ()
    services: tuple[Row, ...] = ()
    hold: bool = False
    query: str = ""
    nothing_more: bool = False
    query_marked: bool = False

    @property
    def is_blank(self) -> bool:
        """Nothing was answered."""
        return not (self.diagnoses or self.services or self.hold or self.query or self.nothing_more)

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        return {
            "diagnoses": list(self.diagnoses),
            "hold": self.hold,
            "query": self.query,
            "nothing_more": self.nothing_more,
            "query_marked": self.query_marked,
            "services": [
                {
                    "code": row.code,
                    "modifiers": list(row.modifiers),
                    "units": row.units,
                    "pointers": [LETTERS[place - 1] for place in row.pointers],
                }
                for row in self.services
            ],
        }


def parse(given: object) -> Answer | list[Problem]:
    """An answer, or what could not be read. Empty rows are left out.

    >>> parse({"diagnoses": ["m1711"], "services": [{"code": "20610", "modifiers": "rt", "pointers": "A"}]}).services[0]
    Row(code='20610', modifiers=('RT',), units=1, pointers=(1,))
    >>> [problem.where for problem in parse({"diagnoses": ["M17.11"], "services": [{"code": "2061", "pointers": "B"}]})]
    ['services.0.code', 'services.0.pointers']
    """
    read = Reading()
    fields = read.fields(given, FIELDS, "answer")
    diagnoses = [
        read.diagnosis(code, f"diagnoses.{place}")
        for place, code in enumerate(read.rows(fields.get("diagnoses"), 12, "diagnoses"))
    ]
    places = _places(diagnoses)
    rows = [
        _row(read, row, f"services.{place}", places)
        for place, row in enumerate(read.rows(fields.get("services"), MOST_SERVICES, "services"))
    ]
    answer = Answer(
        tuple(code for code in diagnoses if code),
        tuple(row for row in rows if row),
        read.flag(fields.get("hold"), "hold"),
        read.text(fields.get("query"), "query"),
        read.flag(fields.get("nothing_more"), "nothing_more"),
        read.flag(fields.get("query_marked"), "query_marked"),
    )
    return read.problems or answer


def _places(diagnoses: list[str]) -> dict[int, int]:
    """Row on the screen -> place among the rows that are filled."""
    filled = [row for row, code in enumerate(diagnoses, 1) if code]
    return {row: place for place, row in enumerate(filled, 1)}


def _row(read: Reading, given: object, where: str, places: dict[int, int]) -> Row | None:
    fields = read.fields(given, SERVICE_FIELDS, where)
    code = read.code(fields.get("code"), f"{where}.code", CODE, "a code of five characters such as 20610")
    modifiers = _modifiers(read, fields.get("modifiers"), f"{where}.modifiers")
    units = read.whole(fields["units"], f"{where}.units", 1, 9999) if fields.get("units") not in (None, "") else 1
    pointers = _pointers(read, fields.get("pointers"), f"{where}.pointers", places)
    if not code and (modifiers or pointers) and not read.problems:
        read.refuse(f"{where}.code", fields.get("code"), "a code, since the row has modifiers or pointers")
    return Row(code, modifiers, units, pointers) if code else None


def _modifiers(read: Reading, given: object, where: str) -> tuple[str, ...]:
    rows = given.replace(",", " ").split() if isinstance(given, str) else given
    if isinstance(rows, list) and len(rows) > MOST_MODIFIERS:
        read.refuse(where, as_typed(given), f"at most {MOST_MODIFIERS} modifiers")
        return ()
    found = [
        read.code(one, where, MODIFIER, "modifiers of two characters such as 25")
        for one in read.rows(rows, MOST_MODIFIERS, where)
    ]
    return tuple(dict.fromkeys(one for one in found if one))


def _pointers(read: Reading, given: object, where: str, places: dict[int, int]) -> tuple[int, ...]:
    rows = [letter for letter in given.upper() if letter not in " ,"] if isinstance(given, str) else given
    found = [_place(one) for one in rows] if isinstance(rows, (list, tuple)) else [0] if rows is not None else []
    if len(found) > MOST_POINTERS or any(one not in places for one in found):
        read.refuse(where, as_typed(given), f"letters of diagnoses in the list above, at most {MOST_POINTERS}")
        return ()
    return tuple(dict.fromkeys(places[one] for one in found))


def as_typed(given: object) -> object:
    """Typed parts as one text, so that a message quotes what stands in the field.

    >>> as_typed(["Z", "A"]), as_typed("ABCDE")
    ('ZA', 'ABCDE')
    """
    return "".join(map(str, given)) if isinstance(given, (list, tuple)) else given


def _place(one: object) -> int:
    if isinstance(one, str) and place_of(one):
        return place_of(one)
    if isinstance(one, str) and one.isascii() and one.isdigit() and len(one) <= 2:
        return int(one)
    return one if isinstance(one, int) and not isinstance(one, bool) else 0


def answer_of(coded: CodedVisit, query: str = "") -> Answer:
    """A coded visit (CodedVisit: diagnoses, services with pointers as codes) as an answer of this task."""
    place = {code: number for number, code in enumerate(coded.diagnoses, 1)}
    return Answer(
        tuple(coded.diagnoses),
        tuple(
            Row(one.code, tuple(one.modifiers), one.units, tuple(place[code] for code in one.pointers if code in place))
            for one in coded.services
        ),
        query=query,
        nothing_more=not coded.diagnoses and not coded.services,
    )


def visit_of(answer: Answer) -> CodedVisit:
    """An Answer of code_visit as the coded visit that goes to billing: pointers by code. A line without one goes out
    without one, and the payer's front end rejects it.

    >>> visit_of(Answer(("I10",), (Row("99213"),))).services[0].pointers
    ()
    """
    codes = answer.diagnoses
    lines = (
        CodedService(row.code, row.code, row.modifiers, row.units, tuple(codes[place - 1] for place in row.pointers))
        for row in answer.services
    )
    return CodedVisit(tuple(codes), tuple(lines))
