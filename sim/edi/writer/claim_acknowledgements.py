"""The front end's answer (277CA): for every claim of the sets that a 999 accepted, whether it goes on to adjudication
or comes back, and why.

One set for each set received: payer > sender > billing provider > patient, with sums at the two levels in the middle. A
claim that comes back was never received: it has no payer's claim number, and it is sent anew, not as a replacement.
"""

import numpy as np

from sim.edi.grammar.element_forms import texts
from sim.edi.grammar.text_joins import gathered
from sim.edi.writer.parties import Parties, people_of, provider_of
from sim.edi.writer.envelope import END, Envelope, interchange, transaction_set
from sim.edi.writer.loops import Column, Rows, written
from sim.edi.writer.service_days import claim_periods
from sim.ground.coded import Coded
from sim.ground.joins import find_in, find_texts
from sim.ground.table import Table

KIND = "277CA"


def write_277ca(
    claims: Table,
    lines: Table,
    acknowledgements: Table,
    reference: Coded,
    payer_claim_number: Coded,
    payer_code: str,
    parties: Parties,
    envelope: Envelope,
) -> str:
    """One interchange that answers these claims. reference: the sender's number of each claim's set (BHT03);
    payer_claim_number: one a claim, used where it is accepted. Claims without an acknowledgement get no answer."""
    at = find_in(acknowledgements.claim_key, claims.claim_key)
    keep = np.flatnonzero(at >= 0)
    order = keep[np.lexsort((keep, claims.billing_npi.keys[keep], reference.keys[keep]))]
    claims, answers, reference = claims.take(order), acknowledgements.take(at[order]), reference[order]
    made = _claims(claims, lines, answers, payer_claim_number[order], parties)
    payer = parties.payers.take(find_texts(parties.payers.payer_code, Coded.of([payer_code])))
    levels = Levels(claims, answers, reference)
    body = gathered(levels.providers(made, parties), levels.set_of_provider, levels.sets)
    bodies = [above + below for above, below in zip(levels.upper(payer, parties, envelope), body, strict=True)]
    return interchange([transaction_set(KIND, number, text) for number, text in enumerate(bodies, 1)], KIND, envelope)


def statuses(answers: Table) -> dict[str, Coded]:
    """Category, status, entity and action of each acknowledgement, as a 277CA may say them: categories A1 to A8 only, a
    status always.
    """
    is_front = np.array([*(text[:1] == "A" for text in answers.status_category_code.pool), False])[
        answers.status_category_code.keys
    ]
    category = Coded.where(
        answers.is_accepted, Coded.where(is_front, answers.status_category_code, "A2"), answers.status_category_code
    )
    category = Coded.where(category.is_missing, "A3", category)
    status = Coded.where(
        is_front & ~answers.status_code.is_missing, answers.status_code, Coded.where(answers.is_accepted, "20", "21")
    )
    return {
        "status_category_code": category,
        "status_code": status,
        "entity_code": Coded.where(is_front, answers.entity_code, ""),
        "action_code": Coded.where(answers.is_accepted, "WQ", "U"),
    }


def _claims(claims: Table, lines: Table, answers: Table, numbers: Coded, parties: Parties) -> list[str]:
    """2100D and 2200D of each claim."""
    is_self = claims.relationship_code.isin(["self"]) | claims.relationship_code.is_missing
    patient, _ = people_of(claims, is_self, parties)
    nameless = patient.family_name.is_missing
    if nameless.any():
        patient = patient.with_columns(family_name=Coded.where(nameless, "Not named", patient.family_name))
    rows = Rows(
        len(claims),
        claim_periods(claims, lines),
        patient=patient.with_columns(entity_type_code=Coded.constant("1", len(claims)), member_id=claims.member_id),
        claims=Table(
            patient_control_number=claims.patient_control_number,
            status_date=answers.acknowledgement_date,
            status_charge=claims.total_charge_amount,
            payer_claim_number=Coded.where(answers.is_accepted, numbers, ""),
        ).with_columns(**statuses(answers)),
    )
    return list(map("".join, zip(written(KIND, "2100D", rows), written(KIND, "2200D", rows), strict=True)))


