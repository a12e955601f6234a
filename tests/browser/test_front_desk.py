"""Coverage is verified at a page: the key through its own fields earns everything, and the response as it was received
is one click away."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from stand import live  # noqa: E402

NAME = "front_06_two_copays"
LISTS, AMOUNTS = ("primary", "plan"), ("copay", "out_of_pocket", "estimate")


@pytest.mark.parametrize("width, dark", [(1366, False), (390, True)], ids=["wide", "phone"])
def test_coverage_is_verified_in_the_browser(page, axe, tmp_path, width, dark):
    from sim.learn.desk.attempt_store import Store
    from sim.learn.exercises.case import draw
    from sim.learn.tasks.contract import task_of
    from sim.ui.desks.widget import Desk

    made = Desk("front", NAME)
    made._session.store = Store(tmp_path)
    live(page, made, dark)
    page.set_viewport_size({"width": width, "height": 900})
    desk = page.locator(".cc.front")
    assert desk.locator(".bar").inner_text().startswith("Front desk")
    raw = desk.locator("details", has_text="271 of").first
    assert not raw.locator("pre").is_visible()
    raw.locator("summary").press("Enter")
    assert raw.locator("pre").inner_text().startswith("ISA*")
    assert axe(page, "main") == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    case = draw(NAME, 1)
    task = task_of("verify_coverage")
    right = task.key(case)
    for control in task.form(case).controls:
        if control.name in AMOUNTS:
            desk.get_by_label(control.label, exact=True).fill(right[control.name])
            continue
        words = next(one.words for one in control.options if one.id == right[control.name])
        if control.name in LISTS:
            desk.get_by_label(control.label, exact=True).select_option(label=words)
        else:
            group = desk.locator(".control", has_text=control.label)
            group.get_by_label(words, exact=True).check()
    page.screenshot(path=tmp_path / "filled.png", full_page=True)
    desk.get_by_role("button", name="Submit", exact=True).click()
    desk.locator(".verdict.good").first.wait_for()
    count = len(task.form(case).controls)
    assert desk.locator(".score", has_text="items right").inner_text().endswith(f"{count} of {count}")
    assert axe(page, "main") == []
