"""What is first asked of a desk is loaded before the first learner comes: each desk is opened once, by nobody, in a
store that is thrown away.
"""

import gc
import os
import tempfile
from functools import cache

from sim.ground.errors import CleanClaimError
from sim.ground.files import clinic_in_force, look_every
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.seat import Seat, seated
from sim.ui.desks import desk_folders
from sim.ui.desks.session import Session
from sim.ui.serve.page_files import page_files

LOOK = 2.0  # seconds until a server sees that a content file was changed


def warm() -> None:
    """Load it, once in a process and those that are its forks."""
    look_every(LOOK)
    page_files()
    _warm(os.environ.get("CLEANCLAIM_HOME"), clinic_in_force())


@cache
def _warm(_: str | None, clinic: str) -> None:
    with tempfile.TemporaryDirectory() as folder, seated(Seat("nobody")):
        store = Store(folder)
        for desk in ("start", *desk_folders.worked_desks()):
            try:
                Session(desk, store=store).act("hello", {"learner": "", "exercise": "", "case": ""})
            except CleanClaimError:
                continue  # a desk whose exercises cannot be read says so to whoever opens it
    gc.collect()
    gc.freeze()  # what is loaded now stays: a fork that never counts through it goes on sharing its memory
