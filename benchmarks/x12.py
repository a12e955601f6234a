"""How fast files travel: claims and remittances written from tables and read back, on one core, beside pyx12 and a
plain split.

    python benchmarks/x12.py [ENCOUNTERS] [MEGABYTES]       6,000 unless told; with MEGABYTES also a remittance of that
                                                            size, read in bounded memory

Prints claims a second of processor time. `read and balanced` finds every segment's place, looks at every element and
checks that the money adds up; pyx12 validates; the plain loop only splits. pyx12 is timed on a part.
"""

import io
import logging
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
PART = 400  # claims for pyx12


def timed(work, times: int = 3):
    """The least processor seconds of several runs, and what the last one gave."""
    spent = []
    for _ in range(times):
        began = time.process_time()
        given = work()
        spent.append(time.process_time() - began)
    return min(spent), given


def split(text: str) -> int:
    """The plain loop: every segment into elements, claims counted."""
    return sum(piece.strip().split("*")[0] in ("CLM", "CLP") for piece in text.split("~"))


def judged(text: str) -> float:
    """Claims a second of pyx12; 0 where it is not installed."""
    try:
        import pyx12.params
        from pyx12.x12n_document import x12n_document
    except ImportError:
        return 0.0
    logging.disable(logging.CRITICAL)
    spent, valid = timed(
        lambda: x12n_document(
            param=pyx12.params.params(), src_file=io.StringIO(text), fd_997=None, fd_html=None, fd_json=io.StringIO()
        ),
        1,
    )
    assert valid, "pyx12 rejects what we wrote"
    return split(text) / spent


def head(text: str, claims: int) -> str:
    """The first sets of a file, about so many claims, with a matching end of the file."""
    sets, count, kept = text.split("ST*")[1:], 0, []
    for one in sets:
        kept.append(one.partition("GE*")[0])
        count += one.count("\nCLM*") + one.count("\nCLP*")
        if count >= claims:
            break
    front, number = text.partition("ST*")[0], text.rpartition("IEA*1*")[2]
    group = text.rpartition("GE*")[2].partition("~")[0].partition("*")[2]
    return f"{front}{''.join(f'ST*{one}' for one in kept)}GE*{len(kept)}*{group}~\nIEA*1*{number}"


def memory_of(path: Path) -> None:
    """A large remittance read in a process of its own: seconds and peak memory."""
    import resource
    import subprocess

    began = time.perf_counter()
    code = (
        "import sys; from sim.edi.reader.any_file import Reading, pieces; f = Reading(); print(sum(1 for _ in"
        " pieces(sys.argv[1], f)), len(f.findings))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[1],
    )
    claims, findings = told.stdout.split()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(
        f"{path.stat().st_size / 1e6:,.0f} MB remittance: {int(claims):,} claims, {findings} findings,"
        f" {time.perf_counter() - began:.0f} s, peak {peak:,} MB"
    )


def main():
    from types import SimpleNamespace

    from sim.billing.bulk.pipeline import Settings, plan, simulate_block
    from sim.billing.wire.inbound_claims import numbered
    from sim.billing.wire.trading_partners import parties
    from sim.edi.reader.any_file import read
    from sim.edi.writer.remittance import Decided, write_835
    from sim.edi.writer.claims import write_837p
    from sim.edi.writer.envelope import Envelope
    from sim.ground.coded import Coded
    from sim.ground.keys import payer_claim_number
    from sim.payer.money.payments import settled

    settings = Settings(int(sys.argv[1]) if len(sys.argv) > 1 else 6_000, seed=1)
    tables = simulate_block(settings, plan(settings)[0])
    people = SimpleNamespace(patients=tables["patients"], coverages=tables["coverages"])
    payer = max(tables["claims"].payer_code.pool, key=lambda code: int((tables["claims"].payer_code == code).sum()))
    mine = numbered(tables["claims"].take(tables["claims"].payer_code == payer))
    house, envelope = parties(people, payer), Envelope("CLINIC", "PAYER", "20261001")
    paid = settled([tables["part"]])
    decided = Decided(
        mine,
        tables["claim_lines"],
        tables["remittance_lines"],
        tables["adjustments"],
        *paid[:2],
        tables["remittance_payments"],
        Coded.of([payer_claim_number(key) for key in mine.claim_key.tolist()]),
    )
    print(f"{len(mine):,} claims to one payer; claims a second on one core")
    for name, make in (
        ("837P", lambda: write_837p(mine, tables["claim_lines"], house, envelope).text),
        ("835", lambda: write_835(decided, payer, house, envelope)),
    ):
        spent, text = timed(make)
        count = split(text)
        reading, found = timed(lambda text=text: read(text))
        assert len(found.claims) == count and not found.findings, "what we wrote is not read"
        print(f"{name:5} written                {count / spent:10,.0f}")
        print(f"{name:5} read and balanced      {count / reading:10,.0f}")
        print(f"{name:5} pyx12, validated       {judged(head(text, PART)):10,.0f}")
        print(f"{name:5} plain split            {count / timed(lambda text=text: split(text))[0]:10,.0f}")
    if len(sys.argv) > 2:
        with tempfile.TemporaryDirectory() as folder:
            path, size = Path(folder) / "large.835", int(float(sys.argv[2]) * 1e6)
            with path.open("w") as out:
                for number in range(1, size // len(text) + 2):
                    out.write(
                        text.replace("*000000001*", f"*{number:09d}*", 1).replace(
                            "IEA*1*000000001", f"IEA*1*{number:09d}"
                        )
                    )
            memory_of(path)


if __name__ == "__main__":
    main()
