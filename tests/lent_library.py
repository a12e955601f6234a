"""The diagnosis library is made once for all test processes and kept for the next run: making it takes some 10 seconds
of work, and every home folder wants one.

It is kept in .pytest_cache under a name that changes with the code that makes it and with the edition, so a change of
either makes it anew. Each home gets a link to it, which may lead nowhere yet: whoever then needs the library makes one
in the link's place, as a user's first start does.
"""

import hashlib
import os
import shutil
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from sim.reference import icd10cm_build

ROOT = Path(__file__).resolve().parents[1]
MAKES_IT = ("sim/reference/icd10cm_build.py", "sim/ground/progress.py")


def kept() -> Path:
    """Where the library of this code and this edition is kept."""
    code = b"".join((ROOT / name).read_bytes() for name in MAKES_IT) + version(icd10cm_build.PACKAGE).encode()
    return ROOT / ".pytest_cache" / f"icd10cm-{hashlib.sha256(code).hexdigest()[:16]}.sqlite"


def lend() -> None:
    """Link this process's home to the kept library, there or not; on Windows, where links need a right, copy it."""
    with suppress(OSError):
        if os.name != "nt":
            icd10cm_build.place().symlink_to(kept())
        elif kept().is_file():
            shutil.copy(kept(), icd10cm_build.place())


def lend_to_every_home() -> None:
    """A test that takes a home of its own is lent the kept library in place of making one; whoever makes one at another
    place, as the tests of the making do, makes it."""
    make_it = icd10cm_build.build

    def build(path: Path, say) -> None:
        if os.name != "nt" and path == icd10cm_build.place() and kept().is_file():
            with suppress(FileExistsError):
                path.symlink_to(kept())
        else:
            make_it(path, say)

    icd10cm_build.build = build


def make() -> None:
    """Make it where no earlier run has left one."""
    if not kept().is_file():
        icd10cm_build.library()
        keep()


def keep() -> None:
    """Put what this process has made where the next one looks; whole or not at all."""
    made = icd10cm_build.place()
    if made.is_file() and not made.is_symlink() and not kept().is_file():
        part = kept().with_name(f"{kept().name}.{os.getpid()}")
        with suppress(OSError):
            kept().parent.mkdir(exist_ok=True)
            shutil.copy(made, part)
            os.replace(part, kept())
