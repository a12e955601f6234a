"""The door of a checkout: `python run.py JOB`. Needs nothing but Python 3.11 to 3.14.

It makes the folder .venv beside this file, installs into it exactly the packages of requirements.lock (each checked by
its hash), and runs `cleanclaim JOB` there. The first time takes a minute or two and needs a network; later starts find
the stamp (hash of the lock, Python's version) and go straight to the job. An interrupted set-up is found by its missing
stamp and made again.

    python run.py lab       JupyterLab and Voila; prints both addresses
    python run.py test      every test
    python run.py lock      for maintainers: resolve pyproject.toml anew into requirements.lock

On Windows: `py run.py lab`; on a Mac or Linux: `python3 run.py lab`.

The lock has three parts (for learners, tests, maintainers); a job gets the parts it needs. uv installs them where it is
on the PATH, with pip's own settings (index, certificates) handed to it; else pip does. The words here are such that an
old Python can say it is too old.
"""

from __future__ import print_function

import contextlib
import errno
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
LOCK = os.path.join(HERE, "requirements.lock")
MARK = os.path.join(VENV, "made-by-run.py")  # written first: this folder is ours to throw away
STAMP = os.path.join(VENV, "installed.json")  # written last: which parts stand complete
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python.exe" if os.name == "nt" else "python")
BELOW = 172  # characters of the longest path that an installation makes below this folder
LONGEST = 259  # characters of a path that Windows allows unless long paths are switched on
PARTS = {"test": ["lab", "test"], "lock": ["lab", "test", "dev"]}
# pip's name of a setting -> uv's name in the environment, and what joins several values
UV_SETTINGS = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "cert": ("SSL_CERT_FILE", " "),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "proxy": ("ALL_PROXY", " "),
}
# the last version with a wheel for Macs with an Intel processor
LIMITS = "argon2-cffi-bindings<26 ; sys_platform == 'darwin' and platform_machine == 'x86_64'\n"
TROUBLES = [  # words in an installer's output -> what to tell
    (
        ("No space left", "ENOSPC", "os error 28", "not enough space"),
        "the disk is full. Free about 1 GB and run it again.",
    ),
    (
        ("Filename too long", "WinError 206", "path is too long", "os error 206"),
        "a path is too long for Windows. Move CleanClaim to a short folder, such as C:\\CleanClaim, and run it again.",
    ),
    (
        ("HASHES", "hash mismatch", "Hash mismatch"),
        "a downloaded package is not the one that requirements.lock names. Run it again; if it stays so, stop.",
    ),
    (
        ("Permission denied", "Access is denied", "Read-only file"),
        "this folder cannot be written to. Copy CleanClaim to a folder of your own and run it there.",
    ),
    (
        "name resolution|NewConnectionError|Connection refused|timed out|Max retries|dns error|error sending request|"
        "Failed to fetch|unreachable|Could not connect|getaddrinfo|from versions: none".split("|"),
        "no network: the packages could not be downloaded. Connect (behind a proxy, set HTTPS_PROXY) and run it again.",
    ),
]


class Trouble(Exception):
    """Something the user can fix, said in one line."""


def main(arguments):
    """Set up what the job needs, then become `cleanclaim JOB`."""
    check_python()
    job = arguments[0] if arguments else "--help"
    try:
        check_path(HERE, os.name == "nt" and not long_paths())
        set_up(PARTS.get(job, ["lab"]))
        return resolve() if job == "lock" else become([PYTHON, "-P", "-m", "sim.cli"] + arguments)
    except Trouble as trouble:
        return fail(trouble)
    except KeyboardInterrupt:
        return fail("stopped. Run it again: an unfinished setup is started over.")
    except EnvironmentError as reason:
        return fail(explain(str(reason)))


def check_python():
    """Leave with one clear line when this Python is too old or too new for the locked packages."""
    if (3, 11) <= tuple(sys.version_info[:2]) <= (3, 14):
        return
    others = [
        name
        for name in ("python3.%d" % minor for minor in range(14, 10, -1))
        if getattr(shutil, "which", lambda name: 0)(name)
    ]
    hint = "Use this one: %s run.py" % others[0] if others else "Install one from python.org, conda or your system."
    age = "too old" if sys.version_info < (3, 11) else "newer than this release supports"
    sys.exit(fail("Python %s is %s; CleanClaim needs 3.11 to 3.14. %s" % (sys.version.split()[0], age, hint)))


def check_path(folder, is_limited):
    """Where paths are limited, as on Windows, the folder itself must be short: packages lie deep below it."""
    if is_limited and len(folder) + BELOW > LONGEST:
        raise Trouble(
            "the path of this folder has %d characters; Windows allows %d, and packages need %d below it. Move"
            " CleanClaim to a short folder, such as C:\\CleanClaim, and run it again." % (len(folder), LONGEST, BELOW)
        )


