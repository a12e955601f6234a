// The first page: three desks, what is done at each, and where to go on.

DRAWINGS.start = drawStart;

function drawStart(desk) {
  return [drawBegin(desk), drawDesks(desk), drawJournal(desk)];
}

/* What to do next, and how to begin. */
function drawBegin(desk) {
  const { begin } = desk.view;
  return (
    begin &&
    h(
      "section",
      { class: `card begin ${begin.role}`, "aria-label": "Next", key: "begin" },
      h("h3", {}, begin.words.length ? "New here? Begin with this one" : "Next"),
      h(
        "p",
        {},
        drawLink(begin, begin.book, begin.role, "go"),
        h("span", { class: "soft" }, [begin.desk, begin.minutes && `about ${begin.minutes}`].filter(Boolean).join(", ")),
      ),
      begin.goal && h("p", {}, begin.goal),
      begin.words.length > 0 &&
        h(
          "ol",
          { class: "steps" },
          begin.words.map((words, n) => h("li", { key: n }, words)),
        ),
    )
  );
}

function drawLink(item, book, role, look) {
  return h(
    "a",
    {
      href: bookAddress(book, item.id),
      class: look,
      ...elsewhere(),
      on: { click: () => keep("cleanclaim.exercise." + role, item.id) },
    },
    item.label,
  );
}

/* Mistakes once made, also those that were corrected. */
function drawJournal(desk) {
  const { journal } = desk.view;
  return (
    journal &&
    h(
      "section",
      { class: "card", "aria-label": journal.heading, key: "journal" },
      h("h3", {}, journal.heading),
      h("p", { class: "soft" }, journal.words),
      h(
        "ul",
        { class: "rows whole" },
        journal.rows.map((row, n) =>
          h(
            "li",
            { key: "mistake" + n },
            h("span", { class: "label" }, h("b", {}, row.words), " ", h("span", { class: "soft" }, row.about)),
            verdict(row.tone, row.says),
          ),
        ),
      ),
    )
  );
}

function drawDesks(desk) {
  return h(
    "div",
    { class: "desks", key: "desks" },
    desk.view.desks.map((one) =>
      h(
        "section",
        { class: `card ${one.role}`, key: one.role, "aria-label": one.name },
        h("div", { class: "top" }, h("span", { class: "role" }, one.name), h("span", { class: "soft" }, one.words)),
        one.figures.length > 0 &&
          h(
            "dl",
            { class: "pairs" },
            one.figures.map(([name, value]) => h("div", { key: name }, h("dt", {}, name), h("dd", {}, value))),
          ),
        one.weak && h("p", { class: "soft" }, one.weak),
        h(
          "ol",
          { class: "list" },
          one.items.map((item) =>
            h(
              "li",
              { key: item.id, class: item.state || null },
              h(
                "div",
                { class: "what" },
                drawLink(item, one.book, one.role, item.next ? "next" : null),
                item.goal && h("div", { class: "label" }, item.goal),
              ),
              item.state === "done" && verdict("good", "done"),
              item.state === "corrected" && verdict("warn", "corrected"),
              h("span", { class: "soft aside" }, item.next && h("b", {}, "next "), item.minutes),
            ),
          ),
        ),
      ),
    ),
  );
}

/* JupyterLab would ask whether to leave its own page; there a desk opens beside it. */
function elsewhere() {
  return document.body.dataset.voila ? {} : { target: "_blank", rel: "noopener" };
}

/* Voila serves the notebooks beside each other; JupyterLab under /lab/tree of its base address. */
function bookAddress(book, exercise) {
  const asked = "?exercise=" + encodeURIComponent(exercise);
  if (document.body.dataset.voila) return book + asked;
  const config = document.getElementById("jupyter-config-data");
  let base = "/";
  try {
    base = JSON.parse(config.textContent).baseUrl || "/";
  } catch {
    /* no JupyterLab: the address stays relative to the root */
  }
  return config ? `${base}lab/tree/${book}${asked}` : book + asked;
}
