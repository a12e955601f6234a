"""The gradebook files that are recognized, and the columns of one."""

from sim.classroom.gradebook.blackboard import blackboard
from sim.classroom.gradebook.brightspace import brightspace
from sim.classroom.gradebook.canvas import canvas
from sim.classroom.gradebook.dialect import Column, Dialect, columns, plain
from sim.classroom.gradebook.moodle import moodle
from sim.classroom.gradebook.raw_sheet import AGAIN, RawSheet
from sim.ground.errors import CleanClaimError

DIALECTS = (brightspace, canvas, moodle, blackboard)
SHOWN = 20  # columns named in an error


def dialect_of(sheet: RawSheet) -> Dialect:
    """Whose gradebook it is. Raises CleanClaimError where no LMS is recognized, or two columns have the same name and
    say who a student is."""
    headers = [plain(header) for header in sheet.headers]
    found = next((one for one in DIALECTS if one.recognized(headers)), None)
    if found is None:
        raise CleanClaimError(
            f"not a gradebook that we know; its columns: {_listed(sheet.headers)}",
            sheet.file,
            "a gradebook exported from " + ", ".join(sorted(one.name for one in DIALECTS)),
            AGAIN,
        )
    for name in {*found.ids, *found.logins, *found.emails, *(part for full in found.names for part in full)}:
        if headers.count(name) > 1:
            raise CleanClaimError(f"two columns are named {name!r}", sheet.file, "one of each", AGAIN)
    return found


def column_for(dialect: Dialect, sheet: RawSheet, title: str) -> Column:
    """The column of an item, by its title or its whole header. Raises CleanClaimError with the columns there are where
    there is none, several, or one that takes no points."""
    there = columns(dialect, sheet)
    same = [one for one in there if plain(title) in (plain(one.header), plain(one.title))]
    fits = [one for one in same if not one.why_not]
    exact = [one for one in fits if plain(one.header) == plain(title)]
    chosen = exact if len(exact) == 1 else fits
    if len(chosen) == 1:
        return chosen[0]
    usable = _listed([one.header for one in there if not one.why_not]) or "none"
    if len(chosen) > 1:
        named = _listed([one.header for one in chosen])
        raise CleanClaimError(f"{len(chosen)} columns fit {title!r}: {named}", sheet.file, "one", "name it: --column")
    what = f"the column {same[0].header!r} {same[0].why_not}" if same else f"no column {title!r}"
    raise CleanClaimError(
        what,
        sheet.file,
        f"one of these {dialect.name} columns: {usable}",
        "name one with --column, or make the item in the LMS and export again",
    )


def _listed(headers: list[str] | tuple[str, ...]) -> str:
    shown = [header.strip()[:80] for header in headers if header.strip()]
    rest = len(shown) - SHOWN
    return ", ".join(shown[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")
