"""Roles: who does what to whom and where, from the phrases offered and from the clauses around."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sutradhar.graph.model import Participant
from sutradhar.ingest.arguments import Argument, ArgumentFinder
from sutradhar.ingest.datafiles import word_set
from sutradhar.ingest.entities import EntityTable
from sutradhar.ingest.events.draft import BARE, FAR, INHERITED, Draft
from sutradhar.ingest.events.offers import DIRECTED_NOUNS, OfferFinder, unnamed_agent
from sutradhar.ingest.events.vocabulary import MEANWHILE, PROMISING
from sutradhar.ingest.lexicon import Role, fold
from sutradhar.ingest.tree import VERBAL, Tree, is_infinitive

CONCLUDING = frozenset("approve sign ratify agree support reject".split())  # modes that can be about an agreement
DIRECTED = frozenset(
    "support praise accuse reject threaten warn sanction attack demand supply aid deliver".split()
)  # modes whose recipient may stand behind what he owns
GIVING = frozenset({"supply", "deliver"})  # “रूस के टैंक बेचे”: whose the thing is does not say who gets it
TELLING = frozenset({"congratulate", "thank", "condole", "warn", "threaten", "praise", "invite"})
TAKEN_FROM = frozenset({"arrest", "rescue", "kidnap", "seize", "evacuate", "escape", "capture"})
THINGS = word_set("pronouns_of_things")
SPOTS = word_set("spot_markers")
HIS_COUNTRY = {("अपने", "देश"), ("अपने", "मुल्क"), ("अपने", "राष्ट्र")}
OPENERS = frozenset("“‘\"'")
PLACE_ROLES = frozenset({"place", "destination"})
NOBODY = frozenset({"INCIDENT", "ASSAULT", "PROTEST"})  # PLOVER categories of events that need no named participant
NEEDS_NOBODY = frozenset({"open", "launch", "release", "arrest", "elect", "meet", "test"})


@dataclass(frozen=True)
class RoleFiller:
    """Fills the roles of an event in its frame."""

    table: EntityTable
    arguments: ArgumentFinder

    def fill(self, draft: Draft) -> None:
        """Fill participants, places and what it is about, and take off its confidence for what was far to seek."""
        tree, predicate = draft.tree, draft.predicate
        offers = OfferFinder(self.table, self.arguments).offers(draft)
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
                            unnamed_agent(tree, draft.verb)
                        ):  # fmt: skip
                            continue  # “कैबिनेट ने EBRD में सदस्यता को मंजूरी दी”
                        if marker == "bare" and role.name not in PLACE_ROLES and self.table.is_town(key):
                            taken.add(key)  # “नैरोबी वार्ता”: where, not who
                            draft.places.append(key)
                            continue
                        taken.add(key)
                        hit = role.name == "recipient" and self.table.is_town(key) and (
                            _violent(draft) or predicate.mode in {"elect", "win", "open", "close"}
                        )  # fmt: skip
                        _place_in(draft, "place" if hit else role.name, key)
                if draft.has(role.name):
                    filled.add(role.name)
        if not draft.has("actor") and draft.verb is not None:
            self._inherit_subject(draft, taken)
        if predicate.mode in DIRECTED and not draft.has("recipient"):
            self._stand_in(draft, offers, taken)
        if not draft.has("recipient"):
            self._owner_far(draft, taken)
        if not draft.has("recipient"):
            self._meant(draft, taken)
        named = self.table.at.get((tree.index, draft.trigger))
        if named is not None and self.table.label(named) == "Treaty":
            draft.about = [named]
        if predicate.mode == "invite" and draft.verb is None and not draft.has("recipient"):
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

    def _stand_in(self, draft: Draft, offers: list[tuple[list[str], Argument]], taken: set[str]) -> None:
        roles = [role for role in draft.predicate.frame.roles if role.name == "recipient"]
        for slots, argument in offers:
            marker = slots[0].removeprefix("possessor ")
            if marker == slots[0] or not roles or marker not in roles[0].markers:
                continue
            if draft.predicate.mode not in GIVING or marker in {"के लिए", "को"}:
                self._take(draft, "recipient", roles[0].types, argument, taken)
        given = draft.predicate.mode in GIVING
        if roles and not given and not draft.has("recipient"):
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

    def _inherit_subject(self, draft: Draft, taken: set[str]) -> None:
        """The subject of a participle, conjunct or infinitive is that of the verb it belongs to, or the noun it describes."""
        assert draft.verb is not None
        tree = draft.tree
        roles = [role for role in draft.predicate.frame.roles if "subject" in role.markers]
        if not roles or draft.mood.passive or draft.has(roles[0].name):
            return
        if any(tree.words[i].deprel == "nsubj" and tree.words[i].upos == "NOUN" for i in tree.children[draft.verb]):
            return  # “और उनके पति रिहा हो गए”: it has its own
        role = roles[0]
        index = draft.verb
        for _ in range(4):
            word = tree.words[index]
            if word.head < 0 or _spoken(tree, index):
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
            if held and near or self.table.is_town(key) and self._scene_of(draft, argument):
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


def _place_in(draft: Draft, role: str, key: str) -> None:
    if role in PLACE_ROLES:
        draft.places.append(key)
    elif role == "about":
        draft.about.append(key)
    elif role != "source":
        draft.participants.append(Participant(key, role))


def _violent(draft: Draft) -> bool:
    return draft.plover == "ASSAULT" and draft.predicate.mode not in {"kill", "kidnap"}


def _spoken(tree: Tree, verb: int) -> bool:
    """Whether a clause is what somebody says: its subject is not the speaker by grammar."""
    head = tree.words[verb].head
    marked = any(tree.words[child].text == "कि" for child in tree.children[verb])
    return marked or any(word.text == "कि" or word.text in OPENERS for word in tree.words[min(head, verb) + 1 : verb])


def holds(draft: Draft) -> bool:
    """Whether enough is known for the reading: needed roles, somebody taking part, both sides of a two-sided event."""
    roles = {part.role for part in draft.participants} | ({"place"} if draft.places else set())
    roles |= {"about"} if draft.about else set()
    if draft.mood.passive and draft.tree.forms[draft.trigger + 1 : draft.trigger + 2] != ("जाने",):
        roles.add("actor")  # whom a passive need not name
    if any(need not in roles for need in draft.predicate.needs):
        return False
    incident = draft.plover == "INCIDENT"
    if not draft.participants and not draft.about:
        if draft.predicate.mode not in NEEDS_NOBODY and draft.plover not in NOBODY:
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
