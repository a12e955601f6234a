"""The door: exit codes, one line for an error, no traceback."""
import subprocess
import sys

import pytest

from sim import cli
from sim.ground.errors import CleanClaimError


def test_wrong_usage_is_one_line(capsys):
    with pytest.raises(SystemExit) as left:
        cli.main(["tuor"])
    assert left.value.code == 2 and len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(("error", "words"), [
    (CleanClaimError("no payer\n'x'", "claim 1", "a file", "make one"), "no payer 'x' (claim 1); expected a file; to do: make one"),
    (KeyboardInterrupt(), "stopped"),
    (ZeroDivisionError("a slip\nof ours"), "a slip of ours"),
])
def test_whatever_goes_wrong_is_one_line(error, words, monkeypatch, capsys):
    def fails(*_):
        raise error
    monkeypatch.delenv("CLEANCLAIM_DEBUG", raising=False)
    monkeypatch.setattr("sim.ui.servers.serve", fails)
    assert cli.main(["lab"]) == 2
    said = capsys.readouterr()
    assert words in said.err and len(said.err.splitlines()) == 1 and not said.out


def test_a_reader_that_leaves_early_is_no_error():
    done = subprocess.run(f'"{sys.executable}" -m sim.cli --help | head -c 1', shell=True, capture_output=True, text=True)
    assert "Traceback" not in done.stderr and "BrokenPipe" not in done.stderr


def test_every_command_has_help(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    listed = capsys.readouterr().out
    assert all(command in listed for command in ("lab", "test"))
