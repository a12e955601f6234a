"""Phrases that a learner marked in the record, compared with the phrases that prove something.

    marked_in(documents, spots)          the places that a page sends, as phrases of these documents
    fit(phrase, spot, documents)         does this phrase hold the proof at this place, and not much more
    places(documents, spot)              the other way: where a page marks a proof

A phrase proves what it stands for when it holds more than half of the words of the proof and reaches no further than
the sentence (or sentences) that the proof stands in. Small words (of, the, with) do not count.

Not modeled: other words of the record that say the same thing. An author names every phrase that is enough.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from sim.clinic.visits.chart import Document, Spot

WORD = re.compile(r"[A-Za-z0-9]+(?:[./%-][A-Za-z0-9%]+)*")
SMALL = frozenset("a an and as at by due for in of on or the to w with x".split())
STOP = re.compile(r"[.;?!]+(?=\s+[A-Z0-9(])")
NUMBER = re.compile(r"\s*\d{1,2}")  # "2." begins the second item of a plan
SHORT = re.compile(r"\b(?:approx|Dr|incl|Mr|Mrs|Ms|vs)$")
Place = Mapping[str, int]  # document, section, line, start, end: as a page sends it


class Phrase(NamedTuple):
    """A marked phrase: the number of the document, its section, and characters of the section's lines joined by line
    ends."""

    document: int
    section: str
    start: int
    end: int
    text: str


class Fit(IntEnum):
    """How a marked phrase stands to a proof; the larger the better."""

    ELSEWHERE = 0
    TOO_LITTLE = 1
    TOO_MUCH = 2
    PROVES = 3


def section_text(documents: Sequence[Document], number: int, section: str) -> str:
    """The lines of a section, joined by line ends."""
    return "\n".join(documents[number].sections[section])


def marked_in(documents: Sequence[Document], spots: Iterable[Place]) -> list[Phrase | None]:
    """The phrases at these places, without the spaces around them; None for a place that is not in the record.

    >>> from datetime import date
    >>> sections = {"plan": ["1. Rest.", "2. HTN, stable."]}
    >>> chart = [Document("note", "", "", "", date(2026, 6, 3), True, "", (), sections)]
    >>> marked_in(chart, [{"document": 0, "section": 0, "line": 1, "start": 2, "end": 6}])
    [Phrase(document=0, section='plan', start=12, end=15, text='HTN')]
    """
    return [_phrase(documents, spot) for spot in spots]


def _phrase(documents: Sequence[Document], spot: Place) -> Phrase | None:
    if spot["document"] >= len(documents):
        return None
    sections = list(documents[spot["document"]].sections.items())
    if spot["section"] >= len(sections) or spot["line"] >= len(sections[spot["section"]][1]):
        return None
    name, lines = sections[spot["section"]]
    said = lines[spot["line"]][spot["start"] : spot["end"]]
    text = said.strip(" ,;")
    if not text:
        return None
    start = sum(len(line) + 1 for line in lines[: spot["line"]]) + spot["start"] + said.index(text)
    return Phrase(spot["document"], name, start, start + len(text), text)


def places(documents: Sequence[Document], spot: Spot) -> list[dict[str, int]]:
    """Where a page marks a proof, line by line.

    >>> from datetime import date
    >>> sections = {"plan": ["1. Rest.", "2. HTN, stable."]}
    >>> chart = [Document("note", "", "", "", date(2026, 6, 3), True, "", (), sections)]
    >>> places(chart, Spot(0, "plan", 12, 15))
    [{'document': 0, 'section': 0, 'line': 1, 'start': 3, 'end': 6}]
    """
    found, at = [], 0
    number = list(documents[spot.document].sections).index(spot.section)
    for line, text in enumerate(documents[spot.document].sections[spot.section]):
        start, end = max(spot.start - at, 0), min(spot.end - at, len(text))
        if start < end:
            found.append({"document": spot.document, "section": number, "line": line, "start": start, "end": end})
        at += len(text) + 1
    return found


def sentences_of(line: str) -> list[tuple[int, int]]:
    """The sentences of a line of the record, each from its first character to behind its last. The number of an item
    ("2.") belongs to the sentence behind it.

    >>> line = "1. HTN at goal. 2. LDL 74. Rest."
    >>> [line[start:end] for start, end in sentences_of(line)]
    ['1. HTN at goal.', '2. LDL 74.', 'Rest.']
    """
    return list(_sentences(line))


def _sentences(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in STOP.finditer(line):
        before = line[start : stop.start()]
        if NUMBER.fullmatch(before) or SHORT.search(before):
            continue
        yield start, stop.end()
        start = stop.end() + len(line[stop.end() :]) - len(line[stop.end() :].lstrip())
    if line[start:].strip():
        yield start, len(line)


def window(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence, or the run of sentences, that holds these characters of a section.

    >>> window("1. Rest.\\n2. HTN, stable. Recheck in May.", 12, 15)
    (9, 24)
    """
    at, found = 0, []
    for line in text.split("\n"):
        found += [(at + one, at + other) for one, other in sentences_of(line)]
        at += len(line) + 1
    held = [(one, other) for one, other in found if one < end and other > start]
    return (min(start, held[0][0]), max(end, held[-1][1])) if held else (start, end)


def words(text: str, at: int = 0) -> list[tuple[int, int]]:
    """Where the words that count stand; all words where none counts.

    >>> words("Acute UTI due to E. coli")
    [(0, 5), (6, 9), (17, 18), (20, 24)]
    """
    found = [(at + one.start(), at + one.end()) for one in WORD.finditer(text)]
    return [one for one in found if text[one[0] - at : one[1] - at].lower() not in SMALL] or found


def fit(phrase: Phrase, spot: Spot, documents: Sequence[Document]) -> Fit:
    """Does a marked phrase hold the proof at this place?"""
    is_there = (phrase.document, phrase.section) == (spot.document, spot.section)
    if not is_there or phrase.start >= spot.end or phrase.end <= spot.start:
        return Fit.ELSEWHERE
    text = section_text(documents, spot.document, spot.section)
    wanted = words(text[spot.start : spot.end], spot.start)
    held = [one for one in wanted if phrase.start <= one[0] and one[1] <= phrase.end]
    if 2 * len(held) <= len(wanted):
        return Fit.TOO_LITTLE
    first, last = window(text, spot.start, spot.end)
    return Fit.PROVES if first <= phrase.start and phrase.end <= last else Fit.TOO_MUCH


def best_fit(phrase: Phrase, spots: Iterable[Spot], documents: Sequence[Document]) -> Fit:
    """The best fit of a phrase to any of these proofs."""
    return max((fit(phrase, spot, documents) for spot in spots), default=Fit.ELSEWHERE)
