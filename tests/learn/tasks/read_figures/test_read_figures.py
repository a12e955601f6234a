"""Reading the figures: what each field earns, which slips have a name, what follows from a slip, and what is not told
before grading."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.billing.denials.remedies import prevention_rows, preventions_of
from sim.ground.money import dollars
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercises
from sim.learn.grading.error_kinds import kinds
from sim.learn.grading.marks import Marks
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.read_figures.answer import Answer, numbers, whole_form
from sim.learn.tasks.read_figures.clinic_books import books, exact
from sim.learn.tasks.read_figures.key_figures import key_figures
from sim.learn.tasks.read_figures.mistakes import is_value, one_decimal
from sim.learn.tasks.shown_before_grading import public
from sim.ui.desks.played import panel_at

TASK = task_of("read_figures")
NAMES = [one.name for one in exercises().values() if one.task == "read_figures"]
DECIDING = [name for name in NAMES if exercises()[name].given.get("decide")]
WHOLE, NET, FIRST = "figures_09_whole_table", "figures_01_collected", "figures_06_what_first"


def graded(name, variant=1, **changes) -> Marks:
    """The marks of the right answer with some fields overwritten."""
    case = draw(name, variant)
    return TASK.grade(TASK.parse({**TASK.key(case), **changes}), case)


def of(marks, where):
    return next(mark for mark in marks.marks if mark.where == where)


def test_there_are_exercises_of_rising_difficulty():
    levels = [exercises()[name].level for name in NAMES]
    assert len(NAMES) >= 7 and levels == sorted(levels) and set(levels) == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("name", NAMES)
def test_each_mistake_costs_and_is_told_by_its_own_name(name):
    for variant in (1, 2):
        case = draw(name, variant)
        for error in TASK.mistakes:
            wrong = TASK.mistaken(case, error)
            if wrong is None:
                continue
            marks = TASK.grade(TASK.parse(wrong), case)
            mine = [mark for mark in marks.marks if mark.error == error]
            assert marks.score < 1 and mine and mine[0].reason and mine[0].skill == kinds()[error].skill, error
            told = {mark.error for mark in marks.marks if mark.error}
            assert told == {error}, (error, told)


def test_every_mistake_can_be_made_somewhere():
    made = {e for name in NAMES for v in (1, 2, 3) for e in TASK.mistakes if TASK.mistaken(draw(name, v), e)}
    assert made == set(TASK.mistakes)


def test_the_key_is_what_the_tables_give_by_hand():
    """Counted once more from what the page shows, without the engine's figures."""
    case = draw(WHOLE, 1)
    tables = {
        block["table"]["label"]: {str(row[0]): row[1:] for row in block["table"]["rows"]}
        for panel in TASK.opens(case)["panels"]
        for block in panel["blocks"]
        if "table" in block
    }
    cash = {name: float(cells[0].strip("$").replace(",", "")) for name, cells in tables["Money posted"].items()}
    count = {name: int(cells[0].replace(",", "")) for name, cells in tables["Claims"].items()}
    old = {name: float(cells[0].strip("$").replace(",", "")) for name, cells in tables["Aging"].items()}
    key = TASK.key(case)
    net = (cash["Insurance payments"] + cash["Patient payments"] - cash["Refunds"]) / (
        cash["Gross charges, whole period"] - cash["Contractual write-offs"]
    )
    assert float(key["net_value"]) == pytest.approx(100 * net, abs=0.051)
    assert float(key["days_value"]) == pytest.approx(
        old["Total"] / (cash["Gross charges of the last 90 days"] / 90), abs=0.051
    )
    assert float(key["over90_value"]) == pytest.approx(
        100 * (old["91 to 120"] + old["over 120"]) / old["Total"], abs=0.051
    )
    denied, decided = count["Adjudicated with at least one line denied"], count["Adjudicated"]
    assert float(key["denials_value"]) == pytest.approx(100 * denied / decided, abs=0.051)
    assert float(key["firstpass_value"]) == pytest.approx(
        100 * count["Adjudicated with no line denied"] / (decided + count["Rejected"]), abs=0.051
    )
    assert float(key["clean_value"]) == pytest.approx(
        100 * count["Passed every edit untouched"] / count["Entered the scrubber"], abs=0.051
    )
    causes = tables["Denials by root cause"]
    most = max(causes, key=lambda name: float(causes[name][1].strip("$").replace(",", "")))
    chosen = next(control for control in TASK.form(case).controls if control.name == "cause")
    assert {one.id: one.words for one in chosen.options}[key["cause"]] == most
    assert float(key["after"]) == pytest.approx(100 * (denied - int(causes[most][2])) / decided, abs=0.051)


