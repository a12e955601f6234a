"""`cleanclaim lab`: JupyterLab on the notebooks, and Voila beside it, until Ctrl-C.

Voila is a process of its own, with its own port and token, because inside JupyterLab a page's visitor could run code in
the page's kernel. Both belong to this process: each reads a pipe from it and ends when the pipe closes, so neither
outlives it, however it ends. Both have Jupyter settings of their own (in the user's CleanClaim folder): what somebody
has set for another Jupyter neither helps nor harms here.
"""

import http.client
import json
import logging
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.ground import files
from sim.ground.errors import CleanClaimError
from sim.reference.icd10cm_build import library

START = "00_start_here.ipynb"
NEAR = 200  # ports looked at before any is taken
WAIT = 120  # seconds a server may take on a slow machine before we say that it failed


@dataclass
class Server:
    """One server: its process, where it listens, and the address with token that a person opens."""

    name: str
    port: int
    token: str
    path: str
    closed: str  # a path that only its own token opens
    log: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.path}?token={self.token}"


def serve(browser: bool = True, as_json: bool = False, start: str = START) -> int:
    """Start both servers, say where they are, wait for Ctrl-C (or a terminate signal), end both. Returns 0. start: the
    notebook at which both open.
    """
    signal.signal(signal.SIGTERM, _stop)
    folder = notebooks()
    servers = [
        _server("lab", 8871, f"/lab/tree/{start}", "/api/status"),
        _server("voila", 8872, f"/voila/render/{start}", "/"),
    ]
    try:
        for server in servers:
            _start(server, folder)
        _say("Starting JupyterLab and Voila ...")
        make_ready()
        for server in servers:
            _await(server, folder)
        announce(servers, as_json)
        if browser and not as_json and _has_screen():
            webbrowser.open(servers[0].address)
        while all(_runs(server) for server in servers):
            time.sleep(0.5)
        raise _fallen(next(server for server in servers if not _runs(server)))
    except KeyboardInterrupt:
        _say("\nStopping both ...")
        return 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _end(servers)


def make_ready() -> None:
    """The diagnosis library is made while the servers start, not when the first desk is opened. A desk will say what is
    wrong if it cannot be made.
    """
    try:
        library()
    except CleanClaimError as error:
        _say(error.line())


def notebooks() -> Path:
    """The folder to serve: the checkout's own notebooks, else copies where the user works (a copy that is there is
    never overwritten).
    """
    shipped = files.root() / "notebooks"
    if (files.root() / "run.py").is_file():
        return shipped
    folder = Path.cwd() / "cleanclaim-notebooks"
    try:
        folder.mkdir(exist_ok=True)
        for path in sorted(shipped.glob("*.ipynb")):
            if not (folder / path.name).exists():
                shutil.copy(path, folder)
    except OSError as reason:
        raise CleanClaimError(
            f"cannot put the notebooks here: {reason.strerror}",
            str(folder),
            "a folder you may write to",
            "change to such a folder and start again",
        ) from None
    return folder


def announce(servers: list[Server], as_json: bool) -> None:
    """Print the two addresses: for people, or as one JSON document {"lab": address, "voila": address}."""
    if as_json:
        print(json.dumps({server.name: server.address for server in servers}), flush=True)
        return
    lab, voila = servers
    print(
        f"""
CleanClaim is ready. Open one of these in your browser:

  Voila, the desks without any code     {voila.address}
  JupyterLab, with the notebooks        {lab.address}

Leave this window open while you work. Ctrl-C here ends both; what you have saved stays.
""",
        flush=True,
    )


def _server(name: str, port: int, path: str, closed: str) -> Server:
    """The same port each time if it is free: a browser keeps what it remembers by address and port."""
    logs = files.home() / "logs"
    try:
        logs.mkdir(exist_ok=True)
        files.private(logs / f"{name}.log")
    except OSError as reason:
        raise CleanClaimError(
            f"cannot write: {reason.strerror}",
            str(logs),
            "a folder you may write to",
            "set CLEANCLAIM_HOME to such a folder",
        ) from None
    return Server(name, _free(port), secrets.token_urlsafe(24), path, closed, logs / f"{name}.log")


