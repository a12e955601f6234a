// The wire to Python. A page hears at once that its kernel or its server is gone, by Jupyter's signals or because nothing answers, says
// so, goes on taking what is typed, and comes back by itself. In Voila the page is loaded again, which brings a new kernel. In
// JupyterLab, where a page may ask for it, a new desk is made in the kernel that was started again. On our own server the line opens again
// by itself (sim/ui/serve/pages/line.js) and says so; what the page shows and was typed stays.

const SILENCE = 1500; // milliseconds after a message within which its kernel shows that it lives
const LOOK = 1000; // between two looks at what is gone
const RELOADS = { most: 3, within: 120_000, name: "cleanclaim.reloads" };
const HELD = "cleanclaim.focus";
const GONE = new Set(["starting", "restarting", "autorestarting", "dead", "terminating"]); // to a desk that was drawn
const LOST = {
  kernel: "The connection to this desk was lost. Keep working: what you enter is kept in this browser. The desk comes back by itself.",
  server: "CleanClaim does not answer. If it was closed, start it again. What you enter is kept in this browser.",
  stopped: "The kernel is not running. Restart it from the Kernel menu and the desk comes back. What you enter is kept in this browser.",
  login: "CleanClaim was started again. Open the address that it printed. What you entered is kept in this browser.",
  signedOut: "You are signed out. Open the start page in another tab and sign in; this desk then comes back. What you entered is kept in this browser.",
  closed: "This desk is closed to you now. What you entered is kept in this browser.",
  other: "Another learner signed in in this browser. Load this page again to work as that learner.",
  many: "Too many desks are open in this browser. Close some and load this page again.",
  slow: "The server is slow to answer. Keep working: what you enter is kept in this browser. The desk comes back by itself.",
  often: "This desk was lost several times. Load the page again. What you entered is kept in this browser.",
};

const LINE = { lost: LOST.kernel, login: LOST.signedOut, closed: LOST.closed, other: LOST.other, many: LOST.many };
const PATIENCE = 30_000; // after which a line on which nobody answers is opened again

class Wire {
  constructor(model, desk) {
    this.desk = desk;
    this.lost = "";
    this.waiting = 0;
    this.signals = [];
    this.attach(model);
    this.watch();
  }

  // -- the model: what Jupyter gives a widget to talk with

  attach(model) {
    this.model = model;
    this.onView = () => this.answered(() => this.desk.take());
    this.onTold = (message) => this.answered(() => this.desk.told(message));
    this.onLine = (state) => (state === "open" ? this.up() : this.down(LINE[state]));
    model.on("line", this.onLine);
    model.on("change:view", this.onView);
    model.on("msg:custom", this.onTold);
  }

  detach() {
    this.model.off("line", this.onLine);
    this.model.off("change:view", this.onView);
    this.model.off("msg:custom", this.onTold);
  }

  get view() {
    return this.model.get("view") || {};
  }

  /* False where nothing can be sent now; what matters is then sent when the desk is back. */
  send(kind, data) {
    if (this.model.still) return true; // a page to look at: nobody listens, and nobody is missed
    if (this.lost) return false;
    try {
      this.model.send(wellFormed({ kind, data }));
    } catch {
      this.down(LOST.kernel);
      return false;
    }
    this.waiting += 1;
    this.listen();
    return true;
  }

  answered(act) {
    this.waiting = 0;
    clearTimeout(this.silence);
    this.up();
    act();
  }

  // -- is anybody there

  get manager() {
    return this.model.widget_manager || null;
  }

  get kernel() {
    const context = this.manager && this.manager.context;
    const session = context && context.sessionContext && context.sessionContext.session;
    return (session && session.kernel) || (this.manager && this.manager.kernel) || null;
  }

  watch() {
    this.unwatch();
    const context = this.manager && this.manager.context && this.manager.context.sessionContext;
    const kernel = this.kernel;
    const connect = (signal, act) => {
      if (!signal || !signal.connect) return;
      signal.connect(act);
      this.signals.push(() => signal.disconnect && signal.disconnect(act));
    };
    if (kernel) {
      connect(kernel.statusChanged, (_, status) => this.heard(status));
      connect(kernel.connectionStatusChanged, (_, status) => {
        if (status !== "connected") this.down(LOST.kernel);
        else if (this.lost && !this.blank) this.ask();
      });
    }
    if (context) connect(context.kernelChanged, () => this.changed());
  }

  unwatch() {
    this.signals.forEach((end) => end());
    this.signals = [];
  }

  changed() {
    this.watch();
    this.down(this.kernel ? LOST.kernel : LOST.stopped, true);
  }

  heard(status) {
    if (GONE.has(status)) this.down(LOST.kernel, true);
    else if (this.waiting) this.listen();
  }

  /* A message was sent: its kernel is busy with it, or answers. */
  listen() {
    clearTimeout(this.silence);
    const patience = this.kernel ? SILENCE : 10 * SILENCE;
    this.silence = setTimeout(() => {
      if (!this.waiting || this.lost) return;
      if (this.kernel && this.kernel.status === "busy" && this.kernel.connectionStatus === "connected") this.listen();
      else this.down(host() === "serve" ? LOST.slow : LOST.kernel);
    }, patience);
  }

