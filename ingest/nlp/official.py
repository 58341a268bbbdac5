"""Stanza's own Hindi models in the place of ours: fetching them, and a pipeline of them.

Importing this module loads Stanza and torch.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path

import stanza
from stanza import Pipeline
from stanza.models.common.doc import Document
from stanza.models.common.doc import Sentence as StanzaSentence

from sutradhar.errors import ModelError
from sutradhar.ingest.nlp.decode import spans
from sutradhar.ingest.nlp.model import Annotation
from sutradhar.ingest.nlp.models import OFFICIAL_PROCESSORS, RESOURCES

LANGUAGE = "hi"
# Types of other corpora by IL-NER's, which everything behind the analysis reads.
TYPES = {
    **dict.fromkeys(("PER", "PERSON", "NEP"), "NEP"),
    **dict.fromkeys(("LOC", "LOCATION", "GPE", "NEL"), "NEL"),
    **dict.fromkeys(("ORG", "ORGANIZATION", "NEO"), "NEO"),
}


def fetch(folder: Path) -> None:
    """Download the official models into a folder; `ModelError` says what to do where the hub cannot be reached."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stanza.download(LANGUAGE, model_dir=str(folder), processors=",".join(OFFICIAL_PROCESSORS), verbose=False)
    except Exception as error:  # requests, huggingface_hub and Stanza each have errors of their own
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        raise ModelError(
            f"Stanza's hub does not give the models ({reason}); on a machine with access run 'sutradhar models fetch' "
            f"and copy what it fetched ({RESOURCES} and the folder {LANGUAGE}) to {folder}"
        ) from error


class OfficialModels:
    """Stanza's models as a pipeline, and as an annotator of tokenised sentences."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pipeline: Pipeline | None = None
        self._of_words: Pipeline | None = None

    def analyse(self, texts: Sequence[str]) -> list[Document]:
        """Sentences, tokens and annotations by Stanza's own models, each text by itself."""
        return [self._analyse(text) for text in texts]

    def _analyse(self, text: str) -> Document:
        if not text.strip():
            return Document([], text=text)
        self._pipeline = self._pipeline or self._build(pretokenised=False)
        document = self._pipeline(text)
        for token in document.iter_tokens():
            position, dash, kind = (token.ner or "O").partition("-")
            token.ner = f"{position}-{TYPES.get(kind, kind)}" if dash else "O"
        document.build_ents()
        return document

    def annotate(self, sentences: Sequence[Sequence[str]]) -> list[Annotation]:
        """Annotations of tokenised sentences."""
        self._of_words = self._of_words or self._build(pretokenised=True)
        document = self._of_words([list(words) for words in sentences])
        return [_annotation(sentence) for sentence in document.sentences]

    def _build(self, pretokenised: bool) -> Pipeline:
        logging.getLogger("stanza").setLevel(logging.ERROR)
        try:
            if LANGUAGE not in json.loads((self.folder / RESOURCES).read_text(encoding="utf-8")):
                raise ValueError(f"{RESOURCES} has no Hindi")
            return Pipeline(
                LANGUAGE,
                dir=str(self.folder),
                processors=",".join(OFFICIAL_PROCESSORS),
                download_method=None,
                tokenize_pretokenized=pretokenised,
                logging_level="ERROR",
                use_gpu=False,
            )
        except Exception as error:  # Stanza raises what its many loaders raise
            reason = " ".join(str(error).split())[:160] or type(error).__name__
            raise ModelError(
                f"Stanza's models in {self.folder} cannot be loaded ({reason}); run 'sutradhar models fetch' again"
            ) from error


def _annotation(sentence: StanzaSentence) -> Annotation:
    words, tags = sentence.words, [token.ner or "O" for token in sentence.tokens]
    tags = [f"{tag[:2]}{TYPES.get(tag[2:], tag[2:])}" if tag != "O" else tag for tag in tags]
    return Annotation(
        [word.upos for word in words],
        [word.lemma or word.text for word in words],
        [word.head for word in words],
        [word.deprel for word in words],
        tags,
        spans(tags, [1.0] * len(tags)),
    )
