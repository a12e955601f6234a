// What a learner may look up: under the task the tables and a worked example, and at a word of the trade its meaning.

function drawTask(desk) {
  const { view } = desk;
  if (!view.task) return null;
  const { panels = [], has_example } = view.beside || {};
  if (view.example) desk.local.example = view.example;
  const open = desk.local.look;
  const toggle = (id) => () => {
    desk.local.look = open === id ? null : id;
    if (id === "example" && desk.local.look && !desk.local.example) desk.act("example");
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
        has_example && opener("example", "Worked example"),
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
      ? { id: "example", title: example ? example.title : "Worked example", blocks: example && example.blocks }
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
    panel.id === "example" && example && drawExample(example),
    blocks(panel.blocks),
  );
}

/* The example's own record, as the learner's stands on the desk. */
function drawExample(example) {
  return [
    h(
      "dl",
      { class: "who" },
      example.facts.map(([name, value]) => h("div", { key: name }, h("dt", {}, name), h("dd", {}, rich(value)))),
    ),
    example.documents.map((doc) =>
      h(
        "div",
        { class: "note", key: doc.id },
        h("p", { class: "kind" }, doc.title, ", ", doc.date),
        doc.sections.map((section, s) =>
          h(
            "div",
            { class: "section", key: s },
            section.name && h("h4", {}, section.name),
            section.lines.map((line, at) => h("p", { key: at }, line)),
          ),
        ),
      ),
    ),
  ];
}

// ---- the meaning of a word, at the word

const GLOSSARY = { list: null, words: new Map(), pattern: null, met: new Set() };

/* Each word is marked where it stands first on the page. */
function useGlossary(list) {
  GLOSSARY.met = new Set();
  if (!list || GLOSSARY.list === list) return;
  GLOSSARY.list = list;
  GLOSSARY.words = new Map(
    list.flatMap(([names, words]) => names.map((name) => [name.toLowerCase(), { term: names[0], words }])),
  );
  const escaped = [...GLOSSARY.words.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  GLOSSARY.pattern = new RegExp(`(?<![\\w-])(${escaped.join("|")})(?![\\w-])`, "gi");
}

function glossed(parts) {
  return rich(parts).map((part) => (typeof part === "string" ? withTerms(part) : part));
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
    )
  );
}
