"""The lines as a policy sees them: every column of the claim line, of its claim, of the matched coverage and plan, and of the library.

    lines.procedure_code, lines.received_date       columns of claim_lines and claims (data/dictionary.csv), one value per line
    lines.coverage_start_date, lines.plan_code      columns of the coverage that the member id belongs to
    lines.procedure.kind                            columns of the procedure in the library, missing where the code is unknown
    lines.knows("is_ncci_associated")               has the line a modifier with that flag in the library
    lines.left, lines.denied                        cents not yet taken off, and denied or not, at the start of the stage

Columns are taken when they are first asked for, and kept. Other lines are reached only through the helpers of sim.payer.helpers.
"""
import numpy as np

from sim.ground.coded import Coded
from sim.ground.params import NONE, param, read
from sim.payer import helpers
from sim.payer.arrange import Batch
from sim.payer.contract import contract
from sim.reference import codes as library

MODIFIERS = ("hcpcs_modifier_1", "hcpcs_modifier_2", "hcpcs_modifier_3", "hcpcs_modifier_4")
POINTERS = ("diagnosis_pointer_1", "diagnosis_pointer_2", "diagnosis_pointer_3", "diagnosis_pointer_4")
LONGEST = 4000      # days between first and last date for which a table by day is made


class Lines:
    """Some lines of a batch, in the order of work, whole claims only.

    The engine tells what is known already: `out` marks lines that take no part (rejected, not yet at their turn, or denied before),
    `denied_finally` and `sent_back_finally` how lines of earlier claims ended, `fixed` lines decided in an earlier wave (None: none), with
    `taken_finally(counts)` as what they took from an accumulator.
    """

    earlier, total, pairs, rank, last, any_in_claim, spend = (
        helpers.earlier, helpers.total, helpers.pairs, helpers.rank, helpers.last, helpers.any_in_claim, helpers.spend)

    def __init__(self, batch: Batch, rows, payers: tuple[str, ...]):
        self.batch, self.rows, self.payers = batch, rows, payers
        self.claim_rows = batch.line_claim[rows]
        self.count = len(self.claim_rows)
        self.kept: dict = {}
        self.out = self.denied_finally = self.sent_back_finally = np.zeros(self.count, bool)
        self.fixed, self.taken_finally = None, None

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

    def keep(self, name, make):
        """A thing worked out once for these lines."""
        if name not in self.kept:
            self.kept[name] = make()
        return self.kept[name]

    # where a line stands -------------------------------------------------------------------------------------------------------

    @property
    def claim(self) -> np.ndarray:
        """0, 1, 2 ... per claim, in order of work."""
        return self.keep("claim", lambda: np.cumsum(np.r_[0, self.claim_rows[1:] != self.claim_rows[:-1]])[: self.count])

    @property
    def claim_starts(self) -> np.ndarray:
        """Where each claim's lines begin."""
        return self.keep("starts", lambda: np.flatnonzero(np.r_[True, self.claim_rows[1:] != self.claim_rows[:-1]][: self.count]))

    @property
    def payer(self) -> np.ndarray:
        """Index of the payer in `payers`."""
        return self.keep("payer", lambda: payer_of_claim(self.batch, self.payers)[self.claim_rows])

    @property
    def payer_present(self) -> np.ndarray:
        """Which payers have lines here: indices."""
        return self.keep("payer_present", lambda: np.flatnonzero(np.bincount(self.payer, minlength=len(self.payers))))

    @property
    def year(self) -> np.ndarray:
        """Calendar year of the service: the plan year."""
        return self.keep("year", lambda: self.by_day("service_date", lambda days: days.astype("datetime64[Y]").astype(np.int64)))

    @property
    def age(self) -> np.ndarray:
        """Whole years on the day of the service, by the date of birth on the claim; -1 where that is missing."""
        def years():
            birth = self.batch.once("birth", lambda: _calendar(self.batch.claims.patient_birth_date))[self.claim_rows]
            day = self.by_day("service_date", _calendar)
            return np.where((birth == 0) | (day == 0), -1, (day - birth) // 10_000)
        return self.keep("age", years)

    @property
    def original_remittance_date(self) -> np.ndarray:
        """Day on which the claim that this one replaces was answered; NaT where it replaces none."""
        return self.batch.memo["original_remittance_date"][self.claim_rows]

    @property
    def has_coverage(self) -> np.ndarray:
        """The member id on the claim belongs to a coverage, of whatever payer."""
        return self.keep("has_coverage", lambda: (self.batch.coverage_row >= 0)[self.claim_rows])

    # codes ---------------------------------------------------------------------------------------------------------------------

    @property
    def procedure_row(self) -> np.ndarray:
        """Row of the procedure in the library, -1 where the code is unknown."""
        def rows():
            column = self.batch.lines.procedure_code
            return self.procedure_code.rows(self.batch.once("procedure rows", lambda: library.procedure_rows(column.pool)))
        return self.keep("procedure_row", rows)

    @property
    def procedure(self) -> "Fields":
        """The procedure in the library."""
        return self.keep("procedure", lambda: Fields(library.procedures(), self.procedure_row))

    @property
    def place(self) -> "Fields":
        """The place of service in the library."""
        def fields():
            return Fields(library.place_of_service(), self.place_of_service_code.rows(
                library.place_of_service_rows(self.place_of_service_code.pool)))
        return self.keep("place", fields)

    def has_modifier(self, *wanted: str) -> np.ndarray:
        """Has the line one of these modifiers, in whatever position?"""
        return self.keep(("modifier", wanted), lambda: self._any(self[name].isin(wanted) for name in MODIFIERS if self[name].pool))

    def knows(self, flag: str) -> np.ndarray:
        """Has the line a modifier with this flag (a yes/no column of the library's modifiers)?"""
        table = library.modifiers()
        return self.has_modifier(*table.modifier.texts()[table[flag]])

    def _any(self, masks) -> np.ndarray:
        out = np.zeros(len(self), bool)
        for mask in masks:
            out |= mask
        return out

    def __getitem__(self, name):
        return getattr(self, name)

    def pointed(self, number: int) -> np.ndarray:
        """Key of the diagnosis that pointer `number` (1 to 4) names, in `diagnosis_pool`; -1 where it names none."""
        def keys():
            pointer = self[POINTERS[number - 1]]
            if not pointer.any():
                return np.full(len(self), -1, np.int32)
            table = self.batch.diagnoses[0]
            inside = np.where(pointer.view(np.uint64) < table.shape[1], pointer, 0)
            return table.reshape(-1)[self.claim_rows * table.shape[1] + inside]
        return self.keep(("pointed", number), keys)

    def points_to(self, wanted: np.ndarray) -> np.ndarray:
        """Does a pointer of the line name one of the wanted diagnoses? `wanted`: a boolean per text of the batch's diagnosis pool."""
        wanted = np.append(wanted, False)
        return self._any(wanted[self.pointed(number)] for number in (1, 2, 3, 4) if self[POINTERS[number - 1]].any())

    @property
    def diagnosis_pool(self) -> tuple[str, ...]:
        """Every diagnosis text of the batch."""
        return self.batch.diagnoses[1]

    # numbers and contracts -----------------------------------------------------------------------------------------------------

    def by_day(self, on: str, make) -> np.ndarray:
        """A function of the date column `on`, worked out once per day."""
        first, offset, days = self._days(on)
        return make(first + np.arange(days))[offset] if days else make(self[on])

    def _days(self, on: str):
        def measure():
            dates = self[on]
            good = ~np.isnat(dates)
            first, last = (dates[good].min(), dates[good].max()) if good.any() else (np.datetime64("2026-01-01"),) * 2
            days = int((last - first).astype(int)) + 1
            if not good.all() or days > LONGEST:
                return first, None, 0
            return first, dates.view(np.int64) - first.astype(np.int64), days
        return self.keep(("days", on), measure)

    def param(self, name: str, on: str = "service_date", missing: int = NONE) -> np.ndarray:
        """The dated parameter NAME in force per line, by payer and the date column `on`; `missing` where none is."""
        return self.keep(("param", name, on, missing), lambda: self._param(name, on, missing))

    def _param(self, name: str, on: str, missing: int) -> np.ndarray:
        first, offset, days = self._days(on)
        if not days:
            return param(name, self, on, missing)
        values = [values_by_day(name, payer, first + np.arange(days), missing) for payer in self.payers]
        return np.concatenate(values)[self.payer * days + offset]

    def stated(self, field: str) -> np.ndarray:
        """What the payer's file says of this procedure: a field of sim.payer.contract.Contract."""
        table = getattr(contract(self.payers), field)
        return table.reshape(-1)[self._cell(table.shape[1])]

    def of_plan(self, field: str) -> np.ndarray:
        """What the plan says of this procedure: a field of Contract with one row per plan."""
        table = getattr(contract(self.payers), field)
        return table.reshape(-1)[self.plan * table.shape[1] + self.procedure_row]

    def _cell(self, width: int) -> np.ndarray:
        return self.keep(("cell", width), lambda: self.payer * width + np.where(self.procedure_row < 0, width - 1, self.procedure_row))

    @property
    def share_free(self) -> np.ndarray:
        """The plan pays this line without any share of the patient ([[no_cost_share]])."""
        def free():
            stated = contract(self.payers)
            out = self.of_plan("share_free")
            if stated.free_below_age.any():
                out |= self.age < stated.free_below_age[self.plan]
            for plan, modifiers in stated.free_modifiers:
                out |= (self.plan == plan) & self.has_modifier(*modifiers)
            for plan, prefixes in stated.free_diagnoses:
                if (self.plan == plan).any():
                    out |= (self.plan == plan) & self.points_to(np.array([text.startswith(prefixes) for text in self.diagnosis_pool], bool))
            return out
        return self.keep("share_free", free)

    @property
    def plan(self) -> np.ndarray:
        """Row of the plan in the payers' plans; the last row is no plan."""
        return self.keep("plan", lambda: _plan_of_claim(self.batch, self.payers)[self.claim_rows])

    @property
    def no_plan(self) -> int:
        """The value of `plan` for a line without a plan of its payer."""
        return len(contract(self.payers).plan_rows)

    def plan_amount(self, field: str) -> np.ndarray:
        """An amount or number of the plan: deductible, coinsurance_percent ... Dated parameters are looked up by date of service."""
        values, named = contract(self.payers).amounts[field]
        out = values[self.plan]
        for plan, name in named:
            out = np.where(self.plan == plan, self.param(name, missing=0), out)
        return out


class Fields:
    """Columns of a library table by line; a missing row gives the type's missing value."""

    def __init__(self, table, rows):
        self._table, self._rows = table, rows

    def __getattr__(self, name):
        column = self._table[name]
        if isinstance(column, Coded):
            column = Coded(np.append(column.keys, np.int32(-1))[self._rows], column.pool)
        else:
            missing = np.zeros(1, column.dtype) if column.dtype.kind != "M" else np.array(["NaT"], column.dtype)
            column = np.concatenate([column, missing])[self._rows]
        self.__dict__[name] = column
        return column


def _calendar(dates: np.ndarray) -> np.ndarray:
    """Dates as whole numbers yyyymmdd; 0 for a missing date."""
    months = dates.astype("datetime64[M]")
    number, day = months.astype(np.int64), (dates - months).astype(np.int64)
    return np.where(np.isnat(dates), 0, (1970 + number // 12) * 10_000 + (number % 12 + 1) * 100 + day + 1)


def values_by_day(name: str, payer: str, days: np.ndarray, missing: int) -> np.ndarray:
    """The dated parameter of one payer on each of these days; `missing` where none is in force."""
    spans = read(name)
    starts, values = spans.get(payer) or spans.get("*") or (days[:0], np.zeros(0, np.int64))
    return np.append(np.int64(missing), values)[np.searchsorted(starts, days, side="right")]


def payer_of_claim(batch: Batch, payers: tuple[str, ...]) -> np.ndarray:
    """Index of each claim's payer."""
    return batch.once("payer", lambda: batch.claims.payer_code.lookup({code: place for place, code in enumerate(payers)}, -1))


def _plan_of_claim(batch: Batch, payers: tuple[str, ...]) -> np.ndarray:
    def rows():
        known = contract(payers).plan_rows
        plans, owners = batch.coverages.plan_code, batch.coverages.payer_code
        table = np.array([[known.get((owner, plan), len(known)) for plan in (*plans.pool, "")] for owner in (*owners.pool, "")])
        plan = np.append(table[owners.keys, plans.keys], len(known))[batch.coverage_row]
        same = np.append(owners.recoded(payers).keys, -1)[batch.coverage_row] == payer_of_claim(batch, payers)
        return np.where(same, plan, len(known))
    return batch.once("plan", rows)


def _of_coverage(batch: Batch, name: str):
    def column():
        values, rows = batch.coverages[name], batch.coverage_row
        if isinstance(values, Coded):
            return Coded(np.append(values.keys, np.int32(-1))[rows], values.pool)
        missing = np.array(["NaT"], values.dtype) if values.dtype.kind == "M" else np.array([-1]).astype(values.dtype)
        return np.append(values, missing)[rows]
    return batch.once(("coverage", name), column)
