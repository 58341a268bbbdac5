"""A store for Python: recipes, Cypher, search and explanations as plain rows, pandas frames or a networkx graph.

    import sutradhar

    with sutradhar.open("news.kglite") as graph:
        graph.query("meetings", who="Lavrov")

Everything reads; to write, use `sutradhar.graph.writer` or the command line. Nothing heavy is loaded before it is used.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sutradhar.errors import SutradharError
from sutradhar.graph.stores.base import Closing, Row, Store

if TYPE_CHECKING:
    import networkx
    import pandas

    from sutradhar.queries.explain import Explanation
    from sutradhar.queries.recipes import Question, Recipe


class AmbiguousNameWarning(UserWarning):
    """A name that was given to a recipe stands for several entities; all were taken."""


def open(target: str | Path, *, recipes: str | Path | None = None) -> Graph:
    """The graph in the store at a path, or at a Bolt URI of Neo4j, for reading. Raises `StoreError`.

    `recipes` is a folder with recipes of your own beside the built-in ones; without it that of SUTRADHAR_RECIPES.
    """
    from sutradhar.graph.stores import open_store
    from sutradhar.settings import load_settings

    folder = Path(recipes) if recipes is not None else load_settings().recipes
    return Graph(open_store(target, read_only=True), folder)


class Graph(Closing):
    """A store to be asked. It is a context manager; threads may share it."""

    def __init__(self, store: Store, recipes: Path | None = None) -> None:
        self.store = store
        self._folder = recipes

    def recipes(self) -> Mapping[str, Recipe]:
        """The recipes by name, with their titles, parameters and columns."""
        from sutradhar.queries.recipes import load_recipes

        return load_recipes(self._folder)

    def query(self, recipe: str, /, **parameters: Any) -> list[Row]:
        """The rows of a recipe. Names may be Hindi or English, whole or in part, or ids.

        Raises `RecipeError` for an unknown recipe and for parameters that do not fit it; warns with
        `AmbiguousNameWarning` when a name stands for several entities.
        """
        question = self.question(recipe, parameters)
        for several in question.several:
            warnings.warn(str(several), AmbiguousNameWarning, stacklevel=2)
        return question.rows(self.store)

    def question(self, recipe: str, parameters: Mapping[str, Any]) -> Question:
        """A recipe with its values, not yet asked: its `cypher()` can be pasted into Neo4j Browser."""
        from sutradhar.queries.recipes import find_recipe, prepare

        given = {key: str(value) for key, value in parameters.items() if value is not None}
        return prepare(self.store, find_recipe(recipe, self._folder), given)

    def frame(self, recipe: str, /, **parameters: Any) -> pandas.DataFrame:
        """The rows of a recipe as a pandas frame with the recipe's columns (extra `notebook`)."""
        try:
            import pandas
        except ImportError as error:
            raise SutradharError('frames need pandas: pip install "sutradhar[notebook]"') from error
        rows = self.query(recipe, **parameters)
        return pandas.DataFrame(rows, columns=list(self.recipes()[recipe].returns))

    def cypher(self, statement: str, /, **parameters: Any) -> list[Row]:
        """The rows of any reading Cypher statement; the engine refuses to write (`ReadOnlyError`)."""
        return self.store.query(statement, parameters)

    def search(self, text: str, kind: str | Iterable[str] | None = None, limit: int = 5) -> list[Row]:
        """The best hits of each kind (entity, treaty, event, claim, sentence) for words in Hindi or English."""
        from sutradhar.queries.search import Kind, search

        try:
            kinds = [Kind(each) for each in ([kind] if isinstance(kind, str) else kind or Kind)]
        except ValueError as error:
            raise SutradharError(f"{error}: give one of {', '.join(Kind)}") from error
        return search(self.store, text, kinds, limit)

    def explain(self, id: str) -> Explanation:
        """The sentences behind a fact or an entity; `NotFoundError` when nothing has this id."""
        from sutradhar.queries.explain import explain

        return explain(self.store, id)

    def networkx(self) -> networkx.MultiDiGraph[str]:
        """The whole graph in memory, with all properties; an edge's key is its id, its type is `relation`."""
        from sutradhar.graph.export.networks import to_networkx

        return to_networkx(self.store)

    def close(self) -> None:
        """Release the store."""
        self.store.close()
