// The coder's desk: ordered diagnoses, services with modifiers, units and pointers, hold and ask.

const LETTERS = "ABCDEFGHIJKL";

DRAWINGS.coder = drawCoder;

function drawCoder(desk) {
  return [
    drawPath(desk),
    h(
      "div",
      { class: "two", key: "two" },
      drawRecord(desk),
      h("div", { class: "work" }, drawDiagnoses(desk), drawServices(desk)),
    ),
  ];
}

/* A mark belongs to the row as it was handed in; once the row is changed the mark no longer speaks about it. */
function markOf(desk, kind, row) {
  const marks = (desk.view.marks || {})[kind] || [];
  const same = (mark) => mark.row && Object.keys(mark.row).every((name) => (row[name] ?? "") === mark.row[name]);
  return marks.find(same) || null;
}

// ---- diagnoses

function drawDiagnoses(desk) {
  const rows = desk.draft.diagnoses;
  const missing = ((desk.view.marks || {}).missing || []).filter((m) => m.kind === "diagnoses");
  return h(
    "section",
    { class: "card", "aria-label": "Diagnoses", key: "diagnoses", ...WORK },
    h("h3", {}, "1 Diagnoses, first-listed first"),
    drawSearch(desk, {
      name: "dx",
      label: "Add a diagnosis: a word, a few letters or a code",
      kind: "diagnosis",
      off: desk.view.coder.search === "off",
      pick: (row) => addDiagnosis(desk, row),
    }),
    rows.length > 0 &&
      h(
        "ol",
        { class: "rows" },
        rows.map((row, n) => drawDiagnosis(desk, row, n)),
      ),
    rows.length === 0 && h("p", { class: "empty" }, "No diagnosis yet."),
    missing.length > 0 &&
      h(
        "ul",
        { class: "rows" },
        missing.map((m, n) => drawMissing(desk, m, n)),
      ),
  );
}

function drawDiagnosis(desk, row, n) {
  const mark = markOf(desk, "diagnoses", row);
  const name = `${LETTERS[n]}, ${row.code}`;
  const last = desk.draft.diagnoses.length - 1;
  const locked = desk.view.coder.locked;
  return h(
    "li",
    { key: row.code, class: mark ? "is-" + mark.tone : null },
    h("b", { class: "letter" }, LETTERS[n]),
    h("code", {}, row.code),
    h("span", { class: "label" }, labelOf(desk, row.code)),
    mark && verdict(mark.tone, mark.says),
    !locked &&
      h(
        "span",
        { class: "tools" },
        button("↑", () => moveDiagnosis(desk, n, -1), {
          class: "tool",
          "aria-label": "Move up: " + name,
          "data-tool": "up" + row.code,
          "aria-disabled": n === 0 ? "true" : null,
        }),
        button("↓", () => moveDiagnosis(desk, n, 1), {
          class: "tool",
          "aria-label": "Move down: " + name,
          "data-tool": "down" + row.code,
          "aria-disabled": n === last ? "true" : null,
        }),
        button("✕", () => removeDiagnosis(desk, n), {
          class: "tool",
          "aria-label": "Remove: " + name,
          "data-tool": "remove" + row.code,
        }),
      ),
    mark && drawWhy(desk, mark),
  );
}

function drawMissing(desk, mark, n) {
  return h(
    "li",
    { key: "missing" + n, class: "is-" + mark.tone },
    h("b", { class: "letter" }, "+"),
    mark.code
      ? h("code", {}, mark.code)
      : h("span", { class: "empty" }, mark.kind === "services" ? "a service" : "a diagnosis"),
    h("span", { class: "label" }, mark.label),
    verdict(mark.tone, mark.says),
    drawWhy(desk, mark),
  );
}

function addDiagnosis(desk, found) {
  if (desk.draft.diagnoses.some((row) => row.code === found.code))
    return desk.say(`${found.code} is on the list already.`);
  if (desk.draft.diagnoses.length >= 12) return desk.say("A claim has room for twelve diagnoses.");
  if (found.label) desk.local.labels[found.code] = found.label;
  desk.edit((draft) => draft.diagnoses.push({ code: found.code }));
  desk.announce(`${LETTERS[desk.draft.diagnoses.length - 1]}: ${found.code} ${found.label} added`);
}

