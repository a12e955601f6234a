"""What was worked out from the program and its content, kept on disk for the next process: it holds until a file of
either is another one.

    kept = Kept("worklist")
    found = kept.read()                  {text: JSON}; empty where nothing was kept by this program with this content
    kept.add({"denial_01_knee/1": {...}})

Only what can be made again at any time belongs here. A folder that cannot be written to, or a file that cannot be read,
is as good as nothing kept.
"""

import json
import os
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.ground.files import HERE, cache, places, remembered

MOST = 2_000  # entries of one file
CONTENT = ("data", "exercises", "imports")


class Kept:
    """One file of the folder for what can be made again."""

    def __init__(self, name: str) -> None:
        self.name = name

    def read(self) -> dict[str, Any]:
        """Everything that still holds."""
        try:
            found = json.loads((cache() / f"{self.name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError, CleanClaimError):
            return {}
        is_ours = isinstance(found, dict) and found.get("of") == stamp() and isinstance(found.get("entries"), dict)
        return found["entries"] if is_ours else {}

    def add(self, entries: Mapping[str, Any]) -> None:
        """Keep these entries beside those that hold; the oldest go where there are too many."""
        every = {**self.read(), **entries}
        text = json.dumps({"of": stamp(), "entries": dict(list(every.items())[-MOST:])})
        try:
            place = cache() / f"{self.name}.json"
            mine = place.with_name(f"{place.name}.{os.getpid()}")
            mine.write_text(text, encoding="utf-8")
            mine.replace(place)
        except (OSError, CleanClaimError):
            return


@remembered
def stamp() -> str:
    """A fingerprint of the program's files and of all content, the user's own too: names, sizes, times of change.

    >>> stamp() == stamp(), len(stamp())
    (True, 32)
    """
    found = blake2b(digest_size=16)
    folders = [HERE, *(place / folder for place in places() for folder in CONTENT)]
    for folder in folders:
        for line in sorted(_files(folder)):
            found.update(line.encode())
    return found.hexdigest()


def _files(folder: Path | str) -> Iterator[str]:
    """Each file below a folder with its size and the time of its last change; compiled files are left out."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir():
            if entry.name not in ("__pycache__", "_files"):
                yield from _files(entry.path)
        elif entry.is_file():
            about = entry.stat()
            yield f"{entry.path}\0{about.st_size}\0{about.st_mtime_ns}\n"
