"""What a coder sends to billing for one visit."""

from typing import NamedTuple


class CodedService(NamedTuple):
    """One line of service as a coder sends it: pointers are diagnosis codes."""

    name: str
    code: str
    modifiers: tuple[str, ...]
    units: int
    pointers: tuple[str, ...]


class CodedVisit(NamedTuple):
    """What a coder sends to billing: diagnosis codes in order, services in order."""

    diagnoses: tuple[str, ...]
    services: tuple[CodedService, ...]
