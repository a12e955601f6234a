// Where this page runs. Our own server and Voila say so in the page; else it is JupyterLab.

function host() {
  const { serve, voila } = document.body.dataset;
  return serve ? "serve" : voila ? "voila" : "lab";
}

/* Who is at the desk, where the server says it: then no address and no browser does. */
function knownLearner() {
  return document.body.dataset.who || "";
}

/* Has a desk a page here? Our server has one for each; elsewhere a desk needs a notebook. */
function hasPage({ role, book }) {
  return host() === "serve" ? Boolean(role) : Boolean(book);
}

/* The address of a desk's page: our server names it by the desk, Voila serves the notebooks beside each other, JupyterLab under /lab/tree
   of its base address. `assignment`: an instructor's, on our server. */
function deskAddress({ role, book, assignment = "" }, exercise = "") {
  const asked = new URLSearchParams();
  if (assignment) asked.set("assignment", assignment);
  if (exercise) asked.set("exercise", exercise);
  const query = asked.size ? `?${asked}` : "";
  if (host() === "serve") return `/desk/${encodeURIComponent(role)}${query}`;
  const config = document.getElementById("jupyter-config-data");
  if (host() === "voila" || !config) return book + query;
  try {
    return `${JSON.parse(config.textContent).baseUrl || "/"}lab/tree/${book}${query}`;
  } catch {
    return `/lab/tree/${book}${query}`;
  }
}

/* JupyterLab would ask whether to leave its own page; there a desk opens beside it. */
function elsewhere() {
  return host() === "lab" ? { target: "_blank", rel: "noopener" } : {};
}
