// The panel: everything the graph says of one node or article, each fact with the sentences it rests on.
const FIRST_ITEMS = 12; // of a list, before “show all”
const FIRST_SENTENCES = 20;

/** Fill the panel: a node, an article, a text about an unknown id, or the start page. */
function renderPanel(item, unknown = "") {
  const panel = document.getElementById("panel");
  panel.setAttribute("aria-label", t("panel"));
  const content = unknown ? [el("p", { role: "alert" }, t("unknownId", unknown)), ...startPage()]
    : !item ? startPage() : item.kind ? nodePage(item) : articlePage(item);
  panel.replaceChildren(...content.flat().filter(Boolean));
  panel.scrollTop = 0;
}

function startPage() {
  const counts = tally(graph.nodes.map((node) => node.kind));
  const top = (kinds) => graph.nodes.filter((node) => kinds.includes(node.kind)).sort((one, other) => other.links.length - one.links.length || (one.id < other.id ? -1 : 1)).slice(0, 8);
  const key = (name, what) => el("li", {}, el("kbd", {}, name), ` ${what}`);
  return [
    el("h2", { tabindex: "-1" }, t("subtitle")),
    el("p", {}, t("welcome")),
    el("ul", { class: "tiles" }, el("li", {}, el("b", {}, number(graph.articles.length)), t("articles")),
      ...KINDS.filter((kind) => counts.has(kind)).map((kind) => el("li", { class: kind }, el("b", {}, number(counts.get(kind))), t(`kind.${kind}`)))),
    section(t("important"), [listOf(top(["Person", "Organization", "Place", "Treaty"]).map((node) => el("li", {}, nodeLink(node))))]),
    section(t("articles"), [listOf([...graph.articles].sort(latest).map((article) => el("li", {}, articleLink(article), source(article))))]),
    section(t("howTo"), [el("ul", { class: "keys" }, key("/", t("keySearch")), key("Esc", t("keyEscape")), key("↑ ↓ ← →", t("keyArrows")), key(t("keyDouble"), t("keyExpand")))]),
  ];
}

const latest = (one, other) => ((other.published ?? "") < (one.published ?? "") ? -1 : (other.published ?? "") > (one.published ?? "") ? 1 : one.id < other.id ? -1 : 1);

// --- pieces -----------------------------------------------------------------------------------------------------------

const hrefOf = (item) => `#${encodeURIComponent(item.id)}`;
const nodeLink = (node, text = nameOf(node)) => el("a", { href: hrefOf(node), class: node.kind }, kindMark(node.kind), text);
const articleLink = (article) => el("a", { href: hrefOf(article) }, article.title || article.id);
const modalityChip = (modality) => (!modality || modality === "asserted" ? null : el("span", { class: `tag ${modality}` }, t(`modality.${modality}`)));

function heading(kindLabel, title, kind) {
  return [
    el("div", { class: "row" }, el("p", { class: "kind" }, kind && kindMark(kind), kindLabel),
      button("×", () => { clearSelection(); }, { class: "close", "aria-label": t("close") })),
    el("h2", { tabindex: "-1" }, title),
  ];
}

/** A titled part; nothing when it has no content. */
function section(title, content) {
  const filled = content.flat().filter(Boolean);
  return filled.length ? el("section", {}, el("h3", {}, title), ...filled) : null;
}

/** A list that shows its first items, and the others on demand. */
function listOf(items, first = FIRST_ITEMS) {
  if (!items.length) return null;
  const list = el("ul", { class: "facts" }, ...items.slice(0, first));
  if (items.length <= first) return list;
  const more = button(t("showAll", items.length), () => {
    list.append(...items.slice(first));
    more.remove();
    list.children[first].querySelector("a, summary")?.focus();
  }, { class: "quiet" });
  return [list, more];
}

function facts(rows) {
  const filled = rows.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return filled.length ? el("dl", {}, ...filled.flatMap(([key, value]) => [el("dt", {}, key), el("dd", {}, value)])) : null;
}

