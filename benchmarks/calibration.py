"""What simulated clinics come to beside published figures: target, published, ours, tolerance, source, within or
missing with the reason. Targets are rows of data/codes/calibration_targets.csv; nothing here is a test.

python benchmarks/calibration.py [VISITS] [SEED ...]        10,000 visits and seeds 1, 2 and 3 unless told

Ours is the mean over the seeds; beside it stand the lowest and the highest, since a figure of one clinic is one draw.
"""

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sim.billing.books.kpi_counts import first_answers, first_claims  # noqa: E402
from sim.billing.books.ledger_entries import balances  # noqa: E402
from sim.billing.bulk.pipeline import unbalanced  # noqa: E402
from sim.ground.files import find, read_csv  # noqa: E402
from sim.ground.joins import find_in  # noqa: E402
from sim.manager.calendar.quarter import Quarter, play  # noqa: E402
from sim.manager.calendar.scene import scene  # noqa: E402
from sim.manager.figures.running import running_figures  # noqa: E402
from sim.manager.strategies.strategy import ROLES, strategy  # noqa: E402
from sim.payer.rulebook.payers import payers  # noqa: E402

RESEARCH = ("medicare", "commercial", "medicaid")
PRESETS = {"research": ("typical", "research_2015")}
VISITS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
SEEDS = tuple(int(text) for text in sys.argv[2:]) or (1, 2, 3)
now = [SEEDS[0]]  # the seed that is measured


@cache
def played(name: str) -> Quarter:
    """A preset at work; each is played once for each seed."""
    staff, given = PRESETS.get(name, (name, "industry_2024"))
    return play(scene(VISITS, 90, now[0], given=given), strategy(staff))


@cache
def firsts(name: str):
    """(first claims, their payers' kinds, is one answered, has it a denied line)."""
    made = played(name)
    heads = first_claims(made.day.claims_sent().claims, made.window.until)
    answers = first_answers(made.day.answers(), made.window.until)
    kinds = heads.payer_code.lookup(lambda code: payers()[code].kind, "")
    denied = answers.claim_key[~answers.denial_policy.is_missing]
    return heads, kinds, np.isin(heads.claim_key, answers.claim_key), np.isin(heads.claim_key, denied)


def denials(name: str, kind: str) -> float:
    """Percent of answered first claims with a denied line."""
    _, kinds, answered, denied = firsts(name)
    mine = answered & ((kinds == kind) | (kind == "all"))
    return 100 * (denied & mine).sum() / mine.sum()


def won(name: str) -> np.ndarray:
    """Visits in which something that was sent later was allowed without a denied line."""
    day = played(name).day
    heads = day.claims_sent().claims
    later = heads.claim_key[(heads.adjudication_round > 0) & (heads.follows_claim_key < 0)]
    lines = day.answers().remittance_lines
    lines = lines.take(~lines.is_reversal & np.isin(lines.claim_key, later))
    denied = np.unique(lines.claim_key[~lines.denial_policy.is_missing])
    return np.unique(np.setdiff1d(lines.claim_key, denied) >> 4)


def worked(name: str, items: tuple[str, ...]):
    """The items of these kinds that came up."""
    table = played(name).work
    return table.take(table.item_code.isin(items))


def overturned(kind: str) -> float:
    """Percent of worked wrong denials of a kind of payer that end paid."""
    made = played("expert")
    items = worked("expert", ("appeal",))
    done = items.encounter_key[items.outcome_code == "done"]
    visits = made.day.visits
    kinds = visits.payer_code.lookup(lambda code: payers()[code].kind, "")[find_in(visits.encounter_key, done)]
    return 100 * np.isin(done[kinds == kind], won("expert")).mean()


def recovered() -> float:
    """Percent of reworked denials that are paid."""
    items = worked("typical", ("denial", "appeal"))
    done = items.encounter_key[items.outcome_code == "done"]
    return 100 * np.isin(done, won("typical")).mean()


def never() -> float:
    """Percent of denials that nobody reworked: lost, waiting, or closed unread by somebody's rule."""
    items = worked("in_house_untrained", ("denial", "appeal", "closing"))
    return 100 * (1 - ((items.outcome_code == "done") & (items.item_code != "closing")).sum() / len(items))


def reason_mix() -> float:
    """Total-variation distance of denied first claims by category."""
    made = played("typical")
    rows = read_csv(find("data/codes/denial_categories.csv"))
    heads, _, _, _ = firsts("typical")
    told = made.day.answers().adjustments
    told = told.take(told.is_denial & ~told.is_reversal & np.isin(told.claim_key, heads.claim_key))
    ours = [len(np.unique(told.claim_key[told.carc.isin(row["carc"].split())])) for row in rows]
    share = np.array(ours) / max(1, sum(ours)) * 100
    for row, value in zip(rows, share, strict=True):
        print(f"    {row['label']:36}{value:6.1f} % (proposal {row['practice_percent']} %)")
    return float(np.abs(share - [float(row["practice_percent"]) for row in rows]).sum() / 200)


