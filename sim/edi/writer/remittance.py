"""Remittances (835) from our tables: one set a payment, its claims, their lines, and the money that belongs to no claim
(PLB).

    line:     charge - adjustments = paid
    claim:    charge - adjustments of the claim and its lines = paid
    payment:  sum of the claims - sum of the provider adjustments = payment, never below zero

The tables are in balance (sim.payer); nothing is derived here but sums. A claim is reported as processed (1, 2, 3) even
when nothing is paid, and a reversal (22) stands before the claim that takes its place. Checked by three validators and
the published examples.
"""

from typing import NamedTuple

import numpy as np

from sim.edi.writer.adjustments import written_cas
from sim.edi.grammar.element_forms import money
from sim.edi.grammar.text_joins import gathered, line_keys, taken
from sim.edi.writer.parties import Parties, common_rendering, first_text, people_of, provider_of
from sim.edi.writer.envelope import END, Envelope, interchange, transaction_set
from sim.edi.writer.loops import Rows, written
from sim.edi.writer.service_units import unit_texts
from sim.ground.coded import Coded
from sim.ground.joins import find_in, find_texts
from sim.ground.table import Table

KIND = "835"
MODIFIERS = tuple(f"hcpcs_modifier_{n}" for n in range(1, 5))
FORWARDED = ("19", "20", "21")
SUMMED = ("charge_amount", "paid_amount", "patient_responsibility_amount")
NOT_ON_835 = {"CI": "ZZ", "BL": "12", "LM": "LM"}  # kinds of coverage that only the claim knows


class Decided(NamedTuple):
    """What is remitted: claims, lines (tables claims and claim_lines; patient_control_number filled), remittance_lines
    and adjustments of the adjudication, and payments, provider_adjustments, remittance_payments. `payer_claim_number`:
    one text for each row of `claims`."""

    claims: Table
    lines: Table
    remittance_lines: Table
    adjustments: Table
    payments: Table
    provider_adjustments: Table
    remittance_payments: Table
    payer_claim_number: Coded


def write_835(decided: Decided, payer_code: str, parties: Parties, envelope: Envelope) -> str:
    """One interchange with every payment of one payer, in order of their keys; empty when there is none."""
    pay = decided.payments.take(decided.payments.payer_code == payer_code).sort_by("payment_key")
    heads, texts = claim_texts(
        decided,
        decided.remittance_payments.take(np.isin(decided.remittance_payments.payment_key, pay.payment_key)),
        parties,
    )
    return remittances(
        pay,
        decided.provider_adjustments,
        gathered(texts, find_in(pay.payment_key, heads.payment_key), len(pay)),
        parties,
        envelope,
    )


def claim_texts(decided: Decided, heads: Table, parties: Parties) -> tuple[Table, list[str]]:
    """The answers of `heads` (rows of remittance_payments) in order of payment, reversals first, and the text of each
    with its lines.
    """
    heads = heads.take(np.lexsort((heads.claim_key, ~heads.is_reversal, heads.payment_key)))
    return heads, _claims(decided, heads, parties)


def remittances(
    pay: Table, provider_adjustments: Table, claims: list[str], parties: Parties, envelope: Envelope
) -> str:
    """One interchange with a set for each payment. claims: what stands in each payment, as claim_texts makes it."""
    sets = [
        transaction_set(KIND, number, first + (f"LX*1{END}{middle}" if middle else "") + last)
        for number, (first, middle, last) in enumerate(
            zip(_payments(pay, parties), claims, _plb(provider_adjustments, pay), strict=True), 1
        )
    ]
    return interchange(sets, KIND, envelope)


def _payments(pay: Table, parties: Parties) -> list[str]:
    payer = taken(parties.payers, find_texts(parties.payers.payer_code, pay.payer_code))
    billing = provider_of(parties, pay.billing_npi).with_columns(tax_id=pay.billing_tax_id)
    paid, is_ach = pay.paid_amount > 0, pay.payment_method_code == "ACH"
    originator = Coded.of([f"1{text.replace('-', '')}" if text else "" for text in payer.tax_id])

    def bank(text: str) -> list[str]:
        return np.where(is_ach, text, "").tolist()

    rows = Rows(
        len(pay),
        {
            "payments.handling_code": np.where(paid, "I", "H").tolist(),
            "payments.transfer_format": bank("CCP"),
            "payments.sender_bank_kind": bank("01"),
            "payments.sender_bank": bank("000000000"),
            "payments.sender_account_kind": bank("DA"),
            "payments.sender_account": bank("0000000001"),
            "payments.receiver_bank_kind": bank("01"),
            "payments.receiver_bank": bank("000000000"),
            "payments.receiver_account_kind": bank("DA"),
            "payments.receiver_account": bank("0000000002"),
            "payments.originator_id": np.where(is_ach, originator.texts(), "").tolist(),
            "payments.payer_id": originator,
            "payments.production_date": pay.payment_date,
        },
        payments=pay,
        payer=payer,
        billing=billing,
    )
    return [
        "".join(parts)
        for parts in zip(
            written(KIND, "ST", rows, {"ST": [""] * len(pay)}),
            written(KIND, "1000A", rows),
            written(KIND, "1000B", rows),
            strict=True,
        )
    ]


