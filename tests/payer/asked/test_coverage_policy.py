"""A policy page holds what the engine checks: every list and rule of a payer's file stands on it."""

import pytest

from sim.ground.errors import CleanClaimError
from sim.payer.asked.advance_notice import Notice, due, modifiers
from sim.payer.asked.coverage_policy import WORDS, coverage_policy
from sim.payer.rulebook.payers import payers


@pytest.mark.parametrize("payer", sorted(payers()))
def test_every_list_and_rule_of_the_file_stands_on_the_page(payer):
    file = payers()[payer]
    for row in file.sections["covered"]:
        for code in row.get("codes", ()):
            lists = [one.diagnoses for one in coverage_policy(payer, code).criteria]
            assert tuple(row["diagnoses"]) in lists
    for row in file.sections["rule"]:
        for code in row.get("codes", ()):
            if row["policy"] in WORDS and row["policy"] in file.policies:
                assert row["policy"] in [one.policy for one in coverage_policy(payer, code).criteria]
    for row in file.sections["not_covered"]:
        for code in row.get("codes", ()):
            assert coverage_policy(payer, code).is_excluded


def test_what_is_not_known_is_told():
    with pytest.raises(CleanClaimError, match="no payer"):
        coverage_policy("nobody", "J3420")
    with pytest.raises(CleanClaimError, match="not in the library"):
        coverage_policy("acme_ppo", "ZZZZZ")


@pytest.mark.parametrize("kind", ["medicare", "medicare advantage", "commercial", "medicaid"])
def test_nothing_is_due_before_a_covered_service(kind):
    assert due(kind, True, False) == (Notice.NONE,) and modifiers(kind, True, False, "signed") == ((),)


def test_an_abn_is_for_original_medicare_only():
    for excluded in (True, False):
        for kind in ("medicare advantage", "commercial", "medicaid"):
            assert Notice.ABN not in due(kind, False, excluded)
            assert modifiers(kind, False, excluded, "signed") == ((),)
    assert Notice.ABN not in due("medicare", False, True)
