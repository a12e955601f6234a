"""What is true of a batch: the claims as they were sent and as they should be, what the payer's front end answers, and
what it answers when a claim is sent again. Everything is the payer's own engine; nothing is decided here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sim.billing.answers.payer_answer import answer
from sim.billing.answers.supported_amounts import as_supported
from sim.billing.claims.claim import clean
from sim.billing.claims.claim_tables import POINTER_COLUMNS, Claims
from sim.billing.claims.corrections import Changes, correct, one, with_changes
from sim.billing.claims.deadlines import deadline_of
from sim.billing.claims.form import boxes
from sim.billing.claims.form_cells import Cell, write
from sim.billing.claims.submission import received_date, worked_on
from sim.billing.wire.clearinghouse import HOUSE, batch
from sim.billing.wire.trading_partners import payer_id
from sim.clinic.people.people import People
from sim.clinic.visits.several_visits import Asked, draw_visits
from sim.clinic.visits.truth import truth_work
from sim.edi.writer.envelope import Envelope
from sim.ground.errors import CleanClaimError
from sim.ground.files import remembered_up_to
from sim.ground.table import Table, empty
from sim.learn.exercises.case import Case, number
from sim.learn.tasks.fix_rejection.file_errors import FILE_ERRORS, FileError, Returned, returned
from sim.learn.tasks.fix_rejection.given import Given
from sim.learn.tasks.fix_rejection.slips import ANY, SLIPS, Slip
from sim.payer.engine.engine import Adjudication
from sim.payer.rulebook.payers import Payer, payers
from sim.reference.codes import procedure_rows, procedures
from sim.reference.diagnosis_letters import letters_of, place_of
from sim.reference.icd10cm import dotted

Row = dict[str, Any]  # a row of a table, as the dictionary describes its columns
DAYS = 21  # dates of service of a batch lie within so many days
FACT = "takes electronic claims"
POINTERS = "24E"


@dataclass(frozen=True, eq=False)
class SentClaim:
    """A claim of the batch. `acknowledgement`: the front end's answer; None where the whole file came back."""

    key: int
    patient: Row
    true: Claims
    sent: Claims
    slips: tuple[Slip, ...]
    acknowledgement: Row | None

    @property
    def is_accepted(self) -> bool:
        """Did the front end let it in?"""
        return self.acknowledgement is not None and bool(self.acknowledgement["is_accepted"])

    @property
    def service_date(self) -> np.datetime64:
        """The date of service; the right one."""
        return self.true.lines.service_date[0]

    def true_cell(self, box: str) -> Any:
        """What belongs into a box."""
        return cell(self.true, box)


@dataclass(frozen=True, eq=False)
class Answered:
    """What came back to a claim that was sent again."""

    acknowledgement: Row
    adjudication: Adjudication
    key: int

    @property
    def is_accepted(self) -> bool:
        """Did the front end let it in?"""
        return bool(self.acknowledgement["is_accepted"])

    @property
    def amount(self) -> int:
        """Cents that payer and patient pay."""
        lines = self.adjudication.remittance_lines
        mine = lines.take(lines.claim_key == self.key)
        return int((mine.paid_amount + mine.patient_responsibility_amount).sum())


