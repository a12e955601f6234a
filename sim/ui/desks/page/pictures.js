// Pictures of figures. Python draws them (sim/ui/desks/pictures) as a tree of SVG elements; here each becomes one, if it
// is of a kind that only draws.

const DRAWS = new Set(["svg", "title", "desc", "defs", "pattern", "rect", "path", "line", "circle", "text", "g"]);
const SHAPED = new Set(
  (
    "id class role width height x y x1 x2 y1 y2 cx cy r d fill patternUnits text-anchor aria-labelledby" +
    " aria-describedby"
  ).split(" "),
);

function svgOf(tree) {
  if (typeof tree === "string") return tree;
  if (!DRAWS.has(tree.tag)) return null;
  const kept = Object.entries(tree.attributes).filter(([name]) => SHAPED.has(name));
  const node = h(tree.tag, Object.fromEntries(kept), tree.inside.map(svgOf));
  return { ...node, space: "http://www.w3.org/2000/svg" };
}

function drawPicture(picture, key) {
  return h(
    "figure",
    { class: "cc-picture", key },
    h("figcaption", {}, picture.title),
    svgOf(picture.svg),
    h("details", {}, h("summary", {}, "Show the numbers"), facts(picture.table, "numbers")),
  );
}
