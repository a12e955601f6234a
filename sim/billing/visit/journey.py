"""The journey of one visit: record, codes, claim, clearinghouse, payer, money, patient, audit; where it broke, by whose
decision, what that cost, and how it is mended. Everything that a desk's path, the tour and the graders show comes from
here.

    made = journey(people, encounter, coded, truth)
    made.as_dict()["consequence"]
"""

from typing import NamedTuple

import numpy as np

from sim.billing.answers.payer_answer import answer
from sim.billing.denials.retro_authorization import with_approval
from sim.billing.denials.root_causes import Cause, Problem, by_payer, cause, find_cause, problems
from sim.billing.claims.claim import Claims, bill, clean
from sim.billing.claims.corrections import correct, lines_to_send, one, whole, with_changes
from sim.billing.denials.claim_vs_record import Difference, differences
from sim.billing.denials.status_checks import documents_of
from sim.billing.claims.claim_versions import effective, has_the_last_word, owners, standing
from sim.billing.answers.declared_payer_errors import behind, declared, error_table
from sim.billing.books.ledger import balances, post
from sim.billing.denials.repair import Repair, Situation, repair
from sim.billing.claims.scrub import scrub
from sim.billing.answers.secondary_claims import with_next_payers
from sim.billing.denials.claim_states import claim_states, paid_first_time
from sim.billing.claims.submission import worked_on
from sim.billing.answers.supported_amounts import (
    Supported,
    as_supported,
    decisions_standing,
    money,
    patient_share,
    supported,
)
from sim.billing.denials.worklist import worklist
from sim.billing.books.write_offs import still_open, written_off
from sim.ground.table import Table
from sim.payer.money.payments import payments


class Journey(NamedTuple):
    """One visit, whole. `shown` is the key of the claim that stands (-1: nothing was billed); amounts in cents
    throughout.
    """

    people: object
    encounters: Table
    work: object
    truth_work: object
    claims: Claims
    decided: object
    supported: Supported
    shown: int
    true: Claims
    differences: list
    causes: list[Cause]
    repair: Repair | None
    ledger: Table
    findings: Table
    worklist: Table
    allowed: object
    today: np.datetime64
    errors: tuple = ()  # the payer's declared mistakes (PayerError)
    aside: tuple = ()  # what the payer set aside after a dispute: (first claim key, policy, line number or 0)
    mail: tuple = ()  # rounds of documents sent, or of a day that was let pass

    def as_dict(self) -> dict:
        """Plain, JSON-able: every field of `tour --json` but the seed, and what desks and graders show beside them."""
        from sim.billing.visit.journey_view import view

        return view(self)


