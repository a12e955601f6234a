"""The way in from a school's LMS (LTI 1.3): log-in, launch, linking a course, choosing an assignment, registration.

The rules are in sim/classroom/lti. Inside an LMS's page a browser keeps no sign-in of ours, so work opens in a window
of its own: straight on where the launch has one, else by a button. Pages that an LMS shows in its own name that LMS and
nobody else. Where a page has no cookie, its ticket stands for the visitor, and the post must come from our own page.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

from tornado.web import HTTPError

from sim.classroom.assignments.assigned import assignment_of, assignments
from sim.classroom.assignments.assignment import Assignment
from sim.classroom.assignments.seats import seat_of
from sim.classroom.lti.registering import registration
from sim.classroom.lti.connection.addresses import is_loopback, origin
from sim.classroom.lti.registering.configuration import LOG_IN, REGISTER, addresses, canvas_json
from sim.classroom.lti.course.courses import Course, course_of, link_course
from sim.classroom.lti.launching.deep_links import answer, return_address
from sim.classroom.lti.launching.launch import Launch, launch
from sim.classroom.lti.launching.launch_errors import NotLaunched
from sim.classroom.lti.launching.launch_trail import note_not_launched
from sim.classroom.lti.gradebook.line_items import keep_line_item
from sim.classroom.lti.registering.lms_kinds import lms_kinds
from sim.classroom.lti.launching.log_in import LASTS, LAUNCH, Sent, log_in
from sim.classroom.lti.course.people import Person, member_of
from sim.classroom.lti.registering.platforms import platform_named, platform_of
from sim.classroom.lti.course.roles import INSTRUCTOR
from sim.classroom.lti.launching.tickets import make_ticket, use_ticket
from sim.classroom.lti.connection.tool_keys import key_set
from sim.classroom.lti.launching.waiting import keep_waiting, waiting_launch
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member, member
from sim.ground.errors import CleanClaimError
from sim.ui.serve.doors.entry import home_of
from sim.ui.serve.page import POLICY, Guarded, Page
from sim.ui.serve.page_files import PAGES
from sim.ui.serve.visits import sign_in

SCRIPTS = ("lti_send.js", "lti_close.js")


class Lti(Page):
    """What pages of LTI share."""

    role = ""
    is_cross_site_welcome = True

    @property
    def here(self) -> str:
        """Our own origin, as the LMS knows it."""
        return here(self)

    @property
    def is_framed(self) -> bool:
        """Whether another page shows this one; a browser that does not say so is taken for one that does."""
        return self.request.headers.get("Sec-Fetch-Dest", "iframe") != "document"

    def sent(self) -> Sent:
        """What the browser sent, the last value of each field."""
        given = {**self.request.query_arguments, **self.request.body_arguments}
        fields = {name: values[-1].decode("utf-8", "replace") for name, values in given.items()}
        cookies = {name: morsel.value for name, morsel in self.request.cookies.items()}
        return Sent(fields, cookies, self.is_secure)

    def frame_of(self, frames: tuple[str, ...]) -> None:
        """Let these origins show this page."""
        self.allow_frame(" ".join(frames) or "'none'")

    async def told(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do it, or tell in a line why not; the details go into the audit trail."""
        try:
            await work()
        except NotLaunched as reason:
            await self._not_launched(reason)

    async def _not_launched(self, reason: NotLaunched) -> None:
        records = self.service.records
        platform = await self.aside(platform_named, records, reason.platform) if reason.platform else None
        if platform is not None:
            self.frame_of(platform.origins)
            await self.aside(note_not_launched, records, platform, reason)
        self.set_status(403)
        again = f"{LOG_IN}?{urlencode(reason.again)}" if reason.again else ""
        self.show("lti_told.html", heading=f"{reason.what}.", words=_sentence(reason.todo), again=again)

    def from_our_page(self) -> None:
        """A post with a ticket comes from a page of ours."""
        if not self.is_own(self.request.headers.get("Origin", "")):
            raise HTTPError(403, "sent by another site")


