// The graph view. It draws the best connected nodes that pass the filters, and more on demand, so that it stays readable.
const FIRST_NODES = 80;
const SHAPES = {
  Person: "ellipse", Place: "round-hexagon", Organization: "round-rectangle", Treaty: "round-diamond",
  Event: "octagon", Claim: "round-tag", Clause: "round-triangle",
};
const LARGE = 700; // drawn nodes from which quality gives way to speed
const MOST_LINKS = graph.nodes.reduce((most, node) => Math.max(most, node.links.length), 1);
let drawing = null;
let nodesToShow = FIRST_NODES;
const opened = new Set(); // nodes shown whatever the number: chosen ones and opened neighbours
let shownNow = new Set();

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function graphStyle(large) {
  const font = getComputedStyle(document.body).fontFamily;
  return [
    { selector: "node", style: {
      label: "data(label)", width: "data(size)", height: "data(size)", "font-size": 13, "font-family": font, color: colour("ink"),
      "text-wrap": "wrap", "text-max-width": 116, "text-valign": "bottom", "text-margin-y": 3, "min-zoomed-font-size": large ? 8 : 6,
      "text-outline-width": 2.5, "text-outline-color": colour("paper"), "border-width": 1.5, "border-color": colour("paper"),
    } },
    ...KINDS.map((kind) => ({ selector: `node[kind="${kind}"]`, style: { "background-color": colour(kind), shape: SHAPES[kind] } })),
    { selector: 'node[kind="Event"]', style: { "font-size": 11, color: colour("soft-ink") } },
    { selector: 'node[modality="planned"], node[modality="claimed"], node[modality="denied"]', style: { "background-opacity": 0.3, "border-color": colour("Event") } },
    { selector: "edge", style: {
      width: 1, "line-color": colour("edge"), "curve-style": large ? "haystack" : "bezier", "target-arrow-shape": large ? "none" : "triangle",
      "target-arrow-color": colour("edge"), "arrow-scale": 0.6,
    } },
    { selector: "edge[?derived]", style: { "line-style": "dashed", width: "data(width)" } },
    { selector: "edge[?mutual]", style: { "target-arrow-shape": "none" } },
    { selector: "edge.near", style: {
      label: "data(label)", "font-size": 10, "font-family": font, color: colour("ink"), "line-color": colour("accent"), "target-arrow-color": colour("accent"),
      "text-rotation": "autorotate", "text-outline-width": 2, "text-outline-color": colour("paper"), "min-zoomed-font-size": 8, width: 1.8, "z-index": 5,
    } },
    { selector: ".far", style: { opacity: 0.22 } },
    { selector: "node.chosen", style: { "border-width": 4, "border-color": colour("accent"), "font-weight": "bold", "z-index": 10 } },
  ];
}

function setUpGraph() {
  const box = document.getElementById("graph");
  box.append(el("div", { class: "canvas", id: "canvas", tabindex: "0", role: "application" }), el("div", { class: "toolbar", id: "graph-tools" }));
  drawing = cytoscape({ container: document.getElementById("canvas"), style: graphStyle(false), minZoom: 0.05, maxZoom: 4 });
  drawing.on("tap", "node", (event) => go(event.target.id()));
  drawing.on("dbltap", "node", (event) => expand(graph.byId.get(event.target.id())));
  drawing.on("tap", (event) => { if (event.target === drawing && selected) clearSelection(); });
  drawing.on("mouseover", "node", (event) => { if (!selected) emphasise(event.target); });
  drawing.on("mouseout", "node", () => { if (!selected) emphasise(null); });
  document.getElementById("canvas").addEventListener("keydown", moveInGraph);
}

/** Arrow keys choose the nodes one after the other, the best connected first. */
function moveInGraph(event) {
  const nodes = [...shownNow].filter((node) => drawing.getElementById(node.id).nonempty()).sort(byWeight);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step && nodes.length) {
    const at = nodes.indexOf(selected);
    go(nodes[at < 0 ? 0 : (at + step + nodes.length) % nodes.length].id);
  } else if (event.key === "Enter" && selected) focusPanel();
  else if (event.key.toLowerCase() === "e" && selected?.kind) expand(selected);
  else if (event.key === "+" || event.key === "=") zoomGraph(1.25);
  else if (event.key === "-") zoomGraph(0.8);
  else return;
  event.preventDefault();
}

function zoomGraph(factor) {
  drawing.zoom({ level: drawing.zoom() * factor, renderedPosition: { x: drawing.width() / 2, y: drawing.height() / 2 } });
}

