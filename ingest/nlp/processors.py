"""The two Stanza processors: `segment` (sentences and tokens by rules) and `news` (all the rest by `NewsModel`).

Importing this module registers them and loads Stanza and torch; `pipeline.py` does so only when an analyser is loaded.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from stanza import Pipeline
from stanza.models.common.doc import Document
from stanza.models.common.doc import Sentence as StanzaSentence
from stanza.pipeline.processor import Processor, register_processor

from sutradhar.ingest.nlp.model import Annotation, NewsModel
from sutradhar.ingest.nlp.segment import segment

STANZA_HOME = Path(__file__).parent / "stanza_home"  # holds an empty resources.json: Stanza need not ask the network


@register_processor("segment")
class SegmentProcessor(Processor):  # type: ignore[misc]
    """Splits a document's text into sentences and tokens whose offsets count characters of that text."""

    PROVIDES_DEFAULT = {"segment"}
    REQUIRES_DEFAULT = set[str]()

    def process(self, document: Document) -> Document:
        rows = [
            [
                {"id": i, "text": token.text, "start_char": token.start, "end_char": token.end}
                for i, token in enumerate(tokens, 1)
            ]
            for tokens in segment(document.text)
        ]
        return Document(rows, text=document.text)


@register_processor("news")
class NewsProcessor(Processor):  # type: ignore[misc]
    """Annotates words and tokens; the score of an entity stands in each of its tokens' `misc` as "NerScore=0.93"."""

    PROVIDES_DEFAULT = {"news"}
    REQUIRES_DEFAULT = {"segment"}

    def __init__(self, config: dict[str, object], pipeline: Pipeline, device: str) -> None:
        self.model = NewsModel.load(Path(str(config["bundle"])))
        super().__init__(config, pipeline, device)

    def process(self, document: Document) -> Document:
        return self.bulk_process([document])[0]

    def bulk_process(self, documents: Sequence[Document]) -> list[Document]:
        """Annotate all sentences of all documents together, in place."""
        sentences = [sentence for document in documents for sentence in document.sentences]
        annotations = self.model.annotate([[word.text for word in sentence.words] for sentence in sentences])
        for sentence, annotation in zip(sentences, annotations, strict=True):
            _write(annotation, sentence)
        for document in documents:
            document.build_ents()
        return list(documents)


class NewsPipeline:
    """A Stanza pipeline of the two processors with the bundle in a folder; offline, and silent below errors."""

    def __init__(self, folder: Path) -> None:
        logging.getLogger("stanza").setLevel(logging.ERROR)
        self._pipeline = Pipeline(
            "hi",
            dir=str(STANZA_HOME),
            processors={"segment": "default", "news": "default"},
            allow_unknown_language=True,
            download_method=None,
            logging_level="ERROR",
            use_gpu=False,
            news_bundle=str(folder),
        )

    def analyse(self, texts: Sequence[str]) -> list[Document]:
        """All texts in one stream of batches."""
        documents: list[Document] = self._pipeline.bulk_process(list(texts))
        return documents

    def annotate(self, sentences: Sequence[Sequence[str]]) -> list[Annotation]:
        """Annotations of tokenised sentences."""
        model: NewsModel = self._pipeline.processors["news"].model
        return model.annotate(sentences)


def _write(annotation: Annotation, sentence: StanzaSentence) -> None:
    for i, word in enumerate(sentence.words):
        word.upos, word.lemma = annotation.upos[i], annotation.lemma[i] or word.text
        word.head, word.deprel = annotation.head[i], annotation.deprel[i]
    for token, tag in zip(sentence.tokens, annotation.ner, strict=True):
        token.ner = tag
    for span in annotation.entities:
        for token in sentence.tokens[span.start : span.end]:
            token.misc = f"NerScore={span.score:.2f}"
    sentence.build_dependencies()
