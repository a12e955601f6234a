"""The roster of a class: who belongs to it. The only place where names stand; all work carries the random learner key.

name,email,id
Rosa Delgado,rosa@example.edu,S-1042
"""

import csv
import io
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records, Row
from sim.classroom.records.trail import note
from sim.ground.database import instant, plain
from sim.ground.errors import CleanClaimError

ROLES = ("learner", "instructor")
LARGEST_FILE = 5_000_000  # bytes of a roster
MOST_MEMBERS = 5_000
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PASTED = ("name", "email", "id")  # the columns of a pasted list that does not name them
HEADERS = {
    "name": ("name", "full name", "student", "student name"),
    "email": ("email", "e-mail", "email address"),
    "school_id": ("id", "school id", "school_id", "student id", "id number", "sis user id"),
    "login": ("login", "username", "user name", "login id", "sis login id"),
    "role": ("role",),
}


@dataclass(frozen=True)
class Member:
    """Somebody of a class. `learner`: the random key under which work is kept; `school_id`, `login`: what the school
    calls the person (may be empty)."""

    class_name: str
    learner: str
    name: str
    email: str
    school_id: str
    login: str
    role: str
    has_pin: bool
    removed_at: str

    @property
    def is_active(self) -> bool:
        """Does the person still belong to the class?"""
        return not self.removed_at

    @property
    def is_instructor(self) -> bool:
        """May this person see the class's work and keys?"""
        return self.role == "instructor"


@dataclass(frozen=True)
class Entered:
    """What a roster file brought: who is new, who was known (and changed), which lines could not be used and why."""

    new: tuple[Member, ...]
    known: tuple[Member, ...]
    problems: tuple[str, ...]


def members(records: Records, class_name: str, everybody: bool = False) -> tuple[Member, ...]:
    """The members of a class by name; with `everybody` also those who were removed."""
    found = [_member(row) for row in records.rows("roster", class_name=class_name)]
    return tuple(sorted((one for one in found if everybody or one.is_active), key=lambda one: one.name.casefold()))


def member(records: Records, learner: str) -> Member:
    """One member by learner key. Raises CleanClaimError where there is none."""
    row = records.first("roster", learner=str(learner))
    if row is None:
        raise CleanClaimError(
            f"no learner {plain(learner)[:40]!r}", "roster", "a learner key of the roster", "look it up in the roster"
        )
    return _member(row)


def member_named(records: Records, class_name: str, text: str, everybody: bool = False) -> Member:
    """One member by learner key, school id, login, email or whole name; with `everybody` also one who was removed.
    Raises CleanClaimError unless it is one.
    """
    wanted = plain(text).strip().casefold()
    found = [
        one
        for one in members(records, class_name, everybody)
        if wanted and wanted in (one.learner.casefold(), *(_known_as(one)), one.name.casefold())
    ]
    if len(found) != 1:
        raise CleanClaimError(
            f"{'nobody' if not found else 'more than one person'} is called {plain(text)[:60]!r}",
            f"class {class_name}",
            "an id, a login, an email or a whole name of the roster",
            f"run `cleanclaim class roster {class_name}` to see it",
        )
    return found[0]


def add_member(
    records: Records,
    class_name: str,
    name: str,
    email: str = "",
    school_id: str = "",
    login: str = "",
    role: str = "learner",
    who: str = "",
) -> Member:
    """Enter one person. Raises CleanClaimError without a name, or for an unknown role.

    >>> import tempfile; from sim.classroom.records.classes import new_class
    >>> records = Records.at(tempfile.mkdtemp()); _ = new_class(records, "billing_101")
    >>> add_member(records, "billing_101", "Rosa Delgado-Synth", "rosa@example.edu").role
    'learner'
    """
    if not plain(name).strip():
        raise CleanClaimError("a person without a name", f"class {class_name}", "a name", "add it")
    if role not in ROLES:
        raise CleanClaimError(
            f"unknown role {plain(role)[:30]!r}", f"class {class_name}", " or ".join(ROLES), "correct it"
        )
    key = "L-" + secrets.token_hex(8)
    texts = {"name": name, "email": email, "school_id": school_id, "login": login}
    row = {column: plain(text).strip() for column, text in texts.items()}
    records.add("roster", class_name=class_of(records, class_name).name, learner=key, role=role, **row)
    note(records, class_name, who, f"{role} entered", key)
    return member(records, key)


