"""The desks as a service of a real JupyterHub on this machine: hub, its proxy and the desks; somebody signs in at the
hub and stands at a desk, and no notebook server was started.
"""

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import psutil
import own_loop
import pytest
import requests

sys.path.insert(0, str(Path(__file__).parent))
from served import Browser, served  # noqa: E402

from sim.classroom.records.classes import new_class  # noqa: E402
from sim.classroom.records.records import Records  # noqa: E402
from sim.classroom.records.roster import add_member  # noqa: E402
from sim.ui.serve.doors.hub import not_one, with_login  # noqa: E402
from sim.ui.serve.settings import OF_A_HUB  # noqa: E402

pytestmark = pytest.mark.slow
CONFIG = """
load_subconfig("{ours}")  # the one of docs/deploy; what follows fits it to this machine
c.JupyterHub.bind_url = "http://127.0.0.1:{hub}"
c.JupyterHub.hub_port = {api}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.ConfigurableHTTPProxy.command = ["{command}"]
c.JupyterHub.db_url = "sqlite://"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.DummyAuthenticator.password = "open sesame"
"""


def missing() -> str:
    """What this machine lacks to run a hub."""
    if not shutil.which("configurable-http-proxy"):
        return "no configurable-http-proxy found; install it with npm to run the hub's test"
    return ""


def free(count):
    asked = [socket.socket() for _ in range(count)]
    for one in asked:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in asked]
    for one in asked:
        one.close()
    return ports


@pytest.fixture(scope="module")
def campus(tmp_path_factory, root):
    """A hub, its proxy, and the desks as its service; Ann is in the class, Bob is not."""
    if missing():
        (pytest.fail if os.environ.get("CLEANCLAIM_NEED_HUB") else pytest.skip)(missing())
    home = tmp_path_factory.mktemp("hub")
    records = Records.at(home)
    new_class(records, "billing_101")
    add_member(records, "billing_101", "Ann Example-Synth", login="Ann")
    ports = dict(zip(("hub", "api", "proxy", "desks"), free(4)))
    token = secrets.token_hex(32)
    ours = root / "docs" / "deploy" / "jupyterhub_config.py"
    config = home / "jupyterhub_config.py"
    config.write_text(CONFIG.format(**ports, ours=ours, command=shutil.which("configurable-http-proxy")))
    at = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    mine = {
        "JUPYTERHUB_SERVICE_NAME": "desks",
        "JUPYTERHUB_CLIENT_ID": "service-desks",
        "JUPYTERHUB_API_TOKEN": token,
        "JUPYTERHUB_API_URL": f"{at['api']}/hub/api",
        "JUPYTERHUB_HOST": at["hub"],
        "JUPYTERHUB_OAUTH_CALLBACK_URL": f"{at['desks']}/from-hub/back",
        "CLEANCLAIM_HOME": str(home),
    }
    serve = ["sim.cli", "serve", "--class", "billing_101", "--port", str(ports["desks"]), "--json"]
    with (home / "hub.log").open("w") as log:
        told = {"CLEANCLAIM_HUB_TOKEN": token, "CLEANCLAIM_ADDRESS": at["desks"]}
        hub = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", config],
            env={**os.environ, **told},
            cwd=home,
            stdout=log,
            stderr=log,
        )
        desks = subprocess.Popen(
            [sys.executable, "-m", *serve], env={**os.environ, **mine}, stdout=subprocess.PIPE, text=True
        )
    try:
        assert json.loads(desks.stdout.readline())["serve"] == at["desks"]
        until(lambda: requests.get(f"{at['hub']}/hub/health", timeout=5).ok, home / "hub.log")
        yield SimpleNamespace(process=hub, **at)
    finally:
        for process in (desks, hub):
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(60)
            process.kill()


def until(is_so, log):
    end = time.monotonic() + 180
    while time.monotonic() < end:
        with suppress(requests.RequestException):
            if is_so():
                return
        time.sleep(0.2)
    pytest.fail(log.read_text()[-2000:])


def came(campus, name):
    """Go to the desks by way of the hub, as a browser does; the last answer."""
    browser = requests.Session()
    page = browser.get(f"{campus.desks}/desk/coder", timeout=120).text
    way = re.search(r'href="(/from-hub[^"]*)">Sign in with JupyterHub<', page)[1]
    form = browser.get(campus.desks + way, timeout=120)
    assert form.url.startswith(f"{campus.hub}/hub/login")
    word = re.search(r'name="_xsrf" value="([^"]+)"', form.text)[1]
    given = {"username": name, "password": "open sesame", "_xsrf": word}
    return browser.post(form.url, data=given, timeout=120)


def test_who_signs_in_at_the_hub_stands_at_a_desk_and_no_notebook_server_was_started(campus):
    page = came(campus, "ann")
    assert page.url == f"{campus.desks}/desk/coder" and page.status_code == 200
    assert "Ann Example-Synth" in page.text
    family = psutil.Process(campus.process.pid).children(recursive=True)
    assert family and not [one for one in family if "singleuser" in " ".join(one.cmdline())]


def test_who_is_not_on_the_roster_is_told_what_to_do(campus):
    page = came(campus, "bob")
    assert page.status_code == 403 and "No class has the login bob." in page.text and "roster" in page.text


def test_an_answer_that_this_browser_did_not_ask_for_is_turned_away(campus):
    for query in ("", "?code=x&state=y", "?code=x"):
        page = requests.get(f"{campus.desks}/from-hub/back{query}", timeout=60)
        assert page.status_code == 403 and "not finished" in page.text


def test_a_code_that_the_hub_does_not_know_lets_nobody_in(campus):
    browser = requests.Session()
    away = browser.get(f"{campus.desks}/from-hub", allow_redirects=False, timeout=60)
    state = re.search(r"state=([\w-]+)", away.headers["Location"])[1]
    page = browser.get(f"{campus.desks}/from-hub/back", params={"state": state, "code": "guessed"}, timeout=60)
    assert page.status_code == 403 and "does not let you" in page.text
    assert browser.get(f"{campus.desks}/desk/coder", timeout=60).url.startswith(f"{campus.desks}/?next")


def test_a_server_that_is_no_service_of_a_hub_has_no_such_way(tmp_path, monkeypatch):
    for name in OF_A_HUB:
        monkeypatch.delenv(name, raising=False)

    async def visit():
        async with served(Records.at(tmp_path)) as running:
            browser = Browser(running)
            assert "from-hub" not in (await browser.get("/")).body.decode()
            assert [(await browser.get(path)).code for path in ("/from-hub", "/from-hub/back")] == [404] * 2

    own_loop.run(visit())


def test_a_login_stands_for_one_member(tmp_path):
    records = Records.at(tmp_path)
    for name in ("first", "second"):
        new_class(records, name)
        add_member(records, name, "Ann Example-Synth", login="Ann")
    assert len(with_login(records, "ANN")) == 2 and len(with_login(records, "ann", "first")) == 1
    assert with_login(records, "") == () == with_login(records, "bob")
    assert "first, second" in not_one("ann", with_login(records, "ann"))[0]
