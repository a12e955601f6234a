"""The door: `cleanclaim COMMAND`.

Exit 0 done, 1 findings or failed checks, 2 bad input or usage. With --json one JSON document goes to standard output
and nothing else. An error is one line on standard error; CLEANCLAIM_DEBUG=1 adds the traceback. What a command needs is
imported inside it, so that `cleanclaim --help` is quick.
"""

import argparse
import os
import sys
from io import TextIOWrapper

from sim.ground.errors import CleanClaimError, printable
from sim.ground.files import at_clinic, clinic_files, clinic_in_force
from sim.ground.own_files import untold
from sim.ground.unreadable_files import set_aside
from sim.ui.terminal.usage import parser


def lab(options: argparse.Namespace) -> int:
    """Serve the notebooks in JupyterLab and the desks in Voila until Ctrl-C."""
    from sim.ui.lab.servers import START, serve

    if options.bundle:
        from sim.ui.desks.bundle_session import open_here

        return serve(options.browser, options.json, open_here(options.bundle))
    return serve(options.browser, options.json, START)


def serve(options: argparse.Namespace) -> int:
    """Serve the desks to a class or a clinic: one web server without kernels, until Ctrl-C. Learners need a browser."""
    from sim.ui.serve.server import serve as answer
    from sim.ui.serve.settings import Settings

    asked = Settings(
        class_name=options.class_name,
        host=options.host,
        port=options.port,
        workers=options.workers or 1,
        graders=options.graders,
        address=options.address,
        proxies=tuple(options.proxy),
    )
    return answer(asked, options.json)


def class_(options: argparse.Namespace) -> int:
    """Keep a class: its roster and links, assignments, marks, disputes, gradebook, statistics."""
    code: int = options.act(options)
    return code


def clinic(options: argparse.Namespace) -> int:
    """A clinic of your own: its payers, fees and remittances, and what a way of working there is worth."""
    code: int = options.act(options)
    return code


MOST = 4  # processes that test: a browser and its servers beside each need room


def test(options: argparse.Namespace) -> int:
    """Run every test on all cores, quick ones first; what follows the word goes to pytest, whose exit code it is."""
    from sim.ground.files import root

    if not (root() / "tests").is_dir():
        raise CleanClaimError(
            "the tests are not here", str(root()), "a checkout of CleanClaim", "run `python run.py test` in a checkout"
        )
    try:
        import pytest
    except ImportError:
        raise CleanClaimError(
            "the test tools are not installed", sys.prefix, "pytest and its plugins", "run `python run.py test`"
        ) from None
    os.chdir(root())
    return int(pytest.main(options.rest or in_parallel(os.cpu_count() or 1)))


def in_parallel(cores: int) -> list[str]:
    """How pytest shares the tests: one process more than cores, since a test that waits for a page leaves its core
    idle; what belongs together (servers and browser, the cells of a notebook) stays in one process, and the order is
    that of tests/conftest.py.

    >>> in_parallel(2)
    ['-n', '3', '--dist', 'loadscope', '--no-loadscope-reorder']
    """
    return ["-n", str(min(cores + 1, MOST)), "--dist", "loadscope", "--no-loadscope-reorder"]


def tour(options: argparse.Namespace) -> int:
    """Print one visit from chart to paid claim; with --mistake twice, right and wrong, and what the mistake did."""
    from sim.ui.terminal.tour import show, visit

    made = visit(options.seed, options.scenario, options.mistake, options.clinic)
    if options.json:
        return document(made)
    from rich.console import Console

    show(made, Console(highlight=False))
    return 0


def simulate(options: argparse.Namespace) -> int:
    """Simulate a clinic's work and write one table for each kind of row."""
    from pathlib import Path

    from sim.billing.bulk.pipeline import Settings, simulate_block
    from sim.billing.bulk.pipeline import simulate as run
    from sim.manager.calendar.staffed import staffed, staffed_block
    from sim.ui.terminal.simulation import progress, summary

    settings, make = Settings(options.encounters, options.seed, options.coder, clinic=options.clinic), simulate_block
    if options.staff:
        settings, make = staffed(options.encounters, options.seed, options.staff, options.clinic), staffed_block
    with progress(options.json) as tell:
        workers = options.workers or os.cpu_count() or 1
        result = run(settings, Path(options.out), options.format, workers, tell, make, options.scheduler)
    if options.json:
        return document(result)
    summary(result, options.out)
    return 0


