"""Which decision lies behind a rejection, a denial or a wrong payment: named in plain words, with the desk where it was
made.

A simulated mistake is known. For a learner's work every difference from the record is corrected alone and the claim
decided again: the first one whose repair makes the payer's objection go away is the cause. A denial that the true claim
would meet as well is nobody's mistake.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.billing.answers.household_copies import Asked, answered_together
from sim.billing.answers.supported_amounts import line_rows, patient_share
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.corrections import one, with_changes
from sim.billing.denials.claim_vs_record import Difference
from sim.billing.denials.remedies import cause_label, cause_of, error_words, of_policy
from sim.clinic.people.people import People
from sim.clinic.scenarios.parts import Trap
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table
from sim.payer.engine.engine import Adjudication
from sim.payer.engine.payer_errors import PayerError


class Problem(NamedTuple):
    """Something that went otherwise than the record supports. kind: rejection, denial, short payment, overpayment,
    unbilled service, unseen (paid as owed, but the claim says something else than the record), posting, rightly not
    paid. Cents: owed by the payer and not paid, paid in excess, and the patient's share that cannot be collected while
    the line is denied."""

    kind: str
    line: int
    code: str
    policy: str
    reason: str  # group and CARC, or category and status
    owed: int
    excess: int
    patient: int = 0
    lines: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()


class Cause(NamedTuple):
    """Why: `text` for people, `error` of the closed list where known, `desk`, root `cause` with its `label`, the
    problem it made.
    """

    text: str
    why: str
    error: str
    desk: str
    cause: str
    label: str
    problem: Problem
    difference: Difference | None = None


def problems(
    claims: Claims,
    answers: Table,
    adjustments: Table,
    acknowledgement: dict[str, Any] | None,
    told: Table,
    missing: Table,
) -> list[Problem]:
    """Problems of one visit's claims, worst first. answers: the remittance lines that stand, with supported amounts;
    told: the true claim's; missing: services never billed. A rejected claim has this one problem."""
    if acknowledgement and not acknowledgement["is_accepted"]:
        status = ":".join(filter(None, (acknowledgement["status_category_code"], acknowledgement["status_code"])))
        paid = (int(answers.paid_amount.sum()), int(patient_share(answers).sum()))
        return [
            Problem(
                "rejection",
                0,
                "",
                acknowledgement["policy"],
                status,
                max(int(told.paid_amount.sum()) - paid[0], 0),
                0,
                max(int(patient_share(told).sum()) - paid[1], 0),
            )
        ]
    rightly = set(zip(told.procedure_code.texts(), told.denial_policy.texts()))
    found = []
    for row, code in zip(answers.rows(), claims.lines.procedure_code[line_rows(claims.lines, answers)].texts()):
        found += _of_line(row, code, adjustments, rightly)
    found += [
        Problem(
            "unbilled service",
            0,
            row["procedure_code"],
            "",
            "",
            row["supported_amount"],
            0,
            row["supported_patient_amount"],
        )
        for row in missing.rows()
    ]
    return _gathered(
        sorted(found, key=lambda one: (ORDER.index(one.kind), -one.owed - one.excess - one.patient, one.line))
    )


def _gathered(found: list[Problem]) -> list[Problem]:
    """Lines with the same problem and the same reason are one problem, told with the line that costs most."""
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for one_ in found:
        groups.setdefault((one_.kind, one_.policy, one_.reason), []).append(one_)
    return [
        group[0]._replace(
            owed=sum(one_.owed for one_ in group),
            excess=sum(one_.excess for one_ in group),
            patient=sum(one_.patient for one_ in group),
            lines=tuple(one_.line for one_ in group),
            codes=tuple(one_.code for one_ in group),
        )
        for group in groups.values()
    ]


ORDER = (
    "rejection",
    "denial",
    "short payment",
    "unbilled service",
    "overpayment",
    "unseen",
    "posting",
    "rightly not paid",
)


def _of_line(row: dict[str, Any], code: str, adjustments: Table, rightly: set[tuple[str, str]]) -> list[Problem]:
    number, gap = row["claim_line_number"], row["supported_amount"] - row["paid_amount"]
    if row["denial_policy"]:
        mine = adjustments.take(
            (adjustments.claim_key == row["claim_key"])
            & (adjustments.claim_line_number == number)
            & adjustments.is_denial
            & ~adjustments.is_reversal
        ).rows()
        reason = f"{mine[-1]['group']}-{mine[-1]['carc']}" if mine else ""
        kind = "rightly not paid" if gap == 0 and (code, row["denial_policy"]) in rightly else "denial"
        return [
            Problem(kind, number, code, row["denial_policy"], reason, max(gap, 0), 0, row["supported_patient_amount"])
        ]
    if gap:
        return [Problem("short payment" if gap > 0 else "overpayment", number, code, "", "", max(gap, 0), max(-gap, 0))]
    return []


def cause(
    problem: Problem,
    payer: str,
    payer_code: str,
    trap: Trap | None = None,
    why: str = "",
    difference: Difference | None = None,
) -> Cause:
    """The cause of a problem, from the mistake that was made (trap) or the difference that was found, else from the
    payer's policy alone.
    """
    error = trap.error if trap else ""
    root = (
        cause_of(error, problem.policy, problem.kind == "short payment")
        if error or problem.policy
        else _cause_of_difference(difference)
    )
    desk = trap.at if trap else difference.desk if difference else of_policy(problem.policy, "owner", payer_code)
    made = error_words(error)["words"] if error else _capital(difference.words) if difference else ""
    text = " ".join(filter(None, (made and f"{made}.", _payer_said(problem, payer, payer_code))))
    return Cause(text, why, error, desk, root, cause_label(root), problem, difference)


