"""Arguments: the noun phrases of a sentence with their case markers, what they hang on, and which entities they mean.

A phrase means the entity named in it, the country or body that its noun acts for (रूसी सेना, नेपाल की संसद), or, for a
pronoun, a bare title or “दोनों देश”, what the article named before. Markers come from the words right after the phrase,
so that they hold where the tree does not.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from sutradhar.ingest.datafiles import load_yaml, word_set, word_table
from sutradhar.ingest.entities import EntityTable
from sutradhar.ingest.titles import title_words
from sutradhar.ingest.tree import Tree

Kind = Literal["name", "demonym", "collective", "pronoun", "title", "pair"]
GENITIVE = word_set("genitive")
SKIPPED = word_set("skipped")
CASES = {("ने",), ("को",), ("से",), ("में",), ("पर",), ("का",), ("की",), ("के",)}
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM", "X", "DET"})
PARTICLES = word_set("particles")
NUMBERS = word_table("counted")
ANDS = word_set("ands")
SIDES = word_set("sides")
BETWEEN = word_set("pronouns_of_two")
POST = word_set("office_nouns")
JOINING = word_set("joining")
UNKNOWN_HOLDER = word_set("unknown_holder")
TAKEN_UP = word_set("taken_up")
OBLIQUE = word_set("oblique")
OWNED = word_set("before_possessive_pronoun")
AFTER_THAT = word_set("after_that")
AGENTS = word_set("passive_agents")
FIRST_CLAUSE = 2.0  # “X नहीं आ सके और उनकी जगह”: whoever acts in an earlier clause of the sentence
VERBAL_POS = frozenset({"VERB", "AUX", "SCONJ"})


@dataclass(frozen=True)
class Argument:
    """A phrase: its head word, the entities it means, its marker ("" for none, "का" for every genitive), its governor."""

    head: int
    entities: tuple[str, ...]
    marker: str
    governor: int
    kind: Kind
    start: int


@cache
def pronoun_data() -> dict[str, Any]:
    """`hi/pronouns.yaml`, read once."""
    data: dict[str, Any] = load_yaml("hi/pronouns.yaml")
    return data


class ArgumentFinder:
    """Finds the arguments of an article's sentences, in order; keeps what was named so that pronouns can be resolved."""

    def __init__(self, trees: Sequence[Tree], table: EntityTable) -> None:
        self.trees, self.table = trees, table
        self.words = title_words()
        self.place_heads = frozenset(load_yaml("hi/organisations.yaml")["place_heads"])
        self.pronouns: dict[str, list[str]] = pronoun_data()["forms"]
        self.frequency = Counter(mention.entity for mention in table.mentions)
        self.persons: list[tuple[int, str, bool]] = []  # (tree, key, was a subject), as named
        self.found: list[list[Argument]] = []
        self.coupled: Counter[tuple[str, str]] = Counter()  # pairs of countries, people or bodies named side by side
        self.drafted: list[Argument] = []  # of the sentence that is being read
        self.meant: list[Argument] = []  # its pronouns and bare titles so far
        for tree in trees:
            self.found.append(self._arguments(tree))
            self.coupled.update(self._couples(tree))

    def of(self, tree: Tree) -> list[Argument]:
        """The arguments of a sentence, in text order."""
        return self.found[tree.index]

    def _couples(self, tree: Tree) -> set[tuple[str, str]]:
        """Pairs of one label in a sentence that और or a hyphen joins: “इथियोपिया और इरिट्रिया”, “भारत-फ्रांस”."""
        names = [each for each in self.found[-1] if each.kind == "name"]
        return {
            (min(pair), max(pair))
            for left, right in zip(names, names[1:], strict=False)
            if (pair := (left.entities[0], right.entities[0])) and pair[0] != pair[1]
            and self.table.label(pair[0]) == self.table.label(pair[1])
            and tree.forms[self._end(tree, left) : right.start] in {("और",), ("व",), ("एवं",), ("तथा",), ("-",), ("–",)}
        }  # fmt: skip

    # --- phrases ------------------------------------------------------------------------------------------------------

    def _arguments(self, tree: Tree) -> list[Argument]:
        drafts: list[tuple[int, tuple[str, ...], str, int, Kind, int]] = []
        covered: set[int] = set()
        starts = sorted(start for index, start in self.table.spans if index == tree.index)
        for start in starts:
            found = self.table.spans[tree.index, start]
            covered.update(range(start, found.end))
            head = tree.head_of(start, found.end)
            key = self.table.at[tree.index, start]
            kind: Kind = "demonym" if found.demonym else "name"
            drafts.append(
                (head, (key,), self.marker(tree, found.end), self._governor(tree, head, start, found.end), kind, start)
            )
        result = [Argument(*draft) for draft in drafts]
        result = self._share_markers(tree, result)
        result += self._collectives(tree, result, covered)
        for argument in sorted(result, key=lambda each: each.head):
            self._remember(tree, argument)
        self.drafted = result
        result += self._anaphora(tree, covered, result)
        meant = [each for each in result if each.kind in {"pair", "pronoun"} and each.marker == "का"]
        done = {each.head for each in result}
        result += [each for each in self._collectives(tree, meant, covered) if each.head not in done]
        return sorted(result, key=lambda each: (each.head, each.kind != "name"))

    def marker(self, tree: Tree, position: int) -> str:
        """The postposition that starts at word `position` ("" for none); a genitive is "का" in all its forms."""
        words = tree.words
        while position < len(words) and (
            words[position].text in SKIPPED
            or words[position].text == "तक"
            and tree.forms[position + 1 : position + 2] in CASES  # “संसद तक ने”
        ):
            position += 1
        if position < len(words) and words[position].text == "(":  # “प्रवर्तन निदेशालय (ईडी) ने”
            close = next((i for i in range(position, min(position + 8, len(words))) if words[i].text == ")"), None)
            position = close + 1 if close is not None else position
        parts: list[str] = []
        while position < len(words) and (
            words[position].upos == "ADP" or parts and self._continues(parts, words[position].text)
        ):
            if words[position].text in GENITIVE and parts:
                break
            parts.append(words[position].text)
            position += 1
            while position < len(words) and words[position].text in PARTICLES and parts:
                position += 1
        if not parts:
            return ""
        if parts[0] in GENITIVE and len(parts) == 1:
            return "का"
        return " ".join(parts)

    def _continues(self, parts: list[str], word: str) -> bool:
        return " ".join(parts) + " " + word in {
            "की ओर से", "की तरफ से", "के हवाले से", "के खिलाफ", "के बीच", "के साथ", "के लिए", "के प्रति", "के पास", "के बाद",
            "की ओर", "की तरफ", "के दौरान", "के विरोध में", "के विरोध", "के हवाले", "के अनुसार", "के मुताबिक", "को लेकर",
            "के समक्ष", "के सामने", "के निकट", "के तहत", "के हाथों", "के द्वारा", "के पक्ष", "के पक्ष में", "की मौजूदगी",
            "की मौजूदगी में", "के जरिये", "के जरिए", "के नेतृत्व", "के नेतृत्व में",
        }  # fmt: skip

    def _governor(self, tree: Tree, head: int, start: int, end: int) -> int:
        """The word a phrase hangs on; a conjunct hangs on what its first conjunct hangs on."""
        seen = {head}
        governor = tree.words[head].head
        while governor >= 0 and governor not in seen:
            seen.add(governor)
            if start <= governor < end:
                governor = tree.words[governor].head
            elif tree.words[head].deprel == "conj" and tree.words[governor].upos in NOMINAL:
                head, governor = governor, tree.words[governor].head
            else:
                break
        return governor

    def _share_markers(self, tree: Tree, arguments: list[Argument]) -> list[Argument]:
        """“पुतिन और रूस के दोस्त किम के बीच”: conjuncts have the marker that stands behind the last of them."""
        result = list(arguments)
        for i in range(len(result) - 2, -1, -1):
            argument = result[i]
            if argument.marker or argument.kind == "demonym":
                continue
            for following in result[i + 1 :]:
                same = self.table.label(following.entities[0]) == self.table.label(argument.entities[0])
                end = self._end(tree, argument)
                beside = end + 1 == following.start and tree.forms[end] in ANDS and following.marker != "का"
                if following.kind != "demonym" and (same or beside):
                    if self._only_description(tree, argument, following):
                        result[i] = replace(argument, marker=following.marker, governor=following.governor)
                        break
                    if same:
                        break
        return result

    def _only_description(self, tree: Tree, left: Argument, right: Argument) -> bool:
        """Whether a conjunction or comma and the right name's own description (“और अफ्रीकी यूनियन के दूत”) lie between."""
        between = tree.words[self._end(tree, left) : right.start]
        if not between or between[0].text not in JOINING:
            return False
        if between[0].text in {",", "-"} and right.marker == "" and len(between) > 1:
            return False
        return all(
            word.upos not in VERBAL_POS
            and word.text not in {"कि", "जो", "जिस"}
            and (word.upos != "ADP" or word.text in GENITIVE or word.text in self.words.heads)
            for word in between
        )

    def _end(self, tree: Tree, argument: Argument) -> int:
        found = self.table.spans.get((tree.index, argument.start))
        return found.end if found is not None else argument.head + 1

    def _collectives(self, tree: Tree, named: list[Argument], covered: set[int]) -> list[Argument]:
        """Nouns that act for the country or body before them; place nouns (शहर, इलाका) that stand for the place named."""
        result: list[Argument] = []
        for word in tree.words:
            if word.index in covered or word.upos not in NOMINAL:
                continue
            acts = (
                word.lemma in self.words.collectives
                or word.text in self.words.collectives
                or word.text in self.words.heads
            )
            place = word.lemma in self.place_heads or word.text in self.place_heads
            light = word.deprel == "compound" and tree.words[word.head].upos in VERBAL_POS  # “दल का नेतृत्व किया”
            if not acts and not place or light or POST.intersection(tree.forms[word.index + 1 : word.index + 2]):
                continue
            owners = [
                each
                for each in named
                if each.head < word.index
                and (each.governor == word.index or self._reaches(tree, each, word.index))
                and (each.marker in {"का", ""} or each.kind == "demonym")
            ]
            if place:
                owners = [each for each in owners if self.table.label(each.entities[0]) == "Place"][-1:]
            elif word.text in self.words.heads and word.index + 1 < len(tree.words) and word.index + 1 in covered:
                continue  # a title right before its holder's name
            else:
                owners = [each for each in owners if self.table.label(each.entities[0]) != "Person"]
                owners = self._listed(tree, named, owners[-1]) if owners else []
            if owners:
                entities = tuple(entity for each in owners for entity in each.entities)
                if acts and word.text in self.words.heads:
                    holder = self._holder(word.text, entities[0], tree, word.index)
                    entities = (holder,) if holder else entities
                governor = self._governor(tree, word.index, word.index, word.index + 1)
                result.append(
                    Argument(
                        word.index, entities, self.marker(tree, word.index + 1), governor, "collective", owners[0].start
                    )
                )
        return result

    def _listed(self, tree: Tree, named: list[Argument], last: Argument) -> list[Argument]:
        """“ईरान, रूस और तुर्कमेनिस्तान के राष्ट्रपतियों ने”: an owner with those that are listed before it."""
        found = [last]
        for each in sorted(named, key=lambda each: -each.start):
            joined = tree.forms[self._end(tree, each) : found[0].start]
            if each.start < found[0].start and each.kind == found[0].kind == "name":
                if len(joined) != 1 or joined[0] not in JOINING:
                    break
                found.insert(0, each)
        return found

    def _reaches(self, tree: Tree, argument: Argument, index: int) -> bool:
        """Whether only adjectives and compounds lie between an owner and the noun that acts for it."""
        end = self._end(tree, argument)
        between = tree.words[end:index]
        rest = [word for word in between if word.text not in GENITIVE]
        return (
            len(between) - len(rest) <= 1
            and len(rest) <= 3
            and all(
                word.upos in {"ADJ", "NOUN", "PROPN", "NUM"} and word.deprel in {"amod", "compound", "nummod", "nmod"}
                for word in rest
            )
        )

    # --- what was named before ------------------------------------------------------------------------------------------

    def _remember(self, tree: Tree, argument: Argument) -> None:
        for key in argument.entities:
            if self.table.label(key) == "Person" and argument.kind == "name":
                subject = (
                    argument.marker == "ने"
                    or argument.marker == ""
                    and tree.words[argument.head].deprel.startswith("nsubj")
                )
                self.persons.append((tree.index, key, subject))

    def _holder(self, head: str, body: str, tree: Tree, index: int) -> str | None:
        """Who holds a title of a country or body in this article (the one named last before)."""
        office = self.words.ending_at(tree.forms, index + 1)
        held = [
            each.person
            for each in self.table.offices
            if each.body == body
            and (each.title == (office.text if office else head) or each.title.split()[-1] == head and office is None)
        ]
        named = [key for _, key, _ in self.persons if key in held]
        return named[-1] if named else (held[0] if held else None)

    def _anaphora(self, tree: Tree, covered: set[int], named: list[Argument]) -> list[Argument]:
        result: list[Argument] = []
        self.meant = result
        taken = {argument.head for argument in named}
        for word in tree.words:
            if word.index in covered or word.index in taken:
                continue
            keys: tuple[str, ...] = ()
            kind: Kind = "pronoun"
            marker = self.marker(tree, word.index + 1)
            form = self.pronouns.get(word.text)
            if word.text in NUMBERS:
                alone = tree.words[word.index + 1 : word.index + 2]  # “दोनों के बीच”
                noun = (
                    tree.words[word.head] if word.head > word.index and not (alone and alone[0].upos == "ADP") else None
                )
                keys, kind = (
                    self._counted(tree, word.index, noun.lemma if noun else "", NUMBERS[word.text], marker),
                    "pair",
                )
                if noun is not None and keys:
                    governor = self._governor(tree, noun.index, noun.index, noun.index + 1)
                    result.append(
                        Argument(noun.index, keys, self.marker(tree, noun.index + 1), governor, kind, word.index)
                    )
                    self.drafted = [*self.drafted, result[-1]]
                    continue
            elif word.text in BETWEEN and tree.forms[word.index + 1 : word.index + 2] == ("बीच",):
                keys, kind, marker = self._counted(tree, word.index, "", 2, "के बीच"), "pair", "के बीच"
            elif form is not None and tree.forms[word.index + 1 : word.index + 2] and (
                tree.forms[word.index + 1] in AFTER_THAT and word.text in {"उसके", "इसके", "जिसके"}
            ):  # fmt: skip
                continue
            elif form is not None and word.upos in {"PRON", "DET"} and word.deprel != "det":
                if word.text in OBLIQUE and not marker:
                    continue  # “उस मसौदे”
                marker = form[1] or marker
                keys = self._antecedent(tree, word.index, form[0], marker, named)
            elif (
                word.text in self.words.heads
                and self.words.heads[word.text].get("bare")
                and not self._followed_by_name(tree, word.index, covered)
            ):
                keys, kind = self._bare_title(tree, word.index), "title"
            if keys:
                governor = self._governor(tree, word.index, word.index, word.index + 1)
                result.append(Argument(word.index, keys, marker, governor, kind, word.index))
        return result

    def _followed_by_name(self, tree: Tree, index: int, covered: set[int]) -> bool:
        following = index + 1
        while following < len(tree.words) and tree.forms[following] in self.words.honorifics:
            following += 1
        return following in covered or following < len(tree.words) and tree.words[following].text in self.words.heads

    def _bare_title(self, tree: Tree, index: int) -> tuple[str, ...]:
        title = self.words.ending_at(tree.forms, index + 1)
        before = tree.forms[title.start - 1] if title is not None and title.start else ""
        behind = tree.forms[index + 1 : index + 2]
        if title is None or before in UNKNOWN_HOLDER or behind and behind[0] in TAKEN_UP:
            return ()
        held = [
            each.person
            for each in self.table.offices
            if each.title == title.text or each.title.endswith(" " + title.text)
        ]
        named = [key for number, key, _ in self.persons if key in held and number <= tree.index]
        return (named[-1],) if named else ()

    def _antecedent(self, tree: Tree, index: int, kind: str, marker: str, named: list[Argument]) -> tuple[str, ...]:
        if kind == "own":
            return ()
        labels = {"Person"} if kind == "person" else {"Place", "Organization"}
        beside = self._just_before(tree, index, labels, named) if marker == "का" and kind != "who" else None
        if beside is not None:
            return (beside,)
        if kind == "who":
            verb = next((each for each in tree.ancestors(index) if tree.words[each].upos in {"VERB", "AUX"}), None)
            noun = tree.words[verb].head if verb is not None and tree.words[verb].deprel == "acl" else -1
            for argument in named:
                if argument.head == noun and argument.head < index:
                    return argument.entities
            before = [each for each in named if each.head < index and each.kind == "name"]
            people = [each for each in before if self.table.label(each.entities[0]) == "Person"]
            if people and tree.words[index].text.startswith("जिन"):
                since = tree.words[people[-1].head + 1 : index]
                others = any(word.upos == "NOUN" and word.text.endswith("ों") for word in since)
                return () if others else people[-1].entities
            close = before[-1] if before and self._near(tree, before[-1], index) else None
            return close.entities if close is not None else ()
        earlier = [
            each
            for each in named
            if each.head < index and (each.marker == "ने" or each.marker == "" and tree.words[each.head].deprel.startswith("nsubj"))
            and not self._same_clause(tree, each.head, index)
        ]  # fmt: skip
        subject = marker in {"ने", ""}
        if kind == "thing":
            return self._thing(tree, index, marker, named, earlier)
        people = [each for each in earlier if self.table.label(each.entities[0]) == "Person"]
        if subject and (self._unnamed_subject(tree, index, named) or self._unknown_holder(tree, index)):
            return ()
        if people and subject:
            return people[-1].entities[:1]
        if kind == "person" and tree.words[index].text == "वह" and earlier:
            return earlier[-1].entities[:1]
        if not subject:
            return self._salient_person(tree, index, marker, named)
        described = [
            each
            for each in named
            if each.head < index and each.kind == "name" and each.marker in {"का", ""}
            and self.table.label(each.entities[0]) == "Person" and not self._same_clause(tree, each.head, index)
        ]  # fmt: skip
        if described:
            return described[-1].entities[:1]
        previous = self._subject_before(tree.index, {"Person"}) or self._only_person_before(tree.index)
        return (previous,) if previous is not None else ()

    def _just_before(self, tree: Tree, index: int, labels: set[str], named: list[Argument]) -> str | None:
        """“जयशंकर और उनके कजाख समकक्ष”, “महतो को उनके घर से”, “इरिट्रिया की ओर से उसके मंत्री”: whom a pronoun follows."""
        for each in reversed(named):
            between = tree.forms[self._end(tree, each) : index]
            if each.head < index and each.kind == "name" and self.table.label(each.entities[0]) in labels:
                joined = len(between) == 1 and between[0] in OWNED or between in {("की", "ओर", "से"), ("की", "तरफ", "से")}
                return each.entities[0] if joined else None
        return None

    def _unnamed_subject(self, tree: Tree, index: int, named: list[Argument]) -> bool:
        """“राष्ट्रपति के दफ्तर ने कहा कि वह …”: somebody or something without a name acts in the clause around."""
        acting = [i for i in range(1, index) if tree.forms[i] == "ने"]
        return bool(acting) and not any(each.marker == "ने" and each.head >= acting[-1] - 3 for each in named)

    def _unknown_holder(self, tree: Tree, index: int) -> bool:
        """“मुर्मू ने मेहमान राष्ट्रपति का स्वागत किया, जिसके बाद उन्होंने”: somebody else of whom only a title is said."""
        titles = (i for i in range(1, index) if tree.forms[i] in self.words.heads)
        return any(tree.forms[i - 1] in UNKNOWN_HOLDER and not self._followed_by_name(tree, i, set()) for i in titles)

    def _thing(
        self, tree: Tree, index: int, marker: str, named: list[Argument], earlier: list[Argument]
    ) -> tuple[str, ...]:
        """What “उसने”, “उसके”, “उस पर” mean: the country or body that acted before; none where a thing is as likely."""
        wanted = {"Place", "Organization"}
        before = [
            each
            for each in self.meant
            if each.marker != "" and self.pronouns.get(tree.forms[each.head], [""])[0] == "thing"
        ]
        if before:
            return before[-1].entities[:1]
        acting = [
            each
            for each in named
            if each.head < index and each.marker in AGENTS and not self._same_clause(tree, each.head, index)
        ]
        told = [each for each in [*acting, *earlier] if self.table.label(each.entities[0]) in wanted]
        if marker in {"पर", "में"} and self._common_noun_before(tree, index, marker):
            return ()
        if told:
            return told[-1].entities[:1]
        if any(self.table.label(each.entities[0]) == "Person" for each in earlier):
            return ()  # “उसने” is no respectful “he”
        subject = marker in {"ने", ""}
        if not subject:
            if self._common_noun_before(tree, index, marker):
                return ()
            found = self._parallel(tree, marker)
            if found is not None:
                return (found,)
        found = self._subject_before(tree.index, wanted, 1) or self._named_before(tree.index)
        found = found or (self._subject_before(tree.index, wanted) if subject else None)
        return (found,) if found is not None else ()

    def _common_noun_before(self, tree: Tree, index: int, marker: str) -> bool:
        """Whether the pronoun's sentence has a common noun before it that it could mean: a subject, or of its own case."""
        taken = {each.head for each in self.drafted}
        return any(
            word.upos == "NOUN"
            and word.index not in taken
            and word.deprel != "compound"
            and (
                (word.deprel.startswith("nsubj") or word.deprel == "obj" and marker in {"पर", "में"})
                and not self._same_clause(tree, word.index, index)
                or marker != "का" and self.marker(tree, word.index + 1) == marker
                or marker == "को" and self.marker(tree, word.index + 1) == "के खिलाफ"
            )
            for word in tree.words[:index]
        )  # fmt: skip

    def _only_person_before(self, tree_index: int) -> str | None:
        """The one person whom the sentence before names."""
        people = {
            key for each in (self.found[tree_index - 1] if tree_index else []) for key in each.entities
            if each.kind == "name" and self.table.label(key) == "Person"
        }  # fmt: skip
        return people.pop() if len(people) == 1 else None

    def _named_before(self, tree_index: int) -> str | None:
        """The last country or organisation that the sentence before names."""
        names = [
            each.entities[0]
            for each in (self.found[tree_index - 1] if tree_index else [])
            if each.kind == "name" and self.table.label(each.entities[0]) in {"Place", "Organization"}
        ]
        return names[-1] if names else None

    def _parallel(self, tree: Tree, marker: str) -> str | None:
        """For “उस पर” after “X पर प्रतिबंध लगाए”: what had the same marker in one of the two sentences before."""
        for number in range(tree.index - 1, max(-1, tree.index - 3), -1):
            for each in reversed(self.found[number]):
                if (
                    each.marker == marker
                    and each.kind == "name"
                    and self.table.label(each.entities[0]) in {"Place", "Organization"}
                ):
                    return each.entities[0]
        return None

    def _salient_person(self, tree: Tree, index: int, marker: str, named: list[Argument]) -> tuple[str, ...]:
        """Whom “उन्हें”, “उनसे”, “उनके” mean: near, often named, a subject before, and not the subject of the same clause."""
        scores: dict[str, float] = {}
        for number in range(tree.index, max(-1, tree.index - 3), -1):
            for each in named if number == tree.index else self.found[number]:
                key = each.entities[0]
                if self.table.label(key) != "Person" or number == tree.index and each.head > index:
                    continue
                if number == tree.index and self._same_clause(tree, each.head, index):
                    of_subject = each.marker == "का" and each.kind == "name"  # “भुट्टो के विरोधी उन पर …”
                    scores[key] = FIRST_CLAUSE + 2 if of_subject and marker != "का" else -100.0
                    continue
                subject = (
                    each.marker == "ने"
                    or each.marker == ""
                    and self.trees[number].words[each.head].deprel.startswith("nsubj")
                )
                score = math.log2(1 + self.frequency[key]) + (2.0 - (tree.index - number)) + (0.5 if subject else 0.0)
                if number == tree.index and subject:
                    score += FIRST_CLAUSE
                scores[key] = max(scores.get(key, score), score)
        best = max(sorted(scores), key=lambda key: scores[key], default=None)
        return (best,) if best is not None and scores[best] > -50 else ()

    def _near(self, tree: Tree, argument: Argument, index: int) -> bool:
        return index - self._end(tree, argument) <= 3

    def _same_clause(self, tree: Tree, left: int, right: int) -> bool:
        def verb(index: int) -> int:
            return next((each for each in tree.ancestors(index) if tree.words[each].upos in {"VERB", "AUX"}), -1)

        return verb(left) == verb(right)

    def _subject_before(self, tree_index: int, labels: set[str], sentences: int = 2) -> str | None:
        """The last subject of so many sentences before, main clauses first."""
        for number in range(tree_index - 1, max(-1, tree_index - 1 - sentences), -1):
            tree = self.trees[number]
            subjects = [
                each
                for each in self.found[number]
                if self.table.label(each.entities[0]) in labels
                and (each.marker == "ने" or each.marker == "" and tree.words[each.head].deprel.startswith("nsubj"))
            ]
            if subjects:
                depth = {each.head: len(tree.ancestors(each.head)) for each in subjects}
                return min(subjects, key=lambda each: (depth[each.head], each.head)).entities[0]
        return None

    def _counted(self, tree: Tree, index: int, noun: str, size: int, marker: str) -> tuple[str, ...]:
        """“दोनों देशों”, “तीनों नेताओं”: the countries or people, in that number, that the text just spoke of."""
        label = next((label for label, nouns in self.words.duals.items() if noun in nouns), None)
        if noun and label is None:
            return ()
        if noun in SIDES and size == 2 and (between := self._between(tree)):
            return between
        if not noun and marker not in {"", "ने"}:
            before = [
                *self.meant[::-1],
                *(each for number in (1, 2) if tree.index >= number for each in self.found[-number][::-1]),
            ]
            pairs = (each for each in before if each.kind == "pair" and len(each.entities) == size)
            if (latest := next(pairs, None)) is not None:  # “दोनों देश … 2018 में उनके बीच”
                return latest.entities
        for wanted in [label] if label else ["Person", "Place"]:
            keys = self._recent(tree, index, wanted, size)
            if keys:
                usual = max(self.coupled, key=lambda each: (self.coupled[each], each), default=None)
                apart = (
                    wanted == "Place"
                    and size == 2
                    and keys not in self.coupled
                    and self.table.label(keys[0]) == "Place"
                )
                if apart and usual is not None and self.coupled[usual] > 1 and self._counts(usual[0], wanted):
                    return usual  # the two that the article keeps naming together
                return keys
        return ()

    def _between(self, tree: Tree) -> tuple[str, ...]:
        """The two of whom this or the last sentence says that something is between them: states, bodies or one of each."""
        for number in (tree.index, tree.index - 1):
            arguments = self.drafted if number == tree.index else self.found[number] if number >= 0 else []
            sides = [each for each in arguments if each.marker == "के बीच" and each.kind in {"name", "demonym"}]
            keys = tuple(sorted({each.entities[0] for each in sides}))
            if len(keys) == 2 and all(
                self.table.label(key) == "Organization" or self._counts(key, "Place") for key in keys
            ):
                return keys
        return ()

    def _recent(self, tree: Tree, index: int, label: str, size: int) -> tuple[str, ...]:
        """Going back sentence by sentence: a list of just so many, else just so many in all, else the most frequent two."""
        window: list[str] = []
        for number in range(tree.index, max(-1, tree.index - 4), -1):
            arguments = [
                each
                for each in (self.found[number] if number < len(self.found) else self.drafted)
                if (number < tree.index or each.head < index)
                and each.kind in {"name", "demonym", "pair"}
                and self._counts(each.entities[0], label)
                and (label != "Person" or each.marker != "का")
                and not (number == tree.index and each.marker == "ने" and self._same_clause(tree, each.head, index))
            ]
            lists: dict[tuple[str, int], list[str]] = {}
            for each in arguments:
                if each.kind == "pair" and len(each.entities) == size:
                    return tuple(sorted(each.entities))
                if each.kind == "name" and each.entities[0] not in lists.setdefault((each.marker, each.governor), []):
                    lists[each.marker, each.governor].append(each.entities[0])
            for keys in lists.values():
                if len(keys) == size:
                    return tuple(sorted(keys))
            window += [key for key in dict.fromkeys(each.entities[0] for each in arguments) if key not in window]
            if len(window) == size:
                return tuple(sorted(window))
            if len(window) > size:
                break
        if size > 2:
            return ()
        couples = [each for each in self.coupled if all(self._counts(key, label) for key in each)]
        if couples and (label == "Place" or len(window) != 1):
            return max(couples, key=lambda each: (self.coupled[each], each))
        pool = (
            window
            if label == "Person" and len(window) >= size
            else [key for key in self.frequency if self._counts(key, label)]
        )
        ranked = sorted(pool, key=lambda key: (-self.frequency[key], key))
        if (
            len(ranked) < 2
            or label == "Person"
            and len(ranked) > 2
            and self.frequency[ranked[1]] == self.frequency[ranked[2]]
        ):
            return ()
        return tuple(sorted(ranked[:2]))

    def _counts(self, key: str, label: str) -> bool:
        entity = self.table.entities[key]
        return entity.label == label and (label != "Place" or entity.place_type == "country")
