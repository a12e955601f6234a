"""What the linter proves of one scenario: it can be read, its record renders, its evidence stands in the record word
for word in every combination, each item says why and by which rule, each choice changes the answer, and the label gives
nothing away."""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path

from sim.clinic.practice.clinics import specialties
from sim.clinic.scenarios.choices import from_text
from sim.clinic.scenarios.library import parse
from sim.clinic.scenarios.parts import Diagnosis, Scenario
from sim.clinic.scenarios.parts import Service as StatedService
from sim.clinic.visits.chart import Document, documents, locate, text
from sim.clinic.visits.service_lines import Service
from sim.clinic.visits.proof import Proof
from sim.clinic.visits.truth import Dx, truth
from sim.ground.errors import CleanClaimError
from sim.ground.files import places
from sim.learn.lint.findings import Finding, Report, from_error, shown
from sim.learn.lint.mess_proofs import lint_mess
from sim.learn.lint.note_words import lint_sizes, lint_words
from sim.learn.lint.scenario_codes import lint_codes
from sim.learn.lint.second_reading import lint_reviewed
from sim.learn.lint.series_proofs import lint_series
from sim.learn.lint.scenario_settings import Row, any_row, keys, picks, settings
from sim.learn.lint.scenario_settings import payers as payers_of
from sim.learn.lint.trap_proofs import lint_traps
from sim.payer.engine.payer_errors import PayerError, checked
from sim.payer.rulebook.payers import payers
from sim.reference.calculators.em import DISCHARGE
from sim.reference.icd10cm import entries

CODE = re.compile(r"\b([A-TV-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?|[0-9]{5}|[A-Z][0-9]{4})\b")
TELLING = (
    "probable",
    "suspected",
    "unsupported",
    "separate",
    "bilateral",
    "modifier",
    "combination",
    "trap",
    "mistake",
)


def read(path: Path) -> tuple[Scenario | None, list[Finding]]:
    """The scenario, or why it cannot be read."""
    try:
        return parse(path, _specialty(path)), []
    except CleanClaimError as error:
        return None, [from_error(error, path)]


def _specialty(path: Path) -> str:
    """A file on its own, outside any specialty's folder, is read as family medicine."""
    folder = Path(path).parent.name.replace("_", " ")
    return (
        folder
        if folder in specialties() or any(Path(path).is_relative_to(place) for place in places())
        else "family medicine"
    )


def lint_scenario(scenario: Scenario) -> Iterator[Finding]:
    """All findings of a scenario that was read, except those of its claims (see lint_claims)."""

    def finding(field: str, found: str, write: str, severity: str = "error") -> Finding:
        return Finding(shown(scenario.path), field, found, write, severity)

    rows = settings(scenario)
    apart = list(lint_series(scenario, rows, finding))
    yield from apart
    if any(one.severity == "error" for one in apart):
        return  # the chart cannot be written without the visits before it
    charts = [documents(scenario, row, asked=True) for row in rows]  # written once, read by two proofs
    for check in (_complete, _label, _choices, _queries, _payer_errors, lint_reviewed):
        yield from check(scenario, finding)
    yield from lint_words(scenario, finding)
    yield from _records(scenario, rows, charts, finding)
    yield from lint_sizes(scenario, rows, charts, finding)
    yield from lint_codes(scenario, rows, finding)
    yield from lint_traps(scenario, rows, finding)
    yield from lint_mess(scenario, rows, finding)


def _payer_errors(scenario: Scenario, finding: Report) -> Iterator[Finding]:
    """A declared mistake of the payer means something: a percentage or a policy that denies, on at some payer, at a
    service that is billed.
    """
    for place, one in enumerate(scenario.payer_errors, 1):
        name = f"payer_error {place}"
        try:
            checked(PayerError(one.kind, one.policy, one.percent, one.code, one.why), name)
        except CleanClaimError as error:
            yield finding(f"{name}, {error.where.rpartition('field ')[2]}", error.what, error.expected)
            continue
        if one.policy and not any(one.policy in payer.policies for payer in payers().values()):
            yield finding(f"{name}, policy", f"{one.policy}, which no payer has on", "a policy of the payer's list")
        heads = {service.head for service in scenario.services}
        if (
            one.code
            and "{" not in one.code
            and one.code not in heads
            and not any(service.calculator for service in scenario.services)
        ):
            yield finding(f"{name}, code", one.code, "one of " + ", ".join(sorted(filter(None, heads))))


