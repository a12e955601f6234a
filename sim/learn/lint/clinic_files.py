"""What the linter proves of a clinic: it reads, its payers and plans have files, its providers and places fit the
scenarios."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from sim.clinic.practice.clinics import Clinic, read_clinic
from sim.ground.files import scan
from sim.ground.strict_toml import suggestion
from sim.learn.lint.findings import Finding, Report, shown
from sim.payer.rulebook.payers import payers
from sim.reference.codes import place_of_service
from sim.reference.fees import gpci
from sim.reference.tables import rows

SYNTHETIC_AREA = "-555-01"  # telephones that nobody has
UNISSUED = "2"  # the first digit that has not been issued so far


def lint_clinic(path: Path) -> Iterator[Finding]:
    """A clinic: reads, and what it names is there."""
    clinic, file = read_clinic(path.stem, path), shown(path)

    def finding(field: str, found: str, write: str, severity: str = "error") -> Finding:
        return Finding(file, field, found, write, severity)

    yield from _payers(clinic, finding)
    yield from _places(clinic, finding)
    yield from _staff(clinic, finding)


def _payers(clinic: Clinic, finding: Report) -> Iterator[Finding]:
    """Every payer and plan that the clinic deals with has a file."""
    for section, dealt in (
        ("payer", clinic.payers),
        ("second_payer", clinic.second_payers),
        ("work_payer", clinic.work_payers),
    ):
        for place, one in enumerate(dealt, 1):
            if one.code not in payers():
                yield finding(
                    f"{section} {place}, code",
                    repr(one.code),
                    f"the name of a file in data/payers; {suggestion(one.code, payers())}",
                )
                continue
            known = [plan["code"] for plan in payers()[one.code].plans]
            for plan in one.plans:
                if plan not in known:
                    yield finding(
                        f"{section} {place}, plans",
                        f"{plan!r}, which {one.code} does not have",
                        "one of " + ", ".join(known),
                    )


def _places(clinic: Clinic, finding: Report) -> Iterator[Finding]:
    written = {path.parent.name.replace("_", " ") for path in scan("data/scenarios").values()}
    known = written | {row["specialty"] for row in rows("data/codes/taxonomy.csv")} - {"group"}
    for place, one in enumerate(clinic.specialties, 1):
        if one.name not in known:
            yield finding(
                f"specialty {place}, name",
                f"{one.name!r}, which has no scenarios and no taxonomy code",
                "one of " + ", ".join(sorted(known)),
            )
        if one.place_of_service_code not in place_of_service().code.texts():
            yield finding(
                f"specialty {place}, place_of_service_code", repr(one.place_of_service_code), "such as 11 (office)"
            )
        if not any(provider.specialty == one.name for provider in clinic.providers):
            yield finding(f"specialty {place}, name", f"no provider of {one.name}", "a [[provider]] of this specialty")
    if clinic.locality not in gpci().locality.texts():
        yield finding("locality", repr(clinic.locality), "carrier and locality as CMS writes them, such as 05102-00")
    total = sum(one.visit_percent for one in clinic.specialties)
    if total != 100:
        yield finding("specialty, visit_percent", f"{total} in all", "percentages that add up to 100")


def _staff(clinic: Clinic, finding: Report) -> Iterator[Finding]:
    """Providers are of the clinic's specialties, and visibly synthetic."""
    names = {one.name for one in clinic.specialties}
    for place, one in enumerate(clinic.providers, 1):
        if one.specialty not in names:
            yield finding(f"provider {place}, specialty", repr(one.specialty), "one of " + ", ".join(sorted(names)))
        if not one.name.endswith("-Synth"):
            yield finding(
                f"provider {place}, name",
                repr(one.name),
                "a made-up name that ends in -Synth: no real person",
                "advice",
            )
        if not one.npi.startswith(UNISSUED):
            yield finding(
                f"provider {place}, npi",
                f"{one.npi}, which may be a real provider's",
                "a number that begins with 2: none has been issued so far",
                "advice",
            )
    if SYNTHETIC_AREA not in clinic.telephone_number:
        yield finding(
            "telephone_number", clinic.telephone_number, "a number such as 515-555-0100, which nobody has", "advice"
        )
    if not np.unique([one.npi for one in clinic.providers]).size == len(clinic.providers):
        yield finding("provider, npi", "the same number twice", "a number of its own for each provider")
