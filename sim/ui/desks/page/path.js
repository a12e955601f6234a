// The path of the claim: eight stops, each a button that opens what passed there, in plain words first.

function drawPath(desk) {
  const path = desk.view.path;
  if (!path) return null;
  const opened = path.stops.find((stop) => stop.key === desk.local.stop);
  return h(
    "section",
    { class: "card", "aria-label": "Path of this claim", key: "path", tabindex: "-1" },
    h(
      "ol",
      { class: "path" },
      path.stops.map((stop) => drawStop(desk, stop)),
    ),
    opened && drawOpened(desk, opened),
    path.story && h("p", { class: "story" }, glossed(path.story)),
    drawFormula(desk, path.formula),
  );
}

const ROLE = { break: "The claim broke here", origin: "The mistake was made here", after: "This follows from it" };

function drawStop(desk, stop) {
  const isOpen = desk.local.stop === stop.key;
  const toggle = () => {
    desk.local.stop = isOpen ? null : stop.key;
    desk.draw();
  };
  const sign = stop.sign || SIGN[stop.state] || "·";
  const told = ROLE[stop.role] || { good: "in order", warn: "needs attention", later: "not reached" }[stop.state];
  return h(
    "li",
    { key: stop.key, class: `stop ${stop.state} ${stop.role || ""}${isOpen ? " open" : ""}` },
    h(
      "button",
      {
        type: "button",
        ...opens("stop-" + stop.key, isOpen),
        "aria-controls": isOpen ? desk.id("stop") : null,
        on: { click: toggle },
      },
      h("i", { "aria-hidden": "true" }, sign),
      h("b", {}, stop.label, h("span", { class: "chevron", "aria-hidden": "true" }, isOpen ? " ▴" : " ▾")),
      h("span", { class: "says" }, stop.says),
      hidden(told || ""),
    ),
  );
}

function drawOpened(desk, stop) {
  const name = "stop-" + stop.key;
  return h(
    "div",
    {
      class: "opened",
      id: desk.id("stop"),
      key: "opened-" + stop.key,
      role: "region",
      "aria-label": stop.label,
      "data-drawer": name,
    },
    h(
      "div",
      { class: "head" },
      h("h4", {}, stop.title || stop.label),
      h("span", { class: "grow" }),
      button("Close", () => closeDrawer(desk, name), { class: "quiet" }),
    ),
    blocks(stop.detail),
    stop.raw && drawRaw(desk, "raw-" + stop.key, stop.raw),
  );
}

/* X12 only on demand. */
function drawRaw(desk, key, raw) {
  const isOpen = desk.local.raw === key;
  const toggle = () => {
    desk.local.raw = isOpen ? null : key;
    desk.draw();
  };
  return h(
    "div",
    { key, "data-drawer": isOpen ? key : null },
    button(isOpen ? "Hide the X12" : raw.words || "Show it as X12", toggle, { class: "quiet", ...opens(key, isOpen) }),
    isOpen && blocks(raw.blocks),
  );
}
