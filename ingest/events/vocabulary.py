"""What several steps of reading an event look for."""

from __future__ import annotations

from collections.abc import Sequence

from sutradhar.ingest.datafiles import word_set
from sutradhar.ingest.tree import Tree

HELD = word_set("held_at")
MEANWHILE = word_set("meanwhile_markers")
RELATIVE_STEMS = tuple(word_set("relative_stems"))
VIOLENT = frozenset({"INCIDENT", "ASSAULT"})  # PLOVER categories whose events count the dead and injured
PROMISING = frozenset({"promise", "announce", "agree", "aid", "supply", "reject", "deny"})


def relative_between(tree: Tree, first: int, last: int, openers: Sequence[str]) -> bool:
    """Whether a relative clause begins behind word `first` and not behind `last`: a comma, then a word that starts so."""
    return any(tree.forms[i] == "," and tree.forms[i + 1].startswith(tuple(openers)) for i in range(first, last))
