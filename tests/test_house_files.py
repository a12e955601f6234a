"""House rules of the content: notebooks, parameters, code numbers, dependencies, the lock, the layout. Written like
those in test_house.py.
"""

import ast
import csv
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from sim.ui.lab.serve_lab import strip

TOP = {
    ".ci",
    ".gitattributes",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "benchmarks",
    "data",
    "docs",
    "environment.yml",
    "exercises",
    "notebooks",
    "pyproject.toml",
    "requirements.lock",
    "run.py",
    "sim",
    "start.cmd",
    "start.command",
    "tests",
}
MADE = {
    ".git",
    ".venv",
    ".venv.lock",
    ".pytest_cache",
    ".hypothesis",
    ".ruff_cache",
    "__pycache__",
    "dist",
    "build",
    ".ipynb_checkpoints",
    ".DS_Store",
    ".idea",
    ".vscode",
}
CPT = re.compile(r"\d{4}[0-9FTU]")
MAY_HOLD_CPT = 300


def only_the_known_at_the_top(root):
    """In a clone, what git follows; else what lies there without what tools leave behind."""
    listed = (
        subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True).stdout.splitlines()
        if (root / ".git").exists()
        else []
    )
    names = {name.split("/")[0] for name in listed} or {path.name for path in root.iterdir()} - MADE
    return len(names), [f"{name}: not a part of the layout" for name in sorted(names - TOP)]


def notebooks_are_thin(root):
    """Stripped; at most six calls in a cell; only calls, and `import sim`."""
    looked, found = 0, []
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        text = path.read_text(encoding="utf-8")
        book, stripped = json.loads(text), json.loads(text)
        strip(stripped)
        if book != stripped:
            found.append(f"{path.name}: not stripped of output and of the front end's passing marks")
        for number, cell in enumerate(book["cells"], 1):
            looked += 1
            if cell["cell_type"] == "code":
                found += [f"{path.name}, cell {number}: {what}" for what in too_much("".join(cell["source"]))]
    return looked, found


def too_much(source: str) -> list[str]:
    """What a learner who cannot program should not meet in a cell."""
    tree = ast.parse(source)  # a call that the formatter writes over several lines is one
    statements = [
        type(node).__name__
        for node in ast.walk(tree)
        if isinstance(
            node,
            ast.FunctionDef
            | ast.ClassDef
            | ast.For
            | ast.While
            | ast.Lambda
            | ast.If
            | ast.Try
            | ast.With
            | ast.comprehension,
        )
    ]
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return (
        ["more than six calls"] * (len(tree.body) > 6)
        + [f"has a {name}" for name in statements]
        + [f"imports {name}" for name in names if name.split(".")[0] != "sim"]
    )


def parameters_are_used_and_cited(root):
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for part in ("sim", "data/payers", "data/scenarios")
        for suffix in ("*.py", "*.toml")
        for path in (root / part).rglob(suffix)
    )
    texts = set(re.findall(r"[\"']([\w.-]+)[\"']", code))
    # a family of parameters may be called by a name put together in code, as f"mistake_rate_{coder}"
    put_together = [
        re.sub(r"\{[^}]*\}", r"[\\w-]+", text)
        for text in re.findall(r"f[\"']([\w{}.-]+)[\"']", code)
        if len(re.sub(r"\{[^}]*\}", "", text)) >= 4
    ]
    paths = sorted((root / "data/params").glob("*.toml"))
    found = [
        f"data/params/{path.name}: used by no code"
        for path in paths
        if path.stem not in texts and not any(re.fullmatch(pattern, path.stem) for pattern in put_together)
    ]
    for path in paths:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [
            f"data/params/{path.name}: value {number} has no cite"
            for number, value in enumerate(content.get("value", []), 1)
            if not value.get("cite")
        ]
        found += [f"data/params/{path.name}: no {name}" for name in ("unit", "meaning") if not content.get(name)]
    return len(paths), found


def few_code_numbers_of_the_ama(root):
    """All CPT numbers stand in one file that can be taken away, and they are few; tables of government figures hold
    only numbers that stand there.
    """
    ours = codes_in(root / "data/codes/procedures.csv")
    found = (
        [f"data/codes/procedures.csv: {len(ours)} CPT numbers, at most {MAY_HOLD_CPT}"]
        if len(ours) > MAY_HOLD_CPT
        else []
    )
    for folder in ("codes", "fees", "edits"):
        for path in sorted((root / "data" / folder).glob("*.csv")):
            if path.name != "zip_codes.csv":
                found += [
                    f"data/{folder}/{path.name}: {code} is not in procedures.csv"
                    for code in sorted(codes_in(path) - ours)
                ]
    return len(ours), found


