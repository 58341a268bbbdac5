"""Mentions: names of people, places, organisations in an article's sentences, from model, gazetteers and patterns.

Every rule proposes spans; overlapping proposals are settled by rank and length, and what an article says more often
about a name corrects what the model said once.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sutradhar.graph.model import EntityLabel
from sutradhar.graph.names import normalise, romanise, spelt_letters
from sutradhar.ingest.datafiles import load_words, load_yaml, word_set
from sutradhar.ingest.gazetteer import Entry, Gazetteer
from sutradhar.ingest.lexicon import load_predicates
from sutradhar.ingest.titles import TitleWords, title_words
from sutradhar.ingest.tree import VERBAL, Tree

HYPHENS = frozenset("-‐‑–")
QUOTES = frozenset("'\"‘’“”«»`")
WORD = re.compile(r"\w")
MIN_SCORE = {"Person": 0.45, "Place": 0.5, "Organization": 0.55}
COMMON_POS = frozenset({"NOUN", "VERB", "ADJ", "ADV", "AUX", "PRON", "DET", "NUM", "ADP", "PART", "CCONJ", "SCONJ"})
FUNCTION_POS = frozenset({"ADP", "PART", "CCONJ", "SCONJ", "PRON", "DET", "AUX", "VERB", "ADV"})
PATTERN_RANK, GAZETTEER_RANK, MODEL_RANK, REPEAT_RANK = 4, 3, 2, 1
SAME_LETTER = (
    {"c", "k"},
    {"c", "s"},
    {"j", "g"},
    {"e", "a"},
    {"i", "e"},
    {"i", "a"},
    {"u", "a"},
    {"v", "w"},
    {"z", "j"},
    {"f", "p"},
)
GENERIC = word_set("generic_media")
OWNER_GAP = word_set("genitive")


@dataclass(frozen=True)
class Found:
    """A name in a sentence: words start..end (end excluded) of tree `tree`.

    `entries` are the gazetteer's candidates, best first; `owner` is the country or state an organisation belongs to by
    its name; `demonym` marks an adjective that names a country (रूसी).
    """

    tree: int
    start: int
    end: int
    label: EntityLabel
    method: str
    score: float
    rank: int
    entries: tuple[Entry, ...] = ()
    owner: Entry | None = None
    name_en: str | None = None
    kind: str | None = None
    group: str | None = None  # for agreements: which of the article's

    @property
    def demonym(self) -> bool:
        return self.method == "demonym"


class MentionFinder:
    """Finds names; holds the gazetteer and the pattern words."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.titles: TitleWords = title_words()
        data = load_yaml("hi/organisations.yaml")
        self.not_names = frozenset(data["not_names"])
        self.common_words = load_words("hi/common_words.tsv.gz") | load_predicates().words | self.not_names
        self.spot_heads, self.town_heads = frozenset(data["spot_heads"]), frozenset(data["town_heads"])
        self.organisation_heads: dict[str, dict[str, object]] = data["heads"]
        self.affairs: dict[str, str] = data["affairs"]
        self.institutions = {tuple(name.split()): entry for name, entry in data["institutions"].items()}
        self.name_heads = frozenset(data["name_heads"])
        self.place_heads = frozenset(data["place_heads"])
        self.product_heads = frozenset(data["product_heads"])
        self.named_after = frozenset(data["named_after"])
        self.laws = frozenset((word,) for word in data["laws"])
        self.houses, self.described_heads = frozenset(data["houses"]), frozenset(data["described_heads"])
        self.describing = frozenset(data["describing"])
        self.before_names = frozenset(data["before_names"])
        self.directions = frozenset(data["directions"]) | HYPHENS

    def find(self, trees: Sequence[Tree]) -> list[Found]:
        """All mentions in an article, in text order, without overlaps."""
        proposals = [list(self._propose(tree)) for tree in trees]
        proposals = [
            self._split(tree, spans, self._surnames(trees, proposals))
            for tree, spans in zip(trees, proposals, strict=True)
        ]
        proposals = self._vote(trees, proposals)
        proposals = [
            [*found, *repeated] for found, repeated in zip(proposals, self._repeat(trees, proposals), strict=True)
        ]
        return [
            found
            for tree, spans in zip(trees, proposals, strict=True)
            for found in settle(tree, spans)
            if not self._gives_name(tree, found)
        ]

    def _gives_name(self, tree: Tree, found: Found) -> bool:
        """“राजीव गांधी ग्रामीण विद्युतीकरण योजना”, “राष्ट्रीय आवास बैंक अधिनियम”: whether a name only names something else."""
        if found.label == "Organization":
            return tree.forms[found.end : found.end + 1] in self.laws
        for word in tree.words[found.end : found.end + 5] if found.label == "Person" else ():
            if word.text in self.named_after:
                behind = tree.words[word.index + 1 : word.index + 2]
                return not behind or behind[0].upos not in VERBAL  # not “मोदी योजना बनाएंगे”
            if word.upos not in {"NOUN", "ADJ", "PROPN"}:
                return False
        return False

    # --- proposals ----------------------------------------------------------------------------------------------------

    def _propose(self, tree: Tree) -> Iterable[Found]:
        yield from self._from_gazetteer(tree)
        yield from self._from_model(tree)
        yield from self._organisations(tree)
        yield from self._demonyms(tree)
        yield from self._titled(tree)
        yield from self._spots(tree)
        yield from self._explained(tree)

    def _spots(self, tree: Tree) -> Iterable[Found]:
        """“विजय चौक”, “सेनेपा घाटी”: proper nouns with the word that says what spot it is; “बादमे कस्बे”: the name before it."""
        for word in tree.words[1:]:
            if word.text in self.houses and tree.words[word.index - 1].upos == "PROPN":  # “हैदराबाद हाउस” is no town
                yield Found(tree.index, word.index - 1, word.index + 1, "Place", "pattern", 0.7, REPEAT_RANK)
            named = word.text in self.spot_heads
            if not named and word.text not in self.town_heads:
                continue
            start = word.index
            while start > max(0, word.index - 2) and self._bare_name(tree, start - 1, named):
                start -= 1
            if start < word.index and not self.gazetteer.scan(tree.forms[start : word.index]):
                end = word.index + named
                yield Found(tree.index, start, end, "Place", "pattern", 0.7, REPEAT_RANK)

    def _explained(self, tree: Tree) -> Iterable[Found]:
        """“रैपिड सपोर्ट फोर्सेज (आरएसएफ)”: words whose first letters the abbreviation behind them spells."""
        for index in range(2, len(tree.words) - 2):
            if tree.forms[index] != "(" or tree.forms[index + 2] != ")":
                continue
            letters = spelt_letters(tree.forms[index + 1])
            start = index - len(letters)
            if len(letters) < 2 or start < 0:
                continue
            words = tree.words[start:index]
            if any(word.upos not in {"PROPN", "NOUN", "ADJ", "X"} for word in words):
                continue
            first = "".join(romanise(word.text)[:1].lower() for word in words)
            if all(one == other or {one, other} in SAME_LETTER for one, other in zip(first, letters, strict=False)):
                known = tuple(
                    e for e in self.gazetteer.lookup(" ".join(tree.forms[start:index])) if e.label == "Organization"
                )
                yield Found(tree.index, start, index, "Organization", "pattern", 0.85, MODEL_RANK, known)

    def _titled(self, tree: Tree) -> Iterable[Found]:
        """“उपसभापति हरिवंश”: proper nouns right behind a title, where nobody else sees a name."""
        seen = {name.start for name in tree.names}
        start = 1
        while start < len(tree.words):
            end = start
            if self.titles.ending_at(tree.forms, start) is not None:
                while end < min(len(tree.words), start + 4) and self._bare_name(tree, end) and start not in seen:
                    end += 1
            if end > start and not self.gazetteer.scan(tree.forms[start:end]):
                yield Found(tree.index, start, end, "Person", "title", 0.6, REPEAT_RANK)
            start = max(end, start + 1)

    def _bare_name(self, tree: Tree, index: int, proper: bool = True) -> bool:
        """A proper noun that is no title or head; else, unless it must be `proper`, any word that no list knows."""
        word = tree.words[index]
        heads = self.titles.heads, self.name_heads, self.place_heads, self.organisation_heads, self.titles.departments
        following = tree.words[index + 1] if index + 1 < len(tree.words) else word
        initial = len(word.text) <= 2 and following.upos == "PROPN" and len(following.text) > 2
        return (
            (word.upos == "PROPN" or not proper and word.upos in {"ADV", "X"})
            and (len(word.text) > 2 or initial)
            and not any(word.text in each for each in heads)
            and word.text not in self.common_words
            and not word.text.isascii()
        )

    def _from_gazetteer(self, tree: Tree) -> Iterable[Found]:
        for first, last, entries in self.gazetteer.scan(tree.forms):
            known = entries[0].label == "Person"  # “शेख हसीना”: what is an honorific with others belongs to the name
            start, end = (first, last) if known else self._trim(tree, first, last, entries[0].label)
            if end - start > 1 and tree.forms[end - 1] in self.place_heads and entries[0].label == "Place":
                shorter = self.gazetteer.lookup(" ".join(tree.forms[start : end - 1]))
                if any(entry.id == entries[0].id for entry in shorter):
                    end -= 1  # “कुर्स्क क्षेत्र”: the name is कुर्स्क
            words = tree.words[start:end]
            by_model = [name for name in tree.names if name.start < end and start < name.end]
            if end - start == 1 and (
                self._is_adjective_use(tree, start) or words[0].text in self.common_words and not by_model
            ):
                continue
            if words[0].upos in FUNCTION_POS and not by_model:
                continue  # “का नाम”
            safe = [entry for entry in entries if not entry.common or entry.label == "Place" and end - start > 1]
            if not safe and not any(name.start == start and name.end == end for name in by_model):
                continue
            noun = end - start == 1 and not by_model and words[0].upos in COMMON_POS
            plain = words[0].upos == "NOUN" and all(entry.label == "Organization" for entry in safe)  # लोकसभा
            if noun and not plain and not any(entry.place_type == "country" for entry in safe):
                continue
            if abroad := self._of_another_country(tree, start, entries[0]):
                yield Found(
                    tree.index, start, end, "Organization", "pattern", 0.8, PATTERN_RANK, (), abroad,
                    f"{entries[0].name_en} of {abroad.name_en}", entries[0].kind,
                )  # fmt: skip
                continue
            agreed = [entry for entry in entries if any(name.label == entry.label for name in by_model)]
            best = (agreed or safe or list(entries))[0]
            ordered = tuple(sorted(entries, key=lambda entry: entry.label != best.label))
            score = 0.97 if agreed else 0.9
            yield Found(tree.index, start, end, best.label, "gazetteer", score, GAZETTEER_RANK, ordered, kind=best.kind)

    def _of_another_country(self, tree: Tree, start: int, entry: Entry) -> Entry | None:
        """“पेरू की कांग्रेस” is not the Indian party: the country named before an organisation, where it is not the known one's."""
        if entry.label != "Organization" or entry.country_code is None:
            return None
        owner, _ = self._owner(tree, start)
        other = owner is not None and owner.place_type == "country" and owner.country_code != entry.country_code
        return owner if other else None

    def _is_adjective_use(self, tree: Tree, index: int) -> bool:
        """Whether a word that is also an adjective of a country (तुर्क, अफगान) stands before a noun as one."""
        return self.gazetteer.demonym(tree.words[index].text) is not None and tree.words[index].deprel == "amod"

    def _from_model(self, tree: Tree) -> Iterable[Found]:
        for name in tree.names:
            start, end = self._trim(tree, name.start, name.end, name.label)
            bracket = next((i for i in range(start, end) if tree.forms[i] == "("), end)
            end = bracket if ")" not in tree.forms[bracket:end] else end
            start = self._name_from(tree, start, end)
            if name.label == "Organization":
                start = self._behind_description(tree, start, end - 1)
            if self.directions.issuperset(tree.forms[start:end]) or not any(
                WORD.search(word.text) for word in tree.words[start:end]
            ):
                continue
            start, end = self._complete(tree, start, end, name.label)
            single = end - start == 1
            if (
                tree.forms[end - 1] in self.product_heads
                or end < len(tree.words)
                and (tree.forms[end] in self.product_heads and name.label == "Person")
            ):
                continue
            if name.score < MIN_SCORE[name.label] and (single or name.score < 0.3):
                continue
            if single and not self._may_be_name(tree, start, name.score):
                continue
            if all(self.gazetteer.demonym(word.text) for word in tree.words[start:end]):
                continue
            label: EntityLabel = name.label  # type: ignore[assignment]
            entries = self.gazetteer.lookup(" ".join(tree.forms[start:end]))
            latin = all(form.isascii() for form in tree.forms[start:end])
            if latin and not entries and not (single and tree.forms[start].isupper()):
                continue  # English was hardly seen in training
            if not entries and not latin and (not single or name.label == "Place"):
                entries = self.gazetteer.sounding(" ".join(tree.forms[start:end]), label)[:1]
            fitting = tuple(entry for entry in entries if entry.label == name.label)
            if not entries and not single and self._described(tree, start, end, name.label):
                continue
            if not fitting and not single and tree.forms[end - 1] in self.place_heads:
                label = "Place"
            if entries and not fitting and not entries[0].common:
                label, fitting = entries[0].label, entries
            if label == "Person" and tree.forms[end - 1] in self.name_heads and end - start > 1:
                label = "Organization"
            yield Found(tree.index, start, end, label, "model", name.score, MODEL_RANK, fitting)

    def _described(self, tree: Tree, start: int, end: int, label: str) -> bool:
        """“पूर्वोत्तर प्रांत”, “पूर्वी तट”: no word of it is a name; or a town runs into what stands behind it."""
        words = tree.words[start:end]
        if all(
            word.upos != "PROPN" or word.text in self.place_heads or word.text in self.common_words for word in words
        ):
            return True
        first = self.gazetteer.lookup(words[0].text)
        town = any(entry.label == "Place" and not entry.common for entry in first)
        return label == "Place" and town and words[-1].text not in self.place_heads and words[-1].upos == "PROPN"

    def _may_be_name(self, tree: Tree, index: int, score: float) -> bool:
        word = tree.words[index]
        if (
            word.text in self.not_names
            or (word.text in self.common_words or word.lemma in self.common_words)
            and score < 0.95
        ):
            return False
        if len(word.text) < 2 or word.text in self.titles.heads or word.text in self.titles.departments:
            return False
        if word.text in self.name_heads or word.text in self.place_heads:
            return False
        if word.text.isascii() and word.text.islower():
            return False
        return word.upos == "PROPN" or score >= 0.75

    def _trim(self, tree: Tree, start: int, end: int, label: str) -> tuple[int, int]:
        """A model span without titles, honorifics, quotes and stops at its edges."""
        forms = tree.forms
        while start < end and (forms[start] in QUOTES or not WORD.search(forms[start])):
            start += 1
        while start < end and (not WORD.search(forms[end - 1]) or forms[end - 1] in self.titles.respect):
            end -= 1
        if label == "Person":
            while end - start > 1 and (
                forms[start] in self.titles.honorifics
                or forms[start] in self.titles.heads
                or forms[start] in self.titles.departments
                or forms[start] in self.titles.occupations
                or forms[start].rstrip(".") in self.titles.honorifics
                or forms[start] == "."
                or self.gazetteer.demonym(forms[start]) is not None
            ):
                start += 1
        return start, end

    def _complete(self, tree: Tree, start: int, end: int, label: str) -> tuple[int, int]:
        """A name that the model cut: joined over a hyphen to the proper nouns beside it; initials before a surname."""
        words = tree.words
        if label != "Person":
            return start, end
        while (
            end + 1 < len(words)
            and words[end].text in HYPHENS
            and words[end].start == words[end - 1].end
            and words[end + 1].start == words[end].end
            and words[end + 1].upos in {"PROPN", "PRON", "NOUN", "X"}
        ):
            end += 2
        while end < len(words) and words[end].upos == "PROPN" and words[end - 1].head == words[end].index:
            if words[end].text in self.titles.heads or words[end].text in self.titles.respect:
                break
            end += 1
        while start > 0 and words[start - 1].upos == "PROPN" and words[start - 1].deprel == "compound":
            previous = words[start - 1]
            blocked = previous.text in self.titles.heads or previous.text in self.titles.departments
            if blocked or previous.text in self.titles.honorifics or not start <= previous.head < end:
                break
            if self.gazetteer.demonym(previous.text) or self.gazetteer.lookup(previous.text):
                break
            start -= 1
        return start, end

    def _organisations(self, tree: Tree) -> Iterable[Found]:
        for words, entry in self.institutions.items():
            for start in range(len(tree.words) - len(words) + 1):
                if tree.forms[start : start + len(words)] == words:
                    owner, _ = self._owner(tree, start)
                    known = tuple(e for e in self.gazetteer.lookup(" ".join(words)) if e.label == "Organization")
                    if owner is None and known:
                        continue  # the gazetteer's, as it stands
                    english = f"{entry['en']} of {owner.name_en}" if owner is not None else str(entry["en"])
                    yield Found(
                        tree.index, start, start + len(words), "Organization", "pattern", 0.85, PATTERN_RANK,
                        known if owner is None or owner.country_code == "IN" else (), owner, english, str(entry["kind"]),
                    )  # fmt: skip
        for word in tree.words:
            head = self.organisation_heads.get(word.text) or self.organisation_heads.get(word.lemma)
            if head:
                yield from self._national(tree, word.index, head)
            if word.text == "कांग्रेस" and (first := self._another_congress(tree, word.index)) is not None:
                yield Found(tree.index, first, word.index + 1, "Organization", "pattern", 0.75, MODEL_RANK)
            if word.text in self.name_heads and word.upos == "PROPN" and not self._introduces(tree, word.index):
                start = self._name_from(tree, self._name_run(tree, word.index), word.index)
                start = self._behind_description(tree, start, word.index)
                own = [form for form in tree.forms[start : word.index] if not self.gazetteer.demonym(form)]
                entries = self._known_organisation(tree.forms[start : word.index + 1])
                described = (
                    word.index - start == 1
                    and word.text in self.described_heads
                    and tree.forms[start] in self.common_words
                    and not entries
                )
                if own and not described:
                    yield Found(
                        tree.index, start, word.index + 1, "Organization", "pattern", 0.75, MODEL_RANK,
                        entries,
                    )  # fmt: skip

    def _name_from(self, tree: Tree, start: int, end: int) -> int:
        """Where a name begins behind words that only stand before it (और, तत्कालीन)."""
        return next((i for i in range(start, end) if tree.forms[i] not in self.before_names), end)

    def _introduces(self, tree: Tree, index: int) -> bool:
        """“संगठन एमनेस्टी इंटरनेशनल”: whether a noun says what the name right behind it is."""
        following = tree.words[index + 1 : index + 2]
        return tree.forms[index] in self.describing and any(word.upos == "PROPN" for word in following)

    def _behind_description(self, tree: Tree, start: int, end: int) -> int:
        """“मानवाधिकार संगठन एमनेस्टी इंटरनेशनल”: where a name begins behind a noun that says what it is."""
        return max((i + 1 for i in range(start, end) if tree.forms[i] in self.describing), default=start)

    def _another_congress(self, tree: Tree, index: int) -> int | None:
        """“केरल जनपक्ष कांग्रेस” is a party of its own, “गुजरात कांग्रेस” and “युवा कांग्रेस” are not: where its name begins."""
        start = self._name_run(tree, index)
        own = [
            form
            for form in tree.forms[start:index]
            if form not in self.common_words and not self.gazetteer.lookup(form) and not self.gazetteer.demonym(form)
        ]
        return start if own and tree.forms[index - 1] in own else None

    def _known_organisation(self, forms: Sequence[str]) -> tuple[Entry, ...]:
        """The gazetteer's organisations of this name, also without what only says what it is (“योनहाप समाचार एजेंसी”)."""
        for end in range(len(forms), 0, -1):
            if end < len(forms) and forms[end] not in self.name_heads and forms[end] not in GENERIC:
                break
            entries = tuple(e for e in self.gazetteer.lookup(" ".join(forms[:end])) if e.label == "Organization")
            if entries:
                return entries
        return ()

    def _name_run(self, tree: Tree, index: int) -> int:
        """Where the run of proper nouns that ends before word `index` begins (countries' adjectives included)."""
        start = index
        while start > 0:
            word = tree.words[start - 1]
            if word.text in self.titles.heads or word.upos not in {"PROPN", "ADJ"} or word.text in QUOTES:
                break
            if word.upos == "ADJ" and not self.gazetteer.demonym(word.text):
                break
            start -= 1
        return start

    def _national(self, tree: Tree, index: int, head: dict[str, object]) -> Iterable[Found]:
        """“रूसी विदेश मंत्रालय”, “झारखंड हाईकोर्ट”, “विदेश मंत्रालय”: department, then the owner before it."""
        start = index
        while start > 0 and (
            tree.forms[start - 1] in self.titles.departments
            or tree.forms[start - 1] in {"एवं", "व", "तथा", "और"}
            and start > 1
            and tree.forms[start - 2] in self.titles.departments
        ):
            start -= 1
        departments = [
            self.affairs.get(form) or self.titles.departments.get(form, "and") for form in tree.forms[start:index]
        ]
        if not departments and not head.get("alone"):
            return
        if tree.words[index].text.endswith("ओं"):
            return  # “सेनाओं”: no single one
        owner, owner_start = self._owner(tree, start)
        if owner is None and (head.get("owner") or not head.get("home")):
            return
        if head.get("country") and (owner is None or owner.place_type not in {"country", "state"}):
            return
        english = str(head["en"]).format(dept=" ".join(departments).title().replace(" And ", " and "))
        if owner is not None:
            english += f" of {owner.name_en}"
        begin = (
            owner_start
            if owner is not None and owner_start + 1 == start or owner and tree.forms[start - 1] not in OWNER_GAP
            else start
        )
        entries = tuple(
            entry
            for entry in self.gazetteer.lookup(" ".join(tree.forms[begin : index + 1]))
            if entry.label == "Organization"
        )
        kind = str(head["kind"])
        yield Found(
            tree.index, begin, index + 1, "Organization", "pattern", 0.9, PATTERN_RANK, entries, owner, english, kind
        )

    def _owner(self, tree: Tree, end: int) -> tuple[Entry | None, int]:
        """The country or state named right before word `end`: adjective (रूसी), name (झारखंड) or name + का."""
        gap = end
        if gap > 0 and tree.forms[gap - 1] in OWNER_GAP:
            gap -= 1
        for size in (3, 2, 1):
            if gap - size < 0:
                continue
            if not all(map(WORD.search, tree.forms[gap - size : gap])):
                continue
            if tree.words[gap - 1].upos in FUNCTION_POS:
                continue  # “हटाने के लिए पुलिस”
            words = " ".join(tree.forms[gap - size : gap])
            entry = self.gazetteer.demonym(words) if gap == end else None
            if entry is None:
                places = [each for each in self.gazetteer.lookup(words) if each.label == "Place" and not each.common]
                entry = next((each for each in places if each.place_type in {"country", "state"}), None)
                if entry is None and gap == end and places:
                    entry = places[0]
            if entry is not None:
                return entry, gap - size
        return None, end

    def _demonyms(self, tree: Tree) -> Iterable[Found]:
        index = 0
        while index < len(tree.words):
            for size in (2, 1):
                words = tree.words[index : index + size]
                entry = self.gazetteer.demonym(" ".join(word.text for word in words)) if len(words) == size else None
                if entry is not None and words[-1].upos in {"ADJ", "PROPN", "NOUN"}:
                    yield Found(tree.index, index, index + size, "Place", "demonym", 0.9, GAZETTEER_RANK - 1, (entry,))
                    index += size - 1
                    break
            index += 1

    def _surnames(self, trees: Sequence[Tree], proposals: Sequence[Sequence[Found]]) -> frozenset[str]:
        """First and last parts of the full names in the article, without names joined by one hyphen."""
        parts: set[str] = set()
        for tree, spans in zip(trees, proposals, strict=True):
            for found in spans:
                forms = tree.forms[found.start : found.end]
                if found.label == "Person" and len(forms) == 1:
                    parts.add(normalise(forms[0]))
                elif found.label == "Person" and not (len(forms) == 3 and forms[1] in HYPHENS):
                    parts.update((normalise(forms[0]), normalise(forms[-1])))
        return frozenset(parts)

    def _split(self, tree: Tree, spans: Sequence[Found], parts: frozenset[str]) -> list[Found]:
        """“पुतिन-किम” is two people where the article names both elsewhere."""
        result = []
        for found in spans:
            forms = tree.forms[found.start : found.end]
            joined = found.label == "Person" and len(forms) == 3 and forms[1] in HYPHENS
            if joined and {normalise(forms[0]), normalise(forms[2])} <= parts:
                result.append(replace(found, end=found.start + 1, entries=()))
                result.append(replace(found, start=found.start + 2, entries=()))
            else:
                result.append(found)
        return result

    # --- the article as a whole -----------------------------------------------------------------------------------------

    def _vote(self, trees: Sequence[Tree], proposals: list[list[Found]]) -> list[list[Found]]:
        """One label for one single-word name in the whole article, by the sum of the scores; full names decide parts."""
        votes: dict[str, dict[EntityLabel, float]] = defaultdict(lambda: defaultdict(float))
        for tree, spans in zip(trees, proposals, strict=True):
            for found in spans:
                if not found.demonym:
                    surface = normalise(" ".join(tree.forms[found.start : found.end]))
                    votes[surface][found.label] += found.score * (2 if found.rank >= GAZETTEER_RANK else 1)
                    if found.label == "Person" and found.end - found.start > 1:
                        votes[normalise(tree.forms[found.end - 1])]["Person"] += 2.5
        result = []
        count = Counter(normalise(form) for tree in trees for form in tree.forms)
        for tree, spans in zip(trees, proposals, strict=True):
            kept = []
            for found in spans:
                if self._stray(tree, found, count) or self._surname_not_town(tree, found, votes):
                    continue
                surface = normalise(" ".join(tree.forms[found.start : found.end]))
                winner = (
                    max(votes[surface].items(), key=lambda vote: (vote[1], vote[0]))[0]
                    if votes[surface]
                    else found.label
                )
                if found.rank == MODEL_RANK and winner != found.label and not found.demonym:
                    found = replace(
                        found,
                        label=winner,
                        entries=tuple(e for e in self.gazetteer.lookup(surface) if e.label == winner),
                    )
                kept.append(found)
            result.append(kept)
        return result

    def _surname_not_town(self, tree: Tree, found: Found, votes: Mapping[str, Mapping[EntityLabel, float]]) -> bool:
        """“गिल ने” is the man named before in full, though there is a town of the name: nothing says that it is one."""
        if found.label != "Place" or found.rank != GAZETTEER_RANK or found.end - found.start > 1 or found.demonym:
            return False
        behind = tree.forms[found.end] if found.end < len(tree.words) else ""
        person = votes[normalise(tree.forms[found.start])].get("Person", 0.0)
        return person > 0 and (behind == "ने" or behind not in {"में", "से", "जिले", "जिला", "शहर", "के"} and person > 1.6)

    def _stray(self, tree: Tree, found: Found, count: Counter[str]) -> bool:
        """A single word that only the model takes for a person, once, with nothing beside it that people have."""
        if found.label != "Person" or found.method != "model" or found.end - found.start > 1 or found.entries:
            return False
        behind = tree.forms[found.end] if found.end < len(tree.words) else ""
        titled = found.start > 0 and tree.forms[found.start - 1] in self.titles.heads
        return found.score < 0.85 and count[normalise(tree.forms[found.start])] < 2 and behind != "ने" and not titled

    def _repeat(self, trees: Sequence[Tree], proposals: list[list[Found]]) -> list[list[Found]]:
        """Names found once with certainty, found again wherever the article repeats them."""
        sure: dict[tuple[str, ...], Found] = {}
        for tree, spans in zip(trees, proposals, strict=True):
            for found in spans:
                forms = tree.forms[found.start : found.end]
                if found.demonym or found.owner is not None or found.method == "pattern":
                    continue
                if found.score >= 0.7 or len(forms) > 1 and found.score >= 0.5:
                    key = tuple(map(normalise, forms))
                    sure[key] = max(sure.get(key, found), found, key=lambda each: (each.score, each.label))
                    if found.label == "Person" and len(forms) > 1:
                        last = (normalise(forms[-1]),)
                        sure.setdefault(last, replace(found, entries=(), method="surname", score=0.8))
                        if (
                            len(forms[0]) > 2
                            and forms[0] not in self.common_words
                            and not self.gazetteer.lookup(forms[0])
                        ):
                            first = (normalise(forms[0]),)
                            sure.setdefault(first, replace(found, entries=(), method="given name", score=0.75))
        longest = max(map(len, sure), default=0)
        result: list[list[Found]] = []
        for tree in trees:
            again: list[Found] = []
            keys = [normalise(form) for form in tree.forms]
            for start in range(len(keys)):
                for end in range(min(len(keys), start + longest), start, -1):
                    model = sure.get(tuple(keys[start:end]))
                    if model is None or end - start == 1 and not self._stands_as_name(tree, start, model):
                        continue
                    again.append(
                        replace(
                            model,
                            tree=tree.index,
                            start=start,
                            end=end,
                            rank=REPEAT_RANK,
                            method=model.method if model.method in {"surname", "given name"} else "repeat",
                        )
                    )
                    break
            result.append(again)
        return result

    def _stands_as_name(self, tree: Tree, index: int, model: Found) -> bool:
        word = tree.words[index]
        if word.upos == "PROPN":
            return True
        if word.text in self.titles.heads or word.text in self.titles.collectives or model.method == "given name":
            return False
        return word.upos in {"NOUN", "ADJ", "X"} and not model.entries and word.deprel not in {"amod", "compound"}


def settle(tree: Tree, spans: Sequence[Found]) -> list[Found]:
    """Non-overlapping spans: longer before shorter, then rank, then score; a full name is not cut by a place in it."""
    chosen: list[Found] = []
    for found in sorted(spans, key=lambda each: (-_weight(each), each.start, each.label)):
        if all(found.end <= other.start or other.end <= found.start for other in chosen):
            chosen.append(found)
    return sorted(chosen, key=lambda each: each.start)


def _weight(found: Found) -> float:
    return 10 * (found.end - found.start) + 2 * found.rank + found.score