class Levels:
    """The levels above the claims, all sets at once: claims stand in order of set and provider."""

    def __init__(self, claims: Table, answers: Table, reference: Coded):
        self.claims, self.answers, self.reference, count = claims, answers, reference, len(claims)
        npi = claims.billing_npi.keys
        new_set = np.append(True, reference.keys[1:] != reference.keys[:-1])[:count]
        new_provider = new_set | np.append(True, npi[1:] != npi[:-1])[:count]
        self.set, self.provider = np.cumsum(new_set) - 1, np.cumsum(new_provider) - 1
        self.first, self.first_of_provider = np.flatnonzero(new_set), np.flatnonzero(new_provider)
        self.sets, self.set_of_provider = len(self.first), self.set[self.first_of_provider]
        place = np.arange(count)
        self.level = (
            3 + self.provider - self.provider[self.first][self.set] + 1 + place - self.first[self.set]
        )  # HL of each claim

    def upper(self, payer: Table, parties: Parties, envelope: Envelope) -> list[str]:
        """Payer and sender of each set."""
        count, first = self.sets, self.first
        number = [f"{envelope.control_number:09d}{one:04d}" for one in range(1, count + 1)]
        received, processed = (
            texts("d", {}, column[first]) for column in (self.claims.received_date, self.answers.acknowledgement_date)
        )
        head = Rows(
            count,
            {
                "set.reference": number,
                "set.date": envelope.date,
                "set.time": envelope.time,
                ".hl": "1",
                ".child": "1",
                "source.trace": number,
                "source.received_date": [day or envelope.date for day in received],
                "source.processed_date": [day or envelope.date for day in processed],
            },
            payer=payer.take(np.zeros(count, np.int64)),
        )
        middle = self._summed(
            "receiver",
            self.set,
            first,
            {
                ".hl": "2",
                ".parent": "1",
                ".child": "1",
                "receiver.trace": self.reference[first],
                "receiver.status_date": processed,
            },
        )
        middle.roles["submitter"] = parties.submitter.take(np.zeros(count, np.int64))
        parts = [
            written(KIND, "ST", head, {"ST": [""] * count}),
            *(written(KIND, loop, head) for loop in ("2000A", "2100A", "2200A")),
            *(written(KIND, loop, middle) for loop in ("2000B", "2100B", "2200B")),
        ]
        return list(map("".join, zip(*parts, strict=True)))

    def providers(self, made: list[str], parties: Parties) -> list[str]:
        """Each provider of each set with its claims."""
        first = self.first_of_provider
        own = self.level[first] - 1
        rows = self._summed(
            "provider", self.provider, first, {".hl": own, ".parent": "2", ".child": "1", "provider.trace": "0"}
        )
        rows.roles["billing"] = provider_of(parties, self.claims.billing_npi[first])
        parts = [written(KIND, loop, rows) for loop in ("2000C", "2100C", "2200C")]
        claims = [
            f"HL*{level}*{above}*PT{END}{text}"
            for level, above, text in zip(self.level.tolist(), own[self.provider].tolist(), made, strict=True)
        ]
        return list(map("".join, zip(*parts, gathered(claims, self.provider, len(first)), strict=True)))

    def _summed(self, role: str, owner: np.ndarray, first: np.ndarray, ready: dict[str, Column]) -> Rows:
        """The level of the sender or a provider: a receipt, and how many claims and how much charge went in and came
        back.
        """
        charge, accepted, count = self.claims.total_charge_amount, self.answers.is_accepted, len(first)
        sums = {
            f"{role}.{name}_{what}": _sum(owner, np.where(mine, value, 0), count)
            for name, mine in (("accepted", accepted), ("rejected", ~accepted))
            for what, value in (("count", 1), ("amount", charge))
        }
        return Rows(
            count,
            {
                **ready,
                **sums,
                f"{role}.status_category_code": "A1",
                f"{role}.status_code": "19",
                f"{role}.entity_code": "PR",
                f"{role}.action_code": "WQ",
                f"{role}.status_charge": _sum(owner, charge, count),
            },
        )


def _sum(owner: np.ndarray, amount: np.ndarray, count: int) -> np.ndarray:
    out = np.zeros(count, np.int64)
    np.add.at(out, owner, amount)
    return out