const byWeight = (one, other) => other.links.length - one.links.length || (one.id < other.id ? -1 : 1);

/**
 * The nodes to draw: the best connected entities, then what joins most of them (events, claims, clauses), half and half, and
 * whatever was chosen or opened. So a small part of a large graph still hangs together.
 */
function chooseNodes(nodes) {
  const all = [...nodes];
  const chosen = new Set();
  if (all.length > nodesToShow) {
    const joins = (node) => node.kind === "Event" || node.kind === "Claim" || node.kind === "Clause";
    const entities = all.filter((node) => !joins(node)).sort(byWeight);
    const between = all.filter(joins);
    for (const node of entities.slice(0, Math.max(Math.floor(nodesToShow * 0.45), nodesToShow - between.length))) chosen.add(node);
    const score = new Map(between.map((node) => [node, new Set(node.links.map((link) => otherEnd(link, node)).filter((other) => chosen.has(other))).size]));
    between.sort((one, other) => score.get(other) - score.get(one) || byWeight(one, other));
    for (const node of between.slice(0, nodesToShow - chosen.size)) chosen.add(node);
    for (const node of [...chosen]) if (!node.links.some((link) => chosen.has(otherEnd(link, node)))) chosen.delete(node);
  } else all.forEach((node) => chosen.add(node));
  for (const node of opened) chosen.add(node);
  return chosen;
}

function element(node) {
  const joins = node.kind === "Event" || node.kind === "Claim" || node.kind === "Clause";
  const size = joins ? 15 : 18 + 30 * Math.sqrt(node.links.length / MOST_LINKS);
  return { group: "nodes", data: { id: node.id, label: captionOf(node), kind: node.kind, modality: node.kind === "Event" ? node.facts.modality : undefined, size } };
}

function linkLabel(link) {
  if (link.facts.role) return t(`role.${link.facts.role}`);
  if (link.type === "HOLDS_OFFICE") return (language === "en" && link.facts.title_en) || link.facts.title;
  return t(`link.${link.type}`);
}

function linkElement(link) {
  const mutual = link.type === "MET" || link.type === "FOUGHT" || link.type.endsWith("_WITH");
  return { group: "edges", data: {
    id: `link${link.at}`, source: link.from.id, target: link.to.id, label: linkLabel(link),
    derived: Boolean(link.facts.derived), mutual, width: Math.min(1 + Math.sqrt(link.events?.length ?? 1) * 0.6, 5),
  } };
}

function renderGraph({ nodes, kept }) {
  shownNow = chooseNodes(nodes);
  const ids = new Set([...shownNow].map((node) => node.id));
  const links = [...new Set([...shownNow].flatMap((node) => node.links))].filter((link) => ids.has(link.from.id) && ids.has(link.to.id) && link.from !== link.to && holds(link, kept));
  const linkIds = new Set(links.map((link) => `link${link.at}`));
  const fresh = [...shownNow].filter((node) => drawing.getElementById(node.id).empty());
  const was = drawing.nodes().length;
  drawing.batch(() => {
    drawing.elements().filter((each) => !(each.isNode() ? ids : linkIds).has(each.id())).remove();
    drawing.add(fresh.map(element));
    drawing.add(links.filter((link) => drawing.getElementById(`link${link.at}`).empty()).map(linkElement));
  });
  if (fresh.length && shownNow.size > LARGE !== was > LARGE) drawing.style(graphStyle(shownNow.size > LARGE));
  if (fresh.length) {
    if (fresh.length > 0.34 * shownNow.size) arrange();
    else settle(fresh);
  }
  renderGraphTools(nodes.size);
  document.getElementById("canvas").setAttribute("aria-label", t("graphLabel"));
  emphasise(selected?.kind ? drawing.getElementById(selected.id) : null);
}

function renderGraphTools(total) {
  const shown = drawing.nodes().length;
  const more = shown < total ? button(t("more"), () => { nodesToShow = Math.min(total, nodesToShow * 2); renderGraph(view()); }, { id: "more" }) : "";
  document.getElementById("graph-tools").replaceChildren(
    el("span", { id: "shown", role: "status" }, shown ? t("shown", shown, Math.max(total, shown)) : t("emptyGraph")), more,
    button(t("fit"), () => drawing.fit(undefined, 44)), button(t("arrange"), arrange),
    button("+", () => zoomGraph(1.25), { "aria-label": t("zoomIn") }), button("−", () => zoomGraph(0.8), { "aria-label": t("zoomOut") }),
  );
}

