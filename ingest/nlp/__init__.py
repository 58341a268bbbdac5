"""Language analysis: `Analyser` turns texts into `stanza.Document`s with exact offsets."""

from sutradhar.ingest.nlp.pipeline import Analyser

__all__ = ["Analyser"]
