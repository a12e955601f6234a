"""Where the key holds two answers, or an answer adds what is optional, it earns everything and the money agrees."""

from dataclasses import replace

import pytest

from sim.clinic.scenarios.library import scenarios
from sim.clinic.visits.truth import truth
from sim.clinic.visits.truth import nearest
from sim.learn.exercises.case import draw_from
from sim.learn.exercises.coded_answer import Answer, Row, answer_of
from sim.learn.exercises.exercise import exercise
from sim.learn.tasks.build_claim.forms import coders_error
from sim.learn.lint.scenario_settings import any_row, picks
from sim.learn.tasks.code_visit.task import grade, judge

MEDICARE = "medicare_part_b"


def case_of(name, payer="", choices=None, variant=1):
    one = replace(exercise("coder_04_knee"), name=f"of_{name}", scenarios=(name,), payer=payer, choices=choices or {})
    return draw_from(one, variant)


def with_group(case, item):
    """The right answer with this alternative of its group."""
    items = [*case.truth.diagnoses, *case.truth.services]
    others = {other.code for other in items if other.needs == "one of" and other.group == item.group}
    right = case.truth_visit
    if item in case.truth.diagnoses:
        codes = tuple(item.code if code in others else code for code in right.diagnoses)
        place = dict(zip(right.diagnoses, codes, strict=True))
        lines = tuple(line._replace(pointers=tuple(place[code] for code in line.pointers)) for line in right.services)
        return right._replace(diagnoses=codes, services=lines)
    lines = tuple(
        line._replace(code=item.code, modifiers=item.order) if line.code in others else line for line in right.services
    )
    return right._replace(services=lines)


def first_with_alternatives(one):
    """The first choices of a scenario under which its key holds alternatives."""
    for chosen in picks(one):
        known = truth(one, any_row(one, chosen))
        if sum(item.needs == "one of" for item in (*known.diagnoses, *known.services)) >= 2:
            return {name: option for name, option in chosen.items() if name in one.vary}
    return None


GROUPED = [
    one for one in scenarios().values() if any(item.needs == "one of" for item in (*one.diagnoses, *one.services))
]
BANDS = [
    ("fall_at_home", {"closure": "strips", "thinner": "warfarin"}),
    ("ear_and_vomiting", {"way": "shot"}),
    ("back_needles", {}),
    ("own_doctor", {"ear": "left"}),
    ("bumped_head", {"head": "concussion"}),
]
BANDS += [(one.name, None) for one in GROUPED if one.name not in dict(BANDS)]  # the first choices that have them


@pytest.mark.parametrize("name, choices", BANDS, ids=[name for name, _ in BANDS])
def test_each_accepted_alternative_earns_everything_and_is_paid_as_owed(name, choices):
    choices = choices if choices is not None else first_with_alternatives(scenarios()[name])
    assert choices is not None, "no choices under which the key holds alternatives"
    case = case_of(name, choices=choices)
    bands = [item for item in (*case.truth.diagnoses, *case.truth.services) if item.needs == "one of"]
    assert len(bands) >= 2 and all(item.why for item in bands) and len({item.why for item in bands}) == len(bands)
    for item in bands:
        sent = with_group(case, item)
        assert answer_of(nearest(case.truth, sent)) == answer_of(sent)
        marks = grade(answer_of(sent), case)
        assert marks.score == 1, [mark for mark in marks.marks if mark.verdict != "right"]
        assert (marks.owed_not_paid_amount, marks.paid_not_supported_amount, marks.patient_amount) == (0, 0, 0)
        assert marks.paid_first_time


def test_every_alternative_of_the_library_is_tried_here():
    assert {one.name for one in GROUPED} == {name for name, _ in BANDS}


OPTIONAL = [
    ("diabetic_kidney", "G2211"),
    ("hypertension_kidney", "G2211"),
    ("new_here", "G2211"),
    ("rhinitis_problem_list", "G2211"),
    ("tired_no_cause", "G2211"),
    ("wheezing", "J7613"),
    ("barking_cough", "J8540"),
    ("cannot_keep_water", "S0119"),
]


@pytest.mark.parametrize("name, code", OPTIONAL)
def test_an_optional_service_moves_no_point_and_is_supported(name, code):
    choices = {
        "rhinitis_problem_list": {"others": "treated"},
        "tired_no_cause": {"cause": "found"},
        "barking_cough": {"way": "mouth"},
        "cannot_keep_water": {"nausea": "tablet"},
    }.get(name, {})
    case = case_of(name, MEDICARE if code == "G2211" else "acme_ppo", choices)
    item = next(line for line in case.truth.services if line.code == code)
    right = answer_of(case.truth_visit)
    assert code not in {row.code for row in right.services}
    marks = grade(Answer(right.diagnoses, (*right.services, Row(code, (), item.units, (1,)))), case)
    free = next(mark for mark in marks.marks if mark.verdict == "free")
    assert marks.score == 1 and free.message.startswith("Optional") and free.evidence
    assert (marks.owed_not_paid_amount, marks.paid_not_supported_amount, marks.patient_amount) == (0, 0, 0)


