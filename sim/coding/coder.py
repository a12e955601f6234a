"""The simulated staff of a clinic: perfect, expert or novice. They err only by falling into a trap of the scenario, at
most one on a visit.

How often is a dated parameter (data/params/mistake_rate_expert.toml and so on). Which trap, among those that apply to
this visit at this payer, is drawn by the traps' weights. The coder's traps change the coded work and the front desk's
change what was registered; the biller's and the poster's are only noted here (mistake_at, trap_number) and made in
their own rooms.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from sim.clinic.visits.trap_changes import applicable, mistaken, mistaken_in
from sim.clinic.scenarios.placeholders import fill
from sim.clinic.scenarios.library import scenario
from sim.clinic.visits.visit_context import setting_of, words
from sim.clinic.visits.truth import perfect_in
from sim.clinic.visits.coded_visit import CodedVisit
from sim.clinic.visits.distinct_visits import settings
from sim.clinic.visits.coded_rows import Work, work_of
from sim.ground.coded import Coded
from sim.ground.draw import uniform
from sim.ground.errors import CleanClaimError
from sim.ground.keys import coverage_before
from sim.ground.params import param
from sim.ground.table import Table

CODERS = ("perfect", "expert", "novice")


class Staff(NamedTuple):
    """A staff of its own: how it is called on the encounters, mistakes on so many visits of a million (one number, or
    one a visit), and per desk the visits (a mask) on which a mistake of that desk is found and set right before the
    claim goes out. Whoever errs more often errs also where whoever errs less often does: the draw belongs to the visit
    alone."""

    name: str
    mistakes_per_million: int | np.ndarray
    set_right: Mapping[str, np.ndarray]


def code(seed: int, encounters: Table, coder: str = "perfect", staff: Staff | None = None) -> tuple[Table, Work]:
    """The encounters with what the staff did (coder, mistake, mistake_at, trap_number and the front desk's registered_
    columns), and the coded work (version "coded"). A visit's mistake belongs to the seed, the coder and the visit.
    staff: in place of the three coders. Raises CleanClaimError for an unknown coder."""
    if staff is not None:
        slips = uniform(seed, "mistake staff", encounters.encounter_key) * 1e6 < staff.mistakes_per_million
        return _coded(seed, encounters, staff.name, slips, staff.set_right)
    if coder not in CODERS:
        raise CleanClaimError(f"no coder {str(coder)[:40]!r}", "coder", ", ".join(CODERS), "choose one of these")
    slips = uniform(seed, f"mistake {coder}", encounters.encounter_key) * 1e6 < _rate(encounters, coder)
    return _coded(seed, encounters, coder, slips, {})


def _coded(seed, encounters: Table, coder: str, slips, set_right: Mapping[str, np.ndarray]) -> tuple[Table, Work]:
    visits: list[CodedVisit] = []
    place, traps = np.zeros(len(encounters), np.int64), np.zeros(len(encounters), np.int64)
    for name in encounters.scenario.pool:
        rows = np.flatnonzero(encounters.scenario == name)
        if len(rows):
            made, place[rows], traps[rows] = _scenario(
                seed, encounters, scenario(name), rows, slips[rows], len(visits), set_right
            )
            traps[rows] = _that_bite(encounters.take(rows), scenario(name), traps[rows])
            visits += made
    work = work_of(encounters.encounter_key, visits, place, "coded")
    return _registered(encounters, traps).with_columns(coder=Coded.constant(coder, len(encounters))), work


def _rate(encounters: Table, coder: str):
    return 0 if coder == "perfect" else param(f"mistake_rate_{coder}", encounters, "service_date", 0)


def _scenario(seed, encounters, one, rows, slips, first, set_right):
    """Of the rows of one scenario: the coded visits, the place of each row among all visits, and its trap (0 none)."""
    unique = settings(encounters, one, rows)
    traps = np.zeros(len(rows), np.int64)
    if slips.any():
        wrong = np.flatnonzero(slips)
        traps[wrong] = _traps(seed, encounters.encounter_key[rows[wrong]], one, unique, unique.place[wrong])
        for trap in one.traps if set_right else ():
            if trap.at in set_right:
                traps[(traps == trap.number) & set_right[trap.at][rows]] = 0
    pairs, place = np.unique(unique.place * (len(one.traps) + 1) + traps, return_inverse=True)
    made = [
        _visit(one, unique.settings[pair // (len(one.traps) + 1)], pair % (len(one.traps) + 1))
        for pair in pairs.tolist()
    ]
    return made, first + place, traps


def _that_bite(encounters: Table, one, traps) -> np.ndarray:
    """The traps without those that would write on the encounter what stands there already."""
    for trap in one.traps:
        for change in trap.changes:
            rows = np.flatnonzero(traps == trap.number) if change.target.startswith("encounter.") else ()
            if len(rows):
                column = encounters[change.target.partition(".")[2]][rows]
                traps = traps.copy()
                traps[rows[_stands(column, change)]] = 0
    return traps


def _stands(column, change) -> np.ndarray:
    if isinstance(column, Coded):
        return column == str(change.value) if change.verb == "set" else column.is_missing
    return column == (change.value if change.verb == "set" else 0)


def _visit(one, setting, number: int) -> CodedVisit:
    return mistaken_in(one, setting, one.traps[number - 1]) if number else perfect_in(one, setting)


def _traps(seed, key, one, unique, place) -> np.ndarray:
    """The number of the trap of each row, 0 where none applies: the applicable one with the largest u ** (1 /
    weight).
    """
    used = np.unique(place)
    bites = np.zeros((len(unique.settings), len(one.traps)), bool)
    for at in used:
        for trap in applicable(one, unique.settings[at], unique.previous[at]):
            bites[at, trap.number - 1] = True
    best, chosen = np.full(len(key), -np.inf), np.zeros(len(key), np.int64)
    for trap in one.traps:
        with np.errstate(divide="ignore"):
            score = np.log(uniform(seed, f"trap {one.name} {trap.number}", key)) / trap.weight
        better = bites[place, trap.number - 1] & (score > best)
        best, chosen = np.where(better, score, best), np.where(better, trap.number, chosen)
    return chosen


def with_mistake(encounters: Table, trap_number) -> Table:
    """Encounters on which the staff made the trap of this number (0 none): mistake, mistake_at, trap_number and what
    the front desk registered.
    """
    return _registered(encounters, np.broadcast_to(np.asarray(trap_number, np.int64), len(encounters)))


def _registered(encounters: Table, traps: np.ndarray) -> Table:
    at, kind = np.zeros(len(encounters), np.int32) - 1, np.zeros(len(encounters), np.int32) - 1
    places: dict[str, int] = {}
    errors: dict[str, int] = {}
    out = encounters
    for name in encounters.scenario.pool:
        for trap in scenario(name).traps:
            rows = np.flatnonzero((traps == trap.number) & (encounters.scenario == name))
            if len(rows):
                at[rows], kind[rows] = (
                    places.setdefault(trap.at, len(places)),
                    errors.setdefault(trap.error, len(errors)),
                )
                out = _front_desk(out, rows, trap, scenario(name)) if trap.at == "front desk" else out
    return out.with_columns(
        mistake=Coded(kind, errors), mistake_at=Coded(at, places), trap_number=traps.astype(np.int64)
    )


def _front_desk(encounters: Table, rows, trap, one) -> Table:
    """What the front desk wrote down wrongly on these rows."""
    for change in trap.changes:
        head, _, rest = change.target.partition(".")
        if head == "coverage":
            encounters = _with(
                encounters, "registered_coverage_key", rows, coverage_before(encounters.coverage_key[rows])
            )
        elif head == "authorization":
            encounters = _with(encounters, "registered_authorization_number", rows, "")
        elif head == "referral":
            encounters = _with(encounters, "registered_referral_number", rows, "")
        elif head == "encounter":
            encounters = _with(encounters, rest, rows, change.value if change.verb == "set" else None)
    return encounters


def _with(encounters: Table, name: str, rows, value) -> Table:
    column = encounters[name]
    if isinstance(column, Coded):
        mask = np.zeros(len(column), bool)
        mask[rows] = True
        return encounters.with_columns(**{name: Coded.where(mask, str(value or ""), column)})
    column = column.copy()
    column[rows] = (-1 if name.endswith("_key") else 0) if value is None else value
    return encounters.with_columns(**{name: column})


def coded(one, encounter, trap=None) -> CodedVisit:
    """What goes to billing for one encounter row: perfect, or with a trap."""
    return mistaken(one, encounter, trap) if trap else perfect_in(one, setting_of(one, encounter))


def wording(one, setting, trap) -> str:
    """Why the trap is a mistake, in the words of the scenario."""
    return fill(trap.why, words(one, setting))
