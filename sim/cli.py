"""The door: `cleanclaim COMMAND`.

Exit 0 done, 1 findings or failed checks, 2 bad input or usage. With --json one JSON document goes to standard output and nothing else.
An error is one line on standard error: what, where, what was expected, what to do. CLEANCLAIM_DEBUG=1 adds the traceback for whoever
mends CleanClaim itself. What a command needs is imported inside it, so that `cleanclaim --help` is quick.
"""
import argparse
import os
import sys

from sim.ground.errors import CleanClaimError


def lab(options) -> int:
    """Serve the notebooks in JupyterLab and the desks in Voila until Ctrl-C."""
    from sim.ui.servers import serve
    return serve(options.browser, options.json)


def test(options) -> int:
    """Run every test, the quick ones first; the exit code is pytest's."""
    from sim.ground.files import root
    if not (root() / "tests").is_dir():
        raise CleanClaimError("the tests are not here", str(root()), "a checkout of CleanClaim", "run `python run.py test` in one")
    try:
        import pytest
    except ImportError:
        raise CleanClaimError("the test tools are not installed", sys.prefix, "pytest and its kin", "run `python run.py test`") from None
    os.chdir(root())
    return int(pytest.main(options.rest))


def parser() -> argparse.ArgumentParser:
    """Every command and its options."""
    door = OneLine(prog="cleanclaim", description="A flight simulator for the US revenue cycle.")
    commands = door.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=OneLine)

    command = add(commands, lab, "open JupyterLab, and beside it Voila; prints both addresses")
    command.add_argument("--no-browser", dest="browser", action="store_false", help="print the addresses, open nothing")
    command.add_argument("--json", action="store_true", help="print the addresses as one JSON document once both servers are ready")

    add(commands, test, "run every test (in a checkout); what follows goes to pytest, e.g. tests/payer -k timely")
    return door


def add(commands, run, words: str) -> argparse.ArgumentParser:
    """One command, named after the function that runs it."""
    command = commands.add_parser(run.__name__, help=words, description=run.__doc__)
    command.set_defaults(run=run)
    return command


class OneLine(argparse.ArgumentParser):
    """Wrong usage is said in one line, like every other error."""

    def error(self, message):
        self.exit(2, f"{self.prog}: {message}; to do: {self.prog} --help\n")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code and lets no traceback out.

    >>> main(["tuor"])
    Traceback (most recent call last):
    SystemExit: 2
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    options = parser().parse_args(arguments[:1] if arguments[:1] == ["test"] else arguments)
    options.rest = arguments[1:]  # what follows `test` is pytest's, options too
    try:
        return options.run(options) or 0
    except CleanClaimError as error:
        return say(error.line())
    except KeyboardInterrupt:
        return say("stopped")
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # whoever read us (head, less) has left: nothing more to say, not even at exit
        return 0
    except Exception as error:
        if os.environ.get("CLEANCLAIM_DEBUG"):
            raise
        return say(f"CleanClaim has a fault of its own ({type(error).__name__}: {error}); nothing saved is lost; "
                   "to do: run it again with CLEANCLAIM_DEBUG=1 and report what it prints")


def say(line: str) -> int:
    """One line on standard error; the exit code of what could not be done."""
    print("cleanclaim:", " ".join(line.split()), file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
