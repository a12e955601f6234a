"""Payers' files: which policies a list of groups and names switches on and in which order; another folder of the user
is seen in the same process.
"""

import pytest

from sim.ground.errors import CleanClaimError
from sim.payer.examples.example_claims import tables
from sim.payer.examples.example_table import Row
from sim.payer.engine.engine import adjudicate
from sim.payer.rulebook.catalogue import groups
from sim.payer.rulebook.payers import payer_of, payers

OWN = """label = "Own"
kind = "commercial"
{}
[[plan]]
code = "own"
label = "Own plan"
cite = "stated"
"""
FILING = ("timely_filing", "exact_duplicate", "same_service_again")


@pytest.fixture
def own(tmp_path):
    """A function that gives the path of a payer's file with these lines at the top."""

    def write(lines, name="own"):
        path = tmp_path / "data/payers" / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(OWN.format(lines), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    "lines, expected",
    [
        ("", ()),
        ('policies = ["submission"]', FILING),
        ('policies = ["submission"]\nwithout = ["exact_duplicate"]', ("timely_filing", "same_service_again")),
        ('policies = ["same_service_again", "submission"]', ("same_service_again", "timely_filing", "exact_duplicate")),
        ('policies = ["submission", "timely_filing"]', ("exact_duplicate", "same_service_again", "timely_filing")),
        ('policies = ["timely_filing"]', ("timely_filing",)),
        ('policies = ["documents", "submission"]', (*groups()["documents"], *FILING)),
    ],
)
def test_groups_and_names_switch_policies_on_in_the_order_of_the_file(own, lines, expected):
    assert payer_of("own", own(lines)).policies == expected


@pytest.mark.parametrize(
    "lines, words",
    [
        ('policies = ["submision"]', "unknown policy 'submision'.*write 'submission'"),
        ('policies = ["submission", "submission"]', "'submission' stands there twice"),
        ('policies = ["timely_filing"]\nwithout = ["timely_filing"]', "unknown policy of a group 'timely_filing'"),
        ('policies = ["submission"]\nwithout = ["global_period"]', "unknown policy of a group 'global_period'"),
        ('policies = ["submission", "timely_filing"]\nwithout = ["timely_filing"]', "not named there itself"),
    ],
)
def test_a_list_that_is_not_right_is_named_with_what_to_write(own, lines, words):
    with pytest.raises(CleanClaimError, match=words) as error:
        payer_of("own", own(lines))
    assert "own.toml" in str(error.value)


def cause_at(payer):
    claims, lines, coverages, past, _ = tables([Row({"payer": payer, "code": "36416"}, ("no",), "here")])
    return adjudicate(claims, lines, coverages, past).remittance_lines.denial_policy.texts().tolist()


def test_another_folder_of_the_user_is_seen_in_the_same_process(own, tmp_path, monkeypatch):
    shipped = payers()["acme_ppo"]
    assert "own" not in payers() and cause_at("acme_ppo") == ["bundled_status"]
    own('policies = ["coding"]')
    own('policies = ["submission"]', "acme_ppo")
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("CLEANCLAIM_HOME", str(tmp_path))
        assert cause_at("own") == ["bundled_status"], "a new payer"
        assert cause_at("acme_ppo") == [""], "a shipped payer that the user has changed"
    assert payers()["acme_ppo"] is shipped and "own" not in payers()
    assert cause_at("acme_ppo") == ["bundled_status"]
