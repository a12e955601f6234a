"""Questions as Moodle XML (Question bank, Import, Moodle XML format), in a category of their own
(docs.moodle.org, "Moodle XML format").
"""

from collections.abc import Sequence
from html import escape
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from sim.classroom.questions.bank import BankQuestion
from sim.classroom.questions.qti import is_xml

LOST = "0.3333333"  # of the mark for each further try, Moodle's own default


def moodle_xml(title: str, questions: Sequence[BankQuestion]) -> bytes:
    """A file with these questions, one point each, choices shuffled by Moodle."""
    quiz = Element("quiz")
    category = SubElement(SubElement(quiz, "question", type="category"), "category")
    _text(category, "$course$/top/" + title.replace("/", "//"))
    for number, one in enumerate(questions, 1):
        _question(quiz, one, f"{one.title} {number:03}")
    ElementTree.indent(quiz)
    return ElementTree.tostring(quiz, encoding="UTF-8", xml_declaration=True) + b"\n"


def _question(quiz: Element, one: BankQuestion, name: str) -> None:
    made = SubElement(quiz, "question", type="multichoice")
    _text(SubElement(made, "name"), name)
    _html(made, "questiontext", one.html)
    _html(made, "generalfeedback", f"<p>{escape(one.why)}</p>")
    for tag, said in (
        ("defaultgrade", "1"),
        ("penalty", LOST),
        ("hidden", "0"),
        ("idnumber", f"cleanclaim-{one.key}"),
        ("single", "true"),
        ("shuffleanswers", "true"),
        ("answernumbering", "abc"),
    ):
        SubElement(made, tag).text = said
    for choice in one.choices:
        answer = _html(made, "answer", f"<p>{escape(choice.words)}</p>")
        answer.set("fraction", "100" if choice.is_right else "0")
        _html(answer, "feedback", f"<p>{escape(choice.feedback)}</p>" if choice.feedback else "")


def _html(parent: Element, tag: str, html: str) -> Element:
    made = SubElement(parent, tag, format="html")
    _text(made, html)
    return made


def _text(parent: Element, said: str) -> None:
    SubElement(parent, "text").text = "".join(filter(is_xml, said))
