"""One import from the file to the shelf: choose, read, check, compare, and only then write."""

import re
from collections import Counter
from datetime import UTC, date, datetime
from typing import NamedTuple

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.ground.progress import bar
from sim.reference.imports import store
from sim.reference.imports.compare import SHIPPED_TABLES, Difference, compared, keys_of
from sim.reference.imports.kinds import holding, kind_of
from sim.reference.imports.members import chosen
from sim.reference.imports.source import Source, head, open_source, text

SHRINK = 80  # percent of the release before it that a whole release has at least


class Report(NamedTuple):
    """What an import did. `difference`: rows against the release that was in force before."""

    kind: str
    title: str
    release: str
    effective: date
    source: str
    sha256: str
    is_extract: bool
    rows: int
    difference: Difference
    notes: tuple[str, ...]

    def lines(self) -> list[str]:
        """The report as people read it."""
        one = self.difference
        shown = [
            f"{self.title}, release {self.release}, in force from {self.effective}{' (an extract)' * self.is_extract}",
            f"{self.rows:,} rows from {self.source} (sha256 {self.sha256[:16]}...)",
            f"against {one.against}: {one.added:,} added, {one.ended:,} ended, {one.changed:,} changed",
        ]
        for word, codes, count in (("added", one.added_codes, one.added), ("ended", one.ended_codes, one.ended)):
            if codes:
                shown.append(f"{word}: {', '.join(codes)}{', ...' if count > len(codes) else ''}")
        return shown + [f"note: {note}" for note in self.notes]


def run(kind: str, path, release: str, effective, license: bool, progress, extract: bool) -> Report:
    """See sim.reference.imports.import_file."""
    try:
        return _run(kind, path, release, effective, license, progress, extract)
    except CleanClaimError:
        progress("")  # the line of progress makes room for what went wrong
        raise


def _run(kind: str, path, release: str, effective, license: bool, progress, extract: bool) -> Report:
    module, release, day = kind_of(kind), _release(release), _day(effective)
    if getattr(module, "NEEDS_LICENSE", False) and not license:
        raise CleanClaimError(
            f"{module.TITLE} are licensed by {module.PUBLISHER}",
            kind,
            "a license that you hold",
            "say that you hold one (--i-hold-a-license); the content stays in your own folder",
        )
    source = open_source(path)
    card = {
        "kind": kind,
        "release": release,
        "effective": str(day),
        "source": source.name,
        "sha256": source.sha256,
        "is_extract": bool(extract),
        "has_license": bool(license),
        "publisher": module.PUBLISHER,
    }
    again = next((one for one in store.cards() if card.items() <= {**one, "source": source.name}.items()), None)
    if again:
        return _report(module, again, ("this very file was imported before; nothing was changed",))
    _overlap(module, card)
    found, notes, names = _read(module, source, day, license, progress)
    _whole(module, found, source, extract)
    progress("comparing with the release before")
    difference = compared(module, found, day, release, extract)
    _shrunk(module, found, difference, source, extract)
    card |= {
        "members": names,
        "imported": datetime.now(UTC).isoformat(),
        "rows": _size(module, found),
        "difference": difference._asdict(),
    }
    progress("writing")
    with store.shelf(card) as write:
        notes += getattr(module, "write", _write)(write, found, card)
        card["notes"] = notes
    progress("")
    return _report(module, card, tuple(notes))


def _write(write, found: dict, card: dict) -> list[str]:
    for holds, content in found.items():
        write(holds, len(next(iter(content.values()))), lambda path, content=content: store.pack(path, content))
    return []


def _report(module, card: dict, notes: tuple) -> Report:
    return Report(
        module.KIND,
        module.TITLE,
        card["release"],
        date.fromisoformat(card["effective"]),
        card["source"],
        card["sha256"],
        card["is_extract"],
        card["rows"],
        Difference(**card["difference"]),
        notes,
    )


def _release(text) -> str:
    name = str(text).strip()
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}", name):
        raise CleanClaimError(
            f"{name[:40]!r} is not a name for a release",
            "--release",
            "letters, digits, point and hyphen, as RVU26D or 2026Q4",
            "write it as the publisher does",
        )
    return name


