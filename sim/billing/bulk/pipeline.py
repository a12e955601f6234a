"""A clinic's year in bulk: households in fixed blocks, each from its people to its ledger, each block into its own
files.

`work` is a pure function of the settings and a block: it knows nothing of other blocks, so the same seed gives the same
rows whatever the number of workers. Every table is one folder of Parquet files or one CSV file, with the columns of
data/dictionary.csv; or claims and answers are written as they travel (X12, see sim/billing/bulk/exchange_files.py).
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from sim.billing.answers.supported_amounts import money
from sim.billing.books.revenue_cycle import Answers, Books, CodedVisits, revenue_cycle
from sim.billing.bulk import kept_blocks, output
from sim.billing.bulk.block_runs import run_blocks
from sim.billing.bulk.edition import edition
from sim.billing.bulk.exchange_files import write_block, write_remittances
from sim.billing.claims.claim import charges_not_listed, long_diagnoses
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.claim_versions import has_the_last_word
from sim.billing.claims.scrub import scrub
from sim.billing.denials.denial_mix import causes
from sim.clinic.people.people import People, people
from sim.clinic.practice.clinics import clinic
from sim.clinic.visits.coded_rows import Work
from sim.clinic.visits.encounters import encounters, visit_counts
from sim.clinic.visits.stated_history import with_history
from sim.clinic.visits.truth import truth_work
from sim.coding.coder import code
from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.ground.joins import find_in, sum_by
from sim.ground.table import Table
from sim.payer.engine.engine import Adjudication
from sim.payer.money.payments import Part, settled
from sim.payer.rulebook.payers import payers

BLOCK = 8192  # households in a block: some 27,000 visits
NOBODY = 30_000  # households of whom somebody must come
TABLES = (
    "patients",
    "coverages",
    "prior_services",
    "member_facts",
    "authorizations",
    "encounters",
    "encounter_diagnoses",
    "encounter_services",
    "claims",
    "claim_lines",
    "other_payments",
    "other_adjustments",
    "claim_diagnoses",
    "acknowledgements",
    "adjustments",
    "remittance_lines",
    "remittance_payments",
    "ledger",
    "findings",
    "causes",
)
WORKED = ("work",)  # where people work
ACROSS = ("payments", "provider_adjustments")  # tables that cross households: made after the blocks


@dataclass(frozen=True)
class Settings:
    """What a simulation is made of: how many encounters, from which seed, coded by whom, at which clinic."""

    encounters: int
    seed: int = 1
    coder: str = "perfect"
    block: int = BLOCK
    clinic: str = ""  # a file of data/clinics; left out: the one in force
    staff: str = ""  # a strategy, where people work through time (sim.manager); empty: nobody works


@dataclass(frozen=True)
class Block:
    """Households of one piece of work; `encounters` is how many of their visits count (the last block ends with the
    household that brings the number asked for).
    """

    number: int
    first_household: int
    households: int
    encounters: int


@dataclass
class Summary:
    """Sums of a block or of a whole simulation; amounts in cents. Charges and allowed amounts count once, with the
    first payer; the patient's amount is what the last payer left."""

    encounters: int = 0
    claims: int = 0
    claim_lines: int = 0
    denied_lines: int = 0
    rejected_claims: int = 0
    unbalanced: int = 0
    mistakes: int = 0
    charge_amount: int = 0
    allowed_amount: int = 0
    paid_amount: int = 0
    patient_amount: int = 0
    owed_not_paid_amount: int = 0
    paid_not_supported_amount: int = 0
    denials: dict[str, Any] = field(default_factory=dict)  # policy -> lines
    charges_not_listed: dict[str, Any] = field(default_factory=dict)  # code -> lines
    tables: dict[str, Any] = field(default_factory=dict)  # name -> [rows, digests of its blocks]
    parts: list[Part] = field(default_factory=list)  # of the payments, one per block

    def add(self, other: "Summary") -> None:
        """Add another block's sums."""
        for name, value in vars(other).items():
            mine = getattr(self, name)
            if name in ("denials", "charges_not_listed"):
                for one, lines in value.items():
                    mine[one] = mine.get(one, 0) + lines
            elif name == "tables":
                for table, (rows, digests) in value.items():
                    kept = mine.setdefault(table, [0, []])
                    kept[0] += rows
                    kept[1] += digests
            else:
                setattr(self, name, mine + value)


Maker = Callable[[Settings, Block], dict[str, Table]]


def plan(settings: Settings) -> list[Block]:
    """The blocks whose visits add up to exactly the encounters asked for.

    >>> sum(block.encounters for block in plan(Settings(encounters=10_000)))
    10000
    """
    blocks, left, first = list[Block](), settings.encounters, 1
    while left > 0:
        visits = visit_counts(settings.seed, np.arange(first, first + settings.block), settings.clinic).cumsum()
        households = min(int(np.searchsorted(visits, left)) + 1, settings.block)
        blocks.append(Block(len(blocks), first, households, min(int(visits[-1]), left)))
        left, first = left - int(visits[-1]), first + settings.block
        if first > NOBODY and left == settings.encounters:
            raise CleanClaimError(
                f"nobody of {first - 1:,} households comes",
                clinic(settings.clinic).name,
                "patients",
                "widen its specialties",
            )
    return blocks


