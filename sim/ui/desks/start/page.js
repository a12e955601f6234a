// The first page, at one look: what to do next, what is due, where one is in the track, what is mastered; then every desk.

DRAWINGS.start = drawStart;

function drawStart(desk) {
  const { view } = desk;
  return [
    (view.assigned || []).map((one) => drawAssignment(desk, one)),
    h(
      "div",
      { class: "home", key: "home" },
      h("div", { class: "now", key: "now" }, drawBegin(desk), drawLesson(desk), drawManagersWay(desk)),
      h("div", { class: "beside", key: "beside" }, drawDue(view), drawMastered(view), drawCost(view), drawExams(desk), drawPortfolio(desk)),
      h("div", { class: "way", key: "way" }, drawTrack(desk)),
    ),
    drawJournal(desk),
    drawClinic(view),
    drawDesks(desk),
  ];
}

/* An instructor's assignment: when it is due, and its items. */
function drawAssignment(desk, one) {
  const opened = (desk.local.assigned ||= {});
  const set = (event) => (opened[one.name] = event.target.open);
  return h(
    "section",
    { class: "card begin assigned", "aria-label": one.title, key: "assigned " + one.name },
    h("h3", {}, one.title),
    h("p", { class: "soft" }, one.words),
    h(
      "p",
      { class: "first" },
      one.next && drawLink(one.next, one.next, { look: "go", words: `${one.go}: ${one.next.label}` }),
      one.is_done ? verdict("good", one.state) : h("span", {}, one.state),
    ),
    one.items.length > 0 &&
      h(
        "details",
        { open: opened[one.name] ?? one.is_open, on: { toggle: set } },
        h("summary", {}, `Items of ${one.title}`),
        h(
          "ol",
          { class: "list" },
          one.items.map((item) =>
            h(
              "li",
              { key: item.id },
              h("span", { class: "what" }, drawLink(item, item), h("span", { class: "soft" }, " ", item.where)),
              item.says && verdict("good", item.says),
              h("span", { class: "soft aside" }, item.minutes),
            ),
          ),
        ),
      ),
  );
}

/* What to do next: one button, why it comes now, how long it takes. */
function drawBegin(desk) {
  const { begin } = desk.view;
  if (!begin) {
    const words = "Every unit of your track is passed, and nothing is due today.";
    return h("section", { class: "card begin", key: "begin" }, h("h3", {}, words));
  }
  return h(
    "section",
    { class: `card begin ${begin.role}`, "aria-label": begin.heading, key: "begin", ...WORK },
    h("h3", {}, begin.heading),
    h("p", { class: "first" }, drawGo(desk, begin), h("span", { class: "soft" }, whereAndHowLong(begin))),
    begin.goal && h("p", {}, begin.goal),
    begin.why && h("p", {}, begin.why),
    begin.words.length > 0 &&
      h(
        "ol",
        { class: "steps" },
        begin.words.map((words, n) => h("li", { key: n }, words)),
      ),
  );
}

/* A link to a desk, or a button for what this page does itself. */
function drawGo(desk, begin) {
  if (!begin.deed) return drawLink(begin, begin, { look: "go", words: begin.go });
  return button(begin.go, () => doCourse(desk, begin.deed), { class: "go" });
}

function doCourse(desk, deed) {
  desk.send("course", deed);
  desk.local.busy = true;
}

function whereAndHowLong({ desk, task, minutes }) {
  return [desk, task && task.toLowerCase(), minutes && `about ${minutes}`].filter(Boolean).join(", ");
}

/* The lesson that was opened, until another thing is done. */
function drawLesson(desk) {
  const { lesson } = desk.view;
  if (!lesson) return null;
  const place = { role: "", book: lesson.book };
  return h(
    "section",
    { class: "card lesson", "aria-label": `Lesson: ${lesson.title}`, key: "lesson " + lesson.unit },
    blocks(lesson.blocks),
    host() === "lab" && h("p", {}, h("a", { href: deskAddress(place), ...elsewhere() }, "Open it as a notebook")),
  );
}

/* Where one is in the track: a bar, the unit at hand with its steps, and the others folded. */
function drawTrack(desk) {
  const { track } = desk.view;
  return h(
    "section",
    { class: "card course", "aria-label": track.title, key: "track" },
    h("h3", {}, track.title),
    h("p", {}, track.place),
    drawTrackBar(track.done, track.of),
    track.stages.map((stage) => drawStage(desk, stage)),
    drawTracks(desk, track),
  );
}

function drawTrackBar(done, of) {
  const part = of ? Math.round((100 * done) / of) : 0;
  return h("div", { class: "part", "aria-hidden": "true" }, h("div", { style: `width: ${part}%` }));
}

