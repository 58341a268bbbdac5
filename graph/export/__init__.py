"""Exports: the graph, or a selection of it, in other formats. One reading stream feeds them all.

What an export writes is complete or not there.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from rapidfuzz import process

from sutradhar.errors import ExportError
from sutradhar.graph.export.followthemoney import write_followthemoney
from sutradhar.graph.export.linked import write_jsonld, write_ttl
from sutradhar.graph.export.neo4j_admin import write_neo4j_admin
from sutradhar.graph.export.networks import write_gexf, write_graphml, write_json
from sutradhar.graph.export.page import write_html
from sutradhar.graph.export.statements import write_cypher
from sutradhar.graph.export.stream import Progress, Reading, ignore
from sutradhar.graph.export.tables import write_csv, write_parquet
from sutradhar.graph.stores.base import Store


@dataclass(frozen=True)
class Format:
    """How a format is written: to a file, or into a `folder`. A path that ends in `suffix` asks for this format."""

    write: Callable[[Store, Path], None]
    suffix: str
    folder: bool = False


FORMATS = {
    "graphml": Format(write_graphml, ".graphml"),
    "gexf": Format(write_gexf, ".gexf"),
    "json": Format(write_json, ".json"),
    "jsonld": Format(write_jsonld, ".jsonld"),
    "ttl": Format(write_ttl, ".ttl"),
    "csv": Format(write_csv, ".csv", folder=True),
    "parquet": Format(write_parquet, ".parquet", folder=True),
    "cypher": Format(write_cypher, ".cypher"),
    "neo4j-admin": Format(write_neo4j_admin, ".neo4j-admin", folder=True),
    "followthemoney": Format(write_followthemoney, ".ftm.json"),
    "html": Format(write_html, ".html"),
}
# In every folder that an export wrote: the names of its files. Only such a folder is ever replaced.
CONTENTS = ".sutradhar-export"


def export(
    store: Store,
    path: Path,
    kind: str | None = None,
    *,
    kept: frozenset[str] | None = None,
    bom: bool = False,
    progress: Progress = ignore,
) -> Path:
    """Write the graph to `path` in the format of its suffix or of `kind`; some formats write a folder.

    `kept` are the ids of a selection (see `selection`), None the whole graph; `bom` marks CSV files as UTF-8 for
    spreadsheets. The result appears whole, under its name, or not at all. Raises `ExportError`: unknown format, empty
    selection, a path that cannot be written, a missing extra.
    """
    form = find_format(path, kind)
    if kept is not None and not kept:
        raise ExportError("nothing in the store fits the selection: nothing was written; choose more")
    write = partial(write_csv, bom=True) if bom and form.write is write_csv else form.write
    try:
        _check_target(path, form)
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(mkdtemp(prefix=".sutradhar-", dir=path.parent))
    except OSError as error:
        raise _cannot_write(path, error) from error
    try:
        result, replaced = scratch / "export", scratch / "replaced"
        write(Reading(store, kept, progress), result)
        if form.folder:
            names = sorted(each.name for each in result.iterdir())
            (result / CONTENTS).write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
            _check_target(path, form)
            if path.exists():
                path.rename(replaced)
        try:
            result.replace(path)
        except OSError:
            if replaced.exists():
                replaced.rename(path)
            raise
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return path


def find_format(path: Path, kind: str | None = None) -> Format:
    """The format of this name, or the one that the path's suffix tells; else `ExportError` with the nearest names."""
    if kind is None:
        fitting = [each for each in FORMATS.values() if path.name.lower().endswith(each.suffix)]
        if fitting:
            return max(fitting, key=lambda each: len(each.suffix))
        kind = path.suffix.removeprefix(".").lower()
    elif kind in FORMATS:
        return FORMATS[kind]
    known = ", ".join(FORMATS)
    if not kind:
        raise ExportError(f"{path} has no suffix that tells its format: add one, or --format with one of {known}")
    near = ", ".join(name for name, _, _ in process.extract(kind, list(FORMATS), limit=3, score_cutoff=50))
    nearest = f"; nearest: {near}" if near else ""
    raise ExportError(f"no format '{kind}' for {path}{nearest}; use --format or a suffix of {known}")


def _check_target(path: Path, form: Format) -> None:
    """Whether the result may take the place of what is at `path`."""
    if not form.folder:
        if path.is_dir():
            raise ExportError(f"{path} is a folder: choose the name of a file")
        return
    if path.is_dir():
        contents = path / CONTENTS
        ours = {CONTENTS, *contents.read_text("utf-8").splitlines()} if contents.is_file() else set()
        if any(each.name not in ours for each in path.iterdir()):
            raise ExportError(f"{path} is a folder with other files: choose another name")
    elif path.exists():
        raise ExportError(f"{path} is a file, and this format writes a folder: choose another name")


def _cannot_write(path: Path, error: OSError) -> ExportError:
    return ExportError(f"cannot write {path}: {error.strerror or error}; choose another place")
