"""Two strategies side by side, as lines of the terminal."""

from collections.abc import Iterator
from itertools import zip_longest

from sim.ground.money import dollars
from sim.manager.comparing.compare import Comparison
from sim.manager.figures.lost import losses

ROWS = (
    ("Net collection", "net_collection_percent", "%"),
    ("Days in A/R", "days_in_ar", ""),
    ("A/R over 90 days", "over_90_percent", "%"),
    ("Initial denials", "denial_percent", "%"),
    ("Clean claims", "clean_claim_percent", "%"),
    ("First pass", "first_pass_percent", "%"),
    ("Charges", "charge_amount", "$"),
    ("Cash, less refunds", "cash_amount", "$"),
    ("Cost of the work", "work_cost_amount", "$"),
    ("Cash less the cost of work", "net_amount", "$"),
    ("Cost to collect", "cost_to_collect_percent", "%"),
    ("Lost for good", "lost_amount", "$"),
    ("Paid and not supported", "paid_not_supported_amount", "$"),
    ("Owed and not paid", "owed_not_paid_amount", "$"),
)


def lines(found: Comparison) -> Iterator[str]:
    """A readable comparison."""
    first, second = found.outcomes
    scene = found.first.scene
    yield f"{first.visits:,} visits on {scene.days} days, followed until {found.first.window.until}"
    yield ""
    yield f"{'':30}{first.label:>22}{second.label:>22}{'difference':>18}"
    for label, name, unit in ROWS:
        cells = [_cell(getattr(first, name), unit), _cell(getattr(second, name), unit)]
        yield f"{label:30}{cells[0]:>22}{cells[1]:>22}{_cell(found.difference[name], unit, True):>18}"
    yield ""
    yield "Lost for good, and why"
    pairs = zip_longest(*(losses(made.day.books()) for made in (found.first, found.second)))
    for one, other in pairs:
        yield (
            "  "
            + "".join(
                f"{loss.label[:38] + ' ' + dollars(loss.amount) if loss else '':58}" for loss in (one, other)
            ).rstrip()
        )
    yield ""
    yield "Visits that made most of the difference"
    for apart in found.items:
        more = f"{'+' if apart.difference > 0 else ''}{dollars(apart.difference)}"
        yield f"  visit {apart.visit} of {apart.service_date}, {apart.payer}: {more}. {apart.why}"
    if not found.items:
        yield "  none: the two came out alike"


def _cell(value: float | int | None, unit: str, signed: bool = False) -> str:
    if value is None:
        return "-"
    sign = "+" if signed and value > 0 else ""
    return (
        f"{sign}{dollars(int(value))}"
        if unit == "$"
        else f"{sign}{value:,.2f}{unit}"
        if unit
        else f"{sign}{value:,.1f}"
    )
