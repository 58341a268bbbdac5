// The graph as objects. `page_data` in page.py says what the lists hold; nothing here changes after loading.
const KINDS = ["Person", "Place", "Organization", "Treaty", "Event", "Claim", "Clause"];
const MODALITIES = ["asserted", "claimed", "planned", "denied"];
const ROLES = ["actor", "counterpart", "recipient", "theme", "instrument", "source", "destination"];

const graph = readGraph(JSON.parse(document.getElementById("data").textContent));

function readGraph(data) {
  const articles = data.articles.map((article) => ({ ...article, sentences: [], similar: [] }));
  const sentences = data.sentences.map(([article, index, text]) => ({
    article: articles[article] ?? null, index, text, mentions: [], evidence: [],
  }));
  const nodes = data.nodes.map(([id, kind, facts], at) => ({ at, id, kind, facts, links: [], mentions: [], evidence: [] }));
  for (const sentence of sentences) sentence.article?.sentences.push(sentence);
  for (const article of articles) article.sentences.sort((one, other) => one.index - other.index);
  const links = data.links.map(([type, from, to, facts], at) => {
    const link = { at, type, from: nodes[from], to: nodes[to], facts };
    if (facts.events) link.events = facts.events.map((each) => nodes[each]);
    if (facts.sentences) link.sentences = facts.sentences.map((each) => sentences[each]);
    link.from.links.push(link);
    if (to !== from) link.to.links.push(link);
    return link;
  });
  for (const [sentence, node, start, end] of data.mentions) {
    const mention = { sentence: sentences[sentence], node: nodes[node], start, end };
    mention.sentence.mentions.push(mention);
    mention.node.mentions.push(mention);
  }
  for (const [node, sentence, start, end, modality] of data.evidence) {
    const evidence = { sentence: sentences[sentence], node: nodes[node], start, end, modality };
    evidence.sentence.evidence.push(evidence);
    evidence.node.evidence.push(evidence);
  }
  for (const [one, other, similarity] of data.duplicates) {
    articles[one].similar.push([articles[other], similarity]);
    articles[other].similar.push([articles[one], similarity]);
  }
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const articleById = new Map(articles.map((article) => [article.id, article]));
  const events = nodes.filter((node) => node.kind === "Event").sort(byDate);
  return { nodes, links, sentences, articles, events, byId, articleById, modes: data.modes, outlines: data.outlines };
}

/** Events in the order of time: dated ones first, of one day by id. */
function byDate(one, other) {
  const [a, b] = [one.facts.date_start ?? one.facts.date_end, other.facts.date_start ?? other.facts.date_end];
  if (a !== b) return !a ? 1 : !b ? -1 : a < b ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

const otherEnd = (link, node) => (link.from === node ? link.to : link.from);
const linked = (node, type) => node.links.filter((link) => link.type === type);
const outward = (node, type) => node.links.filter((link) => link.type === type && link.from === node);
const inward = (node, type) => node.links.filter((link) => link.type === type && link.to === node);
const modeName = (event) => graph.modes[event.facts.mode]?.[language === "hi" ? 0 : 1] ?? t(`mode.${event.facts.mode}`);
const roleRank = (link) => (ROLES.indexOf(link.facts.role) + ROLES.length + 1) % (ROLES.length + 1);
const participants = (event) => outward(event, "PARTICIPANT").sort((one, other) => roleRank(one) - roleRank(other));
const shorten = (text, length) => (text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text);

/** What a node is called in a sentence of the page, in the chosen language. */
function nameOf(node) {
  const { facts } = node;
  if (node.kind === "Event") return eventTitle(node);
  if (node.kind === "Claim") return facts.text ?? node.id;
  if (node.kind === "Clause") return t(`clause.${facts.kind}`);
  return (language === "en" && facts.name_en) || facts.name || facts.name_en || node.id;
}

/** “मुलाकात: सर्गेई लावरोव – किम जोंग उन, वॉनसान”: the title the store holds is Hindi, this one follows the language. */
function eventTitle(event) {
  const who = participants(event).map((link) => nameOf(link.to));
  const named = who.length > 4 ? [...who.slice(0, 4), "…"] : who;
  const rest = [...outward(event, "ABOUT"), ...outward(event, "AT")].map((link) => nameOf(link.to));
  const text = [named.join(" – "), ...new Set(rest)].filter(Boolean).join(", ");
  return text ? `${modeName(event)}: ${text}` : modeName(event);
}

/** The words under a node in the graph. */
function captionOf(node) {
  if (node.kind === "Event") return [modeName(node), formatDate(node.facts.date)].filter(Boolean).join("\n");
  return shorten(nameOf(node), node.kind === "Claim" ? 40 : 34);
}
