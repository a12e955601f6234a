"""What the clinic knows from credentialing about the provider who saw the patient: what was filed with the payer and
when, and the payer's own rule on earlier days. Facts only: whether they reach the visit is for the learner to see.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sim.billing.claims.deadlines import deadline_of
from sim.billing.wire.trading_partners import taxonomy
from sim.clinic.practice.clinics import clinic
from sim.ground.dates import us_date
from sim.ground.files import find, read_csv
from sim.ground.params import param_value
from sim.learn.exercises.case import Case
from sim.learn.tasks.work_denial.returned_claim import claim

APPLICATIONS = {
    "enrollment": "enrollment of the provider",
    "link to the group": "link of the provider to the billing group",
    "taxonomy": "enrollment of the provider",
}
MEDICARE = {
    "enrollment": (
        "Medicare: the effective date is the day on which the approved application was received. Services up to 30 days"
        " before it can be billed where circumstances kept the provider from enrolling in advance, as here (42 CFR"
        " 424.520, 424.521)."
    ),
    "link to the group": (
        "Medicare: a reassignment to a group is effective 30 days before its application was received (42 CFR 424.522)."
    ),
}
DAYS_TO_APPROVE = timedelta(15)  # teaching assumption
CONTRACT = "This payer's contract: effective on the day on which the application was complete. No earlier day."


def credentialing_log(case: Case) -> dict[str, Any]:
    """{pairs, rule}: facts by name, and the payer's rule in words."""
    row, filed = case.row, case.exercise.credentialing
    seen = next((one for one in clinic(row["clinic_code"]).providers if one.npi == row["rendering_npi"]), None)
    head = [
        ["Provider", f"{seen.name}, {seen.credential}" if seen else row["rendering_npi"]],
        ["Payer", case.payer_label],
    ]
    last, _ = deadline_of("R_NEW", row["payer_code"], row["service_date"], row["service_date"])
    limit = [["Filing limit of this claim", us_date(str(last))]]
    if filed is None:
        return {"pairs": [*head, ["Application open", "none"], *limit], "rule": ""}
    return {"pairs": [*head, *_filed(case), *limit], "rule": _rule(case)}


def _filed(case: Case) -> Iterator[list[str]]:
    filed = case.exercise.credentialing
    if filed is None:
        return
    received = filed.received(case.row["service_date"])
    yield ["Application", APPLICATIONS[filed.about]]
    yield ["Received by the payer", us_date(received)]
    yield ["Result", f"approved, as of {us_date(max(received + DAYS_TO_APPROVE, _answered(case)))}"]
    if filed.about == "taxonomy":
        mine = taxonomy(case.row["specialty_code"])
        yield ["Taxonomy on the claim", mine]
        yield ["Taxonomy on the payer's file", next(one for one in reversed(_taxonomies()) if one != mine)]
        yield ["Taxonomy on the application", mine]


def _answered(case: Case) -> date:
    lying = claim(case)
    return date.fromisoformat(lying["remittance_date"] or lying["submitted_date"])


def _taxonomies() -> list[str]:
    return [row["taxonomy"] for row in read_csv(find("data/codes/taxonomy.csv")) if row["entity"] == "1"]


def _rule(case: Case) -> str:
    """The payer's rule on days before the application."""
    filed, code = case.exercise.credentialing, case.row["payer_code"]
    if filed is None or filed.about == "taxonomy":
        return "A payer pays only for a taxonomy with which the provider is enrolled." if filed else ""
    days = param_value("enrollment_reach_back_days", code, case.row["service_date"])
    return MEDICARE[filed.about] if days else CONTRACT
