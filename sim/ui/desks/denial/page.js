// The denial desk: worklist, remittance, decide. It asks before it tells.

DRAWINGS.denial = drawDenial;

function drawDenial(desk) {
  if (desk.local.panel === null) desk.local.panel = "record";
  return [
    drawPath(desk),
    h(
      "div",
      { class: desk.view.worklist ? "three" : "two", key: "three" },
      desk.view.worklist && drawWorklist(desk),
      h("div", { class: "middle" }, drawRemittance(desk), drawStory(desk), drawDenialPanel(desk)),
      drawDecide(desk),
    ),
  ];
}

// ---- worklist

const COLUMNS = [
  ["claim", "claim"],
  ["why", "why"],
  ["open_amount", "open"],
  ["days_left", "days left"],
];

function drawWorklist(desk) {
  const list = desk.view.worklist;
  const sort = desk.local.sort;
  const rows = sort ? [...list.rows].sort((a, b) => sort.step * compare(a[sort.by], b[sort.by])) : list.rows;
  const head = ([by, words], n) =>
    h(
      "th",
      {
        scope: "col",
        key: by,
        class: n > 1 ? "num" : null,
        "aria-sort": sort && sort.by === by ? (sort.step > 0 ? "ascending" : "descending") : null,
      },
      button(
        [words, sort && sort.by === by && h("span", { "aria-hidden": "true" }, sort.step > 0 ? " ↑" : " ↓")],
        () => {
          desk.local.sort = { by, step: sort && sort.by === by ? -sort.step : by === "open_amount" ? -1 : 1 };
          desk.draw();
        },
        { class: "sort" },
      ),
    );
  return h(
    "section",
    { class: "card worklist", "aria-label": "Worklist", key: "worklist", tabindex: "0" },
    h("h3", {}, "Worklist, by money and next deadline"),
    h(
      "table",
      {},
      h("caption", { class: "sr" }, "Open claims"),
      h("thead", {}, h("tr", {}, COLUMNS.map(head))),
      h(
        "tbody",
        {},
        rows.map((row) => drawOpenClaim(desk, row)),
      ),
    ),
    list.words && h("p", { class: "soft" }, rich(list.words)),
  );
}

function compare(a, b) {
  if (a === b) return 0;
  if (a === null || a === undefined) return 1;
  if (b === null || b === undefined) return -1;
  return a < b ? -1 : 1;
}

function drawOpenClaim(desk, row) {
  return h(
    "tr",
    { key: row.id, class: row.here ? "sel" : null },
    h(
      "td",
      {},
      button(row.claim, () => desk.act("open_item", { item: row.id }), {
        class: "quiet inline strong",
        "aria-current": row.here ? "true" : null,
      }),
      h("div", { class: "title" }, row.title),
      h("div", { class: "label" }, row.payer),
      row.state && h("div", { class: "label state" }, row.state),
    ),
    h("td", {}, row.why, row.said && [h("br", {}), h("code", {}, row.said)]),
    h("td", { class: "num" }, row.open),
    h(
      "td",
      { class: "num" },
      row.days_left === null
        ? "–"
        : [
            row.soon ? h("b", { class: "warn" }, "! ", String(row.days_left)) : String(row.days_left),
            h("div", { class: "label" }, row.to),
          ],
    ),
  );
}

// ---- remittance

function drawRemittance(desk) {
  const remit = desk.view.remittance;
  if (!remit) return null;
  const open = desk.local.panel;
  const panels = desk.view.panels || [];
  return h(
    "section",
    { class: "card", "aria-label": "Remittance", key: "remittance" },
    h("h3", {}, remit.heading),
    remit.water && drawWaterfall(remit.water),
    remit.lines && facts(remit.lines, "lines"),
    remit.note && h("p", { class: "why" }, rich(remit.note)),
    h(
      "div",
      { class: "actions wrap" },
      panels.map((panel) =>
        button(
          panel.words,
          () => {
            desk.local.panel = open === panel.id ? "" : panel.id;
            desk.draw();
          },
          {
            key: panel.id,
            class: "quiet" + (open === panel.id ? " on" : ""),
            ...opens("panel-" + panel.id, open === panel.id),
          },
        ),
      ),
    ),
  );
}

/* From the charge down to what was paid: each bar begins where the last one ended. Amounts stand beside the bars;
   the picture only repeats them. */
