"""A launch: the signed message with which an LMS sends somebody to us, checked and read.

The library reads and checks it in its order; the steps that it leaves open are ours (`_Message`): the state is a row
that launches once, the nonce belongs to that state, the algorithm is RS256, and audience, issuer, expiry and the claims
that we read are asked for.

Source: LTI 1.3 core, https://www.imsglobal.org/spec/lti/v1p3; 1EdTech Security Framework 1.0, 5.1.3
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import jwt
import requests
from pylti1p3.exception import LtiException
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.session import SessionService

from sim.classroom.lti.connection.addresses import origin
from sim.classroom.lti.connection.key_sets import keys_at
from sim.classroom.lti.launching.launch_errors import NotLaunched
from sim.classroom.lti.launching.log_in import Cookies, Sent, cookie_name, hashed
from sim.classroom.lti.connection.outgoing import Outgoing
from sim.classroom.lti.registering.platforms import LONGEST_ID, Platform, platform_named
from sim.classroom.lti.registering.registered import Registered, registration_of
from sim.classroom.lti.course.roles import named, role_of
from sim.classroom.lti.connection.rows import Row, changed, found
from sim.classroom.records.records import Records
from sim.ground.database import instant, plain

CORE = "https://purl.imsglobal.org/spec/lti/claim/"
GRADES = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
PICKING = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
KINDS = {"LtiResourceLinkRequest": "work", "LtiDeepLinkingRequest": "pick"}
NEEDED = ["iss", "aud", "sub", "exp", "iat", "nonce"]
LEEWAY = 60  # seconds that two machines' clocks may differ
LINES = {  # what the person reads, by what is wrong with the token; the first that fits
    jwt.ExpiredSignatureError: "This launch has expired",
    jwt.ImmatureSignatureError: "This launch is dated in the future: the LMS's clock and this server's differ",
    jwt.InvalidAudienceError: "This launch was meant for another tool",
    jwt.InvalidIssuerError: "This launch comes from another LMS than the one that began it",
    jwt.InvalidSignatureError: "This launch was not signed by your LMS",
    jwt.MissingRequiredClaimError: "This launch is not complete",
}


@dataclass(frozen=True)
class Launch:
    """Who comes from which course, for what. kind: "work" (open an assignment or the class) or "pick" (choose one for
    the course); assignment: the name in the link's custom parameters, or ""; the addresses of the LMS's services are ""
    where it offers none.
    """

    platform: Platform
    deployment: str
    context: str
    title: str
    user_id: str
    name: str
    email: str
    school_id: str
    role: str
    kind: str
    assignment: str
    line_item: str
    line_items: str
    scopes: tuple[str, ...]
    members: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    page: str = ""

    @property
    def frames(self) -> tuple[str, ...]:
        """The origins whose pages may show ours: the LMS's own and that of the page it signed as ours to return to."""
        own = [origin(self.page)] if self.page.startswith("https://") else []
        return tuple(dict.fromkeys([*self.platform.origins, *own]))


class _Message(MessageLaunch[Sent, Registered, SessionService, Cookies]):
    """The library's message, with the steps of ours."""

    def __init__(self, records: Records, sent: Sent, platform: Platform, began: Row, here: str) -> None:
        self.outgoing: Outgoing = platform.outgoing()
        super().__init__(
            sent,
            Registered(records, platform),
            session_service=SessionService(sent),
            cookie_service=Cookies(sent),
            requests_session=self.outgoing,
        )
        self.records, self.platform, self.began, self.here = records, platform, began, here

    def _get_request_param(self, key: str) -> str:
        return self._request.fields.get(key, "")

    def validate_state(self) -> "_Message":
        """Done before: the row stands, and the browser has its cookie."""
        return self

    def validate_jwt_format(self) -> "_Message":
        super().validate_jwt_format()
        head, body = self._jwt.get("header"), self._jwt.get("body")
        if not isinstance(head, dict) or not isinstance(body, dict):
            raise LtiException("head or body of the token is not an object")
        if head.get("alg") != "RS256":
            raise LtiException(f"signed with {plain(head.get('alg'))[:20]!r}, not with RS256")
        return self

    def validate_nonce(self) -> "_Message":
        nonce = self._jwt["body"].get("nonce")
        if not isinstance(nonce, str) or hashed(nonce) != self.began["nonce"]:
            raise LtiException("the nonce is not the one of this log-in")
        return self

    def validate_registration(self) -> "_Message":
        """The LMS is the one that the log-in was begun with, whatever the token says; the token is held against it."""
        self._registration = registration_of(self.records, self.platform)
        return self

    def fetch_public_key(self, key_set_url: str) -> Any:
        return keys_at(self.outgoing, key_set_url)

    def validate_jwt_signature(self) -> "_Message":
        try:
            key, _ = self.get_public_key()
        except LtiException:  # a new key, perhaps
            if self._registration:
                self._registration.set_key_set(keys_at(self.outgoing, self.platform.keys, unknown=True))  # type: ignore[arg-type]
            key, _ = self.get_public_key()
        claims = jwt.decode(
            self._get_id_token(),
            key,
            algorithms=["RS256"],
            audience=self.platform.client_id,
            issuer=self.platform.issuer,
            leeway=LEEWAY,
            options={"require": NEEDED},
        )
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != self.platform.client_id:
            raise jwt.InvalidAudienceError("azp is not our client ID")
        self._jwt["body"] = claims  # type: ignore[typeddict-item]
        return self

    def get_client_id(self) -> str:
        return self.platform.client_id

    def validate_message(self) -> "_Message":
        body: Mapping[str, Any] = self._jwt["body"]
        if body.get(CORE + "message_type") not in KINDS:
            raise LtiException(f"a message of type {plain(body.get(CORE + 'message_type'))[:60]!r}")
        try:
            super().validate_message()
        except (AttributeError, TypeError):  # a part that the library takes for an object and is none
            raise LtiException("a claim is not of the kind that the standard gives it") from None
        target = _text(body, CORE + "target_link_uri")
        if not target or origin(target) != self.here:
            raise LtiException(f"target_link_uri {target[:200]!r} is not at {self.here}")
        return self

    def save_launch_data(self) -> "_Message":
        """The log-in is used up; whoever comes second with it comes too late."""
        with self.records.connection() as connection:
            kept = self.records.table("lti_log_ins")
            named_so = {"state": self.began["state"]}
            if not changed(connection, kept, named_so, kept.c.used_at == "", used_at=instant()):
                raise _used(self.platform)
        return self


