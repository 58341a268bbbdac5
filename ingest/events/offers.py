"""Which phrases an event is offered for its roles, and by which case markers."""

from __future__ import annotations

from dataclasses import dataclass

from sutradhar.ingest.arguments import Argument, ArgumentFinder
from sutradhar.ingest.datafiles import word_set, word_table
from sutradhar.ingest.entities import EntityTable
from sutradhar.ingest.events.draft import FAR, Draft
from sutradhar.ingest.events.vocabulary import RELATIVE_STEMS, relative_between
from sutradhar.ingest.lexicon import fold
from sutradhar.ingest.tree import VERBAL, Tree, is_infinitive

AGENTS = word_set("agents")
BY, PASSED = word_set("passive_agents"), word_set("passed")
BEFORE_PARTICIPLE = BY | {"के बीच"}  # phrases of a participle behind them, wherever the parser hung them
CLAUSE_OPENERS = (*RELATIVE_STEMS, "जहां", "जहाँ")
DIRECTED_NOUNS = word_table("directed_nouns")


@dataclass(frozen=True)
class OfferFinder:
    """Finds what hangs on an event, or stands where it would."""

    table: EntityTable
    arguments: ArgumentFinder

    def offers(self, draft: Draft) -> list[tuple[list[str], Argument]]:
        """The phrases on the trigger's verb and noun, each with the markers of the frames' vocabulary that it answers to."""
        tree = draft.tree
        trigger = set(range(draft.first, draft.trigger + 1))
        carriers = {
            child for child in tree.children[draft.trigger]
            if child < draft.first and tree.words[child].deprel == "acl" and tree.words[child].upos in VERBAL
        }  # fmt: skip
        offers: list[tuple[list[str], Argument]] = []
        verbs = {draft.verb} if draft.verb is not None else set()
        if draft.verb is None and not carriers:
            head = tree.words[draft.trigger].head
            if (
                head >= 0
                and tree.words[head].upos in VERBAL
                and fold(tree.words[head].lemma) in {"हो", "चल", "रह", "जा"}
            ):
                verbs = {head}
        for argument in self.arguments.of(tree):
            if argument.head in trigger and argument.kind != "pair" or self._aside(tree, argument):
                continue
            if argument.marker == "का" and argument.head > draft.trigger and argument.governor in verbs:
                continue  # “हमले में शामिल आतंकी ब्रिटेन के हैं”: what is said of somebody else
            if argument.governor in verbs and relative_between(tree, draft.trigger, argument.start - 1, CLAUSE_OPENERS):
                continue  # “दौरा रविवार तक चलेगा, जिसके बाद वह चीन …”
            if _of_infinitive(draft, argument):
                offers.append((["का"], argument))
            elif argument.governor in verbs:
                offers.append((self._verb_slots(draft, argument), argument))
            elif argument.governor in trigger or argument.head in trigger:
                offers.append((self._noun_slots(draft, argument), argument))
            elif (
                argument.governor in carriers
                or argument.marker in BEFORE_PARTICIPLE
                and _next_verb(tree, argument) in carriers
            ):
                offers.append((self._verb_slots(draft, argument, argument.governor), argument))
            elif _in_light_phrase(tree, argument, verbs, trigger):
                offers.append((self._verb_slots(draft, argument), argument))
            elif draft.verb is None and _beside(tree, argument, draft.first) or _right_before(draft, argument):
                offers.append((self._noun_slots(draft, argument), argument))
            elif _joins_in(tree, argument, verbs):
                offers.append((["subject"], argument))
            elif _before_participle(tree, argument, verbs):
                offers.append((_plain(argument.marker), argument))
        active = draft.verb is not None and not draft.mood.passive and not _laid_on(tree, draft.verb)
        if active and not any("subject" in slots for slots, _ in offers):
            offers += self._ergative_before(draft)
        return offers + self._possessors(draft, verbs | trigger)

    def _aside(self, tree: Tree, argument: Argument) -> bool:
        """A dateline (“काठमांडू: …”), or whose statement is only the source (“X की ओर से जारी बयान के अनुसार”)."""
        dateline = argument.start == 0 and tree.forms[argument.head + 1 : argument.head + 2] in {(":",), ("।",), ("|",)}
        behind = tree.forms[argument.head + 1 : argument.head + 6]
        return (
            dateline and self.table.is_town(argument.entities[0]) or argument.marker in AGENTS and "जारी" in behind[2:]
        )

    def _possessors(self, draft: Draft, heads: set[int]) -> list[tuple[list[str], Argument]]:
        """“रूस के अभियान का समर्थन”: who owns what the event is directed at stands for it, where nobody else does."""
        tree = draft.tree
        offers = []
        for argument in self.arguments.of(tree):
            if argument.marker != "का" or argument.kind in {"pair"}:
                continue
            index = argument.governor
            for _ in range(3):
                if index < 0 or tree.words[index].upos not in {"NOUN", "PROPN"} or (tree.index, index) in self.table.at:
                    break
                marker = self.arguments.marker(tree, index + 1)
                if tree.words[index].deprel == "nsubj" and not marker and not draft.mood.passive:
                    break  # “उनके पति रिहा हो गए”: not they
                if (
                    tree.words[index].head in heads
                    and index not in heads
                    and marker in {"का", "के लिए", "के प्रति", "पर", "को", ""}
                ):
                    offers.append(([f"possessor {marker or 'object'}"], argument))
                    break
                if marker != "का":
                    break
                index = tree.words[index].head
        return offers

    def _ergative_before(self, draft: Draft) -> list[tuple[list[str], Argument]]:
        """The last phrase with ने before the verb and after the last finite verb, wherever the parser hung it."""
        assert draft.verb is not None
        tree = draft.tree
        for argument in reversed(self.arguments.of(tree)):
            if argument.head >= draft.verb or argument.marker != "ने":
                continue
            between = tree.words[argument.head + 1 : draft.verb]
            if any(word.upos in VERBAL and word.index != draft.trigger for word in between) or any(
                word.text in {"कि", ";"} for word in between
            ):
                return []
            draft.confidence -= FAR
            return [
                (["subject"], each)
                for each in self.arguments.of(tree)
                if each.marker == "ने" and each.governor == argument.governor and each.head <= argument.head
            ]
        return []

    def _noun_slots(self, draft: Draft, argument: Argument) -> list[str]:
        if argument.kind == "demonym":
            return ["का*", "bare"]
        if argument.marker == "का":
            if not draft.light:
                return ["का*", "का"]
            return ["का", "का*"] if draft.mood.passive or _happens(draft) else ["का"]
        if argument.marker == "":
            return ["bare"]
        return _plain(argument.marker)

    def _verb_slots(self, draft: Draft, argument: Argument, verb: int | None = None) -> list[str]:
        tree = draft.tree
        marker = argument.marker
        if marker == "ने" or marker == "के साथ" and "मिलकर" in tree.forms[argument.head + 1 : argument.head + 5]:
            return ["subject"]  # “रूसी सैनिकों के साथ मिलकर”: on his side, not against him
        if marker == "को":
            return ["को", "object"]
        if marker == "का" and is_infinitive(tree.words[argument.governor]):
            return ["subject", "का"]  # “उनके रिहा होने की संभावना”
        if marker.split()[0:1] in (["समेत"], ["सहित"]):
            return self._with_the_rest(tree, argument)
        if marker == "":
            relation = tree.words[argument.head].deprel
            place = self.table.label(argument.entities[0]) == "Place"
            if draft.mood.passive or relation == "nsubj:pass":
                return ["object", "bare"]
            ergative = any(
                each.marker == "ने" and each.governor == argument.governor for each in self.arguments.of(tree)
            ) or unnamed_agent(tree, argument.governor)
            if ergative or relation == "obj":
                return ["object", "bare"]
            if relation.startswith("nsubj") or argument.kind in {"pronoun", "pair", "title", "collective"} or not place:
                return ["subject", "object", "bare"] if place else ["subject"]
            return ["bare", "object", "subject"]
        return _plain(marker)

    def _with_the_rest(self, tree: Tree, argument: Argument) -> list[str]:
        """“X समेत 38 सांसदों को”: X has the marker of those that he is one of."""
        for position in range(argument.head + 2, min(argument.head + 9, len(tree.words))):
            if tree.words[position].upos in VERBAL:
                break
            if tree.words[position].upos in {"NOUN", "PROPN"} and (marker := self.arguments.marker(tree, position + 1)):
                return ["subject"] if marker == "ने" else ["को", "object"] if marker == "को" else _plain(marker)
        return ["subject", "object"]


