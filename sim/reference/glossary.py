"""Words of the trade for a beginner: data/glossary.csv, in our own words."""

from typing import NamedTuple

from sim.ground.files import find, read_csv, remembered


class Term(NamedTuple):
    """A word, other spellings under which it stands in a text, what it means, and the table that has more (its name on
    a page, see sim/ui/desks/look_up.py; empty for none)."""

    term: str
    also: tuple[str, ...]
    words: str
    table: str = ""


@remembered
def terms() -> tuple[Term, ...]:
    """All terms in the order of the alphabet.

    >>> [one.term for one in terms() if "recouped" in one.also]
    ['recoup']
    """
    return tuple(
        Term(row["term"], tuple(filter(None, row["also"].split(";"))), row["words"], row["table"])
        for row in read_csv(find("data/glossary.csv"))
    )
