"""An event mention while it is being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from sutradhar.graph.model import Modality, Participant
from sutradhar.ingest.casualties import Casualties
from sutradhar.ingest.lexicon import Predicate
from sutradhar.ingest.moods import Mood
from sutradhar.ingest.tree import Tree

# How sure an event is, as judged on the dev articles (tests/quality/judged): found as the grammar has it; told by a bare
# noun; a role filled from a phrase that the parser hung elsewhere, or from the clause above.
SURE, BARE, FAR, INHERITED = 0.95, 0.05, 0.1, 0.05
VIOLENT = frozenset({"INCIDENT", "ASSAULT"})  # PLOVER categories whose events count the dead and injured


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
