"""Questions as QTI 1.2, the ZIP that Canvas imports (Settings, Import Course Content, QTI .zip file).

The package text2qti writes the documents. It is given HTML that is already escaped instead of its own Markdown, in
which a `$`, `_` or `*` of a question would be read as a formula or as emphasis. The ZIP is written here: text2qti dates
it today, and the same questions shall be the same file on every machine.
"""

import io
import zipfile
from collections.abc import Sequence
from html import escape
from types import SimpleNamespace
from typing import TYPE_CHECKING

from sim.classroom.questions.bank import BankQuestion
from sim.ground.editions import service_dates

if TYPE_CHECKING:
    from text2qti.quiz import Question

FIRST = (1980, 1, 1, 0, 0, 0)  # the first time a ZIP file can say


class _Html:
    """Stands where text2qti has its Markdown: texts are HTML already."""

    def md_to_html_xml(self, text: str) -> str:
        return xml_text(text)

    def xml_escape(self, text: str) -> str:
        return xml_text(text)


def xml_text(text: str) -> str:
    r"""A text inside an XML document; signs that XML 1.0 does not know are left out (W3C, XML 1.0, 2.2).

    >>> xml_text('<p>a & "b"\x07</p>')
    '&lt;p&gt;a &amp; &quot;b&quot;&lt;/p&gt;'
    """
    return escape("".join(filter(is_xml, text)))


def is_xml(sign: str) -> bool:
    """May a sign stand in an XML document?"""
    place = ord(sign)
    return sign in "\t\n\r" or 0x20 <= place <= 0xD7FF or 0xE000 <= place <= 0xFFFD or place >= 0x10000


def qti_zip(title: str, questions: Sequence[BankQuestion]) -> bytes:
    """A quiz with these questions, one point each."""
    from text2qti.xml_assessment import assessment
    from text2qti.xml_assessment_meta import assessment_meta
    from text2qti.xml_imsmanifest import imsmanifest

    made = [_question(one) for one in questions]
    names = {name: f"cleanclaim_{name}" for name in ("manifest", "assessment", "dependency", "assignment", "group")}
    told = xml_text(title)
    manifest = imsmanifest(
        manifest_identifier=names["manifest"],
        assessment_identifier=names["assessment"],
        dependency_identifier=names["dependency"],
        images={},
        date=str(service_dates().first),
    )
    about = assessment_meta(
        assessment_identifier=names["assessment"],
        assignment_identifier=names["assignment"],
        assignment_group_identifier=names["group"],
        title_xml=told,
        description_html_xml="",
        points_possible=len(made),
        shuffle_answers="true",
        show_correct_answers="true",
        one_question_at_a_time="false",
        cant_go_back="false",
    )
    body = assessment(
        quiz=SimpleNamespace(questions_and_delims=made), assessment_identifier=names["assessment"], title_xml=told
    )
    folder = names["assessment"]
    return _zip(
        {
            "imsmanifest.xml": manifest,
            f"{folder}/assessment_meta.xml": about,
            f"{folder}/{folder}.xml": body,
        }
    )


def _question(one: BankQuestion) -> "Question":
    from text2qti.quiz import Question

    quiz = SimpleNamespace(feedback_is_solution=False)
    made = Question(one.html, quiz=quiz, title=one.title, points="1", md=_Html(), linenum_start=0, linenum_end=0)
    made.append_feedback(f"<p>{escape(one.why)}</p>", 0, 0)
    for choice in one.choices:
        add = made.append_mctf_correct_choice if choice.is_right else made.append_mctf_incorrect_choice
        add(f"<p>{escape(choice.words)}</p>", 0, 0)
        if choice.feedback:
            made.append_feedback(f"<p>{escape(choice.feedback)}</p>", 0, 0)
    made.finalize()
    return made


def _zip(files: dict[str, str]) -> bytes:
    """Files in their order, not compressed (compression differs between machines), with the first date there is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, FIRST)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, text.encode())
    return out.getvalue()
