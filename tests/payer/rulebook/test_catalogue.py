"""The table of the catalogue in sim/payer/policies/README.md against the folder."""

import re
from pathlib import Path

import sim.payer.policies
from sim.payer.rulebook.catalogue import policies
from sim.payer.rulebook.payers import payers

TEXT = (Path(sim.payer.policies.__file__).parent / "README.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| ([A-I]\d+) \|[^|]*\| (.+) \|$", TEXT, re.MULTILINE))
COUNTS = {"A": 21, "B": 7, "C": 8, "D": 6, "E": 9, "F": 14, "G": 13, "H": 9, "I": 17}
NAMED = {
    name
    for text in (*ROWS.values(), TEXT.partition("Beyond the rows")[2])
    for name in re.findall(r"\b[a-z]+(?:_[a-z0-9]+)*\b", text)
} & set(policies())


def test_every_row_is_answered_or_says_why_not():
    assert set(ROWS) == {f"{letter}{number}" for letter, count in COUNTS.items() for number in range(1, count + 1)}
    for row, text in ROWS.items():
        assert set(re.findall(r"\w+", text)) & set(policies()) or len(text.split()) > 4, row


def test_what_looks_like_a_policy_is_one():
    for row, text in ROWS.items():
        first = text.partition("(")[0]
        if "," in first or "_" in first and "/" not in first:
            for name in re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b", first):
                assert name in policies(), (row, name)


def test_every_policy_stands_in_the_table():
    assert set(policies()) - NAMED == set()


def test_there_are_as_many_policies_and_reasons_as_promised():
    codes = {
        code.carc
        for payer in payers().values()
        for name in payer.policies
        for code in payer.replace.get(name, policies()[name].codes)
        if getattr(code, "carc", "")
    }
    assert len(policies()) >= 70 and len(codes) >= 55
