"""The door: `cleanclaim COMMAND`.

Exit 0 done, 1 findings or failed checks, 2 bad input or usage. With --json one JSON document goes to standard output
and nothing else. An error is one line on standard error; CLEANCLAIM_DEBUG=1 adds the traceback. What a command needs is
imported inside it, so that `cleanclaim --help` is quick.
"""

import argparse
import os
import sys
from collections.abc import Callable
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.ui.terminal.arguments import OneLine, review_arguments, seed, workers


def lab(options: argparse.Namespace) -> int:
    """Serve the notebooks in JupyterLab and the desks in Voila until Ctrl-C."""
    from sim.ui.lab.servers import serve

    return serve(options.browser, options.json)


# what belongs together (servers and browser, the cells of a notebook) stays in one process
ALL_CORES = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadscope"]


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
    return int(pytest.main(options.rest or ALL_CORES))


def tour(options: argparse.Namespace) -> int:
    """Print one visit from chart to paid claim; with --mistake twice, right and wrong, and what the mistake did."""
    from sim.ui.terminal.tour import show, visit

    made = visit(options.seed, options.scenario, options.mistake)
    if options.json:
        return document(made)
    from rich.console import Console

    show(made, Console(highlight=False))
    return 0


def simulate(options: argparse.Namespace) -> int:
    """Simulate a clinic's work and write one table for each kind of row."""
    from pathlib import Path

    from sim.billing.bulk.pipeline import Settings
    from sim.billing.bulk.pipeline import simulate as run
    from sim.ui.terminal.simulation import progress, summary

    settings = Settings(options.encounters, options.seed, options.coder)
    with progress(options.json) as tell:
        result = run(settings, Path(options.out), options.format, options.workers or os.cpu_count() or 1, tell)
    if options.json:
        return document(result)
    summary(result, options.out)
    return 0


def lint(options: argparse.Namespace) -> int:
    """Prove scenarios, exercises, payers, parameters and policies: everything, or the files named."""
    from sim.learn.lint.linter import files_of, text
    from sim.learn.lint.linter import lint as prove

    findings = prove(options.paths)
    if options.json:
        document([finding._asdict() for finding in findings])
    else:
        print(text(findings, len(files_of(options.paths))))
    return int(any(finding.severity == "error" for finding in findings))


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
    from sim.billing.wire.clearinghouse import answer_file, write_answers
    from sim.billing.wire.inbound_claims import read_members
    from sim.ui.terminal.wire_files import tell

    members = read_members(options.members) if options.members else None
    answers = answer_file(options.file, options.payer, members, options.enroll)
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


def document(content: object) -> int:
    """One JSON document on standard output, and nothing else there."""
    import json

    json.dump(content, sys.stdout, indent=1, default=str)
    sys.stdout.write("\n")
    return 0


