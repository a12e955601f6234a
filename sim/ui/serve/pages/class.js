// The instructor's pages: copy, print, find in a list, sort a table, fetch a part anew. Every page works without it.
(() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];

  /* Buttons that copy a text that stands on the page. */
  const copy = async (button) => {
    const place = document.getElementById(button.dataset.copy);
    const words = button.textContent;
    try {
      await navigator.clipboard.writeText(place.textContent.trim());
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(place); // no clipboard without TLS: it is marked, ready to be copied
      button.textContent = "Selected: press Ctrl+C";
    }
    setTimeout(() => (button.textContent = words), 4000);
  };

  /* Rows of a table (or of several) that hold every word that was typed and fit every list beside it. */
  const filter = (name) => {
    const fields = all(`[data-filter="${name}"]`);
    const asked = fields.filter((one) => !one.dataset.column).flatMap((one) => one.value.toLowerCase().split(/\s+/));
    const picked = fields.filter((one) => one.dataset.column && one.value);
    let shown = 0;
    for (const row of all("tbody tr", document.getElementById(name))) {
      const text = row.textContent.toLowerCase();
      const fits = picked.every((one) => ` ${row.dataset[one.dataset.column]} `.includes(` ${one.value} `));
      row.hidden = !(fits && asked.every((word) => text.includes(word)));
      shown += !row.hidden;
    }
    const told = document.querySelector(`[data-shown="${name}"]`);
    if (told) told.textContent = `${shown} shown`;
  };

  /* A click on a heading sorts by its column. */
  const value = (row, column) => row.cells[column]?.dataset.sort ?? row.cells[column]?.textContent.trim() ?? "";
  const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;
  const sorted = {};
  const sort = (table) => {
    const by = sorted[table.id];
    if (!by) return;
    const heads = all("thead tr:last-child th", table);
    heads.forEach((head, column) => {
      if (column === by.column) head.setAttribute("aria-sort", by.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    const body = table.tBodies[0];
    const rows = [...body.rows].sort((a, b) => order(value(a, by.column), value(b, by.column)) * (by.down ? -1 : 1));
    body.append(...rows);
  };
  const sortable = (table) =>
    all("thead tr:last-child th", table).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const by = sorted[table.id];
        sorted[table.id] = { column, down: by?.column === column && !by.down };
        sort(table);
      });
    });

  /* A part of the page that is fetched anew every few seconds, as long as somebody looks. */
  const follow = (part) => {
    const renew = async () => {
      if (document.visibilityState === "visible" && !part.contains(document.activeElement)) {
        try {
          const answer = await fetch(part.dataset.follow, { headers: { "X-Part": "1" } });
          if (answer.redirected || !answer.ok) throw new Error(String(answer.status));
          const text = await answer.text();
          if (text !== part.last) replace(part, text);
          part.classList.remove("is-old");
        } catch {
          part.classList.add("is-old");
        }
      }
      setTimeout(renew, Number(part.dataset.every) * 1000 * (0.9 + Math.random() / 5));
    };
    setTimeout(renew, Number(part.dataset.every) * 1000);
  };
  const replace = (part, text) => {
    const { scrollLeft, scrollTop } = part;
    part.innerHTML = text; // a part of our own server's page, escaped there
    part.last = text;
    prepare(part);
    part.scrollTo(scrollLeft, scrollTop);
  };

  const prepare = (root) => {
    all("table[data-sortable]", root).forEach((table) => {
      sortable(table);
      sort(table);
    });
    all("table[id]", root).forEach((table) => filter(table.id));
  };
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-copy], [data-print]");
    if (button) "copy" in button.dataset ? copy(button) : print();
  });
  document.addEventListener("input", ({ target }) => target.dataset.filter && filter(target.dataset.filter));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches('[type="search"]')) event.preventDefault();
  });
  prepare(document);
  all("[data-follow]").forEach(follow);
})();
