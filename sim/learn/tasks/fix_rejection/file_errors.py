"""What makes a payer send back a whole file: its envelope (TA1) or its syntax (999). Nobody at the practice typed it;
the program or the clearinghouse that writes the file did.
"""

from typing import NamedTuple

from sim.edi.grammar.finding import Finding
from sim.edi.reader.interchanges import Reader
from sim.edi.writer.acknowledgements import ta1_code, write_999, write_ta1
from sim.edi.writer.envelope import Envelope


class FileError(NamedTuple):
    """One thing a program writes wrongly into every file: `right` in the text becomes `wrong`."""

    name: str
    right: str
    wrong: str
    happened: str


class Returned(NamedTuple):
    """The answer to a file: its name, its text, and what it says in plain words."""

    name: str
    text: str
    words: tuple[str, ...]


FILE_ERRORS = {
    one.name: one
    for one in (
        FileError("syntax", ":B:1*", ":A:1*", "Since an update the program writes a wrong qualifier into every claim."),
        FileError("envelope", "*^*00501*", "*^*00401*", "Since an update the program names an old envelope version."),
    )
}


def returned(error: FileError, text: str, envelope: Envelope) -> Returned:
    """What the payer answers to this file of claims once the program has made the error in it.

    >>> from sim.edi.writer.envelope import Envelope
    >>> envelope = Envelope("ACMEPPO", "CLEANCLAIM", "20260525", "1200", 1)
    >>> returned(FILE_ERRORS["envelope"], "ISA*broken~", envelope).name
    'TA1'
    """
    reader = Reader(text.replace(error.right, error.wrong))
    for _ in reader:
        pass
    received = reader.interchanges[0] if reader.interchanges else None
    if received is None or ta1_code(received).code == "R":
        found = [one for one in received.findings if one.severity == "error"] if received else []
        return Returned("TA1", write_ta1(received, envelope), ("Interchange rejected.", *map(_said, found[:1])))
    sets = [one for group in received.groups for one in group.sets]
    refused = [one for one in sets if one.is_rejected]
    words = [f"Transaction sets rejected: {len(refused)} of {len(sets)}."]
    words += list(dict.fromkeys(_said(found) for one in refused for found in one.findings if found.severity == "error"))
    return Returned("999", write_999(received, envelope), tuple(words))


def _said(found: Finding) -> str:
    """A finding of the reader in one sentence, without the claim it was found in."""
    where = f"Segment {found.segment}, element {found.element}" if found.element else found.segment
    value = f" Found {found.value}, expected {found.expected}." if found.value and found.expected else ""
    return f"{where}: {found.message}.{value}"
