"""An event mention while it is being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from sutradhar.graph.model import Modality, Participant
from sutradhar.graph.ontology import load_ontology
from sutradhar.ingest.casualties import Casualties
from sutradhar.ingest.lexicon import Predicate
from sutradhar.ingest.moods import Mood
from sutradhar.ingest.tree import Tree

# How sure an event is, as judged on the dev articles (tests/quality/judged): found as the grammar has it; told by a bare
# noun; a role filled from a phrase that the parser hung elsewhere, or from the clause above.
SURE, BARE, FAR, INHERITED = 0.95, 0.05, 0.1, 0.05


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

    @property
    def main(self) -> int:
        """The word that carries the clause: the verb, or the trigger where there is none."""
        return self.trigger if self.verb is None else self.verb

    @property
    def plover(self) -> str:
        """The mode's PLOVER category."""
        return load_ontology()[self.predicate.mode].plover

    def has(self, role: str) -> bool:
        """Whether somebody takes part in this role."""
        return any(part.role == role for part in self.participants)
