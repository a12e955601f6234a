// The desk itself: one frame for all desks. Python sends one `view`; what the learner does goes back as {kind, data}.

const DRAFT_PAUSE = 400;
const DRAFT_MOST = 2000; // somebody who types without a pause is saved as well
const NO_ANSWER = "No answer yet. What you entered is kept; try once more.";
let desksDrawn = 0;

class Desk {
  constructor(model, el) {
    this.number = ++desksDrawn;
    this.root = el.appendChild(document.createElement("div"));
    this.voice = el.appendChild(document.createElement("div"));
    this.voice.className = "cc-voice";
    this.voice.setAttribute("aria-live", "polite");
    this.page = newPage(); // the name of this window: two of them may hold the same case
    this.sender = this.page;
    this.base = null;
    this.draft = {};
    this.seq = 0;
    this.typedAt = 0;
    this.took = 0; // views from Python so far
    this.reset();
    this.view = model.get("view") || {};
    this.wire = new Wire(model, this);
    this.take();
    this.root.addEventListener("focusout", () => this.flush());
    listenForFolds(this.root);
    listenForEscape(this);
    listenForTerms(this);
    this.unlisten = listenForSelection(this);
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
      mine: null,
      pick: null,
      lastPick: null,
      target: null,
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
    return this.wire.send(kind, data);
  }

  /* What names a case in a message: which, as of which key, from which window, and how often that has seen it saved. */
  about() {
    return { case: this.view.case, seq: this.seq, page: this.sender, base: this.base };
  }

  /* Who and where: named by the address once, else by what this browser keeps. A reload then finds the desk where
     the learner was, not where the link led. */
  hello() {
    const address = new URLSearchParams(location.search);
    const named = knownLearner() ? "" : address.get("learner");
    const learner = knownLearner() || named || readKept("cleanclaim.learner") || "";
    if (named) keep("cleanclaim.learner", learner);
    const link = "cleanclaim.exercise." + (this.view.role || "");
    const exercise = address.get("exercise") || readKept(link) || "";
    forget(link);
    if (address.has("exercise")) {
      address.delete("exercise");
      history.replaceState(history.state, "", `${location.pathname}?${address}${location.hash}`);
    }
    this.learner = learner.slice(0, 80);
    this.kept = new KeptDrafts(this.learner, this.view.role || "");
    this.greet(exercise.slice(0, 120));
    if (this.started) this.restore();
    this.draw();
  }

  greet(exercise = "") {
    this.send("hello", this.whoAmI(exercise));
  }

  whoAmI(exercise = "") {
    const stay = this.view.case || readHere("cleanclaim.case." + this.view.role) || "";
    return { learner: this.learner, exercise, case: stay };
  }

  /* The next page is nobody's in particular again; what was saved stays under the name. */
  signOut() {
    this.flush();
    forget("cleanclaim.learner");
    const address = new URLSearchParams(location.search);
    address.delete("learner");
    location.assign(`${location.pathname}?${address}`);
  }

  /* The wire holds again, or leads to another kernel: say who is here, and send what was not saved. */
  back() {
    this.local.said = "";
    this.sentSeq = -1;
    if (this.view.case) this.greet();
    this.flush();
    this.draw();
    this.announce("The desk is back.");
  }

