"""What is private: an exercise and its scenarios that lie in the user's own folder and that nobody else was given.

Whoever holds CleanClaim can write all charts of a shipped scenario and look for the one that he was given. So work that
counts takes exercises whose scenarios are the instructor's own. A shipped scenario that was only copied into the own
folder is as public as before.
"""

from pathlib import Path

from sim.clinic.scenarios.library import scenario
from sim.ground.errors import CleanClaimError
from sim.ground.files import places, read_toml, remembered, root
from sim.learn.exercises.exercise import Exercise


def is_own(path: Path) -> bool:
    """Does the file lie in the user's own folder, and not among what ships?

    >>> is_own(root() / "data/scenarios/urgent_care/cuts.toml")
    False
    """
    own = [place for place in places() if place != root()]
    found = path.resolve()
    return any(found.is_relative_to(place.resolve()) for place in own) and not found.is_relative_to(root().resolve())


def is_private_scenario(name: str) -> bool:
    """A scenario of one's own whose record is in no shipped file.

    >>> is_private_scenario("cuts")
    False
    """
    try:
        one = scenario(name)
    except CleanClaimError:
        return False
    return is_own(Path(one.path)) and str(one.raw.get("document")) not in _shipped_records()


def is_private(one: Exercise) -> bool:
    """Can its keys be found by nobody who only holds what ships?"""
    return is_own(Path(one.path)) and all(is_private_scenario(name) for name in one.scenarios)


@remembered
def _shipped_records() -> frozenset[str]:
    """The documents of every shipped scenario, as they stand in the files."""
    files = sorted((root() / "data/scenarios").rglob("*.toml"))
    return frozenset(str(read_toml(file).get("document")) for file in files)
