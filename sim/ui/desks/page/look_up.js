// What a learner may look up: under the task the tables and a worked example, and at a word of the trade its meaning.

function drawTask(desk) {
  const { view } = desk;
  if (!view.task) return null;
  const { panels = [], example } = view.beside || {};
  if (view.example && view.example !== desk.local.example) {
    desk.local.example = view.example;
    desk.local.step = 0;
  }
  const open = desk.local.look;
  const toggle = (id) => () => {
    desk.local.look = open === id ? null : id;
    const known = desk.local.example && desk.local.example.title.startsWith(example);
    if (id === "example" && desk.local.look && !known) {
      desk.local.example = null;
      desk.act("example");
    }
    desk.draw();
  };
  const opener = (id, words) =>
    button(words, toggle(id), {
      key: id,
      class: "quiet" + (open === id ? " on" : ""),
      ...opens("look-" + id, open === id),
    });
  return [
    h(
      "p",
      { class: "task", key: "task" },
      view.goal && [h("b", {}, "Goal: "), glossed(view.goal), " "],
      glossed(view.task),
    ),
    panels.length > 0 &&
      h(
        "div",
        { class: "beside-task", key: "beside-task", role: "group", "aria-label": "Look up" },
        example && opener("example", example),
        panels.map((panel) => opener(panel.id, panel.words)),
      ),
    drawLookUp(desk, panels),
  ];
}

function drawLookUp(desk, panels) {
  const open = desk.local.look;
  const { example } = desk.local;
  const panel =
    open === "example"
      ? { id: "example", title: example ? example.title : "Worked example" }
      : panels.find((one) => one.id === open);
  if (!panel) return null;
  const name = "look-" + panel.id;
  return h(
    "section",
    { class: "card look-up", "aria-label": panel.title, key: name, "data-drawer": name, tabindex: "0" },
    h(
      "div",
      { class: "head" },
      h("h3", {}, panel.title),
      h("span", { class: "grow" }),
      button("Close", () => closeDrawer(desk, name), { class: "quiet" }),
    ),
    panel.id === "example" && !example && h("p", { class: "soft" }, "Opening the example …"),
    panel.id === "example" && example && drawExample(desk, example),
    blocks(panel.blocks),
  );
}

/* A case worked aloud, one step at a time: beside the step the case's own record and panels, with its place lit. */
function drawExample(desk, example) {
  const at = Math.min(desk.local.step || 0, example.steps.length - 1);
  const step = example.steps[at];
  return h(
    "div",
    { class: "played", key: "played" },
    drawPlayer(desk, example, at),
    h(
      "div",
      { class: "stage", key: "stage" },
      example.facts.length > 0 &&
        h(
          "dl",
          { class: "who" },
          example.facts.map(([name, value]) => h("div", { key: name }, h("dt", {}, name), h("dd", {}, rich(value)))),
        ),
      example.documents.map((doc) => drawPlayedDocument(doc, step.marks)),
      example.panels.map((panel, n) => drawPlayedPanel(panel, n, step.panel)),
    ),
  );
}

function drawPlayer(desk, example, at) {
  const step = example.steps[at];
  const last = example.steps.length - 1;
  const go = (to) => () => to >= 0 && to <= last && goToStep(desk, example, to);
  return h(
    "div",
    { class: "player", key: "player", role: "group", "aria-label": "Steps" },
    h("h4", { key: "n" }, `Step ${at + 1} of ${last + 1}`),
    h("p", { key: "place" }, h("b", {}, step.place)),
    h("p", { key: "says", class: "quoted" }, step.says),
    h("p", { key: "follows" }, h("b", {}, "So: "), glossed(step.follows), " ", h("span", { class: "cite" }, step.cite)),
    h(
      "div",
      { class: "actions", key: "steps" },
      button("Back", go(at - 1), { key: "back", "aria-disabled": at === 0 ? "true" : null }),
      button("Next step", go(at + 1), { key: "next", class: "go", "aria-disabled": at === last ? "true" : null }),
      at === last && h("span", { class: "soft" }, "That was the last step."),
    ),
    h(
      "details",
      { key: "every" },
      h("summary", {}, "All steps"),
      h(
        "ol",
        { class: "steps" },
        example.steps.map((one, n) =>
          h("li", { key: n, class: n === at ? "now" : null }, h("b", {}, one.place, ": "), one.says, " ", one.follows),
        ),
      ),
    ),
  );
}

function goToStep(desk, example, at) {
  const step = example.steps[at];
  desk.local.step = at;
  desk.draw();
  showPlace(desk);
  desk.announce(`Step ${at + 1} of ${example.steps.length}. ${step.place}: ${step.says} So: ${step.follows}`);
}

/* The place that a step speaks of is brought into view beside it; the focus stays on the button. */
function showPlace(desk) {
  const lit = desk.root.querySelector(".played .stage .lit");
  const scroller = lit && lit.closest(".look-up");
  if (!scroller) return;
  scroller.scrollIntoView({ block: "nearest" });
  const player = scroller.querySelector(".player").getBoundingClientRect();
  const box = lit.getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  const isAbove = player.right > box.left && player.left < box.right; // stacked: the player covers the top
  const top = isAbove ? Math.min(player.height, frame.height / 2) : 0;
  scroller.scrollBy({
    top: box.top - frame.top - top - Math.max(12, (frame.height - top - box.height) / 3),
    behavior: desk.calm() ? "auto" : "smooth",
  });
}

