"""Each field of the request: the right entry, how it is said, why it is so, and by which rule."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sim.ground.dates import us_date
from sim.ground.params import stated
from sim.learn.exercises.case import Case
from sim.learn.grading.marks import Evidence
from sim.learn.tasks.request_authorization.answer import (
    ACTIONS,
    DIAGNOSIS,
    NEEDED,
    PRIORITY,
    met_name,
    proof_name,
    words_of,
)
from sim.learn.tasks.request_authorization.asked_payer import LIMITS, Asked, Criterion, asked
from sim.payer.asked.prior_authorization import notice_days
from sim.reference.codes import procedure_rows, procedures

MINIMUM = "45 CFR 164.502(b), minimum necessary; the criteria in the payer's list"
EMERGENCY = "42 CFR 422.113(b)(2): the plan pays emergency services regardless of prior authorization"
COMPLIANT = "ACDIS/AHIMA, guidelines for a compliant query practice: the record is changed by its provider only"
PANELS = {
    "authorization": "prior authorization list and criteria",
    "referral": "referrals",
    "notice": "how fast it decides",
    "none": "prior authorization list and criteria",
}
Value = str | int | date | tuple[str, ...] | None


class Fact(NamedTuple):
    """A field as the key has it. `shown`: the entry in words; `place`: where one looks; `evidence`: the sentences of
    the record behind it."""

    name: str
    label: str
    right: Value
    shown: str
    why: str
    place: str
    cite: str
    evidence: tuple[Evidence, ...] = ()


def facts(case: Case) -> list[Fact]:
    """Every field that counts in this case, in the order of the form. The phrases of a criterion are one field."""
    return list(_facts(asked(case)))


def _facts(true: Asked) -> Iterator[Fact]:
    list_cite = true.entry["cite"] if true.entry is not None else f"{true.payer.label}: prior authorization list"
    yield Fact(
        "needed",
        "Prior authorization",
        true.needed,
        words_of(NEEDED, true.needed),
        needed_words(true),
        f"{true.payer.label}: {PANELS[true.needed]}",
        EMERGENCY if true.needed == "notice" else list_cite,
    )
    if true.needed == "authorization":
        for one in true.criteria:
            yield from _criterion(one, list_cite)
    yield Fact(
        "action",
        "What is done now",
        true.action,
        words_of(ACTIONS, true.action),
        action_words(true),
        "The criteria beside the record",
        COMPLIANT if true.action == "provider" else list_cite,
    )
    if true.action == "send":
        yield from _request(true, list_cite)


def _criterion(one: Criterion, cite: str) -> Iterator[Fact]:
    proofs = tuple(
        Evidence(fact.spot.document, fact.spot.section, fact.text, fact.spot.start, fact.spot.end) for fact in one.facts
    )
    why = (
        f"The record says: {one.facts[0].text.rstrip('.')}."
        if one.is_met
        else f"No document shows it. It would stand in: {one.proof}."
    )
    place = f"The chart: {one.proof}"
    shown = "yes" if one.is_met else "no, or not documented"
    yield Fact(met_name(one.id), f"Criterion, {one.label}", shown[:3].strip(" ,"), shown, why, place, cite, proofs)
    if one.is_met:
        said = " or ".join(f"“{fact.text.rstrip('.')}”" for fact in one.facts)
        yield Fact(proof_name(one.id), "Its phrase", "", said, why, place, cite, proofs)


def _request(true: Asked, cite: str) -> Iterator[Fact]:
    line = true.planned.ordered
    order_place = f"{true.planned.documents[-1].title}, order"
    unit = f"{line.code} is billed as: {label_of(line.code)}."
    yield Fact("service", "Service code", line.code, f"{line.code} {label_of(line.code)}", unit, order_place, cite)
    yield Fact(
        "units", "Units", line.units, str(line.units), f"{unit} The order asks for {line.units}.", order_place, cite
    )
    named = f"The provider documents: {true.planned.named[0].text}."
    yield Fact(
        "diagnosis",
        "Diagnosis code",
        true.planned.diagnosis,
        true.planned.diagnosis,
        named,
        f"{true.planned.documents[-1].title}, assessment",
        "ICD-10-CM Guidelines IV; 45 CFR 162.1002",
    )
    yield Fact(
        "priority",
        "Priority",
        true.priority,
        words_of(PRIORITY, true.priority),
        priority_words(true),
        order_place,
        deadline_cite(true, true.priority),
    )
    yield Fact(
        "documents",
        "Documents attached",
        tuple(f"d{place}" for place in true.attachments),
        "; ".join(title_of(true, place) for place in true.attachments),
        "Together they show every criterion; nothing else is asked for.",
        "The criteria, each with its document",
        MINIMUM,
    )
    yield Fact(
        "decide_by",
        "Decision due by",
        true.due(true.priority),
        us_date(true.due(true.priority)),
        deadline_words(true),
        f"{true.payer.label}: how fast it decides",
        deadline_cite(true, true.priority),
    )


def title_of(true: Asked, place: int) -> str:
    """A document by its title and date."""
    document = true.planned.documents[place]
    return f"{document.title}, {us_date(document.date)}"


def label_of(code: str) -> str:
    """A service in our own words."""
    row = int(procedure_rows([code])[0])
    return str(procedures().label[row]) if row >= 0 else ""


def needed_words(true: Asked) -> str:
    """Why the payer wants what it wants."""
    named = f"{true.code} ({label_of(true.code)})"
    if true.needed == "authorization":
        return f"{true.payer.label} lists {named} for prior authorization, and none is on file."
    if true.needed == "notice":
        most = notice_days(true.payer.code, true.today)
        days = int(most.astype(int)) if most is not None else 0
        return (
            f"{true.payer.label} lists {named}, but this is an emergency, which is covered whether or not anyone asked"
            f" first. The payer is notified within {days} days."
        )
    if true.needed == "referral":
        return f"{named} is not on the authorization list. The plan pays for it on referral by the member's own doctor."
    return f"{named} is on none of {true.payer.label}'s lists, so neither is required."


def action_words(true: Asked) -> str:
    """Why this is what is done."""
    if true.action == "provider":
        lacking = "; ".join(one.label for one in true.unmet)
        return f"The record does not show: {lacking}. {_provider_words(true)}"
    if true.action == "send":
        return f"The record shows every criterion, so the request is complete. {wait_words(true, true.priority)}"
    if true.action == "notify":
        return "The service is done now; the notice and its number follow."
    if true.action == "referral":
        return "Only the member's own doctor can refer; the number goes on the claim."
    return "A request that is not required delays the visit and discloses the record without need."


def _provider_words(true: Asked) -> str:
    """What the provider can do about a criterion that is not shown."""
    unmet = [one.id for one in true.unmet]
    words = []
    if DIAGNOSIS in unmet:
        words.append(
            "Only the provider can say whether the patient has such a diagnosis, and documents it then. A request with"
            " another diagnosis is denied."
        )
    if unmet != [DIAGNOSIS]:
        words.append(
            "What was done is documented by the provider. What was never done cannot be met as it stands: the provider"
            " decides on it, or asks the payer for an exception. A request without it is pended and then denied."
        )
    return " ".join(words)


def wait_words(true: Asked, priority: str) -> str:
    """The last day for the decision, beside the planned day."""
    due, planned = true.due(priority), true.planned.service_date
    if due <= planned:
        return f"The decision is due by {us_date(due)}; the service is done once it is approved."
    return (
        f"The payer may decide as late as {us_date(due)}, after the planned {us_date(planned)}: keep the appointment"
        " only once it is approved, or move it."
    )


def priority_words(true: Asked) -> str:
    """Why the request is standard or expedited."""
    if true.priority == "expedited":
        return "The provider writes that waiting could harm the patient, so the request is expedited."
    return "The order is routine: nobody documents that waiting could harm the patient."


def deadline_words(true: Asked) -> str:
    """How the last day is counted."""
    days = (true.due(true.priority) - true.today).days
    return f"{true.payer.label} decides {true.priority} requests within {days} days of {us_date(true.today)}."


def deadline_cite(true: Asked, priority: str) -> str:
    """Where the payer's days to decide are written."""
    rows = [one for one in stated(LIMITS[priority]) if one.payer == true.payer.code and one.start <= true.today]
    rows = rows or [one for one in stated(LIMITS[priority]) if one.payer == "*" and one.start <= true.today]
    return max(rows, key=lambda one: one.start).cite if rows else ""
