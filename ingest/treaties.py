"""Treaties: agreements named in an article, told apart by kind, year and parties, filled from the events about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sutradhar.graph.model import Clause, Evidence, LocalEvent, LocalTreaty, Mention
from sutradhar.ingest.arguments import ArgumentFinder
from sutradhar.ingest.datafiles import word_set
from sutradhar.ingest.entities import EntityTable
from sutradhar.ingest.lexicon import TreatyNoun, TreatyWords, fold, fold_text
from sutradhar.ingest.mentions import Found
from sutradhar.ingest.tree import Tree, Word

YEAR = re.compile(r"(1[89]|20)\d\d$")
# Nouns that are an agreement only where they are signed, with kind and English name.
SIGNABLE = {
    "साझेदारी": ("partnership", "partnership"),
    "सहमति": ("agreement", "agreement"),
    "गठबंधन": ("defence", "alliance"),
}
UNSPECIFIC = frozenset({"agreement", "treaty", "contract"})  # what any agreement may be called
NEGATED = re.compile("(?:^|\\s)नहीं(?:\\s|$)")
STOPS = word_set("not_in_treaty_names")
CONCLUDED = word_set("concluded")
DEFINITE = word_set("definite")
SIGNING = frozenset({"sign", "agree", "ratify"})


@dataclass
class TreatyGroup:
    """Mentions of one agreement in the article."""

    number: int
    kind: str
    generic: bool
    names: list[str]
    year: str | None
    english: str
    parties: frozenset[str]


class TreatyFinder:
    """Finds agreements before the entities are built, so that they are mentions like any other."""

    def __init__(self, trees: Sequence[Tree], words: TreatyWords, text: str) -> None:
        self.trees, self.words, self.text = trees, words, text
        self.groups: list[TreatyGroup] = []

    def find(self, found: Sequence[Found]) -> list[Found]:
        """Mentions of agreements; each carries its group's name in `group`. Other mentions inside a name give way to it."""
        result: list[Found] = []
        for tree in self.trees:
            position = 0
            for word in tree.words:
                if word.index < position or word.upos not in {"NOUN", "PROPN"}:
                    continue
                for noun in self.words.find(word.lemma) or self._signed(tree, word):
                    mention = self._mention(tree, word.index, noun, found)
                    if mention is not None:
                        result.append(mention)
                        position = word.index + 1
                        break
        signed = {group.number for group in self.groups if not group.generic or group.names}
        return [each for each in result if each.group is not None and int(each.group[1:]) in signed]

    def _signed(self, tree: Tree, word: Word) -> tuple[TreatyNoun, ...]:
        """“साझेदारी पर हस्ताक्षर”: what is signed is an agreement, whatever it is called."""
        behind = tree.lemmas[word.index + 1 : word.index + 3]
        if (
            word.lemma not in SIGNABLE
            or len(behind) < 2
            or behind[0] != "पर"
            or behind[1] not in {"हस्ताक्षर", "दस्तखत", "मुहर"}
        ):
            return ()
        return (TreatyNoun((fold(word.lemma),), *SIGNABLE[word.lemma], False),)

    def _mention(self, tree: Tree, index: int, noun: TreatyNoun, found: Sequence[Found]) -> Found | None:
        start = self._first(tree, index, noun)
        if start is None:
            return None
        name_start = self._name_start(tree, start, found)
        qualifiers = tree.forms[name_start:start]
        folded = tuple(fold(tree.lemmas[i]) for i in range(name_start, start))
        if any(word in self.words.not_treaties for word in folded):
            return None
        kind, english = self._kind(folded, noun)
        parties = self._parties(tree, index, found)
        year = self._year(tree, name_start)
        definite = any(tree.words[child].text in DEFINITE for child in tree.children[index])
        generic = noun.generic and not qualifiers
        counted = any(tree.words[child].upos == "NUM" and child < index for child in tree.children[index])
        if generic and counted and not YEAR.match(tree.forms[index - 1]):
            return None  # “दो समझौते”
        if tree.lemmas[index] == "करार" and tree.lemmas[index + 1 : index + 2] == ("दे",):
            return None  # “झूठा करार दिया”: declared false
        if generic and name_start and tree.forms[name_start - 1] == "से":
            return None  # “हितों से समझौता”: a compromise
        name = " ".join(
            (
                *qualifiers,
                *tree.forms[start:index],
                tree.lemmas[index] if tree.words[index].upos == "NOUN" else tree.forms[index],
            )
        )
        group = self._group(kind, generic, definite, name, year, parties, english)
        return Found(
            tree.index,
            name_start,
            index + 1,
            "Treaty",
            "pattern",
            0.85,
            5,
            name_en=group.english,
            kind=kind,
            group=f"t{group.number}",
        )

    def _first(self, tree: Tree, index: int, noun: TreatyNoun) -> int | None:
        position = index
        for lemma in reversed(noun.lemmas[:-1]):
            position -= 1
            if position < 0 or fold(tree.lemmas[position]) != lemma and fold(tree.forms[position]) != lemma:
                return None
        return position

    def _name_start(self, tree: Tree, start: int, found: Sequence[Found]) -> int:
        """Qualifiers right before the noun: nouns and adjectives of the treaty vocabulary, a place it is named after."""
        vocabulary = {word for qualifier in self.words.qualifiers for word in qualifier.words}
        position = start
        while position > 0:
            word = tree.words[position - 1]
            if word.text in STOPS or word.upos not in {"NOUN", "PROPN", "ADJ"} or word.text in {"-", "–"}:
                break
            known = fold(word.lemma) in vocabulary or fold(word.text) in vocabulary
            beside = word.deprel in {"compound", "amod", "nmod"} and position <= word.head <= start + 2
            place = any(
                each.tree == tree.index and each.end == position and each.label == "Place" and not each.demonym
                for each in found
            )
            if place and position == start and word.head >= start:
                return next(each.start for each in found if each.tree == tree.index and each.end == position)
            if not known and not (beside and word.upos in {"NOUN", "ADJ"}):
                break
            position -= 1
        return position

    def _kind(self, words: tuple[str, ...], noun: TreatyNoun) -> tuple[str, str]:
        for qualifier in self.words.qualifiers:
            size = len(qualifier.words)
            if any(words[i : i + size] == qualifier.words for i in range(len(words) - size + 1)):
                return qualifier.kind, f"{qualifier.name_en} {noun.name_en}"
        return noun.kind, noun.name_en

    def _year(self, tree: Tree, start: int) -> str | None:
        """“1953 की उस संधि”, “2018 के शांति समझौते”."""
        for word in tree.words[max(0, start - 3) : start]:
            if (
                YEAR.match(word.text)
                and word.index + 1 < len(tree.words)
                and tree.forms[word.index + 1] in {"का", "की", "के", "में"}
            ):
                return word.text
        years = {word.text for word in tree.words[max(0, start - 10) : start + 10] if YEAR.match(word.text)}
        return years.pop() if len(years) == 1 and CONCLUDED & set(tree.lemmas) else None

    def _parties(self, tree: Tree, index: int, found: Sequence[Found]) -> frozenset[str]:
        """Ids of the countries that the sentence puts before the noun, as far as “के बीच” or “के साथ” joins them to it."""
        before = [
            each
            for each in found
            if each.tree == tree.index and each.start < index and each.label == "Place" and each.entries
        ]
        countries = [each for each in before if each.entries[0].place_type == "country"]
        joined = {"बीच", "साथ"} & set(tree.forms[:index])
        return frozenset(each.entries[0].id for each in countries) if joined and len(countries) >= 2 else frozenset()

    def _group(
        self,
        kind: str,
        generic: bool,
        definite: bool,
        name: str,
        year: str | None,
        parties: frozenset[str],
        english: str,
    ) -> TreatyGroup:
        for group in reversed(self.groups):
            apart = year is not None and (group.year or (None if generic else "unknown")) not in {year, None}
            apart = (
                apart
                or year is not None
                and group.year is None
                and not generic
                and fold(name) not in map(fold, group.names)
            )
            other_parties = parties and group.parties and not (parties <= group.parties or group.parties <= parties)
            if apart or other_parties or not self._same(group, kind, generic, name):
                continue
            if not generic and name not in group.names:
                group.names.append(name)
                if group.generic:
                    group.kind, group.english, group.generic = kind, english, False
            group.year = group.year or year
            group.parties = group.parties or parties
            return group
        group = TreatyGroup(len(self.groups) + 1, kind, generic, [] if generic else [name], year, english, parties)
        self.groups.append(group)
        return group

    def _same(self, group: TreatyGroup, kind: str, generic: bool, name: str) -> bool:
        """A bare “समझौता” is the one named last; two names are one agreement when equal or of one particular kind."""
        if any(fold(name) == fold(other) for other in group.names) or generic and kind in UNSPECIFIC:
            return True
        if group.generic and group.kind in UNSPECIFIC:
            return True
        if kind == group.kind:
            return kind not in UNSPECIFIC
        return {kind, group.kind} <= {"defence", "partnership", "military"}


