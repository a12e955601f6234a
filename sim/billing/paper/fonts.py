"""The letters of a print: Bitstream Vera, a free family that reportlab ships and that is set into every file, so that
a sheet looks alike on every machine. What Vera does not have is replaced, and the sheet says so.
"""

import unicodedata
from functools import cache
from typing import Any, NamedTuple

PLAIN, BOLD, ITALIC = "Vera", "VeraBd", "VeraIt"
FILES = {PLAIN: "Vera.ttf", BOLD: "VeraBd.ttf", ITALIC: "VeraIt.ttf"}
REPLACED = "?"
# Letters that are no base letter with an accent, as passports and claims write them (ICAO Doc 9303, part 3, section 6)
PLAINER = {
    "\u2010": "-",
    "\u2011": "-",
    "\u2212": "-",
    "\u202f": " ",
    "\u00a0": " ",
    "\u0110": "D",
    "\u0111": "d",
    "\u0126": "H",
    "\u0127": "h",
    "\u0131": "i",
    "\u0141": "L",
    "\u0142": "l",
    "\u0166": "T",
    "\u0167": "t",
    "\u014a": "N",
    "\u014b": "n",
    "\u1e9e": "SS",
}


class Printed(NamedTuple):
    """A text as it can be printed, and whether a letter had to be replaced by another one."""

    text: str
    is_replaced: bool


@cache
def faces() -> dict[str, Any]:
    """The fonts by name, known to reportlab from now on."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    found = {name: TTFont(name, file) for name, file in FILES.items()}
    for font in found.values():
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=ITALIC, boldItalic=BOLD)
    return found


@cache
def letters() -> frozenset[int]:
    """The characters that every face has."""
    return frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in faces().values()))


@cache
def printed(text: str) -> Printed:
    """A text in letters that the font has: an accented letter that it lacks becomes its base letter, any other letter
    a question mark. Control characters are spaces.

    >>> printed("Zoë Müller-Synth"), printed("Łucja"), printed("李")
    (Printed(text='Zoë Müller-Synth', is_replaced=False), Printed(text='Łucja', is_replaced=False), Printed(text='?', \
is_replaced=True))
    """
    out, changed = [], False
    for letter in unicodedata.normalize("NFC", text):
        new = _letter(letter)
        changed |= new != letter and letter.isprintable() and letter not in "\u2010\u2011\u2212"
        out.append(new)
    return Printed("".join(out), changed)


def _letter(letter: str) -> str:
    if not letter.isprintable():
        return " " if letter.isspace() or unicodedata.category(letter) == "Cc" else ""
    if ord(letter) in letters():
        return letter
    plain = PLAINER.get(letter) or "".join(
        one for one in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(one)
    )
    if plain and all(ord(one) in letters() for one in plain):
        return plain
    return "" if unicodedata.combining(letter) else REPLACED


def width(text: str, face: str, size: float) -> float:
    """How wide a text is, in points."""
    return float(faces()[face].stringWidth(text, size))


def wrapped(text: str, face: str, size: float, room: float) -> list[str]:
    """A text in lines of at most this many points; a word that is wider is broken, nothing is left out.

    >>> wrapped("one two three", PLAIN, 10, 45)
    ['one two', 'three']
    >>> "".join(wrapped("x" * 100, PLAIN, 10, 45)) == "x" * 100
    True
    """
    lines, line = list[str](), ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if width(longer, face, size) <= room:
            line = longer
            continue
        lines += [line] if line else []
        line, broken = _broken(word, face, size, room)
        lines += broken
    return [*lines, line] if line else lines


def _broken(word: str, face: str, size: float, room: float) -> tuple[str, list[str]]:
    """(what is left for the next line, the full lines) of a word wider than the line."""
    full = list[str]()
    while width(word, face, size) > room and len(word) > 1:
        count = next(
            (place for place in range(len(word), 1, -1) if width(word[:place], face, size) <= room),
            1,
        )
        full.append(word[:count])
        word = word[count:]
    return word, full
