"""The words of a private sibling: the record of a scenario said in other words, with other vital signs and another
order of its remarks, so that the evidence still stands in it word for word.

A scenario's file is changed as text, so that its comments stay. What a string is depends on the part of the file in
which it stands: in [[document]] and [vary] every string is the record's, elsewhere only `text` and the phrases of a
query.
"""

import re
from collections.abc import Callable
from random import Random

from sim.ground.files import find, read_csv

HEADER = re.compile(r"^\[+([a-z_]+)[^\]]*\]+", re.MULTILINE)
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
CHART_KEYS = re.compile(r'\b(text|also|unsupported|missing|settled)\s*=\s*(\[[^\]]*\]|"(?:[^"\\\n]|\\.)*")')
NOT_WORDS = re.compile(r'\b(when|kind|author|title)\s*=\s*(\[[^\]]*\]|"(?:[^"\\\n]|\\.)*")')
VITAL = re.compile(r"\b(BP|HR|P|T|RR) (\d{2,3}(?:\.\d)?)(?:/(\d{2,3}))?\b(?!\{)")
REMARK_LINE = re.compile(r'^((?:pmh|meds|social|history|problems) = \[)"((?:[^"\\\n]|\\.)*)"', re.MULTILINE)
BANDS = {  # the edges that a vital sign does not cross: whatever follows from it stays as it was
    "BP": (90, 120, 130, 140, 160, 180, 300),
    "/": (60, 80, 90, 100, 110, 200),
    "HR": (60, 100, 120, 140, 300),
    "P": (60, 100, 120, 140, 300),
    "RR": (12, 20, 24, 30, 80),
    "T": (97.0, 99.0, 100.4, 102.2, 110.0),
}

Change = Callable[[str], str]


def parts(text: str) -> list[str]:
    """A scenario's file in parts: what comes before the first header, then each header with what belongs to it.

    >>> parts('level = 1\\n[draw]\\nx = 1\\n[[dx]]\\ncode = "I10"')
    ['level = 1\\n', '[draw]\\nx = 1\\n', '[[dx]]\\ncode = "I10"']
    """
    starts = [found.start() for found in HEADER.finditer(text)]
    return [text[begin:end] for begin, end in zip([0, *starts], [*starts, len(text)], strict=True)]


def kind_of(part: str) -> str:
    """The table that a part belongs to; empty for the head of the file.

    >>> kind_of('[document.sections]\\ncc = []'), kind_of("level = 1")
    ('document', '')
    """
    found = HEADER.match(part)
    return found[1] if found else ""


def in_record(text: str, change: Change) -> str:
    """The file with a change made to every phrase of the record: in the documents, in the options of [vary], and
    wherever they are quoted as evidence.

    >>> in_record('[[dx]]\\nwhy = "old"\\nevidence = [{ text = "old" }]', str.upper)
    '[[dx]]\\nwhy = "old"\\nevidence = [{ text = "OLD" }]'
    """
    return "".join(_part(part, change) for part in parts(text))


def _part(part: str, change: Change) -> str:
    def every(found: re.Match[str]) -> str:
        pieces = re.split(r"(\{[^{}]*\})", found[1])  # a {name} stays as it is
        return '"' + "".join(one if place % 2 else change(one) for place, one in enumerate(pieces)) + '"'

    if kind_of(part) in ("document", "vary"):
        kept: list[str] = []

        def aside(found: re.Match[str]) -> str:
            kept.append(found[0])
            return f"\0{len(kept) - 1}\0"

        changed = STRING.sub(every, NOT_WORDS.sub(aside, part))
        return re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], changed)
    return CHART_KEYS.sub(lambda found: STRING.sub(every, found[0]), part)


def wordings() -> list[tuple[str, str]]:
    """Each way of saying with the other one, in both directions, of data/siblings/wording.csv."""
    rows = read_csv(find("data/siblings/wording.csv"))
    return [pair for row in rows for pair in ((row["one"], row["other"]), (row["other"], row["one"]))]


def reworded(text: str, pair: tuple[str, str]) -> str:
    """The file with one way of saying put for another, wherever the record has it.

    >>> reworded('[document.sections]\\nplan = ["Knee pain w/ swelling."]', (" w/ ", " with "))
    '[document.sections]\\nplan = ["Knee pain with swelling."]'
    """
    one, other = pair
    before, after = (r"(?<!\w)" if one[0].isalnum() else ""), (r"(?!\w)" if one[-1].isalnum() else "")
    pattern = re.compile(before + re.escape(one) + after)
    return in_record(text, lambda phrase: pattern.sub(lambda _: other, phrase))


def other_vitals(text: str, source: Random) -> str:
    """The file with other vital signs, each within its own band, and the same sign changed alike everywhere.

    >>> from random import Random
    >>> other_vitals('[document.sections]\\nexam = ["BP 152/92, T 98.2."]', Random(3)) != ""
    True
    """
    known: dict[str, str] = {}

    def one(found: re.Match[str]) -> str:
        if found[0] not in known:
            lower = f"/{_near('/', found[3], source)}" if found[3] else ""
            known[found[0]] = f"{found[1]} {_near(found[1], found[2], source)}{lower}"
        return known[found[0]]

    return in_record(text, lambda phrase: VITAL.sub(one, phrase))


def _near(sign: str, written: str, source: Random) -> str:
    """Another value of the sign in the same band, not far from the one written."""
    edges = BANDS[sign]
    step, reach = (0.1, 3) if "." in written else (1, 4)
    value = float(written)
    band = sum(value >= edge for edge in edges)
    choices = [value + step * way for way in range(-reach, reach + 1)]
    kept = [one for one in choices if sum(round(one, 1) >= edge for edge in edges) == band and round(one, 1) != value]
    near = source.choice(kept) if kept else value
    return f"{near:.1f}" if "." in written else f"{near:.0f}"


def other_order(text: str, source: Random) -> str:
    """The file with the sentences of its remarks (history, drugs) in another order; a last one in parentheses stays
    last.
    """

    def shuffled(found: re.Match[str]) -> str:
        sentences = re.findall(r"[^.]+\.(?= |$)", found[2])
        rest = found[2][sum(len(one) for one in sentences) :] if sentences else found[2]
        if len(sentences) < 2 or "".join(sentences) + rest != found[2] or "{" in found[2]:
            return found[0]
        stripped = [one.strip() for one in sentences]
        source.shuffle(stripped)
        return f'{found[1]}"{" ".join(stripped)}{rest}"'

    return "".join(REMARK_LINE.sub(shuffled, part) if kind_of(part) == "document" else part for part in parts(text))


def with_remarks(text: str, lines: list[str]) -> str:
    """The file with more lines in the first history of the record that has room for them."""
    quoted = ", ".join(f'"{line}"' for line in lines)
    found = REMARK_LINE.search(text)
    return f"{text[: found.end(1)]}{quoted}, {text[found.end(1) :]}" if found and lines else text
