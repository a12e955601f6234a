"""`cleanclaim serve` on PostgreSQL, as docs/deploy has it: two web processes, a learner at a desk, and the class is
there again from what pg_dump wrote.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import own_loop
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from served import Browser, said  # noqa: E402

from sim.classroom.records.classes import new_class  # noqa: E402
from sim.classroom.records.records import Records  # noqa: E402
from sim.classroom.records.roster import add_member, members  # noqa: E402
from sim.ground.database import Database  # noqa: E402


@pytest.mark.slow
def test_two_web_processes_serve_a_class_and_its_backup_has_it(postgres, postgres_server, tmp_path):
    records = Records(Database(url=postgres))
    made = new_class(records, "fall")
    people = [add_member(records, made.name, f"{name} Example-Synth") for name in ("Ann", "Bob")]
    words = "serve --class fall --port 0 --workers 2 --graders 0 --json".split()
    process = subprocess.Popen(
        [sys.executable, "-m", "sim.cli", *words],
        env={**os.environ, "CLEANCLAIM_DATABASE": postgres},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        port = urlsplit(json.loads(process.stdout.readline())["serve"]).port
        own_loop.run(at_desks(SimpleNamespace(port=port, service=SimpleNamespace(records=records)), people))
    finally:
        process.terminate()
        assert process.wait(40) == 0
    assert "Traceback" not in process.stderr.read()
    for one in people:
        kinds = [row["kind"] for row in records.store.since(one.learner, "coder", 0)]
        assert kinds[0] == "open_item"
    again = Records(Database(url=restored(postgres_server, postgres, tmp_path / "dump")))
    assert members(again, "fall") == members(records, "fall")
    for one in people:
        assert again.store.since(one.learner, "coder", 0) == records.store.since(one.learner, "coder", 0)


async def at_desks(house, people):
    """Each learner comes in by a link, and the desk says what is on it."""
    browsers = [Browser(house) for _ in people]
    for browser, one in zip(browsers, people, strict=True):
        assert (await browser.join(one)).code == 303
    lines = [await browser.line("coder", one.learner) for browser, one in zip(browsers, people, strict=True)]
    for line in lines:
        assert json.loads(await line.read_message()) == {"line": "open"}
        answer = await said(line, "hello", learner="", exercise="coder_02_cough", case="")
        assert "view" in answer
        line.close()


def restored(server, address, file):
    """The address of a new database that has what the dump of another one has."""
    other, owner = server.empty_database(), {**os.environ, "PGPASSWORD": server.password}
    for program, *words in (
        ("pg_dump", "--format=custom", f"--file={file}", plain(address)),
        ("pg_restore", "--exit-on-error", f"--dbname={plain(other)}", str(file)),
    ):
        done = subprocess.run([server.programs / program, *words], env=owner, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    return other


def plain(address):
    """As PostgreSQL's own programs take it."""
    return address.replace("+psycopg", "")
