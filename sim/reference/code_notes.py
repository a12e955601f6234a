"""Reading the instructions of the tabular list: which codes a note speaks of, and whether it binds or only asks "if
applicable".

"diabetic chronic kidney disease (E08.22, E11.22)"     E08.22 and E11.22
"hypertensive chronic kidney disease (I12.-, I13.-)"   everything below I12 and I13
"stage of chronic kidney disease (N18.1-N18.4)"        a range
"""

import re
from functools import cache

from sim.reference.icd10cm import ancestors, notes, plain

CODE = r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?"
SPOKEN = re.compile(rf"\b(?P<low>{CODE})-?(?:-| to | through )(?P<high>{CODE})|\b(?P<one>{CODE})")
IN_PARENTHESES = re.compile(r"\(([^()]*)\)")
CONDITIONS = (
    "if applicable",
    "if any",
    "if known",
    "any associated",
    "as applicable",
    "when applicable",
    "where applicable",
    "if present",
    "to identify any",
    "such as",
    "if so",
    "if desired",
)


@cache
def spoken(text: str) -> tuple[tuple[str, str], ...]:
    """The codes a note names in parentheses, as ranges of keys (both ends included, everything below them too).

    >>> spoken("stage of chronic kidney disease (N18.1-N18.4, N18.9)")
    (('N181', 'N184'), ('N189', 'N189'))
    """
    found = [match for part in IN_PARENTHESES.findall(text) for match in SPOKEN.finditer(part)]
    return tuple((plain(match["low"] or match["one"]), plain(match["high"] or match["one"])) for match in found)


def covers(ranges, key: str) -> bool:
    """Is the code within one of the ranges?

    >>> covers(spoken("(I12.-, N18.1-N18.4)"), "I129"), covers(spoken("(N18.1-N18.4)"), "N185")
    (True, False)
    """
    return any(low <= key[: len(low)] and key[: len(high)] <= high for low, high in ranges)


def excluded_by(code: str, other: str) -> str:
    """The Excludes1 note at the code, or anywhere above it, that names the other code; empty if there is none.

    >>> excluded_by("E11.9", "E10.9")
    'type 1 diabetes mellitus (E10.-)'
    """
    key = plain(other)
    for place in ancestors(code):
        for kind, text in notes(place):
            if kind == "excludes1" and covers(spoken(text) or outside_parentheses(text), key):
                return text
    return ""


@cache
def outside_parentheses(text: str) -> tuple[tuple[str, str], ...]:
    """The codes that a note without parentheses names. A note that goes on "with" something speaks of a part of them
    and names none.

    >>> outside_parentheses("injuries classified in S06.1- to S06.6-, and S06.81- to S06.89-, code to specified injury")
    (('S061', 'S066'), ('S0681', 'S0689'))
    >>> outside_parentheses("diabetic acidosis - see categories E08-E10, E11, E13 with ketoacidosis")
    ()
    """
    if " with " in text and not SPOKEN.search(text.split(" with ", 1)[1]) and SPOKEN.search(text):
        return ()
    found = SPOKEN.finditer(text)
    return tuple((plain(match["low"] or match["one"]), plain(match["high"] or match["one"])) for match in found)


def instructions(code: str, kind: str) -> list[tuple[str, tuple, bool]]:
    """(text, codes it names, does it bind?) for the notes of one kind ("code first", "use additional") at the code
    itself or, for a code with a seventh character, at the code it extends. A heading that ends with a colon goes with
    the lines below it.

    >>> [(named, binds) for _, named, binds in instructions("I12.9", "use additional")]
    [((('N181', 'N184'), ('N189', 'N189')), True)]
    """
    places = ancestors(code)[:2] if len(plain(code)) == 7 else ancestors(code)[:1]
    found: list[list[str]] = []
    for text in (text for place in places for own, text in notes(place) if own == kind):
        if found and found[-1][0].endswith(":") and not text.endswith(":"):
            found[-1].append(text)
        else:
            found.append([text])
    return [
        (" ".join(lines), sum(map(spoken, lines), ()), not any(word in " ".join(lines).lower() for word in CONDITIONS))
        for lines in found
    ]
