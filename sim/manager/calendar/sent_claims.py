"""What was really sent, on the days that the queues gave: first claims, claims sent again, corrected claims, disputes
that were won. The payers' engine answers them in the order in which they came, and what it says is posted.
"""

from typing import NamedTuple

import numpy as np

from sim.billing.claims.claim_mistakes import DAYS_BETWEEN
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.submission import received_date
from sim.ground.coded import Coded
from sim.ground.joins import find_rows
from sim.ground.keys import VERSIONS
from sim.ground.table import Table
from sim.manager.calendar.answering import Asked, first_asked
from sim.manager.calendar.follow_up import AGAIN, CLAIM, DENIAL, DOCUMENTS, REJECTION, UNANSWERED, Office
from sim.manager.calendar.further_claims import following
from sim.manager.calendar.office import Built
from sim.manager.calendar.outlook import DISPUTE, FIX, Outlook
from sim.manager.calendar.payer_side import errors_of
from sim.manager.calendar.queues import NEVER
from sim.manager.calendar.scene import Scene
from sim.payer.engine.document_requests import requests

NO_DAY = np.datetime64("NaT", "D")


class Sent(NamedTuple):
    """The claims and their answers; decided_on: per visit the day of the payer's last word on a dispute, NEVER for
    none."""

    asked: Asked
    decided_on: np.ndarray


def sent_claims(scene: Scene, made: Built, outlook: Outlook, office: Office) -> Sent:
    """Everything that was sent, with the answers."""
    keys = scene.visits.encounter_key
    claims = _dated(made.claims, scene, office)
    asked = first_asked(claims, scene.people, errors_of(scene, claims, 0))
    resent = _day(office.done(UNANSWERED), scene.life.is_lost)
    asked = _more(scene, asked, keys, resent, made.claims, "new", 2)
    asked = asked.with_documents(_documents(asked, office, keys))
    fixed = _day(office.done(REJECTION), outlook.way != "")
    asked = _more(scene, asked, keys, fixed, made.true, "new", 1)
    corrected = _day(office.done(DENIAL), office.kind == FIX)
    asked = _more(scene, asked, keys, corrected, made.true, outlook.way, 1)
    decided_on = np.full(len(keys), NEVER)
    for step, kind in ((DENIAL, office.kind), (AGAIN, office.later_kind)):
        written = _day(office.done(step), kind == DISPUTE)
        day = np.where(written < NEVER, written + outlook.decision_days, NEVER)
        decided_on = np.where(day < NEVER, day, decided_on)
        won = np.where(scene.life.gives_in, day, NEVER)
        asked = _more(scene, asked, keys, won, asked.claims, "reopening", 3)
    return Sent(asked, decided_on)


def _day(done: np.ndarray, mask: np.ndarray) -> np.ndarray:
    return np.where(mask, done, NEVER)


def _dated(claims: Claims, scene: Scene, office: Office) -> Claims:
    """The first claims on the days on which the biller released them; what was not sent is held, and a lost claim never
    came to the payer."""
    heads = claims.claims
    visit = find_rows(scene.visits.encounter_key, heads.encounter_key)
    done = office.done(CLAIM)[visit] + np.where(heads.claim_key & ((1 << VERSIONS) - 1) > 0, DAYS_BETWEEN, 0)
    is_sent = office.done(CLAIM)[visit] < NEVER
    sent = np.where(is_sent, np.where(is_sent, done, 0).astype("datetime64[D]"), NO_DAY)
    there = np.where(scene.life.is_lost[visit], NO_DAY, received_date(sent))
    return claims._replace(claims=heads.with_columns(submitted_date=sent, received_date=there))


def _documents(asked: Asked, office: Office, keys: np.ndarray) -> Table:
    """The documents that were sent, and those for which a payer has stopped waiting."""
    wanted = requests(asked.claims.claims, asked.decided)
    visit = find_rows(keys, wanted.claim_key >> VERSIONS)
    done, lost = office.done(DOCUMENTS)[visit], office.worked.lost[visit, DOCUMENTS]
    there = np.where(done < NEVER, np.where(done < NEVER, done + 1, 0).astype("datetime64[D]"), NO_DAY)
    number = Coded.of(f"ACN{key}" if sent else "" for key, sent in zip(wanted.claim_key.tolist(), done < NEVER))
    return wanted.with_columns(received_date=there, control_number=number).take((done < NEVER) | lost)


def _more(
    scene: Scene, asked: Asked, keys: np.ndarray, days: np.ndarray, content: Claims, way: np.ndarray | str, stage: int
) -> Asked:
    """A further claim for the visits that have a day; it follows the newest of each."""
    rows = np.flatnonzero(days < NEVER)
    if not len(rows):
        return asked
    heads = asked.claims.claims
    own = heads.claim_key[heads.follows_claim_key < 0]
    former = own[np.searchsorted(own, (keys[rows] + 1) << VERSIONS) - 1]
    ways = np.full(len(rows), way, object) if isinstance(way, str) else way[rows]
    if content is asked.claims:
        content = _only(content, former)
    else:
        content = _only(content, keys[rows] << VERSIONS)
    more = following(asked.claims, former, content, ways, days[rows].astype("datetime64[D]"))
    return asked.with_more(more, errors_of(scene, more, stage))


def _only(claims: Claims, claim_keys: np.ndarray) -> Claims:
    heads = claims.claims.take(find_rows(np.sort(claim_keys), claims.claims.claim_key) >= 0)
    return Claims(heads, claims.lines.take(find_rows(heads.claim_key, claims.lines.claim_key) >= 0))
