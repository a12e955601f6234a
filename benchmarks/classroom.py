"""A class at its desks: so many learners open a desk and hand in an answer within a minute, as browsers do but without
one. How soon an answer is saved, when the last one is marked, what the server needs, and whether anything was lost.

    python benchmarks/classroom.py [LEARNERS] [--sqlite] [--seconds 60] [--workers 2] [--graders 1] [--kills 100]

500 learners with PostgreSQL unless told; --sqlite takes the file that a small class uses. Each learner has a cookie, a
page, a line, and a case of her own at one of three desks. "Saved" is the time from the click to the answer of the
server, on a machine that also runs the learners. Beside each figure stands how much of its limit it is.

--kills: while learners go on handing in, web and grading processes are killed (kill -9) so many times, a few seconds
apart; learners whose line breaks open it again and send again what was not acknowledged. Afterwards every answer that
was acknowledged must be there, once, with its marks.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

LIMITS = {"saved": {"postgresql": 300, "sqlite": 1_000}, "marked": 60_000, "memory": 600}  # ms, ms, MB
SERVICE = {"code": "99213", "modifiers": "", "units": "1", "pointers": "A"}
ANSWERS: dict[str, dict[str, Any]] = {  # desk -> an answer with mistakes in it: it costs more to grade than a right one
    "coder": {"diagnoses": [{"code": "I10"}], "services": [SERVICE], "flags": []},
    "biller": {"fields": {"1a": "W123"}},
    "denial": {"cause": "", "owner": "biller", "remedy": "R_PATIENT", "changes": {}, "letter": {}},
}
EXERCISES = {"coder": "coder_04_knee", "biller": "biller_02_new_card", "denial": "denial_01_knee"}
CLASS, ASSIGNMENT = "spring", "week_1"
PATIENCE = 300.0  # seconds for the marks of the last answer


@dataclass
class Learner:
    """One learner: key, cookie, desk and item; what came of it, in seconds of this process's clock."""

    key: str
    cookie: str
    desk: str
    item: str
    opened: float = 0.0
    clicked: float = 0.0
    saved: float = 0.0
    marked: float = 0.0
    lines: int = 0
    errors: list[str] = field(default_factory=list)


def class_of_learners(records: Any, count: int) -> list[Learner]:
    """A class with one assignment of an item for each desk, and its learners with their cookies."""
    from sim.classroom.assignments.assigned import assign
    from sim.classroom.assignments.assignment import Assignment, Item
    from sim.classroom.records.classes import new_class
    from sim.classroom.records.entry import begin_visit
    from sim.classroom.records.roster import add_member

    made = new_class(records, CLASS, "Spring")
    items = tuple(Item(number, origin, 1.0, 5.0) for number, origin in enumerate(EXERCISES.values(), 1))
    assign(records, made.name, Assignment(ASSIGNMENT, "Week 1", "homework", items))
    desks = list(EXERCISES)
    found = []
    for number in range(count):
        one = add_member(records, made.name, f"Learner {number}-Synth")
        place = number % len(desks)
        found.append(Learner(one.learner, begin_visit(records, one.learner), desks[place], f"{ASSIGNMENT}.{place + 1}"))
    return found


# -- a learner's browser, without one


async def sit(one: Learner, address: str, wait: float, until: float) -> None:
    """Open the desk after a while, hand in, wait for the marks; come back as often as the line breaks."""
    from tornado.httpclient import HTTPClientError
    from tornado.websocket import WebSocketError

    broken = (OSError, EOFError, ValueError, TimeoutError, HTTPClientError, WebSocketError)
    await asyncio.sleep(wait)
    while not one.marked and time.monotonic() < until:
        try:
            await visit(one, address, until)
        except broken as error:
            one.errors.append(repr(error)[:100])
            await asyncio.sleep(0.5 + random.random())


