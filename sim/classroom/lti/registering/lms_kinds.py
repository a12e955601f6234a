"""The LMSs that we know: one TOML file each in data/lms, with the addresses that follow from a school's own, and the
steps by which an administrator registers CleanClaim. No file says "tried": nobody tried it on a school's LMS yet.
"""

from dataclasses import dataclass

from sim.classroom.lti.connection.addresses import checked
from sim.ground.errors import CleanClaimError
from sim.ground.files import read_toml, remembered, scan
from sim.ground.strict_toml import Field, Place, items, record, suggestion, text, text_up_to, word

FIELDS = {
    "title": Field(text),
    "source": Field(text),
    "checked": Field(word("verify", "tried")),
    "issuer": Field(text),
    "log_in": Field(text),
    "token": Field(text),
    "audience": Field(text, ""),
    "keys": Field(text),
    "steps": Field(items(text_up_to(400), least=1)),
}


@dataclass(frozen=True)
class LmsKind:
    """One LMS: its addresses (with {address} and {client_id} to be replaced) and the steps of its administrator."""

    name: str
    title: str
    source: str
    checked: str
    issuer: str
    log_in: str
    token: str
    audience: str
    keys: str
    steps: tuple[str, ...]

    def filled(self, field: str, address: str, client_id: str) -> str:
        """One of its addresses for one school.

        >>> lms_kind("moodle").filled("keys", "https://moodle.school.edu/", "x7")
        'https://moodle.school.edu/mod/lti/certs.php'
        """
        written: str = getattr(self, field)
        if "{address}" in written and not address:
            raise CleanClaimError(
                f"{self.title} needs the address of the school's site",
                expected="--address https://...",
                todo="add it as the browser shows it, without a path",
            )
        return written.replace("{address}", address.rstrip("/")).replace("{client_id}", client_id)


@remembered
def lms_kinds() -> dict[str, LmsKind]:
    """Every LMS by the name of its file.

    >>> sorted(lms_kinds())
    ['blackboard', 'brightspace', 'canvas', 'moodle']
    """
    found = {}
    for name, path in sorted(scan("data/lms").items()):
        place = Place(str(path))
        fields = record(read_toml(path), place, FIELDS)
        checked(fields["source"], f"{path}: source")
        found[name] = LmsKind(name=name, **fields)
    return found


def lms_kind(name: str) -> LmsKind:
    """One LMS. Raises CleanClaimError for a name that has no file."""
    known = lms_kinds()
    if name not in known:
        raise CleanClaimError(
            f"unknown LMS {name[:40]!r}", "data/lms", "one of " + ", ".join(known), suggestion(name, known)
        )
    return known[name]
