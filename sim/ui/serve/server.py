"""`cleanclaim serve`: one address, several processes behind it, until Ctrl-C or a terminate signal.

This process opens the port, loads what is first asked of a desk, starts the others and watches them: web processes,
which answer pages, and grading processes, which mark what was saved. One that ends by itself is started again. Where
the system can, they are forks of this one and share what it has loaded.
"""

import json
import multiprocessing
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

from tornado.netutil import bind_sockets

from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records
from sim.ground.errors import CleanClaimError
from sim.ui.serve.application import routes
from sim.ui.serve.grading_process import grade
from sim.ui.serve.settings import Settings, checked
from sim.ui.serve.warm import warm
from sim.ui.serve.web_process import answer

PATIENCE = 20.0  # seconds a process may take to end in order
MOST_STARTS, WITHIN = 5, 60.0  # so many new starts of one process in so many seconds; then something is wrong


@dataclass
class Post:
    """One process that is kept running."""

    name: str
    work: Callable[..., None]
    arguments: tuple[Any, ...]
    process: BaseProcess | None = None
    starts: list[float] = field(default_factory=list)


def serve(settings: Settings, as_json: bool = False) -> int:
    """Open the port, start the processes, say the address, wait for the end. Returns 0."""
    signal.signal(signal.SIGTERM, _stop)
    sockets = opened(checked(settings))
    there_is_a_class(settings)
    context = processes()
    address = address_of(settings, sockets[0].getsockname()[1])
    ready = context.Semaphore(0)
    web = [Post("web", answer, (settings, sockets, ready)) for _ in range(settings.workers)]
    posts = web + [Post("grading", grade, (settings, number)) for number in range(1, settings.graders + 1)]
    try:
        _say("Starting ...")
        routes()  # here, not in each process: one that is started again after an update must not mix old and new code
        warm()
        for post in posts:
            _start(post, context)
        for _ in web:
            _await(ready, posts)
        announce(settings, address, as_json)
        while True:
            _watch(posts, context)
    except KeyboardInterrupt:
        _say("\nStopping ...")
        return 0
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for one in sockets:
            one.close()
        _end(posts)


def there_is_a_class(settings: Settings) -> None:
    """Raises CleanClaimError for a class that there is none of, and for a database that cannot be read."""
    records = Records()
    if settings.class_name:
        class_of(records, settings.class_name)
    else:
        records.rows("classes")
    records.database.engine.dispose()  # each process opens its own


def opened(settings: Settings) -> list[socket.socket]:
    """The port, opened. Raises CleanClaimError where it cannot be."""
    try:
        return bind_sockets(settings.port, settings.host, backlog=1024)
    except OSError as reason:
        raise CleanClaimError(
            f"cannot listen: {reason.strerror or reason}",
            f"{settings.host}, port {settings.port}",
            "an address of this machine and a free port",
            "end the program that uses it, or choose another with --port",
        ) from None


def processes() -> BaseContext:
    """How processes are begun: as forks where that is sound, else anew."""
    is_sound = sys.platform not in ("darwin", "win32") and "fork" in multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("fork" if is_sound else "spawn")


def address_of(settings: Settings, port: int) -> str:
    """What a browser on this machine opens, or what the learners were told.

    >>> address_of(Settings(), 8873), address_of(Settings(host="0.0.0.0"), 8873)
    ('http://127.0.0.1:8873', 'http://127.0.0.1:8873')
    >>> address_of(Settings(address="https://desks.example.edu/"), 8873)
    'https://desks.example.edu'
    """
    host = "127.0.0.1" if settings.host in ("", "0.0.0.0", "::", "localhost") else settings.host
    shown = f"[{host}]" if ":" in host else host
    return settings.address.rstrip("/") or f"http://{shown}:{port}"


def announce(settings: Settings, address: str, as_json: bool) -> None:
    """Print the address: for people, or as one JSON document {"serve": address}."""
    if as_json:
        print(json.dumps({"serve": address}), flush=True)
        return
    open_to_others = settings.is_public and not settings.address.startswith("https:")
    print(
        f"\nCleanClaim is ready: {address}\n\nLearners open their own link, or this address with the class code."
        " Leave this window open. Ctrl-C ends the server; what was saved stays.\n"
        + (
            "PINs travel unencrypted: put a proxy with TLS before it, and tell with --address and --proxy.\n"
            if open_to_others
            else ""
        ),
        flush=True,
    )


def _start(post: Post, context: BaseContext) -> None:
    now = time.monotonic()
    post.starts = [at for at in post.starts if now - at < WITHIN] + [now]
    if len(post.starts) > MOST_STARTS:
        raise CleanClaimError(
            f"a {post.name} process ends again and again",
            "cleanclaim serve",
            "a running process",
            "read what it printed above; start again",
        )
    post.process = context.Process(target=post.work, args=post.arguments, name=f"cleanclaim {post.name}")  # type: ignore[attr-defined]
    post.process.start()


def _await(ready: Any, posts: list[Post]) -> None:
    """Wait until one web process more listens."""
    while not ready.acquire(timeout=0.2):
        fallen = next((post for post in posts if post.process and not post.process.is_alive()), None)
        if fallen is not None:
            raise CleanClaimError(
                f"a {fallen.name} process ended by itself",
                "cleanclaim serve",
                "a running process",
                "read what it printed above; start again",
            )


def _watch(posts: list[Post], context: BaseContext) -> None:
    """Wait until a process ends, and start it again."""
    wait([post.process.sentinel for post in posts if post.process])
    for post in posts:
        if post.process is not None and not post.process.is_alive():
            _say(f"A {post.name} process ended by itself and is started again. Nothing saved is lost.")
            _start(post, context)


def _end(posts: list[Post]) -> None:
    """Ask all to end in order; what is left after a while is ended."""
    running = [post.process for post in posts if post.process]
    for process in running:
        process.terminate()
    until = time.monotonic() + PATIENCE
    for process in running:
        process.join(max(0.1, until - time.monotonic()))
        if process.is_alive():
            process.kill()


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
