"""A server of the class's pages in this process, and visitors with a cookie who read pages and send forms."""

import asyncio
import re
import threading
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port

from sim.classroom.records.entry import begin_visit
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member
from sim.ui.serve.application import Server
from sim.ui.serve.page import COOKIE
from sim.ui.serve.service import Service
from sim.ui.serve.settings import Settings

XSRF = "2|00000000|00000000000000000000000000000000|1700000000"  # a token of tornado's form; cookie and form agree


class Stand:
    """The server, in a thread of its own."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.socket, self.port = bind_unused_port()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        server = HTTPServer(Server(Service(Settings(), records=self.records)))
        server.add_sockets([self.socket])
        self.loop.run_forever()
        server.stop()

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def visitor(self, one: Member | None) -> "Visitor":
        return Visitor(self, begin_visit(self.records, one.learner) if one else "")


class Answer:
    """What came back."""

    def __init__(self, status: int, headers, body: bytes) -> None:
        self.status, self.headers, self.text = status, headers, body.decode("utf-8")
        self.onward = headers.get("Location", "")


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


class Visitor:
    """Somebody with a cookie (or without)."""

    def __init__(self, stand: Stand, token: str) -> None:
        self.stand, self.token = stand, token

    def get(self, path: str) -> Answer:
        return self._ask(Request(self.stand.address + path))

    def post(self, path: str, forged: bool = False, **fields) -> Answer:
        pairs = [(name, one) for name, many in fields.items() for one in (many if isinstance(many, list) else [many])]
        body = urlencode([*pairs, *([] if forged else [("_xsrf", XSRF)])]).encode()
        return self._ask(Request(self.stand.address + path, body))

    def upload(self, path: str, name: str, filename: str, content: bytes, **fields) -> Answer:
        edge = "edge0edge"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in {**fields, "_xsrf": XSRF}.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n\r\n'.encode()
        body = b"".join([*parts, head, content, f"\r\n--{edge}--\r\n".encode()])
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return self._ask(Request(self.stand.address + path, body, kind))

    def _ask(self, request: Request) -> Answer:
        request.add_header("Cookie", f"{COOKIE}={self.token}; _xsrf={XSRF}")
        try:
            found = build_opener(Stay).open(request, timeout=60)
        except HTTPError as error:
            found = error
        with found:
            return Answer(found.status, found.headers, found.read())


def words(answer: Answer) -> str:
    """The page without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())
