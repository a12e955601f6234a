"""What docs/ and the README say is so: every example is written into a folder of a user's own, linted and used, every
command runs there, every field of the files that authors write is told, every link and folder that is named is there.

A block that begins with a path, as ```toml exercises/04_own/elbow.toml, is that file.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.clinic.scenarios import grammar, service_fields, shared_fields, traps
from sim.learn.exercises.exercise import Exercise
from sim.learn.tasks import contract
from sim.payer.rulebook import catalogue, payer_file, policy

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted((ROOT / "docs").glob("*.md"))
EVERY = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *PAGES]
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```", re.M | re.S)
ELSEWHERE = {
    "lab": "tests/ui/test_servers.py starts it",
    "test": "it is running",
    "serve": "tests/browser/test_serve.py starts it",
    "lock": "it needs a network",
}
# a machine that knows no UTF-8, as a prompt of Windows or a server with the C locale
WINDOWS_PROMPT = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "cp1252"}
NEW_POLICY = """
import sys
from pathlib import Path
import sim.payer.policies
file = Path(sys.argv[1])
room = __import__(f"sim.payer.policies.{file.parent.name}", fromlist=["x"])
room.__path__.append(str(file.parent))
from sim.payer.examples.worked_examples import check
from sim.payer.rulebook.catalogue import policies
sys.exit("\\n".join(check(policies()[file.stem])) or 0)
"""


def blocks(page: Path) -> list[tuple[str, str, str]]:
    """(language, file, text) of every block of code of a page, in order."""
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def commands(text: str) -> list[list[str]]:
    """What follows `run.py` in the lines of a block."""
    lines = [shlex.split(line.split("  #")[0]) for line in text.splitlines() if line.strip()]
    for words in lines:
        assert words[1:2] == ["run.py"], f"not a command of ours: {words}"
    return [words[2:] for words in lines if words[2] not in ELSEWHERE]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_of_a_page_work_one_after_another(page, tmp_path):
    ran = 0
    for language, file, text in blocks(page):
        if file:
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_text(text, encoding="utf-8")
        if language == "python":
            work([["-c", NEW_POLICY, file]] if file else [["-c", text]], tmp_path)
        elif language == "bash":
            work([["-m", "sim.cli", *words] for words in commands(text)], tmp_path)
        ran += language in ("python", "bash")
    assert ran or page.name in ("architecture.md", "accessibility.md")


def work(calls: list[list[str]], home: Path) -> None:
    """Run Python in a user's own folder (which lends the tests' code library); nothing of it may fail."""
    library = Path(os.environ["CLEANCLAIM_HOME"]) / "cache"
    if library.is_dir() and not (home / "cache").exists():
        shutil.copytree(library, home / "cache", ignore_dangling_symlinks=True)
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    for arguments in calls:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=home,
            env={**os.environ, **WINDOWS_PROMPT, "CLEANCLAIM_HOME": str(home), "PYTHONPATH": path},
            capture_output=True,
            encoding="utf-8",
            timeout=600,
        )
        assert done.returncode == 0, (arguments, done.stdout[-2000:], done.stderr[-2000:])


def told(heading: str) -> set[str]:
    """The words in code type below a heading of authors.md, up to the next one of the same rank."""
    text = BLOCK.sub("", (ROOT / "docs/authors.md").read_text(encoding="utf-8"))
    rank = heading.split()[0]
    found = re.search(rf"^{re.escape(heading)}.*?\n(.*?)(?=^#{{1,{len(rank)}}} |\Z)", text, re.M | re.S)
    assert found, f"authors.md has no heading {heading!r}"
    return set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", found[1]))))


# fields of an exercise that no author writes: where it stands, what is counted from it, and what an assignment gives it
NOT_IN_THE_FILE = ("name", "unit", "path", "payer_errors", "samples", "attempts", "origin")
FACTS = {name for head, facts in service_fields.FACTS.items() for name in (head, *facts)}
FIELDS = {
    "## A scenario": {*grammar.FIELDS, *grammar.SUITS, *grammar.COVERAGE} - {"document", "dx", "service"},
    "### `[[service]]`": {*FACTS, *service_fields.BILLED, *shared_fields.ITEM, "id", "bill"},
    "### `[[dx]]`": {*shared_fields.ITEM, "code", "id", "first", "after"},
    "### `[[trap]]`": {*traps.HEADS, *traps.SERVICE_PARTS, *traps.VERBS, *" ".join(traps.POSTINGS).split()},
    "## An exercise": {*Exercise.__dataclass_fields__} - set(NOT_IN_THE_FILE),
    "## A payer": {*payer_file.TOP, *payer_file.WANTS, *(name for row in payer_file.SECTIONS.values() for name in row)},
    "## A policy": {
        *catalogue.FIELDS,
        *policy.VERBS,
        "adjustments",
        "statuses",
        "cause",
        "appeal_ground",
        "box",
        "row",
    },
}


@pytest.mark.parametrize("heading", FIELDS)
def test_every_field_that_authors_may_write_is_told(heading):
    assert sorted(FIELDS[heading] - told(heading)) == []


def test_every_link_leads_somewhere():
    broken, looked = [], 0
    for page in EVERY:
        for link in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            looked += 1
            broken += [f"{page.name}: {link}"] * ("://" in link or not (page.parent / link).exists())
    assert looked > 10 and not broken


def test_every_path_named_is_there():
    """`sim/...`, `data/...` and the like in code type; names in capitals or angle brackets stand for others."""
    broken, looked = [], 0
    for page in EVERY:
        examples = {file for _, file, _ in blocks(page)}
        text = BLOCK.sub("", page.read_text(encoding="utf-8"))
        for path in re.findall(r"`((?:sim|data|docs|exercises|notebooks|tests|benchmarks)/[^`\s]*)`", text):
            looked += 1
            known = re.sub(r"(<[^>]+>|[A-Z]{3,}|\*).*", "", path)
            broken += [f"{page.name}: {path}"] * (path not in examples and not (ROOT / known).exists())
    assert looked > 20 and not broken


def test_the_architecture_names_every_folder():
    """Rooms and their folders; what stands deeper (a task, a desk, a group of policies) is one of its kind."""
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rooms = [room for room in sorted((ROOT / "sim").iterdir()) if (room / "__init__.py").exists()]
    folders = [place for room in rooms for place in sorted(room.iterdir()) if place.is_dir()]
    named = [
        f"{place.relative_to(ROOT).as_posix()}/" for place in (*rooms, *folders) if "__pycache__" not in place.name
    ]
    assert len(named) > 30 and not [name for name in named if f"`{name}`" not in text]


def test_the_parts_of_a_task_are_told():
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    parts = [*contract.TEXTS, *(f"{name}({', '.join(given)})" for name, given in contract.FUNCTIONS.items())]
    assert len(parts) > 5 and not [part for part in parts if f"`{part}`" not in text]


@pytest.mark.slow
def test_a_payer_of_ones_own_has_patients(tmp_path):
    """The payer of authors.md and the row of clinics.md in a user's own folder: its claims are in a simulation."""
    file, payer = next((file, text) for _, file, text in blocks(ROOT / "docs/authors.md") if "data/payers" in file)
    row = next(text for language, _, text in blocks(ROOT / "docs/clinics.md") if language == "toml")
    clinic = (ROOT / "data/clinics/prairie.toml").read_text(encoding="utf-8")
    for path, text in ((file, payer), ("data/clinics/prairie.toml", f"{clinic}\n{row}")):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    work([["-m", "sim.cli", *"simulate --encounters 300 --seed 7 --out made --format csv".split()]], tmp_path)
    assert Path(file).stem in (tmp_path / "made/claims.csv").read_text(encoding="utf-8")
