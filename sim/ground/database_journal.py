"""How the attempts file survives: a write-ahead journal where the folder allows one, the older rollback journal where
it does not.

A write-ahead journal needs memory shared between processes, which network folders do not give (sqlite.org/wal.html,
section 1), so there the file keeps the rollback journal. Both are used with synchronous = FULL: a commit returns after
the disk has it.
"""

import sqlite3
import sys
import time
from contextlib import suppress
from pathlib import Path

from sim.ground.files import private

WAIT_SECONDS = 30
SYNCHRONOUS = "PRAGMA synchronous = FULL"
NETWORK = ("nfs", "cifs", "smb", "sshfs", "afs", "9p", "vboxsf", "prl_fs", "lustre", "gluster", "ceph", "davfs")


def prepare(file: Path) -> str:
    """Open the file once (making it), see that it can be read, choose its journal. Returns the journal's name. Raises
    sqlite3.DatabaseError for a file that is not a database, sqlite3.OperationalError for a folder one may not write
    to."""
    with suppress(OSError):  # a folder one may not write to: SQLite says so below
        private(file)
    connection = sqlite3.connect(file, timeout=WAIT_SECONDS, isolation_level=None)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("BEGIN IMMEDIATE").connection.rollback()
        wanted = "delete" if is_network(file) else "wal"
        return _journal(connection, wanted)
    finally:
        connection.close()


def _journal(connection: sqlite3.Connection, wanted: str) -> str:
    """Thirty desks may start at once, and changing the journal needs the file for oneself: try for a while, then take
    what there is.
    """
    for attempt in range(50):
        try:
            now = connection.execute("PRAGMA journal_mode").fetchone()[0]
            return now if now == wanted else connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()[0]
        except sqlite3.OperationalError as reason:
            if "locked" not in str(reason) and "busy" not in str(reason):
                return connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
            time.sleep(0.02 * (attempt + 1))
    return connection.execute("PRAGMA journal_mode").fetchone()[0]


def is_network(file: Path) -> bool:
    """Is this a folder of another machine? Known for Linux mounts and for Windows shares; elsewhere SQLite itself says
    so.

    >>> is_network(Path("//server/share/attempts.sqlite"))
    True
    """
    text = str(file).replace("\\", "/")
    if text.startswith("//"):
        return True
    return sys.platform.startswith("linux") and any(_kind(file).startswith(("fuse." + name, name)) for name in NETWORK)


def _kind(file: Path) -> str:
    """The kind of file system that holds a file, by the longest mount point above it."""
    try:
        mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError):
        return ""
    place = file.resolve()
    above = [(len(point), kind) for point, kind in mounts if place.is_relative_to(point.replace("\\040", " "))]
    return max(above, default=(0, ""))[1]
