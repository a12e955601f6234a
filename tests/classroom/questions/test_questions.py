"""Questions for a question bank: read back strictly, they are the questions of the drills, with the right choice."""

import io
import zipfile
from html import escape, unescape
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.classroom.questions.bank import BankQuestion, Choice, bank, quick_checks
from sim.classroom.questions.moodle_xml import moodle_xml
from sim.classroom.questions.qti import qti_zip
from sim.ground.errors import CleanClaimError
from sim.learn.exercises.case import draw
from sim.learn.tasks.quick_check.drawn import questions as drawn
from sim.learn.tasks.quick_check.task import grade, key, parse

QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
PACKAGE = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
DRILLS = ["drill_01_remittance", "drill_02_places"]
LAWFUL = {"p", "strong", "code", "table", "thead", "tbody", "tr", "th", "td"}


class Elements(HTMLParser):
    """The elements and the text of an HTML text."""

    def __init__(self, html):
        super().__init__()
        self.names, self.text = [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)

    def handle_data(self, data):
        self.text += data


def words(html):
    found = Elements(html)
    assert {*found.names} <= LAWFUL, html
    return found.text


def read_qti(content):
    """(question, {choice: is it right}, {choice: feedback}, general feedback) of each item of a QTI package; every
    reference has to lead somewhere, every point has to be given by exactly one choice."""
    packed = zipfile.ZipFile(io.BytesIO(content))
    assert packed.testzip() is None
    manifest = ElementTree.fromstring(packed.read("imsmanifest.xml"))
    files = [one.get("href") for one in manifest.iter(f"{PACKAGE}file")]
    assert sorted([*files, "imsmanifest.xml"]) == sorted(packed.namelist())
    known = {one.get("identifier") for one in manifest.iter(f"{PACKAGE}resource")}
    assert {one.get("identifierref") for one in manifest.iter(f"{PACKAGE}dependency")} <= known
    place = next(one for one in manifest.iter(f"{PACKAGE}resource") if one.get("type") == "imsqti_xmlv1p2")
    told = ElementTree.fromstring(packed.read(place.find(f"{PACKAGE}file").get("href")))
    items = list(told.iter(f"{QTI}item"))
    assert len({item.get("ident") for item in items}) == len(items)
    return [_item(item) for item in items]


def _item(item):
    label = {one.get("ident"): words(_mattext(one)) for one in item.iter(f"{QTI}response_label")}
    feedback = {one.get("ident"): words(_mattext(one)) for one in item.iter(f"{QTI}itemfeedback")}
    linked = {one.get("linkrefid") for one in item.iter(f"{QTI}displayfeedback")}
    assert linked == set(feedback)
    right = [
        condition.find(f"{QTI}conditionvar/{QTI}varequal").text
        for condition in item.iter(f"{QTI}respcondition")
        if condition.find(f"{QTI}setvar") is not None
    ]
    assert len(right) == 1 and len(label) >= 2
    asked = words(_mattext(item.find(f"{QTI}presentation/{QTI}material")))
    said = {label[one.removesuffix("_fb")]: text for one, text in feedback.items() if one != "general_fb"}
    return asked, {text: ident == right[0] for ident, text in label.items()}, said, feedback["general_fb"]


def _mattext(element):
    return next(element.iter(f"{QTI}mattext")).text


def read_moodle(content):
    """The same of a Moodle XML file."""
    quiz = ElementTree.fromstring(content)
    assert quiz.tag == "quiz" and quiz[0].get("type") == "category"
    made = []
    for one in quiz[1:]:
        assert one.get("type") == "multichoice" and one.find("single").text == "true"
        choices = {words(answer.find("text").text): answer for answer in one.iter("answer")}
        made.append(
            (
                words(one.find("questiontext/text").text),
                {text: answer.get("fraction") == "100" for text, answer in choices.items()},
                {text: words(said) for text, one in choices.items() if (said := one.find("feedback/text").text)},
                words(one.find("generalfeedback/text").text),
            )
        )
    assert len({one.find("idnumber").text for one in quiz[1:]}) == len(made)
    return made


