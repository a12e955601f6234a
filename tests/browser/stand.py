"""A desk on a stand: our JavaScript and CSS with a prepared view and a model that records what the page sends. No
Jupyter, no server; quick.

The real way, through JupyterLab and Voila, is in test_story.py.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from prepared import view  # noqa: E402

from sim.ui.desks import front  # noqa: E402

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Desk</title>
<style>body {{ margin: 0; background: {ground} }} {style}</style>
<body data-jp-theme-light="{light}"><main><h1 style="display:none">Desk</h1><div id="desk"></div></main>"""
MODEL = """(() => { const heard = {}; window.sent = [];
  window.model = { view: VIEW, get() { return this.view; }, off() {},
    on(event, act) { (heard[event] ||= []).push(act); }, send(message) { window.sent.push(message); },
    put(view) { this.view = view; (heard["change:view"] || []).forEach(act => act()); },
    tell(message) { (heard["msg:custom"] || []).forEach(act => act(message)); } }; })()"""
START = 'render({ model: window.model, el: document.getElementById("desk") });'


def stand(page, shown, dark: bool = False, width: int = 1280):
    """Put a view (or the name of a prepared one) on the page and draw the desk."""
    shown = view(shown) if isinstance(shown, str) else shown
    html = PAGE.format(style=front.style(), light=str(not dark).lower(), ground="#111" if dark else "#fff")
    page.set_viewport_size({"width": width, "height": 900})
    page.route("http://127.0.0.1:9/**", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("http://127.0.0.1:9/desk")
    page.evaluate(MODEL.replace("VIEW", json.dumps(shown)))
    page.add_script_tag(type="module", content=front.script().replace("export default { render };", START))
    page.wait_for_selector(".cc .bar")


def sent(page, kind: str | None = None) -> list[dict]:
    """The messages that the page has sent, of one kind or all."""
    return [message for message in page.evaluate("window.sent") if kind in (None, message["kind"])]


def put(page, shown: dict) -> None:
    """A new view arrives."""
    page.evaluate("view => window.model.put(view)", shown)


def tell(page, message: dict) -> None:
    """A message arrives."""
    page.evaluate("message => window.model.tell(message)", message)


LIVE = """(() => { const heard = {}; window.sent = [];
  const hear = (event, ...data) => (heard[event] || []).forEach(act => act(...data));
  window.model = { view: VIEW, get() { return this.view; }, off() {},
    on(event, act) { (heard[event] ||= []).push(act); },
    send(message) { window.sent.push(message);
      window.toPython(message).then(out => out.forEach(one => this.hear(one))); },
    hear(one) {
      if (!one.view) return hear("msg:custom", one.message);
      this.view = one.view;
      hear("change:view"); } }; })()"""


def live(page, desk, dark: bool = False, width: int = 1280) -> None:
    """A desk's own Python behind the page: what the page sends is received, what Python shows is drawn."""
    out: list[dict] = []
    desk.observe(lambda change: out.append({"view": change["new"]}), "view")
    desk.send = lambda message: out.append({"message": message})

    def receive(message):
        out.clear()
        desk.receive(message)
        return json.loads(json.dumps(out))

    page.expose_function("toPython", receive)
    html = PAGE.format(style=front.style(), light=str(not dark).lower(), ground="#111" if dark else "#fff")
    page.set_viewport_size({"width": width, "height": 900})
    page.route("http://127.0.0.1:9/**", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("http://127.0.0.1:9/desk")
    page.evaluate(LIVE.replace("VIEW", json.dumps(desk.view)))
    page.add_script_tag(type="module", content=front.script().replace("export default { render };", START))
    page.wait_for_selector(".cc .bar")