function drawWaterfall(rows) {
  const whole = Math.max(1, ...rows.map((row) => Math.abs(row.amount)));
  let level = 0;
  return h(
    "div",
    { class: "water", key: "water" },
    rows.map((row, n) => {
      const size = (Math.abs(row.amount) / whole) * 100;
      if (row.total) level = size;
      const left = row.total ? 0 : Math.max(0, (level -= size));
      return [
        h("span", { class: row.tone || null, key: "w" + n }, rich(row.words)),
        h(
          "span",
          { class: "track", "aria-hidden": "true", key: "b" + n },
          h("i", {
            class: "fill " + (row.tone || ""),
            style: `width: ${size.toFixed(2)}%; margin-left: ${left.toFixed(2)}%`,
          }),
        ),
        h("span", { class: "num", key: "n" + n }, row.total ? h("b", {}, row.text) : row.text),
      ];
    }),
  );
}

function drawDenialPanel(desk) {
  const panel = (desk.view.panels || []).find((one) => one.id === desk.local.panel);
  if (!panel) return null;
  if (panel.id === "record") return drawRecord(desk, "The record", "panel-record");
  return h(
    "section",
    { class: "card", "aria-label": panel.title, key: "panel", "data-drawer": "panel-" + panel.id },
    h("h3", {}, panel.title),
    blocks(panel.blocks),
  );
}

// ---- what happened to this item

function drawStory(desk) {
  const story = desk.view.history;
  if (!story || !story.rows.length) return null;
  return h(
    "section",
    { class: "card", "aria-label": "History of this item", key: "story" },
    h("h3", {}, "History of this item"),
    h(
      "ol",
      { class: "events" },
      story.rows.map((row, n) =>
        h(
          "li",
          { key: "e" + n, class: row.tone ? "is-" + row.tone : null },
          h("span", { class: "when" }, row.day),
          h("b", {}, row.who),
          h(
            "span",
            { class: "what" },
            row.tone && SIGN[row.tone] && h("span", { class: row.tone, "aria-hidden": "true" }, SIGN[row.tone] + " "),
            row.what,
          ),
        ),
      ),
    ),
    story.words && h("p", { class: "why" }, story.words),
  );
}

// ---- decide

function drawDecide(desk) {
  const decide = desk.view.decide;
  if (!decide) return null;
  return h(
    "section",
    { class: "card decide", "aria-label": "Decide", key: "decide", ...WORK },
    h("h3", {}, decide.heading || "Decide"),
    drawAnswer(desk),
    decide.questions.map((question) => drawQuestion(desk, question)),
    drawNeeds(desk, decide),
    drawChanges(desk, decide),
    drawLetter(desk, decide),
    drawNote(desk, decide),
    drawHints(desk),
    drawKey(desk),
    drawActions(desk),
  );
}

function drawQuestion(desk, question) {
  const chosen = desk.draft[question.name] ?? "";
  const all = desk.local["all-" + question.name];
  const shown = question.choices.filter((choice) => !choice.more || all || choice.id === chosen);
  const rest = question.choices.length - shown.length;
  const mark = (desk.view.marks || {})[question.name];
  const pick = (id) => () =>
    desk.view.decide.locked
      ? desk.draw()
      : desk.edit((draft) => {
          draft[question.name] = id;
        });
  const more = () => {
    desk.local["all-" + question.name] = true;
    desk.draw();
    const next = question.choices.find((choice) => choice.more && choice.id !== chosen);
    desk.focus(`[name="${desk.id(question.name)}"][value="${CSS.escape(next.id)}"]`);
  };
  return h(
    "fieldset",
    { key: question.name },
    h("legend", {}, question.words),
    shown.map((choice) =>
      h(
        "label",
        {
          class: `opt${desk.view.decide.locked ? " off" : ""}${chosen === choice.id ? " chosen" : ""}`,
          key: choice.id,
        },
        h("input", {
          type: "radio",
          name: desk.id(question.name),
          value: choice.id,
          checked: chosen === choice.id,
          "aria-disabled": decideLocked(desk),
          on: { change: pick(choice.id) },
        }),
        h(
          "span",
          {},
          choice.words,
          mark && mark.row === choice.id && chosen === choice.id && [" ", verdict(mark.tone, mark.says)],
        ),
      ),
    ),
    rest > 0 && !desk.view.decide.locked && button(question.more || "another …", more, { class: "quiet" }),
    mark && (mark.row === chosen || !chosen) && drawWhy(desk, mark),
  );
}