def local_treaties(
    trees: Sequence[Tree], table: EntityTable, arguments: ArgumentFinder, events: Sequence[LocalEvent], words: TreatyWords,
    groups: Sequence[TreatyGroup],
) -> list[LocalTreaty]:  # fmt: skip
    """What the article says of each agreement: parties and signatories from its events, clauses from its sentences."""
    result = []
    for key, entity in table.entities.items():
        if entity.label != "Treaty":
            continue
        group = next(group for group in groups if entity.identity.startswith(f"t{group.number}:"))
        about = [event for event in events if key in event.about]
        made = [event for event in about if event.mode in SIGNING and event.modality in {"asserted", "claimed"}]
        signed = [event for event in made if event.mode == "sign"] or made
        parties = _parties(key, table, arguments, trees, about, group)
        sentences = sorted({mention.sentence for mention in table.mentions if mention.entity == key})
        if not made and (len(parties) < 2 or any(event.modality == "denied" for event in about)):
            continue
        dates = [
            event.date for event in signed if event.date and event.mode != "ratify" and not event.date.startswith("..")
        ]
        places = [place for event in signed for place in event.places] or _places_beside(signed, events)
        result.append(
            LocalTreaty(
                entity=key,
                kind=group.kind,
                parties=parties,
                signatories=tuple(dict.fromkeys(
                    part.entity for event in signed if event.mode == "sign" for part in event.participants
                    if table.label(part.entity) == "Person"
                )),
                signed_at=tuple(dict.fromkeys(places)),
                signed_on=dates[0] if dates else (group.year if group.year else None),
                status=_status(trees, sentences, made, words),
                clauses=tuple(_clauses(
                    trees, sentences, words, [m for m in table.mentions if table.label(m.entity) == "Treaty" and m.entity != key]
                )),
                evidence=tuple(_evidence(table, key)),
            )
        )  # fmt: skip
    return result


