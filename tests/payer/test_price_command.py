"""The price of one service from the terminal: figures, steps, exit codes."""

import json

import pytest

from sim import cli
from sim.payer.asked.price import price


def run(capsys, *words: str) -> tuple[int, str, str]:
    try:
        code = cli.main(["price", *words])
    except SystemExit as left:
        code = left.code
    said = capsys.readouterr()
    return code, said.out, said.err


def test_it_prints_the_steps_and_the_amount_of_the_same_function(capsys):
    code, out, err = run(capsys, "20610", "--modifiers", "50", "--pos", "22", "--locality", "00000-00")
    answer = price("20610", "50", pos="22", locality="00000-00")
    assert (code, err) == (0, "") and out.splitlines()[-1] == "Allowed: $59.63"
    assert [line.partition(". ")[2] for line in out.splitlines()[:-1]] == list(answer.steps)


def test_json_is_one_document_in_cents(capsys):
    code, out, _ = run(
        capsys,
        "99213",
        "--units",
        "1",
        "--date",
        "2026-05-04",
        "--payer",
        "medicare",
        "--clinician",
        "NP",
        "--deductible",
        "0",
        "--json",
    )
    said = json.loads(out)
    assert code == 0 and (said["allowed_amount"], said["patient_amount"], said["paid_amount"]) == (7585, 1517, 5947)
    assert said["steps"] and said["modifiers"] == []


def test_every_option_reaches_the_price(capsys):
    _, out, _ = run(capsys, "99213", "--non-participating", "--unassigned", "--charge", "210", "--json")
    assert json.loads(out)["allowed_amount"] == 8477 and "limiting charge" in " ".join(json.loads(out)["steps"])
    _, out, _ = run(capsys, "20551", "--beside", "20610-RT,99213", "--json")
    assert json.loads(out)["allowed_amount"] == 2801


def test_a_service_that_the_payer_refuses_ends_with_one(capsys):
    code, out, err = run(capsys, "99396")
    assert code == 1 and "PR-49 N429" in out and not err


@pytest.mark.parametrize(
    "words",
    [
        ("99999",),
        ("99213", "--units", "x"),
        ("99213", "--charge", "much"),
        ("99213", "--date", "yesterday"),
        (),
        ("99213", "--payer", "nobody"),
        ("99213", "--locality", "x"),
        ("99213", "--deductible", "-1"),
        ("99213", "--nonsense"),
    ],
)
def test_bad_input_is_one_line_and_two(words, capsys):
    code, out, err = run(capsys, *words)
    assert code == 2 and not out and len(err.strip().splitlines()) == 1