def by_file(problem: Problem, payer: str, payer_code: str, error: PayerError) -> Cause:
    """The cause of a problem that is the payer's provider file, which credentialing has updated."""
    root = cause_of(policy=problem.policy)
    owner = of_policy(problem.policy, "owner", payer_code)
    return Cause(_payer_said(problem, payer, payer_code), error.why, "", owner, root, cause_label(root), problem)


def by_payer(problem: Problem, payer: str, payer_code: str, error: PayerError) -> Cause:
    """The cause of a problem that is the payer's own declared mistake (PayerError)."""
    return Cause(
        f"Payer error. {_payer_said(problem, payer, payer_code)}",
        error.why,
        "",
        "payer",
        "payer_error",
        cause_label("payer_error"),
        problem,
    )


def _cause_of_difference(difference: Difference | None) -> str:
    kinds = {
        "diagnoses": "wrong_diagnosis",
        "modifiers": "wrong_modifier",
        "extra service": "not_documented",
        "missing service": "missed_service",
        "code": "not_documented",
        "pointers": "diagnosis_not_supporting",
        "coverage": "wrong_payer",
        "authorization": "no_authorization",
        "filing": "late_filing",
    }
    return kinds.get(difference.kind, "claim_data") if difference else "claim_data"


def _payer_said(problem: Problem, payer: str, payer_code: str) -> str:
    title = of_policy(problem.policy, "title", payer_code).rstrip(".")
    line = _lines(problem)
    if problem.kind == "rejection":
        return f"{payer} rejected the claim at the front end ({problem.reason}): {_small(title)}."
    if problem.kind in ("denial", "rightly not paid"):
        return f"{payer} denied {line} ({problem.reason}): {_small(title)}."
    return {
        "short payment": f"{payer} paid less for {line} than the record supports.",
        "overpayment": f"{payer} paid more for {line} than the record supports; the payer recoups it after an audit.",
        "unbilled service": f"{line} is documented and was never billed, so it is not paid.",
        "unseen": f"{payer} paid the same amount; the claim still does not match the record.",
        "posting": "The payer paid correctly; it was posted wrong.",
    }[problem.kind]


def _lines(problem: Problem) -> str:
    """The lines as people name them: line 1, 99214; lines 1 and 2, 99214 and 36415; or the codes alone."""
    codes = " and ".join(dict.fromkeys(problem.codes)) or problem.code
    if not problem.line:
        return codes
    return (
        f"line {problem.line}, {codes}"
        if len(problem.lines) < 2
        else f"lines {' and '.join(map(str, sorted(problem.lines)))}, {codes}"
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def find_cause(
    problem: Problem, differences: Sequence[Difference], claims: Claims, claim_key: int, people: People
) -> Difference | None:
    """The difference whose repair alone makes the payer's objection to a claim go away; the most likely one where no
    single repair does.
    """
    likely = [other for other in differences if other.line in (problem.line, 0)] or differences
    if problem.kind == "unbilled service":
        likely = [
            other for other in differences if other.kind == "missing service" and problem.code == other.code
        ] or likely
    if problem.kind not in ("rejection", "denial"):
        return likely[0] if likely else None
    ordered = [*likely, *(other for other in differences if other not in likely)]
    tried = [
        (difference, corrected)
        for difference in ordered
        if difference.changes and (corrected := _corrected(claims, claim_key, difference)) is not None
    ]
    for some in (tried[:1], tried[1:]):  # mostly the likeliest is it; the others are asked about as one table
        answers = answered_together([Asked(people, corrected) for _, corrected in some], goes_on=False)
        for (difference, _), told in zip(some, answers, strict=True):
            if not _objects(problem, told.decided, claim_key):
                return difference
    return next((other for other in differences if other.kind == "filing" and problem.policy == "timely_filing"), None)


def _corrected(claims: Claims, claim_key: int, difference: Difference) -> Claims | None:
    """The claims with this difference corrected; None where that leaves no line, or cannot be written."""
    try:
        mended = with_changes(one(claims, claim_key), difference.changes)
    except CleanClaimError:
        return None
    made = Claims(
        Table.concat(
            [claims.claims.take(claims.claims.claim_key != claim_key), mended.claims.select(*claims.claims.columns)]
        ).sort_by("claim_key"),
        Table.concat(
            [claims.lines.take(claims.lines.claim_key != claim_key), mended.lines.select(*claims.lines.columns)]
        ).sort_by("claim_key", "claim_line_number"),
    )
    return made if len(made.lines) else None


def _objects(problem: Problem, told: Adjudication, claim_key: int) -> bool:
    """Does the payer still object?"""
    if problem.kind == "rejection":
        return bool((~told.acknowledgements.is_accepted & (told.acknowledgements.claim_key == claim_key)).any())
    answers = told.remittance_lines
    mine = (answers.claim_key == claim_key) & (answers.claim_line_number == problem.line) & ~answers.is_reversal
    return bool((~answers.denial_policy.is_missing & mine).any()) or bool(
        np.isin(claim_key, told.acknowledgements.claim_key[~told.acknowledgements.is_accepted])
    )
