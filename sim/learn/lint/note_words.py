"""What the linter looks for in the words of a record: what belongs to the patient and is written out (age, sex, name,
date), what may be a real person's (numbers, names), and sizes of the key that the record does not say.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from sim.clinic.scenarios.parts import Document, Scenario, WhenText
from sim.clinic.scenarios.placeholders import fill, holds
from sim.clinic.visits.chart import Document as Chart
from sim.clinic.visits.chart import text
from sim.clinic.visits.visit_context import conditions, setting_of, words
from sim.learn.lint.findings import Finding, Report
from sim.learn.lint.scenario_settings import Row

AGE = re.compile(r"\b(\d{1,3})[\s-]*(y/?o\b|yo\b|yrs? old|years? old|year-old|y\.o\.)", re.I)
SEX = re.compile(r"\b(male|female|man|woman|gentleman|lady)\b", re.I)
PRONOUN = re.compile(r"\b(he|she)\b(?! (?:said|says) )", re.I)
RELATIVES = re.compile(
    r"\b(mother|father|mom|dad|wife|husband|sister|brother|son|daughter|child|children|grand\w+|nurse|doctor|friend|"
    r"parent|partner|aunt|uncle|neighbor|coworker|roommate|teacher|coach|dentist|boss|girl|boy|baby)\b",
    re.I,
)
MBI = "[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9]" + 2 * "[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]?[0-9]?" + "[0-9]{2}"
REAL = (  # what may be somebody's -> what it is, what to write
    (r"\b\d{3}-\d{2}-\d{4}\b", "a Social Security number", "no number of a person"),
    (r"\(?\b\d{3}\)?[ .-]\d{3}[.-]\d{4}\b", "a telephone number", "one from 555-0100 to 555-0199, or none"),
    (r"\b[\w.]+@[\w-]+\.\w+", "an e-mail address", "none"),
    (rf"\b(?=\w{{11}}\b){MBI}\b", "a Medicare number", "none"),
    (r"\b(?:MRN|SSN|chart no\.?|acct\.?|account|member id|policy)[ :#]*\d[\d-]{3,}", "a person's number", "none"),
    (r"\b\d{8,}\b", "a long number", "no number of a person"),
)
DATE = re.compile(r"\b(\d{1,2}/\d{1,2}/(?:\d{2}|\d{4})|(?:19|20)\d\d-\d\d-\d\d)\b")
NAMED = re.compile(r"\b(Mr|Mrs|Ms|Miss|Dr|Pt)\.? ([A-Z][a-z]{2,})(?!-Synth)\b(?!-Synth)")
SPELLED = {
    word: float(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
    )
}
NUMBER = re.compile(rf"(?<![\w.])\d+(?:\.\d+)?|\b(?:{'|'.join(SPELLED)})\b")


def lint_words(scenario: Scenario, finding: Report) -> Iterator[Finding]:
    """Findings of the words that the record holds whoever the patient is."""
    for place, document in enumerate(scenario.documents, 1):
        for section, lines in document.sections.items():
            for line in lines:
                for found, write in _written_out(scenario, document, line):
                    yield finding(f"document {place}, {section}", found, write)


def _written_out(scenario: Scenario, document: Document, line: WhenText) -> Iterator[tuple[str, str]]:
    plain = re.sub(r"\{[^{}]*\}", "", line.text)
    low, high = scenario.suits.age
    for found in AGE.finditer(plain) if low != high else ():
        if not _of_another(plain, found):
            yield f"the age {found[0]!r} written out, for patients from {low} to {high}", "{age} y/o"
    is_any = scenario.suits.sex == "any" and not any(term.name == "sex" for term in (*line.when, *document.when))
    for found in SEX.finditer(plain) if is_any else ():
        if not _of_another(plain, found):
            yield f"{found[0]!r} written out, for patients of any sex", "{man}, or suits = { sex = ... }"
    for found in PRONOUN.finditer(plain) if is_any else ():
        if not RELATIVES.search(plain):
            yield f"{found[0]!r} written out, for patients of any sex", "{he} or {He}, or suits = { sex = ... }"
    for form, what, write in REAL:
        real = re.search(form, plain, re.I)
        if real and "555-01" not in real[0]:
            yield f"{real[0]!r}, {what} that may be real", write
            break
    if day := DATE.search(plain):
        yield f"the date {day[0]!r} written out", "{date} for the visit, {days_ago.14} for two weeks before"
    if name := NAMED.search(plain):
        yield f"the name {name[0]!r}, which may be real", "{family_name} or {provider}, or a name that ends in -Synth"


def _of_another(line: str, found: re.Match[str]) -> bool:
    """Is a relative spoken of right before or after?"""
    return bool(RELATIVES.search(line[max(0, found.start() - 40) : found.end() + 25]))


def lint_sizes(
    scenario: Scenario, rows: list[Row], charts: Sequence[Sequence[Chart]], finding: Report
) -> Iterator[Finding]:
    """Every length, dose, time and count of the key is a number of the record. `charts`: the record of each row."""
    said: set[tuple[str, str]] = set()
    for row, chart in zip(rows, charts, strict=True):
        setting = setting_of(scenario, row)
        names, picked = words(scenario, setting), conditions(scenario, setting)
        there: set[float] | None = None  # of many charts no number is asked for
        for place, service in enumerate(scenario.services, 1):
            measures = _measures(service.facts, picked) if holds(service.when, picked) else ()
            for field, written in measures:
                value = fill(written, names)
                there = _numbers(text(chart)) if there is None else there
                if _number(value) not in there and (field, value) not in said:
                    said.add((field, value))
                    yield finding(
                        f"service {place} ({service.id}), {field}",
                        f"{value}, which the record does not say",
                        "the number of the record",
                    )


def _measures(
    facts: Mapping[str, Any], picked: Mapping[str, str | Set[str]], name: str = ""
) -> Iterator[tuple[str, str]]:
    """(field, number as written) of the lengths, doses and times among the facts of a calculator."""
    for field, value in facts.items():
        if isinstance(value, tuple):
            parts = (one for one in value if isinstance(one, dict) and holds(one.get("when", ()), picked))
            yield from (found for one in parts for found in _measures(one, picked, field))
        elif field == "minutes" and isinstance(value, dict):
            yield from ((field, str(one)) for one in value.values())
        elif field in ("cm", "margin", "minutes") or field.startswith(("dose_", "discarded_")):
            yield f"{name}, {field}".strip(", "), str(value)


def _numbers(record: str) -> set[float]:
    """Every number of a record, in digits or, up to fifteen, in words."""
    low = record.lower().replace(",", "")
    return {SPELLED[found] if found in SPELLED else float(found) for found in NUMBER.findall(low)}


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return -1.0