def parser() -> argparse.ArgumentParser:
    """Every command and its options."""
    door = OneLine(prog="cleanclaim", description="A flight simulator for the US revenue cycle.")
    commands = door.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=OneLine)

    command = add(commands, lab, "open JupyterLab, and beside it Voila; prints both addresses")
    command.add_argument("--no-browser", dest="browser", action="store_false", help="print the addresses, open nothing")
    command.add_argument(
        "--json", action="store_true", help="print the addresses as one JSON document once both servers are ready"
    )

    command = add(commands, tour, "print one visit from chart to paid claim")
    command.add_argument(
        "--seed", type=seed, default=1, metavar="N", help="another number, another visit (1 unless told)"
    )
    command.add_argument("--scenario", metavar="S", help="a file name in data/scenarios")
    command.add_argument(
        "--mistake",
        metavar="KIND",
        help="show the visit twice, right and with this mistake, such as missing-modifier-25",
    )
    command.add_argument("--json", action="store_true", help="print one JSON document, amounts in cents")

    command = add(commands, simulate, "simulate a clinic's work and write its tables")
    command.add_argument("--encounters", type=int, required=True, metavar="N", help="how many visits")
    command.add_argument(
        "--seed", type=seed, default=1, metavar="S", help="the same seed makes the same rows (1 unless told)"
    )
    command.add_argument(
        "--out", required=True, metavar="DIR", help="a new or empty folder, or one of an earlier simulation"
    )
    command.add_argument(
        "--format",
        choices=("parquet", "csv", "x12"),
        default="parquet",
        help="x12: claim files, acknowledgements and remittances",
    )
    command.add_argument(
        "--coder", choices=("perfect", "expert", "novice"), default="perfect", help="who codes and bills"
    )
    command.add_argument("--workers", type=workers, metavar="K", help="processes; one for each core unless told")
    command.add_argument("--json", action="store_true", help="print one JSON document, amounts in cents")

    command = add(commands, adjudicate, "answer a file of claims (837P) as a payer would: 999, 277CA, 835")
    command.add_argument("file", metavar="FILE.837", help="a file of professional claims, anybody's")
    command.add_argument("--payer", required=True, metavar="P", help="a file name in data/payers, such as acme_ppo")
    command.add_argument("--out", required=True, metavar="DIR", help="where the answers go")
    who = command.add_mutually_exclusive_group()
    who.add_argument(
        "--members",
        metavar="FILE",
        help="the payer's members: CSV with a column member_id, in the form of our table coverages",
    )
    who.add_argument(
        "--enroll",
        action="store_true",
        help="accept every member in the file; otherwise unknown members are rejected",
    )
    command.add_argument("--json", action="store_true", help="print summary.json, amounts in cents")

    actions = add(commands, edi, "read X12 files, ours or somebody else's").add_subparsers(
        dest="action", metavar="ACTION", required=True, parser_class=OneLine
    )
    command = actions.add_parser(
        "read", help="the claims of a file and what is wrong with it; exit 1 when something is"
    )
    command.add_argument("file", metavar="FILE", help="837P, 837I, 835, 277CA, 999, TA1, 270, 271, 276, 277 or 278")
    command.add_argument("--json", action="store_true", help="print one JSON document, amounts in cents")
    command = actions.add_parser(
        "explain", help="a file in plain words beside its segments; exit 1 when something is wrong with it"
    )
    command.add_argument("file", metavar="FILE", help="as for read")
    command.add_argument("--html", action="store_true", help="print it as a table for a web page")

    command = add(commands, lint, "prove scenarios, exercises, payers, parameters and policies")
    command.add_argument("paths", nargs="*", metavar="PATH", help="files or folders; everything unless told")
    command.add_argument("--json", action="store_true", help="print the findings as one JSON document")

    review_arguments(add(commands, review, "a second reading of a scenario by somebody who has not seen its key"))

    command = add(commands, price, "what a payer allows for one service, step by step")
    command.add_argument("code", metavar="CODE", help="a CPT or HCPCS code of the library")
    command.add_argument("--modifiers", default="", metavar="M", help="such as 26 or 50,59")
    command.add_argument("--units", default="1", metavar="N", help="how many (1 unless told)")
    command.add_argument(
        "--pos", default="11", metavar="P", help="place of service, such as 11 (office) or 22 (hospital)"
    )
    command.add_argument("--date", default="2026-07-15", metavar="D", help="date of service, such as 2026-07-15")
    command.add_argument(
        "--locality",
        default="05102-00",
        metavar="L",
        help="Medicare carrier and locality (Iowa unless told; 00000-00: national)",
    )
    command.add_argument(
        "--payer",
        default="medicare",
        metavar="NAME",
        help="a file name in data/payers, or medicare, commercial, medicaid",
    )
    command.add_argument("--charge", metavar="DOLLARS", help="for all units; the lesser of charge and price is allowed")
    command.add_argument(
        "--clinician",
        default="",
        metavar="NP|PA",
        help="a clinician who is not a physician and bills under their own NPI",
    )
    command.add_argument(
        "--beside", default="", metavar="CODES", help="other services of the day, such as 45385,20610-RT"
    )
    command.add_argument("--non-participating", action="store_true", help="the provider has no participation agreement")
    command.add_argument("--unassigned", action="store_true", help="the claim is not assigned")
    command.add_argument(
        "--deductible",
        metavar="DOLLARS",
        help="deductible remaining: shows the patient's share and what the payer pays",
    )
    command.add_argument("--json", action="store_true", help="print one JSON document, amounts in cents")

    actions = add(
        commands,
        data,
        "code sets, fees and edits: what is loaded, and where your files are kept; import a publisher's file",
    ).add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=OneLine)
    actions.add_parser("status", help="what is loaded, since when, from where; the folder of your files").add_argument(
        "--json", action="store_true", help="print one JSON document"
    )
    command = actions.add_parser("import", help="import an official file or ZIP")
    command.add_argument("kind", metavar="KIND", help="what it is; an unknown word prints the list")
    command.add_argument("file", metavar="FILE", help="the publisher's file, or the ZIP it came in")
    command.add_argument(
        "--release", required=True, metavar="R", help="the publisher's name of the release, such as 2026Q4"
    )
    command.add_argument(
        "--effective", required=True, metavar="DATE", help="effective from this date of service on, such as 2026-10-01"
    )
    command.add_argument(
        "--i-hold-a-license", action="store_true", help="keep copyrighted texts, in your own folder only"
    )
    command.add_argument("--extract", action="store_true", help="the file holds some rows only and replaces only those")

    command = actions.add_parser("remove", help="remove an imported release")
    command.add_argument("kind", metavar="KIND", help="as at import")
    command.add_argument("release", metavar="RELEASE", help="as `data status` shows it")

    add(commands, test, "run every test (in a checkout); what follows goes to pytest, e.g. tests/payer -k timely")
    return door


def add(commands: Any, run: Callable[[argparse.Namespace], int], words: str) -> argparse.ArgumentParser:
    """One command, named after the function that runs it."""
    command = commands.add_parser(run.__name__, help=words, description=run.__doc__)
    command.set_defaults(run=run)
    return command


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


def say(line: str) -> int:
    """One line on standard error; the exit code of what could not be done."""
    print("cleanclaim:", " ".join(line.split()), file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
