"""The way in from a JupyterHub: the hub says who somebody is, and the class's roster knows that person by login. No
notebook server is started for anybody.

The desks are a service of the hub with an address of their own. They are one where the hub's administrator has set
JUPYTERHUB_SERVICE_NAME, JUPYTERHUB_CLIENT_ID, JUPYTERHUB_API_TOKEN, JUPYTERHUB_API_URL, JUPYTERHUB_HOST and
JUPYTERHUB_OAUTH_CALLBACK_URL (docs/deploy/jupyterhub.md); jupyterhub, which only such a server needs, is imported then.
Between the way to the hub and the way back a cookie keeps what was asked for: any web process can take the answer.
"""

import secrets
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlencode

from tornado.web import HTTPError

from sim.classroom.records.classes import classes
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member, members
from sim.ui.serve.doors.entry import home_of, inside
from sim.ui.serve.page import Page
from sim.ui.serve.settings import is_hub_service
from sim.ui.serve.visits import sign_in

if TYPE_CHECKING:
    from jupyterhub.services.auth import HubOAuth

ON_THE_WAY = "cleanclaim_hub"  # the cookie of somebody who was sent to the hub
LASTS = 600  # seconds
MINE = "/from-hub"


@cache
def hub() -> "HubOAuth":
    """The hub's own way to tell who somebody is."""
    from jupyterhub.services.auth import HubOAuth

    return HubOAuth()


class ToHub(Page):
    """Off to the hub, which asks for a password if it must."""

    role = ""

    async def get(self) -> None:
        """The hub's address, with a word that only this browser has."""
        if not is_hub_service():
            raise HTTPError(404)
        state = secrets.token_urlsafe(24)
        verifier, challenge, method = hub().generate_pkce_code_challenge()
        onward = inside(self.get_query_argument("next", ""))
        self.set_cookie(ON_THE_WAY, f"{state}.{verifier}.{quote(onward, safe='')}", path=MINE, max_age=LASTS)
        asked = {"state": state, "code_challenge": challenge, "code_challenge_method": method}
        self.redirect(f"{hub().login_url}&{urlencode(asked)}")


class FromHub(Page):
    """Back from the hub."""

    role = ""

    async def get(self) -> None:
        """Sign in whoever the hub names, if the roster has that login."""
        if not is_hub_service():
            raise HTTPError(404)
        state, _, rest = (self.get_cookie(ON_THE_WAY) or "").partition(".")
        verifier, _, onward = rest.partition(".")
        self.clear_cookie(ON_THE_WAY, path=MINE)
        given, code = (self.get_query_argument(name, "")[:500] for name in ("state", "code"))
        if not state or not code or not secrets.compare_digest(state.encode(), given.encode()):
            return self._told(403, "The sign-in was not finished.", "Begin again, in this browser.")
        user = await self._user(code, verifier)
        if user is None:
            return self._told(403, "JupyterHub does not let you use the desks.", "Ask your instructor.")
        found = await self.aside(with_login, self.service.records, user["name"], self.service.settings.class_name)
        if len(found) != 1:
            return self._told(403, *not_one(user["name"], found))
        await sign_in(self, found[0])
        self.redirect(inside(unquote(onward)) or home_of(found[0].role), status=303)

    async def _user(self, code: str, verifier: str) -> dict[str, Any] | None:
        """Whom the code stands for; None unless it is a person who may use this service."""
        try:
            token = await hub().token_for_code(code, code_verifier=verifier, sync=False)
            user: dict[str, Any] | None = await hub().user_for_token(token, use_cache=False, sync=False)
        except HTTPError:  # an old or foreign code, or a hub that does not answer
            return None
        may = user and user.get("kind") == "user" and hub().check_scopes(hub().access_scopes, user)
        return user if may else None

    def _told(self, status: int, heading: str, words: str) -> None:
        self.set_status(status)
        self.show("told.html", heading=heading, words=words, fault=None)


def with_login(records: Records, login: str, class_name: str = "") -> tuple[Member, ...]:
    """The active members with this login: of one class, or of every class."""
    names = [class_name] if class_name else [one.name for one in classes(records)]
    wanted = login.casefold()
    return tuple(one for name in names for one in members(records, name) if one.login.casefold() == wanted)


def not_one(login: str, found: tuple[Member, ...]) -> tuple[str, str]:
    """Why somebody known to the hub is not let in, and what to do."""
    if not found:
        return f"No class has the login {login}.", "Ask your instructor to enter it in the roster, column login."
    names = ", ".join(sorted({one.class_name for one in found}))
    return f"The login {login} is there more than once ({names}).", "Sign in with the class code and your PIN."


routes = [(MINE, ToHub), (f"{MINE}/back", FromHub)]