  /* A new view from Python. A draft on this page that is newer than the one Python knows stays. */
  take(view = this.wire.view) {
    const was = this.started;
    this.took += 1;
    const other = view.case !== this.view.case || view.role !== this.view.role || !this.started;
    if (other && view.case) {
      this.reset();
      this.started = true;
    }
    if (view.is_behind && !other) this.local.mine = this.draft;
    const newest = other || view.is_behind || (view.seq ?? 0) >= this.seq;
    const arrived = !other && this.newDocument(view);
    const scrubbed = !other && view.scrub && JSON.stringify(view.scrub) !== JSON.stringify(this.view.scrub);
    const turned = was && (other || (view.round ?? 0) > (this.view.round ?? 0));
    this.view = view;
    if (newest) {
      this.seq = Math.max(this.seq, view.seq ?? 0);
      this.draft = structuredClone(view.draft || {});
      this.local.unsaved = false;
      this.base = view.version ?? null;
      this.sender = this.page;
    }
    if (other && view.case) this.restore();
    this.local.busy = false;
    if (arrived) this.local.document = arrived.id;
    if (this.local.said === NO_ANSWER) this.local.said = ""; // it came after all
    if (view.notice) this.local.said = view.notice;
    this.draw();
    if (view.announce && view.announce !== this.announced) this.announce(view.announce);
    this.announced = view.announce;
    if (view.lock && view.lock !== this.locked) this.announce(view.lock);
    this.locked = view.lock;
    if (turned) this.toTop();
    else if (scrubbed) this.inSight("section[aria-label='Scrub']");
    if (!was && this.started) this.unhold();
  }

  /* What was typed here before and never acknowledged: this case's draft is on the desk again, others are sent on. */
  restore() {
    keepHere("cleanclaim.case." + this.view.role, this.view.case);
    if (!this.kept) return;
    const entry = this.kept.read(this.view.case);
    if (entry) {
      this.draft = structuredClone(entry.draft);
      this.base = entry.base;
      this.sender = entry.page;
      this.seq += 1;
      this.local.unsaved = true;
      this.keepDraft();
      setTimeout(() => this.flush());
    }
    for (const item of this.restored ? [] : this.kept.items()) {
      const { draft, page, base, seq } = (item !== this.view.case && this.kept.read(item)) || {};
      if (draft) this.send("draft", { case: item, seq, page, base, draft });
    }
    this.restored = true;
  }

  keepDraft() {
    const { draft, base, seq, sender } = this;
    if (this.kept && this.view.case) this.kept.keep(this.view.case, { draft, base, seq, page: sender });
  }

  /* After a submission, or with a new case, the top of the desk is what comes next. */
  toTop() {
    this.root.scrollIntoView({ block: "start", behavior: this.calm() ? "auto" : "smooth" });
    const first = this.root.querySelector("section[aria-label='Path of this claim'], .recap, .record");
    if (first) first.focus({ preventScroll: true });
  }

  /* What a click brought, wherever it stands. */
  inSight(selector) {
    const dom = this.root.querySelector(selector);
    if (dom) dom.scrollIntoView({ block: "nearest", behavior: this.calm() ? "auto" : "smooth" });
  }

  /* The same, and the keyboard goes on from there. */
  goOnFrom(selector) {
    const dom = this.root.querySelector(selector);
    if (dom) dom.focus({ preventScroll: true });
    this.inSight(selector);
  }

  newDocument(view) {
    const had = new Set(((this.view.record || {}).documents || []).map((d) => d.id));
    return ((view.record || {}).documents || []).find((d) => !had.has(d.id));
  }

  told(message) {
    if (message.kind === "found") found(this, message);
    if (message.kind === "paper") paperArrived(this, message);
    if (message.kind === "said") {
      this.local.busy = false;
      this.say(message.words);
      if (this.local.unsaved) this.later(() => ((this.sentSeq = -1), this.flush()));
    }
    if (message.kind === "behind" && message.case === this.view.case && message.view) this.take(message.view);
    if (message.kind === "saved") this.saved(message);
  }

  saved(message) {
    this.kept.drop(message.case, message.seq);
    if (message.case !== this.view.case) return;
    this.view = { ...this.view, saved: message.saved };
    this.base = message.version;
    this.sender = this.page;
    if (message.seq >= this.seq) this.local.unsaved = false;
    this.draw();
  }

  later(act) {
    clearTimeout(this.retry);
    this.retry = setTimeout(act, 5000);
  }

