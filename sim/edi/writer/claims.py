"""Professional claims (837P) from our tables: whole columns at a time, one subscriber level for each claim.

A set holds claims of one day; providers follow one another in it. A secondary claim carries what earlier payers decided
(2320, 2330, 2430). Not written: ambulance, hospital dates, repricing, tooth and dialysis content; reading takes them
and passes over.
"""

from typing import NamedTuple

import numpy as np

from sim.edi.grammar.element_forms import texts
from sim.edi.grammar.text_joins import gathered, known_columns, number_within, rows_of, rows_of_texts, taken
from sim.edi.writer.parties import NAMES, Parties, common_rendering, first_text, people_of, provider_of  # noqa: F401  (asked for here too)
from sim.edi.writer.earlier_payers import Others
from sim.edi.writer.writer import Envelope, Rows, interchange, transaction_set, written
from sim.ground.coded import Coded
from sim.ground.table import Table

PER_SET = 1000
CAUSES = ("is_auto_accident_related", "AA"), ("is_employment_related", "EM"), ("is_other_accident_related", "OA")


def write_837p(
    claims: Table,
    lines: Table,
    parties: Parties,
    envelope: Envelope,
    other_payments: Table | None = None,
    other_adjustments: Table | None = None,
    per_set: int = PER_SET,
) -> "File":
    """One interchange with these claims (tables `claims`, `claim_lines`; patient_control_number filled), in order of
    day and provider.

    A claim that lacks what the guide requires (no member id, no diagnosis) is not written: no sender's program lets it
    out. It is named in `held`.
    """
    claims = known_columns("claims", claims)
    claims = claims.take(np.lexsort((claims.claim_key, claims.billing_npi.keys, claims.submitted_date)))
    row = rows_of(claims.claim_key, lines.claim_key)
    lines = known_columns("claim_lines", lines).take(row >= 0)
    row = row[row >= 0]
    order = np.lexsort((lines.claim_line_number, row))
    lines, row = lines.take(order), row[order]
    others = Others(claims, lines, row, parties, other_payments, other_adjustments)
    pieces, missing = _claims(claims, lines, row, parties, others)
    held = _held(claims, missing)
    kept = np.flatnonzero(~np.isin(claims.claim_key, held.claim_key))
    if len(kept) < len(claims):
        claims, pieces = claims.take(kept), _picked(pieces, kept)
    sets, references = _sets(claims, pieces, parties, envelope, per_set)
    return File(interchange(sets, "837P", envelope), held, claims.claim_key, references)


class File(NamedTuple):
    """A file of claims: its text; `held`: claim_key, claim_line_number, segment, element, box of what kept a claim
    back; the claims in it, in order, and for each the sender's number of its set (BHT03)."""

    text: str
    held: Table
    claim_key: np.ndarray
    reference: Coded


def _held(claims: Table, missing: list[tuple]) -> Table:
    """missing: (segment, element, box, claim rows, line numbers)."""
    rows = [
        (int(claims.claim_key[at]), int(line), segment, element, box)
        for segment, element, box, where, numbers in missing
        for at, line in zip(where.tolist(), numbers.tolist(), strict=True)
    ]
    rows = sorted(dict.fromkeys(rows))
    key, line, *words = zip(*rows, strict=True) if rows else ((),) * 5
    return Table(
        claim_key=np.array(key, np.int64),
        claim_line_number=np.array(line, np.int64),
        **{name: Coded.of(list(column)) for name, column in zip(("segment", "element", "box"), words, strict=True)},
    )


def _picked(pieces: dict, kept: np.ndarray) -> dict:
    """The parts of some claims."""

    def some(value):
        return (
            value.take(kept)
            if isinstance(value, Table)
            else value[kept]
            if hasattr(value, "shape") or isinstance(value, Coded)
            else [value[at] for at in kept.tolist()]
            if isinstance(value, list)
            else value
        )

    head = pieces["head"]
    return {
        **{name: some(value) for name, value in pieces.items() if name != "head"},
        "head": Rows(
            len(kept),
            {name: some(value) for name, value in head.ready.items()},
            **{name: some(table) for name, table in head.roles.items()},
        ),
    }


