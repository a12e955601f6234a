"""A kernel that is killed and a server that is stopped, in a real browser against the real servers: it is said within
two seconds, nothing typed is lost, and the desk comes back by itself. And the hundred ways to leave a page.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import psutil
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from places import Place, saved  # noqa: E402

FIELD = "1a Insured's ID"
WITHIN = 2.0  # seconds until a page says that it is lost


def kernels(servers) -> dict[str, psutil.Process]:
    """The running kernels of both servers, by the name of their connection file."""
    family = psutil.Process(servers.process.pid).children(recursive=True)
    named = [(one, " ".join(one.cmdline())) for one in family if one.is_running()]
    return {words.rsplit("kernel-", 1)[1].split(".json")[0]: one for one, words in named if "kernel-" in words}


def kernel_of(page, place, servers) -> psutil.Process:
    """The kernel behind the page: the one it names in Voila; in JupyterLab the one its session names."""
    if place.where == "voila":
        named = json.loads(page.locator("#jupyter-config-data").text_content())["kernelId"]
    else:
        named = page.evaluate("async () => (await (await fetch('/api/sessions')).json()).at(-1).kernel.id")
    return kernels(servers)[named]


def start(on: dict | None = None) -> tuple[subprocess.Popen, dict]:
    """A `cleanclaim lab` of one's own, once more if need be until it has the port of before."""
    while True:
        command = [sys.executable, "-m", "sim.cli", "lab", "--no-browser", "--json"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        addresses = json.loads(process.stdout.readline())
        if on is None or urlsplit(addresses["voila"]).port == urlsplit(on["voila"]).port:
            return process, addresses
        process.terminate()
        process.communicate()


def typed(desk, words: str):
    """Type at the end of the field, key by key."""
    field = desk.get_by_label(FIELD)
    field.press("End")
    field.press_sequentially(words)


def end_kernel(page, place, servers, how: str) -> None:
    """End the kernel behind the page, as a full memory does or as a learner does in JupyterLab's menu."""
    if how == "killed":
        return kernel_of(page, place, servers).kill()
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.locator(".lm-Menu-item", has_text="Restart Kernel…").first.click()
    page.locator(".jp-Dialog-button.jp-mod-accept").click()


def lost_within(page) -> float:
    """Seconds until the page has said that the desk is lost; JupyterLab's own box about it is put away."""
    begin = time.monotonic()
    page.get_by_role("alert").wait_for(timeout=8000)
    took = time.monotonic() - begin
    box = page.locator(".jp-Dialog-button.jp-mod-accept")
    if box.count():
        box.first.click()
    return took


@pytest.mark.parametrize(("where", "how"), [("voila", "killed"), ("lab", "killed"), ("lab", "restarted")])
def test_an_ended_kernel_is_said_and_the_desk_comes_back(page, servers, where, how):
    place = Place(page, servers, where, f"lost-{where}-{how}")
    desk = place.open("biller", exercise="biller_02_new_card")
    desk.get_by_label(FIELD).fill("A")
    saved(desk)
    end_kernel(page, place, servers, how)
    assert lost_within(page) < WITHIN
    typed(desk, "BCD")
    page.get_by_role("alert").wait_for(state="hidden", timeout=60_000)
    desk.locator(".bar").wait_for()
    assert desk.get_by_label(FIELD).input_value() == "ABCD"
    saved(desk)
    typed(desk, "E")
    saved(desk)
    desk = place.reload("biller")
    assert desk.get_by_label(FIELD).input_value() == "ABCDE" and page.thrown == []


def test_a_stopped_server_is_said_and_the_page_goes_on_after_its_restart(page, tmp_path, monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))  # servers of its own, to be stopped
    first, addresses = start()
    place = Place(page, SimpleNamespace(process=first, **addresses), "voila", "stopped")
    try:
        desk = place.open("biller", exercise="biller_02_new_card")
        desk.get_by_label(FIELD).fill("A")
        saved(desk)
        family = psutil.Process(first.pid).children(recursive=True)
        next(one for one in family if "sim.ui.lab.serve_voila" in one.cmdline()).kill()  # the other then ends as well
        assert lost_within(page) < WITHIN
        typed(desk, "BC")
        page.get_by_text("CleanClaim does not answer.").wait_for()
        typed(desk, "D")
        assert desk.locator(".saved").inner_text() == "kept in this browser"
    finally:
        first.kill()
        first.communicate()
    again, later = start(on=addresses)
    try:
        page.get_by_role("alert").wait_for(state="hidden", timeout=60_000)
        desk.locator(".bar").wait_for()
        assert desk.get_by_label(FIELD).input_value() == "ABCD" and "login" not in page.url
        saved(desk)
    finally:
        again.terminate()
        again.communicate()


WAYS = ("link", "reload", "close", "back")
LEAVINGS = int(os.environ.get("CLEANCLAIM_LEAVINGS", "4"))  # each way once; a hundred where there is time


def leave(page, place, way: str):
    """Leave the page at once in this way, and come back to the desk; gives the page on which it is."""
    if way == "link":
        page.evaluate("address => location.assign(address)", place.url("04_on_the_wire.ipynb"))
        page.wait_for_url("**/04_on_the_wire.ipynb*", wait_until="commit")
        page.goto(place.url("02_biller_desk.ipynb"))
    elif way == "reload":
        page.reload()
    elif way == "back":
        page.go_back(wait_until="commit")
        page.goto(place.url("02_biller_desk.ipynb"))
    else:
        place.page = page.context.new_page()
        page.close(run_before_unload=True)
        place.page.goto(place.url("02_biller_desk.ipynb"))
    return place.page


def test_the_last_key_typed_is_kept_however_the_page_is_left(page, servers):
    """Typed and left at once, without a pause: what stands in the field on coming back, and what Python has."""
    from sim.learn.desk.attempt_store import Store
    from sim.learn.desk.learner_desk import current

    place, lost = Place(page, servers, "voila", "leaving"), []
    page.goto(place.url("00_start_here.ipynb"))
    page.locator(".cc.start .bar").wait_for()
    desk = place.open("biller", exercise="biller_02_new_card")
    for number in range(LEAVINGS):
        words = f"KEY{number:03}"
        field = desk.get_by_label(FIELD)
        field.fill("")
        field.press_sequentially(words)
        page = leave(page, place, WAYS[number % len(WAYS)])
        desk = page.locator(".cc.biller")
        desk.locator(".bar").wait_for()
        if desk.get_by_label(FIELD).input_value() != words:
            lost.append((number, WAYS[number % len(WAYS)], desk.get_by_label(FIELD).input_value()))
        saved(desk)
        if current(Store(), "leaving", "biller").draft["boxes"].get("1a") != words:
            lost.append((number, "in the store"))
    assert lost == []
