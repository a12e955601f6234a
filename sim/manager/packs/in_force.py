"""A clinic put in force: what its folder says is laid out as content, and goes before what ships, in this process and
those that it starts (sim/ground/files.py).

    bring_in("riverside")        everything runs on this clinic from now on

The content lies in HOME/cache/clinics, in a folder named after what it says: it can be made again at any time, and who
runs on it already keeps it.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from sim.clinic.practice.clinics import SHIPPED, clinics
from sim.ground import files
from sim.ground.errors import CleanClaimError
from sim.ground.files import read_toml
from sim.ground.params import stated
from sim.ground.written_text import text_of
from sim.manager.packs.fee_table import Fee, read_fees
from sim.manager.packs.folder import Pack, packs
from sim.manager.packs.own_payer import our_payers, own_payer
from sim.manager.packs.toml_text import Content, toml_text
from sim.manager.strategies.strategy import strategy_in
from sim.reference.charge_master import FILE as CHARGES
from sim.reference.charge_master import rows_of

KEPT_DAYS = 7  # what nobody has begun to use for so long is made again when it is needed
SECONDS = 86_400


def bring_in(name: str) -> None:
    """Put a clinic in force: one with a folder of its own, or a file of data/clinics. Raises CleanClaimError where
    there is none of this name, and where its files cannot be read.
    """
    found = packs()
    if name in found:
        files.at_clinic(name, laid_out(found[name]))
    elif name in clinics():
        files.at_clinic("" if name == SHIPPED else name)
    else:
        known = ", ".join(dict.fromkeys((*clinics(), *found)))
        raise CleanClaimError(
            f"no clinic {name[:40]!r}", "--clinic", known, "check the name, or run cleanclaim clinic new"
        )
    files.forget()


def with_own_files(name: str) -> None:
    """Put a clinic in force where it, or the one in force until now, has files of its own; a clinic that is one file of
    data/clinics needs none, and nothing changes for what runs beside it.
    """
    if name in packs() or files.clinic_files() is not None:
        bring_in(name)


def laid_out(one: Pack) -> Path:
    """The folder with the clinic's content, made where it is not there yet. Raises CleanClaimError for files that
    cannot be read.
    """
    texts = dict(content_files(one))
    digest = blake2b(repr(sorted(texts.items())).encode(), digest_size=8).hexdigest()
    shelf = files.cache() / "clinics"
    place = shelf / f"{one.name}-{digest}"
    if place.is_dir():
        os.utime(place)
        return place
    try:
        shelf.mkdir(exist_ok=True)
        _sweep(shelf)
        _written(texts, place)
    except OSError as reason:
        raise CleanClaimError(
            f"cannot write: {reason.strerror}", str(shelf), "room in a folder you may write to", "make room"
        ) from None
    return place


def _written(texts: dict[str, str], place: Path) -> None:
    """All of it or nothing: several processes may lay out the same at once."""
    made = Path(tempfile.mkdtemp(prefix=".new-", dir=place.parent))
    for name, text in texts.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(text, encoding="utf-8")
    try:
        made.rename(place)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)
        if not place.is_dir():
            raise


def _sweep(shelf: Path) -> None:
    for old in shelf.iterdir():
        if old.stat().st_mtime < time.time() - KEPT_DAYS * SECONDS:
            shutil.rmtree(old, ignore_errors=True)


def content_files(one: Pack) -> Iterator[tuple[str, str]]:
    """Path and text of every content file that a clinic's folder stands for. Raises CleanClaimError."""
    yield f"data/clinics/{one.name}.toml", text_of(one.clinic_file)
    made = payer_contents(one)
    for code, content in made.items():
        yield f"data/payers/{code}.toml", toml_text(content)
    yield from _dated_numbers(made)
    if one.charges_file.is_file() and _has_charges(one.charges_file):
        yield CHARGES, text_of(one.charges_file, is_table=True)
    for path in sorted(one.strategies_folder.glob("*.toml")):
        strategy_in(path)
        yield f"data/strategies/{path.name}", text_of(path)
    for path in sorted(one.tracks_folder.glob("*.toml")):
        yield f"exercises/tracks/{path.name}", text_of(path)


def _has_charges(path: Path) -> bool:
    """A list without rows says nothing yet."""
    lines = [line for line in text_of(path, is_table=True).split("\n") if line.strip() and not line.startswith("#")]
    return len(lines) > 1 and bool(rows_of(path))


def payer_contents(one: Pack) -> dict[str, Content]:
    """Payer -> content of its whole file, with its fees: those of payers/, and those of ours that fees.csv names.
    Raises CleanClaimError for a row of fees.csv that cannot be used.
    """
    contents: dict[str, Content] = {code: own_payer(path) for code, path in one.payer_files().items()}
    table, ours = read_fees(one.fees_file), our_payers()
    if table.wrong:
        first = table.wrong[0]
        raise CleanClaimError(
            f"line {first.line}: found {first.found}",
            str(one.fees_file),
            first.write,
            f"cleanclaim clinic lint {one.name}",
        )
    by_payer: dict[str, list[Fee]] = {}
    for fee in table.fees:
        by_payer.setdefault(fee.payer, []).append(fee)
    for code, fees in by_payer.items():
        if code not in contents and code not in ours:
            raise CleanClaimError(
                f"found the payer {code[:40]!r}", str(one.fees_file), ", ".join((*contents, *ours)), "check the name"
            )
        content = contents.get(code) or read_toml(ours[code])
        contents[code] = {**content, "fee": [*content.get("fee", ()), *map(_fee_row, _in_time(fees))]}
    return contents


def _in_time(fees: list[Fee]) -> list[Fee]:
    """The later of two prices of the same service stands below: it is taken from its day on."""
    return sorted(fees, key=lambda one: one.key)


def _fee_row(one: Fee) -> Content:
    row: dict[str, object] = {"code": one.code, "amount": one.amount / 100, "cite": "fees.csv of the clinic"}
    return row | ({"modifier": one.modifier} if one.modifier else {}) | ({"from": one.start} if one.start else {})


def _dated_numbers(made: dict[str, Content]) -> Iterator[tuple[str, str]]:
    """Dated numbers that ours has in data/params hold for the payer that is like it, too."""
    likes = {code: str(content["like"]) for code, content in made.items() if content.get("like", code) != code}
    for name, path in files.scan("data/params").items() if likes else ():
        head = read_toml(path)
        rows = [
            {"payer": code, "from": row.start, "value": row.value, "cite": row.cite}
            for code, like in likes.items()
            for row in stated(name)
            if row.payer == like and name not in made[code].get("limits", {})
        ]
        if rows:
            yield (
                f"data/params/{name}.toml",
                toml_text({"meaning": head["meaning"], "unit": head["unit"], "value": rows}),
            )
