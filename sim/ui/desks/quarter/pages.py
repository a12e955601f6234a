"""What the page of the quarter shows: Monday's form, Friday's figures with the visits behind each, the letter, a visit
opened, and at the end the four clinics beside one another.
"""

from typing import Any

from sim.billing.denials.remedies import cause_of, cause_row
from sim.ground.dates import us_date
from sim.manager.calendar.quarter import Quarter
from sim.manager.game import figures
from sim.manager.game.decided import Game, friday, monday, staff_hours, usual_hours
from sim.manager.game.in_time import done_in_time
from sim.manager.game.letters import written
from sim.manager.game.result import Score, scores
from sim.manager.game.rules import Change, decisions, letters, setup
from sim.manager.game.story import Story, story, week_words
from sim.manager.strategies.strategy import ROLES, work_items
from sim.payer.rulebook.catalogue import policies
from sim.ui.desks.pictures.aging_bars import aging_bars
from sim.ui.desks.pictures.claim_days import Event, claim_days
from sim.ui.desks.pictures.clinic_lines import Line, backlog_lines, cash_lines
from sim.ui.desks.words import count, money

View = dict[str, Any]  # JSON: what a page is sent

FIGURES = {
    "cash": ("Cash to date", "Payments of payers and patients, with interest, less refunds."),
    "open": ("Open balance", "Open with payers, denied, and owed by patients, for this quarter's visits."),
    "rejections": ("Rejections to date", "Claims that a front end rejected. They were never adjudicated."),
    "denials": ("Denied lines to date", "Service lines that a payer adjudicated and did not pay."),
    "waiting": ("Items waiting", "What waits at the desks this Friday."),
    "lost": (
        "Lost for good to date",
        "Written off by the clinic or unpaid by patients. Contractual amounts don't count.",
    ),
    "unsupported": ("Paid and not supported", "Payments that the record does not support. An audit recoups them."),
    "owed": ("Owed and not paid", "What payers have processed, the record supports, and nobody has paid yet."),
}
DESKS = {
    "front desk": ("Front desk", "verifies coverage, requests authorizations"),
    "coder": ("Coder", "codes charts, takes the second look"),
    "biller": ("Biller", "builds claims, works edits and rejections"),
    "follow-up": ("A/R follow-up", "works denials, appeals, unanswered claims"),
    "poster": ("Payment poster", "sends statements, works credits"),
}
SCORES = (
    ("net", "Net collected", "Cash less the cost of the work, a year after the quarter began."),
    ("cash", "Cash", "Payments of payers and patients, less refunds."),
    ("cost", "Cost of the work", "Hours, training, statements, and what your decisions cost."),
    ("days_in_ar", "Days in A/R", "As in a clinic that goes on like this."),
    ("lost", "Lost for good", "Written off by the clinic or left unpaid by patients."),
    ("owed", "Owed and not paid", "Supported by the record, processed or never billed, and not paid."),
    ("unsupported", "Paid and not supported", "An audit recoups it."),
)


def monday_page(game: Game) -> View:
    """The form of the week at hand."""
    week = game.number
    chosen = game.weeks[-1].hours if game.weeks else usual_hours()
    one = setup()
    return {
        "heading": f"Monday of week {week}, {us_date(monday(week))}",
        "hours": [
            {"role": role, "label": DESKS[role][0], "says": DESKS[role][1], "usual": f"{usual:.1f}"}
            for role, usual in zip(ROLES, usual_hours(), strict=True)
        ],
        "total": staff_hours(),
        "step": one.hours_step,
        "draft": {**{role: f"{hours:.1f}" for role, hours in zip(ROLES, chosen, strict=True)}, "decision": ""},
        "decisions": [
            {
                "id": name,
                "label": decisions()[name].label,
                "says": decisions()[name].says,
                "cost": cost_words(decisions()[name].change),
                "desk": DESKS[decisions()[name].desk][0],
                "cite": decisions()[name].cite,
            }
            for name in game.open_decisions()
        ],
        "standing": [week_line(game, number) for number in range(len(game.weeks), 0, -1)],
        "left": one.weeks - week + 1,
    }


