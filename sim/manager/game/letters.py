"""Which letter comes on a Friday, and its facts: a real claim of the learner's own quarter. The same quarter brings the
same letters.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim.billing.books.credits import stands
from sim.billing.denials.remedies import cause_of, cause_row
from sim.ground.dates import us_date
from sim.ground.joins import find_in, sum_by
from sim.ground.keys import VERSIONS
from sim.ground.money import dollars
from sim.manager.calendar.quarter import Quarter
from sim.manager.game.decided import DAYS, Game
from sim.manager.game.figures import unsupported_amounts
from sim.manager.game.rules import Letter, letters
from sim.payer.rulebook.payers import payers

RECENT = 21  # days: a letter is about something that happened lately
OLD_CHART, NO_ANSWER, LONG_OPEN = 7, 25, 21  # days after which a chart, an unanswered claim, a balance is old


class Written(NamedTuple):
    """A letter as it is read: who writes, the text, about which visit."""

    letter: Letter
    encounter_key: int
    who: str
    text: str


def next_letter(game: Game, made: Quarter) -> tuple[str, int] | None:
    """(letter, visit) of the Friday of the last week begun: one that has not come yet, about the largest amount at
    stake; None where there is nothing to write about."""
    earlier = [week.reply for week in game.weeks if week.reply]
    used, seen = {one.letter for one in earlier}, {one.encounter_key for one in earlier}
    best: tuple[int, str, int] | None = None
    for name, letter in letters().items():
        if name in used:
            continue
        keys, amounts = FINDERS[letter.about](made)
        free = np.flatnonzero(~np.isin(keys, list(seen)) & (amounts > 0))
        if len(free):
            at = free[np.lexsort((keys[free], -amounts[free]))[0]]
            if best is None or int(amounts[at]) > best[0]:
                best = (int(amounts[at]), name, int(keys[at]))
    return best and (best[1], best[2])


def written(name: str, encounter_key: int, made: Quarter) -> Written:
    """The letter with its facts."""
    letter = letters()[name]
    facts = _facts(made, encounter_key)
    return Written(letter, encounter_key, letter.who.format_map(facts), letter.text.format_map(facts))


def _facts(made: Quarter, key: int) -> dict[str, str]:
    row = int(find_in(made.day.visits.encounter_key, np.array([key]))[0])
    visit = made.day.visits.take(slice(row, row + 1)).rows()[0]
    patients = made.day.people.patients
    patient = patients.take(patients.patient_key == visit["patient_key"]).rows()[0]
    heads = made.day.claims_sent().claims
    mine = heads.take(heads.encounter_key == key).rows()
    over = unsupported_amounts(made)
    code = mine[0]["payer_code"] if mine else visit["payer_code"]
    owed = int(stands(made.day.visits, made.day.books(), "patient")[row])
    return {
        "patient": f"{patient['first_name']} {patient['family_name']}",
        "served": us_date(visit["service_date"]),
        "payer": payers()[code].label if code in payers() else "The patient",
        "charge": dollars(mine[0]["total_charge_amount"] if mine else 0),
        "balance": dollars(max(owed, 0)),
        "paid": dollars(int(over.amount[over.encounter_key == key].sum())),
        "reason": _reason(made, key),
    }


def _reason(made: Quarter, key: int) -> str:
    lines, told = made.day.answers().remittance_lines, made.day.answers().acknowledgements
    denied = lines.take((lines.claim_key >> VERSIONS == key) & ~lines.denial_policy.is_missing).denial_policy.texts()
    rejected = told.take((told.claim_key >> VERSIONS == key) & ~told.is_accepted).policy.texts()
    policy = next((str(one) for one in (*denied.tolist(), *rejected.tolist())), "")
    label = cause_row(cause_of(policy=policy)).get("label", "") if policy else ""
    return label[:1].lower() + label[1:]


# -- which visits a letter can be about, with what is at stake in each

Found = tuple[np.ndarray, np.ndarray]


def _denied(made: Quarter, causes: tuple[str, ...], wrong: bool = False) -> Found:
    lines = made.day.answers().remittance_lines
    lines = lines.take(
        ~lines.denial_policy.is_missing & ~lines.is_reversal & (lines.remittance_date > made.window.until - RECENT)
    )
    key = lines.claim_key >> VERSIONS
    by_payer = made.scene.life.wrong_policy[find_in(made.day.visits.encounter_key, key)] >= 0
    of_cause = lines.denial_policy.lookup(lambda policy: cause_of(policy=policy) in causes, False)
    return _summed(key, lines.charge_amount, by_payer if wrong else np.asarray(of_cause, bool) & ~by_payer)


def _summed(keys: np.ndarray, amounts: np.ndarray, mask: np.ndarray) -> Found:
    found, place = np.unique(keys[mask], return_inverse=True)
    return found, sum_by(place, amounts[mask], len(found))


def _items(made: Quarter, item: str, ready_before: int = 0) -> Found:
    work = made.work
    waits = (work.item_code == item) & (work.outcome_code == "waiting")
    waits &= work.ready_date <= made.window.until - ready_before
    return _summed(work.encounter_key, np.maximum(work.amount, 1), waits)


def _over(made: Quarter) -> Found:
    over = unsupported_amounts(made)
    return _summed(over.encounter_key, over.amount, over.day > made.window.until - 2 * RECENT)


def _rejected(made: Quarter) -> Found:
    told, heads = made.day.answers().acknowledgements, made.day.claims_sent().claims
    mine = ~told.is_accepted & (told.acknowledgement_date > made.window.until - RECENT)
    charge = heads.total_charge_amount[find_in(heads.claim_key, told.claim_key)]
    return _summed(told.claim_key >> VERSIONS, charge, mine)


def _balances(made: Quarter) -> Found:
    owed = stands(made.day.visits, made.day.books(), "patient")
    return _summed(made.day.visits.encounter_key, owed, owed > 0)


def _unanswered(made: Quarter) -> Found:
    heads, decided = made.day.claims_sent().claims, made.day.answers()
    old = heads.submitted_date <= made.window.until - NO_ANSWER
    silent = ~np.isin(heads.claim_key, decided.remittance_lines.claim_key)
    silent &= ~np.isin(heads.claim_key, decided.acknowledgements.claim_key[~decided.acknowledgements.is_accepted])
    return _summed(heads.encounter_key, heads.total_charge_amount, old & silent)


def _largest_open(made: Quarter) -> Found:
    open_, visits = stands(made.day.visits, made.day.books(), "payer"), made.day.visits
    return _summed(visits.encounter_key, open_, (open_ > 0) & (visits.service_date <= made.window.until - LONG_OPEN))


def _recent(made: Quarter, kind: str = "") -> Found:
    visits = made.day.visits
    mine = (visits.service_date <= made.window.until) & (visits.service_date > made.window.until - DAYS)
    codes = [code for code, payer in payers().items() if payer.kind == kind or not kind]
    mine &= visits.payer_code.isin(codes)
    return _summed(visits.encounter_key, np.ones(len(visits), np.int64), mine)


FINDERS: dict[str, Callable[[Quarter], Found]] = {
    "coverage denial": lambda made: _denied(made, ("coverage_not_active", "wrong_payer", "not_our_patient")),
    "authorization denial": lambda made: _denied(made, ("no_authorization", "no_referral")),
    "wrong denial": lambda made: _denied(made, (), wrong=True),
    "waiting for documents": lambda made: _items(made, "documents"),
    "paid and not supported": _over,
    "rejection": _rejected,
    "patient balance": _balances,
    "no answer": _unanswered,
    "chart waiting": lambda made: _items(made, "chart", OLD_CHART),
    "largest open claim": _largest_open,
    "medicaid visit": lambda made: _recent(made, "medicaid"),
    "recent visit": _recent,
}
