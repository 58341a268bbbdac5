"""A statement with its parameters written out, to be pasted where parameters cannot be given (Neo4j Browser)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# Strings, quoted names and comments are passed over: a `$` in them is no parameter.
TOKEN = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`[^`]*`|//[^\n]*|\$(?P<name>\w+)", re.DOTALL)
ESCAPED = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def fill(statement: str, parameters: Mapping[str, Any]) -> str:
    """The statement with a literal in the place of each parameter; one that has no value stays as it is."""

    def literal_or_token(found: re.Match[str]) -> str:
        name = found["name"]
        return literal(parameters[name]) if name is not None and name in parameters else found[0]

    return TOKEN.sub(literal_or_token, statement)


def parameters_in(statement: str) -> dict[str, int]:
    """The parameters of a statement, each with the line (from 0) on which it first stands."""
    found: dict[str, int] = {}
    for match in TOKEN.finditer(statement):
        if match["name"] is not None:
            found.setdefault(match["name"], statement.count("\n", 0, match.start()))
    return found


def literal(value: Any) -> str:
    """A plain value as Cypher writes it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return "'" + "".join(ESCAPED.get(character, character) for character in value) + "'"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(literal, value)) + "]"
    raise TypeError(f"{type(value).__name__} has no Cypher literal here")