def long_paths():
    """Whether this Windows takes paths of any length."""
    try:
        import winreg

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem") as key:
            return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
    except (ImportError, EnvironmentError):
        return False


def set_up(parts):
    """Make sure that .venv stands with the given parts of the lock, and that it knows this checkout."""
    wanted = read_lock()
    if not standing(wanted, parts):
        with alone():
            done = standing(wanted, []) or make_venv()
            for part in [part for part in parts if part not in done]:
                install(part, wanted[part])
                done[part] = digest(wanted[part])
                write(STAMP, json.dumps({"python": sys.version, "parts": done}))
    link()


def read_lock():
    """The lock's text by part; a part begins with the line `# part: NAME`."""
    with open(LOCK, encoding="utf-8") as lock:
        parts = [part.partition("\n") for part in lock.read().split("# part: ")[1:]]
    return {name.strip(): pins for name, _, pins in parts}


def standing(wanted, parts):
    """The parts that stand as the lock wants them, or None when .venv must be made anew or lacks one of `parts`."""
    try:
        with open(STAMP, encoding="utf-8") as text:
            stamp = json.load(text)
        good = stamp["python"] == sys.version and all(
            digest(wanted[part]) == value for part, value in stamp["parts"].items()
        )
        return stamp["parts"] if good and os.path.exists(PYTHON) and set(parts) <= set(stamp["parts"]) else None
    except (EnvironmentError, ValueError, KeyError):
        return None


@contextlib.contextmanager
def alone():
    """While one start sets up, another one waits. The system drops the lock with the process, so none can go stale."""
    with open(os.path.join(HERE, ".venv.lock"), "w") as file:
        told = False
        while not held(file):
            told = told or not tell("Another setup is running; waiting for it ...")
            time.sleep(0.5)
        yield


