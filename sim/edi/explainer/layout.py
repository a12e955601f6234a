"""How an explained file looks: in a terminal, narrow or wide, and as a table in a notebook, with everything escaped."""

import html as markup
import textwrap

from sim.edi.explainer.rows import Part, Row
from sim.edi.grammar.finding import Finding
from sim.ground.errors import printable

WIDE = 110
# !important: a notebook's own rules for tables put text to the right
STYLE = """<style>
table.cc-wire{border-collapse:collapse;width:100%;table-layout:fixed}
table.cc-wire caption{text-align:left;padding:.3em 0}
table.cc-wire th,table.cc-wire td{text-align:left!important;vertical-align:top;padding:.25em .6em;
border-bottom:1px solid currentColor}
table.cc-wire th:first-child{width:42%}
table.cc-wire code{white-space:break-spaces;overflow-wrap:anywhere}
table.cc-wire ul{margin:.2em 0;padding-left:0;list-style:none}
table.cc-wire .wrong{font-weight:bold}
table.cc-wire .loop{font-style:italic}
.cc-wire-view{max-height:32em;overflow:auto;border:1px solid currentColor;padding:0 .6em}
</style>"""


def part_line(part: Part) -> str:
    """One value in words."""
    value = f"{part.value} ({part.meaning})" if part.meaning and part.meaning != part.value else part.value
    return f"{part.label} {part.name}: {value}" + (f" [box {part.box}]" if part.box else "")


def finding_line(one: Finding) -> str:
    """What is wrong, what stood there, what was expected, which box of the form, what to do."""
    return f"{one.severity.upper()}: {one.line().partition(': ')[2]}"


def text(head: str, rows: list[Row], tail: str, width: int = 100) -> str:
    """The whole file for a terminal. Wide: the segment on the left, words on the right; narrow: words below it."""
    width = max(int(width), 30)
    out = [printable(head)]
    for row in rows:
        indent = "  " * min(row.depth, 6 if width >= WIDE else 2)
        if row.loop:
            out += ["", f"{indent}-- {printable(row.loop)}"]
        out += _beside(row, indent, width) if width >= WIDE else _below(row, indent, width)
    out += ["", tail] if tail else []
    return "\n".join(line.rstrip() for line in out)


def _words(row: Row) -> list[str]:
    head = f"{row.label}. {row.meaning}" if row.meaning else row.label
    return [head, *map(part_line, row.parts), *map(finding_line, row.findings)]


def _below(row: Row, indent: str, width: int) -> list[str]:
    room = width - len(indent)
    lines = textwrap.wrap(printable(row.text), room) or [""]
    for line in _words(row):
        lines += textwrap.wrap(printable(line), room, initial_indent="   ", subsequent_indent="     ")
    return [indent + line for line in lines]


def _beside(row: Row, indent: str, width: int) -> list[str]:
    half = width * 2 // 5
    left = textwrap.wrap(printable(row.text), half - len(indent) - 2) or [""]
    right = [
        line for words in _words(row) for line in textwrap.wrap(printable(words), width - half, subsequent_indent="   ")
    ]
    count = max(len(left), len(right))
    left, right = left + [""] * (count - len(left)), right + [""] * (count - len(right))
    return [f"{(indent + one).ljust(half)}{other}" for one, other in zip(left, right, strict=True)]


def html(head: str, rows: list[Row], tail: str) -> str:
    """The whole file as one table. A notebook must not read its dollar signs as formulas."""
    body = "".join(map(_row, rows))
    end = f"<p>{_e(tail)}</p>" if tail else ""
    return (
        f'{STYLE}<div class="cc-wire-view" tabindex="0" role="region" aria-label="The file, segment by segment">'
        f'<table class="cc-wire mathjax_ignore"><caption>{_e(head)}</caption><thead><tr><th scope="col">Segment'
        f'</th><th scope="col">In plain words</th></tr></thead><tbody>{body}</tbody></table></div>{end}'
    )


def _row(row: Row) -> str:
    loop = f'<tr><td class="loop" colspan="2">{_e(row.loop)}</td></tr>' if row.loop else ""
    parts = "".join(f"<li>{_e(part_line(part))}</li>" for part in row.parts)
    wrong = "".join(f'<div class="wrong">{_e(finding_line(one))}</div>' for one in row.findings)
    about = f". {_e(row.meaning)}" if row.meaning else ""
    words = f"{_e(row.label)}{about}{f'<ul>{parts}</ul>' if parts else ''}{wrong}"
    return f"{loop}<tr><td><code>{_e(row.text)}</code></td><td>{words}</td></tr>"


def _e(words: str) -> str:
    return markup.escape(printable(words))
