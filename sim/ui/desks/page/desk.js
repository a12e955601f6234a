// The desk itself: one frame for all desks. Python sends one `view`; what the learner does goes back as {kind, data}.

const DRAFT_PAUSE = 400;
let desksDrawn = 0;

class Desk {
  constructor(model, el) {
    this.model = model;
    this.number = ++desksDrawn;
    this.root = el.appendChild(document.createElement("div"));
    this.voice = el.appendChild(document.createElement("div"));
    this.voice.className = "cc-voice";
    this.voice.setAttribute("aria-live", "polite");
    this.view = model.get("view") || {};
    this.draft = {};
    this.seq = 0;
    this.reset();
    this.take();
    this.root.onfocusout = () => this.flush();
    this.hello();
  }

  // -- what belongs to this page only, and is lost without harm
  reset() {
    this.local = {
      search: {},
      labels: {},
      seen: new Set(),
      document: null,
      lit: null,
      stop: null,
      raw: null,
      unsaved: false,
      busy: false,
      said: "",
      asking: false,
      panel: null,
      sort: null,
    };
  }

  id(name) {
    return `cc${this.number}-${name}`;
  }
  calm() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }
  seen(id) {
    this.local.seen.add(id);
  }
  wasSeen(id) {
    return this.local.seen.has(id);
  }

  // -- talking to Python
  send(kind, data) {
    this.model.send({ kind, data });
  }

  /* Who and where: named by the address once, else by what this browser keeps. A reload then finds the desk where
     the learner was, not where the link led. */
  hello() {
    const address = new URLSearchParams(location.search);
    const learner = address.get("learner") || readKept("cleanclaim.learner") || "";
    if (address.get("learner")) keep("cleanclaim.learner", learner);
    const link = "cleanclaim.exercise." + (this.view.role || "");
    const exercise = address.get("exercise") || readKept(link) || "";
    forget(link);
    if (address.has("exercise")) {
      address.delete("exercise");
      history.replaceState(history.state, "", `${location.pathname}?${address}${location.hash}`);
    }
    this.send("hello", { learner: learner.slice(0, 80), exercise: exercise.slice(0, 120) });
    this.waiting = setTimeout(() => {
      if (!this.view.case) this.say("The desk does not answer. Run the cell again, or reload the page.");
    }, 15000);
  }

  /* A new view from Python. A draft on this page that is newer than the one Python knows stays. */
  take() {
    const view = this.model.get("view") || {};
    const was = this.started;
    const other = view.case !== this.view.case || view.role !== this.view.role || !this.started;
    if (other && view.case) {
      this.reset();
      this.started = true;
    }
    const newest = other || (view.seq ?? 0) >= this.seq;
    const arrived = !other && this.newDocument(view);
    const turned = was && (other || (view.round ?? 0) > (this.view.round ?? 0));
    this.view = view;
    if (newest) {
      this.seq = Math.max(this.seq, view.seq ?? 0);
      this.draft = structuredClone(view.draft || {});
      this.local.unsaved = false;
    }
    this.local.busy = false;
    if (arrived) this.local.document = arrived.id;
    if (view.notice) this.local.said = view.notice;
    this.draw();
    if (view.announce && view.announce !== this.announced) this.announce(view.announce);
    this.announced = view.announce;
    if (turned) this.toTop();
  }

  /* After a submission, or with a new case, the top of the desk is what comes next. */
  toTop() {
    this.root.scrollIntoView({ block: "start", behavior: this.calm() ? "auto" : "smooth" });
    const first = this.root.querySelector("section[aria-label='Path of this claim'], .record");
    if (first) first.focus({ preventScroll: true });
  }

  newDocument(view) {
    const had = new Set(((this.view.record || {}).documents || []).map((d) => d.id));
    return ((view.record || {}).documents || []).find((d) => !had.has(d.id));
  }

  told(message) {
    if (message.kind === "found") found(this, message);
    if (message.kind === "said") {
      this.local.busy = false;
      this.say(message.words);
    }
    if (message.kind === "saved" && message.case === this.view.case) {
      this.view = { ...this.view, saved: message.saved };
      if (message.seq >= this.seq) this.local.unsaved = false;
      if (this.local.said.startsWith("Not saved")) this.local.said = "";
      this.draw();
    }
  }

  // -- the draft: kept here as typed, sent after a pause, on leaving a field, and with every action
  edit(change, { typing = false } = {}) {
    change(this.draft);
    this.local.said = "";
    this.local.unsaved = true;
    this.seq += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), typing ? DRAFT_PAUSE : 50);
    this.draw();
  }

  flush() {
    if (!this.local.unsaved || this.sentSeq === this.seq || !this.view.case) return;
    clearTimeout(this.timer);
    this.sentSeq = this.seq;
    this.send("draft", { case: this.view.case, seq: this.seq, draft: this.draft });
    clearTimeout(this.unsavedFor);
    this.unsavedFor = setTimeout(() => {
      if (this.local.unsaved)
        this.say(
          "Not saved: the desk does not answer. What you typed stays on this page; run the cell again or reload.",
        );
    }, 12000);
  }

  act(kind, data) {
    if (this.local.busy) return;
    this.flush();
    this.local.busy = true;
    this.local.said = "";
    this.send(kind, { case: this.view.case, seq: this.seq, ...data });
    clearTimeout(this.late);
    this.late = setTimeout(() => {
      if (this.local.busy) {
        this.local.busy = false;
        this.say("No answer yet. What you entered is kept; try once more.");
      }
    }, 20000);
    this.draw();
  }

  // -- telling the learner
  say(words) {
    this.local.said = words;
    this.draw();
    this.announce(words);
  }

  announce(words) {
    this.voice.textContent = "";
    setTimeout(() => {
      this.voice.textContent = words;
    }, 30);
  }

  focus(selector) {
    const dom = this.root.querySelector(selector);
    if (dom) dom.focus();
  }

  // -- drawing; what a drawing sets off (a field that loses the focus) draws after it, never inside it
  draw() {
    if (this.drawing) {
      this.again = true;
      return;
    }
    this.drawing = true;
    try {
      this.drawOnce();
    } finally {
      this.drawing = false;
    }
    if (this.again) {
      this.again = false;
      this.draw();
    }
  }

  drawOnce() {
    const { view } = this;
    this.root.className = "cc " + (view.role || "");
    if (!view.case) return drawInto(this.root, [h("p", { class: "empty" }, this.local.said || "Opening the desk …")]);
    drawInto(this.root, [
      drawBar(this),
      drawSaid(this),
      view.task && h("p", { class: "task", key: "task" }, view.task),
      (DRAWINGS[view.drawing] || DRAWINGS.form)(this),
      drawFoot(this),
    ]);
  }

  close() {
    this.flush();
    clearTimeout(this.waiting);
    clearTimeout(this.late);
    clearTimeout(this.unsavedFor);
  }
}