function drawStage(desk, stage) {
  return h(
    "section",
    { class: "stage", key: stage.title },
    h("h4", {}, stage.title),
    stage.units.map((unit) => drawUnit(desk, unit)),
  );
}

const UNIT_TONE = { passed: "good", here: "info" };

function drawUnit(desk, unit) {
  const opened = (desk.local.units ||= {});
  const set = (event) => (opened[unit.name] = event.target.open);
  const deed = (kind) => () => doCourse(desk, { deed: kind, name: unit.name });
  return h(
    "details",
    { key: unit.name, open: opened[unit.name] ?? unit.state === "here", on: { toggle: set } },
    h(
      "summary",
      { class: unit.state },
      h("span", { class: "what" }, unit.title),
      unit.says && verdict(UNIT_TONE[unit.state], unit.says),
      h("span", { class: "soft" }, unit.minutes),
    ),
    h("p", { class: "soft" }, "After this unit you can:"),
    h(
      "ul",
      { class: "bullets" },
      unit.can.map((words, n) => h("li", { key: n }, words)),
    ),
    unit.check && h("p", {}, unit.check),
    unit.steps.length > 0 &&
      h(
        "ol",
        { class: "list" },
        unit.steps.map((step, n) =>
          h(
            "li",
            { key: n },
            h("span", { class: "what" }, step.deed ? step.label : drawLink(step, step)),
            step.is_done && verdict("good", "done"),
            h("span", { class: "soft aside" }, step.minutes),
          ),
        ),
      ),
    h(
      "p",
      { class: "tools" },
      unit.lesson && button("Read the lesson", deed("read_lesson"), { class: "quiet" }),
      button("Take the check", deed("begin_check"), { class: "quiet" }),
    ),
  );
}

/* Another track: one choice, kept at once. */
function drawTracks(desk, track) {
  const choose = (event) => doCourse(desk, { deed: "choose_track", name: event.target.value });
  return h(
    "p",
    { class: "choose", key: "tracks" },
    h("span", { "aria-hidden": "true" }, "Track "),
    h(
      "select",
      { "aria-label": "Track", on: { change: choose } },
      track.tracks.map((one) => h("option", { value: one.name, selected: one.is_here, key: one.name }, one.title)),
    ),
    h("span", { class: "soft" }, " ", track.words),
  );
}

function drawDue(view) {
  const { due, pace } = view;
  return h(
    "section",
    { class: "card", "aria-label": due.heading, key: "due" },
    h("h3", {}, due.heading),
    h("p", {}, due.items > 0 ? verdict("info", due.words) : due.words),
    due.skills.length > 0 && h("p", { class: "soft" }, due.skills.join(", ")),
    pace && h("p", { class: "soft" }, pace),
  );
}

/* A strip for each competence: a part for each level, told in words as well. */
function drawMastered(view) {
  const { mastered } = view;
  return h(
    "section",
    { class: "card", "aria-label": mastered.heading, key: "mastered" },
    h("h3", {}, mastered.heading),
    h(
      "ul",
      { class: "strips" },
      mastered.rows.map((row) =>
        h(
          "li",
          { key: row.id, title: row.about },
          h("span", { class: "what" }, h("b", {}, row.id), " ", row.name),
          h("span", { class: "soft" }, row.says),
          hidden(`: ${row.about}`),
          h(
            "span",
            { class: "strip", "aria-hidden": "true" },
            [4, 3, 2, 1, 0].map((level) =>
              row.levels[level] ? h("i", { key: level, class: "level" + level, style: `flex: ${row.levels[level]}` }) : null,
            ),
          ),
        ),
      ),
    ),
    h(
      "p",
      { class: "soft key-of-levels", "aria-hidden": "true" },
      [4, 3, 2, 1].map((level) => h("span", { key: level }, h("i", { class: "level" + level }), " ", mastered.levels[level], " ")),
    ),
    h("p", { class: "soft" }, mastered.words),
  );
}

function drawCost(view) {
  const { cost } = view;
  return h(
    "section",
    { class: "card", "aria-label": cost.heading, key: "cost" },
    h("h3", {}, cost.heading),
    h(
      "dl",
      { class: "pairs" },
      cost.pairs.map(([label, value]) => h("div", { key: label }, h("dt", {}, label), h("dd", {}, value))),
    ),
    h("p", { class: "soft" }, cost.words),
  );
}

function drawExams(desk) {
  const { exams } = desk.view;
  return h(
    "section",
    { class: "card", "aria-label": exams.heading, key: "exams" },
    h("h3", {}, exams.heading),
    h("p", { class: "soft" }, exams.words),
    h(
      "ul",
      { class: "strips" },
      exams.rows.map((row) =>
        h(
          "li",
          { key: row.name },
          h("span", { class: "what" }, h("b", {}, row.name)),
          h("span", { class: "soft" }, row.says),
          h("span", { class: "strip", "aria-hidden": "true" }, h("i", { class: "level3", style: `flex: 0 0 ${row.part}%` })),
          h("span", { class: "soft whole" }, row.about),
        ),
      ),
    ),
  );
}

