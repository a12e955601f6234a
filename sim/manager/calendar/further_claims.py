"""Claims that follow others, many at once: corrected claims, claims sent again, disputes that were won. The same as
sim.billing.claims.corrections does for one; a test compares the two.
"""

import numpy as np

from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.corrections import KEPT
from sim.billing.claims.submission import payer_claim_number, received_date
from sim.ground.coded import Coded
from sim.ground.joins import find_rows, ranges, runs_of
from sim.ground.keys import VERSIONS


def next_keys(claim_keys: np.ndarray, encounter_keys: np.ndarray) -> np.ndarray:
    """The next free claim key of each visit. claim_keys: ascending.

    >>> next_keys(np.array([16, 17, 32]), np.array([1, 2])).tolist()
    [18, 33]
    """
    last = np.searchsorted(claim_keys, (encounter_keys + 1) << VERSIONS) - 1
    return claim_keys[last] + 1


def following(claims: Claims, former: np.ndarray, content: Claims, ways: np.ndarray, sent: np.ndarray) -> Claims:
    """The claims that follow those with the keys `former` (at most one of a visit): what `content` says of the same
    visits, sent on these days, each its way (replacement, reopening, new; texts).

    Visits of which `content` has no claim are left out.
    """
    source = find_rows(content.claims.encounter_key, former >> VERSIONS)
    keep = np.flatnonzero(source >= 0)
    former, ways, sent, source = former[keep], ways[keep], sent[keep], source[keep]
    place = find_rows(claims.claims.claim_key, former)
    keys = next_keys(claims.claims.claim_key, former >> VERSIONS)
    before = claims.claims.take(place)
    is_new, replaces = ways == "new", ways == "replacement"
    none = np.full(len(former), -1, np.int64)
    base = content.claims.take(source)
    heads = base.with_columns(
        **{name: before[name] for name in KEPT if name != "claim_key"},
        claim_key=keys,
        submitted_date=sent,
        received_date=received_date(sent),
        claim_frequency_code=Coded.where(replaces, "7", "1"),
        is_reopening=ways == "reopening",
        replaces_claim_key=np.where(is_new, none, former),
        continues_claim_key=np.where(is_new, former, none),
        follows_claim_key=none,
        adjudication_round=np.zeros(len(former), np.int64),
        original_reference_number=Coded.of(
            payer_claim_number(key) if named else ""
            for key, named in zip(former.tolist(), replaces.tolist(), strict=True)
        ),
    )
    first, count = runs_of(content.lines.claim_key, base.claim_key)
    lines = content.lines.take(ranges(first, count)).with_columns(claim_key=np.repeat(keys, count))
    order = np.argsort(keys, kind="stable")
    return Claims(heads.take(order), lines.sort_by("claim_key", "claim_line_number"))