@dataclass(frozen=True, eq=False)
class Batch:
    """`reported_date`: the day of the report; `today`: the day on which it is worked; `enrolled_date`: from when on the
    payer takes the clinic's electronic claims, None where it always did."""

    payer: Payer
    people: People
    claims: tuple[SentClaim, ...]
    all_sent: Claims
    provider_facts: Table
    file_error: FileError | None
    reported_date: np.datetime64
    today: np.datetime64
    enrolled_date: np.datetime64 | None
    files: Mapping[str, str]
    report: Returned | None

    @property
    def resend_date(self) -> np.datetime64:
        """The first day on which a claim can be sent again and be taken."""
        return self.today if self.enrolled_date is None else max(self.today, self.enrolled_date)

    def last_day(self, claim: SentClaim) -> np.datetime64:
        """The last day on which the payer accepts an original claim for this visit."""
        return deadline_of("R_NEW", self.payer.code, claim.service_date, claim.service_date)[0]

    def answers(self, claim: SentClaim, how: str, changes: Changes, on: np.datetime64) -> Answered:
        """The payer's answers to the claim sent again on a day. Raises CleanClaimError for what fits no claim."""
        made = correct(self.all_sent, claim.key, how, changes, on)
        if self.file_error is not None:  # nothing of the file was ever received
            made = _without(made, self.all_sent.claims.claim_key)
        key = int(made.claims.claim_key[made.claims.claim_key >> 4 == claim.key >> 4].max())
        told = answer(made, self.people, provider_facts=self.provider_facts)
        return Answered(told.acknowledgements.take(told.acknowledgements.claim_key == key).rows()[0], told, key)

    def corrected(self, claim: SentClaim, typed: Mapping[str, Any]) -> Changes:
        """The changes of a corrected claim from values of boxes; the member is looked up by the number on the claim."""
        changes: dict[str, Any] = {}
        for box, value in typed.items():
            changes |= changes_of(box, value)
        member = str(changes.get("claim.member_id", claim.sent.claims.member_id[0]))
        known = self.people.coverages
        mine = (known.member_id == member) & (known.patient_key == claim.patient["patient_key"])
        mine &= known.payer_code == self.payer.code
        key = int(known.coverage_key[mine][-1]) if member and mine.any() else -1
        return {**changes, "claim.coverage_key": key}

    @cached_property
    def right_amounts(self) -> dict[int, int]:
        """What each claim brings when it is right and in time, in cents, by claim key."""
        return {claim.key: self.sent_right(claim, self.resend_date).amount for claim in self.claims}

    def sent_right(self, claim: SentClaim, on: np.datetime64) -> Answered:
        """The claim as it should be, sent on a day."""
        return self.answers(claim, "new", self.corrected(claim, _repaired(claim)), on)


def _without(claims: Claims, keys: np.ndarray) -> Claims:
    heads, lines = claims.claims, claims.lines
    return Claims(heads.take(~np.isin(heads.claim_key, keys)), lines.take(~np.isin(lines.claim_key, keys)))


def _repaired(claim: SentClaim) -> dict[str, Any]:
    return {slip.box: claim.true_cell(slip.box) for slip in claim.slips}


def path_of(box: str) -> str:
    """Where a box of the form lies in the tables of a claim.

    >>> path_of("1a"), path_of("24D.2")
    ('claim.member_id', 'line.2.procedure_code')
    """
    name, _, line = box.partition(".")
    column = next(one["column"] for one in boxes() if one["box"] == name)
    return f"line.{line}.{column}" if line else f"claim.{column}"


def cell(claim: Claims, box: str) -> Any:
    """What stands in a box of one claim; None where the claim has no such line."""
    name, _, line = box.partition(".")
    column = next(one["column"] for one in boxes() if one["box"] == name)
    if not line:
        return claim.claims.rows()[0][column]
    row = next((row for row in claim.lines.rows() if row["claim_line_number"] == int(line)), None)
    if row is None:
        return None
    return letters_of([row[column] for column in POINTER_COLUMNS]) if name == POINTERS else row[column]


def changes_of(box: str, value: Cell) -> dict[str, Any]:
    """What a value typed into a box changes on a claim.

    >>> changes_of("24E.2", "BA")["line.2.diagnosis_pointer_1"], changes_of("1a", "X1")
    (2, {'claim.member_id': 'X1'})
    """
    name, _, line = box.partition(".")
    if name != POINTERS:
        return {path_of(box): value}
    letters = [place_of(letter) for letter in str(value or "")]
    return {
        f"line.{line}.{column}": letters[place] if place < len(letters) else 0
        for place, column in enumerate(POINTER_COLUMNS)
    }


def shown_cell(claim: Claims, box: str) -> str:
    """What stands in a box, as it is written on the form."""
    kind = next(one["format"] for one in boxes() if one["box"] == box.partition(".")[0])
    written = write(kind, cell(claim, box))
    return dotted(written) if kind == "diagnosis" else written