/* Pointers stay with the diagnosis they name when the order changes; what names none stays as typed. */
function renumber(draft, order) {
  for (const service of draft.services) {
    service.pointers = [...service.pointers]
      .map((letter) => (LETTERS.includes(letter) ? LETTERS[order.indexOf(LETTERS.indexOf(letter))] || "" : letter))
      .join("");
  }
  draft.diagnoses = order.map((n) => draft.diagnoses[n]);
}

function moveDiagnosis(desk, n, step) {
  const order = desk.draft.diagnoses.map((_, k) => k);
  if (n + step < 0 || n + step >= order.length) return;
  const code = desk.draft.diagnoses[n].code;
  [order[n], order[n + step]] = [order[n + step], order[n]];
  desk.edit((draft) => renumber(draft, order));
  desk.focus(`[data-tool="${CSS.escape((step < 0 ? "up" : "down") + code)}"]`);
  desk.announce(`${code} is now ${LETTERS[n + step]}`);
}

function removeDiagnosis(desk, n) {
  const code = desk.draft.diagnoses[n].code;
  desk.edit((draft) =>
    renumber(
      draft,
      draft.diagnoses.map((_, k) => k).filter((k) => k !== n),
    ),
  );
  const next = desk.draft.diagnoses[Math.min(n, desk.draft.diagnoses.length - 1)];
  desk.focus(next ? `[data-tool="${CSS.escape("remove" + next.code)}"]` : "#" + desk.id("dx"));
  desk.announce(`${code} removed`);
}

// ---- services

function drawServices(desk) {
  const rows = desk.draft.services;
  const missing = ((desk.view.marks || {}).missing || []).filter((m) => m.kind === "services");
  return h(
    "section",
    { class: "card", "aria-label": "Services", key: "services" },
    h("h3", {}, "2 Services"),
    drawSearch(desk, {
      name: "service",
      label: "Add a service, drug or supply",
      kind: "service",
      off: desk.view.coder.search === "off",
      pick: (row) => addService(desk, row),
    }),
    rows.length > 0 &&
      h(
        "table",
        { class: "services" },
        h("caption", { class: "sr" }, "Services of this visit"),
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["", "code", "modifiers", "units", "for", "", ""].map((text, n) =>
              h(
                "th",
                { scope: "col", class: text === "units" ? "num" : null },
                text || hidden(["line", "", "", "", "", "verdict", "remove"][n]),
              ),
            ),
          ),
        ),
        h(
          "tbody",
          {},
          rows.map((row, n) => drawService(desk, row, n)),
        ),
      ),
    rows.length === 0 && h("p", { class: "empty" }, "No service yet."),
    missing.length > 0 &&
      h(
        "ul",
        { class: "rows" },
        missing.map((m, n) => drawMissing(desk, m, n)),
      ),
    drawFlags(desk),
    drawWhole(desk),
    drawAsk(desk),
    drawHints(desk),
    drawKey(desk),
    drawActions(desk),
  );
}

function drawService(desk, row, n) {
  const mark = markOf(desk, "services", row);
  const set = (name, clean) => (event) =>
    desk.edit(
      (draft) => {
        draft.services[n][name] = clean(event.target.value);
      },
      { typing: true },
    );
  const field = (name, words, clean, more) =>
    h("input", {
      id: desk.id(`line${row.id}-${name}`),
      "aria-label": `${words}, line ${n + 1}, ${row.code}`,
      value: row[name],
      maxlength: "24",
      autocomplete: "off",
      spellcheck: "false",
      readonly: desk.view.coder.locked ? true : null,
      on: { input: set(name, clean) },
      ...more,
    });
  return [
    h(
      "tr",
      { key: row.id, class: "main" },
      h("td", { class: "soft" }, String(n + 1)),
      h("td", {}, h("code", {}, row.code)),
      h("td", {}, field("modifiers", "Modifiers", upper, { class: "modifiers" })),
      h("td", { class: "num" }, field("units", "Units", unchanged, { class: "units", inputmode: "numeric" })),
      h(
        "td",
        {},
        field("pointers", "Diagnosis pointers", upper, {
          class: "pointers",
          "aria-describedby": desk.id("pointers-help"),
        }),
      ),
      h("td", {}, mark && verdict(mark.tone, mark.says)),
      h(
        "td",
        { class: "end" },
        !desk.view.coder.locked &&
          button("✕", () => removeService(desk, n), {
            class: "tool",
            "aria-label": `Remove line ${n + 1}, ${row.code}`,
            "data-tool": "remove-line" + row.id,
          }),
      ),
    ),
    h(
      "tr",
      { key: "why" + row.id, class: "reason" },
      h("td", {}),
      h(
        "td",
        { colspan: "6" },
        h(
          "div",
          { class: "label" },
          [labelOf(desk, row.code), ...modifierWords(desk, row)].filter(Boolean).join(" · "),
        ),
        mark && drawWhy(desk, mark),
      ),
    ),
  ];
}

