"""Who owes an amount of this case's remittance, as its group code says."""

from sim.learn.exercises.case import Case
from sim.learn.tasks.quick_check.own_remittance import answer
from sim.learn.tasks.quick_check.question import Groups, Offer, Question, some
from sim.reference.codes import list_rows
from sim.reference.plain_words import reason

skill = "group-codes"
hint = "The two letters before the reason code say who is responsible."
MISREAD = {("CO", "PR"): "contractual-to-patient", ("PR", "CO"): "patient-share-written-off"}  # (right, taken)
OTHER = "group-code-misread"
errors = (*MISREAD.values(), OTHER)
OLD = "CR"


def facts(case: Case) -> Groups:
    """Each reason on the claim once."""
    return (tuple(dict.fromkeys(one.reason for one in answer(case).adjusted)),)


def question(fact: str, case: Case, seed: str) -> Question:
    """About the first line on which the reason stands."""
    one = next(found for found in answer(case).adjusted if found.reason == fact)
    rows = {row["code"]: row for row in list_rows("group_codes") if row["code"] != OLD}
    row = rows[one.group]
    wrong = [
        Offer(
            _words(other["who_owes"], other["bill_patient"]),
            f"{code} would say so. This amount stands under {one.group}.",
            MISREAD.get((one.group, code), OTHER),
        )
        for code, other in rows.items()
        if code != one.group
    ]
    return Question(
        f"{one.words}. Who owes this amount?",
        _words(row["who_owes"], row["bill_patient"]),
        some(seed, wrong),
        f"{one.group} is {row['label'].lower()}. {row['note']} {reason(one.carc)['what_to_do']}",
        "The remittance",
        one.words,
        row["source"],
        is_own=True,
    )


def _words(owes: str, billed: str) -> str:
    """
    >>> _words("clinic", "never")
    'The clinic. Bill the patient: never'
    """
    who = f"The {owes}" if owes in ("clinic", "patient") else f"{owes[:1].upper()}{owes[1:]}"
    return f"{who}. Bill the patient: {billed}"
