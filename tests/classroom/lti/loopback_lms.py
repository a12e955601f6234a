"""An LMS of our own at this machine: it signs launches, answers with its keys, gives tokens, and keeps a gradebook and
a roster. Whatever `lti1p3platform` can judge it judges: the log-in's answer, the tool's signatures and tokens, the
messages of gradebook and roster.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.membership import Context
from lti1p3platform.message_launch import LTIAdvantageMessageLaunchAbstract
from lti1p3platform.oidc_login import OIDCLoginAbstract
from lti1p3platform.registration import Registration
from lti1p3platform.request import Request
from lti1p3platform.score import UpdateScoreStatus
from lti1p3platform.service_connector import AssignmentsGradesService, NamesRoleProvisioningService

MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
GRADING = {"NotReady", "Failed", "Pending", "PendingManual", "FullyGraded"}
ACTIVITY = {"Initialized", "Started", "InProgress", "Submitted", "Completed"}


class Registered(Registration):
    """The judge's registration, with the private key read once: reading one takes longer than all else in a launch."""

    def __init__(self, key):
        self.set_platform_public_key(key.public)
        self.read, self.kid = load_pem_private_key(key.private.encode(), None), self.get_jwk(key.public)["kid"]

    def get_platform_private_key(self):
        return self.read

    def get_kid(self):
        return self.kid


class Judge(LTI1P3PlatformConfAbstract):
    """lti1p3platform's side of the one registration."""

    def init_platform_config(self, registration):
        self._registration = registration

    def get_registration_by_params(self, **_):
        return self._registration


class Given(Request):
    """A request as lti1p3platform reads it."""

    def build_metadata(self, request):
        return request


class LogIn(OIDCLoginAbstract):
    _lti_message_hint = "message-1"

    def set_lti_message_hint(self, **_):
        """Always the same."""

    def get_redirect(self, url):
        return url


class Message(LTIAdvantageMessageLaunchAbstract):
    change = None

    def render_launch_form(self, launch_data, **_):
        return launch_data

    def get_launch_message(self, include_extra_claims=True):
        made = super().get_launch_message(include_extra_claims)
        return {**made, **(self.change or {})}


class Gradebook(AssignmentsGradesService):
    """Columns and scores, kept by the LMS."""

    def __init__(self, lms, request):
        super().__init__(request, lms.judge, lms.address + "/course/items")
        self.lms = lms

    def find_lineitems(self, page=1, limit=None, **_):
        at = 2 * (int(page) - 1)  # two on a page, so that finding one means turning pages
        return {"content": self.lms.items[at : at + 2], "has_next": len(self.lms.items) > at + 2, "next": None}

    def find_lineitem(self, line_item_id):
        raise NotImplementedError

    def create_lineitem(self, creation_data):
        made = {**creation_data, "id": f"{self.lms.address}/course/items/{len(self.lms.items) + 1}?type=7"}
        self.lms.items.append(made)
        return made

    def update_lineitem(self, update_data):
        raise NotImplementedError

    def delete_lineitem(self, line_item_id):
        raise NotImplementedError

    def get_results(self, *_, **__):
        raise NotImplementedError

    def update_score(self, line_item_id, score):
        """As Moodle does: known fields and words, and later than the last one by a whole second."""
        assert score["userId"] and score["timestamp"].endswith("Z")
        assert score["activityProgress"] in ACTIVITY and score["gradingProgress"] in GRADING
        assert ("scoreGiven" in score) == ("scoreMaximum" in score)
        last = [each["timestamp"] for item, each in self.lms.scores if each["userId"] == score["userId"]]
        if last and score["timestamp"][:19] <= max(last)[:19]:
            return UpdateScoreStatus.OLD_TIMESTAMP
        self.lms.scores.append((line_item_id, score))
        return UpdateScoreStatus.SUCCESS


class Roster(NamesRoleProvisioningService):
    """The people of the course, three on a page."""

    def __init__(self, lms, request):
        super().__init__(request, lms.judge, lms.address + "/course/members")
        self.lms = lms

    def get_member_data_page(self, page=1, **_):
        at = 3 * (int(page) - 1)
        return {"content": self.lms.people[at : at + 3], "has_next": len(self.lms.people) > at + 3, "next": None}

    def get_context_by_id(self):
        return Context("course-1", "CODE101", "Coding")


