"""From a file to its segments: whatever signs its ISA declares, line breaks or none, a byte order mark, white space at
the end, several interchanges.

A file is read in pieces of bounded size, so a large one needs no more memory than a small one. Nothing here raises on
bad content.
"""

import io
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

from sim.edi.grammar.finding import Finding, envelope
from sim.edi.reader.foreign_files import kind_of
from sim.ground.errors import CleanClaimError

Source = str | bytes | Path | TextIO  # a path, text, bytes or an open text file
PIECE = 1 << 13  # characters read at once: what is left of a piece is divided anew wherever the signs change
SHORT = 400  # characters that hold a header, whatever its widths
LONGEST = 1 << 16  # characters of one segment; beyond, the terminator is taken as lost
BLANK = " \t\r\n\x00\x1a\ufeff"


class Signs(NamedTuple):
    """What divides a file: elements, parts of elements, segments, repeated values."""

    element: str
    part: str
    segment: str
    repeat: str = "^"


PLAIN = Signs("*", ":", "~", "^")


class Stream:
    """The segments of a file, one after another: (elements, signs). `findings` fills while it is read; `done` is how
    many characters were read.
    """

    def __init__(self, source: Source):
        self.source, self.done = opened(source), 0
        self.findings: list[Finding] = []
        self.signs: Signs | None = None
        self.count, self.is_header, self.is_between = 0, False, False

    def __iter__(self) -> Iterator[list[str]]:
        rest = ""
        while True:
            piece = self._more()
            if self.done == len(piece) and (kind := kind_of(piece)):
                self._foreign(kind, piece)
                return
            rest = rest + piece
            if not piece:
                yield from self._last(rest)
                return
            while rest:
                rest, again = yield from self._cut(rest, whole=False)
                if not again:
                    break

    def _more(self) -> str:
        piece = self.source.read(PIECE)
        self.done += len(piece)
        return piece

    def _last(self, rest: str) -> Iterator[list[str]]:
        again = True
        while again and rest.strip(BLANK):
            rest, again = yield from self._cut(rest, whole=True)

    def _cut(self, text: str, whole: bool) -> Generator[list[str], None, tuple[str, bool]]:
        """Give the segments of a text; returns what is left, and whether another interchange begins there."""
        if self.signs is None:
            text = self._begun(text, whole)
        if self.signs is None:
            return text, False
        signs = self.signs
        element, end = signs.element, signs.segment
        pieces, tail = self._parted(text, end, whole)
        for number, piece in enumerate(pieces):
            piece = piece.strip(BLANK)
            if not piece:
                continue
            if (piece[:3] == "ISA" and not self.is_header or self.is_between) and not self._goes_on(piece, signs):
                self.signs, self.is_between = None, False
                return end.join([piece, *pieces[number + 1 :], tail]), True
            self.is_header, self.is_between = False, piece[:3] == "IEA" and piece[3:4] == element
            self.count += 1
            yield piece.split(element)
        if whole and tail.strip(BLANK) or self.is_between and (whole or len(tail) >= SHORT):
            self.signs, self.is_between = None, False
            return tail, bool(tail.strip(BLANK))
        return tail, False

    def _begun(self, text: str, whole: bool) -> str:
        """The text from the next ISA on, whose signs are then known; no signs while too little of it has come."""
        if not whole and len(text) < SHORT:
            return text
        text = text.lstrip(BLANK)
        start = text.find("ISA")
        if start != 0:
            self._stray(text if start < 0 else text[:start])
            text = text[start:] if start > 0 else ""
        if text and (whole or len(text) >= SHORT):
            self.signs, self.is_header = self._declared(text), True
        return text

    def _parted(self, text: str, end: str, whole: bool) -> tuple[list[str], str]:
        """The whole segments of a text, and its tail: the beginning of the next one."""
        pieces = text.split(end)
        tail = pieces.pop()
        is_next = (pieces or not self.is_header) and tail.lstrip(BLANK)[:3] == "ISA"  # with signs of its own
        if whole and tail.strip(BLANK) and not is_next:
            message, expected = "The file ends in the middle of a segment", f"{end!r} after its last element"
            self._unended("no-terminator", tail, len(pieces), message, expected, "023")
            return [*pieces, tail], ""
        if len(tail) > LONGEST:
            message, expected = f"No segment terminator within {LONGEST:,} characters", f"{end!r} at its end"
            self._unended("segment-too-long", tail, len(pieces), message, expected, "022")
            return [*pieces, tail[:LONGEST]], ""
        return pieces, tail

    def _unended(self, finding: str, tail: str, before: int, message: str, expected: str, note: str) -> None:
        name, position = tail.strip(BLANK)[:3], self.count + before + 1
        self.findings.append(envelope(finding, name, position, message, expected, tail[:30], note=note))

    def _goes_on(self, piece: str, signs: Signs) -> bool:
        """Is it the header of another interchange with the same element sign and terminator? A broken header is read on
        with the signs of the last.
        """
        fields = piece.split(signs.element)
        if piece[:3] != "ISA" or piece[3:4] not in ("", signs.element) or len(fields) > 17:
            return False
        if len(fields) == 17:
            if len(fields[16]) != 1 or fields[16].isalnum() or len(piece) != 105:
                return False
            self.signs = signs._replace(part=fields[16], repeat="" if fields[11][:1].isalnum() else fields[11][:1])
        return True

    def _foreign(self, kind: str, text: str) -> None:
        message, expected = f"This is {kind}, not X12", "a file that begins with ISA"
        shown = " ".join(text[:60].split())
        self.findings.append(envelope("not-x12", "ISA", 0, message, expected, shown[:30], note="022"))

    def _stray(self, text: str) -> None:
        if text.strip(BLANK):
            self.findings.append(
                envelope(
                    "outside-interchange",
                    text.strip(BLANK)[:3],
                    self.count + 1,
                    "Text outside an interchange",
                    "ISA at the start",
                    text.strip(BLANK)[:30],
                    note="022",
                )
            )

    def _declared(self, text: str) -> Signs:
        """The signs an ISA declares: by its fixed width, else by counting its sixteen elements."""
        signs = _of_fixed_width(text) or self._counted(text)
        if not _are_clear(signs):
            self.findings.append(
                envelope(
                    "signs-unclear",
                    "ISA",
                    self.count + 1,
                    "The delimiters of this file cannot be told apart",
                    "three different delimiters in the ISA",
                    f"{signs.element}{signs.part}{signs.segment}",
                    note="022",
                )
            )
            return PLAIN
        return signs._replace(repeat="" if signs.repeat.isalnum() else signs.repeat)

    def _counted(self, text: str) -> Signs:
        """The signs of a header without its fixed widths."""
        element = text[3:4]
        fields = text[:SHORT].split(element) if element else []
        last, repeat = (fields[place] if len(fields) > place else "" for place in (16, 11))
        self.findings.append(
            envelope(
                "isa-not-fixed-width",
                "ISA",
                self.count + 1,
                "The interchange header does not have its fixed widths",
                "106 characters, every element at its full width",
                text[:40],
                note="022",
                severity="warning" if len(last) > 1 else "error",
            )
        )
        if len(last) > 1 and not last[0].isalnum():
            return Signs(element, last[0], last[1], repeat[:1])
        return Signs(element, ":", "~" if "~" in text[:SHORT] else "\n", repeat[:1])


