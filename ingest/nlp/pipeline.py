"""Language analysis: text in, `stanza.Document` out (sentences, tokens with offsets, words, names).

torch and Stanza are imported when an analyser is loaded, not before: most commands need neither.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sutradhar.ingest.nlp.models import DEFAULT_MODEL, MODELS_FOLDER

if TYPE_CHECKING:
    from stanza import Document, Pipeline


class Analyser:
    """A loaded pipeline. `Analyser.load()` gives the one analyser of a process."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    @classmethod
    def load(cls, bundle: Path = MODELS_FOLDER / DEFAULT_MODEL) -> Analyser:
        """The analyser with this model, loaded once in a process; `ModelError` when the model is missing or damaged."""
        return _load(bundle)

    def analyse(self, texts: Sequence[str]) -> list[Document]:
        """One document for each text, in order; a text gets the same annotations whatever others stand beside it.

        Offsets (`start_char`, `end_char`) count characters of the text as given. Words have upos, lemma, head and
        deprel, tokens BIOES tags of IL-NER types (NEP person, NEL place, NEO organisation, NETI time, NEN number) in
        `ner` and, inside a name, its score from 0 to 1 in `misc` ("NerScore=0.93").
        """
        documents: list[Document] = self._pipeline.bulk_process(list(texts))
        return documents


@cache
def _load(bundle: Path) -> Analyser:
    # The tokenizer's threads gain nothing on single sentences and warn on standard error when a process forks.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from sutradhar.ingest.nlp.processors import build_pipeline

    return Analyser(build_pipeline(bundle))
