// Search as you type, in both scripts. Folding is that of graph/names.py: nukta, joiners, moon dot and half nasals.
const HALF_NASAL = /ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[क-घच-झट-ढत-धशषस])|म्(?=[प-भ])/g;
const GLIDE = /([अ-औक-हा-ौ])य([िीेै])/g;
const GLIDE_VOWEL = { "ि": "इ", "ी": "ई", "े": "ए", "ै": "ऐ" };
const LISTED = 12;

function fold(text) {
  const plain = text.normalize("NFD").replace(/[\u0300-\u036f\u093c]|\p{Cf}/gu, "").toLowerCase();
  return plain.replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").normalize("NFC").replaceAll("ँ", "ं").replace(HALF_NASAL, "ं")
    .replace(GLIDE, (_, before, vowel) => before + GLIDE_VOWEL[vowel]).trim();
}

const RANK = { Person: 0, Place: 0, Organization: 0, Treaty: 0, Article: 1, Event: 2, Clause: 3, Claim: 3 };
let index = null;

/** [folded names, node or article, its kind, weight], made when it is first asked for. */
function searchIndex() {
  if (index) return index;
  const names = (node) => [node.facts.name, node.facts.name_en, ...(node.facts.aliases ?? [])].filter(Boolean);
  const words = (node) => {
    if (node.kind === "Event") {
      const [hindi, english] = graph.modes[node.facts.mode] ?? [node.facts.mode, ""];
      const around = node.links.map((link) => otherEnd(link, node)).filter((each) => each.kind !== "Claim").flatMap((each) => names(each).slice(0, 2));
      return [[hindi, english, node.facts.mode, ...around].join(" ")];
    }
    if (node.kind === "Claim") return [node.facts.text ?? ""];
    if (node.kind === "Clause") return STRINGS[`clause.${node.facts.kind}`] ?? [node.facts.kind];
    return names(node);
  };
  index = graph.nodes.map((node) => [words(node).map(fold), node, node.kind, node.links.length]);
  index.push(...graph.articles.map((article) => [[fold(article.title ?? ""), fold(article.publisher ?? "")], article, "Article", 0]));
  return index;
}

/** How well a query fits a name: 0 the name itself, 1 its beginning, 2 beginnings of its words, 3 inside; 9 not at all. */
function fit(name, query, tokens) {
  if (name === query) return 0;
  if (name.startsWith(query)) return 1;
  const padded = ` ${name}`;
  if (tokens.every((token) => padded.includes(` ${token}`))) return 2;
  return tokens.every((token) => name.includes(token)) ? 3 : 9;
}

function find(text) {
  const query = fold(text);
  if (!query) return [];
  const tokens = query.split(" ");
  const found = [];
  for (const [names, item, kind, weight] of searchIndex()) {
    let best = 9;
    for (const name of names) best = Math.min(best, fit(name, query, tokens));
    if (best < 9) found.push([RANK[kind] * 10 + best, -weight, item, kind]);
  }
  return found.sort((one, other) => one[0] - other[0] || one[1] - other[1] || (one[2].id < other[2].id ? -1 : 1));
}

/** The box and its list, as ARIA's combobox: the focus stays in the box, the arrow keys move in the list. */
function setUpSearch() {
  const box = document.getElementById("search");
  const list = document.getElementById("found");
  let active = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];
  const close = () => {
    list.hidden = true;
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const mark = (at) => {
    const all = options();
    active = all.length ? (at + all.length) % all.length : -1;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
    if (active < 0) return;
    box.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  };
  const choose = (option) => {
    close();
    go(option.dataset.id, true);
  };
  const render = () => {
    const found = find(box.value);
    list.replaceChildren(...found.slice(0, LISTED).map(([, , item, kind], at) => {
      const title = kind === "Article" ? item.title : nameOf(item);
      const other = kind === "Article" ? item.publisher : kind === "Event" ? formatDate(item.facts.date) : otherName(item);
      const option = el("li", { role: "option", id: `found-${at}`, "aria-selected": "false", "data-id": item.id },
        kindMark(kind), el("span", { class: "name" }, shorten(title ?? item.id, 90)),
        el("span", { class: "soft" }, [other, kind === "Article" ? t("article") : t(`one.${kind}`)].filter(Boolean).join(" · ")));
      option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
      return option;
    }));
    if (box.value.trim() && !found.length) list.append(el("li", { class: "soft", role: "presentation" }, t("nothing")));
    if (found.length > LISTED) list.append(el("li", { class: "soft", role: "presentation" }, t("moreResults", found.length - LISTED)));
    list.hidden = !box.value.trim();
    box.setAttribute("aria-expanded", String(!list.hidden));
    active = -1;
    box.removeAttribute("aria-activedescendant");
    if (box.value.trim()) announce(found.length ? t("results", found.length) : t("nothing"));
  };
  box.addEventListener("input", render);
  box.addEventListener("focus", () => { if (box.value.trim()) render(); });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) render();
      mark(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1);
    } else if (event.key === "Enter") {
      const option = options()[Math.max(active, 0)];
      if (option) choose(option);
    } else if (event.key === "Escape" && (!list.hidden || box.value)) {
      if (list.hidden) box.value = "";
      close();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  });
}

/** A node's name in the other language, where it has one that differs. */
function otherName(node) {
  const other = language === "hi" ? node.facts.name_en : node.facts.name;
  return other && other !== nameOf(node) ? other : "";
}
