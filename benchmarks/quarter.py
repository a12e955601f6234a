"""How long a quarter takes: 10,000 visits over 90 days on one core, and a simulation with staff by the million from a
part of it. Wall-clock and processor seconds with the machine's load; nothing here is a test.

python benchmarks/quarter.py [VISITS] [STRATEGY]        10,000 and in_house_trained unless told
"""

import os
import resource
import sys
import time
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

MILLION = 1_000_000


def timed(what: str, act):
    """Do it and print how long it took."""
    wall, spent = time.perf_counter(), time.process_time()
    result = act()
    wall, spent = time.perf_counter() - wall, time.process_time() - spent
    print(f"{what:48}{wall:8.2f} s  {spent:8.2f} s of the processor", flush=True)
    return result, spent


def digests(tables: dict, written: tuple[str, ...]) -> list[str]:
    """The digest of every table, as a simulation makes them."""
    from sim.billing.bulk.output import digest

    return [digest(tables[name]) for name in written]


def main() -> None:
    """Print the table."""
    import sim
    from sim.billing.bulk.pipeline import Settings, names, plan, simulate_block
    from sim.manager.calendar.staffed import staffed, staffed_block

    visits, staff = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, (sys.argv[2:] or ["in_house_trained"])[0]
    print(f"load of the machine: {' '.join(f'{one:.1f}' for one in os.getloadavg())}, {os.cpu_count()} cores")
    timed("libraries, read once", lambda: sim.quarter(staff, visits=200, seed=2))
    timed(f"sim.quarter, {visits:,} visits, {staff}", lambda: sim.quarter(staff, visits=visits))
    kinds = {
        "without staff": (Settings(visits), simulate_block),
        f"with {staff}": (staffed(visits, 1, staff), staffed_block),
    }
    for name, (settings, make) in kinds.items():
        block = plan(settings)[0]
        make(settings, block)
        tables, spent = timed(f"a block of {block.encounters:,} visits {name}", partial(make, settings, block))
        _, more = timed("  its digests", partial(digests, tables, names(settings)))
        whole = (spent + more) * MILLION / block.encounters
        print(f"  a million visits: {whole:,.0f} s of the processor, {whole / 2:,.0f} s on two cores that are free")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB")


if __name__ == "__main__":
    main()
