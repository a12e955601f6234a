"""What was done at the denial desk, carried out: the claim as it lies there, the correction typed, every step with what
came back.

standing(case)            the Journey of the claim as it came back          played(answer, case)      after everything
                          that was done with it
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from sim.billing.actions.biller_actions import Action, Played, play
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.corrections import one, with_changes
from sim.billing.claims.form_cells import read as read_cell
from sim.billing.claims.remedy_kinds import sends_claim, writes_letter
from sim.billing.denials.appeal_letters import at_hand
from sim.billing.visit.journey import Journey
from sim.billing.visit.journeys_together import billed_together
from sim.ground.dates import day_of
from sim.ground.dictionary import columns_of
from sim.ground.errors import CleanClaimError
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.grading.outcome import sent_work
from sim.learn.tasks.build_claim.answer import Answer as ClaimForm
from sim.learn.tasks.build_claim.forms import claims_of
from sim.learn.tasks.work_denial.added_lines import is_new_line, with_lines
from sim.learn.tasks.work_denial.answer import Answer
from sim.learn.tasks.work_denial.claim_places import options, place_of_path
from sim.payer.asked.appeals import listed
from sim.reference.diagnosis_letters import place_of

DAYS_TO_APPROVE = np.timedelta64(15, "D")  # teaching assumption
_standing: WeakKeyDictionary[Case, Journey] = WeakKeyDictionary()


def standing(case: Case) -> Journey:
    """The journey of the claim as it lies on the desk."""
    return standing_together([case])[0]


def standing_together(cases: Sequence[Case]) -> list[Journey]:
    """The journeys of many claims as they lie on the desk; those not known yet are answered as one table."""
    fresh = [case for case in dict.fromkeys(cases) if case not in _standing]
    sent = [
        sent_work(
            case, case.sent_visit, claims_of(ClaimForm(dict(case.boxes)), case) if case.boxes is not None else None
        )
        for case in fresh
    ]
    made = zip(fresh, billed_together(sent), strict=True)
    found = {case: replace(one, until=_worked_on(case, one)) for case, one in made}
    _standing.update(found)
    return [found[case] if case in found else _standing[case] for case in cases]


def approved(case: Case, made: Journey | None = None) -> np.datetime64:
    """The date of the payer's letter that approves what credentialing filed; not a time where nothing was filed. It
    comes no earlier than the answer to the claim."""
    made, filed = made or standing(case), case.exercise.credentialing
    if filed is None:
        return np.datetime64("NaT", "D")
    letter = day_of(filed.received(case.row["service_date"])) + DAYS_TO_APPROVE
    return letter if made.last_answer is None else max(letter, made.last_answer)


def _worked_on(case: Case, made: Journey) -> np.datetime64 | None:
    """The day on which the item lies on the desk, where that is not the day of the payer's answer: the day after the
    last event of the credentialing log."""
    day = approved(case, made)
    return None if np.isnat(day) else day + np.timedelta64(1, "D")


def corrected(answer: Answer, case: Case) -> Claims:
    """The standing claim with the changes typed (tables of one claim). Raises CleanClaimError for a change that cannot
    be made.
    """
    made, changes = standing(case), paths(answer, case)
    base = one(made.claims, made.shown)
    new = {path: value for path, value in changes.items() if is_new_line(path, base)}
    return with_changes(with_lines(base, new), {path: value for path, value in changes.items() if path not in new})


def paths(answer: Answer, case: Case) -> dict[str, Any]:
    """The typed changes as billing takes them; another member id brings its whole coverage, as the practice system
    does.
    """
    found = {path: _typed(path, value) for path, value in answer.changes.items()}
    member = found.get("claim.member_id")
    coverages = case.people.coverages
    mine = [
        row
        for row in coverages.take(coverages.patient_key == case.row["patient_key"]).rows()
        if row["member_id"] == member
    ]
    if member and mine:
        row = next(
            (one for one in mine if one["payer_code"] == found.get("claim.payer_code", one["payer_code"])), mine[-1]
        )
        found = {
            **{
                f"claim.{name}": row[name]
                for name in ("payer_code", "coverage_key", "relationship_code", "group_number")
            },
            **found,
            "claim.coverage_key": row["coverage_key"],
        }
    return found


def _typed(path: str, value: str | None) -> Any:
    """A typed text as its column takes it: dates and amounts as on the form. Raises CleanClaimError."""
    table, column = (
        ("claims", path.partition(".")[2]) if path.startswith("claim.") else ("claim_lines", path.split(".")[-1])
    )
    if value is None or path.count(".") < (1 if path.startswith("claim.") else 2):
        return None if value is None or value == "" else value
    kind, where = columns_of(table)[column], place_of_path(path).words
    if kind == "count" and "pointer" in column:
        return _pointer(value, where)
    choices = options(place_of_path(path).how)
    if choices and kind != "flag":
        found = next((one for one in choices if value.strip().lower() == one.lower()), "")
        if value.strip() and not found:
            raise CleanClaimError(
                f"{value[:30]!r} is not on the list", where, " or ".join(choices.values()), "choose one"
            )
        return found
    read_as = FORMATS.get(kind) or next((found for part, found in WITHIN.items() if part in column), "")
    return read_cell(read_as, value, where) if read_as else value.strip().upper()


FORMATS = {"cents": "amount", "count": "units", "date": "date", "flag": "flag"}  # kind of column -> format of a box
WITHIN = {  # part of a column's name -> format of its box
    "hcpcs_modifier": "modifier",
    "diagnosis_code": "diagnosis",
    "procedure_code": "procedure",
    "place_of_service": "place",
    "_npi": "npi",
    "sex_code": "sex",
}


def _pointer(value: str, where: str) -> int:
    """A pointer's letter as its place; one digit counts as a place. A letter that is none stays one: it points
    nowhere.
    """
    text = value.strip().upper()
    if text.isascii() and text.isdigit() and len(text) <= 2:
        return int(text)
    if text and not place_of(text):
        raise CleanClaimError(f"{value[:30]!r} is not a pointer", where, "a letter of box 21, A to L", "type it again")
    return place_of(text) or 0


def unreadable(answer: Answer, case: Case) -> list[Problem]:
    """A change that cannot be made to this claim, an enclosure that is not in the file."""
    if writes_letter(answer.remedy):
        there = at_hand(standing(case))
        missing = [one for one in answer.letter.get("evidence") or () if one not in there]
        if missing:
            return [
                Problem(
                    "enclosures", f"the file of this claim holds none: {listed(missing[:1])}", "something that is there"
                )
            ]
    if not answer.changes:
        return []
    try:
        corrected(answer, case)
    except CleanClaimError as told:
        return [Problem("changes", f"{told.where}: {told.what}", told.expected or "a place of this claim")]
    return []


def after(answer: Answer, case: Case) -> Journey:
    """The Journey after what was decided: every step carried out, the last one too."""
    return played(answer, case).journey


def played(answer: Answer, case: Case) -> Played:
    """Everything that was done with this item, and what came back (sim.billing.actions.biller_actions.Played)."""
    steps = [
        _step(Answer(remedy=one["remedy"], changes=one["changes"], letter=one["letter"]), case)
        for one in answer.history
    ]
    steps.append(_step(answer, case))
    return play(standing(case), [one for one in steps if one.remedy])


def _step(answer: Answer, case: Case) -> Action:
    """A decision as something done; a correction that cannot be made is left out."""
    try:
        content = corrected(answer, case) if sends_claim(answer.remedy) and answer.changes else None
    except CleanClaimError:
        content = None
    return Action(answer.remedy, content, answer.letter)


def came_back(case: Case) -> bool:
    """Was the claim rejected, or a line of it denied by the learner's own doing?"""
    if case.own is None and case.boxes is None or case.own is not None and not case.own.services:
        return False
    return any(cause.problem.kind in ("rejection", "denial", "short payment") for cause in standing(case).causes)
