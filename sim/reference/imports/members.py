"""Which file of a ZIP is meant: by its name, for publishers keep to patterns, else by its content, for they rename
files.
"""

import re

from sim.ground.errors import CleanClaimError
from sim.reference.imports.kinds import kinds
from sim.reference.imports.source import Source, head

TEXTS = (".txt", ".csv", ".xml", ".tsv")


def chosen(module, source: Source) -> list[tuple]:
    """(module that reads it, file) for each file wanted: the kind's own first, then what is read along with it (a fee
    schedule's indices).
    """
    usable = [one for one in source.members if len(source.members) == 1 or one.name.lower().endswith(TEXTS)]
    heads = {one.name: head(one) for one in usable}
    fits = [one for one in usable if module.recognize(one.name, heads[one.name])]
    if not fits and len(source.members) > 1:  # a workbook beside the text files is opened only if none of them is it
        sheets = [one for one in source.members if one.is_workbook][:4]
        heads |= {one.name: head(one) for one in sheets}
        usable, fits = [*usable, *sheets], [one for one in sheets if module.recognize(one.name, heads[one.name])]
    if not fits:
        raise _wrong_kind(module, source, usable, heads)
    own = _best(module, source, fits)
    with_it = getattr(module, "WITH", {})
    along = {
        kind: next(
            (one for one in usable if one not in own and kinds()[kind].recognize(one.name, heads[one.name])), None
        )
        for kind in with_it
    }
    return [*((module, one) for one in own), *((kinds()[kind], one) for kind, one in along.items() if one)]


def _best(module, source: Source, fits: list) -> list:
    """All files of a kind that comes in several; of others the one whose name fits best."""
    if len(fits) == 1 or (getattr(module, "MERGES", False) and not getattr(module, "APART", False)):
        return fits
    for pattern in module.PATTERNS:
        named = [
            one
            for one in fits
            if re.fullmatch(pattern, re.sub(r"[.]xlsx$", ".csv", one.name.rsplit("/", 1)[-1].lower()))
        ]
        if len(named) == 1:
            return named
    raise CleanClaimError(
        f"several files could be meant: {', '.join(one.name for one in fits[:4])}",
        source.name,
        f"one file of {module.TITLE}",
        "give that file alone",
    )


def _wrong_kind(module, source: Source, usable: list, heads: dict) -> CleanClaimError:
    others = [
        kind
        for kind, other in kinds().items()
        if other is not module and any(other.recognize(one.name, heads[one.name]) for one in usable)
    ]
    if others:
        what, todo = (
            f"this looks like a file of kind {others[0]}",
            f"import it as {others[0]}, or give the file of {module.KIND}",
        )
    elif any(one.name.lower().endswith((".xlsx", ".xls")) for one in source.members):
        what, todo = (
            "this is a workbook without that table on its first sheet",
            "save the right sheet as CSV and import that",
        )
    elif not any(heads.values()):
        what, todo = "no text file is in it", "give the publisher's text, CSV or XML file, or the ZIP with it"
    else:
        what, todo = "this is not a file of that kind", f"check that it is {module.PUBLISHER}'s file of {module.TITLE}"
    return CleanClaimError(what, source.name, f"{module.TITLE} ({module.PUBLISHER})", todo)
