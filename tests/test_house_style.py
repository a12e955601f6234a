"""Form and types of the code, asked of the tools: ruff (format, slips, 120 columns) and mypy (types over sim/)."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow


def asked(root, *words: str) -> str:
    """What a tool says of the checkout; empty where it finds nothing."""
    done = subprocess.run([sys.executable, "-m", *words], cwd=root, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout[-4000:] + done.stderr[-2000:]


TOOLS = [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)]


@pytest.mark.parametrize("words", TOOLS, ids=" ".join)
def test_nothing_is_found(words, root, tmp_path):
    cache = ("--cache-dir", str(tmp_path))
    assert not asked(root, *words, *cache)


@pytest.mark.parametrize(
    ("words", "text", "named"),
    [
        (("ruff", "check"), "import json\n", "F401"),
        (("ruff", "check"), f'x = "{"x" * 120}"\n', "E501"),
        (("ruff", "format", "--check"), "x = 'single'\n", "would be reformatted"),
        (("mypy",), "def f(x: int) -> str:\n    return x\n", "Incompatible return value"),
        (("mypy",), "def f(x):\n    return x\n", "missing a type annotation"),
    ],
)
def test_a_planted_breach_is_found(words, text, named, root, tmp_path):
    """With the project's own settings, in a file of a strict room."""
    (tmp_path / "pyproject.toml").write_text((root / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")
    place = tmp_path / "sim" / "billing" / "planted.py"
    place.parent.mkdir(parents=True)
    for folder in (place.parent, place.parent.parent):
        (folder / "__init__.py").write_text("")
    place.write_text(text)
    path = () if words == ("mypy",) else ("sim",)
    assert named in asked(tmp_path, *words, *path, "--no-cache" if words[0] == "ruff" else f"--cache-dir={tmp_path}")
