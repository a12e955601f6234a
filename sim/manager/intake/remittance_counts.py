"""Remittances (835) and professional claims (837P) of any vendor, counted while they are read. A batch of claims
becomes tables, the tables become counts, and the claims are forgotten.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from sim.edi.reader.frame import Frame
from sim.edi.reader.frame_tables import Columns
from sim.edi.reader.remittance import tables
from sim.ground.files import find, read_csv, remembered
from sim.ground.table import Table
from sim.manager.intake.column_names import words
from sim.manager.intake.counted import Counted
from sim.manager.intake.tally import Persons
from sim.manager.intake.underpaid import Prices
from sim.manager.packs.cells import CODE, MODIFIER

NO_DENIAL = "data/intake/no_denial.csv"
UNLISTED = "unlisted"  # payers that the clinic has no file for
UNKNOWN = "other"  # what is no code of the trade: nothing that a file says is kept as it stands
REVERSAL = "22"
LONGEST = 80  # letters of a payer's name that is told


class Counter:
    """Counts remittances and claims of several files for a clinic. names: the words by which a payer may be called ->
    its code; unlisted: claims of payers that none of these is, by the name in the file (told, never kept).
    """

    def __init__(self, names: Mapping[str, str], prices: Prices):
        self.names, self.prices = names, prices
        self.found, self.persons, self.unlisted = Counted(), Persons(), dict[str, int]()

    def payers(self, told: list[str]) -> list[str]:
        """The payers' codes for names as a file writes them."""
        out = []
        for name in told:
            code = self.names.get(words(name), UNLISTED)
            if code == UNLISTED and name.strip():
                self.unlisted[name[:LONGEST]] = self.unlisted.get(name[:LONGEST], 0) + 1
            out.append(code)
        return out

    def remittances(self, frames: list[Frame]) -> None:
        """Count claims of remittances."""
        if not frames:
            return
        columns, read = Columns("835", frames), tables(frames)
        payers = self.payers(columns.texts("payer.name"))
        paid_on, heads = columns.days("payments.payment_date"), read.claims
        people = self.persons.of(
            zip(heads.member_id.texts(), heads.patient_family_name.texts(), heads.patient_first_name.texts())
        )
        self.found.count("claims", people[heads.claim_status_code != REVERSAL])
        self.found.count("take_backs", people[heads.claim_status_code == REVERSAL])
        known = paid_on[~np.isnat(paid_on)]
        self.found.months |= set(np.unique(known.astype("datetime64[M]")).astype(str).tolist())
        self._days(read.lines, heads, payers, people, paid_on)
        lines = _with_claims_without_lines(read.lines, heads)
        at = lines.claim_key - 1
        self._lines(lines, read.adjustments, [payers[row] for row in at.tolist()], people[at])

    def _days(self, lines: Table, heads: Table, payers: list[str], people: np.ndarray, paid_on: np.ndarray) -> None:
        first = np.full(len(heads), np.datetime64("NaT"), "datetime64[D]")
        dated = lines.take(~np.isnat(lines.service_date))
        order = np.argsort(dated.service_date, kind="stable")[::-1]
        first[dated.claim_key[order] - 1] = dated.service_date[order]
        new = heads.claim_status_code != REVERSAL
        for measure, start in (("claim_to_payment", heads.received_date), ("visit_to_payment", first)):
            rows = np.flatnonzero(~np.isnat(start) & ~np.isnat(paid_on) & new)
            days = (paid_on[rows] - start[rows]).astype(np.int64)
            self.found.took(measure, [payers[row] for row in rows.tolist()], people[rows], days)

    def _lines(self, lines: Table, adjustments: Table, payers: list[str], people: np.ndarray) -> None:
        codes, mods = _codes(lines), _modifiers(lines)
        reasons = _Reasons(lines, adjustments)
        allowed = _allowed(lines, reasons)
        counts = (~lines.is_reversal).astype(np.int64)
        denied = reasons.is_denied & ~lines.is_reversal
        shape = Table(
            claim_line_number=lines.claim_line_number,
            service_date=lines.service_date,
            units=np.maximum(lines.service_unit_quantity, 1),
            charge_amount=lines.charge_amount,
            allowed_amount=allowed,
        )
        short = self.prices.compare(payers, codes, mods, shape, reasons.is_whole_price & ~lines.is_reversal & ~denied)
        numbers = np.stack(
            [denied, lines.charge_amount, allowed, lines.paid_amount, short.compared, short.amount > 0, short.amount],
            axis=1,
        ).astype(np.int64)
        self.found.count("lines", people[counts > 0])
        self.found.count("denied_lines", people[denied])
        self.found.tallies["clinic_payer_counts"].add([(payer,) for payer in payers], people, numbers, counts)
        self.found.tallies["clinic_service_counts"].add([(code,) for code in codes], people, numbers, counts)
        keys = list(zip(payers, codes, mods, strict=True))
        self.found.tallies["clinic_code_counts"].add(keys, people, numbers, counts)
        self._denials(reasons, denied, payers, codes, people)

    def _denials(
        self, reasons: "_Reasons", denied: np.ndarray, payers: list[str], codes: list[str], people: np.ndarray
    ) -> None:
        rows = [row for row in reasons.rows if denied[row.line]]
        if not rows:
            return
        whose = people[np.array([row.line for row in rows])]
        amounts = np.array([[row.amount] for row in rows], np.int64)
        keys = [(payers[row.line], row.group, row.carc, row.rarc) for row in rows]
        self.found.tallies["clinic_denial_counts"].add(keys, whose, amounts)
        reasons_alone = [(row.group, row.carc) for row in rows]
        self.found.tallies["clinic_reason_counts"].add(reasons_alone, whose, amounts)
        pairs = [(row.carc, codes[row.line]) for row in rows]
        self.found.tallies["clinic_denied_codes"].add(pairs, whose, amounts)

    def claims(self, frames: list[Frame]) -> None:
        """Count professional claims: how many days lie between visit and file."""
        told = [(frame.get("payer.family_name") or frame.get("payer.name"), *_days_of_claim(frame)) for frame in frames]
        payers, people = self.payers([name for name, _, _ in told]), self.persons.of(map(_patient, frames))
        first = np.array([visit or "NaT" for _, visit, _ in told], "datetime64[D]")
        sent = np.array([file or "NaT" for _, _, file in told], "datetime64[D]")
        rows = np.flatnonzero(~np.isnat(first) & ~np.isnat(sent))
        days = (sent[rows] - first[rows]).astype(np.int64)
        self.found.took("visit_to_claim", [payers[row] for row in rows.tolist()], people[rows], days)
        self.found.count("claims_sent", people)


