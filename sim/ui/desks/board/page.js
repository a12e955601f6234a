// The manager's board: which quarter or folder, then every figure with its formula, and the pictures.

DRAWINGS.board = drawBoard;

function drawBoard(desk) {
  const had = desk.local.board;
  const board = (desk.local.board = desk.view.board || had); // until the next one, whatever happens to the wire
  if (board && board !== had) setTimeout(() => desk.goOnFrom("section.board-of"));
  const again = stillAwaited(desk, desk.view.board);
  return [drawSource(desk, again), board && drawFigures(board), board && drawBoardParts(desk, board)];
}

function drawSource(desk, again) {
  const { view, draft } = desk;
  const set = (name, typing) => (event) => desk.edit((one) => (one[name] = event.target.value), { typing });
  const isFolder = view.may_read && draft.source === "folder";
  const field = (name, label, node) => h("p", { key: name }, h("label", { for: desk.id(name) }, label), " ", node);
  const show = (event) => {
    if (event) event.preventDefault();
    askAndWait(desk, { ...desk.draft }, { lost: "The board was lost. Choose Show the board again, with fewer visits if the server is slow." });
  };
  return h(
    "form",
    { class: "card source", "aria-label": "What the board shows", key: "source", ...WORK, on: { submit: show } },
    view.may_read &&
      field(
        "source",
        "Show",
        h(
          "select",
          { id: desk.id("source"), value: draft.source, on: { change: set("source", false) } },
          h("option", { value: "quarter", selected: !isFolder }, "A quarter that is played now"),
          h("option", { value: "folder", selected: isFolder }, "A folder that simulate wrote"),
        ),
      ),
    isFolder
      ? field("folder", "Folder", h("input", { id: desk.id("folder"), value: draft.folder || "", maxlength: 400, on: { input: set("folder", true) } }))
      : [
          field(
            "strategy",
            "Strategy",
            h(
              "select",
              { id: desk.id("strategy"), value: draft.strategy, on: { change: set("strategy", false) } },
              view.known.map((one) => h("option", { value: one.name, selected: one.name === draft.strategy, key: one.name }, one.label)),
            ),
          ),
          field(
            "visits",
            `Visits, at most ${view.most.toLocaleString("en-US")}`,
            h("input", { id: desk.id("visits"), class: "number", inputmode: "numeric", value: draft.visits || "", maxlength: 7, on: { input: set("visits", true) } }),
          ),
        ],
    h(
      "p",
      { class: "tools" },
      h("button", { type: "submit", class: "go", "aria-disabled": desk.local.busy ? "true" : null }, desk.local.busy ? "Counting …" : "Show the board"),
    ),
    again,
  );
}

function drawFigures(board) {
  return h(
    "section",
    { class: "card board-of", "aria-label": "Key figures", key: "figures", tabindex: "-1" },
    h("h3", {}, board.title),
    h("p", { class: "soft" }, board.words),
    board.groups.map((group) =>
      h(
        "section",
        { key: group.title, "aria-label": group.title },
        h("h4", {}, group.title),
        h("div", { class: "tiles" }, group.rows.map(drawTile)),
      ),
    ),
  );
}

/* A figure: its value, how it is counted with both sides, what is called good, and who says so. */
function drawTile(row) {
  return h(
    "div",
    { class: "tile", key: row.figure, role: "group", "aria-label": row.label },
    h("div", { class: "name" }, row.label),
    h("div", { class: "value" }, row.value),
    h("p", {}, row.formula),
    row.sides && h("p", { class: "soft" }, row.sides),
    row.benchmark && h("p", {}, h("b", {}, "Benchmark: "), row.benchmark),
    row.source && h("p", { class: "soft" }, "Source: ", h("span", { class: "cite" }, row.source)),
  );
}

const TALL = 7; // rows of a picture beside which two others fit

function drawBoardParts(desk, board) {
  const opened = (desk.local.folds ||= {});
  return h(
    "div",
    { class: "board-parts", key: "parts" },
    board.parts.map((part) => {
      const pictures = part.blocks.filter((block) => block.picture);
      const isTall = pictures.some((block) => block.picture.table.rows.length > TALL);
      const size = pictures.length > 1 ? " whole" : isTall ? " tall" : "";
      const place = { class: "card board-part" + size, key: part.heading };
      if (!part.folded) return h("section", { ...place, "aria-label": part.heading }, h("h3", {}, part.heading), blocks(part.blocks));
      const toggle = (event) => (opened[part.heading] = event.target.open);
      return h("details", { ...place, open: opened[part.heading] ?? false, on: { toggle } }, h("summary", {}, part.heading), blocks(part.blocks));
    }),
  );
}