@pytest.mark.parametrize("closure", ["stitches", "glue"])
def test_the_separate_visit_that_coders_see_differently_is_free_at_either_level(closure):
    case = case_of("fall_at_home", choices={"closure": closure, "thinner": "warfarin"})
    right = answer_of(case.truth_visit)
    levels = [line for line in case.truth.services if line.calculator == "em"]
    assert len({line.code for line in levels}) == 2 and {row.code for row in right.services}.isdisjoint(
        line.code for line in levels
    )
    for line in levels:
        place = right.diagnoses.index("Z79.01") + 1
        row = Row(line.code, ("25",), 1, (place,))
        marks = grade(Answer(right.diagnoses, (*right.services, row)), case)
        assert marks.score == 1 and marks.paid_first_time
        assert (marks.owed_not_paid_amount, marks.paid_not_supported_amount, marks.patient_amount) == (0, 0, 0)


OPTIONAL_MODIFIERS = [
    ("cough_and_fever", "", {}, "em", ["25"]),
    ("cut_at_work", "", {"side": "left"}, "repair", ["F1", "LT"]),
    ("cut_at_work", "", {"side": "right"}, "repair", ["F6", "RT"]),
    ("cuts", "acme_ppo", {"where": "forehead"}, "repair", ["59", "XS"]),
    ("cuts", "acme_ppo", {"where": "forehead"}, "face", ["59", "XS"]),
    ("cuts", MEDICARE, {}, "vaccine", ["JZ"]),
]


def with_modifiers(right, code, given):
    return Answer(
        right.diagnoses,
        tuple(replace(row, modifiers=(*row.modifiers, *given)) if row.code == code else row for row in right.services),
    )


@pytest.mark.parametrize("name, payer, choices, line, known", OPTIONAL_MODIFIERS)
def test_an_optional_modifier_moves_no_point_and_is_no_error_behind_the_coder(name, payer, choices, line, known):
    case = case_of(name, payer, choices)
    item = next(one for one in case.truth.services if one.name == line)
    assert item.may_modifiers == set(known)
    right = answer_of(case.truth_visit)
    for modifier in known:
        answer = with_modifiers(right, item.code, (modifier,))
        marks = grade(answer, case)
        (mark,) = [one for one in marks.marks if one.key == item.code]
        assert marks.score == 1 and f"Modifier {modifier} is optional" in mark.message
        assert marks.paid_first_time
        assert (marks.owed_not_paid_amount, marks.paid_not_supported_amount, marks.patient_amount) == (0, 0, 0)
        own = replace(case, own=answer)
        assert coders_error(own) == "" and answer_of(own.truth_visit) == answer
    assert judge(with_modifiers(right, item.code, ("GA",)), case).score < 1
    if len(known) > 1:
        assert judge(with_modifiers(right, item.code, tuple(known)), case).score < 1


def test_a_line_that_several_diagnoses_justify_may_point_to_any_of_them_and_to_no_other():
    case = case_of("cuts", "acme_ppo", {"where": "forehead"})
    right = answer_of(case.truth_visit)
    vaccine = next(number for number, row in enumerate(right.services) if row.code == "90715")
    assert right.services[vaccine].pointers == (right.diagnoses.index("Z23") + 1,)
    for code, score in (("Z23", 1), ("S01.81XA", 1)):
        row = replace(right.services[vaccine], pointers=(right.diagnoses.index(code) + 1,))
        answer = Answer(right.diagnoses, (*right.services[:vaccine], row, *right.services[vaccine + 1 :]))
        marks = grade(answer, case)
        assert marks.score == score and marks.paid_first_time and marks.paid_not_supported_amount == 0
        assert coders_error(replace(case, own=answer)) == ""
    row = replace(right.services[vaccine], pointers=())
    answer = Answer(right.diagnoses, (*right.services[:vaccine], row, *right.services[vaccine + 1 :]))
    (mark,) = [one for one in judge(answer, case).marks if one.where == f"services.{vaccine}.pointers"]
    assert mark.verdict == "partly"


