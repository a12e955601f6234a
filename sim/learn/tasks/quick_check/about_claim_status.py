"""Rejected, denied, accepted or pended: where a claim stands, from what came back. This case's own answer is asked
about where its claim was rejected, or denied whole.
"""

from collections.abc import Mapping

from sim.learn.exercises.case import Case
from sim.learn.tasks.quick_check.own_remittance import answer
from sim.learn.tasks.quick_check.question import Groups, Offer, Question, some
from sim.payer.rulebook.catalogue import policies
from sim.payer.rulebook.policy import Adjustment
from sim.reference.codes import list_rows
from sim.reference.plain_words import reason, status_words

skill = "rejected-or-denied"
hint = "Has the payer adjudicated it yet? Which transaction says so?"
OWN, DENIED = "own claim", "denied"
MISREAD = {("rejected", "denied"): "rejected-read-as-denied", ("denied", "rejected"): "denied-read-as-rejected"}
OTHER = "claim-status-misread"
errors = (*MISREAD.values(), OTHER)
ENTITIES = {"85": "billing provider", "82": "rendering provider", "IL": "subscriber", "QC": "patient", "PR": "payer"}


def facts(case: Case) -> Groups:
    """This case's own claim where it was rejected or denied whole; every status and every denial that our payers send,
    the outcomes in turn.
    """
    told = answer(case)
    is_denied = bool(told.adjusted) and told.paid == 0 and any(one.is_denial for one in told.adjusted)
    listed = [
        (row["outcome"], f"{one['category']} {one['status']} {one['entity']}".strip())
        for one in list_rows("claim_status")
        if one["status"] and (row := _outcomes().get(one["category"]))
    ]
    by_outcome = (tuple(f for name, f in listed if name == outcome != DENIED) for outcome in dict(listed))
    return tuple(filter(None, ((OWN,) if told.rejected or is_denied else (), _denials(), *by_outcome)))


def question(fact: str, case: Case, seed: str) -> Question:
    """Where the claim stands."""
    told = answer(case)
    if fact == OWN and not told.rejected:
        one = next(one for one in told.adjusted if one.is_denial)
        says = f"The remittance beside: {one.words}: {reason(one.carc)['label']}. The payer paid $0.00 on the claim"
        return _question(says, DENIED, "The remittance", seed, True)
    if fact in _denials():
        says = f"The claim has one line. The remittance: {fact}, {reason(fact.partition('-')[2])['label']}. Paid: $0.00"
        return _question(says, DENIED, "The remittance", seed, False)
    category, status, entity = told.rejected if fact == OWN and told.rejected else [*fact.split(), ""][:3]
    about = f", {ENTITIES[entity]}" if entity in ENTITIES else ""
    says = f"The claim status is {category}, {status}{about}: {status_words(category, status, entity)['label']}"
    return _question(says, _outcomes()[category]["outcome"], "The claim status", seed, fact == OWN)


def _question(says: str, outcome: str, place: str, seed: str, is_own: bool) -> Question:
    rows = {row["outcome"]: row for row in list_rows("claim_outcomes")}
    right = rows[outcome]
    wrong = [
        Offer(
            row["label"],
            f"A claim status of {row['categories'].replace(' ', ', ')} would say so. This answer is none of these.",
            MISREAD.get((outcome, name), OTHER),
        )
        for name, row in rows.items()
        if name != outcome
    ]
    return Question(
        f"{says}. Where does the claim stand?",
        right["label"],
        some(seed, wrong),
        f"{right['label']}. {right['what_follows']}",
        place,
        says,
        right["source"],
        is_own,
    )


def _outcomes() -> dict[str, Mapping[str, str]]:
    """Category -> the row of what it says."""
    return {category: row for row in list_rows("claim_outcomes") for category in row["categories"].split()}


def _denials() -> tuple[str, ...]:
    """Every denial that a payer of ours sends, as CO-97; duplicates (OA) apart, which are not counted as denials."""
    codes = [one for policy in policies().values() if policy.verb == "denies" for one in policy.codes]
    sent = (one for one in codes if isinstance(one, Adjustment) and one.group != "OA" and reason(one.carc))
    return tuple(sorted({f"{one.group}-{one.carc}" for one in sent}))
