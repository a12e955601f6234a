"""What lies in a content folder: looked through once, and again when the time of change of a folder in it is another.
A desk asks a dozen times for every page that it draws, and there are hundreds of files.

A file that is made or removed changes the time of its folder. Of a folder that was changed a moment ago nothing is
remembered: a second change could carry the same time. Where a file system keeps no such times (FAT, exFAT), what this
process writes is seen, since it says so (`forget`); what another one adds is seen by the next start.
"""

import os
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from time import time_ns
from types import MappingProxyType
from typing import NamedTuple

A_MOMENT = 2_000_000_000  # nanoseconds: clocks of file systems count up to a second, and two machines may differ
MOST = 500  # folders remembered


class Listing(NamedTuple):
    """What was found: the folders with their times of change, and the files by stem."""

    folders: tuple[tuple[str, int], ...]
    files: Mapping[str, Path]


_remembered: dict[tuple[str, str], Listing] = {}


def files_below(folder: Path, pattern: str) -> Mapping[str, Path]:
    """Every file of a folder and below it whose name fits, by stem; of two with one stem the later path. Nothing where
    there is no such folder.

    >>> files_below(Path(__file__).parent, "list*.py")["listings"].name
    'listings.py'
    """
    asked = (str(folder), pattern)
    known = _remembered.get(asked)
    if known is not None and _stands(known):
        return known.files
    found, now = _listed(*asked), time_ns()
    if len(_remembered) > MOST:
        _remembered.clear()
    if all(changed < now - A_MOMENT for _, changed in found.folders):
        _remembered[asked] = found
    return found.files


def forget() -> None:
    """Look through every folder again when it is next asked for."""
    _remembered.clear()


def _stands(known: Listing) -> bool:
    try:
        return bool(known.folders) and all(os.stat(path).st_mtime_ns == changed for path, changed in known.folders)
    except OSError:
        return False


def _listed(folder: str, pattern: str) -> Listing:
    seen = list(_walked(folder))
    paths = sorted(Path(place, name) for place, _, names in seen for name in names if fnmatchcase(name, pattern))
    files = {path.stem: path for path in paths}
    return Listing(tuple((place, changed) for place, changed, _ in seen), MappingProxyType(files))


def _walked(folder: str) -> Iterator[tuple[str, int, list[str]]]:
    """Each folder, its time of change as it was before it was read, and the names of its files."""
    try:
        changed = os.stat(folder).st_mtime_ns
        with os.scandir(folder) as entries:
            there = [(entry.name, entry.path, entry.is_dir(follow_symlinks=False)) for entry in entries]
    except (FileNotFoundError, NotADirectoryError):
        return
    yield folder, changed, [name for name, _, is_folder in there if not is_folder]
    for _, path, is_folder in there:
        if is_folder:
            yield from _walked(path)