def _complete(scenario: Scenario, finding: Report) -> Iterator[Finding]:
    """Every item that counts has a reason, a rule and a proof; a visit's facts have theirs."""
    parts: tuple[tuple[str, Sequence[Diagnosis | StatedService]], ...] = (
        ("dx", scenario.diagnoses),
        ("service", scenario.services),
    )
    for part, items in parts:
        for place, item in enumerate(items, 1):
            name = f"{part} {place} ({item.id or (item.code if isinstance(item, Diagnosis) else item.head)})"
            for field, write in (
                ("why", "one or two sentences for the learner"),
                ("cite", "the rule it rests on, such as ICD-10-CM Guidelines IV.H"),
                ("evidence", '{ section = "plan", text = "words of the record" }, or { absent = "what is not said" }'),
            ):
                if not getattr(item, field):
                    yield finding(f"{name}, {field}", "nothing", write)
            if isinstance(item, StatedService) and item.calculator == "em" and not _decides(item.head, item.facts):
                yield finding(
                    f"{name}, problems, data, risk",
                    "no facts that decide the level",
                    "two of problems, data and risk, or minutes (staff_only = true for a nurse's visit)",
                )
            for kind, facts in getattr(item, "facts", {}).items():
                yield from (
                    finding(
                        f"{name}, {kind}",
                        f"{fact['is']!r} without evidence",
                        'evidence = [{ section = "...", text = "..." }]',
                    )
                    for fact in (facts if isinstance(facts, tuple) else ())
                    if isinstance(fact, dict) and fact.get("is") and not fact["evidence"]
                )
    if not scenario.traps:
        yield finding(
            "trap", "no trap", "at least one [[trap]]: simulated coders and front desks err only by them", "advice"
        )


def _decides(kind: str, facts: Mapping[str, object]) -> bool:
    """Do the facts of a visit give its level: two of the three elements, the time, or staff alone? A discharge day
    without a stated time is the shorter code.

    >>> _decides("office", {"risk": ["OTC drug"]}), _decides("hospital discharge", {})
    (False, True)
    """
    elements = sum(bool(facts.get(name)) for name in ("problems", "data", "risk"))
    return elements >= 2 or bool(facts.get("minutes") or facts.get("staff_only")) or kind in DISCHARGE


def _label(scenario: Scenario, finding: Report) -> Iterator[Finding]:
    """What the learner sees before coding must not name code, disease or point."""
    label = scenario.label.lower()
    if found := CODE.search(scenario.label):
        yield finding(
            "label", f"the code {found[0]} in {scenario.label!r}", "what the patient would say, without codes"
        )
    for word in (word for word in TELLING if word in label):
        yield finding(
            "label", f"{word!r} in {scenario.label!r}", "what the patient would say; the label must not name the point"
        )
    for code, title in _titles(scenario).items():
        for word in (word for word in re.findall(r"[a-z]{8,}", title.lower()) if word in label):
            yield finding("label", f"{word!r}, which names {code}", "what the patient would say, not the diagnosis")


def _titles(scenario: Scenario) -> dict[str, str]:
    codes = {dx.code for chosen in picks(scenario) for dx in truth(scenario, any_row(scenario, chosen)).diagnoses}
    return {code: entry.title for code, entry in entries(sorted(codes)).items() if entry}


TOLD = "told"  # the choice that tells the same visit in other words