def journey(
    people, encounters: Table, work, truth_work, changes=None, rounds=(), today=None, payer_errors=()
) -> Journey:
    """The journey of a visit (encounters of one row).

    work: what was coded; truth_work: what the record supports. changes: what the biller made of it, either whole Claims
    (of a typed form) or {"claim.member_id": "...", "line.1.hcpcs_modifier_1": "25"}. rounds: what followed, each
    {"how": "replacement", "changes": {...}, "on": date} (see sim.billing.claims.corrections), applied to the claim that
    stands; {"how": "decided anew", "aside": (policy, line)} after a dispute that was won; {"how": "documents", "on":
    date} or {"how": "waited"} where the payer waits for documents; {"how": "written off", "on": date, "reason": ...};
    and {"how": "approved", "rows": Table[authorizations]} after a request that the payer granted afterwards. today: the
    day from which days left are counted (default: the last answer). payer_errors: mistakes of the payer beside those of
    the scenario.

    >>> from sim.clinic.visits.case import draw_case
    >>> from sim.clinic.visits.truth import truth_work
    >>> people, visit = draw_case(7, "knee_injection", payer="acme_ppo")
    >>> shown = journey(people, visit, truth_work(visit), truth_work(visit)).as_dict()
    >>> [stop["state"] for stop in shown["path"]], shown["balance_ok"], shown["money"]["owed_not_paid"]
    (['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok'], True, 0)
    """
    claims, aside = _sent(people, encounters, work, changes), ()
    visit = int(encounters.encounter_key[0])
    errors = (*declared(encounters).get(visit, ()), *payer_errors)
    claims, decided = decided_again(claims, people, visit, errors)
    mail = ()
    for after in rounds:
        mail = (*mail, after) if after["how"] in MAIL else mail
        people, encounters = (
            with_approval(people, encounters, after["rows"]) if after["how"] == "approved" else (people, encounters)
        )
        claims = claims if after["how"] in (*MAIL, *QUIET) else _followed(claims, decided, after)
        if "aside" in after:
            aside = (*aside, (int(claims.claims.claim_key[-1]), *after["aside"]))
        claims, decided = decided_again(claims, people, visit, errors, aside, mail)
    true = clean(as_supported(encounters), truth_work, people)
    found = supported(encounters, truth_work, claims, decided, people, np.ones(len(encounters), bool))
    decided = decided._replace(
        remittance_lines=decided.remittance_lines.with_columns(
            supported_amount=found.amount, supported_patient_amount=found.patient
        )
    )
    shown, allowed = shown_claim(claims, decided), allowed_by(encounters)
    apart = [_at_its_desk(apart_, encounters) for apart_ in differences(whole(claims, decided, shown), true, allowed)]
    day = np.datetime64(today, "D") if today is not None else _last_answer(decided, encounters)
    causes = _causes(
        people,
        encounters,
        claims,
        decided,
        found,
        shown,
        apart,
        changes is not None or any(after["how"] not in QUIET for after in rounds),
        errors,
    )
    mended = (
        repair(_situation(people, claims, decided, found, shown, true, apart, causes, encounters, day, errors, aside))
        if causes
        else None
    )
    ledger = _written_off(
        post(encounters, claims, decided, payments(claims.claims, decided).provider_adjustments), rounds
    )
    return Journey(
        people,
        encounters,
        work,
        truth_work,
        claims,
        decided,
        found,
        shown,
        true,
        apart,
        causes,
        mended,
        ledger,
        scrub(*one(claims, shown)[:2], people, decided),
        still_open(worklist(encounters, claims, decided, today, found.missing, {visit: errors}), ledger),
        allowed,
        day,
        errors,
        aside,
        mail,
    )


def _sent(people, encounters, work, changes) -> Claims:
    if isinstance(changes, Claims):
        return changes
    claims = bill(encounters, work, people)
    if not changes or not len(claims.claims):
        return claims
    first = int(claims.claims.claim_key[0])
    rest = claims.claims.claim_key != first
    changed = with_changes(one(claims, first), changes)
    return Claims(
        Table.concat([changed.claims, claims.claims.take(rest)]),
        Table.concat([changed.lines, claims.lines.take(claims.lines.claim_key != first)]),
    )


MAIL = ("documents", "waited")
QUIET = ("written off", "approved")  # rounds without a claim


def _written_off(ledger: Table, rounds) -> Table:
    for after in rounds:
        ledger = written_off(ledger, after["on"], after["reason"]) if after["how"] == "written off" else ledger
    return ledger


def decided_again(claims: Claims, people, visit: int, errors=(), aside=(), mail=()):
    """(all claims, what was decided of them), those to the next payers with them. mail: documents sent, or a day that
    passed.
    """
    records = {"payer_errors": error_table({visit: errors}, claims, aside)} if errors or aside else {}
    told = answer(claims, people, **records)
    if mail:
        records["documents"] = documents_of(claims.claims, told, mail)
        told = answer(claims, people, **records)
    return with_next_payers(claims, told, people, **records)


def _followed(claims: Claims, decided, after: dict) -> Claims:
    """The claims with what a round adds, sent some days after the last answer unless it says when."""
    last, how, only = standing_claim(claims, decided), after["how"], ()
    if how == "decided anew":  # the payer's own doing: the same claim once more, what it said before taken back
        return correct(claims, last, "reopening", on=after.get("on") or _next_day(decided))
    if how == "new":
        how, only = lines_to_send(claims, decided, last, after.get("content"))
    return correct(
        claims, last, how, after.get("changes"), after.get("on") or _next_day(decided), after.get("content"), only
    )


