// A task that is worked in stages: a strip that says where one is, and after the last stage the marks of all parts.

DRAWINGS.visit = drawVisitResult;

const STAGE_WORDS = { done: "sent", here: "open", later: "not yet" };

function drawStages(desk) {
  const { stages } = desk.view;
  if (!stages) return null;
  return h(
    "ol",
    { class: "stages", key: "stages", "aria-label": "Parts of this visit" },
    stages.map((stage, n) =>
      h(
        "li",
        { key: "stage" + n, class: stage.state, "aria-current": stage.state === "here" ? "step" : null },
        h("span", { "aria-hidden": "true" }, stage.state === "done" ? "✓ " : `${n + 1} `),
        stage.words,
        hidden(`, ${STAGE_WORDS[stage.state]}`),
      ),
    ),
  );
}

function drawVisitResult(desk) {
  const { view } = desk;
  return [
    drawPath(desk),
    h(
      "div",
      { class: "two", key: "two" },
      drawRecord(desk),
      h(
        "div",
        { class: "work" },
        view.parts.map((part, n) => drawVisitPart(desk, part, n)),
        h(
          "section",
          { class: "card", "aria-label": "What next", key: "next", ...WORK },
          h("h3", {}, "What next"),
          !view.path && drawFormula(desk, view.formula),
          drawHints(desk),
          drawKey(desk),
          drawActions(desk),
        ),
      ),
    ),
  ];
}

function drawVisitPart(desk, part, n) {
  return h(
    "section",
    { class: "card", "aria-label": part.heading, key: "part" + n },
    h("h3", {}, part.heading, part.says && [" ", verdict(part.tone, part.says)]),
    h(
      "ul",
      { class: "rows whole" },
      part.rows.map((row, at) =>
        h(
          "li",
          { key: "row" + at, class: "is-" + row.tone },
          row.label && h("span", { class: "label" }, row.label),
          row.says && verdict(row.tone, row.says),
          drawWhy(desk, row),
        ),
      ),
    ),
  );
}
