"""Evidence of the truth: where the record says it."""

from typing import NamedTuple


class Proof(NamedTuple):
    """Where it stands in the record, word for word; or what is absent."""

    section: str = ""
    text: str = ""
    document: str = ""
    absent: str = ""
