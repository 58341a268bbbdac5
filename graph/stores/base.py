"""The seam between Sutradhar and a graph database: one small protocol, two implementations beside this file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

Row = dict[str, Any]
Statement = tuple[str, Mapping[str, Any]]  # Cypher text and its parameters


class Store(Protocol):
    """A graph database that speaks Cypher. Values are plain Python; nodes and relationships come as dicts of properties."""

    uri: str
    engine: str  # "kglite" or "neo4j"
    version: str

    def query(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """Rows of a reading statement, in order. The engine itself refuses writes (`ReadOnlyError`)."""

    def write(self, statements: Iterable[Statement]) -> list[Row]:
        """Run the statements in one transaction, all or nothing; gives the last statement's rows."""

    def close(self) -> None:
        """Release the store; an embedded store is safely on disk afterwards."""
