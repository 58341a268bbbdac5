"""Moods: whether a clause says that something happened, will, might, did not, or is only said, wished or supposed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sutradhar.graph.model import Modality
from sutradhar.ingest.arguments import pronoun_data
from sutradhar.ingest.datafiles import word_set
from sutradhar.ingest.lexicon import Reporting, fold
from sutradhar.ingest.tree import VERBAL, Tree, Word, is_infinitive

FUTURE = re.compile("(े|ें|ए|एं|एँ|ओ|ो|ों|ोँ|ू|ूं|ूँ|ऊं|ऊँ|ये|यें)ग[ाेी]$")  # करेगा, जाएंगे; not लगा, दागे
PERFECTIVE = ("ा", "े", "ी", "ीं", "ए", "ई", "ईं", "या", "ये", "यी", "एं")
OPENING, CLOSING = frozenset("“‘«"), frozenset("”’»")
PLAIN_QUOTES = frozenset("\"'")


@dataclass(frozen=True)
class Mood:
    """How a clause is meant. `stored` is the modality of an event it tells, or None when it tells of none."""

    modality: Modality | None
    tense: Literal["past", "future"] | None
    passive: bool


SHORTEST_SPEECH = 4  # words
NOT_SAID = word_set("not_said")
TURNS = word_set("turns")
ONLY = word_set("only")
DOUBTS = word_set("doubts")


class MoodReader:
    """Reads moods; holds the words of attitude and the verbs of saying."""

    def __init__(self, reporting: Reporting) -> None:
        data = pronoun_data()
        self.reporting = reporting
        self.attitudes: dict[str, str] = {
            fold(word): name for name, words in data["attitudes"].items() for word in words
        }
        self.conditions = frozenset(map(fold, data["conditions"]))
        self.negations = frozenset(data["negations"])
        self.happened = frozenset(data["happened"])
        self.asides = tuple(tuple(phrase.split()) for phrase in data["asides"])

    # --- verb groups ----------------------------------------------------------------------------------------------------

    def group(self, tree: Tree, verb: int) -> list[int]:
        """A verb with its auxiliaries, in text order."""
        members = [verb]
        open_ = [verb]
        while open_:
            for child in tree.children[open_.pop()]:
                if tree.words[child].deprel.startswith(("aux", "cop")):
                    members.append(child)
                    open_.append(child)
        index = verb + 1
        while index < len(tree.words) and (tree.words[index].upos == "AUX" or tree.words[index].text in self.negations):
            if index not in members and tree.words[index].upos == "AUX":
                members.append(index)
            index += 1
        return sorted(members)

    def passive(self, tree: Tree, verb: int) -> bool:
        """Perfective + जा: “किए गए”, “दागी गईं”."""
        word = tree.words[verb]
        if word.lemma == "जा" or not word.text.endswith(PERFECTIVE):
            return False
        following = tree.words[verb + 1 : verb + 3]
        auxiliaries = [tree.words[i] for i in self.group(tree, verb) if i > verb] or list(following)
        behind = tree.words[verb + 1] if verb + 1 < len(tree.words) else None
        if behind is not None and behind.text in {"जाने", "जाना", "जाते", "जाता", "जाती"}:  # “गोली चलाए जाने की खबर”
            return True
        return any(each.lemma in {"जा", "जाए"} and each.upos == "AUX" for each in auxiliaries) and word.lemma not in {
            "हो",
            "आ",
            "बन",
            "रह",
        }

    def tense(self, tree: Tree, verb: int) -> Literal["past", "future"] | None:
        forms = [tree.words[i].text for i in self.group(tree, verb)]
        if any(FUTURE.search(form) for form in forms) or self._about_to(tree, verb):
            return "future"
        if any(form in {"था", "थे", "थी", "थीं"} for form in forms):
            return "past"
        if tree.words[verb].text.endswith(PERFECTIVE) and not tree.words[verb].text.endswith(
            ("ना", "ने", "नी", "ता", "ते", "ती")
        ):
            return "past"
        return None

    def _about_to(self, tree: Tree, verb: int) -> bool:
        """“होने वाली बैठक”, “जाने वाले हैं”; but “समर्थन देने वाला देश” is one that gives it."""
        word = tree.words[verb]
        agent = next(
            (each.index for each in tree.words[verb + 1 : verb + 3] if each.text in {"वाला", "वाले", "वाली"}), None
        )
        if agent is None or not word.text.endswith("ने"):
            return False
        finite = agent + 1 >= len(tree.words) or tree.words[agent + 1].upos in {"AUX", "PUNCT"}
        return finite or word.lemma in {"हो", "आ"}

    def negated(self, tree: Tree, *heads: int) -> bool:
        """Whether a negation hangs on one of the words or stands beside a verb group."""
        for head in heads:
            beside = [
                *tree.children[head],
                *range(max(0, head - 2), head),
                *range(head + 1, min(head + 2, len(tree.words))),
            ]
            if any(self._negation(tree, index) for index in beside):
                return True
        return False

    def _negation(self, tree: Tree, index: int) -> bool:
        """A word that negates; “न सिर्फ … बल्कि” does not."""
        following = tree.forms[index + 1 : index + 2]
        return tree.forms[index] in self.negations and not (following and following[0] in ONLY)

    # --- the whole clause -----------------------------------------------------------------------------------------------

    def read(self, tree: Tree, verb: int, trigger: int) -> Mood:
        """The mood of the clause of `verb`; `trigger` is the event's word (the verb itself or its noun)."""
        forms = [tree.words[i].text for i in self.group(tree, verb)]
        lemmas = [tree.words[i].lemma for i in self.group(tree, verb)]
        word = tree.words[verb]
        tense = self.tense(tree, verb)
        passive = self.passive(tree, verb)
        modality: Modality | None = "planned" if tense == "future" else "asserted"
        if self.negated(tree, verb, trigger):
            modality = "denied"
        if any(
            lemma in {"सक", "चाह"} or form in {"चाहिए", "सकता", "सकते", "सकती", "सके"}
            for form, lemma in zip(forms, lemmas, strict=True)
        ):
            modality = "denied" if modality == "denied" and tense == "past" else None
        if self._supposed(tree, verb) or self._subjunctive(tree, verb, forms):
            modality = None
        if word.upos in VERBAL and is_infinitive(word) and tense is None or self._about_to(tree, verb):
            modality = self._infinitive(tree, verb, modality, forms) if modality != "denied" else None
        under = self._embedding(tree, verb)
        if under is not None and modality is not None:
            modality = self._under(under, modality)
        if modality == "asserted" and self.quoted(tree, trigger):
            modality = "claimed"
        return Mood(modality, tense, passive)

    def _under(self, attitude: str, modality: Modality) -> Modality | None:
        if attitude == "wished":
            return None
        if attitude == "planned":
            return "planned" if modality in {"asserted", "planned"} else modality
        if attitude == "denied":
            return "denied"
        return "claimed" if modality == "asserted" else modality

    def _supposed(self, tree: Tree, verb: int) -> bool:
        """An “अगर” in the clause, or a “तो” clause of one."""
        for child in tree.children[verb]:
            word = tree.words[child]
            if fold(word.text) in self.conditions:
                return True
            if word.text == "तो" and word.deprel in {"mark", "cc"}:
                before = tree.words[child - 1]
                told = before.upos in VERBAL and before.text.endswith(PERFECTIVE)
                return told or any(fold(each.text) in self.conditions for each in tree.words)
        for word in tree.words[1:-1]:  # “जरूरत पड़ी तो वे जाएंगे”
            before = tree.words[word.index - 1]
            if word.text == "तो" and before.upos in VERBAL and before.text.endswith(PERFECTIVE):
                return verb > self._said_from(tree, word.index)
        starts = [each.index for each in tree.words if fold(each.text) in self.conditions]
        if starts and verb > self._said_from(tree, starts[0]):
            then = next((i for i in range(starts[0], len(tree.words)) if tree.forms[i] == "तो"), len(tree.words))
            counterfactual = any(form.endswith(("ता", "ती", "ते")) for form in tree.forms[-3:])
            return starts[0] < verb <= then + 1 or counterfactual and verb > starts[0]
        return bool(tree.text.endswith("?") and not self.quoted(tree, verb))

    def _said_from(self, tree: Tree, index: int) -> int:
        """Where the clause around a word begins, if it hangs under a verb of saying: the last कि before it, else -1."""
        return max((i for i in range(index) if tree.forms[i] == "कि"), default=-1)

    def _subjunctive(self, tree: Tree, verb: int, forms: list[str]) -> bool:
        """“करे”, “हटाएं”, “जाए”: a finite form that wishes. A perfective has ने or an auxiliary beside it."""
        if len(forms) > 1 and forms[-1] in {"जाए", "जाएं", "जाये", "हो", "हों"}:
            return True
        word = tree.words[verb]
        if (
            len(forms) > 1
            or not word.text.endswith(("ें", "एं", "ऊं", "ूं", "ए", "ो"))
            or word.text.endswith(("ुए", "िए", "गए"))
        ):
            return False
        ergative = any(each.text == "ने" for each in tree.words[:verb])
        return word.text.endswith(("ें", "एं", "ऊं", "ूं")) or not ergative and word.lemma + "ए" == word.text

    def _infinitive(self, tree: Tree, verb: int, modality: Modality | None, forms: list[str]) -> Modality | None:
        """What an infinitive tells: by the noun or postposition it stands under."""
        if self._about_to(tree, verb):
            return "planned" if modality is not None else None
        following = tree.words[self.group(tree, verb)[-1] + 1 :]
        parts: list[str] = []
        for word in following[:4]:
            if (
                word.upos in {"ADP", "SCONJ"}
                or parts
                and word.upos in {"NOUN", "ADP"}
                and " ".join([*parts, word.text]) in self.happened
            ):
                parts.append(word.text)
            else:
                break
        marker = " ".join(parts)
        head = tree.words[verb].head
        attitude = self.attitudes.get(fold(tree.words[head].lemma)) if head >= 0 else None
        if attitude is not None:
            return self._under(attitude, modality or "asserted") if modality is not None else None
        if marker in self.happened and marker not in {"से", "पर", "में"}:
            return modality
        if marker == "पर" and "जा" in [tree.words[i].lemma for i in self.group(tree, verb)]:
            return modality
        if not marker and any(form in {"है", "हैं", "होगा", "होगी"} for form in forms):
            return "planned" if modality is not None else None
        return None

    def _embedding(self, tree: Tree, verb: int) -> str | None:
        """The attitude of what a clause hangs under; `claimed` for a verb of saying."""
        index = verb
        aside = self._aside(tree)
        for _ in range(6):
            word = tree.words[index]
            head = word.head
            if head < 0 or head < aside:
                break
            above = tree.words[head]
            marked = any(tree.words[child].text == "कि" for child in tree.children[index])
            that = next((i for i in range(head, verb) if tree.forms[i] == "कि"), None)
            if that is not None and verb >= self.speech_end(tree, that):
                return None
            if marked or word.deprel in {"obj", "ccomp", "acl"} and self._after_that(tree, head, index):
                attitude = self.attitudes.get(fold(above.lemma)) or self._noun_attitude(tree, head)
                return attitude or "claimed"
            if (
                above.upos in VERBAL
                and word.deprel in {"nmod", "obj"}
                and self.attitudes.get(fold(above.lemma)) == "denied"
            ):
                return "denied"
            if (
                word.upos in VERBAL
                or above.upos in VERBAL
                or word.deprel in {"conj", "acl", "advcl", "nmod", "compound", "obj", "obl"}
            ):
                infinitive = word.upos in VERBAL and is_infinitive(word)
                attitude = self.attitudes.get(fold(above.lemma)) if above.upos == "NOUN" and infinitive else None
                if attitude is not None:
                    return attitude
                index = head
                continue
            break
        return None

    def _aside(self, tree: Tree) -> int:
        """Where an opening such as “बता दें कि”, by which the writer himself speaks, ends; 0 without one."""
        for phrase in self.asides:
            for start in range(min(4, len(tree.words) - len(phrase))):
                end = start + len(phrase)
                if tree.forms[start:end] == phrase and tree.forms[end : end + 1] == ("कि",):
                    return end + 1
        return 0

    def _after_that(self, tree: Tree, left: int, right: int) -> bool:
        return any(word.text == "कि" for word in tree.words[left:right])

    def _noun_attitude(self, tree: Tree, head: int) -> str | None:
        """“मांग की कि …”, “चेतावनी दी कि …”: the light verb's noun tells the attitude."""
        for child in tree.children[head]:
            if (
                child < head
                and tree.words[child].deprel in {"compound", "obj"}
                and (name := self.attitudes.get(fold(tree.words[child].lemma)))
            ):
                return "wished" if name == "wished" else "claimed" if name in {"claimed", "planned"} else name
        return None

    def speech_end(self, tree: Tree, start: int) -> int:
        """Where what is said from word `start` on ends: the writer goes on with “…, जबकि Y ने” of somebody else."""
        for index in range(start + 1, len(tree.words) - 2):
            if tree.forms[index] == "," and tree.forms[index + 1] in TURNS:
                rest = tree.words[index + 2 :]
                if any(word.text == "ने" or word.text in {"उन्होंने", "उसने"} for word in rest) or self._reports(rest):
                    return index
        return len(tree.words)

    def _reports(self, words: Sequence[Word]) -> bool:
        """“हालांकि विशेषज्ञ सवाल उठा रहे हैं”: others doubt or deny it."""
        return any(word.text in DOUBTS for word in words)

    def direct_speech(self, tree: Tree) -> int | None:
        """Where “X ने कहा, …” or “X ने कहा है: …” goes over into what is said, without quotation marks or कि."""
        for word in tree.words:
            if word.upos not in VERBAL or not any(len(verb.lemmas) == 1 for verb in self.reporting.find(word.lemma)):
                continue
            end = word.index + 1
            while end < len(tree.words) and tree.words[end].upos == "AUX":
                end += 1
            acts = any(form.endswith("ने") for form in tree.forms[: word.index])
            if acts and tree.forms[end : end + 1] in {(",",), (":",)} and len(tree.words) - end > SHORTEST_SPEECH:
                return None if tree.forms[end + 1] in NOT_SAID else end + 1
        return None

    def quoted(self, tree: Tree, index: int) -> bool:
        """Whether a word stands inside quotation marks (a mark that opens in an earlier sentence is not seen)."""
        speech = self.direct_speech(tree)
        if speech is not None and index >= speech:
            return True
        depth, plain = 0, 0
        for word in tree.words[:index]:
            depth += (word.text in OPENING) - (word.text in CLOSING)
            plain += word.text in PLAIN_QUOTES
        closes = any(word.text in CLOSING or word.text in PLAIN_QUOTES for word in tree.words[index:])
        return depth > 0 or plain % 2 == 1 and (closes or plain == 1)
