// The game of a quarter: Monday's hours and decision, or Friday's letter, beside the figures of the last Friday. Every
// figure opens to the visits behind it, and a visit to its days and to the decision behind it.

DRAWINGS.quarter = drawQuarter;

function drawQuarter(desk) {
  const { view } = desk;
  const work = h(
    "div",
    { class: "work", key: "work" },
    view.phase === "monday" && drawQuarterMonday(desk),
    view.phase === "friday" && drawQuarterLetter(desk),
    view.phase === "end" && drawQuarterEnd(desk),
    drawQuarterOpened(desk),
  );
  if (!view.friday) return [work];
  return [h("div", { class: "quarter-columns", key: "columns" }, work, drawQuarterFriday(desk), drawQuarterPictures(view.friday))];
}

function sendQuarter(desk, deed, more = {}) {
  desk.act("submit", { answer: { do: deed, ...more } });
}

/* -- Monday */

function drawQuarterMonday(desk) {
  const { monday } = desk.view;
  const given = monday.hours.reduce((sum, one) => sum + (Number(desk.draft[one.role]) || 0), 0);
  const left = Math.round((monday.total - given) * 10) / 10;
  const words =
    left < 0
      ? `${(-left).toFixed(1)} hours too many`
      : `${given.toFixed(1)} of ${monday.total.toFixed(1)} hours given out`;
  return h(
    "section",
    { class: "card", "aria-label": monday.heading, key: "monday", tabindex: "-1", ...WORK },
    h("h3", {}, monday.heading),
    !desk.view.friday && drawQuarterRules(monday),
    drawQuarterLeads(desk),
    h(
      "fieldset",
      { class: "hours" },
      h("legend", {}, "Hours this week"),
      monday.hours.map((one) => drawQuarterHours(desk, one)),
      h("p", { class: "soft", role: "status" }, left < 0 ? verdict("bad", words) : words),
    ),
    drawQuarterDecisions(desk),
    h(
      "div",
      { class: "actions" },
      button("Work the week", () => sendQuarter(desk, "week", { ...desk.draft }), {
        class: "go",
        "aria-disabled": desk.local.busy ? "true" : null,
      }),
      monday.left > 1 &&
        button(`Work all ${monday.left} weeks that are left like this`, () => sendQuarter(desk, "rest"), {
          class: "quiet",
          title: "With the hours and decisions of last week, and no new ones; letters are left without an answer",
        }),
      h("span", { class: "grow" }),
      drawSaved(desk),
    ),
    desk.local.busy && h("p", { class: "soft", role: "status" }, "Working …"),
    monday.standing.length > 0 &&
      h(
        "details",
        { key: "standing" },
        h("summary", {}, "What you decided so far"),
        h(
          "ul",
          { class: "bullets" },
          monday.standing.map((line, n) => h("li", { key: n }, line)),
        ),
      ),
  );
}

function drawQuarterRules(monday) {
  return h(
    "p",
    { key: "rules" },
    `You run the billing office of a small practice for ${monday.left} weeks. Each Monday, give out the hours and make`,
    " one decision. Each Friday, read the figures and answer a letter or a call. Cash comes weeks after the work.",
    " The same decisions always give the same quarter.",
  );
}

function drawQuarterHours(desk, one) {
  const id = desk.id("hours-" + one.role.replace(" ", "-"));
  return h(
    "div",
    { class: "hour", key: one.role },
    h("label", { for: id }, h("b", {}, one.label), h("span", { class: "soft" }, " ", one.says)),
    h("input", {
      id,
      type: "number",
      min: "0",
      step: desk.view.monday.step,
      inputmode: "decimal",
      value: desk.draft[one.role] ?? "",
      "aria-describedby": id + "-usual",
      on: { input: (event) => desk.edit((draft) => (draft[one.role] = event.target.value), { typing: true }) },
    }),
    h("span", { class: "soft", id: id + "-usual" }, `at first ${one.usual}`),
  );
}

