"""The linter's claims: what the record supports is paid or owed everywhere, and mistakes have consequences."""

from pathlib import Path

import pytest
from a_share import of_scenarios

from sim.clinic.practice.clinics import clinic
from sim.clinic.scenarios.library import parse, scenario, scenarios
from sim.ground.files import find
from sim.learn.lint.linter import lint
from sim.learn.lint.scenario_claims import cases_of, decide, lint_claims, on_the_shelf
from sim.learn.lint.trap_proofs import accepts, answer_of


@pytest.fixture
def planted(tmp_path):
    """A function that reads a copy of a scenario with some of its text exchanged."""

    def plant(base: str, *exchanges: tuple[str, str]):
        content = find(base).read_text(encoding="utf-8")
        for old, new in exchanges:
            assert old in content, f"the scenario no longer has {old!r}"
            content = content.replace(old, new, 1)
        file = tmp_path / Path(base).parent.name / "planted.toml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(content, encoding="utf-8")
        return parse(file)

    return plant


def test_a_code_that_a_payer_does_not_cover_is_found(planted):
    made = planted(
        "data/scenarios/family_medicine/preventive_visit.toml",
        ('payer = "medicare"\ncode = "G0439"', 'payer = "medicare"\ncode = "99397"'),
    )
    found = lint_claims([made])
    assert found and all(
        one.field in ("service 99397 at medicare_part_b", "service 99397 at silverleaf_hmo")
        and "not_covered" in one.found
        for one in found
    )


def test_a_mistake_that_nobody_notices_is_found(planted):
    made = planted(
        "data/scenarios/urgent_care/sore_throat.toml",
        ('target = "claim.member_id"\nremove = true', 'target = "claim.group_number"\nset = "OTHER"'),
    )
    assert any("no payer notices" in one.found for one in lint_claims([made]))


def test_every_right_claim_is_accepted_balances_and_leaves_nothing_denied():
    cases = [case for one in map(scenario, of_scenarios(16)) for case in cases_of(one) if case.trap is None]
    assert {case.row["payer_code"] for case in cases} == {payer.code for payer in clinic("prairie").payers}
    for case, outcome in decide(cases):
        assert not outcome.rejected and outcome.lines, (case.scenario.name, case.row)
        for line in outcome.lines:
            assert not line.policy and line.allowed > 0 and line.charge == line.paid + line.adjusted, (
                case.scenario.name,
                case.row,
                line,
            )


PAID = ("uncertain-diagnosis-coded", "unsupported-separate-visit", "level-too-high", "diagnosis-not-addressed")
REFUSED = ("coverage-not-verified", "late-submission", "sent-twice", "wrong-member-id")


def with_mistake(error):
    return [name for name, one in scenarios().items() if error in {trap.error for trap in one.traps}]


def test_some_mistakes_are_paid_all_the_same():
    """The lesson of supported, not paid: the library must hold mistakes that the payer pays."""
    names = dict.fromkeys(name for error in (*PAID, *REFUSED) for name in with_mistake(error)[:4])
    told = decide([case for one in map(scenario, names) for case in cases_of(one)])
    paid = {
        case.trap.error
        for case, outcome in told
        if case.trap and case.trap.at == "coder" and outcome.lines and not any(line.policy for line in outcome.lines)
    }
    assert set(PAID) <= paid
    refused = {
        case.trap.error
        for case, outcome in told
        if case.trap and (outcome.rejected or any(line.policy for line in outcome.lines))
    }
    assert set(REFUSED) <= refused


def test_a_scenario_of_any_folder_is_proven_and_the_library_stays_as_it_was(planted):
    made = planted("data/scenarios/urgent_care/sore_throat.toml")
    before = dict(scenarios())
    assert not lint_claims([made])
    assert dict(scenarios()) == before
    with pytest.raises(RuntimeError), on_the_shelf({"planted": made}):
        assert "planted" in scenarios()
        raise RuntimeError
    assert "planted" not in scenarios()


def test_the_key_accepts_its_own_answer_and_refuses_each_mistake():
    from sim.clinic.visits.trap_changes import mistaken_in
    from sim.clinic.visits.truth import truth_of
    from sim.clinic.visits.visit_context import setting_of
    from sim.learn.grading.coding_differences import compare

    for one in map(scenario, of_scenarios(16)):
        for case in cases_of(one):
            found = truth_of(one, setting := setting_of(one, case.row))
            assert accepts(found), (one.name, case.row)
            if case.trap and case.trap.at == "coder":
                assert compare(answer_of(mistaken_in(one, setting, case.trap)), found).differences, (
                    one.name,
                    case.trap.number,
                )


def test_every_desk_has_mistakes_to_make():
    desks = {trap.at for one in scenarios().values() for trap in one.traps}
    assert desks == {"front desk", "coder", "biller", "poster"}


def test_every_scenario_of_the_library_is_counted():
    findings = lint(["data/scenarios/pediatrics"])
    assert len(findings.counts) == sum(one.specialty == "pediatrics" for one in scenarios().values()) > 2
