"""The articles of the gold, and stores made of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from sutradhar.graph.stores.base import Store
from sutradhar.graph.writer import Writer
from sutradhar.ingest.workers import Options, ingest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TEXTS = {"seeds": ROOT / "seeds", "dev": HERE / "texts"}


def gold(name: str) -> dict[str, Any]:
    """The gold of a corpus."""
    data: dict[str, Any] = yaml.safe_load((HERE / "gold" / f"{name}.yaml").read_text("utf-8"))
    return data


def fill(store: Store, name: str) -> None:
    """Ingest a corpus; each article gets the publication date that the gold states."""
    writer = Writer(store)
    for article in gold(name)["articles"].values():
        summary = ingest([str(TEXTS[name] / article["file"])], writer, Options(published=article["published"]))
        assert not summary.failed
