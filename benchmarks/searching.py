"""How long the search for a code takes while somebody types, beside a plain scan of every title.

    python benchmarks/searching.py [QUERIES]     400 unless told

Queries are lay words cut off after each letter, as they arrive. Milliseconds of the processor; the ratio is that of the
medians. The scan looks for every word in every title of the diagnosis library, which lies in memory as text: the least
that a search without an index must do, with neither lay words, slips of the finger nor an order of what was found.
"""

import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from sim.reference import icd10cm_build  # noqa: E402
from sim.reference.search import search_codes  # noqa: E402
from sim.reference.tables import rows  # noqa: E402


def queries(most: int) -> list[str]:
    """Lay words as they are typed: from the second letter on, evenly taken."""
    phrases = [phrase for row in rows("data/codes/lay_words.csv") for phrase in row["words"].split(";")]
    typed = [phrase[:length] for phrase in phrases for length in range(2, len(phrase) + 1)]
    return typed[:: max(len(typed) // most, 1)]


def titles() -> list[str]:
    """Every title of the library, in small letters."""
    with closing(sqlite3.connect(icd10cm_build.library())) as library:
        return [title.lower() for (title,) in library.execute("select title from code")]


def scan(among: list[str], text: str) -> list[str]:
    """The titles that hold every word."""
    words = text.split()
    return [title for title in among if all(word in title for word in words)]


def spent(work: Callable[[str], object], texts: list[str]) -> list[float]:
    """Milliseconds of the processor of each."""
    took = []
    for text in texts:
        began = time.thread_time()
        work(text)
        took.append((time.thread_time() - began) * 1e3)
    return took


def main(arguments: list[str]) -> None:
    """Print both."""
    texts, among = queries(int(arguments[0]) if arguments else 400), titles()
    search_codes("warm", "diagnosis")
    ours, theirs = spent(lambda text: search_codes(text, "diagnosis"), texts), spent(lambda t: scan(among, t), texts)
    print(f"{len(texts)} queries, {len(among):,} titles")
    for name, took in (("search", ours), ("plain scan", theirs)):
        print(f"{name:12} median {statistics.median(took):6.2f} ms   longest {max(took):6.2f} ms")
    print(f"search ÷ plain scan: {statistics.median(ours) / statistics.median(theirs):.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
