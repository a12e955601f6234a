// A question whose answer takes long, such as a quarter that is played. Where the line was lost meanwhile, what arrives then is the
// page without an answer: the question is asked again, and the page says so.

const ASKED_AGAIN = 3; // times: a server that is lost over one question each time is not asked for ever

/* Send a question; what is said when it was lost too often. */
function askAndWait(desk, answer, { patience, lost }) {
  if (desk.local.busy) return;
  desk.local.awaited = { answer, patience, lost, tries: 0, took: desk.took };
  desk.act("submit", { answer }, { patience });
}

/* To be called on each drawing; came: whether the page holds the answer. Gives the words to show while it is asked again. */
function stillAwaited(desk, came) {
  const { awaited, busy, said } = desk.local;
  if (!awaited) return null;
  const isRefused = !busy && !desk.wire.lost && said && said !== NO_ANSWER;
  const isNew = desk.took !== awaited.took;
  if (isRefused || (isNew && came)) desk.local.awaited = null;
  else if (isNew) askOnceMore(desk, awaited);
  return desk.local.awaited && awaited.tries > 0 ? h("p", { class: "progress", role: "status", key: "again" }, "The connection was lost. Asked again …") : null;
}

function askOnceMore(desk, awaited) {
  awaited.took = desk.took;
  awaited.tries += 1;
  setTimeout(() => {
    if (desk.local.awaited !== awaited) return;
    if (awaited.tries <= ASKED_AGAIN) return desk.act("submit", { answer: awaited.answer }, { patience: awaited.patience });
    desk.local.awaited = null;
    desk.say(awaited.lost);
  });
}
