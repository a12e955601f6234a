"""What all desks share: the bar with its scores, the series, the actions, the facts of the visit."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sim.clinic.practice.clinics import clinic
from sim.ground.dates import us_date
from sim.learn.course.plan.shelf import shelf
from sim.learn.desk.desk_state import BAR, DeskState, series, standing
from sim.learn.desk.seat import seat
from sim.learn.exercises.case import Case
from sim.learn.exercises.exercise import Exercise
from sim.learn.tasks.contract import task_of
from sim.reference.codes import place_of_service, place_of_service_rows
from sim.ui.desks import desk_folders
from sim.ui.desks.words import count, field_words, money

View = dict[str, Any]  # JSON: what a page is sent
Result = Mapping[str, Any]  # the marks of a submission as they may be shown (sim/learn/grading/marks.py)

FOOT = (
    "CPT numbers belong to the American Medical Association; the words beside them are our own. All patients and"
    " providers are synthetic."
)


def bar(now: DeskState, case: Case, scores: list[View], chips: Iterable[str] = ()) -> View:
    """Whose desk, which case, and the scores."""
    return {
        "role": desk_folders.label(now.desk),
        "title": case.exercise.title,
        "chips": [which(now, case.exercise), *about(case), *chips],
        "scores": first_claim(now, scores),
    }


def which(now: DeskState, one: Exercise) -> str:
    """Which case of the exercise: of assigned work, which attempt."""
    if one.attempts:
        return f"{one.mode}, attempt {now.variant} of {one.attempts}"
    return f"{one.mode}, variant {now.variant}"


OWN_WORK = "From your own work"


def about(case: Case) -> list[str]:
    """How long a beginner needs."""
    return [f"about {minutes(case.exercise.minutes)}"] if case.exercise.minutes else []


def minutes(number: int) -> str:
    """So many minutes, in hours where there are many; empty for none.

    >>> minutes(9), minutes(60), minutes(95), minutes(0)
    ('9 min', '1 h', '1 h 35 min', '')
    """
    hours, left = divmod(number, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{left} min" if left else "")))


def items(now: DeskState, own: Iterable[View] = ()) -> list[View]:
    """The series: every exercise of the desk by unit, where one is, and what is done; behind them `own` work that waits
    here (sim/learn/desk/own_work.py).
    """
    books = None if seat().assignment else shelf()
    found = [
        {
            "id": one.name,
            "label": one.title,
            "group": task_of(one.task).title if books is None else books.place_of(one) or task_of(one.task).title,
            "minutes": minutes(one.minutes),
            "state": standing(now, one.name),
            "here": one.name == now.exercise and not now.item,
        }
        for one in series(now.desk)
    ]
    return found + [
        {
            "id": one["item"],
            "label": one["title"],
            "group": OWN_WORK,
            "minutes": "",
            "state": one["state"],
            "here": one["is_here"],
        }
        for one in own
    ]


def scores(result: Result | None, counted: str) -> list[View]:
    """Items right, paid first time, and the two amounts; dashes until something was graded and may be said."""
    if not result or "right" not in result:
        return [{"label": label, "value": "–", "tone": "quiet"} for label in (counted, *MONEY)]
    first = result.get("paid_first_time")
    most = max(result["entered"], result["key"])
    values = [
        f"{min(result['right'], most)} of {most}",
        "–" if first is None else "yes" if first else "no",
        *("–" if result[name] is None else money(result[name]) for name in AMOUNTS),
    ]
    tones = [
        None,
        None if first is None else "good" if first else "bad",
        "bad" if result["owed_not_paid_amount"] else None,
        "bad" if result["paid_not_supported_amount"] else None,
    ]
    return [
        {"label": label, "value": value, "tone": tone}
        for label, value, tone in zip((counted, *MONEY), values, tones, strict=True)
    ]


MONEY = ("paid first time", "owed, not paid", "paid, not supported")


def scores_in_use(result: Result | None, counted: str) -> list[View]:
    """The scores of a task that may send no claim: what is not known of it is left out.

    >>> told = {"right": 3, "entered": 5, "key": 4, "paid_first_time": None}
    >>> [one["label"] for one in scores_in_use({**told, **dict.fromkeys(AMOUNTS, 0)}, "items right")]
    ['items right']
    """
    first, *rest = scores(result, counted)
    if not result or "right" not in result:
        return [first]
    sent = result.get("paid_first_time") is not None
    known = [sent, *(sent or bool(result[name]) for name in AMOUNTS)]
    return [first, *(one for one, is_known in zip(rest, known, strict=True) if is_known)]


AMOUNTS = ("owed_not_paid_amount", "paid_not_supported_amount")


def first_claim(now: DeskState, found: list[View]) -> list[View]:
    """Scores in which "paid first time" is that of the first claim: a corrected one is not the first."""
    if len(now.submitted) < 2 or len(found) < 2 or found[1]["label"] != MONEY[0] or found[1]["tone"] == "quiet":
        return found
    return [found[0], scores(now.submitted[0]["result"], "")[1], *found[2:]]


def counted(now: DeskState, case: Case) -> str:
    """What the marks of this try say and what the next one brings; why an item that is finished is not done yet."""
    if case.exercise.attempts and not now.submitted:
        return f"Attempt {now.variant} of {case.exercise.attempts}. What you hand in cannot be changed afterwards."
    if case.exercise.mode != "practice":
        return ""
    if not now.finished:
        return NEXT_STEP.get((now.result or {}).get("reveals", ""), "")
    is_done = now.item or standing(now, now.exercise) == "done"
    return "" if is_done else ONE_MORE


ONE_MORE = "Corrected. One new variant right on the first try, without a hint or the key, and this exercise is done."
NEXT_STEP = {
    "question": "Each mark asks a question. Correct and send again: then it says why. Show me gives the answer.",
    "reason": "Each mark says why. The answer itself comes when all is right, or with Show me.",
}


def formula(result: Result | None) -> str:
    """How the score is made, in figures and words; it stands behind a click, so that a page shows one score.

    >>> words = formula({"right": 3, "entered": 5, "key": 5, "score": 0.7, "earned": 4.2, "points": 6.0})
    >>> words[70:101]
    'Score: 70 %, 4.2 of 6 points. W'
    """
    if not result or "score" not in result:
        return ""
    most = max(result["entered"], result["key"])
    return (
        f"{result['right']} of {most} items are right; an item that is right in part counts in part."
        f" Score: {result['score'] * 100:.4g} %, {result['earned']:g} of {result['points']:g} points."
        f" What you earned is divided by the larger of two counts: what you entered ({result['entered']}) and what is"
        f" right ({result['key']}). The bar for production work is {BAR * 100:.0f} %."
    )


def hints(now: DeskState, case: Case) -> list[View]:
    """The hints that were asked for."""
    return [{"words": words} for words in case.exercise.hints[: now.hints]]


def actions(now: DeskState, case: Case, first: list[View]) -> list[View]:
    """One obvious next action, then the others: hint, new variant, show me, start again, next."""
    one = case.exercise
    practice, graded = one.mode == "practice", bool(now.submitted)
    last = (
        [
            {
                "kind": "next_item",
                "words": "Next",
                "weight": "go" if now.finished or (graded and one.reveals == "none") else "quiet",
            }
        ]
        if graded or now.shown
        else []
    )
    then = (
        [{"kind": "new_variant", "words": "New variant", "weight": "plain" if graded or now.shown else "quiet"}]
        if practice and not now.item and not one.attempts
        else [{"kind": "new_variant", "words": "Next attempt", "weight": "plain"}]
        if graded and now.variant < one.attempts
        else []
    )
    left = len(one.hints) - now.hints
    help_ = (
        [{"kind": "hint", "words": "Hint" if not now.hints else "Another hint", "weight": "quiet"}]
        if left > 0 and one.mode != "exam" and not now.finished
        else []
    )
    show = (
        [{"kind": "show_me", "words": "Show me", "weight": "quiet"}]
        if practice and not now.shown and not now.finished
        else []
    )
    first = [
        {**action, "weight": "plain" if now.finished and action["weight"] == "go" else action["weight"]}
        for action in first
    ]
    return [*last, *first, *then, *help_, *show] if now.finished else [*first, *then, *help_, *show, *last]


def problems(now: DeskState) -> str:
    """What could not be read of the last answer; a wrong format is not a wrong answer."""
    told = [f"{field_words(one['where'])}: {one['what']}; expected {one['expected']}." for one in now.problems[:3]]
    return " ".join(told) + " This costs nothing." if told else ""


def key_of(now: DeskState, case: Case, blocks: list[View], heading: str = "The right answer") -> View | None:
    """The key and the case worked aloud, once the learner has asked to be shown."""
    if not now.shown or not now.key:
        return None
    return {"heading": heading, "blocks": [*blocks, *worked(case)]}


def worked(case: Case) -> list[View]:
    """The case worked aloud: where to look, what it says there, what follows."""
    steps = [
        {
            "p": [
                {"b": f"{number}. {step.place}: "},
                f"{step.says.rstrip('.')}. ",
                {"b": "So: "},
                step.follows,
                " ",
                {"cite": step.cite},
            ]
        }
        for number, step in enumerate(task_of(case.exercise.task).worked(case), 1)
    ]
    return [{"heading": "Step by step"}, *steps]


# -- the facts of a visit, as the chart's face sheet has them


def facts(case: Case) -> list[list[str]]:
    """Patient, day, place, payer, last visit, provider. Nothing that follows from the truth (new or established is for
    the learner to see).
    """
    row, patient = case.row, case.patient
    return [
        ["Patient", f"{patient['first_name']} {patient['family_name']}, {row['patient_age']} {patient['sex_code']}"],
        ["Seen", us_date(row["service_date"])],
        ["Place", place(row["place_of_service_code"])],
        ["Payer", case.payer_label],
        ["Last seen here", last_seen(case)],
        ["Provider", provider(row)],
    ]


def place(code: str) -> str:
    """A place of service with its number."""
    found = int(place_of_service_rows([code])[0])
    return f"{code} {place_of_service().label[found].lower()}" if found >= 0 else code


def provider(row: Mapping[str, Any]) -> str:
    """Who saw the patient."""
    found = next((one for one in clinic(row["clinic_code"]).providers if one.npi == row["rendering_npi"]), None)
    return f"{found.name}, {row['specialty_code']}" if found else row["rendering_npi"]


def last_seen(case: Case) -> str:
    """When this patient was last seen by the clinic's specialty of today, in words."""
    past, row = case.people.prior_services, case.row
    mine = past.take(
        (past.patient_key == row["patient_key"])
        & (past.service_date < row["service_date"])
        & (past.specialty_code == row["specialty_code"])
    )
    return ago(row["service_date"], max((one["service_date"] for one in mine.rows()), default=None))


def ago(today: date, then: date | None) -> str:
    """
    >>> from datetime import date
    >>> ago(date(2026, 9, 15), date(2025, 10, 10)), ago(date(2026, 9, 15), None)
    ('11 months ago, Oct 10, 2025', 'never')
    """
    if then is None:
        return "never"
    months = (today.year - then.year) * 12 + today.month - then.month - (today.day < then.day)
    text = (
        count((today - then).days, "day")
        if months < 1
        else count(months, "month")
        if months < 24
        else count(months // 12, "year")
    )
    return f"{text} ago, {us_date(then)}"