def lint(options: argparse.Namespace) -> int:
    """Prove scenarios, exercises, payers, parameters and policies: everything, or the files named."""
    if options.summary:
        from sim.ui.terminal.bank_summary import print_summary

        return print_summary(options.json)
    from sim.learn.lint.linter import files_of, text
    from sim.learn.lint.linter import lint as prove
    from sim.ui.terminal.simulation import progress

    with progress(options.json, "files") as tell:
        findings = prove(options.paths, os.cpu_count() or 1, tell)
    if options.json:
        document([finding._asdict() for finding in findings])
    else:
        print(text(findings, len(files_of(options.paths))))
    return int(any(finding.severity == "error" for finding in findings))


def new(options: argparse.Namespace) -> int:
    """Write a commented file to start from into your own folder: a scenario, exercise, payer or clinic."""
    from sim.learn.lint.linter import lint as prove
    from sim.learn.lint.linter import text
    from sim.learn.lint.starter_files import NEXT, still_public, start

    path = start(options.kind, options.name, options.like)
    print(f"{path}", text(prove([path]), 1), sep="\n")
    if words := still_public(options.kind, options.name, options.like):
        print(words)
    print(f"Next: {NEXT[options.kind].format(name=options.name)}")
    return 0


def review(options: argparse.Namespace) -> int:
    """Read a scenario a second time: print its charts without a key, or compare a file of answers with the key."""
    from datetime import date

    from sim.ui.terminal.second_reading import compare_file, print_charts

    if options.action == "charts":
        return print_charts(options.scenario, options.asked, options.json)
    return compare_file(options.scenario, options.file, options.by, date.today())


def data(options: argparse.Namespace) -> int:
    """Show which code sets, fees and edits are loaded; import a publisher's file, or remove one."""
    from sim.reference.imports import import_file, remove, status

    if options.action == "status":
        from sim.ground.files import home
        from sim.ui.terminal.library import show

        if options.json:
            return document(status())
        show(status(), home())
        return 0
    if options.action == "remove":
        print(f"{options.kind} {options.release}: {remove(options.kind, options.release)} imported file(s) removed")
        return 0
    if options.action == "changes":
        from sim.ui.terminal.edition_changes import print_changes

        return print_changes(options.first, options.last, options.json)
    report = import_file(
        options.kind,
        options.file,
        options.release,
        options.effective,
        license=options.i_hold_a_license,
        extract=options.extract,
    )
    print(*report.lines(), sep="\n")
    return 0


def price(options: argparse.Namespace) -> int:
    """Print what a payer allows for one service, step by step; exit 1 if it denies the service."""
    from sim.ground.money import cents, dollars
    from sim.payer.asked.price import price as ask

    charge, deductible = (
        text if text is None else cents(text, "price") for text in (options.charge, options.deductible)
    )
    answer = ask(
        options.code,
        options.modifiers,
        options.units,
        options.date,
        options.pos,
        options.locality,
        options.payer,
        charge,
        clinician=options.clinician,
        participating=not options.non_participating,
        assigned=not options.unassigned,
        beside=options.beside.replace(",", " ").split(),
        deductible=deductible,
    )
    if options.json:
        document(answer._asdict())
    else:
        print(
            *(f"{number}. {step}" for number, step in enumerate(answer.steps, 1)),
            f"Allowed: {dollars(answer.allowed_amount)}",
            sep="\n",
        )
    return int(bool(answer.denied))


