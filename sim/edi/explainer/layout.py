"""How an explained file looks: in a terminal, narrow or wide, and as a table in a notebook, with everything escaped."""

import html as markup
import textwrap

from sim.edi.grammar.finding import Finding

WIDE = 110
# !important: a notebook's own rules for tables put text to the right
STYLE = """<style>table.cc-wire{border-collapse:collapse;width:100%;table-layout:fixed}table.cc-wire caption{text-align:left;padding:.3em 0}
table.cc-wire th,table.cc-wire td{text-align:left!important;vertical-align:top;padding:.25em .6em;border-bottom:1px solid currentColor}
table.cc-wire th:first-child{width:42%}table.cc-wire code{white-space:break-spaces;overflow-wrap:anywhere}
table.cc-wire ul{margin:.2em 0;padding-left:0;list-style:none}table.cc-wire .wrong{font-weight:bold}table.cc-wire .loop{font-style:italic}</style>"""


def title(told) -> str:
    """What the file is, in one line."""
    found, errors = told.reading, sum(one.severity == "error" for one in told.findings)
    wrong = f"{errors} wrong, {len(told.findings) - errors} odd" if told.findings else "nothing wrong found"
    return f"{found.transaction or 'Unknown'} {found.version}, {len(told.rows):,} segments, {wrong}"


def cut(told) -> str:
    """What to say of a file that is too long."""
    return (
        f"Only the first {len(told.rows):,} segments are told here; `edi read` reads the whole file."
        if told.is_cut
        else ""
    )


def part_line(part: tuple) -> str:
    """One value in words."""
    label, name, value, words, box = part
    said = f"{value} ({words})" if words and words != value else value
    return f"{label} {name}: {said}" + (f" [box {box}]" if box else "")


def finding_line(one: Finding) -> str:
    """What is wrong, what stood there, what was expected, which box of the form."""
    return f"{'WRONG' if one.severity == 'error' else 'ODD'}: {one.line().partition(': ')[2]}"


def text(told, width: int = 100) -> str:
    """The whole file for a terminal. Wide: the segment on the left, words on the right; narrow: words below it."""
    width = max(int(width), 30)
    out = [title(told)]
    for row in told.rows:
        indent = "  " * min(row.depth, 6 if width >= WIDE else 2)
        if row.loop:
            out += ["", f"{indent}-- {clean(row.loop)}"]
        out += _beside(row, indent, width) if width >= WIDE else _below(row, indent, width)
    out += ["", cut(told)] if told.is_cut else []
    return "\n".join(line.rstrip() for line in out)


def _words(row) -> list[str]:
    head = f"{row.label}. {row.meaning}" if row.meaning else row.label
    return [head, *map(part_line, row.parts), *map(finding_line, row.findings)]


def _below(row, indent: str, width: int) -> list[str]:
    room = width - len(indent)
    lines = textwrap.wrap(clean(row.text), room) or [""]
    for said in _words(row):
        lines += textwrap.wrap(clean(said), room, initial_indent="   ", subsequent_indent="     ")
    return [indent + line for line in lines]


def _beside(row, indent: str, width: int) -> list[str]:
    half = width * 2 // 5
    left = textwrap.wrap(clean(row.text), half - len(indent) - 2) or [""]
    right = [line for said in _words(row) for line in textwrap.wrap(clean(said), width - half, subsequent_indent="   ")]
    count = max(len(left), len(right))
    left, right = left + [""] * (count - len(left)), right + [""] * (count - len(right))
    return [f"{(indent + one).ljust(half)}{other}" for one, other in zip(left, right, strict=True)]


def clean(words: str) -> str:
    """Without signs that would move a terminal's cursor or break a line."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in words)


def html(told) -> str:
    """The whole file as one table."""
    rows = "".join(map(_row, told.rows))
    end = f"<p>{_e(cut(told))}</p>" if told.is_cut else ""
    return (
        f'{STYLE}<table class="cc-wire"><caption>{_e(title(told))}</caption><thead><tr><th scope="col">Segment</th><th'
        f' scope="col">In plain words</th></tr></thead><tbody>{rows}</tbody></table>{end}'
    )


def _row(row) -> str:
    loop = f'<tr><td class="loop" colspan="2">{_e(row.loop)}</td></tr>' if row.loop else ""
    parts = "".join(f"<li>{_e(part_line(part))}</li>" for part in row.parts)
    wrong = "".join(f'<div class="wrong">{_e(finding_line(one))}</div>' for one in row.findings)
    about = f". {_e(row.meaning)}" if row.meaning else ""
    return f"{loop}<tr><td><code>{_e(row.text)}</code></td><td>{_e(row.label)}{about}{f'<ul>{parts}</ul>' if parts else ''}{wrong}</td></tr>"


def _e(words: str) -> str:
    return markup.escape(clean(words))
