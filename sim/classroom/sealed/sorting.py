"""What becomes of each file that was handed in: its answers count, or somebody is told by name why they do not.

The device rule: what a learner's own clock says proves nothing. A file counts as handed in when it is collected, or at
the time that the learning system gives.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sim.classroom.sealed.bundle import HandedIn, header_of, unsealed
from sim.classroom.sealed.envelope import ClassKeys
from sim.classroom.sealed.submissions import Submission
from sim.ground.errors import CleanClaimError

COUNTS, DAMAGED, CHANGED, FOREIGN, SWAPPED, TWICE, OLDER = (
    "collected",
    "not readable",
    "changed",
    "foreign",
    "another student's",
    "handed in twice",
    "older",
)


@dataclass(frozen=True)
class Known:
    """A member of the class as submissions name her. `words`: name, log-in, school id and e-mail."""

    learner: str
    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sorted:
    """One file with its verdict. `name`: whose it is, or the place it lay where nobody can tell."""

    place: str
    name: str
    verdict: str
    why: str
    learner: str = ""
    handed_in: HandedIn | None = None
    fingerprint: str = ""
    is_said_late: bool = False

    @property
    def line(self) -> str:
        """For a person: whose, what, why."""
        return f"{self.name}: {self.verdict}" + (f" ({self.why})" if self.why else "") + f" [{self.place}]"


def sorted_out(
    files: Sequence[Submission],
    keys: ClassKeys,
    class_name: str,
    assignment: str,
    members: Sequence[Known],
    serials: Mapping[str, int],
) -> list[Sorted]:
    """A verdict for each file, in the order given. serials: learner -> number of the file that was collected last. Of
    several files of one learner the one that her desk wrote last counts.
    """
    found = [_alone(one, keys, class_name, assignment, members) for one in files]
    newest: dict[str, tuple[int, int]] = {}
    for place, one in enumerate(found):
        if one.verdict == COUNTS and one.handed_in:
            newest[one.learner] = max(newest.get(one.learner, (-1, -1)), (one.handed_in.serial, -place))
    return [_beside(one, place, newest, serials) for place, one in enumerate(found)]


def _alone(file: Submission, keys: ClassKeys, class_name: str, assignment: str, members: Sequence[Known]) -> Sorted:
    """The verdict on a file by itself."""
    if file.trouble:
        return Sorted(file.place, _named(file.place, members), DAMAGED, file.trouble)
    try:
        said = header_of(file.content)[0]
    except CleanClaimError as error:
        return Sorted(file.place, _named(file.place, members), DAMAGED, error.what)
    if (said.get("class_name"), said.get("assignment")) != (class_name, assignment):
        why = "for another assignment" if said.get("class_name") == class_name else "for another class"
        return Sorted(file.place, _named(file.place, members), FOREIGN, why)
    who = next((one for one in members if one.learner == said.get("learner")), None)
    if who is None:
        return Sorted(file.place, _named(file.place, members), FOREIGN, "its learner is not on the roster")
    try:
        opened = unsealed(keys, file.content)
    except CleanClaimError as error:
        return Sorted(file.place, who.name, CHANGED, error.what)
    other = next((one for one in members if one is not who and _is_of(file.place, one)), None)
    if other and not _is_of(file.place, who):
        return Sorted(file.place, other.name, SWAPPED, f"the bundle of {who.name} was handed in by {other.name}")
    mark = sha256(file.content).hexdigest()
    return Sorted(file.place, who.name, COUNTS, "", who.learner, opened, mark, file.is_said_late)


def _beside(one: Sorted, place: int, newest: Mapping[str, tuple[int, int]], serials: Mapping[str, int]) -> Sorted:
    """The verdict beside the learner's other files."""
    if one.verdict != COUNTS or one.handed_in is None:
        return one
    serial = one.handed_in.serial
    if newest[one.learner] != (serial, -place):
        why = "a newer answer file is among these" if newest[one.learner][0] > serial else "the same answer file again"
        return _not_counted(one, OLDER if newest[one.learner][0] > serial else TWICE, why)
    before = serials.get(one.learner, -1)
    if serial == before:
        return _not_counted(one, TWICE, "it was collected before")
    if serial < before:
        return _not_counted(one, OLDER, "a newer answer file was collected before")
    return one


def _not_counted(one: Sorted, verdict: str, why: str) -> Sorted:
    return Sorted(one.place, one.name, verdict, why)


def _named(place: str, members: Sequence[Known]) -> str:
    """Who a place names; the place itself where it names nobody, or more than one."""
    found = [one.name for one in members if _is_of(place, one)]
    return found[0] if len(found) == 1 else place


def _is_of(place: str, one: Known) -> bool:
    """Does a place name this member: by name in either order, log-in, school id or e-mail?

    >>> jane = Known("L-1", "Jane Doe", ("Jane Doe", "jdoe", "j.doe@school.edu"))
    >>> _is_of("doejane_123_456_x.zip", jane), _is_of("Week 3_jdoe_attempt_2026_x.zip", jane)
    (True, True)
    >>> _is_of("roejane_123_456_x.zip", jane)
    False
    """
    parts = {_plain(part) for part in re.split(r"[_/]| - ", place)} - {""}
    wanted = {_plain(word) for word in one.words if word}
    for word in one.words:
        first, *rest = re.split(r"[\s,]+", word.strip())
        wanted |= {_plain("".join([*rest, first])), _plain(word.partition("@")[0])} if rest or "@" in word else set()
    return bool(parts & (wanted - {""}))


def _plain(text: str) -> str:
    """Letters and digits alone, small: systems write names without spaces and points."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