function decideLocked(desk) {
  return desk.view.decide.locked ? "true" : null;
}

/* What to change on the claim, where the remedy sends one: its lines as a small table, then what stands at its head. */
function drawChanges(desk, decide) {
  if (!(decide.sending || []).includes(desk.draft.remedy)) return null;
  const mark = (desk.view.marks || {}).changes;
  return h(
    "fieldset",
    { class: "changes", key: "changes" },
    h("legend", {}, "What changes on the claim"),
    (decide.lines || []).length > 0 &&
      h(
        "table",
        { class: "services fixes" },
        h("caption", { class: "sr" }, "Lines of the claim"),
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["", "code", "modifiers", "for", "units", "drop"].map((text, n) =>
              h("th", { scope: "col", key: "h" + n }, text || hidden("line")),
            ),
          ),
        ),
        h(
          "tbody",
          {},
          openLines(desk, decide).map((row) =>
            h(
              "tr",
              { key: "line" + row.line },
              h("td", { class: "soft" }, String(row.line)),
              row.cells.map((cell) => h("td", { key: cell.name }, drawChange(desk, cell, 6))),
              h("td", {}, !row.new && drawGone(desk, row)),
            ),
          ),
        ),
      ),
    h(
      "div",
      { class: "heads" },
      openFields(desk, decide).map((field) =>
        h(
          "label",
          { class: "change", key: field.name },
          h("span", {}, field.words),
          drawChange(desk, field, field.size),
        ),
      ),
    ),
    !desk.local.allFields &&
      !desk.view.decide.locked &&
      button(
        "other boxes of the claim …",
        () => {
          desk.local.allFields = true;
          desk.draw();
          const next = (decide.fields || []).find((field) => field.more);
          if (next) desk.focus(`[data-field="${CSS.escape(next.name)}"]`);
        },
        { class: "quiet", key: "all-fields" },
      ),
    mark && desk.view.decide.locked === undefined && h("p", { key: "mark" }, verdict(mark.tone, mark.says)),
    mark && drawWhy(desk, mark),
  );
}

const changed = (desk, name) => (desk.draft.changes || {})[name] !== undefined;

/* The boxes that are corrected often, those already changed, and on request all others. */
function openFields(desk, decide) {
  return (decide.fields || []).filter((field) => !field.more || desk.local.allFields || changed(desk, field.name));
}

/* The lines of the claim and one more; the next one appears when that one is used. */
function openLines(desk, decide) {
  const used = (row) => row && row.cells.some((cell) => (desk.draft.changes || {})[cell.name]);
  return decide.lines.filter((row, n) => !row.new || !decide.lines[n - 1]?.new || used(row) || used(decide.lines[n - 1]));
}

/* What the chosen remedy needs, until when, and what it costs, before it is done. */
function drawNeeds(desk, decide) {
  const found = (decide.needs || {})[desk.draft.remedy];
  return found
    ? h(
        "div",
        { class: "needs", key: "needs", "aria-live": "polite" },
        h("p", {}, h("b", {}, "It needs: "), glossed(found.needs)),
        (found.until || found.cost) &&
          h(
            "p",
            { class: found.soon ? "warn" : "soft" },
            found.soon && "! ",
            [found.until, found.cost].filter(Boolean).join(" "),
          ),
      )
    : null;
}

