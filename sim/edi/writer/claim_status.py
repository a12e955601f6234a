"""What became of a claim: the question (276) and the payer's answer (277), from tables.

A question names the claim by the payer's number, the clinic's own, the patient, the day and the charge. The answer says
where the claim stands; what was paid is on it once the claim is decided, what was adjusted stands in the 835 only. Not
written: lines in a 276, answers to a batch as a whole.
"""

import numpy as np

from sim.edi.grammar.element_forms import texts
from sim.edi.grammar.text_joins import gathered, rows_of, taken
from sim.edi.writer.coverage_answers import Level, _payer, _provider
from sim.edi.writer.parties import Parties, people_of
from sim.edi.writer.writer import END, Envelope, Rows, interchange, transaction_set, written
from sim.ground.coded import Coded
from sim.ground.table import Table

NO_TRACE = "0"  # where a question has no number of its own


def write_276(claims: Table, lines: Table, parties: Parties, envelope: Envelope, numbers: Coded | None = None) -> str:
    """One interchange of questions about these claims (tables claims and claim_lines) to their payer. numbers: the
    payer's own, of each claim, if known.
    """
    return _file("276", claims, lines, _said(claims, lines, numbers), [""] * len(claims), parties, envelope)


def write_277(claims: Table, lines: Table, statuses: Table, parties: Parties, envelope: Envelope) -> str:
    """One interchange of answers. statuses: table claim_statuses, one row for each claim (line 0) and any for its
    lines; claims without a row get no answer.
    """
    whole = statuses.take(statuses.claim_line_number == 0)
    at = rows_of(whole.claim_key, claims.claim_key)
    claims, whole = claims.take(at >= 0), whole.take(at[at >= 0])
    said = _said(claims, lines, whole.payer_claim_number)
    said["stc"] = _stc(whole)
    return _file("277", claims, lines, said, _lines(claims, lines, statuses), parties, envelope)


def _stc(rows: Table) -> list[str]:
    """One STC for each row; the day of payment stands beside the check."""
    paid_on = np.where(rows.trace_number.is_missing, np.datetime64("NaT"), rows.remittance_date)
    trace = Coded(rows.trace_number.keys, [text[-16:] for text in rows.trace_number.pool])
    loop = Rows(len(rows), status=rows.with_columns(payment_date=paid_on, trace_number=trace))
    return written("277", "2200D", loop, {"TRN": [""] * len(rows)})


def _said(claims: Table, lines: Table, numbers: Coded | None) -> dict:
    """The values of each claim: numbers, charge and days."""
    first, last = _days(claims, lines)
    spans = ~np.isnat(first) & (first != last)
    days = [
        f"{low}-{high}" if spread else low
        for low, high, spread in zip(texts("d", {}, first), texts("d", {}, last), spans.tolist(), strict=True)
    ]
    count = len(claims)
    own = Table(
        patient_control_number=claims.patient_control_number,
        charge_amount=claims.total_charge_amount,
        payer_claim_number=numbers if numbers is not None else Coded.constant("", count),
        trace=Coded.where(claims.patient_control_number.is_missing, NO_TRACE, claims.patient_control_number),
    )
    return {
        "claims": own,
        "ready": {
            "claims.service_date": days,
            "claims.date_form": [
                "RD8" if spread else "D8" if day else "" for day, spread in zip(days, spans.tolist(), strict=True)
            ],
        },
    }


def _days(claims: Table, lines: Table) -> tuple[np.ndarray, np.ndarray]:
    """First and last day of service of each claim."""
    owner = rows_of(claims.claim_key, lines.claim_key)
    low, high = np.full(len(claims), np.datetime64("9999-01-01")), np.full(len(claims), np.datetime64("0001-01-01"))
    there = (owner >= 0) & ~np.isnat(lines.service_date)
    np.minimum.at(low, owner[there], lines.service_date[there])
    np.maximum.at(high, owner[there], lines.service_date[there])
    return np.where(high < low, np.datetime64("NaT"), low), np.where(high < low, np.datetime64("NaT"), high)


def _lines(claims: Table, lines: Table, statuses: Table) -> list[str]:
    """The decided lines of each claim."""
    told = statuses.take(statuses.claim_line_number > 0)
    at = rows_of(lines.claim_key * 1024 + lines.claim_line_number, told.claim_key * 1024 + told.claim_line_number)
    owner = rows_of(claims.claim_key, told.claim_key)
    told, at, owner = (
        part.take((at >= 0) & (owner >= 0)) if isinstance(part, Table) else part[(at >= 0) & (owner >= 0)]
        for part in (told, at, owner)
    )
    if not len(told):
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
        len(told),
        {"line.date_form": "D8"},
        line=shown.with_columns(
            charge_amount=told.charge_amount, paid_amount=told.paid_amount, line_control_number=control
        ),
    )
    return gathered(written("277", "2220D", rows, {"STC": _stc(told)}), owner, len(claims))


def _inside(kind: str, loop: str, rows: Rows) -> list[str]:
    """A loop without its HL, which is written when the level has its number."""
    mark = f"HL{END}"
    return [
        text.removeprefix(mark)
        for text in written(kind, loop, rows, {"HL*22": [mark] * rows.length, "HL*23": [mark] * rows.length})
    ]


def _file(
    kind: str, claims: Table, lines: Table, said: dict, inner: list[str], parties: Parties, envelope: Envelope
) -> str:
    if not len(claims):
        return ""
    is_self = (claims.relationship_code == "self") | claims.relationship_code.is_missing
    patient, subscriber = people_of(claims, is_self, parties)
    one = Coded.constant("1", len(claims))
    patient = patient.with_columns(
        entity_type_code=one, sex_code=Coded.where(np.isnat(patient.birth_date), "", patient.sex_code)
    )
    people = Rows(
        len(claims),
        subscriber=subscriber.with_columns(
            sex_code=Coded.where(np.isnat(subscriber.birth_date), "", subscriber.sex_code)
        ),
        patient=patient,
    )
    texts_of = {loop: _inside(kind, loop, people) for loop in ("2000D", "2100D", "2000E", "2100E")}
    asked = written(
        kind,
        "2200D",
        Rows(len(claims), said["ready"], claims=said["claims"]),
        {"STC": said["stc"]} if kind == "277" else None,
    )
    level = Level()
    top = level.open("20", 0, True, written(kind, "2100A", Rows(1, payer=_payer(parties, claims)))[0])
    who = level.open("21", top, True, written(kind, "2100B", Rows(1, submitter=parties.submitter))[0])
    for npi in dict.fromkeys(claims.billing_npi.keys.tolist()):
        mine = np.flatnonzero(claims.billing_npi.keys == npi)
        clinic = level.open(
            "19",
            who,
            True,
            written(kind, "2100C", Rows(1, billing=_provider(parties, claims.billing_npi[mine[:1]])))[0],
        )
        for row in mine.tolist():
            holder = texts_of["2000D"][row] + texts_of["2100D"][row]
            if is_self[row]:
                level.open("22", clinic, False, holder, asked[row], inner[row])
            else:
                level.open(
                    "23",
                    level.open("22", clinic, True, holder),
                    False,
                    texts_of["2000E"][row],
                    texts_of["2100E"][row],
                    asked[row],
                    inner[row],
                )
    head = Rows(
        1, {"set.reference": f"{envelope.control_number:09d}0001", "set.date": envelope.date, "set.time": envelope.time}
    )
    body = written(kind, "ST", head, {"ST": [""]})[0] + "".join(level.parts)
    return interchange([transaction_set(kind, 1, body)], kind, envelope)
