"""A web process: it answers pages and their lines. It keeps nothing that the database does not have."""

import asyncio
import logging
import socket
import threading
from collections.abc import Awaitable, Callable
from typing import Any

from tornado.httpserver import HTTPServer

from sim.ui.serve.application import Server
from sim.ui.serve.child_process import as_child
from sim.ui.serve.lti_watch import watch_scores
from sim.ui.serve.marks_watch import watch
from sim.ui.serve.service import Service
from sim.ui.serve.settings import Settings
from sim.ui.serve.warm import warm

LARGEST_BODY = 5_000_000  # bytes of a form; a door that takes larger files says so itself
LARGEST_HEADER = 32_000
IDLE = 120  # seconds a connection may say nothing
LAST_WORDS = 10.0  # seconds for what was begun
PAUSE = 10.0  # seconds until a watch that met a fault looks again
log = logging.getLogger("cleanclaim.serve")


def answer(settings: Settings, sockets: list[socket.socket], ready: Any) -> None:
    """Answer until told to end. `ready` is released when this process listens."""
    end = as_child()
    warm()
    asyncio.run(_answer(Service(settings), sockets, ready, end))


async def _answer(service: Service, sockets: list[socket.socket], ready: Any, end: threading.Event) -> None:
    server = HTTPServer(
        Server(service),
        max_body_size=LARGEST_BODY,
        max_header_size=LARGEST_HEADER,
        idle_connection_timeout=IDLE,
        body_timeout=IDLE,
    )
    server.add_sockets(sockets)
    watches = [asyncio.ensure_future(kept(each, service)) for each in (watch, watch_scores)]
    ready.release()
    while not end.is_set():
        await asyncio.sleep(0.1)
    server.stop()
    for each in watches:
        each.cancel()
    await asyncio.gather(*watches, return_exceptions=True)  # each says that it was canceled: it was
    await close(service, server)


async def kept(look: Callable[[Service], Awaitable[None]], service: Service) -> None:
    """Look until this process ends. A fault of ours is told, and it is begun again: pages are answered meanwhile."""
    while True:
        try:
            await look(service)
        except Exception:
            log.exception("%s met a fault and is begun again", look.__name__)
        await asyncio.sleep(PAUSE)


async def close(service: Service, server: HTTPServer) -> None:
    """In order: what was begun is answered, then the pages are sent on."""
    leaving = [asyncio.ensure_future(line.go_away()) for line in service.lines]
    if leaving:
        await asyncio.wait(leaving, timeout=LAST_WORDS)
    await asyncio.to_thread(service.threads.shutdown, cancel_futures=True)
    await asyncio.sleep(0.1)  # the last frames leave
    await server.close_all_connections()
