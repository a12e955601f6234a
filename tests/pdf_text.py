"""Reads back what stands on a PDF of ours, without a reader of PDF: files made with plain streams, their text strings
decoded by each font's own table of letters (ToUnicode). For tests only."""

import re

OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.S)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def objects(made: bytes) -> dict[int, bytes]:
    """Every object by its number."""
    return {int(number): body for number, body in OBJECT.findall(made)}


def stream(body: bytes) -> bytes:
    """The plain stream of an object; empty where it has none."""
    found = re.search(rb"stream\r?\n(.*?)\r?\n?endstream", body, re.S)
    return found.group(1) if found and b"/Filter" not in body.split(b"stream")[0] else b""


def _letters(table: bytes) -> dict[int, str]:
    """Code -> letter of a ToUnicode table."""
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.S):
        for code, letter in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(letter.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, letters in re.findall(rb"<(\w+)>\s*<(\w+)>\s*(\[.*?\]|<\w+>)", block, re.S):
            start, end = int(first, 16), int(last, 16)
            if letters.startswith(b"["):
                named = re.findall(rb"<(\w+)>", letters)
                found |= {start + n: bytes.fromhex(one.decode()).decode("utf-16-be") for n, one in enumerate(named)}
            else:
                base = int(letters[1:-1], 16)
                found |= {start + n: chr(base + n) for n in range(end - start + 1)}
    return found


def fonts(made: bytes) -> dict[bytes, dict[int, str]]:
    """The letters of every font by the name under which a page asks for it."""
    known, found = objects(made), {}
    for body in known.values():
        for block in re.findall(rb"/Font\s*<<(.*?)>>", body, re.S) or ([body] if b"/F1 " in body else []):
            for name, number in re.findall(rb"/(F[\d+]+)\s+(\d+) 0 R", block):
                table = re.search(rb"/ToUnicode\s+(\d+) 0 R", known[int(number)])
                if table:
                    found[name] = _letters(stream(known[int(table.group(1))]))
    return found


def _string(raw: bytes) -> bytes:
    """A literal string without its escapes."""

    def plain(match: re.Match[bytes]) -> bytes:
        escaped = match.group(1)
        return bytes([int(escaped, 8)]) if escaped[:1].isdigit() else ESCAPES.get(escaped, escaped)

    return re.sub(rb"\\([0-7]{1,3}|.)", plain, raw, flags=re.S)


def lines_of(made: bytes) -> list[str]:
    """Every line of text that the file draws, page after page, in the order in which a reader comes to it."""
    letters, out = fonts(made), []
    for body in objects(made).values():
        font: dict[int, str] = {}
        for name, raw in re.findall(rb"/(F[\d+]+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj", stream(body), re.S):
            if name:
                font = letters.get(name, {})
            else:
                out.append("".join(font.get(code, chr(code)) for code in _string(raw)))
    return [line for line in out if line.strip()]


def text_of(made: bytes) -> str:
    """All of it with single spaces."""
    return " ".join(" ".join(lines_of(made)).split())


def squeezed(text: str) -> str:
    """A text without its spaces: however it was wrapped."""
    return "".join(text.split())
