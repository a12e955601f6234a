"""An aging list followed up aloud: the order first, then claim by claim."""

from sim.billing.denials.follow_up import STEPS, by_rule, group, near_days, right_step, window
from sim.ground.dates import us_date
from sim.learn.exercises.case import Case
from sim.learn.tasks.contract import Step
from sim.learn.tasks.follow_up.aging_list import aging_list
from sim.learn.tasks.follow_up.marks import NOTE, RULE, because, why_here


def worked(case: Case) -> list[Step]:
    """Which claims are worked today and in which order, then what is done about each."""
    made = aging_list(case)
    numbers, step = made.account_numbers, {one.id: one for one in STEPS}
    work = by_rule(made.open)
    order = ", then ".join(numbers[one.claim_key] for one in work)
    steps = [
        Step(
            "Aging list",
            f"{sum(one.is_near for one in work)} claims have a last day within {near_days(made.today)} days; the others"
            " are ordered by what is expected.",
            f"Order of work: {order}.",
            RULE,
        )
    ]
    for one in [*work, *(each for each in made.open if group(each) == 4)]:
        name, right = numbers[one.claim_key], step[right_step(one)]
        place = why_here(one) if group(one) != 4 else "It only waits."
        steps.append(Step(f"{name}, status", because(one), f"{name}: {right.words}. {right.why} {place}", right.cite))
        days = window(one)
        again = (
            f"next follow-up from {us_date(days[0])} to {us_date(days[1])}" if days else "nothing more is to be heard"
        )
        number = one.trace_number or one.payer_claim_number or "no number of the payer"
        steps.append(Step(f"{name}, note", f"The payer's number: {number}.", f"{name}, note: {number}; {again}.", NOTE))
    return steps