def _day(text) -> date:
    try:
        day = text if type(text) is date else date.fromisoformat(str(text).strip())
    except ValueError:
        raise CleanClaimError(
            f"{str(text)[:30]!r} is not a date",
            "--effective",
            "a date such as 2026-10-01",
            "write the day from which it is in force",
        ) from None
    if not 1990 <= day.year <= 2100:
        raise CleanClaimError(
            f"{day} is not a date for a release",
            "--effective",
            "a year from 1990 to 2100",
            "write the day from which it is in force",
        )
    return day


def _overlap(module, card: dict) -> None:
    """A release has a name and a day of its own. Further files may only join a release that comes in several files."""
    for one in store.cards():
        if one["kind"] != module.KIND:
            continue
        same_name, same_day = one["release"] == card["release"], one["effective"] == card["effective"]
        joins = same_name and same_day and getattr(module, "MERGES", False) and one["is_extract"] == card["is_extract"]
        if (same_name or same_day) and not joins:
            raise CleanClaimError(
                f"release {one['release']} of {one['effective']} is there already",
                module.KIND,
                "a release with a name and a day of its own",
                f"remove that one first, or correct the name or the day of {card['release']}",
            )


def _read(module, source: Source, day: date, license: bool, progress):
    """Every chosen file read and checked: {data set: columns}, notes for the report, names of the files."""
    found: dict = {}
    notes: list[str] = []
    names = []
    for reader, member in chosen(module, source):
        progress(f"reading {member.name}")
        content = reader.read(stream := text(member), member.name, _measured(stream, progress), license)
        for holds, part in content.items():
            if not len(next(iter(part.values()))):
                raise CleanClaimError(
                    "no rows below the header",
                    member.name,
                    "rows",
                    "download the file again: it is cut short or altered",
                )
            found[holds] = _joined(found[holds], part) if holds in found else part
        notes += reader.check(content, day, member.name, f"{source.name}\n{member.name}\n{head(member)}")
        names.append(member.name)
    if getattr(module, "LICENSED", "") and not license:
        notes.append(f"left out, because no license was claimed: {module.LICENSED}")
    _no_row_twice(module, found, source.name)
    return found, list(dict.fromkeys(notes)), names


def _measured(stream, progress):
    """Progress that says how much of the file has been read."""
    whole = len(stream.buffer.getbuffer())

    def told(words: str) -> None:
        progress(
            f"{bar(stream.buffer.tell() / whole)} {words}" if words and whole and not stream.buffer.closed else words
        )

    return told


def _joined(one: dict, other: dict) -> dict:
    return {
        name: (
            np.concatenate([one[name], other[name]])
            if isinstance(one[name], np.ndarray)
            else [*one[name], *other[name]]
        )
        for name in one
    }


def _no_row_twice(module, found: dict, name: str) -> None:
    keys = keys_of(module, found)
    if len(set(keys)) < len(keys):
        twice = next(key for key, count in Counter(keys).items() if count > 1)
        raise CleanClaimError(
            f"{' '.join(twice.split(chr(0)))} stands twice in the file",
            name,
            "each row once",
            "download the file again: it is altered",
        )


def _size(module, found: dict) -> int:
    return len(found[holding(module)][module.KEY[0]])


def _whole(module, found: dict, source: Source, extract: bool) -> None:
    size = _size(module, found)
    if size < module.FLOOR and not extract:
        raise CleanClaimError(
            f"only {size:,} rows",
            source.name,
            f"a whole release of {module.TITLE} has at least {module.FLOOR:,}",
            "download the file again if it was cut short; if it is an extract on purpose, say so (--extract): it then"
            " replaces only its own rows",
        )


def _shrunk(module, found: dict, difference: Difference, source: Source, extract: bool) -> None:
    before, now = difference.before, _size(module, found)
    if (
        not extract
        and difference.against != SHIPPED_TABLES
        and before >= module.FLOOR
        and not getattr(module, "MERGES", False)
        and now * 100 < before * SHRINK
    ):
        raise CleanClaimError(
            f"{now:,} rows, where the release before had {before:,}",
            source.name,
            "about as many rows",
            "download the file again: it may be cut short",
        )
