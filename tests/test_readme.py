"""Every command of the README does what it says there. A big number is made small; `lab` and `test` are run by others:
see below. Its `lint` is the proof of the whole bank: the tests of the tasks prove no exercise again.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ELSEWHERE = {
    "lab": "tests/ui/test_servers.py starts it",
    "test": "it is running",
    "serve": "tests/browser/test_serve.py starts it",
}
# a machine that knows no UTF-8, as a prompt of Windows or a server with the C locale
WINDOWS_PROMPT = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "cp1252"}
HAND = ("git clone", "cd ", "conda ", "pip install")  # what a person types before there is a CleanClaim
SMALL = 5_000


def blocks(language: str) -> list[str]:
    """The README's blocks of code in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)


def commands() -> list[str]:
    """The lines of the README's blocks for a terminal (bat: that of Windows), without comments."""
    return [line for language in ("bash", "bat") for block in blocks(language) for line in lines_of(block)]


def lines_of(block: str) -> list[str]:
    """The commands of one block."""
    lines = [line.split("  #")[0].strip() for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def ours(command: str) -> list[str] | None:
    """What follows `cleanclaim`, or None for a line that is not ours to run."""
    words = shlex.split(command)
    words = [
        str(min(int(word), SMALL)) if before == "--encounters" else word
        for before, word in zip(["", *words], words, strict=False)
    ]
    if words[0] == "cleanclaim":
        return words[1:]
    return words[2:] if words[0] in ("python", "python3", "py") and words[1] == "run.py" else None


def test_the_readme_has_commands_and_each_is_known():
    assert any(command.startswith("py run.py") for command in commands()), "no word for Windows"
    assert {"lab", "test"} <= {(ours(command) or [""])[0] for command in commands()}
    assert not [command for command in commands() if ours(command) is None and not command.startswith(HAND)]


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("block", blocks("bash") + blocks("bat"))
def test_the_commands_of_a_block_work_one_after_another(block, tmp_path):
    home = tmp_path / "own"  # with the tests' code library: what the commands write is nobody else's
    home.mkdir()
    library = Path(os.environ["CLEANCLAIM_HOME"]) / "cache"
    if library.is_dir():
        shutil.copytree(library, home / "cache", ignore_dangling_symlinks=True)
    for command in lines_of(block):
        if ours(command) and ours(command)[0] not in ELSEWHERE:
            done = subprocess.run(
                [sys.executable, "-m", "sim.cli", *ours(command)],
                cwd=tmp_path,
                env={**os.environ, **WINDOWS_PROMPT, "CLEANCLAIM_HOME": str(home), "PYTHONPATH": str(ROOT)},
                capture_output=True,
                encoding="utf-8",
                timeout=600,
            )
            assert done.returncode == 0 and "Traceback" not in done.stderr, (command, done.stderr)
            if ours(command) == ["lint"]:  # the one proof of the whole bank: every exercise, every review, no advice
                assert done.stdout.endswith("files, nothing to correct.\n"), done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("block", blocks("python"))
def test_the_python_of_the_readme_works(block, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", block],
        cwd=tmp_path,
        env={**os.environ, **WINDOWS_PROMPT, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert done.returncode == 0, done.stderr


def test_every_picture_of_the_readme_is_there():
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert shown and not [path for path in shown if not (ROOT / path).is_file()]
