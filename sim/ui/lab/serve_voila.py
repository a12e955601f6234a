"""Voila as `cleanclaim lab` wants it: the desks as pages without code, quick, and with nothing fetched from elsewhere.

* The template is ours (sim/ui/lab/jupyter/voila/templates/offline). Dark or light: `?look=dark`, see there.
* The desks are heated: a kernel has run each page before its visitor comes. They are heated one after another, so that
  the first page is ready soon on a small machine. A heated page knows no visitor.
* A page that is left ends its kernel. Voila's own page asks for that too, but without the token against forged
  requests, and is rejected; here the request is taken, since whoever sends it must be logged in and name the kernel,
  which only its own page knows. Kernels whose page is lost without a word (a laptop that fell asleep) are ended after
  half an hour.
"""

import asyncio
import json
import os
import secrets
import sys
from pathlib import Path
from typing import Any

from sim.ui.lab import quick_start  # noqa: F401, I001  (before what follows)

import jinja2
import tornado.web
import voila.notebook_renderer
from jupyter_server import DEFAULT_TEMPLATE_PATH_LIST
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.log import log_request
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from traitlets import Bool, Integer
from voila.app import Voila
from voila.execute import VoilaExecutor
from voila.request_info_handler import RequestInfoSocketHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from sim.ground import files
from sim.ui.lab.servers import START, as_child

OUR_TEMPLATES = Path(__file__).with_name("jupyter") / "templates"
HEATED = (START, "01_coder_desk.ipynb", "02_biller_desk.ipynb", "03_denial_desk.ipynb")
LEFT: set[str] = set()  # kernels whose page has been left
BUSY = 30  # seconds that such a kernel may still work
POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",  # Voila's own page has scripts in it
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)
FAULT = (
    "This page met a fault of its own. What you have saved is safe. Load the page again; if it stays, report what"
    " logs/voila.log in your CleanClaim folder says."
)


class Leave(VoilaShutdownKernelHandler):
    """A page that is left ends its kernel, once what it sent last has been worked off."""

    def check_xsrf_cookie(self) -> None:
        """Nothing to check: see the module's text."""

    @tornado.web.authenticated
    async def post(self, kernel_id: str) -> None:
        """End it, once: two voices of the same page may ask."""
        self.set_status(204)
        await self.finish()
        manager = self.kernel_manager
        if kernel_id in LEFT or kernel_id not in manager:
            return
        LEFT.add(kernel_id)
        for seconds in (2, *[1] * BUSY):
            await asyncio.sleep(seconds)
            if kernel_id not in manager or manager.get_kernel(kernel_id).execution_state != "busy":
                break
        if kernel_id in manager:
            await manager.shutdown_kernel(kernel_id)
        LEFT.discard(kernel_id)


class Front(JupyterHandler):
    """The bare address leads to the first page."""

    @tornado.web.authenticated
    def get(self) -> None:
        self.redirect(f"/voila/render/{START}")


class PageSocket(VoilaKernelWebsocketHandler):
    """A page's socket: what the kernel says, but not the code it was given."""

    def write_message(self, message: Any, binary: bool = False) -> Any:
        """As Jupyter does. Voila reads the newer packing here, which a binary frame of the older one is not."""
        if isinstance(message, str) and '"execute_input"' in message[:2_000] and _kind(message) == "execute_input":
            return None
        return KernelWebsocketHandler.write_message(self, message, binary)


def _kind(message: str) -> str:
    header = json.loads(message).get("header")
    return str(header.get("msg_type")) if isinstance(header, dict) else ""


OURS = {VoilaShutdownKernelHandler: Leave, VoilaKernelWebsocketHandler: PageSocket}