@remembered_up_to(64)
def sent_batch(case: Case) -> Batch:
    """The batch of a case. Raises CleanClaimError where no patients suit."""
    given, one_of = Given(**case.exercise.given), case.exercise
    asked = Asked(len(given.claims), one_of.scenarios, one_of.payer, tuple(one_of.choices.items()), days=DAYS)
    drawn = draw_visits(number(one_of.name), asked, case.variant)
    right = _together(clean(as_supported(drawn.encounters), truth_work(drawn.encounters), drawn.people))
    keys = _order(right, case)
    named = [_named(given.claims[place], case, place) for place in _places(len(given.claims), case)]
    wrong = _with_slips(right, dict(zip(keys, named, strict=True)))
    reported = right.claims.received_date[0] + np.timedelta64(1, "D")
    enrolled = reported + np.timedelta64(given.enrolled_in, "D") if given.enrolled_in else None
    facts = _facts(one_of.payer, right, enrolled)
    told = answer(wrong, drawn.people, provider_facts=facts)
    reported = told.acknowledgements.acknowledgement_date.max()
    files, report = _files(wrong, drawn.people, told, one_of.payer, given)
    today = worked_on(reported) if not given.days_unread else reported + np.timedelta64(given.days_unread, "D")
    answers = {row["claim_key"]: row for row in told.acknowledgements.rows()}
    patients = {row["patient_key"]: row for row in drawn.people.patients.rows()}
    claims = tuple(
        SentClaim(
            key,
            patients[one(right, key).claims.patient_key[0]],
            one(right, key),
            one(wrong, key),
            tuple(SLIPS[name] for name in slips),
            None if report is not None else answers[key],
        )
        for key, slips in zip(keys, named, strict=True)
    )
    error = FILE_ERRORS[given.file] if given.file else None
    payer = payers()[one_of.payer]
    return Batch(payer, drawn.people, claims, wrong, facts, error, reported, today, enrolled, files, report)


def _places(count: int, case: Case) -> list[int]:
    """The claims of the exercise in an order of the variant's own."""
    return sorted(range(count), key=lambda place: number(f"{case.exercise.name} {case.variant} place {place}"))


def _named(slips: tuple[str, ...], case: Case, place: int) -> tuple[str, ...]:
    """The slips of a claim; any of them is another one in every variant, in an order of the exercise's own."""
    order = sorted(SLIPS, key=lambda name: number(f"{case.exercise.name} {place} {name}"))
    return tuple(order[(case.variant - 1) % len(order)] if name == ANY else name for name in slips)


def _together(claims: Claims) -> Claims:
    """The claims of one file: sent on the day on which the last of them was ready."""
    sent = np.full(len(claims.claims), claims.claims.submitted_date.max())
    heads = claims.claims.with_columns(submitted_date=sent, received_date=received_date(sent))
    return Claims(heads, claims.lines)


def _order(claims: Claims, case: Case) -> list[int]:
    """The claims in an order of the case's own, so that a place says nothing."""
    return sorted(
        claims.claims.claim_key.tolist(), key=lambda key: number(f"{case.exercise.name} {case.variant} {key}")
    )


def _with_slips(right: Claims, slips: Mapping[int, tuple[str, ...]]) -> Claims:
    parts = []
    for key in right.claims.claim_key.tolist():
        mine = one(right, key)
        head, line = mine.claims.rows()[0], mine.lines.rows()[0]
        changes: dict[str, Any] = {}
        for name in slips[key]:
            changes |= SLIPS[name].made(head, line)
        parts.append(with_changes(mine, changes))
    return Claims(Table.concat([part.claims for part in parts]), Table.concat([part.lines for part in parts]))


def _facts(payer_code: str, claims: Claims, enrolled: np.datetime64 | None) -> Table:
    """What the payer's file says of the clinic: from when on it takes the clinic's electronic claims."""
    if enrolled is None:
        return empty("provider_facts")
    row = {"payer_code": payer_code, "npi": claims.claims.billing_npi[0], "fact": FACT, "start_date": str(enrolled)}
    return Table.from_rows("provider_facts", [row])


def _files(
    sent: Claims, people: People, told: Adjudication, payer_code: str, given: Given
) -> tuple[dict[str, str], Returned | None]:
    """The files of the exchange, and the answer to a file that came back as a whole."""
    tables = {
        "claims": sent.claims,
        "claim_lines": sent.lines,
        "patients": people.patients,
        "coverages": people.coverages,
        "acknowledgements": told.acknowledgements,
    }
    made = batch(tables, payer_code)
    if made is None:
        raise CleanClaimError("no claim was sent", "exercise", "claims of one payer", "choose another scenario")
    if not given.file:
        return {name: made.files[f"{name}.x12"] for name in ("999", "277ca")}, None
    day = str(sent.claims.received_date[0]).replace("-", "")
    envelope = Envelope(payer_id(payer_code), HOUSE, day, "1200", 1)
    back = returned(FILE_ERRORS[given.file], made.files["837.x12"], envelope)
    return {back.name: back.text}, back


def service_words(code: str) -> str:
    """A service in our own words; empty for a code that the library does not know."""
    row = int(procedure_rows([code])[0])
    return str(procedures().label[row]) if row >= 0 else ""
