"""Nothing of the program's own language reaches a page: no name of a column, no path of a file, no internal key, and a
message names its box once. Looked for at all three desks with answers that are blank, half right, unreadable and wrong.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from a_share import of_each_task

sys.path.insert(0, str(Path(__file__).parent))
from page_by_hand import PageByHand  # noqa: E402

from sim.learn.desk.attempt_store import Store  # noqa: E402
from sim.learn.tasks.contract import stages, task_of  # noqa: E402
from sim.learn.tasks.work_denial.answer import parse  # noqa: E402
from sim.learn.tasks.work_denial.steps import unreadable  # noqa: E402
from sim.ui.desks.denial.correction_cells import to_answer  # noqa: E402
from sim.ui.desks.words import field_words  # noqa: E402

INTERNAL = re.compile(
    r"\b[a-z]+_[a-z0-9_]+\b|\bdata/|\bR_[A-Z]+\b|\b(?:claim|line|boxes|services|diagnoses|letter)\.\w"
    r"|None(?! (?:today|of))|\{|\}"
)
TWICE = re.compile(r"\b(Box \d+[a-z]?)\b.*\b\1\b", re.IGNORECASE)
# fields of a view that a page uses and nobody reads
NOT_READ = {
    "name", "names", "id", "kind", "drawing", "case", "fields", "row", "tone", "weight", "role", "draft", "first",
    "document", "state", "value", "sending", "for", "search", "evidence", "place", "patch", "marked", "raw", "way",
    "exercise", "item", "locked", "seq", "tags",
    "file",  # of a recap: where the rule is stated, for those who look it up
}  # fmt: skip


def read_aloud(shown: Any) -> Iterator[str]:
    """Every text of a view that somebody reads."""
    if isinstance(shown, str):
        yield shown
    elif isinstance(shown, list):
        for one in shown:
            yield from read_aloud(one)
    elif isinstance(shown, dict):
        for name, one in shown.items():
            if (
                name not in NOT_READ
                or (name == "value" and "label" in shown)
                or (name == "state" and "claim" not in shown)
            ):
                yield from read_aloud(one)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return Store(tmp_path_factory.mktemp("words"))


def spoiled(page: PageByHand) -> Iterator[dict]:
    """Answers with something wrong in every field of the page; of a task in stages one for each stage."""
    own = {"build_claim": forms, "work_denial": decisions, "code_visit": codings}
    for _ in stages(task_of(page.task)):
        stage = page.at_stage()
        right = page.draft
        yield next(own[stage.task](stage))
        if page.view["drawing"] != "visit":
            yield right
    if stages(task_of(page.task)):
        return
    page.enter({**page.key, "send_back": False} if page.task == "build_claim" and page.key["send_back"] else page.key)
    yield from own.get(page.task, drawn_forms)(page)


def drawn_forms(page: PageByHand) -> Iterator[dict]:
    """Of a page that draws a Form: every choice another one, and what is no choice."""
    options = {name: field.options for name, field in page.fields.items() if field.options}
    for place in (0, 1):
        yield {**page.draft, **{name: as_held(page, name, ids[place % len(ids)]) for name, ids in options.items()}}
    yield {**page.draft, **{name: as_held(page, name, "ZZ") for name in options}}


def as_held(page: PageByHand, name: str, chosen: str) -> Any:
    """A choice as its field holds it: where several may be chosen, a list."""
    return [chosen] if isinstance(page.draft.get(name), list) else chosen


def forms(page: PageByHand) -> Iterator[dict]:
    right = page.draft["fields"]
    typed = [name for name, field in page.fields.items() if not field.options and name.partition(".")[2] in ("", "1")]
    for text in ("ZZ", "x" * 30, ""):
        yield {"fields": {**right, **dict.fromkeys(typed, text)}}
    yield {"fields": {**right, "24J.1": "2066719842", "24E.1": "", "1a": "A1", "29": "1.00", "24D-1.1": "ZZ", "4": "X"}}


def decisions(page: PageByHand) -> Iterator[dict]:
    yield {**page.draft, "cause": "payer_error", "owner": "patient", "remedy": "R_PATIENT"}
    yield {**page.draft, "remedy": "R_CORR", "changes": {"line.1.modifiers": "ZZ", "claim.member_id": "A1"}}
    yield {**page.draft, "changes": {}, "letter": {}}


def codings(page: PageByHand) -> Iterator[dict]:
    rows = page.draft["services"]
    for change in (
        {"units": "two", "pointers": "Z", "modifiers": "2"},
        {"pointers": "", "modifiers": "ZZ", "units": "9"},
    ):
        yield {**page.draft, "services": [{**row, **change} for row in rows]}
    yield {**page.draft, "diagnoses": [{"code": "M99.999"}], "services": rows[1:], "flags": ["nothing_more"]}


SAMPLE = of_each_task(2) + [
    "denial_17_coverage",
    "denial_22_acupuncture",
    "biller_02_new_card",
]


@pytest.mark.parametrize("name", dict.fromkeys(SAMPLE))
def test_no_word_of_the_program_reaches_a_page(name, store):
    page = PageByHand(name, 1, store)
    views = [page.view]
    for answer in spoiled(page):
        if page.task == "build_claim":
            views.append(page.say("scrub", answer=answer))
        views.append(page.say("submit", answer=answer))
    views.append(page.say("show_me"))
    told = {text for view in views for text in read_aloud(view)}
    assert not sorted(text for text in told if INTERNAL.search(text))


@pytest.mark.parametrize("name", ["biller_01_first_claim", "biller_02_new_card", "biller_05_breathing"])
def test_a_finding_names_its_box_once(name, store):
    page = PageByHand(name, 1, store)
    told = []
    for answer in spoiled(page):
        for view in (page.say("scrub", answer=answer), page.say("submit", answer=answer)):
            told += [f"{one['where']}. {one.get('title', '')} {one['words']}" for one in view["scrub"]["findings"]]
    assert told and not [text for text in told if TWICE.search(text) or "Expected see" in text]


@pytest.mark.parametrize("text", ["ZZ", "9", "x" * 30, "99999999999", "13/45/2026", ""])
def test_what_a_correction_cannot_take_is_told_by_the_name_of_its_box(text, store):
    page = PageByHand("denial_17_coverage", 1, store)
    page.enter(page.key)
    for name in page.fields:
        if name.startswith(("claim.", "line.")):
            answer = to_answer({**page.draft, "remedy": "R_CORR", "changes": {name: text}}, page.case)
            for one in unreadable(parse(answer), page.case):
                said = f"{field_words(one.where)}: {one.what}; expected {one.expected}"
                assert not INTERNAL.search(said) and one.what[:1].isupper(), (name, said)
