"""What all desks share: the bar with its scores, the series, the actions, the facts of the visit."""

from sim.ground.dates import us_date
from sim.ui.desks.words import count, money

ROLES = {"coder": "Coder's desk", "biller": "Biller's desk", "denial": "Denial desk"}
FOOT = (
    "CPT numbers belong to the American Medical Association; the words beside them are our own. All patients and"
    " providers are synthetic."
)


def bar(now, case, scores: list[dict], chips=()) -> dict:
    """Whose desk, which case, and the scores."""
    return {
        "role": ROLES[now.desk],
        "title": case.exercise.title,
        "chips": [f"{case.exercise.mode}, variant {now.variant}", *chips],
        "scores": scores,
    }


def items(now, own=()) -> list[dict]:
    """The series: every exercise of the desk, where one is, and what is done; behind them `own` work that waits here
    (sim/learn/exercises/shown_before_grading.py).
    """
    from sim.learn.desk.desk_state import series

    found = [
        {
            "id": one.name,
            "label": one.title,
            "state": "done" if one.name in now.done else "open",
            "here": one.name == now.exercise and not now.item,
        }
        for one in series(now.desk)
    ]
    return found + [
        {
            "id": one["item"],
            "label": one["title"],
            "state": "done" if one["is_done"] else "open",
            "here": one["is_here"],
        }
        for one in own
    ]


def scores(result: dict | None, counted: str) -> list[dict]:
    """Items right, paid first time, and the two amounts; dashes until something was graded and may be said."""
    if not result or "right" not in result:
        return [{"label": label, "value": "–", "tone": "quiet"} for label in (counted, *MONEY)]
    first = result.get("paid_first_time")
    values = [
        f"{result['right']} of {max(result['entered'], result['key'])}",
        "–" if first is None else "yes" if first else "no",
        *(
            "–" if result[name] is None else money(result[name])
            for name in ("owed_not_paid_amount", "paid_not_supported_amount")
        ),
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


def formula(result: dict | None) -> str:
    """The score's formula in figures, beside the score."""
    return f"Score: {result['formula']}. Production bar 95 %." if result and result.get("formula") else ""


def hints(now, case) -> list[dict]:
    """The hints that were asked for."""
    return [{"words": words} for words in case.exercise.hints[: now.hints]]


def actions(now, case, first: list[dict]) -> list[dict]:
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
        if practice and not now.item
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


def problems(now) -> str:
    """What could not be read of the last answer; a wrong format is not a wrong answer."""
    return " ".join(f"{one['line']}." for one in now.problems[:3]) + " This costs nothing." if now.problems else ""


# -- the facts of a visit, as the chart's face sheet has them


def facts(case) -> list[list[str]]:
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
    from sim.reference.codes import place_of_service, place_of_service_rows

    found = int(place_of_service_rows([code])[0])
    return f"{code} {place_of_service().label[found].lower()}" if found >= 0 else code


def provider(row: dict) -> str:
    """Who saw the patient."""
    from sim.clinic.practice.clinics import clinic

    found = next((one for one in clinic(row["clinic_code"]).providers if one.npi == row["rendering_npi"]), None)
    return f"{found.name}, {row['specialty_code']}" if found else row["rendering_npi"]


def last_seen(case) -> str:
    """When this patient was last seen by the clinic's specialty of today, in words."""
    past, row = case.people.prior_services, case.row
    mine = past.take(
        (past.patient_key == row["patient_key"])
        & (past.service_date < row["service_date"])
        & (past.specialty_code == row["specialty_code"])
    )
    return ago(row["service_date"], max((one["service_date"] for one in mine.rows()), default=None))


def ago(today, then) -> str:
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
