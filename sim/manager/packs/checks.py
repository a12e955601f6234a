"""What is wrong with a clinic's own folder, file by file, in the author's words: its payers, fees, charges, its own
file, its strategies and its tracks. Each is first looked at where its author wrote it, then as the clinic runs on it.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from sim.clinic.people.people import people
from sim.clinic.visits.encounters import encounters
from sim.ground import files
from sim.ground.errors import CleanClaimError
from sim.learn.course.plan.track import parse
from sim.learn.lint.charge_files import lint_charges
from sim.learn.lint.clinic_files import lint_clinic
from sim.learn.lint.findings import Finding, from_error, once, shown
from sim.learn.lint.payer_files import lint_payer
from sim.manager.packs.fee_table import read_fees
from sim.manager.packs.folder import Pack
from sim.manager.packs.in_force import bring_in, laid_out
from sim.manager.packs.own_payer import our_payers, own_payer
from sim.manager.strategies.strategy import strategy_in
from sim.payer.rulebook.payers import payers
from sim.reference.charge_master import charge_master
from sim.reference.codes import procedure_rows

SHORT = 6  # codes named in a finding
HOUSEHOLDS = 400  # drawn to see whether the clinic can be played


def lint_pack(one: Pack) -> list[Finding]:
    """Every finding of a clinic's folder; an empty list is a clean bill. The clinic that was in force is so
    afterwards.
    """
    found = list(_before(one))
    if not any(finding.severity == "error" for finding in found):
        before = files.clinic_in_force(), files.clinic_files()
        try:
            bring_in(one.name)
            found += _in_force(one)
        except CleanClaimError as error:
            found.append(from_error(error, one.folder))
        finally:
            files.at_clinic(*before)
            files.forget()
    return once(found)


def _before(one: Pack) -> Iterator[Finding]:
    """What can be told of each file by itself."""
    if not one.clinic_file.is_file():
        yield Finding(shown(one.folder), "clinic.toml", "no such file", "the clinic's own file (cleanclaim clinic new)")
    for path in one.payer_files().values():
        try:
            own_payer(path)
        except CleanClaimError as error:
            yield from_error(error, path)
    try:
        yield from _fees(one)
    except CleanClaimError as error:
        yield from_error(error, one.fees_file)
    if one.charges_file.is_file():
        try:
            yield from (each for each in lint_charges(one.charges_file) if each.severity == "error")
        except CleanClaimError as error:
            yield from_error(error, one.charges_file)
    for folder, read in ((one.strategies_folder, strategy_in), (one.tracks_folder, parse)):
        for path in sorted(folder.glob("*.toml")):
            try:
                read(path)
            except CleanClaimError as error:
                yield from_error(error, path)


def _fees(one: Pack) -> Iterator[Finding]:
    file, table = shown(one.fees_file), read_fees(one.fees_file)
    for wrong in table.wrong:
        yield Finding(file, f"line {wrong.line}", wrong.found, wrong.write)
    known = {*one.payer_files(), *our_payers()}
    for payer in dict.fromkeys(fee.payer for fee in table.fees):
        if payer not in known:
            yield Finding(file, "payer", repr(payer), "the name of a file in payers/: " + ", ".join(one.payer_files()))
    codes = list(dict.fromkeys(fee.code for fee in table.fees))
    unknown = [code for code, at in zip(codes, procedure_rows(codes), strict=True) if at < 0]
    if unknown:
        few = ", ".join(unknown[:SHORT]) + " ..." * (len(unknown) > SHORT)
        write = "nothing, or import the code set that has them (cleanclaim data import)"
        yield Finding(file, "code", f"{len(unknown)} codes that no code set here has: {few}", write, "advice")


def _in_force(one: Pack) -> Iterator[Finding]:
    """What can only be told while the clinic is in force."""
    place = laid_out(one)
    own = {place / f"data/payers/{code}.toml": path for code, path in one.payer_files().items()}
    own[place / f"data/clinics/{one.name}.toml"] = one.clinic_file
    for path in own:
        try:
            found = list(lint_clinic(path) if "clinics" in path.parts[-2:] else lint_payer(path))
        except CleanClaimError as error:
            found = [from_error(error, path)]
        told = (finding for finding in found if not finding.field.startswith("fee "))  # told of fees.csv
        yield from (finding._replace(file=shown(_mine(finding.file, own, path))) for finding in told)
    for code in set(one.payer_files()) - set(payers()):
        yield Finding(shown(one.payers_folder), code, "a file that cannot be read", "correct it")
    charge_master()
    try:  # somebody must come, and be seen
        if not len(encounters(1, people(1, np.arange(1, HOUSEHOLDS + 1)))):
            yield Finding(shown(one.clinic_file), "specialty", "nobody who comes", "specialties that have scenarios")
    except CleanClaimError as error:
        field, write = f"the visits of {HOUSEHOLDS} households", "; ".join(filter(None, (error.expected, error.todo)))
        yield Finding(shown(one.clinic_file), field, error.what, write)


def _mine(named: str, own: dict[Path, Path], path: Path) -> Path:
    """The author's file in the place of the one that was laid out."""
    return next((mine for laid, mine in own.items() if shown(laid) == named or str(laid) == named), own[path])
