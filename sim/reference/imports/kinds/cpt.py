"""CPT(R), the American Medical Association's procedure codes, from the file of a license holder ("MEDU.txt",
"LONGULT.txt", "SHORTU.txt").

    99213 <tab> wording        or fixed: the code in the first five characters, then the wording

Nothing is taken without a license. Numbers and wording stay in the user's own folder and are never sent, printed in
content we make, or copied into a class. Our own labels of the codes we teach stay as they are. CPT is a registered
trademark of the AMA.
"""

import re

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.reference import tables

KIND = "cpt"
TITLE, PUBLISHER = "CPT codes", "American Medical Association"
PATTERNS = (r"medu.*\.txt", r"longult.*\.txt", r"longut?.*\.txt", r"shortu.*\.txt", r".*cpt.*\.(txt|csv)")
FLOOR = 8000
KEY = ("code",)
NEEDS_LICENSE = True
ROW = re.compile(r"\"?([0-9]{4}[0-9AFMTU])\"?[\t ,|]\s*\"?(.*?)\"?\s*", re.ASCII)
LONGEST = 2_000  # characters of a line that are read
NOTICE = 80  # lines above the first code


def recognize(name: str, head: str) -> bool:
    """Nearly every line after the notice is a CPT number and words."""
    lines = [line for line in head.splitlines()[:-1] if line.strip()]
    found = [ROW.fullmatch(line[:LONGEST]) for line in lines]
    first = next((place for place, one in enumerate(found) if one), len(lines))
    rest = found[first:]
    return (
        first <= NOTICE
        and len(rest) > 3
        and sum(bool(one and re.search("[A-Za-z]{3}", one[2]) and "," not in one[2][:3]) for one in rest)
        > 0.95 * len(rest)
    )


def read(text, name: str, progress, license: bool = False) -> dict:
    """Numbers and wording."""
    codes, words = [], []
    for number, line in enumerate(text, 1):
        match = ROW.fullmatch(line.rstrip("\r\n")[:LONGEST])
        if match:
            codes.append(match[1])
            words.append(match[2])
        elif codes and line.strip():
            raise CleanClaimError(
                f"a line that is not a row: {line[:5]!r}",
                f"{name}, line {number}",
                "a code and its wording",
                "unpack the file again",
            )
    return {"cpt": {"code": np.array(codes, "S5"), "text": words}}


def check(found: dict, effective, name: str, said: str) -> list[str]:
    """CPT is made for a year; the file's folder may say which."""
    return ["licensed content: it stays in your own folder; do not hand that folder on"]


def shipped() -> list[str]:
    """Keys of the shipped rows."""
    return (
        [row["code"] for row in tables.rows("data/codes/procedures.csv")]
        if tables.is_there("data/codes/procedures.csv")
        else []
    )
