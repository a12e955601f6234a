"""Open a class from a school's LMS by LTI 1.3: register the LMS, link its courses, read the roster, send scores.

list shows what is registered, linked and not sent; add registers an LMS (--lms canvas, moodle, blackboard or
brightspace fills in its addresses) and prints a course code; code prints another one; invite makes an address at which
an LMS registers itself; roster reads the LMS's roster; send sends scores now; remove takes an LMS away.
"""

import argparse

from sim.classroom.lti.registering.lms_kinds import lms_kinds

STEPS = ("list", "add", "remove", "code", "invite", "roster", "send")


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the class")
    command.add_argument("step", nargs="?", choices=STEPS, default="list", help="what to do (list unless told)")
    command.add_argument("platform", nargs="?", default="", metavar="PLATFORM", help="remove: as list shows it")
    command.add_argument("--lms", default="", metavar="LMS", help="add: " + ", ".join(lms_kinds()))
    command.add_argument("--site", default="", metavar="URL", help="add, invite: the school's LMS, without a path")
    command.add_argument("--client-id", default="", metavar="ID", help="add: as the LMS shows it")
    command.add_argument("--deployment", action="append", default=[], metavar="ID", help="add: may be given again")
    for name in ("issuer", "log-in", "token", "keys", "audience"):
        command.add_argument(f"--{name}", default="", metavar="URL", help="add: where it differs, or without --lms")
    command.add_argument(
        "--page", action="append", default=[], metavar="URL", help="add: a further site whose pages show the course"
    )
    command.add_argument("--again", action="store_true", help="send: also what failed for good")


def run(options: argparse.Namespace) -> int:
    from sim.ui.terminal.lti_steps import DO  # the library of LTI takes a second to import

    return DO[options.step](options)
