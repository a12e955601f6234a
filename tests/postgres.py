"""A PostgreSQL of the tests' own: a private cluster in a folder that is thrown away, and an empty database for each
test that asks for one.

Fixtures (conftest.py has them for all tests): `postgres`, the address of an empty database, as CLEANCLAIM_DATABASE
takes it; `postgres_server`, the running cluster, for a test that needs a second database or wants to stop it. Where
PostgreSQL is not installed these tests are skipped with words; they fail where CLEANCLAIM_NEED_POSTGRES is set, as
.ci/run does.
"""

import itertools
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

MISSING = "no PostgreSQL found; install one (Debian: apt-get install postgresql) to run its tests"
DEBIAN = Path("/usr/lib/postgresql")  # holds a folder for each version; its programs are not on the PATH
RUNS_AS = "postgres"  # root may not run the server; Debian's package makes this user
# A commit is handed to the system before it returns, so a killed process loses nothing; only a power cut would.
QUICK = ("fsync=off", "full_page_writes=off")
SMALL = ("shared_buffers=32MB", "max_connections=200", "listen_addresses=127.0.0.1", "unix_socket_directories=")


@dataclass(frozen=True)
class Cluster:
    """A running server: the folder of its programs, its port, the password of its owner `cleanclaim`."""

    programs: Path
    folder: Path
    port: int
    password: str
    names: Iterator[int] = field(default_factory=itertools.count)

    def address(self, database: str = "postgres") -> str:
        """How SQLAlchemy reaches one of its databases."""
        return f"postgresql+psycopg://cleanclaim:{self.password}@127.0.0.1:{self.port}/{database}"

    def empty_database(self) -> str:
        """The address of a new database with nothing in it."""
        name = f"class_{next(self.names)}"
        self.tell(f"CREATE DATABASE {name}")
        return self.address(name)

    def tell(self, order: str) -> None:
        """Give the server an order, outside any transaction."""
        import psycopg

        with psycopg.connect(self.address().replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(order)


@pytest.fixture(scope="session")
def postgres_server():
    """One running cluster for all tests of a process; skipped (or failed) in words where PostgreSQL is missing."""
    programs = find_postgres()
    if programs is None:
        (pytest.fail if os.environ.get("CLEANCLAIM_NEED_POSTGRES") else pytest.skip)(MISSING)
    with cluster(programs) as server:
        yield server


@pytest.fixture
def postgres(postgres_server) -> str:
    """The address of an empty database that no other test sees."""
    return postgres_server.empty_database()


def find_postgres() -> Path | None:
    """The folder of PostgreSQL's programs: beside the one on the PATH, else Debian's newest."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    debian = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return debian[-1].parent if debian else None


@contextmanager
def cluster(programs: Path, settings: tuple[str, ...] = QUICK) -> Iterator[Cluster]:
    """Make a cluster in a temporary folder and run it until the block ends. With `settings` empty it waits for the
    disk, as a real one does.
    """
    folder = Path(tempfile.mkdtemp(prefix="cleanclaim-postgres-"))
    process = None
    try:
        server = _made(programs, folder)
        process = _started(server, settings)
        yield server
    finally:
        if process:
            process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
            process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _made(programs: Path, folder: Path) -> Cluster:
    """A cluster that is not running yet, in a folder of the user it will run as."""
    secret = folder / "password"
    server = Cluster(programs, folder, _free_port(), secrets.token_hex(16))
    secret.write_text(server.password, encoding="utf-8")
    for path in (folder, secret):
        if _other_user():
            shutil.chown(path, RUNS_AS, RUNS_AS)
    words = f"--username=cleanclaim --pwfile={secret} --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync".split()
    done = subprocess.run(
        [programs / "initdb", "--pgdata", folder / "data", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        **_other_user(),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return server


def _started(server: Cluster, settings: tuple[str, ...]) -> subprocess.Popen:
    """The server's process, once it answers."""
    options = [word for one in (*SMALL, *settings, f"port={server.port}") for word in ("-c", one)]
    told = server.folder / "told"
    with told.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [server.programs / "postgres", "-D", server.folder / "data", *options],
            cwd=server.folder,
            stdout=log,
            stderr=log,
            **_other_user(),
        )
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        with suppress(Exception):
            server.tell("SELECT 1")
            return process
        time.sleep(0.05)
    process.kill()
    pytest.fail("PostgreSQL did not start: " + told.read_text(encoding="utf-8")[-2000:])


def _other_user() -> dict[str, object]:
    """Root starts the server as somebody else; everybody else as himself."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    return {"user": RUNS_AS, "group": RUNS_AS, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]
