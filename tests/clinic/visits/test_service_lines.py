"""Every calculator as a scenario may name it: what the author writes, the lines that come of it, and what she is told
when she errs.
"""

import pytest

from sim.clinic.scenarios.library import parse
from sim.clinic.visits.truth import truth
from sim.ground.errors import CleanClaimError

FRAME = """label = "A visit"
skills = ["units"]
level = 1
suits = {{ age = [1, 90] }}
{place}
[draw]
n = {{ any = [{drawn}] }}
[vary.way]
one = {{ word = "left" }}
two = {{ word = "right" }}
[[document]]
kind = "office note"
[document.sections]
plan = ["Done, {{n}}, {{way.word}}."]
[[dx]]
id = "main"
code = "M54.50"
{services}
"""
VISIT = """[[service]]
em = "office"
problems = ["acute uncomplicated"]
risk = ["OTC drug"]
modifiers = [{modifiers}]
for = ["main"]
"""


@pytest.fixture
def lines(tmp_path, row):
    """The lines (code, units, modifiers) of services written in a scenario, for a drawn number, a choice and a
    payer.
    """

    def made(services, drawn=1, way="one", payer="acme_ppo", place="", **more):
        folder = tmp_path / "family_medicine"
        folder.mkdir(exist_ok=True)
        path = folder / "case.toml"
        path.write_text(FRAME.format(drawn=drawn, services=services, place=place), encoding="utf-8")
        return [
            (line.code, line.units, line.order)
            for line in truth(parse(path), row(f"n={drawn};way={way}", payer, **more)).services
        ]

    return made


def head(*written):
    return "\n".join(["[[service]]", *written, 'for = ["main"]', ""])


@pytest.mark.parametrize("word, edge, below, above", [("muscle", 3, "20552", "20553"), ("lesion", 8, "11900", "11901")])
def test_muscles_and_lesions_are_counted(lines, word, edge, below, above):
    written = head(f'injection = "{word}"', 'number = "{n}"')
    assert [lines(written, number)[0][0] for number in (edge - 1, edge)] == [below, above]


def test_joints_with_a_side_that_is_chosen_and_the_form_a_payer_wants(lines):
    one = head('injection = "joint"', 'joint = "knee"', 'side = "{way.word}"', "guided = true")
    assert lines(one, way="two") == [("20611", 1, ("RT",))]
    both = (
        head(
            'injection = "joint"',
            'joints = [{ joint = "wrist", side = "left" }, { joint = "wrist", side = "right", when = "way.two" }]',
        )
        + '[[service.bill]]\npayer = "medicaid"\nform = "two lines"\n'
    )
    assert lines(both) == [("20605", 1, ("LT",))]
    assert lines(both, way="two") == [("20605", 1, ("50",))]
    assert lines(both, way="two", payer="medicaidcare") == [("20605", 1, ("LT",)), ("20605", 1, ("RT",))]


def test_biopsies_by_their_way(lines):
    written = head('biopsy = "skin"', "punch = 1", 'shave = "{n}"')
    assert [line[:2] for line in lines(written, 2)] == [("11104", 1), ("11103", 2)]


def test_sets_of_needles_and_the_further_visits_that_medicare_counts(lines):
    written = (
        head('acupuncture = "needles"', 'sets = [{ minutes = 15 }, { minutes = "{n}" }]')
        + '[[service.bill]]\npayer = "medicare"\nmedicare_visit = 13\n'
    )
    assert [line[:2] for line in lines(written, 7)] == [("97810", 1)]
    assert [line[:2] for line in lines(written, 8)] == [("97810", 1), ("97811", 1)]
    assert [line[2] for line in lines(written, 8, payer="medicare_part_b")] == [("KX",), ("KX",)]


def test_fluids_and_a_push_with_one_first_code(lines):
    written = head(
        'infusion = "several"',
        'given = [{ kind = "hydration", minutes = "{n}" }, { kind = "push", main = true, when = "way.two" }]',
    )
    assert [line[0] for line in lines(written, 30)] == [] and [line[0] for line in lines(written, 31)] == ["96360"]
    assert [line[0] for line in lines(written, 31, way="two")] == ["96374", "96361"]
    assert [lines(head('infusion = "infusion"', 'minutes = "{n}"'), minutes)[0][0] for minutes in (15, 16)] == [
        "96374",
        "96365",
    ]


