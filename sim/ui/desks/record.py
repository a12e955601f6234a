"""The record as a desk shows it: facts of the visit, its documents with sections and signatures, and the places of
proving phrases.

A proving phrase comes as document number, section, and characters of the section's lines joined by line ends
(sim/clinic/visits/chart.py, Spot); the desk wants it by line. Only marks that were let out name one.
"""

from collections.abc import Iterable
from typing import Any

from sim.ground.dates import us_date

View = dict[str, Any]  # JSON: what a page is sent

NAMES = {"hpi": "HPI", "pmh": "PMH", "ros": "ROS", "a/p": "A/P", "ap": "A/P", "cc": "CC", "meds": "Medications"}


def documents(chart: list[View]) -> list[View]:
    """Documents of the chart for the desk: id, title, date, signed ("" when it is not), is_new, sections of lines.

    >>> note = {"kind": "office note", "title": "Office note", "date": "2026-09-15", "sections": {"hpi": ["a"]}}
    >>> documents([{**note, "signed": True, "signature": "Signed"}])[0]["sections"]
    [{'name': 'HPI', 'lines': ['a']}]
    """
    return [
        {
            "id": f"{one['kind']} {one['date']} {number}",
            "title": one["title"],
            "date": us_date(one["date"]),
            "is_new": one["kind"] == "addendum",
            "signed": one["signature"] if one["signed"] else "",
            "sections": [{"name": section_name(name), "lines": list(lines)} for name, lines in one["sections"].items()],
        }
        for number, one in enumerate(chart)
    ]


def section_name(name: str) -> str:
    """The heading of a section.

    >>> section_name("hpi"), section_name("physical exam")
    ('HPI', 'Physical exam')
    """
    return NAMES.get(name.lower(), name[:1].upper() + name[1:])


def places(chart: list[View], proof: View) -> list[View]:
    """Where a proof stands, line by line: document (id), section (number), line, start, end. Empty for what is absent
    from the record.

    >>> chart = [{"kind": "note", "date": "d", "sections": {"plan": ["1. Knee.", "2. Pressure."]}}]
    >>> places(chart, {"document": 0, "section": "plan", "start": 12, "end": 20})
    [{'document': 'note d 0', 'section': 0, 'line': 1, 'start': 3, 'end': 11}]
    """
    number = proof.get("document", -1)
    if not 0 <= number < len(chart) or proof.get("section") not in chart[number]["sections"]:
        return []
    names, found, at = list(chart[number]["sections"]), [], 0
    for line, text in enumerate(chart[number]["sections"][proof["section"]]):
        start, end = max(proof["start"] - at, 0), min(proof["end"] - at, len(text))
        if start < end:
            found.append(
                {
                    "document": f"{chart[number]['kind']} {chart[number]['date']} {number}",
                    "section": names.index(proof["section"]),
                    "line": line,
                    "start": start,
                    "end": end,
                }
            )
        at += len(text) + 1
    return found


class Proofs:
    """Collects the proving phrases of the marks on a desk: each gets an id, which a mark names, and the tags of the
    rows that it proves.
    """

    def __init__(self, chart: list[View]) -> None:
        self.chart = chart
        self.found: dict[tuple[Any, ...], View] = {}

    def add(self, evidence: Iterable[View] | None, tag: str = "") -> list[str]:
        """The ids under which these proofs can be shown in the record."""
        ids = []
        for proof in evidence or ():
            key = (proof.get("document"), proof.get("section"), proof.get("start"), proof.get("end"))
            spots = places(self.chart, proof)
            if spots:
                entry = self.found.setdefault(key, {"id": f"e{len(self.found) + 1}", "spots": spots, "tags": []})
                entry["tags"] += [tag] if tag and tag not in entry["tags"] else []
                ids.append(entry["id"])
        return ids

    def marks(self) -> list[View]:
        """All of them, for the record."""
        return [
            {**spot, "id": entry["id"], "tags": entry["tags"]}
            for entry in self.found.values()
            for spot in entry["spots"]
        ]


def record(facts: list[list[str]], chart: list[View], proofs: Proofs | None = None) -> View:
    """The record of a view."""
    shown = documents(chart)
    first = next(
        (doc["id"] for doc, one in zip(shown, chart, strict=True) if one["kind"] not in BESIDE),
        shown[0]["id"] if shown else "",
    )
    return {"facts": facts, "documents": shown, "first": first, "marks": proofs.marks() if proofs else []}


BESIDE = (
    "registration",
    "front desk",
    "flow sheet",
    "nurse visit",
    "outside record",
    "imaging",
    "pathology",
    "addendum",
)  # opened by the reader, not at once