/* The hours and the work products: made when somebody asks, then saved as a file of one's own. */
function drawPortfolio(desk) {
  const { portfolio } = desk.view;
  const ask = () => {
    desk.send("portfolio", {});
    desk.local.busy = true;
  };
  return h(
    "section",
    { class: "card", "aria-label": portfolio.heading, key: "portfolio" },
    h("h3", {}, portfolio.heading),
    h("p", { class: "soft" }, portfolio.words),
    h(
      "p",
      { class: "tools" },
      portfolio.page
        ? h("a", { class: "go", href: fileAddress(desk, portfolio), download: portfolio.file }, `Save ${portfolio.file}`)
        : button("Make my portfolio", ask, { class: "quiet" }),
    ),
  );
}

/* The address of the page as a file: made once for a page, the one before is let go. */
function fileAddress(desk, { page }) {
  const kept = desk.local.portfolio;
  if (kept && kept.page === page) return kept.address;
  if (kept) URL.revokeObjectURL(kept.address);
  const address = URL.createObjectURL(new Blob([page], { type: "text/html" }));
  desk.local.portfolio = { page, address };
  return address;
}

/* Somebody who manages a clinic is led past the course, to what stands below it. */
function drawManagersWay(desk) {
  const { asks, heading } = desk.view.clinic;
  if (!asks) return null;
  const go = () => desk.goOnFrom("section.clinic");
  return h("p", { class: "soft managers-way", key: "managers" }, asks, " ", button(heading, go, { class: "quiet inline" }));
}

/* The pages that run a clinic as a whole. */
function drawClinic({ clinic }) {
  return h(
    "section",
    { class: "card clinic", "aria-label": clinic.heading, key: "clinic", tabindex: "-1" },
    h("h3", {}, clinic.heading),
    h("p", { class: "soft" }, clinic.words),
    h(
      "ul",
      { class: "pages" },
      clinic.pages
        .filter(hasPage)
        .map((one) => h("li", { key: one.name }, drawLink({ id: "", label: one.name }, one, { look: "page-link" }), h("span", { class: "soft whole" }, one.about))),
    ),
  );
}

/* Every exercise by desk, folded until somebody wants it. */
function drawDesks(desk) {
  const set = (event) => (desk.local.allDesks = event.target.open);
  return h(
    "details",
    { class: "every", key: "every", open: desk.local.allDesks ?? false, on: { toggle: set } },
    h("summary", {}, "Every desk and every exercise"),
    h(
      "div",
      { class: "both-roles" },
      desk.view.roles.map((role) => drawRole(desk, role)),
    ),
  );
}

/* An exercise at its desk; a desk without a page of its own only names it. */
function drawLink(item, place, { look = null, words = item.label } = {}) {
  if (!hasPage(place)) return h("span", {}, words);
  return h(
    "a",
    {
      href: deskAddress(place, item.id),
      class: look,
      ...elsewhere(),
      on: { click: () => keep("cleanclaim.exercise." + place.role, item.id) },
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
            h(
              "span",
              { class: "tools" },
              button("Drill of five", () => doCourse(desk, { deed: "begin_drill", name: row.error }), {
                class: "quiet",
                "aria-label": `Drill of five: ${row.words}`,
              }),
            ),
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
  const name = hasPage(one)
    ? h("a", { class: "role", href: deskAddress(one), ...elsewhere() }, one.name)
    : h("span", { class: "role" }, one.name);
  return h(
    "section",
    { class: `card ${one.role}`, key: one.role, "aria-label": one.name },
    h("div", { class: "top" }, name, h("span", { class: "soft" }, one.words)),
    h("div", { class: "part", "aria-hidden": "true" }, h("div", { style: `width: ${share(one)}%` })),
    one.about && h("p", { class: "soft" }, one.about),
    one.figures.length > 0 &&
      h(
        "dl",
        { class: "pairs" },
        one.figures.map(([label, value]) => h("div", { key: label }, h("dt", {}, label), h("dd", {}, value))),
      ),
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
    { key: group.id, open: opened[group.id] ?? false, on: { toggle: set } },
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
            drawLink(item, one),
            item.goal && h("div", { class: "label" }, item.goal),
          ),
          item.state === "done" && verdict("good", "done"),
          item.state === "corrected" && verdict("warn", "corrected"),
          h("span", { class: "soft aside" }, item.minutes),
        ),
      ),
    ),
  );
}
