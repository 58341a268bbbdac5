"""Exports: the whole graph in other formats. One reading stream feeds them all; a file is complete or not there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from sutradhar.errors import ExportError
from sutradhar.graph.export import formats
from sutradhar.graph.export.page import write_html
from sutradhar.graph.stores.base import Store

FORMATS: dict[str, Callable[[Store, Path], None]] = {
    "graphml": formats.write_graphml,
    "json": formats.write_json,
    "csv": formats.write_csv,
    "cypher": formats.write_cypher,
    "html": write_html,
}


def export(store: Store, path: Path, kind: str | None = None) -> Path:
    """Write the graph to `path` in the format of its suffix or of `kind`; csv writes a folder.

    The result appears whole, under its name, or not at all. Raises `ExportError` for an unknown format or a path that
    cannot be written.
    """
    kind = kind or path.suffix.removeprefix(".")
    if kind not in FORMATS:
        raise ExportError(f"no format '{kind}' for {path}; use --format or a suffix of {', '.join(FORMATS)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(mkdtemp(prefix=".sutradhar-", dir=path.parent))
    except OSError as error:
        raise ExportError(f"cannot write {path}: {error.strerror or error}; choose another place") from error
    try:
        FORMATS[kind](store, scratch / "export")
        if path.is_dir():
            if kind != "csv" or any(each.suffix != ".csv" for each in path.iterdir()):
                raise ExportError(f"{path} is a folder with other files; choose another name")
            shutil.rmtree(path)
        os.replace(scratch / "export", path)
    except OSError as error:
        raise ExportError(f"cannot write {path}: {error.strerror or error}; choose another place") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return path
