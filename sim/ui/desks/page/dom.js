// Drawing. A desk is drawn as a tree of plain objects; patch() changes only what differs, so that focus, caret and
// scroll stay where they are.
// Text enters the page as text nodes only: nothing from a record, a claim or a learner is ever read as HTML.

const DRAWINGS = {}; // how a desk folder draws its task, by name; "form" draws any

function h(tag, props, ...kids) {
  const flat = kids.flat(Infinity).filter((k) => k !== null && k !== undefined && k !== false && k !== "");
  return {
    tag,
    props: props || {},
    key: props && props.key,
    kids: flat.map((k) => (typeof k === "object" ? k : String(k))),
  };
}

const AS_PROPERTY = new Set(["value", "checked"]);

/* A fold that was clicked is open at once, but says so later: until then a drawing leaves it as it is. */
function listenForFolds(root) {
  root.addEventListener("click", ({ target }) => {
    const summary = target.closest("summary");
    if (summary && !target.closest("button, a, input")) summary.parentElement.ccTurned = true;
  });
  root.addEventListener("toggle", ({ target }) => (target.ccTurned = false), true);
}

function setProps(dom, props) {
  const before = dom.ccProps || {};
  for (const name of Object.keys(before)) {
    if (name in props || AS_PROPERTY.has(name)) continue;
    if (name === "on") for (const event of Object.keys(before.on)) dom["on" + event] = null;
    else dom.removeAttribute(name);
  }
  for (const [name, value] of Object.entries(props)) {
    if (name === "key" || AS_PROPERTY.has(name) || (name === "open" && dom.ccTurned)) continue;
    if (name === "on") {
      for (const event of Object.keys(before.on || {})) if (!(event in value)) dom["on" + event] = null;
      for (const [event, act] of Object.entries(value)) dom["on" + event] = act;
    } else if (value === false || value === null || value === undefined) dom.removeAttribute(name);
    else {
      const text = value === true ? "" : String(value);
      if (name === "style") dom.style.cssText = text; // as an attribute it would need a looser policy of the page
      else if (dom.getAttribute(name) !== text) dom.setAttribute(name, text);
    }
  }
  dom.ccProps = props;
}

function setValues(dom, props) {
  if ("value" in props && dom.value !== String(props.value ?? "")) dom.value = String(props.value ?? "");
  if ("checked" in props && dom.checked !== Boolean(props.checked)) dom.checked = Boolean(props.checked);
}

function fits(dom, node) {
  if (typeof node === "string") return dom.nodeType === 3;
  return dom.nodeType === 1 && dom.localName === node.tag && dom.ccKey === node.key;
}

function make(node) {
  if (typeof node === "string") return document.createTextNode(node);
  const dom = node.space ? document.createElementNS(node.space, node.tag) : document.createElement(node.tag);
  dom.ccKey = node.key;
  return dom;
}

function patch(dom, node) {
  if (typeof node === "string") {
    if (dom.data !== node) dom.data = node;
    return;
  }
  setProps(dom, node.props);
  const left = [...dom.childNodes];
  const kept = node.kids.map((kid) => {
    const at = left.findIndex((old) => fits(old, kid));
    return at < 0 ? null : left.splice(at, 1)[0];
  });
  for (const old of left) old.remove(); // first, so that what stays need not be moved: a moved field loses the focus
  let place = dom.firstChild;
  node.kids.forEach((kid, n) => {
    const child = kept[n] || make(kid);
    if (child === place) place = place.nextSibling;
    else dom.insertBefore(child, place);
    patch(child, kid);
  });
  setValues(dom, node.props);
}

/* Draw into a root and give the focus back to the element that had it, caret included. */
function drawInto(root, nodes) {
  const held = root.contains(document.activeElement) ? document.activeElement : null;
  const caret = held && typeof held.selectionStart === "number" ? [held.selectionStart, held.selectionEnd] : null;
  patch(root, h("div", {}, nodes));
  if (held && held.isConnected && document.activeElement !== held) {
    held.focus({ preventScroll: true });
    if (caret) held.setSelectionRange(caret[0], caret[1]);
  }
}

/* Text with a little emphasis: "words" or ["words ", {code: "97"}, {b: "bold"}, {cite: "source"}]. */
function rich(parts) {
  if (parts === null || parts === undefined) return [];
  return (Array.isArray(parts) ? parts : [parts]).map((part) => {
    if (typeof part !== "object") return String(part);
    if ("code" in part) return h("code", {}, part.code);
    if ("b" in part) return h("b", { class: part.tone || null }, rich(part.b));
    if ("cite" in part) return h("span", { class: "cite" }, part.cite);
    return "";
  });
}

function button(words, act, props = {}) {
  return h("button", { type: "button", ...props, on: { click: act } }, words);
}

function hidden(words) {
  return h("span", { class: "sr" }, words);
}

const SIGN = { good: "✓", warn: "!", bad: "✕", later: "·", info: "i" };

/* A verdict is a sign and a word; the colour only repeats them. */
function verdict(tone, words) {
  return h("span", { class: "verdict " + tone }, h("span", { "aria-hidden": "true" }, SIGN[tone] || "·"), " ", words);
}

/* The few shapes in which facts are shown anywhere: a paragraph, pairs, a table, a picture, raw text. `lit`: the block and
   the row of it that somebody is pointed to; `say`: how texts are drawn, such as with the words of the trade. */
function blocks(list, { lit = null, say = rich } = {}) {
  if (!list || !list.length) return null;
  const row = (n) => (lit && lit.block === n ? lit.row : -1);
  return h(
    "div",
    { class: "blocks" },
    list.map((block, n) => {
      if (block.p) return h("p", { key: "p" + n, class: block.tone || null }, say(block.p));
      if (block.heading) return h("h4", { key: "h" + n }, block.heading);
      if (block.pairs)
        return h(
          "dl",
          { key: "d" + n, class: "pairs" },
          block.pairs.map(([name, value], at) =>
            h("div", { class: row(n) === at ? "lit" : null }, h("dt", {}, say(name)), h("dd", {}, say(value))),
          ),
        );
      if (block.list)
        return h(
          "ul",
          { key: "l" + n, class: "bullets" },
          block.list.map((one, at) => h("li", { key: at }, say(one))),
        );
      if (block.table) return facts(block.table, "t" + n, row(n), say);
      if (block.picture) return drawPicture(block.picture, "g" + n);
      if (block.raw)
        return h("pre", { key: "r" + n, tabindex: "0", "aria-label": block.label || "As sent" }, block.raw);
      return null;
    }),
  );
}

function facts(table, key, lit = -1, say = rich) {
  const right = new Set(table.right || []);
  const cell = (tag, text, n, more) => h(tag, { class: right.has(n) ? "num" : null, ...more }, say(text));
  return h(
    "div",
    {
      key,
      class: "scroll",
      tabindex: table.wide ? "0" : null,
      role: table.wide ? "group" : null,
      "aria-label": table.wide ? table.label || "Table" : null,
    },
    h(
      "table",
      {},
      table.label && h("caption", { class: "sr" }, table.label),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          table.head.map((text, n) => cell("th", text, n, { scope: "col" })),
        ),
      ),
      h(
        "tbody",
        {},
        table.rows.map((row, at) =>
          h(
            "tr",
            { class: at === lit ? "lit" : null },
            row.map((text, n) => cell("td", text, n)),
          ),
        ),
      ),
    ),
  );
}
