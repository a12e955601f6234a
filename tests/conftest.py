"""What all tests share: a home of their own, the order (quick first, browser last), a browser with no way out, the two
servers.

Fixtures: `browser` (Playwright's, over an installed Chromium, Chrome or Edge, that reaches no other machine), `page` (a
new page; every request that would leave this machine is noted in `page.outside`), `servers` (a running `cleanclaim
lab`: {"lab": address, "voila": address}), `axe` (page -> serious findings of the accessibility checker), `postgres`
(the address of an empty PostgreSQL database, see postgres.py).
"""

import atexit
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

# before anything of ours is imported: no test may touch what a learner has saved
HOME = tempfile.mkdtemp(prefix="cleanclaim-test-")
os.environ["CLEANCLAIM_HOME"] = HOME
os.environ.setdefault("NO_PROXY", "127.0.0.1,localhost")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
# CI judges every clone by the same examples; a machine at home looks for new ones each time
settings.register_profile("house", deadline=None, print_blob=True, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests")]  # the two below
import lent_library  # noqa: E402
from postgres import postgres, postgres_server  # noqa: E402, F401  (fixtures)

lent_library.lend()
lent_library.lend_to_every_home()

NAMES = (  # the first one found; Chromium's build without windows spares a third of the work
    *("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("microsoft-edge", "msedge"),
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """While tests are looked for nobody writes content, so each folder of it is scanned once."""
    from sim.ground.files import look_every

    look_every(600)
    try:
        return (yield)
    finally:
        look_every(0)


def pytest_collection_modifyitems(items):
    """Quick tests first, then long and slow ones, then the notebooks, then the browser: what is broken shows early, and
    the last ones are short. A lesson needs no kernel: tests/ui/desks/test_lesson.py runs what its cells call."""
    items[:] = [item for item in items if "_lesson_" not in item.path.name or item.path.suffix != ".ipynb"]
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        if in_one_process(item.nodeid) == "servers":
            item.add_marker("long")
    items.sort(key=turn)


def turn(item) -> tuple[bool, ...]:
    """The order of a test; what is smaller comes first."""
    browser, long, slow = (item.get_closest_marker(name) is not None for name in ("browser", "long", "slow"))
    notebook = item.path.suffix == ".ipynb"
    return browser or long or notebook or slow, not long, browser, notebook


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    """While the workers of pytest-xdist look for their tests, the diagnosis library is made once for all of them."""
    if session.config.getoption("numprocesses", None):
        lent_library.make()


def pytest_sessionfinish():
    """What this run has made, the next one need not."""
    lent_library.keep()


class Together(LoadScopeScheduling):
    """On several cores the tests that need JupyterLab and Voila stay in one process. So do the tests of a file, which
    ask about the same simulations, cases and pages: in two processes each would be made twice. Where a file is long and
    asks exercise by exercise, those of an exercise stay together; what has no part in common goes where there is time.
    """

    def _split_scope(self, nodeid: str) -> str:
        return in_one_process(nodeid)


def in_one_process(nodeid: str) -> str:
    """Tests of which this is the same stay in one process."""
    path, _, test = nodeid.partition("::")
    if path.startswith(("tests/browser/", "tests/ui/lab/")):
        return "servers" if needs_servers(path) else path
    if path.startswith(ONE_BY_ONE):
        return nodeid
    if path.endswith(CASE_BY_CASE):
        return f"{path}[{test.partition('[')[2]}" if "[" in test else nodeid
    return next((folder for folder in SHARING if path.startswith(folder)), path)


ONE_BY_ONE = ("tests/test_docs.py", "tests/test_readme.py", "tests/test_run.py", "tests/test_house_style.py")
CASE_BY_CASE = ("/test_every_task.py", "/test_solvable_from_the_page.py", "/test_words_on_the_page.py")
SHARING = ("tests/edi/test_",)  # the files of a folder that share one simulation


@cache
def needs_servers(path: str) -> bool:
    """Does a file of tests ask for JupyterLab and Voila?"""
    return re.search(r"\bservers\b", (ROOT / path).read_text(encoding="utf-8")) is not None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Asked by pytest-xdist alone."""
    return Together(config, log)


def find_browser() -> str | None:
    """An installed browser of the Chromium family."""
    return next(filter(None, map(shutil.which, NAMES)), None) or next(filter(os.path.exists, PLACES), None)


@pytest.fixture(autouse=True)
def same_clinic():
    """A clinic that a test puts in force is not in force for the next one."""
    from sim.ground.files import at_clinic, clinic_files, clinic_in_force

    before = clinic_in_force(), clinic_files()
    yield
    at_clinic(*before)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def browser():
    """One browser for all tests; without one they are skipped with words (or fail, where CLEANCLAIM_NEED_BROWSER is
    set, as .ci/run does).
    """
    path = find_browser()
    if path is None:
        words = (
            "no Chromium, Chrome or Edge found; install one (Debian: apt-get install chromium) to run the browser tests"
        )
        (pytest.fail if os.environ.get("CLEANCLAIM_NEED_BROWSER") else pytest.skip)(words)
    from playwright.sync_api import sync_playwright

    root_user = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as play:
        yield play.chromium.launch(executable_path=path, headless=True, args=QUIET + ["--no-sandbox"] * root_user)


@pytest.fixture
def page(browser):
    """A new page of a new visitor. Requests to other machines (QUIET lets none through) are listed in `page.outside`;
    what the page threw in `page.thrown`.
    """
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.outside, page.thrown = [], []
    page.on("pageerror", lambda error: page.thrown.append(str(error)))

    def note(request):  # only looked at: a request that is held back and let go is neither kept nor quick
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.hostname not in ("127.0.0.1", "localhost"):
            page.outside.append(request.url)

    context.on("request", note)
    yield page
    context.close()


@pytest.fixture(scope="session")
def servers():
    """A running `cleanclaim lab`: the addresses it printed, each opens without a further word."""
    with tempfile.TemporaryFile("w+") as complaints:
        process = subprocess.Popen(
            [sys.executable, "-m", "sim.cli", "lab", "--no-browser", "--json"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        )
        text = process.stdout.readline()
        if not text:
            complaints.seek(0)
            pytest.fail("cleanclaim lab did not start: " + complaints.read())
        try:
            yield SimpleNamespace(process=process, **json.loads(text))
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture(scope="session")
def axe():
    """The accessibility checker, from the package on disk: page -> one line for each serious or critical finding."""
    from importlib.resources import files

    source = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    # every rule is tried; what held is not written out node by node, which was a third of the work
    run = "within => axe.run(within, {resultTypes: ['violations']}).then(found => found.violations)"

    def check(page, within: str = "html") -> list[str]:
        page.evaluate(source)
        found = page.evaluate(run, within)
        return [
            f"{one['id']} ({one['impact']}): {one['help']}: {node['html'][:200]}"
            for one in found
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]

    return check
