"""The front door's answer (277CA): for every claim of the sets that a 999 let in, whether it goes on to adjudication or comes back, and why.

One set for each set received: payer > sender > billing provider > patient, with sums at the two levels in the middle. A claim that comes back was
never received: it has no payer's claim number, and it is sent anew, not as a replacement.
"""
import numpy as np

from sim.edi.forms import texts
from sim.edi.join import rows_of, rows_of_texts
from sim.edi.parties import Parties, people_of, provider_of
from sim.edi.writer import Envelope, Rows, interchange, transaction_set, written
from sim.ground.coded import Coded
from sim.ground.table import Table

KIND = "277CA"


def write_277ca(claims: Table, lines: Table, acknowledgements: Table, reference: Coded, payer_claim_number: Coded, payer_code: str, parties: Parties,
                envelope: Envelope) -> str:
    """One interchange that answers these claims. reference: the sender's number of each claim's set (BHT03); payer_claim_number: one a claim, used
    where it is accepted. Claims without an acknowledgement get no answer."""
    at = rows_of(acknowledgements.claim_key, claims.claim_key)
    keep = np.flatnonzero(at >= 0)
    order = keep[np.lexsort((keep, claims.billing_npi.keys[keep], reference.keys[keep]))]
    claims, told, reference = claims.take(order), acknowledgements.take(at[order]), reference[order]
    made = _claims(claims, lines, told, payer_claim_number[order], parties)
    payer = parties.payers.take(rows_of_texts(parties.payers.payer_code, Coded.of([payer_code])))
    sets = []
    for number, key in enumerate(dict.fromkeys(reference.keys.tolist()), 1):
        rows = np.flatnonzero(reference.keys == key)
        one = Batch(claims.take(rows), told.take(rows), [made[row] for row in rows.tolist()], reference[int(rows[0])])
        sets.append(transaction_set(KIND, number, one.body(payer, parties, envelope, number)))
    return interchange(sets, KIND, envelope)


def statuses(told: Table) -> dict[str, Coded]:
    """Category, status, entity and action of each acknowledgement, as a 277CA may say them: categories A1 to A8 only, a status always."""
    is_front = np.array([*(text[:1] == "A" for text in told.status_category_code.pool), False])[told.status_category_code.keys]
    category = Coded.where(told.is_accepted, Coded.where(is_front, told.status_category_code, "A2"), told.status_category_code)
    category = Coded.where(category.is_missing, "A3", category)
    status = Coded.where(is_front & ~told.status_code.is_missing, told.status_code, Coded.where(told.is_accepted, "20", "21"))
    return {"status_category_code": category, "status_code": status, "entity_code": Coded.where(is_front, told.entity_code, ""),
            "action_code": Coded.where(told.is_accepted, "WQ", "U")}


def _claims(claims: Table, lines: Table, told: Table, numbers: Coded, parties: Parties) -> list[str]:
    """2100D and 2200D of each claim."""
    is_self = claims.relationship_code.isin(["self"]) | claims.relationship_code.is_missing
    patient, _ = people_of(claims, is_self, parties)
    nameless = patient.family_name.is_missing
    if nameless.any():
        patient = patient.with_columns(family_name=Coded.where(nameless, "Not named", patient.family_name))
    owner = rows_of(claims.claim_key, lines.claim_key)
    first, last = _days(owner, lines, len(claims))
    spans = ~np.isnat(first) & (first != last)
    days = [f"{low}-{high}" if spread else low for low, high, spread in zip(texts("d", {}, first), texts("d", {}, last), spans.tolist(), strict=True)]
    rows = Rows(len(claims), {"claims.service_date": days, "claims.date_form": ["RD8" if spread else "D8" if day else "" for day, spread in
                                                                                zip(days, spans.tolist(), strict=True)]},
                patient=patient.with_columns(entity_type_code=Coded.constant("1", len(claims)), member_id=claims.member_id),
                claims=Table(patient_control_number=claims.patient_control_number, **statuses(told), status_date=told.acknowledgement_date,
                             status_charge=claims.total_charge_amount,
                             payer_claim_number=Coded.where(told.is_accepted, numbers, "")))
    return ["".join(parts) for parts in zip(written(KIND, "2100D", rows), written(KIND, "2200D", rows), strict=True)]


