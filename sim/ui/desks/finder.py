"""The search of a desk: what the library finds for what was typed, and the code as typed, which any desk takes if its
form is right.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.reference.codes import label
from sim.reference.icd10cm import entries
from sim.reference.search import search_codes

View = dict[str, Any]  # JSON: what a page is sent

MOST = 20
KINDS = {"diagnosis": "diagnosis", "service": "procedure"}
FORMS = {
    "diagnosis": re.compile(r"[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?", re.ASCII),
    "service": re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]", re.ASCII),
}


def find(kind: str, text: str, on: date | None = None, way: str = "type-ahead") -> View:
    """Rows for the list under a search field, at most twenty, and a note when there is nothing to choose. `way` is the
    exercise's: type-ahead, index (words lead to a category only, the code itself is read in the tabular list below it)
    or off.

    >>> [row["code"] for row in find("diagnosis", "osteoarthritis knee", way="index")["rows"]][:1]
    ['M17']

    >>> find("diagnosis", "M17.1")["rows"][0]["add"] != ""
    True
    >>> [row["code"] for row in find("service", "joint injection knee")["rows"]][0]
    '20610'
    """
    if kind not in KINDS:
        raise CleanClaimError("this list cannot be searched", "search", ", ".join(KINDS), "reload the page")
    if way == "off":
        return {"rows": [], "note": "There is no search in this exercise. Type the whole code and press Enter."}
    hits = search_codes(text, KINDS[kind], MOST, on=on)
    rows = [
        {"code": hit["code"], "label": hit["label"], "add": hit["add"] if not hit["is_billable"] else ""}
        for hit in hits
    ]
    if way == "index" and kind == "diagnosis" and not re.fullmatch(r"[A-Za-z][0-9].*", text.strip()):
        rows = categories(rows)
    typed = as_typed(kind, text)
    if typed and not any(row["code"] == typed and not row["add"] for row in rows):
        rows = rows[: MOST - 1] + [{"code": typed, "label": "take it as typed", "add": "", "typed": True}]
    return {"rows": rows, "note": "" if rows else "Nothing found. Try another word, or type a whole code."}


def categories(rows: list[View]) -> list[View]:
    """The categories of what was found, each once: where the tabular list is to be read."""
    codes = list(dict.fromkeys(row["code"][:3] for row in rows))
    return [
        {"code": code, "label": entry.title, "add": "" if entry.is_billable else "read on in the tabular list"}
        for code, entry in entries(codes).items()
        if entry
    ]


def as_typed(kind: str, text: str) -> str:
    """The text as a code if it has the form of one, with a diagnosis's point; else empty.

    >>> as_typed("diagnosis", "m1711"), as_typed("service", "j3301"), as_typed("diagnosis", "knee")
    ('M17.11', 'J3301', '')
    """
    code = text.strip().upper()
    if not FORMS[kind].fullmatch(code):
        return ""
    plain = code.replace(".", "")
    return f"{plain[:3]}.{plain[3:]}" if kind == "diagnosis" and len(plain) > 3 else plain


def labels(diagnoses: Iterable[str], services: Iterable[str]) -> dict[str, str]:
    """The words beside codes, for those that the library knows."""
    found = {code: entry.title for code, entry in entries([code for code in diagnoses if code]).items() if entry}
    return {**found, **{code: words for code in services if (words := label(code))}}
