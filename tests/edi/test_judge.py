"""Somebody else's validator (pyx12) judges every file that we write: two thousand visits coded by a novice, every
payer, and one claim with everything.
"""

import io
import json
import logging

import pytest
from wire_made import ENVELOPE, full_claim, full_parties

from sim.billing.bulk.exchange_files import write_block, write_remittances
from sim.billing.bulk.pipeline import Settings, plan, simulate_block
from sim.edi.writer.acknowledgements import write_999, write_ta1
from sim.edi.reader.interchanges import Reader
from sim.edi.writer.claims import write_837p

ENCOUNTERS = 2_000


def judged(text: str) -> tuple[bool, list]:
    """(is it valid, what pyx12 says)."""
    import pyx12.params
    from pyx12.x12n_document import x12n_document

    logging.disable(logging.CRITICAL)
    out = io.StringIO()
    try:
        valid = x12n_document(
            param=pyx12.params.params(), src_file=io.StringIO(text), fd_997=None, fd_html=None, fd_json=out
        )
    finally:
        logging.disable(logging.NOTSET)
    return valid, list(_errors(json.loads(out.getvalue())))


def _errors(found):
    if isinstance(found, dict):
        if "err_cde" in found:
            yield (found["err_cde"], found.get("err_str"), found.get("err_val"))
        for value in found.values():
            yield from _errors(value)
    elif isinstance(found, list):
        for value in found:
            yield from _errors(value)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A simulation as files."""
    from sim.payer.money.payments import settled

    out, settings = tmp_path_factory.mktemp("wire"), Settings(ENCOUNTERS, seed=12, coder="novice", block=2_000)
    parts = []
    for block in plan(settings):
        tables = simulate_block(settings, block)
        write_block(out, tables, block.number)
        parts.append(tables["part"])
    write_remittances(out, settled(parts))
    return out


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["837", "crossover", "999", "277ca", "835"])
def test_every_file_of_a_simulation_is_valid(folder, kind):
    paths = sorted(folder.glob(f"*/{kind}*.x12"))
    assert len({path.parent.name for path in paths}) >= 3 or kind == "crossover"
    for path in paths:
        valid, errors = judged(path.read_text(encoding="utf-8"))
        assert valid and not errors, (path.parent.name, errors[:3])


@pytest.mark.slow
def test_nothing_is_lost_on_the_way(folder):
    """Every claim is on the file or on paper, answered at the front door, and remitted unless it was refused."""
    from sim.edi.reader.any_file import read

    for place in sorted(path for path in folder.iterdir() if path.is_dir()):
        sent = [claim["claim_id"] for path in sorted(place.glob("837-*.x12")) for claim in read(path).claims]
        if not sent:
            continue
        told = {claim["claim_id"]: claim for path in sorted(place.glob("277ca-*.x12")) for claim in read(path).claims}
        remitted = {claim["claim_id"] for claim in read(place / "835.x12").claims}
        assert sorted(sent) == sorted(told) and len(set(sent)) == len(sent)
        refused = {number for number, claim in told.items() if not claim["is_accepted"]}
        assert (
            not refused & remitted and not {number for number in told if told[number]["payer_claim_number"]} & refused
        )


def test_a_claim_with_everything_is_valid():
    valid, errors = judged(write_837p(*full_claim()[:2], full_parties(), ENVELOPE, *full_claim()[2:]).text)
    assert valid and not errors


def test_the_answers_to_a_broken_file_are_valid():
    text = write_837p(*full_claim()[:2], full_parties(), ENVELOPE).text
    broken = (
        text.replace("*UN*1*", "**x*", 1)
        .replace("DTP*472*D8*20260403~", "DTP*472*D8*2026043~", 1)
        .replace("REF*EI*000000001~\n", "")
    )
    reader = Reader(broken)
    list(reader)
    answer = write_999(reader.interchanges[0], ENVELOPE)
    assert "IK5*R*" in answer and judged(answer) == (True, [])
    assert judged(write_ta1(reader.interchanges[0], ENVELOPE)) == (True, [])


def test_the_judge_refuses_what_is_wrong():
    valid, errors = judged(write_837p(*full_claim()[:2], full_parties(), ENVELOPE).text.replace("*UN*1*", "**1*", 1))
    assert not valid and errors
