"""A list of what the clinic charges, and a list of what it does and how often, read for a clinic."""

from collections.abc import Callable, Mapping
from pathlib import Path

from sim.ground.money import dollars
from sim.manager.intake.brought import Brought, Change, NotRead, table_text
from sim.manager.intake.column_names import Listed, the_list
from sim.manager.packs import cells
from sim.manager.packs.cells import Unreadable
from sim.manager.packs.csv_file import CsvRow, csv_rows
from sim.manager.packs.folder import Pack

CHARGES = "What you charge, dollars a unit. cleanclaim clinic import charges FILE.csv writes it; you may edit it."
PROCEDURES = "What you do and how often. cleanclaim clinic import procedures FILE.csv writes it; you may edit it."
Read = Callable[[CsvRow, Listed], tuple[str, int]]


def charges_in(one: Pack, path: Path, named: Mapping[str, str] | None = None) -> Brought:
    """What the list would change in charges.csv, in cents a unit. Raises CleanClaimError where the columns cannot be
    told.
    """
    found = the_list(path, "charges", ("code", "charge"), named)
    before = kept_numbers(one.charges_file, "charge", cells.price)
    brought = _brought("charges", found, before, _charge, dollars)
    rows = ((code, f"{cents // 100}.{cents % 100:02d}") for code, cents in sorted(brought[1].items()))
    return _with_text(brought[0], one.charges_file.name, table_text(CHARGES, ("code", "charge"), rows))


def procedures_in(one: Pack, path: Path, named: Mapping[str, str] | None = None) -> Brought:
    """What the list would change in procedures.csv. A code in several rows is counted together; without a column of
    counts each row counts once. Raises CleanClaimError where the columns cannot be told.
    """
    found = the_list(path, "procedures", ("code",), named)
    before = kept_numbers(one.procedures_file, "count", cells.count)
    brought = _brought("procedures", found, before, _count, str, adds=True)
    rows = sorted(brought[1].items())
    return _with_text(brought[0], one.procedures_file.name, table_text(PROCEDURES, ("code", "count"), rows))


def kept_numbers(path: Path, column: str, read: Callable[[str], int]) -> dict[str, int]:
    """Code -> number of a file that an earlier import wrote; what cannot be read in it is left to `clinic lint`."""
    out: dict[str, int] = {}
    rows = csv_rows(path) if path.is_file() else []
    names = [name.lower() for name in rows[0].cells] if rows else []
    if "code" not in names or column not in names:
        return out
    for row in rows[1:]:
        try:
            out[cells.service(row.cell(names.index("code"))).code] = read(row.cell(names.index(column)))
        except Unreadable:
            continue
    return out


def _charge(row: CsvRow, found: Listed) -> tuple[str, int]:
    one = cells.service(found.cell(row, "code"))
    if both := (*one.modifiers, *cells.modifiers(found.cell(row, "modifier"))):
        raise Unreadable(
            f"a charge for {one.code} with modifier {both[0]}", "one charge a code (not modeled: by modifier)"
        )
    return one.code, cells.price(found.cell(row, "charge"), "charge")


def _count(row: CsvRow, found: Listed) -> tuple[str, int]:
    code = cells.service(found.cell(row, "code")).code
    return code, cells.count(found.cell(row, "count")) if "count" in found.places else 1


def _brought(
    kind: str, found: Listed, before: Mapping[str, int], read: Read, shown: Callable[[int], str], adds: bool = False
) -> tuple[Brought, dict[str, int]]:
    new, lines, not_read = dict[str, int](), dict[str, int](), list[NotRead]()
    for row in found.rows:
        try:
            code, number = read(row, found)
            if code in new and not adds:
                raise Unreadable(f"{code} a second time (line {lines[code]})", "each code once")
        except Unreadable as reason:
            not_read.append(NotRead(row, reason.found, reason.write))
            continue
        new[code] = new.get(code, 0) + number
        lines.setdefault(code, row.line)
    changes = tuple(
        Change(code, shown(before[code]) if code in before else "", shown(number))
        for code, number in new.items()
        if before.get(code) != number
    )
    same = len(new) - len(changes)
    told = tuple(found.told())
    brought = Brought(kind, told, found.unused, changes, same, tuple(not_read), found.header)
    return brought, {**before, **new}


def _with_text(one: Brought, name: str, text: str) -> Brought:
    return Brought(one.kind, one.columns, one.unused, one.changes, one.same, one.not_read, one.header, {name: text})
