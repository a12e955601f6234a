"""Questions in dollars: what a change leaves, what an audit leaves of it, what a day's lag holds, what a write-off
costs.

Every number comes from the two quarters; wrong choices are other numbers of the same quarters, each a misreading.
"""

from sim.ground.money import divide, dollars
from sim.learn.tasks.quick_check.question import Offer, Question
from sim.manager.calendar.quarter import Quarter
from sim.manager.comparing.compare import Comparison
from sim.manager.figures.cost_of_work import cost_of_work
from sim.manager.figures.map_keys import board
from sim.manager.tasks.weigh_strategies.played import more_or_less

COST, UNSUPPORTED, MISREAD, ALONE, PART = (
    "work-cost-left-out",
    "unsupported-money-counted",
    "quarter-misread",
    "one-figure-decided",
    "difference-not-taken",
)
COST_SOURCE = "HFMA MAP Keys: cost to collect is the cost of the work over the cash it brings"
OWN = "Both quarters work the same patients, so the difference is the strategies' alone"
LAG = "Claim lag: MGMA, as quoted in the trade, at most 5 days"


def worth_its_cost(found: Comparison) -> Question:
    """What a change leaves once the work is paid."""
    a, b = found.outcomes
    net, cash, cost = (
        b.net_amount - a.net_amount,
        b.cash_amount - a.cash_amount,
        b.work_cost_amount - a.work_cost_amount,
    )
    says = "; ".join(f"cash {dollars(one.cash_amount)}, cost {dollars(one.work_cost_amount)}" for one in (a, b))
    return Question(
        "What does strategy B leave compared with strategy A, once the work is paid?",
        more_or_less(net),
        (
            Offer(more_or_less(cash), "That is the cash. What the change costs is not off yet.", COST),
            Offer(more_or_less(-cost), "That is the cost of the work alone, without the cash it brings.", PART),
            Offer(more_or_less(cash + cost), "The cost was added. It comes off.", COST),
        ),
        f"Cash changes by {_signed(cash)}, the cost of the work by {_signed(cost)}: {_signed(net)} is left.",
        "The money of both strategies",
        says,
        OWN,
    )


def after_an_audit(found: Comparison) -> Question:
    """What is left of a difference if all that is not supported is recouped."""
    a, b = found.outcomes
    net, risk = b.net_amount - a.net_amount, b.paid_not_supported_amount - a.paid_not_supported_amount
    denial = (b.denial_percent or 0) - (a.denial_percent or 0)
    way = "lower" if denial < 0 else "higher" if denial > 0 else "the same"
    return Question(
        f"B's denial rate is {way} ({abs(denial):.2f} points). An audit recoups everything that was paid and is not"
        " supported. What does B then leave compared with A, after the cost of the work?",
        more_or_less(net - risk),
        (
            Offer(more_or_less(net), "What is paid and not supported still counts in it.", UNSUPPORTED),
            Offer(more_or_less(b.cash_amount - a.cash_amount - risk), "The cost of the work is not off yet.", COST),
            Offer(more_or_less(net + risk), "What is not supported was added. It comes off.", UNSUPPORTED),
        ),
        f"Net changes by {_signed(net)}, what is paid and not supported by {_signed(risk)}. The denial rate says"
        " nothing of claims that were paid and should not have been.",
        "The money of both strategies, paid and not supported",
        f"{dollars(a.paid_not_supported_amount)} and {dollars(b.paid_not_supported_amount)}",
        "False Claims Act and 42 CFR 401.305: what is not supported has to be returned",
    )


def lag_in_dollars(found: Comparison) -> Question:
    """What waits unbilled because claims leave later."""
    lags = [_lag(made) for made in (found.first, found.second)]
    charges, days = found.outcomes[0].charge_amount, found.first.scene.days

    def held(amount: int, tenths: int) -> str:
        return dollars(int(divide(amount * tenths, 10 * days)))

    less = abs(lags[0] - lags[1])
    slow = "A" if lags[0] >= lags[1] else "B"
    return Question(
        f"The mean lag from visit to claim is {lags[0] / 10:.1f} days under A and {lags[1] / 10:.1f} under B. About how"
        f" many more dollars of charges wait unbilled on any day under {slow}? Take the charges of A over {days} days.",
        held(charges, less),
        (
            Offer(held(charges, max(lags)), "That is all that waits. Asked is the difference of both lags.", PART),
            Offer(held(found.outcomes[0].cash_amount, less), "That is cash. What waits are charges.", MISREAD),
            Offer(dollars(int(divide(charges * less, 300))), "The charges are those of the whole quarter.", MISREAD),
        ),
        f"{dollars(charges)} ÷ {days} days x {less / 10:.1f} days = {held(charges, less)}.",
        "The lag and the charges",
        f"{less / 10:.1f} days",
        LAG,
    )


