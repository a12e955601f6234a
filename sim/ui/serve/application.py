"""The application: everything that stands in doors/, each file with its own routes."""

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from tornado.web import Application, RequestHandler

from sim.ui.serve.page import Page
from sim.ui.serve.service import Service

DOORS = Path(__file__).with_name("doors")
Route = tuple[str, type[RequestHandler]]  # an address (a pattern) and who answers it


class Nowhere(Page):
    """An address that nobody answers."""

    role = ""

    async def prepare(self) -> None:
        """Said in words, whoever asks."""
        self.check_host()
        self.send_error(404)


class Server(Application):
    """The web application of one server process."""

    def __init__(self, service: Service, **more: Any) -> None:
        self.service = service
        super().__init__(
            [*routes()],
            default_handler_class=Nowhere,
            xsrf_cookies=True,
            xsrf_cookie_version=2,
            compress_response=True,
            websocket_ping_interval=25,
            websocket_ping_timeout=20,
            log_function=quiet,
            **more,
        )


@cache
def routes() -> tuple[Route, ...]:
    """Every route, door by door in the order of their names."""
    names = sorted(path.stem for path in DOORS.glob("*.py") if path.stem != "__init__")
    return tuple(route for name in names for route in import_module(f"sim.ui.serve.doors.{name}").routes)


def quiet(handler: RequestHandler) -> None:
    """No line for each request: who looked at what stands in the audit trail, and an address may hold a token."""
