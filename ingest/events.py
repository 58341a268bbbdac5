"""Events: the predicate lexicon matched against trees, roles filled from case markers, mentions of one event joined.

One mechanism serves all modes. A trigger (verb, noun with its light verb, or bare noun) is found; the phrases that hang on
its verb and on its noun are offered to the roles of its frame; the mood of the clause says how the event is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sutradhar.graph.model import Evidence, LocalEvent, Modality, Participant
from sutradhar.graph.ontology import load_ontology
from sutradhar.ingest.arguments import Argument, ArgumentFinder
from sutradhar.ingest.casualties import Casualties, count_casualties
from sutradhar.ingest.datafiles import word_set, word_table
from sutradhar.ingest.entities import EntityTable
from sutradhar.ingest.lexicon import Predicate, Reporting, Role, fold, load_predicates
from sutradhar.ingest.moods import PERFECTIVE, Mood, MoodReader
from sutradhar.ingest.times import TimeExpression, find_times, resolve_bounds
from sutradhar.ingest.tree import VERBAL, Tree, is_infinitive

AGENTS = word_set("agents")
CANCELLED = word_set("cancelled")
SCENE = word_set("scene")
BY, PASSED = word_set("passive_agents"), word_set("passed")
GOING = word_set("motion_lemmas")
DEMONSTRATIVES = word_set("demonstratives")
CONCLUDING = frozenset(
    {"approve", "sign", "ratify", "agree", "support", "reject"}
)  # modes that can be about an agreement
THINGS = word_set("pronouns_of_things")
DIRECTED = frozenset(
    {
        "support",
        "praise",
        "accuse",
        "reject",
        "threaten",
        "warn",
        "sanction",
        "attack",
        "demand",
        "supply",
        "aid",
        "deliver",
    }
)
DIRECTED_NOUNS = word_table("directed_nouns")
PROMISING = frozenset({"promise", "announce", "agree", "aid", "supply", "reject", "deny"})
GIVING = frozenset({"supply", "deliver"})  # “रूस के टैंक बेचे”: whose the thing is does not say who gets it
TELLING = frozenset({"congratulate", "thank", "condole", "warn", "threaten", "praise", "invite"})
MEETING = frozenset({"meet", "talk", "sign", "agree", "open", "launch", "praise", "thank", "condole"})
TAKEN_FROM = frozenset({"arrest", "rescue", "kidnap", "seize", "evacuate", "escape", "capture"})
SPOTS = word_set("spot_markers")
LINKS = word_set("relative_adverbs")
FORETELLING = frozenset({"announce", "warn", "threaten", "promise"})
STALE_DAYS = 60
HELD = word_set("held_at")
SAME_DAY = re.compile(  # what keeps to the day that the sentence before told of
    "(?:^|\\s)(?:इसी|उसी) (?:दिन|रात|शाम|सुबह|बीच)(?:\\s|$)|(?:^|\\s)इस दौरान"
    "|(?:^|\\s)इससे (?:कुछ|थोड़ी|चंद) (?:ही )?(?:घंटे|देर|मिनट|समय) पहले"
    "|^(?:बाद में |वहीं )?(?:शाम|सुबह|दोपहर|रात|देर शाम|देर रात|तड़के|दोपहर बाद)(?: को| में|,|\\s)"
)
AT_THAT_TIME = re.compile("^(?:तब|उस (?:समय|वक्त|दौरान))(?:\\s|$)")
SUMMIT = "शिखर"
HIS_COUNTRY = {("अपने", "देश"), ("अपने", "मुल्क"), ("अपने", "राष्ट्र")}
HELPERS = word_set("helper_lemmas")
OPENERS = frozenset("“‘\"'")
PLACE_ROLES = frozenset({"place", "destination"})
MEANWHILE = word_set("meanwhile_markers")
CARRIERS = word_set("announcing_nouns")
NOBODY = frozenset({"INCIDENT", "ASSAULT", "PROTEST"})  # PLOVER categories of events that need no named participant
NEEDS_NOBODY = frozenset({"open", "launch", "release", "arrest", "elect", "meet", "test"})
VIOLENT = frozenset({"INCIDENT", "ASSAULT"})  # PLOVER categories whose events count the dead and injured


# How sure an event is, as judged on the dev articles (tests/quality/judged): found as the grammar has it; told by a bare
# noun; a role filled from a phrase that the parser hung elsewhere, or from the clause above; told again.
SURE, BARE, FAR, INHERITED, AGAIN, SUREST = 0.95, 0.05, 0.1, 0.05, 0.02, 0.98


@dataclass
class Draft:
    """An event mention while roles are being filled."""

    predicate: Predicate
    tree: Tree
    trigger: int
    first: int
    verb: int | None
    light: bool
    mood: Mood
    definite: bool
    participants: list[Participant] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    date: str | None = None
    modality: Modality = "asserted"
    confidence: float = SURE
    casualties: Casualties | None = None


@dataclass(frozen=True)
class EventFinder:
    """Finds the events of one article. `sourced`: indexes of sentences that an agency or office is the source of."""

    trees: Sequence[Tree]
    table: EntityTable
    arguments: ArgumentFinder
    reporting: Reporting
    published: str | None
    sourced: frozenset[int]

    def find(self) -> list[LocalEvent]:
        """The article's events, each with all its evidence, keyed v1, v2 …"""
        drafts = [draft for tree in self.trees for draft in self._sentence(tree)]
        self._find_scenes(drafts)
        _share_dates(drafts)
        self._carry_dates(drafts)
        return _join(drafts, self.table)

    def _find_scenes(self, drafts: Sequence[Draft]) -> None:
        """“मुख्यमंत्री ने घटनास्थल का दौरा किया”: the place of the incident told last before."""
        scene: list[str] = []
        for draft in drafts:
            if load_ontology()[draft.predicate.mode].plover in VIOLENT and draft.places:
                scene = draft.places
            near = draft.tree.forms[max(0, draft.first - 5) : draft.first]
            if draft.predicate.mode == "visit" and not draft.places and SCENE.intersection(near):
                draft.places = list(scene)

    def _carry_dates(self, drafts: Sequence[Draft]) -> None:
        """“शाम को”, “इसी दिन”, “इस दौरान” at the head of a sentence: on the day that the text is speaking of."""
        for number, draft in enumerate(drafts):
            tree = draft.tree
            if draft.date is not None or draft.modality not in {"asserted", "claimed"}:
                continue
            opening = " ".join(tree.forms[:8])
            if not SAME_DAY.search(opening):
                if AT_THAT_TIME.search(opening):  # of whatever precision
                    told = [each.date for each in drafts[:number] if each.tree.index == tree.index - 1 and each.date]
                    draft.date = told[-1] if told else None
                continue
            before = [
                each.date for each in drafts[:number]
                if tree.index - 3 <= each.tree.index < tree.index and each.date is not None and len(each.date) == 10
                and each.modality in {"asserted", "claimed"}
            ]  # fmt: skip
            draft.date = before[-1] if before else None

    # --- triggers -------------------------------------------------------------------------------------------------------

    def _sentence(self, tree: Tree) -> list[Draft]:
        moods = MoodReader(self.reporting)
        times = None
        drafts: list[Draft] = []
        used: set[int] = set()
        for several in (True, False):  # “मार गिराया” before “मारा”
            for index in range(len(tree.words)):
                named = self.table.at.get((tree.index, index))
                if index in used or named is not None and self.table.label(named) != "Treaty":
                    continue
                for predicate in self._predicates(tree, index, several):
                    draft = self._match(tree, index, predicate, moods)
                    if draft is None or draft.first in used:
                        continue
                    self._fill(draft)
                    if not self._holds(draft):
                        continue
                    if times is None:
                        times = {
                            tense: find_times(tree.text, self.published, tense=tense)
                            for tense in ("past", "future", None)
                        }
                    draft.date = self._plausible(
                        self._date(draft, times["future" if draft.modality == "planned" else draft.mood.tense]), draft
                    )
                    drafts.append(draft)
                    used.update(range(draft.first, index + 1))
                    if draft.light and draft.verb is not None:
                        used.update(range(index, draft.verb + 1) if index < draft.verb <= index + 4 else (draft.verb,))
                    break
        drafts.sort(key=lambda draft: draft.trigger)
        self._set_scenes(tree, drafts)
        return drafts

    def _predicates(self, tree: Tree, index: int, several: bool) -> list[Predicate]:
        """The predicates that may end in a word, of several words or of one; the form counts where the lemma is unknown."""
        word = tree.words[index]
        if word.deprel.startswith("aux") and (word.lemma in HELPERS or not word.text.endswith(PERFECTIVE)):
            return []
        found = load_predicates().find(word.lemma) or load_predicates().find(word.text)
        return [predicate for predicate in found if (len(predicate.lemmas) > 1) == several]

    def _match(self, tree: Tree, index: int, predicate: Predicate, moods: MoodReader) -> Draft | None:
        word = tree.words[index]
        first = self._words_before(tree, index, predicate)
        if first is None or self._blocked(tree, first, index, predicate) or self._enabled(tree, first, predicate):
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
                carried = predicate.pos == "noun" and self._by_participle(tree, index, predicate)
                if not (predicate.nominal or carried) or (tree.index, index) in self.table.at:
                    return None
                verb = self._motion(tree, index)
                light = verb is not None
        if verb is None:
            mood = self._nominal_mood(tree, index, predicate, moods)
        else:
            main = tree.words[verb].head
            converb = tree.forms[verb].endswith("कर") and len(tree.forms[verb]) > 2 and main > verb
            mood = moods.read(tree, verb, index)
            if converb and tree.words[main].upos in VERBAL and mood.modality == "asserted":
                mood = replace(moods.read(tree, main, main), passive=mood.passive)
            carrier = moods.attitudes.get(fold(tree.lemmas[word.head])) if word.head not in {verb, -1} else None
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
        draft.casualties = count_casualties(tree.text) if load_ontology()[predicate.mode].plover in VIOLENT else None
        return draft

    def _words_before(self, tree: Tree, index: int, predicate: Predicate) -> int | None:
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

    def _blocked(self, tree: Tree, first: int, index: int, predicate: Predicate) -> bool:
        around = {*range(max(0, first - 1), min(len(tree.words), index + 2)), *self._close(tree, index)} - {index}
        around |= {tree.words[index].head} if tree.words[index].deprel in {"compound", "obj"} else set()
        return any(
            fold(tree.words[i].lemma) in predicate.blocked or fold(tree.words[i].text) in predicate.blocked
            for i in around
            if i >= 0
        )

    def _enabled(self, tree: Tree, first: int, predicate: Predicate) -> bool:
        """“बिजली पाने में मदद मिलेगी”: what makes something easier is no aid."""
        return (
            predicate.mode == "aid"
            and first > 1
            and tree.forms[first - 1] == "में"
            and tree.words[first - 2].upos in VERBAL
        )

    def _close(self, tree: Tree, index: int) -> list[int]:
        """The dependents that make one expression with a word, participial clauses left out."""
        return [
            child for child in tree.children[index] if tree.words[child].deprel not in {"advcl", "acl", "conj", "xcomp"}
        ]

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
        return self._carried(tree, index, predicate, marker)

    def _by_participle(self, tree: Tree, index: int, predicate: Predicate) -> bool:
        """“सेना द्वारा किए गए परीक्षण”: whether the noun's light verb stands before it as a participle."""
        return any(
            child < index and tree.words[child].deprel == "acl" and fold(tree.lemmas[child]) in predicate.light
            for child in tree.children[index]
        )

    def _carried(self, tree: Tree, index: int, predicate: Predicate, marker: str) -> int | None:
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

    def _nominal_mood(self, tree: Tree, index: int, predicate: Predicate, moods: MoodReader) -> Mood:
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
            mood = moods.read(tree, carrier, index)
            if any(word.text in {"वाला", "वाले", "वाली"} for word in tree.words[carrier : carrier + 3]):
                modality = "planned"
            elif any(tree.words[child].text in moods.negations for child in tree.children[carrier]):
                modality = None
            tense = mood.tense
        if any(
            tree.words[child].text in {"प्रस्तावित", "आगामी", "संभावित", "अगले", "अगली"} for child in tree.children[index]
        ):
            modality = "planned"
        for position, above in enumerate(chain[:3]):
            word = tree.words[above]
            attitude = moods.attitudes.get(fold(word.lemma))
            if attitude in {"wished", "denied"} and position == 0 and word.upos == "NOUN" and carrier is None:
                return Mood(None, None, False)
            if attitude == "planned" and position == 0 and modality == "asserted":
                modality = "planned"
            if word.upos in VERBAL:
                verb_mood = moods.read(tree, above, index)
                marker = self.arguments.marker(tree, index + 1)
                temporal = marker in moods.happened or marker in {"के लिए", "से पहले"}
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
        if moods.quoted(tree, index):
            return Mood(None, None, False)
        return Mood(modality, tense, False)

    # --- roles ----------------------------------------------------------------------------------------------------------

    def _fill(self, draft: Draft) -> None:
        tree, predicate = draft.tree, draft.predicate
        offers = self._offers(draft)
        taken: set[str] = set()
        filled: set[str] = set()
        for role in predicate.frame.roles:
            for marker in role.markers:
                for slots, argument in offers:
                    if marker not in slots:
                        continue
                    if (
                        marker != slots[0]
                        and role.name in filled
                        and role.name not in {"actor", "counterpart", "recipient", "place"}
                    ):
                        continue
                    for key in argument.entities:
                        if key in taken or self.table.label(key) not in role.types:
                            continue
                        if role.name in filled and marker in {"का", "का*", "bare"} and role.name != "place":
                            continue
                        if marker == "में" and role.name == "actor" and draft.verb is not None and (
                            self._unnamed_agent(tree, draft.verb)
                        ):  # fmt: skip
                            continue  # “कैबिनेट ने EBRD में सदस्यता को मंजूरी दी”
                        if marker == "bare" and role.name not in PLACE_ROLES and self._is_town(key):
                            taken.add(key)  # “नैरोबी वार्ता”: where, not who
                            draft.places.append(key)
                            continue
                        taken.add(key)
                        hit = role.name == "recipient" and self._is_town(key) and (
                            self._violent(draft) or predicate.mode in {"elect", "win", "open", "close"}
                        )  # fmt: skip
                        self._place_in(draft, "place" if hit else role.name, key)
                if any(True for part in draft.participants if part.role == role.name):
                    filled.add(role.name)
        if not any(part.role == "actor" for part in draft.participants) and draft.verb is not None:
            self._inherit_subject(draft, taken)
        if predicate.mode in DIRECTED and not any(part.role == "recipient" for part in draft.participants):
            self._stand_in(draft, offers, taken)
        if not any(part.role == "recipient" for part in draft.participants):
            self._owner_far(draft, taken)
        if not any(part.role == "recipient" for part in draft.participants):
            self._meant(draft, taken)
        named = self.table.at.get((tree.index, draft.trigger))
        if named is not None and self.table.label(named) == "Treaty":
            draft.about = [named]
        if (
            predicate.mode == "invite"
            and draft.verb is None
            and not any(p.role == "recipient" for p in draft.participants)
        ):
            self._guest(draft, taken)
        if (
            not draft.about
            and any(role.name == "about" for role in predicate.frame.roles)
            and predicate.mode in CONCLUDING
        ):
            self._treaty_meant(draft)
        if predicate.mode == "approve" and draft.about:
            draft.predicate = replace(predicate, mode="ratify")
        if predicate.frame.symmetric and draft.verb is None and len(draft.participants) < 2:
            self._attended(draft, taken)
        if tree.forms[max(0, draft.first - 3) : draft.first - 1] in HIS_COUNTRY:
            draft.participants = [self._country_of(each) for each in draft.participants]
        if not draft.places:
            self._loose_place(draft, taken)
        draft.participants.sort(key=lambda part: (part.role != "actor", part.role, part.entity))
        if tree.words[draft.trigger].upos not in VERBAL and not draft.light:
            draft.confidence -= BARE

    def _country_of(self, part: Participant) -> Participant:
        """“चोई ने अपने देश के समर्थन की पुष्टि की”: the country whose office an actor holds, in his place."""
        held = (each.body for each in self.table.offices if each.person == part.entity and not each.former)
        country = next((body for body in held if self.table.label(body) == "Place"), None)
        return replace(part, entity=country) if part.role == "actor" and country is not None else part

    def _owner_far(self, draft: Draft, taken: set[str]) -> None:
        """“X की सैनिकों ने हत्या कर दी”, “X की गोली मारकर हत्या”: the genitive of a light verb's noun, cut off from it."""
        tree = draft.tree
        roles = [each for each in draft.predicate.frame.roles if each.name == "recipient" and "का" in each.markers[:1]]
        if not roles or not draft.light:
            return
        for argument in reversed(self.arguments.of(tree)):
            if argument.marker != "का" or argument.head >= draft.first:
                continue
            between = tree.words[argument.head + 2 : draft.first]
            agent = [word.text for word in between if word.upos == "ADP"]
            finite = any(word.upos in VERBAL and not word.text.endswith("कर") for word in between)
            if (
                len(between) <= 7
                and not finite
                and set(agent) <= {"ने", "को", "में", "से"}
                and "कि" not in tree.forms[argument.head : draft.first]
            ):
                draft.confidence -= FAR
                self._take(draft, "recipient", roles[0].types, argument, taken)
            return

    def _meant(self, draft: Draft, taken: set[str]) -> None:
        """Whom an event is directed at, where another clause says it.

        “आरोप लगाया कि X ने …”: the subject of what is alleged; “X को … देने का वादा किया”: who shall get it;
        “X को फोन कर बधाई दी”: whom the converb before names.
        """
        tree = draft.tree
        roles = [role for role in draft.predicate.frame.roles if role.name in {"recipient", "counterpart"}]
        if not roles or draft.verb is None:
            return
        below = {draft.verb, draft.trigger}
        for argument in self.arguments.of(tree):
            governor = argument.governor
            if governor < 0 or governor in below or tree.words[governor].upos not in VERBAL:
                continue
            near = tree.words[governor].head in below
            behind = governor > draft.verb and any(form == "कि" for form in tree.forms[draft.verb : argument.head])
            subject = argument.marker == "ने" or argument.marker == "" and tree.words[argument.head].deprel == "nsubj"
            alleged = draft.predicate.mode in {"accuse", "demand"} and behind and subject
            blamed = draft.predicate.mode == "accuse" and near and argument.marker == "पर" and governor < draft.first
            given = near and argument.marker == "को" and governor < draft.verb and is_infinitive(tree.words[governor])
            converb = (
                near and argument.marker == "को" and governor < draft.first and tree.words[governor].deprel == "advcl"
            )
            if (
                alleged
                or blamed
                or given
                and draft.predicate.mode in PROMISING
                or converb
                and draft.predicate.mode in TELLING
            ):
                self._take(draft, roles[0].name, roles[0].types, argument, taken)
                if alleged:
                    return

    def _set_scenes(self, tree: Tree, drafts: Sequence[Draft]) -> None:
        """Place and time that another event of the sentence gives.

        “A में हुई बातचीत में … पर हस्ताक्षर किए”: what is done at a meeting is done where and when it is held;
        “A जाकर … मुलाकात की”: there; “A पहुंचे, जहां उन्होंने …”: there.
        """
        for draft in drafts:
            main = draft.verb if draft.verb is not None else draft.trigger
            if draft.date is None:
                draft.date = self._when(tree, draft, drafts)
            if not draft.places and draft.predicate.mode not in {"visit", "invite"}:
                draft.places += self._where(tree, main)
            for scene in drafts:
                if scene is draft or scene.predicate.mode == draft.predicate.mode:
                    continue
                head = scene.verb if scene.light and scene.verb is not None else scene.trigger
                marker = self.arguments.marker(tree, scene.trigger + 1)
                held = tree.words[scene.trigger].head == main and marker in HELD
                came = (
                    scene.predicate.mode == "visit"
                    and tree.words[head].head == main
                    and tree.forms[head].endswith("कर")
                    and draft.predicate.mode in MEETING
                )
                if held or came:
                    draft.places = draft.places or list(scene.places)
                    draft.date = draft.date or (scene.date if held else None)
                    scene.date = scene.date or (draft.date if came else None)

    def _when(self, tree: Tree, draft: Draft, drafts: Sequence[Draft]) -> str | None:
        """The date of the clause that a clause without one is bound to.

        By जिसके बाद, जब, जहां before it, or as a participle in progress (“प्रदर्शन कर रहे … को गिरफ्तार किया”).
        """
        main = draft.verb if draft.verb is not None else draft.trigger
        dated = [each for each in drafts if each is not draft and each.date is not None]
        before = [each for each in dated if each.trigger < draft.trigger]
        link = next((i for i in range(main, 0, -1) if tree.forms[i] in LINKS), None)
        bound = link is not None and (
            tree.words[link].head == main or main in tree.ancestors(link) or main - link <= 15
        )
        if (
            (bound or self._follows(draft))
            and before
            and (link is None or before[-1].trigger < link or self._follows(draft))
        ):
            return before[-1].date
        if tree.words[main].deprel == "acl" and tree.forms[main + 1 : main + 2] in {("रहे",), ("रही",), ("रहा",)}:
            over = [
                each
                for each in dated
                if each.trigger > draft.trigger and (each.verb or each.trigger) in tree.ancestors(main)
            ]
            return over[0].date if over else None
        return None

    def _where(self, tree: Tree, verb: int) -> list[str]:
        """The place that “जहां” before a clause means: the last one named before it."""
        relative = next((i for i in range(verb, 0, -1) if tree.forms[i] in {"जहां", "जहाँ"}), None)
        if relative is None or any(tree.forms[i] in {"।", ";"} for i in range(relative, verb)):
            return []
        if verb not in tree.ancestors(relative) and tree.words[relative].head != verb and verb - relative > 25:
            return []
        before = [
            each for each in self.arguments.of(tree)
            if each.head < relative and each.kind == "name" and self.table.label(each.entities[0]) == "Place"
        ]  # fmt: skip
        marked = [each for each in before if each.marker != "का"] or before
        return list(marked[-1].entities[:1]) if marked else []

    def _is_town(self, key: str) -> bool:
        entity = self.table.entities[key]
        return entity.label == "Place" and entity.place_type != "country"

    def _stand_in(self, draft: Draft, offers: list[tuple[list[str], Argument]], taken: set[str]) -> None:
        roles = [role for role in draft.predicate.frame.roles if role.name == "recipient"]
        for slots, argument in offers:
            marker = slots[0].removeprefix("possessor ")
            if marker == slots[0] or not roles or marker not in roles[0].markers:
                continue
            if draft.predicate.mode not in GIVING or marker in {"के लिए", "को"}:
                self._take(draft, "recipient", roles[0].types, argument, taken)
        given = draft.predicate.mode in GIVING
        if roles and not given and not any(part.role == "recipient" for part in draft.participants):
            self._owner_before(draft, roles[0], taken)

    def _owner_before(self, draft: Draft, role: Role, taken: set[str]) -> None:
        """“रूस के … हर कदम को समर्थन”: the owner of the marked noun right before the trigger, wherever the parser hung it."""
        tree = draft.tree
        position = next(
            (
                i
                for i in range(draft.first - 1, max(0, draft.first - 4), -1)
                if tree.forms[i] in {"को", "का", "के", "की"}
            ),
            None,
        )
        if position is None or (tree.index, position - 1) in self.table.at:
            return
        for argument in reversed(self.arguments.of(tree)):
            if argument.head < position and argument.marker == "का":
                between = tree.words[argument.head : position]
                if not any(word.text in {"ने", "से", "पर", "को", ",", "कि"} for word in between) and len(between) <= 10:
                    draft.confidence -= FAR
                    self._take(draft, role.name, role.types, argument, taken)
                return

    def _place_in(self, draft: Draft, role: str, key: str) -> None:
        if role in PLACE_ROLES:
            draft.places.append(key)
        elif role == "about":
            draft.about.append(key)
        elif role != "source":
            draft.participants.append(Participant(key, role))

    def _offers(self, draft: Draft) -> list[tuple[list[str], Argument]]:
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
            if self._of_infinitive(draft, argument):
                offers.append((["का"], argument))
            elif argument.governor in verbs:
                offers.append((self._verb_slots(draft, argument), argument))
            elif argument.governor in trigger or argument.head in trigger:
                offers.append((self._noun_slots(draft, argument), argument))
            elif argument.governor in carriers or argument.marker in BY and self._next_verb(tree, argument) in carriers:
                offers.append((self._verb_slots(draft, argument, argument.governor), argument))
            elif self._in_light_phrase(tree, argument, verbs, trigger):
                offers.append((self._verb_slots(draft, argument), argument))
            elif draft.verb is None and self._beside(tree, argument, draft.first):
                offers.append((self._noun_slots(draft, argument), argument))
            elif self._joins_in(tree, argument, verbs):
                offers.append((["subject"], argument))
            elif self._before_participle(tree, argument, verbs):
                offers.append((self._plain(argument.marker), argument))
        active = draft.verb is not None and not draft.mood.passive and not self._laid_on(tree, draft.verb)
        if active and not any("subject" in slots for slots, _ in offers):
            offers += self._ergative_before(draft)
        return offers + self._possessors(draft, verbs | trigger)

    def _next_verb(self, tree: Tree, argument: Argument) -> int | None:
        """The first verb or participle behind a phrase, other than “बीते”, “गुजरे” before a time."""
        verbs = (word for word in tree.words[argument.head + 1 :] if word.upos in VERBAL and word.text not in PASSED)
        return next((word.index for word in verbs), None)

    def _aside(self, tree: Tree, argument: Argument) -> bool:
        """A dateline (“काठमांडू: …”), or whose statement is only the source (“X की ओर से जारी बयान के अनुसार”)."""
        dateline = argument.start == 0 and tree.forms[argument.head + 1 : argument.head + 2] in {(":",), ("।",), ("|",)}
        behind = tree.forms[argument.head + 1 : argument.head + 6]
        return dateline and self._is_town(argument.entities[0]) or argument.marker in AGENTS and "जारी" in behind[2:]

    def _of_infinitive(self, draft: Draft, argument: Argument) -> bool:
        """“X द्वारा खेद जताने की आलोचना की”: X does what is criticised."""
        if argument.marker not in AGENTS or argument.head > draft.first:
            return False
        between = draft.tree.words[argument.head : draft.first]
        return any(
            word.upos in VERBAL and word.text.endswith("ने") and following.text in {"का", "की", "के"}
            for word, following in zip(between, between[1:], strict=False)
        )

    def _laid_on(self, tree: Tree, verb: int) -> bool:
        """“X पर हथियार देने का आरोप”: an infinitive under a noun that says whose deed it is."""
        head = tree.words[verb].head
        return is_infinitive(tree.words[verb]) and head >= 0 and fold(tree.lemmas[head]) in DIRECTED_NOUNS

    def _violent(self, draft: Draft) -> bool:
        return load_ontology()[draft.predicate.mode].plover == "ASSAULT" and draft.predicate.mode not in {
            "kill",
            "kidnap",
        }

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

    def _beside(self, tree: Tree, argument: Argument, first: int) -> bool:
        """“X से मुलाकात के बाद”: a marked phrase right before a bare noun, wherever the parser hung it."""
        markers = argument.marker.count(" ") + 1
        return argument.marker in {"से", "के साथ", "के बीच"} and first - markers - 1 <= argument.head < first

    def _joins_in(self, tree: Tree, argument: Argument, verbs: set[int]) -> bool:
        """“रूसी सैनिकों के साथ मिलकर”: who it is done together with."""
        governor = argument.governor
        if argument.marker != "के साथ" or governor < 0 or tree.lemmas[governor] != "मिल":
            return False
        return tree.forms[governor] in {"मिलकर", "मिल"} and tree.words[governor].head in verbs

    def _before_participle(self, tree: Tree, argument: Argument, verbs: set[int]) -> bool:
        """“A ने B के प्रति समर्थन जताते हुए कहा”: B stands with the participle though the parser hangs it on the main verb."""
        return argument.marker not in {"", "ने", "का"} and any(
            tree.words[verb].deprel == "advcl" and tree.words[verb].head == argument.governor and argument.head < verb
            for verb in verbs
        )

    def _in_light_phrase(self, tree: Tree, argument: Argument, verbs: set[int], trigger: set[int]) -> bool:
        """A phrase on an adjective or participle that is itself part of the verb (“बिना शर्त समर्थन”)."""
        governor = argument.governor
        return (
            governor >= 0
            and tree.words[governor].head in verbs | trigger
            and tree.words[governor].upos in {"ADJ", "PART", "ADP", "ADV"}
        )

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
            return ["का", "का*"] if draft.mood.passive or self._happens(draft) else ["का"]
        if argument.marker == "":
            return ["bare"]
        return self._plain(argument.marker)

    def _happens(self, draft: Draft) -> bool:
        return draft.verb is not None and fold(draft.tree.words[draft.verb].lemma) in {"हो", "चल", "है", "था"}

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
            ) or self._unnamed_agent(tree, argument.governor)
            if ergative or relation == "obj":
                return ["object", "bare"]
            if relation.startswith("nsubj") or argument.kind in {"pronoun", "pair", "title", "collective"} or not place:
                return ["subject", "object", "bare"] if place else ["subject"]
            return ["bare", "object", "subject"]
        return self._plain(marker)

    def _unnamed_agent(self, tree: Tree, verb: int) -> bool:
        """“प्रदेश सरकार ने … किया”: whether somebody acts who is no entity."""
        return any(tree.forms[child + 1 : child + 2] == ("ने",) for child in tree.children[verb])

    def _with_the_rest(self, tree: Tree, argument: Argument) -> list[str]:
        """“X समेत 38 सांसदों को”: X has the marker of those that he is one of."""
        for position in range(argument.head + 2, min(argument.head + 9, len(tree.words))):
            if tree.words[position].upos in VERBAL:
                break
            if tree.words[position].upos in {"NOUN", "PROPN"} and (marker := self.arguments.marker(tree, position + 1)):
                return ["subject"] if marker == "ने" else ["को", "object"] if marker == "को" else self._plain(marker)
        return ["subject", "object"]

    def _plain(self, marker: str) -> list[str]:
        if marker in AGENTS:
            return ["subject", marker]
        return [marker]

    def _inherit_subject(self, draft: Draft, taken: set[str]) -> None:
        """The subject of a participle, conjunct or infinitive is that of the verb it belongs to, or the noun it describes."""
        assert draft.verb is not None
        tree = draft.tree
        roles = [role for role in draft.predicate.frame.roles if "subject" in role.markers]
        if not roles or draft.mood.passive or any(part.role == roles[0].name for part in draft.participants):
            return
        if any(tree.words[i].deprel == "nsubj" and tree.words[i].upos == "NOUN" for i in tree.children[draft.verb]):
            return  # “और उनके पति रिहा हो गए”: it has its own
        role = roles[0]
        index = draft.verb
        for _ in range(4):
            word = tree.words[index]
            if word.head < 0 or self._spoken(tree, index):
                return
            if word.deprel == "acl":
                noun = word.head
                for argument in self.arguments.of(tree):
                    if argument.head == noun and argument.kind in {"name", "collective", "pronoun", "title"}:
                        self._take(draft, role.name, role.types, argument, taken)
                        return
                if tree.words[noun].upos not in VERBAL:
                    return
            index = word.head
            if tree.words[index].upos not in VERBAL and tree.words[index].upos != "NOUN":
                return
            marker = DIRECTED_NOUNS.get(fold(tree.lemmas[index]))
            if marker is not None:
                for argument in self.arguments.of(tree):
                    if argument.governor in {index, tree.words[index].head} and argument.marker == marker:
                        self._take(draft, role.name, role.types, argument, taken)
                return
            for argument in self.arguments.of(tree):
                same = argument.governor == index
                if same and (
                    argument.marker == "ने"
                    or argument.marker == ""
                    and tree.words[argument.head].deprel.startswith("nsubj")
                ):
                    if word.deprel in {"conj", "advcl", "nmod", "xcomp", "obl", "obj", "acl", "compound"}:
                        draft.confidence -= INHERITED
                        self._take(draft, role.name, role.types, argument, taken)
                    return

    def _spoken(self, tree: Tree, verb: int) -> bool:
        """Whether a clause is what somebody says: its subject is not the speaker by grammar."""
        head = tree.words[verb].head
        marked = any(tree.words[child].text == "कि" for child in tree.children[verb])
        return marked or any(
            word.text == "कि" or word.text in OPENERS for word in tree.words[min(head, verb) + 1 : verb]
        )

    def _take(self, draft: Draft, role: str, types: frozenset[str], argument: Argument, taken: set[str]) -> None:
        for key in argument.entities:
            if key not in taken and self.table.label(key) in types:
                taken.add(key)
                draft.participants.append(Participant(key, role))

    def _guest(self, draft: Draft, taken: set[str]) -> None:
        """“X के निमंत्रण पर Y … का दौरा करेंगे”: who comes on an invitation was invited."""
        tree = draft.tree
        head = tree.words[draft.trigger].head
        if self.arguments.marker(tree, draft.trigger + 1) != "पर":
            return
        for argument in self.arguments.of(tree):
            nominative = argument.marker == "" and tree.words[argument.head].deprel.startswith("nsubj")
            if argument.governor == head and (argument.marker == "ने" or nominative):
                self._take(draft, "recipient", frozenset({"Person", "Organization", "Place"}), argument, taken)
                return

    def _treaty_meant(self, draft: Draft) -> None:
        """“इस पर दस्तखत किए”, “उनके दस्तखत”: the agreement named last, where a pronoun stands for what is signed."""
        tree = draft.tree
        own = {draft.trigger, draft.verb}
        pronoun = any(word.text in THINGS and word.head in own and word.deprel != "det" for word in tree.words)
        if not pronoun:
            return
        before = [
            (index, word) for (index, word), key in self.table.at.items()
            if (index, word) < (tree.index, draft.trigger) and index >= tree.index - 3 and self.table.label(key) == "Treaty"
        ]  # fmt: skip
        if before:
            draft.about.append(self.table.at[max(before)])

    def _attended(self, draft: Draft, taken: set[str]) -> None:
        """“A और B ने शिखर बैठक के दौरान …”: two who act during a meeting took part in it."""
        tree = draft.tree
        head = tree.words[draft.trigger].head
        if self.arguments.marker(tree, draft.trigger + 1) not in MEANWHILE:
            return
        people = [
            key
            for argument in self.arguments.of(tree)
            if argument.governor == head and argument.marker in {"ने", ""}
            for key in argument.entities
            if key not in taken
            and self.table.label(key) in ({"Person"} if argument.marker == "ने" else {"Person", "Organization"})
        ]
        if len(people) + len(draft.participants) >= 2:
            draft.participants += [Participant(key, "actor") for key in people]

    def _loose_place(self, draft: Draft, taken: set[str]) -> None:
        """A place with में in the same clause, also where it hangs on another noun of it (“वॉनसान शहर में”)."""
        tree = draft.tree
        own = {draft.trigger, draft.verb}
        for argument in self.arguments.of(tree):
            key = argument.entities[0]
            if self.table.label(key) != "Place" or key in taken:
                continue
            held = argument.marker == "में" or argument.marker == "से" and draft.predicate.mode in TAKEN_FROM
            near = argument.governor in own or tree.words[argument.head].head in own
            if held and near or self._is_town(key) and self._scene_of(draft, argument):
                taken.add(key)
                draft.places.append(key)

    def _scene_of(self, draft: Draft, argument: Argument) -> bool:
        """“गया शहर के एक मकान से”, “अस्पताल पर हमला”, “पेरिस में हुई बातचीत में”: a town that a spot or meeting lies in."""
        tree = draft.tree
        own = {draft.trigger, draft.verb}
        index = argument.governor
        for _ in range(4):
            if index < 0 or index in own:
                return False
            word = tree.words[index]
            if word.upos in VERBAL and word.deprel != "acl":
                return False
            if word.upos in {"NOUN", "PROPN"}:
                marker = self.arguments.marker(tree, index + 1)
                spots = SPOTS | ({"से"} if draft.predicate.mode in TAKEN_FROM else set())
                if marker in spots and word.head in own:
                    return True
                if marker not in {"का", ""} and marker not in spots:
                    return False
            index = word.head
        return False

    def _holds(self, draft: Draft) -> bool:
        """Whether enough is known for the reading: needed roles, somebody taking part, both sides of a two-sided event."""
        roles = {part.role for part in draft.participants} | ({"place"} if draft.places else set())
        roles |= {"about"} if draft.about else set()
        if draft.mood.passive and draft.tree.forms[draft.trigger + 1 : draft.trigger + 2] != ("जाने",):
            roles.add("actor")  # whom a passive need not name
        if any(need not in roles for need in draft.predicate.needs):
            return False
        incident = load_ontology()[draft.predicate.mode].plover == "INCIDENT"
        if not draft.participants and not draft.about:
            if draft.predicate.mode not in NEEDS_NOBODY and load_ontology()[draft.predicate.mode].plover not in NOBODY:
                return False
            counted = draft.casualties is not None and (draft.casualties.killed or draft.casualties.injured)
            told = incident or draft.light or draft.predicate.pos in {"verb", "phrase"}
            return bool(draft.places) and told or bool(counted)
        if draft.predicate.mode in {"supply", "aid"} and not draft.participants:
            return False
        if draft.predicate.frame.symmetric and len(draft.participants) < 2 and not draft.about:
            return draft.definite or bool(draft.places) or draft.light
        if draft.predicate.mode == "visit":
            return (
                bool(draft.places)
                and bool(draft.participants)
                or draft.definite
                or draft.light
                and bool(draft.participants)
            )
        return True

    # --- times ----------------------------------------------------------------------------------------------------------

    def _follows(self, draft: Draft) -> bool:
        """“… वार्ता की, जिसके बाद … हस्ताक्षर किए गए”: a clause that carries on in the time of the one before."""
        tree = draft.tree
        verb = draft.verb if draft.verb is not None else draft.trigger
        clause = tree.subtree(verb)
        return any(tree.forms[i] in {"जिसके", "इसके"} and tree.forms[i + 1 : i + 2] == ("बाद",) for i in clause)

    def _plausible(self, date: str | None, draft: Draft) -> str | None:
        """A date, unless what has happened would lie after the publication or what is planned before it."""
        if date is None or self.published is None:
            return date
        low, high = resolve_bounds(date)
        today, _ = resolve_bounds(self.published)
        if (
            draft.predicate.mode in FORETELLING
            and high is not None
            and today is not None
            and (today - high).days > STALE_DAYS
        ):
            return None  # “25 फरवरी को धरने की चेतावनी”: the day of what is foretold
        if today is None:
            return date
        if (
            draft.mood.tense != "future"
            and draft.modality in {"asserted", "claimed"}
            and low is not None
            and low > today
        ):
            return None
        return None if draft.modality == "planned" and high is not None and high < today else date

    def _ergative_mark(self, draft: Draft) -> int | None:
        """The last ने before an event's words."""
        return max((i for i in range(draft.first) if draft.tree.forms[i] == "ने"), default=None)

    def _planned_for(self, draft: Draft, dated: Sequence[TimeExpression]) -> str | None:
        """“X ने अप्रैल में … धरना देने का एलान किया”: a time between who announces and what is planned is the plan's."""
        tree = draft.tree
        if draft.verb is None or draft.modality != "planned" or not is_infinitive(tree.words[draft.verb]):
            return None
        if self.published is None:
            return None
        subject = self._ergative_mark(draft)
        if subject is None:
            return None
        between = [
            each
            for each in dated
            if tree.words[subject].start <= tree.start + each.start < tree.words[draft.first].start
        ]
        if not between:
            return None
        ahead = find_times(tree.text, self.published, tense="future")
        return next((_point(each.edtf) for each in ahead if each.start == between[-1].start and each.edtf), None)

    def _of_the_plan(self, draft: Draft, time: TimeExpression) -> bool:
        """Whether a time belongs to the infinitive that a verb of announcing governs (see `_planned_for`)."""
        tree = draft.tree
        if draft.predicate.mode not in PROMISING or draft.verb is None:
            return False
        plans = [
            i for i in tree.children[draft.trigger] if tree.words[i].upos in VERBAL and tree.forms[i].endswith("ने")
        ]
        subject = self._ergative_mark(draft)
        if not plans or subject is None or "में" not in tree.forms[subject : plans[0]]:
            return False
        return tree.words[subject].start <= tree.start + time.start < tree.words[
            plans[0]
        ].start and not time.text.endswith("को")

    def _date(self, draft: Draft, times: Sequence[TimeExpression]) -> str | None:
        """The date of the clause: the nearest expression on its verb or noun, else the sentence's only one."""
        tree = draft.tree
        dated = [time for time in times if time.edtf and time.kind in {"date", "span"}]
        if not dated:
            return None
        own = {draft.trigger, draft.verb} | {
            child for child in tree.children[draft.trigger] if tree.words[child].deprel == "acl"
        }
        own |= {  # “बुधवार को आए नतीजों में”, “पिछले हफ्ते हुई बातचीत में”
            word.index
            for word in tree.words
            if word.deprel == "acl" and word.upos in VERBAL and word.head >= 0 and tree.words[word.head].head in own
            and self.arguments.marker(tree, word.head + 1) in HELD
        }  # fmt: skip
        if draft.verb is None and self.arguments.marker(tree, draft.trigger + 1) in MEANWHILE:
            own.add(tree.words[draft.trigger].head)

        carrier = min((i for i in own if i is not None and tree.words[i].deprel == "acl"), default=None)

        def clause(time: TimeExpression) -> int:
            """How far up the expression's head must be followed to meet the event: 0 is best, 9 means not at all."""
            start, end = tree.start + time.start, tree.start + time.end
            words = [word for word in tree.words if word.start < end and word.end > start]
            if not words:
                return 9
            if carrier is not None and self._runs_into(tree, words[-1].index, carrier):
                return 1
            participle = self._participle(tree, words[-1].index)
            if participle is not None and participle not in own or self._cut_off(tree, words[-1].index, draft.trigger):
                return 9
            steps = [above for word in words[-1:] for above in tree.ancestors(word.index)]
            for distance, above in enumerate(steps):
                if above in own:
                    return distance
                if tree.words[above].upos in VERBAL:
                    return 9
            return 9

        if (planned := self._planned_for(draft, dated)) is not None:
            return planned
        dated = [time for time in dated if not self._of_the_plan(draft, time)]
        if not dated:
            return None
        ranked = sorted(
            dated, key=lambda time: (clause(time), abs(tree.start + time.start - tree.words[draft.trigger].start))
        )
        if clause(ranked[0]) < 9:
            return _point(ranked[0].edtf)
        if self._follows(draft):
            return _point(ranked[0].edtf) if len(dated) == 1 else None
        if len(dated) > 1:
            return None
        words = [word for word in tree.words if word.end > tree.start + dated[0].start]
        verb = next((each for each in tree.ancestors(words[0].index) if tree.words[each].upos in VERBAL), None)
        main = draft.verb if draft.verb is not None else draft.trigger
        loose = is_infinitive(tree.words[main]) or verb != tree.words[main].head
        return None if verb is None or loose else _point(dated[0].edtf)

    def _participle(self, tree: Tree, time: int) -> int | None:
        """“बुधवार शाम टोक्यो पहुंचे मोदी ने”: the participle that a time stands before, with nothing but a place between."""
        for word in tree.words[time + 1 : time + 7]:
            if word.upos in VERBAL:
                return word.index if word.deprel == "acl" and word.head > word.index else None
            if word.upos not in {"PROPN", "NOUN", "ADP", "ADJ"} or word.text in {"ने", "द्वारा"}:
                return None
        return None

    def _cut_off(self, tree: Tree, time: int, trigger: int) -> bool:
        """“1942 में हस्ताक्षर हुए, जिसे उसने 1960 में अमान्य कर दिया”: whether a relative clause begins between the two."""
        first, last = sorted((time, trigger))
        return any(tree.forms[i] == "," and tree.forms[i + 1].startswith(("जिस", "जिन")) for i in range(first, last))

    def _runs_into(self, tree: Tree, time: int, participle: int) -> bool:
        """“पिछले हफ्ते बदख्शां में आए भूकंप के पीड़ितों के लिए … बनाएगा”: a time at the head of the sentence, nothing but the
        participle's own place behind it, while the main clause tells of the future."""
        between = tree.words[time + 1 : participle]
        root = next((word.index for word in tree.words if word.head < 0), None)
        if time >= participle or root is None or tree.forms[root][-2:] not in {"गा", "गी", "गे"}:
            return False
        return time <= 3 and all(word.upos in {"PROPN", "NOUN", "ADP", "ADJ"} for word in between)


