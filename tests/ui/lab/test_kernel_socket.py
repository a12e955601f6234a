"""A visitor's frames, sent as an attacker would send them, to both running servers."""

import asyncio
import json
import re
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import psutil
import own_loop
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from sim.ui.lab.kernel_socket import is_whole

sys.path.insert(0, str(Path(__file__).parent))
from test_servers import get  # noqa: E402

NEWER = "v1.kernel.websocket.jupyter.org"
FRAMES = {
    "a count of 2**40 in eight bytes": (2**40).to_bytes(8, "little"),
    "a count of 2**62 in eight bytes": (2**62).to_bytes(8, "little"),
    "a count of 2**31 - 1 in four bytes": (2**31 - 1).to_bytes(4, "big") + b"{}",
    "a count below nothing": (-5).to_bytes(4, "big", signed=True) + b"{}" * 20,
    "no bytes": b"",
    "no message": "[[[[",
    "a number": "7",
    "too deep": "[" * 200_000,
    "half a character": json.dumps(
        {
            "channel": "shell",
            "header": {"msg_type": "comm_msg", "msg_id": "a", "username": "", "session": "b"},
            "parent_header": {},
            "metadata": {},
            "content": {"comm_id": "\ud800", "data": {}},
        }
    ),
}


def kernel(address: str) -> str:
    """A kernel of this server: a page's in Voila, a new one in JupyterLab."""
    parts = urlsplit(address)
    if "/voila/" in parts.path:
        return re.search(r'"kernelId": "([^"]+)"', get(address)[1]).group(1)
    key = {"Authorization": "token " + parts.query.removeprefix("token=")}
    question = Request(f"http://{parts.netloc}/api/kernels", b"{}", key, method="POST")
    return json.load(urlopen(question))["id"]


def send(address: str, named: str, frame: str | bytes) -> str | None:
    """Send one frame over a new socket, as a page with the token would; gives the way of packing the server chose."""
    parts = urlsplit(address)
    url = f"ws://{parts.netloc}/api/kernels/{named}/channels?session_id={uuid.uuid4().hex}&{parts.query}"

    async def talk():
        socket = await websocket_connect(HTTPRequest(url), subprotocols=[NEWER])
        chosen = socket.selected_subprotocol
        await socket.write_message(frame, binary=isinstance(frame, bytes))
        await asyncio.sleep(0.3)
        socket.close()
        return chosen

    return own_loop.run(talk())


def memory(servers) -> int:
    family = psutil.Process(servers.process.pid).children(recursive=True)
    return sum(one.memory_info().rss for one in family if "serve_" in " ".join(one.cmdline()))


@pytest.mark.slow
@pytest.mark.parametrize("where", ["voila", "lab"])
def test_no_frame_stops_a_server(servers, where):
    address = getattr(servers, where)
    named = kernel(address)
    before = memory(servers)
    for name, frame in FRAMES.items():
        assert send(address, named, frame) is None, name  # not the newer packing
        assert get(address, "/login")[0] == 200, name
    assert memory(servers) - before < 150_000_000
    assert get(address, f"/api/kernels/{named}?{urlsplit(address).query}")[0] == 200


@pytest.mark.slow
def test_no_socket_opens_without_a_token(servers):
    from tornado.httpclient import HTTPClientError

    named = kernel(servers.voila)
    netloc = urlsplit(servers.voila).netloc

    async def knock(path):
        await websocket_connect(f"ws://{netloc}{path}")

    for path in (f"/api/kernels/{named}/channels", f"/voila/query/{named}", f"/voila/execution/{named}"):
        with pytest.raises(HTTPClientError) as refused:
            own_loop.run(knock(path))
        assert refused.value.code in (302, 403, 404), path


@given(frame=st.binary(max_size=64))
def test_a_frame_that_is_taken_holds_the_parts_it_names(frame):
    if is_whole(frame):
        count = int.from_bytes(frame[:4], "big", signed=True)
        assert 0 < count and len(frame[4 : 4 * (count + 1)]) == 4 * count
