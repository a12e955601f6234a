"""A list of the clinic's payers, read for it: each becomes a file over the nearest payer of ours, and takes the place
of the teaching payers of its kind among the clinic's patients.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sim.clinic.practice.clinics import SHIPPED
from sim.ground.files import find, read_toml
from sim.ground.written_text import text_of
from sim.manager.intake.brought import Brought, Change, NotRead
from sim.manager.intake.column_names import Listed, the_list, words
from sim.manager.intake.known_payers import labels_of, names_of, nearest
from sim.manager.packs import cells
from sim.manager.packs.cells import Unreadable
from sim.manager.packs.csv_file import CsvRow
from sim.manager.packs.folder import NAME, Pack
from sim.manager.packs.own_payer import our_payers, twin
from sim.manager.packs.starter import BLOCK, payer_text
from sim.manager.packs.toml_text import toml_text, value_text
from sim.payer.rulebook.payer_file import LIMITS
from sim.payer.rulebook.payers import payer_of

DAYS = re.compile(r"(\d{1,4})\s*(d|days?|y|yrs?|years?|calendar years?)?", re.ASCII | re.IGNORECASE)
YES, NO = ("yes", "y", "true", "1", "taken", "accepted", "covered"), ("no", "n", "false", "0", "not taken", "denied")
CITE = "payer list of the clinic"
SECTIONS = ("payer", "second_payer", "work_payer")
USUAL_WEIGHT, LARGEST_WEIGHT = 10, 1000  # of a payer whose share is not told; the most that a clinic's file takes
YEARS = "_years"


@dataclass(frozen=True)
class OwnPayer:
    """A payer of the list."""

    code: str
    label: str
    like: str
    share: int = 0
    limits: Mapping[str, int] = field(default_factory=dict)
    consultations: str = ""
    authorization: tuple[str, ...] = ()

    def text(self, before: str = "") -> str:
        """Its file. before: the file that it has; what the list does not say stays as it is there."""
        ours = payer_of(self.like, our_payers()[self.like])
        text = before or payer_text(ours, self.like, self.label)
        for name, days in self.limits.items():
            text = _with(_without(text, twin(name)), "limits", name, value_text({"value": days, "cite": CITE}))
        if self.consultations:
            text = _with(text, "wants", "consultations", f'"{self.consultations}"')
        added = toml_text({"authorization": [{"codes": list(self.authorization), "cite": CITE}]})
        return text + "\n" + added if self.authorization and added.strip() not in text else text

    @property
    def shown(self) -> str:
        """What is known of it, in words."""
        limits = [f"{name.replace('_', ' ')} {value}" for name, value in self.limits.items()]
        share = [f"share {self.share}"] * bool(self.share)
        consultations = [f"consultations {self.consultations}"] * bool(self.consultations)
        authorization = [f"{len(self.authorization)} services with authorization"] * bool(self.authorization)
        return ", ".join((f"{self.label} (like {self.like})", *limits, *share, *consultations, *authorization))


def payers_in(one: Pack, path: Path, named: Mapping[str, str] | None = None) -> Brought:
    """What the list would change in payers/ and clinic.toml. Raises CleanClaimError where no line names the columns."""
    found, known = the_list(path, "payers", ("payer",), named), names_of(labels_of(one))
    listed, not_read = dict[str, OwnPayer](), list[NotRead]()
    for row in found.rows:
        try:
            payer = _payer(row, found, known)
            if payer.code in listed:
                raise Unreadable(f"{payer.label} a second time", "each payer once")
            listed[payer.code] = payer
        except Unreadable as reason:
            not_read.append(NotRead(row, reason.found, reason.write))
    files = one.payer_files()
    before = {code: text_of(files[code]) for code in listed if code in files}
    texts = {code: payer.text(before.get(code, "")) for code, payer in listed.items()}
    changed = {code: text for code, text in texts.items() if before.get(code) != text}
    clinic_text, left = in_clinic(text_of(one.clinic_file), list(listed.values()))
    changes = [
        Change(code, "its file as it is" if code in before else "", listed[code].shown)
        for code in texts
        if code in changed
    ]
    if not changes and clinic_text != text_of(one.clinic_file):
        changes = [Change("clinic.toml", "the payers as they are", ", ".join(listed))]
    gone = [code for code in left if code in files and _is_untouched(files[code], code)]
    return Brought(
        "payers",
        tuple(found.told()),
        found.unused,
        tuple(changes),
        len(texts) - len(changed),
        tuple(not_read),
        found.header,
        {f"payers/{code}.toml": text for code, text in changed.items()} | {one.clinic_file.name: clinic_text},
        tuple(f"payers/{code}.toml" for code in gone),
        tuple(f"{code} is no longer a payer of the clinic: yours of its kind take its place" for code in left),
    )


def _with(text: str, section: str, name: str, value: str) -> str:
    """The file with one value of a section [limits] or [wants]; everything else stays, remarks too."""
    line = f"{name} = {value}"
    if re.search(rf"(?m)^{name}\s*=", text):
        return re.sub(rf"(?m)^{name}\s*=.*$", line, text)
    if re.search(rf"(?m)^\[{section}\]", text):
        return re.sub(rf"(?m)^(\[{section}\].*)$", rf"\1\n{line}", text, count=1)
    return text + f"\n[{section}]\n{line}\n"


def _without(text: str, name: str) -> str:
    return re.sub(rf"(?m)^{name}\s*=.*\n", "", text)


def _payer(row: CsvRow, found: Listed, known: Mapping[str, str]) -> OwnPayer:
    label = found.cell(row, "payer")
    if not label:
        raise Unreadable("no payer", "its name")
    like = found.cell(row, "like").lower() or nearest(label, found.cell(row, "kind"))
    if like not in our_payers():
        raise Unreadable(f"like {like[:40]!r}", "one of " + ", ".join(our_payers()))
    code = known.get(words(label)) or "_".join(words(label).split())[:40].strip("_")
    code = code if NAME.fullmatch(code) else f"payer_{code}"[:40].strip("_")
    if not NAME.fullmatch(code):
        raise Unreadable(f"the name {label[:40]!r}", "a name with letters")
    return OwnPayer(
        code,
        " ".join(label.split())[:80],
        like,
        _share(found.cell(row, "share")),
        dict(_limits(row, found)),
        _consultations(found.cell(row, "consultations")),
        tuple(_codes(found.cell(row, "authorization"))),
    )


def _share(cell: str) -> int:
    text = cell.strip().removesuffix("%").strip()
    if not text:
        return 0
    try:
        share = round(float(text))
    except (ValueError, OverflowError):
        raise Unreadable(f"the share {cell[:20]!r}", "percent of patients, such as 25") from None
    if not 0 <= share <= 100:
        raise Unreadable(f"the share {cell[:20]!r}", "percent from 0 to 100")
    return share


def _limits(row: CsvRow, found: Listed) -> Iterator[tuple[str, int]]:
    for name in (column for column in found.places if column in LIMITS):
        cell = found.cell(row, name)
        if not cell:
            continue
        told = DAYS.fullmatch(cell)
        years = bool(told and told[2] and "y" in told[2].lower() and not told[2].lower().startswith("d"))
        if told is None or years and name + YEARS not in LIMITS:
            raise Unreadable(f"{name.replace('_', ' ')} {cell[:20]!r}", "days, such as 90")
        yield (name + YEARS if years else name), int(told[1])


def _consultations(cell: str) -> str:
    text = cell.strip().lower()
    if text and text not in (*YES, *NO):
        raise Unreadable(f"consultations {cell[:20]!r}", "yes or no")
    return "" if not text else "taken" if text in YES else "not taken"


def _codes(cell: str) -> Iterator[str]:
    for text in re.split(r"[\s;,]+", cell.strip()):
        if text:
            yield cells.service(text).code


def _is_untouched(path: Path, code: str) -> bool:
    """Is a payer's file still as `clinic new` wrote it?"""
    ours = our_payers()
    return code in ours and text_of(path) == payer_text(payer_of(code, ours[code]), code)


