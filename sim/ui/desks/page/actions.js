// What every desk has below its work: the reasons of a mark, hints, the key, the actions, and that everything is saved.

function labelOf(desk, code) {
  return desk.local.labels[code] ?? (desk.view.labels || {})[code] ?? "";
}

const FLAGGED = new Set(["bad", "warn"]); // tones of what has to be corrected

/* The reasons under a row: what is wrong, why, the rule, the cost, and the way to the proving phrase. */
function drawWhy(desk, mark) {
  const says = (one) => one.title || one.why || one.cite || one.cost || (one.evidence || []).length > 0;
  const reasons = (mark.reasons || []).filter(says);
  return reasons.map((one, n) =>
    h(
      "div",
      { class: "why" + (mark.tone === "good" || mark.tone === "later" ? "" : " " + mark.tone), key: "why" + n },
      one.title && [h("b", {}, one.title), " "],
      glossed(one.why),
      one.cite && [" ", h("span", { class: "cite" }, one.cite)],
      one.cost && [" ", h("b", {}, one.cost)],
      (one.evidence || []).length > 0 && [
        " ",
        button("show in the record", () => showEvidence(desk, one.evidence[0]), { class: "quiet inline" }),
      ],
    ),
  );
}

/* Marks on the answer as a whole: a query that was due, a visit that was not billable, a form sent back. */
function drawWhole(desk) {
  const marks = (desk.view.marks || {}).whole || [];
  return (
    marks.length > 0 &&
    h(
      "ul",
      { class: "rows whole" },
      marks.map((m, n) =>
        h(
          "li",
          { key: "whole" + n, class: "is-" + m.tone },
          h("span", { class: "label" }, m.label),
          verdict(m.tone, m.says),
          drawWhy(desk, m),
        ),
      ),
    )
  );
}

/* How the one score of the page is made, behind a click. */
function drawFormula(desk, words) {
  if (!words) return null;
  const isOpen = desk.local.formula;
  const toggle = () => {
    desk.local.formula = !isOpen;
    desk.draw();
  };
  return h(
    "div",
    { class: "formula", key: "formula", "data-drawer": isOpen ? "formula" : null },
    button("How the score is made", toggle, { class: "quiet inline", ...opens("formula", isOpen) }),
    isOpen && h("p", {}, words),
  );
}

function drawHints(desk) {
  const hints = desk.view.hints || [];
  return (
    hints.length > 0 &&
    h(
      "div",
      { class: "hints", key: "hints" },
      hints.map((hint, n) =>
        h(
          "p",
          { class: "why", key: "hint" + n },
          h("b", {}, `Hint ${n + 1}. `),
          glossed(hint.words),
          hint.evidence && [
            " ",
            button("show in the record", () => showEvidence(desk, hint.evidence), { class: "quiet inline" }),
          ],
        ),
      ),
    )
  );
}

/* The key, once the learner has asked to be shown. */
function drawKey(desk) {
  const key = desk.view.key;
  return key && h("div", { class: "key", key: "key" }, h("h4", {}, key.heading), blocks(key.blocks));
}

/* What leads on. The next item may lie at another desk; behind the last one of an assignment are the results. At this
   desk the page stays, and in JupyterLab another desk opens beside it. */
function lead(desk, action) {
  const onward = desk.view.onward || {};
  if (action.kind !== "next_item" || !(onward.role || onward.results)) return desk.act(action.kind, action.data || {});
  desk.flush();
  if (onward.role === desk.view.role && !onward.assignment) return desk.greet(onward.exercise);
  const address = onward.results ? `/results/${encodeURIComponent(onward.results)}` : deskAddress(onward, onward.exercise || "");
  if (host() !== "lab") return location.assign(address);
  if (onward.exercise) keep("cleanclaim.exercise." + onward.role, onward.exercise);
  window.open(address, "_blank", "noopener");
}

/* One obvious next action, then the others. Words and order come from the view. */
function drawActions(desk) {
  const act = (action) => () => {
    if (action.kind === "asking") {
      desk.local.asking = !desk.local.asking;
      desk.draw();
      return desk.local.asking && desk.focus("fieldset.ask input");
    }
    if (action.sends) return desk.act(action.kind, { answer: { ...desk.draft, ...action.patch } });
    return lead(desk, action);
  };
  return [
    desk.view.counts && h("p", { class: "soft counts", key: "counts" }, desk.view.counts),
    drawButtons(desk, act),
  ];
}

function drawButtons(desk, act) {
  return h(
    "div",
    { class: "actions", key: "actions" },
    (desk.view.actions || []).map((action) =>
      button(action.words, act(action), {
        key: action.kind + (action.id || ""),
        ...(action.kind === "asking" ? opens("ask", desk.local.asking) : {}),
        class: action.weight === "go" ? "go" : action.weight === "plain" ? null : "quiet",
        "aria-disabled": desk.local.busy ? "true" : null,
        title: action.title || null,
      }),
    ),
    drawPapers(desk),
    h("span", { class: "grow" }),
    drawSaved(desk),
  );
}

function drawSaved(desk) {
  const waits = desk.wire.lost ? "kept in this browser" : "saving …";
  const words = desk.local.unsaved ? waits : desk.view.saved ? "saved " + desk.view.saved : "";
  return h("span", { class: "saved", key: "saved" }, words);
}