/** A disclosure whose content is made when it is first opened (or printed). */
function disclose(summary, fill) {
  const details = el("details", { class: "why" }, el("summary", {}, summary));
  let filled = false;
  details.fill = () => {
    if (!filled) details.append(...fill().flat().filter(Boolean));
    filled = true;
  };
  details.addEventListener("toggle", () => { if (details.open) details.fill(); });
  return details;
}

/** A fact as a list item, with its evidence ([sentence, spans] pairs) behind a disclosure. */
function fact(content, passages) {
  const summary = passages.length === 1 ? t("evidenceOne") : t("evidence", passages.length);
  const item = el("li", {}, ...content);
  if (passages.length) item.append(disclose(summary, () => passageList(passages)));
  return item;
}

/** Only addresses of the web become links; anything else is shown as text. */
function address(uri) {
  if (!uri) return null;
  return /^https?:\/\//i.test(uri) ? el("a", { href: uri, target: "_blank", rel: "noopener noreferrer", class: "out" }, uri) : uri;
}

function source(article) {
  const parts = [article.publisher, formatDate(article.published)].filter(Boolean);
  return parts.length ? el("span", { class: "source" }, parts.join(" · ")) : null;
}

// --- sentences --------------------------------------------------------------------------------------------------------

/** Spans {start, end, node?, trigger?} of a sentence for `sentenceText`; triggers go before names, longer before shorter. */
function sentenceText(sentence, spans) {
  const chosen = [];
  const order = [...spans].sort((one, other) => Boolean(other.trigger) - Boolean(one.trigger) || other.end - other.start - (one.end - one.start) || one.start - other.start);
  for (const span of order) {
    if (span.end > span.start && chosen.every((each) => span.end <= each.start || span.start >= each.end)) chosen.push(span);
  }
  chosen.sort((one, other) => one.start - other.start);
  const parts = [];
  let at = 0;
  for (const span of chosen) {
    const words = sentence.text.slice(span.start, span.end);
    parts.push(sentence.text.slice(at, span.start));
    if (span.marked) parts.push(el("mark", { class: span.trigger ? "trigger" : "" }, words));
    else parts.push(el("a", { href: hrefOf(span.node), class: `name ${span.node.kind}`, title: nameOf(span.node) }, words));
    at = span.end;
  }
  parts.push(sentence.text.slice(at));
  return parts.filter(Boolean);
}

/** Sentences in the order of their articles, under the article's title, publisher and date. */
function passageList(passages) {
  const groups = new Map();
  for (const passage of passages) groups.set(passage[0].article, [...(groups.get(passage[0].article) ?? []), passage]);
  return [...groups].map(([article, each]) => el("figure", {},
    ...each.sort((one, other) => one[0].index - other[0].index).map(([sentence, spans, note]) =>
      el("blockquote", {}, ...sentenceText(sentence, spans), note && " ", note)),
    article && el("figcaption", {}, articleLink(article), source(article), /^https?:/i.test(article.uri ?? "") ? el("span", { class: "source" }, address(article.uri)) : null)));
}

/** Evidence of an event, claim, treaty or clause: triggers marked, names as links. */
function evidenceOf(node) {
  const spans = new Map();
  for (const each of node.evidence) {
    const list = spans.get(each.sentence) ?? [];
    list.push({ start: each.start, end: each.end, trigger: true, marked: true, modality: each.modality });
    spans.set(each.sentence, list);
  }
  return [...spans].map(([sentence, marks]) => {
    const differs = marks.find((each) => each.modality && each.modality !== node.facts.modality);
    return [sentence, [...marks, ...namesIn(sentence)], modalityTag(differs?.modality)];
  });
}

const modalityTag = (modality) => (modality ? el("span", { class: `tag ${modality}` }, t(`modality.${modality}`)) : null);
const namesIn = (sentence) => sentence.mentions.map(({ start, end, node }) => ({ start, end, node }));

/** Mentions of an entity: its own names marked. */
function mentionsOf(node) {
  const sentences = [...new Set(node.mentions.map((mention) => mention.sentence))];
  return sentences.map((sentence) => [sentence, sentence.mentions.map(({ start, end, node: named }) => ({ start, end, node: named, marked: named === node }))]);
}

