"""Claims that a payer answered before, brought along by its remittance (835): a corrected claim or a void (frequency 7,
8) names one of them by the payer's number.

    earlier = earlier_answers("last-month.835")           what stands: the last answer to each number, reversals undone
    there = brought_along(claims, earlier)                the file's claims with the originals that they name
    decided = reversed_as_paid(decided, there)            each original reversed to the cent as it was answered

The original is decided again only so that its share of deductibles and limits is given back; what the remittance
reverses is what the payer's earlier remittance said. Not modeled: what other earlier claims used up of deductibles and
limits.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.billing.wire.inbound_claims import Received
from sim.edi.reader.any_file import read
from sim.edi.reader.frame import Frame
from sim.edi.reader.interchanges import Reader
from sim.edi.reader.remittance import Remitted, tables
from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table, conform, empty
from sim.payer.engine.engine import Adjudication

REPLACING = ("7", "8")
REVERSAL = "22"
SERVICE = ("procedure_code", *(f"hcpcs_modifier_{place}" for place in range(1, 5)))
SHARES = ("deductible_amount", "coinsurance_amount", "copayment_amount", "patient_responsibility_amount")


class EarlierAnswers(NamedTuple):
    """A remittance as tables, and of each payer's claim number the claim key of the answer that stands."""

    read: Remitted
    stands: dict[str, int]


class BroughtAlong(NamedTuple):
    """A file with the originals that it names. `whole`: its claims and the originals; `answer_of`: of each original's
    key the key of its answer in `earlier`; `numbers`: of each original's key the payer's number.
    """

    whole: Received
    earlier: EarlierAnswers
    answer_of: dict[int, int]
    numbers: dict[int, str]

    def is_original(self, keys: np.ndarray) -> np.ndarray:
        """Which claim keys are those of originals?"""
        return np.isin(keys, list(self.answer_of))


def earlier_answers(path: str | Path) -> EarlierAnswers:
    """What stands of a remittance. Raises CleanClaimError for a file that is not one, or does not balance."""
    found = read(Path(path))
    expected, todo = "a remittance of this payer (835)", "give the file that answered the original claims"
    if found.transaction != "835":
        what = found.findings[0].message if found.findings and not found.transaction else found.transaction
        raise CleanClaimError(f"no remittance: {what}", str(path), expected, todo)
    wrong = next((one for one in found.findings if one.severity == "error"), None)
    if wrong is not None:
        raise CleanClaimError(
            wrong.message, f"{path}, {wrong.segment}{wrong.element}", wrong.expected, wrong.what_to_do
        )
    remitted = tables([one for one in Reader(Path(path)) if isinstance(one, Frame)])
    stands: dict[str, int] = {}
    for row in remitted.claims.select("claim_key", "payer_claim_number", "claim_status_code").rows():
        number = row["payer_claim_number"]
        if row["claim_status_code"] == REVERSAL:
            stands.pop(number, None)
        elif number:
            stands[number] = row["claim_key"]
    return EarlierAnswers(remitted, stands)


def brought_along(claims: Received, earlier: EarlierAnswers | None) -> BroughtAlong:
    """The file's claims with the originals that its corrected claims and voids name, each once."""
    earlier = earlier or EarlierAnswers(tables([]), {})
    heads, answer_of, numbers = claims.claims, {}, {}
    replaces = heads.replaces_claim_key.copy()
    key = (int(heads.claim_key.max(initial=0)) >> 4) + 1
    made_of: dict[int, int] = {}
    rows = []
    for row in _asking(heads, earlier):
        answer = earlier.stands[heads.original_reference_number[row]]
        if answer not in made_of:
            made_of[answer] = key << 4
            answer_of[key << 4], numbers[key << 4] = answer, heads.original_reference_number[row]
            rows.append(row)
            key += 1
        replaces[row] = made_of[answer]
    whole = claims._replace(claims=heads.with_columns(replaces_claim_key=replaces))
    if not rows:
        return BroughtAlong(whole, earlier, {}, {})
    originals = _originals(heads.take(np.array(rows)), earlier.read, answer_of)
    lines = _original_lines(originals, claims, heads.take(np.array(rows)), earlier.read, answer_of)
    whole = whole._replace(claims=Table.concat([whole.claims, originals]), lines=Table.concat([whole.lines, lines]))
    return BroughtAlong(whole, earlier, answer_of, numbers)


def _asking(heads: Table, earlier: EarlierAnswers) -> list[int]:
    """Rows of corrected claims and voids whose original is among the earlier answers, the same member's."""
    out = []
    members = dict(zip(earlier.read.claims.claim_key.tolist(), earlier.read.claims.member_id.texts(), strict=True))
    for row in np.flatnonzero(heads.claim_frequency_code.isin(REPLACING)).tolist():
        answer = earlier.stands.get(heads.original_reference_number[row])
        if answer is not None and members[answer] in ("", heads.member_id[row]):
            out.append(row)
    return out


def _originals(like: Table, read_: Remitted, answer_of: dict[int, int]) -> Table:
    """The originals as claims: the corrected claims' own heads, with the charge and the days of the answer."""
    keys = np.array(list(answer_of), np.int64)
    told = read_.claims.take(np.array(list(answer_of.values())) - 1)
    received = np.where(np.isnat(told.received_date), like.received_date, told.received_date)
    count = len(keys)
    return like.with_columns(
        claim_key=keys,
        encounter_key=keys >> 4,
        replaces_claim_key=np.full(count, -1),
        adjudication_round=np.zeros(count, np.int64),
        claim_frequency_code=Coded.constant("1", count),
        original_reference_number=Coded.constant("", count),
        patient_control_number=told.patient_control_number,
        total_charge_amount=told.charge_amount,
        received_date=np.minimum(received, like.received_date),
    )


