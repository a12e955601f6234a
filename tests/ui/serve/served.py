"""A server in this process, and browsers without a screen that visit it: they keep cookies and send forms."""

import asyncio
import json
import re
from contextlib import asynccontextmanager
from http.cookies import SimpleCookie
from types import SimpleNamespace
from urllib.parse import urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.websocket import websocket_connect

from sim.classroom.records.classes import new_class
from sim.classroom.records.entry import make_link
from sim.classroom.records.records import Records
from sim.classroom.records.roster import add_member
from sim.ui.serve.application import Server
from sim.ui.serve.service import Service
from sim.ui.serve.settings import Settings


def classroom(folder) -> SimpleNamespace:
    """A class of two learners and an instructor."""
    records = Records.at(folder)
    made = new_class(records, "billing_101", "Billing 101")
    ann, bob = (add_member(records, made.name, f"{name} Example-Synth") for name in ("Ann", "Bob"))
    ines = add_member(records, made.name, "Ines Example-Synth", role="instructor")
    return SimpleNamespace(records=records, made=made, ann=ann, bob=bob, ines=ines)


@asynccontextmanager
async def served(records, more=(), **settings):
    """The server's address and service while it runs. more: routes beside those of doors/."""
    service = Service(Settings(**settings), records)
    application = Server(service)
    application.add_handlers(".*$", list(more))
    server = HTTPServer(application)
    sockets = bind_sockets(0, "127.0.0.1")
    server.add_sockets(sockets)
    try:
        yield SimpleNamespace(port=sockets[0].getsockname()[1], service=service, server=server)
    finally:
        server.stop()
        await server.close_all_connections()


class Browser:
    """One visitor."""

    def __init__(self, house, **headers):
        self.house, self.headers, self.cookies = house, headers, {}
        self.base = f"http://127.0.0.1:{house.port}"

    async def ask(self, method, path, form=None, **headers):
        """An answer, its redirect not followed."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        request = HTTPRequest(
            self.base + path,
            method,
            headers={**self.headers, **headers, **({"Cookie": cookies} if cookies else {})},
            body=urlencode(form) if form is not None else None,
            follow_redirects=False,
            allow_nonstandard_methods=True,
        )
        answer = await AsyncHTTPClient().fetch(request, raise_error=False)
        for text in answer.headers.get_list("Set-Cookie"):
            for name, morsel in SimpleCookie(text).items():
                self.cookies[name] = morsel.value
        return answer

    async def get(self, path, **headers):
        return await self.ask("GET", path, **headers)

    async def post(self, path, form, page="/", **headers):
        """A form sent from a page of ours."""
        shown = (await self.get(page)).body.decode()
        token = re.search(r'name="_xsrf" value="([^"]+)"', shown)
        return await self.ask("POST", path, {**form, "_xsrf": token.group(1) if token else ""}, **headers)

    async def join(self, member):
        """In by a link."""
        path = "/join/" + make_link(self.house.service.records, member.learner)
        return await self.post(path, {}, page=path)

    async def line(self, role, who, origin=None, **asked):
        """A page's line; its first frame is read by `frames`."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        address = f"ws://127.0.0.1:{self.house.port}/desk/{role}/line?{urlencode({'who': who, **asked})}"
        headers = {"Origin": origin or self.base, "Cookie": cookies}
        return await websocket_connect(HTTPRequest(address, headers=headers))


async def said(line, kind, **data):
    """Send one message and read the answer."""
    await line.write_message(json.dumps({"kind": kind, "data": data}))
    return await heard(line)


async def heard(line, seconds=60):
    """The next frame; None when the line was closed."""
    text = await asyncio.wait_for(line.read_message(), seconds)
    return None if text is None else json.loads(text)
