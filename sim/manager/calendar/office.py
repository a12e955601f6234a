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
from sim.manager.calendar.hours import Copies, Window, played
from sim.manager.calendar.queues import NEVER, Program, Worked
from sim.manager.calendar.scene import Scene
from sim.manager.strategies.plan import Plan
from sim.manager.strategies.strategy import ROLES, Strategy, mistakes_per_million, work_items
from sim.payer.rulebook.catalogue import policies
from sim.payer.rulebook.payers import payers

FRONT_DESK = ROLES[0]
MODIFIERS = tuple(f"hcpcs_modifier_{number}" for number in range(1, 5))


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


def front_desk(scene: Scene, plan: Plan, window: Window) -> FrontDesk:
    """What is verified and authorized before the visit, as far as the hours go. What the plan says holds from the day
    on which a visit's schedule is known."""
    copies = Copies(*(_before_the_visit(scene, plan, copy * window.length) for copy in (-1, 1)))
    own = (_before_the_visit(scene, plan, 0),) * len(plan.strategies)
    known = scene.given.days
    ahead = max(known.registration_known, known.authorization_known)
    program, made = played(own, plan, window, copies, ahead=ahead)
    done = made.done[:, 0] < NEVER
    size = len(scene.visits)
    return FrontDesk(done[:size], done[size:], program, made)


def _before_the_visit(scene: Scene, plan: Plan, later: int) -> Program:
    """The front desk's items of the quarter that comes so many days later, on the days of this one."""
    visits, items = scene.visits, work_items()
    verify, authorize = scene.given.days.registration_known, scene.given.days.authorization_known
    day = visits.service_date.astype(np.int64)
    size = len(visits)
    percent = plan.values("verified_percent", day - verify + later)
    wants = uniform(scene.seed, "verified", visits.encounter_key) * 100 < percent
    wants |= _of_kinds(scene, plan, day - verify + later)
    needs = ~visits.prior_authorization_number.is_missing
    needs &= plan.values("authorization_desk", day - authorize + later)
    program = Program.of(
        np.tile(day, 2) - max(verify, authorize),
        np.tile(day, 2),
        np.zeros(2 * size, np.int64),
        (ROLES.index(FRONT_DESK),),
    )
    charge = np.zeros(2 * size, np.int64)
    half = np.arange(2 * size) < size
    for mask, name, ahead in ((half, "verification", verify), (~half, "authorization", authorize)):
        rows = mask & np.append(wants, needs)
        program = program.with_step(
            0,
            rows,
            seconds=items[name].seconds,
            not_before=np.tile(day, 2) - ahead,
            deadline=np.tile(day, 2),
            amount=charge,
        )
    return program


def _of_kinds(scene: Scene, plan: Plan, days: np.ndarray) -> np.ndarray:
    """Visits of payers of a kind that is verified always."""
    which, out = plan.at(days), np.zeros(len(scene.visits), bool)
    for number, one in enumerate(plan.strategies):
        if one.verified_kinds:
            codes = [code for code, payer in payers().items() if payer.kind in one.verified_kinds]
            out |= (which == number) & scene.visits.payer_code.isin(codes)
    return out


def built(scene: Scene, plan: Plan, window: Window) -> Built:
    """The claims as the office makes them. What the plan says of coding and edits holds for the charts that are closed
    from that day on."""
    desk = front_desk(scene, plan, window)
    keys, life = scene.visits.encounter_key, scene.life
    closed = scene.visits.service_date.astype(np.int64) + life.closed_after
    which = plan.at(closed)
    looked = _looked(scene, plan, which, desk)
    found = uniform(scene.seed, "second look finds", keys) * 100 < scene.given.second_look_finds_percent
    visits, work = code(
        scene.seed, _registered(scene, desk), staff=_staff(scene, plan, which, desk, {"coder": looked & found})
    )
    claims = _typed(bill(visits, work, scene.people), visits, life.typed_wrong & ~desk.verified)
    true = clean(as_supported(visits), scene.truth, scene.people)
    findings = scrub(claims.claims, claims.lines, scene.people)
    edited = np.zeros(len(visits), bool)
    for number, one in enumerate(plan.strategies):
        if one.scrubber:
            edited |= (which == number) & np.isin(keys, findings.claim_key[_stops(findings, one)] >> VERSIONS)
    if edited.any():
        claims = _replaced(claims, true, keys[edited])
    return Built(desk, visits, work, claims, true, findings, looked, edited)


def _staff(scene: Scene, plan: Plan, which: np.ndarray, desk: FrontDesk, set_right: dict[str, np.ndarray]) -> Staff:
    """Who codes the visits: how often they err, with what is found before the claim goes out."""
    rates = np.array([mistakes_per_million(one, scene.first) for one in plan.strategies])
    return Staff(plan.first.skill, rates[which], {FRONT_DESK: desk.verified, **set_right})


def _looked(scene: Scene, plan: Plan, which: np.ndarray, desk: FrontDesk) -> np.ndarray:
    """Charts that get a second look: so many of a hundred, and those on whose claim a modifier stands, or should."""
    percent = np.array([one.second_look_percent for one in plan.strategies])[which]
    looked = uniform(scene.seed, "second look", scene.visits.encounter_key) * 100 < percent
    for number, one in enumerate(plan.strategies):
        if one.second_look_modifiers:
            _, coded = code(scene.seed, _registered(scene, desk), staff=_staff(scene, plan, which, desk, {}))
            has = _with_modifier(coded, one.second_look_modifiers) | _with_modifier(
                scene.truth, one.second_look_modifiers
            )
            looked |= (which == number) & np.isin(scene.visits.encounter_key, list(has))
    return looked


def _with_modifier(work: Work, modifiers: tuple[str, ...]) -> set[int]:
    """The visits with one of these modifiers on a service."""
    lines = work.services
    mine = np.zeros(len(lines), bool)
    for name in MODIFIERS:
        mine |= lines[name].isin(modifiers)
    return set(lines.encounter_key[mine].tolist())


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
