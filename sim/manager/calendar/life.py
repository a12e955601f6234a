"""What life brings to each visit, drawn once from the conditions and the visit's key: nothing here depends on how the
clinic works, so two strategies meet the same.
"""

from typing import NamedTuple

import numpy as np

from sim.clinic.people.people import People
from sim.ground.coded import Coded
from sim.ground.draw import choose, uniform, whole
from sim.ground.joins import find_in
from sim.ground.keys import SPANS, coverage_before
from sim.ground.table import Table
from sim.manager.strategies.conditions import Conditions
from sim.payer.engine.payer_errors import LATE
from sim.payer.rulebook.payers import payers

AFTER_CHANGE = 1  # the span of a coverage that took another's place
TRIES = 4  # of a rework at most


class Life(NamedTuple):
    """One value per visit. outdated: the old card is on file; typed_wrong: the member ID has a digit wrong;
    authorization_missed: nobody asks for the authorization by himself; closed_after: days until the provider closes the
    chart; is_lost: the claim reaches nobody; wrong_policy: by which policy (place in the conditions' list) the payer
    denies wrongly, -1 for none; gives_in: a dispute of that is won."""

    outdated: np.ndarray
    typed_wrong: np.ndarray
    authorization_missed: np.ndarray
    closed_after: np.ndarray
    is_lost: np.ndarray
    wrong_policy: np.ndarray
    gives_in: np.ndarray


def life_of(seed: int, encounters: Table, people: People, given: Conditions) -> Life:
    """What life brings to these visits."""
    keys = encounters.encounter_key

    def happens(what: str, per_million: np.ndarray | int) -> np.ndarray:
        return uniform(seed, what, keys) * 1e6 < per_million

    former = coverage_before(encounters.coverage_key)
    has_former = (encounters.coverage_key & ((1 << SPANS) - 1)) == AFTER_CHANGE
    has_former &= find_in(people.coverages.coverage_key, former) >= 0
    habits = {code: given.habits(one.kind) for code, one in payers().items()}
    wrong = happens(
        "payer denies wrongly", encounters.payer_code.lookup(lambda code: habits[code].wrong_per_million, 0)
    )
    return Life(
        outdated=has_former & happens("old card", given.outdated_percent * 10_000),
        typed_wrong=happens("member id typed", given.typing_per_million) & (encounters.coverage_key >= 0),
        authorization_missed=happens("authorization missed", given.authorization_missed_percent * 10_000),
        closed_after=choose(seed, "chart closed", keys, given.closed_percent),
        is_lost=happens("claim lost", given.lost_per_million),
        wrong_policy=np.where(wrong, _policies(seed, encounters, given), -1),
        gives_in=happens(
            "payer gives in", encounters.payer_code.lookup(lambda code: habits[code].overturned_percent * 10_000, 0)
        ),
    )


def _policies(seed: int, encounters: Table, given: Conditions) -> np.ndarray:
    """By which of the wrong denials each visit's payer would deny: one of those that it has on its list."""
    out = np.full(len(encounters), -1)
    for number, code in enumerate(encounters.payer_code.pool):
        rows = np.flatnonzero(encounters.payer_code.keys == number)
        listed = payers()[code].policies if code in payers() else ()
        able = [place for place, one in enumerate(given.wrong_denials) if one.policy in listed]
        if len(rows) and able:
            weights = [given.wrong_denials[place].percent for place in able]
            drawn = choose(seed, "wrong denial", encounters.encounter_key[rows], weights)
            out[rows] = np.array(able)[drawn]
    return out


def late_days(seed: int, encounter_keys: np.ndarray, stage: int, codes: np.ndarray, given: Conditions) -> np.ndarray:
    """Days by which the payer answers later than its usual day. stage: which sending of the visit's claim it is; codes:
    the payer of each, as texts."""
    out = np.zeros(len(encounter_keys), np.int64)
    for code in sorted(set(codes.tolist())):
        late = given.habits(payers()[code].kind if code in payers() else "").late
        rows = np.flatnonzero(codes == code)
        one = choose(seed, f"answer late {stage}", encounter_keys[rows], [part.percent for part in late])
        low, high = (np.array([getattr(part, end) for part in late])[one] for end in ("low", "high"))
        out[rows] = low + whole(seed, f"days late {stage}", encounter_keys[rows], high - low + 1)
    return out


def tries(seed: int, encounter_keys: np.ndarray, stage: int, right_first_percent: int) -> np.ndarray:
    """How often a rework has to be done until it is right: once with the chance given, else once more, and so on."""
    out = np.ones(len(encounter_keys), np.int64)
    fails = np.ones(len(encounter_keys), bool)
    for number in range(1, TRIES):
        fails = fails & (uniform(seed, f"rework {stage} {number}", encounter_keys) * 100 >= right_first_percent)
        out += fails
    return out


def late_rows(claim_keys: np.ndarray, days: np.ndarray) -> Table:
    """Rows of payer_errors: the answers to these claims come so many days late."""
    late = np.flatnonzero(days > 0)
    return error_rows(claim_keys[late], LATE, days=days[late])


def error_rows(
    claim_keys: np.ndarray,
    kind: str,
    policy: str = "",
    lines: np.ndarray | None = None,
    days: np.ndarray | None = None,
) -> Table:
    """Rows of the table payer_errors of one kind."""
    count, none = len(claim_keys), np.zeros(len(claim_keys), np.int64)
    return Table(
        claim_key=claim_keys,
        claim_line_number=none if lines is None else lines,
        kind_code=Coded.constant(kind, count),
        policy=Coded.constant(policy, count),
        percent=none,
        days=none if days is None else days,
    )
