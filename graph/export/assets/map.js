// The map: outlines from Natural Earth, places as circles. Plate carrée, flattened so that shapes near 35° look right.
const FLAT = Math.cos((35 * Math.PI) / 180); // width of a degree of longitude
const WORLD = { x: -1800 * FLAT, y: -840, width: 3600 * FLAT, height: 1400 }; // tenths of a degree, without most of Antarctica
const LABELS = 40;
const SVG = "http://www.w3.org/2000/svg";
let frame = { ...WORLD }; // the part of the world in view
let sizeBy = "at";
let mapFitted = false;

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const position = (place) => ({ x: place.facts.longitude * 10 * FLAT, y: -place.facts.latitude * 10 });
const hasPosition = (place) => place.facts.latitude !== undefined && place.facts.longitude !== undefined;

/** How often events happen here and take it part in them, after the filters, and how often it is mentioned at all. */
function figures(place, kept) {
  const events = (type) => new Set(inward(place, type).map((link) => link.from).filter((event) => kept.has(event))).size;
  return { at: events("AT"), part: events("PARTICIPANT"), mentions: place.mentions.length };
}

function setUpMap() {
  const box = document.getElementById("map");
  const drawing = svg("svg", { id: "world", role: "group", preserveAspectRatio: "xMidYMid meet" });
  const land = svg("g", { class: "land", transform: `scale(${FLAT} 1)`, "aria-hidden": "true" });
  for (const [code, path] of Object.entries(graph.outlines)) land.append(svg("path", { d: path, "data-code": code }));
  drawing.append(land, svg("g", { id: "circles" }), svg("g", { id: "labels", "aria-hidden": "true" }));
  box.append(
    el("div", { class: "toolbar", id: "map-tools" }), drawing,
    el("p", { class: "soft note", id: "unplaced" }), el("p", { class: "soft note", id: "map-note" }),
  );
  drawing.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoomMap(event.deltaY < 0 ? 0.8 : 1.25, toWorld(event));
  }, { passive: false });
  let grip = null;
  drawing.addEventListener("pointerdown", (event) => { if (!event.target.closest("[data-id]")) grip = toWorld(event); });
  drawing.addEventListener("pointermove", (event) => {
    if (!grip) return;
    const here = toWorld(event);
    frame.x += grip.x - here.x;
    frame.y += grip.y - here.y;
    placeWindow();
  });
  for (const end of ["pointerup", "pointerleave", "pointercancel"]) drawing.addEventListener(end, () => { grip = null; });
  drawing.addEventListener("keydown", moveOnMap);
  new ResizeObserver(() => { if (currentView === "map") placeWindow(); }).observe(drawing);
}

function toWorld(event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(document.getElementById("world").getScreenCTM().inverse());
  return { x: point.x, y: point.y };
}

function zoomMap(factor, around = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 }) {
  const width = Math.min(WORLD.width, Math.max(60, frame.width * factor));
  const scale = width / frame.width;
  frame = {
    x: around.x - (around.x - frame.x) * scale, y: around.y - (around.y - frame.y) * scale,
    width, height: frame.height * scale,
  };
  placeWindow();
}

/** Arrow keys go from circle to circle in reading order (largest first), + and − zoom. */
function moveOnMap(event) {
  const circles = [...document.querySelectorAll("#circles [data-id]")];
  const at = circles.indexOf(document.activeElement);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step && circles.length) focusCircle(circles, (at + step + circles.length) % circles.length);
  else if (event.key === "+" || event.key === "=") zoomMap(0.8);
  else if (event.key === "-") zoomMap(1.25);
  else if ((event.key === "Enter" || event.key === " ") && at >= 0) go(circles[at].dataset.id, true);
  else return;
  event.preventDefault();
}

function focusCircle(circles, at) {
  circles.forEach((circle, place) => circle.setAttribute("tabindex", place === at ? "0" : "-1"));
  circles[at].focus();
}

function renderMap({ kept, narrowed }) {
  const places = graph.nodes.filter((node) => node.kind === "Place").map((node) => ({ node, ...figures(node, kept) }))
    .filter((place) => !narrowed || place.at || place.part);
  const placed = places.filter(({ node }) => hasPosition(node)).sort((one, other) => other[sizeBy] - one[sizeBy] || (one.node.id < other.node.id ? -1 : 1));
  const choice = el("select", { id: "size-by" }, ...["at", "part", "mentions"].map((each) =>
    el("option", { value: each, selected: each === sizeBy }, t({ at: "sizeAt", part: "sizePart", mentions: "sizeMentions" }[each]))));
  choice.addEventListener("change", () => { sizeBy = choice.value; mapFitted = false; renderMap(view()); document.getElementById("size-by").focus(); });
  document.getElementById("map-tools").replaceChildren(
    el("label", {}, `${t("sizeBy")}: `, choice),
    button("+", () => zoomMap(0.8), { "aria-label": t("zoomIn") }), button("−", () => zoomMap(1.25), { "aria-label": t("zoomOut") }),
    button(t("fit"), () => { fitMap(placed); }),
  );
  const world = document.getElementById("world");
  world.setAttribute("aria-label", t("mapLabel"));
  const told = new Set(placed.filter((place) => place.at || place.part).map(({ node }) => node.facts.country_code));
  for (const path of world.querySelectorAll(".land path")) path.classList.toggle("told", told.has(path.dataset.code));
  document.getElementById("circles").replaceChildren(...placed.map((place, at) => {
    const { node } = place;
    const label = t("placeFigures", nameOf(node), place.at, place.part, place.mentions);
    const { x, y } = position(node);
    const circle = svg("circle", {
      cx: x, cy: y, "data-id": node.id, "data-value": place[sizeBy], tabindex: at ? -1 : 0, role: "button", "aria-label": label,
      class: place[sizeBy] ? "" : "zero",
    }, svg("title", {}, label));
    circle.addEventListener("click", () => go(node.id));
    return circle;
  }));
  const homeless = places.filter(({ node }) => !hasPosition(node)).map(({ node }) => node);
  document.getElementById("unplaced").replaceChildren(...(homeless.length ? [t("unplaced"), " ", ...between(homeless.slice(0, 30).map((node) => nodeLink(node)), ", "), homeless.length > 30 ? " …" : ""] : []));
  document.getElementById("map-note").textContent = t("mapNote");
  if (!mapFitted) fitMap(placed);
  else placeWindow();
  selectOnMap();
}