/** Sentences of an office: the title's words marked, and the person's. */
function officeEvidence(link) {
  return (link.sentences ?? []).map((sentence) => {
    const at = sentence.text.indexOf(link.facts.title ?? "\n");
    const title = at < 0 ? [] : [{ start: at, end: at + link.facts.title.length, trigger: true, marked: true }];
    return [sentence, [...title, ...sentence.mentions.map(({ start, end, node }) => ({ start, end, node, marked: node === link.from }))]];
  });
}

function allSentences(passages) {
  if (!passages.length) return null;
  const shown = passageList(passages.slice(0, FIRST_SENTENCES));
  if (passages.length <= FIRST_SENTENCES) return shown;
  const more = button(t("showAll", passages.length), () => more.replaceWith(...passageList(passages.slice(FIRST_SENTENCES))), { class: "quiet" });
  return [...shown, more];
}

// --- pages ------------------------------------------------------------------------------------------------------------

function nodePage(node) {
  const tools = el("p", { class: "tools" },
    button(t("neighbours"), () => expandFromPanel(node), { class: "quiet" }),
    button(state.focus === node ? t("focusOff") : t("focusOn"), () => { setFocus(state.focus === node ? null : node); renderPanel(node); focusPanel(); }, { class: "quiet" }));
  const page = { Event: eventPage, Claim: claimPage, Clause: clausePage, Treaty: treatyPage }[node.kind] ?? entityPage;
  return [...heading(t(`one.${node.kind}`), nameOf(node), node.kind), ...page(node), tools, el("p", { class: "id" }, node.id)];
}

function names(node) {
  const aliases = (node.facts.aliases ?? []).filter((each) => each !== node.facts.name_en);
  return [
    [t("otherName"), otherName(node) && el("span", { lang: language === "hi" ? "en" : "hi" }, otherName(node))],
    [t("otherNames"), aliases.length ? el("span", { lang: "hi" }, aliases.join(", ")) : null],
  ];
}

const wikidata = (node) => ["Wikidata", node.facts.wikidata && el("a", { href: `https://www.wikidata.org/wiki/${node.facts.wikidata}`, target: "_blank", rel: "noopener noreferrer", class: "out" }, node.facts.wikidata)];

function entityPage(node) {
  const { facts: own } = node;
  const position = own.latitude !== undefined && own.longitude !== undefined ? `${own.latitude}, ${own.longitude}` : null;
  return [
    facts([
      ...names(node),
      [t("placeType"), own.place_type && t(`place.${own.place_type}`)],
      [t("country"), own.place_type === "country" ? null : countryOf(node)],
      [t("coordinates"), position],
      wikidata(node),
    ]),
    section(t("offices"), [listOf(outward(node, "HOLDS_OFFICE").map((link) => officeItem(link, link.to)))]),
    section(t("holders"), [listOf(inward(node, "HOLDS_OFFICE").map((link) => officeItem(link, link.from)))]),
    section(t("events"), [listOf(eventItems(inward(node, "PARTICIPANT")))]),
    section(t("eventsHere"), [listOf(eventItems(inward(node, "AT")))]),
    section(t("treaties"), [listOf(["PARTY", "SIGNED_BY", "SIGNED_AT"].flatMap((type) => inward(node, type)).map((link) =>
      fact([nodeLink(link.from), " ", el("span", { class: "soft" }, t(`link.${link.type}`))], evidenceOf(link.from))))]),
    section(t("relations"), [listOf(relationItems(node))]),
    section(t("about"), [listOf(eventItems(inward(node, "ABOUT").filter((link) => link.from.kind === "Event")))]),
    section(t("claimsBy"), [listOf(claimItems(inward(node, "BY")))]),
    section(t("claimsAbout"), [listOf(claimItems(inward(node, "ABOUT").filter((link) => link.from.kind === "Claim")))]),
    section(t("claimsReported"), [listOf(claimItems(inward(node, "REPORTED_BY")))]),
    section(t("within"), [listOf(outward(node, "WITHIN").map((link) => el("li", {}, nodeLink(link.to), " ", el("span", { class: "soft" }, t("fromGazetteer")))))]),
    section(t("contains"), [listOf(inward(node, "WITHIN").map((link) => el("li", {}, nodeLink(link.from), " ", el("span", { class: "soft" }, t("fromGazetteer")))))]),
    sentenceSection(mentionsOf(node)),
  ];
}

