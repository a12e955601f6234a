"""Which edition of the program and of its content makes the rows: a hash of both. Blocks of one simulation must all be
made by the same edition, on whatever machine and after whatever pause.
"""

from hashlib import blake2b
from pathlib import Path

from sim.ground.files import HERE, places, remembered

CODE, CONTENT = "*.py", "data"


@remembered
def edition() -> str:
    """A hash of every Python file of the package and of every file of data/, the user's own first.

    >>> edition() == edition(), len(edition())
    (True, 32)
    """
    found = blake2b(digest_size=16)
    for folder, pattern in ((HERE, CODE), *((place / CONTENT, "*") for place in places())):
        for path in sorted(folder.rglob(pattern)):
            if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in _below(path, folder)):
                found.update("/".join(_below(path, folder)).encode() + b"\0")
                found.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return found.hexdigest()


def _below(path: Path, folder: Path) -> tuple[str, ...]:
    return path.relative_to(folder).parts