def _patient(frame: Frame) -> tuple[str, ...]:
    """Who was treated, for as long as the file is read."""
    return tuple(
        frame.get(f"{role}.{name}")
        for role in ("patient", "subscriber")
        for name in ("member_id", "family_name", "first_name", "birth_date")
    )


def _days_of_claim(frame: Frame) -> tuple[str, str]:
    """The first day of service and the day of the file, as ISO texts; empty where there is none."""
    days = sorted(filter(None, (_iso(line.values.get("claim_lines.service_date", "")) for line in frame.of("line"))))
    return (days[0] if days else ""), _iso(frame.get("set.date"))


def _iso(text: str) -> str:
    digits = text[:8]
    if not (len(digits) == 8 and digits.isascii() and digits.isdecimal()):
        return ""
    iso = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    try:
        return str(np.datetime64(iso, "D"))
    except ValueError:
        return ""


def _with_claims_without_lines(lines: Table, heads: Table) -> Table:
    """A claim that was answered as a whole counts as one line without a code."""
    bare = heads.take(~np.isin(heads.claim_key, lines.claim_key))
    if not len(bare):
        return lines
    size = len(bare)
    empty = {name: _nothing(lines[name], size) for name in lines.columns}
    whole = Table(empty).with_columns(
        claim_key=bare.claim_key,
        claim_line_number=np.zeros(size, np.int64),
        is_reversal=bare.is_reversal,
        charge_amount=bare.charge_amount,
        paid_amount=bare.paid_amount,
        patient_responsibility_amount=bare.patient_responsibility_amount,
        service_unit_quantity=np.ones(size, np.int64),
    )
    return Table.concat([lines, whole])