  /* The line holds again: an answer says whether the same desk is at its end. */
  ask() {
    try {
      this.model.send({ kind: "hello", data: this.desk.whoAmI() });
    } catch {
      /* it will be looked after */
    }
  }

  // -- gone, and back

  /* `blank`: the kernel behind this page is another one now, and does not know it. */
  down(words, blank = false) {
    this.blank = blank || (this.blank && Boolean(this.lost));
    const first = !this.lost;
    this.tell(words);
    if (!first) return;
    this.since = Date.now();
    this.waiting = 0;
    this.desk.local.busy = false;
    this.look();
  }

  tell(words) {
    if (this.lost === words) return;
    this.lost = words;
    this.desk.draw(); // as an alert, which a screen reader says by itself
  }

  up() {
    if (!this.lost || this.blank) return;
    this.lost = "";
    clearTimeout(this.looking);
    this.desk.back();
  }

  look() {
    clearTimeout(this.looking);
    this.looking = setTimeout(async () => {
      if (!this.lost || this.ended) return;
      try {
        await { voila: () => this.lookInVoila(), lab: () => this.lookInLab(), serve: () => this.lookAtLine() }[host()]();
      } catch {
        this.tell(LOST.server);
      }
      if (this.lost && !this.ended) this.look();
    }, LOOK);
  }

  /* The page is loaded again as soon as the server answers, and nobody is in the middle of a word. */
  async lookInVoila() {
    const config = JSON.parse(document.getElementById("jupyter-config-data").textContent);
    const answer = await fetch(`${config.baseUrl}api/kernels/${config.kernelId}`, { redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return this.tell(LOST.login);
    if (answer.status >= 500) return this.tell(LOST.server);
    const state = answer.ok ? (await answer.json()).execution_state : "gone";
    if (state === "busy" && !this.blank) return this.tell(LOST.kernel);
    if (answer.ok && !this.blank && Date.now() - this.since < 2 * SILENCE) return this.tell(LOST.kernel);
    if (Date.now() - this.desk.typedAt < 1000) return this.tell(LOST.kernel);
    if (!mayReload()) return this.tell(LOST.often);
    this.ended = true;
    this.desk.hold();
    location.reload();
  }

  /* The line looks after itself; one that only seems to hold is opened again. */
  async lookAtLine() {
    if (this.lost !== LOST.slow || Date.now() - this.since < PATIENCE) return;
    this.since = Date.now();
    this.model.renew();
  }

  async lookInLab() {
    const kernel = this.kernel;
    if (!kernel || kernel.status === "dead") return this.tell(LOST.stopped);
    if (kernel.connectionStatus !== "connected") {
      this.tell(LOST.server);
      if (kernel.connectionStatus === "disconnected") await kernel.reconnect();
      return;
    }
    if (kernel.status !== "idle") return this.tell(LOST.kernel);
    if (!this.blank && Date.now() - this.since < 2 * SILENCE) return;
    await this.revive(kernel);
  }

  /* Ask the kernel for a new desk of this kind, and talk to that one from now on. */
  async revive(kernel) {
    const role = JSON.stringify(this.desk.view.role || "coder");
    const made = `__import__("sim.ui.desks.widget", fromlist=["revived"]).revived(${role})`;
    const request = { code: "", store_history: false, user_expressions: { desk: made } };
    const reply = await kernel.requestExecute(request).done;
    const found = ((reply.content.user_expressions || {}).desk || {}).data;
    if (!found) return this.tell(LOST.often);
    const model = await this.manager.get_model(found["text/plain"].replace(/^'|'$/g, ""));
    this.detach();
    const manager = this.manager;
    this.attach({
      get: model.get.bind(model),
      on: model.on.bind(model),
      off: model.off.bind(model),
      send: model.send.bind(model),
      widget_manager: manager,
    });
    this.watch();
    this.blank = false;
    this.up();
  }

  close() {
    this.ended = true;
    clearTimeout(this.silence);
    clearTimeout(this.looking);
    this.unwatch();
    this.detach();
  }
}

/* A text without half characters: Jupyter's socket cannot carry one. */
function wellFormed(value) {
  if (typeof value === "string") return value.replace(/\p{Surrogate}/gu, "");
  if (Array.isArray(value)) return value.map(wellFormed);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [wellFormed(name), wellFormed(one)]));
}

/* A page that is lost again and again must not load itself for ever. */
function mayReload() {
  try {
    const now = Date.now();
    const before = JSON.parse(sessionStorage.getItem(RELOADS.name) || "[]").filter((at) => now - at < RELOADS.within);
    if (before.length >= RELOADS.most) return false;
    sessionStorage.setItem(RELOADS.name, JSON.stringify([...before, now]));
    return true;
  } catch {
    return false;
  }
}
