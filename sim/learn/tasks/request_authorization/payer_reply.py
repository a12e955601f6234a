"""What the payer answers to what was sent (the content of a 278 response, in plain words), and what the planned claim
brings with it and without it: the payer's own engine decides the claim both times.

Not modeled: the 278 (005010X217) as a file; peer-to-peer talks.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import numpy as np

from sim.billing.answers.supported_amounts import as_supported
from sim.billing.claims.claim import clean
from sim.clinic.visits.coded_rows import work_of
from sim.ground.coded import Coded
from sim.ground.dates import day_of, us_date
from sim.ground.errors import CleanClaimError
from sim.ground.files import remembered_up_to
from sim.ground.money import dollars
from sim.ground.params import param_value
from sim.ground.table import Table, conform, empty
from sim.learn.exercises.case import Case
from sim.learn.tasks.request_authorization.answer import Answer
from sim.learn.tasks.request_authorization.asked_payer import Asked, asked
from sim.learn.tasks.request_authorization.field_facts import EMERGENCY, wait_words
from sim.payer.asked.estimate import Estimate, estimate
from sim.payer.asked.prior_authorization import Answer as Decision

NOTHING_ASKED = "The payer was asked nothing."
REFERRAL = "RF00000001"  # the number under which a referral would be on file


@dataclass(frozen=True, eq=False)
class Reply:
    """What came of an answer. `decision`: None where the payer was asked nothing; `claim`: the planned claim as the
    payer would decide it with what is on file then."""

    decision: Decision | None
    words: str
    claim: Estimate

    @property
    def owed_amount(self) -> int:
        """Cents of the planned claim that the payer and the patient pay."""
        return amount_of(self.claim)

    @cached_property
    def denials(self) -> list[str]:
        """Why lines are denied, each once."""
        return list(dict.fromkeys(line["denied"] for line in self.claim.lines if line["denied"]))


def amount_of(claim: Estimate) -> int:
    """What payer and patient pay together, in cents."""
    return sum(line["plan_pays"] + line["patient"] for line in claim.lines)


def reply(answer: Answer, case: Case) -> Reply:
    """What the payer answers to this, and what the claim brings then."""
    true = asked(case)
    decision = _decision(answer, true)
    if decision is not None:
        return Reply(decision, _with_wait(decision, answer, true), claim_with(case, decision.rows))
    if answer.action == "referral" and true.needed == "referral":
        return Reply(None, "The primary care doctor sends the plan a referral for the visit.", best_claim(case))
    words = "Nothing was sent yet: the provider has the question." if answer.action == "provider" else NOTHING_ASKED
    return Reply(None, words, bare_claim(case))


def _decision(answer: Answer, true: Asked) -> Decision | None:
    """The payer's final decision on what was sent; None where nothing was."""
    if answer.action == "notify":
        found = true.decision(true.right_request())
        return found if true.needed == "notice" else None
    if answer.action != "send":
        return None
    documents = [int(name[1:]) for name in answer.documents]
    known = [place for place in documents if place < len(true.planned.documents)]
    diagnoses = [answer.diagnosis] if answer.diagnosis else []
    request = true.request(
        answer.service or true.code, answer.units or 1, diagnoses, known, answer.priority or "standard"
    )
    return true.decision(request)


def _with_wait(decision: Decision, answer: Answer, true: Asked) -> str:
    """The response, and what it means for the planned day: how fast it comes is not known in advance."""
    words = decision_words(decision)
    if true.needed != "authorization" or decision.decision != "approved":
        return words
    return f"{words} {wait_words(true, answer.priority or 'standard')}"


def units_words(count: int) -> str:
    """A number of units.

    >>> units_words(1), units_words(48)
    ('1 unit', '48 units')
    """
    return f"{count} unit" if count == 1 else f"{count} units"


def decision_words(decision: Decision) -> str:
    """The response in plain words.

    >>> from sim.learn.exercises.case import draw
    >>> case = draw("authorization_01_gel_complete", 1)
    >>> decision_words(asked(case).decision(asked(case).right_request())).startswith("Approved, number PA")
    True
    """
    day = us_date(decision.decided_date)
    if decision.decision == "approved":
        row = decision.rows.rows()[0]
        return (
            f"Approved, number {decision.number}: {row['procedure_code']}, {units_words(row['service_unit_quantity'])},"
            f" {us_date(row['start_date'])} to {us_date(row['end_date'])}. {decision.reason}"
        )
    if decision.decision == "denied" and decision.missing:
        return f"Pended for information, then denied on {day}. {decision.reason}"
    if decision.decision == "denied":
        return f"Denied on {day}. {decision.reason}"
    return f"No request needed. {decision.reason}"


