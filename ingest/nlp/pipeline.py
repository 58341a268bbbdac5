"""Language analysis: text in, `stanza.Document` out (sentences, tokens with offsets, words, names).

torch and Stanza are imported when an analyser is loaded, not before: most commands need neither.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sutradhar.ingest.nlp.models import describe, model_in_use

if TYPE_CHECKING:
    from stanza import Document

    from sutradhar.ingest.nlp.model import Annotation


class Model(Protocol):
    """What an analyser needs of a language model."""

    def analyse(self, texts: Sequence[str]) -> list[Document]: ...

    def annotate(self, sentences: Sequence[Sequence[str]]) -> list[Annotation]: ...


class Analyser:
    """A loaded language model. `Analyser.load()` gives the one of a process that is in use."""

    def __init__(self, name: str, model: Model) -> None:
        self.name = name
        self._model = model

    @classmethod
    def load(cls, folder: Path | None = None) -> Analyser:
        """The analyser with the model in this folder, else with the model in use (see `models.py`), loaded once in a
        process; `ModelError` when the model is missing or damaged."""
        return _load(folder or model_in_use().folder)

    def analyse(self, texts: Sequence[str]) -> list[Document]:
        """One document for each text, in order; a text gets the same annotations whatever others stand beside it.

        Offsets (`start_char`, `end_char`) count characters of the text as given. Words have upos, lemma, head and
        deprel, tokens BIOES tags of IL-NER types (NEP person, NEL place, NEO organisation, NETI time, NEN number) in
        `ner` and, inside a name and where the model gives one, its score from 0 to 1 in `misc` ("NerScore=0.93").
        """
        return self._model.analyse(texts)

    def annotate(self, sentences: Sequence[Sequence[str]]) -> list[Annotation]:
        """Annotations of tokenised sentences of at least one word each, in order."""
        return self._model.annotate(sentences)


@cache
def _load(folder: Path) -> Analyser:
    # The tokenizer's threads gain nothing on single sentences and warn on standard error when a process forks.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    info = describe(folder)
    if info.official:
        from sutradhar.ingest.nlp.official import OfficialModels

        return Analyser(info.name, OfficialModels(folder))
    from sutradhar.ingest.nlp.processors import NewsPipeline

    return Analyser(info.name, NewsPipeline(folder))
