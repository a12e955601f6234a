"""How long a procedure-pair file of CMS's layout takes to import, and what lookups cost with it and without.

    python benchmarks/importing.py [ROWS]       a million unless told

The file is made up (a home of its own, removed afterwards). Prints seconds of the import by the clock and by the
processor, and microseconds per pair looked up: shipped tables, then with the import.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
LOOKUPS = 100_000


def pairs_file(path: Path, rows: int) -> None:
    """A table of `rows` different pairs."""
    codes = [f"{number:05d}" for number in range(10_000, 10_000 + int(rows**0.5) + 2)]
    with path.open("w") as stream:
        stream.write("Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n")
        for number in range(rows):
            first, second = divmod(number, len(codes))
            since = ("20260701", "20200101")[number % 2]
            stream.write(f"{codes[first]}\t{codes[second]}\t\t{since}\t*\t{number % 2}\tStandards\r\n")


def microseconds() -> float:
    """Per pair and date, warm."""
    import numpy as np

    from sim.ground.editions import service_dates
    from sim.reference import codes, edits

    draw = np.random.default_rng(1)
    first, second = draw.integers(0, len(codes.procedures()), (2, LOOKUPS))
    days = service_dates().first + draw.integers(0, 180, LOOKUPS)
    edits.pair_indicator(first, second, days)
    began = time.process_time()
    edits.pair_indicator(first, second, days)
    return (time.process_time() - began) / LOOKUPS * 1e6


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    home = Path(tempfile.mkdtemp(prefix="cleanclaim-benchmark-"))
    os.environ["CLEANCLAIM_HOME"] = str(home)
    try:
        from sim.reference.imports import import_file

        path = home / "ccipra-f1.txt"
        pairs_file(path, rows)
        print(f"a pair, shipped tables   {microseconds():10.3f} microseconds")
        began, spent = time.perf_counter(), time.process_time()
        import_file("ptp", path, "benchmark", "2026-07-01", progress=lambda words: None)
        print(
            f"import of {rows:,} rows  {time.perf_counter() - began:8.1f} s, processor"
            f" {time.process_time() - spent:.1f} s"
        )
        print(f"a pair, with the import  {microseconds():10.3f} microseconds")
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
