"""A visit of the learner's quarter, opened: what happened on which day, and which decision stood behind it.

found = story(made, encounter_key)
found.events, found.decisions
"""

from datetime import date
from typing import Any, NamedTuple

import numpy as np

from sim.billing.denials.remedies import cause_of, cause_row, error_words
from sim.clinic.scenarios.library import scenario
from sim.ground.dates import us_date
from sim.ground.errors import CleanClaimError
from sim.ground.joins import find_in
from sim.ground.keys import VERSIONS
from sim.ground.money import dollars
from sim.ground.table import Table
from sim.manager.calendar.quarter import Quarter
from sim.manager.game.decided import DAYS, Game, monday, usual_hours
from sim.manager.game.rules import decisions, letters, setup
from sim.manager.strategies.strategy import ROLES, Strategy, work_items
from sim.payer.rulebook.payers import payers

GOOD, BAD = "good", "bad"
VISIT, ANSWER, WORK, CLAIM, MONEY = range(5)  # what comes first on a day
ENTRIES = {"patient payment": GOOD, "bad debt": BAD, "administrative write-off": BAD, "refund to the patient": ""}
PEOPLE = dict(zip(ROLES, ("The front desk", "The coder", "The biller", "A/R follow-up", "The poster"), strict=True))


class Event(NamedTuple):
    """What happened on a day; rank: its place among what happened on that day; tone: good, bad or nothing."""

    day: date
    words: str
    rank: int
    tone: str = ""


class Behind(NamedTuple):
    """A decision behind a visit: the week (0: before the quarter), and what it was."""

    week: int
    words: str


class Story(NamedTuple):
    """A visit: its facts in pairs, its days, the decisions behind it."""

    encounter_key: int
    title: str
    facts: tuple[tuple[str, str], ...]
    events: tuple[Event, ...]
    decisions: tuple[Behind, ...]


def story(made: Quarter, encounter_key: int) -> Story:
    """The story of a visit. Raises CleanClaimError for a visit that is not of this quarter."""
    row = int(find_in(made.day.visits.encounter_key, np.array([encounter_key]))[0])
    if row < 0 or row >= len(made.day.visits) or made.day.visits.encounter_key[row] != encounter_key:
        raise CleanClaimError("no such visit in this quarter", "quarter", "a visit of the list", "open another")
    visit = made.day.visits.take(slice(row, row + 1)).rows()[0]
    patients = made.day.people.patients
    patient = patients.take(patients.patient_key == visit["patient_key"]).rows()[0]
    name = f"{patient['first_name']} {patient['family_name']}"
    code = visit["payer_code"]
    facts = (
        ("Patient", name),
        ("Date of service", us_date(visit["service_date"])),
        ("Visit", scenario(visit["scenario"]).label),
        ("Payer", payers()[code].label if code in payers() else "none"),
    )
    events = [Event(visit["service_date"], "Visit", VISIT), *_work(made, encounter_key), *_claims(made, encounter_key)]
    events += _money(made, encounter_key)
    found = tuple(sorted(dict.fromkeys(events), key=lambda one: (one.day, one.rank)))
    return Story(encounter_key, f"{name}, {us_date(visit['service_date'])}", facts, found, _behind(made, row, visit))


def _of(table: Table, key: int) -> list[dict[str, Any]]:
    column = table.encounter_key if "encounter_key" in table else table.claim_key >> VERSIONS
    return table.take(column == key).rows()


def _label(item: str) -> str:
    return work_items()[item].label if item in work_items() else item


def _work(made: Quarter, key: int) -> list[Event]:
    found = []
    for one in _of(made.work, key):
        if one["outcome_code"] == "done":
            found.append(Event(one["done_date"], f"{_label(one['item_code'])}: done, {one['role_code']}", WORK))
        elif one["outcome_code"] == "lost":
            found.append(Event(one["deadline_date"], f"{_label(one['item_code'])}: its last day passed", WORK, BAD))
    return found


def _claims(made: Quarter, key: int) -> list[Event]:
    answers, found = made.day.answers(), []
    for head in _of(made.day.claims_sent().claims, key):
        code = head["payer_code"]
        label = payers()[code].label if code in payers() else "the payer"
        if head["submitted_date"] and head["submitted_date"] <= made.window.until.astype(date):
            found.append(
                Event(head["submitted_date"], f"Claim to {label}, {dollars(head['total_charge_amount'])}", CLAIM)
            )
    for told in _of(answers.acknowledgements, key):
        if not told["is_accepted"]:
            why = cause_row(cause_of(policy=told["policy"])).get("label", "")
            found.append(Event(told["acknowledgement_date"], f"Rejected: {why}", ANSWER, BAD))
    by_day: dict[date, list[dict[str, Any]]] = {}
    for line in _of(answers.remittance_lines, key):
        if not line["is_reversal"]:
            by_day.setdefault(line["remittance_date"], []).append(line)
    return found + [_remittance(day, lines) for day, lines in by_day.items()]


def _remittance(day: date, lines: list[dict[str, Any]]) -> Event:
    denied = [line for line in lines if line["denial_policy"]]
    paid = dollars(sum(line["paid_amount"] for line in lines))
    if not denied:
        return Event(day, f"Remittance: {paid} paid", ANSWER, GOOD)
    why = cause_row(cause_of(policy=denied[0]["denial_policy"])).get("label", "")
    return Event(day, f"Remittance: {paid} paid, {len(denied)} of {len(lines)} lines denied: {why}", ANSWER, BAD)