def _free(port: int) -> int:
    """This port or a near one, in steps of two so that our two servers never want the same. A number that the system
    hands out (0) is the last choice: kernels take such numbers all the time, also between this look and the server's
    own start."""
    for wanted in (*range(port, port + NEAR, 2), 0):
        with socket.socket() as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", wanted))
                return probe.getsockname()[1]
            except OSError:
                continue
    raise CleanClaimError("no free port", "127.0.0.1", "a port to listen on", "close other programs and start again")


def _start(server: Server, folder: Path) -> None:
    """Start it apart from the terminal, so that Ctrl-C reaches us alone and Jupyter asks no question of its own."""
    group = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # of Windows only
    apart: dict[str, Any] = {"creationflags": group} if os.name == "nt" else {"start_new_session": True}
    with open(server.log, "w") as log:
        server.process = subprocess.Popen(
            [sys.executable, "-P", "-m", f"sim.ui.lab.serve_{server.name}", str(folder), str(server.port)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env=environment(server.token),
            **apart,
        )


def environment(token: str) -> dict[str, str]:
    """The environment of a server and its kernels: our templates and settings first, nothing of the user's other
    Jupyter.
    """
    home, ours = files.home().resolve(), str(Path(__file__).with_name("jupyter"))
    own = {
        "CLEANCLAIM_HOME": home,
        "JUPYTER_CONFIG_DIR": home / "jupyter",
        "JUPYTER_DATA_DIR": home / "jupyter" / "data",
        "IPYTHONDIR": home / "ipython",
        "JUPYTER_PATH": ours,
        "JUPYTER_CONFIG_PATH": ours,
        "JUPYTER_PREFER_ENV_PATH": 1,
        "JUPYTER_TOKEN": token,
        "PYTHONUNBUFFERED": 1,
        "PYDEVD_DISABLE_FILE_VALIDATION": 1,
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "VOILA"))}
    return kept | {name: str(value) for name, value in own.items()}


def _runs(server: Server) -> bool:
    return server.process is not None and server.process.poll() is None


def _await(server: Server, folder: Path) -> None:
    """Wait until it answers to its own token: two that start at once may have found the same port free, and then the
    one that came second takes the next.
    """
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        if not _runs(server):
            if (near := _free(server.port)) == server.port:
                raise _fallen(server)
            server.port = near
            _start(server, folder)
        if _knows_its_token(server):
            return
        time.sleep(0.1)
    raise CleanClaimError(
        f"{server.name} does not answer after {WAIT} s",
        str(server.log),
        "a server",
        "start again; if it stays, read that file",
    )


def _knows_its_token(server: Server) -> bool:
    """Does this server answer at its port? Another one turns a stranger's token away, or sends it to its log-in."""
    try:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        connection.request("GET", server.closed, headers={"Authorization": f"token {server.token}"})
        answer = connection.getresponse()
        return answer.status < 400 and "/login" not in answer.headers.get("Location", "")
    except (OSError, http.client.HTTPException):
        return False


def _fallen(server: Server) -> CleanClaimError:
    lines = [line for line in server.log.read_text(errors="replace").splitlines() if line.strip()] or ["no word"]
    grave = [line for line in lines if line.startswith(("[C ", "[E "))]
    return CleanClaimError(
        f"{server.name} ended by itself: {(grave or lines)[-1]}",
        str(server.log),
        "a running server",
        "start again; if it stays, read that file",
    )


def _end(servers: list[Server]) -> None:
    """Close the pipes (each server then ends its kernels and itself); after ten seconds end what is left."""
    running = [server.process for server in servers if server.process]
    for process in running:
        if process.stdin:
            process.stdin.close()
    for process in running:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


class WithoutToken(logging.LogRecord):
    """A line of a server's log without the token that opens it."""

    def getMessage(self) -> str:  # noqa: N802 (the library's name)
        """The line."""
        token = os.environ.get("JUPYTER_TOKEN")
        return super().getMessage().replace(token, "[secret]") if token else super().getMessage()


def as_child() -> None:
    """In a server: keep the token out of the log, and end in good order as soon as whoever started it has closed the
    pipe, or has died.
    """
    logging.setLogRecordFactory(WithoutToken)

    def watch() -> None:
        while os.read(0, 1024):  # not sys.stdin: a buffered reader must not be waiting when Python ends
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _has_screen() -> bool:
    return sys.stdout.isatty() and (
        sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