class Desks(Voila):
    """Voila with the front page, the kernels' end and the order of heating as above."""

    def init_settings(self) -> dict[str, Any]:
        """As Voila has them, but: addressed to this machine only, no script from elsewhere, no token in the log, and
        whoever was let in before a restart still is.
        """
        words = jinja2.FileSystemLoader([str(OUR_TEMPLATES), *DEFAULT_TEMPLATE_PATH_LIST])
        settings: dict[str, Any] = super().init_settings()
        settings["jinja2_env"].loader = words
        return {
            **settings,
            "allow_remote_access": False,
            "local_hostnames": ["localhost"],
            "headers": {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"},
            "log_function": log_request,
            "cookie_secret": cookie_secret(),
        }

    def init_handlers(self) -> list[Any]:
        handlers: list[Any] = [("/", Front)]
        for address, handler, *more in super().init_handlers():
            if handler is RequestInfoSocketHandler:
                continue  # it tells who asks, token or not, what a visitor's browser sent; no page of ours needs it
            handlers.append((address, OURS.get(handler, handler), *more))
        return handlers

    def listen(self) -> None:
        from tornado.ioloop import IOLoop

        IOLoop.current().call_later(1, self.heat)  # after the first answer
        super().listen()

    async def heat(self) -> None:
        """One page after another: together they would keep a small machine from serving the first visitor."""
        manager = self.kernel_manager
        for name in HEATED:
            if os.path.exists(os.path.join(self.root_dir, name)):
                manager.fill_if_needed(delay=0, notebook_name=name)
                for started in list(manager._pools[name]):
                    try:
                        await (await started)["task"]
                    except (
                        Exception
                    ) as reason:  # a page that cannot be heated is run when it is asked for, and says why then
                        self.log.warning("could not heat %s: %s", name, reason)


def cookie_secret() -> bytes:
    """What signs the cookies, kept for the next start: a page that is open then goes on."""
    folder = files.home() / "jupyter"
    folder.mkdir(exist_ok=True)
    file = files.private(folder / "page_secret")
    if len(file.read_bytes()) < 32:
        file.write_bytes(secrets.token_bytes(32))
    return file.read_bytes()


class Words(VoilaExecutor):
    """What a visitor reads where a cell failed: our error's own line, else what to do; never a traceback. On a busy
    machine a page's output may come late; it is waited for.
    """

    iopub_timeout = Integer(120).tag(config=True)
    raise_on_iopub_timeout = Bool(True).tag(config=True)

    def show_code_cell_timeout(self, cell: Any) -> None:
        """The same words where the output did not come at all."""
        cell["outputs"] = [{"output_type": "error", "ename": "", "evalue": "", "traceback": [FAULT]}]

    def strip_code_cell_errors(self, cell: Any) -> Any:
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error":
                ours = output["ename"] == "CleanClaimError"
                output.update(traceback=[output["evalue"] if ours else FAULT], ename="", evalue="")
        return cell


def main(folder: str, port: str) -> None:
    """Serve `folder` on 127.0.0.1:`port`; the token comes by the environment, so that no list of processes shows it."""
    as_child()
    voila.notebook_renderer.VoilaExecutor = Words  # Voila has no setting for it
    RequestInfoSocketHandler.send_updates = classmethod(lambda cls, msg: None)  # nor for this: it keeps them all
    Desks.launch_instance(
        [
            folder,
            f"--Voila.port={port}",
            "--Voila.port_retries=0",
            "--Voila.ip=127.0.0.1",
            "--no-browser",
            f"--Voila.token={os.environ['JUPYTER_TOKEN']}",
            "--Voila.kernel_websocket_connection_class=sim.ui.lab.kernel_socket.KernelSocket",
            "--KernelRestarter.time_to_dead=0.5",  # a page hears at once that its kernel has ended
            "--VoilaConfiguration.template=offline",
            "--VoilaConfiguration.allow_template_override=NO",
            "--VoilaConfiguration.strip_sources=True",
            "--VoilaConfiguration.preheat_kernel=True",
            "--VoilaConfiguration.default_pool_size=1",
            "--VoilaKernelManager.fill_delay=2",
            "--VoilaKernelManager.preheat_denylist=.*",
            "--VoilaConfiguration.file_allowlist=.*\\.(png|svg)",
            "--MappingKernelManager.cull_idle_timeout=1800",
            "--MappingKernelManager.cull_interval=120",
            "--MappingKernelManager.cull_connected=False",
        ]
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