def adjudicate(options: argparse.Namespace) -> int:
    """Answer a file of claims (837P) as a payer would: TA1, 999, 277CA and 835, and summary.json with the cause of what
    was not paid; exit 1 when the file was rejected.
    """
    from sim.billing.wire.claim_history import earlier_answers
    from sim.billing.wire.clearinghouse import answer_file, write_answers
    from sim.billing.wire.inbound_claims import read_members
    from sim.ui.terminal.wire_files import tell

    members = read_members(options.members) if options.members else None
    earlier = earlier_answers(options.history) if options.history else None
    answers = answer_file(options.file, options.payer, members, options.enroll, earlier)
    write_answers(answers, options.out)
    document(answers.summary) if options.json else tell(answers.summary, answers.files, options.out)
    if not answers.summary["claims"] or answers.summary["refused_sets"] or "*R*" in answers.files.get("ta1.x12", ""):
        say(
            f"rejected at the front end, in whole or in part: {options.file}; run `cleanclaim edi explain"
            f" {options.file}` to see what is wrong"
        )
        return 1
    return 0


def edi(options: argparse.Namespace) -> int:
    """Read X12 files, or explain them in plain words."""
    from sim.ui.terminal.wire_files import print_json, show, tell_file

    if options.action == "explain":
        return tell_file(options.file, options.html)
    return print_json(options.file) if options.json else show(options.file)


def print_(options: argparse.Namespace) -> int:
    """Print a form or letter of an exercise as a PDF: as it lies on the desk, as handed in, or as it should be."""
    from sim.ui.terminal.printing import run as answer

    return answer(options)


def me(options: argparse.Namespace) -> int:
    """Hand over your own work, back it up, print a portfolio of it, or erase it with your own files."""
    from sim.ui.terminal.own_machine import run as answer

    return answer(options)


def document(content: object) -> int:
    """One JSON document on standard output, and nothing else there."""
    import json

    json.dump(content, sys.stdout, indent=1, default=str)
    sys.stdout.write("\n")
    return 0


COMMANDS = {
    verb.__name__.strip("_"): verb
    for verb in (
        lab,
        serve,
        class_,
        clinic,
        tour,
        simulate,
        adjudicate,
        edi,
        print_,
        lint,
        new,
        review,
        price,
        data,
        me,
        test,
    )
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code and lets no traceback out.

    >>> main(["tuor"])
    Traceback (most recent call last):
    SystemExit: 2
    """
    _speak_utf8()
    arguments = sys.argv[1:] if arguments is None else arguments
    asked, action = [*arguments, "", ""][:2]
    options = parser(COMMANDS, asked, action).parse_args(arguments[:1] if arguments[:1] == ["test"] else arguments)
    options.rest = arguments[1:]  # what follows `test` is pytest's, options too
    before = clinic_in_force(), clinic_files()
    try:
        _at_clinic(getattr(options, "clinic", ""))
        for path in untold() if options.command not in ("test", "data") else ():
            say(f"your own {path} is read in place of the shipped file of that name (said once)")
        code: int = options.run(options) or 0
        for error in set_aside() if options.command not in ("test", "data", "lint") else ():
            say(f"set aside, all else goes on: {error.line()}")
        return code
    except CleanClaimError as error:
        return say(error.line())
    except KeyboardInterrupt:
        return say("stopped")
    except BrokenPipeError:
        sys.stdout = open(
            os.devnull, "w"
        )  # whoever read us (head, less) has left: nothing more to say, not even at exit
        return 0
    except Exception as error:
        if os.environ.get("CLEANCLAIM_DEBUG"):
            raise
        return say(
            f"CleanClaim has a fault of its own ({type(error).__name__}: {error}); nothing saved is lost; "
            "to do: run it again with CLEANCLAIM_DEBUG=1 and report what it prints"
        )
    finally:
        at_clinic(*before)  # a clinic that is named holds for this command


def _at_clinic(named: str) -> None:
    """Everything that follows runs on this clinic: the one named, else the one that the environment names."""
    if named or (clinic_in_force() and clinic_files() is None):
        from sim.manager.packs.in_force import bring_in

        bring_in(named or clinic_in_force())


def _speak_utf8() -> None:
    """What we print goes to a file or a pipe as UTF-8 whatever the code page: a tick must not stop a tour."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and (stream.encoding or "").lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(line: str) -> int:
    """One line on standard error; the exit code of what could not be done."""
    print("cleanclaim:", printable(" ".join(line.split())), file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
