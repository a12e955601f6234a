"""What everything else stands on: clinics, payers and charges can be read. A scenario cannot be proved without them, so
they are looked at first, and where one is broken nothing else is said."""

from collections.abc import Iterator

from sim.clinic.practice.clinics import read_clinic
from sim.ground.errors import CleanClaimError
from sim.ground.files import scan
from sim.learn.lint.charge_files import lint_charges
from sim.learn.lint.findings import Finding, from_error
from sim.payer.rulebook.payers import payer_of
from sim.reference.charge_master import charge_master


def foundations() -> list[Finding]:
    """One finding for each clinic, payer or charge master that cannot be read.

    >>> foundations()
    []
    """
    return list(_broken())


def _broken() -> Iterator[Finding]:
    for folder, read in (("data/clinics", read_clinic), ("data/payers", payer_of)):
        for name, path in scan(folder).items():
            try:
                read(name, path)
            except CleanClaimError as error:
                yield from_error(error, path)
    for path in scan("data/fees", "charge_master.csv").values():
        try:
            wrong = [finding for finding in lint_charges(path) if finding.severity == "error"]
            yield from wrong
            if not wrong:
                charge_master()
        except CleanClaimError as error:
            yield from_error(error, path)
