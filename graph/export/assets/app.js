// Puts the parts together: views, the selection in the address, language, theme, keyboard, printing.
const VIEWS = ["graph", "timeline", "map"];
const RENDER = { graph: renderGraph, timeline: renderTimeline, map: renderMap };
let currentView = "graph";
let selected = null; // a node or an article
let current = null; // what the filters let through, until they change
const stale = new Set(VIEWS);

const view = () => (current ??= filtered());

/** After a change of the filters: what they let through, and the view that is open. */
function refresh() {
  current = null;
  eventsToShow = FIRST_EVENTS;
  VIEWS.forEach((each) => stale.add(each));
  renderCurrent();
}

let waiting = 0;
function refreshSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 120);
}

function renderCurrent() {
  if (stale.delete(currentView)) RENDER[currentView](view());
}

function showView(name) {
  currentView = name;
  for (const each of VIEWS) {
    document.getElementById(each).hidden = each !== name;
    const tab = document.getElementById(`tab-${each}`);
    tab.setAttribute("aria-selected", String(each === name));
    tab.tabIndex = each === name ? 0 : -1;
  }
  if (name === "graph") drawing.resize();
  renderCurrent();
  if (name === "graph" && selected?.kind) selectInGraph(selected);
}

// --- selection: the address is the state ------------------------------------------------------------------------------

let focusAfter = false;

/** Go to a node or article by its id; `focus`: move the keyboard's focus to the panel. */
function go(id, focus = false) {
  focusAfter = focus;
  const hash = `#${encodeURIComponent(id)}`;
  if (location.hash !== hash) history.pushState(null, "", hash);
  followAddress();
}

function clearSelection() {
  history.pushState(null, "", location.pathname + location.search);
  followAddress();
  (document.activeElement === document.body ? document.getElementById(`tab-${currentView}`) : document.activeElement).focus();
}

function addressedId() {
  try { return decodeURIComponent(location.hash.slice(1)); } catch { return location.hash.slice(1); }
}

/** Show what the address names: the id of a node, of an article, or of a sentence (article#index). */
function followAddress() {
  const id = addressedId();
  const [articleId, sentence] = id.split("#");
  selected = graph.byId.get(id) ?? graph.articleById.get(articleId) ?? null;
  const inPanel = document.getElementById("panel").contains(document.activeElement);
  renderPanel(selected, selected ? "" : id);
  document.body.classList.toggle("reading", Boolean(selected));
  document.title = selected ? `${selected.kind ? nameOf(selected) : selected.title} · ${t("title")}` : t("title");
  selectInGraph(selected?.kind && currentView === "graph" ? selected : null);
  markSelected();
  selectOnMap();
  if (selected) announce(t("selected", selected.kind ? nameOf(selected) : selected.title));
  if (focusAfter || inPanel) focusPanel();
  focusAfter = false;
  const line = sentence === undefined ? null : document.querySelector(`#panel [data-index="${CSS.escape(sentence)}"]`);
  line?.classList.add("selected");
  line?.scrollIntoView({ block: "center" });
}

function focusPanel() {
  document.querySelector("#panel h2")?.focus({ preventScroll: true });
}

function announce(text) {
  document.getElementById("live").textContent = text;
}

// --- language and theme -----------------------------------------------------------------------------------------------

/** What the reader chose last time, where the browser keeps it. */
const memory = {
  get(key) { try { return localStorage.getItem(`sutradhar-${key}`); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(`sutradhar-${key}`, value); } catch { /* kept for this visit only */ } },
};

function setLanguage(chosen) {
  language = chosen;
  memory.set("language", chosen);
  document.documentElement.lang = chosen;
  for (const each of document.querySelectorAll("[data-text]")) each.textContent = t(each.dataset.text);
  for (const each of document.querySelectorAll("[data-label]")) each.setAttribute("aria-label", t(each.dataset.label));
  for (const each of document.querySelectorAll("[data-hint]")) each.placeholder = t(each.dataset.hint);
  const other = document.getElementById("language");
  other.lang = chosen === "hi" ? "en" : "hi";
}

function switchLanguage() {
  setLanguage(language === "hi" ? "en" : "hi");
  restyleGraph();
  renderFilters();
  refresh();
  followAddress();
}

const isDark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};

function setTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  document.getElementById("theme").setAttribute("aria-pressed", String(isDark()));
  if (drawing) drawing.style(graphStyle(drawing.nodes().length > LARGE));
}

// --- keyboard and printing --------------------------------------------------------------------------------------------

const typing = (target) => target.matches("input:not([type=checkbox]):not([type=range]), select, textarea");

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && !typing(event.target)) {
    document.getElementById("search").focus();
    document.getElementById("search").select();
    event.preventDefault();
  } else if (event.key === "Escape") {
    if (document.body.classList.contains("filtering")) toggleFilters();
    else if (selected) clearSelection();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.matches(".facts a, .events a, #panel summary")) {
    moveInList(event);
  }
}

/** Up and down between the links of a list, as Tab does, but without leaving it. */
function moveInList(event) {
  const list = event.target.closest("#panel, #timeline");
  const stops = [...list.querySelectorAll(list.id === "timeline" ? ".what" : ".facts a, summary")].filter((each) => each.offsetParent);
  const here = stops.indexOf(event.target.closest("li[data-id]")?.querySelector(".what") ?? event.target);
  const next = stops[here + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  next.focus();
  event.preventDefault();
}

function onTabKey(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const at = VIEWS.indexOf(currentView);
  const next = event.key === "Home" ? 0 : event.key === "End" ? VIEWS.length - 1 : step && (at + step + VIEWS.length) % VIEWS.length;
  if (next === undefined) return;
  showView(VIEWS[next]);
  document.getElementById(`tab-${VIEWS[next]}`).focus();
  event.preventDefault();
}

function toggleFilters() {
  const open = document.body.classList.toggle("filtering");
  document.getElementById("open-filters").setAttribute("aria-expanded", String(open));
}

/** Paper shows the panel with its evidence open, and the timeline, whatever view is on the screen. */
function beforePrint() {
  if (stale.delete("timeline")) renderTimeline(view());
  for (const details of document.querySelectorAll("#panel details.why")) {
    details.fill();
    details.open = true;
  }
}

// --- start ------------------------------------------------------------------------------------------------------------

setLanguage(memory.get("language") === "en" ? "en" : "hi");
setTheme(memory.get("theme"));
setUpGraph();
setUpMap();
setUpSearch();
renderFilters();
for (const name of VIEWS) document.getElementById(`tab-${name}`).addEventListener("click", () => showView(name));
document.getElementById("tabs").addEventListener("keydown", onTabKey);
document.getElementById("language").addEventListener("click", switchLanguage);
document.getElementById("theme").addEventListener("click", () => {
  setTheme(isDark() ? "light" : "dark");
  memory.set("theme", document.documentElement.dataset.theme);
});
document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById(currentView).focus();
});
document.getElementById("print").addEventListener("click", () => window.print());
document.getElementById("open-filters").addEventListener("click", toggleFilters);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTheme(null));
window.addEventListener("hashchange", followAddress);
window.addEventListener("popstate", () => { if (!location.hash && selected) followAddress(); });
window.addEventListener("beforeprint", beforePrint);
document.addEventListener("keydown", onKey);
showView("graph");
followAddress();
document.body.dataset.ready = "true";