def codes_in(path: Path) -> set[str]:
    """CPT numbers in a table's columns of codes."""
    lines = (
        [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        if path.exists()
        else []
    )
    return {
        value
        for row in csv.DictReader(lines)
        for name, value in row.items()
        if name
        and re.fullmatch(r"(.*_)?(code|procedure|hcpcs|column_1|column_2|base|addon)(_\d)?", name)
        and CPT.fullmatch(value or "")
    }


def the_dictionary_is_complete(root):
    """Each column once in its table, with a type, a meaning and what missing means."""
    lines = [
        line
        for line in (root / "data/dictionary.csv").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    rows = list(csv.DictReader(lines))
    places = [(row["table"], row["name"]) for row in rows]
    found = [
        f"data/dictionary.csv: {table}.{name} stands twice"
        for table, name in {place for place in places if places.count(place) > 1}
    ]
    found += [
        f"data/dictionary.csv: {row['table']}.{row['name']} has no {field}"
        for row in rows
        for field in ("type", "meaning", "missing")
        if not row[field]
    ]
    return len(rows), found


def dependencies_have_reasons(root):
    """pyproject.toml, environment.yml, CONTRIBUTING.md and the lock name the same packages."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime, groups = project["dependencies"], project.get("optional-dependencies", {})
    every = runtime + [one for group in groups.values() for one in group]
    contributing = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    conda = re.findall(r"^ {6}- ([a-z][^\s]*)$", (root / "environment.yml").read_text(encoding="utf-8"), re.M)
    lock = dict(
        re.findall(r"^([a-z0-9.-]+)==([^\s;\\]+)", (root / "requirements.lock").read_text(encoding="utf-8"), re.M)
    )
    found = [
        f"environment.yml: {one} is in one of pyproject.toml and environment.yml only"
        for one in sorted(set(conda) ^ set(runtime))
    ]
    for text in every:
        wanted = Requirement(text)
        if not re.search(rf"^\* `{wanted.name}`: \S", contributing, re.M):
            found.append(f"CONTRIBUTING.md: no line `* `{wanted.name}`: reason`")
        if not wanted.specifier.contains(lock.get(wanted.name, "0")):
            found.append(f"requirements.lock: {wanted.name} {lock.get(wanted.name, 'is missing')}, wanted {text}")
    return len(every), found


def the_lock_has_hashes_and_no_address(root):
    pins = (root / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    pins = [line for line in pins if line and not line.startswith("#")]
    return len(pins), [
        f"requirements.lock: {line[:60]}: needs an exact version, a hash and no address"
        for line in pins
        if not re.match(r"[a-z0-9.-]+==\S+", line) or "--hash=sha256:" not in line or "://" in line or " @ " in line
    ]


RULES = [
    only_the_known_at_the_top,
    notebooks_are_thin,
    parameters_are_used_and_cited,
    few_code_numbers_of_the_ama,
    the_dictionary_is_complete,
    dependencies_have_reasons,
    the_lock_has_hashes_and_no_address,
]


def book(source: str, outputs=()) -> str:
    """A notebook of one cell, stripped but for the outputs."""
    whole = {
        "cells": [{"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}],
        "metadata": {},
    }
    strip(whole)
    whole["cells"][0]["outputs"] = list(outputs)
    return json.dumps(whole)


HOUSE = {
    "pyproject.toml": '[project]\ndependencies = ["rich>=14"]\n',
    "environment.yml": "      - rich>=14\n",
    "CONTRIBUTING.md": "* `rich`: tables\n",
    "requirements.lock": "rich==15.0 \\\n    --hash=sha256:0\n",
    "data/codes/procedures.csv": "code,label\n99213,visit\n",
    "data/dictionary.csv": "table,name,type,meaning,missing\nclaims,claim_key,key,the claim,never\n",
    "sim/a.py": 'param("limit")',
}
PLANTED = [
    (only_the_known_at_the_top, "notes.txt", "", "notes.txt"),
    (notebooks_are_thin, "notebooks/a.ipynb", book("import sim", [{"output_type": "stream"}]), "not stripped"),
    (notebooks_are_thin, "notebooks/a.ipynb", book("import os"), "imports os"),
    (notebooks_are_thin, "notebooks/a.ipynb", book("for x in y:\n    f(x)"), "has a For"),
    (notebooks_are_thin, "notebooks/a.ipynb", book("f()\n" * 7), "more than six"),
    (parameters_are_used_and_cited, "data/params/unused.toml", 'unit = "days"\nmeaning = "x"', "used by no code"),
    (
        parameters_are_used_and_cited,
        "data/params/limit.toml",
        'unit = "days"\nmeaning = "x"\n[[value]]\nvalue = 1',
        "no cite",
    ),
    (
        few_code_numbers_of_the_ama,
        "data/codes/procedures.csv",
        "code\n" + "".join(f"{code}\n" for code in range(10000, 10301)),
        "301 CPT",
    ),
    (few_code_numbers_of_the_ama, "data/fees/a.csv", "code\n99999\n", "99999"),
    (
        the_dictionary_is_complete,
        "data/dictionary.csv",
        "table,name,type,meaning,missing\nclaims,claim_key,key,,never\n",
        "no meaning",
    ),
    (
        the_dictionary_is_complete,
        "data/dictionary.csv",
        "table,name,type,meaning,missing\nc,a,key,m,n\nc,a,key,m,n\n",
        "twice",
    ),
    (dependencies_have_reasons, "environment.yml", "      - rich>=13\n", "rich>=13"),
    (dependencies_have_reasons, "CONTRIBUTING.md", "we use rich", "CONTRIBUTING.md"),
    (dependencies_have_reasons, "requirements.lock", "rich==13.0 --hash=sha256:0", "wanted rich>=14"),
    (the_lock_has_hashes_and_no_address, "requirements.lock", "rich==15.0\n", "rich==15.0"),
    (
        the_lock_has_hashes_and_no_address,
        "requirements.lock",
        "rich @ https://example.invalid/rich.whl --hash=sha256:0\n",
        "rich @",
    ),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule, root):
    looked, found = rule(root)
    assert looked, "looked at nothing: the rule would hold whatever is written"
    assert not found, "\n" + "\n".join(found)


@pytest.fixture
def small_house(tmp_path):
    """A house so small that it keeps every rule here."""
    for path, text in HOUSE.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


@pytest.mark.parametrize(("rule", "path", "text", "named"), PLANTED)
def test_a_planted_breach_is_found(rule, path, text, named, small_house):
    assert not rule(small_house)[1]
    (small_house / path).parent.mkdir(parents=True, exist_ok=True)
    (small_house / path).write_text(text)
    assert any(named in line for line in rule(small_house)[1]), rule(small_house)


def test_every_rule_has_been_seen_to_fail():
    assert {rule for rule, *_ in PLANTED} == set(RULES)
