"""The office before the payer: the front desk verifies and asks for authorizations, the coder codes, a second coder
looks, the biller builds the claim and works what the scrubber's edits stop.

Not modeled: what a verification by telephone gets wrong; a patient without any coverage that is found.
"""

from typing import NamedTuple

import numpy as np

from sim.billing.answers.supported_amounts import as_supported
from sim.billing.claims.claim import bill, clean
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.scrub import scrub
from sim.billing.denials.remedies import of_policy
from sim.clinic.visits.coded_rows import Work
from sim.coding.coder import Staff, code
from sim.ground.coded import Coded
from sim.ground.draw import uniform
from sim.ground.joins import find_rows
from sim.ground.keys import VERSIONS, coverage_before
from sim.ground.table import Table
from sim.manager.calendar.hours import Window, played
from sim.manager.calendar.queues import NEVER, Program, Worked
from sim.manager.calendar.scene import Scene
from sim.manager.strategies.strategy import ROLES, Strategy, mistakes_per_million, work_items
from sim.payer.rulebook.catalogue import policies

VERIFY_AHEAD, AUTHORIZE_AHEAD = 3, 10  # days before the visit on which its schedule is known
FRONT_DESK = ROLES[0]


class FrontDesk(NamedTuple):
    """Masks of the visits that were verified and authorized in time, and their items (first all visits to verify, then
    all authorizations)."""

    verified: np.ndarray
    authorized: np.ndarray
    program: Program
    worked: Worked


class Built(NamedTuple):
    """The first claims as they are ready to be sent. visits: encounters with what the front desk registered and who
    erred; true: the claims that the records support; findings: of the scrubber's edits; looked: charts with a second
    look; edited: visits whose claim an edit stopped and the biller corrected."""

    front_desk: FrontDesk
    visits: Table
    work: Work
    claims: Claims
    true: Claims
    findings: Table
    looked: np.ndarray
    edited: np.ndarray

    @property
    def differs(self) -> np.ndarray:
        """Visits whose claim says something else than the record."""
        return self._registered_wrong | ((~self.visits.mistake.is_missing) & ~self.edited)

    @property
    def _registered_wrong(self) -> np.ndarray:
        first = find_rows(self.claims.claims.claim_key, self.visits.encounter_key << VERSIONS)
        coverage = np.append(self.claims.claims.coverage_key, -2)[first]
        number = self.visits.registered_authorization_number != self.visits.prior_authorization_number
        return (first >= 0) & ((coverage != self.visits.coverage_key) | number) & ~self.edited


def front_desk(scene: Scene, one: Strategy, window: Window) -> FrontDesk:
    """What is verified and authorized before the visit, as far as the hours go."""
    visits, items = scene.visits, work_items()
    day = visits.service_date.astype(np.int64)
    size = len(visits)
    wants = uniform(scene.seed, "verified", visits.encounter_key) * 100 < one.verified_percent
    needs = ~visits.prior_authorization_number.is_missing & one.authorization_desk
    program = Program.of(
        np.tile(day, 2) - AUTHORIZE_AHEAD, np.tile(day, 2), np.zeros(2 * size, np.int64), (ROLES.index(FRONT_DESK),)
    )
    charge = np.zeros(2 * size, np.int64)
    half = np.arange(2 * size) < size
    for mask, name, ahead in ((half, "verification", VERIFY_AHEAD), (~half, "authorization", AUTHORIZE_AHEAD)):
        rows = mask & np.append(wants, needs)
        program = program.with_step(
            0,
            rows,
            seconds=items[name].seconds,
            not_before=np.tile(day, 2) - ahead,
            deadline=np.tile(day, 2),
            amount=charge,
        )
    made = played(program, one, window)
    done = made.done[:, 0] < NEVER
    return FrontDesk(done[:size], done[size:], program, made)


