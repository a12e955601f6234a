"""Medically unlikely edits for practitioners: the most units of a code, and whether per line or per day (CMS,
quarterly).

    "HCPCS/CPT Code", "Practitioner Services MUE Values", "MUE Adjudication Indicator", "MUE Rationale"
    11055,            2,                                   "3 Date of Service Edit: ...",  (not kept)

Only the digit of the indicator is kept. Some limits are confidential and in no file. The hospital's and the supplier's
tables are other tables.
"""

import re

from sim.ground.errors import CleanClaimError
from sim.reference import tables
from sim.reference.imports.layout import checked_codes, checked_numbers, columns, header, plain, rows, wrong_day

KIND = "mue"
TITLE, PUBLISHER = "Medically unlikely edits, practitioner", "CMS"
PATTERNS = (r"mue.*practitioner.*\.(csv|txt)", r"(?!.*(outpatient|hospital|dme|supplier)).*mue.*\.(csv|txt)")
FLOOR = 5000
KEY = ("code",)
NEEDED = {
    "code": "hcpcs.*code",
    "units": "practitioner(services)?mue(values?)?",
    "mai": "(practitionerservices)?mueadjudicationindicator|mai",
}


def recognize(name: str, head: str) -> bool:
    """Does it speak of practitioner MUE values?"""
    return "practitionerservicesmuevalue" in plain(head) or "practitionermue" in plain(head)


def read(text, name: str, progress, license: bool = False) -> dict:
    """Code, units and MAI (1 line, 2 and 3 day)."""
    found = rows(text, name)
    content = columns(found, header(found, NEEDED, name), name, progress)
    lines = content["line"]
    digits = [indicator[:1] for indicator in content["mai"]]
    if set(digits) - {"1", "2", "3"}:
        at = next(place for place, digit in enumerate(digits) if digit not in ("1", "2", "3"))
        raise CleanClaimError(
            f"adjudication indicator {content['mai'][at][:30]!r}",
            f"{name}, line {lines[at]}",
            "one that begins with 1, 2 or 3",
            "download the file again: it is cut short or altered",
        )
    return {
        "mue": {
            "code": checked_codes(content["code"], lines, name),
            "units": checked_numbers(content["units"], lines, name),
            "mai": checked_numbers(digits, lines, name),
        }
    }


def check(found: dict, effective, name: str, said: str) -> list[str]:
    """The file's name says from which day it holds ("..._Eff_10-01-2026.csv")."""
    match = re.search(r"eff\D{0,3}(\d\d)[-_](\d\d)[-_](20\d\d)", name.lower())
    if match and (int(match[3]), int(match[1])) != (effective.year, effective.month):
        raise wrong_day(f"the file is that of {match[3]}-{match[1]}-{match[2]}", name, effective)
    return []


def shipped() -> list[str]:
    """Keys of the shipped rows."""
    return [row["code"] for row in tables.rows("data/edits/mue.csv")]
