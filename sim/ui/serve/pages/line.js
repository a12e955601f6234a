// The desk's line to `cleanclaim serve`: one websocket that looks to the desk like a widget's model (get, on, off, send), and says "line"
// when it is lost or open again. It opens again by itself, later and later, and not all pages at once.

const FIRST_WAIT = 400; // milliseconds before the line is opened again
const LONGEST_WAIT = 15_000;
const SAYS = { 4401: "login", 4403: "closed", 4409: "other", 4429: "many" }; // why the server closed it; it is not opened again at once

class Line {
  constructor({ serve: role, who, assignment }) {
    this.view = { role, rev: 0 };
    this.heard = {};
    this.unsent = [];
    this.failed = 0;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const asked = new URLSearchParams({ who, ...(assignment && { assignment }) });
    this.address = `${scheme}//${location.host}/desk/${encodeURIComponent(role)}/line?${asked}`;
    this.open();
  }

  get(name) {
    return name === "view" ? this.view : undefined;
  }

  on(event, act) {
    (this.heard[event] ||= []).push(act);
  }

  off(event, act) {
    this.heard[event] = (this.heard[event] || []).filter((one) => one !== act);
  }

  tell(event, ...data) {
    (this.heard[event] || []).forEach((act) => act(...data));
  }

  /* What is sent before the line was ever open waits for it; on a line that is lost nothing is sent. */
  send(message) {
    if (this.isOpen && this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
    else if (!this.wasOpen) this.unsent.push(message);
    else throw new Error("the line is lost");
  }

  open() {
    clearTimeout(this.waiting);
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.onmessage = (event) => socket === this.socket && this.take(JSON.parse(event.data));
    socket.onclose = (event) => this.closed(socket, event.code);
  }

  /* The server's first word says that it knows who is here. */
  take({ line, view, message }) {
    if (line) {
      this.failed = 0;
      this.isOpen = this.wasOpen = true;
      this.unsent.splice(0).forEach((one) => this.send(one));
      this.tell("line", "open");
    } else if (message) this.tell("msg:custom", message);
    else {
      this.view = view;
      this.tell("change:view");
    }
  }

  closed(socket, code) {
    if (socket !== this.socket) return;
    this.isOpen = false;
    this.why = SAYS[code] || "lost";
    this.tell("line", this.why);
    if (this.why !== "lost") return;
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.failed++);
    this.waiting = setTimeout(() => this.open(), wait * (0.5 + Math.random()));
  }

  /* A line on which nobody answers is given up: a laptop that slept does not know that its line is dead. */
  renew() {
    const old = this.socket;
    this.closed(old, 0);
    this.socket = null;
    old.close();
  }

  /* Somebody looks at this page again, perhaps signed in by now, or the network is back. */
  wake() {
    if (document.visibilityState === "visible" && !this.isOpen && this.why) this.open();
  }
}

{
  const line = new Line(document.body.dataset);
  addEventListener("online", () => line.wake());
  document.addEventListener("visibilitychange", () => line.wake());
  render({ model: line, el: document.getElementById("desk") });
}
