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
from sim.ground.errors import CleanClaimError

Source = str | bytes | Path | TextIO  # a path, text, bytes or an open text file
PIECE = 1 << 20  # characters read at once
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
            if not whole and len(text) < SHORT:
                return text, False
            text = text.lstrip(BLANK)
            start = text.find("ISA")
            if start != 0:
                self._stray(text if start < 0 else text[:start])
                if start < 0:
                    return ("", False)
                text = text[start:]
            if not whole and len(text) < SHORT:
                return text, False
            self.signs, self.is_header = self._declared(text), True
        signs = self.signs
        element, end = signs.element, signs.segment
        pieces = text.split(end)
        tail = pieces.pop()
        if whole and tail.strip(BLANK):
            self.findings.append(
                envelope(
                    "no-terminator",
                    tail.strip(BLANK)[:3],
                    self.count + len(pieces) + 1,
                    "The file ends in the middle of a segment",
                    f"{end!r} after its last element",
                    tail[:30],
                    note="023",
                )
            )
            pieces, tail = [*pieces, tail], ""
        if len(tail) > LONGEST:
            self.findings.append(
                envelope(
                    "segment-too-long",
                    tail[:3].strip(BLANK),
                    self.count + len(pieces) + 1,
                    f"No segment terminator within {LONGEST:,} characters",
                    f"{end!r} at its end",
                    tail[:30],
                    note="022",
                )
            )
            pieces, tail = [*pieces, tail[:LONGEST]], ""
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
        if self.is_between and (whole or len(tail) >= SHORT):
            self.signs, self.is_between = None, False
            return tail, bool(tail.strip(BLANK))
        return tail, False

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
        element = text[3:4]
        if (
            text[103:104] == element
            and text[:103].count(element) == 15
            and not text[104:105].isalnum()
            and text[105:106].strip(" ") not in ("", element)
        ):
            part, end, repeat = text[104], text[105], text[82]
        else:
            fields = text[:SHORT].split(element) if element else []
            last = fields[16] if len(fields) > 16 else ""
            repeat = fields[11][:1] if len(fields) > 11 else ""
            part, end = (
                (last[:1], last[1:2])
                if len(last) > 1 and not last[0].isalnum()
                else (":", "~" if "~" in text[:SHORT] else "\n")
            )
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
        if (
            not element
            or element.isalnum()
            or element in BLANK.replace("\t", "")
            or len({element, part, end}) < 3
            or not end
            or end.isalnum()
        ):
            self.findings.append(
                envelope(
                    "signs-unclear",
                    "ISA",
                    self.count + 1,
                    "The delimiters of this file cannot be told apart",
                    "three different delimiters in the ISA",
                    f"{element}{part}{end}",
                    note="022",
                )
            )
            return PLAIN
        return Signs(element, part, end, repeat if repeat and not repeat.isalnum() else "")


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
