"""What the numbers of an outcome are called and how they read: the terminal and the page say the same."""

from sim.ground.dates import us_date
from sim.ground.files import clinic_in_force, find, read_csv, remembered
from sim.ground.money import dollars
from sim.manager.calendar.quarter import Quarter

LETTERS = ("A", "B")  # the first strategy and the second, wherever two are compared
MONEY, PERCENT, DAYS, COUNT = "money", "percent", "days", "count"
ORDER = (  # a field of Outcome, what it is called, its unit; a key figure is called as in data/codes/key_figures.csv
    ("cash_amount", "Cash collected", MONEY),
    ("work_cost_amount", "Cost of the work", MONEY),
    ("net_amount", "Net: cash less the cost of the work", MONEY),
    ("lost_amount", "Lost for good", MONEY),
    ("owed_not_paid_amount", "Owed and not paid", MONEY),
    ("paid_not_supported_amount", "Paid and not supported", MONEY),
    ("charge_amount", "Charges", MONEY),
    ("net_collection_percent", "net collection", PERCENT),
    ("days_in_ar", "days in A/R", DAYS),
    ("over_90_percent", "A/R over 90 days", PERCENT),
    ("denial_percent", "initial denials", PERCENT),
    ("first_pass_percent", "first pass", PERCENT),
    ("clean_claim_percent", "clean claims", PERCENT),
    ("cost_to_collect_percent", "Cost to collect", PERCENT),
    ("waiting_items", "Items still waiting at the end", COUNT),
)


@remembered
def shown() -> tuple[tuple[str, str, str], ...]:
    """The numbers in the order in which they are read: a field of Outcome, its name, its unit.

    >>> {field: name for field, name, _ in shown()}["denial_percent"]
    'Denial rate'
    """
    labels = {row["figure"]: row["label"] for row in read_csv(find("data/codes/key_figures.csv"))}
    return tuple((field, labels.get(name, name), unit) for field, name, unit in ORDER)


def said(value: float | int | None, unit: str) -> str:
    """A number of an outcome.

    >>> said(12.5, PERCENT), said(-3, COUNT), said(None, DAYS), said(150, MONEY)
    ('12.50%', '−3', 'not known', '$1.50')
    """
    if value is None:
        return "not known"
    size = abs(value)
    told = {
        MONEY: dollars(int(size)),
        PERCENT: f"{size:.2f}%",
        DAYS: f"{size:.1f} days",
        COUNT: f"{int(size):,}",
    }
    return ("−" if value < 0 else "") + told[unit]


def less(value: float | int | None, unit: str) -> str:
    """A difference: with its sign; between percentages it is points.

    >>> less(1.4, PERCENT), less(-12050, MONEY), less(0, COUNT), less(None, MONEY)
    ('+1.40 points', '−$120.50', '0', 'not known')
    """
    sign = "+" if value is not None and value > 0 else ""
    return sign + said(value, unit).replace("%", " points")


def scene_words(made: Quarter) -> str:
    """Which visits were worked: two comparisons of the same ones give the same numbers.

    >>> from sim.manager.verbs import quarter
    >>> scene_words(quarter("expert", visits=20, days=30, seed=7))
    '20 visits at the practice clinic from Apr 1, 2026 to Apr 30, 2026 (patients 7), followed until Apr 1, 2027.'
    """
    where, window = made.scene.clinic or clinic_in_force(), made.window
    clinic = f"the clinic {where}" if where else "the practice clinic"
    return (
        f"{len(made.scene.visits):,} visits at {clinic} from {us_date(window.first)} to {us_date(window.last)}"
        f" (patients {made.scene.seed}), followed until {us_date(window.until)}."
    )