def test_the_addition_of_a_lasting_relationship_looks_at_the_whole_day(lines):
    addition = head('visit_complexity = "em"', "lasting = true")
    plain, marked = VISIT.format(modifiers=""), VISIT.format(modifiers='"25"')
    assert [line[0] for line in lines(addition + plain, payer="medicare_part_b")] == ["G2211", "99213"]
    assert [line[0] for line in lines(plain + addition)] == ["99213"]  # the commercial plan has it in the visit
    knee = head('injection = "joint"', 'joint = "knee"', 'side = "left"')
    assert [line[0] for line in lines(marked + addition + knee, payer="medicare_part_b")] == ["99213", "20610"]
    vaccine = head('code = "90656"') + head('code = "G0008"')
    assert "G2211" in [line[0] for line in lines(marked + addition + vaccine, payer="medicare_part_b")]


def test_the_addition_needs_its_visit(lines):
    with pytest.raises(CleanClaimError, match="no visit 'em' on this day"):
        lines(head('visit_complexity = "em"', "lasting = true"), payer="medicare_part_b")


def test_a_prolonged_visit_may_name_its_visit_by_id(lines):
    visit = '[[service]]\nem = "office"\nproblems = ["chronic severe exacerbation"]\nminutes = "{n}"\nfor = ["main"]\n'
    more = (
        head('prolonged = "office"', 'visit = "em"', 'minutes = "{n}"')
        + '[[service.bill]]\npayer = "medicare"\nrule = "medicare"\n'
    )
    assert lines(visit + more, 69) == [("99215", 1, ()), ("99417", 1, ())] and lines(visit + more, 54) == [
        ("99215", 1, ())
    ]
    assert [lines(visit + more, minutes, payer="medicare_part_b")[1:] for minutes in (68, 69)] == [
        [],
        [("G2212", 1, ())],
    ]


@pytest.mark.parametrize(
    "setting, place, level, code",
    [
        ("emergency", "23", "moderate", "99284"),
        ("emergency", "23", "minimal", "99282"),
        ("hospital initial", "21", "moderate", "99222"),
        ("hospital subsequent", "21", "high", "99233"),
        ("hospital discharge", "21", "low", "99238"),
    ],
)
def test_visits_outside_the_office(lines, setting, place, level, code):
    problems = {
        "minimal": "self-limited",
        "low": "stable chronic",
        "moderate": "chronic not at goal",
        "high": "threat to life or function",
    }[level]
    written = head(
        f'em = "{setting}"',
        f'problems = ["{problems}"]',
        f'risk = ["{level if level in ("minimal", "low") else "prescription drug management"}"]',
        'data = ["independent interpretation", "discussion with external professional"]' if level == "high" else "",
    )
    assert [line[0] for line in lines(written, place=f'place_of_service = "{place}"')] == [code]


@pytest.mark.parametrize(
    "written, told",
    [
        (('biopsy = "liver"', "punch = 1"), "one of skin"),
        (('acupuncture = "cups"', "minutes = 20"), "one of needles"),
        (('injection = "joint"', 'joint = "nose"', 'side = "left"'), "unknown joint 'nose'"),
        (('injection = "tooth"', "number = 1"), "unknown injection 'tooth'"),
        (('infusion = "sip"', "minutes = 20"), "unknown way of giving 'sip'"),
        (('injection = "joint"', "joints = [{ knee = 1 }]"), "joint, side, guided"),
        (('visit_complexity = "em"', "lasting = 1"), "true or false"),
        (('biopsy = "skin"', "needle = 1"), "one of"),
    ],
)
def test_the_author_is_told(lines, written, told):
    with pytest.raises(CleanClaimError) as found:
        lines(head(*written))
    assert told in found.value.line() and "case.toml" in found.value.line()


def test_glue_is_taken_as_each_payer_takes_it_and_strips_are_nothing(lines):
    written = head('repair = "glue"', 'site = "face"', 'cm = "{n}"')
    assert [lines(written, cm) for cm in (2, 3)] == [[("12011", 1, ())], [("12013", 1, ())]]
    assert [lines(written, cm, payer="medicare_part_b") for cm in (2, 3)] == [[("G0168", 1, ())]] * 2
    assert lines(head('repair = "strips"', 'site = "face"', 'cm = "{n}"')) == []
