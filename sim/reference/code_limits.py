"""Diagnoses that do not fit the patient's age or sex, from the rows of data/codes/diagnosis_limits.csv (beginnings of
codes; the longest counts).

Ages are whole years on the date of service. The ranges are those of Medicare's Code Editor for inpatient claims, which
other payers follow in their own way: newborn 0, child 0 to 17, maternity 9 to 64, adult 15 to 124. A conflict means
that the code, the birth date or the sex on file may be wrong; a true record stands, and Medicare takes KX for it.
"""

from collections.abc import Mapping

from sim.ground.errors import CleanClaimError
from sim.ground.files import remembered, remembered_up_to
from sim.reference.icd10cm import Entry, plain
from sim.reference.tables import rows

LIMITS = "data/codes/diagnosis_limits.csv"


def limit_findings(valid: list[Entry], age: int | None, sex: str | None, found) -> list[dict]:
    """Findings on age (whole years) and sex ("F" or "M") of known codes; what is None is not checked."""
    if age is not None and (isinstance(age, bool) or not isinstance(age, int) or not 0 <= age <= 130):
        raise CleanClaimError(f"age {str(age)[:20]!r}", "code checks", "whole years, 0 to 130", "correct the age")
    if sex not in (None, "F", "M"):
        raise CleanClaimError(f"sex {str(sex)[:20]!r}", "code checks", "F or M", "correct the sex, or leave it out")
    out = []
    for one in valid:
        ages, sexes = limits_of(one.code)
        if age is not None and ages and not int(ages["age_from"]) <= age <= int(ages["age_to"]):
            out.append(
                found(
                    one.code,
                    "age conflict",
                    "warning",
                    f"{one.code} belongs to {ages['what']} ({ages['age_from']} to {ages['age_to']} years), "
                    f"the patient is {age}.",
                    ages["cite"],
                )
            )
        if sex is not None and sexes and sexes["sex"] != sex:
            out.append(
                found(
                    one.code,
                    "sex conflict",
                    "warning",
                    f"{one.code} belongs to {sexes['what']}; check code and record, a true record stands.",
                    sexes["cite"],
                )
            )
    return out


@remembered_up_to(50_000)
def limits_of(code: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The rows that limit age and sex of a code, empty where there is none.

    >>> limits_of("Z00.129")[0]["age_to"], limits_of("C61")[1]["sex"], limits_of("I10")
    ('17', 'M', ({}, {}))
    """
    key = plain(code)
    ages, sexes = (
        next((row for start, row in _limits(column) if key.startswith(start)), {}) for column in ("age_to", "sex")
    )
    return ages, sexes


@remembered
def _limits(column: str) -> list[tuple[str, Mapping[str, str]]]:
    """Beginnings with their row, longest first; a span "C51-C58" is each of its categories."""
    found = [(start, row) for row in rows(LIMITS) if row[column] for start in _starts(row["begins"])]
    return sorted(found, key=lambda one: -len(one[0]))


def _starts(text: str) -> list[str]:
    low, _, high = text.replace(".", "").partition("-")
    return [f"{low[0]}{number:02d}" for number in range(int(low[1:]), int(high[1:]) + 1)] if high else [low]
