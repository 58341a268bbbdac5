"""Formats of tables, a file for each kind of node and each type of relationship: CSV and Parquet.

Rows are written as they are read; no more than some pages of them are in memory.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sutradhar.errors import ExportError
from sutradhar.graph.export.columns import Type, link_columns, node_columns, typed
from sutradhar.graph.export.stream import kind, nodes, relationships
from sutradhar.graph.model import Node, Relationship
from sutradhar.graph.stores.base import Store

PARQUET_ROWS = 10_000  # in a row group


@dataclass(frozen=True)
class Head:
    """What a table holds: the nodes of a kind, or the relationships of a type, with their properties' types."""

    name: str
    of_nodes: bool
    types: Mapping[str, Type]


class Table(Protocol):
    """One file that takes rows and is complete when it is closed."""

    def write(self, element: Node | Relationship, values: Sequence[Any]) -> None:
        """Add a row; `values` are the properties in the order of the head's types."""

    def close(self) -> None:
        """Finish the file."""


def write_tables(store: Store, create: Callable[[Head], Table]) -> list[Head]:
    """Send the graph's elements to their tables, which `create` makes as they are needed; gives the heads of all."""
    tables: dict[tuple[bool, str], tuple[Head, Table]] = {}
    with ExitStack() as opened:

        def add(element: Node | Relationship, of_nodes: bool, name: str) -> None:
            if (of_nodes, name) not in tables:
                types = node_columns(store, name) if of_nodes else link_columns(store, name)
                head = Head(name, of_nodes, types)
                tables[of_nodes, name] = head, create(head)
                opened.callback(tables[of_nodes, name][1].close)
            head, table = tables[of_nodes, name]
            facts = element.properties
            table.write(
                element,
                [typed(facts.get(key), type_, f"{key} of {element.id}") for key, type_ in head.types.items()],
            )

        for node in nodes(store):
            add(node, True, kind(node))
        for link in relationships(store):
            add(link, False, link.type)
    return [head for head, _ in tables.values()]


def file_name(head: Head, suffix: str) -> str:
    """The table's file; a slash in a name that somebody made up opens no folder."""
    return head.name.replace("/", "_") + suffix


def write_csv(store: Store, path: Path, *, bom: bool = False) -> None:
    """CSV in UTF-8; lists and booleans are JSON. `bom`: with the mark by which spreadsheets know UTF-8."""
    path.mkdir()
    write_tables(store, lambda head: _Csv(path / file_name(head, ".csv"), head, "utf-8-sig" if bom else "utf-8"))


def write_parquet(store: Store, path: Path) -> None:
    """Parquet with typed columns."""
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise ExportError('Parquet needs an extra: pip install "sutradhar[parquet]"') from error
    path.mkdir()
    write_tables(store, lambda head: _Parquet(path / file_name(head, ".parquet"), head))


def _keys(head: Head) -> list[str]:
    return ["id"] if head.of_nodes else ["id", "from_id", "to_id"]


def _ids(element: Node | Relationship) -> list[str]:
    return [element.id] if isinstance(element, Node) else [element.id, element.start, element.end]


class _Csv:
    def __init__(self, path: Path, head: Head, encoding: str) -> None:
        self._stream = path.open("w", encoding=encoding, newline="")
        self._rows = csv.writer(self._stream, lineterminator="\n")
        self._rows.writerow([*_keys(head), *head.types])

    def write(self, element: Node | Relationship, values: Sequence[Any]) -> None:
        self._rows.writerow([*_ids(element), *map(_cell, values)])

    def close(self) -> None:
        self._stream.close()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | bool) else value


class _Parquet:
    def __init__(self, path: Path, head: Head) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        types = {
            "text": pa.string(),
            "int": pa.int64(),
            "float": pa.float64(),
            "bool": pa.bool_(),
            "texts": pa.list_(pa.string()),
            "ints": pa.list_(pa.int64()),
        }
        keys = [(key, pa.string()) for key in _keys(head)]
        self._schema = pa.schema([*keys, *((key, types[type_]) for key, type_ in head.types.items())])
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[list[Any]] = []

    def write(self, element: Node | Relationship, values: Sequence[Any]) -> None:
        self._rows.append([*_ids(element), *values])
        if len(self._rows) >= PARQUET_ROWS:
            self._flush()

    def close(self) -> None:
        try:
            self._flush()
        finally:
            self._writer.close()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._rows:
            columns = [
                pa.array(values, type=field.type)
                for values, field in zip(zip(*self._rows, strict=True), self._schema, strict=True)
            ]
            self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
            self._rows.clear()
