"""Voila as `cleanclaim lab` wants it: the desks as pages without code, quick, and with nothing fetched from elsewhere.

* The template is ours (sim/ui/lab/jupyter/voila/templates/offline). Dark or light: `?look=dark`, see there.
* The desks are heated: a kernel has run each page before its visitor comes. They are heated one after another, so that
  the first page is ready soon on a small machine. A heated page knows no visitor.
* A page that is left ends its kernel. Voila's own page asks for that too, but without the token against forged
  requests, and is rejected; here the request is taken, since whoever sends it must be logged in and name the kernel,
  which only its own page knows. Kernels whose page is lost without a word (a laptop that fell asleep) are ended after
  half an hour.
"""

import json
import os
import sys
from typing import Any

import tornado.web
import voila.notebook_renderer
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from voila.app import Voila
from voila.execute import VoilaExecutor
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from sim.ui.lab.servers import START, end_with_parent

HEATED = (START, "01_coder_desk.ipynb", "02_biller_desk.ipynb", "03_denial_desk.ipynb")
FAULT = (
    "This page met a fault of its own. What you have saved is safe. Load the page again; if it stays, report what"
    " logs/voila.log in your CleanClaim folder says."
)


class Leave(VoilaShutdownKernelHandler):
    """A page that is left ends its kernel."""

    def check_xsrf_cookie(self) -> None:
        """Nothing to check: see the module's text."""

    @tornado.web.authenticated
    async def post(self, kernel_id: str) -> None:
        """End it, once: two voices of the same page may ask."""
        if kernel_id in self.kernel_manager:
            return await super().post(kernel_id)
        self.set_status(204)
        await self.finish()


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

    def init_handlers(self) -> list[Any]:
        handlers: list[Any] = [("/", Front)]
        for address, handler, *more in super().init_handlers():
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


class Words(VoilaExecutor):
    """What a visitor reads where a cell failed: our error's own line, else what to do; never a traceback."""

    def strip_code_cell_errors(self, cell: Any) -> Any:
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error":
                ours = output["ename"] == "CleanClaimError"
                output.update(traceback=[output["evalue"] if ours else FAULT], ename="", evalue="")
        return cell


def main(folder: str, port: str) -> None:
    """Serve `folder` on 127.0.0.1:`port`; the token comes by the environment, so that no list of processes shows it."""
    end_with_parent()
    voila.notebook_renderer.VoilaExecutor = Words  # Voila has no setting for it
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
