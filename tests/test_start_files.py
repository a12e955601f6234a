"""What people double-click: start.cmd on Windows, start.command on a Mac. The second runs here, on a small house;
the first is looked at."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WINDOWS, MAC = ROOT / "start.cmd", ROOT / "start.command"


def test_windows_gets_a_file_that_its_shell_reads():
    text = WINDOWS.read_bytes()
    assert text.count(b"\r\n") == text.count(b"\n") and text.isascii()
    lines = text.decode().replace("\r\n", "\n")
    for words in ("@echo off", 'pushd "%~dp0"', "py -3 run.py lab", "python run.py lab", "pause", "python.org"):
        assert words in lines
    assert lines.index("py -3") < lines.index("python run.py"), "the launcher first: `python` may open a store"


def test_it_is_executable_and_kept_so():
    assert os.access(MAC, os.X_OK) and MAC.read_bytes().startswith(b"#!/bin/sh\n") and b"\r" not in MAC.read_bytes()
    rules = (ROOT / ".gitattributes").read_text(encoding="utf-8")
    assert "start.cmd text eol=crlf" in rules and "start.command text eol=lf" in rules


@pytest.fixture
def house(tmp_path):
    """A folder with spaces, with the start file and a run.py that says what it was asked."""
    place = tmp_path / "a clinic's folder"
    place.mkdir()
    shutil.copy(MAC, place)
    (place / "run.py").write_text("import os, sys\nprint(os.getcwd(), *sys.argv[1:])\n", encoding="utf-8")
    return place


@pytest.mark.skipif(os.name == "nt", reason="a shell of Windows cannot run it")
def test_a_double_click_starts_the_lab_in_its_own_folder(house, tmp_path):
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "python3").symlink_to(sys.executable)
    done = double_click(house, f"{tools}{os.pathsep}/usr/bin{os.pathsep}/bin")
    assert (done.returncode, done.stdout) == (0, f"{house.resolve()} lab\n"), done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a shell of Windows cannot run it")
def test_without_a_python_it_says_what_to_install(house, tmp_path):
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "dirname").symlink_to(shutil.which("dirname"))
    old = tools / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    done = double_click(house, str(tools))
    assert done.returncode == 2 and "Python 3.11 or newer" in done.stdout and "python.org" in done.stdout


def double_click(house: Path, path: str) -> subprocess.CompletedProcess:
    """The start file run by sh from elsewhere, with these folders to look for a Python in."""
    return subprocess.run(
        ["/bin/sh", str(house / "start.command")],
        cwd="/",
        env={"PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
    )