async def visit(one: Learner, address: str, until: float) -> None:
    """One line of a page, until the marks are there. Raises EOFError when it breaks."""
    from tornado.httpclient import AsyncHTTPClient, HTTPRequest
    from tornado.websocket import websocket_connect

    headers = {"Cookie": f"cleanclaim_visit={one.cookie}", "Origin": address}
    place = f"{address}/desk/{one.desk}"
    if not one.opened:
        began = time.monotonic()
        await AsyncHTTPClient().fetch(
            HTTPRequest(f"{place}?assignment={ASSIGNMENT}", headers=headers, request_timeout=60)
        )
    line = f"{place.replace('http', 'ws', 1)}/line?assignment={ASSIGNMENT}&who={one.key}"
    socket = await asyncio.wait_for(websocket_connect(HTTPRequest(line, headers=headers, request_timeout=60)), 60)
    one.lines += 1
    try:
        await heard(socket, "line", until)
        shown = await asked(socket, "hello", {"learner": "", "exercise": one.item, "case": ""}, until)
        if not one.opened:
            one.opened = time.monotonic() - began
        if not one.clicked:
            one.clicked = time.monotonic()
        if not shown.get("lock"):
            about = {"case": shown["case"], "seq": 1, "page": one.key[:40], "base": shown["version"]}
            shown = await asked(socket, "submit", {**about, "answer": ANSWERS[one.desk]}, until)
        if not shown.get("lock"):
            raise ValueError(f"not saved: {shown.get('notice') or shown.get('problems')}")
        one.saved = one.saved or time.monotonic()
        while is_waiting(shown):
            shown = (await heard(socket, "view", until))["view"]
        one.marked = time.monotonic()
    finally:
        socket.close()


def is_waiting(shown: dict[str, Any]) -> bool:
    """Does a view show a submission without its marks?"""
    return "Marking" in shown.get("lock", "")


async def asked(socket: Any, kind: str, data: dict[str, Any], until: float) -> dict[str, Any]:
    """Send a message; the view that answers it."""
    await socket.write_message(json.dumps({"kind": kind, "data": data}))
    return (await heard(socket, "view", until))["view"]


async def heard(socket: Any, wanted: str, until: float) -> dict[str, Any]:
    """The next frame that has this part; what was said in words is an error."""
    while True:
        frame = await asyncio.wait_for(socket.read_message(), max(1.0, until - time.monotonic()))
        if frame is None:
            raise EOFError(f"the line broke: {socket.close_code} {socket.close_reason}")
        found = json.loads(frame)
        if wanted in found:
            return found
        if "message" in found and found["message"].get("kind") in ("said", "error"):
            raise ValueError(found["message"].get("words", "?"))


# -- the server and what it needs


@contextmanager
def server(home: str, database: str, workers: int, graders: int) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A running `cleanclaim serve`: its address and its process."""
    env = {**os.environ, "CLEANCLAIM_HOME": home, "PYTHONPATH": str(ROOT)}
    env |= {"CLEANCLAIM_DATABASE": database} if database else {}
    words = ["--json", "--port", "0", "--workers", str(workers), "--graders", str(graders)]
    process = subprocess.Popen(
        [sys.executable, "-m", "sim.cli", "serve", *words], env=env, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["serve"], process
    finally:
        process.terminate()
        process.wait(60)


def children(pid: int) -> list[int]:
    """The processes below one, itself too."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text(encoding="ascii").split():
            found += children(int(child))
    return found


def memory(pid: int) -> tuple[float, float]:
    """MB of a process and those below it: each with its share of what they have in common (PSS), and all of each
    (RSS)."""
    shares, wholes = 0, 0
    for one in children(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        amounts = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith(("Pss:", "Rss:"))}
        shares, wholes = shares + amounts.get("Pss", 0), wholes + amounts.get("Rss", 0)
    return shares / 1024, wholes / 1024


