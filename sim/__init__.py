"""CleanClaim: a flight simulator for the US revenue cycle.

The public verbs, in the order in which the work flows (a verb is listed here only when it works):

    simulate                            a clinic's work, from people to ledger
    encounters chart code bill          visits, one record as text, codes, claims
    scrub adjudicate post               findings, the payer's answer, the ledger
    eligibility estimate claim_status   what a payer says before the visit and after the claim
    statement aging figures             what a patient is asked for, what is open and how old, key figures
    picture                             what is open by age, where the charges went, payments by month, drawn
    denials worklist ledger             what is open, what to do about it, what is owed by whom
    appeal                              a dispute or an appeal: the payer's decision, its reason, the new remittance
    tasks exercises exercise grade desk     what a learner works on, and where
    bank                                the scenarios: specialty, setting, level, different keys
    my_class                            an instructor's class: roster, assignments, board, gradebook
    readiness                           who is ready to work alone, with the evidence: a manager's question
    search_codes check_codes em_level drug_units explain     the library (explain takes a payer too)
    payers                              what each payer wants, beside one another
    quarter compare                     a clinic through time, worked by a strategy; two strategies side by side
    load                                what `cleanclaim simulate` wrote, as a day's work
    price edit_lines                    what a payer allows, and which lines it would deny

Tables come as pandas frames. `import sim` costs little; what a verb needs is loaded when it is used.
"""

VERBS = {
    **dict.fromkeys(
        (
            "simulate",
            "encounters",
            "chart",
            "code",
            "bill",
            "scrub",
            "adjudicate",
            "post",
            "denials",
            "ledger",
            "appeal",
            "worklist",
            "explain",
            "payers",
        ),
        "sim.verbs",
    ),
    **dict.fromkeys(("eligibility", "estimate", "claim_status", "statement", "aging"), "sim.billing.day.day_questions"),
    **dict.fromkeys(("tasks", "exercises", "bank", "grade"), "sim.learn.notebook_verbs"),
    **dict.fromkeys(("exercise", "desk", "picture", "diagram", "my_class", "readiness"), "sim.ui"),
    **dict.fromkeys(("search_codes", "check_codes", "em_level", "drug_units"), "sim.reference"),
    **dict.fromkeys(("quarter", "compare"), "sim.manager.verbs"),
    "figures": "sim.manager.figures.map_keys",
    "load": "sim.manager.figures.written_tables",
    "price": "sim.payer.asked.price",
    "edit_lines": "sim.payer.asked.check_lines",
}
__all__ = list(VERBS)


def __getattr__(name: str):
    if name not in VERBS:
        raise AttributeError(f"sim has no verb {name!r}; there are: {', '.join(VERBS)}")
    from importlib import import_module

    return getattr(import_module(VERBS[name]), name)


def __dir__():
    return sorted(VERBS)
