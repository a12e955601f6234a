"""Web addresses of an LMS: what one may be, and whether the machine behind it is one that we may ask.

An address comes from an operator's command, an LMS's own configuration or a signed launch. It is https; plain http only
to this machine and only where an operator typed it, so that somebody can try an LMS at home.
"""

from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from sim.ground.errors import CleanClaimError

LONGEST = 1_000  # characters of an address
PORTS = {"https": 443, "http": 80}


def origin(address: str) -> str:
    """Scheme, host and port of an address, as a browser compares them.

    >>> origin("https://Moodle.School.edu:443/mod/lti/auth.php?x=1"), origin("http://127.0.0.1:8080/a")
    ('https://moodle.school.edu', 'http://127.0.0.1:8080')
    """
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, PORTS.get(parts.scheme)) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own, written as a number or as localhost.

    >>> is_loopback("http://127.0.0.1:8080"), is_loopback("http://127.0.0.1.school.edu")
    (True, False)
    """
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_public(number: str) -> bool:
    """Whether an IP address belongs to the public internet: no private, loopback, link-local or reserved one.

    >>> [is_public(number) for number in ("8.8.8.8", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1")]
    [True, False, False, False, False]
    """
    try:
        found = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return found.is_global and not found.is_multicast


def checked(address: str, what: str, with_loopback: bool = False) -> str:
    """The address as it was given, if it is one that we may send somebody to. Raises CleanClaimError.

    >>> checked("https://moodle.school.edu/mod/lti/certs.php", "key set")
    'https://moodle.school.edu/mod/lti/certs.php'
    >>> checked("http://moodle.school.edu/", "key set")
    Traceback (most recent call last):
    sim.ground.errors.CleanClaimError: key set: cannot use the address 'http://moodle.school.edu/'; expected an address
    that begins with https:// and has no user name; to do: copy it again from the LMS
    """
    if _is_usable(address, with_loopback):
        return address
    raise CleanClaimError(
        f"{what}: cannot use the address {str(address)[:80]!r}",
        expected="an address that begins with https:// and has no user name",
        todo="copy it again from the LMS",
    )


def _is_usable(address: str, with_loopback: bool) -> bool:
    if not isinstance(address, str) or len(address) > LONGEST or not address.isascii() or not address.isprintable():
        return False
    if any(sign in address for sign in " <>\"'\\`;,"):
        return False  # nothing that could end an attribute or a directive of a policy
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    if not parts.hostname or "@" in parts.netloc:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and with_loopback and is_loopback(address))
