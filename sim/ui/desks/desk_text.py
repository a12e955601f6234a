"""A desk as plain text, for front ends that draw no widgets (and for the test that runs every notebook)."""

from collections.abc import Mapping
from typing import Any


def as_text(view: Mapping[str, Any]) -> str:
    """What the desk asks and what there is to read.

    >>> record = {"facts": [["Seen", "May 1, 2026"]], "documents": []}
    >>> print(as_text({"bar": {"role": "Coder's desk", "title": "Knee"}, "record": record}))
    Coder's desk: Knee
    Seen: May 1, 2026
    """
    bar = view.get("bar") or {}
    lines = [f"{bar['role']}: {bar['title']}" if bar else "The desk opens in JupyterLab or Voila."]
    for desk in [desk for role in view.get("roles", []) for desk in role["desks"]]:
        lines += [f"{desk['name']}: {desk['words']}: " + ", ".join(group["title"] for group in desk["groups"])]
    record = view.get("record") or {}
    lines += [f"{name}: {plain(value)}" for name, value in record.get("facts", [])]
    for document in record.get("documents", []):
        lines += ["", f"{document['title']}, {document['date']}"]
        for section in document["sections"]:
            lines += [f"{section['name']}: " + " ".join(section["lines"])]
        lines += [document["signed"] or "not signed"]
    return "\n".join(lines)


def plain(parts: object) -> str:
    """Text with a little emphasis, without it.

    >>> plain(["reason ", {"code": "97"}, {"b": ["all ", {"code": "I10"}]}])
    'reason 97all I10'
    """
    if isinstance(parts, (list, tuple)):
        return "".join(plain(part) for part in parts)
    if isinstance(parts, dict):
        return plain(next((parts[name] for name in ("code", "b", "cite") if name in parts), ""))
    return str(parts)
