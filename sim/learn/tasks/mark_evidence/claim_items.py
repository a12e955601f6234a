"""What is asked about a coded claim: each diagnosis, each service, each modifier, and the units where they are counted
or of a drug; and where the record supports each.

    for item in items_of(case): item.label, item.spots        no spots: the record does not support it

Not modeled: pointers, and whether something is missing on the claim. That is what coding a visit asks.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sim.clinic.visits.chart import Document, Spot, locate
from sim.clinic.visits.coded_visit import CodedService
from sim.clinic.visits.proof import Proof
from sim.clinic.visits.service_lines import Service
from sim.clinic.visits.truth import Dx
from sim.ground.files import remembered_up_to
from sim.learn.exercises.case import Case
from sim.learn.grading import error_kinds
from sim.learn.grading.anticipated_errors import wrong_work
from sim.learn.grading.wording import sentences
from sim.reference.codes import modifier_rows, modifiers
from sim.reference.diagnosis_letters import LETTERS

UNITS = "units"
DRUG = "drug"
DIAGNOSIS, SERVICE, MODIFIER = "diagnosis", "service", "modifier"
GUIDE = "ICD-10-CM Guidelines I.A.19, IV.J; CMS Program Integrity Manual ch. 3"


@dataclass(frozen=True)
class Item:
    """One thing on the claim. `line`: the number of its line of service, 0 for a diagnosis. `is_line_open`: a modifier
    or units of a line that the record does not support at all; it counts neither way."""

    name: str
    kind: str
    code: str
    label: str
    tag: str
    line: int
    spots: tuple[Spot, ...]
    is_supported: bool
    why: str
    cite: str
    is_line_open: bool = False


@remembered_up_to(256)
def items_of(case: Case) -> tuple[Item, ...]:
    """Everything that is asked about the claim of a case, in its order."""
    sent, chart = case.sent_visit, case.documents_when(True)
    mistake = _mistake(case)
    found = [_diagnosis(place, code, case, chart, mistake) for place, code in enumerate(sent.diagnoses, 1)]
    for place, line in enumerate(sent.services, 1):
        found += _line(place, line, case, chart, mistake)
    return tuple(found)


def _mistake(case: Case) -> tuple[str, str]:
    """Why the coder's mistake is one, and the rule, in the words of the scenario."""
    number = case.trap.number if case.trap else 0
    trap = next((one.trap for one in wrong_work(case.scenario, case.row) if one.trap.number == number), None)
    return (trap.why, trap.cite or GUIDE) if trap else ("", GUIDE)


def _diagnosis(place: int, code: str, case: Case, chart: Sequence[Document], mistake: tuple[str, str]) -> Item:
    true = next((dx for dx in case.truth.diagnoses if dx.code == code), None)
    label = f"{LETTERS[place - 1]}. {code} {error_kinds.title(code)}".strip()
    return _item(f"dx_{place}", DIAGNOSIS, code, label, code, 0, true, _located(true, chart, ("", code)), mistake)


def _line(
    place: int, sent: CodedService, case: Case, chart: Sequence[Document], mistake: tuple[str, str]
) -> Iterator[Item]:
    """A line with its modifiers and, where they say something, its units."""
    pair = _pair(sent, case.truth.services)
    same = pair if pair is not None and pair.code == sent.code else None
    name, known = f"line_{place}", error_kinds.facts(sent.code)
    label = f"Line {place}. {sent.code} {known.label}".strip()
    yield _item(
        name, SERVICE, sent.code, label, sent.code, place, same, _located(same, chart, ("", sent.code)), mistake
    )
    for number, modifier in enumerate(sent.modifiers, 1):
        true = pair if pair is not None and modifier in pair.modifiers | pair.may_modifiers else None
        spots, tag = _located(true, chart, (modifier,)), f"{sent.code}-{modifier}"
        label = f"Line {place}. Modifier {modifier} on {sent.code}: {_meaning(modifier)}".rstrip(": ")
        where = f"{name}_modifier_{number}"
        yield _item(where, MODIFIER, modifier, label, tag, place, true, spots, mistake, pair is None)
    if sent.units > 1 or known.kind == DRUG:
        true = pair if same is not None and same.units == sent.units else None
        spots, tag = _located(true, chart, (UNITS,)), f"{sent.code} x {sent.units}"
        units = f"{sent.units} unit{'s' * (sent.units != 1)}"
        label = f"Line {place}. {units} of {sent.code}"
        yield _item(f"{name}_units", UNITS, str(sent.units), label, tag, place, true, spots, mistake, same is None)


def _item(
    name: str,
    kind: str,
    code: str,
    label: str,
    tag: str,
    line: int,
    true: Dx | Service | None,
    spots: tuple[Spot, ...],
    mistake: tuple[str, str],
    is_line_open: bool = False,
) -> Item:
    why, cite = (sentences(true.why, 2), true.cite) if true is not None else mistake
    return Item(name, kind, code, label, tag, line, spots, true is not None, why, cite, is_line_open)


def _pair(sent: CodedService, true: Iterable[Service]) -> Service | None:
    """The line of the truth that a line stands for: the one of the same name, else of the same code."""
    lines = list(true)
    by_name = next((line for line in lines if line.name == sent.name), None)
    return by_name or next((line for line in lines if line.code == sent.code), None)


def _meaning(modifier: str) -> str:
    found = int(modifier_rows([modifier])[0])
    return str(modifiers().label[found]).lower() if found >= 0 else ""


def _located(item: Dx | Service | None, chart: Sequence[Document], of: Sequence[str]) -> tuple[Spot, ...]:
    """Where the record shows this part of an item; each place once, the author's first choice first."""
    proofs = [proof for proof in _proofs(item) if proof.of in of]
    spots = (locate(chart, proof) for proof in proofs)
    return tuple(dict.fromkeys(spot for spot in spots if spot is not None))


def _proofs(item: Dx | Service | None) -> tuple[Proof, ...]:
    return item.evidence if item is not None else ()