function drawQuarterDecisions(desk) {
  const { decisions } = desk.view.monday;
  const choose = (id) => () => desk.edit((draft) => (draft.decision = id));
  const option = (id, label, more) =>
    h(
      "div",
      { class: "decision", key: id || "none" },
      h("input", {
        type: "radio",
        id: desk.id("decision-" + (id || "none")),
        name: desk.id("decision"),
        checked: (desk.draft.decision || "") === id,
        on: { change: choose(id) },
      }),
      h("label", { for: desk.id("decision-" + (id || "none")) }, label),
      more,
    );
  return h(
    "fieldset",
    { class: "decisions", key: "decisions" },
    h("legend", {}, "One decision"),
    option("", "No decision this week", null),
    decisions.map((one) =>
      option(
        one.id,
        [h("b", {}, one.label), h("span", { class: "soft" }, " ", [one.desk, one.cost].filter(Boolean).join(", "))],
        (desk.draft.decision || "") === one.id &&
          h("p", { key: "says" }, one.says, " ", h("span", { class: "cite" }, one.cite)),
      ),
    ),
  );
}

/* What the last answer led to. */
function drawQuarterLeads(desk) {
  const { letter } = desk.view;
  if (!letter || !letter.given) return null;
  return h("div", { class: "why", key: "leads" }, h("b", {}, `You answered: ${letter.given}`), " ", letter.leads);
}

/* -- the letter */

function drawQuarterLetter(desk) {
  const { letter } = desk.view;
  const choose = (id) => () => desk.edit((draft) => (draft.answer = id));
  return h(
    "section",
    { class: "card letter", "aria-label": letter.label, key: "letter", tabindex: "-1", ...WORK },
    h("h3", {}, letter.label),
    h("p", { class: "soft" }, `${letter.kind} from ${letter.who}`),
    h("blockquote", {}, letter.text),
    h("p", {}, drawQuarterOpener(desk, letter.visit, "Open this visit")),
    h(
      "fieldset",
      { class: "decisions" },
      h("legend", {}, "Your answer"),
      letter.answers.map((one) =>
        h(
          "div",
          { class: "decision", key: one.id },
          h("input", {
            type: "radio",
            id: desk.id("answer-" + one.id),
            name: desk.id("answer"),
            checked: desk.draft.answer === one.id,
            on: { change: choose(one.id) },
          }),
          h("label", { for: desk.id("answer-" + one.id) }, one.words, one.cost && h("span", { class: "soft" }, ` ${one.cost}`)),
        ),
      ),
    ),
    h("p", { class: "cite" }, letter.cite),
    h(
      "div",
      { class: "actions" },
      button("Answer", () => sendQuarter(desk, "answer", { answer: desk.draft.answer || "" }), {
        class: "go",
        "aria-disabled": desk.local.busy ? "true" : null,
      }),
      h("span", { class: "grow" }),
      drawSaved(desk),
    ),
  );
}

/* -- Friday */

function drawQuarterFriday(desk) {
  const { friday } = desk.view;
  return h(
    "section",
    { class: "card friday", "aria-label": friday.heading, key: "friday" },
    h("h3", {}, friday.heading),
    h(
      "div",
      { class: "figures" },
      friday.figures.map((one) => drawQuarterFigure(desk, one)),
    ),
    friday.causes.length > 0 && [
      h("h4", { key: "causes" }, "Denied lines by cause"),
      friday.causes.map((one) =>
        h(
          "details",
          { key: "cause " + one.label },
          h("summary", {}, h("span", { class: "what" }, one.label), h("span", { class: "num" }, `${one.value}, ${one.amount}`)),
          drawQuarterBehind(desk, one.behind, ""),
        ),
      ),
    ],
    h("h4", { key: "queues" }, "Waiting at the desks"),
    facts({ label: "Waiting at the desks", head: ["Desk", "Items", "Work", "At stake"], rows: friday.queues, right: [1, 2, 3] }, "queues-table"),
    h("h4", { key: "in-time" }, "Done this week, and too late"),
    facts(
      { label: "Done this week, and too late", head: ["Work", "Done", "Late", "Late so far"], rows: friday.in_time, right: [1, 2, 3] },
      "in-time-table",
    ),
    h("p", { class: "soft", key: "in-time-says" }, "Late: the last day passed before the desk had done it. Coverage must be verified before the visit."),
  );
}