def _money(made: Quarter, key: int) -> list[Event]:
    found = []
    for one in _of(made.day.books(), key):
        if one["entry_kind"] in ENTRIES:
            words = f"{one['entry_kind'].capitalize()}, {dollars(abs(one['amount']))}"
            found.append(Event(one["entry_date"], words, MONEY, ENTRIES[one["entry_kind"]]))
    return found


# -- the decision behind it


def _behind(made: Quarter, row: int, visit: dict[str, Any]) -> tuple[Behind, ...]:
    found = [*_registered(made, visit), *_coded(made, row, visit)]
    for one in _of(made.work, visit["encounter_key"]):
        found += _item(made, one)
    lines = _of(made.day.answers().remittance_lines, visit["encounter_key"])
    if made.scene.life.wrong_policy[row] >= 0 and any(line["denial_policy"] for line in lines):
        found.append(
            Behind(0, "The payer was wrong. Nothing the clinic decided caused this denial; an appeal can win.")
        )
    return tuple(dict.fromkeys(found)) or (
        Behind(0, "Nothing went wrong here. No decision of yours stands behind it."),
    )


def week_of(day: date) -> int:
    """The game's week of a day, 0 before the first Monday.

    >>> week_of(date(2026, 4, 5)), week_of(date(2026, 4, 6)), week_of(date(2026, 4, 19))
    (0, 1, 2)
    """
    return max((day - monday(1)).days // DAYS + 1, 0)


def _strategy(made: Quarter, day: date) -> Strategy:
    at = made.plan.at(np.array([np.datetime64(day).astype(np.int64)]))
    return made.plan.strategies[int(at[0])]


def _registered(made: Quarter, visit: dict[str, Any]) -> list[Behind]:
    if visit["registered_coverage_key"] == visit["coverage_key"]:
        return []
    known = (np.datetime64(visit["service_date"]) - made.scene.given.days.registration_known).astype(date)
    one = _strategy(made, known)
    kinds = f", every {' and '.join(one.verified_kinds)} visit" if one.verified_kinds else ""
    words = (
        f"The claim went to an outdated coverage. Nobody verified it before the visit: coverage was verified for"
        f" {one.verified_percent} percent of visits{kinds}, with {hours_a_week(one, 'front desk')}."
    )
    return [Behind(week_of(known), words)]


def _coded(made: Quarter, row: int, visit: dict[str, Any]) -> list[Behind]:
    if not visit["mistake"]:
        return []
    closed = (np.datetime64(visit["service_date"]) + int(made.scene.life.closed_after[row])).astype(date)
    one = _strategy(made, closed)
    said = error_words(visit["mistake"])["words"]
    looks = f"a second look at {one.second_look_percent} percent of charts"
    looks += f" and at every modifier {', '.join(one.second_look_modifiers)}" if one.second_look_modifiers else ""
    words = (
        f"A mistake at the {visit['mistake_at'] or 'desk'}: {said}. The staff had {one.training_hours} hours of"
        f" training, with {looks}; the scrubber was {'on' if one.scrubber else 'off'}."
    )
    return [Behind(week_of(closed), words)]


def _item(made: Quarter, one: dict[str, Any]) -> list[Behind]:
    """What waited long, or too long."""
    label, role = _label(one["item_code"]), one["role_code"]
    until = made.window.until.astype(date)
    if one["outcome_code"] == "lost":
        strategy = _strategy(made, one["deadline_date"])
        words = f"{label}: nobody reached it before its last day. {PEOPLE[role]} had {hours_a_week(strategy, role)}."
        return [Behind(week_of(one["deadline_date"]), words)]
    end = one["done_date"] or until
    waited = (end - one["ready_date"]).days
    if waited < DAYS or one["ready_date"] > until:
        return []
    strategy = _strategy(made, one["ready_date"])
    ended = "was done after" if one["done_date"] else "has waited"
    words = f"{label}: {ended} {waited} days. {PEOPLE[role]} had {hours_a_week(strategy, role)}."
    return [Behind(week_of(one["ready_date"]), words)]


def hours_a_week(one: Strategy, role: str) -> str:
    """The hours of a desk in words.

    >>> from sim.manager.strategies.strategy import strategy
    >>> hours_a_week(strategy("typical"), "follow-up")
    '3.4 hours a week'
    """
    place = ROLES.index(role)
    return f"{one.hours[place] * setup().visits_a_week / 100:.1f} hours a week"


def week_words(game: Game, week: int) -> str:
    """What was decided in a week, in words: the decision, the answer, the hours that were moved."""
    if not 1 <= week <= len(game.weeks):
        return "Before your first Monday."
    one = game.weeks[week - 1]
    said = [decisions()[one.decision].label if one.decision else "No decision"]
    if one.hours != usual_hours():
        given = ", ".join(f"{role} {hours:.1f}" for role, hours in zip(ROLES, one.hours, strict=True))
        said.append(f"hours: {given}")
    if one.reply and one.reply.answer >= 0:
        said.append(f"your answer: {letters()[one.reply.letter].answers[one.reply.answer].words.rstrip('.')}")
    return "; ".join(said) + "."
