"""Appeals are decided by rules: each rule once on each side, the levels of every kind of payer, the closed doors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.payer.asked.appeals import (
    ROUTES,
    Appeal,
    Facts,
    closed_door,
    days_to_file,
    decide,
    evidences,
    ground_of,
    grounds,
    levels,
    needed,
    route_of,
)
from sim.payer.rulebook.catalogue import policies

ANSWERED = np.datetime64("2026-05-01")
FACTS = Facts("acme_ppo", "commercial", "timely_filing", "filing", "29", (), ANSWERED, at_stake=10_000, is_wrong=True)
WINS = Appeal("R_RECON", ANSWERED + 10, 1, "filed_in_time", ("acceptance_report",))
NECESSITY = FACTS._replace(policy="diagnosis_does_not_support", stage="medical necessity", carc="50")
FIGHT = Appeal("R_APPEAL", ANSWERED + 10, 1, "medically_needed", ("medical_record", "policy_citation"))


def test_everything_right_wins_where_the_payer_was_wrong():
    assert decide(WINS, FACTS).decision == decide(FIGHT, NECESSITY).decision == "overturned"


@pytest.mark.parametrize(
    "appeal, facts, decision, carc, reason",
    [
        (WINS, FACTS._replace(is_rejected=True), "dismissed", "285", "never decided"),
        (WINS, FACTS._replace(remarks=("MA130",)), "dismissed", "285", "no right of appeal"),
        (
            FIGHT,
            NECESSITY._replace(policy="exact_duplicate", stage="duplicate", carc="18", is_wrong=False),
            "dismissed",
            "285",
            "true duplicate",
        ),
        (WINS._replace(level=2), FACTS, "dismissed", "285", "wrong level"),
        (WINS._replace(level=3), FACTS, "dismissed", "285", "no such level"),
        (WINS._replace(sent=ANSWERED + 181), FACTS, "dismissed", "286", "too late"),
        (WINS._replace(route="R_APPEAL"), FACTS, "dismissed", "285", "wrong route"),
        (FIGHT._replace(route="R_RECON"), NECESSITY, "dismissed", "285", "wrong route"),
        (WINS._replace(ground="contract_price"), FACTS, "upheld", "193", "does not answer the denial"),
        (WINS._replace(evidence=("rejection_report",)), FACTS, "upheld", "193", "no proof"),
        (FIGHT._replace(evidence=("medical_record",)), NECESSITY, "upheld", "193", "no proof"),
        (WINS, FACTS._replace(is_wrong=False), "upheld", "193", "the answer follows from the claim"),
        (
            FIGHT,
            NECESSITY._replace(is_wrong=False, supports=True),
            "upheld",
            "193",
            "the answer follows from the claim",
        ),
        (WINS._replace(evidence=("acceptance_report", "record_written_now")), FACTS, "upheld", "193", "false record"),
        (
            FIGHT,
            NECESSITY._replace(is_wrong=False, closed="The pair has modifier indicator 0"),
            "upheld",
            "193",
            "closed door",
        ),
    ],
)
def test_each_rule_of_the_payer(appeal, facts, decision, carc, reason):
    assert decide(appeal, facts)[:3] == (decision, carc, reason)


def test_the_last_day_is_in_time():
    assert decide(WINS._replace(sent=ANSWERED + 180), FACTS).decision == "overturned"
    medicare = NECESSITY._replace(payer_code="medicare_part_b", payer_kind="medicare")
    assert (
        decide(FIGHT._replace(sent=ANSWERED + 125), medicare).decision == "overturned"
        and decide(FIGHT._replace(sent=ANSWERED + 126), medicare).carc == "286"
    )


def test_units_of_indicator_3_are_won_with_the_record_and_only_with_it():
    facts = FACTS._replace(policy="units_above_limit", stage="units", carc="151", is_wrong=False, supports=True)
    letter = Appeal("R_APPEAL", ANSWERED + 10, 1, "units_given", ("medical_record",))
    assert decide(letter, facts).decision == "overturned"
    assert decide(letter, facts._replace(supports=False)).decision == "upheld"
    assert decide(letter, facts._replace(closed="indicator 2")).reason == "closed door"


def test_medicare_has_five_levels_with_their_amounts():
    found = levels("medicare", "R_APPEAL", "2026-06-01")
    assert [one.level for one in found] == [1, 2, 3, 4, 5] and [one.minimum_amount for one in found] == [
        0,
        0,
        20_000,
        0,
        196_000,
    ]
    assert (
        levels("medicare", "R_APPEAL", "2025-06-01")[2].minimum_amount == 19_000
        and levels("medicare", "R_RECON", "2026-06-01") == ()
    )
    facts = NECESSITY._replace(payer_code="medicare_part_b", payer_kind="medicare", levels=2, at_stake=19_999)
    third = FIGHT._replace(level=3)
    assert (
        decide(third, facts).reason == "too little at stake"
        and decide(third, facts._replace(at_stake=20_000)).decision == "overturned"
    )


@pytest.mark.parametrize(
    "kind, route, days",
    [
        ("medicare", "R_APPEAL", 180),
        ("commercial", "R_APPEAL", 120),
        ("medicaid", "R_APPEAL", 120),
        ("medicare advantage", "R_APPEAL", 60),
        ("workers compensation", "R_APPEAL", 30),
    ],
)
def test_the_second_level_has_its_own_days(kind, route, days):
    assert days_to_file("nobody", kind, route, 2, "2026-06-01") == days


def test_the_first_level_follows_the_payers_own_limit():
    assert (
        days_to_file("medicaidcare", "medicaid", "R_APPEAL", 1, "2026-06-01") == 60
        and days_to_file("acme_ppo", "commercial", "R_RECON", 1, "2026-06-01") == 180
    )


def test_closed_doors():
    assert "indicator 0" in closed_door("bundled_pair", "99211", ("96372",), "2026-06-01")
    assert (
        closed_door("bundled_pair", "99214", ("94640",), "2026-06-01") == ""
        and closed_door("timely_filing", "99214", (), "2026-06-01") == ""
    )


def test_every_ground_has_known_proof_and_a_known_route():
    for name, row in grounds().items():
        assert (
            set(needed(name)) <= set(evidences())
            and {row["route"], row["medicare_route"]} <= set(ROUTES)
            and row["source"]
            and row["upheld"]
        )


def test_every_denying_policy_has_a_ground_and_a_route_that_exists():
    for name, policy in policies().items():
        ground, _ = ground_of(name, policy.stage.name)
        assert ground in grounds()
        if policy.verb == "denies":
            assert ground != "complete" or policy.stage.name != "filing"


@given(
    st.sampled_from(ROUTES),
    st.integers(1, 5),
    st.sampled_from(sorted(grounds())),
    st.lists(st.sampled_from(sorted(evidences())), max_size=4),
    st.integers(0, 400),
    st.sampled_from(sorted(policies())),
    st.sampled_from(
        ["commercial", "medicare", "medicaid", "medicare advantage", "workers compensation", "something new"]
    ),
    st.booleans(),
    st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_any_letter_gets_one_answer_and_nothing_is_won_against_the_facts(
    route, level, ground, evidence, days, policy, kind, is_wrong, supports
):
    facts = Facts(
        "nobody",
        kind,
        policy,
        policies()[policy].stage.name,
        "50",
        (),
        ANSWERED,
        at_stake=5_000,
        is_wrong=is_wrong,
        supports=supports,
    )
    told = decide(Appeal(route, ANSWERED + days, level, ground, tuple(evidence)), facts)
    assert (
        told.words
        and told.date >= ANSWERED + days
        and told == decide(Appeal(route, ANSWERED + days, level, ground, tuple(evidence)), facts)
    )
    if told.decision == "overturned":
        _, record_decides = ground_of(policy, policies()[policy].stage.name)
        assert (
            (is_wrong or (record_decides and supports))
            and route == route_of(ground, kind)
            and set(needed(ground)) <= set(evidence)
            and told.carc == ""
        )
    else:
        assert told.carc in ("193", "285", "286")
