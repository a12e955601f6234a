"""What a line is worth to its payer before anybody's share: the contract's basis, percent and place, times units, and
what is taken off it.

A payer's own price list ([[fee]] in its file: sim/payer/money/price_list.py) goes first. Where it says nothing, the
basis by payer and service ([[price]]): a percent of the Medicare schedule at the clinic's locality and
place of service, of a stated list (laboratory, drugs, vaccines), or of the charge. Modifiers 26 and TC take their part
of the schedule, 53 the values of its own where the schedule has them; modifier 50 pays 150 % of a code of bilateral
indicator 1 and 200 % of one of indicator 3. A team of surgeons (66) is paid by report.

Policies of the stages after `pricing` take parts off (an assistant at surgery, a clinician paid 85 %): each has
`part(lines)`, parts per million of the price that stay, and their order is that of the stages. The charge is compared
last: a line whose charge is below the reduced price loses nothing.
"""

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_toml, remembered, remembered_up_to
from sim.ground.money import divide, share
from sim.ground.params import read
from sim.payer.engine.line_codes import modifier_pool
from sim.payer.money.price_list import Listed, listed
from sim.payer.rulebook.catalogue import policies
from sim.payer.rulebook.payer_file import BASES
from sim.payer.rulebook.payers import payers
from sim.reference import codes as library
from sim.reference.fees import NATIONAL, fee_rows, locality_rows, mpfs, mpfs_amount, national_factor, schedule_days

WHOLE, READING, TECHNICAL, STOPPED = range(4)
PARTS = ("", "26", "TC", "53")
MPFS = BASES.index("mpfs")
SAME_DAY = ("patient_key", "service_date", "billing_npi")
HUNDREDTHS = 10_000  # all of a price, in hundredths of a percent
FULL = 1_000_000  # all of a price, in parts per million


def price(lines) -> np.ndarray:
    """Contract price per line in cents, whatever was charged and before any reduction."""
    return lines.keep("price", lambda: _price(lines))


def _price(lines) -> np.ndarray:
    basis, stated = lines.stated("price_basis"), lines.stated("price_stated")
    percent = lines.stated("price_percent")
    unit = np.where(basis == MPFS, _bilateral(lines, schedule(lines)), stated)
    priced = for_units(lines, share(unit, percent, HUNDREDTHS))
    by_report = (unit < 0) | (basis == 0)
    own = price_list(lines)
    if own is not None:
        on_it = own.amount >= 0
        both = np.where(own.names_both_sides, own.amount, _bilateral(lines, own.amount))
        priced, by_report = np.where(on_it, for_units(lines, both), priced), by_report & ~on_it
    if carries(lines, "66"):
        by_report |= lines.has_modifier("66")
    if by_report.any():
        rate = np.where(basis == 0, percent, lines.param("by_report_percent", missing=0) * 100)
        priced = np.where(by_report, share(lines.charge_amount, rate, HUNDREDTHS), priced)
    return priced


def for_units(lines, cents: np.ndarray) -> np.ndarray:
    """A price of one unit for all units of the lines, parts of a unit in proportion."""
    whole = cents * lines.service_unit_quantity
    return whole + share(cents, lines.part_unit_quantity, 1000) if lines.part_unit_quantity.any() else whole


def price_list(lines) -> Listed | None:
    """What the payers' own price lists say of the lines; None where there is no list."""
    return lines.keep("price list", lambda: listed(lines))


def after(lines, name: str) -> np.ndarray:
    """The price in cents that is left when the policy `name` and those before it have taken their parts, where they are
    on.
    """
    before = chain().index(name)
    whole = price(lines) if not before else after(lines, chain()[before - 1])
    return lines.keep(("price after", name), lambda: _less(lines, name, whole))


def reduced(lines) -> np.ndarray:
    """The price in cents after every policy that takes a part: what the rules of several services on one day begin
    with.
    """
    return after(lines, chain()[-1])


def cut(lines, name: str) -> np.ndarray:
    """What the policy takes off the line: from what is left of the charge down to the price after it."""
    now = after(lines, name)
    before = chain().index(name)
    if now is (after(lines, chain()[before - 1]) if before else price(lines)):
        return np.zeros(len(lines), np.int64)
    return down_to(lines, now)


def down_to(lines, cents: np.ndarray) -> np.ndarray:
    """What must be taken off so that no more than `cents` of a line is left; nothing where its charge is below that."""
    return np.maximum(lines.left - cents, 0)


@remembered
def chain() -> tuple[str, ...]:
    """Names of the policies that take a part of the price, in the order of their stages."""
    found = [policy for policy in policies().values() if policy.part]
    return tuple(policy.name for policy in sorted(found, key=lambda policy: (policy.stage.place, policy.name)))


def _less(lines, name: str, whole: np.ndarray) -> np.ndarray:
    stays = kept_part(lines, name)
    return whole if stays is None else share(whole, stays, FULL)


def kept_part(lines, name: str) -> np.ndarray | None:
    """Parts per million that the policy leaves of a price, all of it where it is not on; None where it touches no
    line.
    """
    return lines.keep(("part", name), lambda: _asked(lines, name))


def _asked(lines, name: str) -> np.ndarray | None:
    on = np.array([name in payers()[code].policies for code in lines.payers])
    part = policies()[name].part
    stays = part(lines) if part and on.any() else None
    return stays if stays is None or on.all() else np.where(on[lines.payer], stays, FULL)


