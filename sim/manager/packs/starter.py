"""A new clinic's folder: the teaching clinic under its name, its payers as short files over ours, empty lists of fees
and charges. It lints clean at once and is worth changing file by file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from sim.clinic.practice.clinics import SHIPPED, clinic
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, forget, home
from sim.ground.params import Limit
from sim.ground.strict_toml import suggestion
from sim.manager.packs.fee_table import fees_text
from sim.manager.packs.folder import Pack, new_pack
from sim.manager.packs.toml_text import toml_text, value_text
from sim.payer.rulebook.payers import Payer, payers
from sim.reference.identifiers.npi import check_digit

NPI = re.compile(r'(?m)^npi = "\d{10}"')
BLOCK = re.compile(r"(?m)^\[\[(?P<kind>\w+)\]\]\n(?P<text>(?:(?!^\[|^\n|^#).*\n)*)")
CHARGES = (
    "# What you charge, dollars a unit. cleanclaim clinic import charges FILE.csv writes it; you may edit it.\n"
    "# Codes that are not here keep the teaching clinic's charge.\ncode,charge\n"
)


def start_pack(name: str, only: Sequence[str] = ()) -> Pack:
    """Make the folder. only: the specialties that the clinic has (left out: all of the teaching clinic). Raises
    CleanClaimError for a name or specialty that cannot be, and where the folder cannot be written.
    """
    one = new_pack(name)
    texts = {
        "clinic.toml": clinic_text(name, only),
        "fees.csv": fees_text(()),
        "charges.csv": CHARGES,
        **{f"payers/{code}.toml": payer_text(payers()[code], code) for code in _dealt()},
    }
    write_texts(one.folder, texts)
    return one


def write_texts(folder: Path, texts: Mapping[str, str]) -> None:
    """Write these files below a folder. Raises CleanClaimError where they cannot be written."""
    try:
        home()
        for name, text in texts.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as reason:
        raise CleanClaimError(
            f"cannot write: {reason.strerror}", str(folder), "a folder you may write to", "set CLEANCLAIM_HOME to one"
        ) from None
    forget()


def _dealt() -> Iterator[str]:
    one = clinic(SHIPPED)
    yield from (each.code for each in (*one.payers, *one.second_payers, *one.work_payers))


def clinic_text(name: str, only: Sequence[str] = ()) -> str:
    """The teaching clinic's file under another name, with NPIs of its own: right in form, none issued so far."""
    text = find(f"data/clinics/{SHIPPED}.toml").read_text(encoding="utf-8")
    title = name.replace("_", " ").title()
    head = (
        f"# {title}: your clinic as CleanClaim plays it. Nothing of a real person may stand here: NPIs begin with 2,\n"
        "# telephones are 555-01xx, family names end in -Synth. Change it, then run:\n"
        f"# cleanclaim clinic lint {name}\n"
    )
    numbers = iter(range(1, 1000))

    def number(_: re.Match[str]) -> str:
        nine = f"2{int(sha256(f'{name} {next(numbers)}'.encode()).hexdigest(), 16) % 10**8:08d}"
        return f'npi = "{nine}{check_digit(nine)}"'

    text = re.sub(r'(?m)^name = ".*"$', f'name = "{title}"', re.sub(r"\A(#.*\n)+", head, text), count=1)
    text = re.sub(r"(?m)^plan_certified_by = .*\n", "", text)
    return NPI.sub(number, _only(text, only) if only else text)


def _only(text: str, only: Sequence[str]) -> str:
    """The file with these specialties and their providers alone, their shares of the visits as they were to each
    other.
    """
    there = {one.name: one.visit_percent for one in clinic(SHIPPED).specialties}
    for name in only:
        if name not in there:
            todo = suggestion(name, there)
            raise CleanClaimError(f"no specialty {name[:40]!r}", "clinic new", ", ".join(there), todo)
    shares = dict(zip(only, in_hundred([there[name] for name in only]), strict=True))

    def kept(found: re.Match[str]) -> str:
        if found["kind"] not in ("specialty", "provider"):
            return found[0]
        field = "name" if found["kind"] == "specialty" else "specialty"
        named = re.search(rf'(?m)^{field} = "(.*)"', found["text"])
        if named is None or named[1] not in shares:
            return ""
        return re.sub(r"(?m)^visit_percent = \d+", f"visit_percent = {shares[named[1]]}", found[0])

    return BLOCK.sub(kept, text)


def in_hundred(parts: Sequence[int]) -> list[int]:
    """Whole percentages in proportion to these parts, 100 in all: the largest remainders are rounded up.

    >>> in_hundred([28, 12]), in_hundred([1, 1, 1]), in_hundred([0, 0])
    ([70, 30], [34, 33, 33], [50, 50])
    """
    parts = list(parts) if sum(parts) else [1] * len(parts)
    shares = [100 * part // sum(parts) for part in parts]
    left = sorted(range(len(parts)), key=lambda at: -(100 * parts[at] % sum(parts)))
    for at in left[: 100 - sum(shares)]:
        shares[at] += 1
    return shares


def payer_text(ours: Payer, like: str, label: str = "") -> str:
    """A short file of a clinic's own payer: like one of ours, its limits and wants written out to be changed."""
    limits = {name: _now(spans) for name, spans in ours.limits.items()}
    label = label or ours.label
    text = (
        f"# {label}: {ours.label} of ours, with what is yours on top. Every field of a payer may stand here\n"
        "# (docs/authors.md, A payer): authorizations, covered diagnoses, copays, modifiers. They are added to ours.\n"
        f"like = {value_text(like)}\n"
        f"label = {value_text(label)}\n"
        '# instead = ["authorization"]        # sections in which only your rows count\n'
    )
    source = f"verify: copied from {ours.label}"
    sections: dict[str, object] = {"limits": {**limits, "cite": source}} if limits else {}
    return text + "\n" + toml_text({**sections, **({"wants": dict(ours.wants)} if ours.wants else {})})


def _now(spans: Sequence[Limit]) -> int:
    """The value in force today, the first where none is yet."""
    known = [one for one in sorted(spans) if one.start <= date.today()] or sorted(spans)[:1]
    return known[-1].value
