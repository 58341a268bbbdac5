"""The embedded store: kglite, a Cypher engine in this process, and one file on disk beside its write-ahead log.

Every committed transaction is forced to the log before `write` returns, so a crash loses nothing. One process writes at
a time (the engine keeps a lock); readers are never blocked and see the writer's last checkpoint.
"""

from __future__ import annotations

import errno
import logging
import re
import textwrap
import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import kglite

from sutradhar.errors import ReadOnlyError, StatementError, StoreError
from sutradhar.graph.stores.base import ENTITY_CONSTRAINT, Closing, Row, Statement

log = logging.getLogger(__name__)

# A full-text index follows this many changes by itself, then silently stops; the engine's fixed default.
TEXT_INDEX_LIMIT = 1000
MESSAGE_CHARACTERS = 400
NODE_KEYS = {"id", "labels", "properties"}
RELATIONSHIP_KEYS = {"id", "start", "end", "type", "properties"}
NO_SPACE = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
NOT_WRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS}

# Its warnings (unknown label, stale index) go to standard error by default; the stale index is dealt with here.
kglite.set_query_warning_policy("silent")


class EmbeddedStore(Closing):
    """A `Store` in one file. Opening raises `StoreError`: missing, locked, not writable, or not a Sutradhar store."""

    engine = "kglite"
    version: str = kglite.__version__

    def __init__(self, path: Path, *, create: bool = False, read_only: bool = False) -> None:
        self.uri = str(path)
        self.read_only = read_only
        self._path = path
        self._write_lock = threading.Lock()
        self._text_index_checked = False
        found = path.exists() or _log_of(path).exists()
        if not found and (read_only or not create):
            raise StoreError(f"no store at {path}: check the path, or create it with `sutradhar ingest`")
        if path.is_dir():
            raise StoreError(f"{path} is a folder, not a Sutradhar store: give the path of a file")
        if not found and not path.absolute().parent.is_dir():
            raise StoreError(f"cannot create {path}: the folder {path.absolute().parent} does not exist, make it first")
        with _engine_errors(path):
            if found and path.exists():
                # The writer's way of opening leaves a lock file even beside what is no store: look first.
                _read_header(path)
            self._session = self._open_to_read() if read_only else self._open_to_write()
        try:
            self._check_is_ours()
        except StoreError:
            self.close()
            raise

    def _open_to_write(self) -> Any:
        session = kglite.open_session(str(self._path), durable="full")
        # A checkpoint at once: what a crashed writer left in the log, and a new store, are then seen by readers.
        session.save()
        return session

    def _open_to_read(self) -> Any:
        """A snapshot of the last checkpoint, after the log of a crashed writer has been worked in where possible."""
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            session = kglite.open_session(str(self._path)) if self._path.exists() else None
        if session is not None and not caught:
            return session
        try:
            self._open_to_write().close()
        except (kglite.KgError, OSError):
            if session is None:
                raise
            log.warning("%s is being written: this shows its last checkpoint", self._path)
            return session
        return kglite.open_session(str(self._path))

    def _check_is_ours(self) -> None:
        if self._session.node_count() == 0:
            return
        if all(row["name"] != ENTITY_CONSTRAINT for row in self.query("SHOW CONSTRAINTS")):
            raise StoreError(f"{self._path} is a kglite graph but not a Sutradhar store: give another path")

    def query(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """See `Store.query`."""
        if "fulltext" in statement:  # rebuilding takes seconds in a large store: not before it is asked
            self._keep_text_indexes_fresh()
        with _engine_errors(self._path):
            return _rows(self._session.cypher(statement, params=dict(parameters or {})))

    def write(self, statements: Iterable[Statement]) -> list[Row]:
        """See `Store.write`."""
        if self.read_only:
            raise ReadOnlyError(f"{self.uri} is open for reading only: open it for writing to change it")
        batch = list(statements)  # errors of the caller's own making are not the engine's
        rows: list[Row] = []
        with self._write_lock, _engine_errors(self._path), self._session.begin() as transaction:
            for statement, parameters in batch:
                rows = _rows(transaction.cypher(statement, params=dict(parameters)))
        self._text_index_checked = False
        return rows

    def define(self, statements: Iterable[str]) -> None:
        """See `Store.define`."""
        self.write((statement, {}) for statement in statements)

    def close(self) -> None:
        """See `Store.close`."""
        if self.read_only or self._session.closed:
            return
        self._keep_text_indexes_fresh()
        with _engine_errors(self._path):
            self._session.close()

    def _keep_text_indexes_fresh(self) -> None:
        """Rebuild full-text indexes that have fallen behind; in a reader this touches its own memory only."""
        if self._text_index_checked:
            return
        with self._write_lock, _engine_errors(self._path):
            for index in _rows(self._session.cypher("SHOW INDEXES")):
                if index["type"] != "FULLTEXT" or not index["stale"] or index["delta"] <= TEXT_INDEX_LIMIT:
                    continue
                name, label, prop = index["name"], index["labelsOrTypes"][0], index["properties"][0]
                drop = f"DROP INDEX {name}"
                create = f"CREATE FULLTEXT INDEX {name} FOR (n:{label}) ON EACH [n.{prop}]"
                if self.read_only:
                    self._session.execute(drop)
                    self._session.execute(create)
                else:
                    with self._session.begin() as transaction:
                        transaction.cypher(drop)
                        transaction.cypher(create)
            self._text_index_checked = True


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _read_header(path: Path) -> None:
    kglite.estimate_load_memory(str(path))


def _rows(result: Any) -> list[Row]:
    return [{key: _plain(value) for key, value in row.items()} for row in result.to_list()]


def _plain(value: Any) -> Any:
    """A node or relationship as the dict of its properties, without what only this engine adds; containers likewise."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == NODE_KEYS and isinstance(value["labels"], list):
        return _node_properties(value["properties"], value["labels"])
    if value.keys() == RELATIONSHIP_KEYS and isinstance(value["properties"], dict):
        return dict(value["properties"])
    return {key: _plain(item) for key, item in value.items()}


def _node_properties(properties: dict[str, Any], labels: list[str]) -> dict[str, Any]:
    """The engine shows in each node its first label as `type`, and a `title` (the name, or made up of label and id)."""
    invented = {f"{label}_{properties.get('id')}" for label in labels}
    plain = {key: _plain(value) for key, value in properties.items() if key != "type" and value is not None}
    if plain.get("name") in invented:
        del plain["name"]
    if plain.get("title") in {*invented, properties.get("name"), None}:
        plain.pop("title", None)
    return plain


@contextmanager
def _engine_errors(path: Path) -> Iterator[None]:
    """Map the engine's errors to Sutradhar's: one line each, with the remedy."""
    try:
        yield
    except kglite.ReadOnlyError as error:
        raise ReadOnlyError("the statement writes, where only reading is allowed: use --write to change") from error
    except kglite.WriterLeaseHeldError as error:
        holder = error.holder.get("pid")
        who = "this process" if error.holder.get("self") else f"process {holder}" if holder else "another process"
        raise StoreError(f"{path} is being written by {who}: wait until it is done, or use another store") from error
    except kglite.FileFormatError as error:
        raise StoreError(
            f"{path} is not a Sutradhar store, or is damaged: give another path, or restore it from a copy"
        ) from error
    except (kglite.FileIoError, kglite.FileError, OSError) as error:
        raise StoreError(_io_message(path, error)) from error
    except (kglite.CypherTimeoutError, kglite.TransactionConflictError) as error:
        raise StoreError(f"{path}: {_one_line(error)}; try again, or ask for less at once") from error
    except (kglite.KgError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise StatementError(_one_line(error)) from error


def _io_message(path: Path, error: Exception) -> str:
    number = error.errno if isinstance(error, OSError) else None
    found = re.search(r"os error (\d+)", str(error))
    code = number if number is not None else int(found[1]) if found else None
    if code in NO_SPACE:
        return f"no room on the disk for {path}: free some and run the command again; nothing is half done"
    if code in NOT_WRITABLE:
        return f"no permission for {path}: change its permissions or those of its folder, or give another path"
    return f"cannot read or write {path}: check the disk and the path ({_one_line(error)})"


def _one_line(error: Exception) -> str:
    """The first line of a message that may go on to show the statement with a mark under the fault."""
    text = str(error).strip() or type(error).__name__
    return textwrap.shorten(text.splitlines()[0], MESSAGE_CHARACTERS, placeholder=" …")
