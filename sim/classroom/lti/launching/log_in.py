"""Log-in begun by the LMS (OpenID Connect, third-party initiated): who asks is looked up, a state and a nonce are kept
for all processes, and the browser is sent to the LMS's own log-in.

The state is also given to the browser as a cookie: only the browser that began may launch. Where the browser goes is
the registered address and never one that came with the request.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from pylti1p3.cookie import CookieService
from pylti1p3.exception import OIDCException
from pylti1p3.oidc_login import OIDCLogin
from pylti1p3.redirect import Redirect
from pylti1p3.request import Request
from pylti1p3.session import SessionService

from sim.classroom.lti.connection.addresses import origin
from sim.classroom.lti.launching.launch_errors import NotLaunched
from sim.classroom.lti.registering.platforms import Platform, platform_of
from sim.classroom.lti.registering.registered import Registered
from sim.classroom.lti.connection.rows import put_once
from sim.classroom.records.records import Records
from sim.ground.database import instant

LASTS = timedelta(minutes=10)  # from log-in to launch
ASKED = ("iss", "login_hint", "target_link_uri", "lti_message_hint", "lti_deployment_id", "client_id")
LONGEST = 10_000  # characters of one field; Canvas's hint is a token of some 1,000
LAUNCH = "/lti/launch"


@dataclass(frozen=True)
class Sent(Request):
    """What a browser sent: form or query fields, cookies, and whether it came by https."""

    fields: Mapping[str, str]
    cookies: Mapping[str, str] = field(default_factory=dict)
    is_https: bool = True

    @property
    def session(self) -> dict[str, Any]:
        """Nothing is kept in a session of the web server."""
        return {}

    def is_secure(self) -> bool:
        return self.is_https

    def get_param(self, key: str) -> str:
        return self.fields.get(key, "")[:LONGEST]


@dataclass(frozen=True)
class Away:
    """Where a browser is sent to log in, and the cookie that it is given."""

    address: str
    cookie: str
    state: str


class Cookies(CookieService):
    """Cookies read from what was sent; those to be given are noted."""

    def __init__(self, sent: Sent) -> None:
        self.sent, self.given = sent, dict[str, str]()

    def get_cookie(self, name: str) -> str | None:
        return self.sent.cookies.get(cookie_name(name))

    def set_cookie(self, name: str, value: str | int, exp: int | None = None) -> None:
        self.given[name] = str(value)


class _Gone(Redirect[str]):
    """A redirect that nobody has made yet."""

    def __init__(self, address: str) -> None:
        self.address = address

    def do_redirect(self) -> str:
        return self.address

    def do_js_redirect(self) -> str:
        return self.address

    def set_redirect_url(self, location: str) -> None:
        self.address = location

    def get_redirect_url(self) -> str:
        return self.address


class _Begun(SessionService):
    """Keeps state and nonce of one log-in as a row."""

    def __init__(self, sent: Sent, records: Records, now: datetime) -> None:
        super().__init__(sent)
        self.records, self.now, self.nonce = records, now, ""

    def save_nonce(self, nonce: str) -> None:
        self.nonce = nonce

    def save_state_params(self, state: str, params: dict[str, object]) -> None:
        row = {
            "state": hashed(state),
            "nonce": hashed(self.nonce),
            "platform": params["platform"],
            "fields": json.dumps(params["fields"]),
            "expires_at": instant(self.now + LASTS),
            "used_at": "",
        }
        with self.records.connection() as connection:
            kept = self.records.table("lti_log_ins")
            connection.execute(kept.delete().where(kept.c.expires_at < instant(self.now)))
            put_once(connection, kept, row)


class _LogIn(OIDCLogin[Sent, Registered, _Begun, Cookies, str]):
    def get_redirect(self, url: str) -> _Gone:
        return _Gone(url)


def log_in(records: Records, sent: Sent, here: str, now: datetime) -> Away:
    """Begin a log-in. here: our own origin, such as https://class.school.edu. Raises NotLaunched."""
    platform = _platform(records, sent)
    target = sent.get_param("target_link_uri")
    if target and origin(target) != here:
        raise NotLaunched(
            "The link in your course points to another address than CleanClaim's",
            "tell your instructor: the tool's address in the LMS needs to be corrected",
            f"target_link_uri {target[:200]!r} is not at {here}",
            platform.platform,
        )
    session, cookies = _Begun(sent, records, now), Cookies(sent)
    begun = _LogIn(sent, Registered(records, platform), session_service=session, cookie_service=cookies)
    fields = {name: sent.get_param(name) for name in ASKED if sent.get_param(name)}
    try:
        begun.pass_params_to_launch({"platform": platform.platform, "fields": fields})
        address = begun.get_redirect_object(here + LAUNCH).get_redirect_url()
    except OIDCException as reason:
        raise NotLaunched("The LMS's log-in request is not complete", details=str(reason)) from None
    state = next(iter(cookies.given))
    return Away(address, cookie_name(state), state)


def _platform(records: Records, sent: Sent) -> Platform:
    issuer, client_id = sent.get_param("iss"), sent.get_param("client_id")
    platform = platform_of(records, issuer, client_id) if issuer else None
    if platform is None:
        raise NotLaunched(
            "This LMS isn't registered with CleanClaim here",
            "tell your instructor; an administrator registers it (docs/deploy/lti.md)",
            f"issuer {issuer[:200]!r}, client ID {client_id[:200]!r}",
        )
    return platform


def hashed(word: str) -> str:
    """A state or nonce as it is kept."""
    return sha256(word.encode(errors="replace")).hexdigest()


def cookie_name(state: str) -> str:
    """The name of the cookie of one log-in: a course page may begin several at once.

    >>> cookie_name("state-1")
    'lti-f36b45ae8188'
    """
    return f"lti-{hashed(state)[:12]}"