def _days(owner: np.ndarray, lines: Table, length: int) -> tuple[np.ndarray, np.ndarray]:
    """First and last day of service of each claim."""
    late, early = np.datetime64("9999-01-01"), np.datetime64("0001-01-01")
    first, last = np.full(length, late), np.full(length, early)
    there = (owner >= 0) & ~np.isnat(lines.service_date)
    np.minimum.at(first, owner[there], lines.service_date[there])
    np.maximum.at(last, owner[there], lines.service_date[there])
    return (np.where(first == late, np.datetime64("NaT"), first), np.where(last == early, np.datetime64("NaT"), last))


class Batch:
    """The answer to one set."""

    def __init__(self, claims: Table, told: Table, made: list[str], reference: str):
        self.claims, self.told, self.made, self.reference = claims, told, made, reference

    def body(self, payer: Table, parties: Parties, envelope: Envelope, number: int) -> str:
        """Everything between ST and SE."""
        received, processed = (texts("d", {}, column)[0] for column in (self.claims.received_date[:1], self.told.acknowledgement_date[:1]))
        head = Rows(1, {"set.reference": f"{envelope.control_number:09d}{number:04d}", "set.date": envelope.date, "set.time": envelope.time,
                        ".hl": "1", ".child": "1", "source.trace": f"{envelope.control_number:09d}{number:04d}",
                        "source.received_date": [received or envelope.date], "source.processed_date": [processed or envelope.date]}, payer=payer)
        out = [written(KIND, "ST", head, {"ST": [""]})[0], *(written(KIND, loop, head)[0] for loop in ("2000A", "2100A", "2200A"))]
        middle = self._summed("receiver", np.ones(len(self.claims), bool), {".hl": "2", ".parent": "1", ".child": "1", "receiver.trace": self.reference})
        middle.roles["submitter"] = parties.submitter
        out += [written(KIND, loop, middle)[0] for loop in ("2000B", "2100B", "2200B")]
        level = 2
        for key in dict.fromkeys(self.claims.billing_npi.keys.tolist()):
            mine = self.claims.billing_npi.keys == key
            level += 1
            provider = level
            rows = self._summed("provider", mine, {".hl": str(level), ".parent": "2", ".child": "1", "provider.trace": "0"})
            rows.roles["billing"] = provider_of(parties, self.claims.billing_npi[np.flatnonzero(mine)[:1]])
            out += [written(KIND, loop, rows)[0] for loop in ("2000C", "2100C", "2200C")]
            for row in np.flatnonzero(mine).tolist():
                level += 1
                out.append(f"HL*{level}*{provider}*PT~\n{self.made[row]}")
        return "".join(out)

    def _summed(self, role: str, mine: np.ndarray, ready: dict) -> Rows:
        """The level of the sender or a provider: a receipt, and how many claims and how much charge went in and came back."""
        charge, accepted = self.claims.total_charge_amount, self.told.is_accepted
        day = texts("d", {}, self.told.acknowledgement_date[np.flatnonzero(mine)[:1]])[0]
        sums = {f"{role}.{name}_{what}": np.array([value]) for name, rows in (("accepted", mine & accepted), ("rejected", mine & ~accepted))
                for what, value in (("count", int(rows.sum())), ("amount", int(charge[rows].sum())))}
        return Rows(1, {**ready, **sums, f"{role}.status_category_code": "A1", f"{role}.status_code": "19", f"{role}.entity_code": "PR",
                        f"{role}.status_date": day if role == "receiver" else "", f"{role}.action_code": "WQ",
                        f"{role}.status_charge": np.array([int(charge[mine].sum())])})
