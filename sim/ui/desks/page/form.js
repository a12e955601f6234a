// The form of any task: every control of sim/learn/tasks/form.py with its label, its help beside it, and what is wrong
// with it. A desk with a page of its own draws its task in another way.

DRAWINGS.form = drawFormPage;

function drawFormPage(desk) {
  const { view } = desk;
  const panels = (view.panels || []).map((panel, n) => [panel.ahead, drawFormPanel(panel, n)]);
  const beside = [
    ...panels.filter(([ahead]) => ahead),
    [null, view.record && drawRecord(desk)],
    ...panels.filter(([ahead]) => !ahead),
  ]
    .map(([, drawn]) => drawn)
    .filter(Boolean);
  const work = h("div", { class: "work" }, drawFormCard(desk));
  if (!beside.length) return [drawPath(desk), drawRecap(desk), work];
  const left = h("div", { class: "beside", role: "group", "aria-label": "Beside the form", tabindex: "0" }, beside);
  return [drawPath(desk), drawRecap(desk), h("div", { class: "two", key: "two" }, left, work)];
}

/* What happened, what it cost, by which rule, and what comes next: once an item is finished. */
function drawRecap(desk) {
  const { recap } = desk.view;
  if (!recap) return null;
  const pair = (name, value) => h("div", { key: name }, h("dt", {}, name), h("dd", {}, value));
  const list = (texts) =>
    h(
      "ul",
      {},
      texts.map((text, n) => h("li", { key: n }, glossed(text))),
    );
  const next = (desk.view.actions || []).filter((one) => one.kind === "next_item" || one.kind === "new_variant");
  return h(
    "section",
    { class: "card recap", "aria-label": recap.heading, key: "recap", tabindex: "-1" },
    h("h3", {}, recap.heading),
    h(
      "dl",
      {},
      pair("What happened", recap.happened),
      recap.mistakes.length > 0 && pair("What went wrong", list(recap.mistakes)),
      recap.cost.length > 0 && pair("What it cost", list(recap.cost)),
      recap.rules.length > 0 && pair("The rule", h("ul", {}, recap.rules.map(drawRule))),
      pair("Next step", [recap.next, (desk.view.onward || {}).words].filter(Boolean).join(" ")),
    ),
    h(
      "div",
      { class: "actions" },
      next.map((one) =>
        button(one.words, () => lead(desk, one), { key: one.kind, class: one.weight === "go" ? "go" : null }),
      ),
    ),
  );
}

function drawRule(rule, n) {
  const { more } = rule;
  return h(
    "li",
    { key: n },
    rule.cite,
    rule.file && [h("span", { class: "soft" }, " · stated in "), h("code", {}, rule.file)],
    more && [
      h("span", { class: "soft" }, " · read more: "),
      h("a", { href: more.address, target: "_blank", rel: "noopener noreferrer" }, more.title),
      h("span", { class: "soft" }, ` (${more.publisher})`),
    ],
  );
}

/* A folded panel is one click away; one that is `ahead` stands above the record. */
function drawFormPanel(panel, n) {
  if (panel.folded)
    return h(
      "details",
      { class: "card", key: "panel" + n },
      h("summary", {}, panel.heading),
      blocks(panel.blocks, { say: glossed }),
    );
  return h(
    "section",
    { class: "card", "aria-label": panel.heading, key: "panel" + n },
    h("h3", {}, panel.heading),
    blocks(panel.blocks, { say: glossed }),
  );
}

function drawFormCard(desk) {
  const { view } = desk;
  if (!view.fields.length) return null;
  const whole = markAt(desk, "whole");
  return h(
    "section",
    { class: "card asked", "aria-label": "Your answer", key: "asked", ...WORK },
    h("h3", {}, "Your answer"),
    drawDeposit(desk),
    drawGiven(desk),
    drawToCorrect(desk),
    view.fields.map((control) => drawControl(desk, control)),
    whole && h("div", { key: "whole" }, verdict(whole.tone, whole.says), drawWhy(desk, whole)),
    !view.path && drawFormula(desk, view.formula),
    drawHints(desk),
    drawKey(desk),
    drawActions(desk),
  );
}

