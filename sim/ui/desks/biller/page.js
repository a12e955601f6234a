// The biller's desk: what the coder sent, eligibility and findings on the left; the numbered form on the right.

DRAWINGS.biller = drawBiller;

function drawBiller(desk) {
  const told = ((desk.view.scrub || {}).findings || []).length > 0;
  return [
    drawPath(desk),
    h(
      "div",
      { class: "two form-side", key: "two" },
      h(
        "div",
        { class: "beside", role: "group", "aria-label": "Beside the form", tabindex: "0" },
        told && drawFindings(desk),
        drawSent(desk),
        drawAside(desk, "eligibility", "Eligibility"),
        drawAside(desk, "clinic", "Clinic card and check-in"),
        !told && drawFindings(desk),
        desk.local.panel === "record" && drawRecord(desk, "The record", "panel-record"),
      ),
      drawForm(desk),
    ),
  ];
}

function drawSent(desk) {
  const sent = desk.view.sent;
  if (!sent) return null;
  const open = desk.local.panel === "record";
  return h(
    "section",
    { class: "card", "aria-label": "What the coder sent", key: "sent" },
    h("h3", {}, "What the coder sent"),
    blocks(sent.blocks),
    desk.view.record &&
      h(
        "div",
        { class: "actions" },
        button(
          open ? "Close the record" : "Open the record",
          () => {
            desk.local.panel = open ? null : "record";
            desk.draw();
            desk.inSight("[data-drawer='panel-record']");
          },
          { class: "quiet", ...opens("panel-record", open) },
        ),
      ),
  );
}

/* An answer or a card beside the form. */
function drawAside(desk, name, label) {
  const shown = desk.view[name];
  return (
    shown &&
    h(
      "section",
      { class: "card", "aria-label": label, key: name },
      h("h3", {}, shown.heading),
      blocks(shown.blocks),
    )
  );
}

function drawFindings(desk) {
  const scrub = desk.view.scrub;
  if (!scrub) return null;
  return h(
    "section",
    { class: "card", "aria-label": "Scrub", "aria-live": "polite", key: "scrub" },
    h("h3", {}, scrub.heading),
    scrub.findings.length === 0 && h("p", { class: "soft" }, scrub.words || ""),
    scrub.findings.map((one) =>
      h(
        "div",
        { class: "why " + one.tone, id: desk.id("finding" + one.number), key: "finding" + one.number },
        h("b", { class: one.tone }, `${one.number} ${SIGN[one.tone] || "!"} ${one.where}. `),
        one.title && [h("b", {}, one.title), " "],
        glossed(one.words),
        one.cost && [" ", h("b", {}, one.cost)],
        one.cite && [" ", h("span", { class: "cite" }, one.cite)],
        one.fields.length > 0 && [
          " ",
          button("go to the field", () => goToField(desk, one.fields[0]), { class: "quiet inline" }),
        ],
      ),
    ),
  );
}

function goToField(desk, name) {
  const line = Number(name.split(".")[1] || 0);
  if (line > (desk.local.lines || 0)) desk.local.lines = line; // it may lie on a line that is not in use
  desk.draw();
  const dom = desk.root.querySelector(`[data-field="${CSS.escape(name)}"]`);
  if (!dom) return;
  dom.scrollIntoView({ block: "center", behavior: desk.calm() ? "auto" : "smooth" });
  dom.focus({ preventScroll: true });
}

// ---- the form

function drawForm(desk) {
  const form = desk.view.form;
  return h(
    "section",
    { class: "card sheet-card", "aria-label": "CMS-1500", key: "form", ...WORK },
    h("h3", {}, form.heading),
    h(
      "div",
      { class: "sheet" },
      form.parts.map((part, n) =>
        part.lines
          ? drawLines(desk, part.lines, n)
          : h(
              "div",
              { class: "form", key: "part" + n },
              part.boxes.map((box) => drawBox(desk, box)),
            ),
      ),
    ),
    drawHelp(desk),
    drawWhole(desk),
    drawHints(desk),
    drawKey(desk),
    drawActions(desk),
  );
}

/* Findings that stand at a field; one that is right, or moves no point, needs no flag there. */
function findingsAt(desk, name) {
  return ((desk.view.scrub || {}).findings || []).filter((one) => FLAGGED.has(one.tone) && one.fields.includes(name));
}

function drawBox(desk, box) {
  const names = box.fields.map((field) => field.name);
  const seen = names.flatMap((name) => findingsAt(desk, name));
  const locked = box.fields.every((field) => field.locked);
  return h(
    "div",
    {
      class: `box${locked ? " fixed" : ""}${seen.length ? " err at-" + seen[0].tone : ""}`,
      style: `--span: ${box.span}`,
      key: box.box + box.label,
    },
    h(
      "div",
      { class: "cap" },
      h("label", { for: desk.id("f-" + names[0]) }, h("b", {}, box.box), " ", box.label),
      seen.length > 0 && h("span", { class: "see" }, "! see ", seen.map((one) => one.number).join(", ")),
    ),
    h(
      "div",
      { class: "cells" },
      box.fields.map((field, n) => drawField(desk, field, `${box.box} ${box.label}`, n > 0)),
    ),
  );
}

function valueOf(desk, field) {
  return (desk.draft.fields || {})[field.name] ?? field.value ?? "";
}