def _next_verb(tree: Tree, argument: Argument) -> int | None:
    """The first verb or participle behind a phrase, other than “बीते”, “गुजरे” before a time."""
    verbs = (word for word in tree.words[argument.head + 1 :] if word.upos in VERBAL and word.text not in PASSED)
    return next((word.index for word in verbs), None)


def _of_infinitive(draft: Draft, argument: Argument) -> bool:
    """“X द्वारा खेद जताने की आलोचना की”: X does what is criticised."""
    if argument.marker not in AGENTS or argument.head > draft.first:
        return False
    between = draft.tree.words[argument.head : draft.first]
    return any(
        word.upos in VERBAL and word.text.endswith("ने") and following.text in {"का", "की", "के"}
        for word, following in zip(between, between[1:], strict=False)
    )


def _laid_on(tree: Tree, verb: int) -> bool:
    """“X पर हथियार देने का आरोप”: an infinitive under a noun that says whose deed it is."""
    head = tree.words[verb].head
    return is_infinitive(tree.words[verb]) and head >= 0 and fold(tree.lemmas[head]) in DIRECTED_NOUNS


def _right_before(draft: Draft, argument: Argument) -> bool:
    """“चीन रवाना होंगे”: an unmarked phrase right before the noun of a light verb."""
    return draft.light and argument.marker == "" and argument.head == draft.first - 1


