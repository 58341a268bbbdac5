"""Entities: the mentions of one article grouped into people, places and organisations, with their offices.

Full names gather their bare surnames, abbreviations their long forms, spelling variants each other; gazetteer
candidates are chosen by the countries the article speaks of.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sutradhar.graph.model import Evidence, LocalEntity, Mention, Office
from sutradhar.graph.names import name_key, normalise, romanise, similarity
from sutradhar.graph.policy import field_of, says_dead
from sutradhar.ingest.datafiles import load_yaml, word_set
from sutradhar.ingest.document import Document
from sutradhar.ingest.gazetteer import Entry, Gazetteer
from sutradhar.ingest.mentions import HYPHENS, OWNER_GAP, Found
from sutradhar.ingest.titles import Title, title_words
from sutradhar.ingest.tree import Tree

HOME = "IN"  # an institution or office named without a country in a Hindi paper is India's
PRONOUNS = word_set("possessive_pronouns")
STATE_TITLES = word_set("state_titles")
NATIONAL = word_set("national")
CAPITAL = 3  # by how much a capital is likelier than a town of its name, in powers of ten of people
SAME_NAME = 0.7  # of a long form and a name of the thing that its abbreviation is known for


@dataclass
class Group:
    """Mentions of one entity while they are being gathered."""

    label: str
    identity: str
    entry: Entry | None
    mentions: list[Found] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    name_en: str | None = None
    kind: str | None = None
    owner: Entry | None = None
    titles: set[str] = field(default_factory=set)


# Person and body (keys of groups), title, English title, former, evidence.
Statement = tuple[str, str, str, str, bool, Evidence]


@dataclass(frozen=True)
class EntityTable:
    """The article's entities: `entities` by key, `at` maps (tree, word) to the key of the mention that covers the word."""

    entities: dict[str, LocalEntity]
    mentions: tuple[Mention, ...]
    offices: tuple[Office, ...]
    at: dict[tuple[int, int], str]
    spans: dict[tuple[int, int], Found]
    titles: dict[str, frozenset[str]]

    def label(self, key: str) -> str:
        return self.entities[key].label

    def is_town(self, key: str) -> bool:
        """Whether an entity is a place, but no country."""
        entity = self.entities[key]
        return entity.label == "Place" and entity.place_type != "country"


