"""What goes around the segments of a set: ST and SE, the group, the interchange. Nothing here reads a clock: numbers
and times are the caller's.

    interchange([transaction_set("835", 1, body)], "835", Envelope(...))      the file
"""

from typing import NamedTuple

from sim.edi.grammar.guides import VERSIONS

END = "~\n"


class Envelope(NamedTuple):
    """Who sends to whom, when (day CCYYMMDD, time HHMM), and the numbers: all the caller's."""

    sender: str
    receiver: str
    date: str
    time: str = "1200"
    control_number: int = 1
    usage: str = "T"


def interchange(sets: list[str], transaction: str, envelope: Envelope) -> str:
    """One interchange of one group of these sets (as `transaction_set` makes them)."""
    if not sets:
        return ""
    kind, version = VERSIONS[transaction].group_kind, VERSIONS[transaction].written
    head = isa(envelope)
    number = envelope.control_number
    parties = f"{envelope.sender[:15]}*{envelope.receiver[:15]}"
    group = f"GS*{kind}*{parties}*{envelope.date}*{envelope.time}*{number}*X*{version}{END}"
    return f"{head}{group}{''.join(sets)}GE*{len(sets)}*{number}{END}IEA*1*{number:09d}{END}"


def isa(envelope: Envelope) -> str:
    """The header of an interchange, 106 characters and a line break."""
    sender, receiver = envelope.sender[:15].ljust(15), envelope.receiver[:15].ljust(15)
    return (
        f"ISA*00*{' ' * 10}*00*{' ' * 10}*ZZ*{sender}*ZZ*{receiver}*{envelope.date[2:]}*{envelope.time[:4]}*^*00501*"
        f"{envelope.control_number:09d}*0*{envelope.usage}*:{END}"
    )


def transaction_set(transaction: str, number: int | str, body: str) -> str:
    """A set around its segments (which begin after the ST). The number of segments is counted here."""
    number = f"{number:04d}" if isinstance(number, int) else number
    kind = "837" if transaction.startswith("837") else "277" if transaction == "277CA" else transaction
    version = "" if transaction == "835" else f"*{VERSIONS[transaction].written}"
    return f"ST*{kind}*{number}{version}{END}{body}SE*{body.count(END) + 2}*{number}{END}"
