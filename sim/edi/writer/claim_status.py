"""What became of a claim: the question (276) and the payer's answer (277), from tables.

A question names the claim by the payer's number, the clinic's own, the patient, the day and the charge. The answer says
where the claim stands; what was paid is on it once the claim is decided, what was adjusted stands in the 835 only. Not
written: lines in a 276, answers to a batch as a whole.
"""

from typing import NamedTuple

import numpy as np

from sim.edi.grammar.text_joins import gathered, line_keys, taken
from sim.edi.writer.levels import Level, asked_payer, asking_provider
from sim.edi.writer.parties import Parties, people_of
from sim.edi.writer.envelope import END, Envelope, interchange, transaction_set
from sim.edi.writer.loops import Column, Rows, written
from sim.edi.writer.service_days import claim_periods
from sim.ground.coded import Coded
from sim.ground.joins import find_in
from sim.ground.table import Table

NO_TRACE = "0"  # where a question has no number of its own


def write_276(claims: Table, lines: Table, parties: Parties, envelope: Envelope, numbers: Coded | None = None) -> str:
    """One interchange of questions about these claims (tables claims and claim_lines) to their payer. numbers: the
    payer's own, of each claim, if known.
    """
    nothing = [""] * len(claims)
    known = numbers if numbers is not None else Coded.constant("", len(claims))
    return _file("276", claims, _question(claims, lines, known, nothing), nothing, parties, envelope)


def write_277(claims: Table, lines: Table, statuses: Table, parties: Parties, envelope: Envelope) -> str:
    """One interchange of answers. statuses: table claim_statuses, one row for each claim (line 0) and any for its
    lines; claims without a row get no answer.
    """
    whole = statuses.take(statuses.claim_line_number == 0)
    at = find_in(whole.claim_key, claims.claim_key)
    claims, whole = claims.take(at >= 0), whole.take(at[at >= 0])
    answer = _question(claims, lines, whole.payer_claim_number, _stc(whole))
    return _file("277", claims, answer, _lines(claims, lines, statuses), parties, envelope)


def _stc(rows: Table) -> list[str]:
    """One STC for each row; the day of payment stands beside the check."""
    paid_on = np.where(rows.trace_number.is_missing, np.datetime64("NaT"), rows.remittance_date)
    trace = Coded(rows.trace_number.keys, [text[-16:] for text in rows.trace_number.pool])
    loop = Rows(len(rows), status=rows.with_columns(payment_date=paid_on, trace_number=trace))
    return written("277", "2200D", loop, {"TRN": [""] * len(rows)})


class Question(NamedTuple):
    """What is asked or answered of each claim: its numbers and charge, its days, its statuses (STC) in an answer."""

    claims: Table
    days: dict[str, Column]
    statuses: list[str]


def _question(claims: Table, lines: Table, numbers: Coded, statuses: list[str]) -> Question:
    own = Table(
        patient_control_number=claims.patient_control_number,
        charge_amount=claims.total_charge_amount,
        payer_claim_number=numbers,
        trace=Coded.where(claims.patient_control_number.is_missing, NO_TRACE, claims.patient_control_number),
    )
    return Question(own, claim_periods(claims, lines), statuses)


def _lines(claims: Table, lines: Table, statuses: Table) -> list[str]:
    """The decided lines of each claim."""
    decided = statuses.take(statuses.claim_line_number > 0)
    at, owner = find_in(line_keys(lines), line_keys(decided)), find_in(claims.claim_key, decided.claim_key)
    kept = (at >= 0) & (owner >= 0)
    decided, at, owner = decided.take(kept), at[kept], owner[kept]
    if not len(decided):
        return [""] * len(claims)
    line = taken(lines, at)
    control = Coded.of(
        [
            text or str(number)
            for text, number in zip(line.line_control_number, line.claim_line_number.tolist(), strict=True)
        ]
    )
    shown = line.select(
        "procedure_code", "service_unit_quantity", "service_date", *(f"hcpcs_modifier_{n}" for n in range(1, 5))
    )
    rows = Rows(
        len(decided),
        {"line.date_form": "D8"},
        line=shown.with_columns(
            charge_amount=decided.charge_amount, paid_amount=decided.paid_amount, line_control_number=control
        ),
    )
    return gathered(written("277", "2220D", rows, {"STC": _stc(decided)}), owner, len(claims))


def _inside(kind: str, loop: str, rows: Rows) -> list[str]:
    """A loop without its HL, which is written when the level has its number."""
    mark = f"HL{END}"
    return [
        text.removeprefix(mark)
        for text in written(kind, loop, rows, {"HL*22": [mark] * rows.length, "HL*23": [mark] * rows.length})
    ]


def _file(kind: str, claims: Table, asked: Question, lines: list[str], parties: Parties, envelope: Envelope) -> str:
    """The file: each claim below the clinic that asks, at its subscriber or at his dependent."""
    if not len(claims):
        return ""
    is_self = (claims.relationship_code == "self") | claims.relationship_code.is_missing
    names = _names(kind, claims, is_self, parties)
    values = Rows(len(claims), asked.days, claims=asked.claims)
    claim = written(kind, "2200D", values, {"STC": asked.statuses} if kind == "277" else None)
    body = list(map("".join, zip(claim, lines, strict=True)))
    level = Level()
    top = level.open("20", 0, True, written(kind, "2100A", Rows(1, payer=asked_payer(parties, claims)))[0])
    who = level.open("21", top, True, written(kind, "2100B", Rows(1, submitter=parties.submitter))[0])
    for npi in dict.fromkeys(claims.billing_npi.keys.tolist()):
        mine = np.flatnonzero(claims.billing_npi.keys == npi)
        provider = Rows(1, billing=asking_provider(parties, claims.billing_npi[mine[:1]]))
        clinic = level.open("19", who, True, written(kind, "2100C", provider)[0])
        for row in mine.tolist():
            if is_self[row]:
                level.open("22", clinic, False, names.subscribers[row], body[row])
            else:
                holder = level.open("22", clinic, True, names.subscribers[row])
                level.open("23", holder, False, names.patients[row], body[row])
    return interchange([transaction_set(kind, 1, _head(kind, envelope) + "".join(level.parts))], kind, envelope)


def _head(kind: str, envelope: Envelope) -> str:
    reference = f"{envelope.control_number:09d}0001"
    head = Rows(1, {"set.reference": reference, "set.date": envelope.date, "set.time": envelope.time})
    return written(kind, "ST", head, {"ST": [""]})[0]


class Names(NamedTuple):
    """Who holds the policy and who was treated, as their levels say it, one text a claim."""

    subscribers: list[str]
    patients: list[str]


def _names(kind: str, claims: Table, is_self: np.ndarray, parties: Parties) -> Names:
    patient, subscriber = people_of(claims, is_self, parties)
    patient = patient.with_columns(entity_type_code=Coded.constant("1", len(claims)))
    people = Rows(len(claims), subscriber=_sex_beside_birth(subscriber), patient=_sex_beside_birth(patient))
    holder, own, dependent, theirs = (_inside(kind, loop, people) for loop in ("2000D", "2100D", "2000E", "2100E"))
    return Names(
        list(map("".join, zip(holder, own, strict=True))), list(map("".join, zip(dependent, theirs, strict=True)))
    )


def _sex_beside_birth(people: Table) -> Table:
    """The sex stands in the segment of the birth date: without that day it is not sent."""
    return people.with_columns(sex_code=Coded.where(np.isnat(people.birth_date), "", people.sex_code))
