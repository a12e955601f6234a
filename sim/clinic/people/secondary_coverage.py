"""Second coverages: who has a payer beside the first, who pays first, and what the payers know of it.

    Original Medicare     a supplement (Medigap), or Medicaid; Advantage members never have a supplement (SSA
                          1882(d)(3)), some have Medicaid
    working past 65       the employer's plan first, Medicare second (42 CFR 411.170: employers of 20 or more)
    two plans             a couple in which each has a plan of his own: one's own plan first, the partner's second; for
                          a child the plan of the parent whose birthday comes first in the year (NAIC Model Regulation
                          120)

Most people with both Medicare and Medicaid are qualified Medicare beneficiaries, who may not be billed for Medicare's
cost share. Shares are of the clinic's file, [second_coverage].

Not modeled: retiree plans, divorced parents, TRICARE, the first 30 months of kidney failure, disabled people with a
plan through work.
"""

import numpy as np

from sim.ground.coded import Coded
from sim.ground.draw import uniform, whole
from sim.ground.editions import service_dates
from sim.ground.table import Table, conform

NONE = -1
QUALIFIED = 0.8  # of those with Medicare and Medicaid (CMS, people with both: about four in five): modeling assumption


def plan_year() -> np.datetime64:
    """The day on which the benefits of the year of these visits begin."""
    return service_dates().first.astype("datetime64[Y]").astype("datetime64[D]")


def second_payers(seed, members, where, payer, changes) -> tuple[np.ndarray, np.ndarray]:
    """(first payer, second payer) of each person, as places in the clinic's payers and after them its second payers; -1
    for no second one. payer: the first payer as drawn; changes: the day on which it changes, NaT for never."""
    forms = np.array([one.member_id for one in (*where.payers, *where.second_payers)])
    form, stays = forms[payer], np.isnat(changes)
    share = where.second_coverage
    draw = 100 * uniform(seed, "second coverage", members.patient_key)
    first, second = payer.copy(), np.full(len(payer), NONE)
    works = stays & (form == "medicare") & (members.age >= 65) & (members.age < 72) & (draw >= 100 - share.employer)
    first[works], second[works] = _of_kind(where, "commercial")[0], payer[works]
    covered = stays & (form == "medicare") & ~works & (draw < share.supplement)
    second[covered] = _supplement(seed, members, where)[covered] if where.second_payers else NONE
    poor = (
        stays
        & np.isin(form, ("medicare", "advantage"))
        & ~works
        & (draw >= share.supplement)
        & (draw < share.supplement + share.medicaid)
    )
    second[poor] = _of_kind(where, "medicaid")[0]
    return _two_plans(seed, members, where, first, second, stays)


def _of_kind(where, kind: str) -> list[int]:
    return [place for place, one in enumerate(where.payers) if one.kind == kind]


def _supplement(seed, members, where) -> np.ndarray:
    return len(where.payers) + whole(seed, "supplement", members.patient_key, len(where.second_payers))


def _two_plans(seed, members, where, first, second, stays):
    """Couples with a family plan each: the second adult's is another one than the first's."""
    able = [place for place in _of_kind(where, "commercial") if where.payers[place].family]
    start = np.arange(len(first)) - members.member
    partner = np.minimum(start + 1, len(first) - 1)
    has = np.isin(first, able) & stays & (second == NONE)
    couple = (members.adults == 2) & has[start] & has[partner] & (first[start] == first[partner])
    couple &= 100 * uniform(seed, "two plans", members.household_key) < where.second_coverage.two_plans
    if len(able) < 2 or not couple.any():
        return first, second
    other = np.array(able)[(np.searchsorted(able, first) + 1) % len(able)]
    of_first, of_second = first[start], other[start]
    birthday = members.birth_date - members.birth_date.astype("datetime64[Y]").astype("datetime64[D]")
    takes_second = np.where(members.member >= 2, birthday[partner] < birthday[start], members.member == 1)
    mine = couple & has
    return (
        np.where(mine, np.where(takes_second, of_second, of_first), first),
        np.where(mine, np.where(takes_second, of_first, of_second), second),
    )


def member_facts(seed, covered: Table, where) -> Table:
    """What the payers know of these coverages: who is a qualified Medicare beneficiary, and whose employer's plan comes
    before Medicare.
    """
    medicare = covered.payer_code.isin([one.code for one in where.payers if one.kind == "medicare"])
    second = covered.take(covered.coverage_order == 2)
    kind = {one.code: one.kind for one in (*where.payers, *where.second_payers)}
    first_is_medicare = np.isin(second.patient_key, covered.patient_key[medicare & (covered.coverage_order == 1)])
    poor = second.payer_code.isin([code for code, one in kind.items() if one == "medicaid"]) & first_is_medicare
    poor &= uniform(seed, "qualified beneficiary", second.patient_key) < QUALIFIED
    works = second.payer_code.isin([code for code, one in kind.items() if one == "medicare"])
    rows = np.flatnonzero(poor | works)
    mine, size = second.take(rows), len(rows)
    return conform(
        "member_facts",
        Table(
            patient_key=mine.patient_key,
            payer_code=Coded.where(works[rows], mine.payer_code, Coded.constant("", size)),
            fact=Coded(works[rows], ("qualified medicare beneficiary", "other insurance first")),
            start_date=np.full(size, plan_year() - np.timedelta64(365, "D")),
            end_date=np.full(size, np.datetime64("NaT", "D")),
            amount=np.zeros(size, np.int64),
            reference=Coded.where(works[rows], "the employer's plan", Coded.constant("", size)),
        ),
    )
