"""Triggers: the words that tell an event, and how the clause means it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sutradhar.graph.model import Modality
from sutradhar.graph.ontology import load_ontology
from sutradhar.ingest.arguments import ArgumentFinder
from sutradhar.ingest.casualties import count_casualties
from sutradhar.ingest.datafiles import word_set
from sutradhar.ingest.entities import EntityTable
from sutradhar.ingest.events.draft import Draft
from sutradhar.ingest.events.vocabulary import VIOLENT
from sutradhar.ingest.lexicon import Predicate, fold, load_predicates
from sutradhar.ingest.moods import PERFECTIVE, Mood, MoodReader
from sutradhar.ingest.tree import VERBAL, Tree

CANCELLED = word_set("cancelled")
CARRIERS = word_set("announcing_nouns")
DEMONSTRATIVES = word_set("demonstratives")
GOING = word_set("motion_lemmas")
HELPERS = word_set("helper_lemmas")


@dataclass(frozen=True)
class TriggerFinder:
    """Matches the predicate lexicon. `sourced`: indexes of sentences that an agency or office is the source of."""

    table: EntityTable
    arguments: ArgumentFinder
    moods: MoodReader
    sourced: frozenset[int]

    def match(self, tree: Tree, index: int, predicate: Predicate) -> Draft | None:
        """The event that a predicate ending in a word tells, its roles still empty; None where it tells none."""
        word = tree.words[index]
        first = _words_before(tree, index, predicate)
        if first is None or self._blocked(tree, first, index, predicate) or _enabled(tree, first, predicate):
            return None
        definite = any(
            tree.words[child].text in DEMONSTRATIVES and tree.words[child].deprel in {"det", "nmod", "dep"}
            for child in tree.children[index]
        )
        if predicate.pos in {"verb", "phrase"}:
            if word.upos not in VERBAL and not (
                word.upos in {"NOUN", "ADJ"} and word.deprel in {"acl", "root", "advcl"}
            ):
                return None
            verb: int | None = index
            light = False
        else:
            if word.upos in VERBAL and predicate.pos == "noun":
                return None
            verb = self._light_verb(tree, index, predicate)
            light = verb is not None
            if verb is None:
                carried = predicate.pos == "noun" and _by_participle(tree, index, predicate)
                if not (predicate.nominal or carried) or (tree.index, index) in self.table.at:
                    return None
                verb = self._motion(tree, index)
                light = verb is not None
        if verb is None:
            mood = self._nominal_mood(tree, index, predicate)
        else:
            main = tree.words[verb].head
            converb = tree.forms[verb].endswith("कर") and len(tree.forms[verb]) > 2 and main > verb
            mood = self.moods.read(tree, verb, index)
            if converb and tree.words[main].upos in VERBAL and mood.modality == "asserted":
                mood = replace(self.moods.read(tree, main, main), passive=mood.passive)
            carrier = self.moods.attitudes.get(fold(tree.lemmas[word.head])) if word.head not in {verb, -1} else None
            if carrier == "planned" and mood.modality == "asserted" and self.arguments.marker(tree, index + 1) == "का":
                mood = replace(mood, modality="planned")
        if mood.modality is None:
            return None
        modality: Modality = mood.modality
        if verb is not None and CANCELLED.intersection(tree.forms[index + 1 : verb]):
            modality = "denied"  # “यात्रा रद्द कर दी”
        if modality == "asserted" and tree.index in self.sourced:
            modality = "claimed"
        draft = Draft(predicate, tree, index, first, verb, light, mood, definite, modality=modality)
        draft.casualties = count_casualties(tree.text) if draft.plover in VIOLENT else None
        return draft

    def _blocked(self, tree: Tree, first: int, index: int, predicate: Predicate) -> bool:
        around = {*range(max(0, first - 1), min(len(tree.words), index + 2)), *_close(tree, index)} - {index}
        around |= {tree.words[index].head} if tree.words[index].deprel in {"compound", "obj"} else set()
        return any(
            fold(tree.words[i].lemma) in predicate.blocked or fold(tree.words[i].text) in predicate.blocked
            for i in around
            if i >= 0
        )

    def _light_verb(self, tree: Tree, index: int, predicate: Predicate) -> int | None:
        """The light verb that makes an event of a noun or adjective: its head, or the verb right behind it."""
        word = tree.words[index]
        candidates = [word.head] if word.head >= 0 else []
        position = index + 1
        while position < len(tree.words) and position <= index + 4:
            following = tree.words[position]
            if following.upos in VERBAL:
                candidates.append(position)
                break
            if following.upos not in {"PART", "ADV", "PUNCT"} and following.text not in {"भी", "ही", "नहीं", "न"}:
                break
            position += 1
        marker = self.arguments.marker(tree, index + 1)
        for candidate in candidates:
            verb = tree.words[candidate]
            if verb.upos not in VERBAL or fold(verb.lemma) not in predicate.light:
                continue
            if candidate == word.head and word.deprel.startswith(("nmod", "amod", "acl")):
                continue
            if not marker:
                return candidate
        return _carried(tree, index, predicate, marker)

    def _motion(self, tree: Tree, index: int) -> int | None:
        """“यात्रा पर जाएंगे”, “बैठक में शामिल हुए”, “सम्मेलन में हिस्सा लेने गए”: the verb whose subject takes part."""
        marker = self.arguments.marker(tree, index + 1)
        head = tree.words[index].head
        if head < 0 or tree.words[head].upos not in VERBAL:
            return None
        verb = tree.words[head]
        if marker == "पर" and fold(verb.lemma) in GOING:
            return head
        partners = {tree.words[child].text for child in tree.children[head]}
        if marker == "में" and partners & {"शामिल", "हिस्सा", "भाग", "मौजूद", "उपस्थित", "शिरकत"}:
            return head
        return None

    def _nominal_mood(self, tree: Tree, index: int, predicate: Predicate) -> Mood:
        """A bare noun tells an event that took place, unless the verb or noun it hangs on says otherwise."""
        modality: Modality | None = "asserted"
        tense = None
        chain = tree.ancestors(index)
        if tree.words[index].text.endswith(("ों", "ओं")) and load_ontology()[predicate.mode].plover != "INCIDENT":
            return Mood(None, None, False)  # “बैठकों”: no single event
        carrier = next(
            (
                child
                for child in tree.children[index]
                if child < index and tree.words[child].deprel == "acl" and tree.words[child].upos in VERBAL
            ),
            None,
        )
        if carrier is not None:
            mood = self.moods.read(tree, carrier, index)
            if any(word.text in {"वाला", "वाले", "वाली"} for word in tree.words[carrier : carrier + 3]):
                modality = "planned"
            elif any(tree.words[child].text in self.moods.negations for child in tree.children[carrier]):
                modality = None
            tense = mood.tense
        if any(
            tree.words[child].text in {"प्रस्तावित", "आगामी", "संभावित", "अगले", "अगली"} for child in tree.children[index]
        ):
            modality = "planned"
        for position, above in enumerate(chain[:3]):
            word = tree.words[above]
            attitude = self.moods.attitudes.get(fold(word.lemma))
            if attitude in {"wished", "denied"} and position == 0 and word.upos == "NOUN" and carrier is None:
                return Mood(None, None, False)
            if attitude == "planned" and position == 0 and modality == "asserted":
                modality = "planned"
            if word.upos in VERBAL:
                verb_mood = self.moods.read(tree, above, index)
                marker = self.arguments.marker(tree, index + 1)
                temporal = marker in self.moods.happened or marker in {"के लिए", "से पहले"}
                if verb_mood.modality in {None, "denied"} and not (temporal and marker != "के लिए"):
                    return Mood(None, None, False)
                only_then = (
                    marker == "के बाद" and "ही" in tree.forms[index + 2 : index + 5]
                )  # “अनुमोदन के बाद ही लागू होगी”
                if (
                    verb_mood.tense == "future"
                    and modality == "asserted"
                    and (marker in {"", "में", "के दौरान", "का", "को"} or only_then)
                ):
                    modality = "planned"
                if verb_mood.modality == "claimed" and modality == "asserted":
                    modality = "claimed"
                tense = tense or verb_mood.tense
                break
        if any(tree.words[child].text in {"कोई", "किसी"} for child in tree.children[index]):
            return Mood(None, None, False)
        if self.moods.quoted(tree, index):
            return Mood(None, None, False)
        return Mood(modality, tense, False)


def predicates(tree: Tree, index: int, several: bool) -> list[Predicate]:
    """The predicates that may end in a word, of several words or of one; the form counts where the lemma is unknown."""
    word = tree.words[index]
    if word.deprel.startswith("aux") and (word.lemma in HELPERS or not word.text.endswith(PERFECTIVE)):
        return []
    found = load_predicates().find(word.lemma) or load_predicates().find(word.text)
    return [predicate for predicate in found if (len(predicate.lemmas) > 1) == several]


def _words_before(tree: Tree, index: int, predicate: Predicate) -> int | None:
    """Where a trigger of several words begins: its words in order, at most two others between."""
    position = index
    for lemma in reversed(predicate.lemmas[:-1]):
        for back in range(position - 1, max(-1, position - 4), -1):
            if lemma in (fold(tree.words[back].lemma), fold(tree.words[back].text)):
                position = back
                break
        else:
            return None
    return position


def _enabled(tree: Tree, first: int, predicate: Predicate) -> bool:
    """“बिजली पाने में मदद मिलेगी”: what makes something easier is no aid."""
    return (
        predicate.mode == "aid" and first > 1 and tree.forms[first - 1] == "में" and tree.words[first - 2].upos in VERBAL
    )


def _close(tree: Tree, index: int) -> list[int]:
    """The dependents that make one expression with a word, participial clauses left out."""
    return [
        child for child in tree.children[index] if tree.words[child].deprel not in {"advcl", "acl", "conj", "xcomp"}
    ]


def _by_participle(tree: Tree, index: int, predicate: Predicate) -> bool:
    """“सेना द्वारा किए गए परीक्षण”: whether the noun's light verb stands before it as a participle."""
    return any(
        child < index and tree.words[child].deprel == "acl" and fold(tree.lemmas[child]) in predicate.light
        for child in tree.children[index]
    )


def _carried(tree: Tree, index: int, predicate: Predicate, marker: str) -> int | None:
    """“समर्थन की पुष्टि की”, “सहायता की घोषणा की”: the verb of a noun that affirms what stands before it."""
    head = tree.words[index].head
    if predicate.nominal or marker != "का" or head < 0 or fold(tree.lemmas[head]) not in CARRIERS:
        return None
    verb = tree.words[head].head
    return (
        verb
        if verb > head and tree.words[verb].upos in VERBAL and tree.words[head].deprel in {"compound", "obj"}
        else None
    )
