"""What stands on the shelf: the list for `data status`, taking a release down, and forgetting what was remembered of
it.
"""

import sys

from sim.ground.errors import CleanClaimError
from sim.reference.imports import store
from sim.reference.imports.compare import shipped_rows
from sim.reference.imports.dated import SHIPPED
from sim.reference.imports.kinds import holding, kind_of, kinds


def remove(kind: str, release: str) -> int:
    """Take a release off the shelf; gives how many files it had been imported from."""
    gone = [card for card in store.cards() if card["kind"] == kind_of(kind).KIND and card["release"] == release]
    if not gone:
        have = ", ".join(f"{card['kind']} {card['release']}" for card in store.cards()) or "none"
        raise CleanClaimError(
            f"no imported release {release!r} of {kind}", "data", f"one of: {have}", "see data status"
        )
    for card in gone:
        store.take_down(card)
    refresh()
    return len(gone)


def status() -> list[dict]:
    """What is loaded: the shipped tables and every import, by kind and day, each with the day on which a later whole
    release takes over.
    """
    found = []
    for kind, module in kinds().items():
        own = [card for card in store.cards() if card["kind"] == kind]
        shipped = shipped_rows(module)
        if shipped:
            found.append(
                {
                    "kind": kind,
                    "title": module.TITLE,
                    "release": "shipped",
                    "effective": str(SHIPPED.get(holding(module), "")),
                    "until": "",
                    "rows": shipped,
                    "is_extract": False,
                    "source": getattr(module, "SHIPPED_SOURCE", "CleanClaim's own tables"),
                    "sha256": "",
                    "imported": "",
                    "publisher": module.PUBLISHER,
                }
            )
        found += [
            {
                "kind": kind,
                "title": module.TITLE,
                "until": "",
                **{
                    name: card[name]
                    for name in (
                        "release",
                        "effective",
                        "rows",
                        "is_extract",
                        "source",
                        "sha256",
                        "imported",
                        "publisher",
                    )
                },
            }
            for card in own
        ]
    for row in found:
        later = [
            one["effective"]
            for one in found
            if one["kind"] == row["kind"] and one["effective"] > row["effective"] and not one["is_extract"]
        ]
        row["until"] = min(later, default="")
    return found


def refresh() -> None:
    """Forget what was remembered of codes and edits, so that an import counts in this process too."""
    for name, module in list(sys.modules.items()):
        if module is not None and name.startswith("sim."):
            for thing in list(vars(module).values()):
                if hasattr(thing, "cache_clear"):
                    thing.cache_clear()
    icd10cm = sys.modules.get("sim.reference.icd10cm")
    if icd10cm:
        icd10cm._seen.clear()
