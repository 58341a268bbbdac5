// What is shown: the state that the controls change, what follows from it, and the controls themselves.
const STEPS = [...new Set(graph.events.flatMap((event) => [event.facts.date_start, event.facts.date_end]).filter(Boolean))].sort();
const DATED = graph.events.filter((event) => event.facts.date_start || event.facts.date_end);
const state = startState();

function startState() {
  return {
    kinds: new Set(KINDS.filter((kind) => kind !== "Claim" && kind !== "Clause")),
    modes: new Set(Object.keys(graph.modes)),
    modalities: new Set(MODALITIES),
    from: 0,
    to: Math.max(STEPS.length - 1, 0),
    undated: true,
    focus: null, // a node: only what is linked with it
  };
}

/** Whether an event or claim passes by its own facts. */
function passes(node) {
  const { facts } = node;
  if (facts.modality && !state.modalities.has(facts.modality)) return false;
  if (state.focus && node !== state.focus && !node.links.some((link) => otherEnd(link, node) === state.focus)) return false;
  if (node.kind !== "Event") return true;
  return state.modes.has(facts.mode) && inTime(facts);
}

function inTime({ date_start: start, date_end: end }) {
  if (!start && !end) return state.undated;
  if (STEPS.length < 2) return true;
  return (!end || end >= STEPS[state.from]) && (!start || start <= STEPS[state.to]);
}

/**
 * What follows from the filters. `events`: those that pass, in order. `nodes`: what the graph may show. While a filter
 * holds back events, a person, place, organisation or treaty is shown only beside an event or claim that is shown.
 */
function filtered() {
  const events = graph.events.filter(passes);
  const kept = new Set(events);
  const narrowed = events.length < graph.events.length || state.focus !== null;
  for (const node of graph.nodes) if (node.kind === "Claim" && passes(node)) kept.add(node);
  const keeps = (node) => {
    if (!narrowed || node === state.focus) return true;
    return node.links.some((link) => {
      const other = otherEnd(link, node);
      return (kept.has(other) && state.kinds.has(other.kind)) || (other === state.focus && node.kind !== "Event" && node.kind !== "Claim");
    });
  };
  const nodes = new Set(graph.nodes.filter((node) => {
    if (!state.kinds.has(node.kind)) return false;
    return node.kind === "Event" || node.kind === "Claim" ? kept.has(node) : keeps(node);
  }));
  return { events, kept, nodes, narrowed };
}

/** Whether a shortcut rests on an event that passes; other relationships always hold. */
const holds = (link, kept) => !link.events?.length || link.events.some((event) => kept.has(event));

// --- the controls -----------------------------------------------------------------------------------------------------

