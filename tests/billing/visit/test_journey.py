"""The journey of a visit: promises 1, 3 and 11 over every scenario, payer and mistake of a block of households."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.billing.claims.steps import BilledNew, Reopened, Replaced, Voided
from sim.billing.visit.claim_path import STOPS
from sim.billing.visit.journey import journey
from sim.billing.visit.journey_view import view
from sim.ground.errors import CleanClaimError

pytestmark = pytest.mark.slow
ENDINGS = ("R_WRITEOFF", "R_PATIENT", "R_NONE", "R_REFUND", "R_AUTH", "R_APPEAL")


def made(case, **more):
    return journey(case.people, case.encounters, case.work, case.truth, **more)


@pytest.fixture(scope="module")
def journeys(every_mistake):
    """(scenario, payer, trap, journey, its dictionary) of every mistake."""
    out = []
    for name, payer, trap, case in every_mistake():
        one = made(case)
        out.append((f"{name} at {payer}: {trap.error}", trap, one, view(one)))
    return out


def test_there_are_many_mistakes(journeys):
    assert len(journeys) > 120
    assert {one[1].at for one in journeys} == {"front desk", "coder", "biller", "poster"}


def test_every_journey_balances_to_the_cent(journeys):
    for what, _, _, shown in journeys:
        assert shown["balance_ok"], what
        for line in shown["remittance"]["lines"]:
            assert line["charge_amount"] == line["paid_amount"] + sum(one["amount"] for one in line["adjustments"]), (
                what
            )
        assert sum(row["amount"] for row in shown["ledger"]) == 0, what


def test_a_mistake_is_always_named_with_its_desk(journeys):
    for what, trap, _, shown in journeys:
        assert shown["cause"], what
        assert shown["cause"]["error"] == trap.error, what
        assert shown["cause"]["desk"] == trap.at, what
        assert any(stop["is_origin"] and stop["state"] == "broke" for stop in shown["path"]), what


def test_the_repair_pays_or_the_right_ending_is_named(journeys):
    for what, _, one, shown in journeys:
        repair = shown["repair"]
        assert repair, what
        assert repair["pays"] or repair["remedy"] in ENDINGS, f"{what}: {repair['what']}"
        if repair["pays"]:
            assert repair["brings_amount"] == shown["money"]["owed_not_paid"] - shown["money"]["paid_not_supported"], (
                what
            )
        else:
            assert repair["what"] and (repair["remedy"] != "R_WRITEOFF" or one.repair.claims is None), what


def test_where_money_is_owed_only_a_filing_limit_keeps_it_lost(journeys):
    for what, trap, _, shown in journeys:
        if shown["money"]["owed_not_paid"] and not shown["repair"]["pays"]:
            assert trap.error == "late-submission", f"{what}: {shown['repair']}"


def test_a_paid_mistake_is_still_marked_at_the_audit(journeys):
    for what, trap, _, shown in journeys:
        paid = any(not line["denial_policy"] for line in shown["remittance"]["lines"])
        if trap.at == "coder" and paid and not any(line["denial_policy"] for line in shown["remittance"]["lines"]):
            assert shown["path"][-1]["state"] == "broke", what
        if shown["money"]["paid_not_supported"]:
            assert shown["path"][-1]["state"] == "broke", what


def test_the_two_numbers_agree_with_the_lines(journeys):
    for what, _, one, shown in journeys:
        lines = shown["remittance"]["lines"]
        owed = sum(max(line["supported_amount"] - line["paid_amount"], 0) for line in lines) + sum(
            row["supported_amount"] for row in shown["unbilled"]
        )
        if len(one.claims.claims) == 1:
            assert shown["money"]["owed_not_paid"] == owed, what
            assert shown["money"]["paid_not_supported"] == sum(
                max(line["paid_amount"] - line["supported_amount"], 0) for line in lines
            ), what


def test_a_visit_without_a_mistake_ends_well(every_visit):
    for name, payer, case in every_visit():
        shown = view(made(case))
        assert shown["cause"] is None and shown["repair"] is None and shown["consequence"] == "", (
            name,
            payer,
            shown["causes"],
        )
        assert shown["money"]["owed_not_paid"] == shown["money"]["paid_not_supported"] == 0
        assert shown["paid_first_time"], (name, payer)
        assert [stop["key"] for stop in shown["path"]] == list(STOPS)
        assert all(stop["state"] == "ok" for stop in shown["path"]), (
            name,
            payer,
            [stop for stop in shown["path"] if stop["state"] != "ok"],
        )


def test_a_dictionary_has_every_field_of_the_tour_and_is_plain(visit_of):
    shown = view(made(visit_of("knee_injection", "acme_ppo", "wrong-side")))
    fields = (
        "scenario note truth coded claim findings acknowledgement remittance cause repair ledger balance_ok".split()
    )
    assert all(name in shown for name in fields)
    assert {"diagnoses", "services"} <= shown["truth"].keys() & shown["coded"].keys()
    assert {"lines", "total_charge_amount"} <= shown["claim"].keys()
    line = shown["remittance"]["lines"][0]
    assert {"charge_amount", "allowed_amount", "paid_amount", "supported_amount", "adjustments"} <= line.keys()
    assert {"group", "carc", "rarcs", "amount", "policy"} <= line["adjustments"][0].keys()
    assert json.loads(json.dumps(shown)) == shown


def test_what_a_learner_corrects_is_paid(visit_of):
    """The denial desk's round: the claim goes to the payer that was right, and the visit is whole again."""
    case = visit_of("back_strain_new_plan", "acme_ppo", "coverage-not-verified")
    first = made(case)
    coverage = first.true.claims.rows()[0]
    changes = {
        f"claim.{name}": coverage[name]
        for name in ("payer_code", "coverage_key", "member_id", "relationship_code", "group_number")
    }
    after = view(made(case, steps=[BilledNew(changes)]))
    assert view(first)["money"]["owed_not_paid"] + first.causes[0].problem.patient > 0
    assert after["money"]["owed_not_paid"] == 0 and after["cause"] is None
    assert [row["claim_state"] for row in after["history"]] == ["closed", "paid"]
    assert after["balances"]["denied"] == 0


