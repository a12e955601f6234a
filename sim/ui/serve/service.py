"""What a server process works with: the database, threads for what takes time, the pages' templates."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import ParamSpec, TypeVar

import jinja2
from tornado.httputil import HTTPServerRequest

from sim.classroom.records.records import Records
from sim.learn.desk.attempt_store import Store
from sim.ui.serve.lines import Lines
from sim.ui.serve.page_files import PAGES
from sim.ui.serve.rates import Rates
from sim.ui.serve.settings import Settings, is_proxy
from sim.ui.serve.tries import Tries

P = ParamSpec("P")
R = TypeVar("R")
THREADS = 8  # they wait for the database; the work itself takes turns anyway


@dataclass
class Service:
    """One server process. The database is the truth; nothing here outlives the process."""

    settings: Settings
    records: Records = field(default_factory=Records)
    lines: Lines = field(default_factory=Lines)
    tries: Tries = field(default_factory=Tries)
    launches: Rates = field(default_factory=Rates)

    @property
    def store(self) -> Store:
        """The attempts, in the same database."""
        return self.records.store

    @cached_property
    def threads(self) -> ThreadPoolExecutor:
        """For what waits or takes time."""
        return ThreadPoolExecutor(THREADS, "desk")

    @cached_property
    def pages(self) -> jinja2.Environment:
        """The templates. A text is escaped unless the template says otherwise; a name that is missing is an error."""
        return jinja2.Environment(
            loader=jinja2.FileSystemLoader(PAGES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    async def aside(self, work: Callable[P, R], *args: P.args, **named: P.kwargs) -> R:
        """Do what waits for the database or takes time in a thread: the process goes on answering others."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, partial(work, *args, **named))

    def serves(self, class_name: str) -> bool:
        """Is this class served here?"""
        return self.settings.class_name in ("", class_name)

    def believe_proxy(self, request: HTTPServerRequest) -> None:
        """Take the visitor's address and the protocol from the headers of a proxy that is trusted, and of nobody else.
        Of several addresses the last that is not a trusted proxy's counts: those before it anybody can write.
        """
        if not is_proxy(self.settings, request.remote_ip or ""):
            return
        told = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
        request.remote_ip = next((one for one in reversed(told) if not is_proxy(self.settings, one)), request.remote_ip)
        protocol = request.headers.get("X-Forwarded-Proto", "").split(",")[-1].strip().lower()
        if protocol in ("http", "https"):
            request.protocol = protocol