def _places_beside(signed: Sequence[LocalEvent], events: Sequence[LocalEvent]) -> list[str]:
    """Where the meeting took place that the signing's sentence tells of."""
    sentences = {each.sentence for event in signed for each in event.evidence}
    beside = [event for event in events if event.modality == "asserted" and event.mode in {"meet", "talk", "visit"}]
    return [
        place for event in beside if sentences & {each.sentence for each in event.evidence} for place in event.places
    ]


def _parties(
    key: str,
    table: EntityTable,
    arguments: ArgumentFinder,
    trees: Sequence[Tree],
    about: Iterable[LocalEvent],
    group: TreatyGroup,
) -> tuple[str, ...]:
    """Countries (or bodies) that take part in its events, those of its signatories, and those named with “के बीच”."""
    if named := _named_parties(key, table, arguments, trees):
        return named
    by_identity = {entity.identity: each for each, entity in table.entities.items()}
    found: dict[str, None] = {
        by_identity[identity]: None for identity in sorted(group.parties) if identity in by_identity
    }
    for event in about:
        for part in event.participants:
            entity = table.entities[part.entity]
            if entity.label == "Place" and entity.place_type == "country" or entity.label == "Organization":
                found.setdefault(part.entity)
            elif entity.label == "Person":
                for country in _countries_of(part.entity, table, trees):
                    found.setdefault(country)
    for mention in table.mentions:
        if mention.entity == key:
            for argument in arguments.of(trees[mention.sentence]):
                word = next((w for w in trees[mention.sentence].words if w.end == mention.end), None)
                close = word is not None and argument.head < word.index and word.index - argument.head <= 8
                if close and argument.marker in {"के बीच", "के साथ"}:
                    for entity_key in argument.entities:
                        if (
                            table.entities[entity_key].place_type == "country"
                            or table.label(entity_key) == "Organization"
                        ):
                            found.setdefault(entity_key)
    countries = [each for each in found if table.label(each) == "Place"]
    return tuple(countries if len(countries) >= 2 else found)


