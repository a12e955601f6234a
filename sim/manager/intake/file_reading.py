"""A clinic's files read on this machine: remittances, claims, lists of denials. A file that cannot be read is named
with the reason, and the others go on. Nothing of them is copied; what is kept are counts
(sim/manager/intake/counted.py).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sim.edi.reader.frame import Frame, Set
from sim.edi.reader.interchanges import Reader
from sim.ground.errors import CleanClaimError
from sim.manager.intake.counted import Counted
from sim.manager.intake.denial_list import denial_list
from sim.manager.intake.known_payers import labels_of, names_of
from sim.manager.intake.remittance_counts import Counter
from sim.manager.intake.underpaid import Prices
from sim.manager.packs.fee_table import read_fees
from sim.manager.packs.folder import Pack

BATCH = 2000  # claims that are looked at together
TABLES = (".csv", ".tsv", ".txt")
FIRST = 400  # characters by which a file is told


class OneFile(NamedTuple):
    """What became of a file: its path, what it is (835, 837P, denials), how many claims or rows of it were counted, and
    why it was not read, or what of it was not.
    """

    path: Path
    kind: str
    counted: int
    trouble: str = ""


@dataclass
class Outcome:
    """Everything that was counted, file by file. unlisted: names of payers that the clinic has no file for, with their
    claims; they are told and not kept."""

    counted: Counted
    files: list[OneFile] = field(default_factory=list)
    unlisted: dict[str, int] = field(default_factory=dict)


def read_files(one: Pack, given: Iterable[Path], named: Mapping[str, str] | None = None) -> Outcome:
    """Count these files, and every file of a folder among them. named: our column -> header, for lists of denials whose
    headers are not known. Raises CleanClaimError where there is no file at
    all.
    """
    counter = Counter(names_of(labels_of(one)), Prices(read_fees(one.fees_file).fees))
    out, paths = Outcome(counter.found), list(dict.fromkeys(_files(given)))
    if not paths:
        raise CleanClaimError(
            "found no files", "clinic read", "835 and 837 files, or a list of denials", "check the path"
        )
    for path in paths:
        try:
            found = _one(path, counter, named or {})
        except CleanClaimError as error:
            found = OneFile(path, "", 0, error.line())
        out.files.append(found)
    out.counted.count("files", sum(bool(found.counted) for found in out.files))
    out.unlisted = dict(sorted(counter.unlisted.items(), key=lambda pair: -pair[1]))
    return out


def _files(given: Iterable[Path]) -> Iterator[Path]:
    for path in given:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file() and file.name[0] != ".")
        else:
            yield path


def _one(path: Path, counter: Counter, named: Mapping[str, str]) -> OneFile:
    if not path.is_file():
        raise CleanClaimError("no such file", str(path), "a file", "check the path")
    if path.suffix.lower() in TABLES and not _is_x12(path):
        rows = denial_list(path, counter, named)
        trouble = f"{len(rows.not_read)} rows not read: {rows.words()}" if rows.not_read else ""
        return OneFile(path, "denials", rows.counted, trouble)
    return _x12(path, counter)


def _is_x12(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(FIRST).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"ISA")


def _x12(path: Path, counter: Counter) -> OneFile:
    """A file of remittances or claims, set by set."""
    reader, kinds, wait, counted = Reader(path), list[str](), dict[str, list[Frame]](), 0
    take = {"835": counter.remittances, "837P": counter.claims}
    for what in reader:
        if isinstance(what, Set):
            kind, frames = what.transaction, wait.pop(what.transaction, [])
            if kind in take:
                take[kind](frames)
                counted += len(frames)
            kinds.append(kind or what.kind)
            continue
        kind = reader.walk.transaction if reader.walk else ""
        frames = wait.setdefault(kind, [])
        frames.append(what)
        if len(frames) >= BATCH and kind in take:
            take[kind](frames)
            counted += len(frames)
            wait[kind] = []
    for kind, frames in wait.items():  # a file that was cut off
        if kind in take:
            take[kind](frames)
            counted += len(frames)
            kinds.append(kind)
    return OneFile(path, " ".join(dict.fromkeys(filter(None, kinds))), counted, _trouble(reader, kinds, counted))


def _trouble(reader: Reader, kinds: list[str], counted: int) -> str:
    errors = [found for found in reader.findings if found.severity == "error"]
    if counted:
        return f"{errors[0].message} ({len(errors)} faults of the envelope)" if errors else ""
    if kinds:
        return f"found {', '.join(dict.fromkeys(kinds))}; expected 835 (remittance) or 837P (professional claims)"
    return errors[0].message if errors else "found neither remittances (835) nor claims (837P)"
