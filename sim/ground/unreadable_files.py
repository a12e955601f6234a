"""One file of the user's own that cannot be read must not stop all others: it is set aside and named, and the shipped
file of the same name, if there is one, stands in its place.

    usable("exercises", parse)      the files of a folder by name, as `scan` gives them, without those
    set_aside()                     what is wrong with each
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.ground.files import places, root, scan

_aside: dict[Path, CleanClaimError] = {}


def usable(
    folder: str, read: Callable[[Path], Any], stands_in: bool = True, only: Callable[[Path], bool] | None = None
) -> dict[str, Path]:
    """Every content file of a folder by stem; each one of the user's own has been read once. A shipped file that cannot
    be read raises CleanClaimError where it is read: that is a fault of ours. So does one in the place of a shipped file
    where no other may stand in for it (`stands_in` is false): a clinic's own households are not those that ship. only:
    which files of the folder are meant.

    >>> usable("data/payers", lambda path: None) == scan("data/payers")
    True
    """
    found, ours = dict[str, Path](), os.path.join(root(), folder, "")
    for name, path in scan(folder).items():
        if only is not None and not only(path):
            continue
        place: Path | None = path
        if not str(path).startswith(ours):
            shipped = next((root() / folder).rglob(path.name), None)
            place = _tried(path, read) or (shipped if stands_in or shipped is None else path)
        if place is not None:
            found[name] = place
    return found


def _tried(path: Path, read: Callable[[Path], Any]) -> Path | None:
    try:
        read(path)
    except CleanClaimError as error:
        _aside[path] = error
        return None
    _aside.pop(path, None)
    return path


def trouble_with(folder: str, name: str) -> CleanClaimError | None:
    """What is wrong with the user's own file of this name; None where there is none, or nothing.

    >>> trouble_with("data/payers", "acme_ppo") is None
    True
    """
    return next((_aside[path] for place in places() if (path := place / folder / f"{name}.toml") in _aside), None)


def set_aside() -> list[CleanClaimError]:
    """What was found wrong in the user's own files, of those that are still there."""
    folders = places()
    shelves = [folder / part for folder in folders for part in ("data", "exercises")]
    there = [path for path in _aside if path.is_file() and any(path.is_relative_to(shelf) for shelf in shelves)]
    return [_aside[path] for path in there]
