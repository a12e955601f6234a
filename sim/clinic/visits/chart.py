"""The chart: the documents of a visit, written from its scenario when somebody looks. Dates, author and signature
belong to each.

found = documents(scenario, encounter_row, patient_row)
print(text(found))
locate(found, proof)                  where a piece of evidence stands, to the character
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sim.clinic.people.people import People
from sim.clinic.practice.clinics import Clinic, clinic, who_sees
from sim.clinic.scenarios.library import scenario as scenario_named
from sim.clinic.scenarios.parts import Scenario
from sim.clinic.scenarios.placeholders import fill, holds
from sim.clinic.visits.mess import Placed
from sim.clinic.visits.proof import Proof
from sim.clinic.visits.series import EarlierVisit, earlier_visits
from sim.clinic.visits.visit_context import Row, conditions, setting_of, words
from sim.ground.dates import us_date
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table

EXAM = "exam"
LETTERHEAD = {"outside record": "Elm Creek Specialists", "pathology": "Cedar Bend Pathology"}


class Document(NamedTuple):
    """A document of the chart. `sections`: name -> lines. `signature` says who signed when, or that nobody has."""

    kind: str
    title: str
    author: str
    author_name: str
    date: date
    signed: bool
    signature: str
    heading: tuple[str, ...]
    sections: dict[str, list[str]]
    is_of_visit: bool = True  # False: kept in the record, and nothing that the key rests on


class Spot(NamedTuple):
    """Where a text stands: the number of the document, its section, and characters from `start` to `end` of the
    section's lines joined by line ends.
    """

    document: int
    section: str
    start: int
    end: int


def documents(
    scenario: Scenario,
    encounter: Row,
    patient: Row | None = None,
    asked: bool = False,
    mess: Sequence[Placed] = (),
) -> list[Document]:
    """The chart of an encounter row, oldest first. With `asked` True the answer to the query has arrived as an
    addendum. `mess`: fragments that were drawn for it.
    """
    setting = setting_of(scenario, encounter, patient, asked)
    picked, names, where = conditions(scenario, setting), words(scenario, setting), clinic(encounter["clinic_code"])
    made = [
        _document(
            item.kind,
            item.title,
            item.author,
            item.days,
            item.signed,
            _sections(item, picked, names),
            setting,
            names,
            where,
        )
        for item in scenario.documents
        if holds(item.when, picked)
    ]
    made += [answer(query, setting, names, where) for query in scenario.queries if asked and holds(query.when, picked)]
    made = _with_mess(made, scenario, mess, setting, names, where)
    made += [note for visit in earlier_visits(scenario, setting) for note in _earlier_notes(scenario, visit, where)]
    return sorted(made, key=lambda document: document.date)


def _earlier_notes(scenario: Scenario, visit: EarlierVisit, where: Clinic) -> Iterator[Document]:
    """What the record still holds of an earlier visit of the series."""
    other = visit.scenario
    seen = who_sees(where, other.specialty, other.credential)
    provider = f"{seen[0].name}, {seen[0].credential}" if seen and other.specialty != scenario.specialty else ""
    setting = visit.setting._replace(provider=provider or visit.setting.provider)
    picked, names = conditions(other, setting), words(other, setting)
    for item in other.documents:
        if holds(item.when, picked):
            title = f"Earlier visit: {item.title or item.kind}"
            said = _sections(item, picked, names)
            made = _document(item.kind, title, item.author, item.days, item.signed, said, setting, names, where)
            yield made._replace(is_of_visit=False)


def _with_mess(made, scenario: Scenario, mess: Sequence[Placed], setting, names, where) -> list[Document]:
    """The documents with the fragments: further lines at the end of a section, so that nothing before them moves, and
    documents of their own.
    """
    for one, section in mess:
        lines = [fill(line, names) for line in one.text]
        if one.document:
            of = one.document
            sheet = _document(
                of.kind, of.title, of.author, of.days, of.signed, {of.section: lines}, setting, names, where
            )
            made = [*made, sheet._replace(is_of_visit=False)]
            continue
        kind = next((place.document for place in scenario.mess if place.where == section), "")
        at = next((number for number, document in enumerate(made) if document.kind == kind), None)
        if at is not None:
            made[at] = made[at]._replace(sections=_with_lines(made[at].sections, section, lines))
    return made


def _with_lines(sections: dict[str, list[str]], name: str, lines: list[str]) -> dict[str, list[str]]:
    """The sections with more lines in one of them; one that was not there stands before the exam, as in any note."""
    if name in sections or EXAM not in sections:
        return {**sections, name: [*sections.get(name, ()), *lines]}
    found: dict[str, list[str]] = {}
    for section, said in sections.items():
        found |= {name: lines, section: said} if section == EXAM else {section: said}
    return found


def answer(query, setting, names, where) -> Document:
    """The addendum that answers a query."""
    lines = [fill(line, names) for line in query.text] or [f"In answer to the query: {fill(query.answer, names)}."]
    return _document(
        "addendum",
        "Addendum: answer to the query",
        query.author,
        query.days,
        True,
        {"addendum": lines},
        setting,
        names,
        where,
    )


def _sections(item, picked, names) -> dict[str, list[str]]:
    found = {
        name: [fill(text, names) for when, text in lines if holds(when, picked)]
        for name, lines in item.sections.items()
    }
    return {name: lines for name, lines in found.items() if lines}


def _document(kind, title, author, days, signed, sections, setting, names, where) -> Document:
    day = setting.day + timedelta(days)
    who = setting.provider if author == "rendering" else where.staff.get(author, author)
    signature = f"Electronically signed by {who} on {us_date(day)}" if signed else "Not signed"
    title = fill(title, names) if title else kind.capitalize()
    heading = (LETTERHEAD.get(kind, where.name), f"{title}, {us_date(day)}", _patient_line(setting, names))
    return Document(kind, title, author, who, day, signed, signature, heading, sections)


def _patient_line(setting, names) -> str:
    who = f"{names['family_name']}, {names['first_name']}" if names["family_name"] else "Patient"
    born = f", born {names['birth_date']}" if names["birth_date"] else ""
    return f"{who}{born}, {setting.age} y, {setting.sex}"


def text(documents: Sequence[Document]) -> str:
    """The chart as plain text, documents in order."""
    return "\n\n".join(_text(document) for document in documents)


def was_asked(scenario: Scenario, encounter: Row) -> bool:
    """Has the provider been asked what she left open? Everybody asks, but for those whose mistake it was not to."""
    number = encounter["trap_number"]
    return bool(scenario.queries) and not (
        number and any(change.target == "query" for change in scenario.traps[number - 1].changes)
    )


def note(encounter: Table, people: People, asked: bool | None = None) -> str:
    """The whole chart of one visit as text, from an encounters table of one row and the people it belongs to. Without
    `asked`: as it stands when the visit has gone to billing, the answer to a query included unless nobody asked. Raises
    CleanClaimError where the scenario's file is no longer the one the visit was drawn from: its chart cannot be written
    any more."""
    row = encounter.rows()[0]
    found = people.patients.take(people.patients.patient_key == row["patient_key"]).rows()
    one = scenario_named(row["scenario"])
    if row["scenario_hash"] not in ("", one.hash):
        raise CleanClaimError(
            f"the scenario {one.name} has changed since this visit was drawn",
            one.path,
            f"the file with the fingerprint {row['scenario_hash']}",
            "draw the visit again, or bring the old file back",
        )
    return text(documents(one, row, found[0] if found else None, was_asked(one, row) if asked is None else asked))


def _text(document: Document) -> str:
    parts = [f"{name.upper()}: " + "\n".join(lines) for name, lines in document.sections.items()]
    return "\n".join((*document.heading, "", *parts, "", document.signature))


def locate(documents: Sequence[Document], proof: Proof) -> Spot | None:
    """Where a proof (section, text, document kind) stands word for word; None if it does not, or if it is about what is
    absent.

    >>> chart = [Document("office note", "", "", "", date(2026, 6, 3), True, "", (),
    ...     {"plan": ["1. Rest.", "2. HTN not at goal."]})]
    >>> from sim.clinic.visits.proof import Proof
    >>> locate(chart, Proof("plan", "HTN not at goal"))
    Spot(document=0, section='plan', start=12, end=27)
    """
    for number, document in enumerate(documents):
        if not proof.text or not document.is_of_visit or (proof.document and proof.document != document.kind):
            continue
        start = "\n".join(document.sections.get(proof.section, ())).find(proof.text)
        if start >= 0:
            return Spot(number, proof.section, start, start + len(proof.text))
    return None