def _share_dates(drafts: Sequence[Draft]) -> None:
    """Agreements that an article tells one by one were signed when it says that they were signed together."""
    signed = [draft for draft in drafts if draft.predicate.mode == "sign" and draft.modality == "asserted"]
    dates = {draft.date for draft in signed if draft.date is not None and len(draft.date) == 10}
    if len(dates) == 1 and any(draft.date is not None and not draft.about for draft in signed):
        for draft in signed:
            draft.date = draft.date or next(iter(dates))


# --- one event, several mentions ------------------------------------------------------------------------------------------


def _join(drafts: Sequence[Draft], table: EntityTable) -> list[LocalEvent]:
    """Mentions of one event in an article become one event; a bare “यह मुलाकात” joins the last of its group."""
    events: list[tuple[LocalEvent, str]] = []
    told: list[Draft] = []  # the first mention of each event
    for draft in drafts:
        group = load_ontology()[draft.predicate.mode].group
        event = _event(draft, len(events) + 1)
        match = _antecedent(draft, event, group, events, told, table)
        if match is None:
            if draft.definite and not draft.participants or _unsupported(draft, table):
                continue
            events.append((event, group))
            told.append(draft)
        else:
            events[match] = (_merged(events[match][0], event, draft.verb is None), group)
    return [replace(event, key=f"v{i}") for i, (event, _) in enumerate(events, 1)]


