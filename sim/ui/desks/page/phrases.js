// Phrases marked in the record. Words are chosen with the mouse (drag over them), by touch (tap the first, then the
// last) or by keyboard (arrow keys), and marked for a field of the form. Marked words carry the name of their field.

function phraseControls(desk) {
  return (desk.view.fields || []).filter((control) => control.kind === "phrases");
}

/* The field for which words are marked: the one that was asked for last, else the first. */
function phraseTarget(desk) {
  const controls = phraseControls(desk);
  return controls.find((one) => one.name === desk.local.target) || controls[0];
}

function recordDocuments(desk) {
  return (desk.view.record || {}).documents || [];
}

function lineText(desk, spot) {
  const section = (recordDocuments(desk)[spot.document] || { sections: [] }).sections[spot.section];
  return (section && section.lines[spot.line]) || "";
}

function phraseText(desk, spot) {
  return lineText(desk, spot).slice(spot.start, spot.end);
}

/* Every sentence of the record in its order, as Python cuts them: no phrase may reach beyond one. */
function recordSentences(desk) {
  return recordDocuments(desk).flatMap((doc, document_) =>
    doc.sections.flatMap((section, at) =>
      section.lines.flatMap((text, line) =>
        ((section.sentences || [])[line] || [[0, text.length]]).map(([start, end]) => ({
          document: document_,
          section: at,
          line,
          start,
          end,
          where: `${doc.title}, ${section.name || "text"}`,
        })),
      ),
    ),
  );
}

