"""The right work on each claim of a batch: what became of it, every error with its place, the right entry and who fixes
it, what is done, by when, and what the report proves; each with its reason and rule.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from sim.billing.claims.deadlines import LIMITS
from sim.billing.claims.form import boxes
from sim.billing.claims.rejections import NEVER_RECEIVED, proves_filing, way_after
from sim.ground.dates import day_of, to_date, us_date
from sim.ground.deadlines import limits
from sim.ground.params import stated
from sim.learn.tasks.fix_rejection.answer import ENROLLMENT, FILE, Correction, Worked, label_of
from sim.learn.tasks.fix_rejection.sent_batch import Batch, SentClaim, shown_cell
from sim.learn.tasks.fix_rejection.slips import Slip
from sim.payer.asked.explain import explain_acknowledgement, said
from sim.payer.rulebook.catalogue import policies

SYSTEM = "biller"  # who fixes what the practice system fills in
FREQUENCY = "ASC X12 837P implementation guide, CLM05-3; NUCC 1500 instructions, box 22"


@dataclass(frozen=True)
class TrueError:
    """One error of a claim. `value`: what belongs there, None where nothing on the claim is wrong; `owners`: who may be
    named, the first is the key's."""

    place: str
    value: Any
    shown: str
    owners: tuple[str, ...]
    why: str
    cite: str


@dataclass(frozen=True)
class Right:
    """The right work on one claim."""

    number: int
    claim: SentClaim
    errors: tuple[TrueError, ...]
    state: str
    way: str
    last: date | None
    proof: str
    report: str

    @property
    def called(self) -> str:
        """What the claim is called on the page."""
        return claim_name(self.number, self.claim)

    def worked(self) -> Worked:
        """As somebody enters it who is right in everything."""
        rows = tuple(
            Correction(place, one.place, one.shown, one.owners[0], one.value) for place, one in enumerate(self.errors)
        )
        return Worked(self.state, rows, self.way, self.last, self.proof)


def claim_name(number: int, claim: SentClaim) -> str:
    """The claim by its number in the batch and its patient."""
    return f"Claim {number}, {claim.patient['first_name']} {claim.patient['family_name']}"


def right_work(batch: Batch) -> list[Right]:
    """The right work on every claim."""
    return [_right(batch, number, claim) for number, claim in enumerate(batch.claims, 1)]


def _right(batch: Batch, number: int, claim: SentClaim) -> Right:
    report, way = report_words(batch, claim), way_after(claim.acknowledgement)
    proof = "yes" if proves_filing(claim.acknowledgement) else "no"
    if way is None:
        return Right(number, claim, (), "accepted", "wait", None, proof, report)
    errors = tuple(_errors(batch, claim))
    return Right(number, claim, errors, "rejected", way, to_date(batch.last_day(claim)), proof, report)


def report_words(batch: Batch, claim: SentClaim) -> str:
    """What the report says of a claim, in plain words."""
    if batch.report is not None:
        return " ".join(batch.report.words)
    found = explain_acknowledgement(batch.payer.code, claim.acknowledgement or {})
    entity = f":{found['entity']}" if found["entity"] else ""
    return f"{found['status']}{entity}. {found['plain']}."


def _errors(batch: Batch, claim: SentClaim) -> list[TrueError]:
    if batch.file_error is not None:
        why = f"{batch.file_error.happened} Every claim in the file is right and none was received."
        return [TrueError(FILE, None, "", ("clearinghouse",), why, NEVER_RECEIVED)]
    if not claim.slips:
        return [_enrollment(batch)]
    return [_slip(batch, claim, slip) for slip in claim.slips]


def _enrollment(batch: Batch) -> TrueError:
    words = said(batch.payer.code, "electronic_enrollment_missing")
    why = (
        f"Every box agrees with what is on file. {words['title']}; the enrollment is in force from"
        f" {us_date(batch.enrolled_date)}."
    )
    return TrueError(ENROLLMENT, None, "", ("credentialing",), why, words["cite"])


def _slip(batch: Batch, claim: SentClaim, slip: Slip) -> TrueError:
    right, wrong = shown_cell(claim.true, slip.box), shown_cell(claim.sent, slip.box)
    right = right or ("1" if slip.box == "22" else right)
    box = next(one for one in boxes() if one["box"] == slip.box.partition(".")[0])
    named = _policy(batch, claim)
    own = box["who"] if box["who"] != "system" else SYSTEM
    owners = [own, *([words_owner] if (words_owner := named.get("owner", "")) and len(claim.slips) == 1 else [])]
    owners.append(SYSTEM)  # the record is right, so whoever works the claim may correct it from there
    why = f"{slip.happened} {label_of(slip.box)} says {wrong}; the file shows {right}."
    cite = FREQUENCY if slip.box == "22" else _cite(batch, slip)
    return TrueError(slip.box, claim.true_cell(slip.box), right, tuple(dict.fromkeys(owners)), why, cite)


def _policy(batch: Batch, claim: SentClaim) -> dict[str, str]:
    name = (claim.acknowledgement or {}).get("policy", "")
    return said(batch.payer.code, name) if name else {}


def _cite(batch: Batch, slip: Slip) -> str:
    """The rule of the front end that finds this slip."""
    return said(batch.payer.code, slip.policy)["cite"] if slip.policy in policies() else ""


def filing_cite(batch: Batch) -> str:
    """Where the payer's filing limit is written."""
    rows = [one for name in ("filing_limit", "filing_limit_years") for one in stated(name)]
    today = batch.today.astype(date)
    mine = [one for one in rows if one.payer == batch.payer.code and one.start <= today]
    return max(mine, key=lambda one: one.start).cite if mine else ""


def limit_words(batch: Batch, claim: SentClaim) -> str:
    """How long after this visit the payer accepts an original claim."""
    known = limits(LIMITS["R_NEW"][0])
    limit = known.get(batch.payer.code) or known["*"]
    place = int(np.searchsorted(limit.starts, claim.service_date, side="right")) - 1
    count = int(limit.numbers[place])
    return f"{count} calendar year{'s' * (count > 1)}" if limit.in_years[place] else f"{count} days"


def days_left(batch: Batch, claim: SentClaim) -> int:
    """Days from today to the last day."""
    return int((batch.last_day(claim) - day_of(batch.today)).astype(int))
