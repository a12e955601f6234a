"""Progress in a terminal: one line on standard error that is written over, with a bar where the end is known."""

import sys

LONG = 24


def bar(share: float) -> str:
    """A bar for a share of the work.

    >>> bar(0.5), bar(2)
    ('[############............]  50 %', '[########################] 100 %')
    """
    share = min(max(share, 0.0), 1.0)
    full = int(share * LONG)
    return f"[{'#' * full}{'.' * (LONG - full)}] {round(share * 100):>3} %"


def say(words: str) -> None:
    """Write the line over; without words, clear it."""
    print(f"\r{words[:78]:<78}", end="" if words else "\r", file=sys.stderr, flush=True)
