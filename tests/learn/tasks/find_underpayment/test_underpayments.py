"""Finding underpayments: the key can be worked out from the page alone, every mistake is named once, nothing of the key
is open, whatever is sent is read or told.
"""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.ground.money import share
from sim.ground.strict_toml import Place
from sim.learn.exercises.case import draw, draw_from
from sim.learn.exercises.exercise import exercise, exercises
from sim.learn.grading.error_kinds import kinds
from sim.learn.tasks.find_underpayment import given as wishes
from sim.learn.tasks.find_underpayment.answer import Answer, Judged, parse
from sim.learn.tasks.find_underpayment.compared import compared, errs
from sim.learn.tasks.find_underpayment.task import faults, form, grade, key, mistaken, mistakes, opens, worked

NAMES = [name for name, one in exercises().items() if one.task == "find_underpayment"]
CASES = [(name, variant) for name in NAMES for variant in (1, 2, 3)]
SOMETIMES = {name for name in NAMES if exercise(name).given.get("sometimes")}
CLEAN = {name for name in NAMES if not exercise(name).payer_errors}


@pytest.mark.parametrize(("name", "variant"), CASES)
def test_the_key_earns_everything_and_blank_earns_nothing(name, variant):
    case = draw(name, variant)
    marks = grade(parse(key(case)), case)
    assert marks.score == 1 and all(mark.verdict == "right" and mark.cite for mark in marks.marks)
    assert grade(parse({}), case).score == 0 and faults(case) == []


@pytest.mark.parametrize(("name", "variant"), CASES)
def test_some_line_is_short_where_the_payer_errs_and_none_where_it_does_not(name, variant):
    lines = compared(draw(name, variant)).lines.values()
    case = draw(name, variant)
    assert any(line.expected.short for line in lines) == errs(case)
    assert errs(case) == (name not in CLEAN) or name in SOMETIMES
    assert all(line.expected.short >= 0 for line in lines)
    assert any(not line.expected.short for line in lines)  # never everything: there is something to tell apart


@pytest.mark.parametrize("name", sorted(SOMETIMES))
def test_a_payer_that_errs_sometimes_does_so_in_a_part_of_the_variants(name):
    short = [any(line.expected.short for line in compared(draw(name, v)).lines.values()) for v in range(1, 9)]
    assert 2 <= sum(short) <= 6


def test_where_nothing_else_is_said_the_fee_is_the_same_for_every_clinician():
    for name in NAMES:
        true = compared(draw(name, 1))
        told = {term.name for term in true.page.terms}
        is_part = any(fee.clinician_amount < fee.amount for fee in true.page.fees)
        assert ("Nurse practitioners" in told) != ("All clinicians" in told)
        assert not (is_part and "All clinicians" in told)


def test_the_reason_of_a_short_line_names_only_what_the_page_shows():
    for name in NAMES:
        assert all("earlier fee" not in one.why for one in exercise(name).payer_errors)
        assert all(
            one.percent not in (80, 85) or name != "underpaid_07_an_old_remittance"
            for one in exercise(name).payer_errors
        )


def page(case):
    """What stands on the page: code -> (fee, fee of an NP or PA, is it marked for several procedures), percent of a
    further procedure, and by claim whether an NP or PA gave the services.
    """
    blocks = {one["heading"]: one["blocks"] for one in opens(case)["panels"]}
    fees = next(rows for heading, rows in blocks.items() if heading.startswith("Fees of"))[0]["table"]
    terms = " ".join(one.get("p", "") for one in blocks["Terms"])
    percent = re.search(r"each further one (\d+) %", terms + " each further one 100 %")
    place = {name: at for at, name in enumerate(fees["head"])}
    cents = {
        row[0]["code"]: [
            int(re.sub(r"\D", "", row[place[name]])) for name in ("fee per unit", "NP or PA") if name in place
        ]
        for row in fees["rows"]
    }
    ranked = place.get("multiple procedure reduction")
    marked = {row[0]["code"]: ranked is not None and row[ranked] == "yes" for row in fees["rows"]}
    who = [
        dict(one[0]["pairs"])["Rendering provider"] for heading, one in blocks.items() if heading.startswith("Claim ")
    ]
    table = {code: (both[0], both[-1], marked[code]) for code, both in cents.items()}
    return table, int(percent[1]), [name.endswith((", NP", ", PA")) for name in who]


@pytest.mark.parametrize(("name", "variant"), CASES)
def test_the_contracts_amount_follows_from_the_page_alone(name, variant):
    """Fee times units; the highest-valued marked procedure of a claim in full, each further one in part; at most the
    charge.
    """
    case = draw(name, variant)
    fees, percent, in_part = page(case)
    true = compared(case)
    for number in true.claims:
        mine = {at: line for (claim, at), line in true.lines.items() if claim == number}
        full = {
            at: fees[line.fee.code][in_part[number - 1]] * line.sent["service_unit_quantity"]
            for at, line in mine.items()
        }
        ranked = sorted((at for at, line in mine.items() if fees[line.fee.code][2]), key=lambda at: -full[at])
        for at in ranked[1:]:
            full[at] = int(share(full[at], percent))
        for at, line in mine.items():
            assert min(full[at], line.row["charge_amount"]) == line.right.contract, (number, at)


