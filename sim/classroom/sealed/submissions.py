"""The answer files of a class, out of a folder or out of the ZIP of submissions that a learning management system
gives: each with the place where it lay, and what could not be read by name. One damaged file harms no other.

Systems put the student into the name of the folder or before the name of the file:

    Canvas       doejane_LATE_12345_678_Jane.answers.zip
    Moodle       Jane Doe_12345_assignsubmission_file_/Jane.answers.zip
    Blackboard   Week 3_jdoe_attempt_2026-10-05-23-30-00_Jane.answers.zip
    Brightspace  12345-678 - Jane Doe - Oct 5, 2026 1130 PM/Jane.answers.zip
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.classroom.sealed.bundle import HEADER, LARGEST_ANSWERS, MANIFEST
from sim.ground.zip_members import members, printed
from sim.ground.errors import CleanClaimError

LARGEST_DOWNLOAD = 600_000_000  # bytes of a ZIP of submissions
LARGEST_FROM_ONE = 5_000_000  # bytes of what one learner handed in
MOST_FILES = 20_000  # of a folder


@dataclass(frozen=True)
class Submission:
    """A file that was handed in: where it lay, its content, or why it was not read."""

    place: str
    content: bytes = b""
    trouble: str = ""

    @property
    def is_said_late(self) -> bool:
        """Does the system's own name of the file say that it came late?

        >>> Submission("doejane_LATE_12_34_x.zip").is_said_late, Submission("latedoe_12_x.zip").is_said_late
        (True, False)
        """
        return "_late_" in self.place.casefold()


def submissions(path: str | Path) -> list[Submission]:
    """Everything handed in, in order of names. Raises CleanClaimError for a path that is not there or cannot be
    read.
    """
    found = Path(path)
    if found.is_dir():
        return [one for file in _files(found) for one in _of_file(found, file)]
    if not found.is_file():
        raise CleanClaimError(
            f"no file or folder {found.name}",
            str(path),
            "a folder of answer files, or a ZIP of submissions",
            "check it",
        )
    return list(_of_file(found.parent, found))


def _files(folder: Path) -> list[Path]:
    """Files of a folder and below it; links are not followed."""
    found: list[Path] = []
    for place, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        found += [Path(place) / name for name in sorted(names)]
        if len(found) > MOST_FILES:
            raise CleanClaimError(
                f"more than {MOST_FILES:,} files", str(folder), "a folder of answer files", "give that folder alone"
            )
    return found


def _of_file(root: Path, file: Path) -> Iterator[Submission]:
    place = printed(file.relative_to(root).as_posix())
    try:
        if file.is_symlink() or not file.is_file():
            yield Submission(place, trouble="it is a link")
            return
        size = file.stat().st_size
        if size > LARGEST_DOWNLOAD:
            yield Submission(place, trouble=f"it is too large ({size:,} bytes)")
            return
        content = file.read_bytes()
    except OSError as reason:
        yield Submission(place, trouble=f"it cannot be read ({reason.strerror})")
        return
    yield from _of_zip(place, content, 2)


def _of_zip(place: str, content: bytes, deep: int) -> Iterator[Submission]:
    """An answer file as it is; of a ZIP of submissions each file in it."""
    if not place.casefold().endswith(".zip"):
        yield Submission(place, trouble="it is not an answer file")
        return
    try:
        found = members(content, LARGEST_ANSWERS if deep < 2 else LARGEST_FROM_ONE)
    except CleanClaimError as error:
        yield Submission(place, trouble=error.what)
        return
    if any(one.name == HEADER for one in found) or not found:
        too_large = len(content) > LARGEST_ANSWERS
        yield Submission(place, b"" if too_large else content, "it is too large" if too_large else "")
        return
    if any(one.name == MANIFEST for one in found):
        yield Submission(place, trouble="it is the bundle as it was handed out: ask for the answer file")
        return
    for one in found:
        inner = f"{place}/{one.name}" if deep < 2 else one.name
        if one.trouble or not deep:
            yield Submission(inner, trouble=one.trouble or "it is a ZIP inside too many others")
        elif _is_of_a_system(one.name):
            continue
        elif len(one.content) > LARGEST_ANSWERS:
            yield Submission(inner, trouble=f"it is too large ({len(one.content):,} bytes)")
        else:
            yield from _of_zip(inner, one.content, deep - 1)


def _is_of_a_system(name: str) -> bool:
    """Files that operating systems and learning systems put beside the work.

    >>> _is_of_a_system("__MACOSX/._Jane.answers.zip"), _is_of_a_system("Jane.answers.zip")
    (True, False)
    """
    last = name.rsplit("/", 1)[-1]
    return name.startswith("__MACOSX/") or last.startswith("._") or last in (".DS_Store", "index.html", "Thumbs.db")