const sentenceSection = (passages) => section(`${t("sentences")} (${number(passages.length)})`, [allSentences(passages)]);

function countryOf(node) {
  const { country_code: code } = node.facts;
  if (!code) return null;
  const country = graph.nodes.find((each) => each.facts.place_type === "country" && each.facts.country_code === code);
  return country && country !== node ? nodeLink(country) : code;
}

function officeItem(link, other) {
  const title = (language === "en" && link.facts.title_en) || link.facts.title;
  const since = [link.facts.from, link.facts.to].filter(Boolean).map(formatDate).join(" – ");
  return fact([
    el("b", {}, title), ", ", nodeLink(other),
    ...(link.facts.former ? [" ", el("span", { class: "tag" }, t("former"))] : []),
    ...(since ? [" ", el("span", { class: "soft" }, t("statedFrom", since))] : []),
  ], officeEvidence(link));
}

function eventItems(links) {
  return links.sort((one, other) => byDate(one.from, other.from)).map(({ from: event, facts: { role } }) => fact([
    nodeLink(event), ...tags(event, role),
  ], evidenceOf(event)));
}

function tags(event, role) {
  return [
    event.facts.date && el("span", { class: "when" }, formatDate(event.facts.date)),
    role && el("span", { class: "soft" }, t(`role.${role}`)),
    modalityChip(event.facts.modality),
  ].filter(Boolean).flatMap((each) => [" ", each]);
}

function claimItems(links) {
  return links.map(({ from: claim }) => fact([
    nodeLink(claim, `“${shorten(claim.facts.text ?? "", 160)}”`), ...speakersOf(claim),
  ], evidenceOf(claim)));
}

const speakersOf = (claim) => outward(claim, "BY").flatMap((link, at) => [at ? ", " : " — ", nodeLink(link.to)]);

/** Shortcuts (MET, SUPPORTS …) with the events they were made from. */
function relationItems(node) {
  return node.links.filter((link) => link.facts.derived).map((link) => {
    const mutual = link.type === "MET" || link.type === "FOUGHT" || link.type.endsWith("_WITH");
    const arrow = mutual ? "↔" : link.from === node ? "→" : "←";
    const when = [...new Set([link.facts.first, link.facts.last].filter(Boolean))].map(formatDate).join(" – ");
    const item = el("li", {}, `${t(`link.${link.type}`)} ${arrow} `, nodeLink(otherEnd(link, node)), when ? el("span", { class: "when" }, ` ${when}`) : "");
    if (link.events?.length) {
      item.append(disclose(t("evidenceEvents", link.events.length), () =>
        [el("ul", { class: "facts" }, ...link.events.map((event) => fact([nodeLink(event), ...tags(event)], evidenceOf(event))))]));
    }
    return item;
  });
}

const entityItems = (links) => listOf(links.map((link) =>
  el("li", {}, nodeLink(link.to), " ", link.facts.role ? el("span", { class: "soft" }, t(`role.${link.facts.role}`)) : "")));

const range = (values) => values && (values[0] === values[values.length - 1] ? number(values[0]) : `${number(values[0])}–${number(values[values.length - 1])}`);

function eventPage(event) {
  const { facts: own } = event;
  return [
    facts([
      [t("mode"), [modeName(event), graph.modes[own.mode] && t(`plover.${graph.modes[own.mode][2]}`)].filter(Boolean).join(" · ")],
      [t("date"), own.date ? formatDate(own.date) : t("unknownDate")],
      [t("modality"), own.modality && el("span", { class: `tag ${own.modality}` }, t(`modality.${own.modality}`))],
      [t("killed"), range(own.killed)],
      [t("injured"), range(own.injured)],
      [t("confidence"), own.confidence !== undefined ? `${Math.round(own.confidence * 100)} %` : null],
    ]),
    section(t("participants"), [entityItems(participants(event))]),
    section(t("places"), [entityItems(outward(event, "AT"))]),
    section(t("about"), [entityItems(outward(event, "ABOUT"))]),
    sentenceSection(evidenceOf(event)),
    section(t("claims"), [listOf(claimItems(inward(event, "ABOUT")))]),
  ];
}

