// The first page: three desks, what is done at each, and where to go on.

DRAWINGS.start = drawStart;

function drawStart(desk) {
  return [drawDesks(desk), drawJournal(desk)];
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
      facts(journal.table, "mistakes"),
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
                "a",
                {
                  href: bookAddress(one.book, item.id),
                  class: item.next ? "next" : null,
                  ...elsewhere(),
                  on: { click: () => keep("cleanclaim.exercise." + one.role, item.id) },
                },
                item.label,
              ),
              item.state === "done" && verdict("good", "done"),
              item.state === "corrected" && verdict("warn", "corrected"),
              item.next && h("span", { class: "soft" }, "next"),
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
