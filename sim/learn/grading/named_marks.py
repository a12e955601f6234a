"""Marks of one field that say why: a wrong entry by the name of its mistake, and what is missing."""

from sim.learn.grading import error_kinds
from sim.learn.grading.marks import Mark


def missing(where: str, why: str, key: str, hint: str, cite: str) -> Mark:
    """A field that was left empty.

    >>> missing("owed", "The plan has decided.", "$12.00", "Read the remittance.", "contract").message
    '$12.00. The plan has decided.'
    """
    return Mark(where, "missing", f"{key}. {why}", hint=hint, key=key, cite=cite, reason=why)


def named(where: str, error: str, why: str, key: str, cite: str, red_line: bool = False) -> Mark:
    """A wrong entry, named by its kind of error (data/codes/errors.csv); `key` empty where nothing belongs there.

    >>> named("1a", "wrong-member-id", "Two digits changed places.", "", "card").title
    'The member ID does not match the card'
    """
    title = error_kinds.words(error)
    return Mark(
        where,
        "wrong",
        f"{title}. {why}" + (f" Right: {key}." if key else ""),
        skill=error_kinds.skill(error),
        error=error,
        title=title,
        hint=error_kinds.hint(error),
        key=key,
        cite=cite,
        red_line=red_line,
        reason=f"{title}. {why}",
    )
