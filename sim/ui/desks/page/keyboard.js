// Working without a pointer: the way past what stands before the work, and Escape, which closes what was opened last
// around the focus and gives the focus back to the button that opened it.

function listenForEscape(desk) {
  desk.root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const inside = event.target.closest("[data-drawer]");
    const name = inside ? inside.dataset.drawer : event.target.dataset.opens;
    if (!name || !closeDrawer(desk, name)) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/* A drawer is closed by the button that opened it; that button has the focus then. */
function closeDrawer(desk, name) {
  const opener = desk.root.querySelector(`[data-opens="${CSS.escape(name)}"][aria-expanded="true"]`);
  if (!opener) return false;
  opener.click();
  desk.focus(`[data-opens="${CSS.escape(name)}"]`);
  return true;
}

/* A button that opens a drawer, and closes it again. */
function opens(name, isOpen) {
  return { "data-opens": name, "aria-expanded": String(Boolean(isOpen)) };
}

function drawSkip(desk) {
  const skip = () => desk.focus("[data-work]");
  return h("p", { class: "skip", key: "skip" }, button("Skip to your work", skip));
}

/* Where the work begins. */
const WORK = { "data-work": "", tabindex: "-1" };

/* The name of the exercise, where the page is ours; a tab of JupyterLab keeps its own. */
function nameThePage(view) {
  const isLab = document.getElementById("jupyter-config-data") && !document.body.dataset.voila;
  if (!isLab && view.bar) document.title = `${view.page_title || view.bar.title} · ${view.bar.role} · CleanClaim`;
}
