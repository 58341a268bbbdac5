"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const KINDS = {
  Person: ["#c2554d", "व्यक्ति"], Place: ["#3f8f5f", "स्थान"], Organization: ["#3b76b5", "संगठन"], Treaty: ["#8a5cb8", "संधि"],
  Event: ["#d9912b", "घटना"], Claim: ["#6f7d8c", "कथन"], Clause: ["#a67c52", "धारा"],
};
const hidden = new Set(["Claim"]);
const byId = new Map(data.nodes.map((node) => [node.id, node]));
const near = new Map(data.nodes.map((node) => [node.id, []]));
for (const link of data.links) {
  near.get(link.source).push([link, link.target, true]);
  near.get(link.target).push([link, link.source, false]);
}
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
const short = (text) => (text.length > 42 ? text.slice(0, 41) + "…" : text);

const cy = cytoscape({
  container: document.getElementById("graph"),
  elements: [
    ...data.nodes.map((node) => ({ data: { id: node.id, label: short(node.label), kind: node.kind, size: 22 + 6 * Math.sqrt(near.get(node.id).length) } })),
    ...data.links.map((link) => ({ data: link })),
  ],
  wheelSensitivity: 0.3,
  style: [
    { selector: "node", style: {
      label: "data(label)", width: "data(size)", height: "data(size)", "font-size": 11, color: dark ? "#ececf0" : "#1c1c1e",
      "text-wrap": "wrap", "text-max-width": 120, "text-valign": "bottom", "text-margin-y": 3, "min-zoomed-font-size": 7,
      "text-outline-width": 2, "text-outline-color": dark ? "#17181b" : "#fbfaf7",
    } },
    ...Object.entries(KINDS).map(([kind, [colour]]) => ({ selector: `node[kind="${kind}"]`, style: { "background-color": colour } })),
    { selector: 'node[kind="Event"]', style: { shape: "round-rectangle" } },
    { selector: 'node[kind="Treaty"]', style: { shape: "diamond" } },
    { selector: "edge", style: {
      width: 1.2, "line-color": dark ? "#4a4d55" : "#c9c5ba", "curve-style": "bezier", "target-arrow-shape": "triangle",
      "target-arrow-color": dark ? "#4a4d55" : "#c9c5ba", "arrow-scale": 0.7,
    } },
    { selector: "edge.near", style: { label: "data(label)", "font-size": 9, color: dark ? "#9a9aa2" : "#6b6b70", "line-color": "#d9912b", "target-arrow-color": "#d9912b", "text-rotation": "autorotate" } },
    { selector: ".far", style: { opacity: 0.15 } },
    { selector: "node:selected", style: { "border-width": 4, "border-color": dark ? "#ececf0" : "#1c1c1e" } },
    { selector: ".hidden", style: { display: "none" } },
  ],
});

function arrange() {
  const shown = cy.elements().not(".hidden");
  shown.layout({ name: "cose", animate: false, randomize: true, nodeRepulsion: 14000, idealEdgeLength: 85, nodeOverlap: 12, gravity: 0.6, numIter: shown.length > 1500 ? 120 : 900 }).run();
  cy.fit(shown, 30);
}

function toggleKinds() {
  cy.nodes().forEach((node) => { node.toggleClass("hidden", hidden.has(node.data("kind"))); });
}

const element = (tag, text, attributes = {}) => Object.assign(document.createElement(tag), { textContent: text ?? "", ...attributes });

function passage([sentenceId, start, end, note]) {
  const sentence = data.sentences[sentenceId];
  const quote = element("blockquote");
  const [from, to] = [start - sentence.start, end - sentence.start];
  // offsets count characters, JavaScript counts UTF-16 units
  const characters = Array.from(sentence.text);
  quote.append(characters.slice(0, from).join(""), element("mark", characters.slice(from, to).join("")), characters.slice(to).join(""));
  const article = data.articles[sentence.article] ?? {};
  quote.append(element("cite", [article.title, article.publisher, note].filter(Boolean).join(" · ")));
  return quote;
}

