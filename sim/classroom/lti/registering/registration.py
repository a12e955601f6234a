"""Dynamic registration: an LMS's administrator pastes an address of ours, and LMS and tool exchange what each needs.

The address carries a one-use invitation that an instructor of a class made for one LMS, by its host. What is checked:
the invitation is unused, not older than a day, and the LMS asks from that host; its configuration is read from an https
address on that host, on the public internet, without a redirect; issuer and configuration have the same host, as the
standard asks; log-in, token, key and registration addresses are https; requests are limited in time and size. An issuer
and client ID that are registered already are not overwritten.

Source: LTI Dynamic Registration 1.0, https://www.imsglobal.org/spec/lti-dr/v1p0
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from pylti1p3.dynamic_registration import DynamicRegistration
from pylti1p3.exception import LtiException

from sim.classroom.lti.connection.addresses import checked
from sim.classroom.lti.registering.configuration import CLAIMS, DESCRIPTION, KEYS, LOG_IN, NAME, WANTED
from sim.classroom.lti.launching.launch_errors import NotLaunched
from sim.classroom.lti.launching.log_in import LAUNCH
from sim.classroom.lti.connection.outgoing import Outgoing, document
from sim.classroom.lti.registering.platforms import Platform, add_platform
from sim.classroom.lti.launching.tickets import Ticket, make_ticket, read_ticket, use_ticket
from sim.classroom.records.records import Records
from sim.ground.database import plain
from sim.ground.errors import CleanClaimError

LMS = "https://purl.imsglobal.org/spec/lti-platform-configuration"
TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
ASK_AGAIN = "make a new invitation on the class's page and paste its address into the LMS"


def invite(records: Records, class_name: str, host: str, who: str, now: datetime) -> str:
    """An invitation for the LMS at a host such as moodle.school.edu; its word, which is shown once."""
    written = host if "://" in host else f"https://{host}"
    name = urlsplit(checked(written, "LMS")).netloc.lower()
    return make_ticket(records, "registration", class_name, who, now, {"host": name})


def invitation(records: Records, word: str, configuration: str, now: datetime) -> Ticket:
    """The invitation, if the LMS that asks is the one it was made for. Raises NotLaunched."""
    ticket = read_ticket(records, "registration", word, now)
    if ticket is None:
        raise NotLaunched("This registration address was used before, or is older than a day", ASK_AGAIN)
    asked = urlsplit(configuration).netloc.lower()
    if asked != ticket.about["host"]:
        raise NotLaunched(
            f"This registration address was made for {ticket.about['host']}, and {plain(asked)[:100] or 'no LMS'} asks",
            ASK_AGAIN,
            f"openid_configuration {configuration[:200]!r}",
        )
    return ticket


class _Registration(DynamicRegistration):
    """The library's exchange, by requests of ours."""

    client_name, description = NAME, DESCRIPTION

    def __init__(self, here: str, configuration: str, token: str, outgoing: Outgoing) -> None:
        self.here, self.configuration, self.token, self.outgoing = here, configuration, token, outgoing
        self.lms: Mapping[str, Any] = {}
        self.answered: Mapping[str, Any] = {}

    def get_request_session(self) -> Outgoing:
        return self.outgoing

    def get_initiate_login_uri(self) -> str:
        return self.here + LOG_IN

    def get_jwks_uri(self) -> str:
        return self.here + KEYS

    def get_redirect_uris(self) -> list[str]:
        return [self.here + LAUNCH]

    def get_target_link_uri(self) -> str:
        return self.here + LAUNCH

    def get_domain(self) -> str:
        return urlsplit(self.here).netloc

    def get_scopes(self) -> list[str]:
        return WANTED

    def get_claims(self) -> list[str]:
        return CLAIMS

    def get_messages(self) -> list[dict[str, str]]:
        kinds = ("LtiResourceLinkRequest", "LtiDeepLinkingRequest")
        return [{"type": kind, "target_link_uri": self.here + LAUNCH, "label": NAME} for kind in kinds]

    def get_logo_uri(self) -> str:
        return ""

    def get_openid_configuration_endpoint(self) -> str:
        return self.configuration

    def get_registration_token(self) -> str | None:  # type: ignore[override]
        return self.token or None

    def get_openid_configuration(self) -> dict[str, Any]:
        """The LMS's configuration, once checked."""
        self.lms = _checked_configuration(document(self.outgoing.get(self.configuration)), self.configuration)
        return dict(self.lms)

    def lti_registration_data(self) -> dict[str, Any]:
        made = super().lti_registration_data()
        return {name: value for name, value in made.items() if value}

    def complete_registration(
        self, openid_configuration: dict[str, Any], openid_registration: dict[str, Any]
    ) -> Mapping[str, Any]:
        self.answered = openid_registration
        return openid_registration


def register(
    records: Records,
    word: str,
    configuration: str,
    token: str,
    here: str,
    now: datetime,
    outgoing: Outgoing | None = None,
) -> Platform:
    """Register with the LMS that was invited, and it with us. Raises NotLaunched; the invitation is used up when the
    LMS is asked.
    """
    ticket = invitation(records, word, configuration, now)
    if use_ticket(records, "registration", word, now) is None:
        raise NotLaunched("This registration address was used before", ASK_AGAIN)
    exchange, trusted = (
        _Registration(here, configuration, token, outgoing or Outgoing()),
        bool(outgoing and outgoing.trusted),
    )
    try:
        checked(configuration, "configuration", with_loopback=trusted)
        exchange.register()
        platform, deployments = _registered(exchange.lms, exchange.answered, trusted)
        return add_platform(records, platform, ticket.class_name, deployments, ticket.made_by)
    except CleanClaimError as reason:
        raise NotLaunched("The LMS's registration cannot be used", ASK_AGAIN, reason.line()) from None
    except (LtiException, requests.RequestException, AssertionError, KeyError, TypeError) as reason:
        raise NotLaunched("The LMS did not complete the registration", ASK_AGAIN, plain(str(reason))) from None


def _checked_configuration(found: Mapping[str, Any], configuration: str) -> Mapping[str, Any]:
    for name in ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint"):
        if not isinstance(found.get(name), str):
            raise CleanClaimError(f"the LMS's configuration has no {name}", configuration)
    if urlsplit(found["issuer"]).netloc.lower() != urlsplit(configuration).netloc.lower():
        raise CleanClaimError(
            f"the LMS calls itself {plain(found['issuer'])[:100]}", configuration, "an issuer on the same host"
        )
    return found


def _registered(lms: Mapping[str, Any], answered: Mapping[str, Any], is_trusted: bool) -> tuple[Platform, list[str]]:
    """The LMS and its deployments, from what both sides said."""
    part = lms.get(LMS)
    family = part.get("product_family_code") if isinstance(part, dict) else ""
    audience = lms.get("authorization_server")
    tool = answered.get(TOOL)
    deployment = tool.get("deployment_id") if isinstance(tool, dict) else None
    platform = Platform(
        title=plain(str(family or "LMS").capitalize()),
        issuer=lms["issuer"],
        client_id=str(answered["client_id"]),
        log_in=lms["authorization_endpoint"],
        token=lms["token_endpoint"],
        keys=lms["jwks_uri"],
        audience=audience if isinstance(audience, str) else "",
        is_typed=is_trusted,
    )
    return platform, [str(deployment)] if deployment else []
