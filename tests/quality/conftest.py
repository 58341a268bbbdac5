"""Stores made of the gold's articles, parsed once for all quality tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from corpora import TEXTS, fill

from sutradhar.graph.stores import open_store
from sutradhar.graph.stores.base import Store


@pytest.fixture(scope="session")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Store]]:
    """An embedded store for each corpus."""
    stores = {}
    for name in TEXTS:
        stores[name] = open_store(tmp_path_factory.mktemp(name) / "store.kglite", create=True)
        fill(stores[name], name)
    yield stores
    for store in stores.values():
        store.close()
