"""What is true of a patient's coverage on the day of the visit: the payer's own answer in figures, and the estimate
that its own engine makes for the planned services. Nothing is computed here.
"""

from dataclasses import dataclass

from sim.billing.answers.supported_amounts import as_supported
from sim.billing.claims.claim import clean
from sim.ground.files import remembered_up_to
from sim.ground.table import Table
from sim.learn.exercises.case import Case, Row, work_tables
from sim.learn.tasks.verify_coverage.answer import Answer, plan_id
from sim.payer.asked.eligibility import Requirement, benefits, requirements
from sim.payer.asked.estimate import Estimate, estimate

DEDUCTIBLE, MAXIMUM, COPAY = "C", "G", "B"
YEAR, REMAINING = "23", "29"


@dataclass(frozen=True, eq=False)
class Verified:
    """`registered`: the coverage on the card; `primary`: the one that pays first that day; `told`: the primary payer's
    response; `priced`: the estimate for the planned services."""

    registered: Row
    primary: Row
    told: Table
    required: list[Requirement]
    priced: Estimate
    right: Answer

    def limit(self, benefit: str, level: str, period: str) -> int | None:
        """An amount of the year (23) or what is left of it (29), of the person (IND) or the family (FAM); None where
        the plan states none."""
        return _limit(self.told, benefit, level, period)

    def stated_copays(self) -> list[int]:
        """Every copay that the response states."""
        return [row["amount"] for row in self.told.rows() if row["benefit_code"] == COPAY]


def planned_codes(case: Case) -> list[str]:
    """The services of the planned visit."""
    return sorted({line.code for line in case.truth_visit.services})


@remembered_up_to(64)
def verified(case: Case) -> Verified:
    """The truth of a case."""
    day, codes = case.row["service_date"], planned_codes(case)
    rows = {row["coverage_key"]: row for row in case.people.coverages.rows()}
    primary, registered = rows[case.row["coverage_key"]], rows[case.row["registered_coverage_key"]]
    who = (case.people.coverages, primary["patient_key"], primary["payer_code"], day)
    told = benefits(*who, codes=codes, records=case.people.records())
    required = requirements(*who, codes, case.people.records())
    priced = _estimate(case)
    right = Answer(
        active="yes" if registered["coverage_end_date"] is None or day <= registered["coverage_end_date"] else "no",
        primary=primary["payer_code"],
        plan=plan_id(primary["payer_code"], primary["plan_code"]),
        authorization=_need(required, "authorization"),
        referral=_need(required, "referral"),
        copay=sum(line["copay"] for line in priced.lines) if is_priced(priced) else None,
        deductible=_limit(told, DEDUCTIBLE, "IND", REMAINING),
        out_of_pocket=_limit(told, MAXIMUM, "IND", REMAINING),
        estimate=priced.patient_amount if is_priced(priced) else None,
    )
    return Verified(registered, primary, told, required, priced, right)


def is_priced(priced: Estimate) -> bool:
    """Can the patient's share be said today: the payer would take the claim, and pay every line."""
    return priced.is_accepted and not any(line["denied"] for line in priced.lines)


def _need(required: list[Requirement], kind: str) -> str:
    mine = [one for one in required if one.kind == kind]
    return "none" if not mine else "on_file" if all(one.number for one in mine) else "missing"


def _limit(told: Table, benefit: str, level: str, period: str) -> int | None:
    return next(
        (
            row["amount"]
            for row in told.rows()
            if (row["benefit_code"], row["level_code"], row["period_code"]) == (benefit, level, period)
        ),
        None,
    )


def _estimate(case: Case) -> Estimate:
    planned = clean(as_supported(case.encounters), work_tables(case, case.truth_visit, "truth"), case.people)
    return estimate(
        planned.claims,
        planned.lines,
        case.people.coverages,
        case.encounters.service_date[0],
        (),
        case.people.prior_services,
        case.people.records(),
    )