def _lag(made: Quarter) -> int:
    return next(row.counted.value or 0 for row in board(made) if row.figure == "days from visit to claim")


def cost_to_collect(found: Comparison) -> Question:
    """The lower cost to collect need not leave more."""
    a, b = found.outcomes
    cheap = "A" if (a.cost_to_collect_percent or 0) <= (b.cost_to_collect_percent or 0) else "B"
    more = "A" if a.net_amount >= b.net_amount else "B"
    words = {(low, high): f"{low} has the lower cost to collect, {high} leaves more." for low in "AB" for high in "AB"}
    wrong = [
        Offer(
            told,
            "Compute both: the cost over the cash, and the cash less the cost.",
            ALONE if low == cheap else MISREAD,
        )
        for (low, high), told in words.items()
        if (low, high) != (cheap, more)
    ]
    rates = f"{a.cost_to_collect_percent:.2f}% and {b.cost_to_collect_percent:.2f}%"
    return Question(
        "Which strategy has the lower cost to collect, and which leaves more after the cost of the work?",
        words[cheap, more],
        tuple(wrong),
        f"Cost to collect is {rates}; left are {dollars(a.net_amount)} and {dollars(b.net_amount)}.",
        "The money of both strategies",
        f"Cost to collect {rates}",
        COST_SOURCE,
    )


def small_write_offs(found: Comparison) -> Question:
    """What a limit below which nothing is worked loses."""
    a, b = found.outcomes
    less = b.lost_amount - a.lost_amount
    return Question(
        "B works no denied amount below its limit. How much more is lost for good under B, all reasons together?",
        more_or_less(less),
        (
            Offer(more_or_less(b.cash_amount - a.cash_amount), "That is the cash, not what was lost.", MISREAD),
            Offer(more_or_less(b.work_cost_amount - a.work_cost_amount), "That is the cost of the work.", MISREAD),
            Offer(more_or_less(b.bad_debt_amount - a.bad_debt_amount), "That is what patients did not pay.", MISREAD),
        ),
        f"Lost for good: {dollars(a.lost_amount)} under A, {dollars(b.lost_amount)} under B.",
        "Lost for good, by reason",
        f"{dollars(a.lost_amount)} and {dollars(b.lost_amount)}",
        "HFMA MAP Keys, AR-6: denials written off",
    )


def break_even_share(found: Comparison) -> Question:
    """The share of an outside firm at which it leaves what own staff leaves: A own staff, B the firm."""
    a, b = found.outcomes
    other = b.work_cost_amount - cost_of_work(found.second).share_of_collections
    room = b.cash_amount - other - a.net_amount

    def share(amount: int) -> str:
        return f"{amount * 100 / b.cash_amount:.1f}%"

    return Question(
        "A works with own staff, B with an outside firm that takes a share of what it brings in. At which share does B"
        " leave as much as A?",
        share(room),
        (
            Offer(share(cost_of_work(found.second).share_of_collections), "That is what the firm takes now.", MISREAD),
            Offer(share(a.work_cost_amount), "That is what own staff costs. B also brings other cash.", MISREAD),
            Offer(share(b.cash_amount - a.net_amount), "B's own wages and statements come off first.", COST),
        ),
        f"B's cash {dollars(b.cash_amount)} less its other cost {dollars(other)} less what A leaves"
        f" {dollars(a.net_amount)} is {dollars(room)}: {share(room)} of B's cash.",
        "The money and the cost of the work",
        dollars(room),
        COST_SOURCE,
    )


def _signed(cents: int) -> str:
    return ("+" if cents > 0 else "") + dollars(cents)
