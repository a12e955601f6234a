"""The order of work: claims sorted as a payer decides them, each line with its claim, each claim with its coverage.

Within a household claims are decided by (adjudication_round, received_date, claim_key), lines by their number.
"""

from collections.abc import Mapping

import numpy as np

from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.ground.joins import find_in, ranges
from sim.ground.table import Table, conform, empty

POINTED = 12
RECORDS = (
    "member_facts",
    "authorizations",
    "provider_facts",
    "other_payments",
    "other_adjustments",
    "payer_errors",
    "documents",
)
# lines decided at once: enough that calling numpy costs little beside its work, few enough to stay near the processor
BLOCK = 100_000


class Batch:
    """All that one call to the engine works on, in the order of work. `records` holds every table of RECORDS, empty
    where none was given; `memo` keeps what is worked out once per call."""

    def __init__(
        self, claims: Table, lines: Table, coverages: Table, past: Table, records: Mapping[str, Table] | None = None
    ):
        self.claims = claims.take(order) if (order := claim_order(claims)) is not None else claims
        position = place_of(lines.claim_key, self.claims.claim_key, "claim_lines")
        order = line_order(position, lines.claim_line_number)
        self.lines, position = (lines.take(order), position[order]) if order is not None else (lines, position)
        self.line_claim = position
        self.line_start = np.append(0, np.cumsum(np.bincount(position, minlength=len(self.claims))))
        self.coverages = coverages
        self.coverage_row = (
            find_in(coverages.coverage_key, self.claims.coverage_key) if len(coverages) else np.full(len(claims), -1)
        )
        self.past = past.sort_by("patient_key", "service_date")
        self.records = _records(records or {})
        self.memo: dict = {}

    def once(self, name, make):
        """A thing made at most once per call."""
        if name not in self.memo:
            self.memo[name] = make()
        return self.memo[name]

    def lines_of(self, claim_rows: np.ndarray) -> np.ndarray:
        """Rows of the lines of these claims, in order."""
        starts, counts = self.line_start[claim_rows], self.line_start[claim_rows + 1] - self.line_start[claim_rows]
        return ranges(starts, counts)

    @property
    def diagnoses(self) -> tuple[np.ndarray, tuple[str, ...]]:
        """Keys (claims x 13, the first column missing, so that a pointer is an index) and their one pool of texts."""
        return self.once("diagnoses", self._diagnoses)

    def _diagnoses(self):
        columns = [self.claims[f"diagnosis_code_{number}"] for number in range(1, POINTED + 1)]
        pool = tuple(dict.fromkeys(text for column in columns for text in column.pool))
        keys = np.full((len(self.claims), POINTED + 1), -1, np.int32)
        for number, column in enumerate(columns, 1):
            if column.pool:
                keys[:, number] = column.recoded(pool).keys
        return keys, pool


def _records(given: Mapping[str, Table]) -> dict[str, Table]:
    unknown = sorted(set(given) - set(RECORDS))
    if unknown:
        raise CleanClaimError(f"no record is called {unknown[0]!r}", "adjudicate", ", ".join(RECORDS), "check the name")
    return {name: conform(name, given[name]) if name in given and len(given[name]) else empty(name) for name in RECORDS}


def blocks(batch: Batch, claim_rows: np.ndarray | None = None):
    """Claim rows (None: all) in blocks of whole households, about BLOCK lines each."""
    rows = np.arange(len(batch.claims)) if claim_rows is None else claim_rows
    if not len(rows):
        return
    household = batch.claims.household_key[rows]
    lines = np.cumsum(batch.line_start[rows + 1] - batch.line_start[rows])
    head = np.flatnonzero(np.r_[True, household[1:] != household[:-1]])
    block = np.append(0, lines)[head] // BLOCK
    edges = np.append(head[np.flatnonzero(np.r_[True, block[1:] != block[:-1]])], len(rows))
    for low, high in zip(edges[:-1], edges[1:], strict=True):
        yield rows[low:high]


def claim_order(claims: Table) -> np.ndarray | None:
    """The order of work; None if the claims are in it already. Raises CleanClaimError where two claims have one key."""
    columns = claims.claim_key, claims.received_date.astype(np.int64), claims.adjudication_round, claims.household_key
    if _in_order(columns):
        return None
    order = np.lexsort(columns)
    key = np.sort(claims.claim_key)
    if (key[1:] == key[:-1]).any():
        raise CleanClaimError(
            f"claim {key[1:][key[1:] == key[:-1]][0]} is there twice", "claims", "one row per claim key", "remove one"
        )
    return order


def _in_order(columns) -> bool:
    """Rising by the last column, equal ones by the one before, and so on; no two rows alike."""
    before = np.zeros(max(len(columns[0]) - 1, 0), bool)
    for column in columns:
        before = (column[1:] > column[:-1]) | ((column[1:] == column[:-1]) & before)
    return bool(before.all())


def line_order(position: np.ndarray, number: np.ndarray) -> np.ndarray | None:
    """Lines by claim and line number; None if they are in that order already."""
    step = np.diff(position)
    if not ((step != 0) | (number[1:] >= number[:-1])).all():
        return np.lexsort((number, position))
    if (step >= 0).all():
        return None
    head = np.flatnonzero(np.append(True, step != 0))
    counts = np.diff(np.append(head, len(position)))
    start, count = np.zeros((2, int(position.max()) + 1), np.int64)
    start[position[head]], count[position[head]] = head, counts
    return ranges(start, count) if count.sum() == len(position) else np.lexsort((number, position))


def place_of(keys: np.ndarray, among: np.ndarray, table: str) -> np.ndarray:
    """The row of each key, asked once per run of equal keys. Raises CleanClaimError for a key that is not there."""
    if not len(keys):
        return np.zeros(0, np.int64)
    head = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    rows = find_in(among, keys[head]) if len(among) else np.full(len(head), -1)
    if (rows < 0).any():
        raise CleanClaimError(
            f"claim {keys[head][rows < 0][0]} is not among the claims",
            table,
            "a claim for every line",
            "give the claim too, or leave the line out",
        )
    return np.repeat(rows, np.diff(np.r_[head, len(keys)]))


def common(columns: list[Coded]) -> tuple[list[np.ndarray], tuple[str, ...]]:
    """Keys of several coded columns in one pool."""
    pool = tuple(dict.fromkeys(text for column in columns for text in column.pool))
    return [column.recoded(pool).keys for column in columns], pool
