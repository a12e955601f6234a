"""What the linter proves of the mess of a scenario: whatever fragments are drawn, they add no evidence and take none
away. No phrase that proves the key stands in a fragment; every proof stands where it stood; and no fragment mentions,
in any sense, a diagnosis or service of the key, of what must not be coded, or of a known mistake.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from sim.clinic.scenarios.mess_fragments import OWN_DOCUMENT, fragments
from sim.clinic.scenarios.parts import Scenario
from sim.clinic.visits.chart import Document, documents, locate
from sim.clinic.visits.mess import Placed, amounts, may_stand
from sim.clinic.visits.trap_changes import applicable, mistaken_in
from sim.clinic.visits.truth import Truth, truth
from sim.clinic.visits.visit_context import setting_of
from sim.learn.grading.record_words import mentions
from sim.learn.lint.findings import Finding, Report
from sim.learn.lint.scenario_settings import Row, key


def lint_mess(scenario: Scenario, rows: list[Row], finding: Report) -> Iterator[Finding]:
    """Findings of every [[mess]] of a scenario; nothing where it has none."""
    if not scenario.mess:
        return
    wrong = list(_places(scenario, finding))
    yield from wrong
    placed = [
        Placed(one, "" if one.document else place.where)
        for place in scenario.mess
        for one in may_stand(scenario, place)
    ]
    wanted = max(amounts().values())
    if not wrong and len({one.fragment for one in placed}) < wanted:
        write = "more places, or fewer words that every fragment has to avoid"
        yield finding("mess", f"{len(placed)} fragments that may stand, for {wanted} at the highest level", write)
    seen: set[object] = set()
    for row in rows:
        for asked in (False, True) if scenario.queries else (True,):
            found = truth(scenario, row, asked=asked)
            if (proofs := _phrases(found)) not in seen:
                seen.add(proofs)
                yield from _proving(proofs, placed, finding)
            if (made := key(found)) not in seen:
                seen.add(made)
                yield from _as_before(scenario, row, asked, found, placed, finding)


def _places(scenario: Scenario, finding: Report) -> Iterator[Finding]:
    known = {one.name for one in fragments()}
    for number, place in enumerate(scenario.mess, 1):
        kinds = {document.kind for document in scenario.documents}
        if place.where != OWN_DOCUMENT and place.document not in kinds:
            yield finding(f"mess {number}, document", f"no {place.document}", f"one of {', '.join(sorted(kinds))}")
        if not may_stand(scenario, place):
            there = sorted({section for one in fragments() for section in one.sections})
            write = f"{OWN_DOCUMENT}, or a section that a fragment may stand in ({', '.join(there)})"
            yield finding(f"mess {number}, where", f"{place.where!r}, where no fragment may stand", write)
        for name in place.without:
            if name not in known:
                yield finding(f"mess {number}, without", repr(name), "kind.id of a fragment of data/mess")


def _phrases(found: Truth) -> frozenset[str]:
    """Every phrase that proves something."""
    proofs = {proof.text for item in (*found.diagnoses, *found.services, *found.never) for proof in item.evidence}
    proofs |= {proof.text for query in [found.query] if query for proof in query.evidence}
    return frozenset(proofs - {""})


def _proving(proofs: frozenset[str], placed: Sequence[Placed], finding: Report) -> Iterator[Finding]:
    """No fragment says a phrase that proves something."""
    for one in placed:
        said = "\n".join(one.fragment.text).lower()
        for phrase in sorted(proofs):
            if phrase.lower() in said:
                yield finding(
                    "mess", f"the fragment {one.fragment.name}, which says {phrase!r}, a phrase of the evidence", WRITE
                )


WRITE = "more words of evidence, or without = [the fragment]"


def _as_before(
    scenario: Scenario, row: Row, asked: bool, found: Truth, placed: Sequence[Placed], finding: Report
) -> Iterator[Finding]:
    """With every fragment in the chart, each proof stands where it stood, and nothing more is mentioned."""
    clean = documents(scenario, row, asked=asked)
    laid = documents(scenario, row, asked=asked, mess=placed)
    for item in (*found.diagnoses, *found.services, *found.never):
        for proof in item.evidence:
            spots = [(chart, locate(chart, proof)) for chart in (clean, laid)]
            where = [spot and (chart[spot.document].title, *spot[1:]) for chart, spot in spots]
            if where[0] != where[1]:
                yield finding("mess", f"{proof.text!r} in another place of the record with fragments", WRITE)
    for code in sorted(_dealt_with(scenario, row, asked, found)):
        if _mentioned(code, clean) != _mentioned(code, laid):
            for name in _speaking(scenario, row, asked, code, clean, placed):
                write = "its words in speaks_of or families of the fragment, or without = [the fragment]"
                yield finding("mess", f"the fragment {name}, which speaks of {code}", write)


def _dealt_with(scenario: Scenario, row: Row, asked: bool, found: Truth) -> set[str]:
    """Every code of the key, of what must not be coded, and of known mistakes."""
    codes = {item.code for item in (*found.diagnoses, *found.services, *found.never)}
    setting = setting_of(scenario, row, asked=asked)
    for trap in applicable(scenario, setting, True):
        if trap.at == "coder":
            sent = mistaken_in(scenario, setting, trap)
            codes |= {*sent.diagnoses, *(line.code for line in sent.services)}
    return codes


def _mentioned(code: str, chart: Sequence[Document]) -> Counter[tuple[str, str]]:
    return Counter((one.section, one.text) for one in mentions(code, chart) or ())


def _speaking(
    scenario: Scenario, row: Row, asked: bool, code: str, clean: Sequence[Document], placed: Sequence[Placed]
) -> Iterator[str]:
    for one in placed:
        if _mentioned(code, documents(scenario, row, asked=asked, mess=[one])) != _mentioned(code, clean):
            yield one.fragment.name