def _nothing(column: object, size: int) -> object:
    if isinstance(column, np.ndarray):
        return (
            np.full(size, np.datetime64("NaT"), column.dtype)
            if column.dtype.kind == "M"
            else np.zeros(size, column.dtype)
        )
    return type(column).constant("", size)  # type: ignore[attr-defined]


def _codes(lines: Table) -> list[str]:
    """Codes in the form of the trade; anything else is "other"."""
    return [text if not text or CODE.fullmatch(text) else UNKNOWN for text in lines.procedure_code.texts().tolist()]


def _modifiers(lines: Table) -> list[str]:
    columns = [lines[f"hcpcs_modifier_{place}"].texts().tolist() for place in range(1, 5)]
    return [" ".join(one for one in row if MODIFIER.fullmatch(one)) for row in zip(*columns, strict=True)]


class _Reason(NamedTuple):
    line: int
    group: str
    carc: str
    rarc: str
    amount: int


class _Reasons:
    """The adjustments of lines: which lines are denied by them, and which were priced as a whole."""

    def __init__(self, lines: Table, adjustments: Table):
        place = {
            pair: row
            for row, pair in enumerate(zip(lines.claim_key.tolist(), lines.claim_line_number.tolist(), strict=True))
        }
        ordinary, whole = no_denials()
        keys = zip(adjustments.claim_key.tolist(), adjustments.claim_line_number.tolist(), strict=True)
        told = zip(
            keys,
            adjustments.group.texts().tolist(),
            adjustments.carc.texts().tolist(),
            adjustments.rarc_1.texts().tolist(),
            adjustments.amount.tolist(),
            strict=True,
        )
        self.rows: list[_Reason] = []
        refused, other = np.zeros(len(lines), bool), np.zeros(len(lines), bool)
        self.contract = np.zeros(len(lines), np.int64)
        for key, group, carc, rarc, amount in told:
            row = place.get(key)
            if row is None:
                continue
            if group != "PR":
                self.contract[row] += amount
            other[row] |= carc not in whole
            if carc not in ordinary and amount > 0:
                refused[row] = True
                self.rows.append(
                    _Reason(row, known(group, groups()), known(carc, carcs()), known(rarc, rarcs()), amount)
                )
        self.is_denied = refused & (lines.paid_amount == 0) & (lines.charge_amount > 0)
        self.is_whole_price = ~other


def known(code: str, codes: frozenset[str]) -> str:
    """A code that is on its list; "other" for anything else that is written there.

    >>> known("45", carcs()), known("Smith", carcs()), known("", rarcs())
    ('45', 'other', '')
    """
    return code if not code or code in codes else UNKNOWN


def _allowed(lines: Table, reasons: _Reasons) -> np.ndarray:
    """What the payer allows: as it says (AMT*B6), else what it paid and left to the patient; nothing where denied."""
    shared = lines.paid_amount + lines.patient_responsibility_amount
    told = np.where(lines.allowed_amount != 0, lines.allowed_amount, shared)
    return np.where(reasons.is_denied, 0, told)


@remembered
def no_denials() -> tuple[frozenset[str], frozenset[str]]:
    """Reasons beside which a line is not a denial, and those of them beside which the price is whole."""
    rows = read_csv(find(NO_DENIAL))
    return frozenset(row["carc"] for row in rows), frozenset(row["carc"] for row in rows if row["whole_price"] == "yes")


@remembered
def carcs() -> frozenset[str]:
    """Every claim adjustment reason code."""
    return _column("data/codes/carc.csv", "code")


@remembered
def rarcs() -> frozenset[str]:
    """Every remittance advice remark code."""
    return _column("data/codes/rarc.csv", "code")


@remembered
def groups() -> frozenset[str]:
    """Every group of adjustments."""
    return _column("data/codes/group_codes.csv", "code")


def _column(path: str, name: str) -> frozenset[str]:
    return frozenset(row[name] for row in read_csv(find(path)))
