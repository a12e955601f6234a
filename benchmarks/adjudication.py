"""How fast the payer decides: the engine against a plain loop of the same policies, on one core, and one claim alone.

    python benchmarks/adjudication.py [LINES]       300,000 unless given

Prints lines a second, the ratio of the two, and the milliseconds of one warm claim. The loop is timed on a part of the
lines, and its answers are compared with the engine's line by line: a ratio of two different answers would mean nothing.
"""

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

PART = 30_000  # lines for the loop


def best(work, times: int) -> float:
    """The least processor seconds of several runs."""
    spent = []
    for _ in range(times):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


def main():
    from plain_loop import adjudicate as loop
    from plain_loop import covered, households
    from synthetic import tables

    from sim.payer.engine.engine import adjudicate
    from sim.payer.rulebook.payers import lent, payers

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300_000
    all_tables, part, one = tables(count), tables(PART), tables(3)
    began = time.process_time()
    plain = loop(households(*part))
    slow = time.process_time() - began
    with lent(covered()):
        answers = {
            (row["claim_key"], row["claim_line_number"]): (row["denial_policy"], row["next_policy"], row["paid_amount"])
            for row in adjudicate(*part).remittance_lines.rows()
        }
    assert answers == {row[:2]: row[2:] for row in plain}, "the loop and the engine disagree"
    fast = best(lambda: adjudicate(*all_tables), 5)
    warm = best(lambda: [adjudicate(*one) for _ in range(20)], 5) / 20
    policies = {name for payer in payers().values() for name in payer.policies}
    per_second, loop_per_second = len(all_tables[1]) / fast, len(plain) / slow
    print(f"policies                  {len(policies)}, on {len(payers())} payers")
    print(f"engine                    {per_second / 1e6:.2f} million lines a second ({len(all_tables[1]):,} lines)")
    print(f"plain loop                {loop_per_second:,.0f} lines a second ({len(plain):,} lines, same answers)")
    print(f"engine to loop            {per_second / loop_per_second:.0f} to 1")
    print(f"one claim, warm           {warm * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