def _claims(claims: Table, lines: Table, row: np.ndarray, parties: Parties, others) -> tuple[dict, list[tuple]]:
    """Texts of each claim by part (subscriber, patient, claim), and what is missing in which claims."""
    is_self = claims.relationship_code.isin(["self"]) | claims.relationship_code.is_missing
    patient, subscriber = people_of(claims, is_self, parties)
    payer = taken(parties.payers, rows_of_texts(parties.payers.payer_code, claims.payer_code))
    head = Rows(
        len(claims),
        {
            "subscriber.relationship": np.where(is_self, "18", "").tolist(),
            "patient.relationship": claims.relationship_code,
            "subscriber.msp_code": _why_second(claims, payer),
        },
        claims=_heads(claims, lines, row),
        subscriber=subscriber,
        patient=patient,
        payer=payer,
        rendering=provider_of(parties, common_rendering(lines, row, len(claims))),
        referring=provider_of(parties, claims.referring_npi),
    )
    levels = [
        "".join(parts) for parts in zip(*(written("837P", loop, head) for loop in ("2010BA", "2010BB")), strict=True)
    ]
    body = [written("837P", loop, head) for loop in ("2300", "2310A", "2310B")]
    service, missing = _lines(claims, lines, row, parties, others)
    service = gathered(service, row, len(claims))
    patient = written("837P", "2010CA", head, only=~is_self)
    whole = ["".join(parts) for parts in zip(*body, others.claim_texts(), service, strict=True)]
    bare = np.flatnonzero(np.bincount(row, minlength=len(claims)) == 0)
    missing = [
        *[(*said, at, np.zeros(len(at), np.int64)) for *said, at in [*head.missing, ("LX", "", "24", bare)]],
        *[(*said, row[at], lines.claim_line_number[at]) for *said, at in missing],
    ]
    return {"head": head, "is_self": is_self, "levels": levels, "patient": patient, "claim": whole}, missing


def _why_second(claims: Table, payer: Table) -> list[str]:
    """Why Medicare pays second (SBR05): work, an accident, else a working spouse or own work, by age (42 USC 1395y(b));
    empty for all others.
    """
    second = (
        payer.filing_code.isin(["MA", "MB"])
        & ~claims.payer_sequence_code.isin(["", "P"])
        & ~claims.payer_sequence_code.is_missing
    )
    if not second.any():
        return [""] * len(claims)
    old = (claims.submitted_date - claims.patient_birth_date).astype(np.int64) >= 65 * 365.25
    code = np.where(
        claims.is_employment_related, "15", np.where(claims.is_auto_accident_related, "14", np.where(old, "12", "43"))
    )
    return np.where(second, code, "").tolist()


def _heads(claims: Table, lines: Table, row: np.ndarray) -> Table:
    """The claims with what the wire wants beside: the place of the first line, the causes as codes."""
    flags = [claims[name] for name, _ in CAUSES]
    codes = np.array(["", *(code for _, code in CAUSES)], object)
    if any(flag.any() for flag in flags):
        picked = np.stack([np.where(flag, number, 9) for number, flag in enumerate(flags, 1)])
        picked.sort(axis=0)
        causes = [Coded.of(codes[np.where(picked[at] == 9, 0, picked[at])]) for at in (0, 1)]
    else:
        causes = [Coded.constant("", len(claims))] * 2
    return claims.with_columns(
        payer_sequence_code=Coded.where(claims.payer_sequence_code.is_missing, "P", claims.payer_sequence_code),
        place_of_service_code=first_text(lines.place_of_service_code, row, len(claims)),
        cause_1=causes[0],
        cause_2=causes[1],
    )


def _lines(claims: Table, lines: Table, row: np.ndarray, parties: Parties, others) -> tuple[list[str], list]:
    place = first_text(lines.place_of_service_code, row, len(claims))[row]
    common = common_rendering(lines, row, len(claims))[row]
    own = Coded(np.where(common.is_missing, lines.rendering_npi.keys, -1), lines.rendering_npi.pool)
    shown = lines.with_columns(
        place_of_service_code=Coded.where(lines.place_of_service_code == place, "", lines.place_of_service_code)
    )
    spans = ~np.isnat(lines.service_end_date) & (lines.service_end_date != lines.service_date)
    days = texts("d", {}, lines.service_date)
    if spans.any():
        days = [
            f"{first}-{last}" if spread else first
            for first, last, spread in zip(days, texts("d", {}, lines.service_end_date), spans.tolist(), strict=True)
        ]
    rows = Rows(
        len(lines),
        {
            "claim_lines.service_date": days,
            "claim_lines.date_form": np.where(spans, "RD8", "D8").tolist(),
            "claim_lines.unit_kind": "UN",
            "claim_lines.claim_line_number": number_within(row),
        },
        claim_lines=shown,
        line_rendering=provider_of(parties, own),
        ordering=provider_of(parties, claims.ordering_npi[row]),
    )
    loops = [
        "2400",
        *(["2410"] if lines.drug_code.pool else []),
        *(["2420A"] if (own.keys >= 0).any() else []),
        *(["2420E"] if claims.ordering_npi.pool else []),
    ]
    parts = [
        written(
            "837P",
            loop,
            rows,
            only=~lines.drug_code.is_missing
            if loop == "2410"
            else own.keys >= 0
            if loop == "2420A"
            else rows.roles["ordering"].npi.keys >= 0
            if loop == "2420E"
            else None,
        )
        for loop in loops
    ]
    return ["".join(piece) for piece in zip(*parts, others.line_texts(), strict=True)], rows.missing


