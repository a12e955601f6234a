// The first page: what to do next, then the two roles with their desks.

DRAWINGS.start = drawStart;

function drawStart(desk) {
  const roles = h(
    "div",
    { class: "both-roles", key: "roles" },
    desk.view.roles.map((role) => drawRole(desk, role)),
  );
  return [drawBegin(desk), roles, drawJournal(desk)];
}

/* What to do next, and how to begin. */
function drawBegin(desk) {
  const { begin } = desk.view;
  if (!begin) return h("section", { class: "card begin", key: "begin" }, h("h3", {}, "Every exercise is done."));
  const { other } = begin;
  return h(
    "section",
    { class: `card begin ${begin.role}`, "aria-label": begin.heading, key: "begin", ...WORK },
    h("h3", {}, begin.heading),
    h(
      "p",
      { class: "first" },
      drawLink(begin, begin.book, begin.role, { look: "go", words: `${begin.go}: ${begin.label}` }),
      h("span", { class: "soft" }, whereAndHowLong(begin)),
    ),
    begin.goal && h("p", {}, begin.goal),
    begin.words.length > 0 &&
      h(
        "ol",
        { class: "steps" },
        begin.words.map((words, n) => h("li", { key: n }, words)),
      ),
    other &&
      h(
        "p",
        { class: "other" },
        other.as,
        ": ",
        drawLink(other, other.book, other.role),
        h("span", { class: "soft" }, " ", whereAndHowLong(other)),
      ),
  );
}

function whereAndHowLong({ desk, task, minutes }) {
  return [desk, task.toLowerCase(), minutes && `about ${minutes}`].filter(Boolean).join(", ");
}

/* An exercise at its desk; a desk without a page of its own only names it. */
function drawLink(item, book, role, { look = null, words = item.label } = {}) {
  if (!book) return h("span", {}, words);
  return h(
    "a",
    {
      href: bookAddress(book, item.id),
      class: look,
      ...elsewhere(),
      on: { click: () => keep("cleanclaim.exercise." + role, item.id) },
    },
    words,
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

function drawRole(desk, role) {
  return h(
    "section",
    { class: `whose ${role.role}`, key: role.role, "aria-label": `${role.name}: desks` },
    h("h3", {}, role.name),
    h(
      "div",
      { class: "desks" },
      role.desks.map((one) => drawOneDesk(desk, one)),
    ),
  );
}

function drawOneDesk(desk, one) {
  const name = one.book
    ? h("a", { class: "role", href: bookAddress(one.book), ...elsewhere() }, one.name)
    : h("span", { class: "role" }, one.name);
  return h(
    "section",
    { class: `card ${one.role}`, key: one.role, "aria-label": one.name },
    h("div", { class: "top" }, name, h("span", { class: "soft" }, one.words)),
    h("div", { class: "part", "aria-hidden": "true" }, h("div", { style: `width: ${share(one)}%` })),
    one.about && h("p", { class: "soft" }, one.about),
    one.next &&
      h(
        "p",
        { class: "next" },
        "Next: ",
        drawLink(one.next, one.book, one.role),
        one.next.minutes && h("span", { class: "soft" }, " ", one.next.minutes),
      ),
    one.figures.length > 0 &&
      h(
        "dl",
        { class: "pairs" },
        one.figures.map(([label, value]) => h("div", { key: label }, h("dt", {}, label), h("dd", {}, value))),
      ),
    one.weak && h("p", { class: "soft" }, one.weak),
    one.groups.map((group) => drawGroup(desk, one, group)),
  );
}

function share({ done, of }) {
  return of ? Math.min(100, Math.round((100 * done) / of)) : 0;
}

/* The exercises of one task, folded until somebody wants them. */
function drawGroup(desk, one, group) {
  const opened = (desk.local.groups ||= {});
  const set = (event) => (opened[group.id] = event.target.open);
  return h(
    "details",
    { key: group.id, open: opened[group.id] ?? group.is_open, on: { toggle: set } },
    h(
      "summary",
      {},
      h("span", { class: "what" }, group.title),
      h("span", { class: "soft" }, group.is_done && "✓ ", group.words),
    ),
    h(
      "ol",
      { class: "list" },
      group.items.map((item) =>
        h(
          "li",
          { key: item.id, class: item.state || null },
          h(
            "div",
            { class: "what" },
            drawLink(item, one.book, one.role, { look: item.next ? "next" : null }),
            item.goal && h("div", { class: "label" }, item.goal),
          ),
          item.state === "done" && verdict("good", "done"),
          item.state === "corrected" && verdict("warn", "corrected"),
          h("span", { class: "soft aside" }, item.next && h("b", {}, "next "), item.minutes),
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
function bookAddress(book, exercise = "") {
  const asked = exercise && "?exercise=" + encodeURIComponent(exercise);
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
