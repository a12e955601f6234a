"""Professional claims (837P) from our tables: whole columns at a time, one subscriber level for each claim.

A set holds claims of one day; providers follow one another in it. A secondary claim carries what earlier payers decided
(2320, 2330, 2430). Not written: ambulance, hospital dates, repricing, tooth and dialysis content; reading takes them
and passes over.
"""

from typing import NamedTuple

import numpy as np

from sim.edi.grammar.element_forms import texts
from sim.edi.grammar.text_joins import gathered, known_columns, taken
from sim.edi.writer.parties import Parties, common_rendering, first_text, people_of, provider_of
from sim.edi.writer.earlier_payers import Others
from sim.edi.writer.envelope import Envelope, interchange, transaction_set
from sim.edi.writer.loops import Missing, Rows, written
from sim.edi.writer.service_days import periods
from sim.edi.writer.service_units import unit_texts
from sim.ground.coded import Coded
from sim.ground.dates import years_between
from sim.ground.joins import find_in, find_texts, number_within
from sim.ground.table import Table

PER_SET = 1000
MEDICARE_AGE = 65  # years, from the birthday on
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

    A claim that lacks what the guide requires (no member id, no diagnosis, an accident without its date) is not
    written: no sender's program lets it out. It is named in `held`.
    """
    claims = known_columns("claims", claims)
    claims = claims.take(np.lexsort((claims.claim_key, claims.billing_npi.keys, claims.submitted_date)))
    row = find_in(claims.claim_key, lines.claim_key)
    lines = known_columns("claim_lines", lines).take(row >= 0)
    row = row[row >= 0]
    order = np.lexsort((lines.claim_line_number, row))
    lines, row = lines.take(order), row[order]
    others = Others(claims, lines, row, parties, other_payments, other_adjustments)
    pieces, missing = _claims(claims, lines, row, parties, others)
    held = _held(claims, missing)
    kept = np.flatnonzero(~np.isin(claims.claim_key, held.claim_key))
    if len(kept) < len(claims):
        claims, pieces = claims.take(kept), pieces.take(kept)
    sets, references = _sets(claims, pieces, parties, envelope, per_set)
    return File(interchange(sets, "837P", envelope), held, claims.claim_key, references)


class File(NamedTuple):
    """A file of claims: its text; `held`: claim_key, claim_line_number, segment, element, box of what kept a claim
    back; the claims in it, in order, and for each the sender's number of its set (BHT03)."""

    text: str
    held: Table
    claim_key: np.ndarray
    reference: Coded


def _held(claims: Table, missing: "list[Lacking]") -> Table:
    rows = [
        (int(claims.claim_key[at]), int(line), one.segment, one.element, one.box)
        for one in missing
        for at, line in zip(one.claim_rows.tolist(), one.line_numbers.tolist(), strict=True)
    ]
    rows = sorted(dict.fromkeys(rows))
    return Table(
        claim_key=np.array([row[0] for row in rows], np.int64),
        claim_line_number=np.array([row[1] for row in rows], np.int64),
        segment=Coded.of([row[2] for row in rows]),
        element=Coded.of([row[3] for row in rows]),
        box=Coded.of([row[4] for row in rows]),
    )


class Lacking(NamedTuple):
    """A required element without a value, in which claims and lines (line 0: the claim itself)."""

    segment: str
    element: str
    box: str
    claim_rows: np.ndarray
    line_numbers: np.ndarray


class Pieces(NamedTuple):
    """The texts of each claim: the names at the subscriber's and the dependent's level, the claim with its lines;
    `head`: the values from which the levels are written."""

    head: Rows
    is_self: np.ndarray
    subscriber_names: list[str]
    patient_names: list[str]
    claim_texts: list[str]

    def take(self, kept: np.ndarray) -> "Pieces":
        """The pieces of some claims."""

        def some(texts_of: list[str]) -> list[str]:
            return [texts_of[row] for row in kept.tolist()]

        return Pieces(
            self.head.take(kept),
            self.is_self[kept],
            some(self.subscriber_names),
            some(self.patient_names),
            some(self.claim_texts),
        )


