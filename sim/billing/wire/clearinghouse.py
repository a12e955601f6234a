"""The exchange of files with a payer: claims out (837P), and its answers TA1, 999, 277CA and 835 to a file of claims,
ours or somebody else's.

    answers = answer_file("claims.837", "acme_ppo", enroll=True)      every answer as text, and the summary
    made = batch(tables, "acme_ppo")         the file of simulated claims (already adjudicated), and its answers

No clock: days are those of the claims and their answers, numbers count from 1.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.billing.answers.payer_answer import answer
from sim.billing.claims.claim_tables import Claims
from sim.billing.wire.answer_summary import Arrived, sets_of, summary
from sim.billing.wire.claim_history import BroughtAlong, EarlierAnswers, brought_along, reversed_as_paid
from sim.billing.wire.inbound_claims import Received, not_participating, numbered, providers_with, received
from sim.billing.wire.trading_partners import Members, parties, payer_id
from sim.clinic.people.people import People
from sim.edi.reader.claims import tables
from sim.edi.reader.frame import Frame, Interchange
from sim.edi.reader.interchanges import Reader
from sim.edi.reader.segments import Source
from sim.edi.writer.acknowledgements import ta1_code, write_999, write_ta1
from sim.edi.writer.claim_acknowledgements import write_277ca
from sim.edi.writer.claims import File, write_837p
from sim.edi.writer.envelope import Envelope
from sim.edi.writer.parties import Parties
from sim.edi.writer.remittance import Decided, claim_texts, write_835
from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.ground.joins import find_in
from sim.ground.keys import payer_claim_number
from sim.ground.table import Table, empty
from sim.payer.engine.engine import Adjudication
from sim.payer.engine.payer_records import taken_as_given
from sim.payer.money.payments import Payments, payments

HOUSE = "CLEANCLAIM"


class Answers(NamedTuple):
    """The payer's files by name (empty ones left out), and what to say of them; amounts in cents."""

    files: dict[str, str]
    summary: dict[str, Any]


def arrived(source: Source) -> Arrived:
    """Read a file of claims. Claims of rejected sets or interchanges are left out, and those that ask for no payment to
    the provider (BHT06: encounter reports, subrogation demands), which are counted.
    """
    reader, kept, pending, count = Reader(source), [], [], 0
    set_aside: Counter[str] = Counter()
    for what in reader:
        if isinstance(what, Frame):
            pending.append(what)
            continue
        count += len(pending)
        kind = what.frame.values.get("set.claim_kind", "") or "CH"
        if not what.is_rejected and what.transaction == "837P" and kind != "CH":
            set_aside[kind] += len(pending)
        elif not what.is_rejected and what.transaction == "837P":
            kept += [(what.group.interchange if what.group else None, frame) for frame in pending]
        pending = []
    refused = {id(one) for one in reader.interchanges if ta1_code(one)[0] == "R"}
    taken = [frame for one, frame in kept if one is not None and id(one) not in refused]
    return Arrived(reader, taken, count, dict(set_aside))


def answer_file(
    source: Source,
    payer_code: str,
    members: Table | None = None,
    enroll: bool = False,
    earlier: EarlierAnswers | None = None,
) -> Answers:
    """Everything a payer sends back for a file of claims. earlier: what it answered before, so that a corrected claim
    finds its original. Raises CleanClaimError for an unknown payer or a file that cannot be opened.
    """
    came = arrived(source)
    if came.reader.is_foreign:
        todo = "export the claims as X12 from your billing program"
        message = came.reader.stream.findings[0].message
        raise CleanClaimError(message, _named(source), "a file of claims (837P)", todo)
    if came.reader.interchanges and not any(one.kind == "837" for one in sets_of(came.reader)) and sets_of(came.reader):
        first = sets_of(came.reader)[0]
        named = next((one.message for one in first.findings if one.finding == "other-guide"), "")
        raise CleanClaimError(
            named or f"no claims in this file, but {first.kind[:10]!r}",
            _named(source),
            "a file of claims (837P)",
            "`cleanclaim edi read FILE` shows what it is",
        )
    read = tables(came.frames)
    there = brought_along(received(read, payer_code, members, enroll), earlier)
    claims = there.whole._replace(claims=there.whole.claims.take(~there.is_original(there.whole.claims.claim_key)))
    decided, paid = _decided(there)
    house = parties(Members(claims.patients, claims.coverages), payer_code)._replace(
        providers=providers_with(read.providers), submitter=_submitter(came)
    )
    days = _days(claims, decided)
    files = _envelopes(came.reader, payer_code, days)
    numbers = _numbers(claims.claims)
    files["277ca.x12"] = (
        write_277ca(
            claims.claims,
            claims.lines,
            decided.acknowledgements,
            read.places.reference,
            numbers,
            payer_code,
            house,
            _envelope(payer_code, days[1], 1),
        )
        if len(claims.claims)
        else ""
    )
    every = there.whole.claims
    texts = [there.numbers.get(key) or payer_claim_number(key) for key in every.claim_key.tolist()]
    files["835.x12"] = write_835(
        Decided(every, claims.lines, decided.remittance_lines, decided.adjustments, *paid, Coded.of(texts)),
        payer_code,
        house,
        _envelope(payer_code, days[2], 1),
    )
    return Answers({name: text for name, text in files.items() if text}, summary(came, there, decided, paid))