def _beside(tree: Tree, argument: Argument, first: int) -> bool:
    """“X से मुलाकात के बाद”: a marked phrase right before a bare noun, wherever the parser hung it."""
    markers = argument.marker.count(" ") + 1
    return argument.marker in {"से", "के साथ", "के बीच"} and first - markers - 1 <= argument.head < first


def _joins_in(tree: Tree, argument: Argument, verbs: set[int]) -> bool:
    """“रूसी सैनिकों के साथ मिलकर”: who it is done together with."""
    governor = argument.governor
    if argument.marker != "के साथ" or governor < 0 or tree.lemmas[governor] != "मिल":
        return False
    return tree.forms[governor] in {"मिलकर", "मिल"} and tree.words[governor].head in verbs


def _before_participle(tree: Tree, argument: Argument, verbs: set[int]) -> bool:
    """“A ने B के प्रति समर्थन जताते हुए कहा”: B stands with the participle though the parser hangs it on the main verb."""
    return argument.marker not in {"", "ने", "का"} and any(
        tree.words[verb].deprel == "advcl" and tree.words[verb].head == argument.governor and argument.head < verb
        for verb in verbs
    )


def _in_light_phrase(tree: Tree, argument: Argument, verbs: set[int], trigger: set[int]) -> bool:
    """A phrase on an adjective or participle that is itself part of the verb (“बिना शर्त समर्थन”)."""
    governor = argument.governor
    return (
        governor >= 0
        and tree.words[governor].head in verbs | trigger
        and tree.words[governor].upos in {"ADJ", "PART", "ADP", "ADV"}
    )


def _happens(draft: Draft) -> bool:
    return draft.verb is not None and fold(draft.tree.words[draft.verb].lemma) in {"हो", "चल", "है", "था"}


def unnamed_agent(tree: Tree, verb: int) -> bool:
    """“प्रदेश सरकार ने … किया”: whether somebody acts who is no entity."""
    return any(tree.forms[child + 1 : child + 2] == ("ने",) for child in tree.children[verb])


def _plain(marker: str) -> list[str]:
    if marker in AGENTS:
        return ["subject", marker]
    return [marker]
