"""How fast a clinic's work is made, from seed to ledger, and where the time goes. Ratios within one run; nothing here
is a test.

python benchmarks/simulation.py [ENCOUNTERS]        50,000 unless told
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

STAGES = (
    "sim.clinic.people.people:people",
    "sim.clinic.visits.encounters:encounters",
    "sim.clinic.visits.truth:truth_work",
    "sim.coding.coder:code",
    "sim.billing.claims.claim:bill",
    "sim.payer.engine.engine:adjudicate",
    "sim.billing.answers.supported_amounts:supported",
    "sim.billing.books.ledger:post",
    "sim.billing.bulk.output:digest",
    "sim.billing.bulk.output:write_part",
)


def timed(spent: dict):
    """Wrap every stage so that its seconds are added up; a stage called inside another counts in both."""
    from importlib import import_module

    for place in STAGES:
        module, name = place.split(":")
        home = import_module(module)
        original = getattr(home, name)

        def wrapped(*arguments, _original=original, _place=place, **named):
            began = time.perf_counter()
            try:
                return _original(*arguments, **named)
            finally:
                spent[_place] = spent.get(_place, 0) + time.perf_counter() - began

        setattr(home, name, wrapped)


def main():
    from sim.billing.bulk.pipeline import Settings, simulate

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as folder:
        pair = simulate(Settings(count, seed=1), Path(folder) / "two", workers=2)
        spent: dict[str, float] = {}
        timed(spent)
        simulate(Settings(2_000, seed=2))  # warm
        spent.clear()
        alone = simulate(Settings(count, seed=1), Path(folder) / "one", workers=1)
    assert pair["tables"] == alone["tables"] and not alone["unbalanced"]
    print(f"{count:,} encounters, {alone['claim_lines']:,} lines, Parquet, {os.cpu_count()} cores")
    print(f"one worker   {alone['seconds']:7.1f} s   {count / alone['seconds']:10,.0f} encounters/s")
    print(
        f"two workers  {pair['seconds']:7.1f} s   {alone['seconds'] / pair['seconds']:10.2f} times one worker"
        " (processes started cold)"
    )
    for place, seconds in sorted(spent.items(), key=lambda row: -row[1]):
        print(f"  {seconds / alone['seconds']:6.1%}  {place.split(':')[0].removeprefix('sim.')}")
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
