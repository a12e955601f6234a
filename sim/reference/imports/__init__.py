"""Importing the official files of any year: `cleanclaim data import KIND FILE --release R --effective DATE`, and `data
status`.

A file is recognized by its content, its rows are checked one by one, and only when all is well is the release set on
the user's own shelf (HOME/imports), from where the library's lookups take it from its effective date on. Content under
somebody's copyright (CPT wording, X12 texts) is dropped unless the user says that he holds a license; it never leaves
his folder.
"""

__all__ = ["import_file", "kinds_offered", "remove", "status"]


def import_file(kind: str, path, release: str, effective, license: bool = False, progress=None, extract: bool = False):
    """Import a publisher's file or ZIP as a release in force from a day on; gives a Report (`.lines()` is what people
    read).

    `kind`: one of kinds_offered(). `effective`: a date or text such as 2026-10-01. `progress`: called with each word of
    progress; None writes to standard error. `extract`: the file holds some rows only and replaces only those (without
    it a file of too few rows is rejected as cut short). Raises CleanClaimError for a wrong kind, a wrong year, a broken
    or hostile file, or a release that overlaps another; nothing is changed then.
    """
    from sim.ground.progress import say
    from sim.reference.imports.run import run

    return run(kind, path, release, effective, license, progress or say, extract)


def status() -> list[dict]:
    """What is loaded, by kind and day: kind, title, release, effective, until (the day on which a later whole release
    takes over), rows, is_extract, source, sha256, imported, publisher. The shipped tables are rows of release
    "shipped"."""
    from sim.reference.imports.shelf_list import status

    return status()


def remove(kind: str, release: str) -> int:
    """Take a release off the shelf; gives how many files it had been imported from."""
    from sim.reference.imports.shelf_list import remove

    return remove(kind, release)


def kinds_offered() -> dict[str, str]:
    """The closed list of kinds, with what each is.

    >>> "ptp" in kinds_offered()
    True
    """
    from sim.reference.imports.kinds import kinds

    return {kind: module.TITLE for kind, module in kinds().items()}
