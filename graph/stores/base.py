"""The seam between Sutradhar and a graph database: one small protocol, two implementations beside this file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, Protocol, Self

Row = dict[str, Any]
Statement = tuple[str, Mapping[str, Any]]  # Cypher text and its parameters

ENTITY_CONSTRAINT = "entity_id"  # uniqueness of Entity.id; a store that has it is one of Sutradhar's


class Closing:
    """A context manager that closes itself at the end."""

    def close(self) -> None:
        """Release what is held."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Store(Protocol):
    """A graph database that speaks Cypher.

    Values are plain Python: nodes and relationships come as dicts of their properties, a path as
    `{"nodes": […], "relationships": […]}`. A store may be shared by threads and is a context manager.
    All methods raise `StoreError`, or `StatementError` where the engine does not accept the statement.
    """

    uri: str
    engine: str  # "kglite" or "neo4j"
    version: str
    read_only: bool

    def query(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """Rows of a reading statement, in order. The engine itself refuses writes (`ReadOnlyError`)."""

    def write(self, statements: Iterable[Statement]) -> list[Row]:
        """Run the statements in one transaction, all or nothing; gives the last statement's rows."""

    def define(self, statements: Iterable[str]) -> None:
        """Run schema statements (constraints, indexes) and return when they are in force."""

    def close(self) -> None:
        """Release the store; an embedded store is safely on disk afterwards."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
