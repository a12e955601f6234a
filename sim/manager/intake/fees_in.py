"""A list of what payers allow, read for a clinic: one price a row, or a column for each payer."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from sim.ground.errors import CleanClaimError
from sim.ground.money import dollars
from sim.ground.strict_toml import suggestion
from sim.manager.intake.brought import Brought, Change, NotRead
from sim.manager.intake.column_names import Listed, the_list, words
from sim.manager.intake.known_payers import NEAR, labels_of, names_of
from sim.manager.packs import cells
from sim.manager.packs.cells import Unreadable
from sim.manager.packs.csv_file import CsvRow
from sim.manager.packs.fee_table import Fee, fees_text, read_fees
from sim.manager.packs.folder import Pack


def fees_in(one: Pack, path: Path, payer: str = "", named: Mapping[str, str] | None = None) -> Brought:
    """What the list would change in fees.csv. payer: whose list it is, where no column says so. Raises CleanClaimError
    for a payer that the clinic does not have, and where the columns cannot be told.
    """
    names = names_of(labels_of(one))
    whose = _payer(payer, names) if payer else ""
    found = the_list(path, "fees", ("code",), named)
    columns = _columns(found, names, whose)
    if not columns:
        raise CleanClaimError(
            f"found the columns {', '.join(found.header.cells)[:120]}",
            str(path),
            "a column of amounts, and one of payers (or a column for each payer, named as it is)",
            f"add --payer NAME where the list is of one payer: {', '.join(labels_of(one))}",
        )
    before = {fee.key: fee for fee in read_fees(one.fees_file).fees}
    after, not_read, seen = dict(before), list[NotRead](), dict[object, int]()
    for row in found.rows:
        try:
            for fee in _fees(row, found, columns, names):
                if seen.setdefault(fee.key, row.line) != row.line:
                    raise Unreadable(f"{_what(fee)} a second time (line {seen[fee.key]})", _once(found))
                after[fee.key] = fee
        except Unreadable as reason:
            not_read.append(NotRead(row, reason.found, reason.write))
    changes = [
        Change(_what(fee), dollars(before[key].amount) if key in before else "", dollars(fee.amount))
        for key, fee in after.items()
        if before.get(key) != fee
    ]
    return Brought(
        "fees",
        (
            *found.told(),
            *(f"{found.header.cells[place]!r} is {code}" for place, code in columns.items() if code != whose),
        ),
        tuple(text for text in found.unused if words(text.replace("_", " ")) not in names),
        tuple(changes),
        len(seen) - len(changes),
        tuple(not_read),
        found.header,
        {one.fees_file.name: fees_text(after.values())},
    )


def _once(found: Listed) -> str:
    """What to write where a service stands twice: perhaps a column that we do not know tells the two apart."""
    said = "each service once from a day on"
    if "modifier" in found.places or not found.unused:
        return said
    return f'{said}; if a modifier tells them apart, name its column: --column modifier="{found.unused[0][:40]}"'


def _payer(text: str, names: Mapping[str, str]) -> str:
    if words(text.replace("_", " ")) not in names:
        known = ", ".join(dict.fromkeys(names.values()))
        raise CleanClaimError(f"no payer {text[:40]!r}", "--payer", known, suggestion(words(text), names))
    return names[words(text.replace("_", " "))]


def _columns(found: Listed, names: Mapping[str, str], whose: str) -> dict[int, str]:
    """Place of a column of amounts -> its payer; empty payer: the row says whose it is."""
    wide = {
        place: names[words(text.replace("_", " "))]
        for place, text in enumerate(found.header.cells)
        if words(text.replace("_", " ")) in names
    }
    if "amount" in found.places and (whose or "payer" in found.places):
        return {found.places["amount"]: whose}
    return wide


def _fees(row: CsvRow, found: Listed, columns: Mapping[int, str], names: Mapping[str, str]) -> Iterator[Fee]:
    one = cells.service(found.cell(row, "code"))
    both = (*one.modifiers, *cells.modifiers(found.cell(row, "modifier")))
    if len(both) > 1:
        raise Unreadable(f"the modifiers {' '.join(both)}", "one modifier in a row")
    start = cells.day(found.cell(row, "from"))
    filled = [place for place in columns if row.cell(place)] or list(columns)[:1]
    for place in filled:
        payer = columns[place] or _named(found.cell(row, "payer"), names)
        yield Fee(one.code, "".join(both), payer, cells.price(row.cell(place)), start)


def _named(text: str, names: Mapping[str, str]) -> str:
    name = words(text.replace("_", " "))
    if name not in names:
        known, near = ", ".join(dict.fromkeys(names.values())), get_close_matches(name, names, 1, NEAR)
        write = f"{names[near[0]]}, or another of {known}" if near else f"one of {known}"
        raise Unreadable(f"the payer {text[:40]!r}" if text else "no payer", write)
    return names[name]


def _what(fee: Fee) -> str:
    modifier = f"-{fee.modifier}" if fee.modifier else ""
    return f"{fee.code}{modifier} at {fee.payer}" + (f" from {fee.start}" if fee.start else "")
