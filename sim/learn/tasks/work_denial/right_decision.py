"""The right decision at the denial desk, worked out and not written by hand: the cause is the mistake that was made
(or, for a learner's own claim, the one difference whose repair alone makes the payer's objection go away), the remedy
the compliant repair that pays, or the right ending where none exists (sim/billing/denials/repair.py).
"""

from typing import Any, NamedTuple

from sim.billing.claims.remedy_kinds import sends_claim, writes_letter
from sim.billing.denials.appeal_letters import at_issue, right_letter
from sim.billing.denials.claim_vs_record import Difference
from sim.billing.denials.remedies import cause_of, of_policy, remedy_of
from sim.billing.denials.repair import Repair
from sim.billing.denials.root_causes import Problem
from sim.billing.books.statement import statement
from sim.billing.visit.journey import Journey
from sim.ground.files import remembered_up_to
from sim.learn.exercises.case import Case
from sim.learn.exercises.coded_answer import answer_of
from sim.learn.grading import feedback
from sim.learn.grading.anticipated_errors import anticipated_in
from sim.learn.grading.coding_differences import compare
from sim.learn.grading.marks import Evidence
from sim.learn.grading.optional_codes import truth_for
from sim.learn.tasks.work_denial.added_lines import added_lines
from sim.learn.tasks.work_denial.answer import Answer, is_place
from sim.learn.tasks.work_denial.claim_places import place_of_path, shown
from sim.learn.tasks.work_denial.steps import standing

CITE = "Our own vocabulary of remedies, after payers' manuals for corrected claims, reopenings and appeals"


class Key(NamedTuple):
    """The right answer, accepted others, and what stands behind it. `before`: differences of the claim from the record;
    `never`: what not to do.
    """

    answer: Answer
    causes: frozenset[str]
    owners: frozenset[str]
    why: str
    never: str
    before: tuple[Difference, ...]
    sends: bool
    error: str
    cite: str = ""
    evidence: tuple[Evidence, ...] = ()
    remedies: frozenset[str] = frozenset()
    writes: bool = False


@remembered_up_to(128)
def key(case: Case) -> Key:
    """The key of a case."""
    made = standing(case)
    if not made.causes or made.repair is None:
        issue = at_issue(made)
        if issue.policy:
            return _rightly(made, issue)
        return Key(
            Answer("contract", "nobody", "R_NONE"),
            frozenset(("contract", "patient_share", "federal_cut")),
            frozenset(("nobody", "biller", "patient")),
            "What was not paid is the contract's price or the patient's share.",
            "",
            (),
            False,
            "",
            remedies=_after_payment(made),
        )
    first, repair = made.causes[0], made.repair
    if writes_letter(repair.remedy) or first.cause == "payer_error":
        return _disputed(made, repair)
    policy = first.problem.policy
    owners = {first.desk, of_policy(policy, "owner", made.claims.claims.payer_code[0]) if policy else first.desk} - {""}
    sends = sends_claim(repair.remedy)
    owners |= (
        {"biller"} if sends and first.desk == "front desk" else set()
    )  # the front desk mends the source, the biller sends again (DOMAIN 4.7)
    accepted = (
        {first.cause, cause_of(policy=policy)} if policy and sends else {first.cause}
    )  # the payer's word for it holds only where the record bears it out
    answer = Answer(first.cause, first.desk or "biller", repair.remedy, _changes(made) if sends else {})
    cite, evidence = _proof(case)
    return Key(
        answer,
        frozenset(accepted),
        frozenset(owners | {answer.owner}),
        first.why or first.text,
        repair.never,
        tuple(made.differences),
        sends,
        first.error,
        cite or of_policy(policy, "cite", made.claims.claims.payer_code[0]) or CITE,
        evidence,
        _endings(repair.remedy, first.problem),
    )


def _after_payment(made: Journey) -> frozenset[str]:
    """What a claim needs that was paid as owed: nothing; where the patient owes a share, its statement is right too."""
    return frozenset(("R_NONE", "R_PATIENT") if statement(made).state == "due" else ("R_NONE",))


def _rightly(made: Journey, issue: Problem) -> Key:
    """A denial that is right and nobody's mistake: the policy says who bears it."""
    payer = made.claims.claims.payer_code[0]
    cause, remedy = cause_of(policy=issue.policy), remedy_of(payer, made.today, issue.policy)
    owner = of_policy(issue.policy, "owner", payer) or "biller"
    closes = "biller" if remedy == "R_WRITEOFF" and owner == "credentialing" else owner  # no file is left to correct
    return Key(
        Answer(cause, closes, remedy),
        frozenset((cause,)),
        frozenset((owner, "nobody", "biller")),
        of_policy(issue.policy, "title", payer),
        of_policy(issue.policy, "never", payer),
        (),
        False,
        "",
        of_policy(issue.policy, "cite", payer) or CITE,
        (),
        _endings(remedy, issue),
    )


def _disputed(made: Journey, repair: Repair) -> Key:
    """The payer is wrong: the right dispute, with its proof. The clinic's part of it is the biller's, with the coder
    where codes are argued about.
    """
    first = made.causes[0]
    policy, payer = first.problem.policy, made.claims.claims.payer_code[0]
    letter = right_letter(made) if writes_letter(repair.remedy) else {}
    answer = Answer(first.cause, "biller", repair.remedy, letter=letter)
    never = of_policy(policy, "never", payer) or "write off what the contract pays"
    return Key(
        answer,
        frozenset((first.cause,)),
        frozenset({"biller", "payer", first.desk} - {""}),
        first.why or first.text,
        never,
        (),
        False,
        "",
        (of_policy(policy, "cite", payer) if policy else "") or CITE,
        (),
        frozenset(),
        bool(letter),
    )


def _endings(remedy: str, problem: Problem) -> frozenset[str]:
    """Remedies that come to the same: a rightly denied line of which nothing is owed is closed, whether one calls that
    writing off or doing nothing.
    """
    return (
        frozenset(("R_WRITEOFF", "R_NONE"))
        if remedy == "R_WRITEOFF" and not problem.owed and not problem.patient
        else frozenset((remedy,))
    )


def _proof(case: Case) -> tuple[str, tuple[Evidence, ...]]:
    """The rule and the proving phrases behind the coder's first error; nothing where the codes are right."""
    sent = answer_of(case.sent_visit)
    found = compare(sent, truth_for(sent, case, asked=True), anticipated_in(case).exchanges).differences
    if not found:
        return "", ()
    trap, item = anticipated_in(case).traps.get(found[0].error), found[0].item
    return (trap.cite if trap else "") or getattr(item, "cite", ""), (
        feedback.proofs(item, case.documents_when(False)) if item is not None else ()
    )


def _changes(made: Journey) -> dict[str, str | None]:
    """The changes that make the claim say what the record says, as typed text."""
    found: dict[str, Any] = {}
    for one in made.differences:
        found |= {
            path: value for path, value in one.changes.items() if is_place(path) and not _stands(made, path, value)
        }
    found |= added_lines(made, found)
    return {path: None if value is None else shown(place_of_path(path).how, value) for path, value in found.items()}


def _stands(made: Journey, path: str, value: object) -> bool:
    """Does the claim say so already?"""
    head, _, rest = path.partition(".")
    if head == "claim":
        return made.claims.claims.take(made.claims.claims.claim_key == made.shown).rows()[0][rest] == value
    number, _, column = rest.partition(".")
    lines = made.claims.lines.take(
        (made.claims.lines.claim_key == made.shown) & (made.claims.lines.claim_line_number == int(number))
    ).rows()
    return bool(column and lines and lines[0][column] == value)