/* After a submission the page begins at its top: from here each field that has to be corrected is one click away. */
function drawToCorrect(desk) {
  const isWrong = (control) => FLAGGED.has((markAt(desk, control.name) || {}).tone);
  const wrong = desk.view.fields.filter(isWrong);
  if (!wrong.length) return null;
  const links = wrong.map((control) =>
    h("li", { key: control.name }, button(control.label, () => goToControl(desk, control), { class: "quiet inline" })),
  );
  return h("div", { class: "to-correct", key: "to-correct" }, h("b", {}, "To correct"), h("ul", {}, links));
}

function goToControl(desk, control) {
  const place = desk.root.querySelector(`[data-control="${CSS.escape(control.name)}"]`);
  if (!place) return;
  place.scrollIntoView({ block: "center", behavior: desk.calm() ? "auto" : "smooth" });
  const field = place.querySelector("input, select, textarea, button");
  if (field) field.focus({ preventScroll: true });
}

/* The steps that are done: what they saw, what followed, and where it stands. */
function drawGiven(desk) {
  const { given } = desk.view;
  if (!given) return null;
  const opened = desk.local.given ?? !desk.view.round;
  const set = (event) => (desk.local.given = event.target.open);
  return h(
    "details",
    { class: "given", key: "given", open: opened, on: { toggle: set } },
    h("summary", {}, given.heading),
    h("p", { class: "soft" }, given.words),
    h(
      "ol",
      { class: "steps" },
      given.steps.map((step, n) =>
        h(
          "li",
          { key: n },
          h("b", {}, step.place, ": "),
          step.says,
          " ",
          h("b", {}, "So: "),
          glossed(step.follows),
          " ",
          h("span", { class: "cite" }, step.cite),
        ),
      ),
    ),
  );
}

// ---- values: a name with a point is a field inside another

function valueAt(desk, name) {
  const [head, inner] = name.split(".");
  return inner ? (desk.draft[head] || {})[inner] : desk.draft[head];
}

function setAt(desk, name, value, typing = false) {
  const [head, inner] = name.split(".");
  desk.edit(
    (draft) => {
      if (inner) (draft[head] ||= {})[inner] = value;
      else draft[head] = value;
    },
    { typing },
  );
}

/* Is a field as it was, whatever changed beside it? A row is known by its number; of what is no field of its own (a row
   that is missing) the whole list is looked at. */
function isAsItWas(where, before, after) {
  const alike = (one, other) => JSON.stringify(one ?? "") === JSON.stringify(other ?? "");
  const [, ...inner] = where.split(".");
  let [was, is] = [before, after];
  for (const name of inner) {
    if (Array.isArray(was)) {
      if (!was[name]) return alike(before, after);
      const { id } = was[name];
      const now = Array.isArray(is) ? (id === undefined ? is[name] : is.find((row) => row.id === id)) : undefined;
      if (!now || is.indexOf(now) !== Number(name)) return false;
      [was, is] = [was[name], now];
    } else [was, is] = [(was || {})[name], (is || {})[name]];
  }
  return alike(was, is);
}

/* A mark speaks about the value that was graded; once that is changed it is gone. */
function markAt(desk, name) {
  const mark = (desk.view.marks || {})[name];
  return mark && (name === "whole" || isAsItWas(name, mark.row, valueAt(desk, name.split(".")[0]))) ? mark : null;
}

/* What could not be read is told until the field is changed. */
function problemAt(desk, where) {
  const words = (desk.view.problems || {})[where];
  const head = where.split(".")[0];
  return words && isAsItWas(where, (desk.view.draft || {})[head], desk.draft[head]) ? words : null;
}

// ---- one control

const GROUPED = new Set(["choices", "rows", "phrases", "boxes", "sheet", "ledger"]);