def rework_cost() -> float:
    """Dollars of a rework, every try counted."""
    items = worked("typical", ("denial", "appeal"))
    done = items.take(items.outcome_code == "done")
    rate = strategy("typical").hour_cost[ROLES.index("follow-up")]
    return float((done.seconds_count / np.maximum(done.try_count, 1)).mean() / 3600 * rate / 100)


def rounds() -> float:
    """Tries of a contested claim."""
    items = worked("in_house_untrained", ("appeal", "denial"))
    return float(items.try_count[items.outcome_code == "done"].mean())


def round_days() -> float:
    """Days from the work to the payer's answer, of corrections and disputes."""
    day = played("typical").day
    heads = day.claims_sent().claims
    items = worked("typical", ("appeal",))
    done = items.take(items.outcome_code == "done")
    later = heads.take(heads.is_reopening)
    place = find_in(later.encounter_key, done.encounter_key)
    sent = later.submitted_date[place[place >= 0]] - done.done_date[place >= 0]
    return float(sent.astype(int).mean()) if len(sent) else 0.0


def medicare_days() -> np.ndarray:
    """Days from receipt to payment of Medicare's first claims."""
    heads, kinds, _, _ = firsts("typical")
    answers = first_answers(played("typical").day.answers(), played("typical").window.until)
    place = find_in(heads.claim_key, answers.claim_key)
    mine = (place >= 0) & (kinds == "medicare")[place]
    days = (answers.remittance_date[mine] - heads.received_date[place[mine]]).astype(int)
    return days[answers.paid_amount[mine] > 0]


def payer_mix(kinds: tuple[str, ...]) -> float:
    """Percent of visits with a payer."""
    kind = played("typical").day.visits.payer_code.lookup(lambda code: payers()[code].kind, "")
    return 100 * np.isin(kind, kinds).sum() / (kind != "").sum()


def visit_level(code: str) -> float:
    """Percent of established office visits in family medicine at Medicare with this code, as the record supports."""
    day = played("typical").day
    kind = day.visits.payer_code.lookup(lambda name: payers()[name].kind, "")
    mine = day.visits.encounter_key[(day.visits.specialty_code == "family medicine") & (kind == "medicare")]
    services = day.truth.services
    codes = services.procedure_code[np.isin(services.encounter_key, mine)]
    family = [text for text in codes.pool if text[:4] == code[:4]]
    return 100 * (codes == code).sum() / max(1, codes.isin(family).sum())


def allowed(kind: str) -> dict[str, tuple[float, int]]:
    """Code -> (mean allowed of a unit, lines), of allowed lines of first claims."""
    day = played("typical").day
    heads, kinds, _, _ = firsts("typical")
    lines, answers = day.claims_sent().lines, first_answers(day.answers(), played("typical").window.until)
    answers = answers.take(answers.denial_policy.is_missing & (answers.allowed_amount > 0))
    place = find_in(heads.claim_key, answers.claim_key)
    answers = answers.take((place >= 0) & (kinds == kind)[place])
    sign = [(table.claim_key << 8) + table.claim_line_number for table in (lines, answers)]
    row = find_in(*sign)
    codes, units = lines.procedure_code[row].texts(), np.maximum(lines.service_unit_quantity[row], 1)
    each = answers.allowed_amount / units
    return {str(code): (float(each[codes == code].mean()), int((codes == code).sum())) for code in set(codes.tolist())}


def price(kind: str) -> float:
    """Mean price over Medicare's, code by code, weighted by lines."""
    mine, base = allowed(kind), allowed("medicare")
    both = [code for code in mine if code in base and mine[code][1] > 4 and base[code][1] > 4]
    weight = np.array([mine[code][1] for code in both])
    return float(np.average([mine[code][0] / base[code][0] for code in both], weights=weight))


def charge_over_allowed() -> float:
    """Median over Medicare's lines."""
    day = played("typical").day
    heads, kinds, _, _ = firsts("typical")
    answers = first_answers(day.answers(), played("typical").window.until)
    place = find_in(heads.claim_key, answers.claim_key)
    mine = (place >= 0) & (kinds == "medicare")[place] & (answers.allowed_amount > 0)
    return float(np.median(answers.charge_amount[mine] / answers.allowed_amount[mine]))