class EntityBuilder:
    """Groups the mentions of one article."""

    def __init__(self, document: Document, trees: Sequence[Tree], found: Sequence[Found], gazetteer: Gazetteer) -> None:
        self.document, self.trees, self.gazetteer = document, trees, gazetteer
        self.words = title_words()
        names = load_yaml("hi/organisations.yaml")
        self.short_heads = frozenset(names["short_heads"])
        self.kind_nouns: dict[str, list[str]] = names["kind_nouns"]
        self.found = list(found)
        self.groups: dict[str, Group] = {}
        self.group_of: dict[tuple[int, int], str] = {}  # (tree, start) → identity
        self.countries = self._countries()

    def build(self) -> EntityTable:
        """The finished table. Groups are keyed e1, e2 … in order of first mention."""
        for found in self.found:
            if found.label != "Person":
                self._put(found, self._place_or_organisation(found))
        self._abbreviations()
        self._short_names()
        self._people()
        offices = self._offices()
        return self._table(offices)

    # --- grouping -----------------------------------------------------------------------------------------------------

    def _surface(self, found: Found) -> str:
        return self.trees[found.tree].span_text(found.start, found.end, self.document.text)

    def _name(self, found: Found) -> str:
        """The surface as a name: no quotes, one space between words, spaces around hyphens closed."""
        return " ".join(re.sub(r"\s*-\s*", "-", re.sub(r"['\"‘’“”]", "", self._surface(found))).split())

    def _countries(self) -> Counter[str]:
        """How often each country is spoken of, by ISO code; an unambiguous city speaks of its country by half."""
        count: Counter[str] = Counter()
        for found in self.found:
            codes = {entry.country_code for entry in found.entries if entry.label == "Place"}
            if len(codes) == 1 and (code := codes.pop()):
                entry = found.entries[0]
                count[code] += 2 if entry.place_type == "country" or found.demonym else 1
        for found in self.found:  # whose people act has a part in it, too
            codes = {entry.country_code for entry in found.entries if entry.label == "Person"}
            if len(codes) == 1 and (code := codes.pop()):
                count[code] += 1
        return count

    def _choose(self, entries: Sequence[Entry]) -> Entry | None:
        """The candidate that fits the article's countries best, then the bigger one."""
        if not entries:
            return None
        total = sum(self.countries.values()) or 1

        def fit(entry: Entry) -> float:
            share = self.countries[entry.country_code] / total if entry.country_code else 0.0
            known = 6 if entry.place_type in {"country", "region", "continent"} or entry.label != "Place" else 0
            return 8 * share + math.log10(entry.population + 10) + known + CAPITAL * self.gazetteer.is_capital(entry)

        first = max(range(len(entries)), key=lambda i: (fit(entries[i]), -i))
        return entries[first]

    def _place_or_organisation(self, found: Found) -> Group:
        if found.label == "Treaty":
            return self._group("Treaty", f"{found.group}:{self.document.uri}", None, found.name_en, found.kind, None)
        entry = self._choose([each for each in found.entries if each.label == found.label])
        if entry is not None:
            return self._group(entry.label, entry.id, entry, entry.name_en, entry.kind, None)
        name = self._name(found)
        if found.kind is not None and found.name_en is not None:  # an organisation by pattern
            owner = found.owner or (self._implied_owner(found) if found.kind != "department" else None)
            english = found.name_en if found.owner or owner is None else f"{found.name_en} of {owner.name_en}"
            slug = re.sub(r"[^a-z]+", "-", english.lower()).strip("-")
            return self._group("Organization", slug, None, english, found.kind, owner)
        return self._group(found.label, name_key(name) or normalise(name), None, None, found.kind, found.owner)

    def _implied_owner(self, found: Found) -> Entry | None:
        """Whose ministry a bare “विदेश मंत्रालय” is: the last one named so far with its country, else the home one.

        “उसके विदेश मंत्रालय”: that of the country named last.
        """
        if found.start and self.trees[found.tree].forms[found.start - 1] in PRONOUNS:
            before = [
                each for each in self.found
                if (each.tree, each.start) < (found.tree, found.start) and each.tree >= found.tree - 1
                and each.label == "Place" and each.entries and each.entries[0].place_type == "country"
            ]  # fmt: skip
            if before:
                return max(before, key=lambda each: (each.tree, each.start)).entries[0]
        for other in reversed([each for each in self.found if each.owner and each.kind == found.kind]):
            same_words = self._name(other).split()[-2:] == self._name(found).split()[-2:]
            if same_words and (other.tree, other.start) < (found.tree, found.start):
                return other.owner
        return self.gazetteer.country(self._scene_country())

    def _group(
        self, label: str, identity: str, entry: Entry | None, name_en: str | None, kind: str | None, owner: Entry | None
    ) -> Group:
        key = f"{label}:{identity}"
        if key not in self.groups:
            self.groups[key] = Group(label, identity, entry, name_en=name_en, kind=kind, owner=owner)
        return self.groups[key]

    def _put(self, found: Found, group: Group) -> None:
        group.mentions.append(found)
        if not found.demonym:
            group.names[self._name(found)] += 1
        self.group_of[found.tree, found.start] = f"{group.label}:{group.identity}"

    def _merge(self, kept: Group, gone: Group) -> None:
        if kept is gone:
            return
        for found in gone.mentions:
            self._put(found, kept)
        self.groups.pop(f"{gone.label}:{gone.identity}", None)

    def _abbreviations(self) -> None:
        """“प्रवर्तन निदेशालय (ईडी)”: what stands in brackets right after an organisation or place is another name of it."""
        for found in list(self.found):
            if found.label not in {"Organization", "Place"} or found.demonym:
                continue
            tree = self.trees[found.tree]
            end = found.end
            while end < len(tree.words) and tree.forms[end] in {"'", "’", '"', "”"}:
                end += 1
            if end + 2 >= len(tree.words) or tree.forms[end] != "(":
                continue
            close = next((i for i in range(end + 1, min(end + 8, len(tree.words))) if tree.forms[i] == ")"), None)
            if close is None:
                continue
            inside = next((each for each in self.found if each.tree == found.tree and each.start == end + 1), None)
            group = self._group_of(found)
            if inside is not None and inside.end == close and (inside.tree, inside.start) in self.group_of:
                other = self._group_of(inside)
                if group.entry is None and other.entry is not None and not self._long_form(found, other.entry):
                    self._rename(inside, group)
                elif other.entry is None or group.entry is None:
                    self._merge(
                        *((other, group) if group.entry is None and other.entry is not None else (group, other))
                    )
            elif inside is None and close == end + 2 and self._abbreviates(tree.forms[end + 1], found):
                self._add_everywhere(tree.forms[end + 1], found, group)

    def _long_form(self, found: Found, entry: Entry) -> bool:
        """Whether a name of an article can be another spelling of a known thing's name."""
        name = self._name(found)
        return any(similarity(name, other) >= SAME_NAME for other in (entry.name, entry.name_en, *entry.aliases))

    def _rename(self, inside: Found, group: Group) -> None:
        """An abbreviation that the article explains is what it says, not the better known thing of these letters."""
        short = self._name(inside)
        for found in [each for each in self.found if each.label == inside.label and self._name(each) == short]:
            old = self._group_of(found)
            old.mentions.remove(found)
            old.names[short] -= 1
            self._put(found, group)

    def _abbreviates(self, short: str, found: Found) -> bool:
        """Whether a word can be short for a name of several words: capitals, or few enough syllables."""
        return found.end - found.start > 1 and (short.isupper() or len(short) <= 3 * (found.end - found.start) + 2)

    def _add_everywhere(self, short: str, model: Found, group: Group) -> None:
        covered = {(each.tree, i) for each in self.found for i in range(each.start, each.end)}
        for tree in self.trees:
            for word in tree.words:
                if word.text == short and (tree.index, word.index) not in covered:
                    self._means(tree.index, word.index, model, group, "abbreviation", 0.9)

    def _means(self, tree: int, word: int, model: Found, group: Group, method: str, score: float) -> None:
        """A word is a mention of what another mention names."""
        again = replace(model, tree=tree, start=word, end=word + 1, method=method, score=score)
        self.found.append(again)
        self._put(again, group)

    def _short_names(self) -> None:
        """“परिषद ने”: the last word of an organisation named before stands for it when nothing narrows it."""
        covered = {(each.tree, i) for each in self.found for i in range(each.start, each.end)}
        izafat = [each for each in self.found if each.label == "Organization" and "-ए-" in self._name(each)]
        first_parts = {self._name(each).split("-")[0]: each for each in reversed(izafat)}  # लश्कर-ए-तैयबा: लश्कर
        for tree in self.trees:
            for word in tree.words:
                if (tree.index, word.index) in covered:
                    continue
                if (known := first_parts.get(word.text)) and word.upos == "PROPN":
                    self._means(tree.index, word.index, known, self._group_of(known), "short", 0.7)
                    continue
                kinds = self.kind_nouns.get(word.text, [])
                if not (kinds or word.text in self.short_heads):
                    continue
                if any(
                    tree.words[child].deprel in {"amod", "compound", "nmod", "nummod", "det"}
                    for child in tree.children[word.index]
                ):
                    continue
                if word.index and (tree.index, word.index - 1) in covered or word.deprel == "compound":
                    continue
                named = [
                    each
                    for each in self.found
                    if each.label == "Organization" and (each.tree, each.start) < (tree.index, word.index)
                ]
                of_kind = [each for each in named if self._kinds(each).intersection(kinds)]
                only = len({self.group_of[each.tree, each.start] for each in of_kind}) == 1
                before = [
                    each
                    for each in named
                    if (each.end - each.start > 1 or each.owner is not None)
                    and self._name(each).split()[-1].endswith(word.text)
                ]
                before += [each for each in of_kind if only or each.tree >= tree.index - 2]
                if before:
                    model = max(before, key=lambda each: (each.tree, each.start))
                    self._means(tree.index, word.index, model, self._group_of(model), "short", 0.7)

    def _group_of(self, found: Found) -> Group:
        return self.groups[self.group_of[found.tree, found.start]]

    def _kinds(self, found: Found) -> set[str]:
        """What an organisation is: by the gazetteer, else by the last word of its name or the noun right before it."""
        entry = self._group_of(found).entry
        if entry is not None:
            return {entry.kind} if entry.kind else set()
        before = self.trees[found.tree].forms[found.start - 1] if found.start else ""
        return {*self.kind_nouns.get(self._name(found).split()[-1], ()), *self.kind_nouns.get(before, ())}

    # --- people -------------------------------------------------------------------------------------------------------

    def _tokens(self, found: Found) -> list[str]:
        return [part for part in re.split(r"[\s\-‐‑–]+", normalise(self._name(found))) if part and part not in HYPHENS]

    def _people(self) -> None:
        people = sorted(
            (each for each in self.found if each.label == "Person"), key=lambda each: (each.tree, each.start)
        )
        full = [each for each in people if len(self._tokens(each)) > 1 or self._entry_of_person(each)]
        chains: list[tuple[Group, list[str]]] = []
        for found in full:
            tokens = self._tokens(found)
            entry = self._entry_of_person(found)
            match = next((chain for chain in chains if self._same_person(chain, tokens, entry)), None)
            if match is None:
                identity = entry.id if entry else name_key(self._name(found)) or normalise(self._name(found))
                group = self._group("Person", identity, entry, entry.name_en if entry else None, None, None)
                chains.append((group, tokens))
            else:
                group = match[0]
                if len(tokens) > len(match[1]):
                    chains[chains.index(match)] = (group, tokens)
            self._put(found, group)
            group.titles |= self._title_words_before(found)
        for found in people:
            if found in full:
                continue
            group = (
                self._chain_of(found, chains)
                or self._known_by_surname(found)
                or self._group(
                    "Person", name_key(self._name(found)) or normalise(self._name(found)), None, None, None, None
                )
            )
            self._put(found, group)
            group.titles |= self._title_words_before(found)

    def _known_by_surname(self, found: Found) -> Group | None:
        """“विदेश मंत्री जयशंकर”: a titled surname that only one known person bears, where the article gives no full name."""
        if self._title_before(found) is None:
            return None
        entries = self.gazetteer.surnamed(self._name(found))
        if len(entries) != 1 or not (self.countries[entries[0].country_code or ""] or entries[0].country_code == HOME):
            return None
        return self._group("Person", entries[0].id, entries[0], entries[0].name_en, None, None)

    def _entry_of_person(self, found: Found) -> Entry | None:
        entries = [each for each in found.entries if each.label == "Person"]
        return entries[0] if len(entries) == 1 else None

    def _same_person(self, chain: tuple[Group, list[str]], tokens: list[str], entry: Entry | None) -> bool:
        group, known = chain
        if entry is not None and group.entry is not None:
            return entry.id == group.entry.id
        if " ".join(known) == " ".join(tokens):
            return True
        shorter, longer = sorted((tokens, known), key=len)
        keys = [name_key(token) for token in longer]
        inside = [name_key(token) for token in shorter]
        if len(shorter) > 1 and inside[-1] == keys[-1] and all(key in keys for key in inside):
            return True
        return len(shorter) == len(longer) and inside == keys

    def _name_keys(self, chain: tuple[Group, list[str]]) -> set[str]:
        """Keys of the words of a name, and of the words that known spellings of a public figure have instead."""
        group, tokens = chain
        spelt = {word for alias in (group.entry.aliases if group.entry else ()) for word in alias.split()}
        return {name_key(word) for word in {*tokens, *spelt}}

    def _title_words_before(self, found: Found) -> set[str]:
        title = self._title_before(found)
        return {title.head} if title is not None else set()

    def _chain_of(self, found: Found, chains: list[tuple[Group, list[str]]]) -> Group | None:
        """The full name a bare surname or given name belongs to: by its title, else the one named last before it."""
        keys = [name_key(token) for token in self._tokens(found)]
        fits = [chain for chain in chains if keys and self._name_keys(chain).issuperset(keys)]
        if not fits:
            return None
        titles = self._title_words_before(found)
        if len(fits) > 1 and titles:
            fits = [chain for chain in fits if chain[0].titles & titles] or fits
        position = (found.tree, found.start)
        alone = {tuple(self._tokens(each)) for each in self.found if each.label == "Person"}

        def likely(chain: tuple[Group, list[str]]) -> tuple[float, int]:
            """A surname alone is the one named first and most; whom the article calls by the given name it is not."""
            group, tokens = chain
            before = [each for each in group.mentions if (each.tree, each.start) < position]
            first = min(((each.tree, each.start) for each in group.mentions), default=position)
            by_given_name = any((token,) in alone for token in tokens if name_key(token) not in keys)
            recent = max((each.tree for each in before), default=-9)
            score = 0.5 * len(before) - 0.75 * by_given_name + max(0.0, 1.0 - 0.25 * (found.tree - recent))
            return score, -first[0]

        return max(fits, key=likely)[0]

    # --- offices ------------------------------------------------------------------------------------------------------

    def _title_before(self, found: Found) -> Title | None:
        """The title right before a name, over honorifics."""
        forms = self.trees[found.tree].forms
        end = found.start
        while end > 0 and (
            forms[end - 1] in self.words.honorifics or forms[end - 1] == "." and forms[end - 2] in self.words.honorifics
        ):
            end -= 1
        return self.words.ending_at(forms, end)

    def _offices(self) -> list[Statement]:
        """(person identity, body identity, title, English title, former, evidence) for each statement of an office."""
        result = []
        explicit: set[str] = set()
        waiting = []
        for found in sorted(
            (each for each in self.found if each.label == "Person"), key=lambda each: (each.tree, each.start)
        ):
            title = self._title_before(found)
            if title is None:
                continue
            person = self.group_of[found.tree, found.start]
            body = self._body(found, title)
            tree = self.trees[found.tree]
            evidence = Evidence(
                tree.index,
                tree.words[title.start].start,
                tree.words[found.end - 1].end,
                tree.span_text(title.start, found.end, self.document.text),
            )
            if title.head == "समकक्ष":
                title = self._counterpart_title(found, title)
            if body is not None:
                explicit.add(person)
                result.append((person, body, title.text, title.english, title.former, evidence))
            else:
                waiting.append((person, title, evidence))
        for person, title, evidence in waiting:
            if person not in explicit and (body := self._implied_body(person, title, result)) is not None:
                result.append((person, body, title.text, title.english, title.former, evidence))
        return result

    def _body(self, found: Found, title: Title) -> str | None:
        """The country or organisation named right before a title: adjective, name, or name + का."""
        end = title.start
        forms = self.trees[found.tree].forms
        if end > 0 and forms[end - 1] in PRONOUNS - {"अपने", "उनके"}:  # “इरिट्रिया की ओर से उसके विदेश मंत्री”
            near = [
                each for each in self.found
                if (found.tree - 1, 0) <= (each.tree, each.start) < (found.tree, end) and each.label in {"Place", "Organization"}
                and not each.demonym
            ]  # fmt: skip
            last = max(near, key=lambda each: (each.tree, each.start), default=None)
            return self.group_of.get((last.tree, last.start)) if last is not None else None
        if end > 1 and forms[end - 1] in OWNER_GAP and forms[end - 2] in self.words.collectives:
            end -= 1  # “तालिबान प्रशासन के प्रवक्ता”
            forms = (*forms[: end - 1], *forms[end:])
        for gap in (0, 1):
            position = end - gap
            if gap and (position < 0 or forms[position] not in OWNER_GAP):
                continue
            for other in self.found:
                if other.tree == found.tree and other.end == position and other.label in {"Place", "Organization"}:
                    return self.group_of.get((other.tree, other.start))
            closing = position - 1
            if closing > 0 and forms[closing] == ")":  # “अफ्रीकी संघ (एयू) के अध्यक्ष”
                opening = max((i for i in range(closing) if forms[i] == "("), default=0)
                for other in self.found:
                    if other.tree == found.tree and other.end == opening and other.label in {"Place", "Organization"}:
                        return self.group_of.get((other.tree, other.start))
        return None

    def _counterpart_title(self, found: Found, title: Title) -> Title:
        """“अपने रूसी समकक्ष”: the counterpart holds the office of the other person with a title in the sentence."""
        for other in self.found:
            if other.tree == found.tree and other.label == "Person" and other.start != found.start:
                theirs = self._title_before(other)
                if theirs is not None and theirs.head != title.head:
                    return replace(title, text=theirs.text, english=theirs.english, former=False)
        return title

    def _implied_body(self, person: str, title: Title, offices: Sequence[Statement]) -> str | None:
        """The body of a title that stands without one: the person's known country, the article's state, the home country."""
        body = "country" if "राष्ट्रीय" in title.text.split() else title.body
        if title.head in STATE_TITLES and not NATIONAL & set(title.text.split()):
            states = Counter(held for _, held, _, _, former, _ in offices if self._is_state(held) and not former)
            if (scene := self._scene_state()) is not None:
                states[scene] += 2
            if states:
                return states.most_common(1)[0][0]
        if body == "country":
            entry = self.groups[person].entry
            code = entry.country_code if entry is not None else self._scene_country()
            wanted = self.gazetteer.country(code or HOME)
            key = f"Place:{wanted.id}" if wanted is not None else None
            return key if key in self.groups else None
        if body == "state":
            if (scene := self._scene_state()) is not None:
                return scene
            held = {place for _, place, text, *_ in offices if text.split()[-1] == title.head}
            return next((state for state, _ in self._states().most_common() if state not in held), None)
        return None

    def _scene_state(self) -> str | None:
        """The state that the dateline's place lies in, where the article names it."""
        for part in re.split(r"[/,]", self.document.dateline or ""):
            entry = self._choose([each for each in self.gazetteer.lookup(part.strip()) if each.label == "Place"])
            if entry is not None and entry.place_type != "country":
                key = f"Place:{entry.id if entry.place_type == 'state' else entry.within}"
                if key in self.groups and self._is_state(key):
                    return key
        return None

    def _is_state(self, key: str) -> bool:
        entry = self.groups[key].entry
        return entry is not None and entry.place_type == "state"

    def _states(self) -> Counter[str]:
        """How often the article speaks of each state that it names, its towns and districts included."""
        count: Counter[str] = Counter()
        for key, group in self.groups.items():
            if group.entry is not None and group.label == "Place":
                state = key if self._is_state(key) else f"Place:{group.entry.within}"
                if state in self.groups and self._is_state(state):
                    count[state] += len(group.mentions)
        return count

    def _scene_country(self) -> str:
        """Whose institutions need no country: the dateline's, where the article speaks of it as often, else the home one."""
        if self.document.dateline:
            for part in re.split(r"[/,]", self.document.dateline):
                entry = self._choose([each for each in self.gazetteer.lookup(part.strip()) if each.label == "Place"])
                if (
                    entry is not None
                    and entry.country_code
                    and self.countries[entry.country_code] > self.countries[HOME]
                ):
                    return entry.country_code
        elif self.countries:
            (code, most), *others = self.countries.most_common(2)
            if most >= 8 * self.countries[HOME] and (not others or most >= 2 * others[0][1]):
                return code
        return HOME

    # --- the result -----------------------------------------------------------------------------------------------------

    def _table(self, offices: list[Statement]) -> EntityTable:
        ordered = sorted(
            (group for group in self.groups.values() if group.mentions),
            key=lambda group: min((each.tree, each.start) for each in group.mentions),
        )
        keys = {f"{group.label}:{group.identity}": f"e{i}" for i, group in enumerate(ordered, 1)}
        entities = {}
        at: dict[tuple[int, int], str] = {}
        spans: dict[tuple[int, int], Found] = {}
        mentions = []
        for group in ordered:
            key = keys[f"{group.label}:{group.identity}"]
            entities[key] = self._entity(key, group)
            for found in group.mentions:
                tree = self.trees[found.tree]
                for index in range(found.start, found.end):
                    at[found.tree, index] = key
                spans[found.tree, found.start] = found
                mentions.append(
                    Mention(
                        key,
                        found.tree,
                        tree.words[found.start].start,
                        tree.words[found.end - 1].end,
                        self._surface(found),
                        found.method,
                        round(found.score, 3),
                    )
                )
        merged: dict[tuple[str, str, str], Office] = {}
        for person, body, title, english, former, evidence in offices:
            if person not in keys or body not in keys:
                continue
            triple = (keys[person], keys[body], title)
            old = merged.get(triple)
            held_by = (*old.evidence, evidence) if old else (evidence,)
            merged[triple] = Office(*triple, english, held_by, former and (old is None or old.former))
        return EntityTable(
            entities,
            tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end))),
            tuple(merged.values()),
            at,
            spans,
            {keys[name]: frozenset(group.titles) for name, group in self.groups.items() if name in keys},
        )

    def _entity(self, key: str, group: Group) -> LocalEntity:
        entry = group.entry
        by_length = sorted(group.names, key=lambda name: (-len(name.split()), -group.names[name], -len(name), name))
        name = entry.name if entry is not None else (by_length[0] if by_length else self._surface(group.mentions[0]))
        aliases = {*group.names, *(entry.aliases if entry is not None else ())} - {name}
        described = self._described(group) if group.label == "Person" else frozenset()
        around = self._around(group)
        return LocalEntity(
            key=key,
            label=group.label,  # type: ignore[arg-type]
            identity=group.identity,
            name=name,
            name_en=entry.name_en if entry is not None else group.name_en or romanise(name),
            aliases=tuple(sorted(aliases)),
            wikidata=entry.wikidata if entry is not None else None,
            partial=group.label == "Person" and entry is None and len(re.split(r"[\s\-]+", name)) == 1,
            place_type=entry.place_type if entry is not None else None,
            country_code=entry.country_code
            if entry is not None
            else (group.owner.country_code if group.owner else None),
            latitude=entry.latitude if entry is not None else None,
            longitude=entry.longitude if entry is not None else None,
            within=around,
            occupations=tuple(sorted(word for word in described if field_of(word))),
            deceased=any(map(says_dead, described)),
        )

    def _described(self, group: Group) -> frozenset[str]:
        """The words right before a person's name that say what they are: titles, occupations, "मृतक"."""
        described = set()
        for found in group.mentions:
            forms, at = self.trees[found.tree].forms, found.start
            while at > 0 and (
                (word := forms[at - 1]) in self.words.modifiers
                or word in self.words.honorifics
                or field_of(word)
                or says_dead(word)
            ):
                described.add(word)
                at -= 1
        return frozenset(described)

    def _around(self, group: Group) -> tuple[str, str, str] | None:
        outer = self.gazetteer.get(group.entry.within) if group.entry is not None and group.entry.within else None
        return (outer.id, outer.name, outer.name_en) if outer is not None and group.label == "Place" else None
