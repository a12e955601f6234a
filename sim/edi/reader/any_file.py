"""Reading any X12 file for people: `read` gives everything of a small one, `pieces` streams a large one in bounded
memory.

found = read("claims.837")
found.transaction, found.claims[0]["charge_amount"], found.findings
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from sim.edi.grammar.finding import Finding
from sim.edi.reader.balance import BALANCED, is_readable, out_of_balance, payment_out_of_balance
from sim.edi.reader.frame import Frame, Interchange, Set
from sim.edi.reader.interchanges import Reader
from sim.edi.reader.plain_acknowledgements import answer_999, claim_277ca
from sim.edi.reader.plain_authorizations import request_278
from sim.edi.reader.plain_claims import claim_837i, claim_837p
from sim.edi.reader.plain_inquiries import claim_status, coverage
from sim.edi.reader.plain_remittance import claim_835
from sim.edi.reader.plain_values import Plain
from sim.edi.reader.remittance import payment
from sim.edi.reader.segments import Source

# Transaction -> what makes a plain dictionary of one of its claims, questions or answers; None: it says nothing alone.
PLAIN: dict[str, Callable[[Frame], Plain | None]] = {
    "837P": claim_837p,
    "837I": claim_837i,
    "835": claim_835,
    "277CA": claim_277ca,
    "999": answer_999,
    "270": coverage,
    "271": coverage,
    "276": claim_status,
    "277": claim_status,
    "278": request_278,
}


class Piece(NamedTuple):
    """One thing that a file says: a claim (a question or an answer about one), or a 999's answer to a set."""

    kind: Literal["claim", "answer"]
    content: Plain


@dataclass
class Reading:
    """What a file says. `claims` as sim.edi.reader.plain_values describes them (of a 999: `answers`); `payments` of a
    remittance; amounts in cents.
    """

    transaction: str = ""
    version: str = ""
    control_number: str = ""
    claims: list[Plain] = field(default_factory=list)
    answers: list[Plain] = field(default_factory=list)
    payments: list[Plain] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    interchanges: list[Interchange] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        """Is anything wrong, and not only odd?"""
        return any(found.severity == "error" for found in self.findings)

    def document(self) -> Plain:
        """As `cleanclaim edi read --json` prints it."""
        return {
            **self.head(),
            "claims": self.claims,
            **self.more(),
            "findings": [found._asdict() for found in self.findings],
        }

    def head(self) -> Plain:
        """What the file is."""
        return {"transaction": self.transaction, "version": self.version, "control_number": self.control_number}

    def more(self) -> Plain:
        """Answers of a 999, payments of a remittance, answers to an envelope: only where there are any."""
        envelope = [answer for one in self.interchanges for answer in one.answers]
        found = {
            "answers": self.answers,
            "payments": self.payments,
            "ta1": [{key.partition(".")[2]: text for key, text in one.items()} for one in envelope],
        }
        return {name: rows for name, rows in found.items() if rows}


def read(source: Source) -> Reading:
    """A whole file: a path, text, bytes or an open text file. Never raises on its content; CleanClaimError only for a
    path that cannot be read.

    >>> read("ISA*broken").has_errors
    True
    """
    found = Reading()
    for kind, piece in pieces(source, found):
        (found.answers if kind == "answer" else found.claims).append(piece)
    return found


def pieces(source: Source, found: Reading, progress: Callable[[int], None] = lambda done: None) -> Iterator[Piece]:
    """What a file says, piece after piece; `found` fills with all else. progress(characters read) is called now and
    then.
    """
    return pieces_of(Reader(source), found, progress)


def pieces_of(reader: Reader, found: Reading, progress: Callable[[int], None] = lambda done: None) -> Iterator[Piece]:
    """As `pieces`, of a reader that has not begun."""
    since = 0
    paid: int | None = 0  # of the set's claims; None once an amount of one could not be read
    for what in reader:
        if isinstance(what, Set):
            _set(found, what, paid)
            paid = 0
        else:
            transaction = reader.walk.transaction if reader.walk else found.transaction
            _name(found, reader)
            piece = PLAIN[transaction](what)
            if piece is None:
                continue
            if transaction in BALANCED:
                paid = None if paid is None or not is_readable(what) else paid + piece["paid_amount"]
                found.findings += out_of_balance(transaction, piece, what)
            yield Piece("answer" if what.kind == "answer" else "claim", piece)
        since += 1
        if since % 200 == 0:
            progress(reader.stream.done)
    found.interchanges, found.findings = reader.interchanges, reader.findings + found.findings
    if reader.interchanges:
        found.control_number = reader.interchanges[0].control_number
        if any(one.answers for one in reader.interchanges):
            found.transaction = found.transaction or "TA1"
    progress(reader.stream.done)


def _name(found: Reading, reader: Reader) -> None:
    if not found.transaction and reader.set is not None:
        found.transaction, found.version = reader.set.transaction, reader.set.version
        found.control_number = reader.interchange.control_number if reader.interchange else ""


def _set(found: Reading, read_set: Set, paid: int | None) -> None:
    if not found.transaction:
        found.transaction, found.version = read_set.transaction or read_set.kind, read_set.version
    found.findings += read_set.findings
    if read_set.transaction == "835":
        one = payment(read_set)
        found.findings += payment_out_of_balance(one, paid, read_set.number)
        found.payments.append(
            one._asdict()
            | {
                "payment_date": one.payment_date and str(one.payment_date),
                "provider_adjustments": [adjustment._asdict() for adjustment in one.provider_adjustments],
            }
        )
