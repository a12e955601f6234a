// Forms and letters as PDF. The page asks for one and saves it as soon as it is there.

function drawPapers(desk) {
  return (desk.view.papers || []).map(({ form, label }) =>
    button(`Print as PDF: ${label}`, () => printPaper(desk, form), { key: "paper " + form, class: "quiet" }),
  );
}

function printPaper(desk, form) {
  const sent = desk.send("print", { ...desk.about(), form, answer: desk.draft });
  desk.announce(sent ? "The PDF is being made." : "Not sent. Try again when the desk is back.");
}

function paperArrived(desk, { name, pdf }) {
  const bytes = Uint8Array.from(atob(pdf), (letter) => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: "application/pdf" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  desk.root.after(link); // Firefox saves only what a link in the page leads to
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  desk.announce(`Saved ${name}. Open it and print it.`);
}