def simulate_block(settings: Settings, block: Block) -> dict[str, Table]:
    """All tables of one block, from people to ledger (name -> table, columns of the dictionary, rows in order of their
    keys), and `unbilled`: services that the record supports and nobody billed; and `part`: the block's part of the
    payments."""
    household = np.arange(block.first_household, block.first_household + block.households)
    members = people(settings.seed, household, settings.clinic)
    visits = encounters(settings.seed, members, at=settings.clinic).take(np.arange(block.encounters))
    members = with_history(members, visits)
    truth = truth_work(visits)
    visits, coded = code(settings.seed, visits, settings.coder)
    (claims, decided, unbilled), books = revenue_cycle(CodedVisits(members, visits, coded, truth))
    return block_tables(CodedVisits(members, visits, coded, truth), Answers(claims, decided, unbilled), books)


def block_tables(made: CodedVisits, answers: Answers, books: Books, findings: Table | None = None) -> dict[str, Table]:
    """The tables of worked visits by their names. findings: of the scrubber before the claims were sent (left out: it
    is asked now)."""
    claims, decided, visits = answers.claims, answers.decided, made.encounters
    return {
        **made.people._asdict(),
        "encounters": visits,
        **_both_versions(visits, made.truth, made.work),
        "claims": claims.claims,
        "claim_lines": claims.lines,
        **claims.records(),
        "claim_diagnoses": long_diagnoses(claims.claims),
        **decided._asdict(),
        "ledger": books.ledger,
        "findings": _findings(claims, made.people, decided) if findings is None else findings,
        "causes": causes(visits, decided),
        "unbilled": answers.unbilled,
        "remittance_payments": books.part.remittance_payments,
        "part": books.part,
    }


def _findings(claims: Claims, members: People, decided: Adjudication) -> Table:
    """What the edits say of the first claims."""
    first = claims.claims.take(claims.claims.follows_claim_key < 0)
    lines = claims.lines.take(np.isin(claims.lines.claim_key, first.claim_key))
    return scrub(first, lines, members, decided)


def _both_versions(visits: Table, truth: Work, coded: Work) -> dict[str, Table]:
    """Truth and what was coded in one table each: a visit coded as it should be stands there once, as version both."""
    wrong = visits.encounter_key[~visits.mistake.is_missing]
    out = {}
    for name, right, sent in (
        ("encounter_diagnoses", truth.diagnoses, coded.diagnoses),
        ("encounter_services", truth.services, coded.services),
    ):
        is_wrong = np.isin(right.encounter_key, wrong)
        right = right.with_columns(version=Coded.where(is_wrong, "truth", "both"))
        sent = sent.take(np.isin(sent.encounter_key, wrong))
        joined = Table.concat(
            [right, sent.with_columns(version=Coded.constant("coded", len(sent))).select(*right.columns)]
        )
        out[name] = joined.take(np.argsort(joined.encounter_key, kind="stable"))
    return out


def sums(tables: dict[str, Table], written: tuple[str, ...] = TABLES) -> Summary:
    """What the tables of a block add up to; `unbalanced` counts lines whose charge is not paid plus adjustments."""
    heads, lines, decided, visits = (
        tables["claims"],
        tables["claim_lines"],
        tables["remittance_lines"],
        tables["encounters"],
    )
    first, last = heads.claim_key[heads.follows_claim_key < 0], heads.claim_key[has_the_last_word(heads)]
    owed, unsupported = money(
        tables["claims"], Adjudication(*(tables[name] for name in Adjudication._fields)), tables["unbilled"]
    )
    denied = decided.denial_policy.keys[~decided.denial_policy.is_missing]
    counts = np.bincount(denied, minlength=len(decided.denial_policy.pool))
    return Summary(
        encounters=len(visits),
        claims=len(tables["claims"]),
        claim_lines=len(lines),
        denied_lines=len(denied),
        rejected_claims=int((~tables["acknowledgements"].is_accepted).sum()),
        unbalanced=unbalanced(decided, tables["adjustments"]),
        mistakes=int((~visits.mistake.is_missing).sum()),
        charge_amount=int(lines.charge_amount[np.isin(lines.claim_key, first)].sum()),
        allowed_amount=int(decided.allowed_amount[np.isin(decided.claim_key, first)].sum()),
        paid_amount=int(decided.paid_amount.sum()),
        patient_amount=int(decided.patient_responsibility_amount[np.isin(decided.claim_key, last)].sum()),
        owed_not_paid_amount=owed,
        paid_not_supported_amount=unsupported,
        denials={policy: int(count) for policy, count in zip(decided.denial_policy.pool, counts) if count},
        charges_not_listed=charges_not_listed(lines.procedure_code),
        tables={name: [len(tables[name]), []] for name in written},
        parts=[tables["part"]._replace(remittance_payments=tables["part"].remittance_payments.take([]))],
    )