  // -- the draft: kept in this browser as typed, sent after a pause, on leaving a field, and with every action
  edit(change, { typing = false } = {}) {
    if (this.view.lock) return this.say(this.view.lock);
    change(this.draft);
    this.local.said = "";
    this.seq += 1;
    this.typedAt = Date.now();
    if (!this.local.unsaved) this.unsavedAt = this.typedAt;
    this.local.unsaved = true;
    this.keepDraft();
    clearTimeout(this.timer);
    const most = Math.max(0, this.unsavedAt + DRAFT_MOST - this.typedAt);
    this.timer = setTimeout(() => this.flush(), Math.min(typing ? DRAFT_PAUSE : 50, most));
    this.draw();
  }

  flush() {
    if (!this.local.unsaved || this.sentSeq === this.seq || !this.view.case) return;
    clearTimeout(this.timer);
    this.unsavedAt = Date.now();
    if (this.send("draft", { ...this.about(), draft: this.draft })) this.sentSeq = this.seq;
  }

  /* Two windows changed one case: what was typed in this one comes back on request. */
  useMine() {
    const mine = this.local.mine;
    this.local.mine = null;
    this.edit((draft) => {
      for (const name of Object.keys(draft)) delete draft[name];
      Object.assign(draft, structuredClone(mine));
    });
  }

  leaveMine() {
    this.local.mine = null;
    this.local.said = "";
    this.kept.drop(this.view.case);
    this.draw();
  }

  /* patience: milliseconds after which it is said that no answer came. */
  act(kind, data, { patience = 20_000 } = {}) {
    if (this.local.busy) return;
    this.flush();
    this.local.said = "";
    this.local.busy = this.send(kind, { ...this.about(), ...data });
    if (!this.local.busy) this.say("Not sent. Try again when the desk is back.");
    clearTimeout(this.late);
    this.late = setTimeout(() => {
      if (this.local.busy) {
        this.local.busy = false;
        this.say(NO_ANSWER);
      }
    }, patience);
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
    const opening = this.wire.lost || this.local.said || "Opening the desk …";
    if (!view.case) return drawInto(this.root, [h("p", { class: "empty" }, opening)]);
    nameThePage(view);
    useGlossary((view.beside || {}).glossary);
    drawInto(this.root, [
      drawSkip(this),
      drawBar(this),
      drawLost(this),
      drawSaid(this),
      drawLock(this),
      drawStages(this),
      drawTask(this),
      (DRAWINGS[view.drawing] || DRAWINGS.form)(this),
      drawFoot(this),
      drawTerm(this),
    ]);
    lockFields(this);
  }

  close() {
    this.flush();
    clearTimeout(this.late);
    clearTimeout(this.retry);
    this.unlisten();
    this.wire.close();
  }

  /* Where the focus was, for a page that loads itself again. */
  hold() {
    const at = this.root.contains(document.activeElement) ? document.activeElement : {};
    const { id = "", selectionStart = null, selectionEnd = null } = at;
    keepHere(HELD, JSON.stringify({ id, selectionStart, selectionEnd, top: scrollY }));
  }

  unhold() {
    const held = JSON.parse(readHere(HELD) || "null");
    forgetHere(HELD);
    const dom = held && held.id && document.getElementById(held.id);
    if (!held) return;
    scrollTo(0, held.top);
    if (!dom) return;
    dom.focus({ preventScroll: true });
    if (held.selectionStart !== null && dom.setSelectionRange) dom.setSelectionRange(held.selectionStart, held.selectionEnd);
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

/* The series: the exercises of the unit that lies here as small numbered buttons; the desk's other units are one click
   away, by their titles. */
function drawSeries(desk) {
  const items = desk.view.items || [];
  if (items.length < 2) return null;
  const groups = new Map();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) || []), item]);
  const here = (items.find((item) => item.here) || items[0]).group;
  const isOpen = desk.local.listed;
  const toggle = () => {
    desk.local.listed = !isOpen;
    desk.draw();
  };
  return h(
    "nav",
    { class: "series", "aria-label": "Items of this series", key: "series" },
    h(
      "div",
      { class: "these" },
      here &&
        button([here, h("span", { class: "chevron", "aria-hidden": "true" }, isOpen ? " ▴" : " ▾")], toggle, {
          class: "quiet",
          title: "All exercises of this desk",
          ...opens("series", isOpen),
        }),
      h(
        "ol",
        {},
        groups.get(here).map((item, n) => drawItem(desk, item, n)),
      ),
    ),
    isOpen && drawAllItems(desk, groups),
  );
}

