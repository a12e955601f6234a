"""Which items of an assignment anybody can recognize who has CleanClaim, and what is said of them.

Private is an item whose exercise and scenarios lie in the instructor's own folder and are no copies of shipped ones
(sim/learn/exercises/private_bank.py). All others are public: every chart of theirs can be written with the program, and
their keys found (tests/classroom/sealed/attack.py does it).
"""

from sim.classroom.assignments.assignment import Assignment, Item
from sim.ground.errors import CleanClaimError
from sim.learn.exercises.exercise import exercise
from sim.learn.exercises.private_bank import is_private


def public_items(given: Assignment) -> tuple[Item, ...]:
    """The items that a learner who has CleanClaim can recognize, in order. Raises CleanClaimError for an exercise that
    there is none of.

    >>> given = Assignment("w", "W", "exam", (Item(1, "coder_04_knee", 1.0, 6.0),))
    >>> [one.number for one in public_items(given)], public_words(given)
    ([1], '1 of 1 item is public: a learner who has CleanClaim can find its key.')
    """
    return tuple(one for one in given.items if not is_private(exercise(one.origin)))


def public_words(given: Assignment) -> str:
    """What an instructor is told; empty where every item is private, and in practice, which is open anyway."""
    count, of = len(public_items(given)), len(given.items)
    if not count or given.mode == "practice":
        return ""
    found = f"{count} of {of} {'item' if of == 1 else 'items'} {'is' if count == 1 else 'are'} public"
    return f"{found}: a learner who has CleanClaim can find {'its key' if count == 1 else 'their keys'}."


def need_private(given: Assignment) -> None:
    """Raises CleanClaimError for an assignment of private items only (private_only = true) that has others, with the
    exercises they come from.
    """
    found = public_items(given) if given.private_only else ()
    if found:
        raise CleanClaimError(
            f"{len(found)} of {len(given.items)} items are public, and private_only = true",
            f"assignment {given.name}",
            "items from your own private bank",
            "replace " + ", ".join(dict.fromkeys(one.origin for one in found)) + " with exercises over private copies:"
            " cleanclaim new scenario NAME --like OTHER, then cleanclaim new exercise NAME --like OTHER",
        )