ADDED = [
    ("cuts", {}, "Y92.010"),
    ("cuts", {}, "Y93.G1"),
    ("twisted_ankle", {}, "Y99.8"),
    ("twisted_ankle", {}, "Y92.480"),
    ("cut_at_work", {}, "Y99.0"),
    ("sore_throat", {"result": "negative"}, "Z20.818"),
    ("wheezing", {"asthma": "known"}, "Z79.51"),
    ("knee_injection", {"pressure": "managed"}, "Z79.899"),
    ("ear_and_vomiting", {"way": "shot"}, "R11.10"),
    ("fever_and_confusion", {}, "R50.9"),
]


@pytest.mark.parametrize("name, choices, code", ADDED)
def test_what_is_documented_and_optional_moves_no_point_and_is_no_error_behind_the_coder(name, choices, code):
    case = case_of(name, choices=choices)
    right = answer_of(case.truth_visit)
    answer = Answer((*right.diagnoses, code), right.services)
    marks = grade(answer, case)
    free = next(mark for mark in marks.marks if mark.verdict == "free")
    assert marks.score == 1 and free.evidence[0].text and "Optional" in free.message
    assert [stop["state"] for stop in marks.journey["path"] if stop["key"] in ("codes", "audit")] == ["ok", "ok"]
    assert coders_error(replace(case, own=answer)) == ""


REFUSED = [
    ("wheezy_baby", {"virus": "likely"}, "R50.9"),  # the author's trap
    ("sore_throat", {"result": "positive"}, "Z20.818"),  # the infection itself
    ("twisted_ankle", {}, "X99.1XXA"),  # not in the record
    ("twisted_ankle", {}, "Y92.9"),  # never as unspecified
    ("cough_and_fever", {"film": "clear"}, "R05.9"),  # beside the specific code
    ("hypertension_kidney", {}, "Z86.010"),  # only in a list
]


@pytest.mark.parametrize("name, choices, code", REFUSED)
def test_what_is_not_optional_costs(name, choices, code):
    case = case_of(name, choices=choices)
    right = answer_of(case.truth_visit)
    marks = judge(Answer((*right.diagnoses, code), right.services), case)
    assert marks.score < 1 and not any(mark.verdict == "free" for mark in marks.marks)


def test_either_order_of_equals_is_right():
    for name, choices in (("cough_and_fever", {"film": "clear"}), ("sick_contact", {"swab": "negative"})):
        case = case_of(name, choices=choices)
        right = case.truth_visit
        first, second, *rest = right.diagnoses
        turned = right._replace(diagnoses=(second, first, *rest))
        assert {first, second} == {"R05.1", "R50.9"}
        assert judge(answer_of(turned), case).score == 1


def test_a_pointer_without_its_diagnosis_is_not_called_right():
    case = case_of("child_checkup", "acme_ppo", {"skin": "infected"})
    right = answer_of(case.truth_visit)
    place = right.diagnoses.index("L01.00") + 1
    rows = tuple(replace(row, pointers=(1,)) if row.pointers == (place,) else row for row in right.services)
    alone = judge(Answer(tuple(code for code in right.diagnoses if code != "L01.00"), rows), case)
    beside = judge(Answer(right.diagnoses, rows), case)
    visit = next(number for number, row in enumerate(rows) if "25" in row.modifiers)
    (mark,) = [one for one in alone.marks if one.where.startswith(f"services.{visit}")]
    assert mark.verdict == "right" and "pointers were not judged" in mark.message and "L01.00" not in mark.message
    (mark,) = [one for one in beside.marks if one.where.startswith(f"services.{visit}")]
    assert mark.where.endswith("pointers") and mark.verdict == "partly"


def test_a_chosen_alternative_is_what_billing_compares_with():
    case = case_of("fall_at_home", choices={"closure": "strips", "thinner": "warfarin"})
    levels = [item for item in case.truth.services if item.group == "level"]
    for item in levels:
        own = replace(case, own=answer_of(with_group(case, item)))
        assert [line.code for line in own.truth_visit.services] == [item.code] and coders_error(own) == ""
        assert answer_of(own.truth_visit) == own.own


@pytest.mark.parametrize("sent", [("I48.0",), ("Z45.018", "I48.0")])
def test_an_optional_diagnosis_may_lead_and_need_not_be_there(sent):
    case = case_of("pacemaker_check", MEDICARE, {"found": "flutter", "seen": "alone"})
    assert [row.code for row in answer_of(case.truth_visit).services] == ["93280"]
    marks = grade(Answer(sent, (Row("93280", (), 1, (1,)),)), case)
    assert marks.score == 1, [mark for mark in marks.marks if mark.verdict != "right"]
