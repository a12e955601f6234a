"""A clinic's own folder, HOME/clinics/NAME, and the files in it.

clinic.toml      providers, specialties, places, payer mix: as data/clinics/prairie.toml
payers/*.toml    a payer each: as data/payers, or `like = "acme_ppo"` and only what differs
fees.csv         what the payers allow: code, modifier, payer, amount, from
charges.csv      what the clinic charges: code, charge
procedures.csv   what it does and how often: code, count
counts/          what `clinic read` counted; never anything of a person
strategies/      how it works, or might: a file each, as data/strategies
tracks/*.toml    tracks of the course made for it
work/            what its staff worked at the desks; stays on this machine
"""

import re
from pathlib import Path
from typing import NamedTuple

from sim.clinic.practice.clinics import clinics
from sim.ground.errors import CleanClaimError
from sim.ground.files import clinics_folder
from sim.ground.strict_toml import suggestion

NAME = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)


class Pack(NamedTuple):
    """A clinic's own folder, by name."""

    name: str
    folder: Path

    @property
    def clinic_file(self) -> Path:
        """Who works there and who comes."""
        return self.folder / "clinic.toml"

    @property
    def payers_folder(self) -> Path:
        """A file for each payer."""
        return self.folder / "payers"

    @property
    def fees_file(self) -> Path:
        """What the payers allow."""
        return self.folder / "fees.csv"

    @property
    def charges_file(self) -> Path:
        """What the clinic charges."""
        return self.folder / "charges.csv"

    @property
    def procedures_file(self) -> Path:
        """What the clinic does, and how often."""
        return self.folder / "procedures.csv"

    @property
    def counts_folder(self) -> Path:
        """What was counted in remittances, claims and denials."""
        return self.folder / "counts"

    @property
    def tracks_folder(self) -> Path:
        """Tracks of the course made for this clinic."""
        return self.folder / "tracks"

    @property
    def strategies_folder(self) -> Path:
        """A file for each strategy of the clinic's own."""
        return self.folder / "strategies"

    def payer_files(self) -> dict[str, Path]:
        """The payers' files by code."""
        return {path.stem: path for path in sorted(self.payers_folder.glob("*.toml"))}


def packs() -> dict[str, Pack]:
    """Every clinic with a folder of its own, by name."""
    found = clinics_folder().glob("*/clinic.toml") if clinics_folder().is_dir() else ()
    return {path.parent.name: Pack(path.parent.name, path.parent) for path in sorted(found)}


def pack(name: str) -> Pack:
    """One of them. Raises CleanClaimError with the names there are."""
    found = packs()
    if name not in found:
        known = ", ".join(found) or "none so far"
        todo = (
            suggestion(name, found)
            if found
            else f"run cleanclaim clinic new {name if NAME.fullmatch(name) else 'NAME'}"
        )
        raise CleanClaimError(f"no clinic of your own {name[:40]!r}", str(clinics_folder()), known, todo)
    return found[name]


def new_pack(name: str) -> Pack:
    """The folder that a new clinic of this name gets; nothing is made. Raises CleanClaimError for a name that cannot
    be, and for one that is taken.
    """
    if not NAME.fullmatch(name):
        proper = re.sub(r"\W+", "_", name.strip().lower())[:40].strip("_")
        raise CleanClaimError(
            f"found the name {name[:40]!r}",
            "clinic new",
            "small letters, digits and _, beginning with a letter",
            f"write {proper}" if NAME.fullmatch(proper) else "choose such a name",
        )
    folder = clinics_folder() / name
    if name in clinics() or folder.exists():
        where = folder if folder.exists() else "data/clinics"
        raise CleanClaimError(f"there is a clinic {name}", str(where), "a new name", "choose another name")
    return Pack(name, folder)
