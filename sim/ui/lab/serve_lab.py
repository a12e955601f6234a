"""JupyterLab as `cleanclaim lab` wants it: one folder, no news, no extension manager, notebooks of ours saved without
output.
"""

import os
import re
import sys
from pathlib import Path
from typing import Any

from sim.ground.files import home
from sim.ui.lab import quick_start  # noqa: F401  (before JupyterLab)
from sim.ui.lab.servers import as_child


def main(folder: str, port: str) -> None:
    """Serve `folder` on 127.0.0.1:`port`; the token comes by the environment, so that no list of processes shows it."""
    from jupyterlab.labapp import LabApp

    as_child()
    root_user = hasattr(os, "geteuid") and os.geteuid() == 0
    LabApp.launch_instance(
        [
            f"--ServerApp.root_dir={folder}",
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={port}",
            "--ServerApp.port_retries=0",
            "--ServerApp.open_browser=False",
            "--ServerApp.kernel_websocket_connection_class=sim.ui.lab.kernel_socket.KernelSocket",
            "--KernelRestarter.time_to_dead=0.5",  # a page hears at once that its kernel has ended
            f"--ServerApp.allow_root={root_user}",
            f"--ServerApp.extra_template_paths={Path(__file__).with_name('jupyter') / 'templates'}",
            "--LabApp.news_url=None",
            "--LabApp.extension_manager=readonly",
            # Voila has a process of its own: as an extension here it would let a page's visitor run code
            "--ServerApp.jpserver_extensions={'jupyterlab': True, 'voila.server_extension': False}",
            # a folder of notebooks holds notebooks
            f"--FileCheckpoints.checkpoint_dir={home().resolve() / 'jupyter' / 'checkpoints'}",
            "--FileContentsManager.pre_save_hook=sim.ui.lab.serve_lab.without_output",
        ]
    )


def without_output(model: dict[str, Any], path: str, **_: object) -> None:
    """Save our own notebooks as they were shipped, without output: a desk's state lives in the store, and a later
    update meets no changed file.
    """
    if model["type"] != "notebook" or not re.fullmatch(r"[01]\d_\w+\.ipynb", path):
        return
    strip(model["content"])


def strip(notebook: dict[str, Any]) -> None:
    """Take outputs, counts and the passing marks of a front end out of a notebook (a dictionary of nbformat 4), in
    place.

    >>> cell = {"cell_type": "code", "outputs": [1], "execution_count": 3, "metadata": {"trusted": True}}
    >>> book = {"cells": [cell], "metadata": {"widgets": {}}}
    >>> strip(book); book["cells"][0]["outputs"], book["cells"][0]["execution_count"], book["cells"][0]["metadata"]
    ([], None, {})
    """
    for cell in notebook["cells"]:
        for passing in ("trusted", "execution", "collapsed", "scrolled"):
            cell["metadata"].pop(passing, None)
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    title = notebook["metadata"].get("title")
    notebook["metadata"] = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    } | ({"title": title} if title else {})


if __name__ == "__main__":
    main(*sys.argv[1:])