def test_a_learners_own_mistake_is_found_by_trying(visit_of):
    """Two differences from the record, one of which made the denial: that one is named."""
    case = visit_of("back_strain_new_plan", "acme_ppo")
    previous = case.people.coverages.take(
        case.people.coverages.coverage_key == case.encounters.coverage_key[0] - 1
    ).rows()[0]
    changes = {
        "claim.payer_code": previous["payer_code"],
        "claim.coverage_key": previous["coverage_key"],
        "claim.member_id": previous["member_id"],
        "claim.relationship_code": previous["relationship_code"],
        "claim.group_number": previous["group_number"],
        "claim.diagnosis_code_1": "M54.9",
    }
    shown = view(made(case, changes=changes))
    assert {one["kind"] for one in shown["differences"]} == {"coverage", "diagnoses"}
    assert shown["cause"]["desk"] == "biller" and "coverage" in shown["cause"]["text"]


def test_nothing_billed_is_owed(visit_of):
    case = visit_of("knee_injection", "medicare_part_b")
    nothing = type(case.work)(*(table.take([]) for table in case.work))
    shown = view(journey(case.people, case.encounters, nothing, case.truth))
    assert shown["claim"]["lines"] == [] and shown["acknowledgement"] is None
    assert shown["cause"]["kind"] == "unbilled service"


def test_a_new_claim_for_a_refused_line_leaves_the_paid_line_alone(visit_of):
    """Medicare returns a laboratory line without QW; only that line goes out again, and the visit is not paid twice."""
    case = visit_of("sore_throat", "medicare_part_b", "missing-modifier-qw")
    first = made(case)
    number = next(line["claim_line_number"] for line in view(first)["remittance"]["lines"] if line["denial_policy"])
    after = made(case, steps=[BilledNew({f"line.{number}.hcpcs_modifier_1": "QW"})])
    assert len(first.claims.lines) == 2 and len(after.claims.lines) == 3
    shown = view(after)
    assert shown["cause"] is None and shown["differences"] == [] and shown["balance_ok"]
    assert shown["money"]["owed_not_paid"] == shown["money"]["paid_not_supported"] == 0
    assert shown["balances"]["payer"] == shown["balances"]["denied"] == 0
    assert -shown["balances"]["revenue"] == shown["money"]["charge"] == first.claims.lines.charge_amount.sum()


def test_any_visit_with_any_mistake_keeps_the_promises(any_mistake):
    """Promises 1, 3 and 11 on visits drawn by hypothesis: the cause is named, its repair alone pays or the right ending
    stands, an audit sees it.
    """

    @settings(max_examples=80)
    @given(st.data())
    def keeps(data):
        trap, case = any_mistake(data)
        shown = view(made(case))
        assert shown["balance_ok"] and shown["cause"]["error"] == trap.error
        is_owed = shown["money"]["owed_not_paid"] or any(cause["patient_amount"] for cause in shown["causes"])
        assert not is_owed or shown["repair"]["pays"] or trap.error == "late-submission"
        if (
            trap.at == "coder"
            and shown["remittance"]["lines"]
            and not any(line["denial_policy"] for line in shown["remittance"]["lines"])
        ):
            assert shown["path"][-1]["state"] == "broke"

    keeps()


