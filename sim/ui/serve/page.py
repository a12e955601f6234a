"""What all pages of the server share: who is there, what the role allows, the headers, forged requests turned away,
templates that escape.

A page of yours is a class with `role` and `get` or `post` in a file of doors/:

    class Roster(Page):
        role = "instructor"

        async def get(self) -> None:
            found = await self.aside(members, self.service.records, self.member.class_name)
            self.show("class_roster.html", members=found)

    routes = [("/class/roster", Roster)]
"""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar
from urllib.parse import quote, urlsplit

from tornado.web import HTTPError, RequestHandler

from sim.classroom.records import entry
from sim.classroom.records.roster import Member
from sim.ground.errors import CleanClaimError
from sim.ui.serve.page_files import page_files
from sim.ui.serve.service import Service
from sim.ui.serve.settings import is_hub_service, is_known_host

P = ParamSpec("P")
R = TypeVar("R")
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors {frame}",
    ]
)
COOKIE = "cleanclaim_visit"
WHERE_NOT_IN = "/"


class Guarded(RequestHandler):
    """Headers, hosts and forged requests: for pages and for a page's socket."""

    frame = "'none'"  # which site may show this page in a frame of its own: set it before anything is written
    is_cross_site_welcome = False  # True for a post that comes from somebody else's site by its nature (an LTI launch)

    def initialize(self) -> None:
        """Who asks, by the word of a proxy that is trusted."""
        self.service.believe_proxy(self.request)

    @property
    def service(self) -> Service:
        """What the server works with."""
        return self.application.service  # type: ignore[attr-defined]

    @property
    def is_secure(self) -> bool:
        """Did the request come by TLS?"""
        return self.request.protocol == "https"

    def set_default_headers(self) -> None:
        """On every answer, errors too."""
        self.set_header("Server", "CleanClaim")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        self.set_header("Content-Security-Policy", POLICY.format(frame=self.frame))
        self.set_header("Cache-Control", "no-store")

    def allow_frame(self, origin: str) -> None:
        """Let the site of this origin (https://canvas.example.edu) show this answer in a frame."""
        self.frame = origin
        self.set_header("Content-Security-Policy", POLICY.format(frame=origin))

    def check_host(self) -> None:
        """Turn away what is addressed to a name that is not ours."""
        if not is_known_host(self.service.settings, self.request.host):
            raise HTTPError(421, "the address is not one of this server's")

    def is_own(self, origin: str) -> bool:
        """Does a request come from a page of ours? `origin`: the header of that name."""
        return urlsplit(origin).netloc.lower() == self.request.host.lower()

    def set_cookie(self, name: str, value: str | bytes, *args: Any, **named: Any) -> None:
        """As the library does; behind TLS no cookie leaves by any other way, and no script reads one."""
        ours: dict[str, Any] = {"httponly": True, "samesite": "Lax", "secure": self.is_secure}
        super().set_cookie(name, value, *args, **(ours | named))

    async def aside(self, work: Callable[P, R], *args: P.args, **named: P.kwargs) -> R:
        """Do what waits for the database or takes time in a thread: the server goes on answering others."""
        return await self.service.aside(work, *args, **named)

    async def visitor(self) -> Member | None:
        """Who is there, by the cookie and by nothing else."""
        token = self.get_cookie(COOKIE)
        found = await self.aside(entry.visitor, self.service.records, token) if token else None
        return found if found and self.service.serves(found.class_name) else None


class Page(Guarded):
    """A page for whoever has the role: "" anybody, "learner" whoever is signed in, "instructor"."""

    role = "learner"
    _member: Member | None = None

    @property
    def member(self) -> Member:
        """Who is signed in; only where the page asks for a role."""
        if self._member is None:
            raise HTTPError(401)
        return self._member

    async def prepare(self) -> None:
        """Before any page is made: the host, where a post comes from, who is there, what the role allows."""
        self.check_host()
        origin = self.request.headers.get("Origin")
        if self.request.method == "POST" and origin and not self.is_cross_site_welcome and not self.is_own(origin):
            raise HTTPError(403, "sent by another site")
        self._member = await self.visitor()
        if self.role and self._member is None:
            if self.request.method in ("GET", "HEAD"):
                self.redirect(f"{WHERE_NOT_IN}?next={quote(self.request.uri or '')}")
                return
            raise HTTPError(401, "not signed in")
        if self.role == "instructor" and self._member and not self._member.is_instructor:
            raise HTTPError(403, "for instructors")

    def check_xsrf_cookie(self) -> None:
        """Every post carries the token of its form, but for those that another site sends by their nature."""
        if not self.is_cross_site_welcome:
            super().check_xsrf_cookie()

    def show(self, template: str, **values: Any) -> None:
        """Write a page from a template of pages/; every value is escaped."""
        self.write(
            self.service.pages.get_template(template).render(
                member=self._member,
                files=page_files(),
                hub=is_hub_service(),
                xsrf=self.xsrf_token.decode("ascii"),
                **values,
            )
        )

    def asked(self, name: str, most: int = 200) -> str:
        """One field of a form, at most so many characters; empty where it is missing."""
        return self.get_body_argument(name, "")[:most]

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        """Only a fault of ours is logged: what a person did wrong is told to him, and an address may hold a token."""
        if not isinstance(error, (CleanClaimError, HTTPError)):
            super().log_exception(kind, error, trace)

    def write_error(self, status_code: int, **named: Any) -> None:
        """An error as a page, in words; never a traceback."""
        error = named.get("exc_info", (None, None, None))[1]
        if isinstance(error, CleanClaimError):
            self.set_status(400)
            told = (error.what[:1].upper() + error.what[1:] + ".", error.todo[:1].upper() + error.todo[1:] + ".")
        else:
            told = TOLD.get(status_code, TOLD[500] if status_code >= 500 else TOLD[400])
        self.show("told.html", heading=told[0], words=told[1], fault=None)


TOLD = {
    400: ("This request cannot be read.", "Go back and try again."),
    401: ("You are not signed in.", "Sign in and try again. What was saved is kept."),
    403: ("This page is not open to you.", "Go to the start page, or sign in again."),
    404: ("There is no such page.", "Check the address, or go to the start page."),
    405: ("There is no such page.", "Check the address, or go to the start page."),
    421: ("This address is not one of this server's.", "Open the address that your instructor gave you."),
    429: ("Too many tries.", "Wait a minute, then try again."),
    500: ("The server met a fault of its own.", "What was saved is kept. Try again in a minute."),
}