class LogIn(Lti):
    """The LMS begins."""

    async def get(self) -> None:
        await self.told(self._begin)

    post = get

    async def _begin(self) -> None:
        """The cookie has to come back with a form that the LMS's page posts: browsers do that by TLS alone, or at the
        machine itself.
        """
        if not self.is_secure and not is_loopback(self.here):
            raise NotLaunched(
                "An LMS opens only an https address",
                "tell your instructor: the server's address needs TLS (docs/deploy)",
            )
        if (wait := self.service.launches.wait(self.request.remote_ip or "")) > 0:
            await self._too_many(wait)
            return
        away = await self.aside(log_in, self.service.records, self.sent(), self.here, _now())
        lasts = int(LASTS.total_seconds())
        kept = f"Path=/lti; Max-Age={lasts}; HttpOnly; Secure; SameSite=None; Partitioned"
        self.add_header("Set-Cookie", f"{away.cookie}={away.state}; {kept}")
        self.redirect(away.address)

    async def _too_many(self, wait: int) -> None:
        """Each log-in leaves a row for ten minutes, and anybody may begin one."""
        fields = self.sent().fields
        asked = fields.get("iss", ""), fields.get("client_id", "")
        platform = await self.aside(platform_of, self.service.records, *asked)
        if platform is not None:
            self.frame_of(platform.origins)
        self.set_status(429)
        self.set_header("Retry-After", str(wait))
        words = f"Wait {wait} seconds, then open the link in your course again."
        self.show("lti_told.html", heading="Too many people came in from your network at once.", words=words, again="")


class Launched(Lti):
    """The LMS sends somebody."""

    async def post(self) -> None:
        await self.told(self._launch)

    async def _launch(self) -> None:
        found = await self.aside(launch, self.service.records, self.sent(), self.here, _now())
        self.frame_of(found.frames)
        await self.go_on(found)

    async def go_on(self, found: Launch) -> None:
        """Where a launch leads: linking its course, choosing, or work."""
        records = self.service.records
        course = await self.aside(course_of, records, found)
        if course is None:
            await self._ask_for_code(found)
        elif not self.service.serves(course.class_name):
            raise NotLaunched("This class is not served here", "ask your instructor", platform=found.platform.platform)
        elif found.kind == "pick":
            await self._offer(found, course)
        else:
            await self._open(found, course)

    async def _ask_for_code(self, found: Launch) -> None:
        if found.role != INSTRUCTOR:
            raise NotLaunched(
                "This course isn't linked to a CleanClaim class yet", "tell your instructor", "course not linked"
            )
        ticket = await self.aside(keep_waiting, self.service.records, found, _now())
        self.show("lti_link.html", title=found.title, ticket=ticket, fault="")

    async def _offer(self, found: Launch, course: Course) -> None:
        if found.role != INSTRUCTOR:
            raise NotLaunched("Only an instructor adds an assignment to a course", "ask your instructor")
        return_address(found)
        ticket = await self.aside(keep_waiting, self.service.records, found, _now())
        offered = await self.aside(assignments, self.service.records, course.class_name)
        self.show("lti_pick.html", title=found.title, ticket=ticket, assignments=offered)

    async def _open(self, found: Launch, course: Course) -> None:
        one, address = await self.aside(_came, self.service.records, found, course)
        if not self.is_framed:
            await sign_in(self, one)
            self.redirect(address, status=303)
            return
        about = {"learner": one.learner, "address": address}
        word = await self.aside(make_ticket, self.service.records, "visit", course.class_name, "LMS", _now(), about)
        self.show("lti_open.html", name=one.name, word=word)


class Link(Launched):
    """An instructor's course is linked by the code of a class."""

    async def post(self) -> None:
        self.from_our_page()
        await self.told(self._link)

    async def _link(self) -> None:
        records, word = self.service.records, self.asked("ticket")
        found = await self.aside(waiting_launch, records, word, _now())
        self.frame_of(found.frames)
        who = [f"address {self.request.remote_ip}"]
        if self.service.tries.wait(who) > 0:
            self.send_error(429)
            return
        try:
            await self.aside(link_course, records, found, self.asked("code"), _now())
        except NotLaunched as reason:
            self.service.tries.begin(who)
            self.set_status(403)
            self.show("lti_link.html", title=found.title, ticket=word, fault=f"{reason.what}. {_sentence(reason.todo)}")
            return
        await self.go_on(await self.aside(waiting_launch, records, word, _now(), is_last=True))


class Pick(Lti):
    """The assignment that the instructor chose goes to the LMS."""

    async def post(self) -> None:
        self.from_our_page()
        await self.told(self._pick)

    async def _pick(self) -> None:
        records = self.service.records
        found = await self.aside(waiting_launch, records, self.asked("ticket"), _now(), is_last=True)
        course = await self.aside(course_of, records, found)
        if course is None:
            raise NotLaunched("This course isn't linked to a CleanClaim class any more")
        chosen = await self.aside(assignment_of, records, course.class_name, self.asked("assignment"))
        made = await self.aside(answer, records, found, course, chosen.name, chosen.title, points_of(chosen), self.here)
        target = origin(made.address)
        policy = POLICY.format(frame=" ".join(found.frames)).replace("form-action 'self'", f"form-action {target}")
        self.set_header("Content-Security-Policy", policy)
        self.show("lti_send.html", title=chosen.title, address=made.address, message=made.message)


