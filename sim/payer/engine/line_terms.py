"""What numbers and terms apply to a line: dated parameters, the payer's lists, the plan's amounts."""

import numpy as np

from sim.ground.params import NONE, param, read
from sim.payer.rulebook.contract_terms import Contract, contract

LONGEST = 4000  # days between first and last date for which a table by day is made


def _contract(lines) -> Contract:
    """What the files of the batch's payers say; looked up once per batch."""
    return lines.batch.once(("contract", lines.payers), lambda: contract(lines.payers))


def by_day(lines, on: str, make) -> np.ndarray:
    """A function of the date column `on`, worked out once per day."""
    first, offset, days = _days(lines, on)
    return make(first + np.arange(days))[offset] if days else make(lines[on])


def _days(lines, on: str):
    def measure():
        dates = lines[on]
        good = ~np.isnat(dates)
        if not len(dates) or not good.all():
            return None, None, 0
        first = dates.min()
        days = int((dates.max() - first).astype(int)) + 1
        return (first, dates.view(np.int64) - first.astype(np.int64), days) if days <= LONGEST else (None, None, 0)

    return lines.keep(("days", on), measure)


def dated_number(lines, name: str, on: str = "service_date", missing: int = NONE) -> np.ndarray:
    """The dated parameter NAME in force per line, by payer and the date column `on`; `missing` where none is."""

    def numbers():
        first, offset, days = _days(lines, on)
        if not days:
            return param(name, lines, on, missing)
        return by_payer_and_day(lines, on, lambda payer, dates: values_by_day(name, payer, dates, missing))

    return lines.keep(("param", name, on, missing), numbers)


def by_payer_and_day(lines, on: str, make) -> np.ndarray | None:
    """A function of payer and date column `on`, worked out once per payer and day; None where the dates are too far
    apart or missing.
    """
    first, offset, days = _days(lines, on)
    if not days:
        return None
    tables = [make(payer, first + np.arange(days)) for payer in lines.payers]
    if tables[0].dtype.kind == "i" and len({value for table in tables for value in (table.min(), table.max())}) == 1:
        return np.full(len(lines), tables[0][0])
    cell = lines.keep(("payer and day", on), lambda: lines.payer * days + offset)
    return np.concatenate(tables)[cell]


def values_by_day(name: str, payer: str, days: np.ndarray, missing: int) -> np.ndarray:
    """The dated parameter of one payer on each of these days; `missing` where none is in force."""
    spans = read(name)
    starts, values = spans.get(payer) or spans.get("*") or (days[:0], np.zeros(0, np.int64))
    return np.append(np.int64(missing), values)[np.searchsorted(starts, days, side="right")]


def stated(lines, field: str) -> np.ndarray:
    """What the payer's file says of this procedure: a field of sim.payer.rulebook.contract_terms.Contract."""
    table = getattr(_contract(lines), field)
    width = table.shape[1]
    cell = lines.keep(("cell", width), lambda: lines.payer * width + lines.procedure_row % width)
    return table.reshape(-1)[cell]


def of_plan(lines, field: str) -> np.ndarray:
    """What the plan says of this procedure: a field of Contract with one row per plan."""
    table = getattr(_contract(lines), field)
    width = table.shape[1]
    cell = lines.keep(("plan cell", width), lambda: lines.plan * width + lines.procedure_row % width)
    return table.reshape(-1)[cell]


def covered_diagnoses(lines) -> tuple[tuple[str, ...], ...]:
    """The payers' lists of supporting diagnoses, by the number in stated("covered_list"); list 0 is none."""
    return _contract(lines).covered_diagnoses


def covered_code(lines) -> np.ndarray:
    """Per list of covered_diagnoses: k of the policy's codes, by what the list rests on."""
    return _contract(lines).covered_code


def plan(lines) -> np.ndarray:
    """Row of the plan in the payers' plans; `no_plan` where the claim's member id belongs to no plan of this payer."""
    return lines.keep("plan", lambda: _plan_of_claim(lines.batch, lines.payers)[lines.claim_rows])


