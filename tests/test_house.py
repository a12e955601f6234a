"""House rules of the code: who may import whom, sizes, what is never written. The rules of the content are in
test_house_files.py.

A rule is a function of a folder: it returns how many things it looked at and one line for each breach (file, line,
what). It is tried on this house, where it must have looked at something and found nothing, and on a small house with a
planted breach, which it must find.
"""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOMS = {  # docs/architecture.md
    "ground": set(),
    "reference": {"ground"},
    "edi": {"ground", "reference"},
    "clinic": {"ground", "reference"},
    "coding": {"ground", "reference", "clinic"},
    "payer": {"ground", "reference"},
    "billing": {"ground", "reference", "edi", "clinic", "coding", "payer"},
}
ROOMS["learn"] = {*ROOMS, "billing"}
ROOMS["manager"] = {*ROOMS}
ROOMS["classroom"] = {*ROOMS} - {"manager"}
ROOMS["ui"] = {*ROOMS}
LATE = {
    "pandas",
    "pyarrow",
    "sqlalchemy",
    "faker",
    "jupyterlab",
    "voila",
    "IPython",
    "ipywidgets",
    "anywidget",
    "rich",
    "simple_icd_10_cm",
}


def python_files(root: Path) -> list[Path]:
    """Every Python file of ours."""
    return [root / "run.py"] * (root / "run.py").exists() + sorted(
        path for part in ("sim", "tests", "benchmarks") for path in (root / part).rglob("*.py")
    )


def trees(root: Path, part: str = "sim"):
    """Path below the root and syntax tree of every module of a part."""
    for path in sorted((root / part).rglob("*.py")):
        yield path.relative_to(root).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.AST, path: str):
    """Line and dotted name of everything a module imports, relative imports made absolute."""
    package = path.removesuffix(".py").removesuffix("/__init__").split("/")
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + path.endswith("__init__.py")] if node.level else []
            name = ".".join(base + [node.module] * bool(node.module))
            yield from ((node.lineno, f"{name}.{alias.name}") for alias in node.names)


def rooms_import_only_what_they_may(root):
    looked, found = 0, []
    for path, tree in trees(root):
        room = path.split("/")[1]
        for line, name in imports(tree, path):
            parts = name.split(".")
            if parts[0] != "sim" or room.endswith(".py"):
                continue
            looked += 1
            if len(parts) < 2 or parts[1] not in ROOMS.get(room, set()) | {room}:
                found.append(f"{path}:{line}: {room} may not import {name}")
    return looked, found


def every_room_is_named(root):
    rooms = [path for path in (root / "sim").iterdir() if path.is_dir() and path.name not in ("__pycache__", "_files")]
    return len(rooms), [f"sim/{path.name}: not a room of the house" for path in rooms if path.name not in ROOMS]


def heavy_packages_are_imported_late(root):
    looked, found = 0, []
    for path, tree in trees(root):
        if path.startswith("sim/ui/"):
            continue
        for node in tree.body:
            for line, name in imports(node, path) if isinstance(node, ast.Import | ast.ImportFrom) else ():
                looked += 1
                if name.split(".")[0] in LATE:
                    found.append(f"{path}:{line}: {name.split('.')[0]} is imported before anybody needs it")
    return looked, found


def files_are_short(root):
    limits = [
        (path, 120 if "policies" in path.parts and path.name != "__init__.py" else 400) for path in python_files(root)
    ]
    lengths = [(path, len(path.read_text(encoding="utf-8").splitlines()), limit) for path, limit in limits]
    return len(lengths), [
        f"{path.relative_to(root)}: {length} lines, at most {limit}"
        for path, length, limit in lengths
        if length > limit
    ]


def modules_say_what_they_are(root):
    modules = [(path, tree) for path, tree in trees(root) if tree.body]
    return len(modules), [f"{path}:1: no docstring" for path, tree in modules if not ast.get_docstring(tree)]


def nothing_is_executed(root):
    looked, found = 0, []
    for path, tree in trees(root):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                looked += 1
                if isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec"):
                    found.append(f"{path}:{node.lineno}: {node.func.id}")
    return looked, found


def payers_differ_by_data(root):
    looked, found = 0, []
    for path, tree in trees(root):
        for node in ast.walk(tree):
            if isinstance(node, ast.Compare):
                looked += 1
                words = {getattr(side, "id", getattr(side, "attr", "")) for side in (node.left, *node.comparators)}
                texts = [
                    side
                    for side in (node.left, *node.comparators)
                    if isinstance(side, ast.Constant) and isinstance(side.value, str)
                ]
                if (
                    texts
                    and texts[0].value not in ("", "*")
                    and any(re.fullmatch(r"(.*_)?payer(_code|_name)?", word) for word in words)
                ):
                    found.append(f"{path}:{node.lineno}: asks which payer it is")
    return looked, found