@pytest.mark.parametrize("name", NAMES)
def test_the_waterfall_ends_at_what_the_aging_has_open_with_payers(name):
    case = draw(name, 1)
    read = books(case)
    picture = TASK.opens(case)["panels"][0]["blocks"][1]["picture"]
    left = picture["start"] - sum(amount for _, amount in picture["steps"])
    assert left == sum(row["payer"] for row in read.rows)


@pytest.mark.parametrize("typed", ["{0}", "{0}%", "{0} %", "{1}", "{0}0", " {0}"])
def test_the_stated_rounding_and_more_decimals_are_right(typed):
    case = draw(NET, 1)
    right = exact(books(case).reading("net collection", "stated"), "percent")
    text = typed.format(one_decimal(right), f"{float(right):.4f}")
    assert graded(NET, net_value=text).score == 1


def test_a_whole_number_is_told_and_earns_half():
    case = draw(NET, 1)
    right = exact(books(case).reading("net collection", "stated"), "percent")
    mark = of(graded(NET, net_value=str(int(right + Fraction(1, 2)))), "net_value")
    assert (mark.verdict, mark.earned, mark.error) == ("partly", 0.5, "rounded-too-far")


def test_a_value_that_follows_from_the_formula_costs_nothing_again():
    case = draw(NET, 1)
    one, read = key_figures()["net collection"], books(case)
    letter = next(letter for letter, (way, _) in one.ways.items() if way == "gross")
    value = one_decimal(exact(read.reading(one.figure, "gross"), "percent"))
    both = graded(NET, net_formula=letter, net_value=value)
    assert both.score == 0.5 and of(both, "net_value").verdict == "right"
    alone = graded(NET, net_value=value)
    assert of(alone, "net_value").error == "gross-for-net-collection"
    assert value in of(alone, "net_value").reason


def test_an_owner_and_a_change_that_fit_the_cause_chosen_cost_nothing_again():
    case = draw(FIRST, 1)
    read = books(case)
    other = next(one for one in read.causes if one.code not in {big.code for big in read.largest})
    after = one_decimal(read.denial_rate_without(other))
    wrong = {"cause": other.code, "owner": other.owners[0], "prevention": preventions_of(other.code)[0], "after": after}
    marks = graded(FIRST, **wrong)
    assert [mark.where for mark in marks.marks if mark.verdict != "right"] == ["cause"]


def test_every_change_that_would_prevent_it_is_right():
    for variant in (1, 2, 3):
        cause = books(draw(WHOLE, variant)).largest[0]
        for way in preventions_of(cause.code):
            assert graded(WHOLE, variant, prevention=way).score == 1
        for owner in cause.owners:
            assert graded(WHOLE, variant, owner=owner).score == 1


def test_a_change_that_was_chosen_and_is_right_is_the_one_that_is_named():
    for name in DECIDING:
        case = draw(name, 1)
        ways = preventions_of(books(case).largest[0].code)
        for way in ways:
            marks = TASK.grade(TASK.parse({**TASK.key(case), "prevention": way}), case).marks
            told = next(mark for mark in marks if mark.where == "prevention")
            assert told.verdict == "right" and told.key == prevention_rows()[way]["label"]
    assert preventions_of("too_many_units")[0] == "tighten_edits"


def test_late_filing_is_not_said_to_bring_money_back():
    seen = 0
    for name in DECIDING:
        for variant in (1, 2, 3):
            case = draw(name, variant)
            told = next(
                mark for mark in TASK.grade(TASK.parse(TASK.key(case)), case).marks if mark.where == "prevention"
            )
            is_late = books(case).largest[0].code == "late_filing"
            seen += is_late
            assert ("without proof of timely filing they are written off" in told.message) == is_late
    assert seen


