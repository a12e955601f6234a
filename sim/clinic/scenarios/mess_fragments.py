"""Fragments of records as real ones have them: data/mess/<kind>.toml, a kind of mess a file.

    label = "old problem list"                       what it is, for authors and instructors
    why, cite                                        why it supports no code, and the rule
    [[fragment]]
    id = "resolved_injuries"                         its own name within the file
    sections = ["pmh", "problems"]                   it is a few more lines in one of these sections of the note
    document = { kind, author, title, days, signed, section }      or a document of its own
    text = ["..."]                                   the lines; {age}, {days_ago.90} and their like are replaced
    age = [18, 120], sex = "F", seen_before = true   for which patients (seen_before: only those seen here before)
    speaks_of = ["ankle", "sprain"]                  beginnings of words: no scenario whose record has one gets it
    families = ["S93", "M25.57"]                     beginnings of codes: no scenario that deals with one gets it

A scenario says by [[mess]] where fragments may stand. `suiting` are those that may: none of them speaks of what the
scenario is about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.clinic.scenarios.parts import Scenario
from sim.clinic.scenarios.placeholders import FORM, has_stray_brace, is_name, names_in
from sim.clinic.scenarios.record_kinds import AUTHORS, KINDS
from sim.ground.files import read_toml, remembered, remembered_up_to, scan
from sim.ground.strict_toml import Field, Place, flag, items, record, span, text, text_up_to, whole, word

FOLDER = "data/mess"
OWN_DOCUMENT = "document"  # what [[mess]] says for fragments that are documents of their own
LINE = 2_000  # characters of a line
CODE = re.compile(r"[A-TV-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?")


@dataclass(frozen=True)
class OwnDocument:
    """A document that is nothing but mess."""

    kind: str
    author: str
    title: str
    days: int
    signed: bool
    section: str


@dataclass(frozen=True)
class Fragment:
    """A fragment: lines of a section of the note, or with `document` a document of its own."""

    kind: str
    id: str
    sections: tuple[str, ...]
    document: OwnDocument | None
    text: tuple[str, ...]
    age: tuple[int, int]
    sex: str
    seen_before: bool
    speaks_of: tuple[str, ...]
    families: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its name among all fragments."""
        return f"{self.kind}.{self.id}"

    def stands_in(self, where: str) -> bool:
        """May it stand there: in a section, or as a document?"""
        return where == OWN_DOCUMENT if self.document else where in self.sections


DOCUMENT = {
    "kind": Field(word(*KINDS)),
    "author": Field(word(*AUTHORS)),
    "title": Field(text),
    "days": Field(whole(-3650, 60)),
    "signed": Field(flag, True),
    "section": Field(text),
}
FRAGMENT = {
    "id": Field(text),
    "sections": Field(items(text), ()),
    "document": Field(lambda value, where: OwnDocument(**record(value, where, DOCUMENT)), None),
    "text": Field(items(text_up_to(LINE), least=1)),
    "age": Field(span(whole(0, 120)), (0, 120)),
    "sex": Field(word("any", "F", "M"), "any"),
    "seen_before": Field(flag, False),
    "speaks_of": Field(items(text), ()),
    "families": Field(items(text), ()),
}
FIELDS = {
    "label": Field(text),
    "why": Field(text),
    "cite": Field(text),
    "fragment": Field(items(lambda value, where: record(value, where, FRAGMENT), least=1)),
}


def parse_mess(path: Path) -> tuple[Fragment, ...]:
    """The fragments of a file. Raises CleanClaimError with file, field, what was found and what to write."""
    where = Place(str(path))
    found = record(read_toml(path), where, FIELDS)["fragment"]
    made = [_checked(Fragment(kind=path.stem, **one), where.at(f"fragment {one['id']}")) for one in found]
    ids = [one.id for one in made]
    if len(set(ids)) < len(ids):
        raise where.refuse("the same id twice", "an id of its own for each fragment", "rename one")
    return tuple(made)


def _checked(one: Fragment, where: Place) -> Fragment:
    if not FORM.fullmatch(one.id):
        raise where.refuse(f"found the id {one.id!r}", "small letters, digits and _", "choose such a name")
    if bool(one.sections) == bool(one.document):
        raise where.refuse("sections and document both or neither", "one of the two", "write where it may stand")
    for line in (*one.text, *([one.document.title] if one.document else [])):
        unknown = [name for name in names_in(line) if not is_name(name, ())]
        if unknown or has_stray_brace(line):
            found = f"{{{unknown[0]}}}" if unknown else "a brace alone"
            raise where.refuse(f"found {found}", "{age}, {days_ago.90} and other words of the patient", "correct it")
    return one


@remembered
def fragments() -> tuple[Fragment, ...]:
    """Every fragment, by kind."""
    return tuple(one for path in scan(FOLDER).values() for one in parse_mess(path))


def kinds() -> tuple[str, ...]:
    """The kinds of mess: the names of the files."""
    return tuple(scan(FOLDER))


@remembered_up_to(1024)
def suiting(scenario: Scenario) -> tuple[Fragment, ...]:
    """The fragments that speak of nothing that the scenario is about, for whichever of its patients.

    >>> from sim.clinic.scenarios.library import scenario
    >>> names = {one.name for one in suiting(scenario("cuts"))}
    >>> "nurse_addendum.new_number" in names, "problem_list.old_cut" in names
    (True, False)
    """
    low, high = scenario.suits.age
    said, codes = _record_of(scenario), _codes_of(scenario)
    return tuple(
        one
        for one in fragments()
        if one.age[0] <= high
        and low <= one.age[1]
        and {one.sex, scenario.suits.sex} != {"F", "M"}
        and not (one.seen_before and scenario.suits.seen_before is False)
        and not any(begins(word, said) for word in one.speaks_of)
        and not any(code.startswith(family) for family in one.families for code in codes)
    )


def begins(word: str, said: str) -> bool:
    """Does any word of a text begin with this?

    >>> begins("sprain", "Ankle sprained twice"), begins("rain", "Ankle sprained twice")
    (True, False)
    """
    return bool(re.search(rf"(?<![A-Za-z0-9]){re.escape(word)}", said, re.I))


def _record_of(scenario: Scenario) -> str:
    """All that any chart of the scenario may say, and what its choices put into it."""
    return "\n".join(_strings([scenario.raw.get(part, ()) for part in ("label", "document", "vary", "query")]))


def _codes_of(scenario: Scenario) -> frozenset[str]:
    """Every diagnosis that the scenario's key, its choices or a trap deal with."""
    parts = [scenario.raw.get(part, ()) for part in ("dx", "vary", "trap", "history")]
    return frozenset(found for value in _strings(parts) for found in CODE.findall(value))


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for one in part.values():
            yield from _strings(one)
    elif isinstance(part, list | tuple):
        for one in part:
            yield from _strings(one)