def built(scene: Scene, one: Strategy, window: Window) -> Built:
    """The claims as the office makes them."""
    desk = front_desk(scene, one, window)
    keys, life = scene.visits.encounter_key, scene.life
    looked = uniform(scene.seed, "second look", keys) * 100 < one.second_look_percent
    found = uniform(scene.seed, "second look finds", keys) * 100 < scene.given.second_look_finds_percent
    staff = Staff(
        one.skill,
        mistakes_per_million(one, scene.first),
        {FRONT_DESK: desk.verified, "coder": looked & found},
    )
    visits, work = code(scene.seed, _registered(scene, desk), staff=staff)
    claims = _typed(bill(visits, work, scene.people), visits, life.typed_wrong & ~desk.verified)
    true = clean(as_supported(visits), scene.truth, scene.people)
    findings = scrub(claims.claims, claims.lines, scene.people)
    edited = np.zeros(len(visits), bool)
    if one.scrubber:
        edited = np.isin(keys, findings.claim_key[_stops(findings, one)] >> VERSIONS)
        claims = _replaced(claims, true, keys[edited])
    return Built(desk, visits, work, claims, true, findings, looked, edited)


def _registered(scene: Scene, desk: FrontDesk) -> Table:
    visits, life = scene.visits, scene.life
    old = life.outdated & ~desk.verified
    missed = life.authorization_missed & ~desk.authorized & ~visits.prior_authorization_number.is_missing
    return visits.with_columns(
        registered_coverage_key=np.where(old, coverage_before(visits.coverage_key), visits.registered_coverage_key),
        registered_authorization_number=Coded.where(missed, "", visits.registered_authorization_number),
    )


def _typed(claims: Claims, visits: Table, wrong: np.ndarray) -> Claims:
    """Claims whose member ID has its last two different digits changed round: nobody has that number."""
    heads = claims.claims
    rows = np.flatnonzero(np.isin(heads.encounter_key, visits.encounter_key[wrong]) & ~heads.member_id.is_missing)
    if not len(rows):
        return claims
    texts = heads.member_id.texts()
    texts[rows] = [_turned_round(text) for text in texts[rows]]
    coverage = heads.coverage_key.copy()
    coverage[rows] = -1
    return claims._replace(claims=heads.with_columns(member_id=Coded.of(texts), coverage_key=coverage))


def _turned_round(number: str) -> str:
    """
    >>> _turned_round("A12344"), _turned_round("A11")
    ('A12434', '1A1')
    """
    for place in range(len(number) - 1, 0, -1):
        if number[place] != number[place - 1]:
            return number[: place - 1] + number[place] + number[place - 1] + number[place + 1 :]
    return number + "0"


def _stops(findings: Table, one: Strategy) -> np.ndarray:
    """Which findings stop a claim: errors of the edits that are on. What only the payer's file of members shows is no
    edit of a claim."""
    own = [name for name in findings.finding.pool if (name in one.edits if one.edits else _is_of_the_claim(name))]
    return (findings.severity == "error") & findings.finding.isin(own)


def _is_of_the_claim(finding: str) -> bool:
    return finding not in policies() or of_policy(finding, "owner", "*") != FRONT_DESK


def _replaced(claims: Claims, true: Claims, encounter_keys: np.ndarray) -> Claims:
    """The first claims of these visits as the record supports them; dates stay."""
    first = encounter_keys << VERSIONS
    theirs, mine = np.isin(true.claims.claim_key, first), np.isin(claims.claims.claim_key, first)
    both = np.intersect1d(true.claims.claim_key[theirs], claims.claims.claim_key[mine])
    theirs, mine = np.isin(true.claims.claim_key, both), np.isin(claims.claims.claim_key, both)
    heads = true.claims.take(theirs)
    return Claims(
        Table.concat([claims.claims.take(~mine), heads.select(*claims.claims.columns)]).sort_by("claim_key"),
        Table.concat(
            [
                claims.lines.take(~np.isin(claims.lines.claim_key, both)),
                true.lines.take(np.isin(true.lines.claim_key, both)).select(*claims.lines.columns),
            ]
        ).sort_by("claim_key", "claim_line_number"),
    )
