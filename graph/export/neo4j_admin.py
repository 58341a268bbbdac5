"""The folder that `neo4j-admin database import full` loads: by far the quickest way of a large graph into a Neo4j."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from sutradhar.errors import ExportError
from sutradhar.graph.export.tables import Head, file_name, write_tables
from sutradhar.graph.model import Node, Relationship
from sutradhar.graph.schema import STATEMENTS
from sutradhar.graph.stores.base import Store

SEPARATOR = "\x1f"  # a control character: a list's elements may hold any that people write
TYPES = {
    "text": "string",
    "int": "long",
    "float": "double",
    "bool": "boolean",
    "texts": "string[]",
    "ints": "long[]",
}
SCRIPT = """\
#!/bin/sh
# Replaces a database of a stopped Neo4j 5 by this graph: import.sh [DATABASE]. NEO4J_ADMIN names the program.
set -eu
cd "$(dirname "$0")"
exec "${{NEO4J_ADMIN:-neo4j-admin}}" database import full "${{1:-neo4j}}" --overwrite-destination \\
    --multiline-fields=true --array-delimiter=U+001F \\
{arguments}
"""
AFTER = """\
// To be run once after the import: what the CSV files cannot say (empty lists), the constraint and the indexes.
MATCH (n:Entity) WHERE n.aliases IS NULL SET n.aliases = [];
MATCH (n:Entity) WHERE n.absorbed IS NULL SET n.absorbed = [];
MATCH (n:Entity) WHERE n.reasons IS NULL SET n.reasons = [];
{schema}
"""
README = """\
# A Sutradhar graph for neo4j-admin

A CSV file for each label and each type of relationship, as Neo4j 5 imports them.

1. Stop the Neo4j server, and make sure that its database holds nothing you need: **the import replaces it.**
2. `sh import.sh`, or `sh import.sh DATABASE` for another database than `neo4j`. `NEO4J_ADMIN` names the program where
   `neo4j-admin` is not on the path; run it as the user that the server runs as.
3. Start the server.
4. `cypher-shell -f after-import.cypher` makes the constraint and the indexes that queries by name and id use.
"""


def write_neo4j_admin(store: Store, path: Path) -> None:
    """A folder with CSV files, `import.sh`, `after-import.cypher` and a `README.md` that explains them."""
    path.mkdir()
    heads = write_tables(store, lambda head: _Csv(path / file_name(head, ".csv"), head))
    arguments = [
        f"    --nodes={shlex.quote(file_name(head, '.csv'))}"
        if head.of_nodes
        else f"    --relationships={shlex.quote(head.name)}={shlex.quote(file_name(head, '.csv'))}"
        for head in heads
    ]
    (path / "import.sh").write_text(SCRIPT.format(arguments=" \\\n".join(arguments)), encoding="utf-8")
    (path / "import.sh").chmod(0o755)
    schema = "\n".join(f"{statement};" for statement in STATEMENTS)
    (path / "after-import.cypher").write_text(AFTER.format(schema=schema), encoding="utf-8")
    (path / "README.md").write_text(README, encoding="utf-8")


class _Csv:
    """Python's csv cannot tell an absent value from an empty text, which the import does by quotes."""

    def __init__(self, path: Path, head: Head) -> None:
        keys = ["id:ID", ":LABEL"] if head.of_nodes else ["id:string", ":START_ID", ":END_ID"]
        self._stream: TextIO = path.open("w", encoding="utf-8", newline="")
        self._stream.write(",".join([*keys, *(_field(f"{key}:{TYPES[each]}") for key, each in head.types.items())]))
        self._stream.write("\n")

    def write(self, element: Node | Relationship, values: Sequence[Any]) -> None:
        keys = (
            [element.id, list(element.labels)]
            if isinstance(element, Node)
            else [element.id, element.start, element.end]
        )
        try:
            self._stream.write(",".join(map(_field, [*keys, *values])) + "\n")
        except ValueError as error:
            raise ExportError(
                f"{element.id} has a list with a control character in it: correct it in the store"
            ) from error

    def close(self) -> None:
        self._stream.close()


def _field(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        texts = [str(each) for each in value]
        if any(SEPARATOR in text for text in texts):
            raise ValueError(texts)
        value = SEPARATOR.join(texts)
    if isinstance(value, bool):
        return "true" if value else "false"
    return '"' + value.replace('"', '""') + '"' if isinstance(value, str) else str(value)
