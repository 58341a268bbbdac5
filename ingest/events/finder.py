"""Events: the predicate lexicon matched against trees, roles filled from case markers, mentions of one event joined.

One mechanism serves all modes. A trigger (verb, noun with its light verb, or bare noun) is found; the phrases that hang on
its verb and on its noun are offered to the roles of its frame; the mood of the clause says how the event is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sutradhar.graph.model import LocalEvent
from sutradhar.ingest.arguments import ArgumentFinder
from sutradhar.ingest.entities import EntityTable
from sutradhar.ingest.events.dates import Dater, carry_dates, share_dates
from sutradhar.ingest.events.draft import Draft
from sutradhar.ingest.events.joining import join
from sutradhar.ingest.events.roles import RoleFiller, holds
from sutradhar.ingest.events.scenes import SceneFinder, visit_scenes
from sutradhar.ingest.events.triggers import TriggerFinder, predicates
from sutradhar.ingest.lexicon import Reporting
from sutradhar.ingest.moods import MoodReader
from sutradhar.ingest.tree import Tree


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
        triggers = TriggerFinder(self.table, self.arguments, MoodReader(self.reporting), self.sourced)
        roles, dater = RoleFiller(self.table, self.arguments), Dater(self.arguments, self.published)
        scenes = SceneFinder(self.table, self.arguments)
        drafts: list[Draft] = []
        for tree in self.trees:
            told = self._sentence(tree, triggers, roles, dater)
            scenes.set_scenes(tree, told)
            drafts += told
        visit_scenes(drafts)
        share_dates(drafts)
        carry_dates(drafts)
        return join(drafts, self.table)

    def _sentence(self, tree: Tree, triggers: TriggerFinder, roles: RoleFiller, dater: Dater) -> list[Draft]:
        """What a sentence tells, in the order of its triggers."""
        drafts: list[Draft] = []
        used: set[int] = set()
        for several in (True, False):  # “मार गिराया” before “मारा”
            for index in range(len(tree.words)):
                named = self.table.at.get((tree.index, index))
                if index in used or named is not None and self.table.label(named) != "Treaty":
                    continue
                for predicate in predicates(tree, index, several):
                    draft = triggers.match(tree, index, predicate)
                    if draft is None or draft.first in used:
                        continue
                    roles.fill(draft)
                    if not holds(draft):
                        continue
                    draft.date = dater.date(draft)
                    drafts.append(draft)
                    used.update(range(draft.first, index + 1))
                    if draft.light and draft.verb is not None:
                        used.update(range(index, draft.verb + 1) if index < draft.verb <= index + 4 else (draft.verb,))
                    break
        return sorted(drafts, key=lambda draft: draft.trigger)
