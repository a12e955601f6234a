"""What an LMS lets CleanClaim do for a course, by its access token: gradebook (AGS) and roster (NRPS).

A token is kept by a process until it ends, for each client: the library's own examples keep it by issuer, which two
schools of one Canvas share.
"""

import threading
import time
from collections.abc import Sequence

import jwt
import requests
from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.exception import LtiException, LtiServiceException
from pylti1p3.names_roles import NamesRolesProvisioningService
from pylti1p3.service_connector import ServiceConnector, TServiceConnectorResponse

from sim.classroom.lti.course.courses import Course
from sim.classroom.lti.connection.outgoing import NotAsked
from sim.classroom.lti.registering.platforms import Platform, platform_named
from sim.classroom.lti.registering.registered import registration_of
from sim.classroom.lti.connection.tool_keys import signing_key
from sim.classroom.records.records import Records

AGS = "https://purl.imsglobal.org/spec/lti-ags/scope/"
LINE_ITEM, LINE_ITEM_READ, SCORE = AGS + "lineitem", AGS + "lineitem.readonly", AGS + "score"
SCOPES = (LINE_ITEM, LINE_ITEM_READ, SCORE)
MEMBERS = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
EARLY = 60  # seconds before its end that a token is no longer used
MOST = 1_000  # tokens kept
TROUBLES = (LtiException, requests.RequestException, KeyError, TypeError, ValueError)  # what a service may raise

_tokens: dict[str, tuple[str, float]] = {}
_turn = threading.Lock()


class Connector(ServiceConnector):
    """The library's requests to an LMS, with tokens by client and a token that is no longer good forgotten."""

    def _scope_key(self, scopes: object) -> str:
        registration = self._registration
        names = sorted(map(str, scopes)) if isinstance(scopes, Sequence) else []
        return "|".join([str(registration.get_issuer()), str(registration.get_client_id()), *names])

    def _get_cached_access_token(self, scope_key: str) -> str | None:
        with _turn:
            word, ends = _tokens.get(scope_key, ("", 0.0))
        return word if ends > time.monotonic() else None

    def _cache_access_token(self, scope_key: str, access_token: str, expires_in: float) -> None:
        with _turn:
            if len(_tokens) >= MOST:
                _tokens.clear()
            _tokens[scope_key] = (access_token, time.monotonic() + float(expires_in) - EARLY)

    def encode_jwt(self, message: dict[str, str | int], private_key: str, headers: dict[str, str]) -> str:
        """Signed with the tool's key, which is read once: reading it takes longer than the signature."""
        return jwt.encode(dict(message), signing_key(private_key), algorithm="RS256", headers=headers)

    def make_service_request(self, scopes: Sequence[str], url: str, **named: object) -> TServiceConnectorResponse:
        try:
            return super().make_service_request(scopes, url, **named)  # type: ignore[arg-type]
        except LtiServiceException as reason:
            if reason.response.status_code == 401:
                with _turn:
                    _tokens.pop(self._scope_key(sorted(scopes)), None)
            raise


def connector(records: Records, course: Course) -> tuple[Connector, Platform]:
    """Requests to the LMS of a course. Raises NotAsked when it is no longer registered."""
    platform = platform_named(records, course.platform)
    if platform is None:
        raise NotAsked("this LMS is no longer registered")
    return Connector(registration_of(records, platform), platform.outgoing()), platform


def gradebook_of(records: Records, course: Course) -> AssignmentsGradesService:
    """The gradebook of a course, as far as its LMS lets us write it."""
    scopes = [each for each in SCOPES if each in course.scopes]
    if SCORE not in scopes:
        raise NotAsked("the LMS doesn't let CleanClaim write scores for this course")
    asked, _ = connector(records, course)
    return AssignmentsGradesService(asked, {"scope": scopes, "lineitems": course.line_items})  # type: ignore[typeddict-item]


def roster_of(records: Records, course: Course) -> NamesRolesProvisioningService:
    """The roster of a course."""
    if not course.members:
        raise NotAsked("the LMS doesn't give CleanClaim the roster of this course")
    asked, _ = connector(records, course)
    return NamesRolesProvisioningService(asked, {"context_memberships_url": course.members})


def trouble(reason: Exception) -> str:
    """What went wrong with a service, in a line for the instructor."""
    if isinstance(reason, LtiServiceException):
        return f"the LMS answered with status {reason.response.status_code}"
    if isinstance(reason, NotAsked):
        return str(reason)
    if isinstance(reason, requests.RequestException):
        return "the LMS cannot be reached"
    return "the LMS's answer could not be read"
