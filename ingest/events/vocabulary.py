"""Words that several steps of reading an event look for."""

from __future__ import annotations

from sutradhar.ingest.datafiles import word_set

HELD = word_set("held_at")
MEANWHILE = word_set("meanwhile_markers")
PROMISING = frozenset({"promise", "announce", "agree", "aid", "supply", "reject", "deny"})