def _unsupported(draft: Draft, table: EntityTable) -> bool:
    """A two-sided event of which only one side, or a visit of which nobody or no place, is known."""
    if draft.predicate.frame.symmetric:
        body = draft.light and any(table.label(part.entity) == "Organization" for part in draft.participants)
        known = draft.about or body or draft.participants and draft.places  # a council can meet by itself
        return len(draft.participants) < 2 and not known
    return draft.predicate.mode == "visit" and not (draft.participants and draft.places)


def _event(draft: Draft, number: int) -> LocalEvent:
    tree = draft.tree
    start = tree.words[draft.first].start
    last = max(
        draft.trigger,
        draft.verb if draft.light and draft.verb is not None and draft.verb - draft.trigger <= 3 else draft.trigger,
    )
    end = tree.words[last].end
    evidence = Evidence(tree.index, start, end, tree.text[start - tree.start : end - tree.start])
    counts = draft.casualties
    return LocalEvent(
        key=f"v{number}",
        mode=draft.predicate.mode,
        date=draft.date,
        modality=draft.modality,
        confidence=round(max(0.3, draft.confidence), 2),
        participants=tuple(draft.participants),
        places=tuple(dict.fromkeys(draft.places)),
        about=tuple(dict.fromkeys(draft.about)),
        evidence=(evidence,),
        killed=counts.killed if counts else None,
        injured=counts.injured if counts else None,
    )


