"""Claim status category codes (X12 507): which numbers exist, from when to when. See sim.reference.imports.x12_list."""

import re

from sim.reference import tables
from sim.reference.imports.x12_list import LICENSED, PUBLISHER, listed, read_list

__all__ = ["LICENSED", "PUBLISHER"]
KIND, TITLE = "claim-status-category", "Claim status category codes (X12 507)"
PATTERNS = (r".*(categor).*\.(csv|txt)",)
FLOOR = 30
KEY = ("code",)
FORM = re.compile(r"[ADEFPRX][0-9]{0,2}[A-Z]?", re.ASCII)


def recognize(name: str, head: str) -> bool:
    """Codes of that form, in a file that speaks of the list: many lists have numbers of the same form."""
    said = f"{name} {head[:300]}".lower()
    return ("categor" in said) and listed(head, FORM)


def read(text, name: str, progress, license: bool = False) -> dict:
    """Numbers and dates."""
    return read_list("claim_status_category", FORM, text, name, progress, license)


def check(found: dict, effective, name: str, said: str) -> list[str]:
    """The list says no date of its own."""
    return []


def shipped() -> list[str]:
    """Numbers that we have words for."""
    return sorted({row["category"] for row in tables.rows("data/codes/claim_status.csv")} - {""})