def _sets(claims: Table, pieces: dict, parties: Parties, envelope: Envelope, per_set: int) -> tuple[list[str], Coded]:
    """Sets of one day and at most `per_set` claims, their levels numbered; and the number of each claim's set."""
    count = len(claims)
    day = claims.submitted_date
    new_day = (
        np.append(True, ~((day[1:] == day[:-1]) | (np.isnat(day[1:]) & np.isnat(day[:-1]))))
        if count
        else np.zeros(0, bool)
    )
    new_set = new_day | ((number_within(np.cumsum(new_day)) - 1) % per_set == 0)
    which = np.cumsum(new_set) - 1
    provider = (
        new_set | np.append(True, claims.billing_npi.keys[1:] != claims.billing_npi.keys[:-1]) if count else new_set
    )
    starts = np.append(np.flatnonzero(new_set), count).tolist()
    texts_of = _levels(claims, pieces, parties, provider, which, np.array(starts[:-1], np.int64))
    days = texts("d", {}, day)
    references = [f"{envelope.control_number:09d}{number:04d}" for number in range(1, len(starts))]
    sets = [
        _set(number, reference, "".join(texts_of[low:high]), days[low] or envelope.date, parties, envelope)
        for number, (reference, low, high) in enumerate(zip(references, starts[:-1], starts[1:], strict=True), 1)
    ]
    return sets, Coded(which.astype(np.int32), references)


def _levels(
    claims: Table, pieces: dict, parties: Parties, provider: np.ndarray, which: np.ndarray, starts: np.ndarray
) -> list[str]:
    """Each claim with the levels above it."""
    head, dependent, count = pieces["head"], ~pieces["is_self"], len(claims)
    used = provider + 1 + dependent.astype(np.int64)
    before = np.cumsum(used) - used
    before -= before[starts][which] if count else 0
    own, above = (
        before + 1 + provider,
        np.maximum.accumulate(np.where(provider, np.arange(count), 0)) if count else before,
    )
    child = np.where(dependent, "1", "0").tolist()
    shown = np.flatnonzero(provider)
    billing = Rows(len(shown), {".hl": before[shown] + 1, ".child": "1"}, billing=_billing(claims.take(shown), parties))
    upper: list = [""] * count
    loops = [written("837P", loop, billing) for loop in ("2000A", "2010AA")]
    for row, parts in zip(shown.tolist(), zip(*loops, strict=True), strict=True):
        upper[row] = "".join(parts)
    middle = Rows(count, {**head.ready, ".hl": own, ".parent": before[above] + 1, ".child": child}, **head.roles)
    lower = Rows(count, {**head.ready, ".hl": own + 1, ".parent": own, ".child": "0"}, **head.roles)
    subscriber = written("837P", "2000B", middle)
    patient = written("837P", "2000C", lower, only=dependent) if dependent.any() else [""] * count
    return list(
        map("".join, zip(upper, subscriber, pieces["levels"], patient, pieces["patient"], pieces["claim"], strict=True))
    )


def _billing(claims: Table, parties: Parties) -> Table:
    """The billing provider as the claim names it: its number and tax id are the claim's own."""
    found = provider_of(parties, claims.billing_npi)
    strange = found.family_name.is_missing
    if strange.any():
        found = found.with_columns(
            family_name=Coded.where(strange, "Not named", found.family_name),
            entity_type_code=Coded.where(strange, "2", found.entity_type_code),
        )
    return found.with_columns(tax_id=claims.billing_tax_id)


def _set(number: int, reference: str, body: str, day: str, parties: Parties, envelope: Envelope) -> str:
    head = Rows(
        1,
        {
            "set.purpose": "00",
            "set.reference": reference,
            "set.date": day,
            "set.time": envelope.time,
            "set.claim_kind": "CH",
        },
        submitter=parties.submitter,
        receiver=parties.receiver,
    )
    bht = written("837P", "ST", head, {"ST": [""]})[0]
    return transaction_set(
        "837P", number, bht + written("837P", "1000A", head)[0] + written("837P", "1000B", head)[0] + body
    )
