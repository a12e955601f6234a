"""The lines as a policy sees them: every column of the claim line, of its claim, of the matched coverage and plan, and
of the library.

    lines.procedure_code, lines.received_date       columns of claim_lines and claims (data/dictionary.csv), one value
                                                    per line
    lines.coverage_start_date, lines.plan_code      columns of the coverage that the member id belongs to
    lines.procedure.kind, lines.place.is_facility   columns of the library, missing where the code is unknown
                                                    (line_codes)
    lines.has_modifier("25"), lines.points_to(...)  what the codes of the line say
                                                    (line_codes)
    lines.param("filing_limit")                     a dated number by payer and date
                                                    (line_terms)
    lines.stated(...), lines.plan_amount(...)       what the payer's file and the plan say
                                                    (line_terms)
    lines.rule("not_separate"), lines.rule_code(...)    what its rows [[rule]] say                               (rules)
    lines.fact("hospice"), lines.authorization, ... what the payer knows beside coverage                         (known)
    lines.left, lines.denied                        cents not yet taken off, denied or not, at the start of the stage

Columns are taken when they are first asked for, and kept. Other lines are reached only through the helpers of
sim.payer.engine.other_lines.
"""

from collections.abc import Callable

import numpy as np

from sim.ground.coded import Coded
from sim.payer.engine import line_codes, line_terms, other_lines, payer_records
from sim.payer.engine import payer_rules as rules
from sim.payer.engine.batch import Batch
from sim.payer.engine.earlier_payers import prior

SHARED = {
    "deductible": ("PR-1", "OA-209 N781"),
    "coinsurance": ("PR-2", "OA-209 N782"),
    "copay": ("PR-3", "OA-209 N783"),
}


Taken = Callable[[tuple[str, ...]], np.ndarray]  # what lines took from an accumulator, by what counts toward it


