"""The verbs and the files around them: pends, informs, a payer's own order and codes, and what is said about modules
and files that are not right.
"""

import types
from contextlib import ExitStack
from dataclasses import replace

import numpy as np
import pytest

from sim.ground.errors import CleanClaimError
from sim.payer.rulebook import catalogue
from sim.payer.rulebook.payers import lent, payer_of, payers
from sim.payer.engine import policy_schedule
from sim.payer.engine.engine import adjudicate
from sim.payer.examples.example_claims import tables
from sim.payer.examples.example_table import Row, read
from sim.payer.examples.worked_examples import check
from sim.payer.engine.payer_rules import of_codes
from sim.payer.rulebook.policy import CO, remark, status
from sim.reference import codes as library

FIELDS = {"title": "t", "fix": "f", "cite": "c", "owner": "biller", "remedy": "R_NONE", "never": "n"}


def module(name, stage, **content):
    made = types.ModuleType(f"made.{name}", content.pop("doc", "A policy made for a test."))
    vars(made).update(FIELDS, stage=stage, **content)
    return made


@pytest.fixture
def with_policy(monkeypatch):
    """Adds policies to Acme for one test."""

    def add(*modules, order=None):
        known = {
            **known_policies,
            **{made.__name__.rpartition(".")[2]: catalogue.policy_of(made) for made in modules},
        }
        acme = on_file["acme_ppo"]
        names = (*acme.policies, *(made.__name__.rpartition(".")[2] for made in modules))
        changed = replace(acme, policies=tuple(order(names) if order else names))
        for place in (catalogue, policy_schedule):
            monkeypatch.setattr(place, "policies", lambda: known)
        stack.enter_context(lent({"acme_ppo": changed}))
        policy_schedule.schedule_of.cache_clear()

    on_file, known_policies = payers(), catalogue.policies()
    with ExitStack() as stack:
        yield add
    policy_schedule.schedule_of.cache_clear()


def decide(*rows):
    claims, lines, coverages, past, places = tables(
        tuple(Row({"payer": "acme_ppo", **cells}, ("no",), "here") for cells in rows)
    )
    return adjudicate(claims, lines, coverages, past)


def visit_of(code):
    return lambda lines: lines.procedure_code == code


def test_a_pended_claim_is_accepted_has_no_remittance_and_counts_for_nobody(with_policy):
    with_policy(module("records_first", "documents", statuses=[status("P3", "294")], pends=visit_of("93000")))
    result = decide(
        {"claim": "1a", "code": "93000"},
        {"claim": "1a", "code": "01996", "charge": "2000.00"},
        {"claim": "1b", "code": "01996", "charge": "1500.00"},
    )
    first, second = result.acknowledgements.rows()
    assert (first["is_accepted"], first["status_category_code"], first["policy"]) == (True, "P3", "records_first")
    assert (second["is_accepted"], second["policy"]) == (True, "")
    assert set(result.remittance_lines.claim_key.tolist()) == {second["claim_key"]}
    assert result.remittance_lines.deductible_amount.tolist() == [50_000], (
        "the pended claim has not used the deductible"
    )


def test_a_line_denied_before_does_not_pend_its_claim(with_policy):
    with_policy(module("records_first", "documents", statuses=[status("P3", "294")], pends=visit_of("36416")))
    assert decide({"code": "36416"}).remittance_lines.denial_policy.texts().tolist() == ["bundled_status"]


def test_a_remark_moves_no_money(with_policy):
    plain = decide({"code": "99213"})
    with_policy(module("kind_words", "pricing", adjustments=[remark("N381")], informs=visit_of("99213")))
    told = decide({"code": "99213"})
    extra = told.adjustments.rows()[-1]
    assert (extra["group"], extra["rarc_1"], extra["amount"], extra["policy"]) == ("", "N381", 0, "kind_words")
    assert told.remittance_lines.paid_amount.tolist() == plain.remittance_lines.paid_amount.tolist()


def test_inside_a_stage_the_payers_own_order_names_the_cause_and_the_other_is_next(with_policy):
    both = [
        module(name, "benefit", adjustments=[CO("96", "N130")], denies=visit_of("99213")) for name in ("alpha", "beta")
    ]
    with_policy(*both)
    assert decide({"code": "99213"}).remittance_lines.rows()[0]["denial_policy"] == "alpha"
    with_policy(*both, order=lambda names: [*(name for name in names if name != "alpha"), "alpha"])
    row = decide({"code": "99213"}).remittance_lines.rows()[0]
    assert (row["denial_policy"], row["next_policy"]) == ("beta", "alpha")