def _next_day(decided):
    dates = _answered(decided)
    return worked_on(dates.max()) if len(dates) else None


def _answered(decided) -> np.ndarray:
    return np.concatenate([decided.remittance_lines.remittance_date, decided.acknowledgements.acknowledgement_date])


def _last_answer(decided, encounters: Table) -> np.datetime64:
    """The day of the last remittance, else of the last acknowledgement, else of the visit."""
    for dates in (decided.remittance_lines.remittance_date, decided.acknowledgements.acknowledgement_date):
        if len(dates):
            return dates.max()
    return encounters.service_date[0]


def standing_claim(claims: Claims, decided) -> int:
    """The key of the claim that bears the visit's charges now; -1 if there is none."""
    heads = effective(claims.claims, decided.acknowledgements)
    rows = np.flatnonzero(standing(heads) & owners(heads))
    return int(claims.claims.claim_key[rows[-1]]) if len(rows) else -1


def shown_claim(claims: Claims, decided) -> int:
    """The claim to be looked at: the one that stands, or a later follow-up that was refused at the door."""
    own = claims.claims.claim_key[claims.claims.follows_claim_key < 0]
    told = acknowledged(decided, int(own[-1])) if len(own) else None
    refused = told is not None and not told["is_accepted"]
    return int(own[-1]) if refused else standing_claim(claims, decided)


def allowed_by(encounters: Table):
    """The truth of the visit with what it allows beside what it asks for; None for a visit that is of no scenario."""
    from sim.clinic.scenarios.library import scenarios
    from sim.clinic.visits.truth import truth

    row = encounters.rows()[0]
    found = scenarios().get(row["scenario"])
    return truth(found, row) if found else None


def _trap(encounters: Table):
    """The trap that was made on this visit and why it is one; (None, "") where none was."""
    from sim.billing.claims.claim_mistakes import mistakes

    made = mistakes(encounters)
    if not made:
        return None, ""
    from sim.clinic.scenarios.placeholders import fill
    from sim.clinic.scenarios.library import scenario
    from sim.clinic.visits.visit_context import setting_of, words

    found = scenario(encounters.scenario[0])
    return made[0][0], fill(made[0][0].why, words(found, setting_of(found, encounters.rows()[0])))


def _at_its_desk(difference: Difference, encounters: Table) -> Difference:
    """Who wrote a wrong coverage or authorization: the front desk if it was registered so, the biller if she changed
    it.
    """
    if difference.desk != "front desk":
        return difference
    row = encounters.rows()[0]
    wrong = {
        "coverage": row["registered_coverage_key"] != row["coverage_key"],
        "authorization": row["registered_authorization_number"] != row["prior_authorization_number"],
    }.get(difference.kind, False)
    return difference._replace(desk="front desk" if wrong or row["mistake_at"] == "front desk" else "biller")


def _causes(
    people, encounters, claims, decided, found, shown: int, apart: list, is_changed: bool, errors=()
) -> list[Cause]:
    """Every problem with its cause. A simulated mistake is known; where a learner changed the claim, differences are
    tried one by one.
    """
    trap, why = _trap(encounters)
    standing_rows = decided.remittance_lines.take(decisions_standing(claims.claims, decided))
    told = acknowledged(decided, shown)
    list_ = [
        one_
        for one_ in problems(claims, standing_rows, decided.adjustments, told, found.truth, found.missing)
        if one_.kind != "rightly not paid"
    ]
    if (
        not list_
        and trap is not None
        and (trap.at == "poster" or trap.error == "copay-not-collected")
        and len(standing_rows)
    ):
        list_ = [Problem("posting", 0, "", "", "", 0, 0)]
    if not list_ and apart:
        list_ = [Problem("unseen", apart[0].line, "", "", "", 0, 0)]
    known = None if trap is None or (is_changed and not _still_there(trap, apart, list_)) else trap
    payer_code, label = payer_of(claims, shown)
    return [
        by_payer(problem, label, payer_code, wrong)
        if (wrong := behind(problem, errors))
        else cause(
            problem,
            label,
            payer_code,
            known,
            why if known else "",
            None if known else find_cause(problem, apart, claims, shown, people),
        )
        for problem in list_
    ]


