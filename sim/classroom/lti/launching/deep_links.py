"""Deep linking: an instructor in the LMS chooses an assignment of the class, and the LMS is answered with a link to it
and a gradebook column.

The column is offered only where the course has none for the assignment yet, so that choosing twice makes no second one.
Where the answer goes is the address in the signed launch; it is sent by a form of ours, escaped, not by the library's.

Source: LTI Deep Linking 2.0, https://www.imsglobal.org/spec/lti-dl/v2p0
"""

from dataclasses import dataclass

import jwt
from pylti1p3.deep_link import DeepLink
from pylti1p3.deep_link_resource import DeepLinkResource

from sim.classroom.lti.connection.addresses import checked, origin
from sim.classroom.lti.course.courses import Course
from sim.classroom.lti.launching.launch import Launch
from sim.classroom.lti.launching.launch_errors import NotLaunched
from sim.classroom.lti.gradebook.line_items import described, kept_line_item
from sim.classroom.lti.launching.log_in import LAUNCH
from sim.classroom.lti.registering.registered import registration_of
from sim.classroom.lti.connection.tool_keys import signing_key, tool_key
from sim.classroom.records.records import Records
from sim.ground.errors import CleanClaimError


@dataclass(frozen=True)
class Answer:
    """A form to be sent to the LMS: its address and the signed message."""

    address: str
    message: str


def return_address(launch: Launch) -> str:
    """Where the LMS waits for the answer. Raises NotLaunched for an address that is none."""
    address = launch.settings.get("deep_link_return_url")
    try:
        typed = isinstance(address, str) and origin(address) in launch.platform.outgoing().trusted
        return checked(address if isinstance(address, str) else "", "return address", with_loopback=typed)
    except (CleanClaimError, ValueError) as reason:
        raise NotLaunched(
            "Your LMS didn't say where to put the link", details=str(reason), platform=launch.platform.platform
        ) from None


def answer(
    records: Records, launch: Launch, course: Course, assignment: str, title: str, maximum: float, here: str
) -> Answer:
    """The chosen assignment as a link of the course. here: our own origin."""
    link = DeepLinkResource().set_title(title).set_url(here + LAUNCH).set_custom_params({"assignment": assignment})
    if not kept_line_item(records, course, assignment):
        link.set_lineitem(described(course.class_name, assignment, title, maximum))
    registration = registration_of(records, launch.platform)
    made = DeepLink(registration, launch.deployment, dict(launch.settings))  # type: ignore[arg-type]
    message = made.get_message_jwt([link])
    if "data" not in launch.settings:  # the standard asks for it only where the LMS sent some
        message.pop("https://purl.imsglobal.org/spec/lti-dl/claim/data")
    key = signing_key(tool_key(records).private)
    signed = jwt.encode(message, key, algorithm="RS256", headers={"kid": registration.get_kid()})
    return Answer(return_address(launch), signed)