function drawPlayedDocument(doc, marks) {
  return h(
    "div",
    { class: "note", key: doc.id },
    h("p", { class: "kind" }, doc.title, ", ", doc.date),
    doc.sections.map((section, s) =>
      h(
        "div",
        { class: "section", key: s },
        section.name && h("h4", {}, section.name),
        section.lines.map((line, at) =>
          h(
            "p",
            { key: at },
            litLine(
              line,
              marks.filter((m) => m.document === doc.id && m.section === s && m.line === at),
            ),
          ),
        ),
      ),
    ),
  );
}

function litLine(text, marks) {
  const out = [];
  let at = 0;
  for (const mark of [...marks].sort((a, b) => a.start - b.start)) {
    if (mark.start < at) continue;
    out.push(text.slice(at, mark.start), h("mark", { class: "lit", key: mark.start }, text.slice(mark.start, mark.end)));
    at = mark.end;
  }
  return [...out, text.slice(at)];
}

function drawPlayedPanel(panel, n, at) {
  const here = at && at.panel === n ? at : null;
  const body = blocks(panel.blocks, { lit: here, say: glossed });
  const heading = h("h4", { class: here ? "lit" : null }, panel.heading);
  if (panel.folded) return h("details", { class: "note", key: "panel" + n }, h("summary", {}, panel.heading), body);
  return h("div", { class: "note", key: "panel" + n }, heading, body);
}

// ---- the meaning of a word, at the word

const GLOSSARY = { list: null, words: new Map(), pattern: null, met: new Set() };

/* Each word is marked where it stands first on the page. */
function useGlossary(list) {
  GLOSSARY.met = new Set();
  if (!list || GLOSSARY.list === list) return;
  GLOSSARY.list = list;
  GLOSSARY.words = new Map(
    list.flatMap(([names, words, table]) => names.map((name) => [name.toLowerCase(), { term: names[0], words, table }])),
  );
  const escaped = [...GLOSSARY.words.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  GLOSSARY.pattern = new RegExp(`(?<![\\w-])(${escaped.join("|")})(?![\\w-])`, "gi");
}

function glossed(parts) {
  return rich(parts).map((part) => (typeof part === "string" ? withTerms(part) : part.tag === "code" ? withCode(part) : part));
}

/* A code whose meaning the page was given is a button like any other term. */
function withCode(code) {
  const found = GLOSSARY.words.get(String(code.kids[0]).toLowerCase());
  if (!found || GLOSSARY.met.has(found.term)) return code;
  GLOSSARY.met.add(found.term);
  return termButton(found.term, code);
}

/* The terms that a text holds and that the page has not shown yet, as buttons. */
function termsOf(text) {
  const found = [withTerms(text)].flat().filter((part) => typeof part === "object");
  return found.map((one, n) => [n > 0 && ", ", one]);
}

function withTerms(text) {
  if (!GLOSSARY.pattern) return text;
  const out = [];
  let at = 0;
  for (const found of text.matchAll(GLOSSARY.pattern)) {
    const { term } = GLOSSARY.words.get(found[0].toLowerCase());
    if (GLOSSARY.met.has(term)) continue;
    GLOSSARY.met.add(term);
    out.push(text.slice(at, found.index), termButton(term, found[0]));
    at = found.index + found[0].length;
  }
  return [...out, text.slice(at)];
}

let openTerm = null; // one meaning is shown at a time

function termButton(term, words) {
  return h(
    "button",
    { type: "button", class: "term", key: "term-" + term, "data-term": term, ...opens("term-" + term, openTerm === term) },
    words,
  );
}

function listenForTerms(desk) {
  desk.root.addEventListener("click", (event) => {
    const dom = event.target.closest("[data-term]");
    if (!dom && !openTerm) return;
    if (!dom && event.target.closest("[data-drawer^='term-']")) return;
    openTerm = dom && openTerm !== dom.dataset.term ? dom.dataset.term : null;
    if (openTerm) desk.local.termAt = termPlace(desk, dom);
    desk.draw();
    if (openTerm) desk.announce(`${openTerm}: ${GLOSSARY.words.get(openTerm.toLowerCase()).words}`);
  });
}

function termPlace(desk, dom) {
  const root = desk.root.getBoundingClientRect();
  const at = dom.getBoundingClientRect();
  const width = Math.min(320, root.width - 16);
  const left = Math.max(8, Math.min(at.left - root.left, root.width - width - 8));
  return `width: ${width}px; left: ${left}px; top: ${at.bottom - root.top + 4}px`;
}

/* The table behind a word, opened under the task. */
function openTable(desk, table) {
  openTerm = null;
  desk.local.look = table;
  desk.draw();
  const dom = desk.root.querySelector(`[data-drawer="look-${table}"]`);
  if (!dom) return;
  dom.scrollIntoView({ block: "nearest", behavior: desk.calm() ? "auto" : "smooth" });
  dom.focus({ preventScroll: true });
}

function drawTerm(desk) {
  const found = openTerm && GLOSSARY.words.get(openTerm.toLowerCase());
  return (
    found &&
    h(
      "div",
      {
        class: "gloss",
        key: "gloss",
        role: "note",
        "aria-label": found.term,
        "data-drawer": "term-" + found.term,
        style: desk.local.termAt,
      },
      h("p", {}, h("b", {}, found.term), ": ", found.words),
      found.table && button("Show the table", () => openTable(desk, found.table), { class: "quiet" }),
    )
  );
}
