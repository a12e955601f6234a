"""A grading process: it marks what was saved, as much at once as has arrived, until it is told to end."""

import socket

from sim.classroom.marking.grading import grade_until
from sim.ui.serve.child_process import as_child
from sim.ui.serve.settings import Settings


def grade(settings: Settings, number: int) -> None:
    """Mark until told to end. number: which of this server's grading processes; its successor has the same, and with it
    what this one held when it was killed."""
    end = as_child()
    grade_until(end, f"{socket.gethostname()}, port {settings.port}, grading process {number}")
