"""What a server was started with, and which names it answers to."""

import ipaddress
import os
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from sim.ground.errors import CleanClaimError

OF_A_HUB = ("JUPYTERHUB_SERVICE_NAME", "JUPYTERHUB_CLIENT_ID", "JUPYTERHUB_API_TOKEN", "JUPYTERHUB_OAUTH_CALLBACK_URL")


@dataclass(frozen=True)
class Settings:
    """class_name: the one class that is served; empty: every class of the database. port: 0 is any that is free.
    address: what learners type where a proxy stands before the server, such as https://desks.example.edu. proxies: the
    addresses, or networks such as 10.42.0.0/16, whose word about the visitor (X-Forwarded-For, X-Forwarded-Proto)
    counts. workers: web processes; graders: processes that mark.
    """

    class_name: str = ""
    host: str = "127.0.0.1"
    port: int = 0
    workers: int = 1
    graders: int = 1
    address: str = ""
    proxies: tuple[str, ...] = ()

    @property
    def is_public(self) -> bool:
        """Does it listen to other machines?

        >>> Settings().is_public, Settings(host="0.0.0.0").is_public
        (False, True)
        """
        return not is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """This machine only?"""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_proxy(settings: Settings, address: str) -> bool:
    """Does the word of this address about a visitor count?

    >>> behind = Settings(proxies=("127.0.0.1", "10.42.0.0/16"))
    >>> [is_proxy(behind, one) for one in ("127.0.0.1", "10.42.3.9", "10.43.0.1", "::1", "nobody")]
    [True, True, False, False, False]
    """
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(number in ipaddress.ip_network(one) for one in settings.proxies)


def is_hub_service() -> bool:
    """Was this server started as a service of a JupyterHub (docs/deploy/jupyterhub.md)?"""
    return all(os.environ.get(name) for name in OF_A_HUB)


def is_known_host(settings: Settings, host: str) -> bool:
    """May a request be addressed so (the header Host)? A site of somebody else's that has its name lead here must not
    be answered: an address in numbers, this machine's own name and the address the server was told are.

    >>> is_known_host(Settings(), "127.0.0.1:8873"), is_known_host(Settings(), "localhost")
    (True, True)
    >>> is_known_host(Settings(), "evil.example:8873"), is_known_host(Settings(), "")
    (False, False)
    >>> is_known_host(Settings(address="https://desks.example.edu"), "desks.example.edu")
    True
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    try:
        number = ipaddress.ip_address(name)
        return settings.is_public or number.is_loopback
    except ValueError:
        return bool(name) and name in _names(settings)


def _names(settings: Settings) -> set[str]:
    own = {"localhost", (urlsplit(settings.address).hostname or "").lower()} - {""}
    if not settings.is_public:
        return own
    here = {socket.gethostname().lower(), socket.getfqdn().lower()}
    return own | here | {f"{name}.local" for name in here}


def checked(settings: Settings) -> Settings:
    """The same settings. Raises CleanClaimError for what cannot be served.

    >>> try: checked(Settings(address="desks.example.edu"))
    ... except CleanClaimError as told: told.expected
    'an address such as https://desks.example.edu'
    """
    parts = urlsplit(settings.address)
    if settings.address and (
        parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/")
    ):
        raise CleanClaimError(
            f"{settings.address[:80]!r} is not an address",
            "--address",
            "an address such as https://desks.example.edu",
            "write what learners type into the browser",
        )
    for one in settings.proxies:
        try:
            ipaddress.ip_network(one)
        except ValueError:
            raise CleanClaimError(
                f"{one[:60]!r} is neither an address in numbers nor a network",
                "--proxy",
                "such as 127.0.0.1 or 10.42.0.0/16",
                "name the proxy by number",
            ) from None
    return settings