class Lines:
    """Some lines of a batch, in the order of work, whole claims only.

    The engine tells what is known already: `out` marks lines that take no part (rejected, not yet at their turn, or
    denied before), `denied_finally` and `sent_back_finally` how lines of earlier claims ended, `fixed` lines decided in
    an earlier wave (None: none), with `taken_finally(counts)` as what they took from an accumulator; `guessed(counts)`
    what lines of earlier claims took by the last guess (None: no guess yet, what they ask for is what they take).
    """

    earlier, total, pairs, rank, last, any_in_claim, spend = (
        other_lines.earlier,
        other_lines.total,
        other_lines.pairs,
        other_lines.rank,
        other_lines.last,
        other_lines.any_in_claim,
        other_lines.spend,
    )
    has_modifier, judged, pointed, points_to = (
        line_codes.has_modifier,
        line_codes.judged,
        line_codes.pointed,
        line_codes.points_to,
    )
    diagnosis_flags, claim_diagnosis, any_diagnosis = (
        line_codes.diagnosis_flags,
        line_codes.claim_diagnosis,
        line_codes.any_diagnosis,
    )
    points_outside_validity = line_codes.points_outside_validity
    procedure, procedure_row, place = (
        property(line_codes.procedure),
        property(line_codes.procedure_row),
        property(line_codes.place),
    )
    anatomic_modifier, diagnosis_pool = line_codes.anatomic_modifier, property(line_codes.diagnosis_pool)
    param, by_day, stated, of_plan, plan_amount = (
        line_terms.dated_number,
        line_terms.by_day,
        line_terms.stated,
        line_terms.of_plan,
        line_terms.plan_amount,
    )
    by_payer_and_day, values_by_day = line_terms.by_payer_and_day, staticmethod(line_terms.values_by_day)
    plan, no_plan, share_free = property(line_terms.plan), property(line_terms.no_plan), property(line_terms.share_free)
    coordination, pays_deductible = property(line_terms.coordination), property(line_terms.pays_deductible)
    may_bill_balance = property(line_terms.may_bill_balance)
    is_medicare, wants_two_lines = property(line_terms.is_medicare), property(line_terms.wants_two_lines)
    takes_consultations = property(line_terms.takes_consultations)
    is_aggregate, family_size = property(line_terms.is_aggregate), property(line_terms.family_size)
    covered_diagnoses = property(line_terms.covered_diagnoses)
    covered_code = property(line_terms.covered_code)
    rule, rule_value, rule_code, each_rule, points_to_prefix, rules = (
        rules.rule,
        rules.rule_value,
        rules.rule_code,
        rules.each_rule,
        rules.points_to_prefix,
        rules.rules,
    )
    fact, fact_amount, fact_reference, fact_start = (
        payer_records.fact,
        payer_records.fact_amount,
        payer_records.fact_reference,
        payer_records.fact_start,
    )
    another_coverage_first = payer_records.another_coverage_first
    provider_fact, authorization, referral, units_used = (
        payer_records.provider_fact,
        property(payer_records.authorization),
        property(payer_records.referral),
        payer_records.units_used,
    )

    def __init__(self, batch: Batch, rows, payers: tuple[str, ...]):
        self.batch, self.rows, self.payers = batch, rows, payers
        self.claim_rows = batch.line_claim[rows]
        self.count = len(self.claim_rows)
        self.kept: dict = {}
        self.out = self.denied = self.denied_finally = self.sent_back_finally = np.zeros(self.count, bool)
        self.fixed: np.ndarray | None = None
        self.taken_finally: Taken | None = None
        self.guessed: Taken | None = None
        self.read = np.zeros(self.count, bool)

    def __len__(self):
        return self.count

    def __getattr__(self, name):
        """A column, by name; worked out once."""
        if name in self.batch.lines:
            column = self.batch.lines[name][self.rows]
        elif name in self.batch.claims:
            column = self.batch.claims[name][self.claim_rows]
        elif name in self.batch.coverages:
            column = _of_coverage(self.batch, name)[self.claim_rows]
        else:
            raise AttributeError(f"a line has no column {name!r}")
        self.__dict__[name] = column
        return column

    def __getitem__(self, name):
        return getattr(self, name)

    def keep(self, name, make):
        """A thing worked out once for these lines."""
        if name not in self.kept:
            self.kept[name] = make()
        return self.kept[name]

    @property
    def claim(self) -> np.ndarray:
        """0, 1, 2 ... per claim, in order of work."""

        def number():
            counts = np.diff(np.append(self.claim_starts, self.count))
            return np.repeat(np.arange(len(counts)), counts)

        return self.keep("claim", number)

    @property
    def claim_starts(self) -> np.ndarray:
        """Where each claim's lines begin."""

        def starts():
            head = np.ones(self.count, bool)
            head[1:] = self.claim_rows[1:] != self.claim_rows[:-1]
            return np.flatnonzero(head)

        return self.keep("starts", starts)

    @property
    def payer(self) -> np.ndarray:
        """Index of the payer in `payers`."""
        return self.keep("payer", lambda: line_terms.payer_of_claim(self.batch, self.payers)[self.claim_rows])

    @property
    def payer_present(self) -> np.ndarray:
        """Which payers have lines here: indices."""
        return self.keep("payer_present", lambda: np.flatnonzero(np.bincount(self.payer, minlength=len(self.payers))))

    @property
    def year(self) -> np.ndarray:
        """Calendar year of the service: the plan year."""
        return self.keep(
            "year", lambda: self.by_day("service_date", lambda days: days.astype("datetime64[Y]").astype(np.int64))
        )

    @property
    def age(self) -> np.ndarray:
        """Whole years on the day of the service, by the date of birth on the claim; -1 where that is missing."""

        def years():
            birth = self.batch.once("birth", lambda: _calendar(self.batch.claims.patient_birth_date))[self.claim_rows]
            day = self.by_day("service_date", _calendar)
            return np.where((birth == 0) | (day == 0), -1, (day - birth) // 10_000)

        return self.keep("age", years)

    @property
    def prior(self):
        """What earlier payers said of these lines (sim.payer.engine.earlier_payers.Prior); None where no claim of the
        batch tells of one.
        """
        found = prior(self.batch)
        return None if found is None else self.keep("prior", lambda: found.of(self.rows))

    def shared(self, name: str) -> np.ndarray:
        """The cost share worked out at an earlier stage: "deductible", "coinsurance" or "copay", whoever is asked for
        it.
        """
        found = [cents for code, cents in self.shares.items() if code in SHARED[name]]
        return sum(found, np.zeros(self.count, np.int64))

    @property
    def original_remittance_date(self) -> np.ndarray:
        """Day on which the claim that this one replaces was answered; NaT where it replaces none."""
        return self.batch.memo["original_remittance_date"][self.claim_rows]

    @property
    def first_received_date(self) -> np.ndarray:
        """Day on which the payer had the first claim of a chain of corrections; NaT where the claim replaces none."""
        return self.batch.memo["first_received_date"][self.claim_rows]


def _calendar(dates: np.ndarray) -> np.ndarray:
    """Dates as whole numbers yyyymmdd; 0 for a missing date."""
    months = dates.astype("datetime64[M]")
    number, day = months.astype(np.int64), (dates - months).astype(np.int64)
    return np.where(np.isnat(dates), 0, (1970 + number // 12) * 10_000 + (number % 12 + 1) * 100 + day + 1)


def _of_coverage(batch: Batch, name: str):
    def column():
        values, rows = batch.coverages[name], batch.coverage_row
        if isinstance(values, Coded):
            return Coded(np.append(values.keys, np.int32(-1))[rows], values.pool)
        missing = np.array(["NaT"], values.dtype) if values.dtype.kind == "M" else np.array([-1]).astype(values.dtype)
        return np.append(values, missing)[rows]

    return batch.once(("coverage", name), column)
