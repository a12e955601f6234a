// The record: who and where, then its documents as tabs. Proving phrases are highlighted only where the view names
// them.

function drawRecord(desk, heading = "The record", drawer = null) {
  const record = desk.view.record;
  if (!record) return null;
  const open = openDocument(desk, record);
  return h(
    "section",
    { class: "card record", "aria-label": heading, key: "record", tabindex: "0", "data-drawer": drawer },
    h("h3", {}, heading),
    h(
      "dl",
      { class: "who" },
      record.facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, rich(value)))),
    ),
    record.documents.length > 1 && drawTabs(desk, record, open),
    drawDocument(desk, record, open),
    drawPicker(desk),
  );
}

function openDocument(desk, record) {
  const chosen = record.documents.findIndex((d) => d.id === (desk.local.document || record.first));
  return chosen < 0 ? 0 : chosen;
}

function drawTabs(desk, record, open) {
  const pick = (n) => {
    desk.local.document = record.documents[n].id;
    desk.seen(record.documents[n].id);
    desk.draw();
  };
  const keys = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = (open + step + record.documents.length) % record.documents.length;
    pick(next);
    desk.focus("#" + desk.id("tab" + next));
  };
  return h(
    "div",
    { class: "tabs", role: "tablist", "aria-label": "Documents", on: { keydown: keys } },
    record.documents.map((doc, n) =>
      h(
        "button",
        {
          type: "button",
          role: "tab",
          key: doc.id,
          id: desk.id("tab" + n),
          "aria-selected": String(n === open),
          "aria-controls": desk.id("document"),
          tabindex: n === open ? "0" : "-1",
          class: n === open ? "on" : null,
          on: { click: () => pick(n) },
        },
        doc.title,
        doc.is_new && !desk.wasSeen(doc.id) && h("span", { class: "new" }, "new"),
        h("small", {}, doc.date),
      ),
    ),
  );
}

function drawDocument(desk, record, n) {
  const doc = record.documents[n];
  const tabbed = record.documents.length > 1;
  const isMarked = phraseControls(desk).length > 0;
  return h(
    "div",
    {
      class: "note" + (isMarked ? " words" : ""),
      id: desk.id("document"),
      key: "document",
      role: tabbed ? "tabpanel" : isMarked ? "group" : null,
      "aria-labelledby": tabbed ? desk.id("tab" + n) : null,
      "aria-label": isMarked && !tabbed ? "Words of the record" : null,
      tabindex: isMarked ? "0" : null,
      on: isMarked ? { click: phraseClick(desk), keydown: phraseKeys(desk) } : {},
    },
    !tabbed && h("p", { class: "kind" }, doc.title, ", ", doc.date),
    doc.sections.map((section, s) =>
      h(
        "div",
        { class: "section", key: doc.id + s },
        section.name && h("h4", {}, section.name),
        section.lines.map((line, at) =>
          h("p", { key: "l" + at, "data-line": `${n} ${s} ${at}` }, markedLine(desk, record, doc.id, s, at, line)),
        ),
      ),
    ),
    doc.signed ? h("p", { class: "signature" }, doc.signed) : h("p", { class: "signature warn" }, "! not signed"),
  );
}

/* Cut a line at its marks; overlapping marks are merged into one that carries all their tags. The words that are chosen
   just now are cut out of them. */
function markedLine(desk, record, doc, section, line, text) {
  const here = [...(record.marks || []), ...markedPhrases(desk)]
    .filter((m) => m.document === doc && m.section === section && m.line === line)
    .sort((a, b) => a.start - b.start);
  const spans = [];
  for (const m of here) {
    const last = spans[spans.length - 1];
    if (last && m.start < last.end) {
      last.end = Math.max(last.end, m.end);
      last.tags.push(...m.tags);
      last.ids.push(m.id);
    } else spans.push({ start: m.start, end: m.end, tags: [...m.tags], ids: [m.id] });
  }
  const number = record.documents.findIndex((one) => one.id === doc);
  const pick = pickIn(desk, { document: number, section, line });
  const cuts = [...spans.flatMap((span) => [span.start, span.end]), ...(pick ? [pick.start, pick.end] : [])];
  const ends = [...new Set([0, ...cuts, text.length])].sort((a, b) => a - b);
  return ends.slice(1).flatMap((end, n) => {
    const span = spans.find((one) => one.start <= ends[n] && end <= one.end);
    const isPicked = pick && pick.start <= ends[n] && end <= pick.end;
    return drawPiece(desk, text, ends[n], end, span, isPicked ? pick : null);
  });
}

/* A piece of a line: plain, proving, or chosen; behind the last piece of a mark the names of what it proves. */
function drawPiece(desk, text, start, end, span, pick) {
  const piece = text.slice(start, end);
  if (!span && !pick) return [piece];
  const lit = span && span.ids.includes(desk.local.lit);
  const first = pick && pick.start === start;
  const out = h(
    "mark",
    {
      key: (pick ? "p" : "m") + start,
      class: [lit && "lit", pick && "pick"].filter(Boolean).join(" ") || null,
      tabindex: lit || first ? "-1" : null,
      "data-evidence": span ? span.ids.join(" ") : null,
      "data-pick": first ? "" : null,
      role: first ? "group" : null,
      "aria-label": first ? phraseText(desk, pick) : null,
    },
    piece,
  );
  const tags = span && end === span.end ? [...new Set(span.tags)].join(", ") : "";
  return [out, tags && h("sup", { class: "tag", "aria-label": "proves " + tags, key: "t" + end }, tags)];
}

/* Show a proving phrase: open its document, light it, bring it into view and move there. */
function showEvidence(desk, id) {
  const mark = [...(desk.view.record.marks || []), ...markedPhrases(desk)].find((m) => m.id === id);
  if (!mark) return;
  desk.local.pick = null;
  desk.local.document = mark.document;
  desk.local.panel = "record";
  desk.local.lit = id;
  desk.draw();
  const dom = [...desk.root.querySelectorAll("mark[data-evidence]")].find((m) =>
    m.dataset.evidence.split(" ").includes(id),
  );
  if (!dom) return;
  dom.scrollIntoView({ block: "center", behavior: desk.calm() ? "auto" : "smooth" });
  dom.focus({ preventScroll: true });
  desk.announce("In the record: " + dom.textContent);
}