def _claims(decided: Decided, heads: Table, parties: Parties) -> list[str]:
    """Each answer (claim, reversal or not) with its lines."""
    claims, remitted = decided.claims, decided.remittance_lines
    place = find_in(_answer(heads), _answer(remitted))
    remitted, place = remitted.take(place >= 0), place[place >= 0]
    order = np.lexsort((remitted.claim_line_number, place))
    remitted, place = remitted.take(order), place[order]
    sums = {name: np.zeros(len(heads), np.int64) for name in SUMMED}
    for name, total in sums.items():
        np.add.at(total, place, remitted[name])
    sums["patient_responsibility_amount"][heads.is_reversal] = 0
    claim_rows = find_in(claims.claim_key, heads.claim_key)
    claim = taken(claims, claim_rows)
    line_rows = find_in(line_keys(decided.lines), line_keys(remitted))
    texts = gathered(_lines(decided, remitted, taken(decided.lines, line_rows)), place, len(heads))
    status = first_text(remitted.claim_status_code, place, len(heads))
    rows = _heads(decided, heads, claim, claim_rows, status, sums, parties)
    own = _remarks(decided.adjustments, heads)
    return [
        "".join(parts)
        for parts in zip(
            written(KIND, "2100", rows, {"CAS": _claim_level(decided.adjustments, heads), "MOA": own}),
            texts,
            strict=True,
        )
    ]


def _answer(table: Table) -> np.ndarray:
    return table.claim_key * 2 + table.is_reversal


def _heads(
    decided: Decided,
    heads: Table,
    claim: Table,
    claim_rows: np.ndarray,
    status: Coded,
    sums: dict[str, np.ndarray],
    parties: Parties,
) -> Rows:
    is_self = claim.relationship_code.isin(["self"]) | claim.relationship_code.is_missing
    patient, subscriber = people_of(claim, is_self, parties)
    member_id = _member_id(claim, parties)
    dependent = ~is_self & ~member_id.is_missing
    shown = Table(
        family_name=Coded.where(dependent, subscriber.family_name, ""),
        first_name=Coded.where(dependent, subscriber.first_name, ""),
        member_id=Coded.where(dependent, member_id, ""),
        entity_type_code=Coded.where(dependent, "1", ""),
    )
    payer = taken(parties.payers, find_texts(parties.payers.payer_code, claim.payer_code))
    line_claim = find_in(claim.claim_key, decided.lines.claim_key)
    mine = decided.lines.take(line_claim >= 0)
    rendering = common_rendering(mine, line_claim[line_claim >= 0], len(claim))
    last = find_in(claim.claim_key, heads.claim_key)  # a claim may stand here twice: its lines were gathered once
    rendering = rendering[last]
    place = first_text(mine.place_of_service_code, line_claim[line_claim >= 0], len(claim))[last]
    filing = payer.filing_code
    filing = Coded(filing.keys, [NOT_ON_835.get(text, text) for text in filing.pool])
    return Rows(
        len(heads),
        {"payer.filing_code": filing},
        patient=patient.with_columns(member_id=member_id),
        subscriber=shown,
        rendering=provider_of(parties, rendering),
        crossover=_crossover(decided, claim, status, parties),
        claims=Table(
            patient_control_number=claim.patient_control_number,
            claim_status_code=status,
            payer_claim_number=decided.payer_claim_number[claim_rows],
            place_of_service_code=place,
            claim_frequency_code=claim.claim_frequency_code,
            interest_amount=_interest(decided.provider_adjustments, heads),
            received_date=claim.received_date,
        ).with_columns(**sums),
    )


def _member_id(claim: Table, parties: Parties) -> Coded:
    """As written on the claim; where it was left out, as the payer knows it."""
    known = taken(parties.coverages, find_in(parties.coverages.coverage_key, claim.coverage_key)).member_id
    return Coded.where(claim.member_id.is_missing, known, claim.member_id)


