"""The numbered form as a desk shows it: every box of sim/billing/claims/form.py in its place on the sheet, with what it
asks for, who supplies it and where it lands in the 837P. Widths only; what a box means stands in
data/codes/cms1500.csv.
"""

from collections.abc import Mapping
from typing import Any

from sim.billing.claims.form import boxes
from sim.ground.files import remembered
from sim.payer.rulebook.payers import payers

Sheet = dict[str, Any]  # JSON: boxes in their place

ABOVE = """
 carrier:10 1:6 1a:8 2:9 3+3-sex:6 4:9 5:9 6:6 7:9 9:8 10a:3 10b:3 10c:3 11:7 9a:8 11a:6 11b:4 11c:6
 9d:8 8:3 10d:6 11d:7 12:7 13:7 14:5 15:5 16:5 17:9 17b:5 18:5 19:18 20:6 21A:4 21B:4 21C:4 21D:4
 22+22-ref:8 21E:4 21F:4 21G:4 21H:4 23:8 21I:4 21J:4 21K:4 21L:4 21:8
"""
BELOW = "25:6 26:6 27:4 28:4 29:4  30:4 31:8 32:8 32a:4  33:16 33a:8"
LINES = (
    "24A",
    "24A-to",
    "24B",
    "24C",
    "24D",
    "24D-1",
    "24D-2",
    "24D-3",
    "24D-4",
    "24E",
    "24F",
    "24G",
    "24H",
    "24I",
    "24J",
)
HEADS = ("24A from", "to", "B", "C", "D code", "1", "2", "3", "4", "E", "F charge", "G", "H", "I", "J rendering")
RIGHT = [10, 11]
LINE_WIDTHS = (92, 92, 32, 28, 56, 31, 31, 31, 31, 40, 68, 34, 28, 28, 90)  # shares of the sheet; at 100 % about pixels
WIDTHS = {"3": 3, "3-sex": 1, "22": 1, "22-ref": 4}
TITLES = {
    "3": "Birth date, sex",
    "22": "Resubmission, original",
    "6": "Relationship",
    "10a": "Work?",
    "10b": "Auto?",
    "10c": "Accident?",
    "27": "Assignment?",
    "32a": "Its NPI",
    "17b": "Its NPI",
    "14": "Onset",
    "11d": "Another plan?",
}
FEWEST_LINES = 6  # of the paper form
CHOICES = {
    "flag": [{"id": "no", "words": "no"}, {"id": "yes", "words": "yes"}],
    "relationship": [{"id": name, "words": name} for name in ("self", "spouse", "child")],
    "frequency": [
        {"id": "", "words": ""},
        {"id": "1", "words": "1 first"},
        {"id": "7", "words": "7 replaces"},
        {"id": "8", "words": "8 void"},
    ],
}


def form(values: Mapping[str, str], locked: bool = False, only_lines: int = 0) -> Sheet:
    """The sheet with its values. `locked`: nothing may be changed any more.

    >>> parts = form({"1a": "1S34"})["parts"]
    >>> [box["fields"][0]["value"] for box in parts[0]["boxes"] if box["box"] == "1a"], len(parts[1]["lines"]["rows"])
    (['1S34'], 6)
    """
    count = only_lines or max(
        [
            FEWEST_LINES,
            *(
                int(name.partition(".")[2])
                for name, value in values.items()
                if value and name.partition(".")[2].isdigit()
            ),
        ]
    )
    rows = [
        {"line": number, "cells": [_field(name, values, locked, number) for name in LINES]}
        for number in range(1, count + 1)
    ]
    lines = {"head": list(HEADS), "right": RIGHT, "widths": list(LINE_WIDTHS), "rows": rows}
    return {
        "heading": "CMS-1500. Gray fields come from the practice system.",
        "parts": [{"boxes": _boxes(ABOVE, values, locked)}, {"lines": lines}, {"boxes": _boxes(BELOW, values, locked)}],
    }


@remembered
def _known() -> dict[str, Sheet]:
    return {box["box"]: box for box in boxes()}


def _boxes(layout: str, values: Mapping[str, str], locked: bool) -> list[Sheet]:
    return [
        _box(names.split("+"), int(span), values, locked)
        for names, span in (one.rsplit(":", 1) for one in layout.split())
    ]


def _box(names: list[str], span: int, values: Mapping[str, str], locked: bool) -> Sheet:
    return {
        "box": "" if names[0] == "carrier" else names[0],
        "label": TITLES.get(names[0]) or _known()[names[0]]["label"],
        "span": span,
        "fields": [_field(name, values, locked) for name in names],
    }


def _field(name: str, values: Mapping[str, str], locked: bool, line: int = 0) -> Sheet:
    box = _known()[name]
    key = f"{name}.{line}" if line else name
    is_locked = locked or not box["editable"]
    label = f"line {line} {box['label']}" if line else box["label"] if name in WIDTHS else None
    field = {
        "name": key,
        "value": values.get(key, ""),
        "locked": is_locked,
        "label": label,
        "help": _help(name, box, line),
        "width": WIDTHS.get(name),
    }
    choices = _payers() if box["format"] == "payer" else CHOICES.get(box["format"])
    return {**field, "options": choices} if choices and not line else field


def _help(name: str, box: Sheet, line: int) -> Sheet:
    number = name.partition("-")[0] if name != "carrier" else ""
    return {
        "title": f"{number} {box['label']}{f', line {line}' if line else ''}.".strip(),
        "what": box["help"],
        "who": box["who"],
        "where": box["x12"] or "nowhere",
        "locked": None if box["editable"] else "from the practice system",
    }


@remembered
def _payers() -> list[Sheet]:
    return [{"id": code, "words": payer.label} for code, payer in payers().items()]
