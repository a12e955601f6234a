"""A simulation in a process of its own that is killed after its second block. For tests only."""

import os
import subprocess
import sys
from pathlib import Path

from sim.billing.bulk import output
from sim.billing.bulk.pipeline import Settings

SETTINGS = Settings(160, seed=9, coder="novice", block=16)
KILLED = """
import os, signal, sys
from pathlib import Path
from sim.billing.bulk.pipeline import Settings, simulate

def told(done, total, seen=[]):
    seen.append(done)
    if len(seen) == 2:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

if __name__ == "__main__":
    settings = Settings(160, seed=9, coder="novice", block=16)
    simulate(settings, Path(sys.argv[1]), sys.argv[2], 1, told, scheduler=sys.argv[3])
"""


def killed(out: Path, fmt: str, scheduler: str = "") -> None:
    """A simulation of SETTINGS that is killed after its second block."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(out), fmt, scheduler], env=dict(os.environ))
    assert done.returncode != 0 and not (out / output.MARK).exists()
