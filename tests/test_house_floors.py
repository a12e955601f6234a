"""House rules of the floors: the folders inside a room are ordered, no file circle is left, imports stand at the head.

Rules are written and tried like those of test_house.py.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

FLOORS = {  # left imports nothing from right; "" are the files of the room itself, a tuple stands for neighbors
    "ground": [""],
    "reference": ["identifiers", ("", "calculators", "imports")],  # official files overlay the shipped tables
    "edi": ["grammar", "reader", "writer", "explainer", ""],
    "clinic": ["practice", "people", "scenarios", "visits", ""],
    "coding": [""],
    "payer": ["rulebook", "engine", "money", "policies", "examples", "asked", ""],
    "billing": ["claims", "answers", "books", "denials", "visit", "actions", "wire", "bulk", "day", "paper", ""],
    "learn": ["exercises", "grading", "tasks", "desk", "paper", "course", "lint", ""],
    "manager": ["strategies", "calendar", "figures", "comparing", "tasks", "game", "packs", "intake", "readiness", ""],
    "classroom": [
        "records",
        "assignments",
        "disputes",
        "marking",
        "statistics",
        ("gradebook", "questions"),
        "sealed",
        "privacy",
        "lti",
        "handouts",
        "",
    ],
    "ui": ["desks", "terminal", "lab", "serve", ""],
}
DEEPEST = 2  # folders below a room
LATE = {  # slow packages, imported when a door first needs them
    "IPython",
    "anywidget",
    "distributed",
    "faker",
    "ipykernel",
    "ipywidgets",
    "jupyter_client",
    "jupyter_server",
    "jupyterhub",
    "jupyterlab",
    "pandas",
    "platformdirs",
    "pyarrow",
    "reportlab",
    "rich",
    "simple_icd_10_cm",
    "sqlalchemy",
    "text2qti",
    "tornado",
    "voila",
}
START_UP = {  # files whose start-up must be quick: what they need is imported when it is asked for
    "sim/__init__.py",
    "sim/cli.py",
    "sim/edi/__init__.py",
    "sim/reference/__init__.py",
    "sim/ui/__init__.py",
    "sim/ui/desks/start/own_portfolio.py",
    "sim/ui/terminal/class_commands/lti.py",
    "sim/learn/notebook_verbs.py",
    "sim/ui/terminal/usage.py",
    "sim/reference/imports/__init__.py",
}


class Imported(ast.NodeVisitor):
    """Every import of a module: line, dotted name, and whether it stands inside a function."""

    def __init__(self, path: str):
        self.path, self.deep, self.seen = path, 0, []

    def visit_FunctionDef(self, node):
        self.deep += 1
        self.generic_visit(node)
        self.deep -= 1

    visit_AsyncFunctionDef = visit_Lambda = visit_FunctionDef

    def visit_If(self, node):
        if not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            self.generic_visit(node)

    def visit_Import(self, node):
        self.seen += [(node.lineno, alias.name, self.deep > 0) for alias in node.names]

    def visit_ImportFrom(self, node):
        package = self.path.removesuffix(".py").split("/")
        base = package[: len(package) - node.level] if node.level else []
        module = ".".join(base + [node.module] * bool(node.module))
        self.seen += [(node.lineno, f"{module}.{alias.name}", self.deep > 0) for alias in node.names]


def files(root: Path) -> dict[str, str]:
    """Dotted name -> path of every module."""
    paths = sorted(path.relative_to(root).as_posix() for path in (root / "sim").rglob("*.py"))
    return {path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): path for path in paths}


def imports(root: Path, path: str) -> list[tuple[int, str, bool]]:
    visitor = Imported(path)
    visitor.visit(ast.parse((root / path).read_text(encoding="utf-8")))
    return visitor.seen


def module_of(name: str, known: dict[str, str]) -> str | None:
    """The module that an imported name is or lies in."""
    return name if name in known else name.rpartition(".")[0] if name.rpartition(".")[0] in known else None


def floor(path: str) -> tuple[str, str]:
    """(room, folder) of a file; the folder is "" for a file of the room itself."""
    parts = path.split("/")
    return parts[1], parts[2] if len(parts) > 3 else ""


def places(room: str) -> dict[str, int]:
    """Each folder of a room with its place in the order."""
    return {
        name: place
        for place, floor in enumerate(FLOORS.get(room, []))
        for name in (floor if isinstance(floor, tuple) else (floor,))
    }


def floors_are_ordered(root: Path) -> tuple[int, list[str]]:
    known, looked, found = files(root), 0, []
    for path in known.values():
        for line, name, _ in imports(root, path):
            there = module_of(name, known)
            if not there or len(path.split("/")) < 3 or len(known[there].split("/")) < 3:
                continue
            (room, mine), (other, yours) = floor(path), floor(known[there])
            order = places(room)
            if room == other and mine in order and yours in order:
                looked += 1
                if order[yours] > order[mine]:
                    found.append(f"{path}:{line}: {mine or room} may not import {name}, which stands to its right")
    return looked, found


def every_floor_is_named(root: Path) -> tuple[int, list[str]]:
    looked, found = 0, []
    for path in files(root).values():
        parts = path.split("/")
        if len(parts) < 3:
            continue
        looked += 1
        room, folder = floor(path)
        if folder not in places(room):
            found.append(f"{path}: {folder or room} is no floor of FLOORS")
        if len(parts) - 3 > DEEPEST:
            found.append(f"{path}: more than {DEEPEST} folders deep")
    return looked, found


def graph(root: Path) -> dict[str, set[str]]:
    """Which module imports which."""
    known = files(root)
    return {
        module: {there for _, name, _ in imports(root, path) if (there := module_of(name, known)) and there != module}
        for module, path in known.items()
    }


def circles(edges: dict[str, set[str]]) -> Iterator[list[str]]:
    """Groups of modules that import each other, straight or by way of others."""

    def reached(start: str) -> set[str]:
        seen, todo = set(), [*edges[start]]
        while todo:
            here = todo.pop()
            if here not in seen:
                seen.add(here)
                todo += edges.get(here, ())
        return seen

    reach = {module: reached(module) for module in edges}
    left = {module for module in edges if module in reach[module]}
    while left:
        first = min(left)
        together = {module for module in reach[first] if first in reach[module]}
        yield sorted(together)
        left -= together


def no_file_circles(root: Path) -> tuple[int, list[str]]:
    edges = graph(root)
    return len(edges), [f"circle: {' '.join(group)}" for group in circles(edges)]


def imports_stand_at_the_head(root: Path) -> tuple[int, list[str]]:
    looked, found = 0, []
    for path in files(root).values():
        for line, name, late in imports(root, path):
            looked += 1
            if late and name.split(".")[0] not in LATE and path not in START_UP:
                found.append(f"{path}:{line}: {name} is imported inside a function")
    return looked, found


def start_up_needs_its_list(root: Path) -> tuple[int, list[str]]:
    """A file of START_UP without a late import has no reason to stand there."""
    here = [path for path in sorted(START_UP) if (root / path).exists()]
    return len(here), [
        f"{path}: imports nothing late; take it off START_UP"
        for path in here
        if not any(late and name.split(".")[0] not in LATE for _, name, late in imports(root, path))
    ]


RULES = [
    floors_are_ordered,
    every_floor_is_named,
    no_file_circles,
    imports_stand_at_the_head,
    start_up_needs_its_list,
]
PLANTED = [
    (
        floors_are_ordered,
        {"sim/payer/rulebook/a.py": "\nfrom sim.payer.engine.b import x", "sim/payer/engine/b.py": ""},
        "sim/payer/rulebook/a.py:2",
    ),
    (
        floors_are_ordered,
        {"sim/payer/engine/a.py": "def f():\n    from sim.payer.asked import b", "sim/payer/asked/b.py": ""},
        "sim/payer/engine/a.py:2",
    ),
    (every_floor_is_named, {"sim/payer/attic/a.py": ""}, "attic"),
    (every_floor_is_named, {"sim/payer/policies/b/c/a.py": ""}, "folders deep"),
    (
        no_file_circles,
        {"sim/edi/a.py": "from sim.edi import b", "sim/edi/b.py": "def f():\n    import sim.edi.a"},
        "circle: sim.edi.a sim.edi.b",
    ),
    (imports_stand_at_the_head, {"sim/edi/a.py": "def f():\n    import json"}, "sim/edi/a.py:2: json"),
    (start_up_needs_its_list, {"sim/cli.py": "import json"}, "sim/cli.py"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule, root):
    looked, found = rule(root)
    assert looked, "looked at nothing: the rule would hold whatever is written"
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(("rule", "house", "named"), PLANTED)
def test_a_planted_breach_is_found(rule, house, named, tmp_path):
    for path, text in house.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    _, found = rule(tmp_path)
    assert any(named in line for line in found), found


def test_every_rule_has_been_seen_to_fail():
    assert {rule for rule, *_ in PLANTED} == set(RULES)