def _still_there(trap, apart: list, list_: list) -> bool:
    """Is the simulated mistake still on the claim after what a learner did to it?"""
    return (
        trap.at == "poster"
        or any(one_.desk == trap.at for one_ in apart)
        or (trap.error == "sent-twice" and bool(list_))
    )


def acknowledged(decided, shown: int) -> dict | None:
    """The front end's answer to a claim."""
    rows = decided.acknowledgements.take(decided.acknowledgements.claim_key == shown).rows()
    return rows[0] if rows else None


def payer_of(claims: Claims, key: int) -> tuple[str, str]:
    """(code, label) of the payer to whom a claim went."""
    from sim.payer.rulebook.payers import payers

    code = next(
        (
            row["payer_code"]
            for row in claims.claims.select("claim_key", "payer_code").rows()
            if row["claim_key"] == key
        ),
        "",
    )
    return code, payers()[code].label if code in payers() else "nobody"


def _situation(
    people, claims, decided, found, shown, true, apart, causes, encounters, today, errors, aside
) -> Situation:
    answers = decided.remittance_lines.take(decided.remittance_lines.claim_key == shown)
    told = acknowledged(decided, shown)
    answered = (
        answers.remittance_date.max()
        if len(answers)
        else np.datetime64(told["acknowledgement_date"], "D")
        if told and told["acknowledgement_date"]
        else encounters.service_date[0]
    )
    code, label = payer_of(claims, shown)
    return Situation(
        people,
        claims,
        decided,
        standing_claim(claims, decided),
        true,
        found.truth,
        causes,
        apart,
        code,
        label,
        answered,
        encounters.service_date[0],
        today,
        errors,
        aside,
    )


def money_of(made: Journey) -> dict[str, int]:
    """Sums of what stands: charge, paid, supported, patient (the share of what was paid), denied_to_patient (refused
    with group PR: nobody is billed before the coverage has been checked), and the two numbers."""
    answers = made.decided.remittance_lines
    counted = answers.take(decisions_standing(made.claims.claims, made.decided))
    heads = made.claims.claims
    last = counted.take(
        np.isin(counted.claim_key, heads.claim_key[has_the_last_word(heads)])
    )  # a share that went on to the next payer is not the patient's yet
    owed, excess = money(made.claims.claims, made.decided, made.supported.missing)
    return {
        "charge": int(whole(made.claims, made.decided, made.shown).lines.charge_amount.sum()),
        "paid": int(counted.paid_amount.sum()),
        "supported": int(made.supported.truth.paid_amount.sum()),
        "patient": int(patient_share(last).sum()),
        "denied_to_patient": int(last.patient_responsibility_amount[~last.denial_policy.is_missing].sum()),
        "owed_not_paid": owed,
        "paid_not_supported": excess,
    }


def balance_ok(made: Journey) -> bool:
    """Does every line of every remittance balance, and do the books: nothing left open with the payer after an answer,
    all accounts together zero?
    """
    answers, adjustments = made.decided.remittance_lines, made.decided.adjustments

    def key(table):
        return (table.claim_key << 9) + (table.claim_line_number << 1) + table.is_reversal

    lines_balance = all(
        int(charge) == int(paid) + int(adjustments.amount[key(adjustments) == mine].sum())
        for mine, charge, paid in zip(key(answers), answers.charge_amount, answers.paid_amount)
    )
    accounts = balances(made.ledger)
    answered = (
        len(answers) == 0
        or accounts["payer"] == 0
        or any(cause_.error == "payment-to-wrong-visit" for cause_ in made.causes)
    )
    return bool(lines_balance and answered and sum(accounts.values()) == 0)


def state_of(made: Journey, today=None) -> str:
    """The state of the claim that stands."""
    states = claim_states(made.claims.claims, made.decided, today)
    rows = np.flatnonzero(made.claims.claims.claim_key == made.shown)
    return states[int(rows[0])] if len(rows) else "held"


def is_paid_first_time(made: Journey) -> bool:
    """Paid in full as owed at the first decision, nothing left unbilled."""
    return paid_first_time(made.claims.claims, made.decided) and not len(made.supported.missing)
