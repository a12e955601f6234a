// A desk that stands still: it is drawn from the view that stands on the page, and what is pressed goes nowhere.
{
  const view = JSON.parse(document.getElementById("view").textContent);
  const model = { still: true, get: (name) => (name === "view" ? view : undefined), on() {}, off() {}, send() {} };
  render({ model, el: document.getElementById("desk") });
}