def _named_parties(key: str, table: EntityTable, arguments: ArgumentFinder, trees: Sequence[Tree]) -> tuple[str, ...]:
    """“भारत और यूरेशियन आर्थिक संघ के बीच … समझौता”: who stands with “के बीच” before a mention of the agreement."""
    for mention in table.mentions:
        if mention.entity == key:
            tree = trees[mention.sentence]
            word = next((w.index for w in tree.words if w.end == mention.end), -1)
            between = [
                each
                for each in arguments.of(tree)
                if each.marker == "के बीच" and 0 < word - each.head <= 12 and table.label(each.entities[0]) != "Person"
            ]
            keys = tuple(dict.fromkeys(entity for each in between for entity in each.entities))
            if len(keys) >= 2:
                return keys
    return ()


def _countries_of(person: str, table: EntityTable, trees: Sequence[Tree]) -> Iterable[str]:
    """Whom a signatory signs for: the country of an office, of the gazetteer, or named right before (“पाकिस्तान के X”)."""
    for office in table.offices:
        if office.person == person and table.entities[office.body].place_type == "country":
            yield office.body
    code = table.entities[person].country_code
    for key, entity in table.entities.items():
        if entity.place_type == "country" and code is not None and entity.country_code == code:
            yield key
    for (index, start), _ in table.spans.items():
        if table.at[index, start] == person and start >= 2 and trees[index].forms[start - 1] in {"के", "की"}:
            before = table.at.get((index, start - 2))
            if before is not None and table.entities[before].place_type == "country":
                yield before


def _status(trees: Sequence[Tree], sentences: Sequence[int], made: Sequence[LocalEvent], words: TreatyWords) -> str:
    status = "signed" if any(event.mode in {"sign", "agree"} for event in made) else "negotiated"
    ranks = {each.status: i for i, each in enumerate(words.statuses)}
    for index in sentences:
        for each in words.statuses:
            text = fold_text(trees[index].text)
            negative = re.search("नहीं|अगर|यदि|बाद ही|गा।|गी।|होगी|होगा", text)
            if (
                any(pattern.search(text) for pattern in each.patterns)
                and not negative
                and ranks[each.status] > ranks.get(status, -1)
            ):
                status = each.status
    return status


def _provides(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether a cue stands in a part of the sentence that does not deny it: “… से इनकार नहीं किया” provides nothing."""
    parts = re.split("[,;।]", text)
    cues = [part for part in parts if pattern.search(part)] or [text] * bool(pattern.search(text))
    return any(not NEGATED.search(part) for part in cues)


def _clauses(
    trees: Sequence[Tree], sentences: Sequence[int], words: TreatyWords, mentions: Sequence[Mention]
) -> Iterable[Clause]:
    """Provisions whose cues stand in a sentence that names the agreement or in the one behind it; one clause a kind."""
    seen: dict[str, Clause] = {}
    others = {mention.sentence for mention in mentions} - set(sentences)  # where another agreement is spoken of
    for index in sorted({*sentences, *(index + 1 for index in sentences)} - others):
        if index >= len(trees):
            continue
        tree = trees[index]
        for clause in words.clauses:
            if any(_provides(fold_text(tree.text), pattern) for pattern in clause.patterns):
                evidence = Evidence(index, tree.start, tree.end, clause.name_hi)
                old = seen.get(clause.kind)
                seen[clause.kind] = (
                    replace(old, evidence=(*old.evidence, evidence))
                    if old
                    else Clause(clause.kind, tree.text, (evidence,))
                )
    return seen.values()


def _evidence(table: EntityTable, key: str) -> Iterable[Evidence]:
    for mention in table.mentions:
        if mention.entity == key:
            yield Evidence(mention.sentence, mention.start, mention.end, mention.surface)