def _interest(plb: Table, heads: Table) -> np.ndarray:
    """What the PLB pays in interest for each claim, of its own payment."""
    out = np.zeros(len(heads), np.int64)
    rows = np.flatnonzero((plb.adjustment_code == "L6") & (plb.claim_key >= 0))
    for row in rows.tolist():
        found = np.flatnonzero(
            (heads.claim_key == plb.claim_key[row]) & (heads.payment_key == plb.payment_key[row]) & ~heads.is_reversal
        )
        out[found[:1]] -= plb.amount[row]
    return out


def _crossover(decided: Decided, claim: Table, status: Coded, parties: Parties) -> Table:
    """The payer to whom a claim was sent on: the patient's other coverage."""
    sent_on = status.isin(FORWARDED)
    codes = np.full(len(claim), "", object)
    for row in np.flatnonzero(sent_on).tolist():
        other = np.flatnonzero(
            (parties.coverages.patient_key == claim.patient_key[row])
            & (parties.coverages.payer_code != claim.payer_code[row])
        )
        codes[row] = parties.coverages.payer_code[int(other[0])] if len(other) else ""
    return taken(parties.payers, find_texts(parties.payers.payer_code, Coded.of(codes)))


def _claim_level(adjustments: Table, heads: Table) -> list[str]:
    """Adjustments of the claim as a whole (line 0), which are never repeated at the lines."""
    mine = adjustments.take(adjustments.claim_line_number == 0)
    return written_cas(find_in(_answer(heads), _answer(mine)), mine, len(heads))


def _remarks(adjustments: Table, heads: Table) -> list[str]:
    """Remarks on the claim (MOA): those that begin with MA, each once; every remark also stands at its line (LQ)."""
    out: dict[int, list[str]] = {}
    for column in (adjustments.rarc_1, adjustments.rarc_2):
        sent = np.flatnonzero(np.array([*(text.startswith("MA") for text in column.pool), False])[column.keys])
        owner = find_in(_answer(heads), _answer(adjustments.take(sent)))
        for row, text in zip(owner.tolist(), column[sent].texts().tolist(), strict=True):
            if row >= 0 and text not in out.setdefault(row, []):
                out[row].append(text)
    return [f"MOA***{'*'.join(out[row][:5])}{END}" if row in out else "" for row in range(len(heads))]


def _lines(decided: Decided, remitted: Table, line: Table) -> list[str]:
    owner = find_in(_remit(remitted), _remit(decided.adjustments))
    reversal = remitted.is_reversal
    shown = remitted.with_columns(
        **{name: line[name] for name in ("procedure_code", *MODIFIERS, "service_date", "line_control_number")},
        allowed_amount=np.where(reversal, 0, remitted.allowed_amount),
    )
    spans = ~np.isnat(line.service_end_date) & (line.service_end_date != line.service_date)
    nothing = np.datetime64("NaT")
    shown = shown.with_columns(
        service_date=np.where(spans, nothing, line.service_date),
        first_date=np.where(spans, line.service_date, nothing),
        service_end_date=np.where(spans, line.service_end_date, nothing),
    )
    ready = {
        "CAS": written_cas(owner, decided.adjustments, len(remitted)),
        "LQ": _line_remarks(decided.adjustments, owner, len(remitted)),
    }
    rows = Rows(len(remitted), {"remittance_lines.service_unit_quantity": unit_texts(line)}, remittance_lines=shown)
    return written(KIND, "2110", rows, ready)


def _remit(table: Table) -> np.ndarray:
    return line_keys(table) * 2 + table.is_reversal


def _line_remarks(adjustments: Table, owner: np.ndarray, length: int) -> list[str]:
    """Each remark of a line once, in order."""
    out = [""] * length
    for row in np.flatnonzero(~adjustments.rarc_1.is_missing | ~adjustments.rarc_2.is_missing).tolist():
        for text in (adjustments.rarc_1[row], adjustments.rarc_2[row]):
            made = f"LQ*HE*{text}{END}"
            if text and owner[row] >= 0 and made not in out[owner[row]]:
                out[owner[row]] += made
    return out


def _plb(adjustments: Table, pay: Table) -> list[str]:
    """The PLB segments of each payment, six adjustments in one."""
    at = find_in(pay.payment_key, adjustments.payment_key)
    found: dict[int, list[str]] = {}
    for row in np.flatnonzero(at >= 0).tolist():
        reference, amount = adjustments.reference[row], money(int(adjustments.amount[row]))
        code = f"{adjustments.adjustment_code[row]}{f':{reference}' if reference else ''}"
        found.setdefault(int(at[row]), []).append(f"{code}*{amount}")
    out = [""] * len(pay)
    for row, texts in found.items():
        year = str(pay.payment_date[row])[:4]
        out[row] = "".join(
            f"PLB*{pay.billing_npi[row]}*{year}1231*{'*'.join(texts[low : low + 6])}{END}"
            for low in range(0, len(texts), 6)
        )
    return out