def _antecedent(
    draft: Draft,
    event: LocalEvent,
    group: str,
    events: Sequence[tuple[LocalEvent, str]],
    told: Sequence[Draft],
    table: EntityTable,
) -> int | None:
    fits: list[int] = []
    for index in range(len(events) - 1, -1, -1):
        other, other_group = events[index]
        if other_group != group or (event.modality == "denied") != (other.modality == "denied"):
            continue
        if _still_to_come(draft, told[index]):
            continue
        again = draft.definite and _dates_fit(event.date, other.date, True) and _names_again(event, other, table)
        if again or _same(event, other, table, draft.predicate.frame.symmetric):
            fits.append(index)
    # “लावरोव की यात्रा” is the one that a noun told of, rather than his going on from there.
    return max(fits, key=lambda index: (told[index].predicate.pos == draft.predicate.pos, index), default=None)


def _still_to_come(one: Draft, other: Draft) -> bool:
    """Whether one clause tells what has happened and the other what will: “नियुक्त किया है”, “शपथ दिलाई जाएगी”."""
    both = {one.modality, other.modality}
    if "planned" not in both or len(both) == 1 or None in (one.verb, other.verb):
        return False
    past = one if other.modality == "planned" else other
    return past.mood.tense == "past"


def _names_again(event: LocalEvent, other: LocalEvent, table: EntityTable) -> bool:
    """“यह मुलाकात दोनों देशों के बीच हुई”: nobody new takes part, or only the countries of those who did."""
    mine, theirs = _who(event), _who(other)
    people = any(table.label(key) == "Person" for key in theirs)
    return mine <= theirs or theirs <= mine or people and all(table.label(key) == "Place" for key in mine)