/** An element; children are elements or text, never markup. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const button = (text, onclick, attributes = {}) => el("button", { type: "button", onclick, ...attributes }, text);
const kindMark = (kind) => el("span", { class: `mark ${kind}`, "aria-hidden": "true" });

function check(label, checked, change, attributes = {}) {
  const box = el("input", { type: "checkbox", onchange: () => { change(box.checked); refresh(); }, ...attributes });
  box.checked = checked;
  return el("label", { class: "check" }, box, ...(Array.isArray(label) ? label : [label]));
}

const count = (value) => el("span", { class: "count" }, number(value));
const put = (set, value, wanted) => { if (wanted) set.add(value); else set.delete(value); };

function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function renderFilters() {
  const box = document.getElementById("filters");
  box.replaceChildren(
    el("div", { class: "row" }, el("h2", {}, t("filters")), button(t("reset"), resetFilters, { class: "quiet", id: "reset" })),
    focusChip(),
    fieldset("kinds", kindBoxes()),
    fieldset("time", timeControls()),
    fieldset("modality", modalityBoxes()),
    fieldset("modes", modeBoxes()),
  );
}

function fieldset(key, content) {
  return el("fieldset", { id: `filter-${key}` }, el("legend", {}, t(key)), ...content);
}

function resetFilters() {
  Object.assign(state, startState());
  renderFilters();
  refresh();
  document.getElementById("reset").focus();
}

function focusChip() {
  if (!state.focus) return "";
  const name = nameOf(state.focus);
  return el("p", { class: "chip" }, `${t("only")}: `, el("b", {}, name), " ",
    button("×", () => { setFocus(null); document.getElementById("reset").focus(); }, { "aria-label": t("focusOff") }));
}

function setFocus(node) {
  state.focus = node;
  renderFilters();
  refresh();
}

function kindBoxes() {
  const counts = tally(graph.nodes.map((node) => node.kind));
  return KINDS.filter((kind) => counts.has(kind)).map((kind) =>
    check([kindMark(kind), t(`kind.${kind}`), count(counts.get(kind))], state.kinds.has(kind),
      (wanted) => put(state.kinds, kind, wanted), { "data-kind": kind }));
}

function modalityBoxes() {
  const counts = tally(graph.nodes.map((node) => node.facts.modality));
  return MODALITIES.filter((each) => counts.has(each)).map((each) =>
    check([t(`modality.${each}`), count(counts.get(each))], state.modalities.has(each),
      (wanted) => put(state.modalities, each, wanted), { "data-modality": each }));
}

const openGroups = new Set(); // PLOVER categories whose modes are listed

/** The PLOVER categories with their modes inside. */
function modeBoxes() {
  const counts = tally(graph.events.map((event) => event.facts.mode));
  const groups = new Map();
  for (const [mode, names] of Object.entries(graph.modes)) groups.set(names[2], [...(groups.get(names[2]) ?? []), mode]);
  const total = (modes) => modes.reduce((sum, mode) => sum + counts.get(mode), 0);
  const setAll = (wanted) => { for (const mode of counts.keys()) put(state.modes, mode, wanted); renderFilters(); refresh(); };
  const rows = [...groups].sort((one, other) => total(other[1]) - total(one[1])).map(([plover, modes]) => {
    const on = modes.filter((mode) => state.modes.has(mode)).length;
    const whole = check([t(`plover.${plover}`), count(total(modes))], on > 0, (wanted) => {
      for (const mode of modes) put(state.modes, mode, wanted);
      renderFilters();
      document.querySelector(`[data-plover-box="${plover}"]`).focus();
    }, { "data-plover-box": plover });
    whole.firstChild.indeterminate = on > 0 && on < modes.length;
    const each = modes.sort((one, other) => counts.get(other) - counts.get(one)).map((mode) =>
      check([graph.modes[mode][language === "hi" ? 0 : 1], count(counts.get(mode))], state.modes.has(mode), (wanted) => {
        put(state.modes, mode, wanted);
        renderFilters();
        document.querySelector(`[data-mode="${mode}"]`).focus();
      }, { "data-mode": mode }));
    const inner = el("div", { class: "inner", id: `modes-${plover}`, hidden: !openGroups.has(plover) }, ...each);
    const toggle = button("", () => {
      put(openGroups, plover, inner.hidden);
      inner.hidden = !inner.hidden;
      toggle.setAttribute("aria-expanded", String(!inner.hidden));
    }, { class: "toggle", "aria-expanded": String(!inner.hidden), "aria-controls": inner.id, "aria-label": `${t(`plover.${plover}`)}: ${t("modes")}` });
    return el("div", { class: "group" }, whole, toggle, inner);
  });
  return [el("div", { class: "row" }, button(t("all"), () => setAll(true), { class: "quiet" }),
    button(t("none"), () => setAll(false), { class: "quiet" })), ...rows];
}

/** Two sliders over the days on which events begin or end, a step for each, below bars that count events. */
function timeControls() {
  const undated = graph.events.length - DATED.length;
  const keep = check(t("undated", undated), state.undated, (wanted) => { state.undated = wanted; }, { id: "undated" });
  if (STEPS.length < 2) return [el("p", { class: "soft" }, DATED.length ? formatDate(STEPS[0]) : t("noDates")), keep];
  const span = el("output", { id: "span" });
  const bars = histogram();
  const sliders = ["from", "to"].map((end) => {
    const slider = el("input", { type: "range", min: 0, max: STEPS.length - 1, step: 1, id: `time-${end}`, "aria-label": t(end) });
    slider.value = state[end];
    slider.addEventListener("input", () => {
      const value = Number(slider.value);
      state[end] = end === "from" ? Math.min(value, state.to) : Math.max(value, state.from);
      slider.value = state[end];
      tell();
      refreshSoon();
    });
    return slider;
  });
  const tell = () => {
    span.textContent = t("span", formatDate(STEPS[state.from]), formatDate(STEPS[state.to]));
    sliders.forEach((slider, at) => slider.setAttribute("aria-valuetext", formatDate(STEPS[at ? state.to : state.from])));
    const last = STEPS.length - 1;
    for (const bar of bars.children) {
      const [first, end] = [Number(bar.dataset.first), Number(bar.dataset.last)];
      bar.classList.toggle("off", end < state.from || first > state.to);
    }
    sliders[0].parentElement?.style.setProperty("--from", `${(100 * state.from) / last}%`);
    sliders[0].parentElement?.style.setProperty("--to", `${(100 * state.to) / last}%`);
  };
  const range = el("div", { class: "range" }, ...sliders);
  tell();
  return [bars, range, span, keep];
}

function histogram() {
  const bins = Math.min(STEPS.length, 48);
  const position = new Map(STEPS.map((step, at) => [step, Math.floor((at * bins) / STEPS.length)]));
  const counts = new Array(bins).fill(0);
  for (const { facts } of DATED) counts[position.get(facts.date_start ?? facts.date_end)] += 1;
  const highest = Math.max(...counts);
  return el("div", { class: "bars", "aria-hidden": "true" }, ...counts.map((value, at) => {
    const bar = el("span", { "data-first": Math.ceil((at * STEPS.length) / bins), "data-last": Math.ceil(((at + 1) * STEPS.length) / bins) - 1 });
    bar.style.height = `${value ? 12 + (88 * value) / highest : 0}%`;
    return bar;
  }));
}