function show(id) {
  const node = byId.get(id);
  const panel = document.getElementById("panel");
  panel.replaceChildren();
  const kind = element("div", `${KINDS[node.kind][1]} · ${node.kind}`, { className: "soft" });
  panel.append(element("h2", node.label), kind);
  const facts = element("dl");
  for (const [key, value] of Object.entries(node.facts)) {
    if (["name", "title", "text"].includes(key) && value === node.label) continue;
    facts.append(element("dt", key), element("dd", Array.isArray(value) ? value.join(", ") : String(value)));
  }
  facts.append(element("dt", "id"), element("dd", id));
  panel.append(facts);
  const links = near.get(id);
  if (links.length) {
    panel.append(element("h3", "संबंध / relations"));
    const list = element("ul");
    for (const [link, other, outward] of links) {
      const item = element("li", `${outward ? "→" : "←"} ${link.type}${link.label !== link.type ? ` (${link.label})` : ""}: `);
      item.append(element("a", byId.get(other).label, { onclick: () => select(other), role: "button", tabIndex: 0, onkeydown: (e) => e.key === "Enter" && select(other) }));
      list.append(item);
    }
    panel.append(list);
  }
  const passages = data.passages[id] ?? [];
  if (passages.length) {
    panel.append(element("h3", `वाक्य / sentences (${passages.length})`));
    passages.slice(0, 60).forEach((each) => panel.append(passage(each)));
  }
  panel.scrollTop = 0;
}

function select(id) {
  const node = cy.getElementById(id);
  if (hidden.delete(byId.get(id).kind)) { drawKinds(); toggleKinds(); }
  cy.elements().unselect().removeClass("near far");
  node.select();
  const around = node.closedNeighborhood();
  cy.elements().not(around).addClass("far");
  node.connectedEdges().addClass("near");
  show(id);
}

function clear() {
  cy.elements().unselect().removeClass("near far");
  welcome();
}

function welcome() {
  const panel = document.getElementById("panel");
  const count = (kind) => data.nodes.filter((node) => node.kind === kind).length;
  panel.replaceChildren(element("h2", "सूत्रधार"), element("p", "किसी बिंदु पर क्लिक करें: तथ्य और उनके वाक्य यहां दिखेंगे।"),
    element("p", "Click a node to read its facts and the sentences behind them.", { className: "soft" }));
  const list = element("ul");
  Object.keys(KINDS).forEach((kind) => count(kind) && list.append(element("li", `${KINDS[kind][1]} / ${kind}: ${count(kind)}`)));
  list.append(element("li", `लेख / articles: ${Object.keys(data.articles).length}`));
  panel.append(list);
}

function drawKinds() {
  const box = document.getElementById("kinds");
  box.replaceChildren();
  for (const [kind, [colour, hindi]] of Object.entries(KINDS)) {
    const button = element("button", "", { type: "button", ariaPressed: String(!hidden.has(kind)) });
    button.setAttribute("aria-pressed", String(!hidden.has(kind)));
    const dot = element("span", "", { className: "dot" });
    dot.style.background = colour;
    button.append(dot, `${hindi} / ${kind}`);
    button.onclick = () => { hidden.has(kind) ? hidden.delete(kind) : hidden.add(kind); drawKinds(); toggleKinds(); };
    box.append(button);
  }
}

const fold = (text) => text.normalize("NFC").replace(/[\u093c\u200b-\u200d]/g, "").toLowerCase();
const names = new Map();
for (const node of data.nodes) {
  for (const name of [node.label, node.facts.name_en, ...(node.facts.aliases ?? [])]) {
    if (name) names.set(fold(name), node.id);
  }
}
document.getElementById("names").append(...data.nodes.filter((node) => node.facts.name).flatMap((node) =>
  [node.label, node.facts.name_en].filter(Boolean).map((name) => element("option", "", { value: name }))));
document.getElementById("search").addEventListener("change", (event) => {
  const wanted = fold(event.target.value.trim());
  if (!wanted) return;
  const exact = names.get(wanted) ?? [...names].find(([name]) => name.includes(wanted))?.[1];
  if (exact) { select(exact); cy.animate({ center: { eles: cy.getElementById(exact) }, zoom: 1.2 }, { duration: 200 }); }
});
document.getElementById("fit").onclick = () => cy.fit(cy.elements().not(".hidden"), 30);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") clear(); });
cy.on("tap", "node", (event) => select(event.target.id()));
cy.on("tap", (event) => { if (event.target === cy) clear(); });

drawKinds();
toggleKinds();
arrange();
welcome();
document.body.dataset.ready = "true";
