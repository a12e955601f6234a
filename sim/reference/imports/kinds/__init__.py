"""The kinds of file that can be imported, one module each, found by scanning this folder.

A kind says: KIND, TITLE, PUBLISHER, PATTERNS (names of its file, best first), FLOOR (fewer rows are an extract or a
broken file), and offers

    recognize(name, head)                   is this its file, by its first lines?
    read(text, name, progress, license)     {data set: {column: array or texts}}; complains with the line
    check(found, effective, name, said)     is this the release for that day? (said: the file's names and first lines.)
                                            Gives notes for the report

optionally WITH (kinds read along from the same ZIP), MERGES (a release comes in several files), LICENSED (what is
dropped unless the user holds a license), NEEDS_LICENSE, and write(write, found, card) -> notes where it stores
something else than columns. KEY are the columns that identify a row; shipped() gives the keys of the rows that ship.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from sim.ground.errors import CleanClaimError


@cache
def kinds() -> dict:
    """Kind -> its module."""
    found = [import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)]
    return {module.KIND: module for module in sorted(found, key=lambda module: module.KIND)}


def kind_of(name: str):
    """The module of a kind. Raises CleanClaimError with the list."""
    try:
        return kinds()[name]
    except KeyError:
        raise CleanClaimError(
            f"no kind {name[:30]!r} of file", "data import", ", ".join(kinds()), "choose one of these"
        ) from None


def holding(module) -> str:
    """The name under which a kind's main data set is kept.

    >>> holding(kind_of("add-on"))
    'add_on'
    """
    return module.KIND.replace("-", "_")
