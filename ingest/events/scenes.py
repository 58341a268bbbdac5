"""Places and times that one event has from another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sutradhar.ingest.arguments import ArgumentFinder
from sutradhar.ingest.datafiles import word_set
from sutradhar.ingest.entities import EntityTable
from sutradhar.ingest.events.dates import follows
from sutradhar.ingest.events.draft import Draft
from sutradhar.ingest.events.vocabulary import HELD, VIOLENT
from sutradhar.ingest.tree import Tree

SCENE = word_set("scene")
LINKS = word_set("relative_adverbs")
MEETING = frozenset({"meet", "talk", "sign", "agree", "open", "launch", "praise", "thank", "condole"})


@dataclass(frozen=True)
class SceneFinder:
    """Gives the events of a sentence the place and time that another one of it tells."""

    table: EntityTable
    arguments: ArgumentFinder

    def set_scenes(self, tree: Tree, drafts: Sequence[Draft]) -> None:
        """Place and time that another event of the sentence gives.

        “A में हुई बातचीत में … पर हस्ताक्षर किए”: what is done at a meeting is done where and when it is held;
        “A जाकर … मुलाकात की”: there; “A पहुंचे, जहां उन्होंने …”: there.
        """
        for draft in drafts:
            if draft.date is None:
                draft.date = self._when(tree, draft, drafts)
            if not draft.places and draft.predicate.mode not in {"visit", "invite"}:
                draft.places += self._where(tree, draft.main)
            for scene in drafts:
                if scene is draft or scene.predicate.mode == draft.predicate.mode:
                    continue
                head = scene.verb if scene.light and scene.verb is not None else scene.trigger
                marker = self.arguments.marker(tree, scene.trigger + 1)
                held = tree.words[scene.trigger].head == draft.main and marker in HELD
                came = (
                    scene.predicate.mode == "visit"
                    and tree.words[head].head == draft.main
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
        main = draft.main
        dated = [each for each in drafts if each is not draft and each.date is not None]
        before = [each for each in dated if each.trigger < draft.trigger]
        link = next((i for i in range(main, 0, -1) if tree.forms[i] in LINKS), None)
        bound = link is not None and (
            tree.words[link].head == main or main in tree.ancestors(link) or main - link <= 15
        )
        if (bound or follows(draft)) and before and (link is None or before[-1].trigger < link or follows(draft)):
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


def visit_scenes(drafts: Sequence[Draft]) -> None:
    """“मुख्यमंत्री ने घटनास्थल का दौरा किया”: the place of the incident told last before."""
    scene: list[str] = []
    for draft in drafts:
        if draft.plover in VIOLENT and draft.places:
            scene = draft.places
        near = draft.tree.forms[max(0, draft.first - 5) : draft.first]
        if draft.predicate.mode == "visit" and not draft.places and SCENE.intersection(near):
            draft.places = list(scene)
