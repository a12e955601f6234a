"""What every process of the server does first: end in order when it is told to, and when the one that started it is
gone.
"""

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait


def as_child() -> threading.Event:
    """The event that is set when this process is to end. Ctrl-C is the business of the process that watches all."""
    end = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: end.set())
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_outlive, args=(parent.sentinel,), daemon=True).start()
    return end


def _outlive(sentinel: int) -> None:
    """Nobody watches any more: end."""
    wait([sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