def week_line(game: Game, week: int) -> str:
    """What was decided in a week, as a line."""
    return f"Week {week}: {week_words(game, week)}"


def cost_words(change: Change) -> str:
    """What a change costs beside the time of the desks, and how long it holds.

    >>> cost_words(decisions()["hire_follow_up"].change)
    '$150.00 at once; 4.0 paid hours a week more; for 4 weeks'
    """
    said = [f"{money(change.once)} at once"] if change.once else []
    said += [f"{money(change.a_week)} a week"] if change.a_week else []
    said += [f"{count(change.training, 'hour')} of training for each of the staff"] if change.training else []
    said += [f"{sum(change.hours):.1f} paid hours a week more"] if any(change.hours) else []
    said += [f"for {count(change.weeks, 'week')}"] if change.weeks else []
    return "; ".join(said)


def friday_page(game: Game, made: Quarter, beside: dict[str, Quarter]) -> View:
    """Friday's figures, by the last week that was worked."""
    week, weeks = len(game.weeks), setup().weeks
    return {
        "week": week,
        "heading": f"Friday of week {week}, {us_date(friday(week))}",
        "figures": [figure(name, one) for name, one in figures.friday_figures(made).items()],
        "causes": [
            {
                "label": cause_row(one.cause).get("label", one.cause),
                "value": count(one.lines, "line"),
                "amount": money(one.amount),
                "behind": [behind(each) for each in one.behind],
            }
            for one in figures.denial_causes(made)
        ],
        "queues": [
            [DESKS[one.role][0], str(one.items), f"{one.minutes / 60:.1f} h", money(one.amount)]
            for one in figures.backlog(made)
        ],
        "in_time": [
            [_words(one.item), f"{one.done} of {one.done + one.late}", str(one.late), str(one.late_to_date)]
            for one in done_in_time(made)
        ],
        "pictures": [
            cash_picture(made, beside, week, weeks).as_block(),
            backlog_lines("Items waiting on Fridays", figures.backlog_by_week(made, week), weeks).as_block(),
            aging_bars("Open balance by age", figures.open_by_age(made)).as_block(),
        ],
    }


def cash_picture(made: Quarter, beside: dict[str, Quarter], week: int, weeks: int) -> Any:
    """Cash to date of the learner's clinic and of those beside it, by Friday."""
    lines = [Line("Your clinic", tuple(figures.cash_by_week(made, week)))]
    lines += [Line(one.strategy.label, tuple(figures.cash_by_week(one, week))) for one in beside.values()]
    return cash_lines("Cash to date, with the same patients", lines, weeks)


def figure(name: str, one: figures.Figure) -> View:
    """A figure with the visits behind it."""
    said = money if one.unit == "money" else str
    label, says = FIGURES[name]
    week = "" if one.week is None else f"{said(one.week)} this week"
    return {
        "name": name,
        "label": label,
        "says": says,
        "value": said(one.value),
        "week": week,
        "behind": [behind(each) for each in one.behind],
        "more": f"and {count(one.more, 'other visit')}" if one.more else "",
    }


def behind(one: figures.Behind) -> View:
    """A visit behind a figure, which can be opened."""
    return {"visit": str(one.encounter_key), "amount": money(one.amount), "words": _words(one.words)}


def _words(text: str) -> str:
    """An item, a policy or a kind of entry as people name it."""
    if text in work_items():
        return work_items()[text].label
    if text in policies():
        return str(cause_row(cause_of(policy=text)).get("label", text))
    return text[:1].upper() + text[1:] if text else "Patient did not pay"


