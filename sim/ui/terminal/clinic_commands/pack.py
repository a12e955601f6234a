"""Pack a clinic into one file, to take it to another machine; what its staff worked stays here."""

import argparse

from sim.manager.intake.brought import own_path
from sim.manager.packs.archive import write_pack
from sim.manager.packs.folder import pack
from sim.ui.terminal.answered import answer


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the clinic")
    command.add_argument(
        "--out", default=".", metavar="FILE", help="a file or folder (NAME.clinic.zip here unless told)"
    )


def run(options: argparse.Namespace) -> int:
    path, files = write_pack(pack(options.name), own_path(options.out))
    lines = [
        f"{path}: {len(files)} files",
        *(f"  {name}" for name in files),
        f"There: cleanclaim clinic unpack {path.name}",
    ]
    return answer(options, {"file": str(path), "files": list(files)}, lines)