function claimPage(claim) {
  const { facts: own } = claim;
  return [
    facts([
      [t("modality"), own.modality && el("span", { class: `tag ${own.modality}` }, t(`modality.${own.modality}`))],
      [t("verb"), own.verb],
    ]),
    section(t("speakers"), [entityItems(outward(claim, "BY"))]),
    section(t("reporters"), [entityItems(outward(claim, "REPORTED_BY"))]),
    section(t("about"), [entityItems(outward(claim, "ABOUT"))]),
    sentenceSection(evidenceOf(claim)),
  ];
}

function clausePage(clause) {
  return [
    clause.facts.text ? el("p", { class: "quote" }, clause.facts.text) : null,
    section(t("treaties"), [listOf(inward(clause, "HAS_CLAUSE").map((link) => el("li", {}, nodeLink(link.from))))]),
    sentenceSection(evidenceOf(clause)),
  ];
}

function treatyPage(treaty) {
  const { facts: own } = treaty;
  const evidence = evidenceOf(treaty);
  const mentions = mentionsOf(treaty).filter(([sentence]) => !evidence.some(([other]) => other === sentence));
  return [
    facts([
      ...names(treaty),
      [t("status"), own.status && t(`status.${own.status}`)],
      [t("signedOn"), own.signed_on && formatDate(own.signed_on)],
      wikidata(treaty),
    ]),
    section(t("parties"), [partItems(treaty, "PARTY", evidence)]),
    section(t("signatories"), [partItems(treaty, "SIGNED_BY", evidence)]),
    section(t("signedAt"), [partItems(treaty, "SIGNED_AT", evidence)]),
    section(t("clauses"), [listOf(outward(treaty, "HAS_CLAUSE").map(({ to: clause }) => fact([nodeLink(clause)], evidenceOf(clause))))]),
    section(t("events"), [listOf(eventItems([...inward(treaty, "ABOUT"), ...inward(treaty, "PARTICIPANT")].filter((link) => link.from.kind === "Event")))]),
    section(t("claimsAbout"), [listOf(claimItems(inward(treaty, "ABOUT").filter((link) => link.from.kind === "Claim")))]),
    sentenceSection([...evidence, ...mentions]),
  ];
}

/** What takes part in a treaty, with the treaty's sentences that name it (all of them where none does). */
const partItems = (treaty, type, evidence) => listOf(outward(treaty, type).map((link) => {
  const naming = evidence.filter(([sentence]) => sentence.mentions.some((mention) => mention.node === link.to));
  return fact([nodeLink(link.to)], naming.length ? naming : evidence);
}));

/** An article as a reading page: its sentences with names as links and the words of events marked. */
function articlePage(article) {
  return [
    ...heading(t("article"), article.title || article.id),
    facts([
      [t("publisher"), article.publisher],
      [t("author"), article.author],
      [t("dateline"), article.dateline],
      [t("published"), article.published && formatDate(article.published)],
      [t("uri"), address(article.uri)],
    ]),
    section(t("similar"), [listOf(article.similar.map(([other, similarity]) => el("li", {}, articleLink(other), source(other), el("span", { class: "soft" }, ` ${Math.round(similarity * 100)} %`))))]),
    section(t("text"), article.sentences.map((sentence) => el("p", { class: "sentence", "data-index": sentence.index, lang: "hi" },
      ...sentenceText(sentence, [...namesIn(sentence), ...triggersIn(sentence)])))),
    el("p", { class: "id" }, article.id),
  ];
}

/** The words that tell events and claims, as links to them. */
const triggersIn = (sentence) => sentence.evidence.filter((each) => each.node.kind === "Event")
  .map(({ start, end, node }) => ({ start, end, node, trigger: true }));
