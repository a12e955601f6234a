"""How a learner gets to a desk: as a page of Voila, or as a notebook of JupyterLab whose cells are run; or, where a
test is about the desk and not about the way to it, with the desk's own Python behind the page and no server at all.
"""

import sys
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parent))
from stand import live  # noqa: E402

BOOKS = {"coder": "01_coder_desk.ipynb", "biller": "02_biller_desk.ipynb", "denial": "03_denial_desk.ipynb"}


class Place:
    """Voila or JupyterLab, for one learner, light or dark."""

    def __init__(self, page, servers, where: str, learner: str, dark: bool = False):
        self.page, self.where, self.address, self.learner = page, where, getattr(servers, where), learner
        page.set_default_timeout(30_000)
        page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
        page.add_init_script(f"try {{ localStorage.setItem('cleanclaim.learner', '{learner}') }} catch {{}}")

    def url(self, book: str, **more) -> str:
        """The address of a notebook."""
        parts = urlsplit(self.address)
        own = f"/lab/workspaces/{self.learner}-{book[:2]}/tree/{book}"  # a workspace of its own opens nothing else
        path = f"/voila/render/{book}" if self.where == "voila" else own
        asked = "".join(f"&{name}={value}" for name, value in more.items())
        return f"{parts.scheme}://{parts.netloc}{path}?{parts.query}{asked}"

    def open(self, role: str, **more):
        """Open a desk and wait until it is drawn."""
        self.page.goto(self.url(BOOKS[role], **more))
        return self.wait(role)

    def wait(self, role: str):
        """Wait for the desk; in JupyterLab run the cells first."""
        if self.where == "lab":
            self.page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
            self.page.get_by_role("menuitem", name="Run", exact=True).click()
            self.page.locator(".lm-Menu-item", has_text="Run All Cells").first.click()
        desk = self.page.locator(f".cc.{role}")
        desk.locator(".bar").wait_for()
        return desk

    def reload(self, role: str):
        """As after a lost page: a new kernel in Voila; in JupyterLab the cells are run again."""
        self.page.reload()
        return self.wait(role)


class AtHand:
    """The desks of one learner without a server, light or dark: each is opened in a page of its own, which is `page`
    from then on, and what pages threw is in `thrown`.
    """

    def __init__(self, page, folder, dark: bool = False, width: int = 1366):
        from sim.learn.desk.attempt_store import Store

        self.page, self.store, self.dark, self.width, self.thrown = page, Store(folder), dark, width, []

    def open(self, role: str, exercise: str = ""):
        """Open a desk and wait until it is drawn."""
        from sim.ui.desks.widget import Desk

        desk = Desk(role, exercise or None)
        desk._session.store = self.store
        before, self.page = self.page, self.page.context.new_page()
        before.close()
        self.page.on("pageerror", lambda error: self.thrown.append(str(error)))
        self.page.emulate_media(reduced_motion="reduce")
        live(self.page, desk, self.dark, self.width)
        return self.page.locator(f".cc.{role}")

    reload = open  # as after a lost page: another page, and what is kept


def add(desk, label: str, code: str):
    """Find a code by typing it, and take it."""
    field = desk.get_by_role("combobox", name=label)
    field.fill(code)
    desk.get_by_role("option", name=code).first.wait_for()
    field.press("Enter")


def saved(desk):
    """Wait until the desk says that everything is saved."""
    desk.locator(".saved", has_text="saved ").wait_for()
    desk.page.wait_for_function("!document.querySelector('.cc .saved').textContent.includes('saving')")


def enter(desk, visit, without: str = ""):
    """Code a visit as the given one (a CodedVisit), leaving out one modifier."""
    for code in visit.diagnoses:
        add(desk, "Add a diagnosis", code)
        desk.locator(".rows code", has_text=code).first.wait_for()
    for n, line in enumerate(visit.services, 1):
        add(desk, "Add a service", line.code)
        desk.get_by_label(f"Modifiers, line {n}, ").fill(" ".join(one for one in line.modifiers if one != without))
        desk.get_by_label(f"Units, line {n}, ").fill(str(line.units))
        desk.get_by_label(f"Diagnosis pointers, line {n}, ").fill(
            "".join("ABCDEFGHIJKL"[visit.diagnoses.index(code)] for code in line.pointers)
        )