def no_machine_is_named(root):
    """Neither a machine's folders nor a package registry's hosts."""
    paths = re.compile(r"(?<![\w.~-])/(work|root|tmp|opt|home/\w+|Users/\w+)/\w|[A-Z]:\\Users\\\w", re.ASCII)
    hosts = re.compile(r"\b(pypi|pythonhosted|npmjs|jfrog|artifactory|anaconda)\.(org|com|io|net)\b")
    ours = [
        path
        for part in ("", ".ci/", "notebooks/**/", "exercises/**/", "data/**/", "sim/**/", "tests/**/", "benchmarks/**/")
        for path in sorted(root.glob(part + "*"))
        if path.is_file()
        and "__pycache__" not in path.parts
        and path.suffix
        in ("", ".py", ".md", ".toml", ".csv", ".ipynb", ".js", ".css", ".j2", ".html", ".json", ".yml", ".lock")
    ]
    found = [
        f"{path.relative_to(root)}:{number}: {(paths.search(line) or hosts.search(line))[0]}"
        for path in ours
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if paths.search(line) or hosts.search(line)
    ]
    return len(ours), found


def policies_are_complete(root):
    """Stage, cite, owner, remedy and never in each; a yes and a no example are asked for by the tests of the payer."""
    looked, found = 0, []
    for path in sorted((root / "sim/payer/policies").rglob("*.py")):
        if path.name == "__init__.py":
            continue
        looked += 1
        given = {
            name.id
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.Assign)
            for target in node.targets
            for name in ast.walk(target)
            if isinstance(name, ast.Name)
        }
        found += [
            f"{path.relative_to(root).as_posix()}: no {name}"
            for name in ("stage", "cite", "owner", "remedy", "never")
            if name not in given
        ]
    return looked, found


def pages_fetch_nothing(root):
    """What a page loads comes from this machine (the browser tests prove it too, by refusing the rest)."""
    loads = re.compile(
        r"""(src|href)\s*=\s*["']?(https?:)?//|url\(\s*["']?(https?:)?//|(import|from|fetch\()\s*["'](https?:)?//|@import"""
    )
    pages = [
        path for path in sorted((root / "sim/ui").rglob("*")) if path.suffix in (".js", ".css", ".j2", ".html", ".svg")
    ]
    return len(pages), [
        f"{path.relative_to(root)}:{number}: {line.strip()[:80]}"
        for path in pages
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if loads.search(line)
    ]


RULES = [
    rooms_import_only_what_they_may,
    every_room_is_named,
    heavy_packages_are_imported_late,
    files_are_short,
    modules_say_what_they_are,
    nothing_is_executed,
    payers_differ_by_data,
    no_machine_is_named,
    policies_are_complete,
    pages_fetch_nothing,
]
PLANTED = [
    (rooms_import_only_what_they_may, "sim/payer/a.py", "from sim.clinic import people", "sim/payer/a.py:1"),
    (rooms_import_only_what_they_may, "sim/payer/a.py", "\nfrom ..billing.claim import bill", "sim/payer/a.py:2"),
    (rooms_import_only_what_they_may, "sim/ground/a.py", "def f():\n    import sim.ui.desk", "sim/ground/a.py:2"),
    (rooms_import_only_what_they_may, "sim/clinic/a.py", "from sim import bill", "sim/clinic/a.py:1"),
    (every_room_is_named, "sim/attic/a.py", "", "sim/attic"),
    (heavy_packages_are_imported_late, "sim/billing/a.py", "import pandas as pd", "pandas"),
    (files_are_short, "sim/ui/a.py", "x = 1\n" * 401, "401 lines"),
    (files_are_short, "sim/payer/policies/a.py", "x = 1\n" * 121, "121 lines"),
    (modules_say_what_they_are, "sim/ui/a.py", "x = 1", "sim/ui/a.py:1"),
    (nothing_is_executed, "sim/learn/a.py", "x = ev" + "al('1')", "sim/learn/a.py:1"),
    (payers_differ_by_data, "sim/payer/a.py", "x = lines.payer_code == 'acme'", "sim/payer/a.py:1"),
    (payers_differ_by_data, "sim/payer/a.py", "x = 'acme' != payer", "sim/payer/a.py:1"),
    (no_machine_is_named, "data/a.csv", "x\n/wo" + "rk/main", "data/a.csv:2"),
    (no_machine_is_named, "requirements.lock", "https://py" + "pi.org/simple", "requirements.lock:1"),
    (pages_fetch_nothing, "sim/ui/static/a.css", "\n@import url(x.css)", "a.css:2"),
    (pages_fetch_nothing, "sim/ui/a.html", '<link href="https://fonts.example/a.css">', "a.html:1"),
    (
        policies_are_complete,
        "sim/payer/policies/a.py",
        "stage = 'filing'\nowner, remedy, never = 1, 2, 3",
        "a.py: no cite",
    ),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule, root):
    looked, found = rule(root)
    assert looked, "looked at nothing: the rule would hold whatever is written"
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(("rule", "path", "text", "named"), PLANTED)
def test_a_planted_breach_is_found(rule, path, text, named, tmp_path):
    place = tmp_path / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    _, found = rule(tmp_path)
    assert any(named in line for line in found), found


def test_every_rule_has_been_seen_to_fail():
    assert {rule for rule, *_ in PLANTED} == set(RULES)


def test_import_sim_costs_numpy_and_no_more():
    code = "import sys, sim; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert not loaded & LATE