def processor(pid: int) -> float:
    """Seconds of the processor that a process and those below it have used."""
    ticks = 0
    for one in children(pid):
        try:
            parts = Path(f"/proc/{one}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(parts[11]) + int(parts[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def born(pid: int) -> int:
    """When a process was begun, in ticks since the machine was."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
    except OSError:
        return sys.maxsize


async def kill_some(pid: int, kills: int, pause: float) -> int:
    """Kill one child of the server after another, each time the one that has lived longest, so that web and grading
    take turns; gives how many."""
    done = 0
    while done < kills:
        await asyncio.sleep(pause)
        mine = children(pid)[1:]
        if mine:
            os.kill(min(mine, key=born), signal.SIGKILL)
            done += 1
    return done


# -- a run


def run(options: argparse.Namespace, home: str, database: str) -> bool:
    """A class against a server; prints the figures, gives whether nothing was lost."""
    from sim.classroom.records.records import Records
    from sim.ground.database import Database

    records = Records(Database(url=database) if database else Database(home))
    learners = class_of_learners(records, options.learners)
    with server(home, database, options.workers, options.graders) as (address, process):
        idle = memory(process.pid)
        spent = processor(process.pid)
        began = time.monotonic()
        most = asyncio.run(_run(options, learners, address, process.pid))
        spent = processor(process.pid) - spent
        kind = "postgresql" if database else "sqlite"
        report(learners, began, kind, idle, most, spent)
    return nothing_lost(records, learners)


async def _run(options: argparse.Namespace, learners: list[Learner], address: str, pid: int) -> tuple[float, float]:
    from tornado.httpclient import AsyncHTTPClient

    AsyncHTTPClient.configure(None, max_clients=len(learners))
    seconds = max(options.seconds, options.kills * options.pause)
    until = time.monotonic() + seconds + PATIENCE
    draws = random.Random(7)
    sitting = [asyncio.create_task(sit(one, address, draws.uniform(0, seconds), until)) for one in learners]
    killing = asyncio.create_task(kill_some(pid, options.kills, options.pause))
    most = (0.0, 0.0)
    while not all(task.done() for task in sitting):
        await asyncio.sleep(2)
        most = max(most, memory(pid))
    await asyncio.gather(*sitting)
    killing.cancel()
    return most


def report(
    learners: list[Learner],
    began: float,
    kind: str,
    idle: tuple[float, float],
    most: tuple[float, float],
    spent: float,
) -> None:
    """The figures, each with its limit."""
    saved = sorted((one.saved - one.clicked) * 1e3 for one in learners if one.saved)
    marked = sorted((one.marked - one.saved) * 1e3 for one in learners if one.marked)
    opened = sorted(one.opened * 1e3 for one in learners if one.opened)
    last = (max((one.marked for one in learners), default=0.0) - max(one.saved for one in learners)) * 1e3
    print(f"{len(learners)} learners, {kind}; saved {len(saved)}, marked {len(marked)}")
    for name, times in (("desk open", opened), ("saved", saved), ("marked after", marked)):
        if times:
            print(f"{name:22}p50 {at(times, 50):8,.0f} ms   p95 {at(times, 95):8,.0f} ms   most {times[-1]:8,.0f} ms")
    if saved:
        limit = LIMITS["saved"][kind]
        print(f"{'saved, p95':22}{at(saved, 95):12,.0f} ms   {at(saved, 95) / limit:5.0%} of {limit:,} ms")
    print(f"{'last mark after last':22}{last:12,.0f} ms   {last / LIMITS['marked']:5.0%} of {LIMITS['marked']:,} ms")
    print(f"{'memory (PSS)':22}{most[0]:12,.0f} MB   {most[0] / LIMITS['memory']:5.0%} of {LIMITS['memory']} MB; RSS")
    print(f"{'':22}summed {most[1]:,.0f} MB; idle {idle[0]:,.0f} and {idle[1]:,.0f} MB; PostgreSQL's own not counted")
    print(f"{'processor':22}{spent:12,.1f} s    {spent / len(learners) * 1e3:,.0f} ms a learner")
    broke = sum(max(0, one.lines - 1) for one in learners)
    print(f"{'lines opened again':22}{broke:12,}      {sum(len(one.errors) for one in learners)} errors on the way")
    load = getattr(os, "getloadavg", lambda: (0.0,))()[0]
    took = time.monotonic() - began
    print(f"{os.cpu_count()} processors; {load:.1f} programs wanted one in the last minute; {took:.0f} s in all")


def at(times: list[float], percent: int) -> float:
    """A percentile of sorted times."""
    return times[min(len(times) - 1, len(times) * percent // 100)]


def nothing_lost(records: Any, learners: list[Learner]) -> bool:
    """Is every answer that was acknowledged there, once, with its marks once?"""
    attempts = [row["learner"] for row in records.store.brief("attempts")]
    marks = [row["learner"] for row in records.store.brief("marks")]
    saved = {one.key for one in learners if one.saved}
    lost, unmarked = saved - set(attempts), saved - set(marks)
    twice = len(attempts) - len(set(attempts)), len(marks) - len(set(marks))
    print(f"acknowledged {len(saved)}, lost {len(lost)}, not marked {len(unmarked)}, twice {twice[0]} and {twice[1]}")
    for one in learners:
        if not one.marked and one.errors:
            print(f"  {one.desk}: {one.errors[-1]}")
    return not lost and not unmarked and twice == (0, 0) and len(saved) == len(learners)


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL of its own that waits for the disk, as a real one does."""
    from tests.postgres import MISSING, cluster, find_postgres

    programs = find_postgres()
    if programs is None:
        sys.exit(MISSING)
    with cluster(programs, ()) as found:
        yield found.empty_database()


def main() -> None:
    parser = argparse.ArgumentParser(description="a class at its desks")
    parser.add_argument("learners", nargs="?", type=int, default=500)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--seconds", type=float, default=60.0, help="within which they come")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--graders", type=int, default=1)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--pause", type=float, default=7.0, help="seconds between two kills")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, nullcontext("") if options.sqlite else postgresql() as database:
        os.environ["CLEANCLAIM_HOME"] = home
        is_whole = run(options, home, database)
    sys.exit(0 if is_whole else 1)


if __name__ == "__main__":
    main()
