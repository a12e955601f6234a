"""The way in: the class code with a name and a PIN, a link of one's own, and the way out.

A link works once, and looking at it does not use it: the programs of a mail server that open every link of a letter
find a page with a button.
"""

from urllib.parse import urlsplit

from sim.classroom.records import entry
from sim.ground.errors import CleanClaimError
from sim.ui.serve.page import Page
from sim.ui.serve.visits import sign_in, sign_out


class Home(Page):
    """The start page for whoever is signed in, else the way in."""

    role = ""

    async def get(self) -> None:
        """The form, or straight on."""
        if self._member is not None:
            self.redirect(home_of(self._member.role))
            return
        self.show("enter.html", next=inside(self.get_query_argument("next", "")), code="", name="", fault="")

    async def post(self) -> None:
        """Class code, name and PIN; each wrong one makes the next wait longer."""
        code, name, pin, onward = (self.asked(each) for each in ("code", "name", "pin", "next"))
        tries = self.service.tries
        who = (f"member {code.strip().lower()} {name.strip().lower()}", f"address {self.request.remote_ip}")
        if (wait := tries.wait(who)) > 0:
            self.set_status(429)
            self.set_header("Retry-After", str(wait))
            fault = f"Too many wrong tries. Wait {wait} seconds, then try again."
            self.show("enter.html", next=inside(onward), code=code, name=name, fault=fault)
            return
        tries.begin(who)
        try:
            member = await self.aside(entry.enter, self.service.records, code, name, pin)
            if not self.service.serves(member.class_name):
                raise CleanClaimError("This class is not served here", "", "", "Ask your instructor for its address")
        except CleanClaimError as error:
            self.set_status(403)
            fault = f"{error.what[:1].upper()}{error.what[1:]}. {error.todo[:1].upper()}{error.todo[1:]}."
            self.show("enter.html", next=inside(onward), code=code, name=name, fault=fault)
            return
        tries.right(*who)
        await sign_in(self, member)
        self.redirect(inside(onward) or home_of(member.role), status=303)


class Join(Page):
    """A link of one's own: a button, and only the button uses it."""

    role = ""

    async def get(self, token: str) -> None:
        """The button."""
        owner = await self.aside(entry.link_owner, self.service.records, token)
        if owner is None:
            self._is_used()
            return
        words = f"This link is for {owner.name}. It works once: press Start in the browser that you will work in."
        self.show("join.html", heading="Open your desks", words=words, token=token)

    async def post(self, token: str) -> None:
        """Sign in, once."""
        who = ("member link", f"address {self.request.remote_ip}")
        if self.service.tries.wait(who[1:]) > 0:
            self.send_error(429)
            return
        self.service.tries.begin(who[1:])
        member = await self.aside(entry.use_link, self.service.records, token)
        if member is None or not self.service.serves(member.class_name):
            self._is_used()
            return
        self.service.tries.right(*who)
        await sign_in(self, member)
        self.redirect(home_of(member.role), status=303)

    def _is_used(self) -> None:
        self.set_status(403)
        words = "A link works once. Sign in with your class code, or ask your instructor for a new link."
        self.show("join.html", heading="This link was used, or is not valid", words=words, token="")


class Leave(Page):
    """The way out."""

    role = ""

    async def post(self) -> None:
        """Sign out; what was saved stays."""
        await sign_out(self)
        self.redirect("/", status=303)


def home_of(role: str) -> str:
    """Where somebody begins.

    >>> home_of("learner"), home_of("instructor")
    ('/desk/start', '/class')
    """
    return "/class" if role == "instructor" else "/desk/start"


def inside(address: str) -> str:
    """An address of this server to go on to; empty for any other.

    >>> inside("/desk/coder?exercise=knee"), inside("//evil.example/"), inside("/\\\\evil.example"), inside("https://a.b/")
    ('/desk/coder?exercise=knee', '', '', '')
    """
    parts = urlsplit(address[:500])
    is_ours = address.startswith("/") and not parts.netloc and not parts.scheme
    return address[:500] if is_ours and not address.startswith("//") and "\\" not in address else ""


routes = [("/", Home), (r"/join/([\w-]{1,200})", Join), ("/leave", Leave)]