def _named(source: Source) -> str:
    """The path of a file, for messages; nothing of a text that was given as such."""
    return str(source)[:100] if isinstance(source, Path) or "\n" not in str(source)[:100] else ""


def _decided(there: BroughtAlong) -> tuple[Adjudication, Payments]:
    """Nobody knows what was asked for: authorization numbers written on the claims count as given."""
    claims = there.whole
    given = taken_as_given(claims.claims)
    members = People(claims.patients, claims.coverages, empty("prior_services"), authorizations=given)
    sent = Claims(claims.claims, claims.lines, claims.other_payments, claims.other_adjustments)
    decided = reversed_as_paid(answer(sent, members, provider_facts=not_participating(claims.claims)), there)
    return decided, payments(claims.claims, decided)


def _numbers(claims: Table) -> Coded:
    return Coded.of([payer_claim_number(key) for key in claims.claim_key.tolist()])


def _days(claims: Received, decided: Adjudication) -> tuple[str, str, str]:
    """The days of receipt, of the acknowledgement and of the last payment, as the wire writes them."""

    def last(column: np.ndarray, default: str) -> str:
        known = column[~np.isnat(column)]
        return str(known.max()).replace("-", "") if len(known) else default

    first = last(claims.claims.received_date, "20260101")
    told = last(decided.acknowledgements.acknowledgement_date, first)
    return first, told, last(decided.remittance_lines.remittance_date, told)


def _envelope(payer_code: str, day: str, number: int) -> Envelope:
    return Envelope(payer_id(payer_code), HOUSE, day, "1200", number)


def _submitter(came: Arrived) -> Table:
    """Who sent the file, as its first set says."""
    frame = came.frames[0] if came.frames else None
    names = ("family_name", "entity_type_code", "id", "contact_name", "telephone_number")
    said = {name: frame.get(f"submitter.{name}") if frame else "" for name in names}
    said = {
        **said,
        "family_name": said["family_name"] or "Not named",
        "entity_type_code": said["entity_type_code"] or "2",
        "id": said["id"] or "0",
    }
    return Table({name: Coded.of([text]) for name, text in said.items()})


def _envelopes(reader: Reader, payer_code: str, days: tuple[str, str, str]) -> dict[str, str]:
    """TA1 where an envelope is bad or its sender asks for one, and the 999 of every interchange that is not refused."""
    ta1, told = [], []
    found: list[Interchange | None] = [*reader.interchanges] or [None]
    for number, one in enumerate(found, 1):
        verdict, _ = ta1_code(one)
        if verdict != "A" or (one and one.values.get("interchange.wants_ta1") == "1"):
            ta1.append(write_ta1(one, _envelope(payer_code, days[0], number)))
        if one and verdict != "R":
            told.append(write_999(one, _envelope(payer_code, days[0], number)))
    return {"ta1.x12": "".join(ta1), "999.x12": "".join(told)}