def in_clinic(text: str, listed: Sequence[OwnPayer]) -> tuple[str, tuple[str, ...]]:
    """The clinic's file with these payers, and the payers that are no longer in it. A payer that is there already keeps
    its place and gets its share; the teaching payers of a kind (commercial, Medicare Advantage ...) go where the list
    has one of that kind.
    """
    templates = _blocks(find(f"data/clinics/{SHIPPED}.toml").read_text(encoding="utf-8"))
    there, by_code = _blocks(text), {payer.code: payer for payer in listed}
    teaching = {code: str(read_toml(path).get("kind")) for code, path in our_payers().items()}
    kinds = {teaching[payer.like] for payer in listed}
    left = tuple(code for code in there if code not in by_code and teaching.get(code) in kinds)

    def replaced(block: re.Match[str]) -> str:
        code = _field(block["text"], "code")
        if block["kind"] not in SECTIONS or code not in (*by_code, *left):
            return block[0]
        return "" if code in left else _weighted(block[0], by_code[code].share)

    text = BLOCK.sub(replaced, text)
    new = [payer for payer in listed if payer.code not in there and payer.like in templates]
    return text + "".join(_new_block(payer, templates[payer.like]) for payer in new), left


def _blocks(text: str) -> dict[str, tuple[str, str]]:
    """Payer -> its section and what stands in it."""
    found = [block for block in BLOCK.finditer(text) if block["kind"] in SECTIONS]
    return {_field(block["text"], "code"): (block["kind"], block["text"]) for block in found}


def _field(block: str, name: str) -> str:
    found = re.search(rf'(?m)^{name} = "(.*?)"', block)
    return found[1] if found else ""


def _weighted(block: str, share: int) -> str:
    weight = min(max(share, 1), LARGEST_WEIGHT)
    if not share:
        return block
    if re.search(r"(?m)^weight = ", block):
        return re.sub(r"(?m)^weight = .*$", f"weight = {weight}", block)
    return re.sub(r"(?m)^(kind = .*)$", rf"\1\nweight = {weight}", block)


def _new_block(payer: OwnPayer, template: tuple[str, str]) -> str:
    section, text = template
    text = re.sub(r'(?m)^code = ".*?"', f'code = "{payer.code}"', text)
    return "\n" + _weighted(f"[[{section}]]\n{text}", payer.share or USUAL_WEIGHT)
