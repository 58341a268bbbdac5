"""The one error tree: everything Sutradhar raises on purpose derives from `SutradharError`.

Driver and library errors are mapped to these at one boundary each (stores, readers, models); the command line
catches the base once and prints its message, one line that says what happened and what to do.
"""


class SutradharError(Exception):
    """Base of all errors that a user can do something about. Its text is one line and names the remedy."""


class StoreError(SutradharError):
    """A store cannot be opened, reached, read or written."""


class ReadOnlyError(StoreError):
    """A writing statement was sent where only reading is allowed; refused by the engine itself."""


class StatementError(StoreError):
    """The engine does not accept a Cypher statement or its parameters."""


class ReaderError(SutradharError):
    """A document cannot be read or holds no usable Hindi text; the document is skipped, the run goes on."""


class DataFileError(SutradharError):
    """A lexicon, gazetteer, ontology or recipe file is malformed; the text names the file and the line."""


class ModelError(SutradharError):
    """A language model is missing or damaged."""


class RecipeError(SutradharError):
    """An unknown recipe, or parameters that do not fit its header."""


class ExportError(SutradharError):
    """An export cannot be written."""


class NotFoundError(SutradharError):
    """No article, entity, event, treaty, claim or office has this id."""
