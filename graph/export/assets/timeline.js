// The timeline: the events that pass the filters, in order, with participants, place and the sentence that tells them.
const FIRST_EVENTS = 150;
let eventsToShow = FIRST_EVENTS;

function renderTimeline({ events }) {
  const box = document.getElementById("timeline");
  const groups = new Map();
  for (const event of events.slice(0, eventsToShow)) groups.set(monthOf(event), [...(groups.get(monthOf(event)) ?? []), event]);
  const parts = [...groups].map(([month, members]) => el("section", {}, el("h3", {}, month),
    el("ol", { class: "events" }, ...members.map(eventCard))));
  const rest = events.length - eventsToShow;
  if (rest > 0) {
    parts.push(button(t("moreEvents", rest), () => {
      const at = eventsToShow;
      eventsToShow += FIRST_EVENTS * 2;
      renderTimeline(view());
      document.querySelectorAll("#timeline .events > li > .what")[at]?.focus();
    }, { class: "more" }));
  }
  const head = el("p", { class: "soft head" }, events.length ? t("eventsShown", events.length) : t("emptyTimeline"));
  box.replaceChildren(head, ...parts);
  markSelected();
}

function eventCard(event) {
  const people = participants(event).map((link) => nodeLink(link.to));
  const about = outward(event, "ABOUT").map((link) => nodeLink(link.to));
  const places = outward(event, "AT").map((link) => nodeLink(link.to));
  const [passage] = evidenceOf(event);
  const { killed, injured } = event.facts;
  return el("li", { "data-id": event.id },
    el("time", { datetime: event.facts.date_start ?? null }, formatDate(event.facts.date) || "—"),
    el("a", { href: hrefOf(event), class: "what" }, modeName(event)), " ", modalityChip(event.facts.modality),
    el("p", { class: "who" }, ...between([...people, ...about, ...places], " · ")),
    killed || injured ? el("p", { class: "toll" }, [killed && `${t("killed")}: ${range(killed)}`, injured && `${t("injured")}: ${range(injured)}`].filter(Boolean).join(" · ")) : null,
    passage ? el("blockquote", {}, ...sentenceText(passage[0], passage[1].filter((span) => span.marked)), passage[0].article ? el("cite", {}, [passage[0].article.publisher ?? shorten(passage[0].article.title ?? "", 60), formatDate(passage[0].article.published)].filter(Boolean).join(" · ")) : null) : null);
}

const between = (items, mark) => items.flatMap((item, at) => (at ? [mark, item] : [item]));

/** The chosen event stands out. */
function markSelected() {
  for (const each of document.querySelectorAll("#timeline [data-id]")) {
    each.classList.toggle("selected", each.dataset.id === selected?.id);
    if (each.dataset.id === selected?.id) each.scrollIntoView({ block: "nearest" });
  }
}