def _who(event: LocalEvent) -> set[str]:
    return {part.entity for part in event.participants}


def _same(event: LocalEvent, other: LocalEvent, table: EntityTable, symmetric: bool) -> bool:
    mine, theirs = _who(event), _who(other)
    if set(event.about) & set(other.about) and _dates_fit(event.date, other.date, True):
        return True  # of one group about one agreement
    if not _dates_fit(event.date, other.date, False) or not _places_fit(event, other, table):
        return False
    if not mine and not theirs:
        return bool(set(event.places) & set(other.places)) or load_ontology()[event.mode].plover == "INCIDENT"
    if not mine or not theirs:
        return load_ontology()[event.mode].plover == "INCIDENT" and load_ontology()[other.mode].plover == "INCIDENT"
    shared = mine & theirs
    if symmetric and (_for_their_leaders(event, other, table) or _for_their_leaders(other, event, table)):
        return True
    if symmetric:
        there = bool(shared) and bool(set(event.places) & set(other.places))
        summit = all(any(SUMMIT in each.trigger for each in told.evidence) for told in (event, other))
        return len(shared) >= 2 or there and (mine <= theirs or theirs <= mine or summit)
    actor = {part.entity for part in event.participants if part.role == "actor"}
    other_actor = {part.entity for part in other.participants if part.role == "actor"}
    if actor and other_actor and not actor & other_actor:
        return False
    return (mine <= theirs or theirs <= mine) and bool(shared)


