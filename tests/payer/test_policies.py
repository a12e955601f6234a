"""Every policy keeps what its own docstring says."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sim.ground.files import root
from sim.payer.rulebook.catalogue import policies
from sim.payer.examples.example_table import read
from sim.payer.examples.worked_examples import check
from sim.payer.rulebook.payers import lent, payers


@pytest.mark.parametrize("name", policies())
def test_the_examples_of_a_policy_hold(name):
    assert check(policies()[name]) == []


@pytest.mark.parametrize("name", policies())
def test_a_policy_has_a_yes_and_a_no_example_and_says_what_it_leaves_out(name):
    policy = policies()[name]
    answers = [answer for row in read(policy) for answer in row.answer if not row.is_past]
    zero = {"no", "0.00"}
    assert set(answers) & zero and set(answers) - zero
    assert re.search(r"^Not modeled: .+", policy.doc, re.MULTILINE)


def test_every_policy_is_on_somewhere():
    used = {name for payer in payers().values() for name in payer.policies}
    assert used == set(policies())


@pytest.mark.parametrize("name", policies())
def test_the_examples_hold_where_no_payer_has_the_policy_on(name):
    off = {
        code: replace(payer, policies=tuple(one for one in payer.policies if one != name))
        for code, payer in payers().items()
    }
    with lent(off):
        assert check(policies()[name]) == []


RENAMED = """
import sys
from pathlib import Path
from sim.ground import files
files.root = lambda: Path(sys.argv[1])
from sim.payer.examples.worked_examples import check
from sim.ground.files import root
from sim.payer.rulebook.catalogue import policies
from sim.payer.rulebook.payers import lent, payers
print(*payers())
print([text for policy in policies().values() for text in check(policy)])
"""


def test_a_payer_can_be_renamed_and_no_policy_notices(tmp_path):
    shutil.copytree(root() / "data", tmp_path / "data")
    for file in [*(tmp_path / "data/payers").iterdir(), *(tmp_path / "data/params").iterdir()]:
        text = file.read_text(encoding="utf-8")
        for code in payers():
            text = text.replace(f'"{code}"', f'"renamed_{code}"')
        file.write_text(text, encoding="utf-8")
        if file.stem in payers():
            file.rename(file.with_stem(f"renamed_{file.stem}"))
    work = [sys.executable, "-c", RENAMED, str(tmp_path)]
    told = subprocess.run(work, capture_output=True, text=True, check=True).stdout.splitlines()
    assert told == [" ".join(f"renamed_{code}" for code in payers()), "[]"]


ADDED = (
    '"""An ultrasound of the heart beside a visit.\n'
    + """
Words about it.

    payer       claim  code   | denies
    commercial  1      99213  | no
    commercial  2      93306  | CO-97
    medicaid    3      93306  | CO-97

Not modeled: much.
\"\"\"

from sim.payer.rulebook.policy import CO

stage = "units"
title = "The ultrasound is part of the visit"
fix = "Write it off."
adjustments = [CO("97", "M15")]
cite = "stated"
owner, remedy, never = "biller", "R_NONE", "bill the patient"
cause = "bundled"
appeal_ground = "stands_apart"
box = "claim_lines.service_unit_quantity"
row = "G9"


def denies(lines):
    return lines.procedure_code == "93306"
"""
)
USED = """
import sys
import sim.payer.policies.coding as room
room.__path__.append(sys.argv[1])
sys.path[:0] = sys.argv[2:]
from plain_loop import covered
from sim.billing.denials.remedies import cause_of
from sim.payer.asked.appeals import ground_of
from sim.payer.examples.worked_examples import check
from sim.payer.rulebook.catalogue import policies, groups
from sim.payer.rulebook.catalogue_table import text
from sim.payer.rulebook.payers import payers
print(*(code for code, payer in payers().items() if "heart_beside_visit" in payer.policies))
print(check(policies()["heart_beside_visit"]), groups()["coding"].index("heart_beside_visit"))
print(cause_of(policy="heart_beside_visit"), *ground_of("heart_beside_visit", "units"))
print(*policies()["heart_beside_visit"].box)
print("not separately paid | complexity_beside_25, heart_beside_visit, not_separate |" in text())
print(any("heart_beside_visit" in payer.policies for payer in covered().values()))
"""


def test_a_policy_is_added_by_one_file(tmp_path):
    (tmp_path / "heart_beside_visit.py").write_text(ADDED, encoding="utf-8")
    work = [sys.executable, "-c", USED, str(tmp_path), str(Path(__file__).resolve().parents[2] / "benchmarks")]
    done = subprocess.run(work, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "acme_ppo anvil_workcomp boxwood_hdhp medicaidcare medicare_part_b silverleaf_hmo",
        "[] 15",
        "bundled stands_apart False",
        "claim_lines service_unit_quantity",
        "True",
        "False",
    ]


def test_no_policy_names_a_payer():
    for name, policy in policies().items():
        text = Path(policy.ask.__code__.co_filename).read_text(encoding="utf-8")
        assert not [code for code in payers() if code in text], name