VALUES = st.one_of(
    st.none(),
    st.integers(-5, 10_000),
    st.sampled_from(["25", "59", "QW", "99213", "99214", "J3301", "I10", "M17.11", "E11", "Z00.00", "11", "99", "x"]),
)
PATHS = st.sampled_from(
    [
        "claim.member_id",
        "claim.payer_code",
        "claim.diagnosis_code_1",
        "claim.diagnosis_code_3",
        "claim.clia_number",
        "claim.billing_npi",
        "claim.claim_frequency_code",
        "claim.total_charge_amount",
        "claim.patient_birth_date",
        "line.1",
        "line.1.procedure_code",
        "line.1.hcpcs_modifier_1",
        "line.1.service_unit_quantity",
        "line.1.diagnosis_pointer_1",
        "line.2.procedure_code",
        "line.2",
        "line.2.charge_amount",
        "line.1.service_date",
        "line.1.place_of_service_code",
        "line.2.rendering_npi",
    ]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.dictionaries(PATHS, VALUES, max_size=4),
    way=st.sampled_from([None, Replaced, Reopened, BilledNew, Voided]),
)
def test_whatever_a_learner_makes_of_a_claim_balances_and_is_explained(visit_of, changes, way):
    case = visit_of("knee_injection", "medicaidcare")
    try:
        shown = view(made(case, changes=changes, steps=[way()] if way else ()))
    except CleanClaimError as told:
        assert told.expected and told.todo
        return
    assert shown["balance_ok"]
    assert shown["money"]["owed_not_paid"] >= 0 and shown["money"]["paid_not_supported"] >= 0
    if shown["money"]["owed_not_paid"] or shown["money"]["paid_not_supported"]:
        assert shown["cause"] and shown["repair"]
    json.dumps(shown)


def test_of_two_mistakes_of_a_learner_each_is_named_where_it_cost(visit_of):
    """Modifier 25 left out and the knee's units wrong: the denial comes from the first, the short payment from the
    second.
    """
    case = visit_of("knee_injection", "medicaidcare")
    one = made(case)
    lines = {line["procedure_code"]: line["claim_line_number"] for line in view(one)["claim"]["lines"]}
    visit, drug = (
        next(code for code in lines if code.startswith("992"))
        if any(code.startswith("992") for code in lines)
        else None,
        "J3301",
    )
    changes = {f"line.{lines[drug]}.service_unit_quantity": 1}
    changes |= {f"line.{lines[visit]}.hcpcs_modifier_1": ""} if visit else {}
    shown = view(made(case, changes=changes))
    told = {row["kind"]: row for row in shown["causes"]}
    assert "J3301 has 1 units" in told["short payment"]["text"]
    assert not visit or "modifier 25" in told["denial"]["text"].lower()


def test_the_worklist_counts_days_from_the_day_given(visit_of):
    case = visit_of("rhinitis_problem_list", "acme_ppo", "level-too-low")
    row = view(made(case))["worklist"][0]
    later = view(made(case, today=(made(case).today + 10)))["worklist"][0]
    assert row["days_left"] == 180 and later["days_left"] == 170


EDITS = st.sampled_from(
    [
        {},
        {"line.1.service_unit_quantity": 2},
        {"claim.diagnosis_code_2": "I10"},
        {"claim.member_id": "X1", "claim.coverage_key": -1},
        {"line.1.hcpcs_modifier_2": "59"},
        {"line.1.procedure_code": "99215"},
    ]
)
STEP = st.builds(lambda way, changes: way(changes), st.sampled_from([Replaced, Reopened, BilledNew, Voided]), EDITS)


def test_whatever_is_sent_after_whatever_the_books_balance(any_mistake):
    """Three follow-ups of any kind, right or foolish, to any claim: nothing is ever left open with a payer who has
    answered, and no cent is lost.
    """

    @settings(max_examples=60)
    @given(st.data(), st.lists(STEP, min_size=1, max_size=3))
    def balances_(data, steps):
        trap, case = any_mistake(data)
        shown = view(made(case, steps=steps))
        assert shown["balance_ok"]
        assert sum(shown["balances"].values()) == 0
        if shown["acknowledgement"]["is_accepted"] and trap.error != "payment-to-wrong-visit":
            assert shown["balances"]["payer"] == 0
        assert len(shown["history"]) >= 1 + len(steps)

    balances_()


def test_going_on_from_where_it_stands_equals_playing_from_the_start(any_mistake):
    """Three follow-ups of any kind: a journey that was looked at after each step is the one that was played at once."""

    @settings(max_examples=40)
    @given(st.data(), st.lists(STEP, min_size=1, max_size=3))
    def is_the_same(data, steps):
        _, case = any_mistake(data)
        standing = made(case)
        for step in steps:
            before = view(standing)
            later = standing.after(step)
            assert view(standing) == before  # what stood does not change
            standing = later
        assert view(standing) == view(made(case, steps=steps))

    is_the_same()


def test_what_was_never_billed_to_medicare_goes_out_as_a_claim_of_its_own(visit_of):
    """A reopening mends what was on a claim; it adds no service. A payer that takes corrected claims gets one with the
    service on it.
    """
    for payer, remedy, lines in (("medicare_part_b", "R_NEW", 1), ("acme_ppo", "R_CORR", 3)):
        case = visit_of("knee_injection", payer)
        whole = made(case)
        drug = next(
            line["claim_line_number"] for line in view(whole)["claim"]["lines"] if line["procedure_code"] == "J3301"
        )
        shown = made(case, changes={f"line.{drug}": None})
        assert shown.causes[0].problem.kind == "unbilled service"
        assert (shown.repair.remedy, shown.repair.pays) == (remedy, True)
        sent = shown.repair.claims
        assert len(sent.lines) - (len(whole.claims.lines) - 1) == (
            lines if payer == "medicare_part_b" else len(whole.claims.lines)
        )