def letter_page(game: Game, made: Quarter, number: int) -> View:
    """The letter of a week, with its answers, or what was answered."""
    reply = game.weeks[number - 1].reply
    if reply is None:
        return {}
    one = written(reply.letter, reply.encounter_key, made)
    answers = letters()[reply.letter].answers
    given = answers[reply.answer] if reply.answer >= 0 else None
    return {
        "label": one.letter.label,
        "kind": "A call" if one.letter.kind == "call" else "A letter",
        "who": one.who,
        "text": one.text,
        "visit": str(one.encounter_key),
        "answers": [
            {"id": str(place), "words": answer.words, "cost": cost_words(answer.change)}
            for place, answer in enumerate(answers)
        ],
        "given": given.words if given else "",
        "leads": given.leads if given else "",
        "cite": one.letter.cite,
    }


def visit_page(game: Game, made: Quarter, encounter_key: int) -> View:
    """A visit opened: its days as a picture, and the decisions behind it."""
    one: Story = story(made, encounter_key)
    events = [Event(each.day, each.words, each.tone) for each in one.events]
    rows = [
        f"{f'Week {each.week}. ' if each.week else ''}{each.words}"
        + (f" That week: {week_words(game, each.week)}" if 1 <= each.week <= len(game.weeks) else "")
        for each in one.decisions
    ]
    return {
        "visit": str(encounter_key),
        "heading": one.title,
        "blocks": [
            {"pairs": [list(pair) for pair in one.facts]},
            {"heading": "The decision behind it"},
            {"list": rows},
            claim_days("What happened, day by day", events).as_block(),
        ],
    }


def end_page(game: Game) -> View:
    """The quarter's end: the four clinics beside one another, in several figures."""
    found = scores(game)
    own = found[0]
    return {
        "heading": "The quarter is over",
        "says": (
            "Every claim was followed for a year, with your last week's way of working. The other clinics had the same"
            " patients, payers and chances. No single figure says which clinic is best."
        ),
        "table": {
            "label": "Your clinic beside the same quarter run by others",
            "head": ["Figure", *(one.label for one in found)],
            "rows": [[label, *(_score(one, name) for one in found)] for name, label, _ in SCORES],
            "right": list(range(1, len(found) + 1)),
            "wide": True,
        },
        "notes": [f"{label}: {says}" for _, label, says in SCORES],
        "verdicts": [verdict(own, other) for other in found[1:]],
        "weeks": [week_line(game, number) for number in range(1, len(game.weeks) + 1)],
    }


def _score(one: Score, name: str) -> str:
    value = getattr(one, name)
    if name == "days_in_ar":
        return "not known" if value is None else f"{value:.1f}"
    return money(value)


def verdict(own: Score, other: Score) -> str:
    """The learner's clinic beside another, figure by figure.

    >>> one = Score("own", "Your clinic", 900, 100, 800, 40.0, 50, 0, 20)
    >>> verdict(one, one._replace(name="typical", label="Typical clinic", net=700, days_in_ar=45.5))
    'Typical clinic: you collected $1.00 more net, and days in A/R are 5.5 fewer; the same amount was lost for good; \
the same amount was paid and not supported.'
    """
    net, lost, paid = own.net - other.net, own.lost - other.lost, own.unsupported - other.unsupported
    days = (own.days_in_ar or 0) - (other.days_in_ar or 0)
    ar = "the same" if not days else f"{abs(days):.1f} {'fewer' if days < 0 else 'more'}"
    return (
        f"{other.label}: you collected {_more(net)} net, and days in A/R are {ar};"
        f" {_amount(lost)} lost for good; {_amount(paid)} paid and not supported."
    )


def _more(cents: int) -> str:
    return "the same" if not cents else f"{money(abs(cents))} {'more' if cents > 0 else 'less'}"


def _amount(cents: int) -> str:
    return "the same amount was" if not cents else f"{money(abs(cents))} {'more' if cents > 0 else 'less'} was"
