"""The user's own shelf of imported releases: HOME/imports, one small JSON card per import and its data files beside it.

    ptp-v323-3f9a01c2.json          the card: kind, release, from which day, source, fingerprint, counts, what it holds
    ptp-v323-3f9a01c2.ptp.npz       the data it names

What no card names does not count. Data files are written first, under names of their own, the card last and by rename:
an import that is interrupted at any moment has changed nothing. What a license covers never leaves this folder.
"""

import json
import os
import re
import sqlite3
import tempfile
import time
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.ground.files import forget, home, places, remembered, root

FOLDER = "imports"
TEXTS, DIFFERENT, PLACES = "~", "@", "#"  # endings of column names inside a data file
STALE = 3600  # seconds after which an unnamed data file is swept away


class Release(NamedTuple):
    """One data set of one import. `is_extract`: it replaces only the rows it names; a whole release replaces all."""

    holds: str  # what its data are: ptp, mue, pprrvu, gpci ...
    release: str
    effective: date
    is_extract: bool
    path: Path
    rows: int
    card: dict

    def __hash__(self):
        return hash(self.path)


@remembered
def cards() -> tuple[dict, ...]:
    """Every import on the shelf, oldest day first; looking makes no folder. A damaged card is told, not passed over."""
    found = []
    for place in places():
        if place == root() or not (place / FOLDER).is_dir():
            continue
        found += [_card(path) for path in sorted((place / FOLDER).glob("*.json"))]
    return tuple(sorted(found, key=lambda card: (card["effective"], card["kind"], card["imported"])))


def _card(path: Path) -> dict:
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
        date.fromisoformat(card["effective"])
        for one in card["holds"].values():
            if Path(one["file"]).name != one["file"] or one["file"].startswith("."):
                raise ValueError("it names a file that is not beside it")
            if not (path.parent / one["file"]).is_file():
                raise ValueError("its data file is gone")
        return {**card, "path": path}
    except PermissionError:
        raise _not_ours(path) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as reason:
        raise CleanClaimError(
            f"an import's card is damaged: {reason}",
            path.name,
            "a card written by data import",
            f"delete {path} and import that file again",
        ) from None


def _not_ours(path: Path) -> CleanClaimError:
    """Whole, but somebody else's: deleting it would harm him and help nobody."""
    return CleanClaimError(
        "an import belongs to another user of this computer, and you may not read it",
        str(path),
        "a folder of your own, or files that your group may read",
        "set CLEANCLAIM_HOME to a folder of your own, or ask its owner",
    )


@remembered
def releases(holds: str) -> tuple[Release, ...]:
    """The releases of one data set, oldest day first; empty where nothing was imported."""
    return tuple(
        Release(
            holds,
            card["release"],
            date.fromisoformat(card["effective"]),
            card["is_extract"],
            card["path"].parent / card["holds"][holds]["file"],
            card["holds"][holds]["rows"],
            card,
        )
        for card in cards()
        if holds in card["holds"]
    )


@remembered
def _packed(path: Path) -> dict:
    try:
        with np.load(path, allow_pickle=False) as packed:
            return {name: packed[name] for name in packed.files}
    except PermissionError:
        raise _not_ours(path) from None
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as reason:
        raise CleanClaimError(
            f"an import's data cannot be read: {reason}",
            path.name,
            "a file written by data import",
            "remove that release and import it again",
        ) from None


def columns(release: Release) -> dict:
    """The columns of a release: numpy arrays, and tuples of texts."""
    packed = _packed(release.path)
    out: dict = {}
    for name, values in packed.items():
        if name.endswith(TEXTS):
            out[name[:-1]] = tuple(bytes(values).decode("utf-8").split("\n"))
        elif name.endswith(PLACES):
            out[name[:-1]] = packed[name[:-1] + DIFFERENT][values]
        elif not name.endswith(DIFFERENT):
            out[name] = values
    return out


def codes(release: Release, column: str) -> tuple[np.ndarray, np.ndarray]:
    """A column of codes as its different codes, sorted, and the place of each row's code among them."""
    packed = _packed(release.path)
    return packed[column + DIFFERENT], packed[column + PLACES]


def pack(path: Path, content: dict) -> None:
    """Write columns: arrays as they are, codes (bytes) as different codes and places, lists of texts as one text
    each.
    """
    packed = {}
    for name, column in content.items():
        if not isinstance(column, np.ndarray):
            packed[name + TEXTS] = np.frombuffer(
                "\n".join(" ".join(text.split()) for text in column).encode("utf-8"), np.uint8
            )
        elif column.dtype.kind == "S":
            packed[name + DIFFERENT], places = np.unique(column, return_inverse=True)
            packed[name + PLACES] = places.astype(np.int32)
        else:
            packed[name] = column
    with path.open("wb") as stream:
        np.savez(stream, allow_pickle=False, **packed)


@contextmanager
def shelf(card: dict):
    """A place to write an import: gives `write(holds, rows, how)`, where `how(path)` writes a data file. The card is
    set at the end, if all went well.
    """
    folder = home() / FOLDER
    stem = f"{card['kind']}-{_slug(card['release'])}-{card['sha256'][:8]}"
    written: list[Path] = []
    holds: dict = {}

    def write(name: str, rows: int, how, suffix: str = ".npz") -> None:
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=f"{stem}.{name}-", suffix=suffix)
        os.close(handle)
        written.append(Path(temporary))
        how(written[-1])
        holds[name] = {"file": written[-1].name, "rows": int(rows)}

    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        yield write
        _set(folder / f"{stem}.json", {**card, "holds": holds})
        written.clear()
        forget()
    except (OSError, sqlite3.Error) as reason:
        raise CleanClaimError(
            f"cannot write the import: {getattr(reason, 'strerror', None) or reason}",
            str(folder),
            "a folder you may write to, with room",
            "make room, or set CLEANCLAIM_HOME to another folder",
        ) from None
    finally:
        for path in written:
            path.unlink(missing_ok=True)


def _set(path: Path, card: dict) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix="card-", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(card, stream, indent=1, default=str)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Take away what an interrupted import left, unless it is young enough to belong to one that is running."""
    named = {one["file"] for card in cards() for one in card["holds"].values()}
    for path in (*folder.glob("*.npz"), *folder.glob("*.sqlite"), *folder.glob("*.tmp")):
        if path.name not in named and time.time() - path.stat().st_mtime > STALE:
            path.unlink(missing_ok=True)


def _slug(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-.")[:40] or "release"


def take_down(card: dict) -> None:
    """Remove an import: the card first, then what it named (a file that is open elsewhere is swept away later)."""
    card["path"].unlink(missing_ok=True)
    forget()
    for one in card["holds"].values():
        with suppress(OSError):
            (card["path"].parent / one["file"]).unlink(missing_ok=True)