/* The letter of an appeal, a dispute or documents; the question of a call. */
function drawLetter(desk, decide) {
  const form = decide.letter;
  if (!form) return null;
  const letter = desk.draft.letter || {};
  const set = (name, value, typing) =>
    desk.edit(
      (draft) => {
        (draft.letter ||= {})[name] = value;
      },
      { typing },
    );
  if (desk.draft.remedy === "R_CALL")
    return h(
      "fieldset",
      { class: "letter", key: "call" },
      h("legend", {}, "What do you ask?"),
      drawChoice(desk, "topic", "Question", form.topics, letter.topic || form.topics[0].id, set),
    );
  if (!form.for.includes(desk.draft.remedy)) return null;
  const chosen = letter.evidence || [];
  const toggle = (id) => set("evidence", chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  const mark = (desk.view.marks || {}).letter;
  return h(
    "fieldset",
    { class: "letter", key: "letter" },
    h("legend", {}, "What you write"),
    drawChoice(desk, "level", "Level", form.levels[desk.draft.remedy], letter.level || "1", set),
    drawChoice(
      desk,
      "ground",
      "Why it should be paid",
      [{ id: "", words: "choose" }, ...form.grounds],
      letter.ground || "",
      set,
    ),
    h(
      "div",
      { role: "group", "aria-labelledby": desk.id("enclosures") },
      h("div", { class: "label", id: desk.id("enclosures") }, "What you attach"),
      form.evidence.map((one) =>
        h(
          "label",
          { class: "opt", key: one.id },
          h("input", { type: "checkbox", checked: chosen.includes(one.id), on: { change: () => toggle(one.id) } }),
          h("span", {}, one.words),
        ),
      ),
    ),
    h(
      "label",
      { class: "long" },
      h("span", { class: "label" }, "In your words (kept, not marked)"),
      h("textarea", {
        rows: "3",
        maxlength: "2000",
        value: letter.words || "",
        on: { input: (event) => set("words", event.target.value, true) },
      }),
    ),
    mark && h("p", { key: "mark" }, verdict(mark.tone, mark.says)),
    mark && drawWhy(desk, mark),
  );
}

/* The note on the account: closed facts, each of them marked. */
function drawNote(desk, decide) {
  const fields = decide.note || [];
  if (!fields.length) return null;
  const set = (name, value) =>
    desk.edit((draft) => {
      draft[name] = value;
    });
  const marked = (name) => {
    const mark = (desk.view.marks || {})[name];
    if (!mark || mark.row !== (desk.draft[name] || "")) return null;
    return [h("p", { class: "marked", key: "says" + name }, verdict(mark.tone, mark.says)), drawWhy(desk, mark)];
  };
  return h(
    "fieldset",
    { class: "letter note", key: "note" },
    h("legend", {}, "Note on the account"),
    fields.map((field) => [
      drawChoice(
        desk,
        field.name,
        field.words,
        [{ id: "", words: "choose" }, ...field.options],
        desk.draft[field.name] || "",
        set,
      ),
      marked(field.name),
    ]),
  );
}

function drawChoice(desk, name, words, choices, value, set) {
  return h(
    "label",
    { class: "long", key: name },
    h("span", { class: "label" }, words),
    h(
      "select",
      { value, "aria-label": words, "data-field": name, on: { change: (event) => set(name, event.target.value) } },
      choices.map((one) => h("option", { value: one.id, key: one.id }, one.words)),
    ),
  );
}

function drawChange(desk, cell, size) {
  const set = (event) =>
    desk.edit(
      (draft) => {
        (draft.changes ||= {})[cell.name] = event.target.value;
      },
      { typing: true },
    );
  const value = (desk.draft.changes || {})[cell.name] ?? cell.value;
  if (cell.options) {
    const choices = cell.options.some((one) => one.id === value) ? cell.options : [{ id: value, words: value }, ...cell.options];
    return h(
      "select",
      {
        value,
        class: value !== cell.value ? "changed" : null,
        "data-field": cell.name,
        disabled: decideLocked(desk) ? true : null,
        on: {
          change: (event) =>
            desk.edit((draft) => {
              (draft.changes ||= {})[cell.name] = event.target.value;
            }),
        },
      },
      choices.map((one) => h("option", { value: one.id, key: one.id }, one.words)),
    );
  }
  return h("input", {
    value,
    "aria-label": cell.label || null,
    class: value !== cell.value ? "changed" : null,
    maxlength: "80",
    autocomplete: "off",
    spellcheck: "false",
    size: String(size || 8),
    "data-field": cell.name,
    readonly: decideLocked(desk),
    on: { input: set },
  });
}

function drawGone(desk, row) {
  const name = `line.${row.line}.gone`;
  return h("input", {
    type: "checkbox",
    "aria-label": `Delete line ${row.line}`,
    checked: Boolean((desk.draft.changes || {})[name]),
    on: {
      change: (event) =>
        desk.edit((draft) => {
          (draft.changes ||= {})[name] = event.target.checked ? "yes" : "";
        }),
    },
  });
}

function drawAnswer(desk) {
  const answer = desk.view.answer;
  return (
    answer &&
    h(
      "div",
      { class: "why answer " + (answer.tone || ""), "aria-live": "polite", key: "answer" },
      h("b", { class: answer.tone }, SIGN[answer.tone] || "", " ", answer.title),
      " ",
      glossed(answer.words),
      blocks(answer.blocks),
    )
  );
}