def remove_member(records: Records, learner: str, who: str = "") -> None:
    """The person does not come in any more; the work stays."""
    one = member(records, learner)
    records.change("roster", {"learner": one.learner}, removed_at=instant())
    note(records, one.class_name, who, "removed from the roster", one.learner)


def restore_member(records: Records, learner: str, who: str = "") -> None:
    """A removed person belongs to the class again."""
    one = member(records, learner)
    records.change("roster", {"learner": one.learner}, removed_at="")
    note(records, one.class_name, who, "put back on the roster", one.learner)


def change_role(records: Records, learner: str, role: str, who: str = "") -> Member:
    """Make a learner an instructor, or the other way. Raises CleanClaimError for an unknown role."""
    one = member(records, learner)
    if role not in ROLES:
        raise CleanClaimError(f"unknown role {plain(role)[:30]!r}", one.class_name, " or ".join(ROLES), "correct it")
    records.change("roster", {"learner": one.learner}, role=role)
    note(records, one.class_name, who, f"made {role}", one.learner)
    return member(records, one.learner)


def correct_member(
    records: Records, learner: str, name: str, email: str = "", school_id: str = "", login: str = "", who: str = ""
) -> Member:
    """Correct what a person is called. Raises CleanClaimError without a name, or for an id, login or email that
    somebody else of the class has.
    """
    one = member(records, learner)
    texts = {"name": name, "email": email, "school_id": school_id, "login": login}
    row = {column: plain(text).strip() for column, text in texts.items()}
    if not row["name"]:
        raise CleanClaimError("a person without a name", "name", "a name", "enter it")
    for other in members(records, one.class_name, everybody=True):
        shared = [text for name, text in row.items() if name != "name" and text and text.casefold() in _known_as(other)]
        if shared and other.learner != one.learner:
            raise CleanClaimError(
                f"{shared[0]!r} belongs to {other.name}", "roster", "an id, login or email of this person", "correct it"
            )
    records.change("roster", {"learner": one.learner}, **row)
    note(records, one.class_name, who, "corrected on the roster", one.learner)
    return member(records, one.learner)


def enter_roster(records: Records, class_name: str, path: str | Path, who: str = "") -> Entered:
    """Enter the people of a CSV file. Who is there already (by id, else login, else email) is brought up to date;
    nobody is removed. Raises CleanClaimError for a file that is not a roster.
    """
    return enter_rows(records, class_name, _rows(Path(path)), who)


def enter_rows(records: Records, class_name: str, rows: Iterable[Row], who: str = "") -> Entered:
    """The same with rows that were read: {line, name, email, school_id, login, role}."""
    new: list[Member] = []
    known: list[Member] = []
    problems: list[str] = []
    there_are = members(records, class_name, everybody=True)
    by_what = {text: one for one in there_are for text in _known_as(one)}
    by_name = {one.name.casefold() for one in there_are}
    for row in rows:
        given = {name: plain(row.get(name) or "").strip() for name in HEADERS}
        given["role"] = given["role"].casefold() or "learner"
        texts = [given[name].casefold() for name in ("school_id", "login", "email") if given[name]]
        lacks = _lacks(given) or ("" if texts else _same_name(given["name"], by_name))
        if lacks:
            problems.append(f"line {row['line']}: {lacks}; left out")
            continue
        there = next((by_what[text] for text in texts if text in by_what), None)
        if there is None:
            made = add_member(records, class_name, **given, who=who)
            new.append(made)
            by_what.update(dict.fromkeys(_known_as(made), made))
            by_name.add(made.name.casefold())
        elif there.learner in {one.learner for one in (*new, *known)}:
            problems.append(f"line {row['line']}: {given['name']} stands in the file twice; the first line counts")
        else:
            records.change("roster", {"learner": there.learner}, removed_at="", **{k: v for k, v in given.items() if v})
            known.append(member(records, there.learner))
    return Entered(tuple(new), tuple(known), tuple(problems))


