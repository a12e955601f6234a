"""Text files as people save them: with or without a byte order mark, as UTF-8 or as the "Unicode" of Notepad, with any
line ends. What a word processor put in (curly quotation marks, spaces that do not break) is named with its place.

    text_of(path)               the text of a file, line ends as \\n
    toml_trouble(text, reason)  why TOML cannot be read, in an author's words
"""

import codecs
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from sim.ground.errors import CleanClaimError

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
AT = re.compile(r" \(at line (\d+), column (\d+)\)")
STRAIGHT = {
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    **dict.fromkeys("\u00a0\u2007\u202f\u2003\u2002\u3000", " "),
    "\u200b": "",
    "\ufeff": "",
    "\uff1d": "=",
    "\u2026": "...",
}
WORDS = (  # what the reader of TOML says -> what it means to an author, and what to do
    ("Expected '='", "no = after the field's name", 'write NAME = "text", and # before a remark'),
    ("Cannot overwrite", "the same field twice", "keep one of them"),
    ("Cannot declare", "the same section twice", "write [[NAME]] with two brackets on each side for several of a kind"),
    ("Cannot mutate", "a field that was already closed in braces", "put everything of it between the braces"),
    ("Illegal character '\\n'", "a text that does not end on its line", 'close it with "'),
    ("Unterminated string", "a text that does not end", "close it with a quotation mark"),
    ("Unescaped '\\'", "a backslash", "write / or two backslashes"),
    ("Unclosed array", "a list that does not end", "close it with ], and put a comma between its parts"),
    ("Unclosed inline table", "braces that do not end", "close them with }, and put a comma between the parts"),
    ("Expected ']", "a section's name that is not closed", "close it with the brackets it began with"),
    ("Expected newline", "something after the value", "write one field a line, and quotation marks around the text"),
    ("Invalid initial character", "a sign no name begins with", "write the field's name in small letters"),
    ("Invalid statement", "a line that is neither a field nor a section", 'write NAME = "text", or [[NAME]]'),
    ("Invalid value", "a value that cannot be read", 'write "text" in quotation marks, a number, true or a date'),
    ("Invalid date", "a date there is not", "write a date such as 2026-07-01"),
)
BETTER = (  # what the line looks like -> what its author most likely meant
    (r"^[a-z_.]+\s*:", "write = instead of the colon"),
    (r"=\s*(true|false|yes|no)\s*(#|$)", "write true or false in small letters"),
    (r"=\s*\d{1,2}/\d{1,2}/\d{4}", "write a date such as 2026-07-01, without quotation marks"),
    (r"=\s*\$?[\d,]*\.?\d+\s*(#|$)", "write the number without $ and without commas, such as 1250.00"),
)


class Trouble(NamedTuple):
    """Why a file cannot be read: what was found with its place, what was expected, what to do."""

    found: str
    expected: str
    todo: str


def text_of(path: Path, is_table: bool = False) -> str:
    """The text of a file. is_table: a CSV file, which Excel may have saved in the code page of Windows; it is then read
    so. Raises CleanClaimError with the sign and its place where the file is not text that can be read.
    """
    try:
        content = path.read_bytes()
    except OSError as reason:
        raise CleanClaimError(
            f"cannot read: {reason.strerror}", str(path), "a readable file", "check the path"
        ) from None
    coding = next((name for mark, name in MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(coding)
    except UnicodeDecodeError as reason:
        if is_table and coding == "utf-8" and b"\0" not in content:
            text = content.decode("cp1252", "replace")
        else:
            raise _undecodable(path, content, reason) from None
    return "\n".join(text.replace("\r\n", "\n").split("\r"))


def _undecodable(path: Path, content: bytes, reason: UnicodeDecodeError) -> CleanClaimError:
    if b"\0" in content[:200]:
        return CleanClaimError("not a text file", str(path), "a text file in UTF-8", "save it as plain text, UTF-8")
    before = content[: reason.start]
    line, column = before.count(b"\n") + 1, len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
    sign = content[reason.start : reason.start + 1].decode("cp1252", "replace")
    return CleanClaimError(
        f"line {line}, column {column}: found {named(sign)}, saved in the code page of Windows",
        str(path),
        "a text file in UTF-8",
        'save it again: in Notepad, "Save as", encoding UTF-8',
    )


def named(sign: str) -> str:
    """A sign with its name, since many look alike.

    >>> named("=")
    'the sign = (equals sign)'
    """
    name = unicodedata.name(sign, f"number {ord(sign)}").lower()
    return f"the sign {sign} ({name})" if sign.isprintable() and not sign.isspace() else f"a sign ({name})"


def toml_trouble(text: str, reason: str) -> Trouble:
    r"""Why a text is not TOML, the real cause first: a sign of a word processor on the line, then what the reader says.

    >>> toml_trouble("label = \u201cSore elbow\u201d", "Invalid value (at line 1, column 9)").todo
    'write " instead; turn off smart quotes, or write in Notepad'
    >>> toml_trouble("label: Sore elbow", "Expected '=' after a key in a key/value pair (at line 1, column 6)").todo
    'write = instead of the colon'
    """
    lines = text.rstrip().split("\n")
    place = AT.search(reason)
    line, column = (int(place[1]), int(place[2])) if place else (len(lines), len(lines[-1]) + 1)
    here = lines[line - 1].strip() if line <= len(lines) else ""
    if strange := _strange(lines, line):
        return strange
    found, todo = next(
        ((found, todo) for words, found, todo in WORDS if words in reason),
        ("what is not TOML: " + AT.sub("", reason), "correct that line"),
    )
    if found.startswith(("no =", "a value", "something")):
        todo = next((better for form, better in BETTER if re.search(form, here, re.I)), todo)
    return Trouble(
        f"line {line}, column {column}: found {found}" + (f" in {here[:60]!r}" if here else ""), "a TOML file", todo
    )


def _strange(lines: list[str], line: int) -> Trouble | None:
    """The sign of a word processor that the reader stumbled over: on its line, else the first of the file."""
    for number in dict.fromkeys([line, *range(1, len(lines) + 1)]):
        written = lines[number - 1] if number <= len(lines) else ""
        for at, sign in enumerate(written):
            if sign in STRAIGHT and not _in_text(written, at):
                instead = STRAIGHT[sign]
                todo = f"write {instead} instead" if instead.strip() else "write a space" if instead else "delete it"
                return Trouble(
                    f"line {number}, column {at + 1}: found {named(sign)}",
                    "the signs of the keyboard",
                    f"{todo}; turn off smart quotes, or write in Notepad",
                )
    return None


def _in_text(line: str, at: int) -> bool:
    """Does a place of a line lie within straight quotation marks or a remark? There every sign may stand."""
    return any(found.start() <= at < found.end() for found in re.finditer(r'"[^"\n]*"|\'[^\'\n]*\'|#.*', line))