def held(file):
    """Whether this process has got the lock, or can have none here (some network disks know no locks)."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except EnvironmentError as reason:
        return reason.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
    return True


def make_venv():
    """A new empty .venv; returns that no part is installed. One that somebody else made there is left alone."""
    if os.path.exists(os.path.join(VENV, "pyvenv.cfg")) and not os.path.exists(MARK):
        raise Trouble("the folder .venv here was not made by run.py. Move it away and run this again.")
    tell("Setting up CleanClaim (first time only: a minute or two, about 500 MB on disk).")
    if os.path.exists(VENV):
        tell("  removing an old or unfinished .venv ...")
        shutil.rmtree(VENV)
    os.makedirs(VENV)
    write(MARK, "run.py made this folder and may make it anew at any time.\n")
    uv = shutil.which("uv")
    if uv and not call([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, VENV], uv_settings()):
        return {}
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        raise Trouble(
            "this Python cannot create environments (no ensurepip). On Debian or Ubuntu: sudo apt install python3-venv"
        )
    said = call([sys.executable, "-m", "venv", VENV], clean())
    if said:
        raise Trouble(explain(said))
    return {}


def install(part, pins):
    """Install one part of the lock, each package checked by its hash; uv first, pip if uv cannot."""
    count = pins.count("==")
    path = os.path.join(VENV, "pins-%s.txt" % part)
    write(path, pins)
    options, uv = ["install", "--require-hashes", "--no-deps", "--only-binary=:all:", "-r", path], shutil.which("uv")
    if uv:
        tell("  installing %d packages (%s) with uv ..." % (count, part))
        if not call([uv, "pip"] + options + ["--quiet", "--python", PYTHON], uv_settings()):
            return
        tell("  uv failed; trying pip ...")
        call([PYTHON, "-m", "ensurepip"], clean())
    tell("  installing %d packages (%s) with pip ..." % (count, part))
    said = call([PYTHON, "-m", "pip"] + options + ["--no-compile", "--progress-bar=off"], clean(), count)
    if said:
        raise Trouble(explain(said))


def call(command, environment, count=0):
    """Run quietly; empty text if it went well, else what it said. With a count, show how many packages have come."""
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
    )
    said, come = [], 0
    for line in process.stdout:
        said.append(line.decode("utf-8", "replace"))
        come += said[-1].startswith("Collecting ")
        if said[-1].startswith("Collecting ") and (come % 10 == 0 or come == count):
            tell("    downloaded %d of about %d packages" % (come, count))
        if count and said[-1].startswith("Installing collected"):
            tell("    installing them, about a minute ...")
    return "" if process.wait() == 0 else "".join(said) or "no message"


def clean():
    """The environment without what would lead the installation or the job to somebody else's packages."""
    kept = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    }
    kept.update(PYTHONUTF8="1", PYTHONNOUSERSITE="1", PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    return kept


def uv_settings():
    """The environment for uv, which does not read pip's settings: they are handed over unless uv has its own.

    Like pip, uv shall look in every index for a pinned version; the hashes make that safe."""
    given = dict(
        {"UV_NO_MANAGED_PYTHON": "1", "UV_LINK_MODE": "copy", "UV_INDEX_STRATEGY": "unsafe-best-match"}, **clean()
    )
    for name, value in pip_settings().items():
        if name in UV_SETTINGS:
            ours, joint = UV_SETTINGS[name]
            given.setdefault(ours, joint.join(value.split()))
    return given


def pip_settings():
    """pip's settings from its files and from PIP_ variables, the variables last."""
    found = {}
    try:
        listed = subprocess.check_output(
            [sys.executable, "-m", "pip", "config", "list"], env=clean(), stderr=subprocess.DEVNULL
        )
    except (EnvironmentError, subprocess.CalledProcessError):
        listed = b""
    for line in listed.decode("utf-8", "replace").splitlines():
        name, _, value = line.partition("=")
        if name.startswith(("global.", "install.")):
            found[name.split(".", 1)[1]] = value.strip("'\"").replace("\\n", " ")
    found.update(
        {
            name[4:].lower().replace("_", "-"): value
            for name, value in os.environ.items()
            if name.startswith("PIP_") and value
        }
    )
    return found


def link():
    """Put this checkout on .venv's path and a `cleanclaim` command beside its python: pip has no editable install with
    hashes.
    """
    library = "Lib" if os.name == "nt" else os.path.join("lib", "python%d.%d" % tuple(sys.version_info[:2]))
    packages = os.path.join(VENV, library, "site-packages")  # the way from there is ASCII, whatever HERE is called
    write(os.path.join(packages, "cleanclaim-checkout.pth"), os.path.relpath(HERE, packages) + "\n")
    windows, others = (
        '@"%~dp0python.exe" -X utf8 -P -m sim.cli %*\n',
        '#!/bin/sh\nexec "$(dirname "$0")/python" -X utf8 -P -m sim.cli "$@"\n',
    )
    write(
        os.path.join(BIN, "cleanclaim.cmd" if os.name == "nt" else "cleanclaim"),
        windows if os.name == "nt" else others,
        0o755,
    )


def resolve():
    """Write requirements.lock anew: one resolution of everything, each package in the first part that needs it."""
    limits = os.path.join(VENV, "limits.txt")
    write(limits, LIMITS)
    every = compiled("--all-extras", "--upgrade", "-c", limits)
    write(limits, "".join(pin.split("\0")[0].rstrip(" \\") + "\n" for pin in every))
    text, seen = "# Made by `python run.py lock`; do not edit.\n", set()
    for part, options in (("lab", []), ("test", ["--extra", "test"]), ("dev", ["--all-extras"])):
        names = {pin.split("==")[0] for pin in compiled("-c", limits, *options)} - seen
        text += "# part: %s\n" % part + "".join(
            pin.replace("\0", "\n    ") + "\n" for pin in every if pin.split("==")[0] in names
        )
        seen |= names
    write(LOCK, text)
    return 0


def compiled(*options):
    """What uv resolves pyproject.toml to, for every Python and system: one text a package, its hashes behind zero
    bytes. From the main index alone: a side index may hold the files of one system only, and the lock would have their
    hashes only."""
    environment = {name: value for name, value in uv_settings().items() if name not in ("UV_INDEX", "UV_FIND_LINKS")}
    quiet = ["--quiet", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    wanted = "pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 --only-binary :all:"
    text = subprocess.check_output(
        [PYTHON, "-m", "uv"] + wanted.split() + quiet + list(options),
        cwd=HERE,
        env=environment,
    )
    return text.decode().replace("\n    ", "\0").splitlines()


def become(command):
    """Run the job in this process's place, so that signals and the exit code are the job's own."""
    environment = clean()
    environment["PATH"] = BIN + os.pathsep + environment.get("PATH", "")
    # Many images forbid Python to keep what it compiles: every process would compile numpy and pandas anew, which is
    # half of the time of a short command. It is kept in .venv, so that nothing appears beside the sources.
    if environment.pop("PYTHONDONTWRITEBYTECODE", ""):
        environment.setdefault("PYTHONPYCACHEPREFIX", os.path.join(VENV, "compiled"))
    if os.name != "nt":
        os.execve(command[0], command, environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the job gets it too and ends in its own way
    return subprocess.call(command, env=environment)


def explain(said):
    """One line for what an installer said."""
    known = [line for words, line in TROUBLES if any(word in said for word in words)]
    return known[0] if known else "setup failed: %s" % said.strip().splitlines()[-1].strip()


def digest(text):
    """The sha256 of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def write(path, text, mode=0o644):
    """Write a small file unless it already says so (a checkout may lie on a read-only disk)."""
    if os.path.exists(path) and open(path).read() == text:
        return
    with open(path, "w") as new:
        new.write(text)
    os.chmod(path, mode)


def tell(line):
    """Say what is going on, on standard error: standard output is the job's."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def fail(reason):
    """Say why it cannot go on; the exit code of bad input or usage."""
    tell("run.py: %s" % reason)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
