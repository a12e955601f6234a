"""Which facts that a payer's written criteria ask for a record documents, and in which sentence.

They are found by words of the trade (data/codes/authorization_needs.csv, record_words); some count only in a document
that is recent enough (within_days). A fact that is written otherwise is not seen (not modeled).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sim.clinic.visits.chart import Document, Spot
from sim.payer.asked.prior_authorization import needs

SENTENCE_END = re.compile(r"(?<=[.;])\s+|\n")


class DocumentedFact(NamedTuple):
    """A need of authorization_needs.csv, and the sentence of the record that documents it."""

    need: str
    spot: Spot
    text: str


def facts_in(chart: Sequence[Document], on: date) -> list[DocumentedFact]:
    """Every fact that the documents show on a day, each sentence once, in the order of the documents.

    >>> note = Document("imaging", "", "", "", date(2026, 5, 1), True, "", (),
    ...     {"impression": ["Two views. X-ray shows narrowing. No fracture."]})
    >>> [(found.need, found.text) for found in facts_in([note], date(2026, 6, 1))]
    [('imaging_shows_disease', 'X-ray shows narrowing.'), ('plain_film_first', 'X-ray shows narrowing.')]
    """
    return list(
        dict.fromkeys(
            fact
            for number, document in enumerate(chart)
            for section, lines in document.sections.items()
            for need in _current(document, on)
            for fact in _in_section(need, number, section, "\n".join(lines))
        )
    )


def _current(document: Document, on: date) -> Iterator[str]:
    """The needs for which the document is recent enough."""
    for need, row in needs().items():
        if not row["within_days"] or (on - document.date).days <= int(row["within_days"]):
            yield need


def _in_section(need: str, number: int, section: str, text: str) -> Iterator[DocumentedFact]:
    """The sentences that say it. The name of the section counts as its first words, as in a printed chart."""
    head = f"{section.upper()}: "
    for words in needs()[need]["record_words"].split("|"):
        for found in said(words, head + text):
            start, end = sentence_at(text, max(found.start() - len(head), 0))
            yield DocumentedFact(need, Spot(number, section, start, end), text[start:end])


def sentence_at(text: str, place: int) -> tuple[int, int]:
    """Where the sentence that holds a character begins and ends.

    >>> text = "Two views. X-ray shows narrowing."
    >>> text[slice(*sentence_at(text, 15))]
    'X-ray shows narrowing.'
    """
    ends = [(found.start(), found.end()) for found in SENTENCE_END.finditer(text)]
    start = max((end for _, end in ends if end <= place), default=0)
    return start, min((begin for begin, _ in ends if begin > place), default=len(text))


def said(words: str, text: str) -> list[re.Match[str]]:
    """Every place where a text says these words and does not deny them.

    >>> [len(said("x-ray", text)) for text in ("X-ray done.", "No x-ray.", "without x-ray")]
    [1, 0, 0]
    """
    pattern = rf"(?<!\bno )(?<!\bnot )(?<!without )(?<!\w){re.escape(words)}"
    return list(re.finditer(pattern, text, re.IGNORECASE))