function drawBar(desk) {
  const bar = desk.view.bar;
  return h(
    "header",
    { class: "bar", key: "bar" },
    h("span", { class: "role" }, bar.role),
    h("h2", {}, bar.title),
    (bar.chips || []).map((chip, n) => h("span", { class: "chip", key: "chip" + n }, chip)),
    h("span", { class: "grow" }),
    h(
      "dl",
      { class: "scores" + ((bar.scores || []).every((score) => score.tone === "quiet") ? " none" : "") },
      (bar.scores || []).map((score) =>
        h(
          "div",
          { class: "score", key: score.label, title: score.how || null },
          h("dt", {}, score.label),
          h("dd", { class: score.tone || null }, score.value),
        ),
      ),
    ),
    drawSeries(desk),
  );
}

/* Done: right on a first try, unaided. Corrected: right in the end. */
const ITEM_SIGN = { done: "✓", corrected: "↻" };

/* The series as small numbered buttons: where one is, what is done. */
function drawSeries(desk) {
  const items = desk.view.items || [];
  if (items.length < 2) return null;
  return h(
    "nav",
    { class: "series", "aria-label": "Items of this series" },
    h(
      "ol",
      {},
      items.map((item, n) =>
        h(
          "li",
          { key: item.id },
          button(
            [String(n + 1), ITEM_SIGN[item.state] && h("span", { "aria-hidden": "true" }, " " + ITEM_SIGN[item.state])],
            () => desk.act("open_item", { item: item.id }),
            {
              "aria-label": `Item ${n + 1}: ${item.label}${ITEM_SIGN[item.state] ? ", " + item.state : ""}`,
              title: item.label,
              "aria-current": item.here ? "true" : null,
              class: `${item.here ? "here " : ""}${item.state || ""}`,
            },
          ),
        ),
      ),
    ),
  );
}

function drawSaid(desk) {
  return desk.local.said ? h("p", { class: "said", key: "said", role: "status" }, "! ", desk.local.said) : null;
}

function drawFoot(desk) {
  const foot = desk.view.foot;
  return foot ? h("footer", { class: "foot", key: "foot" }, rich(foot)) : null;
}

function readKept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function forget(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    /* nothing was kept */
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    /* a private window keeps nothing; the address still works */
  }
}

function render({ model, el }) {
  const desk = new Desk(model, el);
  const change = () => desk.take();
  const told = (message) => desk.told(message);
  const leave = () => desk.flush();
  model.on("change:view", change);
  model.on("msg:custom", told);
  window.addEventListener("pagehide", leave);
  return () => {
    desk.close();
    model.off("change:view", change);
    model.off("msg:custom", told);
    window.removeEventListener("pagehide", leave);
  };
}

export default { render };