def _original_lines(
    originals: Table, claims: Received, like: Table, read_: Remitted, answer_of: dict[int, int]
) -> Table:
    """The originals' lines: what the answer says of them, and else as on the corrected claim."""
    parts = [empty("claim_lines")]
    for row, (key, answer) in enumerate(answer_of.items()):
        first = claims.lines.take(np.flatnonzero(claims.lines.claim_key == like.claim_key[row])[:1])
        told = _answered_lines(read_, answer)
        count = len(told)
        if not len(first):
            first = Table.from_rows("claim_lines", [{"claim_key": key, "diagnosis_pointer_1": 1}])
        base = first.take(np.zeros(count, np.int64))
        day = np.where(np.isnat(told.service_date), base.service_date, told.service_date)
        code = Coded.where(told.procedure_code.is_missing, base.procedure_code, told.procedure_code)
        made = base.with_columns(
            **{name: told[name] for name in SERVICE[1:]},
            claim_key=np.full(count, key),
            claim_line_number=told.claim_line_number,
            procedure_code=code,
            service_date=day,
            service_end_date=told.service_end_date,
            charge_amount=told.charge_amount,
            service_unit_quantity=np.maximum(told.service_unit_quantity, 1),
            line_control_number=told.line_control_number,
        )
        parts.append(conform("claim_lines", made))
    return Table.concat(parts)


def _answered_lines(read_: Remitted, answer: int) -> Table:
    """The lines of an answer, adjustments of the whole claim taken off the first; one line where it has none."""
    lines = read_.lines.take(read_.lines.claim_key == answer)
    head = read_.claims.take(read_.claims.claim_key == answer)
    if not len(lines):
        row = {"claim_key": answer, "claim_line_number": 1, "charge_amount": int(head.charge_amount[0])}
        blank = {name: np.zeros(1, column.dtype) for name, column in lines.items() if isinstance(column, np.ndarray)}
        blank |= {name: np.full(1, np.datetime64("NaT", "D")) for name in blank if name.endswith("_date")}
        texts = {name: Coded.constant("", 1) for name, column in lines.items() if isinstance(column, Coded)}
        lines = Table({**blank, **texts}).with_columns(
            **{name: np.array([value], np.int64) for name, value in row.items()},
            paid_amount=head.charge_amount,
            is_reversal=np.zeros(1, bool),
        )
    whole = read_.adjustments.take((read_.adjustments.claim_key == answer) & (read_.adjustments.claim_line_number == 0))
    if len(whole):
        paid, share = lines.paid_amount.copy(), lines.patient_responsibility_amount.copy()
        paid[0] -= int(whole.amount.sum())
        share[0] += int(whole.amount[whole.group == "PR"].sum())
        lines = lines.with_columns(paid_amount=paid, patient_responsibility_amount=share)
    return lines


def reversed_as_paid(decided: Adjudication, there: BroughtAlong) -> Adjudication:
    """The adjudication with the originals' own decisions left out, and each reversed as its earlier answer said."""
    if not there.answer_of:
        return decided
    heads, told = there.whole.claims, decided.acknowledgements
    accepted = told.claim_key[told.is_accepted]
    lines, taken = decided.remittance_lines, decided.adjustments
    remitted = [lines.take(~there.is_original(lines.claim_key))]
    adjustments = [taken.take(~there.is_original(taken.claim_key))]
    for key, answer in there.answer_of.items():
        by = heads.claim_key[(heads.replaces_claim_key == key) & np.isin(heads.claim_key, accepted)]
        if len(by):
            made = _reversal(there, key, answer, _day(decided, key, int(by[0])))
            remitted.append(made[0])
            adjustments.append(made[1])
    return decided._replace(
        remittance_lines=Table.concat(remitted).sort_by("claim_key"),
        adjustments=Table.concat(adjustments).sort_by("claim_key"),
    )


def _day(decided: Adjudication, key: int, by: int) -> np.datetime64:
    """The day on which an original is reversed: that of the answer to the claim that replaces it."""
    lines, told = decided.remittance_lines, decided.acknowledgements
    days = lines.remittance_date[(lines.claim_key == by) | (lines.claim_key == key) & lines.is_reversal]
    return days.max() if len(days) else told.acknowledgement_date[told.claim_key == by][0]


def _reversal(there: BroughtAlong, key: int, answer: int, day: np.datetime64) -> tuple[Table, Table]:
    """Remittance lines and adjustments that take an earlier answer back."""
    read_ = there.earlier.read
    lines = _answered_lines(read_, answer)
    count = len(lines)
    amounts = ("charge_amount", "paid_amount", "allowed_amount", *SHARES)
    shown = Table(
        {name: -lines[name] for name in amounts if name in lines},
        claim_key=np.full(count, key),
        claim_line_number=lines.claim_line_number,
        is_reversal=np.ones(count, bool),
        remittance_date=np.full(count, day),
        claim_status_code=Coded.constant(REVERSAL, count),
    )
    taken = read_.adjustments.take(read_.adjustments.claim_key == answer)
    number = np.maximum(taken.claim_line_number, 1)
    taken = taken.with_columns(
        claim_key=np.full(len(taken), key),
        claim_line_number=number,
        amount=-taken.amount,
        is_reversal=np.ones(len(taken), bool),
    ).sort_by("claim_line_number")
    return conform("remittance_lines", shown), conform("adjustments", taken)