@remembered_up_to(64)
def bare_claim(case: Case) -> Estimate:
    """The planned claim with nothing on file."""
    return claim_with(case, empty("authorizations"))


@remembered_up_to(64)
def best_claim(case: Case) -> Estimate:
    """The planned claim with what the payer wants on file; the bare claim where it wants nothing."""
    true = asked(case)
    if true.needed in ("authorization", "notice"):
        every = true.request(
            true.code,
            true.planned.ordered.units,
            [true.planned.diagnosis],
            range(len(true.planned.documents)),
            true.priority,
        )
        wanted = tuple(true.entry["diagnoses"])[:1] if true.entry and true.entry.get("diagnoses") else ()
        needs = tuple(one.id for one in true.criteria if one.id != "diagnosis")
        granted = true.decision(every._replace(facts=needs, diagnoses=every.diagnoses + wanted))
        return claim_with(case, granted.rows)
    return claim_with(case, _referral(case, true)) if true.needed == "referral" else bare_claim(case)


def _referral(case: Case, true: Asked) -> Table:
    """A referral of the member's own doctor, on file from today."""
    row = {
        "authorization_number": REFERRAL,
        "kind_code": "referral",
        "patient_key": true.patient_key,
        "payer_code": true.payer.code,
        "procedure_code": "",
        "service_unit_quantity": 0,
        "start_date": str(true.today),
        "end_date": str(true.planned.service_date + timedelta(90)),
        "requested_date": str(true.today),
        "decision_code": "approved",
    }
    return Table.from_rows("authorizations", [row])


def claim_with(case: Case, rows: Table) -> Estimate:
    """The planned claim, decided with these authorizations or referrals on file and on the claim."""
    true = asked(case)
    work = work_of(case.encounters.encounter_key, [true.planned.visit], np.array([0]), "truth")
    people = true.people._replace(
        authorizations=conform("authorizations", Table.concat([true.people.authorizations, rows]))
    )
    encounters = case.encounters.with_columns(
        prior_authorization_number=_number(rows, "authorization"), referral_number=_number(rows, "referral")
    )
    planned = clean(as_supported(encounters), work, people)
    on = encounters.service_date[0]
    return estimate(planned.claims, planned.lines, people.coverages, on, (), people.prior_services, people.records())


def _number(rows: Table, kind: str) -> Coded:
    found = [row["authorization_number"] for row in rows.rows() if row["kind_code"] == kind]
    return Coded.constant(found[0] if found else "", 1)


def without_words(case: Case) -> str:
    """What the planned claim brings with and without what the payer wants on file, in dollars, and how late a request
    would still be taken."""
    true, best, bare = asked(case), amount_of(best_claim(case)), amount_of(bare_claim(case))
    if true.needed == "none":
        return f"Nothing has to be on file: the planned claim brings {dollars(bare)}."
    if best == bare:
        return f"As the record stands the planned claim brings {dollars(bare)}, with an authorization or without."
    denied = [step for step in bare_claim(case).steps if any(f" {code} " in step for code in DENIED)]
    if true.needed == "notice":
        return (
            f"Without a notice on file the claim is first denied: {'; '.join(denied)}. An emergency is covered"
            f" regardless of prior authorization, so such a denial can be disputed with the record ({EMERGENCY});"
            f" {dollars(best - bare)} of {dollars(best)} waits until then. The patient may not be billed for it."
        )
    lost = f"With nothing on file {dollars(best - bare)} of {dollars(best)} is lost: {'; '.join(denied)}."
    return " ".join(filter(None, (lost, _afterwards(true), "The patient may not be billed for it.")))


DENIED = ("CO-197", "CO-288")  # authorization missing; referral missing


def _afterwards(true: Asked) -> str:
    """The last day for a request after the service, and how long the decision may take."""
    if true.needed == "referral":
        return ""
    on = day_of(true.planned.service_date)
    try:
        most = param_value("retro_authorization_limit", true.payer.code, on)
    except CleanClaimError:
        return f"{true.payer.label} takes no request after the service."
    last = us_date(true.planned.service_date + timedelta(most))
    days = param_value("authorization_days", true.payer.code, on)
    return (
        f"A request after the service is taken only until {last} ({most} days), and the decision may take {days} days"
        " more."
    )