def _claims(
    claims: Table, lines: Table, row: np.ndarray, parties: Parties, others: Others
) -> tuple[Pieces, list[Lacking]]:
    """Texts of each claim by part, and what is missing in which claims."""
    is_self = claims.relationship_code.isin(["self"]) | claims.relationship_code.is_missing
    head = _head_rows(claims, lines, row, is_self, parties)
    names = [written("837P", loop, head) for loop in ("2010BA", "2010BB")]
    body = [written("837P", loop, head) for loop in ("2300", "2310A", "2310B")]
    service, in_lines = _lines(claims, lines, row, parties, others)
    dependent = written("837P", "2010CA", head, only=~is_self)
    whole = map("".join, zip(*body, others.claim_texts(), gathered(service, row, len(claims)), strict=True))
    bare = np.flatnonzero(np.bincount(row, minlength=len(claims)) == 0)
    undated = (claims.is_auto_accident_related | claims.is_other_accident_related) & np.isnat(claims.accident_date)
    in_heads = [*head.missing, Missing("LX", "", "24", bare), Missing("DTP*439", "03", "14", np.flatnonzero(undated))]
    missing = [
        *[Lacking(*one[:3], one.rows, np.zeros(len(one.rows), np.int64)) for one in in_heads],
        *[Lacking(*one[:3], row[one.rows], lines.claim_line_number[one.rows]) for one in in_lines],
    ]
    return Pieces(head, is_self, list(map("".join, zip(*names, strict=True))), dependent, list(whole)), missing


def _head_rows(claims: Table, lines: Table, row: np.ndarray, is_self: np.ndarray, parties: Parties) -> Rows:
    patient, subscriber = people_of(claims, is_self, parties)
    payer = taken(parties.payers, find_texts(parties.payers.payer_code, claims.payer_code))
    return Rows(
        len(claims),
        {
            "subscriber.relationship": np.where(is_self, "18", "").tolist(),
            "patient.relationship": claims.relationship_code,
            "claims.benefits_assigned": "Y",
            "subscriber.msp_code": _why_second(claims, payer),
        },
        claims=_heads(claims, lines, row),
        subscriber=subscriber,
        patient=patient,
        payer=payer,
        rendering=provider_of(parties, common_rendering(lines, row, len(claims))),
        referring=provider_of(parties, claims.referring_npi),
    )


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
    old = years_between(claims.patient_birth_date, claims.submitted_date) >= MEDICARE_AGE
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


def _lines(
    claims: Table, lines: Table, row: np.ndarray, parties: Parties, others: Others
) -> tuple[list[str], list[Missing]]:
    place = first_text(lines.place_of_service_code, row, len(claims))[row]
    common = common_rendering(lines, row, len(claims))[row]
    own = Coded(np.where(common.is_missing, lines.rendering_npi.keys, -1), lines.rendering_npi.pool)
    shown = lines.with_columns(
        place_of_service_code=Coded.where(lines.place_of_service_code == place, "", lines.place_of_service_code)
    )
    days = periods(lines.service_date, lines.service_end_date)
    ordering = provider_of(parties, claims.ordering_npi[row])
    rows = Rows(
        len(lines),
        {
            "claim_lines.service_date": days,
            "claim_lines.date_form": ["RD8" if "-" in text else "D8" for text in days],
            "claim_lines.unit_kind": "UN",
            "claim_lines.service_unit_quantity": unit_texts(lines),
            "claim_lines.claim_line_number": number_within(row),
        },
        claim_lines=shown,
        line_rendering=provider_of(parties, own),
        ordering=ordering,
    )
    wanted: dict[str, np.ndarray | None] = {"2400": None}  # a flag a line for loops that not every line has
    if lines.drug_code.pool:
        wanted["2410"] = ~lines.drug_code.is_missing
    if (own.keys >= 0).any():
        wanted["2420A"] = own.keys >= 0
    if claims.ordering_npi.pool:
        wanted["2420E"] = ordering.npi.keys >= 0
    parts = [written("837P", loop, rows, only=only) for loop, only in wanted.items()]
    return ["".join(piece) for piece in zip(*parts, others.line_texts(), strict=True)], rows.missing


def _sets(claims: Table, pieces: Pieces, parties: Parties, envelope: Envelope, per_set: int) -> tuple[list[str], Coded]:
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
    claims: Table, pieces: Pieces, parties: Parties, provider: np.ndarray, which: np.ndarray, starts: np.ndarray
) -> list[str]:
    """Each claim with the levels above it."""
    head, dependent, count = pieces.head, ~pieces.is_self, len(claims)
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
    upper = [""] * count
    loops = [written("837P", loop, billing) for loop in ("2000A", "2010AA")]
    for row, parts in zip(shown.tolist(), zip(*loops, strict=True), strict=True):
        upper[row] = "".join(parts)
    middle = Rows(count, {**head.ready, ".hl": own, ".parent": before[above] + 1, ".child": child}, **head.roles)
    lower = Rows(count, {**head.ready, ".hl": own + 1, ".parent": own, ".child": "0"}, **head.roles)
    subscriber = written("837P", "2000B", middle)
    patient = written("837P", "2000C", lower, only=dependent) if dependent.any() else [""] * count
    return list(
        map(
            "".join,
            zip(
                upper,
                subscriber,
                pieces.subscriber_names,
                patient,
                pieces.patient_names,
                pieces.claim_texts,
                strict=True,
            ),
        )
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
