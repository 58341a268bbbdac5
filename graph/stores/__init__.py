"""Stores: where the graph is kept. `open_store` picks the engine by the form of the URI."""

from __future__ import annotations

import re
from pathlib import Path

from sutradhar.errors import StoreError
from sutradhar.graph.stores.base import Row, Statement, Store
from sutradhar.settings import load_settings

__all__ = ["Row", "Statement", "Store", "open_store"]

BOLT_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


def open_store(uri: str | Path, *, create: bool = False, read_only: bool = False) -> Store:
    """Open the store at a path (embedded) or a Bolt URI (Neo4j).

    `create` makes a missing embedded store; its folder must exist. `read_only` neither locks nor changes an embedded
    store. User and password come from SUTRADHAR_STORE_USER and SUTRADHAR_STORE_PASSWORD; for the local server that
    `sutradhar store start` runs, the password it keeps is used where none is set. Raises `StoreError`.
    """
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]+)://", str(uri))
    # Each engine is imported when it is asked for: Neo4j's driver takes pandas along where that is installed.
    if scheme is None:
        from sutradhar.graph.stores.embedded import EmbeddedStore

        return EmbeddedStore(Path(uri), create=create, read_only=read_only)
    if scheme[1].lower() not in BOLT_SCHEMES:
        raise StoreError(f"{uri} is no store: give a path, or a URI that starts with bolt://, neo4j:// or neo4j+s://")
    from sutradhar.graph.stores.bolt import Neo4jStore
    from sutradhar.graph.stores.server import local_password

    settings = load_settings()
    password = settings.password or local_password(settings.neo4j_home, str(uri))
    return Neo4jStore(str(uri), user=settings.store_user, password=password, read_only=read_only)