def no_plan(lines) -> int:
    """The value of `plan` for a line without one."""
    return len(_contract(lines).plan_rows)


def plan_amount(lines, field: str) -> np.ndarray:
    """An amount or number of the plan: deductible, coinsurance_percent ... A dated parameter is looked up by date of
    service.
    """
    values, named = _contract(lines).amounts[field]
    out = values[lines.plan]
    for row, name in named:
        out = np.where(lines.plan == row, lines.param(name, missing=0), out)
    return out


def is_medicare(lines) -> np.ndarray:
    """Is the payer Medicare, or a plan in its place (Advantage)?"""
    return _contract(lines).is_medicare[lines.payer]


def wants_two_lines(lines) -> np.ndarray:
    """Does the payer want both sides on two lines with RT and LT?"""
    return _contract(lines).two_lines[lines.payer]


def takes_consultations(lines) -> np.ndarray:
    """Does the payer take consultation codes?"""
    return _contract(lines).consultations[lines.payer]


def may_bill_balance(lines) -> np.ndarray:
    """May a provider without a contract ask the patient for what is above the payer's price?"""
    return _contract(lines).balance_billing[lines.payer]


def coordination(lines) -> np.ndarray:
    """Per payer its way of paying after another one (sim.payer.money.cob_math)."""
    return _contract(lines).coordination


def pays_deductible(lines) -> np.ndarray:
    """Per plan: does a supplement pay the deductible of Part B."""
    return _contract(lines).pays_deductible


def is_aggregate(lines) -> np.ndarray:
    """Does a family meet the plan's deductible together?"""
    return _contract(lines).aggregate[lines.plan]


def family_size(lines) -> np.ndarray:
    """How many people share the policy of the claim's coverage; 0 without one. The household's coverages have to be
    given.
    """

    def sizes():
        table = lines.batch.coverages
        payers, plans = len(table.payer_code.pool) + 1, len(table.plan_code.pool) + 1
        policy = (table.subscriber_patient_key * payers + table.payer_code.keys) * plans + table.plan_code.keys
        _, policy = np.unique(policy, return_inverse=True)
        person = np.unique(table.patient_key, return_inverse=True)[1]
        persons = int(person.max(initial=0)) + 1
        member = np.unique(policy * persons + person) // persons
        return np.append(np.bincount(member)[policy], 0)[lines.batch.coverage_row]

    return lines.batch.once("family size", sizes)[lines.claim_rows]


def share_free(lines) -> np.ndarray:
    """The plan pays this line without any share of the patient ([[no_cost_share]])."""

    def free():
        terms, out = _contract(lines), lines.of_plan("share_free")
        if terms.free_below_age.any():
            out |= lines.age < terms.free_below_age[lines.plan]
        for row, modifiers in terms.free_modifiers:
            out |= (lines.plan == row) & lines.has_modifier(*modifiers)
        for row, prefixes in terms.free_diagnoses:
            mine = np.flatnonzero(lines.plan == row)
            if len(mine):
                out[mine] |= lines.points_to(
                    np.array([text.startswith(prefixes) for text in lines.diagnosis_pool], bool), mine
                )
        return out

    return lines.keep("share_free", free)


def payer_of_claim(batch, payers: tuple[str, ...]) -> np.ndarray:
    """Index of each claim's payer."""
    return batch.once(
        ("payer", payers), lambda: batch.claims.payer_code.lookup({code: row for row, code in enumerate(payers)}, -1)
    )


def _plan_of_claim(batch, payers: tuple[str, ...]) -> np.ndarray:
    def rows():
        known = contract(payers).plan_rows
        plans, owners = batch.coverages.plan_code, batch.coverages.payer_code
        table = np.array(
            [[known.get((owner, code), len(known)) for code in (*plans.pool, "")] for owner in (*owners.pool, "")]
        )
        found = np.append(table[owners.keys, plans.keys], len(known))[batch.coverage_row]
        same = np.append(owners.recoded(payers).keys, -1)[batch.coverage_row] == payer_of_claim(batch, payers)
        return np.where(same, found, len(known))

    return batch.once(("plan", payers), rows)
