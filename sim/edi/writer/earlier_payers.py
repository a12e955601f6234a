"""What earlier payers decided, on a claim to the next one: loops 2320 to 2330B of the claim and 2430 of its lines."""

import numpy as np

from sim.edi.writer.adjustments import written_cas
from sim.edi.grammar.text_joins import gathered, taken
from sim.edi.writer.parties import NAMES, Parties
from sim.edi.writer.loops import Rows, written
from sim.edi.writer.service_units import unit_texts
from sim.ground.coded import Coded
from sim.ground.joins import find_in, find_texts, number_within
from sim.ground.table import Table, empty

PAYERS_SHOWN, LETTERS = 10, "PSTABCDEFGH"  # who pays first, second, third ... beside the payer of the claim


class Others:
    """What earlier payers decided, as loops 2320 to 2330B of claims and 2430 of lines."""

    def __init__(
        self,
        claims: Table,
        lines: Table,
        row: np.ndarray,
        parties: Parties,
        payments: Table | None,
        adjustments: Table | None,
    ):
        self.claims, self.lines, self.row, self.parties = claims, lines, row, parties
        self.payments = payments if payments is not None else empty("other_payments")
        self.adjustments = adjustments if adjustments is not None else empty("other_adjustments")
        at = find_in(claims.claim_key, self.payments.claim_key)
        self.payments, self.at = self.payments.take(at >= 0), at[at >= 0]
        self.payer = self._payer_key(self.payments)

    def _payer_key(self, table: Table) -> np.ndarray:
        return find_texts(self.parties.payers.payer_code, table.payer_code)

    def claim_texts(self) -> list[str]:
        """2320, 2330A and 2330B of each claim."""
        count = len(self.claims)
        if not len(self.payments):
            return [""] * count
        pair = self.at * 4096 + self.payer
        _, first, place = np.unique(pair, return_index=True, return_inverse=True)
        order = np.lexsort((first, self.at[first]))
        first, back = first[order], np.argsort(order)
        at, place = self.at[first], back[place]
        rows = self._rows(first, at, place, number_within(at))
        cas = written_cas(
            self._owners(self.adjustments, pair[first], np.zeros(len(first))), self.adjustments, len(first)
        )
        parts = [written("837P", loop, rows, {"CAS": cas}) for loop in ("2320", "2330A", "2330B")]
        return gathered(["".join(piece) for piece in zip(*parts, strict=True)], at, count)

    def _rows(self, first: np.ndarray, at: np.ndarray, place: np.ndarray, number: np.ndarray) -> Rows:
        payments, claims, coverages = self.payments, self.claims, self.parties.coverages
        whole = payments.claim_line_number == 0
        paid, on_claim = np.zeros(len(first), np.int64), np.zeros(len(first), bool)
        on_claim[place[whole]] = True
        counted = whole | ~on_claim[place]
        np.add.at(paid, place[counted], payments.paid_amount[counted])
        date = np.full(len(first), "NaT", "datetime64[D]")
        date[place[whole]] = payments.remittance_date[whole]
        date = np.where(np.isin(np.arange(len(first)), place[~whole]), np.datetime64("NaT"), date)
        payer = taken(self.parties.payers, self.payer[first])
        cover = self._coverage(at, self.payer[first])
        coverage = taken(coverages, cover)
        missing = coverage.relationship_code.is_missing
        relation = Coded.where(missing, "self", coverage.relationship_code)
        person = taken(
            self.parties.patients,
            find_in(
                self.parties.patients.patient_key,
                np.where(cover >= 0, coverage.subscriber_patient_key, claims.patient_key[at]),
            ),
        ).select(*NAMES)
        letters = [
            LETTERS.replace(own or "P", "")[min(one, PAYERS_SHOWN) - 1]
            for one, own in zip(number.tolist(), claims.payer_sequence_code[at], strict=True)
        ]
        other = Table(
            payer_sequence_code=Coded.of(letters),
            relationship_code=relation,
            group_number=coverage.group_number,
            filing_code=payer.filing_code,
            paid_amount=paid,
            remittance_date=date,
        )
        subscriber = person.with_columns(member_id=coverage.member_id, entity_type_code=Coded.constant("1", len(first)))
        return Rows(len(first), other=other, other_subscriber=subscriber, other_payer=payer)

    def _coverage(self, at: np.ndarray, payer: np.ndarray) -> np.ndarray:
        """The row of the patient's coverage with that payer, -1 where there is none."""
        coverages = self.parties.coverages
        key = coverages.patient_key * 4096 + self._payer_key(coverages)
        return find_in(key, self.claims.patient_key[at] * 4096 + payer)

    def _owners(self, table: Table, pair: np.ndarray, line: np.ndarray) -> np.ndarray:
        """For each adjustment the row with the same claim, payer and line number."""
        at = find_in(self.claims.claim_key, table.claim_key)
        key = np.where(at >= 0, (at * 4096 + self._payer_key(table)) * 1024 + table.claim_line_number, -1)
        return find_in((pair * 1024 + line).astype(np.int64), key)

    def line_texts(self) -> list[str]:
        """2430 of each line."""
        count = len(self.lines)
        mine = np.flatnonzero(self.payments.claim_line_number > 0)
        if not len(mine):
            return [""] * count
        payments, at, payer = self.payments.take(mine), self.at[mine], self.payer[mine]
        line = find_in(self.row * 1024 + self.lines.claim_line_number, at * 1024 + payments.claim_line_number)
        owner = self._owners(self.adjustments, at * 4096 + payer, payments.claim_line_number)
        own = taken(self.lines, line)
        shown = own.select("procedure_code", *(f"hcpcs_modifier_{n}" for n in range(1, 5)))
        rows = Rows(
            len(mine),
            {"line_other.service_unit_quantity": unit_texts(own)},
            line_other=shown.with_columns(
                payer_id=taken(self.parties.payers, payer).payer_id,
                paid_amount=payments.paid_amount,
                remittance_date=payments.remittance_date,
            ),
        )
        made = written("837P", "2430", rows, {"CAS": written_cas(owner, self.adjustments, len(mine))})
        there = line >= 0
        return gathered([text for text, kept in zip(made, there.tolist(), strict=True) if kept], line[there], count)
