"""Requests to an LMS: its keys, its token, its gradebook, its roster, its registration.

Where they go comes from outside (a configuration, a signed launch), so each is checked: https; the machine that answers
has a public IP address (asked of the open connection, so a name that changes its address gains nothing); no redirect is
followed; at most so many seconds and bytes; no proxy or password from the environment. The origins that an operator
typed (`trusted`) may also be a school's own network, or this machine.
"""

import time
from collections.abc import Iterator, Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

from sim.classroom.lti.connection.addresses import checked, is_public, origin
from sim.ground.errors import CleanClaimError

SECONDS = 15  # for a whole answer
WAIT = (5, 10)  # seconds to connect, and between two pieces of an answer
LARGEST = 5_000_000  # bytes of an answer; a page of a roster has some 100,000


class NotAsked(requests.RequestException):
    """A request that was not made, or whose answer was not used, with the reason in words."""


class _PublicConnection(HTTPSConnection):
    """A connection that is closed again when a machine outside the public internet answers."""

    def _new_conn(self) -> Any:
        connection = super()._new_conn()
        number = connection.getpeername()[0]
        if not is_public(number):
            connection.close()
            raise NewConnectionError(self, f"{self.host} is not on the public internet")
        return connection


class _PublicPool(HTTPSConnectionPool):
    ConnectionCls = _PublicConnection


class _Public(HTTPAdapter):
    """Connections to the public internet only."""

    def init_poolmanager(self, *words: Any, **named: Any) -> None:
        super().init_poolmanager(*words, **named)
        self.poolmanager.pool_classes_by_scheme = {"https": _PublicPool}


class Outgoing(requests.Session):
    """A session for one LMS. trusted: origins that an operator typed.

    >>> Outgoing().get("http://127.0.0.1:9/keys")
    Traceback (most recent call last):
    sim.classroom.lti.connection.outgoing.NotAsked: LMS: cannot use the address 'http://127.0.0.1:9/keys'; expected ...
    """

    def __init__(self, trusted: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.trust_env = False
        self.trusted = trusted
        self.headers["User-Agent"] = "CleanClaim LTI"
        self.mount("https://", _Public())
        for each in trusted:
            self.mount(each + "/", HTTPAdapter())

    def resolve_redirects(self, *_: Any, **__: Any) -> Iterator[Any]:  # type: ignore[override]
        """No redirect is prepared either: the library would read the whole body that came with it."""
        return iter(())

    def send(self, request: requests.PreparedRequest, **named: Any) -> requests.Response:
        """One request and its whole answer. Raises NotAsked, or requests' own errors."""
        address = request.url or ""
        try:
            checked(address, "LMS", with_loopback=origin(address) in self.trusted)
        except CleanClaimError as reason:
            raise NotAsked(reason.line()) from None
        begun = time.monotonic()
        response = super().send(request, **{**named, "timeout": WAIT, "allow_redirects": False, "stream": True})
        if response.is_redirect:
            response.close()
            raise NotAsked(f"{origin(address)} answered with another address (status {response.status_code})")
        response._content = _whole(response, begun)
        return response


def _whole(response: requests.Response, begun: float) -> bytes:
    """The answer's body, as long as it keeps to its size and time."""
    read = bytearray()
    with response:
        for piece in response.iter_content(65_536):
            read += piece
            if len(read) > LARGEST:
                raise NotAsked(f"the answer is longer than {LARGEST:,} bytes")
            if time.monotonic() - begun > SECONDS:
                raise NotAsked(f"the answer took more than {SECONDS} seconds")
    return bytes(read)


def document(response: requests.Response) -> Mapping[str, Any]:
    """The JSON object in an answer. Raises NotAsked for an error status or anything else."""
    if not response.ok:
        raise NotAsked(f"{origin(response.url)} answered with status {response.status_code}")
    try:
        found = response.json()
    except (ValueError, RecursionError):
        raise NotAsked(f"{origin(response.url)} did not answer with JSON") from None
    if not isinstance(found, dict):
        raise NotAsked(f"{origin(response.url)} did not answer with a JSON object")
    return found
