// Search as one types: a combobox over a list of at most twenty. Python finds; the list here only shows and picks.

const SEARCH_PAUSE = 130;

function searchState(desk, name) {
  return (desk.local.search[name] ||= { text: "", rows: [], at: -1, open: false, asked: 0, note: "" });
}

function drawSearch(desk, { name, label, kind, pick, off }) {
  const box = searchState(desk, name);
  const list = desk.id(name + "-list");
  const shown = box.open && (box.rows.length > 0 || box.note);
  return h(
    "div",
    { class: "find", key: "find-" + name },
    h("label", { for: desk.id(name) }, label),
    h("input", {
      id: desk.id(name),
      class: "search",
      type: "text",
      value: box.text,
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      role: off ? null : "combobox",
      "aria-expanded": off ? null : String(Boolean(shown)),
      "aria-controls": off ? null : list,
      "aria-autocomplete": off ? null : "list",
      "aria-activedescendant": shown && box.at >= 0 ? `${list}-${box.at}` : null,
      on: {
        input: (event) => typed(desk, name, kind, event.target.value, off),
        keydown: (event) => searchKey(desk, name, kind, pick, off, event),
        focus: () => {
          if (box.rows.length && box.text) {
            box.open = true;
            desk.draw();
          }
        },
        blur: () => {
          box.open = false;
          desk.draw();
        },
      },
    }),
    !off &&
      h(
        "ul",
        { class: "drop", role: "listbox", id: list, "aria-label": label, hidden: !shown },
        shown ? drawFound(desk, name, kind, list, pick) : [],
      ),
  );
}

function drawFound(desk, name, kind, list, pick) {
  const box = searchState(desk, name);
  const rows = box.rows.map((row, n) =>
    h(
      "li",
      {
        role: "option",
        id: `${list}-${n}`,
        key: row.code + (row.typed ? "*" : ""),
        "aria-selected": String(n === box.at),
        class: n === box.at ? "on" : null,
        on: {
          mousedown: (event) => {
            event.preventDefault();
            choose(desk, name, kind, pick, row);
          },
        },
      },
      h("code", {}, row.code),
      h("span", {}, row.label, row.add && h("em", {}, " not billable: " + row.add)),
    ),
  );
  if (box.note)
    rows.push(
      h(
        "li",
        { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false", key: "note" },
        box.note,
      ),
    );
  return rows;
}

function typed(desk, name, kind, text, off) {
  const box = searchState(desk, name);
  box.text = text;
  box.at = -1;
  box.stale = true; // what is listed answers an earlier question
  if (!off) {
    clearTimeout(box.timer);
    box.timer = setTimeout(() => ask(desk, name, kind), SEARCH_PAUSE);
    if (!text.trim()) {
      box.rows = [];
      box.note = "";
      box.open = false;
    }
  }
  desk.draw();
}

function ask(desk, name, kind) {
  const box = searchState(desk, name);
  const text = box.text.trim();
  if (!text) return;
  box.asked += 1;
  desk.send("search", { box: name, kind, text: text.slice(0, 80), number: box.asked });
}

function found(desk, answer) {
  const box = desk.local.search[answer.box];
  if (!box || answer.number !== box.asked) return;
  box.rows = answer.rows;
  box.stale = false;
  box.note = answer.note || "";
  box.at = whole(box);
  box.open = true;
  const wanted = box.wanted;
  box.wanted = false;
  if (wanted && box.at >= 0) return enter(desk, answer.box, box.kind, box.pick);
  if (wanted && box.rows.length) return askToChoose(desk, box);
  desk.draw();
  desk.announce(answer.rows.length ? `${answer.rows.length} found` : answer.note || "nothing found");
}

/* Enter with nothing chosen takes nothing: it says how to choose. */
function askToChoose(desk, box) {
  box.note = "Choose one with the arrow keys, then press Enter.";
  desk.draw();
  desk.announce(`${box.rows.length} found. ${box.note}`);
}

/* The row whose code was typed whole: the only one that Enter takes without its being chosen. */
function whole(box) {
  const typed = plainCode(box.text);
  const same = (row) => plainCode(row.code) === typed;
  const known = box.rows.findIndex((row) => same(row) && !row.typed);
  return known >= 0 ? known : box.rows.findIndex(same);
}

function plainCode(text) {
  return text.trim().toUpperCase().replaceAll(".", "");
}

function searchKey(desk, name, kind, pick, off, event) {
  const box = searchState(desk, name);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && box.rows.length && !off) {
    event.preventDefault();
    box.open = true;
    box.at = (box.at + step + box.rows.length) % box.rows.length;
    desk.draw();
    const row = desk.root.querySelector(`#${desk.id(name + "-list")}-${box.at}`);
    if (row) row.scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter") {
    event.preventDefault();
    Object.assign(box, { kind, pick });
    if (off) asTyped(desk, name, pick);
    else if (box.open && box.at >= 0) enter(desk, name, kind, pick);
    else if (box.open && box.rows.length && !box.stale) askToChoose(desk, box);
    else if (box.text.trim()) {
      box.wanted = true;
      clearTimeout(box.timer);
      ask(desk, name, kind);
    }
  } else if (event.key === "Escape" && (box.open || box.text)) {
    event.preventDefault();
    event.stopPropagation();
    if (box.open) box.open = false;
    else {
      box.text = "";
      box.rows = [];
    }
    desk.draw();
  }
}

function enter(desk, name, kind, pick) {
  const box = searchState(desk, name);
  if (box.at >= 0 && box.rows[box.at]) choose(desk, name, kind, pick, box.rows[box.at]);
}

/* A code that is not billable opens what stands below it; typed as it is, it can be taken all the same. */
function choose(desk, name, kind, pick, row) {
  const box = searchState(desk, name);
  if (row.add && !row.typed) {
    box.text = row.code;
    desk.announce(`${row.code} is not billable: ${row.add}`);
    ask(desk, name, kind);
    return desk.draw();
  }
  Object.assign(box, { text: "", rows: [], note: "", open: false, at: -1 });
  pick(row);
}

function asTyped(desk, name, pick) {
  const box = searchState(desk, name);
  const code = box.text.trim().toUpperCase();
  if (!/^[A-Z0-9.]{3,8}$/.test(code)) return desk.say("Type a whole code, letters and digits only, then press Enter.");
  box.text = "";
  pick({ code, label: "" });
}