def test_payers_that_disagree_about_the_order_each_get_their_own(with_policy):
    both = [
        module(name, "benefit", adjustments=[CO("96", "N130")], denies=visit_of("99213")) for name in ("alpha", "beta")
    ]
    with_policy(*both)
    medicare = payers()["medicare_part_b"]
    changed = replace(medicare, policies=("beta", "alpha", *medicare.policies))
    claims, lines, coverages, past, _ = tables(
        (Row({"payer": "acme_ppo"}, ("no",), ""), Row({"payer": "medicare_part_b"}, ("no",), ""))
    )
    with lent({"medicare_part_b": changed}):
        found = adjudicate(claims, lines, coverages, past).remittance_lines.denial_policy.texts().tolist()
    assert found == ["alpha", "beta"]


def has_diagnosis(*codes):
    return lambda lines: lines.any_diagnosis(np.isin(lines.diagnosis_pool, codes))


def test_two_policies_that_ask_for_different_diagnoses_get_each_its_own_answer(with_policy):
    with_policy(
        module("alpha", "benefit", adjustments=[CO("96", "N130")], denies=has_diagnosis("E11.9")),
        module("beta", "benefit", adjustments=[CO("96", "N130")], denies=has_diagnosis("J02.9")),
    )
    told = decide({"dx": "E11.9"}, {"dx": "J02.9"}, {"dx": "I10"}, {"dx": "E11.9,J02.9"}).remittance_lines
    assert told.denial_policy.texts().tolist() == ["alpha", "beta", "", "alpha"]
    assert told.next_policy.texts().tolist() == ["", "", "", "beta"]


def test_two_policies_that_ask_for_procedures_under_the_same_word_get_each_its_own_answer(with_policy):
    def asks_for(name, code):
        def wanted():
            return np.append(library.procedures().code == code, False)

        wanted.__module__ = name
        return module(
            name, "benefit", adjustments=[CO("96", "N130")], denies=lambda lines: of_codes(lines, "x", wanted)
        )

    with_policy(asks_for("alpha", "99213"), asks_for("beta", "99214"))
    told = decide({"code": "99213"}, {"code": "99214"}).remittance_lines
    assert told.denial_policy.texts().tolist() == ["alpha", "beta"]


def test_reductions_never_take_more_than_is_left(with_policy):
    with_policy(
        module(
            "greedy", "multiple procedures", adjustments=[CO("59")], reduces=lambda lines: np.full(len(lines), 10**15)
        )
    )
    row = decide({"code": "99213"}).remittance_lines.rows()[0]
    assert row["paid_amount"] == 0 and row["allowed_amount"] == 0


@pytest.mark.parametrize(
    "content, words",
    [
        ({"denies": None, "reduces": None, "adjustments": [CO("96")]}, "2 verbs"),
        ({"adjustments": [CO("96")]}, "0 verbs"),
        ({"denies": len, "adjustments": []}, "adjustments are missing"),
        ({"denies": len, "adjustments": [CO("96")], "stage": "never"}, "unknown stage 'never'"),
        ({"denies": len, "adjustments": [CO("125")]}, "125 is deactivated"),
        ({"denies": len, "adjustments": [CO("96")], "cite": ""}, "cite is missing"),
    ],
)
def test_a_policy_that_is_not_complete_is_named(content, words):
    with pytest.raises(CleanClaimError, match=words):
        catalogue.policy_of(module("bad", content.pop("stage", "benefit"), **content))


TABLE = "Words.\n\n    payer code | denies\n    commercial 99213 | no\n    {}\n\nNot modeled: much.\n"


@pytest.mark.parametrize(
    "row, words",
    [
        ("commercial 99213 -> yes", None),
        ("commercial 99213 || yes", "unreadable row"),
        ("commercial | yes", "1 cells"),
        ("acme_ppo 99213 | yes", "unknown payer 'acme_ppo'"),
        ("commercial 99213 | maybe", "unreadable answer 'maybe'"),
    ],
)
def test_an_example_that_cannot_be_read_is_named_with_its_line(row, words):
    made = catalogue.policy_of(
        module("bad", "benefit", adjustments=[CO("96", "N130")], denies=visit_of("99213"), doc=TABLE.format(row))
    )
    if words is None:
        assert len(read(made)) == 1, "a line without a bar is no row"
        return
    with pytest.raises(CleanClaimError, match=words) as error:
        read(made)
    assert "docstring line" in str(error.value)


