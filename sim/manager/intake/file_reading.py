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
from sim.ground.dates import us_month
from sim.ground.errors import CleanClaimError
from sim.manager.intake.column_names import NoHeader, columns_in
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
CUT = frozenset({"no-terminator", "premature-end", "missing-iea"})  # findings of a file of which the end is missing


class OneFile(NamedTuple):
    """What became of a file: its path, what it is (835, 837P, denials), how many claims or rows of it were counted, why
    it was not read, or what of it was not; is_whole: nothing of it is missing, or it is nothing that is counted; told:
    what else there is to say; missing: headers named by --column that a list does not have.
    """

    path: Path
    kind: str
    counted: int
    trouble: str = ""
    is_whole: bool = True
    told: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass
class Outcome:
    """Everything that was counted, file by file. unlisted: names of payers that the clinic has no file for, with their
    claims; they are told and not kept."""

    counted: Counted
    files: list[OneFile] = field(default_factory=list)
    unlisted: dict[str, int] = field(default_factory=dict)

    @property
    def broken(self) -> list[OneFile]:
        """Files that could not be read whole."""
        return [one for one in self.files if not one.is_whole]

    def twice(self) -> str:
        """A warning where the same denials may stand in a list and in remittances; empty where they cannot."""
        lists, paid = self.counted.list_months, self.counted.months
        if not (paid and self.counted.sums.get("listed_denials")) or (lists and not lists & paid):
            return ""
        both = sorted(lists & paid)
        months = " to ".join(dict.fromkeys((us_month(both[0]), us_month(both[-1])))) if both else ""
        same = (
            f"A list and the remittances are both of {months}." if both else "The list has no dates that can be read."
        )
        return f"{same} A denial that stands in both is counted twice: give the one or the other for a month."


def read_files(one: Pack, given: Iterable[Path], named: Mapping[str, str] | None = None) -> Outcome:
    """Count these files, and every file of a folder among them. named: our column -> header, for lists of denials whose
    headers are not known. Raises CleanClaimError where there is no file at all, and for columns that no list has.
    """
    counter = Counter(names_of(labels_of(one)), Prices(read_fees(one.fees_file).fees))
    out, paths = Outcome(counter.found), dict(_files(given))
    columns_in((), "denials", named)
    if not paths:
        raise CleanClaimError(
            "found no files", "clinic read", "835 and 837 files, or a list of denials", "check the path"
        )
    out.files += [_one(path, is_given, counter, named or {}) for path, is_given in paths.items()]
    _all_there(out, named or {})
    out.counted.join_groups()
    out.counted.files = sum(bool(found.counted) for found in out.files)
    out.unlisted = dict(sorted(counter.unlisted.items(), key=lambda pair: -pair[1]))
    return out


def _all_there(out: Outcome, named: Mapping[str, str]) -> None:
    """Stands each named header in one of the lists? Raises CleanClaimError for one that stands in none."""
    lists = [found for found in out.files if found.kind == "denials"]
    for column, header in named.items():
        if not out.broken and all(header in found.missing for found in lists):
            what = f"no list has the header {header[:40]!r}"
            raise CleanClaimError(what, f"--column {column}", "a header of a list that is read", "check its spelling")


def _files(given: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Each file, and whether it was given itself: a folder may hold other files, which are passed over."""
    for path in sorted(given, key=lambda one: not one.is_dir()):
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.is_file() and file.name[0] != ".")
            yield from ((file, False) for file in inside)
        else:
            yield path, True


def _one(path: Path, is_given: bool, counter: Counter, named: Mapping[str, str]) -> OneFile:
    try:
        if not path.is_file():
            raise CleanClaimError("no such file", str(path), "a file", "check the path")
        if not path.stat().st_size:
            raise CleanClaimError("the file is empty", str(path), "835, 837P or a list as CSV", "export it again")
        if path.suffix.lower() not in TABLES or _is_x12(path):
            return _x12(path, is_given, counter)
        rows = denial_list(path, counter, named)
    except NoHeader as error:
        return OneFile(path, "", 0, error.line(), not is_given)
    except CleanClaimError as error:
        return OneFile(path, "", 0, error.line(), False)
    return OneFile(path, "denials", rows.counted, rows.trouble, True, rows.told, rows.missing)


def _is_x12(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(FIRST).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"ISA")


def _x12(path: Path, is_given: bool, counter: Counter) -> OneFile:
    """A file of remittances or claims, set by set. is_given: itself, not with its folder."""
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
    is_cut = any(found.finding in CUT for found in reader.findings)
    is_whole = not is_cut and bool(counted or kinds or not (is_given or _is_x12(path)))
    trouble = "the file ends in the middle; to do: download it again" if is_cut else _trouble(reader, kinds, counted)
    return OneFile(path, " ".join(dict.fromkeys(filter(None, kinds))), counted, trouble, is_whole)


def _trouble(reader: Reader, kinds: list[str], counted: int) -> str:
    errors = [found for found in reader.findings if found.severity == "error"]
    if counted:
        return f"{errors[0].message} ({len(errors)} faults of the envelope)" if errors else ""
    if kinds:
        return f"found {', '.join(dict.fromkeys(kinds))}; expected 835 (remittance) or 837P (professional claims)"
    return errors[0].message if errors else "found neither remittances (835) nor claims (837P)"