/** Up to some hundreds of nodes the forces of CoSE, which take long for more; then the spectral draft alone. */
const layoutOptions = (size) => ({
  name: "fcose", animate: false, fit: false, quality: size > 400 ? "draft" : "default", nodeDimensionsIncludeLabels: true,
  packComponents: false, tile: false, nodeRepulsion: 12000, idealEdgeLength: 65, nodeSeparation: size > 400 ? 260 : 90, gravity: 0.4,
});

/** Lay out everything anew; the same graph comes out the same way. Nodes without links stand in rows below the others. */
function arrange() {
  const alone = drawing.nodes().filter((node) => node.degree(false) === 0);
  const joined = drawing.elements().not(alone);
  if (joined.nonempty()) repeatably(() => joined.layout({ ...layoutOptions(joined.nodes().length), randomize: true }).run());
  if (alone.nonempty()) {
    const { x1, y2, w } = joined.nonempty() ? joined.boundingBox() : { x1: 0, y2: 0, w: 800 };
    const width = Math.max(w, 600);
    const columns = Math.max(1, Math.floor(width / 130));
    const rows = Math.ceil(alone.length / columns);
    alone.layout({ name: "grid", fit: false, avoidOverlap: false, cols: columns, rows, boundingBox: { x1: x1 + (w - width) / 2, y1: y2 + 30, w: width, h: rows * 64 } }).run();
  }
  drawing.fit(undefined, 44);
}

/** Place new nodes beside their neighbours and let only them move. */
function settle(fresh) {
  const isNew = new Set(fresh.map((node) => node.id));
  const fixed = drawing.nodes().filter((node) => !isNew.has(node.id()));
  drawing.batch(() => fresh.forEach((node, at) => {
    const here = drawing.getElementById(node.id);
    const anchors = here.neighborhood("node").filter((other) => !isNew.has(other.id()));
    const middle = anchors.nonempty() ? anchors[0].position() : { x: 0, y: 0 };
    const angle = at * 2.4; // the golden angle spreads them evenly
    const radius = 60 + 8 * Math.sqrt(at);
    here.position({ x: middle.x + radius * Math.cos(angle), y: middle.y + radius * Math.sin(angle) });
  }));
  const anchor = fixed.map((node) => ({ nodeId: node.id(), position: { ...node.position() } }));
  repeatably(() => drawing.layout({ ...layoutOptions(drawing.nodes().length), randomize: false, fixedNodeConstraint: anchor }).run());
}

/** Run with a random-number generator of known seed (mulberry32): the layout asks Math.random. */
function repeatably(run) {
  const random = Math.random;
  let seed = 1;
  Math.random = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  try { run(); } finally { Math.random = random; }
}

/** Show a node's neighbours, whatever the number of nodes and the filters. */
function expand(node) {
  const before = opened.size;
  opened.add(node);
  for (const link of node.links) opened.add(otherEnd(link, node));
  renderGraph(view());
  announce(t("opened", opened.size - before));
  bringIntoView(node);
}

function expandFromPanel(node) {
  showView("graph");
  expand(node);
}

/** The chosen (or pointed at) node with its neighbours in front, everything else pale. */
function emphasise(node) {
  drawing.batch(() => {
    drawing.elements().removeClass("near far chosen");
    if (!node || node.empty()) return;
    const around = node.closedNeighborhood();
    drawing.elements().not(around).addClass("far");
    node.connectedEdges().addClass("near");
    node.addClass("chosen");
  });
}

/** Called when the selection changes: draws the node if it is not drawn yet, and brings it into view. */
function selectInGraph(node) {
  if (node && drawing.getElementById(node.id).empty()) {
    opened.add(node);
    renderGraph(view());
  }
  emphasise(node ? drawing.getElementById(node.id) : null);
  if (node) bringIntoView(node);
}

function bringIntoView(node) {
  const here = drawing.getElementById(node.id);
  const box = here.renderedBoundingBox();
  const margin = 40;
  const inside = box.x1 > margin && box.y1 > margin && box.x2 < drawing.width() - margin && box.y2 < drawing.height() - margin;
  if (!inside || drawing.zoom() < 0.35) drawing.animate({ center: { eles: here }, zoom: Math.max(drawing.zoom(), 0.8) }, { duration: reducedMotion() ? 0 : 250 });
}

const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** New captions after a change of language, new colours after one of theme. */
function restyleGraph() {
  drawing.batch(() => {
    drawing.nodes().forEach((each) => { each.data("label", captionOf(graph.byId.get(each.id()))); });
    drawing.edges().forEach((each) => { each.data("label", linkLabel(graph.links[Number(each.id().slice(4))])); });
  });
  drawing.style(graphStyle(drawing.nodes().length > LARGE));
}