def test_where_dollars_and_numbers_disagree_both_are_told():
    seen = 0
    for name in DECIDING:
        for variant in (1, 2, 3):
            case = draw(name, variant)
            read = books(case)
            cause, most = read.largest[0], read.most_frequent
            told = next(mark for mark in TASK.grade(TASK.parse(TASK.key(case)), case).marks if mark.where == "cause")
            if cause not in most:
                seen += 1
                assert f"{most[0].claims})" in told.message and dollars(most[0].charge_amount) in told.message
    assert seen


def test_a_clinic_in_good_order_has_few_denials_and_old_balances():
    read = books(draw("figures_05_good_months", 1))
    clean = exact(read.reading("clean claims", "stated"), "percent")
    old = exact(read.reading("A/R over 90 days", "stated"), "percent")
    assert clean >= 95 and old > 15
    assert sum(row["patient"] for row in read.rows[3:]) > sum(row["payer"] + row["denied"] for row in read.rows[3:])


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_the_key_is_open_before_grading(name):
    for variant in (1, 2):
        case = draw(name, variant)
        shown = json.dumps(public(case), ensure_ascii=False)
        for one in key_figures().values():
            assert one.formula(one.right_letter) not in shown and one.benchmark not in shown
        for word in ("seed", "mistake", "trap", "stated", *kinds()):
            assert f'"{word}"' not in shown
        form = TASK.form(case)
        for control in form.controls:
            if options := getattr(control, "options", ()):
                assert [one.words for one in options] == sorted(one.words for one in options), control.name


def test_letters_of_formulas_do_not_depend_on_the_case():
    forms = [TASK.form(draw(WHOLE, variant)) for variant in (1, 2)]
    first, second = ([one for one in form.controls if one.name.endswith("_formula")] for form in forms)
    assert first == second


def test_variants_differ():
    keys = [json.dumps(TASK.key(draw(WHOLE, variant))) for variant in range(1, 5)]
    assert len(set(keys)) == 4
    owners = {TASK.key(draw(name, v)).get("owner") for name in NAMES for v in (1, 2, 3)} - {None}
    assert {"coder", "biller", "front desk"} <= owners


FIELDS = [control.name for control in whole_form().controls]


@given(st.dictionaries(st.sampled_from([*FIELDS, "seed"]), st.text(max_size=30) | st.integers() | st.none()))
def test_whatever_is_sent_is_read_or_told(given_fields):
    found = TASK.parse(given_fields)
    if isinstance(found, Answer):
        assert set(found.entered) <= set(FIELDS)
        assert all(found.value(name) is not None for name in numbers() if found.text(name))
        assert isinstance(TASK.grade(found, draw(WHOLE, 1)), Marks)
    else:
        assert found and all(problem.where and problem.expected for problem in found)


@given(st.integers(0, 10**6), st.integers(1, 10**4))
def test_the_rounded_value_is_always_accepted(top, bottom):
    value = Fraction(top, bottom)
    assert is_value(Fraction(one_decimal(value)), value)
    assert not is_value(value + Fraction(1, 10), value)


@pytest.mark.parametrize("name", NAMES)
def test_each_field_is_decided_by_one_step_and_its_place_is_found(name):
    case = draw(name, 1)
    steps, panels = TASK.worked(case), TASK.opens(case)["panels"]
    decided = [field for step in steps for field in step.fields]
    assert decided == [control.name for control in TASK.form(case).controls]
    places = {
        "Aging, total": ("Aging on", "Money posted"),  # the total here, the charges there
        "Aging": ("Aging on",),
        "Money posted": ("Money posted",),
        "Claims": ("Claims by",),
        "Denials by root cause": ("Denials by root cause",),
    }
    for step in steps:
        heads = next((told for begins, told in places.items() if step.place.startswith(begins)), ())
        found = panel_at(step, panels)
        if heads:
            assert found and panels[found["panel"]]["heading"].startswith(heads), (step.place, found)