def launch(records: Records, sent: Sent, here: str, now: datetime) -> Launch:
    """Check and read a launch; its log-in is then used up. here: our own origin. Raises NotLaunched."""
    state = sent.fields.get("state", "")
    began, platform = _began(records, state, now)
    if sent.fields.get("error"):
        raise NotLaunched(
            "Your LMS did not log you in",
            details=plain(f"{sent.fields['error']}: {sent.fields.get('error_description', '')}"),
            platform=platform.platform,
        )
    if sent.cookies.get(cookie_name(state)) != state:
        raise NotLaunched(
            "Your browser doesn't accept cookies inside the LMS's page",
            "open CleanClaim in a new window",
            "the cookie of the log-in did not come back",
            platform.platform,
            json.loads(began["fields"]),
        )
    message = _Message(records, sent, platform, began, here)
    try:
        message.validate()
    except (LtiException, jwt.PyJWTError, requests.RequestException) as reason:
        raise _not_valid(reason, platform) from None
    return _read(dict(message.get_launch_data()), platform)


def _began(records: Records, state: str, now: datetime) -> tuple[Row, Platform]:
    with records.connection(reading=True) as connection:
        row = found(connection, records.table("lti_log_ins"), state=hashed(state)) if state else None
    platform = platform_named(records, row["platform"]) if row else None
    if row is None or platform is None or row["expires_at"] < instant(now):
        raise NotLaunched("This launch was not begun here, or more than ten minutes ago", details="no such state")
    if row["used_at"]:
        raise _used(platform)
    return row, platform


def _used(platform: Platform) -> NotLaunched:
    return NotLaunched("This launch was used before", details="state and nonce used before", platform=platform.platform)


def _not_valid(reason: Exception, platform: Platform) -> NotLaunched:
    details = plain(str(reason))
    if isinstance(reason, requests.RequestException):
        line = f"{platform.title or 'Your LMS'}'s keys cannot be read at the moment, so the launch cannot be checked"
        return NotLaunched(line, "try again in a minute", details, platform.platform)
    if "deployment" in details:
        return NotLaunched(
            "This course's deployment isn't registered with CleanClaim",
            "tell your instructor; an administrator adds the deployment ID (docs/deploy/lti.md)",
            details,
            platform.platform,
        )
    line = next((line for kind, line in LINES.items() if isinstance(reason, kind)), "This launch is not valid")
    return NotLaunched(line, details=details, platform=platform.platform)


def _read(claims: Mapping[str, Any], platform: Platform) -> Launch:
    """The claims that we use. Raises NotLaunched for somebody without a role or a course."""
    roles = claims.get(CORE + "roles")
    role = role_of(roles if isinstance(roles, list) else [])
    if not role:
        held = named(roles if isinstance(roles, list) else [])
        raise NotLaunched(
            f"CleanClaim opens for instructors and learners of a course; your role in it is: {held}",
            "ask your instructor",
            platform=platform.platform,
        )
    context, grades = _part(claims, CORE + "context"), _part(claims, GRADES)
    if not _id(context, "id") or not _id(claims, "sub"):
        raise NotLaunched(
            "Your LMS didn't say who you are in which course",
            "open CleanClaim from a course",
            "no usable context or sub",
            platform.platform,
        )
    scopes = grades.get("scope")
    return Launch(
        platform=platform,
        deployment=_id(claims, CORE + "deployment_id"),
        context=_id(context, "id"),
        title=_text(context, "title") or _text(context, "label"),
        user_id=_id(claims, "sub"),
        name=_text(claims, "name") or f"{_text(claims, 'given_name')} {_text(claims, 'family_name')}".strip(),
        email=_text(claims, "email"),
        school_id=_text(_part(claims, CORE + "lis"), "person_sourcedid"),
        role=role,
        kind=KINDS[claims[CORE + "message_type"]],
        assignment=_text(_part(claims, CORE + "custom"), "assignment"),
        line_item=_address(grades, "lineitem"),
        line_items=_address(grades, "lineitems"),
        scopes=tuple(each for each in scopes if isinstance(each, str)) if isinstance(scopes, list) else (),
        members=_address(_part(claims, ROSTER), "context_memberships_url"),
        settings=_part(claims, PICKING),
        page=_address(_part(claims, CORE + "launch_presentation"), "return_url")
        or _address(_part(claims, PICKING), "deep_link_return_url"),
    )


def _part(claims: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found_part = claims.get(name)
    return found_part if isinstance(found_part, dict) else {}


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return plain(value) if isinstance(value, str) else ""


def _id(claims: Mapping[str, Any], name: str) -> str:
    """A name that rows are kept by: never shortened, so that nobody becomes somebody else."""
    value = claims.get(name)
    return value if isinstance(value, str) and len(value) <= LONGEST_ID and value.isprintable() else ""


def _address(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) and len(value) <= 2_000 else ""