/* The words of a line without the signs around them. */
function wordsOf(text) {
  return [...text.matchAll(/[^\s]+/g)]
    .map((found) => {
      const bare = found[0].replace(/^[("'[]+/, "");
      const start = found.index + found[0].length - bare.length;
      return { start, end: start + bare.replace(/[.,;:!?)\]"']+$/, "").length };
    })
    .filter((word) => word.end > word.start);
}

function sameLine(one, other) {
  return one && ["document", "section", "line"].every((name) => one[name] === other[name]);
}

function sameSpot(one, other) {
  return sameLine(one, other) && one.start === other.start && one.end === other.end;
}

// ---- choosing words

function choosePhrase(desk, spot, isDrawn = true) {
  desk.local.pick = spot && { ...spot, isDrawn };
  if (spot) desk.local.document = recordDocuments(desk)[spot.document].id;
  desk.draw();
}

/* From a field to the words of the record, where the arrow keys choose. */
function goToWords(desk, control) {
  desk.local.target = control.name;
  const open = openDocument(desk, desk.view.record);
  const last = desk.local.pick || desk.local.lastPick;
  const first = recordSentences(desk).find((one) => one.document === open);
  choosePhrase(desk, last || first);
  focusPick(desk);
  desk.announce(`Choose words for ${control.label}: ${phraseText(desk, desk.local.pick)}`);
}

function focusPick(desk) {
  const dom = desk.root.querySelector("mark[data-pick]");
  if (!dom) return;
  dom.focus({ preventScroll: true });
  dom.scrollIntoView({ block: "nearest" });
}

const WAYS_TO_GO = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 };

/* Arrow keys in the record: down and up by sentence, right and left by word; with Shift the end moves. */
function phraseKeys(desk) {
  return (event) => {
    const step = WAYS_TO_GO[event.key];
    const pick = desk.local.pick;
    if (event.key === "Enter" && pick) markPhrase(desk);
    else if (event.key === "Escape" && pick) {
      choosePhrase(desk, null);
      focusField(desk);
    } else if (step && !event.ctrlKey && !event.altKey && !event.metaKey) movePick(desk, event.key, step, event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function movePick(desk, key, step, isExtending) {
  const bySentence = key === "ArrowDown" || key === "ArrowUp";
  const pick = desk.local.pick;
  if (!pick) {
    const open = openDocument(desk, desk.view.record);
    choosePhrase(desk, recordSentences(desk).find((one) => one.document === open));
  } else if (isExtending) extendPick(desk, pick, bySentence, step);
  else choosePhrase(desk, (bySentence ? nextSentence : nextWord)(desk, pick, step) || pick);
  focusPick(desk);
  if (isExtending) desk.announce(phraseText(desk, desk.local.pick));
}

function placeOf(desk, pick) {
  const all = recordSentences(desk);
  return { all, at: all.findIndex((one) => sameLine(one, pick) && pick.start < one.end && pick.end > one.start) };
}

function nextSentence(desk, pick, step) {
  const { all, at } = placeOf(desk, pick);
  return all[at + step];
}

/* From several words to the first of them (or the last); from one word to the next; at the end of a line to the first
   of the next line. */
function nextWord(desk, pick, step) {
  const words = wordsOf(lineText(desk, pick));
  const single = words.some((word) => word.start === pick.start && word.end === pick.end);
  const first = words.findIndex((word) => word.end > pick.start);
  const last = words.findLastIndex((word) => word.start < pick.end);
  const word = single ? words[(step > 0 ? last : first) + step] : words[step > 0 ? first : last];
  if (word) return { ...pick, ...word };
  const { all, at } = placeOf(desk, pick);
  const lines = all.filter((one, n) => !n || !sameLine(all[n - 1], one));
  const next = lines[lines.findIndex((one) => sameLine(one, all[at])) + step];
  if (!next) return null;
  const there = wordsOf(lineText(desk, next));
  return { ...next, ...there[step > 0 ? 0 : there.length - 1] };
}

/* The end of the phrase goes a word or a sentence on, or back; never beyond its line, never before its first word. */
function extendPick(desk, pick, bySentence, step) {
  const ends = bySentence
    ? recordSentences(desk)
        .filter((one) => sameLine(one, pick))
        .map((one) => one.end)
    : wordsOf(lineText(desk, pick)).map((word) => word.end);
  const now = Math.max(...ends.filter((end) => end <= pick.end));
  const beyond = ends.filter((end) => (step > 0 ? end > pick.end : end < now && end > pick.start));
  const end = step > 0 ? beyond[0] : beyond[beyond.length - 1];
  if (end !== undefined) choosePhrase(desk, { ...pick, end });
}

/* A click or a tap takes a word; a second one in the same line takes in all between; one inside takes that word alone. */
function phraseClick(desk) {
  return (event) => {
    const line = event.target.closest("[data-line]");
    if (!line || !window.getSelection().isCollapsed) return;
    const spot = wordAt(desk, line, event.clientX, event.clientY);
    if (!spot) return;
    const pick = desk.local.pick;
    const joins = sameLine(pick, spot) && (spot.start < pick.start || spot.end > pick.end);
    choosePhrase(desk, joins ? { ...spot, start: Math.min(spot.start, pick.start), end: Math.max(spot.end, pick.end) } : spot);
    desk.announce("Chosen: " + phraseText(desk, desk.local.pick));
  };
}

function wordAt(desk, line, x, y) {
  const found = document.caretPositionFromPoint
    ? document.caretPositionFromPoint(x, y)
    : document.caretRangeFromPoint(x, y);
  const node = found && (found.offsetNode || found.startContainer);
  if (!node || !line.contains(node)) return null;
  const at = offsetInLine(line, node, found.offset ?? found.startOffset);
  const place = placeOfLine(line);
  const word = wordsOf(lineText(desk, place)).find((one) => one.start <= at && at <= one.end);
  return word ? { ...place, ...word } : null;
}

function placeOfLine(line) {
  const [document_, section, number] = line.dataset.line.split(" ").map(Number);
  return { document: document_, section, line: number };
}

/* Characters of the line before a place in it; the names at marked phrases are none of the line's own. */
function offsetInLine(line, node, at) {
  const range = document.createRange();
  range.setStart(line, 0);
  range.setEnd(node, at);
  const tags = [...range.cloneContents().querySelectorAll("sup")];
  return tags.reduce((sum, tag) => sum - tag.textContent.length, range.toString().length);
}

/* The text that is selected in the record, as a place of it; null unless it lies within one line. */
function selectedSpot(desk) {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed) return null;
  const paragraph = (node) => (node.nodeType === 1 ? node : node.parentElement).closest("[data-line]");
  const [from, to] = [paragraph(selection.anchorNode), paragraph(selection.focusNode)];
  if (!from || from !== to || !desk.root.contains(from)) return null;
  const ends = [
    offsetInLine(from, selection.anchorNode, selection.anchorOffset),
    offsetInLine(from, selection.focusNode, selection.focusOffset),
  ].sort((a, b) => a - b);
  return { ...placeOfLine(from), start: ends[0], end: ends[1] };
}

/* What the browser has selected is chosen once the selection rests; its own highlight shows it. */
function listenForSelection(desk) {
  let rest = null;
  const changed = () => {
    clearTimeout(rest);
    rest = setTimeout(() => {
      const spot = phraseControls(desk).length ? selectedSpot(desk) : null;
      if (spot && !sameSpot(desk.local.pick, spot)) choosePhrase(desk, spot, false);
    }, 150);
  };
  document.addEventListener("selectionchange", changed);
  return () => document.removeEventListener("selectionchange", changed);
}

// ---- marking them

function markPhrase(desk, control = phraseTarget(desk)) {
  const spot = selectedSpot(desk) || desk.local.pick;
  if (!spot || !control) return desk.say("Choose words of the record first.");
  const marked = valueAt(desk, control.name) || [];
  if (marked.length >= control.most) return desk.say(`At most ${control.most} phrases.`);
  if (marked.some((one) => sameSpot(one, spot))) return desk.say("This phrase is marked already.");
  const { document: document_, section, line, start, end } = spot;
  desk.local.target = control.name;
  desk.local.lastPick = { document: document_, section, line, start, end };
  desk.local.pick = null;
  window.getSelection().removeAllRanges();
  const wasInRecord = document.activeElement && document.activeElement.matches("mark[data-pick], .note");
  setAt(desk, control.name, [...marked, { document: document_, section, line, start, end }]);
  if (wasInRecord) focusField(desk);
  desk.announce(`Marked for ${control.label}: ${phraseText(desk, spot)}`);
}

function fieldId(desk, control) {
  return desk.id("at-" + control.name.replaceAll(".", "-"));
}

function focusField(desk) {
  const control = phraseTarget(desk);
  if (control) desk.focus("#" + CSS.escape(fieldId(desk, control)));
}

/* A field: the phrases marked for it, each with the way to it and out, and the way to the words of the record. */
function drawPhrases(desk, control, shared) {
  const marked = valueAt(desk, control.name) || [];
  const remove = (n) => () => {
    setAt(
      desk,
      control.name,
      marked.filter((_, k) => k !== n),
    );
    desk.announce("Removed: " + phraseText(desk, marked[n]));
    desk.focus("#" + CSS.escape(shared.id));
  };
  const chip = (spot, n) =>
    h(
      "li",
      { key: n + phraseText(desk, spot) },
      h("q", {}, phraseText(desk, spot)),
      button("show in record", () => showEvidence(desk, mineId(control, n)), { class: "quiet inline" }),
      button("✕", remove(n), { class: "tool", "aria-label": `Remove “${phraseText(desk, spot)}”` }),
    );
  const pick = desk.local.pick;
  const props = { ...shared, "aria-invalid": null, class: "quiet" };
  const act = pick ? () => markPhrase(desk, control) : () => goToWords(desk, control);
  return [
    marked.length > 0 && h("ul", { class: "rows phrases", key: "marked" }, marked.map(chip)),
    button(pick ? "Mark the chosen words" : "Choose words in the record", act, { ...props, key: "choose" }),
  ];
}

/* At the foot of the record: what is chosen, for which field, and the ways to choose without a pointer. */
function drawPicker(desk) {
  const controls = phraseControls(desk);
  if (!controls.length) return null;
  const { pick } = desk.local;
  const target = phraseTarget(desk);
  const sentences = recordSentences(desk);
  const at = pick ? sentences.findIndex((one) => sameLine(one, pick) && pick.start < one.end && pick.end > one.start) : -1;
  const set = (event) => {
    desk.local.target = event.target.value;
    desk.draw();
  };
  const choose = (event) => choosePhrase(desk, sentences[event.target.value] || null);
  return h(
    "div",
    { class: "picker", key: "picker", role: "group", "aria-label": "Words chosen in the record" },
    h("p", { key: "words" }, pick ? ["Chosen: ", h("q", {}, phraseText(desk, pick))] : h("span", { class: "soft" }, HOW)),
    h(
      "div",
      { key: "sentence", class: "of" },
      h("label", { for: desk.id("sentence") }, "A sentence of the record"),
      h(
        "select",
        { id: desk.id("sentence"), value: at < 0 ? "" : String(at), on: { change: choose } },
        h("option", { value: "" }, "choose"),
        sentences.map((one, n) =>
          h("option", { value: String(n), key: "n" + n }, `${one.where}: ${phraseText(desk, one)}`),
        ),
      ),
    ),
    controls.length > 1 &&
      h(
        "div",
        { key: "target", class: "of" },
        h("label", { for: desk.id("target") }, "Mark for"),
        h(
          "select",
          { id: desk.id("target"), value: target.name, on: { change: set } },
          controls.map((one) => h("option", { value: one.name, key: one.name }, one.label)),
        ),
      ),
    h(
      "div",
      { class: "actions", key: "do" },
      button("Mark", () => markPhrase(desk), { class: "go small", "aria-disabled": pick ? null : "true" }),
      pick && button("Whole sentence", () => choosePhrase(desk, sentences[at]), { class: "quiet", key: "whole" }),
      pick && button("Clear", () => choosePhrase(desk, null), { class: "quiet", key: "clear" }),
    ),
  );
}

const HOW = "Drag over words, or tap the first and then the last. With the keyboard: arrow keys, Shift, Enter.";

function mineId(control, n) {
  return `mine ${control.name} ${n}`.replaceAll(" ", "-");
}

/* The phrases that were marked so far, as marks of the record; each carries the name of its field. */
function markedPhrases(desk) {
  const documents = recordDocuments(desk);
  return phraseControls(desk).flatMap((control) =>
    (valueAt(desk, control.name) || []).map((spot, n) => ({
      ...spot,
      document: (documents[spot.document] || {}).id,
      id: mineId(control, n),
      tags: [control.tag || String(n + 1)],
    })),
  );
}

/* The chosen words of a line, where the browser's own highlight does not show them. */
function pickIn(desk, place) {
  const { pick } = desk.local;
  return pick && pick.isDrawn && sameLine(pick, place) ? pick : null;
}