class Batch(NamedTuple):
    """One file of simulated claims to one payer: its answers by name (837.x12, 999.x12, 277ca.x12), the claims with
    their numbers, who is who, and `held`: what kept a claim off the file (it goes on paper then). Claims that the first
    payer sends on come in a file of their own (crossover.x12), from Medicare's coordination contractor, who gets the
    answers to their form."""

    files: dict[str, str]
    claims: Table
    parties: Parties
    held: Table


def batch(tables_of: dict[str, Table], payer_code: str, number: int = 1) -> Batch | None:
    """The file of all claims to one payer among these tables (as a simulation makes them), and the answers to it; None
    where there are none.
    """
    claims = tables_of["claims"]
    heads = numbered(claims.take((claims.payer_code == payer_code) & ~np.isnat(claims.submitted_date)))
    if not len(heads):
        return None
    house = parties(Members(tables_of["patients"], tables_of["coverages"]), payer_code)
    sent_on, told_on = (str(column.max()).replace("-", "") for column in (heads.submitted_date, heads.received_date))
    ours, theirs = (
        write_837p(
            heads.take(mine),
            tables_of["claim_lines"],
            sender,
            Envelope(name, payer_id(payer_code), sent_on, "1200", number),
            tables_of.get("other_payments"),
            tables_of.get("other_adjustments"),
        )
        for mine, sender, name in (
            (~heads.is_crossover, house, HOUSE),
            (heads.is_crossover, house._replace(submitter=_contractor()), "COORDINATION"),
        )
    )
    files = {
        "837.x12": ours.text,
        "crossover.x12": theirs.text,
        **_front_door(ours, heads, tables_of, payer_code, house, _envelope(payer_code, told_on, number)),
    }
    return Batch(
        {name: text for name, text in files.items() if text}, heads, house, Table.concat([ours.held, theirs.held])
    )


def _contractor() -> Table:
    """Who sends crossover claims."""
    said = {
        "family_name": "Coordination of benefits contractor",
        "entity_type_code": "2",
        "id": "COBA",
        "contact_name": "Crossover",
        "telephone_number": "800-555-0101",
    }
    return Table({name: Coded.of([text]) for name, text in said.items()})


def _front_door(
    file: File, heads: Table, tables_of: dict[str, Table], payer_code: str, house: Parties, envelope: Envelope
) -> dict[str, str]:
    if not file.text:
        return {}
    reader = Reader(file.text)
    for _ in reader:
        pass
    sent = heads.take(find_in(heads.claim_key, file.claim_key))
    return {
        "999.x12": write_999(reader.interchanges[0], envelope),
        "277ca.x12": write_277ca(
            sent,
            tables_of["claim_lines"],
            tables_of["acknowledgements"],
            file.reference,
            _numbers(sent),
            payer_code,
            house,
            envelope,
        ),
    }


def remitted(tables_of: dict[str, Table], made: Batch) -> dict[int, str]:
    """What the remittances say of these claims, by payment: a payment may hold claims of several batches."""
    heads = tables_of["remittance_payments"]
    heads = heads.take(np.isin(heads.claim_key, made.claims.claim_key))
    no = empty("payments")
    plb = tables_of["part"].adjustments if "part" in tables_of else empty("provider_adjustments")
    decided = Decided(
        made.claims,
        tables_of["claim_lines"],
        tables_of["remittance_lines"],
        tables_of["adjustments"],
        no,
        plb,
        heads,
        _numbers(made.claims),
    )
    heads, texts = claim_texts(decided, heads, made.parties)
    out: dict[int, str] = {}
    for key, text in zip(heads.payment_key.tolist(), texts, strict=True):
        out[key] = out.get(key, "") + text
    return out


def write_answers(answers: Answers, out: str | Path) -> None:
    """The files and summary.json into a folder, made if need be. Raises CleanClaimError where it cannot be written."""
    try:
        folder = Path(out)
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("ta1.x12", "999.x12", "277ca.x12", "835.x12"):
            (folder / name).unlink(missing_ok=True)
        for name, text in answers.files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
        (folder / "summary.json").write_text(json.dumps(answers.summary, indent=1) + "\n", encoding="utf-8")
    except OSError as reason:
        raise CleanClaimError(
            f"cannot write: {reason.strerror}", str(out), "a folder you may write to", "choose another folder"
        ) from None
