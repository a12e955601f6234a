"""Which row of a gradebook is which learner: by the ID, else the login, else the email address, else the exact name.
Nobody is guessed: where two say different things or two have the same name, the row is listed and left as it is.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sim.classroom.gradebook.dialect import Dialect, plain
from sim.classroom.gradebook.raw_sheet import RawSheet, Row


@dataclass(frozen=True)
class Person:
    """A learner as the class's roster knows her."""

    learner: str
    name: str
    email: str = ""
    school_id: str = ""
    login: str = ""


@dataclass(frozen=True)
class Student:
    """A row of their gradebook: its number, its line, what it says of who it is."""

    row: int
    line: int
    name: str
    ids: tuple[str, ...] = ()
    logins: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unclear:
    """A row that was left as it is, and why."""

    student: Student
    why: str


@dataclass(frozen=True)
class Found:
    """Who was found (row -> learner), who by the name alone, whose row was not clear, and who was not found on either
    side."""

    rows: Mapping[int, Person]
    by_name: tuple[Student, ...]
    unclear: tuple[Unclear, ...]
    not_in_class: tuple[Student, ...]
    not_in_file: tuple[Person, ...]


def students(dialect: Dialect, sheet: RawSheet) -> list[Student]:
    """Every row that is a student's."""
    places = {plain(header): place for place, header in reversed([*enumerate(sheet.headers)])}

    def said(row: Row, names: Iterable[str]) -> tuple[str, ...]:
        cells = (row.value(places[name]).strip().removeprefix(dialect.sign) for name in names if name in places)
        return tuple(cell for cell in cells if cell)

    def name(row: Row) -> str:
        full = next((parts for parts in dialect.names if all(part in places for part in parts)), ())
        return " ".join(" ".join(row.value(places[part]) for part in full).split())

    rows = ((number, row) for number, row in enumerate(sheet.rows[1:], 1) if any(map(str.strip, row.values)))
    return [
        Student(
            number,
            row.line,
            name(row),
            said(row, dialect.ids),
            said(row, dialect.logins),
            said(row, dialect.emails),
        )
        for number, row in rows
        if dialect.is_student(row)
    ]


def find(theirs: Iterable[Student], people: Iterable[Person]) -> Found:
    """Each row with its learner.

    >>> ana, two = Person("L-1", "Ana Diaz", "ana@school.example", "00417"), Student(1, 2, "Diaz, Ana", ("417",))
    >>> find([two], [ana]).rows[1].learner
    'L-1'
    """
    theirs, people = list(theirs), list(people)
    known = _Known(people)
    named = Counter(name_key(one.name) for one in theirs)
    rows: dict[int, Person] = {}
    by_name: list[Student] = []
    unclear: list[Unclear] = []
    strangers: list[Student] = []
    for one in theirs:
        sure = known.sure(one)
        if len(sure) > 1:
            unclear.append(Unclear(one, "its ID, login and email are those of " + _and(p.name for p in sure)))
            continue
        if sure:
            rows[one.row] = sure[0]
            continue
        same = known.by_name.get(name_key(one.name), [])
        if len(same) > 1 or (same and named[name_key(one.name)] > 1):
            unclear.append(Unclear(one, "two have this name, and neither ID, login nor email says which"))
        elif same:
            rows[one.row] = same[0]
            by_name.append(one)
        else:
            strangers.append(one)
    rows, by_name, twice = _once(rows, by_name, theirs)
    seen = {person.learner for person in rows.values()}
    missing = tuple(person for person in people if person.learner not in seen)
    return Found(rows, tuple(by_name), (*unclear, *twice), tuple(strangers), missing)


def name_key(name: str) -> str:
    """A name as it is compared: "Diaz, Ana" is Ana Diaz.

    >>> name_key("Diaz,  Ana") == name_key("ana DIAZ")
    True
    """
    text = unicodedata.normalize("NFC", name)
    last, comma, first = text.partition(",")
    return plain(f"{first} {last}" if comma else text)


def id_key(text: str) -> str:
    """An ID as it is compared; Excel takes zeros before a number away.

    >>> id_key(" 00417 "), id_key("A-07")
    ('417', 'a-07')
    """
    key = plain(text)
    return key.lstrip("0") or "0" if key.isdecimal() else key


class _Known:
    """The learners by what is known of them."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.by_id: dict[str, list[Person]] = defaultdict(list)
        self.by_login: dict[str, list[Person]] = defaultdict(list)
        self.by_email: dict[str, list[Person]] = defaultdict(list)
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        for one in people:
            for index, key in (
                (self.by_id, id_key(one.school_id)),
                (self.by_login, plain(one.login)),
                (self.by_email, plain(one.email)),
                (self.by_name, name_key(one.name)),
            ):
                if key:
                    index[key].append(one)

    def sure(self, one: Student) -> list[Person]:
        """Those that ID, login or email name and nobody else has; many schools log in with the email address."""
        named = [
            *(self.by_id.get(id_key(text), ()) for text in one.ids),
            *(self.by_login.get(plain(text), ()) for text in one.logins),
            *(self.by_email.get(plain(text), ()) for text in (*one.emails, *one.logins)),
        ]
        return list({people[0].learner: people[0] for people in named if len(people) == 1}.values())


def _once(
    rows: dict[int, Person], by_name: list[Student], theirs: Iterable[Student]
) -> tuple[dict[int, Person], list[Student], list[Unclear]]:
    """A learner who has two rows keeps none: which one counts is not ours to say."""
    times = Counter(person.learner for person in rows.values())
    double = {row for row, person in rows.items() if times[person.learner] > 1}
    told = [
        Unclear(one, f"{rows[one.row].name} has {times[rows[one.row].learner]} rows")
        for one in theirs
        if one.row in double
    ]
    kept = {row: person for row, person in rows.items() if row not in double}
    return kept, [one for one in by_name if one.row not in double], told


def _and(names: Iterable[str]) -> str:
    return " and ".join(sorted(names))
