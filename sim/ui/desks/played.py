"""A case worked aloud as a page plays it: one step at a time, each with the place of the record or of a panel that it
speaks of, which the page lights.

A step names its place in words (sim/learn/tasks/contract.py, Step). What it quotes is looked for in the record, line by
line; else the section that it names; else the panel, and of that the row, whose words it shares most of.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sim.learn.tasks.contract import Opened, Step
from sim.ui.desks.record import documents, section_name

View = dict[str, Any]  # JSON: what a page is sent
SHORTEST, LONGER = 4, 12  # characters of a quotation that is looked for; of one behind other words


def played(steps: Sequence[Step], opened: Opened) -> list[View]:
    """The steps of a case, with the place of each in what the task opens."""
    chart, panels = opened.get("documents") or [], opened.get("panels") or []
    return [
        {
            "place": step.place,
            "says": step.says,
            "follows": step.follows,
            "cite": step.cite,
            "marks": spots(step, chart),
            "panel": panel_at(step, panels),
        }
        for step in steps
    ]


def spots(step: Step, chart: list[View]) -> list[View]:
    """Where the record says what a step quotes: document, section, line, start, end; the whole section that it names
    where no line has the words.

    >>> chart = [{"kind": "note", "title": "Office note", "date": "2026-09-15", "signed": False, "signature": "",
    ...           "sections": {"hpi": ["Knee pain.", "No fever."], "plan": ["Injection."]}}]
    >>> spots(Step("Office note, hpi", "No fever.", "No fever code."), chart)[0]["line"]
    1
    >>> spots(Step("Office note, plan", "Nothing else.", "One service."), chart)[0]["section"]
    1
    """
    whole = [one.strip().rstrip(".") for one in re.split(r" / |; ", step.says)]
    quotes = [*whole, *(part for one in whole for part in one.split(": ")[1:] if len(part) >= LONGER)]
    lines = [
        (one, section, line, text)
        for one in documents(chart)
        for section, part in enumerate(one["sections"])
        for line, text in enumerate(part["lines"])
    ]
    found = [
        _spot(one, section, line, text.lower().index(quote.lower()), len(quote))
        for quote in quotes
        if len(quote) >= SHORTEST
        for one, section, line, text in lines
        if quote.lower() in text.lower()
    ]
    named = step.place.lower()
    return found or [
        _spot(one, section, line, 0, len(text))
        for one, section, line, text in lines
        if one["title"].lower() in named and _is_named(one["sections"][section]["name"], named)
    ]


def _is_named(section: str, place: str) -> bool:
    return any(
        part.strip() and section_name(part.strip()).lower() == section.lower() for part in re.split("[,;]", place)
    )


def _spot(document: View, section: int, line: int, start: int, length: int) -> View:
    return {"document": document["id"], "section": section, "line": line, "start": start, "end": start + length}


def panel_at(step: Step, panels: list[View]) -> View | None:
    """The panel that a step speaks of, with the block and the row of it (-1 for the panel as a whole); None where none
    has its words.

    >>> card = {"heading": "Insurance card", "blocks": [{"pairs": [["Payer", "Acme"], ["Member ID", "W1"]]}]}
    >>> panel_at(Step("Insurance card, member ID", "W1", "Member ID: W1"), [card])
    {'panel': 0, 'block': 0, 'row': 1}
    >>> left = {"heading": "Response", "blocks": [{"pairs": [["Deductible", "$500.00"], ["Deductible left", "$0.00"]]}]}
    >>> panel_at(Step("Response, deductible left", "Of $500.00 this is left.", "Left: $0.00"), [left])["row"]
    1
    """
    place, said = _words(step.place), _words(step.says)
    found = [
        (6 * len(place & named) + 2 * len(said & named) + likeness, -panel, -block, -row)
        for panel, one in enumerate(panels)
        for named in [_words(one["heading"])]
        for likeness, block, row in [(0, -1, -1), *_likely(place, said, one.get("blocks") or [])]
    ]
    most, panel, block, row = max(found, default=(0, 0, 0, 0))
    return {"panel": -panel, "block": -block, "row": -row} if most >= LEAST else None


LEAST = 3  # what a panel and a row must share with a step, so that it is not chance


def _likely(place: set[str], said: set[str], blocks: list[View]) -> Iterable[tuple[int, int, int]]:
    """(how much it is the one that is meant, block, row) of every row: its label counts most, and what the step does
    not name counts against it."""
    for number, block in enumerate(blocks):
        for row, (label, rest) in enumerate(_rows(block)):
            named = _words(label)
            shared = 4 * len(named & place) + 2 * len(named & said - place)
            yield shared - len(named - place - said) + len(said & _words(rest)), number, row


def _rows(block: View) -> Iterable[tuple[str, str]]:
    """The rows of a block, each its label (of a table's row the first cell) and the rest as text."""
    if "pairs" in block:
        return [(_plain(name), _plain(value)) for name, value in block["pairs"]]
    rows = (block.get("table") or {}).get("rows", [])
    return [(_plain(row[0]), " ".join(map(_plain, row[1:]))) for row in rows if row]


def _plain(parts: object) -> str:
    if isinstance(parts, list | tuple):
        return "".join(map(_plain, parts))
    if isinstance(parts, dict):
        return _plain(next(iter(parts.values()), ""))
    return str(parts)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]{3,}", text.lower())) - COMMON


COMMON = frozenset("and the for that with are not has have was what this its from".split())
