"""Provider taxonomy codes (NUCC, twice a year; "nucc_taxonomy_251.csv").

    Code, Grouping, Classification, Specialization, Definition, Notes, Display Name, Section

Without a license only the codes are kept: the texts are copyright of the American Medical Association for the NUCC.
"""

import re

from sim.reference.imports.layout import checked_codes, columns, header, plain, rows, wrong_day

KIND = "taxonomy"
TITLE, PUBLISHER = "Provider taxonomy codes", "NUCC"
PATTERNS = (r"nucc_taxonomy.*\.csv", r".*taxonomy.*\.csv")
FLOOR = 700
KEY = ("code",)
LICENSED = (
    "grouping, classification, specialization and display name, copyright AMA/NUCC (definitions and notes are never"
    " kept)"
)
NEEDED = {
    "code": "code",
    "grouping": "(grouping|type)",
    "classification": "classification",
    "specialization": "specialization",
}
FORM = re.compile(r"[0-9A-Z]{9}X", re.ASCII)


def recognize(name: str, head: str) -> bool:
    """Its header."""
    return "classificationspecialization" in plain(head)


def read(text, name: str, progress, license: bool = False) -> dict:
    """Codes, and with a license their names."""
    found = rows(text, name)
    content = columns(found, header(found, NEEDED, name, {"display": "displayname"}), name, progress)
    kept = {one: content[one] for one in ("grouping", "classification", "specialization", "display")} if license else {}
    return {"taxonomy": {"code": checked_codes(content["code"], content["line"], name, FORM), **kept}}


def check(found: dict, effective, name: str, said: str) -> list[str]:
    """Version 25.1 is of the year 2025."""
    match = re.search(r"nucc_taxonomy_(\d\d)\d", said.lower())
    if match and 2000 + int(match[1]) != effective.year:
        raise wrong_day(f"the file is that of {2000 + int(match[1])}", name, effective)
    return []


def shipped() -> list[str]:
    """None ship."""
    return []