def _for_their_leaders(vague: LocalEvent, told: LocalEvent, table: EntityTable) -> bool:
    """“दोनों देशों के नेताओं के बीच चर्चा” after the leaders were named: their countries, no place and time of its own."""
    mine, theirs = _who(vague), _who(told)
    if vague.date is not None or vague.places or len(mine) < 2 or any(table.label(key) != "Place" for key in mine):
        return False
    if any(table.label(key) != "Person" for key in theirs):
        return False
    codes = {table.entities[key].country_code for key in theirs}
    codes |= {table.entities[office.body].country_code for office in table.offices if office.person in theirs}
    return {table.entities[key].country_code for key in mine} == codes - {None}


def _dates_fit(one: str | None, other: str | None, definite: bool) -> bool:
    """Whether two dates can be of one event in one article. A plain year or month keeps an event apart from an undated one."""
    if one == other:
        return True
    if one is None or other is None:
        known = one or other or ""
        return definite or not (known[:4].isdigit() and resolve_bounds(known)[0] is not None and len(known) <= 7)
    low, high = resolve_bounds(one)
    other_low, other_high = resolve_bounds(other)
    if low is None or other_low is None or high is None or other_high is None:
        return one[-5:] == other[-5:]
    return low <= other_high and other_low <= high


def _places_fit(event: LocalEvent, other: LocalEvent, table: EntityTable) -> bool:
    if not event.places or not other.places or set(event.places) & set(other.places):
        return True

    def around(key: str) -> set[str]:
        entity = table.entities[key]
        return {entity.identity, *([entity.within[0]] if entity.within else [])}

    def code(keys: Sequence[str]) -> set[str | None]:
        return {table.entities[key].country_code for key in keys}

    countries = [key for key in (*event.places, *other.places) if table.entities[key].place_type == "country"]
    nested = any(around(a) & around(b) for a in event.places for b in other.places)
    return nested or bool(countries) and bool(code(event.places) & code(other.places) - {None})