def like(
    lines, row: np.ndarray | None = None, part: np.ndarray | int | None = None, expense_percent: int = 100
) -> np.ndarray:
    """What the payer would give for one unit of another procedure or part in the line's stead (see `schedule`), with
    the same parts taken off; 0 where the schedule does not price it or the line. Cents."""
    cents = np.where(on_schedule(lines), np.maximum(schedule(lines, row, part, expense_percent), 0), 0)
    cents = share(cents, lines.stated("price_percent"), HUNDREDTHS)
    for name in chain():
        cents = _less(lines, name, cents)
    return cents


def further(lines, cents: np.ndarray, where: np.ndarray, percent) -> np.ndarray:
    """What is taken off when of all units of a group's day the one with the most `cents` is paid in full and every
    other one at `percent`. A code done on both sides (50, indicator 3) is two units. Shape: int64, one per line, 0
    outside `where`."""
    first = lines.rank(cents, SAME_DAY, where=where) == 1
    units = lines.service_unit_quantity * np.where(np.asarray(sides(lines)) == 200, 2, 1)
    return np.where(where, (units - first) * (cents - share(cents, percent)), 0)


@remembered
def endoscopic_bases() -> np.ndarray:
    """By row of the library: the row of the base of the endoscopy's family, -1 where it has none; the last place is an
    unknown code.
    """
    codes = library.procedures().code.texts()
    named = np.append(mpfs().endoscopic_base.texts(), "")[fee_rows(codes)]
    return np.append(library.procedure_rows(named), -1)


def carries(lines, *wanted: str) -> bool:
    """May any line have one of these modifiers? Asked of the batch's texts, without looking at a line."""
    return not set(wanted).isdisjoint(modifier_pool(lines))


def on_schedule(lines) -> np.ndarray:
    """Is the line priced by the physician fee schedule?"""
    return lines.stated("price_basis") == MPFS


def schedule(
    lines, row: np.ndarray | None = None, part: np.ndarray | int | None = None, expense_percent: int = 100
) -> np.ndarray:
    """Medicare schedule amount of one unit in cents, -1 where the schedule has none: of the line's own procedure and
    part, or of another row of the library, another of PARTS, or with a part of the practice expense only, at the line's
    place and day."""
    row = lines.procedure_row if row is None else row
    part = part_of(lines) if part is None else part
    period = lines.by_day("service_date", lambda days: np.searchsorted(_periods(), days, side="right"))
    out = np.full(len(lines), -1, np.int64)
    low, high = (int(period.min()), int(period.max())) if len(period) else (0, 0)
    for number in range(max(low, 1), high + 1):
        amounts = _amounts(lines, number, row, part, expense_percent)
        out = amounts if low == high else np.where(period == number, amounts, out)
    return out


def part_of(lines) -> np.ndarray | int:
    """Number in PARTS of the part of the schedule's values that the line is paid by; one number where it is the whole
    everywhere.
    """
    if not carries(lines, "26", "TC", "53"):
        return WHOLE
    part = np.where(lines.has_modifier("26"), READING, np.where(lines.has_modifier("TC"), TECHNICAL, WHOLE))
    return (
        np.where((part == WHOLE) & has_own_stopped(lines) & lines.has_modifier("53"), STOPPED, part)
        if carries(lines, "53")
        else part
    )


def has_own_stopped(lines) -> np.ndarray:
    """Has the schedule values of its own for the service stopped short (modifier 53)?"""
    return _own_stopped()[lines.procedure_row]


@remembered
def _own_stopped() -> np.ndarray:
    return np.append(fee_rows(library.procedures().code.texts(), "53") >= 0, False)


@remembered
def _periods() -> np.ndarray:
    """Days on which a conversion factor or an imported schedule takes over; before the first there is no price."""
    return np.unique(np.concatenate([read("conversion_factor")["*"][0], schedule_days()]))


def _amounts(lines, period: int, row: np.ndarray, part, expense_percent: int) -> np.ndarray:
    localities = lines.batch.once(
        "localities", lambda: tuple(_locality(clinic) for clinic in lines.batch.claims.clinic_code.pool)
    )
    table = _table(localities, period, expense_percent)
    clinics, facilities, parts, width = table.shape
    cell = (
        (lines.clinic_code.keys % clinics * facilities + lines.place.is_facility) * parts + part
    ) * width + row % width
    return table.reshape(-1)[cell]


@remembered_up_to(64)
def _table(localities: tuple[str, ...], period: int, expense_percent: int) -> np.ndarray:
    """Clinics x (office, facility) x parts x procedures; the last clinic is none (national), the last procedure is an
    unknown code.
    """
    on = _periods()[period - 1]
    places, codes = locality_rows([*localities, NATIONAL], on), library.procedures().code.texts()
    rows = np.stack([np.append(fee_rows(codes, part, on), np.int32(-1)) for part in PARTS])
    factor = national_factor(str(on))
    return np.stack(
        [
            [mpfs_amount(rows, facility, place, factor, expense_percent) for facility in (False, True)]
            for place in places
        ]
    )


@remembered
def _locality(clinic: str) -> str:
    try:
        return read_toml(find(f"data/clinics/{clinic}.toml")).get("locality", NATIONAL)
    except CleanClaimError:
        return NATIONAL


def sides(lines) -> np.ndarray | int:
    """Percent of the fee for one or both sides: 100, 150 or 200."""
    if not carries(lines, "50"):
        return 100
    both = lines.has_modifier("50")
    return np.where(
        both & (lines.procedure.bilateral == 1), 150, np.where(both & (lines.procedure.bilateral == 3), 200, 100)
    )


def _bilateral(lines, amount: np.ndarray) -> np.ndarray:
    percent = sides(lines)
    return amount if isinstance(percent, int) else np.where(amount < 0, amount, divide(amount * percent, 100))
