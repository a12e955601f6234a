"""Places of service (CMS). CMS prints the list as a page; a sheet of it with a header is read:

    Place of Service Code(s), Place of Service Name, Place of Service Description
    (and, if there is one, a column with Facility or Non-Facility)

Ranges and unassigned numbers are passed over. The description is not kept. Where no setting is given, that of the
shipped table stays, and a new place counts as non-facility: verify.
"""

import re

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.reference import tables
from sim.reference.imports.layout import columns, header, plain, rows

KIND = "pos"
TITLE, PUBLISHER = "Places of service", "CMS"
PATTERNS = (r".*(pos|place).*\.(csv|txt)",)
FLOOR = 45
KEY = ("code",)
NEEDED = {"code": "(placeofservice)?codes?|pos(code)?", "label": "(placeofservice)?(name|label)"}
OPTIONAL = {"setting": ".*setting|facility|.*facility"}


def recognize(name: str, head: str) -> bool:
    """A header with code and name, and places that everybody knows."""
    said = plain(head)
    return ("placeofservice" in said or "pos" in name.lower()) and "office" in said and "hospital" in said


def read(text, name: str, progress, license: bool = False) -> dict:
    """Code, name and setting."""
    found = rows(text, name)
    places = header(found, NEEDED, name, OPTIONAL)
    content = columns(
        found,
        places,
        name,
        progress,
        lambda cells: (
            re.fullmatch(r"\d\d?", cells[places["code"]].strip(), re.ASCII)
            and "unassigned" not in cells[places["label"]].lower()
        ),
    )
    settings = [plain(one) for one in content["setting"]]
    wrong = next((place for place, one in enumerate(settings) if one not in ("", "facility", "nonfacility")), -1)
    if wrong >= 0:
        raise CleanClaimError(
            f"setting {content['setting'][wrong][:20]!r}",
            f"{name}, line {content['line'][wrong]}",
            "Facility or Non-Facility",
            "correct that cell",
        )
    return {
        "pos": {
            "code": np.array([code.zfill(2) for code in content["code"]], "S2"),
            "setting": [{"nonfacility": "non-facility"}.get(one, one) for one in settings],
            "label": content["label"],
        }
    }


def check(found: dict, effective, name: str, said: str) -> list[str]:
    """The list says no date of its own."""
    return []


def shipped() -> list[str]:
    """Keys of the shipped rows."""
    return [row["code"] for row in tables.rows("data/codes/place_of_service.csv")]