function drawField(desk, field, boxWords, inner) {
  const seen = findingsAt(desk, field.name);
  const set = (typing) => (event) =>
    desk.edit(
      (draft) => {
        (draft.fields ||= {})[field.name] = event.target.value;
      },
      { typing },
    );
  const shared = {
    id: desk.id("f-" + field.name),
    key: field.name,
    "data-field": field.name,
    "aria-label": inner || field.label ? field.label || boxWords : null,
    "aria-invalid": seen.length ? "true" : null,
    "aria-describedby": [...seen.map((one) => desk.id("finding" + one.number)), desk.id("field-help")].join(" "),
    style: field.width ? `flex: ${field.width}` : null,
    tabindex: field.locked ? "-1" : null,
    title: field.locked ? `from the practice system: ${field.value}` : null,
  };
  const on = {
    focus: (event) => showHelp(desk, field.name, event.target),
    blur: () => hideHelp(desk, field.name),
    keydown: (event) => {
      if (event.key !== "Escape" || desk.local.field !== field.name) return;
      event.stopPropagation();
      hideHelp(desk, field.name);
    },
  };
  if (field.options && !field.locked) {
    return h(
      "select",
      { ...shared, value: valueOf(desk, field), on: { ...on, change: set(false) } },
      field.options.map((option) => h("option", { value: option.id, key: option.id }, option.words)),
    );
  }
  const shown = field.options
    ? (field.options.find((option) => option.id === field.value) || { words: field.value }).words
    : valueOf(desk, field);
  return h("input", {
    ...shared,
    value: shown,
    readonly: field.locked ? true : null,
    maxlength: "80",
    autocomplete: "off",
    spellcheck: "false",
    on: { ...on, input: field.locked ? null : set(true) },
  });
}

function drawLines(desk, lines, n) {
  const left = lines.rows[linesInUse(desk, lines).length];
  const whole = lines.widths.reduce((sum, width) => sum + width, 0);
  const table = h(
    "div",
    { class: "scroll", key: "lines" + n },
    h(
      "table",
      { class: "lines" },
      h("caption", { class: "sr" }, "24 Service lines"),
      h(
        "colgroup",
        {},
        lines.widths.map((width, k) => h("col", { key: "c" + k, style: `width: ${(100 * width) / whole}%` })),
      ),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          lines.head.map((text, k) => h("th", { scope: "col", class: lines.right.includes(k) ? "num" : null }, text)),
        ),
      ),
      h(
        "tbody",
        {},
        linesInUse(desk, lines).map((row) =>
          h(
            "tr",
            { key: "line" + row.line },
            row.cells.map((field, k) => {
              const seen = findingsAt(desk, field.name);
              return h(
                "td",
                {
                  key: field.name,
                  "data-head": lines.head[k],
                  style: `--width: ${lines.widths[k]}px`,
                  class: [lines.right.includes(k) && "num", field.locked && "fixed", seen.length && "err"]
                    .filter(Boolean)
                    .join(" "),
                },
                drawField(desk, field, field.label, true),
                seen.length > 0 &&
                  h("span", { class: "see" }, "!", hidden(" see"), " ", seen.map((one) => one.number).join(", ")),
              );
            }),
          ),
        ),
      ),
    ),
  );
  const add = () => {
    desk.local.lines = left.line;
    desk.draw();
    desk.focus(`[data-field="${CSS.escape(left.cells.find((field) => !field.locked).name)}"]`);
  };
  return [
    table,
    left && !lines.closed && h("p", { class: "add-line", key: "add" + n }, button("Add a line", add, { class: "quiet" })),
  ];
}

/* The lines up to the last one with something on it, and those that were added since. */
function linesInUse(desk, lines) {
  const isUsed = (row) => row.cells.some((field) => valueOf(desk, field));
  const last = lines.rows.findLastIndex(isUsed) + 1;
  return lines.rows.slice(0, Math.max(1, last, desk.local.lines || 0));
}

/* A field explains itself on focus, beside it and on the screen: what goes in, who supplies it, where it lands in the
   837P. Escape puts the words away. */
function showHelp(desk, name, dom) {
  const sheet = dom.closest(".sheet-card").getBoundingClientRect();
  const at = dom.getBoundingClientRect();
  const width = Math.min(HELP_WIDTH, sheet.width - 16);
  const left = Math.max(8, Math.min(at.left - sheet.left, sheet.width - width - 8));
  const isLow = at.bottom + HELP_HEIGHT > window.innerHeight && at.top > HELP_HEIGHT;
  const beside = isLow ? `bottom: ${sheet.bottom - at.top + 6}px` : `top: ${at.bottom - sheet.top + 6}px`;
  Object.assign(desk.local, { field: name, helpAt: `width: ${width}px; left: ${left}px; ${beside}` });
  desk.draw();
}

function hideHelp(desk, name) {
  if (desk.local.field !== name) return;
  desk.local.field = null;
  desk.draw();
}

const HELP_WIDTH = 380;
const HELP_HEIGHT = 150;

function drawHelp(desk) {
  const field = allFields(desk.view.form).find((one) => one.name === desk.local.field);
  const help = field && field.help;
  return [
    h("p", { class: "soft about", key: "about" }, "Each box says what goes in when you are in it. Escape hides it."),
    h(
      "div",
      { class: "help", id: desk.id("field-help"), key: "help", hidden: !help, style: help ? desk.local.helpAt : null },
      help && [
        h("p", {}, h("b", {}, help.title), " ", help.what),
        h(
          "dl",
          {},
          h("div", {}, h("dt", {}, "Who supplies it"), h("dd", {}, help.who)),
          h("div", {}, h("dt", {}, "In the 837P"), h("dd", {}, h("code", {}, help.where))),
          help.locked && h("div", {}, h("dt", {}, "Gray"), h("dd", {}, help.locked)),
        ),
      ],
    ),
  ];
}

function allFields(form) {
  return form.parts.flatMap((part) =>
    part.lines ? part.lines.rows.flatMap((row) => row.cells) : part.boxes.flatMap((box) => box.fields),
  );
}
