"""Geographic practice cost indices by Medicare carrier and locality (CMS, Addendum E; also inside the fee schedule's
ZIP).

    Medicare Administrative Contractor (MAC), State, Locality Number, Locality Name, 2026 PW GPCI (with 1.0 Floor), 2026
    PE GPCI, 2026 MP GPCI

Of two work indices the one with the floor is taken. Indices become thousandths.
"""

import re

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.reference import tables
from sim.reference.imports.layout import checked_numbers, columns, header, plain, rows, wrong_day

KIND = "gpci"
TITLE, PUBLISHER = "Geographic practice cost indices", "CMS"
PATTERNS = (r"gpci.*\.csv", r".*addendum.?e.*\.csv")
FLOOR = 100
KEY = ("locality",)
NEEDED = {
    "carrier": ".*contractor.*|mac|carrier.*",
    "state": "state",
    "number": "locality(number|code)?",
    "name": "localityname",
    "work": "(20..)?p?wgpci(?!.*without).*",
    "practice_expense": "(20..)?pegpci.*",
    "malpractice": "(20..)?mpgpci.*",
}
INDICES = ("work", "practice_expense", "malpractice")


def recognize(name: str, head: str) -> bool:
    """Three indices by locality."""
    said = plain(head)
    return "pwgpci" in said and "pegpci" in said and "mpgpci" in said and "locality" in said


def read(text, name: str, progress, license: bool = False) -> dict:
    """Indices in thousandths by locality ("05102-00")."""
    found = rows(text, name)
    places = header(found, NEEDED, name)
    content = columns(found, places, name, progress, lambda cells: cells[places["carrier"]].strip().isdigit())
    lines = content["line"]
    localities = [
        f"{carrier.zfill(5)}-{number.zfill(2)}"
        for carrier, number in zip(content["carrier"], content["number"], strict=True)
    ]
    wrong = next((place for place, one in enumerate(localities) if not re.fullmatch(r"\d{5}-\d\d", one, re.ASCII)), -1)
    if wrong >= 0:
        raise CleanClaimError(
            f"{localities[wrong][:20]!r} is not a locality",
            f"{name}, line {lines[wrong]}",
            "a carrier of 5 and a locality of 2 digits",
            "download the file again: it is cut short or altered",
        )
    out = {one: checked_numbers(content[one], lines, name, 3, 10) for one in INDICES}
    low = next((one for one in INDICES if len(out[one]) and out[one].min() < 100), None)
    if low:
        raise CleanClaimError(
            f"an index of {out[low].min() / 1000} for {low.replace('_', ' ')}",
            name,
            "indices between 0.1 and 10",
            "download the file again",
        )
    return {
        "gpci": {
            "locality": np.array(localities, "S8"),
            **out,
            "state": content["state"],
            "name": [text.strip("*") for text in content["name"]],
        }
    }


def check(found: dict, effective, name: str, said: str) -> list[str]:
    """The header says the year."""
    years = set(re.findall(r"(20\d\d) (?:pw|pe|mp) gpci", said.lower()))
    if years and str(effective.year) not in years:
        raise wrong_day(f"the file is that of {', '.join(sorted(years))}", name, effective)
    return []


def shipped() -> list[str]:
    """Keys of the shipped rows."""
    return [row["locality"] for row in tables.rows("data/fees/gpci_2026.csv") if row["locality"] != "00000-00"]
