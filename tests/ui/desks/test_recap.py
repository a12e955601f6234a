"""The recap of a finished item: true figures, the rule with a file that has its words, and a source with an address."""

import sys
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from page_by_hand import PageByHand  # noqa: E402

from sim.ground.files import root  # noqa: E402
from sim.learn.desk.attempt_store import Store  # noqa: E402
from sim.learn.exercises.case import draw  # noqa: E402
from sim.learn.exercises.exercise import exercises  # noqa: E402
from sim.learn.grading import error_kinds  # noqa: E402
from sim.learn.tasks.contract import task_of  # noqa: E402
from sim.ui.desks.rule_files import file_of, source_of  # noqa: E402

FIRST = {one.task: name for name, one in reversed(list(exercises().items()))}


@cache
def cites() -> list[str]:
    """The rules that an exercise of each task rests on; worked out when a test asks, not while tests are looked for."""
    return sorted(
        {step.cite for name in FIRST.values() for step in task_of(exercises()[name].task).worked(draw(name, 1))}
    )


def test_nothing_is_said_before_the_item_is_finished(tmp_path):
    page = PageByHand("front_02_ended_card", 1, Store(tmp_path))
    assert page.view["recap"] is None
    page.enter({**page.key, "copay": "1.00"})
    page.submit()
    assert page.view["recap"] is None


def test_a_mistake_that_was_corrected_is_named_with_its_rule(tmp_path):
    page = PageByHand("front_02_ended_card", 1, Store(tmp_path))
    page.enter(task_of("verify_coverage").mistaken(page.case, "wrong-plan"))
    page.submit()
    page.enter(page.key)
    page.submit()
    told = page.view["recap"]
    number = len(task_of("verify_coverage").form(page.case).controls)
    assert (
        told["happened"]
        == f"First submission: {number - 1} of {number} right. Submission 2: {number} of {number} right."
    )
    assert told["next"].startswith("Corrected. One new variant right on the first try")
    words = error_kinds.words("wrong-plan").rstrip(".")
    assert told["mistakes"] == [f"{words[:1].upper()}{words[1:]}."]
    rule = told["rules"][0]
    assert rule["cite"].startswith("ASC X12 270/271") and "270/271" in (root() / rule["file"]).read_text(
        encoding="utf-8"
    )
    assert rule["more"]["address"].startswith("https://")


def test_what_was_filled_in_is_told(tmp_path):
    page = PageByHand("front_01_first_response", 1, Store(tmp_path))
    page.enter(page.key)
    page.submit()
    assert page.view["recap"]["happened"].endswith(" 3 fields were filled in for you.")
    assert "3 fields of it stood here at the beginning." in page.view["formula"]


def test_a_form_sent_empty_is_told_so(tmp_path):
    page = PageByHand("front_02_ended_card", 1, Store(tmp_path))
    page.enter({})
    page.submit()
    assert page.view["notice"].startswith("Nothing was entered")


def test_the_file_of_a_rule_is_there_and_has_its_words():
    for cite in filter(None, cites()):
        path = file_of(cite)
        assert not path or (root() / path).is_file(), cite
        source = source_of(cite)
        assert source is None or (source.title and source.publisher and source.address.startswith("https://")), cite


def test_most_rules_have_a_file():
    assert sum(bool(file_of(cite)) for cite in cites() if cite) >= 0.7 * sum(map(bool, cites()))