function drawControl(desk, control) {
  const id = desk.id("at-" + control.name.replaceAll(".", "-"));
  const problem = problemAt(desk, control.name);
  const mark = markAt(desk, control.name);
  const about = [control.help && id + "-help", problem && id + "-problem"].filter(Boolean).join(" ") || null;
  const shared = { id, "aria-describedby": about, "aria-invalid": problem ? "true" : null, "data-field": control.name };
  const grouped = GROUPED.has(control.kind) || (control.kind === "choice" && control.options.length <= 6);
  const isGiven = desk.view.given && desk.view.given.fields.includes(control.name);
  const below = [
    isGiven && h("p", { class: "soft given-line" }, "· filled in for you"),
    control.help && h("p", { class: "soft help-line", id: id + "-help" }, glossed(control.help)),
    drawWords(control, grouped),
    DRAWN[control.kind](desk, control, shared),
    problem && h("p", { class: "problem", id: id + "-problem" }, "! ", problem),
    mark && h("p", { class: "marked" }, verdict(mark.tone, mark.says)),
    mark && drawWhy(desk, mark),
  ];
  if (grouped)
    return h(
      "fieldset",
      { key: control.name, class: "control", "aria-describedby": about, "data-control": control.name },
      h("legend", {}, glossed(control.label)),
      below,
    );
  const ticked = control.kind === "tick" || control.kind === "code";
  return h(
    "div",
    { key: control.name, class: "control" + (control.kind === "tick" ? " tick" : ""), "data-control": control.name },
    !ticked && h("label", { for: id, class: "name" }, control.label),
    below,
  );
}

/* Words of the trade in a label or an option, which cannot be buttons themselves: they stand below it. */
function drawWords(control, grouped) {
  const texts = [grouped ? "" : control.label, ...(control.options || []).map((one) => one.words)];
  const words = termsOf(texts.join(" | "));
  return words.length > 0 && h("p", { class: "soft help-line", key: "words" }, "Look up: ", words);
}

const DRAWN = {
  choice: drawOneOf,
  choices: drawSeveral,
  tick: drawTick,
  number: (desk, control, shared) => [
    drawTyped(desk, control, { ...shared, inputmode: "numeric", class: "short num" }),
    control.unit && h("span", { class: "soft" }, " ", control.unit),
  ],
  money: (desk, control, shared) => [
    "$ ",
    drawTyped(desk, control, { ...shared, inputmode: "decimal", class: "short num" }),
  ],
  date: (desk, control, shared) => drawTyped(desk, control, { ...shared, type: "date", class: "short" }),
  text: drawText,
  code: drawCode,
  rows: drawRowsOf,
  phrases: drawPhrases,
  boxes: drawBoxesOf,
  sheet: drawSheet,
  ledger: drawSheet,
};

function drawTyped(desk, control, props) {
  const set = (event) => setAt(desk, control.name, event.target.value, true);
  return h("input", {
    type: "text",
    autocomplete: "off",
    maxlength: "120",
    ...props,
    value: valueAt(desk, control.name) ?? "",
    on: { input: set },
  });
}

const FEW_LETTERS = 20; // a text that is never longer has a short field

function drawText(desk, control, shared) {
  if (control.lines <= 1)
    return drawTyped(desk, control, {
      ...shared,
      class: control.most <= FEW_LETTERS ? "short" : "wide",
      maxlength: String(control.most),
    });
  const set = (event) => setAt(desk, control.name, event.target.value, true);
  return h("textarea", {
    ...shared,
    class: "wide",
    rows: String(control.lines),
    maxlength: String(control.most),
    value: valueAt(desk, control.name) ?? "",
    on: { input: set },
  });
}

const SHORT_WORDS = 60; // of options that stand side by side

