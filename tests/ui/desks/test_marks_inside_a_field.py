"""A mark of a field inside another (level.risk) is sent with the value that the page compares it with."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from page_by_hand import PageByHand  # noqa: E402

from sim.learn.desk.attempt_store import Store  # noqa: E402


def test_a_mark_inside_a_field_speaks_of_what_was_graded(tmp_path):
    page = PageByHand("level_01_baby_rash", 1, Store(tmp_path))
    page.enter(page.key)
    page.submit()
    assert page.view["marks"]["level.risk"]["row"] == page.draft["level"] != {}