def test_an_unknown_column_of_an_example_is_named():
    made = module(
        "bad",
        "benefit",
        adjustments=[CO("96")],
        denies=len,
        doc=TABLE.replace("payer code", "payer colour").format("commercial x | no"),
    )
    with pytest.raises(CleanClaimError, match="unknown column 'colour'"):
        read(catalogue.policy_of(made))


@pytest.mark.parametrize(
    "name, spoil",
    [
        ("timely_filing", lambda lines: lines.received_date > lines.service_date + 90),
        ("bundled_pair", lambda lines: np.zeros(len(lines), bool)),
        ("exact_duplicate", lambda lines: lines.earlier(("patient_key", "procedure_code"))),
        ("units_above_limit", lambda lines: lines.service_unit_quantity > 2),
    ],
)
def test_a_policy_that_does_something_else_fails_its_own_examples(monkeypatch, name, spoil):
    policy = catalogue.policies()[name]
    changed = {**catalogue.policies(), name: policy._replace(ask=spoil)}
    monkeypatch.setattr(policy_schedule, "policies", lambda: changed)
    policy_schedule.schedule_of.cache_clear()
    try:
        assert check(policy)
    finally:
        policy_schedule.schedule_of.cache_clear()


PLAN = 'label = "A"\nkind = "commercial"\n[[plan]]\ncode = "p"\nlabel = "P"\ncite = "c"\n'


@pytest.mark.parametrize(
    "text, words",
    [
        ('label = "A"\nkind = "commercial"\n', "no plan"),
        ('label = "A"\nkind = "secret"\n', "kind: found 'secret'"),
        ('label = "A"\nkind = "commercial"\ncolour = 1\n', "found the key 'colour'"),
        (
            'label = "A"\nkind = "commercial"\npolicies = ["x"]\n[[plan]]\ncode = "p"\nlabel = "P"\ncite = "c"\n',
            "unknown policy 'x'",
        ),
        (
            (
                'label = "A"\nkind = "commercial"\n[replace]\ntimely_filing = ["29"]\n[[plan]]\ncode = "p"\nlabel ='
                ' "P"\ncite = "c"\n'
            ),
            "not an adjustment",
        ),
        (
            (
                'label = "A"\nkind = "commercial"\n[replace]\ntimely_filing = ["CO-125"]\n[[plan]]\ncode = "p"\nlabel ='
                ' "P"\ncite = "c"\n'
            ),
            "125 is deactivated",
        ),
        (
            (
                'label = "A"\nkind = "commercial"\n[replace]\ntimely_filing = ["CO-999"]\n[[plan]]\ncode = "p"\nlabel ='
                ' "P"\ncite = "c"\n'
            ),
            "no reason code '999'",
        ),
        ('label = "A"\nkind = "commercial"\n[[plan]]\ncode = "p"\nlabel = "P"\n', "cite is missing"),
        (PLAN + "deductible = -5\n", "deductible: found -5"),
        (PLAN + 'deductible = "no_such_param"\n', "no_such_param"),
        (PLAN + 'coinsurance_percent = "20"\n', "coinsurance_percent"),
        (PLAN + '[[copay]]\ncite = "c"\n', "amount is missing"),
        (PLAN + '[[price]]\nbasis = "mine"\npercent = 1\ncite = "c"\n', "basis: found 'mine'"),
        (PLAN + '[[covered]]\ncodes = "83036"\ndiagnoses = ["E11"]\ncite = "c"\n', "codes: found '83036'"),
        (PLAN + '[[not_covered]]\ncodes = ["11900"]\nas = "96"\ncite = "c"\n', "as: found '96'"),
        ('label = "A"\nkind = "commercial"\nplan = [1]\n', "plan.*: found 1"),
        ('label = "A"\nkind = "commercial"\npolicies = "all"\n', "policies: found 'all'"),
        ('policies = "all"\n' + PLAN, "policies: found 'all'"),
        (PLAN.replace("[[plan", "[replace]\ntimely_filing = 5\n[[plan"), "replace"),
        (
            (
                'label = "A"\nkind = "commercial"\n[[plan]]\ncode = "p"\nlabel = "P"\ncite = "c"\n[[copay]]\namount ='
                ' 5.00\nplans = ["q"]\ncite = "c"\n'
            ),
            "unknown plan 'q'",
        ),
    ],
)
def test_a_payer_file_that_is_not_right_is_named(tmp_path, text, words):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(CleanClaimError, match=words) as error:
        payer_of("mine", path)
    assert "mine.toml" in str(error.value)