const upper = (text) => text.toUpperCase();
const unchanged = (text) => text;

function modifierWords(desk, row) {
  const known = desk.view.coder.modifiers || {};
  return row.modifiers
    .split(/[ ,]+/)
    .filter(Boolean)
    .map((code) => known[code] || (code.length === 2 ? `${code}: not in our list` : null))
    .filter(Boolean);
}

function addService(desk, found) {
  if (desk.draft.services.length >= 24) return desk.say("Twenty-four lines are the most this desk takes.");
  if (found.label) desk.local.labels[found.code] = found.label;
  const id = 1 + Math.max(0, ...desk.draft.services.map((row) => row.id));
  desk.edit((draft) =>
    draft.services.push({
      id,
      code: found.code,
      modifiers: "",
      units: "1",
      pointers: draft.diagnoses.length === 1 ? "A" : "",
    }),
  );
  desk.focus("#" + desk.id(`line${id}-modifiers`));
  desk.announce(`Line ${desk.draft.services.length}: ${found.code} ${found.label} added`);
}

function removeService(desk, n) {
  const code = desk.draft.services[n].code;
  desk.edit((draft) => draft.services.splice(n, 1));
  const next = desk.draft.services[Math.min(n, desk.draft.services.length - 1)];
  desk.focus(next ? `[data-tool="remove-line${next.id}"]` : "#" + desk.id("service"));
  desk.announce(`${code} removed`);
}

/* Answers that are not codes: no visit to code, not billable, nothing more to code. */
function drawFlags(desk) {
  const flags = desk.view.coder.flags || [];
  if (!flags.length) return null;
  const toggle = (id) => (event) =>
    desk.edit((draft) => {
      draft.flags = event.target.checked ? [...draft.flags, id] : draft.flags.filter((flag) => flag !== id);
    });
  return h(
    "div",
    { class: "flags" },
    flags.map((flag) =>
      h(
        "label",
        { class: "opt", key: flag.id },
        h("input", {
          type: "checkbox",
          checked: desk.draft.flags.includes(flag.id),
          disabled: desk.view.coder.locked ? true : null,
          on: { change: toggle(flag.id) },
        }),
        h("span", {}, flag.words),
      ),
    ),
  );
}

// ---- hold and ask

function drawAsk(desk) {
  const { ask, asked } = desk.view;
  if (asked) return h("p", { class: "why", key: "asked" }, h("b", {}, "You asked: "), asked.question, " ", asked.words);
  if (!ask || !desk.local.asking) return null;
  const chosen = desk.local.question;
  const own = desk.local.ownQuestion || "";
  const pick = (id) => () => {
    desk.local.question = id;
    desk.draw();
  };
  const send = () => {
    const question = chosen === "own" ? own.trim() : chosen;
    if (!question) return desk.say("Choose a question or write one first.");
    desk.local.asking = false;
    desk.act("ask", { question });
  };
  const radio = (id, ...words) =>
    h(
      "label",
      { class: "opt", key: id },
      h("input", { type: "radio", name: desk.id("question"), checked: chosen === id, on: { change: pick(id) } }),
      h("span", {}, words),
    );
  return h(
    "fieldset",
    { class: "ask", key: "ask", "data-drawer": "ask" },
    h("legend", {}, "Hold the claim and ask the provider"),
    h("p", { class: "soft" }, ask.words),
    ask.choices.map((choice) => radio(choice.id, choice.words)),
    radio("own", "In your own words:"),
    h("textarea", {
      "aria-label": "Your question",
      rows: "2",
      maxlength: "1000",
      value: own,
      on: {
        input: (event) => {
          desk.local.ownQuestion = event.target.value;
          desk.local.question = "own";
          desk.draw();
        },
      },
    }),
    h(
      "div",
      { class: "actions" },
      button("Send the question", send, { class: "go small" }),
      button(
        "Not now",
        () => closeDrawer(desk, "ask"),
        { class: "quiet" },
      ),
    ),
  );
}