def _lacks(given: dict[str, str]) -> str:
    """What is wrong with a person as given; nothing where all is well.

    >>> _lacks({"name": "Rosa Delgado-Synth", "role": "learner", "email": "Rosa"})
    "'Rosa' is not an email (write the whole name in one cell, then the email)"
    """
    if not given["name"]:
        return "no name"
    if given["role"] not in ROLES:
        return f"role {given['role']!r} is not {' or '.join(ROLES)}"
    if "@" in given["name"]:
        return f"{given['name']!r} holds an email (put a comma between name and email)"
    if given["email"] and not EMAIL.fullmatch(given["email"]):
        return f"{given['email']!r} is not an email (write the whole name in one cell, then the email)"
    return ""


def _same_name(name: str, known: set[str]) -> str:
    """Nobody can tell two people of one name apart at sign-in, unless an email or an id is there."""
    return (
        f"{name!r} is on the roster already (for another person, add an email or an id)"
        if name.casefold() in known
        else ""
    )


def _known_as(one: Member) -> tuple[str, ...]:
    return tuple(text.casefold() for text in (one.school_id, one.login, one.email) if text)


def _rows(path: Path) -> list[Row]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CleanClaimError("the roster is too large", str(path), f"at most {LARGEST_FILE:,} bytes", "split it")
        return rows_of(path.read_bytes(), str(path))
    except OSError as reason:
        raise CleanClaimError(
            f"cannot read the roster: {reason.strerror}", str(path), "a CSV file", "check the path"
        ) from None


def rows_of(content: bytes, path: str) -> list[Row]:
    """The rows of a roster file's content. path: what the file is called. Raises CleanClaimError for what is not a
    roster.

    >>> rows_of(b"name,id\\nRosa Delgado-Synth,S-1", "roster.csv")
    [{'line': 2, 'name': 'Rosa Delgado-Synth', 'school_id': 'S-1'}]
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CleanClaimError(
            "the roster is not UTF-8 text", path, "a CSV file in UTF-8", "save it as CSV UTF-8"
        ) from None
    return _named(_lines(text, path), path)


def pasted_rows(text: str) -> list[Row]:
    """The rows of a pasted list, one person a line: with a first line that names the columns, or name, email, id
    without one. Cells copied from a spreadsheet are parted by tabs. Raises CleanClaimError for what is not a list.

    >>> [row["name"] for row in pasted_rows("Rosa Delgado-Synth\\nAda Byron-Synth\\tada@example.edu")]
    ['Rosa Delgado-Synth', 'Ada Byron-Synth']
    """
    lines = _lines(text, "the list", "\t" if "\t" in text else ",")
    has_names = bool(lines) and "name" in _columns(lines[0])
    rows = _named(lines if has_names else [list(PASTED), *lines], "the list")
    return rows if has_names else [{**row, "line": row["line"] - 1} for row in rows]


def _lines(text: str, path: str, mark: str = ",") -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text.replace("\0", "")), delimiter=mark))
    except csv.Error as reason:
        raise CleanClaimError(f"not a CSV file: {reason}", path, "name,email,id", "save it as CSV") from None


def _named(lines: list[list[str]], path: str) -> list[Row]:
    """Lines of cells as rows; the first one names the columns."""
    columns = _columns(lines[0] if lines else [])
    if "name" not in columns:
        found = ", ".join(plain(cell) for cell in (lines[0] if lines else [])) or "nothing"
        raise CleanClaimError(
            f"the first line has no column name (found {found[:80]})", path, "name,email,id", "add a first line"
        )
    if len(lines) > MOST_MEMBERS + 1:
        raise CleanClaimError("too many people", path, f"at most {MOST_MEMBERS:,}", "split it into classes")
    return [
        {"line": number, **{name: line[at] if at < len(line) else "" for name, at in columns.items()}}
        for number, line in enumerate(lines[1:], 2)
        if any(cell.strip() for cell in line)
    ]


def _columns(header: list[str]) -> dict[str, int]:
    """Which column says what, by its heading."""
    heads = [cell.strip().casefold() for cell in header]
    return {name: heads.index(head) for name, words in HEADERS.items() for head in words if head in heads}


def _member(row: Row) -> Member:
    return Member(
        row["class_name"],
        row["learner"],
        row["name"],
        row["email"],
        row["school_id"],
        row["login"],
        row["role"],
        ":" in row["pin"],  # a salt and a hash, else none was chosen
        row["removed_at"],
    )
