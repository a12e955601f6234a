"""A child that changes valid files at random, thousands of times, and reads, explains and answers each; it prints what
happened as JSON.

A watchdog ends it, with the stack, when one file takes longer than ALLOWED seconds. Standard input: {"files": {name:
text}, "count": n, "seed": n}.
"""

import faulthandler
import io
import json
import random
import sys
import traceback

from sim.billing.wire.clearinghouse import answer_file
from sim.edi.explainer.explanation import explained
from sim.edi.reader.any_file import Reading, read
from sim.edi.reader.segments import segments
from sim.ground.errors import CleanClaimError

ALLOWED = 10  # seconds for one file
EXPLAIN_EACH, ANSWER_EACH = 7, 60
VALUES = (
    "",
    "0",
    "-1",
    "9" * 18,
    "1e9",
    "-.",
    "20261301",
    "ZZ",
    "A" * 90,
    "*" * 40,
    ":::::",
    "^" * 9,
    "\x00",
    "é☃",
    "HL",
    "ISA",
    "9" * 21,
    "0.001",
    "  ",
    "1:2:3",
)


def changed(text: str, draw: random.Random) -> str:
    """One change: a sign, a span, an element, a segment, an order, the end."""
    pieces = text.split("~")
    at = draw.randrange(len(pieces))
    match draw.randrange(10):
        case 0:
            elements = pieces[at].split("*")
            elements[draw.randrange(len(elements))] = draw.choice(VALUES)
            pieces[at] = "*".join(elements)
        case 1:
            del pieces[at]
        case 2:
            pieces.insert(at, pieces[draw.randrange(len(pieces))])
        case 3:
            other = draw.randrange(len(pieces))
            pieces[at], pieces[other] = pieces[other], pieces[at]
        case 4:
            pieces[at] += "*" + draw.choice(VALUES)
        case 5:
            return text[: draw.randrange(len(text))]
        case 6:
            place = draw.randrange(len(text))
            return text[:place] + draw.choice("*:~^\n-.9A\x85é\ufeff") + text[place + draw.randrange(3) :]
        case 7:
            low, high = sorted((draw.randrange(len(text)), draw.randrange(len(text))))
            return text[:low] + text[min(high, low + 60) :] + text[low:high]
        case 8:
            pieces[at] = pieces[at].rpartition("*")[0]
        case _:
            pieces.insert(
                at,
                draw.choice(
                    (
                        "HL*1*1*22*1",
                        "HL*99999*0*20*1",
                        "LX*1",
                        "NM1*IL",
                        "SVC",
                        "CAS*CO",
                        "ST*835*1",
                        "SE*0*0",
                        "GS*HC",
                        "IEA",
                        "\nEB*1",
                        "STC*A1",
                    )
                ),
            )
    return "~".join(pieces)


def tried(name: str, text: str, number: int) -> int:
    """Read it (and sometimes more); how many findings. Raises what must never be raised."""
    found = read(io.StringIO(text))
    json.dumps(found.document(), default=str)
    assert not is_lost(text, found), "a claim is lost"
    if number % EXPLAIN_EACH == 0:
        told = explained(io.StringIO(text))
        assert told.text(80 if number % 2 else 120) and told._repr_html_()
        assert len(told.findings) == len(found.findings)
    if name == "837P" and number % ANSWER_EACH == 0:
        try:
            answer_file(io.StringIO(text), "acme_ppo", enroll=True)
        except CleanClaimError as error:
            assert error.line()
    return len(found.findings)


def is_lost(text: str, found: Reading) -> bool:
    """Does the file have more claims (CLM, CLP inside of a set that is read) than were read?"""
    opener = {"837P": "CLM", "835": "CLP"}.get(found.transaction, "")
    if not opener or any(one.finding == "other-guide" for one in found.findings):
        return False
    count, inside = 0, False
    for elements in segments(io.StringIO(text))[0]:
        inside = elements[0] == "ST" or inside and elements[0] not in ("SE", "GE", "IEA", "ISA", "GS")
        count += inside and elements[0] == opener
    return len(found.claims) < count


def main() -> None:
    """As the module says."""
    order = json.load(sys.stdin)
    draw, names, out = (
        random.Random(order["seed"]),
        list(order["files"]),
        {"count": 0, "with_findings": 0, "failures": []},
    )
    for number in range(order["count"]):
        name = names[number % len(names)]
        text = order["files"][name]
        for _ in range(draw.choice((1, 1, 1, 2, 5))):
            text = changed(text, draw) or text
        faulthandler.dump_traceback_later(ALLOWED, exit=True)
        try:
            out["with_findings"] += tried(name, text, number) > 0
        except Exception:
            out["failures"].append([name, number, text[:4000], traceback.format_exc()[-1500:]])
            if len(out["failures"]) > 4:
                break
        out["count"] += 1
    faulthandler.cancel_dump_traceback_later()
    json.dump(out, sys.stdout)


if __name__ == "__main__":
    main()