/** The chosen place stands out, and comes into view where the map is open. */
function selectOnMap() {
  for (const circle of document.querySelectorAll("#circles [data-id]")) circle.classList.toggle("selected", circle.dataset.id === selected?.id);
  if (currentView !== "map" || selected?.kind !== "Place" || !hasPosition(selected)) return;
  const { x, y } = position(selected);
  if (x > frame.x && x < frame.x + frame.width && y > frame.y && y < frame.y + frame.height) return;
  frame.x = x - frame.width / 2;
  frame.y = y - frame.height / 2;
  placeWindow();
}

/** Bring the places that have a figure into view, with some land around them. */
function fitMap(placed) {
  mapFitted = true;
  const telling = placed.filter((place) => place[sizeBy]);
  const points = (telling.length ? telling : placed).map(({ node }) => position(node));
  if (!points.length) frame = { ...WORLD };
  else {
    const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const width = Math.min(WORLD.width, Math.max(300, (right - left) * 1.25));
    const height = Math.min(WORLD.height, Math.max(210, (bottom - top) * 1.3));
    frame = { x: (left + right - width) / 2, y: (top + bottom - height) / 2, width, height };
  }
  placeWindow();
}

/** A middle for a part so long that as little as possible of it lies outside of start … start + length. */
function within(middle, start, length, part) {
  if (part >= length) return start + length / 2;
  return Math.min(Math.max(middle, start + part / 2), start + length - part / 2);
}

/** Set the view box; circles and labels keep their size on the screen. */
function placeWindow() {
  const world = document.getElementById("world");
  // What is seen has the shape of the drawing: grow the part to it, and keep its middle over the world.
  const shape = world.clientHeight / world.clientWidth || 1;
  const [middleX, middleY] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
  frame.width = Math.max(frame.width, frame.height / shape);
  frame.height = frame.width * shape;
  frame.x = within(middleX, WORLD.x, WORLD.width, frame.width) - frame.width / 2;
  frame.y = within(middleY, WORLD.y, WORLD.height, frame.height) - frame.height / 2;
  world.setAttribute("viewBox", `${frame.x} ${frame.y} ${frame.width} ${frame.height}`);
  const matrix = world.getScreenCTM();
  const unit = matrix ? 1 / matrix.a : 1; // one pixel of the screen in the map's units
  const circles = [...world.querySelectorAll("#circles circle")];
  const highest = Math.max(1, ...circles.map((circle) => Number(circle.dataset.value)));
  const taken = [];
  const labels = [];
  for (const circle of circles) {
    const radius = (4 + 22 * Math.sqrt(Number(circle.dataset.value) / highest)) * unit;
    circle.setAttribute("r", radius);
    circle.setAttribute("stroke-width", unit * 1.5);
    const middle = { x: Number(circle.getAttribute("cx")), y: Number(circle.getAttribute("cy")) };
    if (labels.length < LABELS) labels.push(...label(nameOf(graph.byId.get(circle.dataset.id)), middle, radius, unit, taken));
  }
  document.getElementById("labels").replaceChildren(...labels);
}

/** A name beside its circle: right, left, below or above it, where it is seen and no other name stands; else none. */
function label(name, { x, y }, radius, unit, taken) {
  const width = (7.5 * name.length + 8) * unit;
  const half = 9 * unit;
  const away = radius + 4 * unit;
  const spots = [
    ["start", x + away, y], ["end", x - away, y], ["middle", x, y + away + half], ["middle", x, y - away - half],
  ];
  for (const [anchor, at, line] of spots) {
    const left = at - { start: 0, middle: width / 2, end: width }[anchor];
    const box = { left, right: left + width, top: line - half, bottom: line + half };
    const inside = left > frame.x && left + width < frame.x + frame.width && line > frame.y && line < frame.y + frame.height;
    const free = inside && taken.every((other) => box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom);
    if (!free) continue;
    taken.push(box);
    return [svg("text", { x: at, y: line + 4.5 * unit, "text-anchor": anchor, "font-size": 13 * unit, "stroke-width": 3 * unit }, name)];
  }
  return [];
}