def _of_fixed_width(text: str) -> Signs | None:
    """The signs of a header of 106 characters; None for any other."""
    element, end = text[3:4], text[105:106]
    is_fixed = text[103:104] == element and text[:103].count(element) == 15
    if is_fixed and not text[104:105].isalnum() and end.strip(" ") not in ("", element):
        return Signs(element, text[104], end, text[82])
    return None


def _are_clear(signs: Signs) -> bool:
    """Can a file be divided by them: three different signs, none a letter or a digit?"""
    element, end = signs.element, signs.segment
    is_element = element and not element.isalnum() and element not in BLANK.replace("\t", "")
    return bool(is_element and end and not end.isalnum() and len({element, signs.part, end}) == 3)


def opened(source: Source) -> TextIO:
    """A text stream of a path, of text, of bytes or of an open file. Raises CleanClaimError for a path that cannot be
    read.
    """
    if not isinstance(source, str | bytes | Path):
        return source
    if isinstance(source, bytes):
        return io.StringIO(source.decode("utf-8", "replace"))
    if isinstance(source, str) and ("ISA" in source or "\n" in source or "~" in source or not source.strip()):
        return io.StringIO(source)
    try:
        return Path(source).open(encoding="utf-8-sig", errors="replace", newline="")
    except (OSError, ValueError) as reason:
        raise CleanClaimError(
            f"cannot read: {getattr(reason, 'strerror', reason)}", str(source)[:200], "an X12 file", "check the path"
        ) from None


def segments(source: Source) -> tuple[list[list[str]], list[Finding], Signs | None]:
    """All segments of a small file, what is wrong with its division, and its signs.

    >>> segments("GS*HC~")[1][0].finding
    'outside-interchange'
    """
    stream = Stream(source)
    found = list(stream)
    return found, stream.findings, stream.signs
