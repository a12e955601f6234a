"""Every clinic that `--clinic NAME` knows: the one that ships and your own."""

import argparse

from sim.clinic.practice.clinics import Clinic, clinics, read_clinic
from sim.ground.errors import CleanClaimError
from sim.manager.packs.folder import packs
from sim.ui.terminal.answered import answer


def arguments(command: argparse.ArgumentParser) -> None:
    """None but --json."""


def run(options: argparse.Namespace) -> int:
    own = packs()
    rows = [_row(one, "") for one in clinics().values() if one.code not in own]
    for name, one in own.items():
        try:
            rows.append(_row(read_clinic(name, one.clinic_file), str(one.folder)))
        except CleanClaimError as error:
            rows.append({"name": name, "title": error.line(), "providers": 0, "folder": str(one.folder)})
    return answer(options, rows, map(_line, rows))


def _row(one: Clinic, folder: str) -> dict[str, object]:
    payers = [*one.payers, *one.second_payers, *one.work_payers]
    return {
        "name": one.code,
        "title": one.name,
        "specialties": [each.name for each in one.specialties],
        "providers": len(one.providers),
        "payers": [each.code for each in payers],
        "folder": folder,
    }


def _line(row: dict[str, object]) -> str:
    return f"{row['name']}: {row['title']}, {row['providers']} providers" + f" ({row['folder']})" * bool(row["folder"])
