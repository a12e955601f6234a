"""Remittance advice remark codes (X12 411): which numbers exist, from when to when. See
sim.reference.imports.x12_list.
"""

import re

from sim.reference import tables
from sim.reference.imports.x12_list import LICENSED, PUBLISHER, listed, read_list

__all__ = ["LICENSED", "PUBLISHER"]
KIND, TITLE = "rarc", "Remittance advice remark codes (X12 411)"
PATTERNS = (r".*(rarc|remark).*\.(csv|txt)",)
FLOOR = 700
KEY = ("code",)
FORM = re.compile(r"(M|MA|N)[0-9]{1,3}", re.ASCII)


def recognize(name: str, head: str) -> bool:
    """Codes of that form, in a file that speaks of the list: many lists have numbers of the same form."""
    said = f"{name} {head[:300]}".lower()
    return ("rarc" in said or "remark" in said) and listed(head, FORM)


def read(text, name: str, progress, license: bool = False) -> dict:
    """Numbers and dates."""
    return read_list("rarc", FORM, text, name, progress, license)


def check(found: dict, effective, name: str, said: str) -> list[str]:
    """The list says no date of its own."""
    return []


def shipped() -> list[str]:
    """Numbers that we have words for."""
    return sorted({row["code"] for row in tables.rows("data/codes/rarc.csv")} - {""})
