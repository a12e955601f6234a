"""Where a record mentions a diagnosis or a service, and how: said of the patient today, denied, uncertain, or only in a
list that was carried forward. The words are those of data/codes/record_words.csv.

    mentions("R11.10", documents)        every place, or None for a code of which we have no words
    standing(mentions)                   the one thing that all places together say
    said(mentions)                       the place where it is said of the patient at this visit

Not modeled: what is said of somebody else (a mother's thyroid), irony, and words beyond the list. A place that is not
plain stands as UNCLEAR, and nothing follows from it.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from sim.clinic.visits.chart import Document
from sim.ground.files import find, read_csv, remembered, remembered_up_to

SENTENCE = re.compile(r"(?:[^.;\n]|\.(?=\d))+")
NEGATIONS = re.compile(r"\b(no|not|never|none|nor|denies|denied|without|w/o|neg|negative|doubt|free of)\b", re.I)
DENIED_AFTER = re.compile(r"^\W{0,2}(is |was |were )?(neg|negative|none|not detected|resolved|denied|absent)\b", re.I)
PRECAUTION = re.compile(r"\b(if|unless|until|RTC|ED|call|returns?|in case)\b", re.I)  # "ED if vomiting" is no vomiting
UNCERTAIN = re.compile(
    r"\b(probabl[ey]|possibl[ey]|suspect\w*|likely|rule out|r/o|questionable|may be|may still be|vs)\b|\?", re.I
)
LISTS = ("pmh", "problems", "ros")
CARRIED = re.compile(
    r"\([^)]*\b(imported|copied|carried|template|not reviewed|not reconciled|auto-populated|patient-entered|list)\b"
    r"[^)]*\)"
)
NONE = "none"  # no word proves it
NEAR = 4  # words between a negation or a doubt and what it is surely about


class Standing(Enum):
    """How a record stands to something."""

    SAID = "said of the patient at this visit"
    LISTED = "only in a list that was carried forward"
    DENIED = "said not to be"
    UNCERTAIN = "said to be uncertain"
    UNCLEAR = "mentioned, and not plain in which sense"
    ABSENT = "not mentioned"


class Mention(NamedTuple):
    """One place: which document (from 0), which section, from which character to which, the sentence."""

    document: int
    section: str
    start: int
    end: int
    text: str
    standing: Standing


def mentions(code: str, documents: Sequence[Document]) -> tuple[Mention, ...] | None:
    """Every place where the record mentions what a code is for; None for a code of which we have no words."""
    found = words_of(code)
    if found is None:
        return None
    return tuple(one for number, document in enumerate(documents) for one in _in_document(number, document, found))


def said(found: Sequence[Mention]) -> Mention | None:
    """The first place where it is said of the patient at this visit."""
    return next((one for one in found if one.standing is Standing.SAID), None)


def standing(found: Sequence[Mention]) -> Standing:
    """What all places say together: the first of SAID and UNCLEAR that any says; what is left has to agree."""
    kinds = {one.standing for one in found}
    if not kinds:
        return Standing.ABSENT
    for kind in (Standing.SAID, Standing.UNCLEAR, Standing.UNCERTAIN):
        if kind in kinds:
            return kind
    return kinds.pop() if len(kinds) == 1 else Standing.UNCLEAR


def codes_spoken_of(sentence: str) -> list[str]:
    """The beginnings of codes of which a sentence has a word, in whatever sense.

    >>> codes_spoken_of("No vomiting.")[:1], codes_spoken_of("New paragraph.")
    (['A08'], [])
    """
    return [code for code, words in _rows().items() if _first(sentence, words.mention)]


class Words(NamedTuple):
    """The words that mention something, and those of them that prove it."""

    mention: tuple[str, ...]
    prove: tuple[str, ...]


@remembered_up_to(4096)
def words_of(code: str) -> Words | None:
    """The words of a code: those of the longest beginning; None where we have none.

    >>> words_of("R11.10").mention[0], words_of("Z98.890")
    ('vomit', None)
    """
    known = _rows()
    return next((known[code[:size]] for size in range(len(code), 1, -1) if code[:size] in known), None)


@remembered
def _rows() -> dict[str, Words]:
    found = {}
    for row in read_csv(find("data/codes/record_words.csv")):
        mention, prove = (
            tuple(word.strip() for word in row[name].split(";") if word.strip()) for name in ("words", "proves")
        )
        found[row["code"]] = Words(
            tuple(dict.fromkeys((*mention, *prove))) if prove != (NONE,) else mention, prove or mention
        )
    return found


@remembered_up_to(4096)
def _pattern(word: str) -> re.Pattern[str]:
    """A word as it begins; with a star anywhere in a word; an abbreviation, and what has an equals sign, as it stands.

    >>> bool(_pattern("vomit").search("Vomits twice")), bool(_pattern("HA").search("has pain"))
    (True, False)
    >>> bool(_pattern("*statin").search("on atorvastatin")), bool(_pattern("=flu").search("fluids"))
    (True, False)
    """
    if word.startswith("*"):
        return re.compile(re.escape(word[1:]), re.I)
    if word.startswith("="):
        return re.compile(rf"(?<![A-Za-z0-9]){re.escape(word[1:])}(?![A-Za-z0-9])", re.I)
    if re.fullmatch(r"[A-Z0-9&]{2,5}", word):
        return re.compile(rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])")
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(word)}", re.I)


def _in_document(number: int, document: Document, words: Words) -> Iterator[Mention]:
    for section, lines in document.sections.items():
        start = 0
        for line in lines:
            is_list = section in LISTS or not document.is_of_visit or bool(CARRIED.search(line))
            for sentence in SENTENCE.finditer(line):
                found = sentence[0]
                spot = _first(found, words.prove)
                kind = _sense(found, spot, is_list) if spot else Standing.LISTED if is_list else Standing.UNCLEAR
                if spot or _first(found, words.mention):
                    text = found.strip()
                    at = start + sentence.start() + found.index(text)
                    yield Mention(number, section, at, at + len(text), text, kind)
            start += len(line) + 1


def _first(sentence: str, words: Sequence[str]) -> re.Match[str] | None:
    """The first word of the list that a sentence has; of "a + b" both have to be there."""
    for word in words:
        hits = [_pattern(part.strip()).search(sentence) for part in word.split(" + ")]
        if word != NONE and all(hits):
            return hits[0]
    return None


def _sense(sentence: str, spot: re.Match[str], is_list: bool) -> Standing:
    before, after = sentence[: spot.start()], sentence[spot.end() :]
    rest = after.lstrip("abcdefghijklmnopqrstuvwxyz")  # the end of a word of which we know the beginning
    if is_list:
        return Standing.LISTED
    for pattern, kind in ((NEGATIONS, Standing.DENIED), (UNCERTAIN, Standing.UNCERTAIN)):
        marks = list(pattern.finditer(before))
        if marks:
            return kind if len(before[marks[-1].end() :].split()) <= NEAR else Standing.UNCLEAR
    if DENIED_AFTER.match(rest):
        return Standing.DENIED
    if rest.startswith("?"):
        return Standing.UNCERTAIN
    return Standing.UNCLEAR if PRECAUTION.search(before) else Standing.SAID
