"""The code lists of X12 and its committees, read alike: numbers and dates. The texts are X12's and are dropped without
a license.

Code, Description, Start Date, Stop Date         (a header with Code; dates if there are any)
1                                                (or one number a line, as in the numbers-only lists)
"""

import re

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.reference.imports.layout import checked_codes, checked_dates, columns, header, rows
from sim.reference.tables import BEGINNING, END

PUBLISHER = "X12"
LICENSED = "the texts, copyright X12"
NEEDED = {"code": "(.*)code|number"}
OPTIONAL = {
    "text": "description|text|meaning",
    "start": "start(date)?|effective(date)?",
    "end": "(stop|end|termination|deactivation)(date)?",
}


def listed(head: str, form: re.Pattern) -> bool:
    """Do the first lines hold codes of that form, first in the line, and next to nothing else there?"""
    first = [re.split(r"[\t,|]", line.strip())[0].strip().strip('"') for line in head.splitlines() if line.strip()]
    return bool(first) and sum(bool(form.fullmatch(one)) for one in first) >= max(1, 0.8 * (len(first) - 3))


def read_list(holds: str, form: re.Pattern, text, name: str, progress, license: bool) -> dict:
    """{list: code, start, end (and text, with a license)}."""
    found = rows(text, name)
    if _bare(text, form):
        content: dict[str, list] = {"code": [], "line": []}
        for line, cells in found:
            if any(cells):
                content["code"].append(cells[0].strip())
                content["line"].append(line)
        content |= dict.fromkeys(OPTIONAL, [""] * len(content["code"]))
    else:
        content = columns(found, header(found, NEEDED, name, OPTIONAL), name, progress)
    lines = content["line"]
    start, end = (
        checked_dates(content[one], lines, name, missing) for one, missing in (("start", BEGINNING), ("end", END))
    )
    if (start > end).any():
        at = int(np.flatnonzero(start > end)[0])
        raise CleanClaimError(
            f"{content['code'][at]} ends before it begins",
            f"{name}, line {lines[at]}",
            "a stop date after the start date",
            "correct that row",
        )
    return {
        holds: {
            "code": checked_codes(content["code"], lines, name, form),
            "start": start,
            "end": end,
            **({"text": content["text"]} if license else {}),
        }
    }


def _bare(text, form) -> bool:
    first = text.readline().strip().strip('"')
    text.seek(0)
    return bool(form.fullmatch(first))