def _choices(scenario: Scenario, finding: Report) -> Iterator[Finding]:
    """Each choice is used; each [vary] changes the answer, except [vary.told], which may not."""
    found, texts = keys(scenario), {}
    for chosen in found:
        row = any_row(scenario, from_text(chosen))
        texts[chosen] = text(documents(scenario, row, asked=bool(scenario.queries)))
    for name in scenario.dimensions:
        section = f"[vary.{name}]" if name in scenario.vary else f"[draw] {name}"
        if len(scenario.dimensions[name]) < 2:
            yield finding(section, "only one value", "at least two, or write the value into the text")
        elif not _changes(name, texts) and not _changes(name, found):
            yield finding(
                section,
                "a choice that changes neither the record nor the answer",
                f'{{{name}}} in a text, when = "{name}....", or remove it',
            )
        elif name in scenario.vary:
            decides = _changes(name, found) or any(_changes(name, keys(scenario, one)) for one in payers_of(scenario))
            if decides and name == TOLD:
                yield finding(section, "a telling that changes the answer", "the same visit in other words")
            elif not decides and name != TOLD:
                yield finding(
                    section,
                    "a variant that changes only words, not the answer",
                    f"a choice that changes a code, a modifier or units; words may vary by [draw] and [vary.{TOLD}]",
                )
    if scenario.vary and len(set(found.values())) < 2:
        yield finding("vary", "one key for all combinations", "a minimal pair: a choice that changes the answer")


def _changes(name: str, values: Mapping[str, Hashable]) -> bool:
    """Does the value change anywhere when only this choice changes?"""

    def others(chosen: str) -> tuple[tuple[str, str], ...]:
        return tuple(sorted((key, value) for key, value in from_text(chosen).items() if key != name))

    ordered = sorted(values, key=others)
    return any(len({values[chosen] for chosen in same}) > 1 for _, same in groupby(ordered, others))


def _queries(scenario: Scenario, finding: Report) -> Iterator[Finding]:
    """A query is neutral, offers a way out, and its answer is one of the choices and changes the truth."""
    for place, query in enumerate(scenario.queries, 1):
        name = f"query {place}"
        lower = [choice.lower() for choice in query.choices]
        if not any("other" in choice for choice in lower) or not any("unable" in choice for choice in lower):
            yield finding(
                f"{name}, choices",
                ", ".join(query.choices),
                'also "Other" and "Unable to determine" (compliant query practice)',
            )
        if re.search(r"\b(pay|paid|payment|payer|reimburse\w*|denied|claim)\b", query.question.lower()):
            yield finding(
                f"{name}, question",
                "words about payment",
                "what the record shows and what is missing, nothing about payment",
            )
        for chosen in picks(scenario):
            row = any_row(scenario, chosen)
            before, after = (truth(scenario, row, asked=asked) for asked in (False, True))
            if after.query and after.query.id == query.id:
                if after.query.answer not in after.query.choices:
                    yield finding(
                        f"{name}, answer", repr(after.query.answer), "one of " + ", ".join(after.query.choices)
                    )
                if (before.diagnoses, before.services) == (after.diagnoses, after.services):
                    yield finding(
                        name,
                        "an answer that changes nothing",
                        'dx or service with when = "query.asked" and when = "query.not_asked"',
                    )


def _records(scenario: Scenario, rows: list[Row], charts: list[list[Document]], finding: Report) -> Iterator[Finding]:
    """In every setting: documents there are, and each proof stands in them word for word."""
    for row, answered in zip(rows, charts, strict=True):
        for asked in (False, True) if scenario.queries else (True,):
            chart = answered if asked else documents(scenario, row, asked=False)
            found = truth(scenario, row, asked=asked)
            if not any(document.sections for document in chart):
                yield finding(
                    "document",
                    f"an empty record with {row['choices']}",
                    "a document without when, or one for this choice",
                )
            for item in (*found.diagnoses, *found.services, *found.never):
                yield from (
                    _unproven(item, proof, chart, finding)
                    for proof in item.evidence
                    if proof.text and locate(chart, proof) is None
                )


def _unproven(item: Dx | Service, proof: Proof, chart: list[Document], finding: Report) -> Finding:
    part, name = ("service", item.name) if isinstance(item, Service) else ("dx", item.id)
    name = name or item.code
    sections = {section: lines for document in chart for section, lines in document.sections.items()}
    if proof.section not in sections:
        return finding(
            f"{part} {name}, evidence",
            f"section {proof.section!r}, which the record does not have",
            "one of " + ", ".join(sections),
        )
    near = get_close_matches(
        proof.text, [piece for line in sections[proof.section] for piece in re.split(r"(?<=[.;:]) ", line)], 1, 0.3
    )
    return finding(
        f"{part} {name}, evidence",
        f"{proof.text!r}, which is not in {proof.section} word for word",
        f"words of the record{', perhaps ' + repr(near[0]) if near else ''}",
    )