class Lms:
    """A running LMS. items, scores, people: what its course holds; broken: status to answer each score with."""

    def __init__(self, key, tool="https://class.school.edu", client_id="client-1"):
        self.key, self.tool, self.client_id, self.deployment = key, tool, client_id, "deployment-1"
        self.items, self.scores, self.people, self.asked, self.broken = [], [], [], [], []
        self.registrations, self.configured, self.moved = [], {}, {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.registration = (
            Registered(key)
            .set_iss(self.address)
            .set_client_id(client_id)
            .set_deployment_id(self.deployment)
            .set_oidc_login_url(tool + "/lti/log-in")
            .set_launch_url(tool + "/lti/launch")
            .set_deeplink_launch_url(tool + "/lti/launch")
        )
        self.judge = Judge(registration=self.registration)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    # -- what the browser carries

    def log_in(self, user="user-1"):
        """The fields that a course page sends to the tool's log-in address."""
        return dict(parse_qsl(urlsplit(LogIn(None, self.judge).prepare_preflight_url(user)).query))

    def launch(self, sent_to, user="user-1", role="Learner", change=None, pick=False, **person):
        """The form that the LMS's log-in answers with. sent_to: the address that the tool sent the browser to; change:
        claims to add or to make wrong."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(sent_to).query).items()}
        assert asked["response_mode"] == "form_post" and asked["scope"] == "openid" and asked["login_hint"] == user
        message = Message(Given({"get_data": asked, "form_data": {}}), self.judge)
        message.set_user_data(user, [MEMBERSHIP + role], person.get("name"), person.get("email"))
        message.set_launch_context_claim("course-1", context_title="Coding, fall")
        message.set_launch_presentation_claim("iframe", "https://lms.school.edu/course/1")
        message.set_custom_parameters_claim({"assignment": person.get("assignment", "week-3")})
        message.set_ags(self.address + "/course/items", person.get("line_item"))
        message.set_nrps(self.address + "/course/members")
        message.change = change
        if pick:
            message.set_dl(self.address + "/picked", extra_data={"token": "t-1"})
        else:
            message.set_resource_link_claim("link-1")
        made = message.lti_launch()
        assert made["launch_url"] == self.tool + "/lti/launch"
        return {"id_token": made["id_token"], "state": made["state"]}

    def picked(self, message):
        """The content items of a deep linking answer, its signature judged."""
        return self.judge.validate_deeplinking_resp({"JWT": message})

    def knows(self, key_set):
        """The tool's key set, as an administrator enters its address."""
        self.registration.set_tool_key_set(key_set)

    # -- what the tool asks

    def answered(self, method, path, headers, body):
        """(status, headers, JSON) for a request of the tool."""
        parts = urlsplit(path)
        self.asked.append((method, parts.path))
        if parts.path in self.moved:
            return 302, {"Location": self.moved[parts.path]}, {}
        query = {name: int(value) if value.isdigit() else value for name, value in parse_qsl(parts.query)}
        given = Given(
            {
                "method": method,
                "headers": headers,
                "get_data": query,
                "json": json.loads(body) if _is_json(body) else {},
            }
        )
        if parts.path == "/keys":
            return 200, {}, self.judge.get_jwks()
        if parts.path == "/token":
            return 200, {}, self.judge.get_access_token(dict(parse_qsl(body.decode())))
        if parts.path == "/openid":
            return 200, {}, self.openid()
        if parts.path == "/register":
            self.registrations.append((headers.get("Authorization"), given.json))
            return 200, {}, {**given.json, "client_id": "client-new", **self.configured}
        if parts.path == "/course/members":
            page, roster = query.get("page", 1), Roster(self, given)
            answer = roster.handle_resp(roster.handle_get_members)
            more = f'<{self.address}/course/members?page={page + 1}>; rel="next"'
            is_more = len(self.people) > 3 * page
            return answer.code, {"Link": more} if is_more else {}, answer.result
        return self.graded(method, parts.path, given, query)

    def graded(self, method, path, given, query):
        book = Gradebook(self, given)
        if path.endswith("/scores"):
            if self.broken:
                return self.broken.pop(0), {}, {}
            answer = book.handle_resp(book.handle_update_score, line_item_id=path.removesuffix("/scores"))
        elif method == "POST":
            answer = book.handle_resp(book.handle_create_lineitem)
        else:
            page = query.get("page", 1)
            answer = book.handle_resp(book.handle_get_lineitems)
            more = {"Link": f'<{self.address}/course/items?page={page + 1}>; rel="next"'}
            return answer.code, more if answer.result["has_next"] else {}, answer.result["content"]
        return answer.code, {}, answer.result

    def openid(self):
        """The configuration that dynamic registration reads."""
        return {
            "issuer": self.address,
            "authorization_endpoint": self.address + "/log-in",
            "token_endpoint": self.address + "/token",
            "jwks_uri": self.address + "/keys",
            "registration_endpoint": self.address + "/register",
            "https://purl.imsglobal.org/spec/lti-platform-configuration": {"product_family_code": "moodle"},
            **self.configured,
        }


def _is_json(body):
    return body[:1] in (b"{", b"[")


def handler(lms):
    """Requests answered by an LMS."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                status, headers, found = lms.answered(self.command, self.path, self.headers, body)
            except Exception as reason:  # an assertion of the judge's is an error status for the tool
                status, headers, found = 500, {}, {"error": repr(reason)}
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            text = json.dumps(found).encode()
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = answer

        def log_message(self, *_):
            """Nothing is printed."""

    return Handler
