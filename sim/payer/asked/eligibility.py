"""Eligibility: what a payer says when it is asked about a patient for a day (the content of a 271).

    benefits(...)       a Table eligibility_benefits: active or not, plan, deductible and out-of-pocket maximum of the
                        year and what is left of them, copays, coinsurance, prior authorization and referral for the
                        codes asked, other payers on file
    eligibility(...)    the same as plain items, as a desk shows them
    requirements(...)   the authorizations and referrals that the codes asked about need, and those on file

What is left is the year's amount less what the member had paid before and what the payer has decided by that day: a
claim sent but not answered is not in it. A 271 is not a promise to pay: being covered is not being authorized. Source:
ASC X12 270/271, CAQH CORE data content rule; the plan's own terms.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.ground.money import dollars
from sim.ground.table import Table
from sim.payer.asked.eligibility_question import Decided, Question, amount_of, known_payer, used_so_far
from sim.payer.asked.listed_services import lists, needs_authorization, needs_referral
from sim.payer.rulebook.payers import SectionRow, payers

SERVICE_TYPES = {
    "office visit": "98",
    "preventive visit": "98",
    "lab test": "5",
    "specimen collection": "5",
    "procedure": "2",
    "vaccine": "80",
    "immunization administration": "80",
    "imaging": "4",
    "therapy": "PT",
    "psychotherapy": "MH",
    "drug": "88",
}
WHOLE_PLAN = "30"
Item = dict[str, Any]  # item, value, good, and cells of eligibility_benefits
LIMITS = (
    ("deductible", "C", "IND", "Deductible", "PR-1"),
    ("family_deductible", "C", "FAM", "Family deductible", "PR-1"),
    ("out_of_pocket_maximum", "G", "IND", "Out-of-pocket maximum", "all"),
    ("family_out_of_pocket_maximum", "G", "FAM", "Family out-of-pocket maximum", "all"),
)
NOT_SHOWN = ("name on file",)


class Requirement(NamedTuple):
    """What a payer wants before it pays for a code: `kind` is authorization or referral; `number`: on file."""

    code: str
    kind: str
    number: str


def eligibility(
    coverages: Table,
    patient_key: int,
    payer_code: str,
    on: Any,
    decided: Sequence[Any] = (),
    codes: Iterable[str] = (),
    records: Mapping[str, Table] | None = None,
) -> list[Item]:
    """Rows of plain items about one patient at one payer on one day: item, value, and `good` (False: something to
    correct; None: neither).

    coverages: table `coverages`. An unknown patient gets one row that says so. decided: (claims, claim_lines,
    adjudication) of the household, for what is left of the year's amounts; codes: services asked about; records:
    further tables of the payer (member_facts, authorizations). Raises CleanClaimError for an unknown payer.

    >>> from sim.ground.table import Table
    >>> spans = Table.from_rows(
    ...     "coverages",
    ...     [dict(coverage_key=128, patient_key=16, subscriber_patient_key=16, payer_code="acme_ppo",
    ...         plan_code="ppo_500", member_id="A1", relationship_code="self",
    ...         coverage_start_date="2026-01-01", coverage_end_date="2026-05-31")],
    ... )
    >>> [(row["item"], row["value"]) for row in eligibility(spans, 16, "acme_ppo", "2026-06-01")][:2]
    [('Status', 'not active on 2026-06-01'), ('Coverage', '2026-01-01 to 2026-05-31')]
    """
    rows = _rows(_asked(coverages, patient_key, payer_code, on, decided, codes, records))
    return [{"item": row["item"], "value": row["value"], "good": row["good"]} for row in rows]


def benefits(
    coverages: Table,
    patient_key: int,
    payer_code: str,
    on: Any,
    decided: Sequence[Any] = (),
    codes: Iterable[str] = (),
    records: Mapping[str, Table] | None = None,
) -> Table:
    """Table[eligibility_benefits] of one question: every row coded for a 271 and in plain words. Arguments as of
    eligibility().
    """
    asked = _asked(coverages, patient_key, payer_code, on, decided, codes, records)
    same = {"patient_key": int(patient_key), "payer_code": payer_code, "asked_date": str(asked.on)}
    return Table.from_rows(
        "eligibility_benefits",
        [
            {name: value for name, value in row.items() if name != "good"} | same | {"is_to_mend": row["good"] is False}
            for row in _rows(asked)
        ],
    )


def _asked(coverages, patient_key, payer_code, on, decided, codes, records) -> Question:
    return Question(
        coverages,
        int(patient_key),
        known_payer(payer_code).code,
        np.datetime64(on, "D"),
        Decided(*decided) if decided else None,
        tuple(codes),
        records or {},
    )


def _rows(asked: Question) -> list[Item]:
    mine = asked.coverages.take(
        (asked.coverages.patient_key == asked.patient_key) & (asked.coverages.payer_code == asked.payer_code)
    )
    active = mine.take((mine.coverage_start_date <= asked.on) & ~(mine.coverage_end_date < asked.on))
    if not len(mine):
        return [_row("Status", f"{asked.payer.label} does not know this patient", False, benefit_code="6")]
    if not len(active):
        return [
            _row(
                "Status", f"not active on {asked.on}", False, benefit_code="6", coverage_key=int(mine.coverage_key[-1])
            ),
            *(
                _row("Coverage", _span(row), None, benefit_code="6", **_dates(row))
                for row in mine.sort_by("coverage_start_date").rows()
            ),
        ]
    row = active.rows()[0]
    known = {"coverage_key": row["coverage_key"], "member_id": row["member_id"], "plan_code": row["plan_code"]}
    rows = [
        _row("Status", f"active on {asked.on}", True, benefit_code="1", service_type_code=WHOLE_PLAN),
        *_membership(row),
        *_benefits(asked, row),
        *_authorizations(asked),
        *_beside(asked),
    ]
    return [{**known, **one} for one in rows]


def _row(item: str, value: str, good: bool | None = None, **cells) -> Item:
    return {"item": item, "value": value, "good": good, "benefit_code": "1", **cells}


def _span(row: Item) -> str:
    return (
        f"{row['coverage_start_date']} to {row['coverage_end_date'] or 'today'}"
        if row["coverage_end_date"]
        else f"since {row['coverage_start_date']}"
    )


def _dates(row: Item) -> Item:
    return {
        "start_date": row["coverage_start_date"],
        "end_date": row["coverage_end_date"],
        "coverage_key": row["coverage_key"],
        "member_id": row["member_id"],
        "plan_code": row["plan_code"],
    }


def _membership(row: Item) -> list[Item]:
    rows = [
        _row("Coverage", _span(row), **_dates(row)),
        _row("Member id", row["member_id"]),
        _row("Relationship to subscriber", row["relationship_code"]),
    ]
    return rows + (
        [_row("Group number", row["group_number"], reference=row["group_number"])] if row["group_number"] else []
    )


def _benefits(asked: Question, row: Item) -> list[Item]:
    payer, plan = asked.payer, next((plan for plan in asked.payer.plans if plan["code"] == row["plan_code"]), None)
    if plan is None:
        return [_row("Plan", f"{row['plan_code']}: not on file", False)]
    percent = plan.get("coinsurance_percent", 0)
    return [
        _row("Plan", plan.get("label", plan["code"])),
        *_limits(asked, row, plan),
        _row(
            "Coinsurance",
            f"{percent} percent" if percent else "none",
            benefit_code="A",
            service_type_code=WHOLE_PLAN,
            percent=percent,
            period_code="27",
        ),
        *(_copay(one) for one in payer.sections["copay"] if plan["code"] in one.get("plans", [plan["code"]])),
    ]


def _limits(asked: Question, row: Item, plan: SectionRow) -> list[Item]:
    """The yearly amounts, each followed by what is left of it."""
    out, used = [], used_so_far(asked, row)
    for field, code, level, label, counts in LIMITS:
        most = amount_of(plan.get(field), asked.payer_code, str(asked.on))
        if most is None:
            continue
        met = row["family_met_amount"] if level == "FAM" else row["met_amount"]
        left = max(most - (met or 0) - used[level, counts], 0)
        cells: Item = {"benefit_code": code, "level_code": level, "service_type_code": WHOLE_PLAN}
        out += [
            _row(label, dollars(most), **cells, period_code="23", amount=most),
            _row(f"{label} remaining", dollars(left), **cells, period_code="29", amount=left),
        ]
    return out


def _copay(row: SectionRow) -> Item:
    kinds = row.get("kinds", row.get("codes", ()))
    after = " (after the deductible)" if row.get("after_deductible") else ""
    return _row(
        "Copay, " + (" and ".join(kinds) or "every service"),
        dollars(row["amount"]) + after,
        benefit_code="B",
        amount=row["amount"],
        period_code="27",
        service_type_code=SERVICE_TYPES.get(kinds[0] if kinds else "", WHOLE_PLAN),
    )


def requirements(
    coverages: Table,
    patient_key: int,
    payer_code: str,
    on: Any,
    codes: Iterable[str],
    records: Mapping[str, Table] | None = None,
) -> list[Requirement]:
    """What the payer wants before it pays for these codes, each with the number on file. Arguments as of eligibility().

    >>> from sim.ground.table import empty
    >>> requirements(empty("coverages"), 16, "acme_ppo", "2026-06-01", ["99213", "J7325"])
    [Requirement(code='J7325', kind='authorization', number='')]
    """
    return list(_required(_asked(coverages, patient_key, payer_code, on, (), codes, records)))


def _required(asked: Question) -> Iterator[Requirement]:
    for code in asked.codes:
        if needs_referral(asked.payer, code):
            yield Requirement(code, "referral", _number_on_file(asked, "", "referral"))
        if needs_authorization(asked.payer, code):
            yield Requirement(code, "authorization", _number_on_file(asked, code))


def _authorizations(asked: Question) -> list[Item]:
    """For each code asked about: is it covered; does it need an authorization or a referral, and is one on file."""
    rows, required = [], list(_required(asked))
    for code in asked.codes:
        if lists(asked.payer, "not_covered", code):
            rows.append(_row(f"{code}", "not covered", False, benefit_code="I", procedure_code=code))
        rows += [_requirement(one) for one in required if one.code == code]
    return rows


def _requirement(one: Requirement) -> Item:
    return _row(
        f"{one.code} {'prior authorization' if one.kind == 'authorization' else one.kind}",
        f"required, on file under {one.number}" if one.number else "required, none on file",
        bool(one.number),
        benefit_code="CB",
        procedure_code=one.code,
        authorization_code="Y",
        reference=one.number,
    )


def _number_on_file(asked: Question, code: str, kind: str = "authorization") -> str:
    """The number of an authorization (or a referral, which names no code) in force, or nothing."""
    table = asked.records.get("authorizations")
    rows = (
        []
        if table is None
        else [
            row
            for row in table.take(table.patient_key == asked.patient_key).rows()
            if (row["payer_code"], row["procedure_code"], row["decision_code"], row["kind_code"])
            == (asked.payer_code, code, "approved", kind)
        ]
    )
    return next(
        (
            row["authorization_number"]
            for row in rows
            if np.datetime64(row["start_date"]) <= asked.on
            and (row["end_date"] is None or asked.on <= np.datetime64(row["end_date"]))
        ),
        "",
    )


def _beside(asked: Question) -> list[Item]:
    """Other payers on file, and what else the payer knows of the member that day."""
    others = asked.coverages.take(
        (asked.coverages.patient_key == asked.patient_key) & (asked.coverages.payer_code != asked.payer_code)
    )
    others = others.take((others.coverage_start_date <= asked.on) & ~(others.coverage_end_date < asked.on))
    rows = [
        _row(
            "Other coverage on file",
            _label(row["payer_code"]) + _order(row["coverage_order"]),
            None,
            benefit_code="R",
            reference=row["payer_code"],
            start_date=row["coverage_start_date"],
            end_date=row["coverage_end_date"],
        )
        for row in others.rows()
    ]
    table = asked.records.get("member_facts")
    if table is None or not len(table):
        return rows
    mine = table.take(
        (table.patient_key == asked.patient_key)
        & (table.payer_code.is_missing | (table.payer_code == asked.payer_code))
    )
    mine = mine.take((mine.start_date <= asked.on) & ~(mine.end_date < asked.on))
    return rows + [
        _row(
            f"On file: {row['fact']}",
            f"since {row['start_date']}" + (f", {row['reference']}" if row["reference"] else ""),
            None,
            benefit_code="X",
            reference=row["reference"],
            start_date=row["start_date"],
            end_date=row["end_date"],
        )
        for row in mine.rows()
        if row["fact"] not in NOT_SHOWN
    ]


def _label(code: str) -> str:
    return payers()[code].label if code in payers() else code


def _order(place: int) -> str:
    return {1: " (primary)", 2: " (secondary)", 3: " (tertiary)"}.get(place, "")
