"""The linter of payers' files: what a manager forgot, and words that mean nothing."""

import shutil

import pytest

from sim.ground.errors import CleanClaimError
from sim.ground.files import find
from sim.learn.lint.payer_files import lint_payer
from sim.payer.rulebook.payers import payer_of


@pytest.fixture
def written(tmp_path):
    """A function that gives a payer of the user's own: Acme PPO's file with some of its text exchanged."""

    def write(*exchanges):
        path = tmp_path / "own_ppo.toml"
        shutil.copy(find("data/payers/acme_ppo.toml"), path)
        content = path.read_text(encoding="utf-8")
        for old, new in exchanges:
            assert old in content
            content = content.replace(old, new, 1)
        path.write_text(content, encoding="utf-8")
        return path

    return write


def test_limits_that_nobody_wrote_are_told(written):
    found = list(
        lint_payer(
            written(
                ("filing_limit =", "refund_limit ="),
                ("appeal_limit =", "clean_claim_days ="),
                ("\nrefund_limit = { value = 60", "\n#"),
            )
        )
    )
    assert {one.field for one in found if "no limit in force" in one.found} >= {"filing_limit", "appeal_limit"}


def test_paying_second_and_wants_that_are_left_out_are_told(written):
    path = written(('"coordination",', ""), ('bilateral = "one line with 50"\n', ""))
    fields = {one.field: one.found for one in lint_payer(path)}
    assert "coordination is off" in fields["policies"] and "bilateral" in fields["wants"]


@pytest.mark.parametrize(
    "old, new, told",
    [
        ('method = "standard"', 'method = "as we like"', "[coordination]"),
        ('bilateral = "one line with 50"', 'bilateral = "twice"', "[wants]"),
        ("balance_billing = true", 'balance_billing = "yes"', "[network]"),
        ("deductible = 500.00", "deductible_is_aggregate = 3\ndeductible = 500.00", "true or false"),
    ],
)
def test_a_word_that_means_nothing_is_refused_in_one_line(written, old, new, told):
    with pytest.raises(CleanClaimError) as reason:
        payer_of("own_ppo", written((old, new)))
    assert told in reason.value.line()


@pytest.mark.parametrize(
    "old, new, told",
    [
        ("deductible = 500.00", "deductible = 5.00", "plan 1, deductible: found $5.00"),
        ("deductible = 500.00", "deductible = 50000.00", "plan 1, deductible: found $50,000.00"),
        ("amount = 25.00", "amount = 2500.00", "copay 1, amount: found $2,500.00"),
        ("amount = 25.00", "amount = 25.00", ""),
    ],
)
def test_an_amount_that_no_plan_has_is_asked_about(written, old, new, told):
    found = [one.line() for one in lint_payer(written((old, new))) if "outside" in one.found]
    assert len(found) == bool(told) and all(told in line and "leave it if it is meant" in line for line in found)
