"""A lesson on the first page: the notebook's text and pictures, read there without a kernel. In JupyterLab the same
notebook can be opened.

Markdown becomes the few shapes of a page; a cell that calls `sim.diagram(...)` with plain values becomes its picture.
The cell is read, and never run.
"""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.ground.files import find, remembered
from sim.learn.course.choice.way import Way
from sim.ui.desks.common import View
from sim.ui.desks.pictures.blocks import picture

PARTS = re.compile(r"(\*\*[^*]+\*\*|`[^`]+`|\[[^\]]+\]\([^)]*\))")
CALL = "diagram"


def lesson(made: Way, deed: Mapping[str, Any] | None) -> View | None:
    """The lesson that was opened just now; None where none was."""
    name = str((deed or {}).get("name")) if (deed or {}).get("deed") == "read_lesson" else ""
    unit = made.shelf.units.get(name)
    if unit is None or not unit.lesson:
        return None
    return {"title": unit.title, "unit": unit.name, "book": unit.lesson, "blocks": blocks_of(unit.lesson)}


@remembered
def blocks_of(book: str) -> list[View]:
    """A notebook as blocks of a page. Raises CleanClaimError for one that is not there or cannot be read."""
    file = find(f"notebooks/{book}")
    try:
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, TypeError) as reason:
        raise CleanClaimError("the lesson cannot be read", str(file), "a notebook", "restore the file") from reason
    return [block for cell in cells for block in _cell(cell)]


def _cell(cell: Mapping[str, Any]) -> Iterator[View]:
    text = "".join(cell.get("source") or ())
    if "notebook-only" in (cell.get("metadata") or {}).get("tags", ()):
        return
    if cell.get("cell_type") == "markdown":
        yield from _markdown(text)
    elif asked := called(text):
        yield picture(asked).as_block()


def called(text: str) -> dict[str, Any] | None:
    """What a cell asks `sim.diagram` to draw; None for any other cell.

    >>> called('import sim\\n\\nsim.diagram("strip", "Paid", unit="money", months=[["Jan", 100]])')["kind"]
    'strip'
    """
    last = ast.parse(text).body[-1] if text.strip() else None
    call = last.value if isinstance(last, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr != CALL:
        return None
    kind, title = (ast.literal_eval(one) for one in call.args)
    more = {one.arg: ast.literal_eval(one.value) for one in call.keywords if one.arg}
    return {"kind": kind, "title": title, **more}


def _markdown(text: str) -> Iterator[View]:
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if not lines:
            continue
        if lines[0].startswith("#"):
            yield {"heading": lines[0].lstrip("# ")}
            lines = lines[1:]
        if lines and lines[0].startswith("|"):
            yield _table(lines)
        elif lines and lines[0].startswith("* "):
            yield {"list": [rich(line) for line in _items(lines)]}
        elif lines:
            yield {"p": rich(" ".join(lines))}


def _items(lines: list[str]) -> list[str]:
    """The items of a list; a line without a star goes on with the item before."""
    out: list[str] = []
    for line in lines:
        if line.startswith("* "):
            out.append(line[2:])
        else:
            out[-1] += f" {line}"
    return out


def _table(lines: list[str]) -> View:
    rows = [
        [rich(cell.strip()) for cell in line.strip("|").split("|")] for line in lines if not set(line) <= set("|-: ")
    ]
    return {
        "table": {"head": ["".join(map(_plain, cell)) for cell in rows[0]], "rows": rows[1:], "wide": len(rows[0]) > 3}
    }


def _plain(part: Any) -> str:
    return part if isinstance(part, str) else str(next(iter(part.values())))


def rich(text: str) -> list[Any]:
    """A line with its bold words and codes; of a link its words.

    >>> rich("Use **25** on `99213`, see [the list](x).")
    ['Use ', {'b': '25'}, ' on ', {'code': '99213'}, ', see ', 'the list', '.']
    """
    return [_part(one) for one in PARTS.split(text) if one]


def _part(text: str) -> Any:
    if text.startswith("**"):
        return {"b": text[2:-2]}
    if text.startswith("`"):
        return {"code": text[1:-1]}
    return text[1 : text.index("]")] if PARTS.fullmatch(text) else text
