// Two strategies side by side: what each begins with, what was changed, and what came of both. The sliders are the draft of
// this page, so they stay where they were when it is loaded again.

DRAWINGS.strategies = drawStrategies;
const LONG = 180_000; // milliseconds for thirteen weeks of 20,000 visits

function drawStrategies(desk) {
  const { view } = desk;
  const again = stillAwaited(desk, view.result || view.progress);
  goOn(desk);
  if (view.result && desk.local.result !== view.result) setTimeout(() => desk.goOnFrom("section.outcome"));
  desk.local.result = view.result || desk.local.result; // until the next comparison, whatever else is done
  return [
    h(
      "section",
      { class: "card strategies", "aria-label": "The two strategies", key: "sides", ...WORK },
      h("div", { class: "versus" }, view.sides.map((side) => drawSide(desk, side))),
      view.groups.map((group) => drawSettings(desk, group)),
      drawCompare(desk, again),
    ),
    desk.local.result && drawResult(desk, desk.local.result),
  ];
}

function sideOf(desk, side) {
  return desk.draft[side] || { base: "", text: "", values: {} };
}

/* What a side begins with; a file that this page no longer knows counts as the first strategy. */
function baseOf(desk, side) {
  const { base } = sideOf(desk, side);
  const file = (desk.view.files || {})[side];
  if (base === "file" && file) return { name: "file", ...file };
  return desk.view.known.find((one) => one.name === base) || desk.view.known[0];
}

function settingOf(desk, side, name) {
  return (sideOf(desk, side).values || {})[name] ?? baseOf(desk, side).values[name];
}

function changeSide(desk, side, change, how) {
  desk.edit((draft) => change((draft[side] ||= { base: "", text: "", values: {} })), how);
}

function drawSide(desk, { name, letter }) {
  const base = baseOf(desk, name);
  const choose = (event) => {
    const chosen = event.target.value;
    changeSide(desk, name, (side) => Object.assign(side, { base: chosen, values: {}, text: chosen === "file" ? side.text : "" }));
  };
  const read = (event) => readStrategy(desk, name, event.target);
  const id = desk.id(`base-${name}`);
  return h(
    "fieldset",
    { class: "side", key: name },
    h("legend", {}, `Strategy ${letter}`),
    h("label", { for: id }, "Begin with"),
    h(
      "select",
      { id, value: base.name, on: { change: choose } },
      base.name === "file" && h("option", { value: "file", selected: true, key: "file" }, `From the file: ${base.label}`),
      desk.view.known.map((one) => h("option", { value: one.name, selected: one.name === base.name, key: one.name }, one.label)),
    ),
    h("p", { class: "soft" }, base.says || "Read from a file of yours."),
    h("p", { class: "soft" }, changesIn(desk, name)),
    h(
      "details",
      { class: "file" },
      h("summary", {}, `Save or read strategy ${letter}`),
      h("label", { for: desk.id(`name-${name}`) }, "Name, in small letters"),
      h("input", {
        id: desk.id(`name-${name}`),
        value: desk.draft.name || "",
        placeholder: "my_clinic",
        maxlength: 40,
        on: { input: (event) => desk.edit((draft) => (draft.name = event.target.value), { typing: true }) },
      }),
      h(
        "p",
        { class: "tools" },
        desk.view.may_keep && button("Keep in my folder", () => askFor(desk, { deed: "keep", side: name })),
        button("Make a file", () => askFor(desk, { deed: "save", side: name })),
        drawSaveFile(desk, name),
      ),
      h("label", { for: desk.id(`file-${name}`) }, "Read a file"),
      h("input", { type: "file", accept: ".toml", id: desk.id(`file-${name}`), on: { change: read } }),
    ),
  );
}

function changesIn(desk, side) {
  const base = baseOf(desk, side).values;
  const given = sideOf(desk, side).values || {};
  const count = Object.keys(given).filter((name) => given[name] !== base[name]).length;
  return count ? `${count} changed` : "Nothing changed";
}

/* The file that was made just now, to be saved. */
function drawSaveFile(desk, side) {
  const { file } = desk.view;
  if (!file || file.side !== side) return null;
  return h("a", { class: "go", href: textAddress(desk, file), download: file.name }, `Save ${file.name}`);
}

function textAddress(desk, { text }) {
  const kept = desk.local.strategyFile;
  if (kept && kept.text === text) return kept.address;
  if (kept) URL.revokeObjectURL(kept.address);
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  desk.local.strategyFile = { text, address };
  return address;
}

async function readStrategy(desk, side, field) {
  const file = field.files && field.files[0];
  if (!file) return;
  if (file.size > 20000) return desk.say("This file is too large for a strategy. Choose a .toml file that was saved here.");
  const text = await file.text();
  field.value = "";
  askFor(desk, { deed: "read", side, [side]: { base: "file", text, values: {} } });
  changeSide(desk, side, (one) => Object.assign(one, { base: "file", text, values: {} }));
}

/* A message with the draft; what is in `more` goes before it. */
function askFor(desk, more) {
  desk.act("submit", { answer: { ...desk.draft, ...more } }, { patience: LONG });
}

function askToCompare(desk, step) {
  const lost = "The comparison was lost. Choose Compare again, with fewer visits if the server is slow.";
  askAndWait(desk, { ...desk.draft, deed: "compare", step }, { patience: LONG, lost });
}