def unbalanced(decided: Table, adjustments: Table) -> int:
    """Lines of the remittance whose charge differs from paid plus adjustments (cents). Always 0, or a door says so."""

    def identity(table: Table) -> np.ndarray:
        return (table.claim_key << 9) + (table.claim_line_number << 1) + table.is_reversal

    adjusted = sum_by(find_in(identity(decided), identity(adjustments)), adjustments.amount, len(decided))
    return int((decided.charge_amount != decided.paid_amount + adjusted).sum())


def work(settings: Settings, out: str | None, fmt: str, make: Maker, block: Block) -> Summary:
    """One block: simulate it, write its files, return its sums and digests. Pure but for its own files; safe to run
    anywhere.
    """
    tables = make(settings, block)
    summary = sums(tables, names(settings))
    for name in names(settings):
        summary.tables[name][1].append(output.digest(tables[name]))
        if out and fmt != "x12":
            output.write_part(Path(out), name, block.number, tables[name].to_arrow(), fmt)
    if out and fmt == "x12":
        write_block(Path(out), tables, block.number)
    if out:
        _record(Path(out), _names(settings, fmt), block.number, summary)
    return summary


def _record(out: Path, folders: tuple[str, ...], number: int, summary: Summary) -> None:
    """The block's files stand: a new start finds it whole."""
    there = [path for name in folders if name not in ACROSS for path in out.glob(f"{name}/*-{number:05}.*")]
    sums = {name: value for name, value in vars(summary).items() if name != "parts"}
    kept_blocks.keep(out, number, sums, summary.parts, there)


def _whole(out: Path, blocks: list[Block]) -> dict[int, Summary]:
    """The blocks that an earlier start of the same simulation left whole."""
    found = ((block.number, kept_blocks.kept(out, block.number)) for block in blocks)
    return {number: Summary(**one[0], parts=one[1]) for number, one in found if one is not None}


def simulate(
    settings: Settings,
    out: Path | None = None,
    fmt: str = "parquet",
    workers: int = 1,
    progress: Callable[[int, int], object] = lambda done, total: None,
    make: Maker = simulate_block,
    scheduler: str = "",
) -> dict[str, Any]:
    """Simulate and write. make: how a block is made (a function that can be sent to another process). workers:
    processes of this machine; scheduler: the address of a Dask scheduler, whose workers are used instead. Returns the
    object of `simulate --json` (counts, cents, and rows and sha256 of every table). A simulation that was stopped goes
    on where it was: blocks that are whole are not made again.

    `progress(done, total)` is called after every block with encounters. Raises CleanClaimError for a folder that cannot
    be used.
    """
    if not 1 <= settings.encounters <= 10**9:
        raise CleanClaimError(
            f"{settings.encounters} encounters",
            "--encounters",
            "a number from 1 to 1000000000",
            "ask for another number",
        )
    began, blocks, total = perf_counter(), plan(settings), Summary()
    whole = _begun(out, settings, fmt, blocks) if out else {}
    left = [block for block in blocks if block.number not in whole]
    function = partial(work, settings, str(out.absolute()) if out else None, fmt, make)
    made = run_blocks(function, left, workers, scheduler)
    for block in blocks:
        total.add(whole[block.number] if block.number in whole else next(made))
        progress(total.encounters, settings.encounters)
    _across(total, out, fmt)
    tables = {
        name: {"rows": total.tables[name][0], "sha256": output.combine(total.tables[name][1])}
        for name in (*names(settings), *ACROSS)
    }
    result = {
        **{name: value for name, value in vars(total).items() if name not in ("tables", "parts")},
        "seed": settings.seed,
        "coder": settings.coder,
        "staff": settings.staff,
        "seconds": round(perf_counter() - began, 3),
        "tables": tables,
    }
    if out:
        output.finish(out, result, _names(settings, fmt), fmt)
    return result


def names(settings: Settings) -> tuple[str, ...]:
    """The tables of a simulation; where people work, who worked what when as well."""
    return (*TABLES, *WORKED) if settings.staff else TABLES


def _begun(out: Path, settings: Settings, fmt: str, blocks: list[Block]) -> dict[int, Summary]:
    """The folder made ready, and the blocks of this very simulation that stand there whole."""
    stamp = {**asdict(settings), "format": fmt, "edition": edition()}
    goes_on = kept_blocks.is_continued(out, stamp) and not (out / output.MARK).exists()
    output.prepare(out, (*_names(settings, fmt), *WORKED), goes_on)
    if not goes_on:
        kept_blocks.begin(out, stamp)
    return _whole(out, blocks) if goes_on else {}


def _names(settings: Settings, fmt: str) -> tuple[str, ...]:
    """The folders that a simulation writes: a table each, or on the wire a payer each."""
    return tuple(payers()) if fmt == "x12" else (*names(settings), *ACROSS)


def _across(total: Summary, out: Path | None, fmt: str) -> None:
    """What crosses households, after the blocks: payments and their provider adjustments, one file each."""
    made = settled(total.parts)
    for name in ACROSS:
        table = getattr(made, name)
        total.tables[name] = [len(table), [output.digest(table)]]
        if out and fmt != "x12":
            output.write_part(out, name, 0, table.to_arrow(), fmt)
    if out and fmt == "x12":
        write_remittances(out, made)
