// What this browser keeps: small settings, and each draft from the key that typed it until Python says that it is saved. Storage of a
// browser is written at once, so a page that is left, closed or lost loses nothing.

const DRAFTS = "cleanclaim.draft.";
const KEPT_DAYS = 30;

function readKept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function forget(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    /* nothing was kept */
  }
}

/* True where the browser keeps it; a private window, or one that is full, may not. */
function keep(name, value) {
  try {
    localStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
}

/* The same for this window alone. */
function readHere(name) {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

function keepHere(name, value) {
  try {
    sessionStorage.setItem(name, value);
  } catch {
    /* a reload then opens where the learner was last */
  }
}

function forgetHere(name) {
  try {
    sessionStorage.removeItem(name);
  } catch {
    /* nothing was kept */
  }
}

/* The drafts of one learner at one desk that nobody has acknowledged: each {draft, page, base, seq, at} by its case. */
class KeptDrafts {
  constructor(learner, role) {
    this.place = DRAFTS + [learner, role].map(encodeURIComponent).join("/") + "/";
  }

  keep(item, entry) {
    return keep(this.place + encodeURIComponent(item), JSON.stringify({ ...entry, at: Date.now() }));
  }

  read(item) {
    try {
      const entry = JSON.parse(readKept(this.place + encodeURIComponent(item)));
      const is_whole = entry && typeof entry.draft === "object" && Date.now() - entry.at < KEPT_DAYS * 86_400_000;
      return is_whole ? entry : null;
    } catch {
      return null;
    }
  }

  /* What was acknowledged is let go, unless more was typed since. */
  drop(item, seq = Infinity) {
    const entry = this.read(item);
    if (!entry || entry.seq <= seq) forget(this.place + encodeURIComponent(item));
  }

  items() {
    try {
      const names = Object.keys(localStorage).filter((name) => name.startsWith(this.place));
      return names.map((name) => decodeURIComponent(name.slice(this.place.length)));
    } catch {
      return [];
    }
  }
}
