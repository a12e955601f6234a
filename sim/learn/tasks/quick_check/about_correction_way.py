"""How a payer takes the correction of a claim that it has adjudicated: frequency code 7, or a reopening."""

from sim.billing.claims.corrections import takes_replacement
from sim.ground.params import stated
from sim.learn.exercises.case import Case, payer_label
from sim.learn.tasks.quick_check.question import Groups, Offer, Question, some
from sim.payer.rulebook.payers import payers
from sim.reference.codes import list_rows

skill = "corrections"
hint = "Does this payer accept a claim that replaces another?"
REOPENS = "medicare"  # the kind of payer that reopens instead
ERRORS = {
    "R_CORR": "replacement-not-taken",
    "R_REOPEN": "reopening-not-taken",
    "R_NEW": "second-original",
    "R_APPEAL": "appeal-of-own-error",
}
errors = tuple(ERRORS.values())


def facts(case: Case) -> Groups:
    """The payers that take replacement claims, and those that reopen, in turn."""
    taking = tuple(code for code in payers() if _takes(code, case))
    reopening = (code for code, payer in payers().items() if payer.kind == REOPENS)
    return taking, tuple(code for code in reopening if code not in taking)


def question(fact: str, case: Case, seed: str) -> Question:
    """About one payer, on the day of this case's service."""
    rows = {row["code"]: row for row in list_rows("remedies") if row["code"] in ERRORS}
    right, name = "R_CORR" if _takes(fact, case) else "R_REOPEN", payer_label(fact)
    wrong = [
        Offer(_words(code, row["label"]), f"{row['label']}: {row['needs']}", ERRORS[code])
        for code, row in rows.items()
        if code != right
    ]
    says = f"{name} has adjudicated the claim. Now a clerical error is found on it"
    return Question(
        f"{says}. How is it corrected?",
        _words(right, rows[right]["label"]),
        some(seed, wrong),
        f"{name}: {rows[right]['mechanics']}",
        "The payer's way of taking corrections",
        says,
        _cite(fact),
    )


def _takes(payer_code: str, case: Case) -> bool:
    return takes_replacement(payer_code, case.row["service_date"])


def _words(code: str, label: str) -> str:
    """
    >>> _words("R_CORR", "Send a corrected claim"), _words("R_APPEAL", "Appeal")
    ('Send a corrected claim (frequency code 7)', 'Appeal')
    """
    frequency = {"R_CORR": 7, "R_NEW": 1}.get(code)
    return f"{label} (frequency code {frequency})" if frequency else label


def _cite(payer_code: str) -> str:
    own = {one.payer: one.cite for one in stated("takes_replacement_claims")}
    return own.get(payer_code, own["*"])