function drawSettings(desk, group) {
  const opened = (desk.local.groups ||= {});
  const set = (event) => (opened[group.title] = event.target.open);
  const isFirst = desk.view.groups[0] === group;
  return h(
    "details",
    { class: "settings", key: group.title, open: opened[group.title] ?? isFirst, on: { toggle: set } },
    h("summary", {}, group.title),
    group.rows.map((row) => drawSetting(desk, group, row)),
  );
}

function drawSetting(desk, group, row) {
  return h(
    "div",
    { class: "setting", key: row.name, role: "group", "aria-label": `${group.title}: ${row.label}` },
    h("div", { class: "what" }, h("b", {}, row.label), row.unit && h("span", { class: "soft" }, ` (${row.unit})`)),
    desk.view.sides.map((side) => h("div", { class: "of", key: side.name }, drawValue(desk, side, group, row))),
    row.says && h("p", { class: "soft" }, row.says),
  );
}

function drawValue(desk, side, group, row) {
  const value = settingOf(desk, side.name, row.name);
  const isChanged = value !== baseOf(desk, side.name).values[row.name];
  const set = (typing) => (event) => {
    const typed = event.target.value;
    changeSide(desk, side.name, (one) => ((one.values ||= {})[row.name] = typed), { typing });
  };
  const label = `${group.title}, ${row.label}, strategy ${side.letter}`;
  const told = row.unit === "$" ? `$${value}` : [value, row.unit].filter(Boolean).join(" ");
  const mark = h("span", { class: "letter", "aria-hidden": "true" }, side.letter + (isChanged ? " ✎" : ""));
  if (row.options.length)
    return [
      mark,
      h(
        "select",
        { "aria-label": label, on: { change: set(false) }, value },
        row.options.map((one) => h("option", { value: one, selected: one === value, key: one }, one)),
      ),
    ];
  const range = { min: row.low, max: row.high, step: row.step };
  return [
    mark,
    h("input", { type: "text", inputmode: "decimal", class: "number", "aria-label": `${label}, as a number`, value, maxlength: 10, on: { input: set(true) } }),
    h("input", { type: "range", ...range, value, "aria-label": label, "aria-valuetext": told, on: { input: set(true) } }),
  ];
}

function drawCompare(desk, again) {
  const { draft, view } = desk;
  const set = (name) => (event) => desk.edit((one) => (one[name] = event.target.value), { typing: true });
  const field = (name, label, help) => [
    h("label", { for: desk.id(name) }, label),
    h("input", { id: desk.id(name), class: "number", inputmode: "numeric", value: draft[name] ?? "", maxlength: 7, "aria-describedby": desk.id(name + "-help"), on: { input: set(name) } }),
    h("span", { class: "soft", id: desk.id(name + "-help") }, help),
  ];
  return h(
    "div",
    { class: "compare", key: "compare", role: "group", "aria-label": "Compare" },
    h("p", {}, field("visits", "Visits", `200 to ${view.most.toLocaleString("en-US")}; 2,000 take a few seconds`)),
    h("p", {}, field("seed", "Patients", "another number, other patients")),
    h(
      "p",
      { class: "tools" },
      button(desk.local.busy || view.progress ? "Comparing …" : "Compare", () => askToCompare(desk, 0), {
        class: "go",
        "aria-disabled": desk.local.busy || view.progress ? "true" : null,
      }),
      drawSaved(desk),
    ),
    view.progress && drawProgress(view.progress),
    again,
  );
}

function drawProgress({ step, of, words }) {
  return h(
    "p",
    { class: "progress", role: "status" },
    h("progress", { max: of, value: step, "aria-label": "Progress of the comparison" }),
    " ",
    words,
  );
}

/* A comparison of many visits is made in steps: the next one is asked for as soon as one is done. */
function goOn(desk) {
  const { progress } = desk.view;
  if (!progress) return (desk.local.stepped = 0);
  if (desk.local.stepped === progress.step) return;
  desk.local.stepped = progress.step;
  setTimeout(() => desk.view.progress === progress && askToCompare(desk, progress.step));
}

function drawResult(desk, result) {
  return h(
    "section",
    { class: "card outcome", "aria-label": result.heading, key: "result", tabindex: "-1" },
    h("h3", {}, result.heading),
    h("p", { class: "first" }, h("b", {}, result.says)),
    h("p", { class: "soft" }, result.words),
    result.parts.map((part) => h("section", { key: part.heading }, h("h4", {}, part.heading), blocks(part.blocks), part.pair && drawPair(part.pair))),
    h(
      "section",
      { key: "items" },
      h("h4", {}, "The visits that made most of the difference"),
      result.items.length === 0 && h("p", {}, "No visit brought more under one strategy than under the other."),
      h("ol", { class: "list" }, result.items.map((item) => drawApart(desk, item))),
    ),
  );
}

function drawPair(pair) {
  return h("div", { class: "versus" }, pair.map((list, n) => h("div", { key: n }, blocks(list))));
}

/* One visit: its path under each strategy, one click away. */
function drawApart(desk, item) {
  const opened = (desk.local.apart ||= {});
  const set = (event) => {
    if (opened[item.id] === event.target.open) return;
    opened[item.id] = event.target.open;
    desk.draw();
  };
  return h(
    "li",
    { key: item.id },
    h(
      "details",
      { open: opened[item.id] ?? false, on: { toggle: set } },
      h("summary", {}, item.title),
      h("p", {}, item.why),
      opened[item.id] && drawPair(item.pair),
    ),
  );
}