function drawQuarterPictures(friday) {
  return h(
    "section",
    { class: "card quarter-pictures", "aria-label": "Pictures of the weeks so far", key: "pictures" },
    blocks(friday.pictures),
  );
}

function drawQuarterFigure(desk, one) {
  return h(
    "details",
    { class: "figure", key: one.name },
    h(
      "summary",
      {},
      h("span", { class: "what" }, one.label),
      h("b", { class: "num" }, one.value),
      one.week && h("span", { class: "soft" }, one.week),
    ),
    h("p", { class: "soft" }, one.says),
    drawQuarterBehind(desk, one.behind, one.more),
  );
}

/* The visits behind a figure: each opens. */
function drawQuarterBehind(desk, list, more) {
  if (!list.length) return h("p", { class: "empty" }, "No visit yet.");
  return [
    h(
      "ul",
      { class: "rows", key: "behind" },
      list.map((one, n) =>
        h(
          "li",
          { key: n + one.visit },
          h("span", { class: "what" }, one.words),
          h("span", { class: "num" }, one.amount),
          drawQuarterOpener(desk, one.visit, "Open", `Open the visit: ${one.words}, ${one.amount}`),
        ),
      ),
    ),
    more && h("p", { class: "soft", key: "more" }, more),
  ];
}

function drawQuarterOpener(desk, visit, words, label) {
  const open = () => {
    desk.local.opening = true;
    sendQuarter(desk, "open", { visit });
  };
  return button(words, open, { class: "quiet inline", "aria-label": label || null });
}

/* A visit, opened; it takes the focus when it comes. */
function drawQuarterOpened(desk) {
  const { opened } = desk.view;
  if (!opened) return null;
  if (desk.local.opening && !desk.local.busy) {
    desk.local.opening = false;
    setTimeout(() => {
      const dom = desk.root.querySelector(".visit-story");
      if (!dom) return;
      dom.focus({ preventScroll: true });
      dom.scrollIntoView({ block: "nearest", behavior: desk.calm() ? "auto" : "smooth" });
    });
  }
  return h(
    "section",
    { class: "card visit-story", "aria-label": `Visit of ${opened.heading}`, key: "opened " + opened.visit, tabindex: "-1" },
    h("h3", {}, opened.heading),
    blocks(opened.blocks),
    h("div", { class: "actions" }, button("Close this visit", () => sendQuarter(desk, "close"), { class: "quiet" })),
  );
}

/* -- the end */

function drawQuarterEnd(desk) {
  const { end } = desk.view;
  const id = desk.id("seed");
  return h(
    "section",
    { class: "card", "aria-label": end.heading, key: "end", tabindex: "-1", ...WORK },
    h("h3", {}, end.heading),
    h("p", {}, end.says),
    facts(end.table, "scores"),
    h(
      "ul",
      { class: "bullets" },
      end.verdicts.map((line, n) => h("li", { key: n }, line)),
    ),
    h(
      "details",
      { key: "notes" },
      h("summary", {}, "What each figure is"),
      h(
        "ul",
        { class: "bullets" },
        end.notes.map((line, n) => h("li", { key: n }, line)),
      ),
    ),
    h(
      "details",
      { key: "weeks" },
      h("summary", {}, "What you decided"),
      h(
        "ul",
        { class: "bullets" },
        end.weeks.map((line, n) => h("li", { key: n }, line)),
      ),
    ),
    h(
      "div",
      { class: "actions" },
      h("label", { for: id }, "Quarter number "),
      h("input", {
        id,
        type: "number",
        min: "1",
        max: "999999",
        value: desk.draft.seed ?? "",
        on: { input: (event) => desk.edit((draft) => (draft.seed = event.target.value), { typing: true }) },
      }),
      button("Begin this quarter", () => sendQuarter(desk, "new", { seed: desk.draft.seed || "" }), { class: "go" }),
      button("Play this one again", () => sendQuarter(desk, "new", { seed: desk.view.seed }), {}),
    ),
  );
}