@pytest.mark.parametrize(("name", "variant"), CASES)
def test_every_mistake_costs_is_named_and_has_a_reason_of_its_own(name, variant):
    case, seen = draw(name, variant), 0
    for error in mistakes:
        sent = mistaken(case, error)
        if sent is None:
            continue
        seen += 1
        marks = grade(parse(sent), case)
        (wrong,) = [mark for mark in marks.marks if mark.verdict != "right"]
        assert marks.score < 1 and wrong.error == error and wrong.reason and wrong.hint, error
        assert wrong.title == kinds()[error].words
    assert seen >= 3


def test_over_all_exercises_every_mistake_can_be_made():
    made = {error for name, variant in CASES for error in mistakes if mistaken(draw(name, variant), error)}
    assert made == set(mistakes)


def test_a_visit_by_hand():
    """Acme PPO pays $105.29 for 99213; 85 percent of it is $89.50, so the line is short by $15.79."""
    true = compared(draw("underpaid_01_visit_fees", 1))
    line = next(one for one in true.lines.values() if one.fee.code == "99213")
    assert (line.right.contract, line.expected.allowed, line.right.short) == (10529, 8950, 1579)
    assert line.right.action == "dispute"


def test_two_repairs_by_hand():
    """The second repair of a day is allowed at half of its fee, rounded half a cent up; a cent either way is right."""
    case = next(
        draw("underpaid_05_several_repairs", variant)
        for variant in range(1, 9)
        if any(line.is_reduced for line in compared(draw("underpaid_05_several_repairs", variant)).lines.values())
    )
    true = compared(case)
    at, line = next((at, one) for at, one in true.lines.items() if one.is_reduced)
    assert line.right.contract == (line.full + 1) // 2 and not line.right.short
    right = true.right.lines
    for cents, score in ((-1, 1), (1, 1), (2, 0)):
        near = Answer({**right, at: Judged(line.right.contract + cents, None, "paid")})
        assert (grade(near, case).score == 1) == score


def test_the_deadline_counts_from_the_remittance():
    one = exercise("underpaid_07_an_old_remittance")
    for days, action in ((60, "dispute"), (61, "late")):  # MedicaidCare: 60 days
        true = compared(draw_from(replace(one, given={**one.given, "days_after": days}), 1))
        assert {line.right.action for line in true.lines.values() if line.expected.short} == {action}


def test_nothing_entered_as_a_shortfall_is_nothing_and_a_missed_one_says_what_the_payer_keeps():
    case = draw("underpaid_01_visit_fees", 1)
    true = compared(case)
    zero = {at: Judged(line.right.contract, line.right.shortfall, line.right.action) for at, line in true.lines.items()}
    assert grade(Answer(zero), case).score == 1
    marks = grade(parse(mistaken(case, "underpayment-missed")), case)
    short = next(line for line in true.lines.values() if line.expected.short)
    assert marks.owed_not_paid_amount == short.expected.owed_by_payer > 0


def test_a_line_that_is_not_asked_about_is_told():
    (told,) = grade(parse({"claim9": {"4": {"action": "paid"}}}), draw(NAMES[0], 1))
    assert told.where == "claim9.4"


@pytest.mark.parametrize(("name", "variant"), CASES)
def test_nothing_of_the_key_is_open(name, variant):
    case = draw(name, variant)
    shown = json.dumps(opens(case))
    for error in case.exercise.payer_errors:
        assert error.why not in shown
    for word in ("underpaid", "payer_error", "trap", "seed", "supported", "contract_allowed"):
        assert word not in shown
    assert len({str(control.fields) for control in form(case).controls}) == 1
    assert not [step.follows for step in worked(case) if step.follows in shown]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=12),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["claim1", "1", "contract", "short", "action", "x"]), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
@settings(max_examples=200, deadline=None)
def test_whatever_is_sent_is_read_or_told(sent):
    found = parse(sent)
    if isinstance(found, list):
        assert found and all(one.where and one.expected for one in found)
    else:
        assert parse(found.as_dict()) == found


@pytest.mark.parametrize("table", [{}, {"claims": 0}, {"claims": 3, "days_after": -1}, {"claims": 3, "of": "nobody"}])
def test_an_authors_slip_is_told_in_one_line(table):
    with pytest.raises(CleanClaimError) as told:
        wishes.given(table, Place("mine.toml", "given"))
    assert "given" in told.value.line() and "\n" not in told.value.line()