function drawItem(desk, item, n) {
  const sign = ITEM_SIGN[item.state];
  return h(
    "li",
    { key: item.id },
    button(
      [String(n + 1), sign && h("span", { "aria-hidden": "true" }, " " + sign)],
      () => desk.act("open_item", { item: item.id }),
      {
        "aria-label": `Item ${n + 1}: ${item.label}${sign ? ", " + item.state : ""}`,
        title: item.label,
        "aria-current": item.here ? "true" : null,
        class: `${item.here ? "here " : ""}${item.state || ""}`,
      },
    ),
  );
}

/* Every exercise of this desk, by unit. */
function drawAllItems(desk, groups) {
  return h(
    "div",
    { class: "all", key: "all", "data-drawer": "series", role: "group", "aria-label": "All exercises of this desk" },
    [...groups].map(([name, items]) =>
      h(
        "section",
        { key: name, "aria-label": name },
        h("h4", {}, name, " ", h("span", { class: "soft" }, doneOf(items))),
        h(
          "ol",
          {},
          items.map((item) => drawTitle(desk, item)),
        ),
      ),
    ),
  );
}

function drawTitle(desk, item) {
  const sign = ITEM_SIGN[item.state];
  return h(
    "li",
    { key: item.id },
    button(item.label, () => desk.act("open_item", { item: item.id }), {
      class: "quiet" + (item.here ? " on" : ""),
      "aria-current": item.here ? "true" : null,
      "data-item": item.id,
    }),
    h("span", { class: "soft" }, [sign && `${sign} ${item.state}`, item.minutes].filter(Boolean).join(" ")),
  );
}

function doneOf(items) {
  return `${items.filter((item) => item.state === "done").length} of ${items.length} done`;
}

/* Said until the desk is back, whatever is typed meanwhile. */
function drawLost(desk) {
  return desk.wire.lost ? h("p", { class: "said", key: "lost", role: "alert" }, "! ", desk.wire.lost) : null;
}

function drawSaid(desk) {
  const { said, mine } = desk.local;
  return (
    said &&
    h(
      "p",
      { class: "said", key: "said", role: "status" },
      "! ",
      said,
      mine && [
        " ",
        button("Use what was entered here", () => desk.useMine(), { class: "quiet inline" }),
        " ",
        button("Keep what is saved", () => desk.leaveMine(), { class: "quiet inline" }),
      ],
    )
  );
}

/* Work that was handed in, or is marked just now. */
function drawLock(desk) {
  return desk.view.lock && h("p", { class: "said", key: "lock" }, desk.view.lock);
}

function lockFields(desk) {
  for (const field of desk.root.querySelectorAll("input, select, textarea, button.tool")) {
    const isWork = !field.closest(".look-up");
    if (desk.view.lock && isWork && !field.disabled) field.disabled = field.ccLocked = true;
    else if (!desk.view.lock && field.ccLocked) field.disabled = field.ccLocked = false;
  }
}

function drawFoot(desk) {
  const { foot, who } = desk.view;
  return foot || who ? h("footer", { class: "foot", key: "foot" }, drawWho(desk), rich(foot)) : null;
}

/* A name that came by the address stays in this browser until it is signed out. */
function drawWho(desk) {
  const { who } = desk.view;
  if (!who) return null;
  const out = button("Sign out", () => desk.signOut(), { class: "quiet inline" });
  return h("p", { key: "who" }, "Working as ", h("b", {}, who), ". ", desk.learner === who && out);
}

function newPage() {
  return Date.now().toString(36) + Math.random().toString(36).slice(2, 12);
}

function render({ model, el }) {
  const desk = new Desk(model, el);
  const leave = () => desk.flush();
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", leave);
  return () => {
    desk.close();
    window.removeEventListener("pagehide", leave);
    document.removeEventListener("visibilitychange", leave);
  };
}

export default { render };