def _merged(kept: LocalEvent, new: LocalEvent, nominal: bool) -> LocalEvent:
    """Two mentions as one event; a bare noun (“यह दौरा”) says nothing new of whether it took place."""
    known = _who(kept)
    joined = bool(set(kept.about) & set(new.about))
    added = (
        ()
        if known and not known & _who(new) and not joined
        else tuple(part for part in new.participants if part.entity not in known)
    )
    participants = (*kept.participants, *added)
    order = ("asserted", "claimed", "planned", "denied")
    modality = kept.modality if nominal else min(kept.modality, new.modality, key=order.index)
    return replace(
        kept,
        mode="sign" if new.mode == "sign" else kept.mode,  # what was agreed and signed was signed
        date=_better_date(kept.date, new.date),
        modality=modality,
        confidence=round(min(SUREST, max(kept.confidence, new.confidence) + AGAIN), 2),
        participants=participants,
        places=tuple(dict.fromkeys((*kept.places, *new.places))),
        about=tuple(dict.fromkeys((*kept.about, *new.about))),
        evidence=(*kept.evidence, *new.evidence),
        killed=_range(kept.killed, new.killed),
        injured=_range(kept.injured, new.injured),
    )


def _better_date(one: str | None, other: str | None) -> str | None:
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda date: (len(date.replace("X", "")) <= 10, len(date.replace("X", ""))))


def _point(date: str) -> str:
    """An event that begins on a day (“मंगलवार से”, 2026-05-19/..) is dated by that day."""
    return date.removesuffix("/..")


def _range(one: tuple[int, int] | None, other: tuple[int, int] | None) -> tuple[int, int] | None:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])
