"""What the clinic knows from credentialing about the provider who saw the patient: what was filed with the payer and
when, what the payer approved, and its own rule on earlier days. Facts only: whether they reach the visit is for the
learner to see. Nothing in the log is later than the day on which the item is worked.
"""

from collections.abc import Iterator
from typing import Any

from sim.ground.files import remembered
from sim.billing.claims.deadlines import deadline_of
from sim.billing.wire.trading_partners import taxonomy
from sim.clinic.practice.clinics import clinic
from sim.ground.dates import us_date
from sim.ground.files import find, read_csv
from sim.ground.params import param_value
from sim.learn.exercises.case import Case
from sim.learn.tasks.work_denial.returned_claim import claim
from sim.learn.tasks.work_denial.steps import approved
from sim.payer.asked.enrollment import effective_date

APPLICATIONS = {
    "enrollment": "enrollment of the provider",
    "link to the group": "reassignment of benefits to the billing group (CMS-855R)",
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
CONTRACT = "This payer's contract: effective on the day on which the application was complete. No earlier day."


def credentialing_log(case: Case) -> dict[str, Any]:
    """{pairs, rule}: facts by name, and the payer's rule in words."""
    row, filed = case.row, case.exercise.credentialing
    seen = next((one for one in clinic(row["clinic_code"]).providers if one.npi == row["rendering_npi"]), None)
    today = [["Today", us_date(claim(case)["standing_day"])]] if filed is not None else []
    head = [
        *today,
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
    first = effective_date(case.row["payer_code"], received, filed.about)
    yield ["Enrollment letter", f"approved, dated {us_date(str(approved(case)))}; effective date {us_date(str(first))}"]
    if filed.about == "taxonomy":
        mine = taxonomy(case.row["specialty_code"])
        yield ["Taxonomy on the claim", mine]
        yield ["Taxonomy on the payer's file", next(one for one in reversed(_taxonomies()) if one != mine)]
        yield ["Taxonomy on the application", mine]
    else:
        yield [
            "Payer's provider file",
            f"checked {us_date(claim(case)['standing_day'])}: the effective date is not loaded yet",
        ]
        yield ["Earlier visits of this patient, if any", "with other providers of the clinic"]


@remembered
def _taxonomies() -> list[str]:
    return [row["taxonomy"] for row in read_csv(find("data/codes/taxonomy.csv")) if row["entity"] == "1"]


def _rule(case: Case) -> str:
    """The payer's rule on days before the application."""
    filed, code = case.exercise.credentialing, case.row["payer_code"]
    if filed is None or filed.about == "taxonomy":
        return "A payer pays only for a taxonomy with which the provider is enrolled." if filed else ""
    days = param_value("enrollment_reach_back_days", code, case.row["service_date"])
    return MEDICARE[filed.about] if days else CONTRACT
