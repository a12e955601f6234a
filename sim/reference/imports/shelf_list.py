"""What stands on the shelf: the list for `data status`, and taking a release down."""

from sim.ground.editions import shipped_editions
from sim.ground.errors import CleanClaimError
from sim.reference.imports import store
from sim.reference.imports.compare import shipped_rows
from sim.reference.imports.kinds import holding, kind_of, kinds

OWN = "CleanClaim's own tables"


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
    return len(gone)


def status() -> list[dict]:
    """What is loaded: the shipped tables and every import, by kind and day, each with the day on which a later whole
    release takes over.
    """
    found, editions = [], shipped_editions()
    for kind, module in kinds().items():
        own = [card for card in store.cards() if card["kind"] == kind]
        shipped, edition = shipped_rows(module), editions.get(holding(module))
        if shipped:
            found.append(
                {
                    "kind": kind,
                    "title": module.TITLE,
                    "release": "shipped",
                    "effective": str(edition.first) if edition else "",
                    "until": "",
                    "rows": shipped,
                    "is_extract": False,
                    "source": f"{module.SHIPPED_SOURCE}, {edition.release}"
                    if edition and hasattr(module, "SHIPPED_SOURCE")
                    else OWN,
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