/* A few options are radio buttons, more are a list. */
function drawOneOf(desk, control, shared) {
  const chosen = valueAt(desk, control.name) || "";
  if (control.options.length > 6) {
    const options = [{ id: "", words: "choose" }, ...control.options];
    const set = (event) => setAt(desk, control.name, event.target.value);
    return h(
      "select",
      { ...shared, value: chosen, on: { change: set } },
      options.map((one) => h("option", { value: one.id, key: one.id }, one.words)),
    );
  }
  return control.options.map((one) =>
    h(
      "label",
      { class: "opt" + (chosen === one.id ? " chosen" : ""), key: one.id },
      h("input", {
        type: "radio",
        name: shared.id,
        value: one.id,
        checked: chosen === one.id,
        on: { change: () => setAt(desk, control.name, one.id) },
      }),
      h("span", {}, one.words),
    ),
  );
}

function drawSeveral(desk, control) {
  const chosen = valueAt(desk, control.name) || [];
  const toggle = (id) =>
    setAt(desk, control.name, chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  const boxes = control.options.map((one) =>
    h(
      "label",
      { class: "opt", key: one.id },
      h("input", { type: "checkbox", checked: chosen.includes(one.id), on: { change: () => toggle(one.id) } }),
      h("span", {}, one.words),
    ),
  );
  const areShort = control.options.every((one) => one.words.length <= SHORT_WORDS);
  return h("div", { class: areShort ? "opts" : null }, boxes);
}

function drawTick(desk, control, shared) {
  const set = (event) => setAt(desk, control.name, event.target.checked);
  return h(
    "label",
    { class: "opt" },
    h("input", { ...shared, type: "checkbox", checked: Boolean(valueAt(desk, control.name)), on: { change: set } }),
    h("span", {}, control.label),
  );
}

/* A code is found by searching, or typed. */
function drawCode(desk, control) {
  const code = valueAt(desk, control.name) || "";
  const pick = (row) => {
    if (row.label) desk.local.labels[row.code] = row.label;
    setAt(desk, control.name, row.code);
    desk.announce(`${row.code} ${row.label} chosen`);
  };
  const remove = button("✕", () => setAt(desk, control.name, ""), { class: "tool", "aria-label": "Remove " + code });
  return [
    drawSearch(desk, {
      name: control.name,
      label: control.label,
      kind: control.library,
      off: desk.view.search === "off",
      pick,
    }),
    code && h("p", { class: "picked" }, h("code", {}, code), " ", labelOf(desk, code), " ", remove),
  ];
}

// ---- rows

function nextId(rows) {
  return 1 + Math.max(0, ...rows.map((row) => row.id || 0));
}

function drawRowsOf(desk, control) {
  const rows = valueAt(desk, control.name) || [];
  const blank = (more) => ({
    id: nextId(rows),
    ...Object.fromEntries(control.fields.map((field) => [field.name, ""])),
    ...more,
  });
  const add = (more) => {
    if (rows.length >= control.most) return desk.say(`At most ${control.most}.`);
    const row = blank(more);
    setAt(desk, control.name, [...rows, row]);
    const empty = control.fields.find((field) => !row[field.name]) || control.fields[0];
    desk.focus("#" + CSS.escape(cellId(desk, control, row, empty)));
  };
  const first = control.fields[0];
  const search = first.kind === "code" && {
    name: control.name,
    label: `Add: ${first.label}`,
    kind: first.library,
    off: desk.view.search === "off",
    pick: (row) => add({ [first.name]: row.code }),
  };
  return [
    search && drawSearch(desk, search),
    drawEntryTable(desk, control, rows, control.fields),
    button(`Add ${control.one}`, () => add({}), { class: "quiet" }),
    control.fields.map((field) => drawFinders(desk, control, field, rows, add)),
  ];
}

/* Codes that are looked up for a field of words: the first row in which it is empty gets the code, else a new row. */
function drawFinders(desk, control, field, rows, add) {
  if (!(field.finds || []).length || desk.view.search === "off") return null;
  const pick = (found) => {
    const at = rows.findIndex((row) => !row[field.name]);
    desk.announce(`${found.code} ${found.label} chosen`);
    if (at < 0) return add({ [field.name]: found.code });
    setAt(
      desk,
      control.name,
      rows.map((row, n) => (n === at ? { ...row, [field.name]: found.code } : row)),
    );
  };
  return h(
    "div",
    { class: "finders", key: "finders-" + field.name },
    field.finds.map((kind) =>
      drawSearch(desk, { name: `${control.name}-${kind}`, label: `Find a ${kind} code`, kind, off: false, pick }),
    ),
  );
}

function cellId(desk, control, row, field) {
  return desk.id(`at-${control.name}-${row.id}-${field.name}`);
}

function drawEntryTable(desk, control, rows, fields) {
  if (!rows.length) return h("p", { class: "empty" }, "Nothing entered yet.");
  const numeric = (field) => field.kind === "number" || field.kind === "money";
  const head = fields.map((field) =>
    h("th", { scope: "col", key: field.name, class: numeric(field) ? "num" : null }, glossed(field.label)),
  );
  const cell = (row, n, field) => {
    const problem = problemAt(desk, `${control.name}.${n}.${field.name}`);
    return h(
      "td",
      { key: field.name, class: numeric(field) ? "num" : null },
      drawCell(desk, control, rows, n, field, problem),
      problem && h("p", { class: "problem", id: cellId(desk, control, row, field) + "-problem" }, "! ", problem),
    );
  };
  /* Below the row, over its whole width: a cell is too narrow for a reason. */
  const reasons = (row, n) =>
    [["", `${control.name}.${n}`], ...fields.map((field) => [field.label + ": ", `${control.name}.${n}.${field.name}`])]
      .map(([words, where]) => drawReason(desk, where, words, markAt(desk, where), fields.length + 2))
      .filter(Boolean);
  const remove = (n) => () =>
    setAt(
      desk,
      control.name,
      rows.filter((_, k) => k !== n),
    );
  const one = control.one || "entry";
  return h(
    "table",
    { class: "services entries", key: "rows" },
    h("caption", { class: "sr" }, control.label),
    h(
      "thead",
      {},
      h("tr", {}, h("th", { scope: "col" }, hidden(one)), head, h("th", { scope: "col" }, hidden("remove"))),
    ),
    h(
      "tbody",
      {},
      rows.map((row, n) => [
        h(
          "tr",
          { key: "row" + row.id },
          h("td", { class: "soft" }, String(n + 1)),
          fields.map((field) => cell(row, n, field)),
          h("td", { class: "end" }, button("✕", remove(n), { class: "tool", "aria-label": `Remove ${one} ${n + 1}` })),
        ),
        ...reasons(row, n),
      ]),
    ),
  );
}

/* The mark of a cell as a row of its own below it. */
function drawReason(desk, where, words, mark, width) {
  return (
    mark &&
    h(
      "tr",
      { class: "reason", key: "why-" + where },
      h(
        "td",
        { colspan: String(width) },
        h("p", { class: "marked" }, words && h("span", { class: "soft" }, words), verdict(mark.tone, mark.says)),
        drawWhy(desk, mark),
      ),
    )
  );
}

function drawCell(desk, control, rows, n, field, problem) {
  const id = cellId(desk, control, rows[n], field);
  const set = (typing) => (event) =>
    desk.edit(
      (draft) => {
        const [head, inner] = control.name.split(".");
        (inner ? draft[head][inner] : draft[head])[n][field.name] = event.target.value;
      },
      { typing },
    );
  const props = {
    id,
    "aria-label": `${field.label}, ${control.one || "entry"} ${n + 1}`,
    "aria-invalid": problem ? "true" : null,
    "aria-describedby": problem ? id + "-problem" : null,
    value: rows[n][field.name] ?? "",
  };
  if (field.kind === "choice") {
    const options = [{ id: "", words: "choose" }, ...field.options];
    return h(
      "select",
      { ...props, on: { change: set(false) } },
      options.map((one) => h("option", { value: one.id, key: one.id }, one.words)),
    );
  }
  const mode = { number: "numeric", money: "decimal" }[field.kind] || null;
  return h("input", {
    ...props,
    type: field.kind === "date" ? "date" : "text",
    inputmode: mode,
    maxlength: "120",
    autocomplete: "off",
    spellcheck: "false",
    on: { input: set(true) },
  });
}

// ---- a sheet: prepared lines with the same fields each; a ledger is one whose fields are amounts

/* An amount as typed, in cents; 0 for what is no amount. */
function centsOf(text) {
  const digits = String(text ?? "").replace(/[$,\s]/g, "").replace("−", "-");
  return /^-?\d{1,9}(\.\d{1,2})?$/.test(digits) ? Math.round(Number(digits) * 100) : 0;
}

function dollarsOf(cents) {
  const [whole, part] = (Math.abs(cents) / 100).toFixed(2).split(".");
  return `${cents < 0 ? "-" : ""}$${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${part}`;
}

const filled = (cells) => JSON.stringify(Object.entries(cells || {}).filter(([, text]) => text).sort());

/* A mark of a line speaks about what was graded there; another line may change. */
function lineMark(desk, control, where, line) {
  const mark = (desk.view.marks || {})[where];
  const now = (valueAt(desk, control.name) || {})[line.id];
  return mark && filled((mark.row || {})[line.id]) === filled(now) ? mark : null;
}

function lineProblem(desk, control, line, field) {
  const words = (desk.view.problems || {})[`${control.name}.${line.id}.${field.name}`];
  const sent = ((desk.view.draft || {})[control.name] || {})[line.id] || {};
  const now = (desk.draft[control.name] || {})[line.id] || {};
  return words && (sent[field.name] ?? "") === (now[field.name] ?? "") ? words : null;
}

function drawSheet(desk, control) {
  const isLedger = control.kind === "ledger";
  const right = (field) => field.kind === "number" || field.kind === "money";
  const heads = [
    h("th", { scope: "col" }, control.one[0].toUpperCase() + control.one.slice(1)),
    control.heads.map((words) => h("th", { scope: "col", class: "num", key: "f" + words }, words)),
    control.fields.map((field) =>
      h("th", { scope: "col", key: field.name, class: right(field) ? "num" : field.kind }, field.label),
    ),
    isLedger && h("th", { scope: "col", class: "num" }, "Left to post"),
  ];
  return h(
    "table",
    { class: "prepared" + (control.fields.every(right) ? "" : " mixed") },
    h("caption", { class: "sr" }, control.label),
    h("thead", {}, h("tr", {}, heads)),
    control.lines.map((line) => drawSheetLine(desk, control, line)),
  );
}

function drawSheetLine(desk, control, line) {
  const typed = (valueAt(desk, control.name) || {})[line.id] || {};
  const left = line.open_amount - control.fields.reduce((sum, field) => sum + centsOf(typed[field.name]), 0);
  const marks = [
    ["", `${control.name}.${line.id}`],
    ...control.fields.map((field) => [field.label + ": ", `${control.name}.${line.id}.${field.name}`]),
  ]
    .map(([words, where]) => [words, where, lineMark(desk, control, where, line)])
    .filter(([, , mark]) => mark);
  const width = 1 + control.heads.length + control.fields.length + (control.kind === "ledger");
  return h(
    "tbody",
    { key: line.id },
    h(
      "tr",
      {},
      h("th", { scope: "row" }, rich(line.words)),
      line.facts.map((text, n) =>
        h("td", { class: "num", key: "f" + n }, h("span", { class: "cell-name" }, control.heads[n]), rich(text)),
      ),
      control.fields.map((field) => drawSheetCell(desk, control, line, field)),
      control.kind === "ledger" &&
        h(
          "td",
          { class: "num left" + (left ? " open" : "") },
          h("span", { class: "cell-name" }, "Left to post"),
          left ? dollarsOf(left) : "0.00 ✓",
        ),
    ),
    marks.map(([words, where, mark]) => drawReason(desk, where, words, mark, width)),
  );
}

function drawSheetCell(desk, control, line, field) {
  const id = desk.id(`at-${control.name}-${line.id}-${field.name}`);
  const problem = lineProblem(desk, control, line, field);
  const set = (typing) => (event) =>
    desk.edit(
      (draft) => {
        ((draft[control.name] ||= {})[line.id] ||= {})[field.name] = event.target.value;
      },
      { typing },
    );
  const props = {
    id,
    "aria-label": `${field.label}, ${line.words}`,
    "aria-invalid": problem ? "true" : null,
    "aria-describedby": problem ? id + "-problem" : null,
    "data-field": `${control.name}.${line.id}.${field.name}`,
    value: ((valueAt(desk, control.name) || {})[line.id] || {})[field.name] ?? "",
  };
  const isAmount = field.kind === "number" || field.kind === "money";
  return h(
    "td",
    { key: field.name, class: isAmount ? "num" : field.kind },
    h("span", { class: "cell-name", "aria-hidden": "true" }, field.label),
    field.kind === "choice" ? drawSheetChoice(field, props, set) : drawSheetInput(field, props, set),
    problem && h("p", { class: "problem", id: id + "-problem" }, "! ", problem),
  );
}

function drawSheetChoice(field, props, set) {
  const options = [{ id: "", words: "choose" }, ...field.options];
  return h(
    "select",
    { ...props, on: { change: set(false) } },
    options.map((one) => h("option", { value: one.id, key: one.id }, one.words)),
  );
}

function drawSheetInput(field, props, set) {
  return h("input", {
    ...props,
    type: field.kind === "date" ? "date" : "text",
    inputmode: { number: "numeric", money: "decimal" }[field.kind] || null,
    maxlength: "120",
    autocomplete: "off",
    spellcheck: "false",
    on: { input: set(true) },
  });
}

/* What was received, what the ledgers have posted of it, what is left. */
function drawDeposit(desk) {
  const { deposit, fields } = desk.view;
  if (deposit == null) return null;
  const posted = fields
    .filter((control) => control.kind === "ledger")
    .flatMap((control) => Object.values(valueAt(desk, control.name) || {}).map((cells) => [control, cells]))
    .reduce((sum, [control, cells]) => sum + control.received.reduce((n, name) => n + centsOf(cells[name]), 0), 0);
  const left = deposit - posted;
  const pair = (words, cents) => h("div", {}, h("dt", {}, words), h("dd", { class: "num" }, dollarsOf(cents)));
  return h(
    "div",
    { class: "deposit" + (left ? "" : " balanced"), key: "deposit" },
    h("dl", {}, pair("Deposit", deposit), pair("Posted", posted), pair("Left to post", left)),
    h("p", {}, left ? "! Not in balance yet" : "✓ Balances to the deposit"),
  );
}

// ---- boxes of a form

function drawBoxesOf(desk, control) {
  const typed = valueAt(desk, control.name) || {};
  const set = (box) => (event) => setAt(desk, control.name, { ...typed, [box.name]: event.target.value }, true);
  return h(
    "div",
    { class: "heads" },
    control.boxes.map((box) => {
      const problem = problemAt(desk, `${control.name}.${box.name}`);
      const value = typed[box.name] ?? box.value;
      const id = desk.id(`at-${control.name}-${box.name}`.replaceAll(".", "-"));
      return h(
        "label",
        { class: "change", key: box.name },
        h("span", {}, box.label),
        h("input", {
          id,
          value,
          readonly: box.locked ? true : null,
          class: value !== box.value ? "changed" : null,
          maxlength: "120",
          autocomplete: "off",
          title: box.help || null,
          "aria-invalid": problem ? "true" : null,
          "data-field": box.name,
          on: { input: set(box) },
        }),
        problem && h("span", { class: "problem" }, "! ", problem),
      );
    }),
  );
}
