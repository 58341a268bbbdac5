"""Sutradhar: Hindi news in, knowledge graph out.

`sutradhar.open` gives a store to ask in Python; see `sutradhar.api`.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sutradhar.api import Graph

__all__ = ["__version__", "open"]
__version__ = version("sutradhar")


def open(target: str | Path, *, recipes: str | Path | None = None) -> Graph:
    """The graph in the store at a path, or at a Bolt URI of Neo4j, for reading: see `sutradhar.api.open`."""
    from sutradhar import api

    return api.open(target, recipes=recipes)
