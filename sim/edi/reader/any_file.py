"""Reading any X12 file for people: `read` gives everything of a small one, `pieces` streams a large one in bounded
memory.

found = read("claims.837")
found.transaction, found.claims[0]["charge_amount"], found.findings
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sim.edi.reader.balance import payment_difference
from sim.edi.grammar.finding import Finding
from sim.edi.grammar.element_forms import money
from sim.edi.reader.frame import Interchange, Set
from sim.edi.reader.inquiries import SHAPES as QUESTIONS
from sim.edi.reader.remittance import payment
from sim.edi.reader.interchanges import Reader
from sim.edi.reader.plain_claims import SHAPES, out_of_balance
from sim.edi.reader.plain_others import SHAPES as OTHERS

SHAPED = {**SHAPES, **QUESTIONS, **OTHERS}
BALANCED = {"837P", "837I", "835"}


@dataclass
class Reading:
    """What a file says. `claims` as sim.edi.reader.plain_claims describes them (of a 999: `answers`); `payments` of a
    remittance; amounts in cents.
    """

    transaction: str = ""
    version: str = ""
    control_number: str = ""
    claims: list[dict] = field(default_factory=list)
    answers: list[dict] = field(default_factory=list)
    payments: list[dict] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    interchanges: list[Interchange] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        """Is anything wrong, and not only odd?"""
        return any(found.severity == "error" for found in self.findings)

    def document(self) -> dict:
        """As `cleanclaim edi read --json` prints it."""
        return {
            **self.head(),
            "claims": self.claims,
            **self.more(),
            "findings": [found._asdict() for found in self.findings],
        }

    def head(self) -> dict:
        """What the file is."""
        return {"transaction": self.transaction, "version": self.version, "control_number": self.control_number}

    def more(self) -> dict:
        """Answers of a 999, payments of a remittance, answers to an envelope: only where there are any."""
        envelope = [answer for one in self.interchanges for answer in one.answers]
        found = {
            "answers": self.answers,
            "payments": self.payments,
            "ta1": [{key.partition(".")[2]: text for key, text in one.items()} for one in envelope],
        }
        return {name: rows for name, rows in found.items() if rows}


def read(source) -> Reading:
    """A whole file: a path, text, bytes or an open text file. Never raises on its content; CleanClaimError only for a
    path that cannot be read.

    >>> read("ISA*broken").has_errors
    True
    """
    found = Reading()
    for kind, piece in pieces(source, found):
        (found.answers if kind == "answer" else found.claims).append(piece)
    return found


def pieces(
    source, found: Reading, progress=lambda done: None, reader: Reader | None = None
) -> Iterator[tuple[str, dict]]:
    """("claim" or "answer", dictionary) one after another; `found` fills with all else. progress(characters read) is
    called now and then.
    """
    reader, paid, since = reader or Reader(source), 0, 0
    for what in reader:
        if isinstance(what, Set):
            _set(found, what, paid)
            paid = 0
        else:
            transaction = reader.walk.transaction if reader.walk else found.transaction
            _name(found, reader)
            piece = SHAPED[transaction](what)
            if piece is None:
                continue
            if transaction in BALANCED:
                paid += piece["paid_amount"]
                found.findings += out_of_balance(transaction, piece, what)
            yield ("answer" if what.kind == "answer" else "claim"), piece
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
    if not found.transaction and reader.walk:
        found.transaction, found.version = reader.walk.transaction, reader.set.version
        found.control_number = reader.interchange.control_number if reader.interchange else ""


def _set(found: Reading, read_set: Set, paid: int) -> None:
    if not found.transaction:
        found.transaction, found.version = read_set.transaction or read_set.kind, read_set.version
    found.findings += read_set.findings
    if read_set.transaction == "835":
        one = payment(read_set)
        difference = payment_difference(one["paid_amount"], paid, one["plb"])
        if difference or one["paid_amount"] < 0:
            found.findings.append(
                Finding(
                    "payment-out-of-balance",
                    "error",
                    "BPR",
                    2,
                    "Claims less provider adjustments are not the payment",
                    "02",
                    money(one["paid_amount"]),
                    money(one["paid_amount"] + difference),
                    set_number=read_set.number,
                )
            )
        one["provider_adjustments"] = [
            {"code": code, "reference": reference, "amount": amount} for code, reference, amount in one.pop("plb")
        ]
        found.payments.append({name: str(value) if name == "payment_date" else value for name, value in one.items()})