class Open(Lti):
    """The button of a launch inside the LMS's page: a window of its own."""

    async def get(self, word: str) -> None:
        if self.request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            raise HTTPError(403, "sent by another site")
        ticket = await self.aside(use_ticket, self.service.records, "visit", word, _now())
        if ticket is None:
            self.set_status(403)
            words = "It works once, within five minutes. Open the link in your course again."
            self.show("lti_told.html", heading="This button was used before.", words=words, again="")
            return
        await sign_in(self, await self.aside(member, self.service.records, ticket.about["learner"]))
        self.redirect(ticket.about["address"])


class Keys(Lti):
    """The tool's public keys."""

    async def get(self) -> None:
        self.write(dict(await self.aside(key_set, self.service.records)))


class Configuration(Lti):
    """What an LMS's administrator enters."""

    async def get(self, ending: str | None) -> None:
        if ending:
            self.write(dict(canvas_json(self.here)))
        else:
            self.show(
                "lti_configuration.html", addresses=addresses(self.here), kinds=lms_kinds().values(), here=self.here
            )


class Register(Lti):
    """Dynamic registration: a button for the LMS's administrator, then the exchange."""

    async def get(self) -> None:
        await self.told(self._ask)

    async def post(self) -> None:
        self.from_our_page()
        await self.told(self._register)

    def _fields(self) -> Mapping[str, str]:
        names = {"invitation": 200, "openid_configuration": 1_000, "registration_token": 10_000}
        return {name: self.get_argument(name, "")[:most] for name, most in names.items()}

    async def _ask(self) -> None:
        fields = self._fields()
        ticket = await self.aside(
            registration.invitation,
            self.service.records,
            fields["invitation"],
            fields["openid_configuration"],
            _now(),
        )
        self.frame_of((f"https://{ticket.about['host']}",))
        self.show("lti_register.html", host=ticket.about["host"], class_name=ticket.class_name, fields=fields)

    async def _register(self) -> None:
        fields = self._fields()
        self.frame_of((origin(fields["openid_configuration"]),) if fields["openid_configuration"] else ())
        made = await self.aside(
            registration.register,
            self.service.records,
            fields["invitation"],
            fields["openid_configuration"],
            fields["registration_token"],
            self.here,
            _now(),
        )
        self.show("lti_registered.html", title=made.title, issuer=made.issuer)


class Script(Guarded):
    """The two lines of script that these pages need."""

    def get(self, name: str) -> None:
        self.check_host()
        if name not in SCRIPTS:
            raise HTTPError(404)
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.write((PAGES / name).read_text(encoding="utf-8"))


def here(page: Page) -> str:
    """Our own origin: the address that the server was told, else the one that was asked."""
    return origin(page.service.settings.address or f"{page.request.protocol}://{page.request.host}")


def points_of(given: Assignment) -> float:
    """What an assignment is worth in the LMS's gradebook."""
    return sum(item.points for item in given.items) or 1.0


def _came(records: Records, found: Launch, course: Course) -> tuple[Member, str]:
    """Who came, and where to: an instructor to the class, a learner to her assignment."""
    given = Person(found.user_id, found.role, found.name, found.email, found.school_id)
    if found.assignment:
        try:
            assignment_of(records, course.class_name, found.assignment)
        except CleanClaimError:
            raise NotLaunched(
                "The assignment of this link isn't in the class any more",
                "tell your instructor",
                f"no assignment {found.assignment[:60]!r} in {course.class_name}",
                found.platform.platform,
            ) from None
    one = member_of(records, course, given)
    keep_line_item(records, course, found.assignment, found.line_item)
    return one, home_of(one.role) if one.is_instructor else _work_of(records, one, found.assignment)


def _work_of(records: Records, one: Member, assignment: str) -> str:
    """Where a learner goes on: the first item of the assignment that is not handed in, else the first page, which lists
    all of it.
    """
    seat = seat_of(records, one, assignment, _now()) if assignment else None
    if seat is None or seat.why_not or not seat.exercises:
        return home_of(one.role)
    sent = records.store.handed_in(one.learner, one.class_name)
    left = [item for item in seat.exercises.values() if not sent.get((assignment, item.name))]
    if not left:
        return home_of(one.role)
    return f"/desk/{left[0].desk}?{urlencode({'assignment': assignment, 'exercise': left[0].name})}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _now() -> datetime:
    return datetime.now(UTC)


routes = [
    (LOG_IN, LogIn),
    (LAUNCH, Launched),
    ("/lti/link", Link),
    ("/lti/pick", Pick),
    (r"/lti/open/([\w-]{1,200})", Open),
    ("/lti/keys", Keys),
    (r"/lti/configuration(\.json)?", Configuration),
    (REGISTER, Register),
    (r"/lti/script/([\w.]{1,40})", Script),
]
