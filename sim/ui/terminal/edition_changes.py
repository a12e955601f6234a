"""What changed between two editions, in the terminal: codes, edits and fees, and what of the bank they touch."""

import json
from collections.abc import Iterator, Mapping, Sequence

from sim.ground.dates import us_date
from sim.learn.lint.touched import Touched, touched
from sim.reference.changes import Changes, CodeChange, FigureChange, changes, day_of

SHOWN = 40  # lines of a kind; the rest is counted


def print_changes(first: str, last: str, is_json: bool) -> int:
    """What changed from one day or edition to another; 0 whether anything did or not."""
    days = day_of(first), day_of(last)
    found = changes(*days)
    meets = touched(found)
    if is_json:
        print(json.dumps({"from": str(days[0]), "to": str(days[1]), **_document(found, meets)}, indent=1))
        return 0
    print(f"From {us_date(days[0])} to {us_date(days[1])}")
    print(*_lines(found), *_met(meets), sep="\n")
    return 0


def _document(found: Changes, meets: Touched) -> Mapping[str, object]:
    return {
        **{name: [one._asdict() for one in getattr(found, name)] for name in found._fields if name != "stale"},
        "not_known": list(found.stale),
        "touches": meets._asdict(),
    }


def _lines(found: Changes) -> Iterator[str]:
    for title, codes in (("New", found.new), ("Ended", found.ended), ("Other title", found.revised)):
        yield from _some(f"{title}: {len(codes)} codes", [_code(one) for one in codes])
    for title, figures in (("Edits", found.edits), ("Fees", found.fees)):
        yield from _some(f"{title}: {len(figures)} changed", [_figure(one) for one in figures])
    if found.stale:
        yield f"Not known here, import them first: {'; '.join(found.stale)}."


def _some(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield title
    yield from (f"  {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield f"  and {len(lines) - SHOWN} more (--json lists all)"


def _code(one: CodeChange) -> str:
    """
    >>> print(_code(CodeChange("ICD-10-CM", "M72.2", "Fibromatosis", "2026-09-30", "M72.20", "addenda")))
    M72.2 Fibromatosis (2026-09-30), now M72.20 [addenda]
    """
    instead = f", now {one.replaced_by}" if one.replaced_by else ""
    return f"{one.code} {one.title} ({one.day}){instead} [{one.source}]"


def _figure(one: FigureChange) -> str:
    """
    >>> print(_figure(FigureChange("pair", ("20610", "99213"), "", "1")))
    pair 20610 99213: none, now 1
    """
    return f"{one.what} {' '.join(one.codes)}: {one.before or 'none'}, now {one.after or 'none'}"


def _met(meets: Touched) -> Iterator[str]:
    yield "What it touches"
    for name, found in meets._asdict().items():
        told = [f"{one} ({', '.join(codes[:6])})" for one, codes in found.items()]
        yield from _some(f"  {name}: {len(found)}", told)
