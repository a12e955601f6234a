"""Questions about the work: who owes what is old, what is lost most, which desk is full."""

from collections.abc import Callable

from sim.ground.money import dollars
from sim.learn.tasks.quick_check.question import Offer, Question
from sim.manager.comparing.compare import Comparison
from sim.manager.figures.cost_of_work import cost_of_work
from sim.manager.figures.lost import losses
from sim.manager.figures.running import OVER, running_aging
from sim.manager.strategies.strategy import ROLES
from sim.manager.tasks.weigh_strategies import money_questions as money
from sim.manager.tasks.weigh_strategies.money_questions import ALONE, MISREAD

OWERS = {
    "payer": "Payers that have not answered yet",
    "denied": "Denied claims that nobody has settled",
    "patient": "Patients",
}
ASSUMED = "The minutes of an item and the hours of a role are modeling assumptions (data/codes/work_items.csv)"


def behind_over_90(found: Comparison) -> Question:
    """What stands behind A/R over 90 days."""
    made = found.first
    rows = running_aging(made.window, made.day.visits, made.day.books())[OVER:]
    owed = {name: sum(getattr(one, name) for one in rows) for name in OWERS}
    most = max(owed, key=lambda name: owed[name])
    told = "; ".join(f"{OWERS[name].lower()} {dollars(cents)}" for name, cents in owed.items())
    return Question(
        f"A/R over 90 days is {found.outcomes[0].over_90_percent:.2f}% under A. What stands behind most of it?",
        OWERS[most],
        tuple(
            Offer(words, f"Here they are {dollars(owed[name])}.", ALONE)
            for name, words in OWERS.items()
            if name != most
        ),
        f"Over 90 days old: {told}. One percentage says nothing of who owes it, or of what can still be collected.",
        "Aging, the last two rows",
        told,
        "MGMA, as quoted in the trade: A/R over 90 days",
    )


def largest_loss(found: Comparison) -> Question:
    """The reason that lost most."""
    lost = losses(found.first.day.books())
    told = "; ".join(f"{one.label} {dollars(one.amount)}" for one in lost[:4])
    frequent = max(lost, key=lambda one: one.visits)
    wrong = [
        Offer(
            one.label,
            f"{dollars(one.amount)} on {one.visits} visits. Another reason lost more dollars.",
            ALONE if one == frequent else MISREAD,
        )
        for one in lost[1:4]
    ]
    return Question(
        "Which reason lost the most dollars for good under A?",
        lost[0].label,
        tuple(wrong),
        f"The largest: {told}.",
        "Lost for good, by reason",
        told,
        "HFMA MAP Keys, AR-6: denials written off; our own reasons (data/codes/write_offs.csv)",
    )


def fullest_desk(found: Comparison) -> Question:
    """Where an hour more would be worked off at once."""
    cost = cost_of_work(found.first)
    ranked = sorted(range(len(ROLES)), key=lambda at: -cost.busy_percent[at])
    told = "; ".join(f"{_role(at)} {cost.busy_percent[at]}%" for at in ranked)
    return Question(
        "There is money for a few more hours under A. At which desk are the hours fullest?",
        _role(ranked[0]),
        tuple(Offer(_role(at), f"These hours are {cost.busy_percent[at]}% filled.", MISREAD) for at in ranked[1:4]),
        f"How full the hours are: {told}.",
        "Cost of the work, hours and how full they are",
        told,
        ASSUMED,
    )


def _role(at: int) -> str:
    return f"{ROLES[at][:1].upper()}{ROLES[at][1:]}"


ASKED: dict[str, Callable[[Comparison], Question]] = {
    **{
        name: getattr(money, name)
        for name in (
            *("worth_its_cost", "after_an_audit", "lag_in_dollars"),
            *("cost_to_collect", "small_write_offs", "break_even_share"),
        )
    },
    "behind_over_90": behind_over_90,
    "largest_loss": largest_loss,
    "fullest_desk": fullest_desk,
}