def right(name: str) -> float:
    """Percent of visits on which nobody erred before the claim went out."""
    return 100 * float(played(name).day.visits.mistake.is_missing.mean())


def running(name: str, figure: str) -> float:
    """A figure of a clinic that goes on like this."""
    value = running_figures(played(name))[figure].value
    return (value or 0) / (10 if figure.startswith("days") else 100)


def imbalance() -> float:
    """Lines and accounts out of balance, of all presets played."""
    count = 0
    for name in ("novice", "typical", "expert"):
        day = played(name).day
        count += unbalanced(day.answers().remittance_lines, day.answers().adjustments)
        count += abs(sum(balances(day.books()).values()))
    return float(count)


MEASURES: dict[str, Callable[[], float]] = {
    **{f"denials research {kind}": lambda kind=kind: denials("research", kind) for kind in RESEARCH},
    **{f"denials typical {kind}": lambda kind=kind: denials("typical", kind) for kind in ("all", "medicare advantage")},
    "overturned medicare advantage": lambda: overturned("medicare advantage"),
    "ratio of denials": lambda: denials("typical", "medicare advantage") / denials("typical", "medicare"),
    "reason mix": reason_mix,
    "recovered after rework": recovered,
    "never reworked": never,
    "cost of a rework": rework_cost,
    "rounds": rounds,
    "days of a round": round_days,
    "medicare days least": lambda: float(medicare_days().min()),
    "medicare days median": lambda: float(np.median(medicare_days())),
    "medicare days 95th": lambda: float(np.percentile(medicare_days(), 95)),
    **{f"right as built {name}": lambda name=name: right(name) for name in ("novice", "expert")},
    **{f"clean {name}": lambda name=name: running(name, "clean claims") for name in ("novice", "expert")},
    **{f"days {name}": lambda name=name: running(name, "days in A/R") for name in ("novice", "expert")},
    **{f"net {name}": lambda name=name: running(name, "net collection") for name in ("novice", "expert")},
    **{f"over {name}": lambda name=name: running(name, "A/R over 90 days") for name in ("novice", "expert")},
    "payer mix commercial": lambda: payer_mix(("commercial",)),
    "payer mix medicare": lambda: payer_mix(("medicare", "medicare advantage")),
    "payer mix medicaid": lambda: payer_mix(("medicaid",)),
    "new patients": lambda: 100 * float(played("typical").day.visits.is_new_patient.mean()),
    "charge over allowed": charge_over_allowed,
    "price commercial": lambda: price("commercial"),
    "price medicaid": lambda: price("medicaid"),
    "out of balance": imbalance,
}


def measured(name: str) -> float:
    """What a measure gives; a visit level names its code."""
    return visit_level(name.split()[-1]) if name.startswith("visit level") else MEASURES[name]()


def all_measured(names: list[str]) -> dict[str, list[float]]:
    """What each measure gives, seed by seed; one seed's quarters are kept at a time."""
    found: dict[str, list[float]] = {name: [] for name in names}
    for seed in SEEDS:
        now[0] = seed
        for kept in (played, firsts):
            kept.cache_clear()
        for name in names:
            found[name].append(measured(name))
        print(f"seed {seed} played", file=sys.stderr)
    return found


def main() -> None:
    """Print the table."""
    rows = read_csv(find("data/codes/calibration_targets.csv"))
    found = all_measured([row["measure"] for row in rows if row["measure"]])
    print(f"{VISITS:,} visits on 90 days for each preset, mean of the seeds {', '.join(map(str, SEEDS))}\n")
    print(f"{'':6}{'published':>10}{'ours':>9}{'of the seeds':>18}{'within':>16}  what")
    within = held = 0
    for row in rows:
        published = row["published"] or "-"
        end = f"{row['metric']} | {{}} | {row['source']}"
        if not row["measure"]:
            says = end.format(f"missing: {row['note']}")
            print(f"{row['target']:6}{published:>10}{'-':>9}{'':>34}  {says}")
            continue
        each, low, high = found[row["measure"]], float(row["low"]), float(row["high"])
        ours = float(np.mean(each))
        fits = low <= round(ours, 2) <= high
        within, held = within + fits, held + 1
        says = end.format(("within" if fits else "MISSING") + (f" ({row['note']})" if row["note"] else ""))
        span, drawn = f"{low:g} to {high:g}", f"{min(each):.2f} to {max(each):.2f}"
        print(f"{row['target']:6}{published:>10}{ours:>9.2f}{drawn:>18}{span:>16}  {says}")
    print(f"\n{within} of {held} measured targets are within their tolerance.")


if __name__ == "__main__":
    main()
