"""Claim adjustment reason codes (X12 139): which numbers exist, from when to when. See
sim.reference.imports.x12_list.
"""

import re

from sim.reference import tables
from sim.reference.imports.x12_list import LICENSED, PUBLISHER, listed, read_list

__all__ = ["LICENSED", "PUBLISHER"]
KIND, TITLE = "carc", "Claim adjustment reason codes (X12 139)"
PATTERNS = (r".*(carc|adjust).*\.(csv|txt)",)
FLOOR = 250
KEY = ("code",)
FORM = re.compile(r"[1-9][0-9]{0,2}|[ABDPWY][0-9]{1,2}", re.ASCII)


def recognize(name: str, head: str) -> bool:
    """Codes of that form, in a file that speaks of the list: many lists have numbers of the same form."""
    said = f"{name} {head[:300]}".lower()
    return ("carc" in said or "adjust" in said) and listed(head, FORM)


def read(text, name: str, progress, license: bool = False) -> dict:
    """Numbers and dates."""
    return read_list("carc", FORM, text, name, progress, license)


def check(found: dict, effective, name: str, said: str) -> list[str]:
    """The list says no date of its own."""
    return []


def shipped() -> list[str]:
    """Numbers that we have words for."""
    return sorted({row["code"] for row in tables.rows("data/codes/carc.csv")} - {""})