@pytest.fixture(scope="module")
def made():
    return bank(DRILLS, 2)


@pytest.mark.parametrize(("write", "read"), [(qti_zip, read_qti), (moodle_xml, read_moodle)])
def test_what_is_written_is_read_back(made, write, read):
    told = read(write("Quick checks", made))
    assert len(told) == len(made) > 10
    for one, (asked, choices, said, why) in zip(made, told, strict=True):
        assert asked == words(one.html) and why == one.why
        assert choices == {choice.words: choice.is_right for choice in one.choices}
        assert said == {choice.words: choice.feedback for choice in one.choices if choice.feedback}


def test_they_are_the_questions_of_the_exercise_and_its_key(made):
    """The exercise's own grader gives full points for the choices that the bank calls right."""
    case = draw("drill_02_places", 1)
    right = {words(one.html): choice.words for one in made for choice in one.choices if choice.is_right}
    chosen = {
        f"q{place}": next(letter for letter in laid.offers if laid.words(letter) == right[laid.question.ask])
        for place, laid in enumerate(drawn(case), 1)
    }
    assert chosen == key(case)
    assert grade(parse(chosen), case).score == 1


def test_a_question_about_a_remittance_has_it_in_it(made):
    own = [one for one in made if one.html.startswith("<p>Line 1")]
    assert own and all("<table" in one.html and "Charged: $" in one.html for one in own)


@pytest.mark.parametrize("write", [qti_zip, moodle_xml])
def test_the_same_questions_are_the_same_file(made, write):
    assert write("Quick checks", made) == write("Quick checks", bank(DRILLS, 2))


def test_each_question_is_once_and_only_quick_checks_are_taken():
    assert len({one.key for one in bank(["drill_02_places", "drill_02_places"])}) == len(bank(["drill_02_places"]))
    assert "drill_06_mixed" in quick_checks()
    with pytest.raises(CleanClaimError, match="this exercise has a form"):
        bank(["coder_04_knee"])
    with pytest.raises(CleanClaimError, match="a number from 1 to 50"):
        bank(["drill_02_places"], 51)


TEXTS = st.text(min_size=1, max_size=30)


@settings(max_examples=25)
@given(TEXTS, TEXTS, st.lists(TEXTS, min_size=2, max_size=4, unique_by=lambda text: shown(text)))
def test_any_text_comes_through_as_text(title, ask, offered):
    """No sign of a question is markup, Markdown or a formula in the LMS; what XML cannot hold is left out."""
    choices = tuple(Choice(text, place == 0, f"{text}!") for place, text in enumerate(offered))
    one = BankQuestion(title, f"<p>{escape(ask)}</p>", choices, ask)
    for told in (read_qti(qti_zip(title, [one])), read_moodle(moodle_xml(title, [one]))):
        asked, read, said, why = told[0]
        assert shown(asked) == shown(ask) == shown(why)
        assert [*map(shown, read)] == [*map(shown, offered)] and [*read.values()].index(True) == 0
        assert [*map(shown, said.values())] == [shown(f"{text}!") for text in offered]


def shown(text):
    """A text as XML holds it: without signs that it does not know, line ends alike."""
    lawful = "".join(c for c in text if c in "\t\n\r" or c >= " " and not 0xD800 <= ord(c) <= 0xDFFF and c not in "￾￿")
    return lawful.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    "text", ["$x_1$", "`code`", "* one", "<script>alert(1)</script>", "]]>", "<!-- no -->", "a & b"]
)
def test_what_has_a_meaning_elsewhere_has_none_here(text):
    one = BankQuestion(
        text,
        f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>",
        (Choice(text, True, ""), Choice("b", False, text)),
        text,
    )
    assert read_qti(qti_zip(text, [one]))[0][0] == text == unescape(read_moodle(moodle_xml(text, [one]))[0][0])
